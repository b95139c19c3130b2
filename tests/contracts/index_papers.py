"""Papers for the index contract, built without a space."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from search.index import Fact, Index, IndexDocument, Results

_DEFAULTS: dict[str, Any] = {
    "name": "scan.pdf",
    "doctype": "sonstiges",
    "supplier": "",
    "orders": (),
    "numbers": (),
    "dates": (),
    "cents": None,
    "state": "filed",
    "received": datetime(2026, 11, 2, 8, 0, tzinfo=UTC),
    "generation": 1,
}


def paper(number: str, *pages: str, **known: Any) -> IndexDocument:
    """A paper with a text and what is known of it; everything else has a default."""
    return IndexDocument(eingangsnummer=number, sha256=hashlib.sha256(number.encode()).hexdigest(), text=pages, **_DEFAULTS | known)


def numbers(results: Results) -> list[str]:
    """The Eingangsnummern of the hits, in their order."""
    return [hit.eingangsnummer for hit in results.hits]


def finds(index: Index, query: str) -> set[str]:
    return set(numbers(index.search(query)))


def filled(index: Index, papers: Iterable[IndexDocument]) -> Index:
    index.add(list(papers))
    return index


def cabinet() -> list[IndexDocument]:
    """A small archive for filters and ranking."""
    return [
        paper(
            "E-2026-0000001",
            "Rechnung über Rundstahl 42CrMo4\nunser Lieferschein 80015511",
            doctype="rechnung",
            supplier="Stahlhandel Wurm GmbH",
            orders=("A-26-0112",),
            numbers=(Fact("rechnungsnummer", "RE-2026/00317"), Fact("lieferscheinnummer", "80015511")),
            dates=(date(2026, 3, 12),),
            cents=117548,
        ),
        paper(
            "E-2026-0000002",
            "Lieferschein\nRundstahl 42CrMo4",
            doctype="lieferschein",
            supplier="Stahlhandel Wurm GmbH",
            orders=("A-26-0112", "A-26-0113"),
            numbers=(Fact("lieferscheinnummer", "80015512"),),
            dates=(date(2026, 3, 31),),
        ),
        paper(
            "E-2026-0000003",
            "Rechnung\nHydraulikschlauch",
            doctype="rechnung",
            supplier="Möller Hydraulik KG",
            orders=("A-26-0113",),
            numbers=(Fact("rechnungsnummer", "4711"),),
            dates=(date(2025, 12, 31),),
            cents=50000,
            state="waiting",
        ),
        _letter(),
    ]


def _letter() -> IndexDocument:
    text = "Brief\nzur Mappe A-26-0112 und zum Lieferschein 80015511, Firma Wurm war da"
    return paper("E-2026-0000004", text, name="Brief_Kaufmann.pdf", dates=(date(2026, 4, 1),), cents=50001)
