"""Write docs/hosting/'s examples for nginx and Caddy from the program's own table."""

from __future__ import annotations

from pathlib import Path

from media_pipeline.publish.hosting import hosting, spelt
from media_pipeline.publish.templates import Templates
from media_pipeline.settings import Settings
from media_pipeline.tools.resources import resource_root

FOLDER = Path(__file__).parent.parent / "docs/hosting"
ADDRESS = "https://stories.school.example/"

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    told = hosting(Settings(name="A school", address=ADDRESS))
    for name in ("nginx.conf", "Caddyfile"):
        FOLDER.joinpath(name).write_bytes(spelt(name, told, Templates([resource_root()])))
