"""Every public address of the made-up site, as ``addresses.txt`` keeps them for ever.

Run it to add the new ones: ``python tests/publish/list_addresses.py``. It takes none away.
"""

from __future__ import annotations

import re
from pathlib import Path

from sites import all_episodes, pages_of, trilingual

LIST = Path(__file__).with_name("addresses.txt")

_NAMED_BY_CONTENT = re.compile(r"(?<=-)[0-9a-f]{12}(?=\.)")


def addresses() -> list[str]:
    """Each path once, in order; a file that is named by its content by its pattern."""
    paths = {each.path for each in pages_of(trilingual(), all_episodes())}
    return sorted({_NAMED_BY_CONTENT.sub("*", path) for path in paths})


def kept() -> list[str]:
    """The paths that are in the list already."""
    return LIST.read_text(encoding="utf-8").split() if LIST.exists() else []


if __name__ == "__main__":
    LIST.write_text("\n".join(sorted({*kept(), *addresses()})) + "\n", encoding="utf-8")
