"""``publish`` and ``rollback``: what was built goes to where families meet it.

    what must go leaves every host ─► build/site, as it was built ─► a release that is kept
                                      ─► each host, by a plan ─► asked over HTTP

Nothing new is brought anywhere before what must go is gone from everywhere. What is decided while
files travel ends the journey, and goes first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from media_pipeline.commands.proving import proven
from media_pipeline.errors import HostError, UsageError, WorkspaceError
from media_pipeline.release import kept
from media_pipeline.release.carry import Place, as_seen
from media_pipeline.release.folder import folder_of
from media_pipeline.release.known import forget, known_hosts
from media_pipeline.release.manifest import Entry, Manifest
from media_pipeline.release.plan import Change, Step, change, plan
from media_pipeline.release.standing import must_go
from media_pipeline.stages.publication import Clock
from media_pipeline.takedown.elsewhere import Judged, judged_today
from media_pipeline.takedown.on_hosts import clear, clear_hosts, opened
from media_pipeline.takedown.trees import publisher_aside
from media_pipeline.takedown.watch import begin_watch, stamps
from media_pipeline.tools import files
from media_pipeline.tools.remembered import FAMILIES, SITE
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger
from media_pipeline.workspace.once_public import remember

NAMED = 5
"""Files that a sentence names, of many."""


class _OvertakenError(Exception):
    """Something that travels may be public no longer."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to publish: ``dry`` only tells, ``look`` looks at every file of a host first,
    ``adopting`` takes over what is found there.
    """

    dry: bool = False
    look: bool = False
    adopting: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """Where a tree goes, and the address at which it can then be asked for, "" for none."""

    tree: str
    to: str
    address: str


@dataclass(slots=True)
class Account:
    """What was done, in sentences; ``changes`` lists each file that would change, and how.
    Something is ``wrong`` where the site does not answer as it must.
    """

    lines: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    wrong: bool = False


def publish(
    workspace: Workspace, reporter: Reporter, clock: Clock, options: Options | None = None
) -> Account:
    """Bring what was built to every address of ``[publish]``.

    Raises :class:`UsageError` where there is none, :class:`HostError` where one fails, or
    something that must go can't be deleted: then nothing else was brought anywhere. The same
    command goes on from where it was broken off.
    """
    targets = _targets(workspace)
    return _uninterrupted(
        workspace, reporter, lambda: _published(workspace, targets, reporter, clock, options)
    )


def rollback(
    workspace: Workspace, reporter: Reporter, clock: Clock, number: int | None = None
) -> Account:
    """Bring everyone's site back to an earlier release; without a ``number`` to the newest before
    what stands that may be gone back to.

    Raises :class:`UsageError` where there is none, or it may not be gone back to; else as
    :func:`publish`.
    """
    (target,) = (each for each in _targets(workspace) if each.tree == SITE)
    return _uninterrupted(
        workspace, reporter, lambda: _gone_back(workspace, target, reporter, clock, number)
    )


def choices(workspace: Workspace, clock: Clock) -> list[tuple[kept.Release, bool]]:
    """The releases that are kept, the newest first, and whether each may be gone back to today."""
    with closing(Store(workspace.build)) as store:
        today = judged_today(workspace, store, clock).stories
    return [(each, each.whole and kept.eligible(each, today)) for each in kept.releases(workspace)]


def forget_host(workspace: Workspace, to: str) -> None:
    """Forget a host that is no more. Raises :class:`UsageError` where none is known."""
    if not forget(workspace, to):
        raise UsageError("nothing is known to stand there.", to)


def _targets(workspace: Workspace) -> list[Target]:
    """Where the trees go. Raises :class:`UsageError` where nobody said, or it is a folder in which
    the workspace keeps what is private.
    """
    settings = workspace.settings
    said = (
        Target(SITE, settings.publish.to, settings.address),
        Target(FAMILIES, settings.publish.families_to, settings.families.address),
    )
    targets = [each for each in said if each.to]
    if not targets:
        raise UsageError(
            "nobody said where to publish to.", "", "Say so in school.toml: [publish] to = …"
        )
    for each in targets:
        if each.to.startswith("file:") and folder_of(each.to).resolve().is_relative_to(
            workspace.root.resolve()
        ):
            raise UsageError("it is within the workspace; name a folder elsewhere.", each.to)
    return targets


def _uninterrupted(
    workspace: Workspace, reporter: Reporter, journey: Callable[[], Account]
) -> Account:
    """One publication at a time, begun anew where something was decided meanwhile."""
    waiting = partial(reporter.say, "Another publication is at work here; waiting for it to end.")
    with files.locked(workspace.build / "publish.lock", waiting):
        while True:
            try:
                return journey()
            except _OvertakenError:
                reporter.say("Something was decided meanwhile; that goes first.")


def _published(
    workspace: Workspace,
    targets: list[Target],
    reporter: Reporter,
    clock: Clock,
    options: Options | None,
) -> Account:
    chosen = options or Options()
    account = Account()
    judged = _judged(workspace, reporter, clock, dry=chosen.dry)
    if not chosen.dry:
        _clear(workspace, judged, reporter, clock, account)
    trees = _built(workspace, targets, account)
    release = None
    if not chosen.dry:
        release = _kept(workspace, targets, reporter, clock)
    with ExitStack() as open_places:
        ways = []
        for target in targets:
            here = release.trees[target.tree] if release else trees[target.tree]
            place = open_places.enter_context(
                opened(workspace, target.to, target.tree, adopting=chosen.adopting)
            )
            there = as_seen(place.standing(here, look=chosen.look), here)
            if release is None:
                _foretell(target, there, here, judged, account)
                continue
            # The host may know more than was known here: another computer brought it.
            there, lines = clear(place, there, judged, reporter, clock)
            account.lines += lines
            ways.append((target, _Journey(workspace, place, judged, clock), there, here))
        for target, journey, there, here in ways:
            assert release is not None
            steps = journey.bring(there, here, partial(release.source, target.tree), release.number)
            _tell(target, there, steps, account)
    return account


def _gone_back(
    workspace: Workspace, target: Target, reporter: Reporter, clock: Clock, number: int | None
) -> Account:
    account = Account()
    judged = _judged(workspace, reporter, clock, dry=False)
    _clear(workspace, judged, reporter, clock, account)
    with opened(workspace, target.to, SITE) as place:
        there = place.standing(())
        release = _chosen(workspace, judged, there.release, number)
        here = release.trees[SITE]
        journey = _Journey(workspace, place, judged, clock)
        steps = journey.bring(there, here, partial(release.source, SITE), release.number)
        account.lines.append(f"This is release {release.number}, of {release.at:%d %B %Y %H:%M}.")
        _tell(target, there, steps, account)
    account.lines.append("The next publish brings what is in build/site again.")
    return account


def _chosen(
    workspace: Workspace, judged: Judged, standing: int, number: int | None
) -> kept.Release:
    """The release to go back to. Raises :class:`UsageError` where that can't be."""
    there = kept.releases(workspace)
    allowed = [each for each in there if each.whole and kept.eligible(each, judged.stories)]
    if number is None:
        earlier = (each for each in allowed if each.number < standing)
        if (found := next(earlier, None)) is None:
            raise UsageError(
                "there is no earlier release that may be gone back to.",
                "",
                "A story that was taken down, changed or replaced since ends all before.",
            )
        return found
    if all(each.number != number for each in there):
        known = ", ".join(str(each.number) for each in there) or "none"
        raise UsageError("there is no such release.", str(number), f"There are: {known}.")
    if (found := next((each for each in allowed if each.number == number), None)) is None:
        raise UsageError(
            "it can't be gone back to: a story of it was taken down, changed or replaced since.",
            f"release {number}",
        )
    return found


