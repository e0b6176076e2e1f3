"""Deciding at ``/waiting/``: what a form does and its undo, and whose forms are taken."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import lxml.html
import pytest
from desks import desk_on_air, done, form, send, told
from schools import School
from servers import Answer, ask, served
from waiting import comes_true

from media_pipeline.commands import releasing
from media_pipeline.errors import SettingsError
from media_pipeline.tools.reporter import Reporter

Named = Callable[[str], Path]

PUBLIC = "recordings/Reception/Punjabi/The crow.m4a"
NEW = "recordings/Year 3/fr/Le corbeau.ogg"
UNTITLED = "recordings/Reception/Punjabi/New Recording 4.m4a"
WHY = {"reason": "a parent asked"}


@pytest.fixture(scope="module")
def made(recording: Named, tmp_path_factory: pytest.TempPathFactory) -> School:
    """One story is public, one waits, and one has no title."""
    school = School(tmp_path_factory.mktemp("desk") / "school")
    school.drop(recording("memo.m4a"), PUBLIC.removeprefix("recordings/"))
    school.publish()
    school.drop(recording("voice-note.ogg"), NEW.removeprefix("recordings/"))
    school.drop(recording("raw.aac"), UNTITLED.removeprefix("recordings/"))
    school.build()
    return school


@pytest.fixture(scope="module")
def standing(made: School) -> Iterator[int]:
    """Where the school is served, for what must change nothing."""
    with desk_on_air(made) as port:
        yield port


@pytest.fixture
def school(made: School, tmp_path: Path) -> School:
    """A copy of the school, to change."""
    return made.copied(tmp_path / "school")


def id_of(school: School, path: str) -> str:
    """A story's id."""
    return str(school.stories()[path]["id"])


def decide(port: int, act: str, of: str, page: str = "/waiting/", **more: str) -> str:
    """Send a story's form, filled in, as a browser does; returns what the desk then says."""
    answer = send(port, act, {**form(port, act, page, of), **more})
    assert answer.status == 303, answer.body
    return done(port)


def undo(port: int) -> str:
    """Take the last deed back."""
    assert send(port, "undo", form(port, "undo")).status == 303
    return done(port)


# ── what a form does ──


def test_a_story_is_approved_and_taken_back(school: School) -> None:
    """By the user, exactly as it was shown; taken back, it is held."""
    new = id_of(school, NEW)
    with desk_on_air(school) as port:
        assert decide(port, "approve", new).startswith("Approved: Le corbeau.")
        line = told(school)[-1]
        assert (line["event"], line["id"]) == ("approved", new)
        assert "published with the next build" in ask(port, "/waiting/").body.decode()
        assert "held" in undo(port)
        assert told(school)[-1]["event"] == "held"
        assert "Undo" not in ask(port, "/waiting/").body.decode()
    school.build()
    assert school.stories()[NEW]["state"] == "held"


def test_a_damaged_report_leaves_the_desk_standing(school: School) -> None:
    """A power cut may leave nothing of it; the next build writes it again."""
    school.write("build/report.json", "")
    with desk_on_air(school) as port:
        page = ask(port, "/waiting/").body.decode()
    assert "Le corbeau" in page


def test_what_changed_since_it_was_shown_is_not_approved(school: School) -> None:
    """A form that was open during a build speaks of what isn't there any more."""
    new = id_of(school, NEW)
    with desk_on_air(school) as port:
        seen = form(port, "approve", of=new)
        school.write(NEW.replace(".ogg", ".toml"), 'title = "Le renard"\n')
        school.build()
        before = told(school)
        assert send(port, "approve", seen).status == 303
        assert "it is not what you saw any more" in done(port)
        assert told(school) == before
        assert decide(port, "approve", new).startswith("Approved: Le renard.")
        before = told(school)
        send(port, "approve", seen)
        assert "it is not what you saw any more" in done(port)
        assert told(school) == before


def test_what_was_done_is_no_news_once_a_build_has_ended(school: School) -> None:
    """“It is public with the next build” stands below then, still with its undo."""
    with desk_on_air(school) as port:
        line = decide(port, "approve", id_of(school, NEW))
        school.build()
        page = lxml.html.fromstring(ask(port, "/waiting/").body.decode())
        assert (done(port), line in page.xpath("string(//title)")) == ("", False)
        (before,) = page.xpath("//details[summary[.='What was done before']]")
        assert line in before.text_content()
        assert undo(port).startswith("Taken back: Le corbeau")


