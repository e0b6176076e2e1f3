"""For whom a story may be, as everyone in it agrees: on any day, in every case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tellings import Diary, telling

from media_pipeline.errors import UsageError
from media_pipeline.gate.consent import (
    Consents,
    Lapse,
    consents_on,
    lapsing,
    people_in,
    ruling,
    unnamed,
)
from media_pipeline.gate.decide import Grounds, decide
from media_pipeline.gate.register import Consent, Register
from media_pipeline.model import Audience, Rights, State, Story, Verdict, VideoStream

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
NONE, FAMILIES, PUBLIC = Audience
PICTURE = VideoStream(0, "h264", 1280, 720, 0, 25.0, False, False, "yuv420p")


def agreed(
    code: str,
    voice: Audience = PUBLIC,
    image: Audience = NONE,
    name: Audience = NONE,
    group: str = "",
    **days: Any,
) -> Consent:
    """A row of the register."""
    groups = (group,) if group else ()
    return Consent(code, groups, {"voice": voice, "image": image, "name": name}, **days)


def on(*rows: Consent, today: date = TODAY, **rules: Any) -> Consents:
    """The register of these rows on a day, which the clock agrees on, where no rule says more."""
    strict = {"now": today, "began": date.min, "name_beside_face": False, "after_leaving": False}
    return consents_on(
        today,
        Register({row.code: row for row in rows}),
        {"class one": "one", "one": "one", "two": "two"},
        **{**strict, **rules},
    )


def told(*people: str, film: bool = False, **fields: Any) -> Story:
    """A story with these people in it."""
    story = telling("fox", people=people, **fields)
    video = PICTURE if film else None
    return replace(story, probe=replace(story.probe, video=video))


def audience(story: Story, consents: Consents, approved: tuple[str, ...] = ()) -> Audience:
    """For whom it may be."""
    return ruling(story, consents, approved).audience


# ── one person ──


@pytest.mark.parametrize("voice", Audience)
def test_threat_25_a_voice_is_for_whom_its_person_says(voice: Audience) -> None:
    """Everyone, families, nobody."""
    assert audience(told("A"), on(agreed("A", voice))) is voice


@pytest.mark.parametrize("image", Audience)
@pytest.mark.parametrize("how", ["film", "pictured"])
def test_threat_25_a_face_needs_consent_of_its_own(image: Audience, how: str) -> None:
    """In a film, and in pictures that show the people in it."""
    story = told("A", **{how: True})
    assert audience(story, on(agreed("A", PUBLIC, image))) is image
    assert audience(told("A"), on(agreed("A", PUBLIC, NONE))) is PUBLIC


def test_threat_25_a_film_needs_the_voice_too() -> None:
    """The least of both."""
    assert audience(told("A", film=True), on(agreed("A", FAMILIES, PUBLIC))) is FAMILIES


def test_threat_25_nobody_named_is_not_public() -> None:
    """It says what is needed."""
    said = ruling(told(), on(agreed("A")), ())
    assert (said.audience, said.needs) == (NONE, ("people",))


def test_threat_25_a_code_without_a_record_is_not_public() -> None:
    """A slip of the pen is no consent."""
    said = ruling(told("A", "B"), on(agreed("A")), ())
    assert (said.audience, said.reason) == (NONE, "B is not in the consent register.")


@pytest.mark.parametrize(
    ("days", "given"),
    [
        ({}, True),
        ({"since": TODAY}, True),
        ({"since": TODAY + DAY}, False),
        ({"until": TODAY}, True),
        ({"until": TODAY - DAY}, False),
        ({"leaves": TODAY}, True),
        ({"leaves": TODAY - DAY}, False),
        ({"until": TODAY + DAY, "leaves": TODAY - DAY}, False),
        ({"since": TODAY - DAY, "until": TODAY + DAY, "leaves": TODAY + DAY}, True),
    ],
)
def test_threat_25_consent_holds_on_its_days_alone(days: Mapping[str, Any], *, given: bool) -> None:
    """The first and the last day count."""
    assert audience(told("A"), on(agreed("A", **days))) is (PUBLIC if given else NONE)


def test_consent_goes_on_after_leaving_where_the_school_set_that() -> None:
    """Its own end still ends it."""
    left: dict[str, Any] = {"leaves": TODAY - 5 * DAY}
    assert audience(told("A"), on(agreed("A", **left), after_leaving=True)) is PUBLIC
    ended = on(agreed("A", **left, until=TODAY - DAY), after_leaving=True)
    assert audience(told("A"), ended) is NONE


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (agreed("A", NONE), "A does not agree to be heard at all."),
        (agreed("A", FAMILIES), "A does not agree to be heard by others than families."),
        (agreed("A", since=TODAY + DAY), "The consent of A begins on 2026-11-24."),
        (agreed("A", until=TODAY - DAY), "A agreed until 2026-11-22."),
        (agreed("A", leaves=TODAY - DAY), "A left the school after 2026-11-22."),
        (Consent("A", wrong=True), "The register's row of A is not understood."),
    ],
)
def test_the_reason_is_a_sentence(row: Consent, reason: str) -> None:
    """It names the code and what is missing."""
    assert ruling(told("A"), on(row), ()).reason == reason


# ── several people ──


@pytest.mark.parametrize("least", Audience)
def test_threat_25_a_group_is_for_whom_the_last_of_it_says(least: Audience) -> None:
    """One withdrawal is enough."""
    rows = [agreed("A"), agreed("B", least), agreed("C")]
    assert audience(told("A", "B", "C"), on(*rows)) is least


def test_a_long_reason_is_counted() -> None:
    """A class of thirty."""
    codes = [f"R-{number}" for number in range(10, 20)]
    reason = ruling(told(*codes), on(), ()).reason
    assert reason.count("is not in the consent register") == 5
    assert reason.endswith("; and 5 more.")


CLASS = "class:class one@2026-11-20"


@pytest.mark.parametrize("group", ["classs one", ""])
def test_threat_25_who_is_in_no_known_class_is_asked_for_every_class(group: str) -> None:
    """A slip of the pen leaves nobody out, and is told."""
    lost = Consent("C", (group,), {"voice": NONE, "image": NONE, "name": NONE})
    consents = on(agreed("A", group="one"), lost)
    assert people_in(told(CLASS), consents, ()) == ("A", "C")
    assert audience(told(CLASS), consents) is NONE
    assert "every class waits for its consent" in consents.register.problems[0]


def test_threat_25_the_register_knows_no_class_of_another_year() -> None:
    """Its children are others now; an approval of that year has found them."""
    consents = on(agreed("A", group="one"), began=date(2026, 11, 21))
    assert audience(told(CLASS), consents) is NONE
    assert "write codes" in ruling(told(CLASS), consents, ()).reason
    assert audience(told(CLASS), consents, ("A",)) is PUBLIC


def test_threat_25_a_ledger_of_the_future_begins_no_consent() -> None:
    """It may end one."""
    rows = [agreed("A", since=TODAY)]
    before = on(*rows, now=TODAY - timedelta(days=1))
    assert audience(told("A"), before) is NONE


def test_a_class_is_everyone_in_the_register_whose_class_it_is() -> None:
    """By any of its names, less the absent; one who is named is in it whoever is absent."""
    rows = [agreed("A", group="one"), agreed("B", group="class one"), agreed("C", group="two")]
    assert people_in(told(CLASS), on(*rows), ()) == ("A", "B")
    assert people_in(told(CLASS, absent=("B",)), on(*rows), ()) == ("A",)
    assert people_in(told(CLASS, "B", absent=("B",)), on(*rows), ()) == ("A", "B")


@pytest.mark.parametrize(
    ("days", "there"),
    [
        ({"leaves": date(2026, 11, 20)}, True),
        ({"leaves": date(2026, 11, 19)}, False),
        ({"until": date(2026, 11, 1)}, True),
        ({"since": date(2026, 12, 1)}, True),
    ],
)
def test_threat_25_who_had_not_left_was_in_the_class(
    days: Mapping[str, Any], *, there: bool
) -> None:
    """Consent that had ended or not begun is no absence: that voice is heard all the same."""
    consents = on(agreed("A", group="one"), agreed("B", group="one", **days))
    assert ("B" in people_in(told(CLASS), consents, ())) is there


def test_threat_25_a_wrong_row_is_in_its_class_and_agrees_to_nothing() -> None:
    """So that a bad date lets nobody fall out of a group."""
    consents = on(agreed("A", group="one"), Consent("B", ("one",), wrong=True))
    assert audience(told(CLASS), consents) is NONE


def test_threat_25_a_class_of_nobody_is_a_slip_of_the_pen() -> None:
    """Where nobody is asked nobody agreed, also beside somebody who did."""
    said = ruling(told("A", "class:oen@2026-11-20"), on(agreed("A")), ())
    assert (said.audience, said.reason) == (
        NONE,
        "Nobody in the consent register is in class:oen@2026-11-20.",
    )


def test_threat_25_a_class_that_was_all_absent_is_nobody(diary: Diary) -> None:
    """And nobody agreed; an approval of before changes nothing in that."""
    story, consents = told(CLASS, absent=("A",)), on(agreed("A", group="one"))
    assert ruling(story, consents, ()).reason == "Everyone in it is marked absent."
    diary.approve(story)
    assert verdict(diary, story, consents).permit is None


def test_a_person_who_was_named_by_mistake_is_not_in_it_any_more(diary: Diary) -> None:
    """Whom an earlier approval found is forgotten where it says otherwise since."""
    diary.approve(told("A"), consents=on(agreed("A")))
    consents = on(agreed("A", NONE), agreed("B"))
    diary.approve(told("B"), consents=consents)
    assert verdict(diary, told("B"), consents).people == ("B",)
    assert verdict(diary, told("B"), consents).state is State.PUBLISHED


def test_threat_25_a_class_that_went_up_a_year_is_asked_for_still() -> None:
    """Whom an approval found in it stays in it, and who came after that day is not."""
    now = on(
        agreed("A", group="two"),
        agreed("NEW", NONE, group="one", since=date(2027, 9, 1)),
        agreed("OLD", group="one"),
        today=date(2027, 9, 20),
    )
    assert people_in(told(CLASS), now, ("A", "B")) == ("A", "B", "OLD")
    assert ruling(told(CLASS), now, ("A", "B")).reason == "B is not in the consent register."


def test_an_approved_story_stays_when_nobody_is_in_its_class_any_more() -> None:
    """They have gone up a year, and who comes after them is not in the register yet."""
    now = on(agreed("A", group="two"), agreed("B", FAMILIES, group="two"), today=date(2027, 9, 20))
    assert audience(told(CLASS), now, ("A",)) is PUBLIC
    assert audience(told(CLASS), now, ("A", "B")) is FAMILIES


# ── names ──


@pytest.mark.parametrize("name", Audience)
def test_threat_25_a_teller_is_named_to_whom_everyone_says(name: Audience) -> None:
    """Else the name alone is left out."""
    story = told("A", "B", teller="Amina")
    consents = on(agreed("A", name=PUBLIC), agreed("B", name=name))
    shown = unnamed(story, consents, ())
    assert audience(shown, consents) is PUBLIC
    assert shown.teller == ("Amina" if name is PUBLIC else "")
    assert ("teller" in shown.defaulted) is (name is not PUBLIC)


def test_where_else_the_name_of_an_unnamed_teller_stands_is_told() -> None:
    """Another word that begins so is none."""
    consents = on(agreed("A", name=Audience.NONE))
    title, credit = {"en": "amina and the fox"}, "Told by Amina"
    said = unnamed(told("A", teller="Amina", title=title, credit=credit), consents, ()).notes[-1]
    assert said.endswith("But “Amina” stands in its title and credit: change that.")
    other = unnamed(told("A", teller="Ami", title=title), consents, ()).notes[-1]
    assert other.endswith("the consent register does not let it be.")


def test_a_name_for_families_is_told_to_families() -> None:
    """The story is for no more people than that."""
    consents = on(agreed("A", FAMILIES, name=FAMILIES))
    assert unnamed(told("A", teller="Amina"), consents, ()).teller == "Amina"


@pytest.mark.parametrize("how", ["film", "pictured"])
def test_threat_25_a_name_never_stands_beside_a_face(how: str) -> None:
    """Unless the school set that."""
    story = told("A", teller="Amina", **{how: True})
    row = agreed("A", PUBLIC, PUBLIC, PUBLIC)
    assert unnamed(story, on(row), ()).teller == ""
    assert unnamed(story, on(row, name_beside_face=True), ()).teller == "Amina"


def test_without_a_register_a_name_stays() -> None:
    """Approval alone decides."""
    story = told(teller="Amina", film=True)
    assert unnamed(story, None, ()) is story


# ── with the ledger ──


@pytest.fixture
def diary() -> Diary:
    """An empty ledger."""
    return Diary()


def verdict(diary: Diary, story: Story, consents: Consents | None) -> Verdict:
    """What the gate says."""
    return decide(story, Grounds(diary.book, consents=consents), {})


@pytest.mark.parametrize(
    ("row", "state", "whom"),
    [
        (agreed("A"), State.PUBLISHED, PUBLIC),
        (agreed("A", FAMILIES), State.PUBLISHED, FAMILIES),
        (agreed("A", NONE), State.WAITING, NONE),
        (agreed("A", until=TODAY - DAY), State.WAITING, NONE),
        (agreed("B"), State.WAITING, NONE),
    ],
)
def test_threat_25_an_approval_alone_publishes_nothing(
    diary: Diary, row: Consent, state: State, whom: Audience
) -> None:
    """What was approved is for those whom the people in it let have it today."""
    story = told("A")
    diary.approve(story, consents=on(agreed("A")))
    said = verdict(diary, story, on(row))
    assert (said.state, said.permit.audience if said.permit else NONE) == (state, whom)


def test_threat_25_consent_alone_publishes_nothing(diary: Diary) -> None:
    """Nobody has approved it."""
    diary.receive(told("A"))
    assert verdict(diary, told("A"), on(agreed("A"))).permit is None


def test_threat_25_what_was_approved_before_the_register_needs_people(diary: Diary) -> None:
    """From the day it is there; without it the approval stands."""
    diary.approve(telling("fox"))
    said = verdict(diary, telling("fox"), on(agreed("A")))
    assert (said.state, said.reason, said.needs) == (
        State.WAITING,
        "It needs people.",
        ("people",),
    )
    assert verdict(diary, telling("fox"), None).state is State.PUBLISHED


@pytest.mark.parametrize("change", [{"people": ("A", "B")}, {"absent": ("B",)}])
def test_threat_25_another_list_of_people_voids_the_approval(
    diary: Diary, change: dict[str, Any]
) -> None:
    """Who is in it is part of what was approved."""
    diary.approve(told("A"))
    said = verdict(diary, replace(told("A"), **change), on(agreed("A"), agreed("B")))
    assert said.reason == f"Changed since it was approved: {next(iter(change))}."


def test_threat_25_approved_for_families_is_not_public_when_consent_grows(diary: Diary) -> None:
    """It was approved for families, and says that it can be approved again."""
    story, everyone = told("A"), on(agreed("A"))
    diary.approve(story, consents=on(agreed("A", FAMILIES)))
    said = verdict(diary, story, everyone)
    assert said.permit is not None
    assert said.permit.audience is FAMILIES
    assert "approve it again" in said.reason
    diary.approve(story, consents=everyone)
    again = verdict(diary, story, everyone).permit
    assert again is not None
    assert again.audience is PUBLIC


def test_threat_25_what_not_everyone_agrees_to_is_not_approved(diary: Diary) -> None:
    """It is said who can tell."""
    with pytest.raises(UsageError, match="not everyone in it agrees"):
        diary.approve(told("A"), consents=on(agreed("A", NONE)))


def test_a_name_that_is_left_out_voids_no_approval(diary: Diary) -> None:
    """What was made with the name stays away until it is made without."""
    story, consents = told("A", teller="Amina"), on(agreed("A"))
    diary.approve(story, consents=on(agreed("A", name=PUBLIC)))
    assert verdict(diary, story, consents).permit is None
    assert verdict(diary, unnamed(story, consents, ()), consents).permit is not None


def test_families_rights_are_the_most(diary: Diary) -> None:
    """However much the people in it agree to."""
    story = told("A", rights=Rights.FAMILIES_ONLY)
    diary.approve(story, consents=on(agreed("A")))
    permit = verdict(diary, story, on(agreed("A"))).permit
    assert permit is not None
    assert permit.audience is FAMILIES


def test_an_approval_remembers_whom_it_found_in_a_class(diary: Diary) -> None:
    """Privately."""
    diary.approve(told(CLASS), consents=on(agreed("A", group="one"), agreed("B", group="one")))
    event = diary.lines[-1].event
    assert event.private["people"] == ["A", "B"]
    assert "A" not in event.public.values()


def test_what_lapses_within_thirty_days_is_listed() -> None:
    """By day, with what rests on it; what has lapsed or lasts longer is not."""
    rows = [
        agreed("A", until=TODAY + 30 * DAY),
        agreed("B", until=TODAY + 31 * DAY),
        agreed("C", until=TODAY - DAY),
        agreed("D", until=TODAY + 90 * DAY, leaves=TODAY),
        agreed("E"),
    ]
    stories = [("fox", ("A", "B", "C")), ("crow", ("A", "D", "E", "X"))]
    assert lapsing(stories, on(*rows)) == (
        Lapse("D", TODAY, ("crow",)),
        Lapse("A", TODAY + 30 * DAY, ("fox", "crow")),
    )
