"""What replaces the site on a host if something that is there must go.

    what is there and may stay ─► a tree of only that, from what earlier builds made

On the host, as here, no new story travels before what must go is gone, and the replacement names
nothing that isn't there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from media_pipeline.errors import MediaPipelineError
from media_pipeline.model import Audience, Copy, Page
from media_pipeline.release.manifest import Entry
from media_pipeline.release.plan import new_media
from media_pipeline.release.standing import stories_in
from media_pipeline.stages.families import families_tree
from media_pipeline.stages.publication import Publisher
from media_pipeline.stages.surveying import FEW
from media_pipeline.takedown.judging import Judged
from media_pipeline.takedown.trees import with_working_templates
from media_pipeline.tools.remembered import SITE

SWIFT = 32 << 20
"""How many bytes of new media, of stories that stay, may travel before a withdrawal: a minute's
worth, on a school's line. If there are more, those stories come back after it.
"""


def in_its_place(
    publisher: Publisher,
    judged: Judged,
    tree: str,
    there: Mapping[str, Entry],
    gone: Collection[str],
) -> list[Page | Copy] | None:
    """A tree of what is ``there`` and may stay when ``gone`` goes; None if what earlier builds made
    is not enough for it.
    """
    if judged.seen is None:
        return None
    staying = stories_in(there.keys() - gone).keys() - stories_in(gone).keys()
    made = _slugs(judged, tree)
    kept = staying & made.keys()
    lost = len(staying) - len(kept)
    if lost > len(kept) and (lost > FEW or not kept):  # build was deleted: the site would be empty
        return None

    def put_together(by: Publisher) -> list[Page | Copy]:
        wanted = _tree(by, judged, tree, kept, made)
        late = kept & _late(there, wanted)
        return _tree(by, judged, tree, kept - late, made) if late else wanted

    try:
        return with_working_templates(publisher, put_together)
    except MediaPipelineError:  # whatever is wrong, what must go goes
        return None


def _tree(
    publisher: Publisher,
    judged: Judged,
    tree: str,
    slugs: Collection[str],
    made: Mapping[str, str],
) -> list[Page | Copy]:
    assert judged.seen is not None
    exhibits = {made[slug]: judged.exhibits[made[slug]] for slug in slugs}
    if tree == SITE:
        return publisher.tree(judged.seen, exhibits)
    return families_tree(publisher, judged.seen, exhibits)


def _slugs(judged: Judged, tree: str) -> dict[str, str]:
    """The paths of the recordings of stories that may be in a tree, by slug."""
    assert judged.seen is not None
    return {
        permit.slug: path
        for path, verdict in judged.seen.verdicts.items()
        if (permit := verdict.permit)
        and path in judged.exhibits
        and (permit.audience is Audience.PUBLIC) is (tree == SITE)
    }


def _late(there: Mapping[str, Entry], wanted: Collection[Page | Copy]) -> frozenset[str]:
    """The stories whose new media are too much to travel before a withdrawal; none if there is
    little in all.
    """
    here = {each.path: Entry(each.digest, each.bytes) for each in wanted}
    new = new_media(there, here)
    if sum(new.values()) <= SWIFT:
        return frozenset()
    return frozenset(stories_in(new))
