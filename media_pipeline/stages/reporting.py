"""What a build or a look leaves to be read: report.json, and a status line for each recording.

Pure. Paths are relative to the workspace.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from media_pipeline.gate.approve import Shown
from media_pipeline.gate.book import Book, Entry
from media_pipeline.gate.shown import shown_fields
from media_pipeline.intake.gather import Intake
from media_pipeline.model import (
    Audience,
    Exhibit,
    Failed,
    Row,
    State,
    Story,
    Translation,
    Verdict,
)
from media_pipeline.tools.store import OBJECTS
from media_pipeline.tools.text import as_argument

STORE = f"build/{OBJECTS}"
BEING_MADE = "Its film is being made."
ANEW = "Its film is being made anew; what it was before stays meanwhile."


def rows(
    intake: Intake,
    verdicts: Mapping[str, Verdict],
    book: Book,
    gone: Sequence[Entry],
    exhibits: Mapping[str, Exhibit],
    failed: Mapping[str, Failed],
    making: Collection[str] = (),
) -> tuple[Row, ...]:
    """A row for each recording, refused file and missing original, by path. ``making`` are the
    paths of films that are being made.
    """
    table = [
        _story_row(story, verdicts[story.recording.path], book, exhibits, failed, making)
        for story in intake.stories
    ]
    stood = {path: entry for entry in gone for path in entry.paths}
    table = [_as_new_take(row, stood.get(row.path), book) for row in table]
    table += [Row(each.path, "", State.REFUSED, each.reason) for each in intake.refused]
    table += [
        Row(entry.path, entry.id, State.MISSING, "Its recording is gone.", slug=entry.slug)
        for entry in gone
    ]
    return tuple(sorted(table, key=lambda row: (row.path, row.id)))


def shown_rows(
    stories: Iterable[Story], verdicts: Mapping[str, Verdict], exhibits: Mapping[str, Exhibit]
) -> list[Shown]:
    """What the coordinator is shown of each story, which approvals are bound to."""
    return [
        Shown(
            id=verdict.id,
            path=story.recording.path,
            title=story.shown_title,
            digest=story.recording.digest,
            shown=verdict.shown,
            fields=shown_fields(story),
            state=verdict.state,
            needs=verdict.needs,
            rights=str(story.rights),
            audience=verdict.audience,
            people=verdict.people,
            names=verdict.names,
            traces=verdict.traces,
            copies=story.copies,
        )
        for story in stories
        if _may_be_approved(
            verdict := verdicts[story.recording.path], made=story.recording.path in exhibits
        )
    ]


def _may_be_approved(verdict: Verdict, *, made: bool) -> bool:
    """Whether a story may be approved: if it was made, so that it can be looked at, or if it is an
    earlier take. Nothing is made from that: it comes back as it was approved, or not at all.
    """
    return verdict.state is not State.WITHDRAWN and (made or not verdict.id)


def report(
    table: Sequence[Row],
    built: int,
    reused: int,
    seconds: float,
    interface: Sequence[Translation] = (),
) -> dict[str, Any]:
    """``build/report.json``, as the contract has it."""
    return {
        "stories": [_json(row) for row in table],
        "built": built,
        "reused": reused,
        "seconds": round(seconds, 2),
        "interface": [
            {
                "language": each.language,
                "missing": list(each.missing),
                "reviewed": each.reviewed,
                "untitled": list(each.untitled),
            }
            for each in interface
        ],
    }


def fingerprints(exhibits: Mapping[str, Exhibit]) -> set[str]:
    """The fingerprints of the jobs that made what is shown, taken from where it is in the store."""
    return {each.path.split("/")[1] for exhibit in exhibits.values() for each in exhibit.renditions}


def _story_row(
    story: Story,
    verdict: Verdict,
    book: Book,
    exhibits: Mapping[str, Exhibit],
    failed: Mapping[str, Failed],
    making: Collection[str],
) -> Row:
    path = story.recording.path
    copies = tuple(f"The same recording lies at {copy}." for copy in story.copies)
    if verdict.state is State.WITHDRAWN:  # only that it exists, and where, is kept of it
        return Row(path, verdict.id, verdict.state, verdict.reason, notes=copies)
    exhibit = exhibits.get(path)
    state, reason = verdict.state, verdict.reason
    failure = failed.get(path)
    if failure is not None and exhibit is None:
        state, reason = State.REFUSED, failure.reason
    elif failure is not None:
        reason = f"{reason} It could not be made anew: {failure.reason}".strip()
    elif path in making:
        reason = f"{reason} {ANEW if exhibit else BEING_MADE}".strip()
        state = state if exhibit or state is not State.PUBLISHED else State.WAITING
    entry, permit = book.entries.get(verdict.id), verdict.permit
    return Row(
        path=path,
        id=verdict.id,
        state=state,
        reason=reason,
        needs=verdict.needs,
        unclear=story.unclear,
        title=story.shown_title,
        language=story.language,
        class_id=story.class_id,
        kind=story.kind,
        slug=entry.slug if entry else "",
        notes=(*story.notes, *copies, *(exhibit.warnings if exhibit else ())),
        renditions=exhibit.renditions if exhibit else (),
        failure=failure.reason if failure else "",
        audience=permit.audience if permit and state is State.PUBLISHED else Audience.NONE,
        making=path in making,
        again=failure is not None and not failure.refusal,
    )


def _as_new_take(row: Row, stood: Entry | None, book: Book) -> Row:
    """The row of a story that waits at a path where a public one ``stood``, saying how to keep its
    address: a re-recording that is approved like any other would lose that without a word.
    """
    entry = book.entries.get(row.id)
    if row.state is not State.WAITING or stood is None or entry is None or entry.published:
        return row
    told = (
        "A published story stood at this path; if this is a new take of it, media-pipeline approve "
        f"{as_argument(row.path)} --as {stood.id} keeps its address and date."
    )
    return replace(row, reason=f"{row.reason} {told}")


def _json(row: Row) -> dict[str, Any]:
    return {
        "path": row.path,
        "id": row.id,
        "state": str(row.state),
        "audience": str(row.audience),
        "reason": row.reason,
        "failure": row.failure,
        "making": row.making,
        "needs": list(row.needs),
        "title": row.title,
        "language": row.language,
        "class": row.class_id,
        "kind": row.kind,
        "slug": row.slug,
        "notes": list(row.notes),
        "renditions": [
            {
                "role": str(each.role),
                "path": f"{STORE}/{each.path}",
                "mime": each.mime,
                "bytes": each.bytes,
                "seconds": each.seconds,
                "lufs": each.lufs,
                "dbtp": each.dbtp,
                "width": each.width,
                "height": each.height,
            }
            for each in row.renditions
        ],
    }
