"""What drawing programs write into an SVG besides the drawing: who, where, when and with what."""

from __future__ import annotations

import re
from collections.abc import Iterator

_FOREIGN = {
    re.compile(rb"<(?:\w+:)?metadata[\s>/]"): "an element of metadata",
    re.compile(rb"<rdf:|xmlns:(?:rdf|dc|cc|xmpMM|xmp)="): "a description of itself",
    re.compile(rb"sodipodi:|inkscape:|xmlns:(?:sketch|serif)=|ns\.adobe\.com"): (
        "what a drawing program noted"
    ),
    re.compile(rb"<!--"): "a comment",
    re.compile(rb"<!(?:DOCTYPE|ENTITY)"): "a declaration",
    re.compile(rb"data:image/"): "another picture",
}


def foreign_elements(svg: bytes) -> Iterator[str]:
    """Names of everything that is no drawing, each once."""
    yield from (name for pattern, name in _FOREIGN.items() if pattern.search(svg))
