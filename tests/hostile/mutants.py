"""Seeded mutants of good files: bytes flipped, cut, doubled, moved, lengths that lie."""

from __future__ import annotations

import random
import struct

SEEDS = (
    "memo.m4a", "plain.mp3", "sixteen-bits.wav", "voice-memo.caf", "voice-memo.aiff",
    "dictaphone.wma", "old-phone.amr", "voice-note.ogg", "lossless.flac", "raw.aac", "wave64.w64",
    "voice.webm", "plain.mp4", "rotated-90.mov", "old-phone.3gp", "interlaced.mts",
    "interlaced.mpg", "motion-jpeg.avi", "windows.wmv", "matroska.mkv", "no-length.webm",
    "camcorder.dv", "cover.mp3", "cover.m4a", "told-all.mp4",
)  # fmt: skip
"""Good recordings of :mod:`makers` that mutants are made of."""

EVIL = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
"""Numbers at which programs go wrong."""

HEAD = 4096
"""Bytes at the start, where most that is believed of a file stands."""


def mutant(content: bytes, number: int) -> bytes:
    """The ``number``-th mutant of ``content``: one to eight changes, the same each time."""
    chance = random.Random(number)  # noqa: S311 - the same each time is what is wanted
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 8))):
        _change(changed, chance)
    return bytes(changed)


def _change(changed: bytearray, chance: random.Random) -> None:
    size = len(changed)
    if size < 16:
        return
    near = chance.random() < 0.6
    place = chance.randrange(min(size, HEAD) if near else size)
    if near and chance.random() < 0.3:
        place = size - 1 - place
    length = min(chance.choice((1, 4, 16, 200, 5000)), size - place)
    match chance.randrange(7):
        case 0:
            changed[place] ^= 1 << chance.randrange(8)
        case 1:
            changed[place : place + length] = chance.randbytes(length)
        case 2:
            form = chance.choice((">I", "<I", ">H", "<H", ">Q", "<Q"))
            number = struct.pack(form, chance.choice(EVIL) % (1 << 8 * struct.calcsize(form)))
            changed[place : place + len(number)] = number
        case 3:
            end = size if chance.random() < 0.5 else place + length
            del changed[place:end]
        case 4:
            changed[place:place] = changed[place : place + length]
        case 5:
            other = chance.randrange(size)
            changed[other:other] = changed[place : place + length]
        case _:
            changed[place : place + length] = bytes(length)
