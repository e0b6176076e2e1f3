"""A disk that is full, can only be read, or is pulled out: a clear error, nothing half, and it goes
on when there is room.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from drills import Coordinators, Sound, describe, digests
from schools import School
from tools_needed import LINUX, mounted

from media_pipeline.errors import WorkspaceError

pytestmark = [pytest.mark.slow, LINUX]

TORTURE = int(os.environ.get("TORTURE", "1"))

WRITES = 12 * TORTURE
"""Writes from which on the disk is full, of the hundreds of a build."""

MEBIBYTE = 1 << 20


def renamed(school: School, coordinators: Coordinators) -> tuple[Sound, dict[str, bytes]]:
    """A school whose every page is to be made anew, and whose sound of one story is; and the site
    that comes of it.
    """
    assert coordinators.run(school).code == 0
    settings = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", settings.replace("Hill School", "Dale School"))
    describe(school, "The fox", 'title = "The clever fox"\n')
    after = school.copied(school.root.with_name("after"))
    log = school.root.with_name("log")
    assert coordinators.run(after, log=str(log)).code == 0
    allowed = digests(school.site(), after.site())
    return Sound(school, allowed, set(after.site())), after.site()


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS], ids=["full", "read-only"])
def test_threat_18_a_disk_that_fails_at_any_write_is_told_and_harms_nothing(
    public_school: School, coordinators: Coordinators, tmp_path: Path, error: int
) -> None:
    """From this or that write on every other fails too; each time it goes on where it was."""
    sound, site = renamed(public_school.copied(tmp_path / "school"), coordinators)
    chance = random.Random(error)  # noqa: S311 - the same writes each time
    failed = 0
    for nth in sorted(chance.randrange(1, 500) for _ in range(WRITES)):
        ended = coordinators.run(sound.school, nth=nth, error=error)
        if ended.code == 0:
            break
        failed += 1
        assert ended.code == 1, ended.said
        assert "Traceback" not in ended.said
        assert "disk" in ended.said or "it can't be used" in ended.said
        sound.holds()
    assert failed
    assert coordinators.run(sound.school).code == 0
    assert sound.school.site() == site


def test_threat_18_a_full_disk_is_told_and_the_build_goes_on_when_there_is_room(
    public_school: School, coordinators: Coordinators, tmp_path: Path
) -> None:
    """A real disk, of which more and more is free."""
    (tmp_path / "disk").mkdir()
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=64m", "none"):
        sound, site = renamed(public_school.copied(tmp_path / "disk/school"), coordinators)
        shutil.rmtree(tmp_path / "disk/after")
        ballast = tmp_path / "disk/ballast"
        for free in (0, 20, 120, 400):
            _fill(ballast, shutil.disk_usage(tmp_path / "disk").free - free * 1024)
            ended = coordinators.run(sound.school)
            assert "Traceback" not in ended.said
            if ended.code:
                assert "full" in ended.said
            else:
                assert "No space left" in ended.said
            sound.holds()
            ballast.unlink()
        assert coordinators.run(sound.school).code == 0
        assert sound.school.site() == site


def _fill(ballast: Path, size: int) -> None:
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(size, 1))


def test_threat_18_a_build_folder_that_can_only_be_read_is_told(
    public_school: School, coordinators: Coordinators, tmp_path: Path
) -> None:
    """Mounted so, for root may write what its mode forbids."""
    school = public_school.copied(tmp_path / "school")
    sound, site = renamed(school, coordinators)
    build = school.root / "build"
    with mounted(build, "--bind", str(build)):
        subprocess.run(["mount", "-o", "remount,bind,ro", build], check=True)
        ended = coordinators.run(school)
        assert (ended.code, "Traceback" in ended.said) == (1, False)
        assert "can only be read" in ended.said
        sound.holds()
    assert coordinators.run(school).code == 0
    assert school.site() == site


def test_threat_18_a_full_disk_refuses_no_recording(
    public_school: School, coordinators: Coordinators, tmp_path: Path
) -> None:
    """What failed for want of room is the machine's fault: it is tried again."""
    (tmp_path / "disk").mkdir()
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=64m", "none"):
        school = public_school.copied(tmp_path / "disk/school")
        assert coordinators.run(school).code == 0
        before = school.site()
        settings = (school.root / "school.toml").read_text(encoding="utf-8")
        school.write("school.toml", f"{settings}\n[audio]\nspeech = 64\n")
        ballast = tmp_path / "disk/ballast"
        _fill(ballast, shutil.disk_usage(tmp_path / "disk").free - 48 * 1024)
        ended = coordinators.run(school)
        assert "Traceback" not in ended.said
        assert {path for path in before if path.startswith("stories/")} <= school.site().keys()
        ballast.unlink()
        ended = coordinators.run(school)
        assert ended.code == 0
        assert "refused" not in ended.said
        assert "3 public" in ended.said


def test_threat_18_a_ledger_without_room_keeps_what_it_has(
    public_school: School, tmp_path: Path
) -> None:
    """A decision that can't be written is an error, and was never made."""
    (tmp_path / "disk").mkdir()
    school = public_school.copied(tmp_path / "school")
    ledger = school.root / "decisions/ledger.jsonl"
    with mounted(tmp_path / "disk", "-t", "tmpfs", "-o", "size=1m", "none"):
        shutil.copytree(school.root / "decisions", tmp_path / "disk/decisions")
        shutil.rmtree(school.root / "decisions")
        (school.root / "decisions").symlink_to(tmp_path / "disk/decisions")
        before = ledger.read_bytes()
        _fill(tmp_path / "disk/ballast", shutil.disk_usage(tmp_path / "disk").free)
        # What is left of the last page is filled, too.
        with pytest.raises(WorkspaceError, match="The disk is full"):
            _hold_often(school, 60)
        assert ledger.read_bytes().startswith(before)
        assert ledger.read_bytes().endswith(b"\n")
        (tmp_path / "disk/ballast").unlink()
        school.stop("withdrawn", "recordings/The fox.wav")
        assert b"withdrawn" in ledger.read_bytes()


def _hold_often(school: School, times: int) -> None:
    for _ in range(times):
        school.stop("held", "recordings/The fox.wav")
