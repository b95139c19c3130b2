"""Wareneingang, made for a phone: find the purchase order, count, photograph, done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from archive import browsing
from archive.browsing import Asked
from archive.expected import ExpectedLine, of_purchase
from archive.folders import supplier_names
from archive.order import PurchaseOrder
from archive.problems import Invalid
from archive.receiving import Arrival, Photo, receive, there
from service.arrivals import GOODS, MOST_PHOTOS, NOTE, Entry, arrival_of, entry_of, now, photos_of, state_of, today
from service.entering import shown
from service.parts import Here, Parts
from service.rendering import render

router = APIRouter(prefix="/wareneingang")
MOST_FIELDS = 10_000
FOUND = 12


class Wanted(BaseModel):
    """What the first screen is asked for: words, or what a scanner read; and what was just saved."""

    q: str = ""
    code: str = ""
    gespeichert: str = ""
    schon: str = ""


@router.get("")
def find(request: Request, parts: Here, wanted: Annotated[Wanted, Query()]) -> Response:
    """Which purchase order? ``code`` is what a scanner read from a barcode; a number that is known leads there at once."""
    asked = (wanted.code or wanted.q).strip()
    numbers = [known.number for known in parts.space.orders.known([asked]) if known.kind == "bestellung"] if asked else []
    if len(numbers) == 1:
        return RedirectResponse(f"/wareneingang/{quote(numbers[0])}", 303)
    catalog = parts.space.catalog
    found = browsing.purchase_orders(catalog, Asked(asked, "laufend", size=FOUND)) if asked else None
    due = browsing.purchase_orders(catalog, Asked(state="offen", size=FOUND, due_until=today().isoformat())).items if not asked else ()
    expected = [purchase for purchase in due if any(line.open for line in of_purchase(parts.space, purchase))]
    names = supplier_names(parts.space, [*expected, *(found.items if found else ())])
    entry = parts.space.intake.get(wanted.gespeichert) if wanted.gespeichert else None
    again = bool(wanted.schon)
    return render(request, "receiving_find.html", asked=asked, found=found, expected=expected, names=names, entry=entry, again=again)


@router.post("")
async def count(request: Request, parts: Here) -> Response:
    """Keeps what arrived; a form that misses something comes back as it was filled in."""
    async with request.form(max_files=MOST_PHOTOS, max_fields=MOST_FIELDS) as form:
        entry = entry_of(form)
        purchase = await run_in_threadpool(parts.space.orders.purchase_order, entry.fields.get("bestellung", ""))
        lines = await run_in_threadpool(of_purchase, parts.space, purchase)
        if entry.fields.get("aktion") == "alles":
            every = {each.key: shown(each.open) for each in lines}
            return await run_in_threadpool(_screen, request, parts, (purchase, lines), Entry(entry.fields, every))
        try:
            arrival = arrival_of(entry, purchase, lines)
            photos = await photos_of(parts, form)
            return await run_in_threadpool(_keep, parts, arrival, photos, (entry, lines))
        except Invalid as problem:
            return await run_in_threadpool(_screen, request, parts, (purchase, lines), entry, problem.message)


@router.get("/{number:path}")
def one(request: Request, parts: Here, number: str) -> Response:
    """The form for one purchase order."""
    purchase = parts.space.orders.purchase_order(number)
    return _screen(request, parts, (purchase, of_purchase(parts.space, purchase)), Entry({}, {}))


def _keep(parts: Parts, arrival: Arrival, photos: list[Photo], sent: tuple[Entry, Sequence[ExpectedLine]]) -> Response:
    entry, lines = sent
    earlier = there(parts.space, arrival)
    if not earlier and entry.fields.get("stand") != state_of(lines):
        raise Invalid(
            "Zu dieser Bestellung wurde inzwischen schon Ware erfasst. "
            "Bitte prüfen Sie, ob Ihre Eingabe noch stimmt, und speichern Sie dann.",
            cause="goods received meanwhile",
        )
    done = receive(parts.space, arrival, photos, parts.who)
    for number in done.to_read:
        parts.put("process", number)
    parts.put("index")
    return RedirectResponse(f"/wareneingang?gespeichert={done.eingangsnummer}{'&schon=1' if done.again else ''}", 303)


def _screen(
    request: Request, parts: Parts, ordered: tuple[PurchaseOrder, Sequence[ExpectedLine]], entry: Entry, problem: str = ""
) -> Response:
    purchase, lines = ordered
    values = {"begonnen": now(), "tag": today().isoformat(), **entry.fields, "stand": state_of(lines)}
    names = ("begonnen", "tag", "lieferschein", "schaden", "schaden_text", "stand")
    return render(
        request,
        "receiving.html",
        status=422 if problem else 200,
        purchase=purchase,
        supplier=supplier_names(parts.space, [purchase]).get(purchase.supplier, purchase.supplier),
        lines=lines,
        counted=entry.quantities,
        values={name: values.get(name, "") for name in names},
        problem=problem,
        files=(NOTE, GOODS),
    )
