"""Make a workspace of the real recordings beside the checkout, to prove the whole process.

    python scripts/real_school.py CORPUS WORKSPACE

Recordings keep their names; folders by kind become folders by language. None of them is committed:
the workspace is in build/.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

SETTINGS = """\
name = "A school of real voices"
address = "https://real.example/"
interface_languages = ["en", "fr"]

[defaults]
language = "en"
licence = "See the corpus's own list"

[[classes]]
id = "words"
name = "Words"
group = true
"""

KINDS = {
    "stories": "Stories",
    "songs": "Songs",
    "lessons": "Lessons",
    "video": "Films",
    "ambience": "Lessons",
    "devices": "News",
    "words": "Words",
}


def main() -> None:
    """Copy the corpus into a drop folder as a school would have it."""
    corpus, workspace = Path(sys.argv[1]), Path(sys.argv[2])
    if not corpus.is_dir():
        sys.exit(f"{corpus}: no real recordings stand here; see docs/development.md.")
    drop = workspace / "recordings"
    shutil.rmtree(drop, ignore_errors=True)
    drop.mkdir(parents=True)
    (workspace / "school.toml").write_text(SETTINGS, encoding="utf-8")
    for source in sorted(each for each in corpus.rglob("*") if each.is_file()):
        inside = source.relative_to(corpus)
        if inside.parts[0] not in KINDS:
            continue
        target = drop / KINDS[inside.parts[0]] / Path(*inside.parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    print(f"{workspace}: {sum(1 for each in drop.rglob('*') if each.is_file())} real recordings")


if __name__ == "__main__":
    main()
