"""How a page is rendered from its template. The only module that imports jinja2."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from traceback import extract_tb
from typing import Any

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateSyntaxError,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.runtime import Context
from markupsafe import Markup, escape

from media_pipeline.errors import SettingsError


class _Compiled(BytecodeCache):
    """Templates as compiled by this process, once for both trees, every build and every page of
    ``serve``: compiling them all takes a second. Jinja compares the source before it uses one.
    """

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = _Compiled()


class Templates:
    """The templates in ``folders``, the school's own before the program's."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self._environment = Environment(
            loader=FileSystemLoader(self.folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            cache_size=-1,  # all of them: there are few
            bytecode_cache=_COMPILED,
        )
        self._environment.globals |= {"_": _gettext, "ngettext": _ngettext}

    def render(self, name: str, values: Mapping[str, Any]) -> bytes:
        """Render the template ``name``; ``values["catalogue"]`` supplies its messages.

        Raises :class:`SettingsError` for a template that is missing or has a mistake.
        """
        try:
            return self._environment.get_template(name).render(values).encode()
        except Exception as error:
            # A school's own template can fail in any way that Python code can.
            place = self._place(error) or name
            raise SettingsError((f"site_templates/{place}: {error}",)) from error

    def _place(self, error: Exception) -> str:
        """The template and line of the mistake, which may be in a template that the rendered one
        uses; "" if it is not known.
        """
        if isinstance(error, TemplateSyntaxError) and error.name:
            return f"{error.name}: line {error.lineno}"
        for frame in reversed(extract_tb(error.__traceback__)):
            for folder in self.folders:
                if (path := Path(frame.filename)).is_relative_to(folder):
                    return f"{path.relative_to(folder).as_posix()}: line {frame.lineno}"
        return ""

    def text(self, name: str) -> str:
        """The text of a file. Raises :class:`SettingsError` if it is missing."""
        path = next((each / name for each in self.folders if (each / name).is_file()), None)
        if path is None:
            raise SettingsError((f"site_templates/{name}: it is not there",))
        return path.read_text(encoding="utf-8")


@pass_context
def _gettext(context: Context, message: str, **values: object) -> Markup:
    said = context["catalogue"].gettext(message)
    return _filled(said, message, values) if values else _plain(said, message)


@pass_context
def _ngettext(context: Context, one: str, many: str, number: int, **values: object) -> Markup:
    catalogue = context["catalogue"]
    english = one if number == 1 else many
    shown = {"number": catalogue.number(number), **values}
    return _filled(catalogue.ngettext(one, many, number), english, shown)


@lru_cache(maxsize=4096)
def _plain(said: str, english: str) -> Markup:
    return _filled(said, english, {})


def _filled(said: str, english: str, values: Mapping[str, object]) -> Markup:
    """Put the values into a message; in English if its translator misspelt a value's name."""
    try:
        return escape(said) % values
    except (KeyError, TypeError, ValueError):
        return escape(english) % values
