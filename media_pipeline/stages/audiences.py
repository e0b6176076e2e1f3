"""Who may have what: the episodes for everyone and for families, from verdicts and what was
made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from media_pipeline.gate.tokens import WHOLE_SCHOOL
from media_pipeline.model import Audience, Episode, Exhibit, Permit, Verdict
from media_pipeline.publish.shows import published_key
from media_pipeline.settings import SPOKEN_NAME, Settings
from media_pipeline.stages.surveying import Survey


def permitted(seen: Survey, exhibits: Mapping[str, Exhibit]) -> list[Episode]:
    """The episodes, newest first: whatever was made and the gate lets everyone see."""
    episodes = [
        Episode(permit, exhibits[path])
        for path, verdict in seen.verdicts.items()
        if (permit := public_permit(verdict)) and path in exhibits
    ]
    return sorted(episodes, key=published_key, reverse=True)


def for_families(
    seen: Survey, exhibits: Mapping[str, Exhibit], settings: Settings
) -> dict[str, list[Episode]]:
    """What was made and families alone may have, by class, newest first; "" means no class.

    Stories of a class that the school no longer has are for nobody.
    """
    found: dict[str, list[Episode]] = {}
    for path, verdict in seen.verdicts.items():
        permit = verdict.permit
        if permit is None or permit.audience is not Audience.FAMILIES or path not in exhibits:
            continue
        story = exhibits[path].story
        if story.kind != SPOKEN_NAME.id and _known(story.class_id, settings):
            found.setdefault(story.class_id, []).append(Episode(permit, exhibits[path]))
    return {
        class_id: sorted(told, key=published_key, reverse=True) for class_id, told in found.items()
    }


def public_permit(verdict: Verdict) -> Permit | None:
    """The permit of a story that everyone may see; None for any other."""
    permit = verdict.permit
    return permit if permit and permit.audience is Audience.PUBLIC else None


def parted(episodes: Iterable[Episode]) -> tuple[list[Episode], list[Episode]]:
    """Stories, and separately recordings of languages' names, which appear only beside their
    language: on no shelf, in no feed and in no count.
    """
    told: list[Episode] = []
    spoken: list[Episode] = []
    for each in episodes:
        (spoken if each.exhibit.story.kind == SPOKEN_NAME.id else told).append(each)
    return told, spoken


def _known(class_id: str, settings: Settings) -> bool:
    return class_id == WHOLE_SCHOOL or settings.school_class(class_id) is not None
