"""A settings file, read and checked: every mistake at once, each with its place."""

from __future__ import annotations

import codecs
import re
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from media_pipeline.errors import SettingsError
from media_pipeline.settings.fields import FEED_ENDING, IDENTIFIER
from media_pipeline.settings.mistakes import sentences
from media_pipeline.settings.tables import FeedFile, Settings

TAKEN = re.compile(rf"all|(language|class|kind)-.*|{FEED_ENDING.pattern}")
"""Names of feeds that make themselves, and of the files beside them."""

Loaded = TypeVar("Loaded", bound=BaseModel)


def load_settings(path: Path) -> Settings:
    """Read ``school.toml``. Raises :class:`SettingsError` with every mistake in it."""
    return _load(path, Settings)


def load_feed_file(path: Path) -> FeedFile:
    """Read one of ``feeds/*.toml``. Raises :class:`SettingsError` with every mistake in it."""
    what = ""
    if not IDENTIFIER.fullmatch(path.stem):
        what = "a feed's address is made of its name; use lower-case letters, digits and hyphens"
    elif TAKEN.fullmatch(path.stem):
        what = "feeds that make themselves have such names; rename it"
    if what:
        raise SettingsError((f"{path.name}: {what}.",))
    return _load(path, FeedFile)


def _load(path: Path, kind: type[Loaded]) -> Loaded:
    try:
        raw = path.read_bytes()
        # Notepad's “Unicode” is UTF-16.
        marked = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        given = tomllib.loads(raw.decode("utf-16" if marked else "utf-8-sig"))
        return kind.model_validate(given, context={"workspace": path.parent})
    except FileNotFoundError:
        hint = "Name your workspace with -w DIR, or make one with: media-pipeline init DIR"
        raise SettingsError((f"{path.name}: there is none here. {hint}",)) from None
    except OSError as error:
        raise SettingsError((f"{path.name}: it can't be read ({error.strerror}).",)) from error
    except ValidationError as error:
        told = sentences(error.errors())
        raise SettingsError(tuple(f"{path.name}: {each}" for each in told)) from error
    except (ValueError, RecursionError) as error:
        raise SettingsError((f"{path.name}: it can't be read as TOML: {error}",)) from error