def test_what_was_approved_in_another_tab_was_approved_already(school: School) -> None:
    """Also once a build has published it; and not if it was held since."""
    new = id_of(school, NEW)
    with desk_on_air(school) as port:
        seen = form(port, "approve", of=new)
        decide(port, "approve", new)
        for build in (lambda: None, school.build):
            build()
            before = told(school)
            send(port, "approve", seen)
            assert done(port) == "It was approved already: Le corbeau."
            assert told(school) == before
        school.stop("held", NEW)
        send(port, "approve", seen)
        assert "it is not what you saw any more" in done(port)


def test_what_was_decided_since_is_not_overruled(school: School) -> None:
    """Somebody held it at the command line while the page stood open."""
    new = id_of(school, NEW)
    with desk_on_air(school) as port:
        seen = form(port, "approve", of=new)
        school.stop("held", NEW)
        assert send(port, "approve", seen).status == 303
        assert "it is not what you saw any more" in done(port)
        assert told(school)[-1]["event"] == "held"


def test_a_public_story_is_held_at_once_and_given_back(school: School) -> None:
    """Undone, it is approved again as it was, without a new hearing: nothing of it changed."""
    crow = id_of(school, PUBLIC)
    with desk_on_air(school) as port:
        page = "/waiting/public/"
        assert "Held" in decide(port, "hold", crow, page, **WHY)
        assert not [name for name in school.site() if name.startswith("stories/")]
        assert undo(port).startswith("Approved: The crow.")
    school.build()
    assert school.stories()[PUBLIC]["state"] == "published"


def test_a_story_that_nobody_approved_waits_again(school: School) -> None:
    """After an undone hold, and after a hold of another day is ended; that is undone, too."""
    new = id_of(school, NEW)
    with desk_on_air(school) as port:
        decide(port, "hold", new, **WHY)
        assert "waits again" in undo(port)
        school.stop("held", NEW)
        assert "waits again" in decide(port, "unhold", new)
        assert told(school)[-1]["event"] == "unheld"
        assert "Held" in undo(port)
    school.build()
    assert school.stories()[NEW]["state"] == "held"


def test_a_hold_without_a_reason_is_none(school: School) -> None:
    """The ledger keeps why."""
    with desk_on_air(school) as port:
        before = told(school)
        assert "say why" in decide(port, "hold", id_of(school, NEW), reason=" ")
        assert told(school) == before


def test_a_title_is_written_beside_the_recording_and_taken_back(school: School) -> None:
    """Only what was changed in the form, as the command would."""
    untitled = id_of(school, UNTITLED)
    sidecar = school.root / f"{UNTITLED}.toml"
    with desk_on_air(school) as port:
        assert "Written" in decide(
            port, "describe", untitled, title="ਲੂੰਬੜੀ", teller="Simran", language="pa"
        )
        written = tomllib.loads(sidecar.read_text(encoding="utf-8"))
        assert written == {"title": "ਲੂੰਬੜੀ", "teller": "Simran"}
        assert "Removed" in undo(port)
        assert not sidecar.exists()


def test_a_teller_whose_field_was_emptied_is_named_no_more(
    school: School, recording: Named
) -> None:
    """The name stands in the file's own."""
    named = school.drop(recording("voice-memo.caf"), "Reception/en/The stork - Amina.caf")
    school.build()
    with desk_on_air(school) as port:
        assert "Written" in decide(port, "describe", id_of(school, named), teller="")
    school.build()
    sidecar = school.root / f"{named}.toml"
    assert tomllib.loads(sidecar.read_text(encoding="utf-8")) == {"teller": ""}


