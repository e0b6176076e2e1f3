"""The tree for families, ``build/site-families``: bringing it up to date, listing it, and giving
its addresses.

    Permit for FAMILIES + Exhibit ─► Episode ─► FamilySite of its class ─► <token>/…

Tokens are only in the ledger, so that the tree can be deleted and comes back the same.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from media_pipeline.engine.making import make_art
from media_pipeline.errors import WorkspaceError
from media_pipeline.gate.tokens import WHOLE_SCHOOL, Address, addresses, first_addresses
from media_pipeline.model import Copy, Episode, Exhibit, Page, Placing, Show
from media_pipeline.publish.for_families import (
    FamilySite,
    family_artifacts,
    family_pages,
    family_shows,
    front_pages,
)
from media_pipeline.publish.naming import TEXTS
from media_pipeline.publish.placing import make_ready, place_site
from media_pipeline.publish.templates import Templates
from media_pipeline.settings import Settings
from media_pipeline.stages.audiences import for_families
from media_pipeline.stages.publication import Publisher, icon_copies
from media_pipeline.stages.surveying import Survey, judged_anew, overtaken
from media_pipeline.tools.remembered import FAMILIES
from media_pipeline.tools.values import value_digest
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger

Fed = Sequence[tuple[FamilySite, Sequence[Show]]]
"""Each class's site, with its feeds."""


def bring_families(publisher: Publisher, seen: Survey, exhibits: Mapping[str, Exhibit]) -> Placing:
    """Bring the tree up to date with what the gate lets families have of ``exhibits`` (by path).

    A class is given its address with its first story. A class that has an address keeps its site,
    which says so if there is nothing yet. Nothing is rendered if everything is as it was. Decisions
    made, and addresses taken back, before the first file is placed still take effect, and a file
    that is not clean stops it, as on the public site.
    """
    while (placing := _placed(publisher, seen, exhibits)) is None:
        seen = judged_anew(seen, publisher.workspace, exhibits, publisher.clock())
    return placing


def _placed(publisher: Publisher, seen: Survey, exhibits: Mapping[str, Exhibit]) -> Placing | None:
    """The placing; None if something was decided meanwhile."""
    workspace, store = publisher.workspace, publisher.engine.store
    tree, settings, folders = workspace.families, workspace.settings, workspace.templates
    told = for_families(seen, exhibits, settings)
    given = _given(publisher, told)
    sites = _sites(given, told, settings)
    if not sites and not tree.exists():
        return Placing((), ())
    fed = [(site, _dressed(publisher, site)) for site in sites]
    icons = icon_copies(publisher.planner, publisher.engine) if sites else []
    made_of = value_digest(publisher.made_by, fed, icons)
    if publisher.as_it_was(tree, FAMILIES, made_of):
        return Placing((), ())
    jobs, artifacts = publisher.artifacts(
        each for site, shows in fed for each in family_artifacts(site, shows, settings, folders)
    )
    ready = make_ready(tree, _tree(fed, icons, artifacts, publisher), store, FAMILIES)
    with open_ledger(workspace).still() as lines:
        late = overtaken(seen, workspace, lines, publisher.clock())
        if late or addresses(lines) != given:
            return None
        placing = place_site(tree, ready, store, publisher.proof(FAMILIES), FAMILIES)
    publisher.leave_standing(FAMILIES, placing, made_of, jobs)
    return placing


def families_tree(
    publisher: Publisher, seen: Survey, exhibits: Mapping[str, Exhibit]
) -> list[Page | Copy]:
    """Every file of the tree as :func:`bring_families` would make it from these, without placing
    it. No address is given for it.

    Raises :class:`PrivacyError` if a file is not clean.
    """
    workspace = publisher.workspace
    settings, folders = workspace.settings, workspace.templates
    given = addresses(open_ledger(workspace).read())
    sites = _sites(given, for_families(seen, exhibits, settings), settings)
    fed = [(site, _dressed(publisher, site)) for site in sites]
    icons = icon_copies(publisher.planner, publisher.engine) if sites else []
    _, artifacts = publisher.artifacts(
        each for site, shows in fed for each in family_artifacts(site, shows, settings, folders)
    )
    wanted = [*_tree(fed, icons, artifacts, publisher)]
    publisher.proof(FAMILIES)(wanted, wanted)
    return wanted


def drop_former(workspace: Workspace) -> None:
    """Delete the sites whose tokens were taken back; none if the ledger is missing.

    Raises :class:`WorkspaceError` if one can't be deleted.
    """
    if not workspace.families.is_dir() or not (lines := open_ledger(workspace).read()):
        return
    current = {each.token for each in addresses(lines).values()}
    former = [
        each.name
        for each in sorted(workspace.families.iterdir())
        if each.is_dir() and each.name not in current
    ]
    _delete_sites(workspace.families, former)


def _delete_sites(tree: Path, tokens: Sequence[str]) -> None:
    """Delete whole sites at once: first the files that name others (pages, feeds).

    Raises :class:`WorkspaceError` if one can't be deleted.
    """
    for folder in (tree / token for token in tokens):
        try:
            for path in sorted(folder.rglob("*"), key=lambda each: each.suffix not in TEXTS):
                if path.is_file():
                    path.unlink()
            shutil.rmtree(folder, ignore_errors=True)
        except OSError as error:
            raise WorkspaceError(
                f"it must go and can't be deleted ({error.strerror}).",
                str(folder),
                "Delete it by hand, and see who may write there.",
            ) from error


def _given(publisher: Publisher, told: Mapping[str, object]) -> dict[str, Address]:
    """The addresses by class; new ones are recorded for classes that have something ``told``."""
    ledger = open_ledger(publisher.workspace)
    lines = ledger.read()
    if first_addresses(told, lines):
        lines = ledger.append_following(
            lambda standing: first_addresses(told, standing), publisher.clock()
        )
    return addresses(lines)


def _sites(
    given: Mapping[str, Address], told: Mapping[str, Sequence[Episode]], settings: Settings
) -> list[FamilySite]:
    """The sites, in the order of the classes."""
    wanted = (WHOLE_SCHOOL, *(each.id for each in settings.classes))
    return [
        FamilySite(each, given[each].token, given[each].since, tuple(told.get(each, ())))
        for each in wanted
        if each in given
    ]


def _dressed(publisher: Publisher, site: FamilySite) -> tuple[Show, ...]:
    """The feeds of a site with their covers, which are drawn separately for each class."""
    shows = family_shows(site, publisher.workspace.settings)
    name = f"families-{site.class_id or 'school'}"
    apart = [replace(show, name=name) for show in shows if not show.saver_of]
    art, previews = make_art(apart, publisher.planner, publisher.engine)
    return tuple(replace(show, art=art.get(name), preview=previews.get(name)) for show in shows)


def _tree(
    fed: Fed, icons: Sequence[Copy], artifacts: Sequence[Copy], publisher: Publisher
) -> Iterator[Page | Copy]:
    settings, templates = publisher.workspace.settings, Templates(publisher.workspace.templates)
    if fed:
        yield from front_pages(settings, templates)
    for site, shows in fed:
        own = [each for each in artifacts if each.path.startswith(f"{site.token}/")]
        yield from family_pages(site, shows, settings, templates, [*icons, *own])
