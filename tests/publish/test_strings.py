"""Whatever people type into any field: every file of the site parses again, and means the same."""

from __future__ import annotations

import json
from pathlib import Path

import html5lib
import pytest
from examples import ADDRESS, episode, saying
from lxml import etree
from sites import trilingual, write_site

from media_pipeline.intake.fields import LONGEST
from media_pipeline.intake.text import TITLE_LENGTH, clean_title
from media_pipeline.publish.check import check_site

HOSTILE = {
    "markup": "<script>alert(1)</script>]]>&amp;<![CDATA[\"'><img src=x onerror=x()>{{ 7 * 7 }}",
    "unseen": "a\x00\x07\x1b\x9fb\ud800c\udfff\u202ematrix\u2066\ufeff\ufffe",
    "long": "x" * 100_000,
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_threat_15_every_file_parses_again(hostile: str, tmp_path: Path) -> None:
    """XML and JSON as they are, HTML as a browser reads it, and nothing of a field is markup."""
    told = saying(hostile, "ur")
    other = episode(2, {"ur": hostile}, language="ur", tale=hostile)
    site = write_site(tmp_path / "build/site", trilingual(), [told, other])
    for path in sorted(site.rglob("*")):
        if path.suffix in (".xml", ".opml", ".svg"):
            etree.fromstring(path.read_bytes())
        elif path.suffix in (".json", ".webmanifest"):
            json.loads(path.read_bytes())
        elif path.suffix == ".html":
            html5lib.HTMLParser(strict=True).parse(path.read_bytes().decode("utf-8"))
    assert check_site(site, ADDRESS, lambda _path, _name: [], lambda _path: None) == []


def test_threat_15_lengths_are_capped() -> None:
    """At the door: a title, and the longest of all fields."""
    assert len(clean_title("x " * 50_000)) <= TITLE_LENGTH <= 255
    assert len(clean_title("ਕ੍ਸ਼ਿ" * 20_000, LONGEST)) <= LONGEST
