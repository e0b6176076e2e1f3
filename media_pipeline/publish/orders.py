"""Files of the site that take work to make: ordered here, made by jobs, copied into place. Pure.

Everything else on the site is rendered in a moment; what is ordered is made once and kept in the
store, and made again only where its inputs change.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from media_pipeline.model import Copy, Episode, Made, Show
from media_pipeline.publish.order import Order
from media_pipeline.publish.prints import print_orders
from media_pipeline.publish.searching import search_orders
from media_pipeline.settings import Settings

Orders = Callable[[Sequence[Episode], Sequence[Show], Settings, Sequence[Path]], Iterator[Order]]

KINDS: tuple[Orders, ...] = (print_orders, search_orders)
"""What is ordered, kind by kind."""


def site_orders(
    episodes: Sequence[Episode], shows: Sequence[Show], settings: Settings, folders: Sequence[Path]
) -> Iterator[Order]:
    """All that must be made for the site beyond stories' own files and shows' art."""
    for kind in KINDS:
        yield from kind(episodes, shows, settings, folders)


def delivered(order: Order, made: Made) -> Iterator[Copy]:
    """The files of the site that came of an order; in a folder by the names they were made with,
    which stand below the job's own place in the store (``<2>/<fingerprint>/``).
    """
    for each in made.renditions:
        name = "/".join(Path(each.path).parts[2:]) if order.path.endswith("/") else ""
        yield Copy(order.path + name, each.path, each.bytes, each.digest)
