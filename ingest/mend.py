"""A PDF that lost its end, as transfers that were cut off leave it: made readable by naming its root again. Never touches the original.

PDFium finds the objects of such a file by itself, it only can not tell where to begin.
"""

from __future__ import annotations

import re
from pathlib import Path

NOTE = "Dieses PDF ist beschädigt, sein Ende fehlt. Gelesen wurde, was noch da ist. Bitte prüfen Sie, ob etwas fehlt."
_LARGEST = 200 << 20
_OBJECT = re.compile(rb"(\d{1,9})\s+(\d{1,5})\s+obj\b")
_ROOT = re.compile(rb"/Type\s*/Catalog\b")
_LENGTH = 4000
"""Bytes of an object that are looked at; the root is a short one."""


def mended(path: str) -> bytes | None:
    """The file with a new end, ``None`` when its root is nowhere to be seen."""
    file = Path(path)
    if file.stat().st_size > _LARGEST:
        return None
    data = file.read_bytes()
    found = None
    for root in _ROOT.finditer(data):
        before = [*_OBJECT.finditer(data, max(0, root.start() - _LENGTH), root.start())]
        if before and b"endobj" not in data[before[-1].end() : root.start()]:
            found = before[-1]
    if found is None:
        return None
    return data + b"\nendobj\ntrailer\n<< /Root %s %s R >>\nstartxref\n0\n%%%%EOF\n" % found.groups()
