"""Purchase orders and papers in one line each, for tests of what fits together: ``row("10", "4711", 60, "ST", "2.50")``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from archive.document import Document, Doubt, Evidence, Finding, Line, Link
from archive.order import PurchaseOrder, PurchaseOrderLine
from archive.scan import Scan

ORDER = "A-26-0101"
SUPPLIER = "Stahlhandel Düren GmbH"
RECEIVED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
BOX = (50.0, 300.0, 545.0, 312.0)


def _number(text: str | float | None) -> Decimal | None:
    return None if text in (None, "") else Decimal(str(text))


def wanted(position: str, article: str, text: str, *values: str | float, certificate: str = "", order: str = "") -> PurchaseOrderLine:
    """A row of a purchase order; ``values`` are quantity, unit, price and price base."""
    quantity, unit, price, base = (*values, *("", "", "", 1)[len(values) :])
    line = PurchaseOrderLine(position, article, text, _number(quantity), str(unit), _number(price), Decimal(str(base)))
    return PurchaseOrderLine(
        line.position, line.article, line.text, line.quantity, line.unit, line.unit_price, line.price_base, certificate, order
    )


def purchase(number: str, *lines: PurchaseOrderLine, orders: tuple[str, ...] = (ORDER,), supplier: str = SUPPLIER) -> PurchaseOrder:
    """A purchase order for the order of the tests."""
    return PurchaseOrder(number, supplier, orders, lines=lines)


def row(position: str, article: str, text: str, *values: str | float, page: int = 1) -> Line:
    """A row of a paper; ``values`` are quantity, unit, price, price base and, where the price alone does not say it, the amount."""
    quantity, unit, price, base, total = (*values, *("", "", "", 1, "")[len(values) :])
    amount, each, per = _number(quantity), _number(price), Decimal(str(base or 1))
    worth = _number(total)
    if worth is None and amount is not None and each is not None:
        worth = (amount * each / per).quantize(Decimal("0.01"))
    return Line(position, article, text, amount, str(unit), each, per, worth, Evidence(page, BOX, f"{text} {quantity} {unit}"))


def paper(
    doctype: str, number: str, rows: Sequence[Line], *, names: str = "B-26-00401", orders: tuple[str, ...] = (ORDER,), **fields: str
) -> Document:
    """A filed paper of the supplier; its place in time follows from its Eingangsnummer, which follows from ``number``."""
    own = {"lieferschein": "lieferscheinnummer", "pruefbescheinigung": "zeugnisnummer"}.get(doctype, "rechnungsnummer")
    values = {own: number, "lieferant": SUPPLIER, "bestellnummer": names} | fields
    findings = tuple(
        Finding(key, each, each, 1, BOX, 0.95, "hinter ‚Nr.‘")
        for key, value in values.items()
        for each in value.split()
        if key != "lieferant"
    )
    sender = (Finding("lieferant", values["lieferant"], values["lieferant"], 1, BOX, 0.95, "im Kopf"),) if values["lieferant"] else ()
    scan = Scan(f"{doctype}{number}", "scan.pdf", "application/pdf", "test", RECEIVED + timedelta(days=len(number)))
    links = tuple(Link(order, "auf dem Papier die Nummer steht", 0.95, None) for order in orders)
    return Document(
        f"E-{doctype[:1]}-{number}",
        scan,
        "filed",
        "Abgelegt.",
        doctype,
        "",
        "k",
        1,
        (*findings, *sender),
        tuple(rows),
        links,
        (),
        (),
        RECEIVED,
    )


def doubt(about: str) -> Doubt:
    """A reason for a person to look."""
    return Doubt(about, "Das passt nicht.", "Stimmt das?")
