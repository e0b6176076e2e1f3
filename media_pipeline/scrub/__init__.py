"""The scrub: what a finished file holds that nobody put there on purpose, by allow-lists.

    a file's name and bytes ──findings──► sentences, none for a file that may be public

    forms.py    which ending is looked through how; any other is a finding
    png.py, pdf.py, svg.py, woff2.py, packed.py   one for each form that has no tags
    proof.py    every file that is to enter the site, once by its digest, before it is placed

What a container may hold stands where it is written, in ``media/tags``. The release asks before
anything is placed, and ``check`` asks again, of the finished tree and with no memory.
"""

from __future__ import annotations

RULES = 1
"""Goes up when a look finds more than before, so that no file's earlier outcome is believed."""
