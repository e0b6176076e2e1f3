"""From what a person typed to what the ledger is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tellings import Diary, telling

from media_pipeline.errors import UsageError
from media_pipeline.gate.approve import Shown, approvals, choose, decisions, replacement, unholdings
from media_pipeline.gate.decide import Grounds, decide
from media_pipeline.gate.events import Event, EventType
from media_pipeline.gate.slugs import slug
from media_pipeline.model import Audience, Rights, State, Story

STORIES = [
    telling("fox", path="recordings/pa/fox.m4a"),
    telling("crow", path="recordings/pa/crow.m4a"),
    telling("hen", path="recordings/pa and ur/hen.m4a"),
]


@pytest.fixture
def diary() -> Diary:
    """A ledger that has received three stories."""
    diary = Diary()
    diary.receive(*STORIES)
    return diary


def approve(diary: Diary, rows: Sequence[Shown], *what: str, everything: bool = False) -> list[str]:
    """Approve what was shown; returns the paths that the ledger is told of."""
    events = approvals(choose(what, rows, everything=everything), diary.book, "Kim", names=False)
    diary.write(events)
    return [event.private["path"] for event in events]


def state(diary: Diary, story: Story) -> State:
    """Where a story stands now."""
    return decide(story, Grounds(diary.book), {}).state


# ── choosing ──


def test_a_story_is_named_by_path_id_or_the_ids_beginning(diary: Diary) -> None:
    """From the workspace, as the report has it."""
    rows = diary.show(*STORIES)
    fox = rows[0].id
    for word in ("recordings/pa/fox.m4a", "./recordings/pa/fox.m4a", fox, fox[:6], f" {fox} "):
        choice = choose([word], rows)
        assert (choice.rows, choice.named) == ((rows[0],), frozenset({fox}))


def test_a_copys_path_is_its_storys(diary: Diary) -> None:
    """Where no recording of its own lies there."""
    fox, *others = diary.show(*STORIES)
    fox = replace(fox, copies=("recordings/en/copy.m4a", others[0].path))
    assert choose(["recordings/en/copy.m4a"], [fox, *others]).named == {fox.id}
    assert choose([others[0].path], [fox, *others]).named == {others[0].id}


@pytest.mark.parametrize("word", ["recordings/pa", "recordings/pa/", "./recordings/pa/"])
def test_a_folder_is_what_lies_in_it(diary: Diary, word: str) -> None:
    """And not what lies in a folder whose name begins so."""
    rows = diary.show(*STORIES)
    choice = choose([word], rows)
    assert (choice.rows, choice.named) == (tuple(rows[:2]), frozenset())


@pytest.mark.parametrize("word", ["fox", "recordings/ur", "", ".", "recordings/pa/fox", "abcde"])
def test_a_word_that_names_nothing_is_an_error(diary: Diary, word: str) -> None:
    """With a hint to where names are found, and nothing is done."""
    with pytest.raises(UsageError, match="media-pipeline status"):
        choose(["recordings/pa", word], diary.show(*STORIES))


def test_the_beginning_of_two_ids_is_an_error(diary: Diary) -> None:
    """It is not guessed which one is meant."""
    rows = [replace(row, id=f"abcdef-{number}") for number, row in enumerate(diary.show(*STORIES))]
    with pytest.raises(UsageError, match="more than one story's id begins so"):
        choose(["abcdef"], rows)
    assert choose(["abcdef-1"], rows).rows == (rows[1],)


def test_all_is_all_that_wait(diary: Diary) -> None:
    """Nothing that was held or withdrawn."""
    diary.stop("held", diary.show(*STORIES)[0].id)
    rows = diary.show(*STORIES)
    assert choose([], rows, everything=True).rows == tuple(rows[1:])


# ── approving ──


def test_an_approval_is_of_what_was_shown(diary: Diary) -> None:
    """A story that changed since the last build is not approved by it."""
    rows = diary.show(*STORIES)
    approve(diary, rows, "recordings/pa/fox.m4a")
    assert state(diary, STORIES[0]) is State.PUBLISHED
    assert state(diary, replace(STORIES[0], teller="Amina")) is State.WAITING


def test_an_approval_says_who_what_and_which_rights(diary: Diary) -> None:
    """The rights that were shown are confirmed by it."""
    (row,) = diary.show(replace(STORIES[0], needs=()))
    (event,) = approvals(choose([row.path], [row]), diary.book, "Kim", names=False)
    assert (event.event, event.id) == ("approved", row.id)
    assert dict(event.public) == {
        "shown": row.shown,
        "digest": row.digest,
        "audience": "public",
    }
    assert event.private["by"] == "Kim"
    assert event.private["rights"] == "own"
    assert event.private["fields"] == row.fields


def test_a_named_story_that_needs_something_is_an_error_and_nothing_is_approved(
    diary: Diary,
) -> None:
    """It says what to type, before any other story is approved."""
    needy = replace(STORIES[1], needs=("title", "language"))
    rows = diary.show(STORIES[0], needy)
    with pytest.raises(UsageError, match="it needs a title and a language before") as caught:
        approvals(choose([row.path for row in rows], rows), diary.book, "Kim", names=False)
    assert 'describe "recordings/pa/crow.m4a" --title "…" --language "…"' in caught.value.hint


def test_a_folders_needy_stories_are_passed_over(diary: Diary) -> None:
    """The others are approved."""
    rows = diary.show(STORIES[0], replace(STORIES[1], needs=("title",)))
    assert approve(diary, rows, "recordings/pa") == ["recordings/pa/fox.m4a"]


@pytest.mark.parametrize("event", ["held", "withdrawn"])
def test_stopped_stories_are_approved_by_name_at_most(diary: Diary, event: str) -> None:
    """Neither by their folder nor by --all."""
    diary.stop(event, diary.show(STORIES[0])[0].id)
    rows = diary.show(*STORIES)
    assert approve(diary, rows, "recordings/pa") == ["recordings/pa/crow.m4a"]
    assert approve(diary, rows, everything=True) == ["recordings/pa and ur/hen.m4a"]


def test_a_held_story_is_approved_by_name(diary: Diary) -> None:
    """Whoever names it means it."""
    diary.stop("held", diary.show(STORIES[0])[0].id)
    assert approve(diary, diary.show(*STORIES), "recordings/pa/fox.m4a") == [
        "recordings/pa/fox.m4a"
    ]


def test_a_withdrawn_story_is_approved_by_nothing(diary: Diary) -> None:
    """Also where no build came between, and it is shown yet."""
    rows = diary.show(*STORIES)
    diary.stop("withdrawn", rows[0].id)
    with pytest.raises(UsageError, match="it was withdrawn, for good"):
        approve(diary, rows, "recordings/pa/fox.m4a")


@pytest.mark.parametrize("event", ["held", "withdrawn"])
@pytest.mark.parametrize("everything", [True, False])
def test_a_story_stopped_since_the_last_build_is_stopped(
    diary: Diary, event: str, *, everything: bool
) -> None:
    """What the last build showed as waiting is not approved against a newer decision."""
    rows = diary.show(*STORIES)
    diary.stop(event, rows[0].id)
    approve(diary, rows, *([] if everything else ["recordings/pa"]), everything=everything)
    assert state(diary, STORIES[0]) is State(event)


def test_a_story_stopped_since_the_last_build_can_be_approved_by_name(diary: Diary) -> None:
    """Somebody changed their mind twice between two builds."""
    diary.approve(STORIES[0])
    rows = diary.show(*STORIES)
    diary.stop("held", rows[0].id)
    assert approve(diary, rows, "recordings/pa/fox.m4a") == ["recordings/pa/fox.m4a"]


def test_a_published_story_is_not_approved_twice(diary: Diary) -> None:
    """It keeps the date of its last decision."""
    diary.approve(STORIES[0])
    rows = diary.show(*STORIES)
    assert approve(diary, rows, "recordings/pa") == ["recordings/pa/crow.m4a"]
    assert approve(diary, rows, "recordings/pa") == []


def test_a_changed_story_is_approved_again(diary: Diary) -> None:
    """As it is shown now."""
    diary.approve(STORIES[0])
    changed = replace(STORIES[0], teller="Amina")
    assert approve(diary, diary.show(changed), "recordings/pa") == ["recordings/pa/fox.m4a"]
    assert state(diary, changed) is State.PUBLISHED


def test_what_became_another_storys_take_is_not_approved_on_its_own(diary: Diary) -> None:
    """By a command between two builds."""
    rows = diary.show(*STORIES)
    diary.write(replacement(rows[1], rows[0].id, diary.book, "Kim", names=False))
    assert approve(diary, rows, everything=True) == ["recordings/pa and ur/hen.m4a"]
    with pytest.raises(UsageError, match="another story's take now"):
        approve(diary, rows, "recordings/pa/crow.m4a")


# ── stopping and replacing ──


def test_a_decision_says_who_and_why(diary: Diary) -> None:
    """Privately: a reason may name somebody."""
    rows = diary.show(*STORIES[:1])
    choice = choose([rows[0].id], rows)
    assert decisions(choice, diary.book, EventType.WITHDRAWN, "A parent asked.", "Kim") == [
        Event(
            "withdrawn",
            rows[0].id,
            {"digest": rows[0].digest},
            {"reason": "A parent asked.", "by": "Kim"},
        )
    ]


def test_a_folders_withdrawn_stories_are_not_held(diary: Diary) -> None:
    """Held is less than withdrawn, and named it is refused."""
    rows = diary.show(*STORIES)
    diary.stop(EventType.WITHDRAWN, rows[0].id)
    held = decisions(choose(["recordings/pa"], rows), diary.book, EventType.HELD, "", "Kim")
    assert [event.id for event in held] == [rows[1].id]
    with pytest.raises(UsageError, match="it was withdrawn, which is more than held"):
        decisions(choose([rows[0].path], rows), diary.book, EventType.HELD, "", "Kim")
    again = decisions(choose([rows[0].path], rows), diary.book, EventType.WITHDRAWN, "", "Kim")
    assert [event.id for event in again] == [rows[0].id]


def test_a_story_that_the_ledger_does_not_know_is_not_stopped(diary: Diary) -> None:
    """An older copy of the ledger was put back, and nothing was built since."""
    rows = diary.show(*STORIES)
    choice = choose(["recordings"], rows)
    with pytest.raises(UsageError, match="Build first so that it is known"):
        decisions(choice, Diary().book, EventType.WITHDRAWN, "", "Kim")


def test_a_path_is_the_recording_that_is_there_now(diary: Diary) -> None:
    """Telephones reuse names: the one that is gone answers to its id alone."""
    fox, crow = diary.show(*STORIES[:2])
    gone = replace(crow, path=fox.path)
    assert choose([fox.path], [fox], gone=[gone]).rows == (fox,)
    assert choose(["recordings/pa"], [fox], gone=[gone]).rows == (fox,)
    assert choose([crow.id[:6]], [fox], gone=[gone]).rows == (gone,)


def test_what_is_for_families_only_is_approved_for_them(diary: Diary) -> None:
    """And again where its rights let everyone have it later."""
    families = replace(STORIES[1], rights=Rights.FAMILIES_ONLY, defaulted=("rights",))
    (crow,) = diary.show(families)
    assert crow.audience is Audience.FAMILIES
    assert approve(diary, [crow], crow.path) == [crow.path]
    assert approve(diary, diary.show(families), "recordings/pa") == []
    everyone = diary.show(replace(families, rights=Rights.OWN))
    assert approve(diary, everyone, "recordings/pa") == [crow.path]


@pytest.mark.parametrize("characters", [0, 1, 5])
def test_the_older_story_is_named_as_any_other(diary: Diary, characters: int) -> None:
    """By its id, or at least six characters of it."""
    fox, crow = diary.show(*STORIES[:2])
    replaced, _ = replacement(crow, fox.id[:6], diary.book, "Kim", names=False)
    assert replaced.id == fox.id
    with pytest.raises(UsageError, match="no story of that id"):
        replacement(crow, fox.id[:characters], diary.book, "Kim", names=False)


def test_a_new_take_must_be_complete(diary: Diary) -> None:
    """What can't be approved can't take a story's place."""
    fox, _ = diary.show(*STORIES[:2])
    (needy,) = diary.show(replace(STORIES[1], needs=("language",)))
    with pytest.raises(UsageError, match="it needs a language before"):
        replacement(needy, fox.id, diary.book, "Kim", names=False)


