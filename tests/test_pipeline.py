"""The whole way, on real media: dropped, heard, approved, published, changed, taken down."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from schools import SETTINGS, School, tree

from media_pipeline.commands import looking
from media_pipeline.errors import LedgerError, SettingsError, UsageError, WorkspaceError
from media_pipeline.model import counts
from media_pipeline.publish.addresses import ICONS, LOGO, TOUCH_ICONS

Named = Callable[[str], Path]


@pytest.fixture
def school(tmp_path: Path) -> School:
    """A school without recordings."""
    return School(tmp_path / "school")


@pytest.fixture(scope="module")
def open_school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with two published stories; tests take copies of it."""
    school = School(tmp_path_factory.mktemp("open") / "school")
    school.drop(recording("memo.m4a"), "Reception/Punjabi/ਪਿਆਸਾ ਕਾਂ - Simran.m4a")
    school.drop(recording("voice-note.opus"), "Year 3/fr/Le corbeau.opus")
    return school.publish()


@pytest.fixture
def published(open_school: School, tmp_path: Path) -> School:
    """A copy of the school with two published stories."""
    copy = open_school.copied(tmp_path / "copy")
    copy.build()
    return copy


PUNJABI = "recordings/Reception/Punjabi/ਪਿਆਸਾ ਕਾਂ - Simran.m4a"
FRENCH = "recordings/Year 3/fr/Le corbeau.opus"


def test_nothing_is_public_before_it_is_approved(school: School, recording: Named) -> None:
    """All work is done, and not one byte of it is in the site."""
    path = school.drop(recording("memo.m4a"), "Reception/Punjabi/The crow.m4a")
    school.build()
    story = school.stories()[path]
    assert story["state"] == "waiting"
    assert {each["role"] for each in story["renditions"]} == {
        "enclosure",
        "saver",
        "preview",
        "art",
    }
    site = school.site()
    assert [name for name in site if name.startswith(("media/", "stories/", "feeds/"))] == []
    assert [name for name, content in site.items() if b"crow" in content] == []


def test_approved_story_is_a_page_its_media_and_feed_items(published: School) -> None:
    """The page, the sound and the feeds of its language, class and kind stand."""
    site, story = published.site(), published.stories()[PUNJABI]
    slug = story["slug"]
    assert story["state"] == "published"
    assert {f"stories/{slug}/index.html", f"fr/stories/{slug}/index.html"} <= site.keys()
    named = [name for name, content in site.items() if slug.encode() in content]
    assert {"feeds/all.xml", "feeds/language-pa.xml", "feeds/class-reception.xml",
            "feeds/kind-story.xml", "feeds/all-low-data.xml"} <= set(named)  # fmt: skip
    assert any(name.startswith(f"media/{slug}-") and name.endswith(".mp3") for name in site)


def test_threat_22_second_build_makes_and_writes_nothing(published: School) -> None:
    """Nothing changed: no job runs, no file of the site is touched, the state is untouched."""
    state = (published.root / "build/state.sqlite").read_bytes()
    stamps = {p: p.stat().st_mtime_ns for p in (published.root / "build/site").rglob("*")}
    built = published.build()
    assert (built.placing.written, built.placing.removed) == ((), ())
    assert published.reporter.reasons == {}
    assert {p: p.stat().st_mtime_ns for p in (published.root / "build/site").rglob("*")} == stamps
    assert (published.root / "build/state.sqlite").read_bytes() == state


def test_deleting_build_gives_the_same_bytes_again(published: School) -> None:
    """Nothing in build/ is irreplaceable."""
    before = published.site()
    shutil.rmtree(published.root / "build")
    published.build(fresh=True)
    assert published.site() == before


def test_processes_give_the_same_bytes_as_one(published: School) -> None:
    """The pool has no say in what is made."""
    before = published.site()
    shutil.rmtree(published.root / "build")
    published.build(jobs=2)
    assert published.site() == before


