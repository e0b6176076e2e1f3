"""What an approval is bound to: a digest of each thing that is shown of a story, and of who is in
it.

An approval holds as long as these are what they were when a person saw and heard them. Whatever
comes from the school's settings is left out, so that no setting voids an approval; so are tools and
templates. Pure.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

from media_pipeline.model import Attachment, Span, Story

# Not the encoder of the ledger's lines, which would write a tiny time differently: this one encodes
# the times of chapters and cuts, and an approval is for life.
_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode

CHARACTERS = 32
"""Hexadecimal digits kept of each digest: 128 bits."""


def shown_fields(story: Story) -> dict[str, str]:
    """A digest for each field that would be published, and for those that say who is in the story.
    Empty fields are left out, so that a new field that nobody filled in voids nothing; so are
    fields that come from the school's settings.
    """
    fields: dict[str, Any] = {
        "recording": story.recording.digest,
        "title": _by_language(story, story.title),
        "language": story.language,
        "class": story.class_id,
        "kind": story.kind,
        "teller": story.teller,
        "date": story.told.isoformat() if story.told else "",
        "tale": story.tale,
        "description": _by_language(story, story.description),
        "rights": str(story.rights),
        "source": story.source,
        "credit": story.credit,
        "licence": story.licence,
        "pictures": _pictures(story),
        "words": sorted(_words(story, each) for each in story.words),
        "chapters": [[each.start, each.title] for each in story.chapters],
        "cut": _spans(story.edit.removed),
        "mute": _spans(story.edit.muted),
        "captions": story.edit.keeps_captions,
        "featured": story.featured,
        "award": story.award,
        "season": story.season,
        "episode": story.number,
        "people": story.people,
        "absent": story.absent,
        "pictured": story.pictured,
    }
    return {
        name: _digest(value)
        for name, value in fields.items()
        if value and name not in story.defaulted
    }


def shown_digest(fields: Mapping[str, str]) -> str:
    """One digest for all of :func:`shown_fields`."""
    return _digest(dict(fields))


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """The names of the fields that differ."""
    return tuple(sorted(name for name in {*before, *after} if before.get(name) != after.get(name)))


def _spans(spans: Sequence[Span]) -> list[tuple[float, float | None]]:
    return [(span.start, span.end) for span in spans]


def _pictures(story: Story) -> list[str]:
    """The digest of each picture. Several pictures are marked as such: at one time only the first
    was shown, so the others in a story approved then were never seen.
    """
    digests = [each.digest for each in story.pictures]
    return ["in turn", *digests] if len(digests) > 1 else digests


def _words(story: Story, words: Attachment) -> list[str]:
    """Language, form and digest: the same bytes show other lines when read in another form."""
    form = PurePosixPath(words.path).suffix.lower()
    return [_said_language(story, words.language), form, words.digest]


def _by_language(story: Story, text: Mapping[str, str]) -> dict[str, str]:
    return {_said_language(story, language): line for language, line in text.items()}


def _said_language(story: Story, language: str) -> str:
    """A language, or "" if it is that of the telling and only the settings say so."""
    by_setting = "language" in story.defaulted and language == story.language
    return "" if by_setting else language


def _digest(value: Any) -> str:
    return _digest_of(_canonical(value))


@lru_cache(maxsize=4096)
def _digest_of(text: str) -> str:
    """The digest of a text, remembered: classes, kinds, languages and rights are few, and every
    story has them.
    """
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:CHARACTERS]
