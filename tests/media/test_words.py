"""Words of a recording: what is read, what is never published, what is written."""

from __future__ import annotations

import codecs
import time
from pathlib import Path

import pytest

from media_pipeline.errors import Refusal
from media_pipeline.media.characters import clean_text
from media_pipeline.media.words import (
    MAX_BYTES,
    MAX_CUES,
    decode_text,
    parse_words,
)
from media_pipeline.model import Cue, Words


def shown(text: str, suffix: str = ".vtt") -> str:
    """The text of the only cue that ``text`` makes."""
    (cue,) = parse_words(f"WEBVTT\n\n00:01.000 --> 00:02.000\n{text}\n", suffix).cues
    return cue.text


# ── decoding ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        pytest.param("ਇੱਕ ਵਾਰ".encode(), "ਇੱਕ ਵਾਰ", id="utf-8"),
        pytest.param("猫".encode("utf-8-sig"), "猫", id="utf-8 with a mark"),
        pytest.param(codecs.BOM_UTF16_LE + "قصة".encode("utf-16-le"), "قصة", id="utf-16 little"),
        pytest.param(codecs.BOM_UTF16_BE + "قصة".encode("utf-16-be"), "قصة", id="utf-16 big"),
        pytest.param("Où? “là”".encode("cp1252"), "Où? “là”", id="windows-1252"),
        pytest.param(codecs.BOM_UTF16_LE + b"a\x00b", "a\ufffd", id="utf-16 cut off"),
        pytest.param(b"\x81", "\ufffd", id="no encoding at all"),
        pytest.param(b"", "", id="empty"),
    ],
)
def test_encodings_are_told_apart(raw: bytes, expected: str) -> None:
    """A byte order mark decides, else UTF-8, else Windows-1252."""
    assert expected == decode_text(raw)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\r\nb\rc\u2028d", "a\nb\nc\nd", id="line ends"),
        pytest.param("e\u0301", "é", id="composed"),
        pytest.param("a\x00\x1b\x9fb\ud800\ufffe", "ab", id="what XML can't take"),
        pytest.param("fox\u202egnp.exe", "foxgnp.exe", id="right-to-left override"),
        pytest.param("می\u200cروم 👩\u200d🏫", "می\u200cروم 👩\u200d🏫", id="joiners stay"),
    ],
)
def test_clean_text(text: str, expected: str) -> None:
    """Only what can be shown stays, in its composed form."""
    assert expected == clean_text(text)


def test_a_file_over_a_megabyte_is_refused() -> None:
    """Words of more than a megabyte are refused before they are decoded."""
    with pytest.raises(Refusal, match="larger than 1 MB"):
        decode_text(b"a" * (MAX_BYTES + 1))


# ── reading ───────────────────────────────────────────────────────────────────────────────


def test_webvtt_with_all_its_furniture(tmp_path: Path) -> None:
    """Header, comments, styles, regions, identifiers and settings are left out."""
    path = tmp_path / "story.pa.vtt"
    path.write_bytes(
        b"\xef\xbb\xbfWEBVTT - by Jaspreet Kaur\r\nKind: captions\r\n\r\n"
        b"NOTE checked by Mrs Kaur\r\n00:00.500 --> 00:00.900\r\nnot for families\r\n\r\n"
        b"STYLE\r\n::cue { color: red }\r\n\r\nREGION\r\nid:fred\r\n\r\n"
        b"intro\r\n00:01.000 --> 00:02.500 align:start position:10%\r\nOnce upon\r\na time\r\n\r\n"
        b"01:00:03.250 --> 01:00:04.000\r\nThe end\r\n"
    )
    expected = Words(
        (Cue(1.0, 2.5, "Once upon\na time"), Cue(3603.25, 3604.0, "The end")),
        "Once upon a time\nThe end",
    )
    assert expected == parse_words(decode_text(path.read_bytes()), path.suffix)


def test_subrip_with_blank_lines_inside() -> None:
    """SubRip's numbers go; a blank line inside a caption does not end it."""
    text = (
        "1\n00:00:01,000 --> 00:00:02,500\nUn renard\n\nvoit 3 raisins\n\n"
        "2\n00:00:03,5 --> 00:00:04,000\n{\\an8}<i>Trop haut!</i>\n"
    )
    expected = (Cue(1.0, 2.5, "Un renard\nvoit 3 raisins"), Cue(3.5, 4.0, "Trop haut!"))
    assert expected == parse_words(text, ".srt").cues


