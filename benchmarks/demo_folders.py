"""How well folders judge themselves on the demo firm: deviations from the papers as read, held against the papers as they were made.

    ./mappe demo                                              (until all papers are through; any other way of feeding will do)
    PYTHONPATH=. python -m benchmarks.demo_folders DATA GOLD

The truth is the same three-way match over the rows and folders of GOLD, so it tells reading and filing apart from judging. *alarm*:
said to be wrong, and is not. *asked*: not wrong, but a person is asked to look, because something was not surely read. Figures are
rows of purchase orders in folders that hold papers.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from archive.deviation import PENDING, Deviation
from archive.document import Document, Evidence, Finding, Line, Link
from archive.folders import folder, named
from archive.order import STOCK
from archive.problems import NotFound
from archive.space import Space, open_space
from archive.threeway import Match, Rules, match
from service.settings import from_environment


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("gold", type=Path)
    arguments = parser.parse_args()
    settings = from_environment({"MAPPE_DATA": str(arguments.data)})
    space = open_space(settings.locations, settings.space)
    truths = {truth["sha256"]: truth for truth in map(json.loads, arguments.gold.read_text("utf-8").splitlines())}
    papers = list(perfect(space, truths))
    counts: Counter[str] = Counter()
    for order in sorted({order for paper in papers for order in paper.orders}):
        compare(space, order, papers, counts)
    rows = counts["rows"]
    print(f"\n{rows} rows; " + ", ".join(f"{name} {count}" for name, count in sorted(counts.items()) if name != "rows"))
    print(f"false alarms {counts['alarm'] / rows:.1%} of rows")
    space.close()


def perfect(space: Space, truths: dict[str, dict[str, Any]]) -> list[Document]:
    """The papers as they would be if everything were read and filed right; a second scan counts where it lies."""
    found = []
    for entry in space.intake.recent(10_000):
        truth = truths.get(entry.scan.sha256)
        try:
            document = space.documents.get(entry.eingangsnummer)
        except NotFound:
            continue
        if truth and truth["doctype"] and (truth["case"] != "zweiter_scan" or document.orders):
            found.append(told(document, truth))
    return sorted(found, key=lambda d: d.eingangsnummer)


def told(document: Document, truth: dict[str, Any]) -> Document:
    """A document that says what its gold record says."""
    values = [(key, value) for key, each in truth["fields"].items() for value in each]
    findings = tuple(Finding(key, value, value, 1, None, 1.0, "") for key, value in values)
    links = tuple(Link(order, "", 1.0, None) for order in truth["orders"])
    lines = tuple(line(row) for row in truth["lines"])
    return replace(document, doctype=truth["doctype"], findings=findings, links=links, lines=lines, doubts=())


def line(row: dict[str, str]) -> Line:
    price, total = (Decimal(row[key]) if row[key] else None for key in ("unit_price", "total"))
    evidence = Evidence(1, None, row["text"])
    return Line(
        row["position"],
        row["article"],
        row["text"],
        Decimal(row["quantity"]),
        row["unit"],
        price,
        Decimal(row["price_base"]),
        total,
        evidence,
    )


def judged(space: Space, order: str, documents: list[Document]) -> Match:
    concerned = {order, *(other for document in documents for other in document.orders)}
    purchases = {p.number: p for other in sorted(concerned) for p in space.orders.purchase_orders(other)}
    accounts = space.orders.accounts({document.value("lieferant") for document in documents})
    return match(order, named(space, tuple(purchases.values())), documents, Rules(STOCK, accounts=accounts))


def compare(space: Space, order: str, papers: list[Document], counts: Counter[str]) -> None:
    """One folder as it is against the folder as it should be."""
    truth = judged(space, order, [paper for paper in papers if order in paper.orders])
    try:
        found = [each.deviation for each in folder(space, order).completeness.judged]
    except NotFound:
        found = []
    counts["rows"] += len(truth.standings)
    expected = {_key(d): d for d in truth.deviations}
    seen = {_key(d): d for d in found}
    for key in sorted(expected.keys() | seen.keys()):
        outcome = verdict(key, expected, seen)
        counts[outcome] += 1
        print(f"{order} {outcome}: {(seen.get(key) or expected[key]).sentence}")


def _key(deviation: Deviation) -> tuple[str, str]:
    """What it is about; a row that was not ordered is known by its paper and text, whatever was read as its position."""
    about = deviation.about
    if deviation.type == "nicht_bestellt" and about.count("/") >= 2:
        number, _, text = about.split("/", 2)
        about = f"{number}/{text}"
    return deviation.type, about


def verdict(key: tuple[str, str], expected: dict[tuple[str, str], Deviation], seen: dict[tuple[str, str], Deviation]) -> str:
    if key in expected:
        asked = any(kind == "nicht_pruefbar" for kind, _ in seen)
        return "found" if key in seen else "asked instead" if asked else "missed"
    return "asked" if key[0] in PENDING else "alarm"


if __name__ == "__main__":
    main()
