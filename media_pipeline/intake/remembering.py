"""What was found out of a file is remembered by its digest, and so is why it can't be used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from media_pipeline.errors import Refusal
from media_pipeline.model import Made
from media_pipeline.tools.store import Store


def remembered(
    store: Store, fingerprint: str, find_out: Callable[[], Mapping[str, Any]]
) -> Mapping[str, Any]:
    """What ``find_out`` tells, JSON-able, or told before under that fingerprint.

    Raises what it does; of that only a :class:`Refusal` is remembered, and raised again: a tool's
    failure may be the machine's.
    """
    made = store.made(fingerprint)
    if made is None:
        try:
            made = Made(facts=find_out())
        except Refusal as refusal:
            store.record(fingerprint, Made.refused(refusal.what))
            raise
        store.record(fingerprint, made)
    if made.refusal is not None:
        raise Refusal(made.refusal)
    return made.facts
