"""A story's words and chapters as files of their own, for players and podcast apps.

Words with times are WebVTT, words without are plain text; chapters are the podcast namespace's
JSON. Each is named by its content, so its address never changes its bytes.
"""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from media_pipeline.model import Chapter, Page, Words
from media_pipeline.publish.addresses import chapters_path, words_path
from media_pipeline.publish.plaintext import clean, value

WEBVTT = "text/vtt"
PLAIN = "text/plain"
CHAPTERS = "application/json+chapters"


def word_pages(slug: str, words: Mapping[str, Words]) -> Iterator[Page]:
    """The words of a story: a file for each language that has any, in order of language."""
    for language in sorted(words):
        if path := word_path(slug, language, words[language]):
            yield Page(path, _content(words[language]))


@lru_cache(maxsize=65_536)
def word_path(slug: str, language: str, words: Words) -> str:
    """Where the words in a language are; "" if they say nothing.

    Remembered, because a dozen feeds name each story's words, and naming them by content costs ten
    times as much as the rest of an item.
    """
    if not words.cues and not clean(words.text):
        return ""
    suffix = "vtt" if words.cues else "txt"
    return words_path(slug, language, _digest(_content(words)), suffix)


def chapters_page(slug: str, chapters: Sequence[Chapter]) -> Page | None:
    """The chapters as podcast namespace JSON 1.2.0, ascending; None if there are none."""
    if not chapters:
        return None
    rows = [
        {"startTime": round(max(0.0, each.start), 3), "title": value(each.title)}
        for each in sorted(chapters, key=lambda chapter: chapter.start)
    ]
    said = {"version": "1.2.0", "chapters": rows}
    content = (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
    return Page(chapters_path(slug, _digest(content)), content)


def _content(words: Words) -> bytes:
    return (_webvtt(words) if words.cues else clean(words.text) + "\n").encode()


def _webvtt(words: Words) -> str:
    blocks = ["WEBVTT\n"]
    for cue in words.cues:
        # An empty line would end the cue, and what follows it would be read as settings.
        lines = [line for line in clean(cue.text).split("\n") if line.strip()]
        if lines and cue.start < cue.end:
            shown = html.escape("\n".join(lines), quote=False)
            blocks.append(f"{_timestamp(cue.start)} --> {_timestamp(cue.end)}\n{shown}\n")
    return "\n".join(blocks)


def _timestamp(seconds: float) -> str:
    whole, thousandths = divmod(round(max(0.0, seconds) * 1000), 1000)
    minutes, second = divmod(whole, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}.{thousandths:03}"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
