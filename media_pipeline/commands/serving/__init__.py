"""``serve``: the sites with byte ranges, and the coordinator's desk, on this machine only.

    server.py      the port, the routes, and where forms come in
    guard.py       whose forms are accepted: token, origin, host
    desk.py        the pages: what waits, what is public, a story with its buttons, families' sites
    acts.py        what the buttons do, and how it is undone
    exhibition.py  what the last build showed, and the present state of each story
    building.py    “Build now”
    refusing.py    what does not exist, or is not accepted

What waits is shown exactly as it would be published, from the very files that would be. Only this
package imports starlette and uvicorn.
"""

from media_pipeline.commands.serving.guard import HOST
from media_pipeline.commands.serving.server import Coordinator, application, serve_workspace

__all__ = ["HOST", "Coordinator", "application", "serve_workspace"]
