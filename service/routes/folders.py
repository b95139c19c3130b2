"""Mappen: the list, and one folder with its papers, what does not fit, its timeline and its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, cast, get_args
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive import doctypes
from archive.confidence import marked
from archive.document import Document
from archive.folders import Folder, decide, folder, supplier_names
from archive.order import OrderState
from archive.problems import Invalid, Problem
from service.deviations import CHOICES, DECIDED, shown_deviations, with_deviations
from service.errors import status_of
from service.pages import reading_of
from service.parts import Form, Here, Parts, entered
from service.rendering import render
from service.routes.papers import steps
from service.sheet import bare_sheet, sheet_of

router = APIRouter(prefix="/mappen")
STATES: tuple[OrderState, ...] = get_args(OrderState)
NUMBERS = ("rechnungsnummer", "lieferscheinnummer", "auftragsnummer_lieferant", "bestellnummer")
DATES = ("rechnungsdatum", "lieferdatum", "bestelldatum")


@router.get("")
def folders(request: Request, parts: Here, q: str = "", zustand: str = "") -> Response:
    """All folders, newest number first."""
    state = next((known for known in STATES if known == zustand), None)
    rows = parts.space.orders.all(q.strip(), state)
    return render(request, "folders.html", rows=rows, query=q, state=zustand, order_states=STATES)


@router.get("/{number:path}")
def one(request: Request, parts: Here, number: str, beleg: str = "", seite: int = 1) -> Response:
    """The folder of an order; ``beleg`` is the paper laid open, else the newest."""
    return _screen(request, parts, number, (beleg, seite))


@router.post("/{number:path}/abweichung")
def decided(request: Request, parts: Here, number: str, form: Form) -> Response:
    """A person's decision about something that does not fit."""
    try:
        decide(parts.space, number, entered(form, "schluessel"), (entered(form, "wahl"), entered(form, "grund", 2000)), parts.who)
    except Invalid as problem:
        return _screen(request, parts, number, (entered(form, "beleg"), 1), problem)
    return RedirectResponse(f"/mappen/{quote(number)}?beleg={quote(entered(form, 'beleg'))}&entschieden=1#abgleich", 303)


@router.post("/{number:path}/nebenkosten")
def costs_borne(request: Request, parts: Here, number: str, form: Form) -> Response:
    """A person says which order bears the additional costs of a paper for several orders."""
    beleg = entered(form, "beleg", 60)
    try:
        parts.space.bearers.choose(beleg, entered(form, "traeger", 100), parts.who)
    except Invalid as problem:
        return _screen(request, parts, number, (beleg, 1), problem)
    return RedirectResponse(f"/mappen/{quote(number)}?beleg={quote(beleg)}&entschieden=1#beleg", 303)


def _screen(request: Request, parts: Parts, number: str, laid_open: tuple[str, int], problem: Problem | None = None) -> Response:
    beleg, page = laid_open
    shown = folder(parts.space, number)
    names = supplier_names(parts.space, shown.purchase_orders)
    documents = {document.eingangsnummer: document for document in shown.documents}
    chosen = documents.get(beleg) or (shown.documents[-1] if shown.documents else None)
    link = f"beleg={chosen.eingangsnummer}&" if chosen else ""
    judged = shown.completeness.judged
    sheet = sheet_of(chosen, reading_of(parts.space, chosen), page, link) if chosen else bare_sheet("")
    return render(
        request,
        "folder.html",
        status=status_of(problem) if problem else 200,
        problem=problem,
        order=shown.order,
        now=shown.completeness,
        deviations=shown_deviations(judged),
        choices=CHOICES,
        decided=DECIDED,
        share=shown.shares.get(chosen.eingangsnummer) if chosen else None,
        purchases=shown.purchase_orders,
        groups=_groups(shown.documents),
        document=chosen,
        chosen=_paper(chosen) if chosen else None,
        sheet=with_deviations(sheet, judged),
        suppliers=names,
        holds=parts.space.holds.on("", [number]),
        secret=marked(parts.space.catalog, "mappe", number) == "vertraulich",
        timeline=_timeline(shown, names),
        trail=steps(parts.space.journal.about(number)),
        saved=bool({"gespeichert", "entschieden"} & set(request.query_params)),
    )


def _paper(document: Document) -> dict[str, Any]:
    title = next((value for key in NUMBERS if (value := document.value(key))), document.eingangsnummer)
    return {
        "eingangsnummer": document.eingangsnummer,
        "title": title,
        "sender": document.value("lieferant") or document.scan.name,
        "date": _own_date(document),
        "doubts": len(document.doubts),
    }


def _own_date(document: Document) -> date:
    """The day the paper itself names, else the day it came in."""
    for key in DATES:
        try:
            return date.fromisoformat(document.value(key))
        except ValueError:
            continue
    return document.scan.received.astimezone().date()


def _groups(documents: Sequence[Document]) -> list[dict[str, Any]]:
    kinds = dict.fromkeys(document.doctype for document in documents)
    ordered = sorted(kinds, key=lambda key: list(doctypes.doctypes()).index(doctypes.doctype(key).key))
    return [{"name": doctypes.doctype(key).plural, "papers": [_paper(d) for d in documents if d.doctype == key]} for key in ordered]


def _timeline(shown: Folder, names: dict[str, str]) -> list[dict[str, Any]]:
    points: list[dict[str, Any]] = []
    days = ((shown.order.ordered, "Auftrag erhalten"), (shown.order.due, "Auftrag fällig"))
    points += [{"date": day, "text": text, "link": ""} for day, text in days if day]
    points += [
        {"date": p.ordered, "text": f"Bestellung {p.number} {names.get(p.supplier, p.supplier)}".strip(), "link": ""}
        for p in shown.purchase_orders
        if p.ordered
    ]
    for document in shown.documents:
        paper = _paper(document)
        text = f"{doctypes.doctype(document.doctype).name} {paper['title']} · {paper['sender']}"
        points.append({"date": paper["date"], "text": text, "link": f"?beleg={document.eingangsnummer}#beleg"})
    return sorted(points, key=lambda point: cast("date", point["date"]))
