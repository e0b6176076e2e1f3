"""``publish`` and ``rollback``: what is built goes to a host, and what must go leaves it, whatever
is in the way.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from crawling import Crawler
from hosts import BUCKET, KEY, client_of, ssh_server, storage
from schools import CROW, FRENCH, HOME, School, school_with_families, tree
from servers import free_port
from tools_needed import LINUX

from media_pipeline.cli import cli
from media_pipeline.commands import addressing, erasing, proving, releasing, visiting
from media_pipeline.commands.proving import Proof
from media_pipeline.errors import HostError, WorkspaceError
from media_pipeline.release.folder import FolderHost
from media_pipeline.release.known import Known, known_at, remember
from media_pipeline.release.plan import Step
from media_pipeline.takedown import at_once, watch
from media_pipeline.tools.locks import locked
from media_pipeline.tools.remembered import FAMILIES, SITE

Named = Callable[[str], Path]

POND = "recordings/Year 3/en/Our pond.ogg"
PORT = free_port()
ADDRESS = f"http://127.0.0.1:{PORT}/{BUCKET}/"
"""Where storage answers on this machine in one test, and nobody in all others."""

REASON = ("--reason", "a parent asked", "--by", "Kim")


@pytest.fixture(scope="module")
def built(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with two stories for everyone and one for families; tests take copies."""
    return school_with_families(tmp_path_factory.mktemp("built") / "school", recording, ADDRESS)


@pytest.fixture
def school(built: School, tmp_path: Path) -> School:
    """A copy of it, which publishes to the folders ``host`` and ``families-host`` beside it."""
    school = built.copied(tmp_path / "school")
    for name in ("host", "families-host"):
        (tmp_path / name).mkdir()
    aim(
        school,
        f'[publish]\nto = "{host_of(school).as_uri()}"\n'
        f'families_to = "{(tmp_path / "families-host").as_uri()}"\n',
    )
    return school


def retitle(school: School) -> None:
    """Another title of the crow is approved and built, and not published."""
    school.write(CROW.replace(".m4a", ".toml"), 'title = "A crow"\n')
    school.build()
    school.approve(CROW)
    school.build()


def host_of(school: School) -> Path:
    """The folder that it publishes to."""
    return school.root.parent / "host"


def aim(school: School, table: str) -> None:
    """Say where to publish to."""
    text = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", f"{text.partition('[publish]')[0].rstrip()}\n\n{table}")


def run(school: School, command: str, *words: str) -> Result:
    """Run a command in the school's workspace."""
    return CliRunner().invoke(cli, [command, "-w", str(school.root), *words])


def publish(school: School, *words: str) -> str:
    """Publish; returns what was said."""
    done = run(school, "publish", *words)
    assert done.exit_code == 0, done.output
    return done.output


def public(host: Path) -> dict[str, bytes]:
    """Every file of a host but our list."""
    return {
        path: content
        for path, content in tree(host).items()
        if not path.startswith(".media-pipeline-")
    }


def slug_of(school: School, path: str) -> str:
    """A story's slug."""
    return str(school.stories()[path]["slug"])


def still_named(host: Path, slug: str) -> list[str]:
    """The files of a host that have a slug in their path or their bytes."""
    word = slug.encode()
    return [path for path, content in public(host).items() if slug in path or word in content]


def test_host_has_what_was_built_and_nothing_else(school: School) -> None:
    """Both trees, each in its place; a second time nothing is to do."""
    said = publish(school)
    assert public(host_of(school)) == school.site()
    families = school.root.parent / "families-host"
    assert public(families) == tree(school.root / "build/site-families")
    assert "0 addresses changed" in said
    assert "0 new, 0 replaced, 0 deleted, 0 addresses changed." in publish(school)


