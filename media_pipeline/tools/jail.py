"""The jail's fallback: set the limits on this very process, then become the program.

    python -I -S jail.py PARENT MEMORY PROCESSOR FILE_SIZE OPEN_FILES PROGRAM ARGUMENTS…

Run as a script, before any package can be found, it imports the standard library alone.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

DIE_WITH_PARENT = 1
"""Linux's PR_SET_PDEATHSIG, from sys/prctl.h."""

SIGKILL = 9


def become(arguments: list[str]) -> NoReturn:
    """Limit this process by the four arguments after its parent's number, then become the program
    in the rest. On Linux it dies with its parent, or now if that has gone already.
    """
    import resource  # noqa: PLC0415 - not on Windows, where this is never called

    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE)
    parent, *figures = map(int, arguments[:5])
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - Linux only

        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # killed before the system was asked to end us with it
            os.kill(os.getpid(), SIGKILL)
    for kind, figure in zip(kinds, figures, strict=True):
        try:
            resource.setrlimit(kind, (figure, figure))
        except (ValueError, OSError):  # macOS refuses a limit on address space
            continue
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execv(arguments[5], arguments[5:])  # noqa: S606 - no shell is wanted


if __name__ == "__main__":
    become(sys.argv[1:])