def test_what_was_typed_and_refused_is_kept_to_be_mended(school: School) -> None:
    """In the list and on the story's page, until it is written."""
    new = id_of(school, NEW)
    typed = {"title": "Le renard", "language": "Panjabbi", "teller": "Simran"}
    with desk_on_air(school) as port:
        line = decide(port, "describe", new, **typed)
        assert line.startswith("language: “Panjabbi”")
        for page in ("/waiting/", f"/waiting/{new}/"):
            kept = form(port, "describe", page, new)
            assert {name: kept[name] for name in typed} == typed
        text = ask(port, "/waiting/").body.decode()
        (own,) = lxml.html.fromstring(text).xpath(
            f"//details[form[@action='/waiting/do/describe'][input[@value='{new}']]]"
        )
        assert "open" in own.attrib
        assert "Written" in decide(port, "describe", new, language="pa")
        assert "Removed" in undo(port)
        assert form(port, "describe", of=new)["title"] == "Le corbeau"


def test_a_sidecar_of_somebodys_own_is_never_touched(school: School) -> None:
    """Neither rewritten nor, once they changed it, removed."""
    untitled, new = id_of(school, UNTITLED), id_of(school, NEW)
    own = school.write(NEW.replace(".ogg", ".toml"), 'credit = "Us"\n')
    sidecar = school.root / f"{UNTITLED}.toml"
    with desk_on_air(school) as port:
        token = form(port, "hold", of=new)
        assert "somebody’s own" in ask(port, "/waiting/").body.decode()
        send(port, "describe", {**token, "title": "Le renard"})
        assert "it is there already" in done(port)
        decide(port, "describe", untitled, title="The fox")
        sidecar.write_text('title = "The vixen"\n', encoding="utf-8")
        assert "somebody changed it since" in undo(port)
    assert own.read_text(encoding="utf-8") == 'credit = "Us"\n'
    assert sidecar.read_text(encoding="utf-8") == 'title = "The vixen"\n'


def test_a_withdrawal_asks_first_and_has_no_undo(school: School) -> None:
    """It leaves the site at once, says what can't be called back, and stays."""
    crow = id_of(school, PUBLIC)
    with desk_on_air(school) as port:
        page = "/waiting/public/"
        before = told(school)
        assert "tick that you are sure" in decide(port, "withdraw", crow, page, **WHY)
        assert told(school) == before
        twice = {**form(port, "withdraw", page, crow), "sure": "on", **WHY}
        assert "It stays so" in decide(port, "withdraw", crow, page, sure="on", **WHY)
        after = ask(port, "/waiting/").body.decode()
        assert "called back" in after
        assert "/waiting/do/undo" not in after
        send(port, "withdraw", twice)
        assert done(port) == "It was withdrawn already."
        (top,) = lxml.html.fromstring(ask(port, "/waiting/").body.decode()).xpath("//*[@id='done']")
        assert "called back" in top.text_content()
        assert ask(port, f"/waiting/{crow}/").status == 404
        assert told(school)[-1]["event"] == "withdrawn"
    assert not [name for name in school.site() if name.startswith(("stories/", "media/the-crow"))]


def test_threat_26_a_button_takes_a_story_off_the_web_server_as_well(school: School) -> None:
    """As the commands do, and says so; where that is away, it says that it still stands."""
    host = school.root.parent / "host"
    host.mkdir()
    settings = (school.root / "school.toml").read_text(encoding="utf-8")
    school.write("school.toml", f'{settings}\n[publish]\nto = "{host.as_uri()}"\n')
    school.build()
    releasing.publish(school.workspace, school.reporter, lambda: school.now)
    crow, page = id_of(school, PUBLIC), "/waiting/public/"
    with desk_on_air(school) as port:
        away = host.rename(host.parent / "away")
        decide(port, "hold", crow, page, **WHY)
        assert "It still stands at" in ask(port, "/waiting/").body.decode()
        away.rename(host)
        decide(port, "withdraw", crow, sure="on", **WHY)
    assert not [path for path in host.rglob("*") if "the-crow" in path.as_posix()]


@pytest.mark.slow
def test_a_button_builds_and_tells_how_it_ended(school: School) -> None:
    """What was approved is public then, without a terminal."""
    with served(school.root) as port:
        decide(port, "approve", id_of(school, NEW))
        answer = send(port, "build", form(port, "build"))
        assert (answer.status, answer.headers["location"]) == (303, "/waiting/build/")
        assert comes_true(lambda: b"The site is built" in ask(port, "/waiting/build/").body, 240)
        assert "refresh" not in ask(port, "/waiting/build/").headers
    assert school.stories()[NEW]["state"] == "published"
    assert [name for name in school.site() if name.startswith("stories/le-corbeau")]


