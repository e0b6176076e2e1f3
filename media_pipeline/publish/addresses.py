"""Where everything stands on the site: the one place that knows an address.

Paths are relative to the root of the site, ASCII, and never change once published: they are
made of slugs, feed names and digests, which are given once.
"""

from __future__ import annotations

import posixpath

from media_pipeline.model import Episode, Rendition, Show

MEDIA_SUFFIXES = {
    "audio/mpeg": "mp3",
    "audio/ogg": "opus",
    "video/mp4": "mp4",
    "image/jpeg": "jpg",
}
"""A type's file ending; a table of our own, because the system's differ."""

ABOUT = ("contact", "take-down", "privacy", "accessibility")
"""The pages that every other one links to from its foot."""


def about_path(page: str) -> str:
    """The folder of one of the pages :data:`ABOUT`."""
    return f"about/{page}/"


def story_path(slug: str) -> str:
    """The folder of a story's page."""
    return f"stories/{slug}/"


def media_path(slug: str, rendition: Rendition) -> str:
    """A media file, named by content so that its address never changes its bytes."""
    suffix = MEDIA_SUFFIXES[rendition.mime]
    return f"media/{slug}-{rendition.digest[:12]}.{suffix}"


def episode_media(episode: Episode, rendition: Rendition) -> str:
    """A media file of an episode."""
    return media_path(episode.permit.slug, rendition)


def words_path(slug: str, language: str, digest: str, suffix: str = "vtt") -> str:
    """A story's words in a language, as WebVTT, or as plain text where they have no times."""
    return f"media/{slug}-{digest[:12]}.{language.lower()}.{suffix}"


def chapters_path(slug: str, digest: str) -> str:
    """A story's chapters, as podcast namespace JSON."""
    return f"media/{slug}-{digest[:12]}.chapters.json"


def feed_path(name: str) -> str:
    """A feed."""
    return f"feeds/{name}.xml"


def archive_path(name: str, number: int) -> str:
    """A feed's archive of older episodes, counted from 1, the oldest."""
    return f"feeds/{name}-archive-{number}.xml"


def show_art_path(show: Show) -> str | None:
    """A show's cover; a low-data twin has that of its show. None where it has none yet."""
    return media_path(f"show-{show.saver_of or show.name}", show.art) if show.art else None


def relative(page: str, target: str) -> str:
    """The link from one page of the site to another path of it; works from any address and
    from ``file:``, so a folder is named by its ``index.html``.
    """
    target = target + "index.html" if target == "" or target.endswith("/") else target
    return posixpath.relpath(target, posixpath.dirname(page) or ".")
