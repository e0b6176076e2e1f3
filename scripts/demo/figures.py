"""Animals, plants and people made of discs and lines; each stands on the ground at (x, y)."""

from __future__ import annotations

import math
from typing import Literal

from demo.paper import INK, Colour, Paper

WHITE: Colour = (255, 252, 244)
LEAF: Colour = (92, 158, 82)
STRAW: Colour = (232, 193, 104)
WOOD: Colour = (140, 98, 68)
RED: Colour = (214, 73, 62)
ORANGE: Colour = (240, 150, 50)

Ears = Literal["pointed", "hanging"]


def sun(paper: Paper, x: float, y: float, size: float, turn: float = 0.0) -> None:
    """A sun around (x, y), its rays turned by `turn` radians."""
    for ray in range(12):
        angle = turn + ray * math.pi / 6
        near, far = size * 1.25, size * 1.6
        points = [(x + r * math.cos(angle), y + r * math.sin(angle)) for r in (near, far)]
        paper.stroke(points, size * 0.16, (255, 205, 90))
    paper.disc(x, y, size, (255, 213, 105))


def cloud(paper: Paper, x: float, y: float, size: float) -> None:
    """A cloud around (x, y)."""
    for across, up, share in (
        (-1.1, 0.1, 0.6),
        (-0.4, -0.25, 0.8),
        (0.5, -0.1, 0.75),
        (1.2, 0.15, 0.5),
    ):
        paper.disc(x + across * size, y + up * size, share * size, WHITE)


def grapes(paper: Paper, x: float, y: float, size: float) -> None:
    """A bunch that hangs from (x, y)."""
    paper.stroke([(x, y - size * 0.6), (x, y + size * 0.3)], size * 0.12, WOOD)
    for row, count in enumerate((4, 5, 4, 3, 2, 1)):
        for place in range(count):
            across = x + (place - (count - 1) / 2) * size * 0.42
            down = y + size * (0.3 + row * 0.34)
            paper.disc(across, down, size * 0.25, (110, 66, 140))
            paper.disc(across - size * 0.07, down - size * 0.08, size * 0.06, (176, 136, 204))
    paper.patch([(x, y), (x - size * 0.9, y - size * 0.5), (x - size * 0.7, y + size * 0.35)], LEAF)
    paper.patch([(x, y), (x + size * 0.9, y - size * 0.4), (x + size * 0.6, y + size * 0.4)], LEAF)


def beast(
    paper: Paper,
    x: float,
    y: float,
    size: float,
    coat: Colour,
    ears: Ears,
    *,
    bushy: bool = False,
    talks: float = 0.0,
) -> None:
    """A four-legged animal, its nose to the right; `talks` opens its mouth, from 0 to 1."""
    dark = _darker(coat)
    tail = [
        (x - size, y - size * 0.75),
        (x - size * 1.45, y - size * 1.0),
        (x - size * 1.6, y - size * 1.5),
    ]
    paper.stroke(tail, size * (0.4 if bushy else 0.16), coat)
    if bushy:
        paper.disc(tail[2][0], tail[2][1], size * 0.22, WHITE)
    for across in (-0.75, -0.45, 0.4, 0.7):
        paper.stroke(
            [(x + across * size, y - size * 0.6), (x + across * size, y - size * 0.1)],
            size * 0.2,
            dark,
        )
    paper.disc(x, y - size * 0.85, size * 1.05, coat, size * 0.5)
    head_x, head_y = x + size * 1.05, y - size * 1.45
    if ears == "pointed":
        for across in (-0.35, 0.3):
            tip = (head_x + across * size * 1.25, head_y - size * 0.85)
            base = [(head_x + (across + half) * size, head_y - size * 0.2) for half in (-0.2, 0.2)]
            paper.patch([*base, tip], dark)
    paper.disc(head_x, head_y, size * 0.52, coat, size * 0.48)
    paper.disc(head_x + size * 0.38, head_y + size * 0.18, size * 0.34, WHITE, size * 0.24)
    if ears == "hanging":
        paper.disc(head_x - size * 0.35, head_y + size * 0.05, size * 0.17, dark, size * 0.42)
    paper.disc(head_x + size * 0.66, head_y + size * 0.08, size * 0.1, INK)
    paper.disc(head_x + size * 0.15, head_y - size * 0.14, size * 0.08, INK)
    if talks > 0:
        paper.disc(head_x + size * 0.4, head_y + size * 0.3, size * 0.13, RED, size * 0.12 * talks)


