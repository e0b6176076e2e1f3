"""Real work, done once in a run of the tests.

A job's fingerprint says its inputs and tools, so a result with the same one is the same result.
Schools of many tests hold the same recordings; what was made for the first is copied to the others.
A test of the work itself, or one that changes it, builds with ``fresh=True``.
"""

from __future__ import annotations

import os
import pickle
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from media_pipeline.engine.pool import InlinePool, Result
from media_pipeline.model import Done, Job

VARIABLE = "MEDIA_PIPELINE_TESTS_MADE"
"""The environment variable that names where all processes of a run keep results."""

_RESULT = "result"


class RememberingPool(InlinePool):
    """Runs jobs here, but for those that were done in this run of the tests."""

    def run(self, jobs: Sequence[Job], store: Path, work: Path) -> Iterator[Result]:
        """See :class:`media_pipeline.engine.pool.Pool`."""
        for job in jobs:
            if result := _recalled(job, store):
                self._glance()
                yield result
                continue
            for result in super().run([job], store, work):
                if isinstance(result, Done):
                    _keep(result, store)
                yield result


def _recalled(job: Job, store: Path) -> Result | None:
    kept = _shared() / job.fingerprint
    if not kept.is_dir():
        return None
    result: Result = pickle.loads((kept / _RESULT).read_bytes())  # noqa: S301 - our own
    shutil.copytree(kept / "files", _folder(store, job.fingerprint), dirs_exist_ok=True)
    return result


def _keep(result: Done, store: Path) -> None:
    """Whole or not at all: other processes look there."""
    making = Path(tempfile.mkdtemp(dir=_shared(), prefix=".making-"))
    made = _folder(store, result.fingerprint)
    if made.is_dir():
        shutil.copytree(made, making / "files")
    else:
        (making / "files").mkdir()
    (making / _RESULT).write_bytes(pickle.dumps(result))
    try:
        making.rename(_shared() / result.fingerprint)
    except OSError:  # another process was first
        shutil.rmtree(making)


def _folder(store: Path, fingerprint: str) -> Path:
    return store / fingerprint[:2] / fingerprint


def _shared() -> Path:
    return Path(os.environ[VARIABLE])
