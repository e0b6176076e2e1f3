"""Mutants through the probe, and some through the whole of media work; what went wrong is told.

    python tests/hostile/fuzzing.py COUNT [FIRST] [WHOLE]     (make fuzz)

``COUNT`` mutants from number ``FIRST`` on; of those that can be used, every ``WHOLE``-th is made
into what would be published, which is then decoded again. A mutant that shows a fault is kept in
build/fuzz, named by its number and recording.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

from makers import maker
from mutants import SEEDS, mutant

from media_pipeline.errors import MediaPipelineError, Refusal, ToolError
from media_pipeline.intake.probe import UNSAFE, probe
from media_pipeline.media.audio import SoundWork
from media_pipeline.media.take import Take
from media_pipeline.media.video import FilmWork
from media_pipeline.model import Probe
from media_pipeline.settings import Audio, Loudness, Video
from media_pipeline.tools import files
from media_pipeline.tools.ffmpeg import find_ffmpeg
from media_pipeline.tools.reader import Reader

PATIENCE = 45.0
"""Seconds that a look may take: twice the child's own limit, and a little."""

KEPT = Path("build/fuzz")


@dataclass(frozen=True)
class Told:
    """What came of a mutant: ``refused``, ``usable``, ``published`` or ``fault``, and why."""

    name: str
    end: str
    why: str = ""


def fuzzed(folder: Path, count: int, first: int = 0, whole: int = 9) -> Iterator[Told]:
    """What came of each of ``count`` mutants, made of each good recording in turn."""
    with Reader() as reader:
        for number in range(first, first + count):
            seed = SEEDS[number % len(SEEDS)]
            content = mutant(maker(folder / "good", seed).read_bytes(), number)
            path = folder / f"{number}-{seed}"
            path.write_bytes(content)
            yield _judged(reader, path, whole=number % whole == 0)
            path.unlink()


def _judged(reader: Reader, path: Path, *, whole: bool) -> Told:
    began = time.monotonic()
    try:
        seen = probe(reader, str(path))
    except Refusal as refusal:
        return Told(path.name, "refused", refusal.what)
    except ToolError as error:
        fault = error.what != UNSAFE or time.monotonic() - began > PATIENCE
        return Told(path.name, "fault" if fault else "refused", error.what)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return Told(path.name, "fault", repr(error))
    return _worked_on(path, seen) if whole else Told(path.name, "usable")


def _worked_on(path: Path, seen: Probe) -> Told:
    """The whole of media work, which measures what it made by itself."""
    take = Take((str(path),), files.digest([path]), seen, find_ffmpeg(), 60.0)
    with tempfile.TemporaryDirectory() as folder:
        try:
            made = _work(take)(Path(folder))
            if not made.renditions or any(
                (Path(folder) / each.path).stat().st_size != each.bytes for each in made.renditions
            ):
                return Told(path.name, "fault", "what was made is not whole")
        except MediaPipelineError as error:
            return Told(path.name, "refused", error.what)
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            return Told(path.name, "fault", repr(error))
    return Told(path.name, "published")


def _work(take: Take) -> SoundWork | FilmWork:
    if take.probe.video is not None:
        return FilmWork(take, "speech", Loudness(), Audio(), Video())
    return SoundWork(take, "speech", Loudness(), Audio())


def main(count: int, first: int, whole: int) -> int:
    """Tell the ends of ``count`` mutants; 1 where one is a fault."""
    ends: dict[str, int] = {}
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        for told in fuzzed(Path(folder), count, first, whole):
            ends[told.end] = ends.get(told.end, 0) + 1
            if told.end == "fault":
                faults.append(told)
                KEPT.mkdir(parents=True, exist_ok=True)
                number, _, seed = told.name.partition("-")
                content = mutant(maker(Path(folder) / "good", seed).read_bytes(), int(number))
                (KEPT / told.name).write_bytes(content)
    for told in faults:
        print(f"{told.name}: {told.why}")  # noqa: T201 - a command of its own
    print(", ".join(f"{number} {end}" for end, number in sorted(ends.items())))  # noqa: T201
    return 1 if faults else 0


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    sys.exit(main(*(given + [2000, 0, 9][len(given) :])))