def test_threat_27_a_backup_that_was_put_beside_brings_no_withdrawn_story_back(
    school: School,
) -> None:
    """Its ledger and the copy of that know of no withdrawal; what stands there does."""
    publish(school)
    backup = school.copied(school.root.parent / "school-restored")
    backup.build()
    slug = slug_of(school, CROW)
    assert run(school, "withdraw", CROW, "--reason", "-").exit_code == 0
    stood = public(host_of(school))
    done = run(backup, "publish")
    assert done.exit_code == 1, done.output
    assert "decided by lines that the ledger here doesn't have" in done.output
    assert public(host_of(school)) == stood
    # It may take something else down, and brings nothing back by that either.
    assert run(backup, "withdraw", FRENCH, "--reason", "-").exit_code == 0
    assert run(backup, "publish").exit_code == 1
    assert run(backup, "rollback").exit_code == 1
    assert still_named(host_of(school), slug) == []


def test_threat_27_a_backup_goes_on_where_the_newest_decisions_are_lost(school: School) -> None:
    """Once what was withdrawn since is withdrawn again."""
    publish(school)
    backup = school.copied(school.root.parent / "school-restored")
    backup.build()
    slug, story_id = slug_of(school, CROW), school.stories()[CROW]["id"]
    assert run(school, "withdraw", CROW, "--reason", "-").exit_code == 0
    done = run(backup, "publish", "--adopt")
    assert done.exit_code == 1
    assert f"withdraw --reason … {story_id}" in done.output
    assert run(backup, "withdraw", story_id, "--reason", "-").exit_code == 0
    publish(backup, "--adopt")
    assert still_named(host_of(school), slug) == []
    publish(backup)


def test_threat_27_a_backup_brings_nothing_back_to_families_either(school: School) -> None:
    """Neither a story for them alone nor an address that was taken back."""
    publish(school)
    backup = school.copied(school.root.parent / "school-restored")
    backup.build()
    families, slug = school.root.parent / "families-host", slug_of(school, HOME)
    former = {path.partition("/")[0] for path in public(families) if "/" in path}
    assert still_named(families, slug) != []
    assert run(school, "withdraw", HOME, "--reason", "-").exit_code == 0
    assert run(school, "families", "--rotate", "--all").exit_code == 0
    done = run(backup, "publish")
    assert done.exit_code == 1
    assert "doesn't have" in done.output
    assert still_named(families, slug) == []
    assert former.isdisjoint(path.partition("/")[0] for path in public(families))


def test_only_our_own_list_stands_beside_and_tells_nothing(school: School) -> None:
    """Its name can't be guessed: that of the families' tree names their folders."""
    publish(school)
    (name,) = set(tree(host_of(school))) - set(school.site())
    families = set(tree(school.root.parent / "families-host"))
    (other,) = families - set(tree(school.root / "build/site-families"))
    assert len(name) == len(other) > 32
    assert name != other
    assert (host_of(school) / name).read_bytes()[:2] == b"\x1f\x8b"


def test_dry_run_tells_what_would_change_and_changes_nothing(school: School) -> None:
    """In the form of one sentence, with the largest file, and each file on a line."""
    half = host_of(school) / ".tmp-somebody's"
    half.write_bytes(b"half")
    said = publish(school, "--dry-run")
    assert tree(host_of(school)) == {half.name: b"half"}
    assert "+ index.html" in said
    assert f"{len(school.site())} new, 0 replaced, 0 deleted, 0 addresses changed; " in said
    assert "the largest media/" in said
    assert not (school.root / "build/releases").exists()


def test_threat_26_withdrawn_leaves_the_host_with_the_command(school: School) -> None:
    """At once, and from the last releases; the account says so, and nothing is pending."""
    publish(school)
    slug = slug_of(school, CROW)
    done = run(school, "withdraw", CROW, *REASON)
    assert done.exit_code == 0, done.output
    assert f"Off {host_of(school).as_uri()}: " in done.output
    assert still_named(host_of(school), slug) == []
    assert public(host_of(school)) == school.site()
    assert still_named(school.root / "build/releases", slug) == []
    assert "takedown pending" not in run(school, "status").output


