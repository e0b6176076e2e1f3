"""Plain geometry for covers: coloured polygons, y downwards.

A colour is a role that the palette fills, so that a figure suits every palette.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import Literal

Ink = Literal["paper", "first", "second", "third", "deep", "glow", "hill"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon."""

    points: tuple[Point, ...]
    role: Ink


Figure = tuple[Shape, ...]


def ellipse(x: float, y: float, rx: float, ry: float, role: Ink) -> Shape:
    """Return an ellipse around x, y."""
    turns = [2 * pi * i / 96 for i in range(96)]
    return Shape(tuple((x + rx * cos(t), y + ry * sin(t)) for t in turns), role)


def smooth(points: Sequence[Point], role: Ink) -> Shape:
    """Return a polygon with rounded corners (Chaikin's corner cutting, four rounds)."""
    for _ in range(4):
        following = [*points[1:], points[0]]
        points = [
            (ax + (bx - ax) * part, ay + (by - ay) * part)
            for (ax, ay), (bx, by) in zip(points, following, strict=True)
            for part in (0.25, 0.75)
        ]
    return Shape(tuple(points), role)


def slab(top_left: Point, bottom_right: Point, radius: float, role: Ink) -> Shape:
    """Return a rectangle with round corners."""
    (left, top), (right, bottom) = top_left, bottom_right
    corners = (
        (right - radius, bottom - radius, 0.0),
        (left + radius, bottom - radius, pi / 2),
        (left + radius, top + radius, pi),
        (right - radius, top + radius, 3 * pi / 2),
    )
    return Shape(
        tuple(
            (x + radius * cos(start + pi / 32 * i), y + radius * sin(start + pi / 32 * i))
            for x, y, start in corners
            for i in range(17)
        ),
        role,
    )


def stroke(points: Sequence[Point], width: float, role: Ink) -> Figure:
    """Return a line of a width with round ends and joints."""
    shapes = [ellipse(x, y, width / 2, width / 2, role) for x, y in points]
    for (ax, ay), (bx, by) in pairwise(points):
        length = hypot(bx - ax, by - ay)
        nx, ny = (ay - by) / length * width / 2, (bx - ax) / length * width / 2
        corners = ((ax + nx, ay + ny), (bx + nx, by + ny), (bx - nx, by - ny), (ax - nx, ay - ny))
        shapes.append(Shape(corners, role))
    return tuple(shapes)


def arc(centre: Point, rx: float, ry: float, start: float, end: float) -> list[Point]:
    """Return points of an elliptic arc; angles in half turns, clockwise from the right."""
    x, y = centre
    turns = [pi * (start + (end - start) * i / 16) for i in range(17)]
    return [(x + rx * cos(t), y + ry * sin(t)) for t in turns]


def star(x: float, y: float, radius: float, role: Ink) -> Shape:
    """Return a soft five-pointed star."""
    points: list[Point] = []
    for i in range(10):
        reach = radius * 1.18 * (0.58 if i % 2 else 1)
        points.append((x + reach * sin(pi * i / 5), y - reach * cos(pi * i / 5)))
    return smooth(points, role)


def heart(x: float, y: float, radius: float, role: Ink) -> Shape:
    """Return a heart."""
    turns = [2 * pi * i / 64 for i in range(64)]
    return Shape(
        tuple(
            (
                x + radius * sin(t) ** 3,
                y - radius * (13 * cos(t) - 5 * cos(2 * t) - 2 * cos(3 * t) - cos(4 * t)) / 16,
            )
            for t in turns
        ),
        role,
    )
