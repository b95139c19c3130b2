"""Orders and purchase orders for programs, such as a device at the goods receipt: what is expected, what has been delivered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from archive import browsing, codec
from archive.browsing import Asked
from archive.completeness import Judged
from archive.expected import ExpectedLine, of_order, of_purchase
from archive.folders import folder, supplier_names
from archive.order import PurchaseOrder
from service.parts import Here

router = APIRouter(prefix="/api/v1")


class ExpectedRow(BaseModel):
    """A row of a purchase order. Quantities are decimal strings in ``unit``; null where a paper could not be read."""

    purchase_order: str
    position: str
    article: str = Field(description="our number for the goods")
    their_article: str = Field(description="the supplier's number for the goods")
    text: str
    supplier: str
    orders: list[str] = Field(description="our orders the row is for")
    cost_centre: str
    unit: str
    ordered: str | None
    delivered: str | None = Field(description="counted at the goods receipt, else as the delivery notes say")
    invoiced: str | None
    open: str | None = Field(description="still to come")
    due: date | None
    certificate: str = Field(description="certificate of EN 10204 that was asked for: 2.1, 2.2, 3.1, 3.2, or empty")


class OrderAnswer(BaseModel):
    """An order with the papers in its folder, its state, what is missing and what does not fit."""

    number: str
    customer: str
    title: str
    state: str
    ordered: date | None
    due: date | None
    note: str
    purchase_orders: list[str]
    lines: list[ExpectedRow] = Field(description="expected and delivered, row by row")
    documents: list[dict[str, Any]]
    folder_state: Literal["leer", "offen", "abweichung", "vollstaendig", "abgeschlossen"]
    missing: list[str]
    unchecked: list[str]
    shares: dict[str, str]
    deviations: list[dict[str, Any]]


class PurchaseOrderHead(BaseModel):
    """A purchase order without its rows. ``supplier`` is its name where it is known, ``supplier_number`` our number for it."""

    number: str
    supplier: str
    supplier_number: str
    orders: list[str]
    ordered: date | None
    closed: bool
    positions: int


class PurchaseOrderAnswer(PurchaseOrderHead):
    """A purchase order with what is expected and what has been delivered."""

    lines: list[ExpectedRow]


class PurchaseOrderPage(BaseModel):
    """One page of purchase orders, newest number first."""

    total: int
    page: int
    pages: int
    items: list[PurchaseOrderHead]


class PurchaseOrdersAsked(BaseModel):
    """Which purchase orders; ``q`` are words that must all be there, ``due_until`` a day by which something was due.

    Of ``open`` ones something may still come; ``delivered`` ones came in full.
    """

    q: str = ""
    state: Literal["open", "delivered", "closed", "all"] = "open"
    supplier: str = ""
    due_until: date | None = None
    page: int = Field(1, ge=1, le=100_000)
    size: int = Field(50, ge=1, le=500)


@router.get("/orders/{number:path}", response_model=OrderAnswer)
def order(parts: Here, number: str) -> dict[str, Any]:
    """An order: its expected and delivered rows, the papers in its folder, its state, what is missing and what does not fit."""
    shown = folder(parts.space, number)
    papers = [{"eingangsnummer": d.eingangsnummer, "doctype": d.doctype, "state": d.state, "name": d.scan.name} for d in shown.documents]
    plain: dict[str, Any] = codec.encode(shown.order)
    now = shown.completeness
    return plain | {
        "purchase_orders": [p.number for p in shown.purchase_orders],
        "lines": [_row(line) for line in of_order(parts.space, number)],
        "documents": papers,
        "folder_state": now.state,
        "missing": list(now.missing),
        "unchecked": list(now.unchecked),
        "shares": dict(shown.shares),
        "deviations": [_deviation(each) for each in now.judged],
    }


@router.get("/purchase-orders")
def purchase_orders(parts: Here, asked: Annotated[PurchaseOrdersAsked, Query()]) -> PurchaseOrderPage:
    """Purchase orders page by page, those that are open unless asked otherwise."""
    state: dict[str, browsing.State] = {"open": "offen", "delivered": "geliefert", "closed": "abgeschlossen", "all": ""}
    due = asked.due_until.isoformat() if asked.due_until else ""
    found = browsing.purchase_orders(parts.space.catalog, Asked(asked.q, state[asked.state], asked.page, asked.size, asked.supplier, due))
    names = supplier_names(parts.space, found.items)
    items = [PurchaseOrderHead(**_head(purchase, names)) for purchase in found.items]
    return PurchaseOrderPage(total=found.total, page=found.page, pages=found.pages, items=items)


@router.get("/purchase-orders/{number:path}")
def purchase_order(parts: Here, number: str) -> PurchaseOrderAnswer:
    """A purchase order with its expected and delivered rows."""
    purchase = parts.space.orders.purchase_order(number)
    head = _head(purchase, supplier_names(parts.space, [purchase]))
    return PurchaseOrderAnswer(**head, lines=[ExpectedRow(**_row(line)) for line in of_purchase(parts.space, purchase)])


def _head(purchase: PurchaseOrder, names: dict[str, str]) -> dict[str, Any]:
    return {
        "number": purchase.number,
        "supplier": names.get(purchase.supplier, purchase.supplier),
        "supplier_number": purchase.supplier,
        "orders": list(dict.fromkeys([*purchase.orders, *(line.order for line in purchase.lines if line.order)])),
        "ordered": purchase.ordered,
        "closed": purchase.closed,
        "positions": len(purchase.lines),
    }


def _row(each: ExpectedLine) -> dict[str, Any]:
    line = each.line
    figures = {"ordered": line.quantity, "delivered": each.delivered, "invoiced": each.invoiced, "open": each.open}
    return {
        "purchase_order": each.purchase_order,
        "position": line.position,
        "article": line.article,
        "their_article": line.their_article,
        "text": line.text,
        "supplier": each.supplier,
        "orders": list(each.orders),
        "cost_centre": line.cost_centre,
        "unit": line.unit,
        "due": line.due,
        "certificate": line.certificate,
        **{name: _plain(value) for name, value in figures.items()},
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def _deviation(each: Judged) -> dict[str, Any]:
    deviation = each.deviation
    numbers = {"difference": deviation.difference, "percent": deviation.percent}
    decision = {"decision": each.decision.choice if each.decision else "", "settled": each.settled, "key": deviation.key}
    plain: dict[str, Any] = codec.encode(deviation)
    return plain | {name: None if value is None else str(value) for name, value in numbers.items()} | decision
