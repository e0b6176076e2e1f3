"""What directories demand of an item: rules that give, in plain words, what is wrong with one.

Each sentence goes on from the item's name: “the item … has no title.” The numbers are those of
what directories demand. That the files are what an item says of them is judged in ``enclosed.py``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from media_pipeline.publish.check.rss import Element, Item
from media_pipeline.publish.check.values import (
    wrong_date,
    wrong_explicit,
    wrong_lengths,
    wrong_number,
)

ENCLOSED = frozenset({"audio/mpeg", "audio/x-m4a", "video/mp4"})
"""The types of file that every podcast app plays."""

CHAPTERS = "application/json+chapters"

_TIMED: Mapping[str, bool] = {
    "text/vtt": True,
    "application/x-subrip": True,
    "application/json": True,
    "text/html": False,
    "text/plain": False,
}
"""Type of a transcript → whether it has times."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

Rule = Callable[[Element], Iterator[str]]


def item_sentences(item: Item) -> Iterator[str]:
    """All that is wrong with an item, whichever feed it stands in."""
    for rule in RULES:
        for rest in rule(item.body):
            yield f"the item {item.guid} {rest}"
    for address in item.addresses:
        if not address.isascii():  # 10
            yield f"the item {item.guid} names {address}, and an address must be ASCII."


def _title(item: Element) -> Iterator[str]:
    """RSS 2.0: what a listener chooses by."""
    if not (item.said("title") or "").strip():
        yield "has no title."


def _values(item: Element) -> Iterator[str]:
    """4: nothing longer than directories keep, and no spaces at its edges."""
    yield from wrong_lengths(item)


def _explicit(item: Element) -> Iterator[str]:
    """7: an item may leave it to its feed."""
    for each in item.every("itunes:explicit"):
        if wrong := wrong_explicit(each.text):
            yield wrong


def _enclosure(item: Element) -> Iterator[str]:
    """11 and 12: one file, of a type that every app plays."""
    enclosures = item.every("enclosure")
    if len(enclosures) != 1:
        yield f"has {len(enclosures)} enclosures; it must have one."
    for each in enclosures:
        mime = each.attributes.get("type", "")
        if mime not in ENCLOSED:
            yield f"has an enclosure of the type {mime}, which not every app plays."


def _guid(item: Element) -> Iterator[str]:
    """13: a UUID that is no address. That there is one, and given once, the feed is asked."""
    for each in item.every("guid"):
        if each.attributes.get("isPermaLink") != "false":
            yield 'has a guid that apps take for an address; say isPermaLink="false".'
        if each.text and not _UUID.fullmatch(each.text):
            yield "has a guid that is no UUID."


def _published(item: Element) -> Iterator[str]:
    """14: when it was published, as e-mail writes it, in UTC."""
    said = item.said("pubDate")
    if said is None:
        yield "has no pubDate."
    elif wrong := wrong_date(said):
        yield f"has the pubDate {said}, {wrong}"


def _duration(item: Element) -> Iterator[str]:
    """15: in whole seconds, at least one."""
    said = item.said("itunes:duration")
    if said is None:
        yield "has no itunes:duration."
    elif wrong_number(said):
        yield f"has the itunes:duration {said}, which is no number of whole seconds."


def _numbers(item: Element) -> Iterator[str]:
    """16: a season and a place in it are numbers, from 1."""
    for name in ("itunes:season", "itunes:episode"):
        for each in item.every(name):
            if wrong_number(each.text):
                yield f"says {each.text} in {name}, which is no whole number from 1."


def _transcripts(item: Element) -> Iterator[str]:
    """19: address, type and language, and the word that says that an app can show it in time."""
    for each in item.every("podcast:transcript"):
        mime, rel = each.attributes.get("type", ""), each.attributes.get("rel")
        yield from _lacking(each, ("url", "type", "language"))
        if mime and mime not in _TIMED:
            yield f"has a transcript of the type {mime}, which no app knows."
        elif _TIMED.get(mime) and rel != "captions":
            yield 'has a transcript with times that does not say rel="captions".'
        elif mime and not _TIMED[mime] and rel == "captions":
            yield f"has captions of the type {mime}, which has no times."


def _chapters(item: Element) -> Iterator[str]:
    """20: of the one type that apps ask for."""
    for each in item.every("podcast:chapters"):
        mime = each.attributes.get("type", "")
        if mime != CHAPTERS:
            yield f"has chapters of the type {mime}; apps know {CHAPTERS}."
        yield from _lacking(each, ("url",))


def _alternates(item: Element) -> Iterator[str]:
    """21: an app chooses by type, length, bit rate and language, and needs to know where it is."""
    for each in item.every("podcast:alternateEnclosure"):
        yield from _lacking(each, ("type", "length", "bitrate", "lang"))
        if not each.every("podcast:source"):
            yield "has no podcast:source in its podcast:alternateEnclosure."
        if wrong_number(each.attributes.get("bitrate", "1")):
            yield f"says the bitrate {each.attributes['bitrate']}, which is no number of bits."


def _persons(item: Element) -> Iterator[str]:
    """22: whoever is named has a name."""
    if any(not each.text.strip() for each in item.every("podcast:person")):
        yield "has no name in its podcast:person."


def serial_sentences(item: Item) -> Iterator[str]:
    """16: what is told in parts says which part each is, and leaves it to apps to show that."""
    number = item.body.said("itunes:episode")
    if number is None:
        yield f"the item {item.guid} has no itunes:episode, in a serial."
    elif re.match(rf"\W*0*{re.escape(number)}\s*[.:)\]–—-]+\s*\S", item.body.said("title") or ""):
        yield f"the item {item.guid} has its number in its title too, where apps put it themselves."


RULES: tuple[Rule, ...] = (
    _title,
    _values,
    _explicit,
    _enclosure,
    _guid,
    _published,
    _duration,
    _numbers,
    _transcripts,
    _chapters,
    _alternates,
    _persons,
)


def _lacking(element: Element, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        if not element.attributes.get(name):
            yield f"has no {name} in its {element.name}."
