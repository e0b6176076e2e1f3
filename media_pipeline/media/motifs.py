"""The little figures on covers, one for each kind of story; coordinates from −1 to 1 both ways."""

from __future__ import annotations

from collections.abc import Callable
from math import cos, pi, sin

from media_pipeline.media.shapes import (
    Figure,
    Shape,
    arc,
    ellipse,
    heart,
    slab,
    smooth,
    star,
    stroke,
)


def face(x: float, y: float, size: float, *, asleep: bool = False) -> Figure:
    """Return two eyes, a smile and two cheeks; ``size`` is from the middle to an eye."""
    shapes: list[Shape] = []
    for side in (-1, 1):
        eye = x + side * size
        shapes.append(
            ellipse(eye + side * size * 0.42, y + size * 0.5, size * 0.3, size * 0.2, "second")
        )
        if asleep:
            shapes += stroke(
                arc((eye, y - size * 0.1), size * 0.3, size * 0.22, 0, 1), size * 0.15, "deep"
            )
        else:
            shapes.append(ellipse(eye, y, size * 0.21, size * 0.27, "deep"))
            shapes.append(
                ellipse(eye + size * 0.07, y - size * 0.1, size * 0.07, size * 0.08, "paper")
            )
    shapes += stroke(
        arc((x, y + size * 0.28), size * 0.45, size * 0.38, 0.1, 0.9), size * 0.15, "deep"
    )
    return tuple(shapes)


def book() -> Figure:
    """Return an open book that smiles, a star rising from it."""
    shapes: list[Shape] = [
        star(0, -0.62, 0.26, "first"),
        ellipse(-0.5, -0.5, 0.07, 0.07, "third"),
        ellipse(0.52, -0.56, 0.09, 0.09, "second"),
        slab((-0.98, -0.2), (0.98, 0.82), 0.12, "second"),
    ]
    leaf = [(0.88 * t, -0.2 - 0.5 * t * (1 - t) - 0.1 * t) for t in (i / 16 for i in range(17))]
    for side in (-1, 1):
        top = [(side * x, y) for x, y in leaf]
        bottom = [(x, y + 0.94) for x, y in reversed(top)]
        shapes.append(Shape((*top, *bottom), "paper"))
    shapes += stroke([(0, -0.16), (0, 0.68)], 0.025, "glow")
    shapes += face(0, 0.14, 0.36)
    return tuple(shapes)


def lullaby() -> Figure:
    """Return a sleeping moon with two stars."""
    outer = arc((0, 0), 0.88, 0.88, 0.3, 1.7)
    inner = arc((0.36, -0.05), 0.66, 0.66, 1.62, 0.36)
    return (
        Shape((*outer, *inner), "first"),
        *face(-0.43, 0.05, 0.2, asleep=True),
        star(0.42, -0.3, 0.28, "paper"),
        star(0.72, 0.3, 0.16, "third"),
        star(0.28, 0.3, 0.12, "second"),
    )


def notes() -> Figure:
    """Return two joined notes with faces."""
    return (
        *stroke([(-0.24, 0.5), (-0.24, -0.6)], 0.12, "deep"),
        *stroke([(0.78, 0.3), (0.78, -0.8)], 0.12, "deep"),
        Shape(((-0.3, -0.68), (0.84, -0.88), (0.84, -0.54), (-0.3, -0.34)), "deep"),
        ellipse(-0.5, 0.52, 0.4, 0.34, "first"),
        ellipse(0.52, 0.32, 0.4, 0.34, "second"),
        *face(-0.5, 0.48, 0.16),
        *[
            Shape(s.points, "first" if s.role == "second" else s.role)
            for s in face(0.52, 0.28, 0.16)
        ],
        heart(-0.66, -0.42, 0.15, "third"),
    )


def masks() -> Figure:
    """Return two theatre masks, one merry, one dreaming."""
    back = [(0.0, -0.85), (0.95, -0.72), (0.92, 0.1), (0.5, 0.62), (0.1, 0.3)]
    front = [(-0.98, -0.62), (-0.35, -0.5), (0.3, -0.58), (0.38, 0.3), (-0.28, 0.98), (-0.95, 0.36)]
    return (
        smooth(back, "third"),
        *stroke(arc((0.62, -0.28), 0.11, 0.08, 1, 2), 0.06, "deep"),
        *stroke(arc((0.52, 0.2), 0.16, 0.1, 0, 1), 0.05, "deep"),
        smooth(front, "first"),
        *face(-0.3, -0.06, 0.27),
        *stroke(arc((-0.3, -0.5), 0.5, 0.16, 0.15, 0.85), 0.06, "second"),
    )


def newspaper() -> Figure:
    """Return a newspaper that smiles."""
    shapes: list[Shape] = [
        slab((-0.6, -0.66), (0.98, 0.8), 0.1, "third"),
        slab((-0.92, -0.86), (0.74, 0.74), 0.08, "paper"),
        slab((-0.78, -0.72), (0.6, -0.44), 0.06, "second"),
    ]
    for y in (0.36, 0.52):
        shapes += stroke([(-0.7, y), (0.52, y)], 0.06, "glow")
    shapes += face(-0.09, -0.12, 0.27)
    shapes.append(star(0.74, -0.74, 0.24, "first"))
    return tuple(shapes)


def bubbles() -> Figure:
    """Return two speech bubbles that talk to each other."""
    return (
        Shape(((0.4, 0.5), (0.86, 0.94), (0.8, 0.3)), "third"),
        ellipse(0.38, 0.26, 0.6, 0.46, "third"),
        Shape(((-0.78, 0.0), (-0.8, 0.52), (-0.3, 0.2)), "first"),
        ellipse(-0.3, -0.3, 0.66, 0.52, "first"),
        *face(-0.3, -0.34, 0.25),
        *(ellipse(x, 0.36, 0.075, 0.075, "deep") for x in (0.2, 0.44, 0.68)),
    )


def camera() -> Figure:
    """Return a film camera that smiles."""
    return (
        Shape(((0.4, 0.1), (0.98, -0.24), (0.98, 0.7), (0.4, 0.36)), "deep"),
        *(ellipse(x, -0.5, r, r, "third") for x, r in ((-0.54, 0.34), (0.14, 0.3))),
        *(ellipse(x, -0.5, r, r, "paper") for x, r in ((-0.54, 0.14), (0.14, 0.12))),
        slab((-0.95, -0.26), (0.56, 0.8), 0.18, "first"),
        *face(-0.2, 0.2, 0.3),
    )


def sun() -> Figure:
    """Return a smiling sun, for kinds that have no figure of their own."""
    rays: list[Shape] = []
    for i in range(12):
        angle = pi * i / 6
        rays += stroke(
            [(0.66 * cos(angle), 0.66 * sin(angle)), (0.86 * cos(angle), 0.86 * sin(angle))],
            0.16,
            "second" if i % 2 else "first",
        )
    return (*rays, ellipse(0, 0, 0.6, 0.6, "first"), *face(0, -0.03, 0.25))


FIGURES: dict[str, Callable[[], Figure]] = {
    "story": book,
    "rhyme": lullaby,
    "song": notes,
    "play": masks,
    "news": newspaper,
    "poem": sun,
    "lesson": bubbles,
    "film": camera,
}


def figure_of(kind: str) -> Figure:
    """Return the figure of a kind; a kind without one gets the sun."""
    return FIGURES.get(kind, sun)()
