"""The consent register the whole way: seen, obeyed, lapsed, damaged, gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import openpyxl
import pytest
from click.testing import CliRunner, Result
from schools import SETTINGS, RecordingReporter, School, tree

from media_pipeline.cli import cli
from media_pipeline.commands import looking
from media_pipeline.errors import RegisterError, UsageError, WorkspaceError
from media_pipeline.takedown.trees import publisher_aside
from media_pipeline.takedown.watch import begin_watch
from media_pipeline.tools.store import Store
from media_pipeline.workspace.ledger import open_ledger

pytestmark = pytest.mark.slow

Named = Callable[[str], Path]

ENGLISH = SETTINGS.replace('["en", "fr"]', '["en"]')
HEAD = "code,role,class,voice,image,name,from,until,leaves"
GOOD = {
    "Q-7701": "pupil,Reception,public,families,public,2026-09-01,2026-12-20,",
    "Q-7702": "pupil,Year 3,public,none,none,01/09/2026,,",
    "Q-7703": "parent,,families,none,none,,,",
}
CROW = "recordings/Reception/Punjabi/The crow - Simran.m4a"
HEN = "recordings/Year 3/en/The hen.ogg"


def give(school: School, **changes: str) -> None:
    """Write the register, with other rows for some codes (``Q7701`` for Q-7701)."""
    other = {f"{code[:1]}-{code[1:]}": row for code, row in changes.items()}
    rows = [f"{code},{row}" for code, row in {**GOOD, **other}.items() if row]
    school.write("decisions/consent.csv", "\n".join([HEAD, *rows]) + "\n")


@pytest.fixture(scope="module")
def agreed_school(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school with a register and two public stories; tests take copies of it."""
    school = School(tmp_path_factory.mktemp("agreed") / "school")
    school.write("school.toml", ENGLISH)
    school.drop(recording("memo.m4a"), CROW.removeprefix("recordings/"))
    school.drop(recording("voice-note.ogg"), HEN.removeprefix("recordings/"))
    school.write(f"{CROW}.toml", 'people = "q-7701"\n')
    school.write(f"{HEN}.toml", 'people = "class:year 3@23/11/2026"\n')
    give(school)
    return school.publish()


@pytest.fixture
def school(agreed_school: School, tmp_path: Path) -> School:
    """A copy of the school with a register and two public stories."""
    return agreed_school.copied(tmp_path / "copy")


def run(school: School, command: str, *arguments: str) -> Result:
    """A command, as a person types it."""
    return CliRunner().invoke(cli, [command, *arguments, "-w", str(school.root)])


def states(school: School) -> dict[str, str]:
    """For whom each story is."""
    return {path: row["audience"] for path, row in school.stories().items()}


def names(school: School, path: str) -> list[str]:
    """The public files that name a story."""
    return naming(school, school.stories()[path]["slug"])


def naming(school: School, slug: str) -> list[str]:
    """Likewise, of a story that the last report may not know any more."""
    return [n for n, text in school.site().items() if slug in n or slug.encode() in text]


def without_drop_folder(school: School) -> None:
    """Make every look at the drop folder fail, as a share that is away does."""
    (school.root / "recordings").rename(school.root / "away")


def test_what_everyone_agrees_to_is_public(school: School) -> None:
    """And nobody's code is anywhere in it, nor in the tags of its files."""
    assert states(school) == {CROW: "public", HEN: "public"}
    site = school.site()
    assert names(school, CROW)
    for code in GOOD:
        assert [name for name, text in site.items() if code.encode() in text] == []
        assert [name for name, text in site.items() if code.lower().encode() in text] == []
    assert any(b"Simran" in text for text in site.values())


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("", id="no record"),
        pytest.param("pupil,Reception,public,none,none,,2026-11-22,", id="expired"),
        pytest.param("pupil,Reception,families,none,none,,,", id="other audience"),
    ],
)
def test_threat_25_without_consent_it_leaves_first_of_all(school: School, row: str) -> None:
    """Before anything that may fail is looked at; the other story stays."""
    slug = school.stories()[HEN]["slug"]
    hen = {name for name in school.site() if slug in name}
    give(school, Q7701=row)
    without_drop_folder(school)
    with pytest.raises(WorkspaceError, match="recordings"):
        school.build()
    assert names(school, CROW) == []
    assert hen <= school.site().keys()


def test_consent_that_is_given_again_brings_the_same_site_back(school: School) -> None:
    """Nothing was remembered of the time between."""
    before = school.site()
    give(school, Q7701="pupil,Reception,families,none,public,,,")
    school.build()
    assert (states(school), names(school, CROW)) == ({CROW: "families", HEN: "public"}, [])
    assert "by others than families" in school.stories()[CROW]["reason"]
    give(school)
    school.build()
    assert school.site() == before


