"""What a case of the collection is, and what cases are made with."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import imageio_ffmpeg
from makers import maker

End = Literal["published", "refused", "waiting", "passed"]


@dataclass(frozen=True)
class Bench:
    """Where cases are made: ``other`` is a recording that none of them may reach, ``port`` one on
    this machine at which somebody listens, and hears nobody.
    """

    folder: Path
    other: Path
    port: int

    def recording(self, name: str) -> bytes:
        """One of :mod:`makers`'."""
        return maker(self.folder, name).read_bytes()

    def ffmpeg(self, words: str, name: str) -> bytes:
        """What ffmpeg makes, told ``words`` before the name."""
        path = self.folder / f"made-{name}"
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y"]
        done = subprocess.run(
            [*command, *shlex.split(words), "-threads", "1", str(path)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{name}: {done.stderr}"
        return path.read_bytes()

    @property
    def address(self) -> str:
        """Where nobody may call."""
        return f"http://127.0.0.1:{self.port}"


Make = Callable[[Bench], bytes]


@dataclass(frozen=True)
class Case:
    """A file, named by its defect: the line of threats.md it is for, how its bytes are made, how it
    ends and the sentence that a teacher sees. ``beside`` are other files by their ending.
    """

    line: int
    name: str
    make: Make
    end: End = "refused"
    sentence: str = ""
    title: str = ""
    beside: dict[str, Make] = field(default_factory=dict)

    @property
    def ended(self) -> tuple[str, str]:
        """What is to come of it: its state, and the sentence where it is not published."""
        return self.end, self.sentence if self.end != "published" else ""
