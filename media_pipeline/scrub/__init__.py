"""The scrub: finds by allow-lists what a finished file holds that nobody put there on purpose.

    a file's name and bytes ──findings──► sentences, none for a file that may be public

    forms.py    which check each ending gets; any other ending is a finding
    png.py, pdf.py, svg.py, woff2.py, packed.py   one for each form that has no tags
    proof.py    every file that is to enter the site, once by its digest, before it is placed

What a container may hold is defined where it is written, in ``media/tags``. The release scrubs
before anything is placed, and ``check`` scrubs the finished tree again, with no memory.
"""

from __future__ import annotations

RULES = 1
"""Goes up when a check finds more than before, so that no file's earlier outcome is trusted."""