def _judged(workspace: Workspace, reporter: Reporter, clock: Clock, *, dry: bool) -> Judged:
    """What may be public today; what may not has left both trees here, but for a ``dry`` run."""
    waiting = partial(reporter.say, "A build is running here; waiting for it to end.")
    with files.locked(workspace.lock, waiting), closing(Store(workspace.build)) as store:
        judged = judged_today(workspace, store, clock)
        if not dry and judged.error is None:
            publisher = publisher_aside(workspace, store, reporter, clock)
            begin_watch(open_ledger(workspace), publisher, reporter)
            judged = judged_today(workspace, store, clock)
        return judged


def _clear(
    workspace: Workspace, judged: Judged, reporter: Reporter, clock: Clock, account: Account
) -> None:
    """What must go leaves every host. Raises :class:`HostError` where it can't, and what is wrong
    with the ledger or the consents, which lets nothing else be published.
    """
    done = clear_hosts(workspace, judged, reporter, clock)
    account.lines += done.lines
    if done.left:
        raise HostError("\n".join(done.lines))
    if judged.error:
        raise judged.error


def _built(
    workspace: Workspace, targets: list[Target], account: Account
) -> dict[str, Mapping[str, Entry]]:
    """What the last build left of each tree. Raises :class:`WorkspaceError` where that is not as it
    was built: what is not, is not sent.
    """
    trees: dict[str, Mapping[str, Entry]] = {}
    with closing(Store(workspace.build)) as store:
        for target in targets:
            folder = workspace.site if target.tree == SITE else workspace.families
            found = kept.built(folder, store, target.tree)
            if found.changed:
                raise WorkspaceError(
                    f"these are not as they were built: {_some(found.changed)}. Nothing was sent.",
                    str(folder),
                    "Build again, and publish.",
                )
            if not found.files and target.tree == SITE:
                raise WorkspaceError("nothing is built there.", str(folder), "Build first.")
            if found.strange:
                account.lines.append(
                    f"Not sent, as no build made it: {_some(found.strange)} in {folder.name}."
                )
            trees[target.tree] = found.files
    return trees


