"""A workspace: where its folders are, its settings and its feeds' files."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from media_pipeline.errors import SettingsError
from media_pipeline.model import Attachment
from media_pipeline.settings import FeedFile, Settings, load_feed_file, load_settings
from media_pipeline.tools import files
from media_pipeline.tools.remembered import FAMILIES, SITE
from media_pipeline.tools.resources import resource_root

SETTINGS = "school.toml"

FOR_FAMILIES = "site-families"
"""The folder in ``build`` that is brought to the families' own address."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a ``school.toml``, read and checked."""

    root: Path
    settings: Settings
    feed_files: Mapping[str, FeedFile]
    own_templates: bool = True
    """Whether pages are made with the school's changes to the program's templates."""

    @property
    def build(self) -> Path:
        """Everything that is derived: the site, the cache, the report."""
        return self.root / "build"

    @property
    def lock(self) -> Path:
        """The lock that is held by whoever changes anything in ``build``."""
        return self.build / "lock"

    @property
    def publishing(self) -> Path:
        """The lock that is held by whoever brings to a host what is public, or takes something down
        there.
        """
        return self.build / "publish.lock"

    @property
    def report(self) -> Path:
        """What the last build reports on each recording; commands and scripts read it."""
        return self.build / "report.json"

    @property
    def site(self) -> Path:
        """What is public."""
        return self.build / "site"

    @property
    def families(self) -> Path:
        """What is for families alone: a folder for each class, named after its token."""
        return self.build / FOR_FAMILIES

    @property
    def trees(self) -> Mapping[str, Path]:
        """Both, by the names that the store and hosts know them by."""
        return {SITE: self.site, FAMILIES: self.families}

    @property
    def published(self) -> bool:
        """Whether anything was published before, in which case there must be a ledger."""
        return (self.site / "stories").is_dir() or self.families.is_dir()

    @property
    def decisions(self) -> Path:
        """The coordinator's folder."""
        return self.root / self.settings.decisions

    @property
    def templates(self) -> tuple[Path, ...]:
        """Where templates are looked for: the school's own come first."""
        own, shipped = self.root / "site_templates", resource_root()
        changed = self.own_templates and own.is_dir() and own.resolve() != shipped
        return (own, shipped) if changed else (shipped,)

    @property
    def hosts(self) -> str:
        """The name of the computer that the site is to be served from; "" if nobody said."""
        return urlsplit(self.settings.address).hostname or ""

    @property
    def family_hosts(self) -> str:
        """The computer names that a site for families may contain, with a space between: that of
        the public site, which it links to, and that of its own computer.
        """
        own = urlsplit(self.settings.families.address).hostname or ""
        return f"{self.hosts} {own}".strip()

    def jingle_digest(self) -> str:
        """The digest of the school's jingle, "" if it has none.

        Raises :class:`SettingsError` if its file is missing.
        """
        return self._digest("jingle", self.settings.jingle)

    def logo_digest(self) -> str:
        """The digest of the school's logo, likewise."""
        return self._digest("look: logo", self.settings.look.logo)

    def standing_logo_digest(self) -> str:
        """As :meth:`logo_digest`, but "" if the file has gone: a withdrawal does not wait for a
        logo.
        """
        with suppress(SettingsError):
            return self.logo_digest()
        return ""

    def _digest(self, setting: str, name: str) -> str:
        if not name:
            return ""
        path = self.root / name
        if not path.is_file():
            raise SettingsError((f"{SETTINGS}: {setting}: there is no file {name}",))
        return files.digest([path])

    def show_pictures(self) -> dict[str, Attachment]:
        """The pictures that ``feeds/*.toml`` name as art, by the feed's name.

        Raises :class:`SettingsError`, naming each one that is missing.
        """
        named = {name: f"feeds/{each.art}" for name, each in self.feed_files.items() if each.art}
        if mistakes := [
            f"feeds/{name}.toml: art: there is no file {path}"
            for name, path in named.items()
            if not (self.root / path).is_file()
        ]:
            raise SettingsError(tuple(mistakes))
        return {
            name: Attachment(path, files.digest([self.root / path])) for name, path in named.items()
        }


def open_workspace(root: Path) -> Workspace:
    """Read the settings of the workspace at ``root``.

    Raises :class:`SettingsError` with every mistake in ``school.toml`` and ``feeds/*.toml``.
    """
    mistakes: list[str] = []
    settings, feed_files = None, {}
    try:
        settings = load_settings(root / SETTINGS)
    except SettingsError as error:
        mistakes += error.mistakes
    for path in sorted((root / "feeds").glob("[!.]*.toml")):
        try:
            feed_files[path.stem] = load_feed_file(path)
        except SettingsError as error:
            mistakes += error.mistakes
    if settings is not None:
        mistakes += _unknown_choices(settings, feed_files)
    if mistakes or settings is None:
        raise SettingsError(tuple(mistakes))
    return Workspace(root.absolute(), settings, feed_files)


def _unknown_choices(settings: Settings, feed_files: Mapping[str, FeedFile]) -> list[str]:
    """Classes and kinds that a feed's file names but ``school.toml`` does not have."""
    return [
        f"feeds/{name}.toml: {field}: there is no “{wanted}” in school.toml"
        for name, each in feed_files.items()
        for field, chosen, known in (
            ("classes", each.classes, settings.classes),
            ("kinds", each.kinds, settings.kinds),
        )
        for wanted in chosen
        if wanted not in {row.id for row in known}
    ]
