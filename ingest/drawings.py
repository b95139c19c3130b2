"""Drawings and models (.dxf, .step, .dwg): the words in them, as far as they stand there openly. Draws nothing and measures nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

DRAWING_TYPES = {"image/vnd.dxf": "DXF", "model/step": "STEP", "image/vnd.dwg": "DWG"}
MOST_TEXTS, _LARGEST, _LONGEST = 2000, 60 << 20, 300
_TEXTS = frozenset({"TEXT", "MTEXT", "ATTRIB", "ATTDEF"})
_CONTROL = re.compile(r"\\[A-Za-z][^;\\]*;|\\P|[{}]|%%[a-zA-Z]")
_STEP = re.compile(r"\b(?:PRODUCT|FILE_NAME|FILE_DESCRIPTION)\s*\(\s*\(?\s*'((?:[^']|''){0,300})'(?:\s*,\s*'((?:[^']|''){0,300})')?")


def texts(path: str, media: str) -> list[str]:
    """What is written in it, in order and each once; nothing for kinds whose inside is not open (DWG)."""
    if media == "image/vnd.dwg":
        return []
    with Path(path).open("rb") as file:
        data = file.read(_LARGEST)
    written = data.decode("utf-8") if _is_utf8(data) else data.decode("cp1252", "replace")
    found = _dxf(written) if media == "image/vnd.dxf" else _step(written)
    return list(islice(dict.fromkeys(text for raw in found if (text := " ".join(raw.split())[:_LONGEST])), MOST_TEXTS))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _dxf(written: str) -> Iterator[str]:
    """Group codes and values in turn; 0 begins an entity, 1 and 3 are its text."""
    lines = written.splitlines()
    entity = ""
    for code, value in zip(lines[::2], lines[1::2], strict=False):
        if code.strip() == "0":
            entity = value.strip()
        elif entity in _TEXTS and code.strip() in ("1", "3"):
            yield _CONTROL.sub(" ", value)


def _step(written: str) -> Iterator[str]:
    for match in _STEP.finditer(written):
        yield from (text.replace("''", "'") for text in match.groups() if text)
