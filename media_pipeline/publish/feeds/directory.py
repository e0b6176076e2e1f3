"""The list of a school's feeds: for podcast apps (OPML) and for other sites (``school.json``).

``school.json``, version 1:

    {
      "version": 1,
      "name": "…", "address": "https://…/",
      "updated": "2026-11-24T09:00:00Z",             the newest decision on anything in it
      "feeds": [{"name": "language-pa",              ASCII, for life
                 "guid": "…",                        podcast:guid, for life
                 "title": {"pa": "…", "en": "…"},
                 "address": "https://…/feeds/language-pa.xml",
                 "language": "pa",                   BCP 47
                 "media": "audio" | "video",
                 "items": 12,
                 "newest": "2026-11-20T08:30:00Z",   when its newest story was published
                 "low_data": "https://…"}],          its low-data twin; left out where none
      "stories": 40,                                 each once, in however many feeds
      "counts": {"language": {"pa": 12}, "class": {"reception": 9}, "kind": {"song": 4}},
      "withdrawn": ["…"]                             guids of stories to take down
    }

Times are UTC. A feed that asks not to be listed is in neither list, nor are its stories counted.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from media_pipeline.model import Episode, Page, Show
from media_pipeline.publish.addresses import OPML, SCHOOL_JSON, feed_path
from media_pipeline.publish.plaintext import said_in, value
from media_pipeline.settings import Settings

VERSION = 1


def opml(shows: Sequence[Show], settings: Settings) -> Page:
    """List the feeds as OPML 2.0, with the low-data twins in a group of their own."""
    twins = _twins(shows)
    light = [twins[show.name] for show in _listed(shows) if show.name in twins]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        " <head>",
        f"  <title>{escape(value(settings.name))}</title>",
        " </head>",
        " <body>",
        *_group(value(settings.name), _listed(shows), settings),
        *_group(f"{value(settings.name)} ({settings.audio.saver_mp3} kb/s)", light, settings),
        " </body>",
        "</opml>",
    ]
    return Page(OPML, ("\n".join(lines) + "\n").encode())


def school_json(shows: Sequence[Show], settings: Settings, withdrawn_guids: Iterable[str]) -> Page:
    """What the school publishes and has taken down, for other sites to read."""
    listed, twins = _listed(shows), _twins(shows)
    episodes = {each.permit.id: each for show in listed for each in show.episodes}
    said: dict[str, Any] = {
        "version": VERSION,
        "name": value(settings.name),
        "address": settings.address,
        "feeds": [_feed(show, twins.get(show.name), settings) for show in listed],
        "stories": len(episodes),
        "counts": _counts(episodes.values()),
        "withdrawn": sorted(set(withdrawn_guids)),
    }
    if listed:
        said["updated"] = _time(max(show.updated for show in listed))
    written = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    return Page(SCHOOL_JSON, (written + "\n").encode())


def withdrawn_in(text: bytes) -> frozenset[str]:
    """The guids of withdrawn stories in a ``school.json``; none if it isn't one."""
    try:
        return frozenset(map(str, json.loads(text)["withdrawn"]))
    except (ValueError, KeyError, TypeError):
        return frozenset()


def without_withdrawn(text: bytes) -> bytes:
    """A ``school.json`` without the guids of withdrawn stories; unchanged if it isn't one."""
    try:
        said = json.loads(text)
        del said["withdrawn"]
    except (ValueError, KeyError, TypeError):
        return text
    return json.dumps(said, ensure_ascii=False).encode()


def _listed(shows: Sequence[Show]) -> list[Show]:
    return [show for show in shows if show.listed]


def _twins(shows: Sequence[Show]) -> dict[str, Show]:
    """The low-data shows, by the name of the show that each belongs to."""
    return {show.saver_of: show for show in shows if show.saver_of}


def _feed(show: Show, twin: Show | None, settings: Settings) -> dict[str, Any]:
    newest = [each.permit.published for each in show.episodes]
    feed = {
        "name": show.name,
        "guid": show.guid,
        "title": {language: value(said) for language, said in show.title.items()},
        "address": settings.address + feed_path(show.name),
        "language": show.language,
        "media": "video" if show.video else "audio",
        "items": len(show.episodes),
        "newest": _time(max(newest)) if newest else None,
    }
    return feed | ({"low_data": settings.address + feed_path(twin.name)} if twin else {})


def _counts(episodes: Iterable[Episode]) -> dict[str, dict[str, int]]:
    """How many stories there are of each language, class and kind; stories that state none are not
    counted.
    """
    stories = [each.exhibit.story for each in episodes]
    counted = {
        "language": Counter(story.language for story in stories),
        "class": Counter(story.class_id for story in stories),
        "kind": Counter(story.kind for story in stories),
    }
    return {
        sort: {name: count for name, count in counts.items() if name}
        for sort, counts in counted.items()
    }


def _group(title: str, shows: Sequence[Show], settings: Settings) -> list[str]:
    """One outline that holds the shows; nothing if there are none."""
    if not shows:
        return []
    outlines = [_outline(show, settings) for show in shows]
    return [f"  <outline text={quoteattr(title)}>", *outlines, "  </outline>"]


def _outline(show: Show, settings: Settings) -> str:
    title = value(said_in(show.title, show.language)) or show.name
    attributes = {
        "type": "rss",
        "text": title,
        "title": title,
        "language": show.language,
        "xmlUrl": settings.address + feed_path(show.name),
        "htmlUrl": settings.address,
    }
    written = " ".join(f"{name}={quoteattr(said)}" for name, said in attributes.items())
    return f"   <outline {written}/>"


def _time(when: datetime) -> str:
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
