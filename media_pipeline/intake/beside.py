"""The files beside the recordings: matched with the recording they are named after, and read.

    Fox.m4a ◄── Fox 1.jpg  Fox-2.jpg  Fox_03.png: its pictures, in the order of their numbers
            ◄── Fox.toml  Fox.m4a.toml  Fox.jpg  Fox.txt  Fox.vtt  Fox.pa.vtt  Fox.pa.words.txt
            ◄── its row in the nearest recordings.csv or recordings.xlsx

:mod:`media_pipeline.intake.namesakes` decides which recordings a name means.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Any

from media_pipeline.errors import Refusal, ToolError
from media_pipeline.intake.description import read_description
from media_pipeline.intake.find import Found, Inventory
from media_pipeline.intake.namesakes import PLAIN_WORDS, Namesakes, in_turn
from media_pipeline.intake.remembering import remembered
from media_pipeline.intake.said import Said, bound, said
from media_pipeline.intake.sheet import NAMES, Row, assign, read_sheet
from media_pipeline.intake.sidecar import read_sidecar
from media_pipeline.intake.spans import GUARDING
from media_pipeline.intake.story import Beside
from media_pipeline.intake.strays import PICTURE_SUFFIXES, WORDS_SUFFIXES
from media_pipeline.model import Attachment, Passed, Recording
from media_pipeline.settings import Settings
from media_pipeline.tools.reader import Reader
from media_pipeline.tools.store import Store

VERSION = 4
"""Goes up when a text is read differently, so that remembered readings are no longer trusted."""

_ANOTHER, _COPY = "another file of it", "the first of the same recording"
"""What takes precedence over a further file about a recording, and over the files beside a copy."""

UNNAMED = "No recording here has its name."


@dataclass(frozen=True, slots=True)
class Near:
    """A file beside a recording, and the language its name says ("" if it says none).

    ``number`` is the number after the recording's name, −1 if there is none.
    """

    found: Found
    language: str
    number: int


class Shelves:
    """Everything that lies beside recordings. ``near`` pairs each file with the recordings it is
    about (a sheet is about none in particular); ``passed`` is what was there but of no use;
    ``unsure`` means that something could not be looked at, through no fault of its own.
    """

    def __init__(
        self, inventory: Inventory, settings: Settings, store: Store, reader: Reader
    ) -> None:
        self.passed: list[Passed] = []
        self.near: list[tuple[str, tuple[str, ...]]] = []
        self.unsure = False
        self.fingerprints: list[str] = []
        self._settings = settings
        self._store = store
        self._reader = reader
        paths = [each.path for each in inventory.all_recordings]
        named = Namesakes(paths)
        self._near: dict[str, list[Near]] = defaultdict(list)
        self._unread: dict[str, set[str]] = defaultdict(set)
        sheets = []
        for each in inventory.beside:
            if PurePosixPath(each.path).name.casefold() in NAMES:
                sheets.append(each)
                self.near.append((each.path, ()))
                continue
            recordings, language = named.after(each.path)
            number = -1
            if not recordings and each.suffix in PICTURE_SUFFIXES:
                recordings, number = named.numbered(each.path)
            for path in recordings:
                self._near[path].append(Near(each, language, number))
            if recordings:
                self.near.append((each.path, tuple(recordings)))
            else:
                self.passed.append(Passed(each.path, UNNAMED))
        for each in inventory.growing:
            if PurePosixPath(each.path).name.casefold() in NAMES:
                self._miss("sheet", _below(each.path, paths))
            elif each.suffix == "toml":
                self._miss("sidecar", named.after(each.path)[0])
        self._rows: dict[str, tuple[str, Row]] = {}
        self._further_rows: dict[str, list[tuple[str, Row]]] = defaultdict(list)
        self._read_sheets(sheets, paths)

    def of(self, recording: Recording, copies: Sequence[Recording]) -> Beside:
        """What lies beside a recording, bound by the rights that are stated beside its other parts
        and beside ``copies``.
        """
        path = recording.path
        pictures: list[Attachment] = []
        words: list[Attachment] = []
        description: dict[str, str] = {}
        for near in sorted(self._near[path], key=lambda near: near.number):
            found = near.found
            if found.suffix in PICTURE_SUFFIXES:
                pictures += self._attachment(found, "")
            elif found.suffix in WORDS_SUFFIXES or found.path.casefold().endswith(PLAIN_WORDS):
                words += self._attachment(found, near.language)
            elif found.suffix == "txt":
                description.setdefault(near.language, self._description(found))
        sidecar, sheet = self._sidecar(path, self._near[path]), self._row(path)
        for source, further in self._further(path):
            sidecar = bound(sidecar, further, sheet.values, source, _ANOTHER)
        everywhere = dict.fromkeys(part for each in (recording, *copies) for part in each.parts)
        for other in everywhere:
            if other != path:
                sidecar = self._bound(sidecar, sheet, path, other)
        return Beside(
            sidecar=sidecar,
            sheet=sheet,
            description={tag: line for tag, line in description.items() if line},
            pictures=tuple(pictures),
            words=tuple(words),
            copies=tuple(each.path for each in copies),
            unread=tuple(sorted(set().union(*(self._unread.get(each, ()) for each in everywhere)))),
        )

    def _attachment(self, found: Found, language: str) -> Iterator[Attachment]:
        try:
            digest = self._store.digest(found.path, (found.place,))
        except OSError as error:
            self._unreadable(found, error)
        else:
            yield Attachment(found.path, digest, language)

    def _description(self, found: Found) -> str:
        try:
            return str(self._read(read_description, found))
        except (Refusal, ToolError):
            self.unsure = True
            self.passed.append(Passed(found.path, "It can't be read. Copy it again."))
            return ""

    def _read(self, read: Callable[[str], Any], found: Found) -> Any:
        """What ``read``, run in the parser child, returns for a file. The answer is remembered by
        the file's digest, and so is a refusal.

        Raises as :meth:`Reader.call` does, and :class:`ToolError` if the file can't be opened.
        """
        try:
            digest = self._store.digest(found.path, (found.place,))
        except OSError as error:
            raise ToolError("it can't be read", found.path) from error
        fingerprint = f"{read.__name__}{VERSION}-{digest}"
        self.fingerprints.append(fingerprint)
        facts = remembered(
            self._store, fingerprint, lambda: {"said": self._reader.call(read, found.place)}
        )
        return facts["said"]

    def _unreadable(self, found: Found, error: OSError) -> None:
        self.unsure = True
        self.passed.append(Passed(found.path, f"It can't be read ({error.strerror})."))

    def _bound(self, sidecar: Said, sheet: Said, path: str, other: str) -> Said:
        """The sidecar of ``path``, combined with what is said beside ``other``, the same
        recording.
        """
        near = [each for each in self._near[other] if each not in self._near[path]]
        further = (each for _, each in self._further(other))
        for said_there in (self._sidecar(other, near), self._row(other), *further):
            sidecar = bound(sidecar, said_there, sheet.values, other, _COPY)
        unused = [each.found.path for each in near if each.found.suffix != "toml"]
        why = "not used, as it is beside a copy or a later part of its recording."
        return replace(sidecar, notes=(*sidecar.notes, *(f"{name}: {why}" for name in unused)))

    def _sidecar(self, path: str, near: Sequence[Near]) -> Said:
        """What the recording's first sidecar says."""
        sidecars = _sidecars(path, near)
        return self._read_said(sidecars[0]) if sidecars else Said()

    def _further(self, path: str) -> Iterator[tuple[str, Said]]:
        """What further sidecars of a recording say, and rows that are not the nearest or may be
        about it: they may be by two people, and what keeps something private holds whoever said it.
        """
        for each in _sidecars(path, self._near[path])[1:]:
            yield PurePosixPath(each.path).name, self._read_said(each)
        for sheet, row in self._further_rows.get(path, ()):
            yield sheet, self._row_says(sheet, row)

    def _read_said(self, sidecar: Found) -> Said:
        name = PurePosixPath(sidecar.path).name
        try:
            return said(name, self._read(read_sidecar, sidecar), self._settings)
        except (Refusal, ToolError) as error:
            self.unsure = self.unsure or isinstance(error, ToolError)
            why = error.what if isinstance(error, Refusal) else "it can't be read"
            return Said(unclear={"sidecar": why}, notes=(f"{name}: {why}",))

    def _miss(self, source: str, paths: Iterable[str]) -> None:
        """Note for the recordings at ``paths`` that something may be said of them that can't be
        read now.
        """
        for path in paths:
            self._unread[path].add(source)

    def _row(self, path: str) -> Said:
        """What the nearest sheet that mentions the recording says."""
        return self._row_says(*self._rows.get(path, ("", {})))

    def _row_says(self, sheet: str, row: Row) -> Said:
        fields = {name: value for name, value in row.items() if name != "file"}
        return said(sheet, fields, self._settings)

    def _read_sheets(self, sheets: list[Found], paths: list[str]) -> None:
        """Keep for each recording the nearest sheet that mentions it (its name, and the row there),
        and all other such rows.
        """
        for each in sorted(sheets, key=lambda found: found.path.count("/")):
            sheet = PurePosixPath(each.path)
            try:
                # Not remembered: it may be about stories that are withdrawn later.
                read = self._reader.call(read_sheet, each.place)
            except (Refusal, ToolError) as error:
                self.unsure = self.unsure or isinstance(error, ToolError)
                why = error.what if isinstance(error, Refusal) else "This sheet can't be read."
                self.passed.append(Passed(each.path, why))
                self._miss("sheet", _below(each.path, paths))
                continue
            assigned = assign(read, str(sheet.parent), paths)
            self.passed += [Passed(each.path, problem) for problem in assigned.problems]
            self._miss("sheet", assigned.doubtful)
            for path, row in assigned.rows.items():
                if farther := self._rows.get(path):
                    self._keep_guarding(path, *farther)
                self._rows[path] = sheet.name, row
            for path, row in assigned.further:
                self._keep_guarding(path, sheet.name, row)

    def _keep_guarding(self, path: str, sheet: str, row: Row) -> None:
        """Keep only a row's guarding fields: in everything else the nearest row goes first, or
        nobody knows which recording it is about.
        """
        guarding = {name: each for name, each in row.items() if name in GUARDING}
        self._further_rows[path].append((sheet, guarding))


def _sidecars(path: str, near: Iterable[Near]) -> list[Found]:
    """The sidecars of a recording among what lies beside it, in order of precedence."""
    found = {each.found.path: each.found for each in near if each.found.suffix == "toml"}
    return [found[each] for each in in_turn(found, path)]


def _below(sheet: str, paths: Iterable[str]) -> Iterator[str]:
    """The recordings that a sheet may be about."""
    folder = f"{PurePosixPath(sheet).parent}/"
    return (path for path in paths if path.startswith(folder))