def _kept(
    workspace: Workspace, targets: list[Target], reporter: Reporter, clock: Clock
) -> kept.Release:
    """A release of what is built, made while no build writes."""
    waiting = partial(reporter.say, "A build is running here; waiting for it to end.")
    with files.locked(workspace.lock, waiting):
        with closing(Store(workspace.build)) as store:
            now = judged_today(workspace, store, clock)
        trees = _built(workspace, targets, Account())
        if any(must_go(each, tree, now.today) for tree, each in trees.items()):
            raise _OvertakenError
        remember(workspace, trees.get(SITE, ()))
        number = max((each.manifest.release for each in known_hosts(workspace)), default=0)
        return kept.keep(workspace, trees, now.stories, number, clock())


@dataclass(slots=True)
class _Journey:
    """The way to one host, on which what is decided meanwhile is seen."""

    workspace: Workspace
    place: Place
    judged: Judged
    clock: Clock
    _seen: frozenset[tuple[str, int, int]] = frozenset()
    _paths: frozenset[str] = frozenset()

    def bring(
        self,
        there: Manifest,
        here: Mapping[str, Entry],
        source: Callable[[str], Path],
        number: int,
    ) -> tuple[Step, ...]:
        """Make the host what is ``here``; returns the steps that it took."""
        self._paths = frozenset((*there.files, *here))
        steps = plan(there.files, here, self.place.tree)
        self._glance()
        self.place.carry(there, steps, source, number, self._glance)
        return steps

    def _glance(self) -> None:
        """Raises :class:`_OvertakenError` where something of it may be public no longer."""
        mark = stamps(open_ledger(self.workspace).path)
        if mark == self._seen:
            return
        with closing(Store(self.workspace.build)) as store:
            today = judged_today(self.workspace, store, self.clock).today
        if must_go(self._paths, self.place.tree, today):
            raise _OvertakenError
        self._seen = mark


def _foretell(
    target: Target, there: Manifest, here: Mapping[str, Entry], judged: Judged, account: Account
) -> None:
    """What would change at one address."""
    steps = plan(there.files, here, target.tree)
    if going := must_go(there.files, target.tree, judged.today):
        account.lines.append(f"{target.to}: {len(going)} files must go, and go first.")
    changed = change(there.files, steps)
    account.lines.append(f"{target.to}: {changed.sentence}")
    account.changes += _listed(changed)


def _listed(changed: Change) -> Iterator[str]:
    for sign, paths in (("+", changed.new), ("~", changed.replaced), ("-", changed.deleted)):
        yield from (f"{sign} {path}" for path in paths)


def _tell(target: Target, there: Manifest, steps: tuple[Step, ...], account: Account) -> None:
    """What changed at one address, and how it answers there now."""
    changed = change(there.files, steps)
    account.lines.append(f"{target.to}: {changed.sentence}")
    if target.address and steps:
        proof = proven(target.address, steps)
        account.lines += proof.lines
        account.wrong = account.wrong or proof.wrong


def _some(paths: tuple[str, ...]) -> str:
    more = f" and {len(paths) - NAMED} more" if len(paths) > NAMED else ""
    return ", ".join(paths[:NAMED]) + more
