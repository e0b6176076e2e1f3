"""Bytes of containers, put together by hand: what no honest program writes."""

from __future__ import annotations

import struct
import zlib

import numpy as np

RATE = 8000


def wav(seed: int, seconds: float = 0.7) -> bytes:
    """A telephone's WAV of noise in syllables: 8 kHz, 16 bits, one channel; other for each seed."""
    time = np.arange(round(seconds * RATE)) / RATE
    noise = np.random.default_rng(seed).normal(0, 0.12, len(time))
    voiced = noise + 0.2 * np.sin(2 * np.pi * (200 + seed % 50) * time)
    samples = (np.clip(voiced * np.abs(np.sin(2 * np.pi * 3 * time)), -1, 1) * 32767).astype("<i2")
    return riff(samples.tobytes())


def riff(
    samples: bytes,
    *,
    channels: int = 1,
    rate: int = RATE,
    bits: int = 16,
    form: int = 1,
    said: int | None = None,
) -> bytes:
    """A WAV of ``samples``; ``said`` is what it says of their length."""
    block = max(1, channels * bits // 8)
    fmt = struct.pack(
        "<HHIIHH", form, channels % 65536, rate, rate * block % 2**32, block % 65536, bits
    )
    length = len(samples) if said is None else said
    data = b"data" + struct.pack("<I", length) + samples
    body = b"WAVE" + b"fmt " + struct.pack("<I", len(fmt)) + fmt + data
    return b"RIFF" + struct.pack("<I", (len(body) - len(samples) + length) % 2**32) + body


# ── MP4 and QuickTime ─────────────────────────────────────────────────────────────────────


def box(kind: bytes, *inside: bytes) -> bytes:
    """One box of ISO/IEC 14496-12."""
    payload = b"".join(inside)
    return struct.pack(">I", 8 + len(payload)) + kind + payload


def places(content: bytes, kind: bytes) -> list[int]:
    """Where the boxes of a kind begin, at any depth."""
    found, place = [], content.find(kind)
    while place >= 0:
        found.append(place - 4)
        place = content.find(kind, place + 4)
    return found


def replaced(content: bytes, kind: bytes, offset: int, new: bytes) -> bytes:
    """``content`` with ``new`` at ``offset`` in the payload of each box of a kind."""
    whole = bytearray(content)
    for place in places(content, kind):
        start = place + 8 + offset
        whole[start : start + len(new)] = new
    return bytes(whole)


def external(content: bytes, address: str) -> bytes:
    """An MP4 whose tracks say that their samples lie in another file; its index is at its end."""
    whole = b""
    place = 0
    while place < len(content):
        size, kind = (
            int.from_bytes(content[place : place + 4], "big"),
            content[place + 4 : place + 8],
        )
        inside = content[place + 8 : place + size]
        if kind in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
            inside = external(inside, address)
        elif kind == b"dref":
            inside = struct.pack(">II", 0, 1) + box(b"url ", bytes(4), address.encode() + b"\0")
        whole += box(kind, inside)
        place += size
    return whole


def alias_movie(path: str) -> bytes:
    """A QuickTime film that is nothing but references: an ``alis`` data entry and an ``rmra``."""
    name = path.encode()
    alias = struct.pack(">I", 0) + struct.pack(">IHH", 0, 150 + 8 + len(name), 2) + bytes(142)
    alias += (
        struct.pack(">hh", 2, len(name)) + name + bytes(len(name) % 2) + struct.pack(">hh", -1, 0)
    )
    dref = box(b"dref", struct.pack(">II", 0, 1), box(b"alis", alias))
    stsd = box(
        b"stsd",
        struct.pack(">II", 0, 1),
        box(b"sowt", bytes(6) + struct.pack(">HHHIHHHHI", 1, 0, 0, 0, 1, 16, 0, 0, RATE << 16)),
    )
    table = box(
        b"stbl",
        stsd,
        box(b"stts", struct.pack(">IIII", 0, 1, RATE, 1)),
        box(b"stsc", struct.pack(">IIIII", 0, 1, 1, RATE, 1)),
        box(b"stsz", struct.pack(">III", 0, 2, RATE)),
        box(b"stco", struct.pack(">III", 0, 1, 44)),
    )
    header = struct.pack(">IIIIIHH", 0, 0, 0, RATE, RATE, 0, 0)
    media = box(
        b"mdia",
        box(b"mdhd", header),
        box(b"hdlr", struct.pack(">I4s4s", 0, b"mhlr", b"soun") + bytes(13)),
        box(b"minf", box(b"smhd", bytes(8)), box(b"dinf", dref), table),
    )
    track = box(
        b"trak", box(b"tkhd", struct.pack(">IIIIII", 7, 0, 0, 1, 0, RATE) + bytes(60)), media
    )
    reference = box(
        b"rmra", box(b"rmda", box(b"rdrf", struct.pack(">I4sI", 0, b"url ", len(name)) + name))
    )
    movie = box(b"mvhd", struct.pack(">IIIIII", 0, 0, 0, RATE, RATE, 0x10000) + bytes(76))
    return box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + box(b"moov", movie, track, reference)


def nested(kind: bytes, depth: int) -> bytes:
    """Boxes within boxes."""
    whole = b""
    for _ in range(depth):
        whole = box(kind, whole)
    return box(b"ftyp", b"isom", bytes(4), b"isom") + box(b"moov", whole)


def chapters(content: bytes, count: int) -> bytes:
    """An MP4 with ``count`` chapters of Nero's kind (255 at most fit one byte; lists repeat)."""
    entry = struct.pack(">QB", 0, 9) + b"CANARYchp"
    lists = box(b"udta", *(box(b"chpl", struct.pack(">IIB", 1 << 24, 0, 255) + entry * 255)
                           for _ in range(count // 255)))  # fmt: skip
    place = content.index(b"moov") - 4
    size = int.from_bytes(content[place : place + 4], "big")
    assert place + size == len(content), "the index lies at the end"
    moov = struct.pack(">I", size + len(lists)) + content[place + 4 :] + lists
    return content[:place] + moov


# ── Matroska ──────────────────────────────────────────────────────────────────────────────


def element(ident: str, payload: bytes) -> bytes:
    """One EBML element, its length in eight bytes."""
    return bytes.fromhex(ident) + struct.pack(">Q", len(payload) | 1 << 56) + payload


def many_chapters(content: bytes, count: int) -> bytes:
    """A Matroska file with ``count`` chapters at its end; its length must be unknown."""
    atoms = b"".join(
        element(
            "b6",
            element("73c4", struct.pack(">I", number + 1))
            + element("91", struct.pack(">Q", number * 1000))
            + element("80", element("85", b"CANARY-chapter")),
        )
        for number in range(count)
    )
    return content + element("1043a770", element("45b9", atoms))


def lasting(content: bytes, milliseconds: float) -> bytes:
    """A Matroska film that says it lasts so long."""
    place = content.index(b"\x44\x89\x88") + 3
    return content[:place] + struct.pack(">d", milliseconds) + content[place + 8 :]


# ── MP3 and ID3 ───────────────────────────────────────────────────────────────────────────


def _synchsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def id3(*frames: bytes) -> bytes:
    """An ID3v2.4 tag."""
    body = b"".join(frames)
    return b"ID3\x04\0\0" + _synchsafe(len(body)) + body


def id3_frame(ident: bytes, payload: bytes) -> bytes:
    """One of its frames."""
    return ident + _synchsafe(len(payload)) + b"\0\0" + payload


def id3_bomb(size: int) -> bytes:
    """A title that unpacks to ``size`` bytes."""
    packed = zlib.compress(b"\x03" + b"A" * size, 9)
    payload = _synchsafe(min(size + 1, 2**28 - 1)) + packed
    return b"TIT2" + _synchsafe(len(payload)) + b"\0\x09" + payload


def picture_frame(picture: bytes, mime: bytes = b"image/png") -> bytes:
    """A cover in an ID3 tag."""
    return id3_frame(b"APIC", b"\0" + mime + b"\0\x03\0" + picture)


def png(width: int, height: int) -> bytes:
    """A PNG all of one grey, of one bit a pixel: a bomb where it is large."""

    def chunk(kind: bytes, payload: bytes) -> bytes:
        checked = kind + payload
        return struct.pack(">I", len(payload)) + checked + struct.pack(">I", zlib.crc32(checked))

    line = b"\0" + bytes((width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    )


# ── ASF ───────────────────────────────────────────────────────────────────────────────────

_DATA = bytes.fromhex("3626b2758e66cf11a6d900aa0062ce6c")
_ENCRYPTION = bytes.fromhex("fbb3112223bdd211b4b700a0c955fc6e")


def locked_asf(content: bytes) -> bytes:
    """A WMA that says it is protected: one more object at the end of its header."""
    parts = (b"licence", b"DRM\0", b"CANARY-key\0", b"http://127.0.0.1/licence\0")
    payload = b"".join(struct.pack("<I", len(part)) + part for part in parts)
    added = _ENCRYPTION + struct.pack("<Q", 24 + len(payload)) + payload
    place = content.index(_DATA)
    size, count = struct.unpack_from("<QI", content, 16)
    head = bytearray(content[:place])
    struct.pack_into("<QI", head, 16, size + len(added), count + 1)
    whole = bytearray(bytes(head) + added + content[place:])
    properties = bytes(whole).index(bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365"))
    struct.pack_into("<Q", whole, properties + 40, len(whole))
    return bytes(whole)