def test_threat_26_what_is_for_families_leaves_their_host(school: School) -> None:
    """Held; and an address that was taken back goes whole."""
    publish(school)
    slug, families = slug_of(school, HOME), school.root.parent / "families-host"
    assert still_named(families, slug)
    assert run(school, "hold", HOME, *REASON).exit_code == 0
    assert still_named(families, slug) == []
    (former,) = {path.partition("/")[0] for path in public(families) if "/" in path}
    assert run(school, "families", "--rotate", "--all").exit_code == 0
    assert not (families / former).exists()
    publish(school)
    assert public(families) == tree(school.root / "build/site-families")


def test_threat_26_erased_leaves_the_host(school: School) -> None:
    """Though the ledger knows its name no more."""
    publish(school)
    slug = slug_of(school, CROW)
    assert run(school, "erase", CROW, *REASON, "--yes").exit_code == 0
    assert still_named(host_of(school), slug) == []


def test_families_place_is_not_within_everyones_however_it_is_spelt(
    school: School, tmp_path: Path
) -> None:
    """By dots, or by a link."""
    (tmp_path / "link").symlink_to(tmp_path / "host")
    for within in (f"{tmp_path}/families-host/../host/f", f"{tmp_path}/link/f"):
        Path(within).mkdir(exist_ok=True)
        places = f'to = "{(tmp_path / "host").as_uri()}"\nfamilies_to = "file://{within}"\n'
        aim(school, f"[publish]\n{places}")
        done = run(school, "publish")
        assert done.exit_code == 2
        assert "it is within the other tree's folder" in done.stderr


def test_status_says_what_is_not_published_yet(school: School) -> None:
    """A name that was taken out here is there until somebody publishes."""
    publish(school)
    assert "than here" not in run(school, "status").output
    retitle(school)
    said = run(school, "status").output
    assert re.search(rf"\d+ files are other at {host_of(school).as_uri()} than here\.", said)
    publish(school)
    assert "than here" not in run(school, "status").output


@pytest.mark.slow
def test_threat_26_host_that_is_away_keeps_a_takedown_pending(school: School) -> None:
    """Status says so, also for programs and without ``build``; nothing else is published before it
    is done.
    """
    publish(school)
    slug, host = slug_of(school, CROW), host_of(school)
    away = host.rename(host.with_name("away"))
    done = run(school, "withdraw", CROW, *REASON)
    assert done.exit_code == 1
    assert "It still stands at" in done.output
    school.root.joinpath("recordings").rename(school.root / "not mounted")
    wrong = run(school, "status")
    assert wrong.exit_code == 1
    assert f"files still stand at {host.as_uri()}" in wrong.output
    school.root.joinpath("not mounted").rename(school.root / "recordings")
    school.root.joinpath("build").rename(school.root / "elsewhere")
    assert f"files still stand at {host.as_uri()}" in run(school, "status").output
    rows = json.loads(run(school, "status", "--json").output)
    (told,) = (row["takedown_pending"] for row in rows if row["takedown_pending"])
    assert told[0]["to"] == host.as_uri()
    assert told[0]["files"] == sum(slug in path for path in public(away))
    shutil.rmtree(school.root / "build")
    school.root.joinpath("elsewhere").rename(school.root / "build")
    families = school.root.parent / "families-host"
    before = tree(families)
    refused = run(school, "publish")
    assert refused.exit_code == 1
    assert "Nothing else is published" in refused.stderr
    assert tree(families) == before
    away.rename(host)
    publish(school)
    assert still_named(host, slug) == []
    assert "takedown pending" not in run(school, "status").output


def test_threat_26_without_build_only_what_names_it_is_deleted(school: School) -> None:
    """Nothing can be made in its place; other stories' pages stay."""
    publish(school)
    slug, other = slug_of(school, CROW), slug_of(school, FRENCH)
    shutil.rmtree(school.root / "build")
    done = run(school, "withdraw", slug_id(school, CROW), *REASON)
    assert done.exit_code == 0, done.output
    assert still_named(host_of(school), slug) == []
    assert list(host_of(school).glob(f"media/{other}-*.mp3"))