def test_threat_21_28_renamed_recording_keeps_its_id_and_encodes_nothing(published: School) -> None:
    """A rename is not a new story; what is shown of it changed, so it is asked about again."""
    before = published.stories()[PUNJABI]
    source = published.root / PUNJABI
    source.rename(source.with_name("ਕਾਂ - Simran.m4a"))
    published.build()
    after = published.stories()["recordings/Reception/Punjabi/ਕਾਂ - Simran.m4a"]
    assert after["id"] == before["id"]
    assert (after["state"], after["reason"]) == ("waiting", "Changed since it was approved: title.")
    assert not any(name.startswith("sound") for name in published.reporter.reasons)


def test_moved_recording_of_the_same_title_stays_public(published: School) -> None:
    """Where a file lies is not shown."""
    source = published.root / PUNJABI
    target = published.root / "recordings/pa/Reception" / source.name
    target.parent.mkdir(parents=True)
    source.rename(target)
    before = published.site()
    published.build()
    assert published.site() == before


@pytest.mark.parametrize(
    "to", ["Reception/Punjabi/Simran/ਪਿਆਸਾ ਕਾਂ - Simran.m4a", "pa/Year 3/Moved.m4a"]
)
def test_a_copy_of_a_published_recording_changes_nothing(published: School, to: str) -> None:
    """Nor once the recording lies elsewhere than where it was received, where it kept its approval
    or was approved again.
    """
    moved = published.root / "recordings" / to
    moved.parent.mkdir(parents=True, exist_ok=True)
    (published.root / PUNJABI).rename(moved)
    published.build()
    published.approve()
    published.build()
    before = published.site()
    for name in ("Assembly/For Friday.m4a", PUNJABI.removeprefix("recordings/")):
        (published.root / "recordings" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(moved, published.root / "recordings" / name)
    published.build()
    assert published.site() == before


def test_threat_21_new_bytes_at_a_known_path_are_a_new_story_that_waits(
    published: School, recording: Named
) -> None:
    """Telephones reuse names: what was approved was another recording."""
    before = published.stories()[PUNJABI]
    shutil.copyfile(recording("voice-memo.caf"), published.root / PUNJABI)
    published.build()
    stories = published.stories()
    assert stories[PUNJABI]["state"] in ("waiting", "missing")
    assert not any(before["slug"] in name for name in published.site())


def test_threat_23_a_copy_of_what_was_moved_speaks_for_nothing_though_build_is_deleted(
    published: School,
) -> None:
    """Which of the two is the story's is known in ``build`` alone; its own folders tell it, too."""
    name = Path(PUNJABI).name
    moved = published.root / "recordings/Reception/Punjabi/Spring" / name
    moved.parent.mkdir()
    (published.root / PUNJABI).rename(moved)
    published.build()
    other = published.root / "recordings/Arabic" / name
    other.parent.mkdir()
    shutil.copyfile(moved, other)
    published.build()
    before = published.site()
    shutil.rmtree(published.root / "build")
    published.build()
    assert published.site() == before


def test_new_take_keeps_id_and_slug_where_the_coordinator_says_so(
    published: School, recording: Named
) -> None:
    """``approve PATH --as ID`` is a re-recording."""
    before = published.stories()[PUNJABI]
    shutil.copyfile(recording("voice-note.ogg"), published.root / PUNJABI)
    another = published.drop(recording("voice-memo.caf"), "Year 3/en/Another.caf")
    reasons = {(row.path, str(row.state)): row.reason for row in published.build().rows}
    assert reasons[PUNJABI, "missing"] == "Its recording is gone."
    assert reasons[PUNJABI, "waiting"] == (
        "Nobody has decided yet. A published story stood at this path; if this is a new take of "
        f'it, media-pipeline approve "{PUNJABI}" --as {before["id"]} keeps its address and date.'
    )
    assert reasons[another, "waiting"] == "Nobody has decided yet."
    published.approve(PUNJABI, story_id=before["id"])
    published.build()
    after = published.stories()[PUNJABI]
    assert (after["id"], after["slug"]) == (before["id"], before["slug"])
    assert after["state"] == "published"


def test_an_earlier_take_that_is_put_back_is_published_again_where_it_is_said(
    published: School, recording: Named
) -> None:
    """The newer one is gone, and was no good."""
    before = published.stories()[PUNJABI]
    kept = (published.root / PUNJABI).read_bytes()
    published.retake(PUNJABI, recording("voice-note.ogg"))
    (published.root / PUNJABI).write_bytes(kept)
    published.build()
    with pytest.raises(UsageError, match="an earlier take has none of its own"):
        published.approve(PUNJABI)
    words = published.write(
        PUNJABI.replace(".m4a", ".vtt"), "WEBVTT\n\n00:00.000 --> 00:01.000\nCrow\n"
    )
    published.build()
    with pytest.raises(UsageError, match="not as it was when it was approved"):
        published.approve(PUNJABI, story_id=before["id"])
    words.unlink()
    published.build()
    published.approve(PUNJABI, story_id=before["id"])
    published.build()
    after = published.stories()[PUNJABI]
    assert (after["id"], after["slug"]) == (before["id"], before["slug"])
    assert (after["state"], after["renditions"]) == ("published", before["renditions"])


def test_withdrawn_story_is_gone_from_site_and_cache(published: School) -> None:
    """Pages, feeds, media and what was made of it are gone; the recording is where it was."""
    story = published.stories()[PUNJABI]
    published.stop("withdrawn", PUNJABI)
    published.build()
    left = [
        name
        for name, content in tree(published.root / "build").items()
        if story["slug"] in name
        or (story["slug"].encode() in content and "school.json" not in name)
    ]
    assert [name for name in left if name.startswith("site/")] == []
    assert not any((published.root / each["path"]).exists() for each in story["renditions"])
    assert (published.root / PUNJABI).exists()
    assert published.stories()[PUNJABI]["state"] == "withdrawn"


def test_same_bytes_dropped_again_stay_withdrawn(published: School) -> None:
    """Withdrawn is withdrawn, whatever the file is called."""
    published.stop("withdrawn", PUNJABI)
    published.drop(published.root / PUNJABI, "Year 3/en/Another name.m4a")
    (published.root / PUNJABI).unlink()
    published.build()
    assert published.stories()["recordings/Year 3/en/Another name.m4a"]["state"] == "withdrawn"


def test_held_story_comes_back_with_its_address(published: School) -> None:
    """Hold takes it down; a named approval brings it back."""
    slug = published.stories()[PUNJABI]["slug"]
    published.stop("held", PUNJABI)
    published.build()
    assert f"stories/{slug}/index.html" not in published.site()
    published.approve(PUNJABI)
    published.build()
    assert f"stories/{slug}/index.html" in published.site()


def test_missing_original_leaves_the_site_and_comes_back(published: School) -> None:
    """A file that is gone is reported, and its story has its id when it is there again."""
    before = published.stories()[PUNJABI]
    elsewhere = (published.root / PUNJABI).rename(published.root / "elsewhere.m4a")
    published.build()
    assert published.stories()[PUNJABI]["state"] == "missing"
    assert not any(before["slug"] in name for name in published.site())
    elsewhere.rename(published.root / PUNJABI)
    published.build()
    assert published.stories()[PUNJABI]["id"] == before["id"]
    assert published.stories()[PUNJABI]["state"] == "published"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(("recordings/Reception/Punjabi/ਪਿਆਸਾ ਕਾਂ - Simran.toml", 'title = "ਕਾਂ"\n'),
                     {"cover", "tags"}, id="sidecar"),
        pytest.param(("school.toml", None), {"sound"}, id="setting of sound"),
    ],
)  # fmt: skip
def test_threat_22_a_change_makes_again_what_depends_on_it(
    published: School, change: tuple[str, str | None], expected: set[str]
) -> None:
    """Each input changed alone: only its own work runs, and it is said why."""
    path, text = change
    settings = (published.root / "school.toml").read_text(encoding="utf-8")
    published.write(path, text or f"{settings}\n[audio]\nspeech = 64\n")
    published.build()
    done = {name.split(" of ")[0] for name in published.reporter.reasons}
    assert expected <= done
    assert "sound" in expected or "sound" not in done
    assert all(reasons != ("it was never done",) for reasons in published.reporter.reasons.values())


