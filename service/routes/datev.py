"""DATEV: the invoices of a month as a booking batch and as a ZIP of pictures, and the settings for both."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, cast
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive import handed_out
from archive.booking import Accounts, Booking, Bookings, in_month
from archive.document import Document, State
from archive.problems import Invalid, NotFound, Problem
from export.datev import Month, batch
from export.datev_rows import Left, Row, rows
from export.parcel import may_leave
from service.auth.visitor import today
from service.errors import status_of
from service.names import attachment
from service.outgoing import pictures
from service.parts import Form, Here, Parts, entered
from service.rendering import render

router = APIRouter(prefix="/datev")
settings = APIRouter(prefix="/verwaltung/datev")
MONTHS_SHOWN = 15


@router.get("")
def month(request: Request, parts: Here, monat: str = "") -> Response:
    """The invoices of a month: what would be booked how, and what is left to a person."""
    return _screen(request, parts, _month(parts, monat))


@router.get("/buchungsstapel.csv")
def bookings(request: Request, parts: Here, monat: str = "") -> Response:
    """The booking batch."""
    asked = _month(parts, monat)
    try:
        found, _ = _rows(parts, asked)
        data = batch(found, _bookings(parts).get(), asked)
        _noted(parts, asked, "Buchungsstapel (DATEV)", [row.eingangsnummer for row in found])
    except Invalid as problem:
        return _screen(request, parts, asked, problem)
    name = f"EXTF_Buchungsstapel_{asked.first:%Y_%m}.csv"
    return Response(data, media_type="text/csv; charset=windows-1252", headers={"Content-Disposition": attachment(name)})


@router.get("/belege.zip")
def papers(request: Request, parts: Here, monat: str = "") -> Response:
    """The pictures of the month's invoices with their document.xml."""
    asked = _month(parts, monat)
    try:
        documents = _documents(parts, asked)
        if not documents:
            raise Invalid("In diesem Monat gibt es keine Rechnungen.", cause="empty month")
        made = pictures(parts.space, documents, asked, f"DATEV Belege {asked.first:%Y-%m}.zip")
    except Problem as problem:
        return _screen(request, parts, asked, problem)
    _noted(parts, asked, "Belege (DATEV)", [document.eingangsnummer for document in documents])
    return made


def _noted(parts: Parts, asked: Month, how: str, papers: list[str]) -> None:
    handed_out.note(parts.space, f"DATEV {asked.first:%Y-%m}", how, papers, parts.who)


@settings.get("")
def numbers(request: Request, parts: Here, gespeichert: str = "") -> Response:
    """The numbers and accounts."""
    return _settings(request, parts, _typed(_bookings(parts).get()), saved=bool(gespeichert))


@settings.post("")
def save(request: Request, parts: Here, form: Form) -> Response:
    """Keeps the numbers and the usual accounts; what was typed stays when something is wrong with it."""
    kept = _bookings(parts)
    try:
        kept.save(_entered(kept.get(), form), parts.who)
    except Invalid as problem:
        return _settings(request, parts, {**_typed(kept.get()), **form}, problem=problem)
    return RedirectResponse("/verwaltung/datev?gespeichert=1", 303)


@settings.post("/lieferant")
def save_supplier(request: Request, parts: Here, form: Form) -> Response:
    """Keeps the accounts of one supplier: a form for all of them has too many fields where there are many."""
    kept, number = _bookings(parts), entered(form, "lieferant", 100)
    if number not in {supplier.number for supplier in parts.space.orders.suppliers()}:
        raise NotFound("Diesen Lieferanten gibt es nicht mehr.", cause=f"no supplier {number!r}")
    booking = kept.get()
    try:
        others = {other: accounts for other, accounts in booking.suppliers.items() if other != number}
        accounts = Accounts(*(entered(form, field, 20) for field in _FIELDS))
        kept.save(replace(booking, suppliers=others | ({number: accounts} if accounts != Accounts() else {})), parts.who)
    except Invalid as problem:
        typed = {f"{field}_{number}": form.get(field, "") for field in _FIELDS}
        return _settings(request, parts, {**_typed(booking), **typed}, problem=problem, at=number)
    return RedirectResponse(f"/verwaltung/datev?gespeichert=1#lieferant-{quote(number)}", 303)


