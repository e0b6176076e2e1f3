"""``serve``: the sites with byte ranges, and the coordinator's desk, on this machine only.

    server.py      the port, the routes, and the door that forms come in by
    guard.py       whose forms are taken: token, origin, host
    desk.py        the pages: what waits, what is public, a story with its buttons, families' sites
    acts.py        what the buttons do, and what takes it back
    exhibition.py  what the last build showed, and where each story stands now
    building.py    “Build now”
    refusing.py    what is not there, or not taken

What waits is shown exactly as it would be published, from the files that would be. Only this
package imports starlette and uvicorn.
"""

from media_pipeline.commands.serving.guard import HOST
from media_pipeline.commands.serving.server import Coordinator, application, serve_workspace

__all__ = ["HOST", "Coordinator", "application", "serve_workspace"]