def bird(
    paper: Paper,
    x: float,
    y: float,
    size: float,
    coat: Colour,
    *,
    comb: bool = False,
    talks: float = 0.0,
) -> None:
    """A hen with a comb, or a duck or sparrow without; its beak to the right."""
    for across in (-0.15, 0.25):
        paper.stroke(
            [(x + across * size, y - size * 0.5), (x + across * size, y)], size * 0.09, ORANGE
        )
    tail = [
        (x - size * 0.5, y - size * 0.9),
        (x - size * 1.3, y - size * 1.5),
        (x - size * 0.9, y - size * 0.6),
    ]
    paper.patch(tail, _darker(coat))
    paper.disc(x, y - size * 0.8, size * 0.85, coat, size * 0.6)
    head_x, head_y = x + size * 0.62, y - size * 1.5
    if comb:
        for across in (-0.2, 0.0, 0.2):
            paper.disc(head_x + across * size, head_y - size * 0.38, size * 0.14, RED)
        paper.disc(head_x + size * 0.25, head_y + size * 0.42, size * 0.12, RED, size * 0.18)
    paper.stroke([(x + size * 0.35, y - size * 0.9), (head_x, head_y)], size * 0.5, coat)
    paper.disc(head_x, head_y, size * 0.4, coat)
    gape = size * 0.2 * talks
    base = head_x + size * 0.32
    upper_tip, lower_tip = (
        (base + size * 0.45, head_y - gape),
        (base + size * 0.4, head_y + size * 0.08 + gape),
    )
    paper.patch([(base, head_y - size * 0.12), (base, head_y + size * 0.05), upper_tip], ORANGE)
    paper.patch([(base, head_y), (base, head_y + size * 0.16), lower_tip], ORANGE)
    paper.disc(head_x + size * 0.12, head_y - size * 0.1, size * 0.07, INK)
    paper.disc(x - size * 0.1, y - size * 0.85, size * 0.45, _darker(coat), size * 0.3)


def farmer(
    paper: Paper, x: float, y: float, size: float, *, reach: float, shirt: Colour = (74, 118, 168)
) -> None:
    """A person with a straw hat; `reach` bends them down to the ground, from 0 to 1."""
    lean = reach * size * 0.9
    hip, neck = (x, y - size * 1.0), (x + lean, y - size * (2.0 - 0.55 * reach))
    for across in (-0.22, 0.22):
        foot = (x + across * size, y - size * 0.1)
        paper.stroke([foot, (x + across * size * 0.6, hip[1])], size * 0.28, (84, 74, 92))
    paper.stroke([hip, neck], size * 0.6, shirt)
    hand = (x + size * 0.6 + lean, y - size * (1.1 - 0.75 * reach))
    paper.stroke([neck, hand], size * 0.2, shirt)
    paper.disc(*hand, size * 0.13, (190, 134, 96))
    head = (neck[0] + lean * 0.3, neck[1] - size * 0.5)
    paper.disc(*head, size * 0.36, (190, 134, 96))
    paper.disc(head[0] + size * 0.14, head[1], size * 0.05, INK)
    brim = head[1] - size * 0.22
    paper.disc(head[0], brim, size * 0.72, STRAW, size * 0.14)
    paper.patch(
        [
            (head[0] - size * 0.4, brim),
            (head[0] + size * 0.4, brim),
            (head[0], head[1] - size * 0.75),
        ],
        STRAW,
    )


