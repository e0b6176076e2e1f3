"""The whole of intake: drop folder → stories, refusals, and what was passed over.

The edge: files are listed, digested, probed and read here; what it all means is decided in
:mod:`media_pipeline.intake.story`.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from media_pipeline import languages
from media_pipeline.errors import Refusal, ToolError
from media_pipeline.intake import probe as probing
from media_pipeline.intake.find import Found, Inventory, Passed
from media_pipeline.intake.parts import join_parts
from media_pipeline.intake.said import LONGEST, Said, said
from media_pipeline.intake.sheet import NAMES, Rows, read_sheet, row_for
from media_pipeline.intake.story import Beside, tell
from media_pipeline.intake.strays import MEDIA_SUFFIXES, PICTURE_SUFFIXES
from media_pipeline.intake.text import clean_title
from media_pipeline.model import (
    Attachment,
    AudioStream,
    Made,
    Probe,
    Recording,
    Refused,
    Story,
    VideoStream,
)
from media_pipeline.settings import Settings
from media_pipeline.tools.reader import Reader
from media_pipeline.tools.store import Store

LARGEST_TEXT = 1 << 20
WORDS = frozenset({"vtt", "srt"})


@dataclass(frozen=True, slots=True)
class Intake:
    """All that the drop folder holds. ``fingerprints`` names the store's entries it rests on."""

    stories: tuple[Story, ...]
    refused: tuple[Refused, ...]
    passed: tuple[Passed, ...]
    fingerprints: tuple[str, ...]


def gather(workspace: Path, inventory: Inventory, settings: Settings, store: Store) -> Intake:
    """Digest, probe and understand every recording of ``inventory``."""
    with Reader() as reader:
        return _Gathering(workspace, inventory, settings, store, reader).gather()


class _Gathering:
    """One reading of the drop folder."""

    def __init__(
        self,
        workspace: Path,
        inventory: Inventory,
        settings: Settings,
        store: Store,
        reader: Reader,
    ) -> None:
        self._workspace = workspace
        self._inventory = inventory
        self._settings = settings
        self._store = store
        self._reader = reader
        self._refused: list[Refused] = []
        self._passed = list(inventory.passed)
        self._fingerprints: list[str] = []
        self._near: dict[str, list[Found]] = {_key(each.path): [] for each in inventory.recordings}
        for each in inventory.beside:
            self._shelve(each)

    def gather(self) -> Intake:
        found = {each.path: each for each in self._inventory.recordings}
        probes = {path: probe for path in found if (probe := self._probe(found[path]))}
        recordings = [
            (self._recording([found[path] for path in paths]), probes[paths[0]])
            for paths in join_parts(sorted(probes.items()))
        ]
        sheets = self._sheets()
        stories = [
            tell(recording, probe, self._beside(recording, copies, sheets), self._settings)
            for recording, probe, copies in _once(recordings)
        ]
        self._passed += [
            Passed(each.path, "It is still being copied; the next build takes it.")
            for each in self._inventory.growing
        ]
        return Intake(
            tuple(stories), tuple(self._refused), tuple(self._passed), tuple(self._fingerprints)
        )

    # ── recordings ──

    def _probe(self, found: Found) -> Probe | None:
        """The probe of a file, remembered by its digest; None where it is refused."""
        try:
            digest = self._store.digest(found.path, (found.absolute,))
            fingerprint = f"probe{probing.VERSION}-{digest}"
            self._fingerprints.append(fingerprint)
            if made := self._store.made(fingerprint):
                if "refusal" in made.facts:
                    raise Refusal(made.facts["refusal"])
                return _remembered(made.facts)
            probe = self._look(found, fingerprint)
        except Refusal as refusal:
            self._refused.append(Refused(found.path, refusal.what, digest))
            return None
        except OSError as error:
            self._refused.append(Refused(found.path, f"It can't be read ({error.strerror})."))
            return None
        limit = self._settings.policy.max_hours
        if (probe.seconds or 0) > limit * 3600:
            reason = f"It is longer than {limit:g} hours. Cut it into parts."
            self._refused.append(Refused(found.path, reason, digest))
            return None
        return probe

    def _look(self, found: Found, fingerprint: str) -> Probe:
        try:
            probe = probing.probe(self._reader, str(found.absolute))
        except Refusal as refusal:
            self._store.record(fingerprint, Made(facts={"refusal": refusal.what}))
            raise
        self._store.record(fingerprint, Made(facts=asdict(probe)))
        return probe

    def _recording(self, parts: list[Found]) -> Recording:
        digests = [self._store.digest(each.path, (each.absolute,)) for each in parts]
        if len(parts) > 1:
            whole = " ".join(each.path for each in parts)
            digests = [self._store.digest(whole, tuple(each.absolute for each in parts))]
        return Recording(
            path=parts[0].path,
            parts=tuple(each.path for each in parts),
            bytes=sum(each.bytes for each in parts),
            digest=digests[0],
            modified=parts[0].modified,
        )

    # ── what lies beside them ──

    def _beside(
        self, recording: Recording, copies: tuple[str, ...], sheets: Mapping[str, Rows]
    ) -> Beside:
        path = PurePosixPath(recording.path)
        near = self._near[_key(recording.path)]
        return Beside(
            sidecar=self._sidecar(path, near),
            sheet=self._row(path, sheets),
            description=self._description(near),
            pictures=tuple(
                Attachment(each.path, self._digest(each))
                for each in near
                if each.suffix in PICTURE_SUFFIXES
            ),
            words=tuple(
                Attachment(each.path, self._digest(each), _language_of(each.path))
                for each in near
                if each.suffix in WORDS or each.path.casefold().endswith(".words.txt")
            ),
            copies=copies,
        )

    def _digest(self, found: Found) -> str:
        return self._store.digest(found.path, (found.absolute,))

    def _sidecar(self, path: PurePosixPath, near: list[Found]) -> Said:
        """``Title.m4a.toml`` wins over ``Title.toml``."""
        sidecars = [each for each in near if each.suffix == "toml"]
        exact = [each for each in sidecars if each.path.casefold() == f"{path}.toml".casefold()]
        for each in [*exact, *sidecars][:1]:
            name = PurePosixPath(each.path).name
            try:
                return said(name, tomllib.loads(_read(each)), self._settings)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
                return Said(
                    unclear={"sidecar": f"{name}: it can't be read as TOML: {error}"},
                    notes=(f"{name}: it can't be read as TOML: {error}",),
                )
        return Said()

    def _sheets(self) -> dict[str, Rows]:
        """The rows of each sheet, by the folder it stands in."""
        sheets: dict[str, Rows] = {}
        for each in self._inventory.beside:
            path = PurePosixPath(each.path)
            if path.name.casefold() not in NAMES:
                continue
            try:
                rows = self._reader.call(read_sheet, str(each.absolute))
            except (Refusal, ToolError) as error:
                self._passed.append(Passed(each.path, error.what))
            else:
                sheets.setdefault(str(path.parent), []).extend(rows)
        return sheets

    def _row(self, path: PurePosixPath, sheets: Mapping[str, Rows]) -> Said:
        """What the nearest sheet that speaks of the recording says."""
        for folder in map(str, path.parents):
            if row := row_for(sheets.get(folder, []), folder, str(path)):
                fields = {name: value for name, value in row.items() if name != "file"}
                return said("recordings sheet", fields, self._settings)
        return Said()

    def _description(self, near: list[Found]) -> str:
        for each in near:
            if each.suffix == "txt" and not each.path.casefold().endswith(".words.txt"):
                return clean_title(_read(each, errors="replace"), LONGEST)
        return ""

    def _shelve(self, found: Found) -> None:
        """Put a file beside the recording it is named after, or tell that there is none."""
        if PurePosixPath(found.path).name.casefold() in NAMES:
            return
        for key in _keys(found.path):
            if key in self._near:
                self._near[key].append(found)
                return
        self._passed.append(Passed(found.path, "No recording here has its name."))


