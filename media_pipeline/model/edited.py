"""What is cut from a recording, or silenced in it. The recording itself is never edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SLIVER = 0.04
"""Seconds between two spans, a picture of a film, that are no pause but a slip."""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a recording, in seconds of it; ``end`` is None where it goes on to the end."""

    start: float
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """What of a recording is not to be heard, and false where all of it is.

    ``removed`` is cut out, with its pictures; in ``muted`` spans nothing is heard and time goes
    on. Both are in order and apart from each other. ``keeps_captions``: somebody looked through
    the captions, and those that reach into what was removed or muted may keep their text.
    """

    removed: tuple[Span, ...] = ()
    muted: tuple[Span, ...] = ()
    keeps_captions: bool = False

    def __bool__(self) -> bool:
        return bool(self.removed or self.muted)


WHOLE = Edit()
"""Nothing is cut or muted."""


def joined(spans: Iterable[Span], gap: float = 0.0) -> tuple[Span, ...]:
    """The same in order, those no further than ``gap`` seconds apart as one."""
    done: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        last = done[-1] if done else None
        if last is None or (last.end is not None and span.start > last.end + gap):
            done.append(span)
        elif last.end is not None:
            end = None if span.end is None else max(last.end, span.end)
            done[-1] = Span(last.start, end)
    return tuple(done)