def test_a_build_that_failed_is_not_called_done(school: School) -> None:
    """Its page and the page's title say that nothing was built, and why."""

    def build(_: Reporter) -> Sequence[str]:
        raise SettingsError(("school.toml: there is no setting “colour”.",))

    with desk_on_air(school, build) as port:
        send(port, "build", form(port, "build"))
        assert comes_true(lambda: b"no setting" in ask(port, "/waiting/build/").body, 60)
        page = lxml.html.fromstring(ask(port, "/waiting/build/").body.decode())
    assert page.xpath("string(//h1)") == "It could not be built"
    assert page.xpath("string(//title)").startswith("It could not be built")


def way_on(port: int) -> list[tuple[str, str]]:
    """Where the last deed leads, and what is said of that."""
    found = lxml.html.fromstring(ask(port, "/waiting/").body.decode()).xpath("//*[@id='done']//a")
    return [(each.get("href"), each.text_content()) for each in found]


def test_a_deed_leads_on_to_the_next_that_waits(school: School) -> None:
    """Round the list, past what is held; and back to a story of which nothing was done."""
    new, untitled = id_of(school, NEW), id_of(school, UNTITLED)
    to_new = (f"/waiting/{new}/", "Next that waits: Le corbeau")
    to_untitled = (f"/waiting/{untitled}/", "Next that waits: New Recording 4.m4a")
    with desk_on_air(school) as port:
        decide(port, "approve", new, f"/waiting/{new}/")
        assert way_on(port) == [to_untitled]
        undo(port)
        assert way_on(port) == [to_untitled]
        decide(port, "unhold", new)
        decide(port, "hold", untitled, reason=" ")
        assert way_on(port) == [(to_untitled[0], "Back to: New Recording 4.m4a")]
        twice = {**form(port, "withdraw", of=untitled), "sure": "on", **WHY}
        for _ in range(2):
            send(port, "withdraw", twice)
            assert way_on(port) == [to_new]
        decide(port, "hold", new, **WHY)
        assert way_on(port) == []


def sentence(answer: Answer) -> str:
    """What a page says that leads on to what waits, and holds no form."""
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    (section,) = lxml.html.fromstring(answer.body.decode()).xpath("//main//section")
    assert section.xpath(".//a/@href") == ["/waiting/"]
    assert b"token" not in answer.body
    return " ".join(section.text_content().split()).removesuffix(" What waits")


def test_no_page_of_the_desk_is_a_dead_end(made: School, standing: int) -> None:
    """What is not there, and a form of an earlier serve, are told on a page that leads on."""
    for path in ("nobody/", "nobody/words/", f"{id_of(made, NEW)}/x.mp3"):
        answer = ask(standing, f"/waiting/{path}")
        assert (answer.status, sentence(answer)[:14]) == (404, "It is not here")
    old = send(standing, "hold", {**form(standing, "hold"), "token": "of another run"})
    assert (old.status, "of an earlier serve" in sentence(old)) == (403, True)
    link = ask(standing, "/waiting/do/approve")
    assert (link.status, link.headers["allow"]) == (405, "POST")
    assert sentence(link) == "Nothing was done Only a button of the page does this."


def test_a_page_of_a_withdrawn_story_says_so(school: School) -> None:
    """Whoever goes back to it from the desk is told why nothing is there."""
    new = id_of(school, NEW)
    with desk_on_air(school) as port:
        decide(port, "withdraw", new, f"/waiting/{new}/", sure="on", **WHY)
        assert "It was withdrawn" in sentence(ask(port, f"/waiting/{new}/"))


def test_what_is_said_of_a_recording_that_is_gone_is_not_written(school: School) -> None:
    """It was there at the last build: no id is told that says nothing to anybody."""
    (school.root / UNTITLED).unlink()
    with desk_on_air(school) as port:
        line = decide(port, "describe", id_of(school, UNTITLED), title="The fox")
    assert line == f"{UNTITLED}: its recording is gone. Put it back, or build."


