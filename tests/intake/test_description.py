"""A line or more about a recording, in a text beside it."""

from __future__ import annotations

import time
from pathlib import Path

from media_pipeline.intake.description import read_description
from media_pipeline.intake.fields import LONGEST
from media_pipeline.intake.text import clean_title


def test_a_description_is_one_line(tmp_path: Path) -> None:
    """In whatever form a computer saved it."""
    (tmp_path / "fox.txt").write_text("The fox,\nand the grapes.\n", encoding="utf-16")
    assert read_description(str(tmp_path / "fox.txt")) == "The fox, and the grapes."


def test_threat_15_a_description_is_capped(tmp_path: Path) -> None:
    """A hundred kilobytes are no description."""
    (tmp_path / "fox.txt").write_text("x" * 100_000, encoding="utf-8")
    assert len(read_description(str(tmp_path / "fox.txt"))) == LONGEST


def test_a_long_description_that_is_cut_within_a_letter_keeps_its_script(tmp_path: Path) -> None:
    """Half a letter where the reading stops is no sign of an older form."""
    for spaces in range(3):
        text = " " * spaces + "ਲੂੰਬੜੀ ਦੀ ਕਹਾਣੀ " * 3000
        (tmp_path / "fox.txt").write_text(text, encoding="utf-8")
        assert read_description(str(tmp_path / "fox.txt")).startswith("ਲੂੰਬੜੀ ਦੀ ਕਹਾਣੀ")


def test_threat_15_marks_without_end_take_no_time() -> None:
    """A million of them on one letter would take hours to be put in order."""
    began = time.process_time()
    clean_title("a" + "\u0301\u0327" * 500_000)
    assert time.process_time() - began < 1
