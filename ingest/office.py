"""Text documents and tables (.docx, .xlsx, .odt, .ods) as rows of text. Runs nothing that is in them: no macro, no formula, no link.

Runs in a bounded child. What a person sees is made of these rows and says that it is no picture of the document.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import chain, islice

from lxml import etree

from archive.problems import Unreadable
from ingest import sheets_ods, sheets_xlsx
from ingest.figures_of_cells import attribute, local
from ingest.xml_guard import guard

TEXT_TYPES = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word-Dokument",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel-Tabelle",
    "application/vnd.oasis.opendocument.text": "LibreOffice-Text",
    "application/vnd.oasis.opendocument.spreadsheet": "LibreOffice-Tabelle",
}
MOST_ROWS = 4000
_LARGEST = 40 << 20
_RATIO = 200
"""How much larger a part may be unpacked than packed; text packs well, but not like a bomb."""

Row = tuple[str, tuple[str, ...]]
"""What a row is (one of the sizes of the sheets), and its cells."""


def rows(path: str, media: str) -> list[Row]:
    """The rows of a document, its letterhead first. Raises ``Unreadable``."""
    try:
        with zipfile.ZipFile(path) as packed:
            part = Parts(packed)
            kind = media.rpartition(".")[2]
            found = {"document": _docx, "sheet": sheets_xlsx.rows, "text": _odt, "spreadsheet": sheets_ods.rows}[kind](part)
            return list(islice(found, MOST_ROWS + 1))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError) as error:
        raise Unreadable(
            "Dieses Office-Dokument ist beschädigt oder mit einem Kennwort geschützt. Bitte speichern Sie es neu oder als PDF.",
            cause=repr(error),
        ) from error


class Parts:
    """The parts of a document, each looked at before it is unpacked."""

    def __init__(self, packed: zipfile.ZipFile) -> None:
        self._packed = packed
        self.names = frozenset(packed.namelist())

    def tree(self, name: str) -> etree._Element | None:
        """One part as a tree, ``None`` when it is not there. Raises ``Unreadable`` for a bomb and for XML that is none."""
        if name not in self.names:
            return None
        entry = self._packed.getinfo(name)
        with self._packed.open(entry) as stream:
            data = stream.read(_LARGEST + 1)
        if len(data) > min(_LARGEST, _RATIO * max(entry.compress_size, 2000)):
            raise Unreadable(
                "Dieses Office-Dokument wird beim Entpacken riesig und wurde nicht geöffnet. Bitte speichern Sie es als PDF.",
                cause=f"{name} grows from {entry.compress_size} to {len(data)} bytes or more",
            )
        return guard(data).root()

    def like(self, pattern: str) -> list[str]:
        """The names of parts, in order."""
        return sorted(name for name in self.names if re.fullmatch(pattern, name))


def _docx(part: Parts) -> Iterator[Row]:
    heads = [part.tree(name) for name in part.like(r"word/header\d*\.xml")]
    feet = [part.tree(name) for name in part.like(r"word/footer\d*\.xml")]
    body = part.tree("word/document.xml")
    return chain.from_iterable(_written(tree, _DOCX) for tree in (*heads, body, *feet) if tree is not None)


def _odt(part: Parts) -> Iterator[Row]:
    styles, content = part.tree("styles.xml"), part.tree("content.xml")
    heads = [] if styles is None else [element for element in styles.iter() if local(element) in ("header", "footer")]
    return chain.from_iterable(_written(tree, _ODT) for tree in (*heads, content) if tree is not None)


_DOCX = frozenset({"p"})
_ODT = frozenset({"p", "h"})


def _written(tree: etree._Element, paragraphs: frozenset[str]) -> Iterator[Row]:
    """Paragraphs and rows of tables in their order; a table in a table is part of its cell."""
    stack = [iter(tree)]
    while stack:
        element = next(stack[-1], None)
        if element is None:
            stack.pop()
        elif local(element) in paragraphs:
            if text := _text(element):
                yield ("head" if _is_heading(element) else "text"), (text,)
        elif local(element) in ("tr", "table-row"):
            cells = tuple(_text(cell) for cell in element if local(cell) in ("tc", "table-cell"))
            if any(cells):
                yield "text", cells
        elif local(element) not in ("pPr", "sectPr", "tblPr", "trPr", "tracked-changes", "del"):
            stack.append(iter(element))


def _text(element: etree._Element) -> str:
    pieces: list[str] = []
    for part in element.iter():
        name = local(part)
        if name == "t" or (name in ("p", "h", "span", "a") and part.text and "opendocument" in str(part.tag)):
            pieces.append(part.text or "")
        elif name in ("br", "cr", "line-break") or (name == "p" and pieces):
            pieces.append("\n")
        elif name in ("tab", "s"):
            pieces.append(" ")
        if part is not element and part.tail and "opendocument" in str(part.tag):
            pieces.append(part.tail)
    lines = (" ".join(line.split()) for line in "".join(pieces).splitlines())
    return "\n".join(line for line in lines if line)


def _is_heading(element: etree._Element) -> bool:
    if local(element) == "h":
        return True
    style = next((attribute(part, "val") for part in element.iter() if local(part) == "pStyle"), "")
    return bool(re.match(r"(?i)heading|title|titel|.?berschrift", style))