def _bookings(parts: Parts) -> Bookings:
    return Bookings(parts.space.catalog, parts.space.journal)


def _month(parts: Parts, typed: str) -> Month:
    """The month asked for, the one before this one when that is none."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", typed)
    now = today()
    year, number = (int(found[1]), int(found[2])) if found else (now.year - (now.month == 1), (now.month - 2) % 12 + 1)
    return Month(parts.space.name, date(year, number, 1), date(year, number, calendar.monthrange(year, number)[1]), datetime.now(UTC))


def _documents(parts: Parts, asked: Month) -> list[Document]:
    return may_leave(parts.space, _dated(parts, asked, "filed"))


def _dated(parts: Parts, asked: Month, state: State) -> list[Document]:
    key = f"{asked.first:%Y-%m}"
    found = [parts.space.documents.get(number) for number in _bookings(parts).numbers(key, state)]
    return list(in_month(found, key))


def _rows(parts: Parts, asked: Month) -> tuple[list[Row], list[Left]]:
    return rows(_documents(parts, asked), _bookings(parts).get(), parts.space.orders.suppliers())


def _screen(request: Request, parts: Parts, asked: Month, problem: Problem | None = None) -> Response:
    filed = _dated(parts, asked, "filed")
    may = may_leave(parts.space, filed)
    found, left = rows(may, _bookings(parts).get(), parts.space.orders.suppliers())
    return render(
        request,
        "datev.html",
        status=status_of(problem) if problem else 200,
        month=asked,
        months=_months(asked),
        rows=found,
        left=left,
        kept_back=len(filed) - len(may),
        waiting=[document.eingangsnummer for document in _dated(parts, asked, "waiting")],
        undated=_bookings(parts).undated(),
        ready=bool(_bookings(parts).get().adviser),
        problem=problem,
    )


def _months(asked: Month) -> list[date]:
    now = today().replace(day=1)
    listed = [date(now.year + (now.month - 1 - back) // 12, (now.month - 1 - back) % 12 + 1, 1) for back in range(MONTHS_SHOWN)]
    return listed if asked.first in listed else [asked.first, *listed]


def _settings(request: Request, parts: Parts, typed: Mapping[str, str], problem: Problem | None = None, **shown: object) -> Response:
    suppliers = sorted(parts.space.orders.suppliers(), key=lambda supplier: supplier.name.casefold())
    return render(
        request,
        "datev_settings.html",
        status=status_of(problem) if problem else 200,
        typed=typed,
        suppliers=suppliers,
        own=_bookings(parts).get().suppliers,
        problem=problem,
        **cast("dict[str, Any]", {"saved": False, "at": "", **shown}),
    )


def _typed(booking: Booking) -> dict[str, str]:
    own = {f"{field}_{number}": getattr(one, name) for number, one in booking.suppliers.items() for field, name in _FIELDS.items()}
    usual = {field: getattr(booking.usual, name) for field, name in _FIELDS.items()}
    head = {"berater": booking.adviser, "mandant": booking.client, "beginn": str(booking.year_start), "laenge": str(booking.length)}
    return {**head, **usual, **own}


_FIELDS = {"kreditor": "creditor", "aufwand": "costs", "schluessel": "key", "satz": "rate"}


def _entered(before: Booking, form: dict[str, str]) -> Booking:
    return Booking(
        entered(form, "berater", 20),
        entered(form, "mandant", 20),
        _whole(form, "beginn"),
        _whole(form, "laenge"),
        Accounts(*(entered(form, field, 20) for field in _FIELDS)),
        before.suppliers,
    )


def _whole(form: dict[str, str], field: str) -> int:
    typed = entered(form, field, 4)
    return int(typed) if typed.isascii() and typed.isdecimal() else 0
