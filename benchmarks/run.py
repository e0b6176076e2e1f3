"""Everything side by side, and docs/performance.md of it.

    python -m benchmarks.run [--quick] [--minutes 60] [--rounds 3] … [audio effort video memory]

Each module named in :data:`BENCHMARKS` has ``measure(sizes) -> Section``. Where only some are
run, or quickly, the sections are printed and nothing is written.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.contest import QUICK, ROOT, Section, Sizes
from media_pipeline.tools.ffmpeg import find_ffmpeg

BENCHMARKS = ("audio", "effort", "video", "memory", "scale", "simulated", "cluster")
DOCUMENT = ROOT / "docs/performance.md"
HEAD = """# Performance

Written by `make bench`; nothing here is asserted by a test. {machine}

Processor seconds (CPU) are of a program and all that it starts. Contestants take turns, and each
figure is the median of {rounds} rounds.
"""


def main() -> None:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    for field in fields(Sizes):
        parser.add_argument(f"--{field.name}", type=type(field.default), default=field.default)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    given = parser.parse_args()
    chosen = Sizes(**{field.name: getattr(given, field.name) for field in fields(Sizes)})
    sizes = QUICK if given.quick else chosen
    sections = []
    for name in given.names or BENCHMARKS:
        print(f"{name} …", flush=True)
        sections.append(importlib.import_module(f"benchmarks.{name}").measure(sizes))
        print(sections[-1].markdown(), flush=True)
    if not given.names and not given.quick:
        DOCUMENT.write_text(document(sections, sizes), encoding="utf-8")
        print(f"Written: {DOCUMENT.relative_to(ROOT)}")


def document(sections: Sequence[Section], sizes: Sizes) -> str:
    """docs/performance.md."""
    head = HEAD.format(machine=machine(), rounds=sizes.rounds)
    return "\n".join([head, *(each.markdown() for each in sections)])


def machine() -> str:
    """What was measured on, and with."""
    model = platform.processor() or platform.machine()
    told = Path("/proc/cpuinfo")
    if told.exists():
        lines = told.read_text().splitlines()
        names = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
        model = next(names, model)
    load = f", with a load of {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"Measured in {datetime.now(UTC):%B %Y} on {os.cpu_count()} cores ({model}){load}, "
        f"{platform.system()}, Python {platform.python_version()}, {find_ffmpeg().version}."
    )


if __name__ == "__main__":
    main()