def slug_id(school: School, path: str) -> str:
    """A story's id, from the ledger alone."""
    rows = (school.root / "decisions/ledger.jsonl").read_text(encoding="utf-8").splitlines()
    told = [json.loads(row) for row in rows]
    return str(next(row["id"] for row in told if row["event"] == "received"
                    and row["private"]["path"] == path))  # fmt: skip


@pytest.mark.slow
def test_threat_25_lapsed_consent_leaves_the_host_before_what_is_new_comes(
    school: School, recording: Named
) -> None:
    """A new story that was built since doesn't delay it, nor is it led to before it is there; of
    the one that stays nothing travels but pages.
    """
    publish(school)
    crow = slug_of(school, CROW)
    school.drop(recording("voice-note.ogg"), POND.removeprefix("recordings/"))
    school.build()
    school.approve()
    school.build()
    school.stop("held", CROW)
    pond, host = slug_of(school, POND), host_of(school)
    crawler = Crawler(host, ADDRESS)
    seen: list[str] = []

    def look(path: str) -> None:
        if crow in path and not list(host.glob(f"media/{crow}-*.mp3")):
            assert not list(host.glob(f"media/{pond}-*"))
        assert crawler.findings() == []
        seen.append(path)

    with watched(look):
        publish(school)
    french = slug_of(school, FRENCH)
    assert not [path for path in seen if path.startswith(f"media/{french}")]
    gone = max(index for index, path in enumerate(seen) if crow in path)
    come = min(index for index, path in enumerate(seen) if f"media/{pond}" in path)
    assert gone < come
    assert public(host) == school.site()


@contextlib.contextmanager
def watched(look: Callable[[str], None]) -> Iterator[None]:
    """Look at a folder after each thing that is done to it."""
    write, delete = FolderHost.write, FolderHost.delete

    def writing(self: FolderHost, path: str, *given: Any) -> None:
        write(self, path, *given)
        look(path)

    def deleting(self: FolderHost, paths: Sequence[str]) -> None:
        for path in paths:
            delete(self, [path])
            look(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FolderHost, "write", writing)
        patch.setattr(FolderHost, "delete", deleting)
        yield


@LINUX
@pytest.mark.slow
def test_threat_29_killed_at_any_step_it_leads_nobody_to_what_is_absent(
    school: School, recording: Named
) -> None:
    """First, with a change, with a withdrawal: a crawler looks after each step; killed at steps all
    along the way, it goes on from there and ends the same.
    """
    aim(school, f'[publish]\nto = "{host_of(school).as_uri()}"\n')
    crawler = Crawler(host_of(school), ADDRESS)

    def change() -> None:
        school.drop(recording("voice-note.ogg"), POND.removeprefix("recordings/"))
        school.publish()

    def hold() -> None:
        school.stop("held", CROW)

    for event in (None, change, hold):
        if event:
            event()
        feeds = [f"feeds/{each.name}" for each in host_of(school).glob("feeds/*.xml")]

        def look(path: str, feeds: Sequence[str] = feeds) -> None:
            found = crawler.findings(("index.html", *feeds))
            assert found == [], path

        for step in (1, 2, 3, 8, 21, 55):
            killed_at(school, step, look)
        with watched(look):
            publish(school)
        assert public(host_of(school)) == school.site()
    assert still_named(host_of(school), slug_of(school, CROW)) == []


def killed_at(school: School, step: int, look: Callable[[str], None]) -> None:
    """Publish in a process of its own that is killed after so many steps, and look at the host."""
    if (child := os.fork()) == 0:
        left = [step]

        def count(path: str) -> None:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            with watched(count):
                releasing.publish(school.workspace, school.reporter, lambda: school.now)
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    look(f"killed at {step}")


