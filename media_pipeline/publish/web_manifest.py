"""What makes the site an app on a telephone's home screen (W3C Web App Manifest). Pure.

Links in it are relative to it, so that it works at any address.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from media_pipeline.model import Page
from media_pipeline.publish.addresses import ICONS, MANIFEST, relative
from media_pipeline.publish.interfaces import Interface
from media_pipeline.settings import Settings
from media_pipeline.settings.colours import LIGHT

_SHORT = 12
"""Letters that fit below an icon on most telephones."""


def manifest(interface: Interface, settings: Settings, files: Collection[str]) -> Page:
    """The manifest of an interface language; it names those icons that are among ``files``."""
    path = interface.root + MANIFEST
    values: dict[str, Any] = {
        "name": interface.school,
        "short_name": _short(interface.school),
        "lang": interface.catalogue.language,
        "dir": interface.direction,
        "start_url": "./",
        # The whole site, so that a family may change its language and stay in the app.
        "scope": "../" * interface.root.count("/") or "./",
        "display": "standalone",
        # What a telephone shows while the first page loads.
        "background_color": LIGHT.ground,
        "theme_color": settings.look.colour,
        "icons": [
            {
                "src": relative(path, icon),
                "sizes": size,
                "type": "image/png",
                "purpose": "maskable" if "maskable" in icon else "any",
            }
            for icon, size in ICONS.items()
            if icon in files
        ],
    }
    return Page(path, (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode())


def _short(name: str) -> str:
    """As many of a name's first words as fit."""
    words = name[: _SHORT + 1].rpartition(" ")[0] if len(name) > _SHORT else name
    return words or name[:_SHORT]
