"""For whom a story may be, as everyone in it agrees today. Pure: the day is an argument.

    voice   of everyone who is in it
    image   too, where it is a film or its pictures show them
    name    of everyone, for a teller to be named; else the name alone is left out

The least of these is the story's audience. Nothing is remembered: consent that has ended, or was
taken back, ends what rests on it with the next look.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from media_pipeline.gate.register import Consent, Register
from media_pipeline.gate.told import shown_strings
from media_pipeline.model import Audience, Rights, Story
from media_pipeline.tools.counting import in_words

SOON = timedelta(days=30)
"""How long before it lapses consent is told of."""

FEW = 5
"""Clauses of a sentence, before it only counts them."""

CLASS = "class:"
"""What begins the name of a whole class among a story's people."""

_DOES = {"voice": "be heard", "image": "be seen", "name": "be named"}


@dataclass(frozen=True, slots=True)
class Consents:
    """The register on a day, and how the school wants it read; :func:`consents_on` makes it.

    ``members`` are the rows of each class, by its id or its folded name. ``began`` is when this
    school year did; ``now`` is the clock's own day, which is never after ``today``.
    """

    register: Register
    today: date
    now: date
    began: date
    classes: Mapping[str, str]
    members: Mapping[str, Sequence[Consent]]
    name_beside_face: bool
    after_leaving: bool


@dataclass(frozen=True, slots=True)
class Ruling:
    """For whom consent lets a story be, and why not for everyone, in a sentence. ``named`` says
    whether its teller may be named to them; ``needs`` what must be said of it first.
    """

    audience: Audience
    reason: str = ""
    named: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lapse:
    """Somebody's consent that ends soon: its last day, and the stories that rest on it."""

    code: str
    last: date
    paths: tuple[str, ...]


def consents_on(
    today: date,
    register: Register,
    classes: Mapping[str, str],
    *,
    now: date,
    began: date,
    name_beside_face: bool,
    after_leaving: bool,
) -> Consents:
    """The register on a day. ``classes`` are the classes' ids by each of their names, folded.

    Whose class the school doesn't have is in every class, and that is told: a slip of the pen
    leaves nobody out.
    """
    members: dict[str, list[Consent]] = {}
    problems = list(register.problems)
    for consent in register.people.values():
        unknown = [each for each in consent.class_names if classes and each not in classes]
        if unknown:
            said = f"“{unknown[0]}”, which is no class of the school" if unknown[0] else "no class"
            problems.append(f"{consent.code} is in {said}; so every class waits for its consent.")
        names = {classes.get(each, each) for each in consent.class_names}
        for name in names | (set(classes.values()) if unknown else set()):
            members.setdefault(name, []).append(consent)
    return Consents(
        replace(register, problems=tuple(problems)),
        today,
        min(now, today),
        began,
        classes,
        members,
        name_beside_face,
        after_leaving,
    )


def widest(rights: str) -> Audience:
    """The widest audience that the rights to a story allow."""
    return Audience.FAMILIES if rights == Rights.FAMILIES_ONLY else Audience.PUBLIC


def ruling(story: Story, consents: Consents | None, approved: Iterable[str]) -> Ruling:
    """For whom a story may be: what its rights allow, and everyone in it. Without a register the
    rights alone rule.

    ``approved`` are the people that its last approval found in it: a class is not forgotten when
    its children go up a year, nor when nobody is in it any more.
    """
    most = widest(story.rights)
    if consents is None:
        return Ruling(most, named=True)
    if not story.people:
        return Ruling(Audience.NONE, "It needs people.", needs=("people",))
    people = people_in(story, consents, approved)
    reasons = [*_unknown_classes(story, consents)] if not tuple(approved) else []
    wanted = ("voice", "image") if _seen(story) else ("voice",)
    if not people and not reasons:
        reasons.append("everyone in it is marked absent")
    audiences = {(code, wish): given(consents, code, wish) for code in people for wish in wanted}
    audience = Audience.NONE if reasons else min(most, *audiences.values())
    reasons += _reasons(audiences, most, consents)
    named = all(given(consents, code, "name") >= audience for code in people)
    beside = consents.name_beside_face or not _seen(story)
    return Ruling(audience, _sentence(reasons), named and beside)


def _sentence(clauses: Sequence[str]) -> str:
    if not clauses:
        return ""
    said = "; ".join(clauses[:FEW]) + (f"; and {len(clauses) - FEW} more" * bool(clauses[FEW:]))
    return f"{said[0].upper()}{said[1:]}."


def people_in(story: Story, consents: Consents, approved: Iterable[str]) -> tuple[str, ...]:
    """The codes of everyone in a story, in order. Who is named is in it, whoever is absent."""
    named = {each for each in story.people if not each.startswith(CLASS)}
    found = set(approved)
    members = {code for each in story.people for code in _members(each, consents, strict=not found)}
    return tuple(sorted(named | ((found | members) - set(story.absent))))