def test_threat_25_consent_that_ends_takes_it_down_the_day_after(school: School) -> None:
    """Nobody has to touch anything."""
    school.now = school.now.replace(month=12, day=20)
    school.build()
    assert states(school)[CROW] == "public"
    school.now += timedelta(days=1)
    school.build()
    assert (states(school)[CROW], names(school, CROW)) == ("none", [])
    assert school.stories()[CROW]["reason"] == "Q-7701 agreed until 2026-12-20."


def test_threat_25_check_finds_what_a_consent_that_ended_left_on_the_site(school: School) -> None:
    """Whoever brings it to a web server by hand has not built since."""
    school.now = school.now.replace(month=12, day=20)
    assert school.check() == []
    school.now = school.now.replace(month=12, day=21)
    found = {each.path: each.sentence for each in school.check()}
    slug = school.stories()[CROW]["slug"]
    assert f"stories/{slug}/index.html" in found
    assert set(found.values()) == {"it is of a story that may not be here any more: build again."}
    school.build()
    assert school.check() == []


def test_threat_25_a_clock_that_went_back_brings_no_consent_back(school: School) -> None:
    """The day is never before the ledger's last line."""
    give(school, Q7701="pupil,Reception,public,none,none,2026-09-01,2026-11-22,")
    school.now -= timedelta(days=10)
    built = school.build()
    assert states(school)[CROW] == "none"
    (said,) = built.problems
    assert "a line of the ledger is of that day" in said


def test_threat_24_a_clock_that_went_back_after_a_build_brings_no_consent_back(
    school: School,
) -> None:
    """Nothing was decided since the consent ended; the build remembers the day, and says so."""
    give(school, Q7701="pupil,Reception,public,none,none,2026-09-01,2026-12-20,")
    before = school.now
    school.now = school.now.replace(month=12, day=21)
    school.build()
    assert states(school)[CROW] == "none"
    school.now = before
    built = school.build()
    assert states(school)[CROW] == "none"
    day = f"The computer's clock says {before:%Y-%m-%d}, so consents are judged as of 2026-12-21"
    assert [each for each in built.problems if each.startswith(day)]
    (school.root / "decisions/latest-day.txt").unlink()
    assert not school.build().problems
    assert states(school)[CROW] == "public"


def test_a_day_that_cannot_be_noted_stops_nothing(school: School) -> None:
    """The ledger's last line holds all the same."""
    (school.root / "decisions/latest-day.txt").unlink(missing_ok=True)
    (school.root / "decisions/latest-day.txt").mkdir()
    give(school, Q7701="pupil,Reception,public,none,none,,,")
    school.build()
    assert states(school)[CROW] == "public"


def test_threat_25_one_of_a_class_is_enough(school: School) -> None:
    """A group clip falls with one withdrawal, and comes back less the absent who refused."""
    give(school, Q7704="pupil,YEAR 3,none,none,none,,,")
    school.build()
    assert (states(school)[HEN], names(school, HEN)) == ("none", [])
    assert "Q-7704 does not agree to be heard at all" in school.stories()[HEN]["reason"]
    with pytest.raises(UsageError, match="not everyone in it agrees"):
        school.approve(HEN)
    school.write(f"{HEN}.toml", 'people = "class:year 3@2026-11-23"\nabsent = ["Q-7704"]\n')
    school.build()
    assert school.approve(HEN) == [HEN]
    school.build()
    assert states(school)[HEN] == "public"


def test_threat_25_a_class_of_another_school_year_is_not_answered_for(school: School) -> None:
    """The register knows who is in it now."""
    school.write(f"{HEN}.toml", 'people = "class:Year 3@2026-07-01"\n')
    school.build()
    assert states(school)[HEN] == "none"
    assert "in another school year: write codes" in school.stories()[HEN]["reason"]


def test_threat_25_nobody_named_is_not_public_with_the_register_on(
    school: School, recording: Named
) -> None:
    """It needs people, and can't be approved."""
    (school.root / f"{CROW}.toml").unlink()
    school.build()
    row = school.stories()[CROW]
    assert (row["audience"], row["needs"], names(school, CROW)) == ("none", ["people"], [])
    with pytest.raises(UsageError, match="--people"):
        school.approve(CROW)
    assert run(school, "describe", CROW, "--people", "Q-7701").exit_code == 0
    school.build()
    assert states(school)[CROW] == "public"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"\x00\xff" * 999, "needs a column called “code”", id="damaged"),
        pytest.param(None, "is not there any more", id="deleted"),
    ],
)
def test_threat_25_without_its_register_nothing_is_built_but_withdrawals(
    school: School, content: bytes | None, said: str
) -> None:
    """The site stays as it was, less what was withdrawn; it is said how to go on."""
    slug = school.stories()[HEN]["slug"]
    give(school, Q7701="pupil,Reception,none,none,none,,,")
    school.build()
    register = school.root / "decisions/consent.csv"
    register.unlink() if content is None else register.write_bytes(content)
    before = school.site()
    with pytest.raises(RegisterError, match=said):
        school.build()
    assert school.site() == before
    with pytest.raises(RegisterError, match=said):
        looking.look(school.workspace, school.now)
    school.stop("withdrawn", HEN)
    with pytest.raises(RegisterError, match=said):
        school.build()
    assert naming(school, slug) == names(school, CROW) == []