def shoot(paper: Paper, x: float, y: float, height: float, droop: float) -> None:
    """A rice shoot; `droop` from 0, fresh and upright, to 1, withered and bent."""
    colour = _between(LEAF, (170, 140, 80), droop)
    for lean in (-0.5, 0.0, 0.5):
        bend = lean + droop * (1.2 if lean >= 0 else -1.2)
        middle = (x + bend * height * 0.25, y - height * 0.6)
        tip = (x + bend * height * 0.7, y - height * (1 - 0.65 * droop))
        paper.stroke([(x, y), middle, tip], 0.55, colour)


def bean_jar(paper: Paper, x: float, y: float, size: float, *, root: float, stem: float) -> None:
    """A jar of wet paper with a bean; `root` and `stem` are how far each has grown, from 0 to 1."""
    top = y - size * 2.2
    paper.box(x - size, top, x + size, y, (214, 232, 238), size * 0.18)
    paper.box(x - size * 0.88, y - size * 1.35, x + size * 0.88, y - size * 0.1, WHITE, size * 0.12)
    paper.box(
        x - size * 1.08,
        top - size * 0.15,
        x + size * 1.08,
        top + size * 0.1,
        (160, 190, 202),
        size * 0.1,
    )
    bean_y = y - size * 0.95
    if root > 0:
        steps = [share / 12 * root for share in range(13)]
        points = [
            (x + 0.12 * size * math.sin(share * 9), bean_y + share * size * 0.75) for share in steps
        ]
        paper.stroke(points, size * 0.08, (226, 210, 178))
    if stem > 0:
        steps = [share / 16 * stem for share in range(17)]
        points = [
            (x + 0.16 * size * math.sin(share * 6), bean_y - share * size * 4.2) for share in steps
        ]
        paper.stroke(points, size * 0.11, LEAF)
        for share, side in ((0.45, 1), (0.62, -1), (0.8, 1), (1.0, -1)):
            if stem >= share:
                spot = points[round(share / stem * 16)]
                grown = size * 0.42 * min(1.0, (stem - share) * 4 + 0.4)
                paper.disc(spot[0] + side * grown, spot[1] - grown * 0.3, grown, LEAF, grown * 0.5)
    paper.disc(x, bean_y, size * 0.3, (150, 74, 60), size * 0.2)
    paper.disc(x - size * 0.08, bean_y - size * 0.05, size * 0.07, (206, 140, 120), size * 0.04)


def cauldron(paper: Paper, x: float, y: float, size: float) -> None:
    """A pot of soup over a fire, with a carrot and a stone beside it."""
    for across, high in ((-0.5, 0.6), (0.0, 0.85), (0.5, 0.6)):
        middle = x + across * size
        for half, share, colour in ((0.3, 1.0, ORANGE), (0.15, 0.55, (255, 216, 110))):
            base = [(middle - size * half, y), (middle + size * half, y)]
            paper.patch([*base, (middle, y - size * high * share)], colour)
    paper.stroke([(x - size, y), (x + size, y)], size * 0.16, WOOD)
    paper.disc(x, y - size * 1.2, size * 1.05, (74, 70, 82), size * 0.85)
    paper.disc(x, y - size * 1.75, size * 0.95, (52, 48, 60), size * 0.26)
    paper.disc(x, y - size * 1.72, size * 0.82, (222, 140, 70), size * 0.18)
    for across, colour in ((-0.4, LEAF), (0.1, ORANGE), (0.45, WHITE)):
        paper.disc(x + across * size, y - size * 1.73, size * 0.12, colour, size * 0.07)
    paper.disc(x + size * 1.7, y - size * 0.2, size * 0.42, (150, 150, 158), size * 0.26)
    paper.stroke(
        [(x - size * 1.3, y - size * 0.12), (x - size * 1.9, y - size * 0.3)], size * 0.22, ORANGE
    )
    paper.stroke(
        [(x - size * 1.95, y - size * 0.32), (x - size * 2.2, y - size * 0.62)], size * 0.1, LEAF
    )


def _darker(colour: Colour) -> Colour:
    return _between(colour, INK, 0.25)


def _between(one: Colour, other: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue
