"""What is cut from a recording or muted in it. The recording itself is never edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SLIVER = 0.04
"""The longest gap between two spans, in seconds, that counts as a slip and not as a pause: one
frame of a film.
"""


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a recording, in seconds; ``end`` is None if it runs to the end of the recording."""

    start: float
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """The parts of a recording that must not be heard; false if there are none.

    ``removed`` spans are cut out, pictures included; ``muted`` spans are silent while time runs on.
    Both are in order and do not overlap. ``keeps_captions`` means that somebody has checked the
    captions, and that those reaching into removed or muted spans may keep their text.
    """

    removed: tuple[Span, ...] = ()
    muted: tuple[Span, ...] = ()
    keeps_captions: bool = False

    def __bool__(self) -> bool:
        return bool(self.removed or self.muted)


WHOLE = Edit()
"""Nothing is cut or muted."""


def joined(spans: Iterable[Span], gap: float = 0.0) -> tuple[Span, ...]:
    """The spans in order, with those at most ``gap`` seconds apart joined into one."""
    done: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start):
        last = done[-1] if done else None
        if last is None or (last.end is not None and span.start > last.end + gap):
            done.append(span)
        elif last.end is not None:
            end = None if span.end is None else max(last.end, span.end)
            done[-1] = Span(last.start, end)
    return tuple(done)
