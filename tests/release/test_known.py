"""What the coordinator's own memory of hosts says where it can't be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from tools_needed import LINUX

from media_pipeline.errors import WorkspaceError
from media_pipeline.release.known import Journal


@LINUX
def test_a_full_disk_ends_a_journey_with_a_sentence() -> None:
    """Linux's ``/dev/full`` is one."""
    with pytest.raises(WorkspaceError, match="Make room there and publish again"):
        Journal(Path("/dev/full")).arrived("media/x.mp3", "0" * 64)
