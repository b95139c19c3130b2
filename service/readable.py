"""The readable view of an e-invoice for the screen: its blocks, its PDF, and the papers that were inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.enclosures import with_bytes
from archive.intake import Intaken
from archive.problems import NotFound
from archive.scan import EInvoice, Reading
from archive.space import Space


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file inside an e-invoice: its sender's name, what it is about, and the paper it has become, if it was taken in."""

    name: str
    about: str
    paper: Intaken | None
    link: str


def invoice_of(space: Space, number: str) -> EInvoice:
    """The data of the e-invoice. Raises ``NotFound`` for a paper that is none or was not read yet."""
    space.intake.get(number)
    document = space.documents.get(number)
    reading = space.documents.reading(number) if document.reading else None
    if reading is None or reading.einvoice is None:
        raise NotFound(f"Der Beleg {number} ist keine E-Rechnung.", cause="no e-invoice data")
    return reading.einvoice


def enclosed(space: Space, reading: Reading | None) -> tuple[Enclosed, ...]:
    """What the e-invoice says about its attachments, each with its paper; references to files elsewhere are named, never followed."""
    if reading is None or reading.einvoice is None:
        return ()
    rows = reading.einvoice.groups.get("BG-24", ())
    papers = with_bytes(space.catalog, [row["sha256"] for row in rows if row.get("sha256")])
    return tuple(_enclosed(row, papers) for row in rows)


def _enclosed(row: Mapping[str, str], papers: Mapping[str, Intaken]) -> Enclosed:
    name = row.get("BT-125-2") or row.get("BT-122") or "Anlage"
    about = " · ".join(text for text in (row.get("BT-122", ""), row.get("BT-123", "")) if text and text != name)
    return Enclosed(name, about, papers.get(row.get("sha256", "")), row.get("BT-124", "") if not row.get("BT-125") else "")


def foot(entry: Intaken, invoice: EInvoice) -> str:
    """What stands at the foot of the view, and of every page of its PDF."""
    original = "das eingegangene PDF mit den Daten darin" if invoice.attachment else "die eingegangene XML-Datei"
    return (
        f"Eingang {entry.eingangsnummer}. Lesbare Darstellung der Auftragsmappe, nicht das Original. "
        f"Das Original ist {original} (SHA-256 {entry.scan.sha256[:16]}…)."
    )


def blocks_of(invoice: EInvoice) -> Any:
    """The blocks of the view."""
    # Reading machinery takes long to import: only when somebody looks.
    from ingest.listing_blocks import blocks  # noqa: PLC0415

    return blocks(invoice)


def pdf_of(entry: Intaken, invoice: EInvoice) -> bytes:
    """The view as a PDF. Raises a ``Problem``."""
    from ingest.listing_pdf import readable_pdf  # noqa: PLC0415 — as above

    return readable_pdf(invoice, foot(entry, invoice))
