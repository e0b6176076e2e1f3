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
"""The folder of ``build`` that is brought to families' own address."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with a ``school.toml``, read and checked."""

    root: Path
    settings: Settings
    feed_files: Mapping[str, FeedFile]
    own_templates: bool = True
    """Whether pages are made with what the school has changed of the program's templates."""

    @property
    def build(self) -> Path:
        """What is derived: the site, the cache, the report."""
        return self.root / "build"

    @property
    def lock(self) -> Path:
        """Whoever changes what is in ``build`` has it."""
        return self.build / "lock"

    @property
    def publishing(self) -> Path:
        """Whoever brings what is public to a host, or takes something down there, has this lock."""
        return self.build / "publish.lock"

    @property
    def report(self) -> Path:
        """What the last build says of each recording; commands and scripts read it."""
        return self.build / "report.json"

    @property
    def site(self) -> Path:
        """What is public."""
        return self.build / "site"

    @property
    def families(self) -> Path:
        """What is for families alone: a folder for each class, named by its token."""
        return self.build / FOR_FAMILIES

    @property
    def trees(self) -> Mapping[str, Path]:
        """Both, by the names that the store and hosts know them by."""
        return {SITE: self.site, FAMILIES: self.families}

    @property
    def published(self) -> bool:
        """Whether anything was published before, so that there must be a ledger."""
        return (self.site / "stories").is_dir() or self.families.is_dir()

    @property
    def decisions(self) -> Path:
        """The coordinator's folder."""
        return self.root / self.settings.decisions

    @property
    def templates(self) -> tuple[Path, ...]:
        """Where templates are looked for: the school's own first."""
        own, shipped = self.root / "site_templates", resource_root()
        changed = self.own_templates and own.is_dir() and own.resolve() != shipped
        return (own, shipped) if changed else (shipped,)

    @property
    def hosts(self) -> str:
        """The name of the computer that the site is to stand on, "" where nobody said."""
        return urlsplit(self.settings.address).hostname or ""

    @property
    def family_hosts(self) -> str:
        """The names that a site for families may say, with a space between: that of its own
        computer, and that of everyone's site, which it leads to.
        """
        own = urlsplit(self.settings.families.address).hostname or ""
        return f"{self.hosts} {own}".strip()

    def jingle_digest(self) -> str:
        """The digest of the school's jingle, "" where it has none.

        Raises :class:`SettingsError` where it is not there.
        """
        return self._digest("jingle", self.settings.jingle)

    def logo_digest(self) -> str:
        """The digest of the school's logo, likewise."""
        return self._digest("look: logo", self.settings.look.logo)

    def standing_logo_digest(self) -> str:
        """As :meth:`logo_digest`, "" where the file has gone: a withdrawal waits for no logo."""
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

        Raises :class:`SettingsError` with every one that is not there.
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
    """Classes and kinds that a feed's file names and ``school.toml`` does not have."""
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
