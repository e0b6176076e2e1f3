"""Make the demo school's recordings: texts spoken, drawn and given the shapes that real ones have.

    python scripts/make_recordings.py            # all of them
    python scripts/make_recordings.py fox hen    # those whose texts' file names begin so

It reads the texts in `scripts/demo/tellings/` and writes the media, the pictures and the timed
words in `recordings/`; the sidecars, the sheet, the description and the file that isn't a recording
are written by hand. It needs espeak-ng (1.51 was used), imageio-ffmpeg, numpy and Pillow. Building
the project needs neither this script nor espeak-ng, because its results are committed. Encoders
differ from one processor to the next, so another run gives the same recordings in other bytes. The
results are measured in `recordings/README.md`.
"""

from __future__ import annotations

import sys
import tempfile
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from demo import choir
from demo.captions import write_words
from demo.films import Reel
from demo.scenes import FILMS, PICTURES
from demo.shapes import SHAPES
from demo.sound import Sound, at_loudness, measure, run_ffmpeg, write_wav
from demo.speech import Cue, speak
from demo.tellings import Telling, read_telling
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
RECORDINGS = ROOT / "recordings"
TELLINGS = Path(__file__).resolve().parent / "demo" / "tellings"
SONG = RECORDINGS / "Choir" / "Songs" / "2026-05-22 Frère Jacques.m4a"

NOWHERE = ("-metadata", "location=+00.0000+000.0000/")
"""A place, as a phone puts its own into every film: here a spot in the sea."""


def main(chosen: Sequence[str]) -> None:
    """Make the tellings whose file names begin with one of `chosen`, or all; print their
    figures.
    """
    wanted = [
        source for source in sorted(TELLINGS.glob("*.toml")) if _is_chosen(source.stem, chosen)
    ]
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for source in wanted:
            make(read_telling(source), scratch)
        if _is_chosen("choir", chosen):
            sung = at_loudness(choir.sing_round(), choir.LUFS, scratch)
            report(encode(sung, choir.STORED, SONG, scratch))
    if not chosen:
        for name, draw in PICTURES.items():
            save_picture(draw(), RECORDINGS / name)


def make(telling: Telling, scratch: Path) -> None:
    """Speak, play, film and write one telling, with its words beside it."""
    shape = SHAPES[telling.shape]
    spoken, cues = speak(telling, scratch)
    heard = shape.play(spoken, np.random.default_rng(zlib.crc32(telling.path.as_posix().encode())))
    if shape.lufs is not None:
        heard = at_loudness(heard, shape.lufs, scratch)
    cues = tuple(cue.later(shape.lead) for cue in cues)
    target = RECORDINGS / telling.path
    if telling.film is None:
        encode(heard, shape.encode, target, scratch)
    else:
        film = FILMS[telling.film]
        encode(heard, shape.encode, target, scratch, Reel(film, cues))
        if film.height > film.width:
            turn_upright(target, scratch)
    report(target)
    _write_all_words(telling, cues, target)


def encode(
    sound: Sound, storing: Sequence[str], target: Path, scratch: Path, reel: Reel | None = None
) -> Path:
    """Store a sound, and the pictures of its film, by ffmpeg's options `storing`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    heard = write_wav(sound, scratch / "heard.wav")
    output = ["-i", str(heard), *storing, str(target)]
    if reel is None:
        run_ffmpeg(output)
    else:
        frames = reel.film.frames(reel.cues, sound.seconds)
        run_ffmpeg([*reel.ffmpeg_input(), *output], frames)
    return target


def turn_upright(film: Path, scratch: Path) -> None:
    """Mark a film whose pictures are on their side as one taken upright, as a phone does."""
    lying = film.replace(scratch / "lying.mp4")
    turned = ["-display_rotation:v:0", "-90", "-i", str(lying), "-c", "copy"]
    run_ffmpeg([*turned, *NOWHERE, "-movflags", "+faststart", str(film)])


def save_picture(picture: Image.Image, target: Path) -> None:
    """Write a drawn picture as a JPEG."""
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, quality=85)


def report(target: Path) -> None:
    """Print a recording's loudness, true peak and size, measured on the file."""
    measured = measure(target)
    figures = f"{measured.lufs:6.1f} LUFS {measured.dbtp:6.1f} dBTP"
    size = target.stat().st_size / 1000
    print(f"{figures} {size:6.0f} kB  {target.relative_to(RECORDINGS)}")


def _write_all_words(telling: Telling, cues: Sequence[Cue], target: Path) -> None:
    for ending in telling.words:
        write_words(target.with_suffix(f".{ending}"), cues, [cue.line.text for cue in cues])
    for code, texts in telling.translations.items():
        write_words(target.with_suffix(f".{code}.vtt"), cues, texts)


def _is_chosen(name: str, chosen: Sequence[str]) -> bool:
    return not chosen or any(name.startswith(start) for start in chosen)


if __name__ == "__main__":
    main(sys.argv[1:])
