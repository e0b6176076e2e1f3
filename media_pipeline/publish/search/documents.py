"""The indexes that the page “Find” searches.

    search/           the engine: a script, its worker, and WebAssembly
    search/<shard>/   an index of stories told in one language

Pagefind indexes pages, so each story is written as a small page that nobody sees. Its words are
never reduced to stems: no language of the school but English would be served by that.
"""

from __future__ import annotations

import html
import json
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.errors import ToolError
from media_pipeline.languages import names_of, romanisings
from media_pipeline.model import Episode, Made, Rendition, Role
from media_pipeline.publish.addresses import search_path
from media_pipeline.publish.artifact import Artifact
from media_pipeline.publish.plaintext import clean
from media_pipeline.publish.search.folding import (
    folded,
    joined_words,
    set_apart,
    without_article,
)
from media_pipeline.publish.search.pagefind import ENTRY, MADE_BY, index_pages, put_in_order
from media_pipeline.publish.search.shards import Shard, shards
from media_pipeline.publish.shows import episode_digest
from media_pipeline.publish.views.cards import card, told_title
from media_pipeline.settings import Kind, SchoolClass, Settings
from media_pipeline.tools import files
from media_pipeline.tools.resources import libraries
from media_pipeline.tools.values import value_digest

MIME = "application/octet-stream"

SHORT, LONG = 3 * 60, 10 * 60
"""Seconds: shorter stories are "short", longer ones "long"."""

_INDEX = ("index", "fragment", "filter")
_ENGINE = ("pagefind.js", "pagefind-worker.js")
_SECONDS, _SECONDS_A_STORY = 0.3, 0.002

ANY = "unknown"
"""The language that an index states, so that its words are taken as they are written."""

_EMPTY = f'<!DOCTYPE html><html lang="{ANY}"><body><p>𒀀</p></body></html>'
"""Pagefind makes nothing from no words at all, so the engine's own index holds a sign that nobody
types: cuneiform A.
"""

VERSION = 3
"""Goes up when :func:`document`, the folding or cards give another text for the same story, so that
all are indexed again; a test looks at one.
"""


@dataclass(frozen=True, slots=True)
class IndexWork:
    """The index of a shard to make; ``settings`` name the classes and kinds of its stories."""

    shard: Shard
    settings: Settings

    def __call__(self, folder: Path) -> Made:
        """Raises :class:`ToolError` if Pagefind doesn't make it."""
        pages = [(each.permit.slug, document(each, self.settings)) for each in self.shard.episodes]
        return _indexed(pages, folder, _INDEX)


@dataclass(frozen=True, slots=True)
class EngineWork:
    """The engine that searches in indexes, with an empty index."""

    def __call__(self, folder: Path) -> Made:
        """Raises :class:`ToolError` if Pagefind doesn't make it."""
        return _indexed([("engine", _EMPTY)], folder, (*_INDEX, *_ENGINE))


def search_artifacts(
    episodes: Sequence[Episode],
    settings: Settings,
) -> Iterator[Artifact]:
    """The engine, and an index for each shard."""
    made_by = {"made by": [MADE_BY, VERSION, unicodedata.unidata_version, *libraries()]}
    yield Artifact(search_path(), "search", made_by, EngineWork(), _SECONDS)
    for each in shards(episodes):
        held = [episode_digest(one) for one in each.episodes]
        rows: tuple[SchoolClass | Kind, ...] = (*settings.classes, *settings.kinds)
        names = [(one.id, [*one.name.items()]) for one in rows]
        said = value_digest(held, names, settings.interface_languages)
        inputs = {"stories": said, **made_by}
        cost = _SECONDS + _SECONDS_A_STORY * len(held)
        yield Artifact(each.path, f"search of {each.name}", inputs, IndexWork(each, settings), cost)


def length_of(seconds: float) -> str:
    """How long a story is: "short", "middle" or "long"."""
    return "short" if seconds < SHORT else "long" if seconds > LONG else "middle"


