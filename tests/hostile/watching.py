"""Build a school with one of everything that people drop, watched by Python itself.

    python watching.py WORKSPACE RECORDINGS

Tells which modules of the program opened a dropped file, started a process or used the network in
the coordinator, where all jobs run inline: what only a child may do shows here if it is not one.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from types import FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent.parent))

import av
import forging
import openpyxl
from makers import maker
from PIL import Image
from schools import School

STARTS = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty", "os.system",
          "pty.spawn")  # fmt: skip
OURS = "ANSWERS.html"
"""What the program itself writes into the drop folder."""

SENDS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.bind", "socket.getaddrinfo")


class Watch:
    """What happened: (what, which module of the program asked for it)."""

    def __init__(self, dropped: Path) -> None:
        self.opened: set[str] = set()
        self.started: set[str] = set()
        self.sent: set[str] = set()
        self.parsed: set[str] = set()
        self._dropped = str(dropped)
        sys.addaudithook(self._heard)

    def _heard(self, event: str, given: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(given[0], str | bytes):
            path = os.fsdecode(given[0])
            if path.startswith(self._dropped) and not path.endswith(OURS):
                self.opened.add(_asking())
        elif event in STARTS:
            self.started.add(_asking())
        elif event in SENDS:
            self.sent.add(_asking())

    def parser(self, module: Any, name: str) -> None:
        """Hear of every call of a parser that opens files by itself, beyond Python's sight."""
        real = getattr(module, name)

        def called(*given: Any, **options: Any) -> Any:
            self.parsed.add(f"{module.__name__}.{name} by {_asking()}")
            return real(*given, **options)

        setattr(module, name, called)


def _asking() -> str:
    """The innermost function of the program that led here."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("media_pipeline."):
            return f"{module}:{frame.f_code.co_name}"
        frame = frame.f_back
    return "the test"


def everything(root: Path, recordings: Path) -> School:
    """A school where somebody dropped one of everything."""
    school = School(root)
    folder = root / "recordings/English"
    folder.mkdir(parents=True)
    for name in ("memo.m4a", "plain.mp4", "dictaphone.wma"):
        (folder / f"Fox {name}").write_bytes(maker(recordings, name).read_bytes())
    (folder / "Crow.wav").write_bytes(forging.wav(1))
    Image.new("RGB", (300, 200), "red").save(folder / "Crow.jpg")
    Image.new("RGB", (300, 200), "blue").save(folder / "Fox memo.png")
    texts = {
        "Crow.txt": "A crow.",
        "Crow.vtt": "WEBVTT\n\n00:00.000 --> 00:00.500\nCaw\n",
        "Fox memo.srt": "1\n00:00:00,000 --> 00:00:01,000\nThe fox\n",
        "Fox memo.words.txt": "The fox",
        "Crow.toml": 'title = "The crow"\n',
        "recordings.csv": "file,teller\nCrow,Amina\n",
        "list.mp3": "#EXTM3U\n/etc/passwd\n",
        "Broken.vtt": "no captions",
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    book = openpyxl.Workbook()
    book.active.append(["file", "teller"])
    book.active.append(["English/Crow", "Amina"])
    book.save(root / "recordings/recordings.xlsx")
    return school


def main(root: Path, recordings: Path) -> dict[str, list[str]]:
    """What was seen over two builds and an approval."""
    school = everything(root, recordings)
    watch = Watch(root / "recordings")
    watch.parser(av, "open")
    watch.parser(openpyxl, "load_workbook")
    school.publish()
    return {
        "opened": sorted(watch.opened),
        "started": sorted(watch.started),
        "sent": sorted(watch.sent),
        "parsed": sorted(watch.parsed),
        "published": [p for p, row in school.stories().items() if row["state"] == "published"],
    }


if __name__ == "__main__":
    seen = main(Path(sys.argv[1]), Path(sys.argv[2]))
    (Path(sys.argv[1]) / "seen.json").write_text(json.dumps(seen), encoding="utf-8")
