"""Invoices in another currency than the euro, in which everything is ordered here. Their amounts are compared with nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.deviation import Deviation, Place
from archive.document import Document
from archive.pairing import Paired
from archive.places import titled

EURO = "EUR"


def foreign(document: Document) -> str:
    """The code of a paper's currency, "" for euros and where none was read."""
    code = document.value("waehrung")
    return "" if code == EURO else code


def judged(papers: Iterable[Paired]) -> Iterator[Deviation]:
    """For each invoice and credit note in another currency that prices have to be compared by a person."""
    for paper in papers:
        document = paper.document
        if paper.parts and foreign(document) and document.doctype in ("rechnung", "gutschrift"):
            orders = ", ".join(dict.fromkeys(part.slot.purchase.number for part in paper.parts))
            sentence = f"Nicht prüfbar: {titled(document)} lautet auf {foreign(document)}, bestellt ist in Euro (Bestellung {orders})"
            places = (Place(f"Bestellung {orders}"), _named_at(document))
            yield Deviation("nicht_pruefbar", f"{document.eingangsnummer}/waehrung", None, None, "", None, places, sentence)


def _named_at(document: Document) -> Place:
    found = next(f for f in document.findings if f.field == "waehrung")
    return Place(titled(document), document.eingangsnummer, found.page, found.box, found.raw)
