"""What is left of a story: every place below ``build`` that still names it."""

from __future__ import annotations

import gzip
import json
import unicodedata
import zlib
from collections.abc import Iterable
from pathlib import Path

from schools import School


def words_of(school: School, path: str, *more: str) -> set[str]:
    """All that a story is known by: id, slug, title, its bytes' digest, its files, ``more``."""
    story = school.stories()[path]
    slug = story["slug"]
    media = {each.name for each in (school.root / "build/site/media").glob(f"{slug}-*")}
    digests = {Path(each["path"]).parts[4] for each in story["renditions"]}
    return {story["id"], slug, story["title"], digest_of(school, path), *media, *digests, *more}


def digest_of(school: School, path: str) -> str:
    """The digest under which the ledger received the recording at ``path``."""
    rows = (school.root / "decisions/ledger.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, rows):
        if row["event"] == "received" and (row["private"] or {}).get("path") == path:
            return str(row["digest"])
    raise AssertionError(path)


def remains(folder: Path, words: Iterable[str]) -> list[str]:
    """``file: word`` for each file or folder below ``folder`` that has a word in its path or its
    bytes, packed or not, as text or as JSON writes it.
    """
    wanted = {form for word in words for form in _forms(word)}
    return [
        f"{name}: {word.decode(errors='replace')}"
        for file in sorted(folder.rglob("*"))
        if (name := file.relative_to(folder).as_posix())
        for word in wanted
        if word in name.encode() or (file.is_file() and word in _content(file))
    ]


def _forms(word: str) -> set[bytes]:
    forms = {word, unicodedata.normalize("NFC", word), json.dumps(word)[1:-1]}
    return {form.encode() for form in forms if form}


def _content(file: Path) -> bytes:
    content = file.read_bytes()
    if content[:2] == b"\x1f\x8b":
        return gzip.decompress(content)
    if file.suffix == ".pdf":
        return content + b"".join(_streams(content))
    return content


def _streams(content: bytes) -> Iterable[bytes]:
    """The packed parts of a PDF."""
    for part in content.split(b"stream\n")[1::2]:
        try:
            yield zlib.decompressobj().decompress(part)
        except zlib.error:
            continue
