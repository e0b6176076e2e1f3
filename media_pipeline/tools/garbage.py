"""When Python looks for garbage: seldom while much is made that stays."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

EVERY = 200_000
"""Objects that are made between two looks. A story has hundreds, and in a build all of them stay:
to look through those of ten thousand again and again took a tenth of it.
"""


@contextlib.contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for garbage seldom while the block runs."""
    before = gc.get_threshold()
    gc.set_threshold(EVERY, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
