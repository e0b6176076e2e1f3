"""Asking a web server: one connection to one host, with limits of time and size for every
answer.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

PATIENCE, WHOLE = 20.0, 120.0
"""Seconds that an answer may take to begin or to continue, and to arrive as a whole."""

LARGEST = 64 << 20
"""The most bytes of one answer that are read; a school's largest feed or index is far smaller."""

REDIRECTS = 5

OK, PART = 200, 206
GONE = frozenset({404, 410})
"""Statuses (RFC 9110): all of it, a part of it, and no longer there."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said; ``why`` it said nothing useful, if it didn't."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    why: str = ""


def _read(said: http.client.HTTPResponse) -> bytes:
    """An answer's body, as far as its limits allow. Raises :class:`TimeoutError`."""
    ends, parts, size = time.monotonic() + WHOLE, [], 0
    while size <= LARGEST and (part := said.read1(1 << 20)):
        parts.append(part)
        size += len(part)
        if time.monotonic() > ends:
            raise TimeoutError(f"not whole after {WHOLE:.0f} seconds")
    return b"".join(parts)


@dataclass(slots=True)
class Visitor:
    """One connection to one host, kept open. No other host is asked anything."""

    base: str
    asked: int = 0
    _line: http.client.HTTPConnection | None = field(default=None)

    def ask(self, path: str, method: str = "GET", range_: str = "") -> Answer:
        """The answer to a path of the site, after redirects within its host."""
        address = urljoin(self.base, quote(path))
        for _ in range(REDIRECTS):
            answer = self._once(address, method, range_)
            place = answer.headers.get("location", "")
            if answer.status not in {301, 302, 303, 307, 308} or not place:
                return answer
            try:
                address = urljoin(address, place)
                elsewhere = urlsplit(address).hostname != urlsplit(self.base).hostname
            except ValueError:
                return Answer(0, {}, b"", "it leads to what is no address.")
            if elsewhere:
                return Answer(0, {}, b"", "it leads to another host, which is not asked.")
        return Answer(0, {}, b"", "it leads from one address to the next without end.")

    def _once(self, address: str, method: str, range_: str) -> Answer:
        parts = urlsplit(address)
        headers = {"User-Agent": "media-pipeline check", "Accept-Encoding": "identity"}
        if range_:
            headers["Range"] = range_
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        self.asked += 1
        for fresh in (False, True):  # an idle connection may have been closed
            try:
                line = self._open(parts.scheme, parts.netloc, fresh=fresh)
                line.request(method, target, headers=headers)
                said = line.getresponse()
                body = _read(said)
            except (OSError, http.client.HTTPException) as error:
                why = f"there is no answer ({type(error).__name__}: {error})."
                continue
            if len(body) > LARGEST:
                self.close()
                return Answer(0, {}, b"", f"its answer is longer than {LARGEST >> 20} MB.")
            return Answer(
                said.status, {name.lower(): text for name, text in said.getheaders()}, body
            )
        self.close()
        return Answer(0, {}, b"", why)

    def _open(self, scheme: str, netloc: str, *, fresh: bool) -> http.client.HTTPConnection:
        kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        known = self._line
        same = type(known) is kind and netloc in (known.host, f"{known.host}:{known.port}")
        if known is not None and same and not fresh:
            return known
        self.close()
        self._line = kind(netloc, timeout=PATIENCE)
        return self._line

    def close(self) -> None:
        """Close the connection."""
        if self._line is not None:
            self._line.close()
            self._line = None
