"""Letter the reference titles into a folder: ``python tests/media/letter_titles.py FOLDER``.

Given tests/media/references it makes the references again: look at each before keeping it. The
tests run it in a process from which the machine's shaping libraries are hidden. It prints, as JSON,
whether Pillow can see FriBidi and which files the process has mapped into its memory.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import Image, features

from media_pipeline.media.lettering import Box, lettered

REFERENCES = Path(__file__).parent / "references"


def main() -> None:
    """Write one grey PNG a title, light on dark, and print what the process saw of the machine."""
    folder = Path(sys.argv[1])
    titles = json.loads((REFERENCES / "titles.json").read_text(encoding="utf-8"))
    for name, (language, title) in titles.items():
        drawn = lettered(title, language, Box(width=420, height=150, largest=64, smallest=40))
        picture = Image.frombytes("L", (drawn.width, drawn.height), drawn.coverage)
        picture.save(folder / f"{name}.png", optimize=True)
    maps = Path("/proc/self/maps")
    mapped = (
        {line.split()[-1] for line in maps.read_text().splitlines()} if maps.exists() else set()
    )
    seen = {"fribidi": features.check("fribidi"), "mapped": sorted(mapped)}
    print(json.dumps(seen))  # noqa: T201 - read by the tests


if __name__ == "__main__":
    main()