def test_settings_void_no_approval(published: School) -> None:
    """Other bit rates, another name of the school: everything stays public."""
    settings = (published.root / "school.toml").read_text(encoding="utf-8")
    published.write(
        "school.toml", settings.replace("Hill School", "Dale School") + "[audio]\nspeech = 64\n"
    )
    published.build()
    assert {each["state"] for each in published.stories().values()} == {"published"}


def test_a_class_that_is_added_for_a_folder_voids_no_approval(
    school: School, recording: Named
) -> None:
    """As ``init`` invites to. A sidecar that says one is another thing."""
    path = school.drop(recording("memo.m4a"), "English/Choir/The fox.m4a")
    school.publish()
    settings = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", f'{settings}\n[[classes]]\nid = "choir"\nname = "Choir"\n')
    school.build()
    assert (school.stories()[path]["state"], school.stories()[path]["class"]) == (
        "published",
        "choir",
    )
    school.write(f"{path}.toml", 'class = "Reception"\n')
    school.build()
    assert school.stories()[path]["state"] == "waiting"


def test_a_name_that_a_sidecar_takes_away_leaves_everything_and_the_story_stays(
    published: School,
) -> None:
    """Less is shown than was approved, so nobody need approve it again."""
    assert any(b"Simran" in content for content in published.site().values())
    published.write(f"{PUNJABI}.toml", 'teller = ""\n')
    published.build()
    assert published.stories()[PUNJABI]["state"] == "published"
    assert [name for name, content in published.site().items() if b"Simran" in content] == []


