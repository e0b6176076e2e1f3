"""When the garbage collector runs: rarely, while many long-lived objects are created."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

EVERY = 200_000
"""Objects created between two collections. A story has hundreds, and in a build they all stay:
scanning those of ten thousand stories again and again took a tenth of the build.
"""


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Make garbage collection rare while the block runs."""
    before = gc.get_threshold()
    gc.set_threshold(EVERY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
