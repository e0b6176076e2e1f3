"""``publish`` and ``rollback``: what was built is brought to where families find it.

    what must go leaves every host ─► build/site, as it was built ─► a release that is kept
                                      ─► each host, by a plan ─► asked over HTTP

Nothing new is brought anywhere before what must go is gone from everywhere. A decision made while
files travel ends the journey, and is obeyed first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import dataclass, field
from functools import partial

from media_pipeline.commands.alone import store_alone
from media_pipeline.commands.bringing import (
    Journey,
    OvertakenError,
    Target,
    built_trees,
    keep_release,
    targets,
)
from media_pipeline.commands.proving import proven
from media_pipeline.errors import HostError, MediaPipelineError, UsageError, WorkspaceError
from media_pipeline.release import kept
from media_pipeline.release.carry import Place, as_seen
from media_pipeline.release.known import forget
from media_pipeline.release.manifest import Entry, Manifest
from media_pipeline.release.older import refuse_older
from media_pipeline.release.plan import Change, change, plan
from media_pipeline.release.standing import must_go
from media_pipeline.takedown.judging import Judged, judged_today
from media_pipeline.takedown.on_hosts import clear, clear_hosts, open_place, pending
from media_pipeline.takedown.trees import publisher_aside
from media_pipeline.takedown.watch import begin_watch
from media_pipeline.tools.clock import Clock
from media_pipeline.tools.locks import locked
from media_pipeline.tools.remembered import SITE
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store
from media_pipeline.workspace import Workspace
from media_pipeline.workspace.ledger import open_ledger

_SINCE = "a story of it was taken down, changed or replaced since"

TRIES = 10
"""How many times a publication is tried, as long as something is decided meanwhile."""


@dataclass(frozen=True, slots=True)
class Options:
    """How to publish: ``dry`` only reports what would be done, ``look`` looks at every file of a
    host first, ``adopting`` takes over what is found there.
    """

    dry: bool = False
    look: bool = False
    adopting: bool = False


AS_USUAL = Options()


@dataclass(slots=True)
class Account:
    """What was done, in sentences; ``changes`` lists each file that would change, and how.
    ``wrong`` means that the site does not answer as it must.
    """

    lines: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    wrong: bool = False


def publish(
    workspace: Workspace, reporter: Reporter, clock: Clock, options: Options = AS_USUAL
) -> Account:
    """Bring what was built to every address of ``[publish]``.

    Raises :class:`UsageError` if there is none, and :class:`HostError` if one fails, or if
    something that must go can't be deleted: then nothing else was brought anywhere. The same
    command goes on from where it was broken off.
    """
    aims = targets(workspace)
    publication = _Publication(workspace, reporter, clock, options)
    if options.dry:
        return publication.alone(lambda: publication.foretold(aims))
    return publication.alone(lambda: publication.carried_out(aims))


def rollback(
    workspace: Workspace, reporter: Reporter, clock: Clock, number: int | None = None
) -> Account:
    """Bring everyone's site back to an earlier release: without a ``number``, to the newest one
    before the present that may be gone back to.

    Raises :class:`UsageError` if there is none, or if it may not be gone back to; otherwise as
    :func:`publish`.
    """
    target = next((each for each in targets(workspace) if each.tree == SITE), None)
    if target is None:
        raise UsageError("everyone's site is published nowhere: [publish] to is not set.")
    publication = _Publication(workspace, reporter, clock)
    return publication.alone(lambda: publication.gone_back(target, number))


def choices(workspace: Workspace, clock: Clock) -> list[tuple[kept.Release, bool]]:
    """The releases that are kept, the newest first, and whether one may go back to each today."""
    with closing(Store(workspace.build)) as store:
        today = judged_today(workspace, store, clock).stories
    return [(each, each.whole and kept.eligible(each, today)) for each in kept.releases(workspace)]


def forget_host(workspace: Workspace, to: str) -> None:
    """Forget a host that no longer exists. Raises :class:`UsageError` if no such host is known."""
    if not forget(workspace, to):
        raise UsageError("nothing is known to stand there.", to)


@dataclass(frozen=True, slots=True)
class _Publication:
    """What every way of publishing works on. Each begins an account of its own."""

    workspace: Workspace
    reporter: Reporter
    clock: Clock
    options: Options = AS_USUAL

    def alone(self, way: Callable[[], Account]) -> Account:
        """Run one publication at a time, starting again if something was decided meanwhile."""
        waiting = partial(
            self.reporter.say, "Another publication is at work here; waiting for it to end."
        )
        with locked(self.workspace.publishing, waiting):
            for _ in range(TRIES):
                try:
                    return way()
                except OvertakenError:
                    self.reporter.say("Something was decided meanwhile; that goes first.")
        raise WorkspaceError(
            "what is built holds what may not be public; nothing more was published.",
            str(self.workspace.build),
            "Build again, and publish.",
        )

    def carried_out(self, aims: Sequence[Target]) -> Account:
        """Remove what must go, then bring what is built."""
        account = Account()
        judged = self._cleared(account)
        release, told = keep_release(self.workspace, aims, self.reporter, self.clock)
        account.lines += told
        with ExitStack() as open_places:
            ways = []
            for target in aims:
                place = open_places.enter_context(self._opened(target))
                there = self._standing(place, release.trees[target.tree])
                # The host may hold more than was known here: another computer brought it.
                there, lines = clear(place, there, judged, self.reporter, self.clock)
                account.lines += lines
                ways.append((target, place, there))
            for target, place, there in ways:
                self._bring(target, place, there, release, account)
        self._refuse_overtaken()
        return account

    def foretold(self, aims: Sequence[Target]) -> Account:
        """What that would do; nothing is changed anywhere."""
        with store_alone(self.workspace, self.reporter) as store:
            judged = judged_today(self.workspace, store, self.clock)
        if judged.error:
            raise judged.error
        trees, told = built_trees(self.workspace, aims)
        account = Account(lines=list(told))
        for target in aims:
            with self._opened(target) as place:
                there = self._standing(place, trees[target.tree])
            if going := must_go(there.files, target.tree, judged.today):
                account.lines.append(f"{target.to}: {len(going)} files must go, and go first.")
            changed = change(there.files, plan(there.files, trees[target.tree], target.tree))
            account.lines.append(f"{target.to}: {changed.sentence}")
            account.changes += _listed(changed)
        return account

    def gone_back(self, target: Target, number: int | None) -> Account:
        """Remove what must go, then bring an earlier release."""
        account = Account()
        judged = self._cleared(account)
        with self._opened(target) as place:
            there = self._standing(place, {})
            there, lines = clear(place, there, judged, self.reporter, self.clock)
            account.lines += lines
            release = _chosen(self.workspace, judged, there.release, number)
            self._bring(target, place, there, release, account)
        self._refuse_overtaken()
        account.lines.append(f"This is release {release.number}, of {release.at:%d %B %Y %H:%M}.")
        account.lines.append("The next publish brings what is in build/site again.")
        return account

    def _cleared(self, account: Account) -> Judged:
        """Remove what must go from both trees here, and then from every host; returns what may be
        public today.

        Raises whatever went wrong with either, once as much as possible is gone.
        """
        workspace, failed = self.workspace, None
        with store_alone(workspace, self.reporter) as store:
            publisher = publisher_aside(workspace, store, self.reporter, self.clock)
            try:  # the first glance takes down
                begin_watch(open_ledger(workspace), publisher, self.reporter)
            except MediaPipelineError as error:
                failed = error
            judged = judged_today(workspace, store, self.clock)
        done = clear_hosts(
            workspace, judged, self.reporter, self.clock, adopting=self.options.adopting
        )
        account.lines += done.lines
        if done.left:
            raise HostError("\n".join(done.lines))
        if wrong := judged.error or failed:
            raise wrong
        return judged

    def _opened(self, target: Target) -> AbstractContextManager[Place]:
        return open_place(self.workspace, target.to, target.tree, adopting=self.options.adopting)

    def _standing(self, place: Place, here: Mapping[str, Entry]) -> Manifest:
        there = as_seen(place.standing(here, look=self.options.look), here)
        refuse_older(place, there)
        return there

    def _bring(
        self, target: Target, place: Place, there: Manifest, release: kept.Release, account: Account
    ) -> None:
        """Bring a release to one address; report what changed, and how it answers there now."""
        journey, here = Journey(self.workspace, place, self.clock), release.trees[target.tree]
        steps = journey.bring(there, here, partial(release.source, target.tree), release.number)
        account.lines.append(f"{target.to}: {change(there.files, steps).sentence}")
        if target.address and steps:
            proof = proven(target.address, steps)
            account.lines += proof.lines
            account.wrong = account.wrong or proof.wrong

    def _refuse_overtaken(self) -> None:
        """Raise :class:`OvertakenError` if something was decided while the hosts were asked:
        whoever decided it relies on this publication to see to it.
        """
        if pending(self.workspace, self.clock):
            raise OvertakenError


def _chosen(
    workspace: Workspace, judged: Judged, standing: int, number: int | None
) -> kept.Release:
    """The release to go back to. Raises :class:`UsageError` if there is none."""
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
        emptied = any(each.number == number and not each.stories for each in there)
        why = "no story is in it" if emptied else _SINCE
        raise UsageError(f"it can't be gone back to: {why}.", f"release {number}")
    return found


def _listed(changed: Change) -> Iterator[str]:
    for sign, paths in (("+", changed.new), ("~", changed.replaced), ("-", changed.deleted)):
        yield from (f"{sign} {path}" for path in paths)