def test_story_that_needs_a_title_can_not_be_approved_until_it_has_one(
    school: School, recording: Named
) -> None:
    """A device's name is no title."""
    path = school.drop(recording("memo.m4a"), "Reception/Somali/New Recording 4.m4a")
    school.build()
    assert school.stories()[path]["needs"] == ["title"]
    assert school.approve() == []
    with pytest.raises(UsageError, match="needs a title before"):
        school.approve(path)
    school.write(f"{path}.toml", 'title = "Dawacadii"\n')
    school.build()
    assert school.approve(path) == [path]


def test_approval_does_not_cover_what_came_after_it_was_shown(
    school: School, recording: Named
) -> None:
    """``approve --all`` speaks of the last build; a newer recording waits."""
    school.drop(recording("memo.m4a"), "Reception/Somali/Dawacadii.m4a")
    school.build()
    newer = school.drop(recording("voice-note.opus"), "Reception/Somali/Geri.opus")
    school.approve()
    school.build()
    assert school.stories()[newer]["state"] == "waiting"


def test_refused_file_stops_nothing_and_says_why(school: School, recording: Named) -> None:
    """A playlist with a recording's name is refused; the story beside it is made."""
    school.write("recordings/Reception/en/Assembly.mp3", "#EXTM3U\nfile:///etc/passwd\n")
    path = school.drop(recording("memo.m4a"), "Reception/en/Assembly day.m4a")
    school.build()
    stories = school.stories()
    assert stories["recordings/Reception/en/Assembly.mp3"]["state"] == "refused"
    assert "list of addresses" in stories["recordings/Reception/en/Assembly.mp3"]["reason"]
    assert stories[path]["state"] == "waiting"


def test_without_an_address_there_is_a_site_and_no_feed(published: School) -> None:
    """Feeds need addresses that are whole."""
    settings = (published.root / "school.toml").read_text(encoding="utf-8")
    published.write("school.toml", settings.replace("address", "# address"))
    published.build()
    site = published.site()
    assert "index.html" in site
    assert [name for name in site if name.startswith("feeds")] == []


