"""How well header fields are read from real invoices with known truth, averaged over families of documents.

    .venv/bin/python benchmarks/extraction.py [--misses] [--family PART] [--scan 300|200|150|bad] [--keep DIR]

Reads ``../shared/data`` (or the folder in MAPPE_TRIALS) and prints, per field: right, wrong, missing, and silent (wrong,
and no doubt about it). Buyers there are other firms, so our own firm is empty. Only values that are printed count.
With --scan the pages are rasterised first (grey, JPEG; "bad" is 150 dpi, 3 degrees askew, JPEG quality 18) and read by the
product's own OCR; the readings are kept in --keep, so that a second run only understands.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pdfplumber
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from archive import codec, reading_json
from archive.order import Earlier, Firm, Known, Lying, Order, PurchaseOrder, Supplier
from archive.scan import EInvoice, Page, Reading, Scan, Word
from ingest.pages import survey
from ingest.printed import Print
from ingest.quality import Report, verdicts
from ingest.read import read
from ingest.row_numbers import as_number
from ingest.truth import Labelled, labelled
from ingest.understand import understand

DATA = Path(os.environ.get("MAPPE_TRIALS", Path(__file__).resolve().parent.parent.parent / "shared" / "data"))


class Nobody:
    """A register that knows nothing: no orders, no suppliers, no firm."""

    def known(self, numbers: object) -> list[Known]:  # noqa: ARG002 - the protocol's shape
        return []

    alike = delivered = known

    def open_purchases(self, supplier: str) -> list[PurchaseOrder]:  # noqa: ARG002 - the protocol's shape
        return []

    def same_sum(self, supplier: str, gross: str, issued: str, before: Scan) -> list[Earlier]:  # noqa: ARG002 - the protocol's shape
        return []

    def papers_with(self, field: str, number: str, before: Scan) -> list[Earlier]:  # noqa: ARG002 - the protocol's shape
        return []

    def recent(self) -> list[Order]:
        return []

    def lying(self, field: str, numbers: object) -> list[Lying]:  # noqa: ARG002 - the protocol's shape
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
    kept = keep / f"{path.stem}-{quality}.json.gz"
    if kept.exists():
        return reading_json.load(kept.read_bytes())
    dpi, skew, jpeg = (150, 3.0, 18) if quality == "bad" else (int(quality), 0.0, 75)
    images = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            image = page.to_image(resolution=dpi).original.convert("L")
            image = image.rotate(skew, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
            squeezed = BytesIO()
            image.save(squeezed, "JPEG", quality=jpeg)
            images.append(Image.open(squeezed))
    sheet = keep / f"{path.stem}-{quality}.tif"
    images[0].save(sheet, save_all=True, append_images=images[1:], dpi=(dpi, dpi), compression="tiff_lzw")
    made = read(sheet, Scan("0" * 64, sheet.name, "image/tiff", "benchmark", datetime.now(UTC)))
    sheet.unlink()
    kept.write_bytes(reading_json.dump(made))
    return made


def samples() -> Iterator[Labelled]:
    """Every sample with a usable text layer; rows of goods as the embedded XML tells them."""
    for folder in ("invoices_visual", "invoice2data_compare"):
        for paper in labelled(DATA / folder):
            if paper.path.suffix == ".pdf":
                yield replace(paper, lines=told_lines(paper.path))


def told_lines(path: Path) -> tuple[dict[str, str], ...]:
    """Quantity, total and article of each row in the invoice data of a PDF; none where it has none.

    As with fields only what is printed counts: data may hold totals with tax where the paper has them without, and rows of nothing.
    """
    seen = survey(str(path), "application/pdf")
    if not seen["einvoice"]:
        return ()
    invoice = codec.decode(EInvoice, seen["einvoice"])
    names = {"BT-126": "position", "BT-129": "quantity", "BT-131": "total", "BT-155": "article", "BT-153": "text"}
    told = [{name: line[term] for term, name in names.items() if line.get(term)} for line in invoice.lines]
    pages = text_layer(path).pages
    amounts, numbers = Print(pages), {number for page in pages for word in page.words if (number := as_number(word.text)) is not None}

    def counts(name: str, value: str) -> bool:
        if name == "total":
            return bool(Decimal(value)) and amounts.amount(value) is not None
        return name != "quantity" or (bool(Decimal(value)) and abs(Decimal(value)) in numbers)

    return tuple({name: value for name, value in line.items() if counts(name, value)} for line in told)


def main() -> None:
    """Prints the table and, with --misses, every miss."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--misses", action="store_true")
    options.add_argument("--family", default="")
    options.add_argument("--scan", default="", choices=["", "300", "200", "150", "bad"])
    options.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()))
    chosen = options.parse_args()
    report = Report()
    for paper in samples():
        if chosen.family not in paper.family:
            continue
        reading = scanned(paper.path, chosen.scan, chosen.keep) if chosen.scan else text_layer(paper.path)
        proposal = understand(reading, Nobody())
        made = verdicts(paper, proposal)
        report.add(paper.family, made)
        for verdict in made if chosen.misses else ():
            if verdict.outcome != "right":
                rule = next((f.rule for f in proposal.findings if f.field == verdict.field), "")
                print(f"{paper.path.stem:60} {verdict.field:16} {verdict.outcome:8} {verdict.found!r} statt {verdict.wanted!r}  [{rule}]")
    print(f"{'field':18}{'families':>9}{'values':>8}{'right':>9}{'missing':>9}{'flagged':>9}{'silent':>9}")
    for share in report.shares():
        parts = "".join(f"{100 * part:8.1f}%" for part in (share.right, share.missing, share.flagged, share.silent))
        print(f"{share.field:18}{share.families:>9}{share.values:>8}{parts}")
    number, right = report.calibrated()
    print(f"confidence of 0.9 and more: {number} values, {100 * right:.1f}% right")


if __name__ == "__main__":
    main()
