"""Marks to measure against: Hugo and Pelican, with themes that make pages equal to ours.

Equal means that a story's page, its frame, its oEmbed document and redirect, a shelf, a feed and a
list of titles hold what ours hold, in as many bytes, and that a template has the same work with
them: values of each story come from its front matter; what is fixed is a message or a partial.

Neither makes what no template makes: printed codes of stories, posters and passports in PDF, a
search index. Hugo writes each feed into one file, where ours has archives of 300 items, and in
English even where ours is in the feed's own language; and it lacks the few pages of which a site
has only one each, however large it is (about, find, kept, 404). Pelican without a plug-in has no
frames, oEmbed documents, redirects, titles from A to Z or subscribe pages, makes one feed for each
shelf rather than two, and its items hold only what its feed generator knows: so it makes fewer
files than ours.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from benchmarks.marks import content
from benchmarks.tales import Tale, tale
from media_pipeline.tools.resources import resource_root

THEMES = Path(__file__).parent
PELICAN = "PELICAN"
"""The environment variable that names a ``pelican`` to compare with."""

UNUSED = frozenset(
    {"guid", "letter", "full_bytes", "low_bytes", "opus_bytes", "opus_bitrate", "words"}
)
"""What Pelican is not given: its feed generator has no place for it. Words are given as lines."""

SCENE = "scene.html"
"""The drawing on the first page, which is ours in every theme."""

PLACES = {"hugo": "layouts/partials", "pelican": "theme/templates"}
"""Where each theme keeps the pieces of its pages."""

HUGO = "Hugo, every page"


@dataclass(frozen=True, slots=True)
class Mark:
    """A contestant: its name, its command, the folder of its source, and that of its site."""

    name: str
    command: tuple[str, ...]
    source: Path
    site: Path


def others(folder: Path, count: int) -> Iterator[Mark]:
    """The contestants that are installed here, each with a source of ``count`` stories in
    ``folder``.
    """
    if hugo := shutil.which("hugo"):
        source = folder / "hugo"
        hugo_site(source, count)
        yield Mark(HUGO, (hugo, "--quiet"), source, source / "public")
    if pelican := os.environ.get(PELICAN):
        source = folder / "pelican"
        pelican_site(source, count)
        yield Mark(
            "Pelican, every page",
            (pelican, "-q", "--fatal=warnings", "content"),
            source,
            source / "output",
        )


def hugo_site(folder: Path, count: int) -> None:
    """Make Hugo's source of ``count`` stories in ``folder``: the theme, and content as JSON."""
    tales = _source(folder, "hugo", count)
    pages = folder / "content"
    _front(pages / "_index.md", content.start())
    for path, values in content.shelves(tales):
        named = path.replace("/", "-")
        more = {"aliases": [f"/en/{path}/", f"/en/subscribe/{named}/"]}
        if values["room"] == "languages":
            more["outputs"] = ["HTML", "full", "low", "frame", "subscribe", "letters"]
        _front(pages / path / "_index.md", values | more)
    for each in tales:
        values = content.story(each)
        aliases = {"aliases": [f"/en/stories/{values['slug']}/"]}
        _front(pages / f"stories/{values['slug']}.md", values | aliases)


def pelican_site(folder: Path, count: int) -> None:
    """Make Pelican's source of ``count`` stories in ``folder``: the theme, and content in HTML.

    Of the formats it reads, this is the one that Pelican reads fastest, and without a further
    package.
    """
    tales = _source(folder, "pelican", count)
    (folder / "content").mkdir()
    for each in tales:
        values = content.story(each)
        about, title = values.pop("description", ""), values.pop("title")
        named = [pair for pair in values.items() if pair[0] not in UNUSED]
        named += [("category", each.class_name), ("tags", f"{values['language']}, story")]
        named += [("words", line) for line in each.said]
        metas = (f'<meta name="{name}" content="{escape(str(value))}">' for name, value in named)
        head = "\n".join((f"<title>{escape(str(title))}</title>", *metas))
        body = f"<p>{escape(str(about))}</p>" if about else ""
        text = f"<html>\n<head>\n{head}\n</head>\n<body>{body}</body>\n</html>\n"
        (folder / f"content/{values['slug']}.html").write_text(text, encoding="utf-8")


def _source(folder: Path, theme: str, count: int) -> Sequence[Tale]:
    shutil.copytree(THEMES / theme, folder)
    comment, _, drawing = (resource_root() / SCENE).read_text(encoding="utf-8").partition("\n")
    assert comment.startswith("{#"), comment  # which only our own templates may hold
    (folder / PLACES[theme] / SCENE).write_text(drawing, encoding="utf-8")
    return [tale(number) for number in range(count)]


def _front(path: Path, values: content.Values) -> None:
    """A page without a body: everything it says is in its front matter."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(values, ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8")
