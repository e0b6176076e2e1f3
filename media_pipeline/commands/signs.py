"""Signs from the operating system that something changed. The only module that imports watchfiles.

They only make whoever waits look sooner; nothing may depend on them.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import watchfiles

REARMED = 300_000
"""Milliseconds after which the operating system is asked afresh: a share that was mounted again is
a different one to it."""

AGAIN = 30.0
"""Seconds after which it is asked again if it could not tell."""

ENDS = 1.0
"""Seconds that the listening thread is given to end."""


@contextlib.contextmanager
def signs(folders: Sequence[Path], sign: threading.Event) -> Iterator[None]:
    """Set ``sign`` whenever the operating system reports a change in ``folders``."""
    ended = threading.Event()
    thread = threading.Thread(target=_listen, args=(folders, sign, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(ENDS)


def _listen(folders: Sequence[Path], sign: threading.Event, ended: threading.Event) -> None:
    while not ended.is_set():
        there = [each for each in folders if each.is_dir()]
        try:
            for changes in watchfiles.watch(
                *there,
                watch_filter=None,
                stop_event=ended,
                rust_timeout=REARMED,
                yield_on_timeout=True,
                raise_interrupt=False,
            ):
                if not changes:
                    break
                sign.set()
        except (OSError, RuntimeError):  # it went away, or there are more folders than it may watch
            ended.wait(AGAIN)
