"""How long a folder of 200 papers takes to judge in an archive of 100,000, in CPU time of this process.

    PYTHONPATH=. python benchmarks/folders.py [--others 100000] [--papers 200]

The folder holds purchase orders of three rows each, with one or two delivery notes and an invoice for each of them. The other
papers are only rows in the tables, because nobody looks at them. Prints the time of filing one more paper, and of opening the
folder with everything: look-ups, three-way match, completeness.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from sqlalchemy import insert

from archive.catalog import tables as t
from archive.document import Evidence, Finding, Line, Link, Proposal
from archive.folders import folder
from archive.intake import Sender
from archive.locations import Locations
from archive.order import Order, PurchaseOrder, PurchaseOrderLine, Supplier
from archive.scan import Page, Reading, Word
from archive.space import Space, open_space

ORDER, SUPPLIER = "A-26-0101", "Stahlhandel Düren GmbH"
BOX = (60.0, 300.0, 500.0, 312.0)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--others", type=int, default=100_000)
    parser.add_argument("--papers", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        space = open_space(Locations(Path(place), f"sqlite:{place}/tabellen", f"file:{place}/ablage"), "firma")
        count = arguments.papers // 3
        space.orders.save([Order(ORDER), Supplier("70001", SUPPLIER), *(purchase(n) for n in range(count + 1))], "bench")
        fill(space, arguments.others)
        for number in range(arguments.papers - 1):
            add(space, number // 3, number % 3)
        filing = timed(lambda: add(space, count, 2))
        judging = [timed(lambda: folder(space, ORDER)) for _ in range(7)]
        shown = folder(space, ORDER)
        print(f"{len(shown.documents)} papers, {len(shown.purchase_orders)} purchase orders, {arguments.others} other papers")
        print(
            f"filing one more: {filing:.0f} ms CPU; judging the folder: {statistics.median(judging):.0f} ms CPU (most {max(judging):.0f})"
        )
        print(f"{shown.completeness.state}: {shown.completeness.headline}")
        space.close()


def timed(act: object) -> float:
    start = time.process_time()
    act()  # type: ignore[operator]
    return (time.process_time() - start) * 1000


def purchase(number: int) -> PurchaseOrder:
    rows = tuple(
        PurchaseOrderLine(f"{10 * at}", f"ART-{number}-{at}", f"Rundstahl {20 + at} mm Los {number}", Decimal(100), "ST", Decimal("2.50"))
        for at in (1, 2, 3)
    )
    return PurchaseOrder(f"B-26-{number:05d}", "70001", (ORDER,), lines=rows)


def add(space: Space, number: int, which: int) -> None:
    """One paper for a purchase order: the first or second delivery note, or the invoice."""
    with space.intake.receive() as incoming:
        incoming.write(f"{number} {which}".encode())
        stored = incoming.keep()
    eingangsnummer = space.intake.acknowledge(stored, Sender("scan.pdf", "application/pdf", "web", "bench")).eingangsnummer
    space.documents.file(eingangsnummer, proposal(space, eingangsnummer, number, which))


def proposal(space: Space, eingangsnummer: str, number: int, which: int) -> Proposal:
    scan = space.intake.get(eingangsnummer).scan
    reading = Reading(scan, (Page(1, 595.0, 842.0, 0, (Word("Rechnung", BOX, 0.97),), "ocr"),))
    bill = which == 2
    quantity, price = Decimal(100 if bill else 50), Decimal("2.50") if bill else None
    rows = tuple(
        Line(f"{10 * at}", f"ART-{number}-{at}", f"Rundstahl {20 + at} mm Los {number}", quantity, "Stk", price, Decimal(1), None, _spot())
        for at in (1, 2, 3)
    )
    values = {"bestellnummer": f"B-26-{number:05d}", "lieferant": SUPPLIER}
    values |= {"rechnungsnummer": f"R{number}"} if bill else {"lieferscheinnummer": f"L{number}-{which}"}
    values |= dict.fromkeys(("rechnungsdatum", "lieferdatum"), "2026-10-14") | dict.fromkeys(
        ("netto", "ust_id", "iban", "kundennummer"), "1"
    )
    findings = tuple(Finding(key, value, value, 1, BOX, 0.95, "hinter ‚Nr.‘") for key, value in values.items())
    link = Link(ORDER, "hinter ‚Ihre Bestellung‘ die Nummer steht (Seite 1)", 0.97, None)
    return Proposal(scan, reading, "rechnung" if bill else "lieferschein", "oben steht es", findings, rows, (link,), ())


def _spot() -> Evidence:
    return Evidence(1, BOX, "Rundstahl")


def fill(space: Space, others: int) -> None:
    """Rows of papers in other folders."""
    numbers = [f"E-2020-{n:07d}" for n in range(others)]
    texts = {"media_type": "", "source": "web", "received": "2020", "state": "filed", "sentence": "", "problem": "", "next_try": ""}
    with space.catalog.write() as connection:
        for start in range(0, others, 5000):
            some = numbers[start : start + 5000]
            intake = [{"eingangsnummer": n, "sha256": n, "name": n, "size": 1, "attempts": 0, "changed": "", **texts} for n in some]
            connection.execute(insert(t.intake), intake)
            fixed = {"state": "filed", "doctype": "rechnung", "supplier": "", "changed": "2020", "changed_seq": 0, "content": "{}"}
            connection.execute(insert(t.document), [{"eingangsnummer": n, **fixed} for n in some])
            connection.execute(insert(t.link), [{"eingangsnummer": n, "order_number": f"A-20-{n[-5:]}"} for n in some])
            values = [{"eingangsnummer": n, "field": "lieferscheinnummer", "value": n, "plain": n} for n in some]
            connection.execute(insert(t.finding), values)


if __name__ == "__main__":
    main()
