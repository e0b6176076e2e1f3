"""A child that reads other people's bytes for the coordinator.

Media headers, pictures and sheets are parsed by libraries that a crafted file can crash or blow up.
They run in a child with little memory and time, which is replaced at the first fault; the
coordinator and the other files never notice.

The child takes a line of JSON (a function's name and its arguments) and answers with one line.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.tools.launcher import GIGABYTE, Limits, kill, start_jailed

LIMITS = Limits(memory=GIGABYTE, processor=600, file_size=GIGABYTE // 4, wall=20.0)
"""Limits of one child; ``wall`` is for one call. Pictures of 64 megapixels decode within them."""

CALLS = 2000
"""Calls after which a child is replaced, well before its processor time is up."""


LONGEST_ANSWER = 6 << 20
"""Bytes: the answer for a sheet of 20,000 rows, which as objects takes about 50 MB in the
coordinator.
"""

PROGRAM = Path(__file__).resolve().parents[2]
"""Where the child finds this program: the very copy that starts it, not another that is installed.
"""

SERVE = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from media_pipeline.tools.parser_child import serve; serve()"
)

UNREADABLE = (
    "It can't be read: looking into it took more time or memory than it should. The file is "
    "probably damaged. Copy it again."
)


class Reader:
    """One parser child, started on the first call. Not shared between threads."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._calls = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def call(self, function: Callable[..., Any], *arguments: str | int) -> Any:
        """The JSON answer of ``function``, called in the child.

        Raises :class:`Refusal` if the function does, and :class:`ToolError` if the function raises
        anything else, or if the child died or ran out of time, even at a second try.
        """
        name = f"{function.__module__}:{function.__qualname__}"
        request = json.dumps([name, list(arguments)]).encode() + b"\n"
        answer = self._ask(request) or self._ask(request)
        if answer is None:
            raise ToolError(UNREADABLE)
        if "refusal" in answer:
            raise Refusal(str(answer["refusal"]))
        if "error" in answer:
            raise ToolError(str(answer["error"]), name)
        return answer.get("value")

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            kill(self._child)
            for pipe in (self._child.stdin, self._child.stdout, self._child.stderr):
                with contextlib.suppress(OSError):  # data that a dead child had yet to read
                    if pipe is not None:
                        pipe.close()
            self._child = None

    def _ask(self, request: bytes) -> dict[str, Any] | None:
        child = self._running()
        assert child.stdin is not None
        assert child.stdout is not None
        timer = threading.Timer(self._limits.wall, kill, [child])
        timer.start()
        try:
            child.stdin.write(request)
            child.stdin.flush()
            line = child.stdout.readline(LONGEST_ANSWER)
        except OSError:
            line = b""
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):  # it died, perhaps in mid-answer, or said too much
            self.close()
            return None
        if (answer := _understood(line)) is None:
            self.close()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        self._calls += 1
        if self._child is not None and self._calls > CALLS:
            self.close()
        if self._child is None:
            command = [sys.executable, "-I", "-c", SERVE, str(PROGRAM)]
            self._child = start_jailed(command, self._limits, Path.cwd(), stdin=subprocess.PIPE)
            self._calls = 0
        return self._child


def _understood(line: bytes) -> dict[str, Any] | None:
    """A child's answer; None if it makes no sense, as from a child that a file has taken over."""
    try:
        answer = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None
