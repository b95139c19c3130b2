"""Plain A4 sheets to print: headings, paragraphs and rows, as a PDF with real text. Knows no course."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from training.firm.draw import A4, Face, Sheet, wrap
from training.firm.pdf import Pdf

_LEFT, _RIGHT, _TOP, _BOTTOM = 64.0, 531.0, 72.0, 780.0
_TEXT = Face(size=10.5)
_PLAIN = dict(zip("ŁłıĐđĦħŦŧŊŋẞ", ("L", "l", "i", "D", "d", "H", "h", "T", "t", "N", "n", "SS"), strict=True))
"""Letters that are no plain letter with a mark, and what stands for them in passports."""


@dataclass(slots=True)
class Leaflet:
    """A sheet while it is written; it goes on over as many pages as it takes."""

    title: str
    foot: str
    pages: list[Sheet] = field(default_factory=lambda: [Sheet()])
    y: float = _TOP

    def heading(self, text: str, size: float = 13.0) -> None:
        """A heading with room above it."""
        self._room(size * 3)
        self.y += size * 0.9
        self._lines(text, _TEXT.bold().sized(size), _LEFT, _RIGHT)
        self.y += size * 0.3

    def text(self, text: str) -> None:
        """A paragraph."""
        self._lines(text, _TEXT, _LEFT, _RIGHT)
        self.y += 5

    def row(self, cells: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> None:
        """A row of cells; ``widths`` are shares of the page. A long cell goes on below itself."""
        face = (_TEXT.bold() if bold else _TEXT).sized(9.5)
        edges = [_LEFT + (_RIGHT - _LEFT) * sum(widths[:at]) for at in range(len(widths) + 1)]
        broken = [wrap(printed(cell), face, edges[at + 1] - edges[at] - 8) or [""] for at, cell in enumerate(cells)]
        height = max(len(lines) for lines in broken) * face.size * 1.3
        self._room(height + 4)
        for at, lines in enumerate(broken):
            self.pages[-1].lines((edges[at], self.y + face.size), lines, face, 1.3)
        self.y += height + 4
        self.pages[-1].rule((_LEFT, self.y), (_RIGHT, self.y), 0.4, "#999999")
        self.y += 3

    def pdf(self, day: str) -> bytes:
        """The file; ``day`` as ``20260131``."""
        made = Pdf(printed(self.title), day, producer="Auftragsmappe")
        small = _TEXT.sized(8).inked("#555555")
        for number, page in enumerate(self.pages, 1):
            page.text((_LEFT, A4[1] - 40), printed(self.foot), small)
            page.text((_RIGHT, A4[1] - 40), f"Seite {number} von {len(self.pages)}", small.to("right"))
            made.sheet(page)
        return made.finish()

    def _lines(self, text: str, face: Face, left: float, right: float) -> None:
        for line in wrap(printed(text), face, right - left):
            self._room(face.size * 1.4)
            self.pages[-1].text((left, self.y + face.size), line, face)
            self.y += face.size * 1.4

    def _room(self, height: float) -> None:
        if self.y + height > _BOTTOM:
            self.pages.append(Sheet())
            self.y = _TOP


def printed(text: str) -> str:
    """With letters the font has: a foreign letter loses its mark, and only what is left without any becomes a question mark."""
    return "".join(_letter(char) for char in text)


def _letter(char: str) -> str:
    for known in (char, _PLAIN.get(char, ""), unicodedata.normalize("NFKD", char)[:1]):
        if known.encode("cp1252", "ignore"):
            return known
    return "?"
