"""Names, lengths and sizes that every memory stick takes."""

from __future__ import annotations

import pytest
from examples import episode, school
from sites import TEMPLATES

from media_pipeline.model import Copy, Page
from media_pipeline.publish.carried import carried_pages
from media_pipeline.publish.usb.fat import (
    CLUSTER,
    ENTRIES,
    entries,
    folder_entries,
    made_safe,
    room_taken,
    safe_name,
    wrong_names,
)
from media_pipeline.publish.usb.fit import in_site


@pytest.mark.parametrize("name", ["index.html", "piasa-kam-9a46dd", "pa-arab", "a.b.c", "con-1"])
def test_good_name_stays(name: str) -> None:
    assert safe_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "con",
        "NUL.txt",
        "com1",
        "lpt9.html",
        "a:b",
        "what?.html",
        "end.",
        "end ",
        "ਪਿਆਸਾ.pdf",
        "a|b",
    ],
)
def test_bad_name_becomes_a_good_one(name: str) -> None:
    """Which is good itself, keeps its ending, and is another for another name."""
    safe = safe_name(name)
    assert safe != name
    assert safe_name(safe) == safe
    assert wrong_names([Page(safe, b"")]) == []
    assert safe_name(f"{name}2") != safe
    if name.endswith((".txt", ".html", ".pdf")):
        assert safe.rpartition(".")[2] == name.rpartition(".")[2]


def test_pages_and_styles_follow_a_name_that_changed() -> None:
    """From the same folder, from another, with a place in the page, and written with per cent."""
    page = Page(
        "language/con/index.html",
        b'<a href="../con/page-2/index.html#top">con</a> <a href="page-2/">con/</a>'
        b'<img src="../../%C3%9Cber.png" alt="con">',
    )
    style = Page("style.css", 'a { background: url("Über.png") }'.encode())
    home = Page("index.html", b'<a href="language/con/index.html">con</a>')
    pictures = [Copy("Über.png", "x", 1, "0")]
    new_page, new_style, new_home, picture = made_safe([page, style, home, *pictures])
    con, over = safe_name("con"), safe_name("Über.png")
    assert new_page.path == f"language/{con}/index.html"
    assert isinstance(new_page, Page)
    assert new_page.content.decode() == (
        f'<a href="../{con}/page-2/index.html#top">con</a> <a href="page-2/">con/</a>'
        f'<img src="../../{over}" alt="con">'
    )
    assert isinstance(new_style, Page)
    assert new_style.content.decode() == f'a {{ background: url("{over}") }}'
    assert isinstance(new_home, Page)
    assert new_home.content.decode() == f'<a href="language/{con}/index.html">con</a>'
    assert picture.path == over


def test_site_in_a_language_whose_code_no_file_may_have() -> None:
    """Cofán is “con”, which Windows keeps for the console."""
    told = episode(1, {"con": "Tise"}, language="con")
    tree = in_site(carried_pages([told], school(), TEMPLATES, "en"))
    assert wrong_names(tree) == []
    assert f"site/language/{safe_name('con')}/index.html" in {each.path for each in tree}


def test_folders_count_what_their_names_take() -> None:
    """A name of up to 13 letters takes two entries, a longer one more."""
    assert (entries("x/" + "a" * 13), entries("x/" + "a" * 14)) == (2, 3)
    assert folder_entries(["x/a", "x/b", "x/y/c"]) == {"x": 6, ".": 2, "x/y": 2}


@pytest.mark.parametrize(
    "path", ["a/con.txt", "a/b.", "a/b ", "a/ü.txt", "a/b:c", "a//b", "a/b?", "a/" + "b" * 256]
)
def test_names_that_sticks_cannot_have_are_found(path: str) -> None:
    """Devices of Windows, what FAT forbids, and letters beyond ASCII."""
    assert wrong_names([Page(path, b"")]) == [path]


def test_names_that_differ_in_case_alone_and_files_too_large_are_found() -> None:
    """FAT takes the first for one file, and has no room for the second."""
    assert len(wrong_names([Page("a/B", b""), Page("a/b", b"")])) == 2
    assert wrong_names([Copy("a.mp4", "", 1 << 32, "")]) == ["a.mp4"]


def test_a_path_too_long_and_a_folder_too_full_are_found() -> None:
    """A long name takes several entries of its folder."""
    assert wrong_names([Page(f"{'a' * 120}/{'b' * 90}", b"")]) != []
    many = [Page(f"media/{number:014}", b"") for number in range(ENTRIES // 3 + 1)]
    assert wrong_names(many) == ["media"]
    assert wrong_names(many[1:]) == []


def test_room_is_counted_in_clusters() -> None:
    """One for each small file, and one for each folder."""
    assert room_taken([Page("a/b", b"x")]) == 3 * CLUSTER
