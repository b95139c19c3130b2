"""Which kind of inspection document a certificate is, after DIN EN 10204: 2.1, 2.2, 3.1 or 3.2. Does not read what it certifies."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.document import Finding
from ingest.layout import Row, around, text_of
from ingest.paper import Paper

_GERMAN = r"zeugnis\w*|\bAPZ|prüfbescheinigung|werksbescheinigung|EN\W{0,2}10\s?204"
_FOREIGN = r"certificate?\w*|test ?report|certificat\w*|keuringsrapport|document de contrôle"
_KIND = r"(?<![\d.,])([23])\s?[.,]\s?([12])(?:\s?[BC])?(?![\d%]|[.,]\d)"
_BEHIND = re.compile(rf"(?:{_GERMAN}|{_FOREIGN})\D{{0,30}}?{_KIND}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"{_KIND}\s*(?:[-–/,]\s*)?(?:\(?(?:nach|gem(?:äß|\.)?|acc\.?(?: to)?|according to|selon|volgens)\s*)?(?:DIN\s*)?EN\W{{0,2}}10\s?204",
    re.IGNORECASE,
)
_KINDS = frozenset({"2.1", "2.2", "3.1", "3.2"})
_OCR = 0.9


def certificate_kind(paper: Paper) -> list[Finding]:
    """``zeugnisart`` of a certificate. None when the paper names several kinds (a form to be ticked, a list), for then nobody knows."""
    if all(field.key != "zeugnisart" for field in paper.doctype.fields):
        return []
    sights = list(_sights(paper))
    if len({value for value, *_ in sights}) != 1:
        return []
    value, raw, page, row = max(sights, key=lambda sight: min(w.confidence for w in sight[3]))
    sure = round(_OCR * (0.5 + 0.5 * min(w.confidence for w in row)), 3)
    return [Finding("zeugnisart", value, raw, page, around(row), sure, "steht auf dem Papier")]


def _sights(paper: Paper) -> Iterator[tuple[str, str, int, Row]]:
    for sheet in paper.sheets:
        for row in sheet.rows:
            text = text_of(row)
            for hit in (*_BEHIND.finditer(text), *_BEFORE.finditer(text)):
                value = f"{hit[1]}.{hit[2]}"
                if value in _KINDS:
                    yield value, hit[0], sheet.number, row
