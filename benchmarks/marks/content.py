"""What another generator is given about a story, and about a shelf that it is on, for equal pages.

Media are only named: no contestant encodes any here, and a page needs only their names, sizes and
lengths. Addresses, names and drawings are as long as ours.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from benchmarks.tales import Tale
from media_pipeline.gate.slugs import slug
from media_pipeline.publish.print.qr import qr_svg

SITE = "https://stories.hill.example/"
SCHOOL = "Hill School"
DATE = "2026-11-23T09:00:00Z"

Values = dict[str, object]
"""The values of one page, by the names that a theme uses."""


class Tongue(NamedTuple):
    """A language: its BCP 47 tag, its own name, the direction in which it is written, and a sign
    for it.
    """

    tag: str
    native: str
    direction: str
    sign: str


TONGUES: Mapping[str, Tongue] = {
    "English": Tongue("en", "English", "ltr", "Ee"),
    "Punjabi": Tongue("pa", "ਪੰਜਾਬੀ", "ltr", "ਪੰ"),
    "Urdu": Tongue("ur", "اردو", "rtl", "ے"),
    "Somali": Tongue("so", "Soomaali", "ltr", "Aa"),
    "Polish": Tongue("pl", "Polski", "ltr", "Ł"),
    "Arabic": Tongue("ar", "العربية", "rtl", "ض"),
    "Bengali": Tongue("bn", "বাংলা", "ltr", "বাং"),
    "Romanian": Tongue("ro", "Română", "ltr", "Ș"),
}


def story(tale: Tale) -> Values:
    """Everything a story's page says; values that it lacks are left out. Sizes are in bytes."""
    tongue = TONGUES[tale.language]
    title = tale.french or tale.title
    guid = str(uuid5(NAMESPACE_URL, tale.title))
    address = slug(title, guid)
    values: Values = {
        "title": title,
        "slug": address,
        "date": DATE,
        "guid": guid,
        "title_language": "fr" if tale.french else tongue.tag,
        "title_direction": "ltr" if tale.french else tongue.direction,
        "letter": title[0].upper(),
        "language": tongue.tag,
        "language_name": tale.language,
        "native": tongue.native,
        "direction": tongue.direction,
        "class": _class_id(tale.class_name),
        "class_name": tale.class_name,
        "kind": "story",
        "kind_name": "Stories",
        "seconds": 1,
        "wave": _wave(tale.number),
        "cover": f"{address}-a6777d38eacd.jpg",
        "thumb": f"{address}-d55c97683458.jpg",
        "full": f"{address}-66233aca26a9.mp3",
        "full_bytes": 132832,
        "full_size": "0.1 MB",
        "low": f"{address}-4a7cdafa23ad.mp3",
        "low_bytes": 5596,
        "low_size": "0.1 MB",
        "opus": f"{address}-72f7678350a7.opus",
        "opus_bytes": 3371,
        "opus_bitrate": 26968,
        "description": tale.about,
        "teller": tale.teller,
        "vtt": f"{address}-44eba6be3347.{tongue.tag}.vtt" if tale.said else "",
        "words": [
            {"from": f"{at / 5:.1f}", "to": f"{(at + 1) / 5:.1f}", "text": text}
            for at, text in enumerate(tale.said)
        ],
    }
    return {name: value for name, value in values.items() if value}


def shelves(tales: Iterable[Tale]) -> Iterator[tuple[str, Values]]:
    """The path of each shelf that one of ``tales`` is on, and what its pages say."""
    told = list(tales)
    for at, name in enumerate(sorted({each.class_name for each in told})):
        path = f"class/{_class_id(name)}"
        yield path, {"title": name, "sign": name.split()[-1], **_shelf(path, name, "classes", at)}
    for at, name in enumerate(sorted({each.language for each in told})):
        tongue = TONGUES[name]
        path = f"language/{tongue.tag}"
        values = {
            "title": tongue.native,
            "code": tongue.tag,
            "direction": tongue.direction,
            "sign": tongue.sign,
            **_shelf(path, name, "languages", at),
        }
        yield path, values | ({"also": name} if name != tongue.native else {})
    path = "kind/story"
    picture = {"title": "Stories", "picture": "kinds/story.svg"}
    yield path, picture | _shelf(path, "Stories", "kinds", 0)


def start() -> Values:
    """What the first page says, which lists every story."""
    return {"title": SCHOOL} | _show("", SCHOOL)


def _shelf(path: str, name: str, room: str, at: int) -> Values:
    return {"path": path, "room": room, "paper": at % 8, "cut": at % 7} | _show(
        f"{path}/", f"{name} · {SCHOOL}"
    )


def _show(feeds: str, title: str) -> Values:
    """A podcast with that title, with the code that leads to the page on which to subscribe."""
    name = feeds.strip("/").replace("/", "-") or "all"
    return {
        "show": title,
        "feeds": feeds,
        "guid": str(uuid5(NAMESPACE_URL, SITE + feeds)),
        "art": f"show-{name}-d097a8dba28a.jpg",
        "preview": f"show-{name}-adfd9697ef02.jpg",
        "qr": qr_svg(f"{SITE}en/subscribe/{name}/"),
    }


def _class_id(name: str) -> str:
    return name.lower().replace(" ", "-")


def _wave(number: int) -> str:
    """The path of an SVG of 50 bars: one stroke each, 100 units wide and high."""
    chance = random.Random(number)  # noqa: S311 - the same drawing each time
    heights = ((x, chance.randrange(11)) for x in range(1, 100, 2))
    return "".join(f"M{x} {y}v{100 - 2 * y}" for x, y in heights)
