"""What is drawn: three films, and two pictures that don't move."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from demo import figures
from demo.films import Film, Moment
from demo.paper import Colour, Paper

GRASS: Colour = (156, 196, 110)

SOWN, CUT = 5, 6
"""The lines of the play, counted from 0, in which the wheat grows and is cut."""


@dataclass(frozen=True, slots=True)
class Field:
    """A rice field: how high its shoots are, and how withered, from 0 to 1."""

    height: float
    droop: float = 0.0
    green: bool = True


def _beans(paper: Paper, moment: Moment) -> None:
    """A jar on a window sill; the sun goes round behind it."""
    sill = paper.bottom * 0.8
    angle = moment.seconds * 0.5
    figures.sun(paper, 50 + 38 * math.cos(angle), 38 + 14 * math.sin(angle), 9, angle)
    figures.cloud(paper, 20 + moment.seconds % 60, 26, 6)
    paper.box(0, sill, 100, paper.bottom, (222, 196, 160))
    paper.box(0, sill, 100, sill + 3, (196, 166, 126))
    root = (0.0, 0.0, moment.progress, 1.0, 1.0)[moment.step]
    stem = (0.0, 0.0, 0.0, 0.7 * moment.progress, 0.7 + 0.3 * moment.progress)[moment.step]
    _ruler(paper, 80, sill)
    figures.bean_jar(paper, 45, sill, 17, root=root, stem=stem)


def _ruler(paper: Paper, x: float, y: float) -> None:
    paper.box(x - 4, y - 72, x + 4, y, figures.STRAW, 0.8)
    for mark in range(1, 15):
        length = 4.5 if mark % 5 == 0 else 2.5
        paper.stroke(
            [(x + 4 - length, y - mark * 4.8), (x + 3.6, y - mark * 4.8)], 0.6, figures.WOOD
        )


FIELDS = (
    Field(5.0),
    Field(6.0, green=False),
    Field(6.0),
    Field(10.5, 0.1),
    Field(4.5, 1.0, green=False),
    Field(8.0, green=False),
)
"""The field of each line of 拔苗助长, "pulling up the shoots"."""


def _shoots(paper: Paper, moment: Moment) -> None:
    """One still picture for each line, as in a slide show."""
    ground = paper.bottom * 0.62
    field = FIELDS[moment.step]
    paper.box(0, ground, 100, paper.bottom, GRASS if field.green else (186, 190, 120))
    figures.sun(paper, 84, 11, 5, moment.step * 0.2)
    figures.cloud(paper, 20 + 9 * moment.step, 9, 4)
    pulled_up_to = (0, 0, 45, 0, 0, 0)[moment.step]
    for row, across in ((ground + 4, 6), (ground + 11, 10), (ground + 18, 4)):
        for x in range(across, across + 100, 10):
            figures.shoot(paper, x, row, 10.5 if x < pulled_up_to else field.height, field.droop)
    _in_the_field(paper, moment.step, ground)


def _in_the_field(paper: Paper, step: int, ground: float) -> None:
    """The farmer in the first four lines, his son in the next, and a bird in the last."""
    farmer_at = (18, 30, 46, 66)
    if step < len(farmer_at):
        figures.farmer(paper, farmer_at[step], ground + 6, 9, reach=(0.0, 0.0, 1.0, 0.0)[step])
    elif step == len(farmer_at):
        figures.farmer(paper, 24, ground + 7, 6, reach=0.3, shirt=figures.RED)
    else:
        figures.bird(paper, 70, ground + 2, 5, (176, 132, 96))


def _hen(paper: Paper, moment: Moment) -> None:
    """A stage with four players; who speaks hops, and the hen walks on at the start."""
    floor = paper.bottom * 0.86
    paper.box(0, floor - 8, 100, paper.bottom, (222, 184, 138))
    figures.sun(paper, 66, 13, 4.5, moment.seconds * 0.8)
    walking = moment.step == 0 and moment.progress < 1
    across = -8 + 32 * moment.progress if walking else 24.0
    up = abs(math.sin(moment.seconds * 9)) if walking else _hop(moment, "hen")
    _wheat_and_loaf(paper, moment, floor)
    figures.bird(
        paper, across, floor - up, 7.5, (190, 84, 50), comb=True, talks=moment.talks("hen")
    )
    with paper.mirrored(51):
        figures.bird(
            paper,
            51,
            floor - _hop(moment, "duck"),
            5.5,
            (244, 236, 214),
            talks=moment.talks("duck"),
        )
    with paper.mirrored(66):
        up = _hop(moment, "cat")
        figures.beast(
            paper, 66, floor - 1 - up, 3.9, (150, 150, 160), "pointed", talks=moment.talks("cat")
        )
    with paper.mirrored(83):
        up = _hop(moment, "dog")
        figures.beast(
            paper, 83, floor - up, 5.0, (146, 98, 64), "hanging", talks=moment.talks("dog")
        )
    for fold in range(3):
        red = (178, 50, 60) if fold % 2 else (150, 38, 50)
        for x in (fold * 3, 100 - fold * 3):
            paper.disc(x, paper.bottom * 0.4, 2.6, red, paper.bottom * 0.62)


def _hop(moment: Moment, role: str) -> float:
    return 2.0 * moment.talks(role)


def _wheat_and_loaf(paper: Paper, moment: Moment, floor: float) -> None:
    """The wheat grows in one line and is cut in the next; from then on there is bread."""
    if moment.step in (SOWN, CUT):
        pulse = math.sin(math.pi * moment.progress)
        grown = 4 * moment.progress if moment.step == SOWN else 4 + 9 * pulse
        for place in range(4):
            figures.shoot(paper, 35.5 + place * 2.6, floor, grown, 0.0)
    if moment.step > CUT:
        paper.disc(39.5, floor - 2, 5, (190, 124, 66), 2.8)
        for slash in (37.0, 40.0):
            paper.stroke([(slash, floor - 3.6), (slash + 1.2, floor - 2)], 0.5, figures.STRAW)


FILMS: dict[str, Film] = {
    "beans": Film(720, 1280, 30, _beans),
    "shoots": Film(1280, 720, 10, _shoots),
    "hen": Film(720, 576, 50, _hen, sky=(246, 222, 178), aspect=16 / 11),
}


def fox_and_grapes() -> Image.Image:
    """The picture beside the fox's tale, 1200 × 900."""
    paper = Paper(1200, 900, (250, 226, 178))
    figures.sun(paper, 14, 14, 7)
    paper.box(0, 62, 100, 75, GRASS)
    paper.box(52, 34, 100, 66, (206, 172, 150))
    for row in range(5):
        for stone in range(5):
            x = 53 + stone * 11 - (row % 2) * 5
            paper.box(max(52.5, x), 35 + row * 6.2, x + 9.6, 40.2 + row * 6.2, (190, 150, 128), 1)
    paper.stroke([(100, 6), (84, 9), (70, 7), (58, 10)], 1.4, figures.WOOD)
    figures.grapes(paper, 64, 12, 6.5)
    figures.grapes(paper, 84, 12, 5.5)
    figures.bird(paper, 90, 34.5, 3.4, (150, 112, 84))
    figures.beast(paper, 28, 70, 11, (226, 116, 50), "pointed", bushy=True)
    return paper.picture()


def stone_soup() -> Image.Image:
    """The picture beside the stone soup, 1200 × 900."""
    paper = Paper(1200, 900, (206, 220, 232))
    paper.box(0, 56, 100, 75, (214, 196, 160))
    for x, roof in ((8, figures.RED), (39, (190, 92, 70)), (70, figures.RED)):
        paper.box(x, 30, x + 22, 58, figures.WHITE)
        paper.patch([(x - 3, 31), (x + 25, 31), (x + 11, 16)], roof)
        paper.box(x + 8, 42, x + 14, 58, figures.WOOD, 1)
    figures.cauldron(paper, 50, 69, 13)
    figures.farmer(paper, 12, 70, 8, reach=0.0)
    with paper.mirrored(86):
        figures.farmer(paper, 86, 70, 6.5, reach=0.0, shirt=figures.RED)
    return paper.picture()


PICTURES: dict[str, Callable[[], Image.Image]] = {
    "Stories/The fox and the grapes/en.jpg": fox_and_grapes,
    "Year 5/Portuguese/Sopa de pedra.jpg": stone_soup,
}