def test_a_register_is_done_without_on_purpose(school: School) -> None:
    """A setting says so; approval alone decides then."""
    (school.root / "decisions/consent.csv").unlink()
    settings = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", f"{settings}\n[consent]\nrequired = false\n")
    school.build()
    assert states(school) == {CROW: "public", HEN: "public"}


def test_threat_25_a_name_goes_without_its_story(school: School) -> None:
    """No file that is published has it then, and the approval stands."""
    give(school, Q7701="pupil,Reception,public,none,none,,,")
    school.build()
    assert states(school)[CROW] == "public"
    assert [name for name, text in school.site().items() if b"Simran" in text] == []
    assert "Its teller is not named" in " ".join(school.stories()[CROW]["notes"])


def test_where_lists_every_place_of_a_person(school: School) -> None:
    """Also of a story that is not public; in any case, and by a class."""
    said = run(school, "where", "q-7701").output
    slug = school.stories()[CROW]["slug"]
    for line in (
        f"{CROW}  (published; audience: public)",
        f"page     https://stories.hill.example/stories/{slug}/",
        "feed     build/site/feeds/class-reception.xml",
        f"recorded {CROW}.toml",
        f"file     build/site/media/{slug}-",
        "made     build/cache/objects/",
        "can't be known",
    ):
        assert line in said
    assert HEN not in said
    assert HEN in run(school, "where", "Q-7702").output
    school.stop("held", CROW)
    school.build()
    said = run(school, "where", "Q-7701").output
    assert f"{CROW}  (held; audience: none)" in said
    assert "build/site" not in said
    unknown = run(school, "where", "Q-0000").output
    assert "is in 0 recordings" in unknown
    assert "The consent register has no such code." in unknown


def test_where_lists_hosts_and_earlier_releases(school: School, tmp_path: Path) -> None:
    """What has left the site may stand there yet."""
    (tmp_path / "host").mkdir()
    school.write("school.toml", f'{ENGLISH}\n[publish]\nto = "file://{tmp_path}/host"\n')
    school.build()
    done = run(school, "publish")
    assert done.exit_code == 0, done.output + done.stderr
    slug = school.stories()[CROW]["slug"]
    give(school, Q7701="pupil,Reception,none,none,none,,,")
    school.build()
    said = run(school, "where", "Q-7701").output
    assert f"host     file://{tmp_path}/host: stories/{slug}/index.html" in said
    assert re.search(rf"file     build/releases/1/site/media/{slug}-", said)
    assert "build/site/" not in said


def test_threat_25_what_stands_without_its_recording_is_known_and_must_go(
    school: School, tmp_path: Path
) -> None:
    """The recording was deleted, and then somebody in it took their consent back."""
    (tmp_path / "host").mkdir()
    school.write("school.toml", f'{ENGLISH}\n[publish]\nto = "file://{tmp_path}/host"\n')
    school.build()
    assert run(school, "publish").exit_code == 0
    slug = school.stories()[CROW]["slug"]
    (school.root / CROW).unlink()
    give(school, Q7701="pupil,Reception,none,none,none,,,")
    school.build()
    assert "takedown pending" in run(school, "status").output
    said = run(school, "where", "Q-7701").output
    assert f"{CROW}  (missing; audience: none)" in said
    assert f"host     file://{tmp_path}/host: stories/{slug}/index.html" in said


def test_status_and_build_name_a_wrong_row(school: School) -> None:
    """And ``status`` what lapses soon."""
    give(school, Q7705="pupil,Year 1,perhaps,none,none,,,")
    row = "consent.csv, row 5: voice: “perhaps” is not one of public, families, none."
    assert any(each.startswith(row) for each in school.build().problems)
    look = looking.look(school.workspace, school.now)
    assert look.problems[0].startswith(row)
    assert [(each.code, str(each.last), each.paths) for each in look.lapses] == [
        ("Q-7701", "2026-12-20", (CROW,))
    ]


