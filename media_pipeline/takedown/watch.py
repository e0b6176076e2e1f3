"""Decisions made while a build runs take effect at once: it looks at the ledger every second."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, field
from pathlib import Path

from media_pipeline.gate.book import read_book
from media_pipeline.gate.ledger import Ledger
from media_pipeline.stages.publication import Publisher
from media_pipeline.takedown.trees import take_down
from media_pipeline.tools.reporter import Reporter
from media_pipeline.workspace.consents import gate_goes_by
from media_pipeline.workspace.ledger import all_known, examined


@dataclass(slots=True)
class Watch:
    """A build's glance at what the gate goes by (ledger, consents and surnames), so that decisions
    made while it runs take effect at once.
    """

    ledger: Ledger
    publisher: Publisher
    reporter: Reporter
    _seen: frozenset[tuple[str, int, int]] = frozenset()
    _busy: bool = field(default=False)

    def __call__(self) -> None:
        """Take down what was held or withdrawn since the last glance.

        Raises :class:`LedgerError` if the ledger is damaged, which ends the build.
        """
        mark = stamps(self.ledger.path)
        if self._busy or mark == self._seen:
            return
        self._busy = True
        try:
            if take_down(self.publisher, read_book(self.ledger.read())):
                self.reporter.say("What may be public no longer is off the site.")
            self._seen = mark
        finally:
            self._busy = False


def begin_watch(ledger: Ledger, publisher: Publisher, reporter: Reporter) -> Watch:
    """Take down what was stopped since the last build, and watch from then on.

    Raises :class:`LedgerError` if the ledger can't be trusted, after taking down whatever it or its
    copy knows to be withdrawn.
    """
    compared = examined(ledger, reporter.say)
    if compared.error:
        take_down(publisher, all_known(compared), unsure=True)
        raise compared.error
    watch = Watch(ledger, publisher, reporter)
    watch()
    return watch


def stamps(ledger: Path) -> frozenset[tuple[str, int, int]]:
    """Names, sizes and times of the ledger and of what people keep beside it, which stay the same
    while nothing is decided.
    """
    found = set()
    with contextlib.suppress(FileNotFoundError), os.scandir(ledger.parent) as listing:
        for each in listing:
            if each.name != ledger.name and not gate_goes_by(each.name):
                continue
            with contextlib.suppress(FileNotFoundError):  # it is being saved
                status = os.stat(each.path)  # noqa: PTH116 - again and again
                found.add((each.name, status.st_size, status.st_mtime_ns))
    return frozenset(found)