def _indexed(pages: Sequence[tuple[str, str]], folder: Path, wanted: Collection[str]) -> Made:
    """The index of HTML pages, which are named by slugs; of what Pagefind makes, only what is
    ``wanted``.
    """
    target = folder / "made"
    index_pages(pages, target)
    if not json.loads((target / ENTRY).read_bytes())["languages"]:
        raise ToolError("it found no word to index", "pagefind")
    put_in_order(target)
    made = [path for path in sorted(target.rglob("*")) if _is_wanted(path, target, wanted)]
    return Made(tuple(_kept(path, target, folder) for path in made))


def _is_wanted(path: Path, target: Path, wanted: Collection[str]) -> bool:
    first = path.relative_to(target).parts[0]
    return path.is_file() and (
        first in wanted or first == ENTRY or path.suffix == ".pf_meta" or first.startswith("wasm.")
    )


def _kept(path: Path, target: Path, folder: Path) -> Rendition:
    name = path.relative_to(target)
    place = folder / name
    place.parent.mkdir(parents=True, exist_ok=True)
    path.replace(place)
    return Rendition(Role.INDEX, name.as_posix(), MIME, place.stat().st_size, files.digest([place]))


def document(episode: Episode, settings: Settings) -> str:
    """A story as Pagefind reads it: what its card shows, what it is filtered by, and its words."""
    exhibit, slug = episode.exhibit, episode.permit.slug
    story, shown = exhibit.story, card(episode, episode.exhibit.story.language, settings)
    title = told_title(exhibit, slug)
    told = {
        "slug": slug,
        "title": title.text,
        "tag": title.language,
        "direction": title.direction,
        "told": shown.language.text,
        "told-tag": shown.language.language,
        "told-direction": shown.language.direction,
        "seconds": str(max(1, round(exhibit.seconds))),
        "teller": shown.teller,
        "picture": shown.art.path if shown.art else "",
        "kind": shown.kind,
    }
    apart = {
        "language": story.language,
        "class": story.class_id or "",
        "kind": story.kind or "",
        "length": length_of(exhibit.seconds),
    }
    heading = folded(title.text)
    folds = [folded(clean(each)) for each in _passages(episode, title.text, shown.teller, settings)]
    whole = " ".join((heading, *folds))
    folds += [without_article(whole), joined_words(whole)]
    said = "".join(f"<p>{html.escape(set_apart(each))}</p>" for each in folds if each)
    marks = "".join(
        f'<i data-pagefind-{sort}="{name}[data-v]" data-v="{html.escape(text)}"></i>'
        for sort, named in (("meta", told), ("filter", apart))
        for name, text in named.items()
        if text
    )
    return (
        f'<!DOCTYPE html><html lang="{ANY}"><body>{marks}'
        f"<h1>{html.escape(set_apart(heading))}</h1>{said}</body></html>"
    )


def _passages(episode: Episode, title: str, teller: str, settings: Settings) -> Iterator[str]:
    """All that is said of a story beside the ``title`` that its card has."""
    exhibit, story = episode.exhibit, episode.exhibit.story
    others = sorted({clean(each) for each in story.title.values()} - {title})
    yield from others
    yield from _in_ascii((title, *others), episode.permit.slug)
    yield teller
    yield from names_of(story.language, settings.interface_languages)
    yield from _names(settings.classes, story.class_id)
    yield from _names(settings.kinds, story.kind)
    yield story.tale
    yield from story.description.values()
    yield from (each.title for each in exhibit.chapters)
    yield from (each.text for _, each in sorted(exhibit.words.items()))


def _in_ascii(titles: Sequence[str], slug: str) -> list[str]:
    """What people may type of a title in ASCII letters: the words of its address, where the last is
    a piece of the story's id; as it is spoken; and each Chinese character apart, too.
    """
    words = [slug.rpartition("-")[0].replace("-", " ")]
    for title in titles:
        words += [one for each in (title, set_apart(title)) for one in romanisings(each)]
    bare = dict.fromkeys(" ".join(each.lower().split()) for each in words)
    return [each for each in bare if each not in {title.lower() for title in titles}]


def _names(rows: Sequence[SchoolClass | Kind], id_: str | None) -> Iterator[str]:
    """The names of a class or kind, in every language."""
    for row in rows:
        if row.id == id_:
            yield from row.name.values()