@pytest.mark.parametrize(
    "name",
    [
        *("consent.csv.csv", "Consent.xlsx.CSV", "consent.ods", "Consents.csv"),
        "consent register.xlsx",
    ],
)
def test_a_register_whose_name_is_not_quite_right_is_not_overlooked(
    school: School, name: str
) -> None:
    """Without it no consent would be asked for: some computers hide an ending."""
    register = school.root / "decisions/consent.csv"
    before = school.site()
    register.rename(register.with_name(name))
    with pytest.raises(RegisterError, match=r"must be called consent\.csv or consent\.xlsx"):
        school.build()
    assert school.site() == before


def test_threat_25_what_is_saved_during_a_build_is_obeyed_at_its_next_glance(
    school: School,
) -> None:
    """A consent that was taken back, then a surname that was added; a glance at nothing new is no
    work.
    """
    workspace = school.workspace
    slugs = [school.stories()[path]["slug"] for path in (CROW, HEN)]
    school.write(f"{HEN}.toml", 'people = "class:year 3@23/11/2026"\ntitle = "Hen Heronsong"\n')
    school.build()
    school.approve(HEN)
    school.build()
    with closing(Store(workspace.build)) as store:
        publisher = publisher_aside(workspace, store, school.reporter, lambda: school.now)
        watch = begin_watch(open_ledger(workspace), publisher, school.reporter)
        assert [bool(naming(school, slug)) for slug in slugs] == [True, True]
        give(school, Q7701="pupil,Reception,none,none,none,,,")
        watch()
        assert [bool(naming(school, slug)) for slug in slugs] == [False, True]
        school.write("decisions/surnames.txt", "Heronsong\n")
        watch()
        assert [bool(naming(school, slug)) for slug in slugs] == [False, False]
        with patch("media_pipeline.takedown.watch.take_down") as work:
            watch()
        assert not work.called


def test_threat_11_a_list_of_surnames_that_was_there_must_be_there(school: School) -> None:
    """Under its own name: every surname would pass without it. An empty one does."""
    surnames = school.write("decisions/surnames.txt", "Heronsong\n")
    school.build()
    before = school.site()
    elsewhere = surnames.rename(surnames.with_name("surnames.txt.txt"))
    with pytest.raises(WorkspaceError, match=r"must be called surnames\.txt"):
        school.build()
    elsewhere.unlink()
    with pytest.raises(WorkspaceError, match="is not there any more"):
        school.build()
    assert school.site() == before
    surnames.touch()
    school.build()
    assert states(school) == {CROW: "public", HEN: "public"}


def test_a_workbook_is_a_register_too(school: School) -> None:
    """With its dates as the calendar has them; two registers are one too many."""
    book = openpyxl.Workbook()
    book.active.append([name.upper() for name in HEAD.split(",")])
    for code, row in GOOD.items():
        book.active.append([code, *row.split(",")])
    book.save(school.root / "decisions/Consent.xlsx")
    with pytest.raises(RegisterError, match="more than one"):
        school.build()
    (school.root / "decisions/consent.csv").unlink()
    school.build()
    assert states(school) == {CROW: "public", HEN: "public"}
    sheet = book.create_sheet("Next year")
    sheet["A3"], sheet["B3"] = "code", "voice"
    book.save(school.root / "decisions/Consent.xlsx")
    with pytest.raises(RegisterError, match="one of several in its file"):
        school.build()


def test_threat_25_merged_cells_of_the_register_end_nothing_and_give_nothing(
    school: School,
) -> None:
    """Excel shows one “until” for two people; the file has it for the first alone."""
    book = openpyxl.Workbook()
    book.active.append(HEAD.split(","))
    for code, row in GOOD.items():
        book.active.append([code, *row.split(",")])
    book.active["H2"] = "2026-11-22"  # the day before: nobody agrees any more
    book.active.merge_cells("H2:H3")
    (school.root / "decisions/consent.csv").unlink()
    book.save(school.root / "decisions/consent.xlsx")
    before = school.site()
    with pytest.raises(RegisterError, match=r"stays as it was.*Unmerge Cells"):
        school.build()
    assert school.site() == before
    book.active.unmerge_cells("H2:H3")
    book.active["H3"] = "2026-11-22"
    book.save(school.root / "decisions/consent.xlsx")
    school.build()
    assert states(school) == {CROW: "none", HEN: "none"}


def test_threat_25_a_stick_gets_what_everyone_agrees_to_now(school: School, tmp_path: Path) -> None:
    """Not what the last build was let publish."""
    from media_pipeline.commands.exporting import export

    give(school, Q7701="pupil,Reception,families,none,none,,,")
    slug = school.stories()[CROW]["slug"]
    export(school.workspace, tmp_path / "stick", RecordingReporter(), lambda: school.now)
    copied: Mapping[str, bytes] = tree(tmp_path / "stick")
    assert [name for name in copied if slug in name] == []
    assert [name for name in copied if school.stories()[HEN]["slug"] in name] != []