def test_a_new_take_of_nothing_is_an_error(diary: Diary) -> None:
    """The id must be a story's."""
    with pytest.raises(UsageError, match="no story of that id"):
        replacement(diary.show(STORIES[0])[0], "no such id", diary.book, "Kim", names=False)


def test_a_story_is_no_new_take_of_itself(diary: Diary) -> None:
    """It is what it would become."""
    fox, _ = diary.show(*STORIES[:2])
    with pytest.raises(UsageError, match="it is that story already"):
        replacement(fox, fox.id, diary.book, "Kim", names=False)


def test_an_earlier_take_must_be_complete_to_be_the_story_again(diary: Diary) -> None:
    """As any other."""
    diary.approve(STORIES[0])
    fox, crow = diary.show(*STORIES[:2])
    diary.write(replacement(crow, fox.id, diary.book, "Kim", names=False))
    (needy,) = diary.show(replace(STORIES[0], needs=("language",)))
    assert needy.id == ""
    with pytest.raises(UsageError, match="it needs a language before"):
        replacement(needy, fox.id, diary.book, "Kim", names=False)


@pytest.mark.parametrize("approved", [True, False], ids=["otherwise", "never"])
def test_threat_25_an_earlier_take_comes_back_as_it_was_approved_or_not_at_all(
    diary: Diary, *, approved: bool
) -> None:
    """Nothing is made of it, so nobody can look at what was said of it since."""
    if approved:
        diary.approve(STORIES[0])
    fox, crow = diary.show(*STORIES[:2])
    diary.write(replacement(crow, fox.id, diary.book, "Kim", names=False))
    (other,) = diary.show(replace(STORIES[0], title={"pa": "Another title"}))
    with pytest.raises(UsageError, match="not as it was when it was approved"):
        replacement(other, fox.id, diary.book, "Kim", names=False)


