"""Where everything is on the site: the one place that knows addresses.

Paths are relative to the root of the site, ASCII, and never change once published: they are made of
slugs, feed names and digests, which are assigned once.
"""

from __future__ import annotations

from collections.abc import Mapping

from media_pipeline.model import MP3, Episode, Rendition, Show
from media_pipeline.settings import Settings
from media_pipeline.tools.media_paths import media_stem

MEDIA_SUFFIXES = {
    MP3: "mp3",
    "audio/ogg": "opus",
    "video/mp4": "mp4",
    "image/jpeg": "jpg",
}
"""A type's file ending; a table of our own, because systems' tables differ."""

COVER_OF = "show-"
"""How the name of a feed's cover begins, among stories' media."""

MANIFEST = "manifest.webmanifest"
"""The file that makes the site an app on a telephone, in an interface language's folder."""

ICONS: Mapping[str, str] = {
    "icons/icon-192.png": "192x192",
    "icons/icon-512.png": "512x512",
    "icons/maskable-512.png": "512x512",
}
"""The icons of the site, and their sizes in pixels."""

TOUCH_ICONS = ("icons/apple-touch-icon.png", "icons/icon-192.png")
"""The icons that an iPhone may show for the site, the best first."""

LOGO = "icons/logo.png"
"""The school's logo, made from the file that the settings name."""

FAVICON = "favicon.svg"
"""The icon of every page in a browser."""

SCHOOL_STYLES = "school.css"
"""The school's colours, and the fonts for the letters that its pages use."""

FIND = "find/"
"""The folder of the search page."""

SUBSCRIBE = "subscribe/"
"""The folder of the list of feeds."""

OPML = "feeds.opml"
"""The list of feeds for podcast apps."""

SCHOOL_JSON = "school.json"
"""The list of feeds for other sites."""

SITE_MAP = "sitemap.xml"
"""The list of pages for search engines, or of the parts of that list."""

SITE = "site/"
"""The folder of the site on a memory stick."""

START = "START.html"
"""The page at the top of a memory stick, above the site."""

WORKER = "sw.js"
"""The script that answers for kept stories without a network; browsers allow it nothing above its
own folder.
"""

KEPT = "kept/"
"""The folder of the page that shows what is kept on the reader's device."""

ABOUT = ("contact", "take-down", "privacy", "accessibility")
"""The pages that every other page links to in its footer."""


def interface_root(settings: Settings, language: str) -> str:
    """The folder of the pages in a language: "" for the first, and where no pages are in it."""
    others = settings.interface_languages[1:]
    return f"{language.lower()}/" if language in others else ""


def icon_path(name: str) -> str:
    """An icon of the site, by its file's name."""
    return f"icons/{name}"


def about_path(page: str) -> str:
    """The folder of one of the pages :data:`ABOUT`."""
    return f"about/{page}/"


def story_path(slug: str) -> str:
    """The folder of a story's page."""
    return f"stories/{slug}/"


def embed_path(slug: str) -> str:
    """The folder of a story's page for frames on other sites."""
    return f"embed/{slug}/"


def oembed_path(slug: str) -> str:
    """The file that tells other sites how to frame a story (oEmbed)."""
    return f"embed/{slug}/oembed.json"


def latest_path(shelf: str = "") -> str:
    """The folder of the newest stories, of all or of one shelf, for frames on other sites.

    No slug can be ``latest``: each ends in characters of an id, which are hexadecimal.
    """
    return f"embed/latest/{shelf}"


def media_path(slug: str, rendition: Rendition) -> str:
    """A media file, named by its content, so that the bytes at an address never change."""
    suffix = MEDIA_SUFFIXES[rendition.mime]
    return f"{media_stem(slug, rendition.digest)}.{suffix}"


def episode_media(episode: Episode, rendition: Rendition) -> str:
    """A media file of an episode."""
    return media_path(episode.permit.slug, rendition)


def words_path(slug: str, language: str, digest: str, suffix: str = "vtt") -> str:
    """A story's words in a language, as WebVTT, or as plain text if they have no times."""
    return f"{media_stem(slug, digest)}.{language.lower()}.{suffix}"


def reading_path(slug: str, digest: str) -> str:
    """Long words as a script, which a page loads into its place, even from a memory stick."""
    return f"{media_stem(slug, digest)}.words.js"


def words_page_path(slug: str) -> str:
    """The folder of the page with the words of a story, if they are long."""
    return f"{story_path(slug)}words/"


def code_path(slug: str, language: str) -> str:
    """The code that leads a telephone to a story's page in an interface language."""
    return f"codes/{slug}/{language.lower()}.svg"


def chapters_path(slug: str, digest: str) -> str:
    """A story's chapters, as podcast namespace JSON."""
    return f"{media_stem(slug, digest)}.chapters.json"


def feed_path(name: str) -> str:
    """A feed."""
    return f"feeds/{name}.xml"


def archive_path(name: str, number: int) -> str:
    """A feed's archive of older episodes, counted from 1, the oldest."""
    return f"feeds/{name}-archive-{number}.xml"


def subscribe_path(name: str) -> str:
    """The page of a feed, within each interface's pages."""
    return f"{SUBSCRIBE}{name}/"


def poster_path(name: str) -> str:
    """A feed's poster, within each interface's pages."""
    return f"{subscribe_path(name)}poster.pdf"


def shelf_path(sort: str, id: str) -> str:  # noqa: A002 - the settings' own word
    """The first page of a language, class or kind."""
    return f"{sort}/{id.lower()}/"


def passport_path(sort: str, id: str) -> str:  # noqa: A002 - likewise
    """The leaflet of a language or class."""
    return f"{shelf_path(sort, id)}passport.pdf"


def printed_address(settings: Settings, language: str, path: str) -> str:
    """The address of the page at ``path``, a folder within its interface's pages, for printing.

    ``language`` is that of the interface. "" if nobody said where the site will be.
    """
    return f"{settings.address}{language.lower()}/{path}" if settings.address else ""


def search_path(shard: str = "") -> str:
    """The folder of the search engine, or of the index of a shard of stories."""
    return f"search/{shard}/" if shard else "search/"


def titles_path(language: str = "", letter: str = "") -> str:
    """The titles of a language from A to Z, or those of one of its letters; without either, the
    languages.
    """
    return "a-z/" + "".join(f"{each}/" for each in (language.lower(), letter) if each)


def show_art_path(show: Show) -> str | None:
    """A show's cover; a low-data twin has that of its show. None if it has none yet."""
    return _of_show(show, show.art)


def show_preview_path(show: Show) -> str | None:
    """A show's cover for lists; a low-data twin has that of its show. None if it has none yet."""
    return _of_show(show, show.preview)


def _of_show(show: Show, picture: Rendition | None) -> str | None:
    return media_path(f"{COVER_OF}{show.saver_of or show.name}", picture) if picture else None


def relative(page: str, target: str) -> str:
    """The link from one page of the site to another path of it. It works at any address and from
    ``file:``, so a folder is linked by its ``index.html``.
    """
    target = target + "index.html" if target == "" or target.endswith("/") else target
    # most links of a page take this way, in a third of the time of the one below
    if page.partition("/")[0] != target.partition("/")[0]:
        return "../" * page.count("/") + target
    here, there = page.split("/")[:-1], target.split("/")
    common = 0
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        common += 1
    return "/".join([*([".."] * (len(here) - common)), *there[common:]])
