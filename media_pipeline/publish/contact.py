"""How families reach the school: what they read, and the link that writes or rings. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from media_pipeline.publish.catalogue import Catalogue
from media_pipeline.publish.plaintext import value

_MAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\?&]+@[^\s@<>\"(),:;\[\]\\?&]+\.[^\s@<>\"(),:;\[\]\\?&.]+")
_TELEPHONE = re.compile(r"\+?[\d\s()./-]{5,}")

# RFC 6068: characters that need not be escaped in the address itself.
_IN_ADDRESS = "@!$'*+-._~"


@dataclass(frozen=True, slots=True)
class Contact:
    """``text`` as the school wrote it; ``link`` is "" if it is neither mail nor telephone."""

    text: str
    link: str

    @property
    def mail(self) -> bool:
        """Whether it is an e-mail address, so that a message can be prepared."""
        return self.link.startswith("mailto:")

    def asking(self, catalogue: Catalogue, title: str = "", address: str = "") -> str:
        """The link that opens a message asking to take the story ``title`` down.

        ``address`` is that of its page, for a school that can't read the title. A telephone link is
        returned unchanged.
        """
        if not self.mail:
            return self.link
        subject = catalogue.gettext("Please take this down")
        if title:
            subject = catalogue.filled("Please take this down: %(title)s", title=title)
        body = f"&body={quote(address, safe='')}" if address else ""
        return f"{self.link}?subject={quote(subject, safe='')}{body}"


def contact_of(said: str) -> Contact:
    """Understand what the settings say about whom to ask."""
    text = value(said)
    if _MAIL.fullmatch(text):
        return Contact(text, f"mailto:{quote(text, safe=_IN_ADDRESS)}")
    if _TELEPHONE.fullmatch(text) and (number := _dialled(text)):
        return Contact(text, f"tel:{number}")
    return Contact(text, "")


def _dialled(text: str) -> str:
    """The digits to ring, from any script, and the sign before them; "" if there are none."""
    digits = "".join(str(unicodedata.digit(each)) for each in text if each.isdigit())
    return f"+{digits}" if digits and text.startswith("+") else digits
