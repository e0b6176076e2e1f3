"""Lighthouse's mobile scores of the built demo site: home, a story, a subscribe page.

    python benchmarks/judge_pages.py      # after make build; needs make test-tools

The site is served compressed, as on any web space. Ends with 1 if a score is under 95.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import uvicorn
from starlette.middleware.gzip import GZipMiddleware

from media_pipeline.cli.common import now
from media_pipeline.commands.serving import HOST, Coordinator, application
from media_pipeline.workspace import open_workspace

ROOT = Path(__file__).parents[1]
LIGHTHOUSE = ROOT / ".tools/node_modules/lighthouse/cli/index.js"
WANTED = 95
GOOD = 0.9
"""Audits with a score below this are reported: Lighthouse's own line between green and amber."""

PORT = 8971
PATIENCE = 300
"""Seconds for one page."""


def main() -> int:
    """Judge three kinds of page; returns the exit code."""
    site = ROOT / "build/site"
    pages = {
        "home": "",
        "story": f"{min(site.glob('stories/*/index.html')).parent.relative_to(site)}/",
        "subscribe": "subscribe/all/",
    }
    server = uvicorn.Server(
        uvicorn.Config(
            GZipMiddleware(application(open_workspace(ROOT), Coordinator("the benchmark", now))),
            host=HOST,
            port=PORT,
            log_level="warning",
        )
    )
    threading.Thread(target=server.run, daemon=True).start()
    worst = 100
    for name, path in pages.items():
        scores = judged(f"http://{HOST}:{PORT}/{path}")
        worst = min(worst, *scores.values())
        print(f"{name:<10}", "  ".join(f"{each} {score}" for each, score in scores.items()))
    server.should_exit = True
    return int(worst < WANTED)


def judged(address: str) -> Mapping[str, int]:
    """The four scores of a page, 0 to 100."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            shutil.which("node") or "node", str(LIGHTHOUSE), address, "--quiet",
            "--chrome-flags=--headless --no-sandbox", "--output=json",
            f"--output-path={report}",
        ]  # fmt: skip
        chrome = {"CHROME_PATH": shutil.which("chromium-headless-shell") or ""}
        subprocess.run(command, check=True, timeout=PATIENCE, env=os.environ | chrome)
        said: dict[str, Any] = json.loads(report.read_bytes())
    for audit in said["audits"].values():
        if audit.get("score") is not None and audit["score"] < GOOD:
            print("   ", audit["id"], audit.get("displayValue", ""))
    return {each["id"]: round(100 * (each["score"] or 0)) for each in said["categories"].values()}


if __name__ == "__main__":
    sys.exit(main())