def test_captions_without_a_blank_line_between_them() -> None:
    """A line of times starts a new caption wherever it stands."""
    text = "1\n00:01,000 --> 00:02,000\none\n2\n00:02,000 --> 00:03,000\ntwo"
    assert tuple(cue.text for cue in parse_words(text, ".SRT").cues) == ("one", "two")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("<v Amina Yusuf>Salaam</v>", "Salaam", id="voice"),
        pytest.param("<v.loud Amina\nYusuf>Salaam", "Salaam", id="voice on two lines"),
        pytest.param("Salaam <v Amina Yusuf", "Salaam", id="voice never closed"),
        pytest.param("< v Amina>Salaam", "Salaam", id="voice with a space"),
        pytest.param("<c.yellow>A</c> <00:00:01.500><b>b</b>", "A b", id="class, time, bold"),
        pytest.param("Tom &amp; Li &lt;3 &nbsp;tea", "Tom & Li <3 tea", id="entities"),
        pytest.param("I <3 you", "I <3 you", id="a heart is no tag"),
        pytest.param("a&#10;&#10;b&#8238;c", "a\nbc", id="entities of controls"),
    ],
)
def test_tags_go_and_text_stays(text: str, expected: str) -> None:
    """Tags are removed, with every voice's name; entities are read."""
    assert expected == shown(text)


@pytest.mark.parametrize(
    "timing",
    ["00:02.000 --> 00:01.000", "00:01.000 --> 00:01.000", "soon --> later", "-->"],
)
def test_captions_without_a_length_are_dropped(timing: str) -> None:
    """A caption that ends before it starts, or has no time, is left out with its text."""
    text = f"WEBVTT\n\n{timing}\nlost\n\n00:03.000 --> 00:04.000\nkept\n"
    assert parse_words(text, ".vtt").text == "kept"


def test_captions_come_in_order_of_time() -> None:
    """Overlapping and unordered captions are sorted by their start."""
    text = "WEBVTT\n\n00:05.0 --> 00:06.0\nb\n\n00:01.0 --> 00:09.0\na\n"
    assert (Cue(1.0, 9.0, "a"), Cue(5.0, 6.0, "b")) == parse_words(text, ".vtt").cues


def test_plain_words_have_no_times() -> None:
    """A plain text keeps its lines and paragraphs and makes no caption."""
    text = "A fox \r\nsaw grapes.\r\n\r\n\r\n\r\n<Too high>, 1 --> 2.\n"
    assert Words((), "A fox\nsaw grapes.\n\n<Too high>, 1 --> 2.") == parse_words(text, ".txt")


def test_a_timed_file_without_times_is_refused() -> None:
    """A caption file in which no time can be read is refused, and says what it needs."""
    with pytest.raises(Refusal, match="line of times such as"):
        parse_words("WEBVTT\n\nOnce upon a time\n", ".vtt")


def test_an_empty_caption_file_has_no_words() -> None:
    """A WebVTT file with nothing but its header is empty, not wrong."""
    assert Words((), "") == parse_words("WEBVTT\n", ".vtt")


def test_too_many_captions_are_refused() -> None:
    """More captions than any recording needs are refused."""
    text = "WEBVTT\n\n" + "00:01.000 --> 00:02.000\na\n\n" * (MAX_CUES + 1)
    with pytest.raises(Refusal, match="more than 5000 captions"):
        parse_words(text, ".vtt")


@pytest.mark.parametrize("filling", ["<", "{\\", "a\u0315\u0300", "\u0315\u0300", "&", "< ", "\n"])
def test_a_megabyte_of_anything_is_read_in_seconds(filling: str) -> None:
    """No text of the largest size makes the reading take more than a few seconds."""
    text = "00:01.000 --> 00:02.000\nx" + filling * (900_000 // len(filling))
    began = time.monotonic()
    assert len(parse_words(text, ".srt").cues) == 1
    assert time.monotonic() - began < 10