# ── whose forms are taken ──


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Origin": "https://evil.example"}, 403, id="another site"),
        pytest.param({"Origin": "null"}, 403, id="a frame without an origin"),
        pytest.param({"Origin": ""}, 403, id="no origin"),
        pytest.param({"Origin": "http://127.0.0.1:9"}, 403, id="another port"),
        pytest.param({"Origin": "https://127.0.0.1:{port}"}, 403, id="another scheme"),
        pytest.param({"Sec_Fetch_Site": "cross-site"}, 403, id="a browser says so"),
        pytest.param({"Sec_Fetch_Site": "same-site"}, 403, id="another port, a browser says"),
        pytest.param(
            {"Host": "evil.example", "Origin": "http://evil.example"}, 400, id="rebound name"
        ),
        pytest.param({"Host": "evil.example:{port}"}, 400, id="rebound name and port"),
        pytest.param({"Content_Type": "text/plain"}, 415, id="a form that needs no asking"),
        pytest.param({"Content_Type": "application/json"}, 415, id="no form"),
    ],
)
def test_a_form_of_another_page_is_not_taken(
    made: School, standing: int, headers: dict[str, str], status: int
) -> None:
    """Even with a token: nothing is in the ledger."""
    before = told(made)
    given = {name: each.format(port=standing) for name, each in headers.items()}
    fields = form(standing, "approve", of=id_of(made, NEW))
    assert send(standing, "approve", fields, **given).status == status
    assert told(made) == before


@pytest.mark.parametrize("act", ["approve", "hold", "unhold", "describe", "withdraw", "undo",
                                 "build"])  # fmt: skip
@pytest.mark.parametrize("token", ["", "guessed", "é"])
def test_nothing_is_done_without_the_token_of_this_run(
    made: School, standing: int, act: str, token: str
) -> None:
    """That of an earlier run is another."""
    before = told(made)
    fields = {"id": id_of(made, NEW), "token": token, "sure": "on", "title": "Fox", **WHY}
    assert send(standing, act, fields).status == 403
    assert told(made) == before
    assert not (made.root / f"{NEW}.toml").exists()


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
@pytest.mark.parametrize("act", ["approve", "withdraw", "build"])
def test_no_link_decides(made: School, standing: int, act: str, method: str) -> None:
    """Whatever its address has."""
    before = told(made)
    fields = form(standing, "approve", of=id_of(made, NEW))
    query = "&".join(f"{name}={each}" for name, each in {**fields, "sure": "on"}.items())
    assert ask(standing, f"/waiting/do/{act}?{query}", method).status == 405
    assert told(made) == before


def test_a_form_that_is_too_long_is_not_read(made: School, standing: int) -> None:
    """Nor one with a thousand fields."""
    fields = form(standing, "hold", of=id_of(made, NEW))
    assert send(standing, "hold", {**fields, "reason": "x" * 100_000}).status == 413
    many = {f"f{number}": "" for number in range(1000)}
    assert send(standing, "hold", {**fields, **many}).status == 400


def test_what_is_no_act_is_not_there(made: School, standing: int) -> None:
    """A page names what it does; nothing is looked up by that name."""
    fields = form(standing, "approve", of=id_of(made, NEW))
    assert send(standing, "__init__", fields).status == 404


def test_a_form_leads_back_to_the_desk_alone(made: School, standing: int) -> None:
    """Whatever it says where it came from."""
    fields = form(standing, "hold", of=id_of(made, NEW))
    answer = send(standing, "hold", {**fields, "reason": "", "back": "https://evil.example/"})
    assert answer.headers["location"] == "/waiting/#done"


def test_no_other_site_frames_the_desk_or_reads_it(made: School, standing: int) -> None:
    """Nobody is made to click on a button that they don't see; and browsers keep nothing."""
    new = id_of(made, NEW)
    for path in ("/waiting/", "/waiting/public/", f"/waiting/{new}/"):
        said = ask(standing, path).headers
        assert said["content-security-policy"] == "frame-ancestors 'none'"
        assert said["x-frame-options"] == "DENY"
        assert said["cross-origin-resource-policy"] == "same-origin"
        assert said["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in said
        assert "set-cookie" not in said
