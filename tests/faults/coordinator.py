"""A coordinator that can be struck: the program's own command line, killed at a named point.

    python coordinator.py          reads orders as lines of JSON, answers each with three: the pid,
                                   the exit status, and what is left of all that it started

The server imports the program once and forks for each order, so that a build of a second has not
a second of imports before it, and has built a school, so that what is worked out once a process
is. What is forked is a process of its own, with its own session. Its parent inherits whatever any
descendant of it leaves behind, so that no orphan is overlooked. The program has no hooks for this:
the few functions through which everything is written are wrapped here (see :mod:`strikes`).

Three things are not as they are: nothing is really synced to the disk, which takes seconds on a
busy machine and no kill of a process can tell; recordings have settled at once; and the parser
child is forked, too, outside the jail.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shutil
import signal
import struct
import sys
import tempfile
import wave
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from types import CodeType
from typing import IO, Any, NoReturn

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parent.parent))

import jinja2
import strikes
from processes import alive
from schools import MORNING, School
from waiting import comes_true

from media_pipeline import cli, pipeline
from media_pipeline.engine import pools
from media_pipeline.engine.pool import InlinePool
from media_pipeline.tools import parser_child, reader

INHERIT_ORPHANS = 36
"""Linux's PR_SET_CHILD_SUBREAPER, from sys/prctl.h."""

GONE_WITHIN = 5.0
"""Seconds within which all that a command started has ended with it."""

WARM = """\
name = "Owl School"
address = "https://stories.owl.example/"
decisions_copy = "second"

[defaults]
language = "en"
"""


def serve() -> None:
    """Carry out one order after another until standard input ends."""
    _warm()
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if (guardian := os.fork()) == 0:
            _look_after(order, answers)
        os.waitpid(guardian, 0)


def _look_after(order: dict[str, Any], answers: IO[str]) -> NoReturn:
    """In the child: have a child of its own run one command, and inherit what that leaves."""
    assert ctypes.CDLL(None).prctl(INHERIT_ORPHANS, 1, 0, 0, 0) == 0
    if (child := os.fork()) == 0:
        answers.close()
        _become(order)
    print(child, file=answers, flush=True)
    _, status = os.waitpid(child, 0)
    print(os.waitstatus_to_exitcode(status), file=answers, flush=True)
    left = [] if comes_true(_childless, GONE_WITHIN) else _children()
    print(json.dumps(left), file=answers, flush=True)
    os._exit(0)


def _childless() -> bool:
    """Whether all that this process inherited has ended."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        return True
    return False


def _children() -> list[str]:
    """The command lines of those children of this process that live."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    return [
        Path(f"/proc/{child}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        for child in children.split()
        if alive(int(child))
    ]


def _become(order: dict[str, Any]) -> NoReturn:
    """In the child of that child: run one command, saying everything into a file."""
    os.setsid()
    said = os.open(order["said"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for descriptor, source in ((0, nothing), (1, said), (2, said)):
        os.dup2(source, descriptor)
    os.environ["TMPDIR"] = order["scratch"]
    tempfile.tempdir = None
    strikes.arm(Path(order["root"]), **order["strike"])
    # Work is done in this process, so that its points are struck too.
    vars(pools)["LocalPool"] = lambda _, *glance: InlinePool(*glance)
    code = 1
    try:
        cli.cli.main(args=order["argv"], prog_name="media-pipeline", standalone_mode=False)
        code = 0
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:  # noqa: BLE001 - what Python does with an error nobody caught
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _warm() -> None:
    """What takes long and is the same in every process: templates, tables, colours, imports."""
    os.sync = lambda: None
    os.fsync = lambda fd: None  # noqa: ARG005 - as it is called
    vars(reader)["start_jailed"] = ForkedReader
    vars(pipeline)["build"] = partial(pipeline.build, settle=0.0)
    list(cli.cli.commands.values())  # each is read when it is asked for
    compiled = jinja2.Environment.compile

    @cache
    def once(source: str, name: str | None, filename: str | None) -> CodeType:
        environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, autoescape=True)
        environment.keep_trailing_newline = True
        return compiled(environment, source, name, filename)

    def compile_once(_: object, source: str, name: Any = None, filename: Any = None) -> CodeType:
        return once(source, name, filename)

    jinja2.Environment.compile = compile_once  # type: ignore[method-assign,assignment]
    folder = Path(tempfile.mkdtemp(prefix="warm-"))
    try:
        _build_once(folder)
    finally:
        shutil.rmtree(folder)


def _build_once(folder: Path) -> None:
    """A school with one story, which is public."""
    school = School(folder / "school")
    school.write("school.toml", WARM)
    with wave.open(str(folder / "school/recordings/The owl.wav"), "wb") as file:
        file.setparams((1, 2, 16_000, 8000, "NONE", ""))
        file.writeframes(struct.pack("<8000h", *(at % 400 * 20 for at in range(8000))))
    # libvips, which draws letters, has threads: no process that has drawn can be forked.
    if (child := os.fork()) == 0:
        school.build()
        school.approve()
        school.build()
        shutil.rmtree(school.root / "build/site")
        os._exit(0)
    os.waitpid(child, 0)
    school.now = MORNING + timedelta(days=1)
    school.build()
    assert "The owl" in school.site()["index.html"].decode()


class ForkedReader:
    """In the place of :func:`reader.start_jailed`: a parser child that imports nothing."""

    def __init__(self, *_command: Any, **_named: Any) -> None:
        asked, ask = os.pipe()
        answered, answer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.setsid()
            os.dup2(asked, 0)
            os.dup2(answer, 1)
            os.closerange(3, 256)
            sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - its whole life
            with contextlib.suppress(BaseException):
                parser_child.serve()
            os._exit(0)
        os.close(asked)
        os.close(answer)
        self.stdin, self.stdout = os.fdopen(ask, "wb"), os.fdopen(answered, "rb")
        self.stderr = None

    def wait(self, timeout: float) -> int:
        """Until it has ended: it was killed."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return os.waitpid(self.pid, 0)[1]


if __name__ == "__main__":
    serve()
