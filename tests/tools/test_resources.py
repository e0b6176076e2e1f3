"""The program finds its own templates wherever it is installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from media_pipeline.tools import resources


def installed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that the package lies in a folder."""
    module = folder / "media_pipeline" / "tools" / "resources.py"
    monkeypatch.setattr(resources, "__file__", str(module))


def test_checkout_has_its_templates_at_its_root() -> None:
    """In an editable install the root of the repository holds them."""
    assert (resources.resource_root() / "fonts" / "fonts.json").is_file()


def test_templates_inside_the_package_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wheel carries them in the package, whatever lies beside it in site-packages."""
    (tmp_path / "media_pipeline" / "site_templates").mkdir(parents=True)
    (tmp_path / "site_templates").mkdir()
    installed(tmp_path, monkeypatch)

    assert resources.resource_root() == tmp_path / "media_pipeline" / "site_templates"


def test_missing_templates_are_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken installation is told at once, with what to do."""
    installed(tmp_path, monkeypatch)

    with pytest.raises(FileNotFoundError, match="Install it again"):
        resources.resource_root()
