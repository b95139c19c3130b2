"""Only the structured part of a file: the e-invoice with its report, no page read. For those who want to know just that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from archive import codec
from archive.problems import Unreadable
from archive.scan import EInvoice
from ingest import bounded, pages, validation
from ingest.media import recognise


@dataclass(frozen=True, slots=True)
class Structured:
    """The e-invoice of a file, and German notes on what could not be read of it."""

    invoice: EInvoice
    notes: tuple[str, ...]


def structured(path: Path, rules: Path | None = None) -> Structured:
    """The e-invoice in the file at ``path``. Raises a ``Problem``: ``Unreadable`` also when there is none in it."""
    seen = bounded.run(pages.survey, bounded.absolute(path), recognise(path))
    if not seen["einvoice"]:
        raise Unreadable(
            " ".join(["In dieser Datei steckt keine lesbare E-Rechnung.", *seen["notes"]]), cause="no e-invoice", code="keine_e_rechnung"
        )
    invoice = codec.decode(EInvoice, seen["einvoice"])
    return Structured(replace(invoice, validity=validation.report(invoice, seen["xml"], rules)), tuple(seen["notes"]))
