"""Whether, after a release, the site answers as it must for every file that changed."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from media_pipeline.commands.asking import GONE, OK, PART, Answer, Visitor
from media_pipeline.publish.hosting import FILES, type_of
from media_pipeline.release.manifest import of_media
from media_pipeline.release.plan import Step

TOLD = 20
"""How many findings are reported one by one."""

ALIKE = {
    "application/xml": frozenset({"text/xml", "application/rss+xml"}),
    "text/x-opml": frozenset({"text/xml", "application/xml", "text/x-opml+xml"}),
    "text/javascript": frozenset({"application/javascript", "application/x-javascript"}),
    "audio/ogg": frozenset({"audio/opus"}),
    "application/manifest+json": frozenset({"application/json"}),
}
"""For each type, others that players, readers and browsers treat as the same."""

STRICT = frozenset({"audio", "video", "image"})
"""The main types that must be right for a podcast app or a browser to play or show anything."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found, in sentences, and whether any of it is ``wrong``."""

    lines: tuple[str, ...]
    wrong: bool


def proven(address: str, steps: Iterable[Step]) -> Proof:
    """Ask the site at ``address`` for each file that ``steps`` sent or deleted: its length, its
    type and a part of it, or whether it is gone. Files meant for the server itself are left out, as
    it shows them to nobody. A site that can't be reached from here proves nothing.
    """
    with closing(Visitor(address)) as visitor:
        first = visitor.ask("", method="HEAD")
        if not first.status:
            return Proof((f"{address} could not be asked from here: {first.why}",), wrong=False)
        findings = [
            f"{each.path}: {sentence}"
            for each in steps
            if each.path.rpartition("/")[2] not in FILES and (sentence := _wrong(visitor, each))
        ]
        asked = visitor.asked
    if not findings:
        return Proof((f"{address} answers as it must ({asked} answers).",), wrong=False)
    more = [f"… and {len(findings) - TOLD} more."] if len(findings) > TOLD else []
    head = f"{address} does not answer as it must ({len(findings)} files):"
    return Proof((head, *(f"  {each}" for each in (*findings[:TOLD], *more))), wrong=True)


def _wrong(visitor: Visitor, step: Step) -> str:
    """What is wrong with the answer for a file; "" if it is right."""
    answer = visitor.ask(step.path, method="HEAD")
    if step.entry is None:
        right = answer.status in GONE
        return "" if right else answer.why or f"it is deleted, and answers {answer.status}."
    if answer.why or answer.status != OK:
        return answer.why or f"it answers {answer.status}."
    size = answer.headers.get("content-length", "none")
    # A server may compress texts, and doesn't know the length before it has.
    if size != str(step.entry.bytes) and (size != "none" or of_media(step.path)):
        return f"it has {step.entry.bytes} bytes, and the server says {size}."
    return _wrong_type(step.path, answer) or _wrong_part(visitor, step)


def _wrong_type(path: str, answer: Answer) -> str:
    said = answer.headers.get("content-type", "none").partition(";")[0].strip().lower()
    wanted = type_of(path)
    loose = wanted.partition("/")[0] not in STRICT and not path.endswith((".html", ".xml", ".css"))
    if loose or said == wanted or said in ALIKE.get(wanted, ()):
        return ""
    return f"its type is {said}, and must be {wanted}."


def _wrong_part(visitor: Visitor, step: Step) -> str:
    if not of_media(step.path) or step.entry is None or not step.entry.bytes:
        return ""
    part = visitor.ask(step.path, range_="bytes=0-9")
    if part.why or part.status != PART or len(part.body) != min(10, step.entry.bytes):
        return part.why or f"a part of it is answered with {part.status}, not 206."
    return ""