def test_large_file_that_was_sent_is_not_sent_again(school: School) -> None:
    """A journey that breaks off at the first page finds its media there."""
    written: list[str] = []

    def fail(path: str) -> None:
        written.append(path)
        if path.endswith(".html"):
            raise HostError("it broke off.", path)

    with watched(fail), pytest.raises(HostError):
        releasing.publish(school.workspace, school.reporter, lambda: school.now)
    sent = {path for path in written if path.startswith("media/")}
    again: list[str] = []
    with watched(again.append):
        publish(school)
    assert sent
    assert sent.isdisjoint(again)
    assert public(host_of(school)) == school.site()


def test_withdrawn_while_files_travel_it_is_overtaken(school: School) -> None:
    """What was on its way goes first, and the rest comes after."""
    slug = slug_of(school, CROW)
    decided: list[str] = []

    def decide(path: str) -> None:
        if f"media/{slug}" in path and not decided:
            decided.append(path)
            school.stop("withdrawn", CROW)

    with watched(decide):
        releasing.publish(school.workspace, school.reporter, lambda: school.now)
    assert decided
    assert still_named(host_of(school), slug) == []
    assert public(host_of(school)) == school.site()


def test_threat_26_withdrawn_while_the_site_is_asked_it_goes_before_the_end(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever withdrew was told that the publication takes it off."""
    slug = slug_of(school, CROW)
    asked: list[str] = []

    def proven(address: str, steps: Sequence[Step]) -> Proof:
        if not asked:
            school.stop("withdrawn", CROW)
        asked.append(address)
        return proving.proven(address, steps)

    monkeypatch.setattr(releasing, "proven", proven)
    releasing.publish(school.workspace, school.reporter, lambda: school.now)
    assert asked
    assert still_named(host_of(school), slug) == []


def test_threat_26_what_never_arrived_is_not_pending_for_good(school: School) -> None:
    """It was coming when a journey was broken off, and was withdrawn since."""
    publish(school)
    slug, to = slug_of(school, CROW), host_of(school).as_uri()
    known = known_at(school.workspace, to, SITE)
    own = {path: each for path, each in known.files.items() if slug in path}
    run(school, "withdraw", CROW, *REASON)
    without = known_at(school.workspace, to, SITE)
    remember(school.workspace, Known(to, SITE, replace(without, under_way="broken", coming=own)))
    assert "takedown pending" in run(school, "status").output
    publish(school)
    assert "takedown pending" not in run(school, "status").output


def test_threat_26_what_can_not_be_deleted_here_leaves_the_host(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that somebody plays, on Windows; the command fails and says so."""
    publish(school)
    slug = slug_of(school, CROW)

    def busy(*_: object, **__: object) -> None:
        raise WorkspaceError("it is being played.", "the-crow.mp3")

    for module in (at_once, watch):
        monkeypatch.setattr(module, "take_down", busy)
    done = run(school, "withdraw", CROW, *REASON)
    assert (done.exit_code, "it is being played" in done.output) == (1, True)
    assert still_named(host_of(school), slug) == []


@pytest.mark.parametrize("command", ["erase", "families"])
def test_threat_26_what_fails_here_keeps_nothing_on_a_host(
    school: School, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """A recording that can't be deleted, a tree that can't be made: hosts are cleared before."""
    publish(school)
    slug, families = slug_of(school, CROW), school.root.parent / "families-host"
    (token,) = (
        each.name for each in families.iterdir() if re.fullmatch(r"[a-z2-7]{32}", each.name)
    )

    def fails(*_: object, **__: object) -> None:
        raise WorkspaceError("it is in use.", "here")

    monkeypatch.setattr(erasing, "_delete", fails)
    monkeypatch.setattr(addressing, "bring_families", fails)
    words = {"erase": (CROW, *REASON, "--yes"), "families": ("--rotate", "--all")}[command]
    assert run(school, command, *words).exit_code == 1
    if command == "erase":
        assert still_named(host_of(school), slug) == []
    else:
        assert not (families / token).exists()


def test_files_of_others_are_left_alone(school: School) -> None:
    """Beside ours; where ours would stand they are told of, and replaced only if that is said."""
    host = host_of(school)
    (host / "index.html").write_text("The school's own page", encoding="utf-8")
    (host / "dinner.html").write_text("Fish", encoding="utf-8")
    refused = run(school, "publish")
    assert refused.exit_code == 2
    assert "index.html" in refused.stderr
    assert (host / "index.html").read_text(encoding="utf-8") == "The school's own page"
    publish(school, "--adopt")
    assert public(host) == {**school.site(), "dinner.html": b"Fish"}


def test_threat_26_record_that_is_damaged_is_not_taken_for_an_empty_host(school: School) -> None:
    """A withdrawal says what it can't see; without the record the host's own list is read."""
    publish(school)
    slug = slug_of(school, CROW)
    records = (school.root / "decisions/hosts").glob("*.json")
    (lost,) = (each for each in records if json.loads(each.read_bytes())["tree"] == FAMILIES)
    lost.with_suffix(".json.gz").write_bytes(b"half")
    done = run(school, "withdraw", CROW, *REASON)
    assert done.exit_code == 1
    assert "can't be read any more" in done.output
    assert still_named(host_of(school), slug) == []
    assert still_named(school.root / "build/site", slug) == []
    for record in (school.root / "decisions/hosts").iterdir():
        record.unlink()
    publish(school)
    assert still_named(host_of(school), slug) == []


def test_copy_that_was_brought_by_hand_is_adopted(school: School) -> None:
    """With what was withdrawn since; media that are there don't travel."""
    slug, host = slug_of(school, CROW), host_of(school)
    shutil.copytree(school.root / "build/site", host, dirs_exist_ok=True)
    assert run(school, "withdraw", CROW, *REASON).exit_code == 0
    again: list[str] = []
    with watched(again.append):
        publish(school, "--adopt")
    assert still_named(host, slug) == []
    assert public(host).items() >= school.site().items()
    other = slug_of(school, FRENCH)
    assert not [path for path in again if path.startswith(f"media/{other}")]


def test_threat_30_share_that_is_empty_is_not_filled_unasked(school: School) -> None:
    """It may be another folder, or one that is not mounted."""
    publish(school)
    shutil.rmtree(host_of(school))
    host_of(school).mkdir()
    refused = run(school, "publish")
    assert refused.exit_code == 1
    assert "Is the share mounted" in refused.stderr
    assert tree(host_of(school)) == {}
    publish(school, "--adopt")
    assert public(host_of(school)) == school.site()
    for each in host_of(school).iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    assert run(school, "withdraw", CROW, *REASON).exit_code == 1
    publish(school, "--adopt")
    assert "takedown pending" not in run(school, "status").output


def test_another_computer_goes_on(school: School, tmp_path: Path) -> None:
    """What stands is known by the host itself: with decisions that know of no host."""
    publish(school)
    shutil.rmtree(school.root / "decisions/hosts")
    assert "0 new, 0 replaced, 0 deleted" in publish(school)
    assert (school.root / "decisions/hosts").is_dir()


def test_file_that_was_changed_by_hand_is_not_sent(school: School) -> None:
    """It is named, and so is one that no build made."""
    site = school.root / "build/site"
    (site / "notes.html").write_text("mine", encoding="utf-8")
    assert "Not sent, as no build made it: site/notes.html." in publish(school)
    assert not (host_of(school) / "notes.html").exists()
    (site / "index.html").write_text("mine", encoding="utf-8")
    with pytest.raises(WorkspaceError, match=r"not as they were built: index\.html"):
        releasing.publish(school.workspace, school.reporter, lambda: school.now)


def test_while_a_build_writes_nothing_is_published(school: School) -> None:
    """It waits for the lock that every build has."""
    held: list[str] = []

    def waiting() -> None:
        raise AssertionError

    class Told(type(school.reporter)):  # type: ignore[misc]
        def say(self, line: str) -> None:
            held.append(line)
            raise KeyboardInterrupt

    with (
        locked(school.workspace.lock, waiting),
        pytest.raises(KeyboardInterrupt),
    ):
        releasing.publish(school.workspace, Told(), lambda: school.now)
    assert held == ["A build is running here; waiting for it to end."]
    assert tree(host_of(school)) == {}


@pytest.mark.slow
def test_rollback_brings_an_earlier_release_back(school: School) -> None:
    """A text that went wrong; the next publish brings it again. Past a withdrawal it never goes."""
    publish(school)
    before = public(host_of(school))
    text = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", f'contact = "kim@hill.example"\n{text}')
    school.build()
    publish(school)
    assert public(host_of(school)) != before
    assert run(school, "rollback", "--list").output.count("2 stories") == 2
    done = run(school, "rollback")
    assert done.exit_code == 0, done.output
    assert public(host_of(school)) == before
    publish(school)
    assert public(host_of(school)) == school.site()
    assert run(school, "withdraw", FRENCH, *REASON).exit_code == 0
    here = public(host_of(school))
    assert run(school, "rollback").exit_code == 2
    assert run(school, "rollback", "1").exit_code == 2
    assert public(host_of(school)) == here


@pytest.mark.slow
def test_rollback_passes_by_a_release_that_was_empty(school: School) -> None:
    """All was held for a while, and published so."""
    publish(school)
    before = public(host_of(school))
    school.stop("held", CROW, FRENCH)
    school.build()
    publish(school)
    school.approve(CROW, FRENCH)
    text = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", f'contact = "kim@hill.example"\n{text}')
    school.build()
    publish(school)
    here = public(host_of(school))
    assert "0 stories; can't be gone back to" in run(school, "rollback", "--list").output
    refused = run(school, "rollback", "2")
    assert (refused.exit_code, "no story is in it" in refused.stderr) == (2, True)
    assert public(host_of(school)) == here
    assert run(school, "rollback").exit_code == 0
    assert public(host_of(school)) == before


@pytest.mark.slow
def test_releases_since_a_withdrawal_can_be_gone_back_to(school: School) -> None:
    """They name the story in the list of what other sites must drop alone; what names it in any
    other place is deleted.
    """
    assert run(school, "withdraw", FRENCH, *REASON).exit_code == 0
    school.build()
    publish(school)
    before = public(host_of(school))
    guids = json.loads(before["school.json"])["withdrawn"]
    text = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", f'contact = "kim@hill.example"\n{text}')
    school.build()
    publish(school)
    done = run(school, "rollback")
    assert done.exit_code == 0, done.output
    assert public(host_of(school)) == before
    assert len(guids) == 1
    slug = slug_of(school, CROW)
    other = "build/releases/1/site/school.json"
    school.write(other, json.dumps({"feeds": guids, "withdrawn": guids}))
    assert run(school, "withdraw", CROW, *REASON).exit_code == 0
    assert still_named(school.root / "build/releases", slug) == []
    school.build()
    assert not (school.root / other).exists()
    assert run(school, "rollback").exit_code == 2


@pytest.mark.slow
def test_status_says_that_a_former_place_is_not_brought_up_to_date(school: School) -> None:
    """A name that was taken out since stands there, and nobody will publish there again."""
    publish(school)
    new = school.root.parent / "new"
    new.mkdir()
    aim(school, f'[publish]\nto = "{new.as_uri()}"\n')
    publish(school)
    assert "any more" not in run(school, "status").output
    retitle(school)
    publish(school)
    former = host_of(school).as_uri()
    said = run(school, "status").output
    assert "than here, and nothing is published there any more: a name" in said
    assert f"media-pipeline publish --forget {former}" in said
    publish(school, "--forget", former)
    assert "any more" not in run(school, "status").output


@pytest.mark.slow
def test_former_host_is_cleared_too_or_forgotten(school: School) -> None:
    """What stands at an address that the settings name no more is known."""
    publish(school)
    slug, new = slug_of(school, CROW), school.root.parent / "new"
    new.mkdir()
    aim(school, f'[publish]\nto = "{new.as_uri()}"\n')
    publish(school)
    assert run(school, "withdraw", CROW, *REASON).exit_code == 0
    assert still_named(host_of(school), slug) == still_named(new, slug) == []
    former = host_of(school).as_uri()
    shutil.rmtree(host_of(school))
    assert run(school, "withdraw", FRENCH, *REASON).exit_code == 1
    publish(school, "--forget", former)
    publish(school)
    assert "takedown pending" not in run(school, "status").output
    assert run(school, "publish", "--forget", former).exit_code == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("decisions", "the decisions folder"),
        ("copy", "the folder of the ledger's copy"),
        ("recordings", "the recordings"),
        ("build", "the folder build"),
    ],
)
def test_place_with_what_is_private_in_it_is_refused(
    school: School, tmp_path: Path, name: str, said: str
) -> None:
    """Also where a setting or a link leads out of the workspace: in it and around it."""
    private = tmp_path / "elsewhere" / name
    private.mkdir(parents=True)
    text = (school.root / "school.toml").read_text(encoding="utf-8")
    if name == "copy":
        school.write("school.toml", f'decisions_copy = "{private}"\n{text}')
    else:
        private.rmdir()
        (school.root / name).rename(private)
        if name == "decisions":
            school.write("school.toml", f'decisions = "{private}"\n{text}')
        else:
            (school.root / name).symlink_to(private)
    (private / "www").mkdir()
    before = tree(private)
    for place in (private / "www", private, private.parent):
        for setting in ("to", "families_to"):
            aim(school, f'[publish]\n{setting} = "{place.as_uri()}"\n')
            done = run(school, "publish")
            assert done.exit_code == 2, done.output
            assert f"it is within {said}, or that within it" in done.stderr
    assert tree(private) == before


