"""Each file is looked through once, by its digest, before it may stand on the site."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

from media_pipeline.errors import PrivacyError
from media_pipeline.model import Copy, Page
from media_pipeline.scrub import RULES, proof
from media_pipeline.scrub.forms import findings_in
from media_pipeline.scrub.proof import prove
from media_pipeline.tools.store import Store


def jpeg(comment: bytes = b"") -> bytes:
    """A small picture."""
    held = io.BytesIO()
    Image.new("RGB", (8, 8)).save(held, "JPEG", comment=comment)
    return held.getvalue()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty memory."""
    with closing(Store(tmp_path / "build")) as store:
        yield store


def made(store: Store, content: bytes, path: str = "media/crow-1.jpg") -> Copy:
    """A finished file of the store that is to stand at ``path``."""
    digest = hashlib.sha256(content).hexdigest()
    (store.root / digest).write_bytes(content)
    return Copy(path, digest, len(content), digest)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that were looked through, in order."""
    seen: list[str] = []

    def noting(content: bytes, name: str, *given: str) -> list[str]:
        seen.append(name)
        return findings_in(content, name, *given)

    monkeypatch.setattr(proof, "findings_in", noting)
    return seen


def test_a_file_is_looked_through_once(store: Store, tmp_path: Path, looked: list[str]) -> None:
    """The next build, and another page of the same bytes, take the store's word."""
    tree = [Page("index.html", b"<p>x</p>"), Page("fr/index.html", b"<p>x</p>")]
    for _ in range(2):
        prove(tree, tree, tmp_path, store, "")
    assert looked == ["fr/index.html"]
    prove([*tree, Page("a.html", b"y")], (), tmp_path, store, "")
    assert looked[1:] == ["a.html"]


def test_new_rules_believe_no_earlier_look(
    store: Store, tmp_path: Path, looked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of what stands on the site already."""
    tree = [Page("index.html", b"<p>x</p>")]
    prove(tree, tree, tmp_path, store, "")
    monkeypatch.setattr(proof, "RULES", RULES + 1)
    prove(tree, (), tmp_path, store, "")
    assert looked == ["index.html", "index.html"]


def test_the_same_bytes_in_another_form_are_looked_through_again(
    store: Store, tmp_path: Path
) -> None:
    """A text that is clean is no picture."""
    prove([Page("a.txt", b"words")], (), tmp_path, store, "")
    with pytest.raises(PrivacyError, match=r"a\.jpg: it is not what its name says"):
        prove([Page("a.jpg", b"words")], (), tmp_path, store, "")


def test_threat_08_a_finding_names_file_and_field(store: Store, tmp_path: Path) -> None:
    """In one sentence, and is not remembered as clean."""
    tree = [made(store, jpeg(b"Ms Kaur's camera"))]
    for _ in range(2):
        with pytest.raises(PrivacyError) as caught:
            prove(tree, tree, tmp_path, store, "")
        said = "media/crow-1.jpg: it holds COM, so nothing was published."
        assert str(caught.value) == f"{said} Delete build and build again."


def test_threat_08_a_file_that_is_no_longer_what_was_made_stops_the_release(
    store: Store, tmp_path: Path
) -> None:
    """The store's memory speaks of bytes, and these are others, of the same length."""
    tree = [made(store, jpeg())]
    prove(tree, tree, tmp_path, store, "")
    content = bytearray(jpeg())
    content[-10] ^= 1
    (store.root / tree[0].source).write_bytes(content)
    with pytest.raises(PrivacyError, match="not, byte for byte, what was made"):
        prove(tree, tree, tmp_path, store, "")


def test_threat_10_a_page_with_a_path_stops_the_release(store: Store, tmp_path: Path) -> None:
    """Wherever the workspace stands."""
    for text in (b"<p>/home/ict/fox.m4a</p>", f"<p>{tmp_path}</p>".encode()):
        with pytest.raises(PrivacyError, match=r"index\.html: it holds "):
            prove([Page("index.html", text)], (), tmp_path, store, "")


def test_the_address_of_the_site_is_no_trace(store: Store, tmp_path: Path) -> None:
    """A school may show it within its own walls; any other computer there is one."""
    page = [Page("index.html", b"<p>http://10.1.2.3/stories/</p>")]
    prove(page, (), tmp_path, store, "10.1.2.3")
    with pytest.raises(PrivacyError, match=r"an address of a computer: 10\.1\.2\.4"):
        prove([Page("index.html", b"http://10.1.2.3/ 10.1.2.4")], (), tmp_path, store, "10.1.2.3")
