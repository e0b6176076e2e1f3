"""Functions that misbehave as a parser does that a crafted file has taken over.

Run in a parser child alone, as the module ``media_pipeline.faults``.
"""

from __future__ import annotations

import os
import sys
import time


def quiet() -> str:
    """Answer, and print what nobody must hear."""
    print('{"value": "loud"}', flush=True)  # noqa: T201
    os.write(2, b"noise\n")
    return "quiet"


def greedy() -> int:
    """Want more memory than there is."""
    return len(bytearray(2 << 30))


def wordy() -> str:
    """Answer more than anyone should."""
    return "x" * 100_000


def interrupted() -> None:
    """Die in the middle of an answer."""
    for descriptor in range(3, 20):
        try:
            os.write(descriptor, b'{"value": "ha')
        except OSError:
            continue
    os.kill(os.getpid(), 9)


def crashing() -> None:
    """Die by a fault of memory."""
    os.kill(os.getpid(), 11)


def sleeping() -> None:
    """Never answer, as long as anybody waits; where nobody ends it, it still ends."""
    time.sleep(60)


def cyclic() -> object:
    """Answer what JSON has no words for."""
    return sys
