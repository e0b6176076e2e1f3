"""Where jobs run: in this process, in others of this machine, or on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from media_pipeline.engine.pool import Glance, InlinePool, LocalPool, Pool
from media_pipeline.errors import UsageError
from media_pipeline.tools.ffmpeg import find_ffmpeg
from media_pipeline.tools.reporter import Reporter


@contextmanager
def open_pool(
    cache: Path, ffmpeg: str, glance: Glance, reporter: Reporter, *, jobs: int, dask: str
) -> Iterator[Pool]:
    """A pool of ``jobs`` processes (0: this one), or of the cluster at ``dask``. The cluster's
    library is an extra and slow to import, so it is imported only if asked for. ``ffmpeg`` is the
    setting of that name.

    Raises :class:`UsageError` if the extra is not installed.
    """
    if not dask:
        with LocalPool(jobs, glance) if jobs else InlinePool(glance) as pool:
            yield pool
        return
    if find_spec("distributed") is None:
        raise UsageError(
            "--dask: the library for it is not installed.",
            hint="In the program's folder, here and on each worker: pip install '.[cluster]'",
        )
    from media_pipeline.engine.cluster import joined  # noqa: PLC0415 - as said

    with joined(dask, cache, find_ffmpeg(ffmpeg), glance, reporter) as cluster:
        yield cluster
