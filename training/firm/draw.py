"""A page as a list of marks, drawn once; scans and digital PDFs are both made from it. Rasterises and writes nothing itself.

Coordinates are points from the top left corner; a text stands on its baseline.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from training.firm import fonts

MM = 72 / 25.4
A4 = (595.0, 842.0)
TYPED = str.maketrans({"·": "-", "–": "-", "€": "E", "§": "Par."})
"""What a typewriter has no type for."""
Align = Literal["left", "right", "centre"]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Face:
    """How a text looks."""

    font: str = "sans"
    size: float = 9.5
    colour: str = "#1a1a1a"
    align: Align = "left"

    def bold(self) -> Face:
        return self if self.font.endswith("-bold") else replace(self, font=f"{self.font}-bold")

    def to(self, align: Align) -> Face:
        return replace(self, align=align)

    def sized(self, size: float) -> Face:
        return replace(self, size=size)

    def inked(self, colour: str) -> Face:
        return replace(self, colour=colour)


@dataclass(frozen=True, slots=True)
class Text:
    """A run of text; ``x`` is its left end. ``field`` names the value it carries, "" for none."""

    x: float
    y: float
    text: str
    face: Face
    field: str = ""

    @property
    def box(self) -> tuple[float, float, float, float]:
        wide = fonts.width(self.text, self.face.font, self.face.size)
        return (self.x, self.y - 0.75 * self.face.size, self.x + wide, self.y + 0.22 * self.face.size)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line."""

    start: Point
    end: Point
    width: float = 0.5
    colour: str = "#1a1a1a"


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled or outlined polygon; ``round`` makes it the ellipse that fits its corners' bounds."""

    points: tuple[Point, ...]
    fill: str = ""
    outline: str = ""
    width: float = 0.5
    round: bool = False


Mark = Text | Rule | Shape


@dataclass(slots=True)
class Sheet:
    """One page under the pen."""

    size: tuple[float, float] = A4
    marks: list[Mark] = field(default_factory=list)

    def text(self, at: Point, text: str, face: Face, field: str = "") -> float:
        """Write ``text`` at its anchor and return its width; ``field`` is the gold key of what it says."""
        if face.font.startswith("typewriter"):
            text = text.translate(TYPED)
        wide = fonts.width(text, face.font, face.size)
        shift = {"left": 0.0, "centre": wide / 2, "right": wide}[face.align]
        if text:
            self.marks.append(Text(at[0] - shift, at[1], text, face.to("left"), field))
        return wide

    def lines(self, at: Point, texts: Sequence[str], face: Face, lead: float = 1.25) -> float:
        """Write texts below each other and return the baseline after the last."""
        y = at[1]
        for text in texts:
            self.text((at[0], y), text, face)
            y += face.size * lead
        return y

    def rule(self, start: Point, end: Point, width: float = 0.5, colour: str = "#1a1a1a") -> None:
        self.marks.append(Rule(start, end, width, colour))

    def box(self, corner: Point, other: Point, fill: str = "", outline: str = "") -> None:
        """A rectangle between two opposite corners."""
        (left, top), (right, bottom) = corner, other
        self.marks.append(Shape((corner, (right, top), other, (left, bottom)), fill, outline))

    def polygon(self, points: Sequence[Point], fill: str = "", outline: str = "") -> None:
        self.marks.append(Shape(tuple(points), fill, outline))

    def ellipse(self, corner: Point, other: Point, fill: str = "", outline: str = "") -> None:
        self.marks.append(Shape((corner, other), fill, outline, round=True))


def wrap(text: str, face: Face, width: float) -> list[str]:
    """Break a text into lines of at most ``width`` points; a single long word stays whole."""
    lines: list[str] = []
    for word in text.split():
        if lines and fonts.width(f"{lines[-1]} {word}", face.font, face.size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
