"""A text with headings, lists and tables as a PDF/A to print and to file. Knows only what the procedural documentation is written in."""

from __future__ import annotations

from datetime import UTC, datetime

from export.pdf import A4, Sheet, Writer, wrapped

_LEFT, _TOP, _RIGHT, _BOTTOM = 56.0, 64.0, A4[0] - 56, A4[1] - 60
_SIZES = {"# ": 20.0, "## ": 14.0, "### ": 11.5}


def as_pdf(text: str) -> bytes:
    """The pages, with a bookmark for each chapter."""
    title = text.partition("\n")[0].removeprefix("# ")
    writer = Writer(title, datetime.now(UTC))
    sheets: list[tuple[Sheet, str]] = []
    sheet, y, chapter = Sheet(), _TOP, title
    for block, size, indent in _blocks(text):
        lines = wrapped(block, size, _RIGHT - _LEFT - indent, "Bold" if size > 10 else "Regular")
        y += size * 0.9 if size > 10 else 2.0
        for at, line in enumerate(lines):
            if y + size * 1.4 > _BOTTOM or (at == 0 and size > 10 and y + 70 > _BOTTOM):
                sheets.append((sheet, chapter))
                sheet, y, chapter = Sheet(), _TOP, ""
            if at == 0 and size == _SIZES["## "]:
                chapter = f"{chapter} · {block}".removeprefix(" · ")
            y += size * 1.35
            writer.text(sheet, (_LEFT + indent, y), line, size, "Bold" if size > 10 else "Regular")
    sheets.append((sheet, chapter))
    for number, (each, name) in enumerate(sheets, 1):
        writer.text(each, (_LEFT, A4[1] - 34), title, 8)
        writer.text(each, (_RIGHT - 60, A4[1] - 34), f"Seite {number} von {len(sheets)}", 8)
        writer.add(each, name)
    return writer.finish()


def _blocks(text: str) -> list[tuple[str, float, float]]:
    """What stands on a line of its own, its size, how far it is indented. Lines without a blank one between them are one block."""
    found: list[tuple[str, float, float]] = []
    joined = False
    for line in text.replace("**", "").splitlines():
        mark = next((mark for mark in _SIZES if line.startswith(mark)), "")
        if mark:
            found.append((line.removeprefix(mark), _SIZES[mark], 0.0))
        elif line.startswith(("- ", "| ")):
            if not line.startswith("| ---"):
                cells = [cell.strip() for cell in line.strip("| ").split("|")]
                found.append(("– " + ": ".join(cells).removeprefix("- "), 10.0, 10.0))
        elif line.strip():
            if joined:
                before, size, indent = found[-1]
                found[-1] = (f"{before} {line.strip()}", size, indent)
            else:
                found.append((line.strip(), 10.0, 0.0))
        joined = bool(line.strip()) and not mark
    return found