def without_recording(
    approved: Audience, people: Iterable[str], consents: Consents | None
) -> Audience:
    """For whom a story may be that was ``approved`` and of which nothing is here: as all ``people``
    whom that found in it agree to be heard today, and nobody's where it found none. Whether they
    are seen in it nobody knows without it; and it leaves the site with its recording in any case.
    """
    if consents is None:
        return approved
    agreed = [given(consents, each, "voice") for each in people]
    return min(approved, *agreed) if agreed else Audience.NONE


def given(consents: Consents, code: str, wish: str) -> Audience:
    """What a person agrees to today; nothing where nobody knows the code."""
    consent = consents.register.people.get(code)
    if consent is None or _why_not_now(consent, consents):
        return Audience.NONE
    return consent.given[wish]


def unnamed(story: Story, consents: Consents | None, approved: Iterable[str]) -> Story:
    """The story as it may be told: without its teller, where not everyone agrees to be named.
    Less is shown than was approved, which voids no approval; where the name stands elsewhere in it
    is told.
    """
    if not story.teller or ruling(story, consents, approved).named:
        return story
    note = "Its teller is not named: the consent register does not let it be."
    silent = replace(story, teller="", defaulted=(*story.defaulted, "teller"))
    name = re.compile(rf"\b{re.escape(story.teller)}\b", re.IGNORECASE)
    if fields := dict.fromkeys(
        field for field, text in shown_strings(silent, {}) if name.search(text)
    ):
        note = f"{note} But “{story.teller}” stands in its {in_words(fields)}: change that."
    return replace(silent, notes=(*story.notes, note))


def lapsing(stories: Iterable[tuple[str, Sequence[str]]], consents: Consents) -> tuple[Lapse, ...]:
    """Whose consent ends within 30 days, of the people in ``stories`` (path, codes), by day."""
    paths: dict[str, list[str]] = {}
    for path, codes in stories:
        for code in codes:
            paths.setdefault(code, []).append(path)
    lapses = [
        Lapse(code, last, tuple(resting))
        for code, resting in paths.items()
        if (consent := consents.register.people.get(code))
        and (last := _last_day(consent, consents))
        and consents.today <= last <= consents.today + SOON
    ]
    return tuple(sorted(lapses, key=lambda lapse: (lapse.last, lapse.code)))


def _seen(story: Story) -> bool:
    return story.probe.video is not None or story.pictured


def _last_day(consent: Consent, consents: Consents) -> date | None:
    days = [consent.until, None if consents.after_leaving else consent.leaves]
    return min((day for day in days if day), default=None)


def _why_not_now(consent: Consent, consents: Consents) -> str:
    """Why nothing of a consent holds on the day; "" where it does."""
    if consent.wrong:
        return f"the register's row of {consent.code} is not understood"
    if consent.since and consents.now < consent.since:
        return f"the consent of {consent.code} begins on {consent.since}"
    last = _last_day(consent, consents)
    if last and consents.today > last:
        how = "left the school after" if last == consent.leaves else "agreed until"
        return f"{consent.code} {how} {last}"
    return ""


def _members(person: str, consents: Consents, *, strict: bool) -> Iterable[str]:
    """Everyone in a class on a day, by its name and ``@`` and the day; nobody of one person.

    Consent that had ended or not begun is no absence: only who had left is not in it. Where an
    approval found its people already (not ``strict``), neither is who came after the day.
    """
    if not person.startswith(CLASS):
        return
    name, _, typed = person.removeprefix(CLASS).rpartition("@")
    day = date.fromisoformat(typed)
    for consent in consents.members.get(consents.classes.get(name, name), ()):
        left = consent.leaves is not None and consent.leaves < day
        came = consent.since is not None and consent.since > day and not strict
        if not (left or came):
            yield consent.code


def _unknown_classes(story: Story, consents: Consents) -> Iterator[str]:
    """A class of which nobody is in the register is a slip of the pen, and no agreement; and it
    says who is in one this year: who was in it before, it knows no more.
    """
    for each in story.people:
        if not each.startswith(CLASS):
            continue
        if not list(_members(each, consents, strict=True)):
            yield f"nobody in the consent register is in {each}"
        if date.fromisoformat(each.rpartition("@")[2]) < consents.began:
            yield f"the register doesn't say who was in {each}, in another school year: write codes"


def _reasons(
    audiences: Mapping[tuple[str, str], Audience], most: Audience, consents: Consents
) -> Iterable[str]:
    """Who lets it be for fewer than its rights do, and how; one clause for each."""
    said: list[str] = []
    for (code, wish), audience in audiences.items():
        if audience >= most:
            continue
        consent = consents.register.people.get(code)
        if consent is None:
            clause = f"{code} is not in the consent register"
        elif not (clause := _why_not_now(consent, consents)):
            whom = "at all" if audience is Audience.NONE else "by others than families"
            clause = f"{code} does not agree to {_DOES[wish]} {whom}"
        if clause not in said:
            said.append(clause)
    return said
