"""Every code that is published leads somewhere, and none to a story that was taken down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from codes import codes_in, codes_on
from schools import School

Named = Callable[[str], Path]

ADDRESS = "https://stories.hill.example/"
FRENCH = "Year 3/fr/Le corbeau.opus"


@pytest.fixture(scope="module")
def school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with two published stories."""
    school = School(tmp_path_factory.mktemp("codes") / "school")
    school.drop(recording("memo.m4a"), "Year 3/Punjabi/ਪਿਆਸਾ ਕਾਂ - Simran.m4a")
    school.drop(recording("voice-note.opus"), FRENCH)
    return school.publish()


def codes_of(site: Path) -> Iterator[tuple[str, str]]:
    """Every code of every page and sheet: the file that it is on, and its address."""
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.suffix == ".html":
            yield from ((name, address) for address in codes_in(path.read_text(encoding="utf-8")))
        elif path.suffix == ".pdf":
            yield from ((name, address) for address in codes_on(path))


def test_every_code_leads_to_a_page_and_no_story_keeps_one_that_was_taken_down(
    school: School,
) -> None:
    """Read as a telephone's camera does. A sheet without its last story goes whole."""
    site = school.root / "build/site"
    codes = dict.fromkeys(codes_of(site))
    kinds = {name.rpartition("/")[2] for name, _ in codes}
    assert kinds >= {"index.html", "poster.pdf", "passport.pdf"}
    assert [(name, address) for name, address in codes if not leads(site, address)] == []
    (told,) = {address.split("/")[-2] for _, address in codes if "le-corbeau" in address}

    school.stop("withdrawn", f"recordings/{FRENCH}")
    school.build()
    left = dict.fromkeys(codes_of(site))
    assert [(name, address) for name, address in left if told in address] == []
    assert [(name, address) for name, address in left if not leads(site, address)] == []
    assert (site / "class/year-3/passport.pdf").exists()
    assert not (site / "language/fr/passport.pdf").exists()


def leads(site: Path, address: str) -> bool:
    """Whether an address is one of the site's, and a page stands there."""
    own = address.startswith(ADDRESS) and address.endswith("/")
    return own and (site / address.removeprefix(ADDRESS) / "index.html").is_file()