def test_damaged_ledger_stops_the_build_and_the_site_stays(published: School) -> None:
    """A line that was changed is found by the hash of the next."""
    ledger = published.root / "decisions/ledger.jsonl"
    ledger.write_text(ledger.read_text(encoding="utf-8").replace("Kim", "Tim", 1), encoding="utf-8")
    before = published.site()
    with pytest.raises(LedgerError, match="line"):
        published.build()
    assert published.site() == before


def test_absent_share_takes_no_site_down(published: School) -> None:
    """A drop folder that is not there is an error, not a school without stories."""
    (published.root / "recordings").rename(published.root / "unmounted")
    before = published.site()
    with pytest.raises(WorkspaceError, match="mounted"):
        published.build()
    assert published.site() == before


def test_what_was_let_go_is_not_asked_about_again(published: School, recording: Named) -> None:
    """Its pages have gone. Of what stands since, and where nothing is known to stand, it is."""
    for path in (PUNJABI, FRENCH):
        (published.root / path).unlink()
    with pytest.raises(WorkspaceError, match=": 2 published recordings are not there any more"):
        published.build()
    (said,) = looking.look(published.workspace, published.now).further_lines
    assert "2 published recordings are not there any more; the site stays as it was." in said
    published.build(allow_missing=True)
    another = published.drop(recording("voice-note.ogg"), "Year 3/en/Another.ogg")
    published.publish()
    assert published.stories()[another]["state"] == "published"
    (published.root / another).unlink()
    with pytest.raises(WorkspaceError, match=": 1 published recording is not there any more"):
        published.build()
    shutil.rmtree(published.root / "build")
    with pytest.raises(WorkspaceError, match=": 3 published recordings are not there any more"):
        published.build()


def test_more_than_half_is_counted_of_what_stands(school: School, recording: Named) -> None:
    """Four of six that were let go don't stop the next build."""
    names = ("sixteen-bits.wav", "eight-bits.wav", "speech.wav", "memo.m4a", "voice-note.opus",
             "voice-note.ogg")  # fmt: skip
    paths = [school.drop(recording(name), f"Reception/en/Our {name}") for name in names]
    school.publish()
    for path in paths[:4]:
        (school.root / path).unlink()
    with pytest.raises(WorkspaceError, match=": 4 published recordings are not there any more"):
        school.build()
    school.build(allow_missing=True)
    school.write("recordings/Reception/en/Our voice-note.opus.toml", 'description = "Of a pond"')
    school.build()
    assert school.stories()[paths[4]]["state"] == "waiting"


def test_threat_30_a_sheet_that_was_moved_takes_no_site_down(
    school: School, recording: Named
) -> None:
    """It told what the stories are called. What was let go once is not asked about again."""
    names = ("sixteen-bits.wav", "eight-bits.wav", "memo.m4a", "voice-note.ogg")
    for number, name in enumerate(names):
        school.drop(recording(name), f"English/New Recording {number}{Path(name).suffix}")
    rows = (
        f"New Recording {number}{Path(name).suffix},Fox {number}"
        for number, name in enumerate(names)
    )
    sheet = school.write("recordings/English/recordings.csv", "\n".join(("file,title", *rows)))
    before = school.publish().site()
    sheet.rename(school.root / "recordings.csv")
    with pytest.raises(WorkspaceError, match=": 4 published stories lack the title or the lang"):
        school.build()
    assert school.site() == before
    (said,) = looking.look(school.workspace, school.now).further_lines
    assert "4 published stories lack the title" in said
    school.build(allow_missing=True)
    school.build()
    assert {each["state"] for each in school.stories().values()} == {"waiting"}


def test_all_that_is_public_may_be_replaced(published: School, recording: Named) -> None:
    """It is no share that is absent: other recordings lie where they lay."""
    for path, name in ((PUNJABI, "voice-memo.caf"), (FRENCH, "voice-note.ogg")):
        shutil.copyfile(recording(name), published.root / path)
    published.build()
    assert not (published.root / "build/site/stories").exists()
    assert not any(name.startswith("media/") and name.endswith(".mp3") for name in published.site())