def test_place_within_the_workspace_is_refused(school: School) -> None:
    """One that the workspace is in, too, and none at all."""
    for place in (school.root / "build", school.root, school.root.parent):
        aim(school, f'[publish]\nto = "{place.as_uri()}"\n')
        assert run(school, "publish").exit_code == 2
    aim(school, "")
    refused = run(school, "publish")
    assert refused.exit_code == 2
    assert "[publish] to" in refused.stderr


@pytest.mark.slow
def test_sftp_the_whole_way(school: School, tmp_path: Path) -> None:
    """To a real server: published, withdrawn."""
    place = tmp_path / "served"
    place.mkdir()
    (tmp_path / "ssh").mkdir()
    with ssh_server(tmp_path / "ssh") as server:
        aim(school, server.settings(place))
        publish(school)
        assert public(place) == school.site()
        slug = slug_of(school, CROW)
        assert run(school, "withdraw", CROW, *REASON).exit_code == 0
    assert still_named(place, slug) == []
    assert public(place) == school.site()


@pytest.mark.slow
def test_s3_the_whole_way_and_asked_over_http(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every file that was sent answers with its length, its type and in parts; what was withdrawn
    is gone, and ``check --published`` finds nothing.
    """
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", KEY)
    with storage(PORT) as address:
        aim(school, f'[publish]\nto = "s3://{BUCKET}"\nendpoint = "{address}"\n')
        client_of(address).put_bucket_acl(Bucket=BUCKET, ACL="public-read")
        assert f"{ADDRESS} answers as it must" in publish(school)
        done = run(school, "withdraw", CROW, *REASON)
        assert done.exit_code == 0, done.output
        seen = visiting.visit(school.workspace, ADDRESS)
    assert seen.findings == ()
    assert seen.stories == 1