def test_earlier_takes_of_a_folder_are_several(diary: Diary) -> None:
    """Though none of them has an id."""
    fox, crow = (replace(row, id="") for row in diary.show(*STORIES[:2]))
    assert choose(["recordings/pa"], [fox, crow]).rows == (fox, crow)


@pytest.mark.parametrize("event", ["approved", "withdrawn"])
def test_a_story_that_was_public_or_withdrawn_keeps_its_own_id(diary: Diary, event: str) -> None:
    """An id that went out into the world, or must not come back, is not forgotten."""
    fox, crow = diary.show(*STORIES[:2])
    if event == "approved":
        diary.approve(STORIES[1])
    else:
        diary.stop(event, crow.id)
    with pytest.raises(UsageError, match="its id stays with it"):
        replacement(crow, fox.id, diary.book, "Kim", names=False)


def test_nothing_takes_the_place_of_what_was_withdrawn(diary: Diary) -> None:
    """Else it would be forgotten that it must leave every host."""
    fox, crow = diary.show(*STORIES[:2])
    diary.approve(STORIES[0])
    diary.stop("withdrawn", fox.id)
    with pytest.raises(UsageError, match="it was withdrawn, for good"):
        replacement(crow, fox.id, diary.book, "Kim", names=False)


# ── slugs ──

