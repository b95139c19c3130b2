"""Aufbewahrung: which papers have outlived their period (Löschvorschlag), and holding papers and folders back. Deletes nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from itertools import islice
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.doctypes import doctype
from archive.retaining import Kept, over
from service.auth.visitor import today
from service.hit_list import harmless
from service.names import attachment
from service.parts import Form, Here, entered
from service.rendering import render

router = APIRouter()
holding = APIRouter()

MOST = 200
COLUMNS = ("Eingangsnummer", "Belegart", "Lieferant", "Mappen", "Eingang", "Aufbewahren bis", "Begründung", "Datei", "SHA-256")


@router.get("/verwaltung/loeschvorschlag")
def proposed(request: Request, parts: Here) -> Response:
    """The first of the papers whose period has ended."""
    rows = list(islice(over(parts.space, today()), MOST + 1))
    return render(request, "retention.html", rows=rows[:MOST], more=len(rows) > MOST, today=today())


@router.get("/verwaltung/loeschvorschlag.csv")
def exported(parts: Here) -> Response:
    """All of them as a table for a spreadsheet."""
    headers = {"Content-Disposition": attachment(f"Löschvorschlag {today()}.csv")}
    return Response(as_csv(over(parts.space, today())), media_type="text/csv; charset=utf-8", headers=headers)


@holding.post("/belege/{number}/aufbewahrung/sperren")
def hold_paper(parts: Here, number: str, form: Form) -> Response:
    """Keeps a paper whatever its period says."""
    parts.space.holds.put("beleg", number, entered(form, "grund"), parts.who)
    return RedirectResponse(f"/belege/{quote(number)}#aufbewahrung-titel", 303)


@holding.post("/mappen/{number:path}/aufbewahrung/sperren")
def hold_folder(parts: Here, number: str, form: Form) -> Response:
    """Keeps all papers of a folder."""
    parts.space.holds.put("mappe", number, entered(form, "grund"), parts.who)
    return RedirectResponse(f"/mappen/{quote(number)}#aufbewahrung-titel", 303)


@router.post("/belege/{number}/aufbewahrung/freigeben")
def release_paper(parts: Here, number: str, form: Form) -> Response:
    """Lifts the hold of a paper."""
    parts.space.holds.lift("beleg", number, entered(form, "grund"), parts.who)
    return RedirectResponse(f"/belege/{quote(number)}#aufbewahrung-titel", 303)


@router.post("/mappen/{number:path}/aufbewahrung/freigeben")
def release_folder(parts: Here, number: str, form: Form) -> Response:
    """Lifts the hold of a folder."""
    parts.space.holds.lift("mappe", number, entered(form, "grund"), parts.who)
    return RedirectResponse(f"/mappen/{quote(number)}#aufbewahrung-titel", 303)


def as_csv(found: Iterable[Kept]) -> bytes:
    """UTF-8 with a mark, semicolons, German days, nothing that a spreadsheet would run as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS)
    for each in found:
        writer.writerow(map(harmless, _cells(each)))
    return out.getvalue().encode("utf-8-sig")


def _cells(each: Kept) -> list[str]:
    document, last = each.document, each.term.last
    received = document.scan.received.astimezone()
    return [
        document.eingangsnummer,
        doctype(document.doctype).name,
        document.value("lieferant"),
        ", ".join(document.orders),
        f"{received:%d.%m.%Y}",
        f"{last:%d.%m.%Y}" if last else "",
        each.term.sentence,
        document.scan.name,
        document.scan.sha256,
    ]
