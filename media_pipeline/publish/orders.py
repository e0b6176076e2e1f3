"""Files of the site that take work to make: ordered here, made by jobs, copied into place. Pure.

Everything else on the site is rendered in a moment; what is ordered is made once and kept in the
store, and made again only where its inputs change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from media_pipeline.model import Copy, Episode, Made, Show, Work
from media_pipeline.settings import Settings


@dataclass(frozen=True, slots=True)
class Order:
    """A file of the site, or all files of a folder (whose ``path`` ends with a slash).

    ``name``, ``inputs`` and ``cost`` are a job's: what it is called, all that its result depends
    on, each with a name that a person understands, and roughly its seconds.
    """

    path: str
    name: str
    inputs: Mapping[str, Any]
    work: Work
    cost: float


Orders = Callable[[Sequence[Episode], Sequence[Show], Settings, Sequence[Path]], Iterator[Order]]

KINDS: tuple[Orders, ...] = ()
"""What is ordered, kind by kind."""


def site_orders(
    episodes: Sequence[Episode], shows: Sequence[Show], settings: Settings, folders: Sequence[Path]
) -> Iterator[Order]:
    """All that must be made for the site beyond stories' own files and shows' art."""
    for kind in KINDS:
        yield from kind(episodes, shows, settings, folders)


def delivered(order: Order, made: Made) -> Iterator[Copy]:
    """The files of the site that came of an order; in a folder by the names they were made with."""
    for each in made.renditions:
        name = Path(each.path).name if order.path.endswith("/") else ""
        yield Copy(order.path + name, each.path, each.bytes, each.digest)
