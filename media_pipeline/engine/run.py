"""Plan and carry out: what is in the store is reused, the rest is made, and the reasons are
given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from media_pipeline.engine.fingerprint import reasons
from media_pipeline.engine.pool import Pool
from media_pipeline.model import Done, Failed, Job, Made, Outcome, UpToDate
from media_pipeline.tools.reporter import Reporter
from media_pipeline.tools.store import Store


@dataclass(slots=True)
class Engine:
    """Runs jobs through one store and one pool, and counts.

    ``used`` holds the fingerprints of every job that was asked for, for the sweep, and ``asked``
    the same by the jobs' names. ``unsure`` means that a tool failed, now or before, on something
    another build may try again. An engine that is ``aside`` works beside another, whose work it
    leaves alone. Jobs that ``failed`` before, by their fingerprints, are not tried again by this
    engine. ``workers`` is how many processes may do work that is no job.
    """

    store: Store
    pool: Pool
    reporter: Reporter
    built: int = 0
    reused: int = 0
    used: set[str] = field(default_factory=set)
    asked: dict[str, str] = field(default_factory=dict)
    aside: bool = False
    failed: Mapping[str, Failed] = field(default_factory=dict)
    unsure: bool = False
    workers: int = 1

    def ask(self, jobs: Mapping[str, str]) -> None:
        """Note that these jobs (fingerprints by name) are needed, so that the sweep leaves their
        results.
        """
        self.used.update(jobs.values())
        self.asked.update(jobs)

    def run(self, jobs: Sequence[Job], label: str) -> Mapping[str, Outcome]:
        """The outcome of each job, by its fingerprint. The longest run first: they decide when it
        ends.
        """
        outcomes: dict[str, Outcome] = {}
        missing: dict[str, Job] = {}
        self.ask({job.name: job.fingerprint for job in jobs})
        known = dict(self.store.made_by(job.fingerprint for job in jobs))
        for job in jobs:
            if (made := known.get(job.fingerprint)) is not None:
                outcomes[job.fingerprint] = _known(job, made)
            elif job.fingerprint in self.failed:
                outcomes[job.fingerprint] = self.failed[job.fingerprint]
                self.unsure = True
            else:
                missing[job.fingerprint] = job
        self.reused += len(outcomes)
        ordered = sorted(missing.values(), key=lambda job: (-job.cost, job.name))
        for job in ordered:
            self.reporter.explain(job.name, reasons(job.inputs, self.store.note(job.name) or None))
        if ordered:
            outcomes |= self._make(ordered, label)
        return outcomes

    def _make(self, jobs: Sequence[Job], label: str) -> Mapping[str, Outcome]:
        outcomes: dict[str, Outcome] = {}
        by_fingerprint = {job.fingerprint: job for job in jobs}
        work = self.store.work_folder(aside=self.aside)
        with self.reporter.progress(
            label, {job.fingerprint: job.cost for job in jobs}, work
        ) as bar:
            for result in self.pool.run(jobs, self.store.root, work):
                job = by_fingerprint[result.fingerprint]
                self._record(job, result)
                outcomes[result.fingerprint] = result
                bar.ended(result.fingerprint, job.name)
        if self.aside:
            work.rmdir()
        else:
            self.store.leave_work()
        return outcomes

    def _record(self, job: Job, result: Done | Failed) -> None:
        """Only the coordinator records. A refusal is remembered; a tool's failure is tried
        again.
        """
        self.built += 1
        self.store.leave_note(job.name, job.inputs)
        if isinstance(result, Done):
            self.store.record(job.fingerprint, result.made)
        elif result.refusal:
            self.store.record(job.fingerprint, Made.refused(result.reason))
        else:
            self.unsure = True


def _known(job: Job, made: Made) -> Outcome:
    if made.refusal is not None:
        return Failed(job.fingerprint, made.refusal, refusal=True)
    return UpToDate(job.fingerprint, made)
