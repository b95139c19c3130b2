"""How well header fields are read from real invoices with known truth, averaged over families of documents.

    .venv/bin/python benchmarks/extraction.py [--misses] [--family PART] [--scan 300|200|150|bad] [--keep DIR]

Reads ``../shared/data`` (or the folder in MAPPE_TRIALS) and prints, per field: right, wrong, missing, and silent (wrong,
and no doubt about it). Buyers there are other firms, so our own firm is empty. Only values that are printed count.
With --scan the pages are rasterised first (grey, JPEG; "bad" is 150 dpi, 3 degrees askew, JPEG quality 18) and read by the
product's own OCR; the readings are kept in --keep, so that a second run only understands.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive.document import Proposal
from archive.order import Earlier, Firm, Known, Supplier
from archive.scan import Page, Reading, Scan, Word
from ingest.layout import simple
from ingest.read import read
from ingest.understand import understand

DATA = Path(os.environ.get("MAPPE_TRIALS", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))
FIELDS = {
    "rechnungsnummer": "invoice_number",
    "rechnungsdatum": "issue_date",
    "brutto": "grand_total",
    "netto": "net_total",
    "steuer": "tax_total",
    "iban": "iban",
    "ust_id": "seller_vat_id",
    "lieferant": "seller_name",
    "waehrung": "currency",
    "faellig_am": "due_date",
    "lieferdatum": "delivery_date",
}
OTHER_TRUTH = {
    "amount": "grand_total",
    "amount_untaxed": "net_total",
    "amount_tax": "tax_total",
    "date": "issue_date",
    "partner_name": "seller_name",
}
ALWAYS = {"tax_total"}  # "visible" looks for one printed sum, ours may be a sum over the rates
INVOICES = {"rechnung", "gutschrift"}


class Nobody:
    """A register that knows nothing: no orders, no suppliers, no firm."""

    def known(self, numbers: object) -> list[Known]:  # noqa: ARG002 - the protocol's shape
        return []

    alike = delivered = known

    def papers_with(self, field: str, number: str, before: Scan) -> list[Earlier]:  # noqa: ARG002 - the protocol's shape
        return []

    def suppliers(self) -> list[Supplier]:
        return []

    def firm(self) -> Firm:
        return Firm()


def text_layer(path: Path) -> Reading:
    """The pages as pdfplumber gives them, without any choice between text layer and OCR."""
    pages = []
    with pdfplumber.open(path) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            words = page.extract_words(x_tolerance_ratio=0.15, use_text_flow=False)
            made = tuple(Word(w["text"], (w["x0"], w["top"], w["x1"], w["bottom"]), 1.0) for w in words)
            pages.append(Page(number, float(page.width), float(page.height), 0, made, "pdf-text"))
    return Reading(Scan("0" * 64, path.name, "application/pdf", "benchmark", datetime.now(UTC)), tuple(pages))


def scanned(path: Path, quality: str, keep: Path) -> Reading:
    """The pages as a scanner would give them, read by our own OCR."""
    kept = keep / f"{path.stem}-{quality}.pickle"
    if kept.exists():
        return pickle.loads(kept.read_bytes())
    dpi, skew, jpeg = (150, 3.0, 18) if quality == "bad" else (int(quality), 0.0, 75)
    images = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            image = page.to_image(resolution=dpi).original.convert("L").rotate(skew, expand=True, fillcolor=255)
            squeezed = BytesIO()
            image.save(squeezed, "JPEG", quality=jpeg)
            images.append(Image.open(squeezed))
    sheet = keep / f"{path.stem}-{quality}.tif"
    images[0].save(sheet, save_all=True, append_images=images[1:], dpi=(dpi, dpi), compression="tiff_lzw")
    made = read(sheet, Scan("0" * 64, sheet.name, "image/tiff", "benchmark", datetime.now(UTC)))
    sheet.unlink()
    kept.write_bytes(pickle.dumps(made))
    return made


def samples() -> Iterator[tuple[str, Path, dict[str, Any]]]:
    """Family, file and truth of every sample with a usable text layer."""
    for truth in sorted((DATA / "invoices_visual").glob("*.json")):
        data = json.loads(truth.read_text("utf-8"))
        if data["label_status"] == "good" and data["text_layer"]:
            fields = {**data["more"], **data["fields"]}
            seen = data["visible"]
            yield data["family"], truth.with_suffix(".pdf"), {k: v for k, v in fields.items() if k in ALWAYS or seen.get(k, True)}
    for truth in sorted((DATA / "invoice2data_compare").glob("*.json")):
        if truth.with_suffix(".pdf").exists():
            data = json.loads(truth.read_text("utf-8"))[0]
            data["seller_vat_id"] = data.get("vat", "")
            data["due_date"] = data.get("date_due", "")
            yield truth.stem, truth.with_suffix(".pdf"), {OTHER_TRUTH.get(k, k): v for k, v in data.items()}


def same(key: str, value: str, wanted: object) -> bool:
    """Whether a value is the wanted one, in the notation of its kind."""
    if key in ("netto", "steuer", "brutto"):
        return Decimal(value) == Decimal(str(wanted)).quantize(Decimal("0.01"))
    return simple(value) == simple(str(wanted))


def judge(key: str, proposal: Proposal, wanted: object) -> str:
    """right, missing, flagged (wrong, but doubted) or silent (wrong and not doubted)."""
    value = proposal.value(key)
    if not value:
        return "missing"
    if same(key, value, wanted):
        return "right"
    doubted = any(d.about in (key, "doctype", "paper") for d in proposal.doubts)
    return "flagged" if doubted else "silent"


def main() -> None:
    """Prints the table and, with --misses, every miss."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--misses", action="store_true")
    options.add_argument("--family", default="")
    options.add_argument("--scan", default="", choices=["", "300", "200", "150", "bad"])
    options.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()))
    chosen = options.parse_args()
    tally: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for family, path, truth in samples():
        if chosen.family not in family:
            continue
        reading = scanned(path, chosen.scan, chosen.keep) if chosen.scan else text_layer(path)
        proposal = understand(reading, Nobody())
        doubted = any(d.about == "doctype" for d in proposal.doubts)
        tally["(Art)"][family].append("right" if proposal.doctype in INVOICES else "flagged" if doubted else "silent")
        for key, name in FIELDS.items():
            wanted = truth.get(name)
            if not wanted and wanted != 0:
                continue
            verdict = judge(key, proposal, wanted)
            tally[key][family].append(verdict)
            if chosen.misses and verdict != "right":
                rule = next((f.rule for f in proposal.findings if f.field == key), "")
                print(f"{path.stem:60} {key:16} {verdict:8} {proposal.value(key)!r} statt {wanted!r}  [{rule}]")
    show(tally)


def show(tally: dict[str, dict[str, list[str]]]) -> None:
    """One row per field: the mean over families of each verdict's share."""
    print(f"{'field':18}{'families':>9}{'papers':>8}{'right':>9}{'missing':>9}{'flagged':>9}{'silent':>9}")
    for key, families in tally.items():
        shares = {
            verdict: sum(v.count(verdict) / len(v) for v in families.values()) / len(families)
            for verdict in ("right", "missing", "flagged", "silent")
        }
        papers = sum(len(v) for v in families.values())
        print(f"{key:18}{len(families):>9}{papers:>8}" + "".join(f"{100 * s:8.1f}%" for s in shares.values()))


if __name__ == "__main__":
    main()
