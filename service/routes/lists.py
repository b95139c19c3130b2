"""Every list of master data and papers as a CSV file that a German spreadsheet opens."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import Response

from archive.problems import NotFound
from archive.space import Space
from service import list_csv
from service.auth.visitor import today
from service.list_csv import Table
from service.names import attachment
from service.parts import Here

router = APIRouter(prefix="/listen")
LISTS: dict[str, tuple[str, Callable[[Space], Table]]] = {
    "mappen": ("Mappen", list_csv.folders),
    "bestellungen": ("Bestellungen", list_csv.purchase_lines),
    "lieferanten": ("Lieferanten", list_csv.suppliers),
    "kunden": ("Kunden", list_csv.customers),
    "eingang": ("Eingangsbuch", list_csv.inbox),
}


@router.get("/mappe.csv")
def folder(parts: Here, nummer: str = "") -> Response:
    """The papers of one folder."""
    order = parts.space.orders.get(nummer)
    return _sent(list_csv.papers(parts.space, order.number), f"Mappe {order.number}")


@router.get("/{key}.csv")
def exported(parts: Here, key: str) -> Response:
    """One whole list."""
    if key not in LISTS:
        raise NotFound("Diese Liste gibt es nicht.", cause=f"no list {key[:40]}")
    name, made = LISTS[key]
    return _sent(made(parts.space), name)


def _sent(table: Table, name: str) -> Response:
    headers = {"Content-Disposition": attachment(f"{name} {today()}.csv")}
    return Response(list_csv.as_csv(table), media_type="text/csv; charset=utf-8", headers=headers)
