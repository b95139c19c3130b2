"""Header fields of hybrid invoices the rules were never tuned on, with their own data as truth: only values that are printed count.

    .venv/bin/python benchmarks/held_out.py FOLDER… [--misses]

FOLDER holds PDFs with embedded invoices, by default ``../shared/data/einvoice_bad``. Only the text layer is read, never the data.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive import codec
from archive.scan import EInvoice
from benchmarks.extraction import DATA, Nobody, text_layer
from ingest.pages import survey
from ingest.printed import Print
from ingest.quality import Report, verdicts
from ingest.truth import Labelled
from ingest.understand import understand

_NUMBERS = {"rechnungsnummer": "BT-1", "ust_id": "BT-31", "iban": "BT-84", "lieferant": "BT-27"}
_AMOUNTS = {"netto": "BT-109", "steuer": "BT-110", "brutto": "BT-112"}


def told(path: Path) -> EInvoice | None:
    """The data inside, None where there are none."""
    try:
        seen = survey(str(path), "application/pdf")
    except Exception as error:  # noqa: BLE001 - damaged samples lie among the good ones
        print(f"{path.name}: {error}", file=sys.stderr)
        return None
    return codec.decode(EInvoice, seen["einvoice"]) if seen["einvoice"] else None


def main() -> None:
    """Prints the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folders", nargs="*", type=Path, default=[DATA / "einvoice_bad"])
    options.add_argument("--misses", action="store_true")
    chosen = options.parse_args()
    report = Report()
    for path in sorted(p for folder in chosen.folders for p in folder.glob("*.pdf")):
        invoice = told(path)
        if invoice is None or not invoice.terms.get("BT-1"):
            continue
        reading = text_layer(path)
        proposal = understand(reading, Nobody())
        family = path.stem.split("_type")[0].rstrip("0123456789ab")[:24]
        made = verdicts(Labelled(path, family, ("rechnung", "gutschrift"), printed(invoice, Print(reading.pages))), proposal)
        report.add(family, made)
        for verdict in made if chosen.misses else ():
            if verdict.outcome != "right":
                print(f"{path.stem:50} {verdict.field:16} {verdict.outcome:8} {verdict.found!r} statt {verdict.wanted!r}")
    print(f"{'field':18}{'families':>9}{'values':>8}{'right':>9}{'missing':>9}{'flagged':>9}{'silent':>9}")
    for share in report.shares():
        parts = "".join(f"{100 * part:8.1f}%" for part in (share.right, share.missing, share.flagged, share.silent))
        print(f"{share.field:18}{share.families:>9}{share.values:>8}{parts}")
    number, right = report.calibrated()
    print(f"confidence of 0.9 and more: {number} values, {100 * right:.1f}% right")


def printed(invoice: EInvoice, pages: Print) -> dict[str, tuple[str, ...]]:
    """Those of the values that stand on the pages."""
    values: dict[str, tuple[str, ...]] = {}
    for key, term in (*_NUMBERS.items(), *_AMOUNTS.items()):
        value = invoice.terms.get(term, "").splitlines()[:1]
        seen = value and (pages.amount(value[0]) if key in _AMOUNTS else pages.number(value[0]))
        if seen:
            values[key] = (f"{float(value[0]):.2f}",) if key in _AMOUNTS else (value[0],)
    day = invoice.terms.get("BT-2", "")
    iso = f"{day[:4]}-{day[4:6]}-{day[6:8]}" if day[:8].isdigit() else day[:10]
    if iso and pages.day(iso):
        values["rechnungsdatum"] = (iso,)
    return values


if __name__ == "__main__":
    main()
