"""Mappen: the list, and one folder with its papers, what does not fit, its timeline and its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any, cast, get_args
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from archive import doctypes, folder_list
from archive.completeness import FolderState
from archive.confidence import marked
from archive.decisions import Said
from archive.document import Document
from archive.folder_list import Wanted
from archive.folders import Folder, decide, folder, supplier_names
from archive.order import OrderState
from archive.places import own_number
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
FOLDER_STATES: dict[FolderState, str] = {
    "abweichung": "mit Abweichung",
    "offen": "offen",
    "vollstaendig": "vollständig",
    "abgeschlossen": "abgeschlossen",
    "leer": "leer",
}
DATES = ("rechnungsdatum", "angebotsdatum", "auftragsdatum_lieferant", "lieferdatum", "bestelldatum")
OLDEST, NEWEST = timedelta(days=30 * 365), timedelta(days=365)
"""So long before or after it came in the day of a paper is believed; others are misread."""


class Listing(BaseModel):
    """What the list is asked for; "" are all."""

    q: str = ""
    zustand: str = ""
    stand: str = ""
    seite: int = 1


@router.get("")
def folders(request: Request, parts: Here, asked: Annotated[Listing, Query()]) -> Response:
    """All folders, newest number first."""
    order = next((known for known in STATES if known == asked.zustand), None)
    standing = next((known for known in FOLDER_STATES if known == asked.stand), None)
    found = folder_list.folders(parts.space.catalog, Wanted(asked.q.strip(), order, standing, asked.seite))
    return render(request, "folders.html", found=found, asked=asked, order_states=STATES, folder_states=FOLDER_STATES)


@router.get("/{number:path}")
def one(request: Request, parts: Here, number: str, beleg: str = "", seite: int = 1) -> Response:
    """The folder of an order; ``beleg`` is the paper laid open, else the newest."""
    return _screen(request, parts, number, (beleg, seite))


@router.post("/{number:path}/abweichung")
def decided(request: Request, parts: Here, number: str, form: Form) -> Response:
    """A person's decision about something that does not fit."""
    try:
        said = Said(entered(form, "wahl"), entered(form, "grund", 2000), form.get("gesehen"))
        decide(parts.space, number, entered(form, "schluessel"), said, parts.who)
    except Invalid as problem:
        return _screen(request, parts, number, (entered(form, "beleg"), 1), Refused(problem, form))
    return RedirectResponse(f"/mappen/{quote(number)}?beleg={quote(entered(form, 'beleg'))}&entschieden=1#abgleich", 303)


@router.post("/{number:path}/nebenkosten")
def costs_borne(request: Request, parts: Here, number: str, form: Form) -> Response:
    """A person says which order bears the additional costs of a paper for several orders."""
    beleg = entered(form, "beleg", 60)
    try:
        parts.space.bearers.choose(beleg, entered(form, "traeger", 100), parts.who)
    except Invalid as problem:
        return _screen(request, parts, number, (beleg, 1), Refused(problem, form))
    return RedirectResponse(f"/mappen/{quote(number)}?beleg={quote(beleg)}&entschieden=1#beleg", 303)


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that could not be taken, and why; what was typed stays in it."""

    problem: Problem
    typed: Mapping[str, str]


def _screen(request: Request, parts: Parts, number: str, laid_open: tuple[str, int], refused: Refused | None = None) -> Response:
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
        status=status_of(refused.problem) if refused else 200,
        problem=refused.problem if refused else None,
        typed=refused.typed if refused else {},
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
    return {
        "eingangsnummer": document.eingangsnummer,
        "title": own_number(document) or document.eingangsnummer,
        "sender": document.value("lieferant") or document.scan.name,
        "date": _own_date(document),
        "doubts": len(document.doubts),
    }


def _own_date(document: Document) -> date:
    """The day the paper itself names, else the day it came in."""
    received = document.scan.received.astimezone().date()
    for key in DATES:
        try:
            named = date.fromisoformat(document.value(key))
        except ValueError:
            continue
        if -OLDEST <= named - received <= NEWEST:
            return named
    return received


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
