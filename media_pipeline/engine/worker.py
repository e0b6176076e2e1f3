"""What a worker of a cluster does, on its own machine: it says what it is, and attempts jobs.

An attempt works in a folder of its own below the workspace's, which the coordinator named and gave
to no other attempt. Only the coordinator moves what was made, records it, and deletes the folder.
So an attempt that comes back late, after its job was given to another worker, changes nothing: its
folder is gone, which ends its ffmpeg (``tools.launcher``) and then the attempt itself.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from media_pipeline.engine.pool import Result, attempted
from media_pipeline.engine.traits import Traits, traits
from media_pipeline.errors import ToolError
from media_pipeline.model import Job
from media_pipeline.tools.ffmpeg import Ffmpeg, touchstone

TOKEN = "token"  # noqa: S105 - a file's name
"""The file in which coordinator and worker each leave a word for the other."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """What a worker says of itself. ``read`` is what it found in the coordinator's file, ``wrote``
    what it put into its own; ``fault`` says why it can't do the work, if so.
    """

    traits: Traits
    read: str = ""
    wrote: str = ""
    fault: str = ""


def introduced(meeting: str, own: str, tool: Ffmpeg) -> Introduction:
    """Meet the coordinator in the folder ``meeting``: read its word, and leave one in a new folder
    ``own`` there. Never raises.
    """
    wrote = secrets.token_hex(8)
    try:
        known = machine_traits(tool)
        read = (Path(meeting) / TOKEN).read_text(encoding="ascii")
        (Path(meeting) / own).mkdir()
        (Path(meeting) / own / TOKEN).write_text(wrote, encoding="ascii")
    except OSError as error:
        return Introduction({}, fault=f"{error.strerror}: {error.filename}")
    except ToolError as error:
        return Introduction({}, fault=str(error))
    return Introduction(known, read, wrote)


def machine_traits(tool: Ffmpeg) -> Traits:
    """The traits of this machine, with what its encoders make of a test picture and noise.

    Raises :class:`OSError` or :class:`ToolError` if they can't be determined.
    """
    with tempfile.TemporaryDirectory(prefix="media-pipeline-") as folder:
        return {**traits(tool), "a test encode": (touchstone(tool, Path(folder)),)}


def attempt(job: Job, folder: str) -> Result:
    """Do one job in ``folder``, which belongs to this attempt alone; what was made stays there.
    Never raises.
    """
    # If a lost worker comes back at the same address, Dask runs its task again.
    shutil.rmtree(folder, ignore_errors=True)
    return attempted(job, Path(folder))