ID = "1a2b3c4d-0000-5000-8000-000000000000"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("The fox & the grapes!", "the-fox-the-grapes"),
        ("  Ünïcode  çà ", "unicode-ca"),
        ("狐狸和葡萄", "huliheputao"),
        ("Лисица и виноград", "lisitsa-i-vinograd"),
        ("index", "index"),
        ("../../etc/passwd", "etc-passwd"),
    ],
)
def test_a_slug_is_ascii_words_and_the_beginning_of_the_id(title: str, words: str) -> None:
    """A title in another script is romanised."""
    assert slug(title, ID) == f"{words}-1a2b3c"


@pytest.mark.parametrize("title", ["ਲੂੰਬੜੀ ਅਤੇ ਅੰਗੂਰ", "لومڑی اور انگور", "நரியும் திராட்சையும்", "শিয়াল"])
def test_a_slug_of_any_script_is_ascii(title: str) -> None:
    """Of those that our families read."""
    words, _, end = slug(title, ID).rpartition("-")
    assert end == "1a2b3c"
    assert words
    assert set(words) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize("title", ["", "…", "🦊", "\u202e", "---"])
def test_a_title_without_words_falls_back_to_the_id(title: str) -> None:
    """Something must be the address."""
    assert slug(title, ID).rpartition("-")[2] == "1a2b3c"
    assert not slug(title, ID).startswith("-")


@pytest.mark.parametrize("title", ["word " * 50, "x" * 300, "葡萄" * 100])
def test_a_long_slug_is_cut_between_words_where_it_can_be(title: str) -> None:
    """48 characters and the id's."""
    made = slug(title, ID)
    assert len(made) <= 48 + 7
    assert "--" not in made
    if title.startswith("word"):
        assert made == "word-" * 9 + "1a2b3c"


def test_two_stories_of_one_title_have_two_slugs() -> None:
    """By their ids."""
    assert slug("The fox", ID) != slug("The fox", ID.replace("1a2b3c", "3c2b1a"))


def test_held_stories_are_released_and_no_others(diary: Diary) -> None:
    """A folder's withdrawn, waiting and published ones are passed over."""
    held, withdrawn = diary.receive(*STORIES[:2])
    diary.stop("held", held)
    diary.stop("withdrawn", withdrawn)
    rows = diary.show(*STORIES)
    choice = choose([row.path for row in rows], rows)
    assert unholdings(choice, diary.book, "Kim") == [Event("unheld", held, {}, {"by": "Kim"})]
