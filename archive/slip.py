"""A goods received note as a PDF of its own, with the place of every word on it. Knows no order; draws what it is given.

Helvetica is one of the fonts every reader of PDF has; the widths of its letters are those of its metrics file.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.scan import Box, Page, Word

WIDTH, HEIGHT = 595.0, 842.0
_LEFT, _TOP, _BOTTOM, _PITCH, _SIZE, _LARGE = 57.0, 64.0, 790.0, 17.0, 10.0, 20.0
_LETTERS = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556 "
    "1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 "
    "333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584"
)
_WIDTHS = {chr(32 + at): int(width) for at, width in enumerate(_LETTERS.split())} | {"Ä": 667, "Ö": 778, "Ü": 722, "ß": 611}


@dataclass(frozen=True, slots=True)
class Cell:
    """Words that begin at ``left``, in points."""

    left: float
    text: str


@dataclass(frozen=True, slots=True)
class Slip:
    """A drawn note. ``boxes`` holds for each row given its page and the box around it."""

    pdf: bytes
    pages: tuple[Page, ...]
    boxes: tuple[tuple[int, Box], ...]


def draw(title: str, rows: Sequence[Sequence[Cell]]) -> Slip:
    """The title, and below it one line for each row; as many pages as that takes."""
    sheets: list[list[tuple[float, float, float, str]]] = [[(_LEFT, _TOP, _LARGE, title)]]
    places: list[tuple[int, float]] = []
    top = _TOP + 2 * _PITCH
    for row in rows:
        if top > _BOTTOM:
            sheets.append([])
            top = _TOP
        sheets[-1] += [(cell.left or _LEFT, top, _SIZE, cell.text) for cell in row if cell.text]
        places.append((len(sheets), top))
        top += _PITCH
    pages = tuple(Page(number, WIDTH, HEIGHT, 0, tuple(_words(sheet)), "pdf-text") for number, sheet in enumerate(sheets, 1))
    boxes = tuple((number, (_LEFT, top - _SIZE, WIDTH - _LEFT, top + 3)) for number, top in places)
    return Slip(_pdf(sheets), pages, boxes)


def wrapped(text: str, width: float) -> list[str]:
    """The text in lines that are no wider than ``width`` points."""
    lines: list[str] = []
    for word in text.split():
        if lines and _width(f"{lines[-1]} {word}", _SIZE) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _words(sheet: Sequence[tuple[float, float, float, str]]) -> list[Word]:
    words = []
    for left, base, size, text in sheet:
        x = left
        for word in text.split(" "):
            wide = _width(word, size)
            if word:
                words.append(Word(word, (round(x, 2), base - size * 0.75, round(x + wide, 2), base + size * 0.22), 1.0))
            x += wide + _width(" ", size)
    return words


def _width(text: str, size: float) -> float:
    return sum(_WIDTHS.get(letter, 556) for letter in text) * size / 1000


def _pdf(sheets: Sequence[Sequence[tuple[float, float, float, str]]]) -> bytes:
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for at, sheet in enumerate(sheets):
        content = b"\n".join(_show(*print_) for print_ in sheet)
        box = f"/MediaBox [0 0 {WIDTH:.0f} {HEIGHT:.0f}]"
        resources = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(f"<< /Type /Page /Parent 2 0 R {box} {resources} /Contents {5 + 2 * at} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    body, offsets = b"%PDF-1.4\n", []
    for number, data in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + trailer


def _show(left: float, base: float, size: float, text: str) -> bytes:
    data = text.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %.1f Tf %.2f %.2f Td (%s) Tj ET" % (size, left, HEIGHT - base, data)