def _once(
    recordings: list[tuple[Recording, Probe]],
) -> Iterable[tuple[Recording, Probe, tuple[str, ...]]]:
    """Each recording once, with the paths at which the same bytes lie again."""
    by_digest: dict[str, list[tuple[Recording, Probe]]] = defaultdict(list)
    for recording, probe in recordings:
        by_digest[recording.digest].append((recording, probe))
    for (recording, probe), *others in by_digest.values():
        yield recording, probe, tuple(other.path for other, _ in others)


def _key(path: str) -> str:
    """A recording's folder and stem, as they are compared."""
    return _fold(path).rpartition(".")[0]


def _keys(path: str) -> Iterable[str]:
    """The recordings' keys that a file may be named after, the nearest first.

    ``Fox.toml``, ``Fox.m4a.toml``, ``Fox.jpg``, ``Fox.pa.vtt`` and ``Fox.pa.words.txt`` are all
    named after ``Fox.m4a``.
    """
    key = _fold(path).rpartition(".")[0].removesuffix(".words")
    yield key
    stem, dot, ending = key.rpartition(".")
    if dot and (ending in MEDIA_SUFFIXES or languages.canonical(ending)):
        yield stem


def _fold(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def _language_of(path: str) -> str:
    """The language in ``Fox.pa.vtt``; "" where none is said."""
    stem = PurePosixPath(path).name.removesuffix(PurePosixPath(path).suffix)
    stem = stem.removesuffix(".words")
    _, dot, tag = stem.rpartition(".")
    return (languages.canonical(tag) or "") if dot else ""


def _read(found: Found, errors: str = "strict") -> str:
    with found.absolute.open("rb") as file:
        return file.read(LARGEST_TEXT).decode("utf-8-sig", errors)


def _remembered(facts: Mapping[str, Any]) -> Probe:
    return Probe(
        **{
            **facts,
            "audio": facts["audio"] and AudioStream(**facts["audio"]),
            "video": facts["video"] and VideoStream(**facts["video"]),
        }
    )
