"""What a family keeps on a telephone to hear without a network. Pure.

The page of kept stories is built empty: its script fills it from the device's own storage.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from media_pipeline.model import Exhibit, Role
from media_pipeline.publish.addresses import KEPT, media_path
from media_pipeline.publish.catalogue import Catalogue
from media_pipeline.publish.pages.render import Draft
from media_pipeline.publish.views.site import SiteView

_BYTES = 1_200_000


@dataclass(frozen=True, slots=True)
class Keeping:
    """What is kept of a story besides its page: ``files`` of the site, and their ``bytes`` in
    total; of a ``film`` its sound alone.
    """

    files: tuple[str, ...]
    bytes: int
    film: bool


@dataclass(frozen=True, slots=True)
class Megabytes:
    """How a language writes a size: ``pattern`` with ``{size}`` for the number, and the decimal
    sign.
    """

    pattern: str
    point: str


def keeping(exhibit: Exhibit, slug: str) -> Keeping | None:
    """The low-data sound that every device plays, and the cover; None if there is no sound."""
    sound, cover = exhibit.light_sound, exhibit.still
    if sound is None:
        return None
    held = (sound, cover) if cover else (sound,)
    return Keeping(
        files=tuple(media_path(slug, each) for each in held),
        bytes=sum(each.bytes for each in held),
        film=exhibit.rendition(Role.VIDEO) is not None,
    )


def drafts(site: SiteView) -> Iterator[Draft]:
    """The one page."""
    values = {"megabytes": megabytes(site.interface.catalogue)}
    yield Draft(KEPT, "kept.html", values, indexed=False)


def megabytes(catalogue: Catalogue) -> Megabytes:
    """What a script needs to write a size as the pages do."""
    number = catalogue.number(_BYTES / 1_000_000)
    return Megabytes(catalogue.megabytes(_BYTES).replace(number, "{size}"), number[1:-1])
