"""Löschen with two persons: proposing at the paper, film or list, confirming or declining, and the record of what was deleted."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.deleting import Actor, confirm, decline, deleted, propose, proposed
from archive.deleting_films import FILM, left_behind
from archive.problems import Invalid, NotFound
from service.auth.may import Asking
from service.auth.visitor import Visitor, today
from service.hit_list import harmless
from service.names import attachment
from service.parts import Form, Here, Parts, entered
from service.rendering import render

router = APIRouter()
proposing = APIRouter()

MOST = 500
COLUMNS = {
    "eingangsnummer": "Eingangsnummer",
    "at": "Gelöscht am",
    "kind": "Art",
    "reason": "Grund",
    "proposed_by": "Vorgeschlagen von",
    "who": "Bestätigt von",
    "doctype": "Belegart",
    "size": "Größe in Byte",
    "sha256": "SHA-256",
    "erased": "Bytes entfernt",
}


@proposing.post("/belege/{number}/loeschen/vorschlagen")
def propose_paper(parts: Here, asking: Asking, number: str, form: Form) -> Response:
    """One paper: its period is over, or it never belonged here."""
    kind = entered(form, "art", 20)
    propose(parts.space, number, (kind, entered(form, "grund", 1000)), _actor(asking), today())
    parts.put("index")
    seen = kind == "frist" or asking.confidential or asking.training
    return RedirectResponse(f"/belege/{quote(number)}#loeschen-titel" if seen else "/eingang", 303)


@proposing.post("/wissen/{key}/loeschen/vorschlagen")
def propose_one_film(parts: Here, asking: Asking, key: str, form: Form) -> Response:
    """A film of the library: out of it at once, and gone when a second person says so too."""
    propose(parts.space, key, (FILM, entered(form, "grund", 1000)), _actor(asking), today())
    return RedirectResponse("/wissen?geloescht=1", 303)


@router.post("/verwaltung/loeschen/video")
def propose_films_left(request: Request, parts: Here, asking: Asking, form: Form) -> Response:
    """Films that were taken out of the library and still lie in the store."""
    wish = (FILM, entered(form, "grund", 1000))
    failed = _each(parts, form, lambda key: propose(parts.space, key, wish, _actor(asking), today()))
    return _screen(request, parts, asking, failed) if failed else RedirectResponse("/verwaltung/loeschen", 303)


@router.post("/verwaltung/loeschvorschlag/vorschlagen")
def propose_all(request: Request, parts: Here, asking: Asking, form: Form) -> Response:
    """All that were ticked on the list."""
    wish = ("frist", entered(form, "grund", 1000) or "Die Aufbewahrungsfrist ist abgelaufen")
    failed = _each(parts, form, lambda number: propose(parts.space, number, wish, _actor(asking), today()))
    return _screen(request, parts, asking, failed) if failed else RedirectResponse("/verwaltung/loeschen", 303)


@router.get("/verwaltung/loeschen")
def waiting(request: Request, parts: Here, asking: Asking) -> Response:
    """What waits for a second person, and what was deleted."""
    return _screen(request, parts, asking)


@router.post("/verwaltung/loeschen/bestaetigen")
def confirm_all(request: Request, parts: Here, asking: Asking, form: Form) -> Response:
    """The second person says yes to all that were ticked."""
    failed = _each(parts, form, lambda number: confirm(parts.space, number, _actor(asking), today()))
    return _screen(request, parts, asking, failed) if failed else RedirectResponse("/verwaltung/loeschen", 303)


@router.post("/verwaltung/loeschen/ablehnen")
def decline_all(request: Request, parts: Here, asking: Asking, form: Form) -> Response:
    """Somebody says no."""
    failed = _each(parts, form, lambda number: decline(parts.space, number, entered(form, "grund", 1000), _actor(asking)))
    return _screen(request, parts, asking, failed) if failed else RedirectResponse("/verwaltung/loeschen", 303)


@router.get("/verwaltung/loeschprotokoll.csv")
def record(parts: Here) -> Response:
    """All that was deleted, with hash, reason and both persons."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(COLUMNS.values())
    for each in deleted(parts.space, 1_000_000):
        writer.writerow([harmless(each[key]) for key in COLUMNS])
    headers = {"Content-Disposition": attachment(f"Löschprotokoll {today()}.csv")}
    return Response(out.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def _each(parts: Parts, form: dict[str, str], act: Callable[[str], object]) -> list[str]:
    """Does it for each that was ticked; the sentences of those that could not be."""
    numbers = [value for name, value in form.items() if name.startswith("beleg_")][:MOST]
    if not numbers:
        return ["Bitte kreuzen Sie mindestens einen Eintrag an."]
    failed = []
    for number in numbers:
        try:
            act(number)
        except (Invalid, NotFound) as problem:
            failed.append(f"{number}: {problem.message}")
    parts.put("index")
    return failed


def _screen(request: Request, parts: Parts, asking: Visitor, failed: Sequence[str] = ()) -> Response:
    actor = _actor(asking)
    rows = [(each, each.by(actor)) for each in proposed(parts.space.catalog)]
    return render(
        request,
        "deleting.html",
        status=422 if failed else 200,
        failed=failed,
        rows=rows,
        open_door=asking.person is None,
        done=deleted(parts.space, 50),
        left=left_behind(parts.space.catalog),
    )


def _actor(asking: Visitor) -> Actor:
    return Actor(asking.who, asking.person.id if asking.person else "")
