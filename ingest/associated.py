"""XML files that a PDF names only as associated files (/AF), not in its list of attachments. Runs in a bounded child.

The renderer's library reads that list only; some programs that make hybrid invoices leave it empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFException, PDFStream, resolve1

_MARK = b"/EmbeddedFile"  # stands in the clear: the dictionary of a stream is never packed away
_MOST = 20


def associated(path: str) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each associated XML file; nothing for a PDF that is too damaged to tell."""
    if _MARK not in Path(path).read_bytes():
        return
    try:
        with Path(path).open("rb") as file:
            yield from list(_files(PDFDocument(PDFParser(file))))
    except (PDFException, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        # Whatever is wrong with it, the pages are read by others and say so.
        return


def _files(document: PDFDocument) -> Iterator[tuple[str, bytes]]:
    for entry in list(resolve1(document.catalog.get("AF")) or ())[:_MOST]:
        spec = resolve1(entry)
        name = _text(resolve1(spec.get("UF") or spec.get("F") or b""))
        stream = resolve1((resolve1(spec.get("EF")) or {}).get("F"))
        if name.lower().endswith(".xml") and isinstance(stream, PDFStream):
            yield name, stream.get_data()


def _text(raw: Any) -> str:
    if isinstance(raw, bytes):
        return raw.decode("utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1", "replace")
    return str(raw)
