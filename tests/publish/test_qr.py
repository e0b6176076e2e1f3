"""The codes that telephones read."""

from __future__ import annotations

import re

from codes import decoded

from media_pipeline.publish.print.qr import QUIET, qr_svg

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


def test_a_code_is_small_and_the_same_each_time() -> None:
    """A page that shows one costs a family little."""
    once = qr_svg(ADDRESS)
    qr_svg.cache_clear()
    assert once == qr_svg(ADDRESS)
    assert len(once) < 2500
    assert "style" not in once