def test_threat_30_recordings_that_became_useless_take_no_site_down(published: School) -> None:
    """A disk that fails or a cloud's placeholders are no other recordings."""
    for path in (PUNJABI, FRENCH):
        file = published.root / path
        file.write_bytes(bytes(file.stat().st_size))
    before = published.site()
    with pytest.raises(WorkspaceError, match="not there any more"):
        published.build()
    assert published.site() == before


def test_withdrawal_during_a_build_is_obeyed_by_it(
    published: School, recording: Named, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The ledger is read again before the site is published."""
    published.drop(recording("voice-note.ogg"), "Year 3/en/Another.ogg")
    slug = published.stories()[PUNJABI]["slug"]
    seen = published.reporter

    class Withdrawing(type(seen)):  # type: ignore[misc]
        def explain(self, name: str, reasons: object) -> None:
            if name.startswith("sound"):
                published.stop("withdrawn", PUNJABI)

    monkeypatch.setattr("schools.RecordingReporter", Withdrawing)
    published.build()
    assert not any(slug in name for name in published.site())


def test_story_for_families_only_is_never_on_the_public_site(
    published: School, recording: Named
) -> None:
    """An approval lets families have it; nothing of it is in what everyone sees, also not once it
    was withdrawn.
    """
    path = published.drop(recording("voice-note.ogg"), "Year 3/en/A secret.ogg")
    published.write(f"{path}.toml", 'rights = "families-only"\n')
    before = published.site()
    published.build()
    assert published.approve(path) == [path]
    built = published.build()
    story = published.stories()[path]
    assert (story["state"], story["audience"]) == ("published", "families")
    assert "2 public, 1 for families only" in counts(built.rows)
    assert published.site() == before
    published.stop("withdrawn", path)
    published.build()
    assert published.site() == before


def test_story_that_becomes_for_families_only_leaves_the_public_site(published: School) -> None:
    """It waits for an approval of that, and has its address then."""
    published.write(f"{PUNJABI}.toml", 'rights = "families-only"\n')
    published.build()
    story = published.stories()[PUNJABI]
    assert (story["state"], story["audience"]) == ("waiting", "none")
    assert not any(story["slug"] in name for name in published.site())
    published.approve(PUNJABI)
    published.build()
    assert published.stories()[PUNJABI]["audience"] == "families"
    assert not any(story["slug"] in name for name in published.site())


def test_feed_of_the_schools_own_has_its_art_and_stories(published: School) -> None:
    """``feeds/NAME.toml`` chooses stories; its picture is its art, built anew."""
    Image.new("RGB", (1500, 1500), "teal").save(published.root / "feeds.png")
    published.write("feeds/ours.toml", 'title = "Ours"\nlanguages = ["fr"]\nart = "ours.png"\n')
    (published.root / "feeds.png").rename(published.root / "feeds/ours.png")
    published.build()
    site, french = published.site(), published.stories()[FRENCH]
    feed = site["feeds/ours.xml"].decode()
    assert french["slug"] in feed
    assert published.stories()[PUNJABI]["slug"] not in feed
    art = next(name for name in site if name.startswith("media/show-ours-"))
    assert f"https://stories.hill.example/{art}" in feed
    assert Image.open(BytesIO(site[art])).size == (1500, 1500)


def test_feed_that_leaves_the_site_is_told_once(published: School) -> None:
    """Families may be subscribed to it: a file that was deleted by mistake can be put back."""
    published.write("feeds/ours.toml", 'title = "Ours"\nlanguages = ["fr"]\n')
    published.build()
    (published.root / "feeds/ours.toml").unlink()
    published.build()
    (said,) = published.reporter.lines
    assert said.startswith("Left the site: feeds/ours.xml, to which families may be subscribed.")
    published.build()
    assert published.reporter.lines == []


def test_art_that_directories_refuse_is_a_mistake_in_the_settings(published: School) -> None:
    """A picture that is not square is told with its place; the site stays."""
    Image.new("RGB", (1500, 900), "teal").save(published.root / "ours.png")
    published.write("feeds/ours.toml", 'title = "Ours"\nart = "ours.png"\n')
    (published.root / "ours.png").rename(published.root / "feeds/ours.png")
    before = published.site()
    with pytest.raises(SettingsError, match=r"feeds/ours.toml: art: .*square"):
        published.build()
    assert published.site() == before


@pytest.mark.parametrize("state", ["kept", "lost"])
def test_withdrawn_story_leaves_the_site_whatever_else_is_wrong(
    published: School, state: str
) -> None:
    """No share that is away keeps it public; the other stories' pages stay."""
    stories = published.stories()
    published.stop("withdrawn", PUNJABI)
    (published.root / "recordings").rename(published.root / "unmounted")
    if state == "lost":
        (published.root / "build/state.sqlite").unlink()
    with pytest.raises(WorkspaceError, match="mounted"):
        published.build()
    site = published.site()
    slug = stories[PUNJABI]["slug"]
    assert [name for name, said in site.items() if slug in name or slug.encode() in said] == []
    assert any(name.endswith(".pdf") for name in site) is (state == "kept")
    # Where pages can't be made anew, one that leads to the story goes with it.
    assert (f"stories/{stories[FRENCH]['slug']}/index.html" in site) is (state == "kept")


def test_touched_recording_is_no_changed_story(published: School) -> None:
    """A file's time is shown to nobody."""
    before = published.site()
    (published.root / PUNJABI).touch()
    built = published.build()
    assert (built.placing.written, published.site()) == ((), before)


def test_feeds_never_say_they_are_older_than_they_were(published: School) -> None:
    """``lastBuildDate`` counts what left, too."""
    (published.root / FRENCH).unlink()
    before = published.site()["feeds/all.xml"].split(b"lastBuildDate")[1]
    published.build()
    assert published.site()["feeds/all.xml"].split(b"lastBuildDate")[1] == before


def test_pictures_of_a_story_are_shown_in_turn(school: School, recording: Named) -> None:
    """All are built anew, stand on the site after the cover, and the site checks out."""
    path = school.drop(recording("memo.m4a"), "Reception/Somali/Dawacadii.m4a")
    for number, colour in ((2, "teal"), (10, "navy"), (1, "orange")):
        target = school.root / f"recordings/Reception/Somali/Dawacadii {number}.jpg"
        exif = Image.Exif()
        exif[0x010E] = "CANARY"
        Image.new("RGB", (300 + number, 200), colour).save(target, exif=exif)
    school.build()
    assert school.approve() == [path]
    school.build()
    site, slug = school.site(), school.stories()[path]["slug"]
    page = site[f"stories/{slug}/index.html"].decode()
    slides = re.findall(rf'media/{slug}-\w+\.jpg" alt="[^"]+" width="(\d+)"', page)
    assert slides == ["301", "302", "310"]
    assert not any(b"CANARY" in content for content in site.values())
    found = school.check()
    assert [each for each in found if each.path.startswith("media/")] == []


def test_site_has_icons_of_the_initial_and_of_the_logo_where_there_is_one(school: School) -> None:
    """The manifest and the pages name those that stand; a logo alone makes them again."""
    school.build()
    first = school.site()
    manifest = json.loads(first["manifest.webmanifest"])
    assert {each["src"] for each in manifest["icons"]} == set(ICONS)
    assert {*ICONS, *TOUCH_ICONS} == {name for name in first if name.startswith("icons/")}
    Image.new("RGB", (300, 300), "teal").save(school.root / "logo.png")
    school.write("school.toml", f'{SETTINGS}\n[look]\nlogo = "logo.png"\n')
    school.build()
    site = school.site()
    assert Image.open(BytesIO(site[LOGO])).size == (192, 192)
    assert b"icons/logo.png" in site["index.html"]
    assert site["icons/icon-192.png"] != first["icons/icon-192.png"]
    assert school.build().placing.written == ()


@pytest.mark.parametrize(("file", "why"), [("", "there is no file"), ("words", "not a picture")])
def test_logo_that_can_not_be_used_is_a_mistake_in_the_settings(
    school: School, file: str, why: str
) -> None:
    """It is told with its place."""
    if file:
        school.write("logo.png", file)
    school.write("school.toml", f'{SETTINGS}\n[look]\nlogo = "logo.png"\n')
    with pytest.raises(SettingsError, match=f"school.toml: look: logo: .*{why}"):
        school.build()


def test_spoken_name_of_a_language_is_heard_beside_it_and_is_no_story(
    published: School, recording: Named
) -> None:
    """Once approved, one file of it is on the site, named by its language's pages alone."""
    path = published.drop(recording("voice-note.ogg"), "Spoken names/Punjabi.ogg")
    nobodys = published.drop(recording("voice-memo.caf"), "Spoken names/Somali.caf")
    before = published.site()
    published.build()
    assert published.site() == before
    story = published.stories()[path]
    assert (story["title"], story["language"], story["kind"]) == ("ਪੰਜਾਬੀ", "pa", "spoken-name")
    assert sorted(published.approve(path, nobodys)) == sorted([path, nobodys])
    published.build()
    site = published.site()
    added = site.keys() - before.keys()
    (sound,) = added
    story = published.stories()[path]
    assert re.fullmatch(rf"media/{story['slug']}-\w{{12}}\.mp3", sound)
    named = {name for name, said in site.items() if sound.encode() in said}
    assert {"language/pa/index.html", "index.html", "fr/language/pa/index.html"} <= named
    assert not any(name.startswith(("feeds/", "stories/", "class/", "kind/")) for name in named)
    changed = {name for name in before if site[name] != before[name]}
    assert not any(name.startswith(("feeds/", "kind/", "class/")) for name in changed)


def test_spoken_name_has_no_jingle(school: School, recording: Named) -> None:
    """It is one word, and is heard at once."""
    told = school.drop(recording("memo.m4a"), "pa/The crow.m4a")
    name = school.drop(recording("voice-note.ogg"), "Spoken names/Punjabi.ogg")
    shutil.copyfile(recording("jingle.wav"), school.root / "jingle.wav")
    school.write("school.toml", f'jingle = "jingle.wav"\n{SETTINGS}')
    school.build()
    seconds = {path: each["renditions"][0]["seconds"] for path, each in school.stories().items()}
    assert seconds[name] < 2.5
    assert seconds[told] > 3


def test_logo_stays_while_a_story_is_taken_down(published: School) -> None:
    """Also where the build ends there: pages name it still."""
    Image.new("RGB", (300, 300), "teal").save(published.root / "logo.png")
    published.write("school.toml", f'{SETTINGS}\n[look]\nlogo = "logo.png"\n')
    published.build()
    logo = published.site()[LOGO]
    published.stop("withdrawn", PUNJABI)
    (published.root / "recordings").rename(published.root / "unmounted")
    with pytest.raises(WorkspaceError, match="mounted"):
        published.build()
    site = published.site()
    assert site[LOGO] == logo
    assert b"icons/logo.png" in site["index.html"]


def test_site_of_a_film_without_an_address_has_no_file_that_nobody_names(
    school: School, recording: Named
) -> None:
    """Its pages show the still and the small cover; the large one is for feeds."""
    school.write("school.toml", SETTINGS.replace('address = "https://stories.hill.example/"', ""))
    school.drop(recording("plain.mp4"), "Year 3/en/Our pond.mp4")
    school.publish()
    assert [each for each in school.check() if "media/" in each.path] == []


def test_withdrawn_spoken_name_leaves_at_once(published: School, recording: Named) -> None:
    """As a story does, also while the share is away."""
    path = published.drop(recording("voice-note.ogg"), "Spoken names/Punjabi.ogg")
    published.build()
    published.approve(path)
    published.build()
    slug = published.stories()[path]["slug"]
    assert any(slug in name for name in published.site())
    published.stop("withdrawn", path)
    (published.root / "recordings").rename(published.root / "unmounted")
    with pytest.raises(WorkspaceError, match="mounted"):
        published.build()
    site = published.site()
    assert [name for name, said in site.items() if slug in name or slug.encode() in said] == []
    assert "language/pa/index.html" in site
