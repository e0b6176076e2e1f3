"""Who may decide: whoever sends a form of a page that this very run of ``serve`` has shown. Pure.

A page elsewhere can make a browser send a form here. But its origin is different, which the browser
says and no page can change; a name of its own that leads here is not one of this machine's; and it
can't read the token, which is new in every run.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import parse_qsl

HOST = "127.0.0.1"
HOSTS = [HOST, "localhost"]
"""Host names that are answered: a page elsewhere must not reach what waits through a name of its
own.
"""

LARGEST = 64 << 10
"""The most bytes of a form: more than all its fields may hold."""

FORM = "application/x-www-form-urlencoded"

PRIVATE = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
"""Headers for everything that is not public: it is stored nowhere, shown in no other site's frame,
and read by no other site. A browser only says where a form comes from if pages may say so to their
own server.
"""


def new_token() -> str:
    """A word that nobody can guess, for one run."""
    return secrets.token_urlsafe(32)


def fields_of(body: bytes) -> dict[str, str]:
    """The fields of a form; if one is given twice, the first of the two."""
    pairs = parse_qsl(
        body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=64, errors="replace"
    )
    return dict(reversed(pairs))


def refusal(headers: Mapping[str, str], form: Mapping[str, str], token: str) -> str:
    """Why a form is not accepted; "" if it is. Header names are in lower case.

    That the host is one of :data:`HOSTS` has been checked before.
    """
    own = f"http://{headers.get('host', '')}"
    if headers.get("origin") != own:
        return "It does not come from a page of this address."
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return "It comes from another site."
    if not secrets.compare_digest(form.get("token", "").encode(), token.encode()):
        return "That page is of an earlier serve. Open “What waits”, and decide there."
    return ""
