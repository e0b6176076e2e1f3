"""The codes that telephones read."""

from __future__ import annotations

import hashlib
import re

import pytest
from codes import decoded

from media_pipeline.publish.print.qr import QUIET, code_file, qr_svg

ADDRESS = "https://stories.school.example/pa/stories/the-fox-and-the-grapes-1a2b3c/"


def test_a_telephone_reads_the_address() -> None:
    """Even on a page that is dark, where only its own white is around it."""
    assert decoded(qr_svg(ADDRESS)) == ADDRESS


def test_a_code_has_its_quiet_zone_and_its_own_colours() -> None:
    """Black on white, whatever the page's colours are."""
    svg = qr_svg(ADDRESS)
    (side,) = re.findall(r'viewBox="0 0 (\d+) \1"', svg)
    first_row = re.search(r'd="M(\d+) (\d+)\.5h7', svg)
    assert first_row
    assert first_row.groups() == (str(QUIET), str(QUIET))
    assert f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path stroke="#000"' in svg


@pytest.mark.parametrize(("address", "side"), [("https://a.example/", 25), (ADDRESS, 37)])
def test_a_code_is_no_larger_than_it_must_be_and_may_be_smudged(address: str, side: int) -> None:
    """ISO/IEC 18004: 17 and four for each version; a tenth of it is covered, and it is read."""
    svg = qr_svg(address)
    (whole,) = map(int, re.findall(r'viewBox="0 0 (\d+) \1"', svg))
    assert whole == side + 2 * QUIET
    smudge = (
        f'<path fill="#fff" d="M{whole // 2} {whole // 2}h{side // 4}v{side // 4}h-{side // 4}z"/>'
    )
    assert decoded(svg.replace("</svg>", f"{smudge}</svg>")) == address


def test_a_code_is_drawn_as_it_was() -> None:
    """Where it is drawn otherwise, ``VERSION`` in codes.py goes up: nothing else makes it anew."""
    assert hashlib.sha256(code_file(ADDRESS)).hexdigest()[:16] == "8a5571f8ac216cc7"


def test_a_code_is_small_and_the_same_each_time() -> None:
    """A page that shows one costs a family little."""
    once = qr_svg(ADDRESS)
    qr_svg.cache_clear()
    assert once == qr_svg(ADDRESS)
    assert len(once) < 2500
    assert "style" not in once
