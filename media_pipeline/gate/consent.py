"""Who a story may be for, given what everyone in it agrees to today. Pure: the day is an argument.

    voice   of everyone who is in it
    image   too, if it is a film or its pictures show them
    name    of everyone, for a teller to be named; if not, only the name is left out

The narrowest of these is the story's audience. Nothing is remembered: consent that has ended or was
taken back ends whatever rests on it at the next look.
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
"""How long before its end a consent is reported."""

FEW = 5
"""The most clauses that a sentence lists; any more are only counted."""

CLASS = "class:"
"""The prefix that marks a whole class among a story's people."""

_DOES = {"voice": "be heard", "image": "be seen", "name": "be named"}


@dataclass(frozen=True, slots=True)
class Consents:
    """The register on a day, and how the school wants it read; made by :func:`consents_on`.

    ``members`` are the rows of each class, by its id or its folded name. ``began`` is the first day
    of this school year; ``now`` is the clock's own day, which is never after ``today``.
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
    """Who consent lets a story be for, and, in a sentence, why not for everyone. ``named`` says
    whether its teller may be named to them; ``needs`` is what must be said about it first.
    """

    audience: Audience
    reason: str = ""
    named: bool = False
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lapse:
    """A person's consent that ends soon: its last day, and the stories that rest on it."""

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
    """The register on a day. ``classes`` gives the classes' ids by each of their names, folded.

    A person whose class is not in school.toml counts as in every class, and this is reported, so a
    typing mistake leaves nobody out.
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
    """The widest audience that a story's rights allow."""
    return Audience.FAMILIES if rights == Rights.FAMILIES_ONLY else Audience.PUBLIC


def ruling(story: Story, consents: Consents | None, approved: Iterable[str]) -> Ruling:
    """Who a story may be for, as far as its rights and everyone in it allow. Without a register,
    the rights alone decide.

    ``approved`` are the people that its last approval found in it, so that a class is not forgotten
    when its children go up a year, or when nobody is in it any longer.
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
    """The codes of everyone in a story, in order. Anyone named individually counts, even if
    absent.
    """
    named = {each for each in story.people if not each.startswith(CLASS)}
    found = set(approved)
    members = {code for each in story.people for code in _members(each, consents, strict=not found)}
    return tuple(sorted(named | ((found | members) - set(story.absent))))


def without_recording(
    approved: Audience, people: Iterable[str], consents: Consents | None
) -> Audience:
    """Who a story ``approved`` for some audience may be for when its recording is not here: as
    widely as all ``people`` that the approval found in it agree to be heard today, and nobody if it
    found none. Without the recording, nobody knows whether they are seen in it; and the story
    leaves the site with its recording in any case.
    """
    if consents is None:
        return approved
    agreed = [given(consents, each, "voice") for each in people]
    return min(approved, *agreed) if agreed else Audience.NONE


def given(consents: Consents, code: str, wish: str) -> Audience:
    """What a person agrees to today; nothing if nobody knows the code."""
    consent = consents.register.people.get(code)
    if consent is None or _why_not_now(consent, consents):
        return Audience.NONE
    return consent.given[wish]


def unnamed(story: Story, consents: Consents | None, approved: Iterable[str]) -> Story:
    """The story as it may be told: without its teller if consent does not let the teller be named.
    That shows less than was approved, so it voids no approval; if the name also occurs elsewhere in
    the story, a note says where.
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
    """The people in ``stories`` (path, codes) whose consent ends within 30 days, by day."""
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
    """Why nothing in a consent holds on the day; "" if it does hold."""
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
    """Everyone in a class on a day, given as its name, ``@`` and the day; nobody for a single
    person.

    Having no valid consent on that day does not make a person absent: only those who had left the
    school by then are not counted. If an approval has already found its people (not ``strict``),
    those who came after the day are not counted either.
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
    """Reasons why a class does not count as agreeing. One that has nobody in the register is a
    typing mistake and no agreement; and the register says who is in a class this year, and no
    longer knows who was in it before.
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
    """Who limits it to a narrower audience than its rights do, and how; one clause for each."""
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
