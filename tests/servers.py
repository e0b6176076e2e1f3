"""A school on the air: ``media-pipeline serve`` in a process of its own, and a plain client."""

from __future__ import annotations

import contextlib
import http.client
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from schools import SETTINGS, School

Named = Callable[[str], Path]

START = 30
"""Seconds that a server may take to start on a busy machine."""

PUNJABI = "recordings/Reception/Punjabi/ਪਿਆਸਾ ਕਾਂ - Simran.m4a"
URDU = "recordings/Reception/Urdu/پیاسا کوا.wav"
FRENCH = "recordings/Year 3/fr/Le corbeau.opus"
FILM = "recordings/Year 3/English/Films/Our pond.mp4"
WAITING = "recordings/Year 3/fr/Nobody has heard this.ogg"

CUES = """\
WEBVTT

00:00.000 --> 00:00.900
{first}

00:00.900 --> 00:01.900
{second}
"""


@dataclass(frozen=True)
class Answer:
    """What a server said; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask for ``path`` exactly as it is written. ``headers`` have ``_`` for ``-``."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    with contextlib.closing(line):
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        line.request(method, path, headers=given)
        answer = line.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, said, answer.read())


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@contextlib.contextmanager
def served(root: Path, port: int = 0) -> Iterator[int]:
    """Serve the workspace ``root`` and give the port; ended with Ctrl-C, as by a person."""
    command = [sys.executable, "-m", "media_pipeline", "serve", "-w", str(root)]
    child = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.PIPE, text=True)
    with child:
        try:
            assert child.stdout is not None
            said = child.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", said)
            assert found, f"it did not start: {said}"
            yield int(found[1])
        finally:
            child.send_signal(signal.SIGINT)
            assert child.wait(START) == 0


def open_school(root: Path, recording: Named, address: str, languages: str = '"en"') -> School:
    """A school with a tale told in three languages, a film, and a story that waits.

    The tellings have words, one has chapters; the film has captions. ``languages`` are those of
    its pages, as TOML.
    """
    school = School(root)
    settings = SETTINGS.replace("https://stories.hill.example/", address)
    school.write("school.toml", settings.replace('"en", "fr"', languages))
    for source, path in (
        ("memo.m4a", PUNJABI),
        ("late-start.wav", URDU),
        ("voice-note.opus", FRENCH),
        ("plain.mp4", FILM),
    ):
        school.drop(recording(source), path.removeprefix("recordings/"))
    school.write(
        PUNJABI.replace(".m4a", ".toml"),
        'tale = "crow"\ntitle = { pa = "ਪਿਆਸਾ ਕਾਂ", en = "The thirsty crow" }\n'
        'description = { pa = "ਇੱਕ ਕਾਂ ਸੀ।" }\nchapters = [["0:00", "ਕਾਂ"], ["0:01", "ਘੜਾ"]]\n',
    )
    school.write(URDU.replace(".wav", ".toml"), 'tale = "crow"\n')
    school.write(FRENCH.replace(".opus", ".toml"), 'tale = "crow"\ncredit = "École du Val"\n')
    school.write(
        PUNJABI.replace(".m4a", ".vtt"), CUES.format(first="ਇੱਕ ਕਾਂ ਸੀ।", second="ਉਹ ਪਿਆਸਾ ਸੀ।")
    )
    school.write(
        FRENCH.replace(".opus", ".words.txt"),
        "Un corbeau avait soif.\n\nIl vit une cruche.\n\n"
        "L’ours, c’est l’été de sa grand-mère, 3.5 sur YouTube.\n\n"
        "Le cœur de ses 25 œufs. 小白兔和大老虎\n",
    )
    school.write(
        FILM.replace(".mp4", ".vtt"), CUES.format(first="This is our pond.", second="A frog!")
    )
    school.build()
    school.approve()
    school.drop(recording("voice-note.ogg"), WAITING.removeprefix("recordings/"))
    school.build()
    return school
