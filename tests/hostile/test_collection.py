"""The hostile collection and the devices beside it, through one real build."""

from __future__ import annotations

import html.parser
from collections.abc import Iterable

import pytest
from cases import Case
from collection import HOSTILE
from devices import DEVICES
from judging import FOLDER, Judged
from lxml import etree
from tools_needed import LINUX

pytestmark = [pytest.mark.slow, LINUX]

MEGABYTE = 1 << 20
LONGEST = 4000


def of(*lines: int) -> Iterable[object]:
    """The cases of these lines of the list of threats."""
    cases = (*HOSTILE, *DEVICES)
    return [pytest.param(case, id=ascii(case.name)) for case in cases if case.line in lines]


def end(judged: Judged, case: Case) -> tuple[str, str]:
    """Its state, and the very sentence where it is not published."""
    row = judged.row(case)
    return row["state"], "" if row["state"] == "published" else row["reason"]


def test_the_collection_is_as_large_as_it_must_be() -> None:
    """Eighty hostile files, forty of devices, no name twice."""
    names = [case.name for case in (*HOSTILE, *DEVICES)]
    assert len(HOSTILE) >= 80
    assert len(DEVICES) >= 40
    assert len(names) == len(set(names))


@pytest.mark.parametrize("case", of(1))
def test_threat_01_a_list_of_other_files_is_refused(judged: Judged, case: Case) -> None:
    """A playlist, a concatenation, a session or a manifest is no recording."""
    assert end(judged, case) == case.ended


@pytest.mark.parametrize("case", of(2))
def test_threat_02_what_refers_elsewhere_or_is_no_recording_is_refused(
    judged: Judged, case: Case
) -> None:
    """A film of references, a drawing, a text, a picture, a program."""
    assert end(judged, case) == case.ended


def test_threat_01_02_no_packet_is_sent(judged: Judged) -> None:
    """Somebody listened, and nobody called."""
    assert judged.calls == 0


def test_threat_01_02_16_no_other_file_is_opened(judged: Judged) -> None:
    """The recording that they name or link to was never opened, so none of it can be anywhere."""
    assert judged.opened == 0


@pytest.mark.parametrize("case", of(3))
def test_threat_03_too_much_is_refused_or_published_right(judged: Judged, case: Case) -> None:
    """Points, frames, tracks, chapters, titles, covers, lengths, boxes, channels."""
    assert end(judged, case) == case.ended


def test_threat_03_the_coordinators_memory_hardly_grows(judged: Judged) -> None:
    """Whatever is thrown at it: 50 MB at most, over two builds of all of it."""
    assert judged.grown <= 50 * MEGABYTE


@pytest.mark.parametrize("case", of(4))
def test_threat_04_every_devices_recording_is_published(judged: Judged, case: Case) -> None:
    """No ordinary recording is ever refused."""
    assert end(judged, case) == case.ended


@pytest.mark.parametrize("case", of(5))
def test_threat_05_what_lacks_something_has_its_own_sentence(judged: Judged, case: Case) -> None:
    """Empty, silent, protected, cut off; what is whole under a wrong name is published."""
    assert end(judged, case) == case.ended


@pytest.mark.parametrize("case", of(8))
def test_threat_08_what_tells_of_people_is_published_without_it(judged: Judged, case: Case) -> None:
    """A place or a maker in a file costs nobody the recording."""
    assert end(judged, case) == case.ended


def test_threat_08_no_canary_is_published(judged: Judged) -> None:
    """Not one planted word or place, in any byte of any public file."""
    for path, content in judged.published().items():
        assert b"CANARY" not in content, path
        assert b"51.5007" not in content, path


@pytest.mark.parametrize("case", of(13))
def test_threat_13_a_name_is_only_a_name(judged: Judged, case: Case) -> None:
    """No option, address, pattern or command: a file of any name is published."""
    assert end(judged, case) == case.ended


@pytest.mark.parametrize("case", of(14))
def test_threat_14_twins_are_two_stories(judged: Judged, case: Case) -> None:
    """Names that differ in case or composition alone."""
    assert end(judged, case) == case.ended


def test_threat_14_twins_have_slugs_of_their_own(judged: Judged) -> None:
    """As many pages as stories, also where the disk of a server folds case."""
    slugs = [judged.row(case)["slug"].casefold() for case in HOSTILE if case.line == 14]
    assert len(slugs) == len(set(slugs)) == 5


@pytest.mark.parametrize("case", of(15))
def test_threat_15_words_of_any_kind_stop_nothing(judged: Judged, case: Case) -> None:
    """Controls, overrides, ends of sections, scripts, endless marks."""
    assert end(judged, case) == case.ended


def test_threat_15_every_feed_parses_again(judged: Judged) -> None:
    """XML takes no control characters, and nothing closes a section."""
    feeds = {path: text for path, text in judged.published().items() if path.endswith(".xml")}
    assert feeds
    for text in feeds.values():
        etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True))


class _Scripts(html.parser.HTMLParser):
    """Counts what would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script"
        self.found += [f"{tag} {name}" for name, _ in attrs if name.startswith("on")]

    def handle_data(self, text: str) -> None:
        if self._inside and text.strip().startswith("alert("):
            self.found.append(text)


def test_threat_15_no_typed_script_runs(judged: Judged) -> None:
    """Whatever was typed is text on every page, and no attribute of ours is left."""
    pages = {path: text for path, text in judged.published().items() if path.endswith(".html")}
    assert pages
    for path, text in pages.items():
        seen = _Scripts()
        seen.feed(text.decode())
        assert seen.found == [], path
        assert b"\x00" not in text


def test_threat_15_titles_are_capped(judged: Judged) -> None:
    """Nobody's title fills a page, whoever wrote 60 KB of one."""
    assert max(len(row["title"]) for row in judged.rows.values()) <= LONGEST


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("link.wav", "It is a link. Drop the recording itself."),
        ("link to a folder", "It is a link. Drop the recording itself."),
        ("link upwards.wav", "It is a link. Drop the recording itself."),
        ("link to itself.wav", "It is a link. Drop the recording itself."),
        ("link for a picture.jpg", "It is a link. Drop the recording itself."),
        ("pipe.wav", "It is not a file. Drop the recording itself."),
        ("plug.wav", "It is not a file. Drop the recording itself."),
        (".hidden.wav", "It is a hidden file."),
        ("._mac.wav", "It is a hidden file."),
        ("~$open.wav", "It is a temporary file of another program."),
        ("copy.wav.part", "It is still being downloaded, or its download was broken off."),
    ],
)
def test_threat_16_only_regular_files_are_read(judged: Judged, name: str, said: str) -> None:
    """Links, devices, pipes, sockets, hidden and temporary files are passed over, and told."""
    assert judged.passed[f"{FOLDER}/{name}"] == said
    assert f"{FOLDER}/{name}" not in judged.rows


def test_every_original_stays_where_it_is(judged: Judged) -> None:
    """Refused or not, nothing of the drop folder is moved, changed or deleted."""
    folder = judged.root / FOLDER
    assert all((folder / case.name).is_file() for case in (*HOSTILE, *DEVICES))
