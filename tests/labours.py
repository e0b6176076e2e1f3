"""Jobs for the engine's tests: picklable, so that worker processes can do them too."""

from __future__ import annotations

import hashlib
import os
import secrets
import signal
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.engine.fingerprint import job
from media_pipeline.errors import Refusal, ToolError, ToolTimeout
from media_pipeline.model import Job, Made, Rendition, Role
from media_pipeline.tools.ffmpeg import find_ffmpeg
from media_pipeline.tools.launcher import Limits, run_jailed


@dataclass(frozen=True)
class Labour:
    """Writes its word into a file, or fails in its own way."""

    word: str

    def __call__(self, folder: Path) -> Made:
        """See :class:`media_pipeline.model.Work`."""
        match self.word:
            case "refuse":
                raise Refusal("There is no sound in it.")
            case "tool":
                raise ToolError("it was ended by signal 11", "ffmpeg")
            case "late":
                raise ToolTimeout("it was stopped after 5 seconds", "ffmpeg")
            case "full":
                raise OSError(28, "No space left on device")
            case "bug":
                raise KeyError("word")
            case "die":
                os.kill(os.getpid(), signal.SIGKILL)
            case "last":
                os.write(1, b"%d\n" % os.getpid())
                signal.pause()
        content = self.word.encode()
        (folder / "word.txt").write_bytes(content)
        (folder / "scrap.txt").write_bytes(content)
        if self.word == "die late":
            os.kill(os.getpid(), signal.SIGKILL)
        digest = hashlib.sha256(content).hexdigest()
        word = Rendition(Role.ENCLOSURE, "word.txt", "text/plain", len(content), digest)
        return Made((word,), {"word": self.word, "process": os.getpid()})


def labour(word: str, cost: float = 1.0) -> Job:
    """A job that writes ``word``."""
    return job(f"word {word}", {"word": word}, Labour(word), cost)


@dataclass(frozen=True)
class Toil:
    """A labour that leaves a note in the folder ``notes`` each time it is begun: the process it is
    in. The first ``endless`` times it is an encoding, by a real ffmpeg, that never comes to an end.
    """

    word: str
    notes: str
    endless: int

    def __call__(self, folder: Path) -> Made:
        """See :class:`media_pipeline.model.Work`."""
        notes = Path(self.notes)
        begun = len(list(notes.iterdir()))
        note = notes / f"{begun}-{secrets.token_hex(4)}"
        note.with_name(f".{note.name}").write_text(f"{os.getpid()} {folder}")
        note.with_name(f".{note.name}").rename(note)
        if begun < self.endless:
            noise = ["-nostdin", "-f", "lavfi", "-i", "anoisesrc"]
            run_jailed([find_ffmpeg().path, *noise, str(folder / "no.mp3")], Limits(), folder)
        return Labour(self.word)(folder)


def toil(word: str, notes: Path, endless: int = 0) -> Job:
    """A job that writes ``word``, some day."""
    notes.mkdir(exist_ok=True)
    return job(f"word {word}", {"word": word}, Toil(word, str(notes), endless), 1.0)
