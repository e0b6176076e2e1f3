"""What a story reveals in public but may not: surnames on the school's list, and traces of the
school's computers. Pure.

Evaluated again in each build, so that a name put on the list today takes a story off the site
tomorrow. A person may allow a name that was shown; nobody can allow a trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from media_pipeline.gate.surnames import Surnames
from media_pipeline.languages import romanised
from media_pipeline.model import Story, Words
from media_pipeline.tools.counting import in_words
from media_pipeline.tools.traces import trace

_ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Private:
    """The names in a story's public strings, as the list has them, each with the fields that hold
    it; and sentences on traces of computers.
    """

    names: Mapping[str, tuple[str, ...]]
    traces: tuple[str, ...] = ()

    def reason(self, passed: Iterable[str]) -> str:
        """Why the story waits, in sentences, if only the names ``passed`` are allowed; else ""."""
        held = {name: fields for name, fields in self.names.items() if name not in set(passed)}
        said = [*self.traces]
        if held:
            fields = sorted({each for fields in held.values() for each in fields})
            names = in_words(f"“{name}”" for name in sorted(held))
            # A name that no field holds any longer is in an address that was given before.
            mend = "An address is for life: withdraw it" if _ADDRESS in fields else "Mend it"
            said.append(
                f"On the list of surnames: {names}, in its {in_words(fields)}. {mend}, or say "
                "with your approval that it may be public (--names; at the desk, the tick)."
            )
        return " ".join(said)


def private_in(story: Story, words: Mapping[str, Words], slug: str, surnames: Surnames) -> Private:
    """What ``story`` and its ``words`` (by language) reveal but may not.

    ``slug`` is its address, or "" if it has none yet: then one is made from the title.
    """
    names: dict[str, list[str]] = {}
    traces: list[str] = []
    for field, text in ((field, text) for field, text in shown_strings(story, words) if text):
        for name in surnames.found(text):
            fields = names.setdefault(name, [])
            fields += [] if field in fields else [field]
        if said := trace(text):
            traces.append(f"Its {field} holds {said}. Take it out before it can be public.")
    for name in surnames.found_in_address(slug or romanised(story.shown_title)):
        names.setdefault(name, [_ADDRESS])
    return Private({name: tuple(fields) for name, fields in names.items()}, tuple(traces))


def shown_strings(story: Story, words: Mapping[str, Words]) -> Iterator[tuple[str, str]]:
    """Every string of a story that pages, feeds, tags and drawn covers show, by its field."""
    yield from (("title", text) for text in story.title.values())
    yield from (("description", text) for text in story.description.values())
    yield "teller", story.teller
    yield "tale", story.tale
    yield "source", story.source
    yield "credit", story.credit
    yield "licence", story.licence
    yield "award", story.award
    yield from (("chapters", each.title) for each in story.chapters)
    yield from (("words", each.text) for each in words.values())
