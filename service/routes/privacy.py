"""Datenschutz: what is kept of people, who looked at what, and all that is kept of one person."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from fastapi import APIRouter, Request
from starlette.responses import Response

from archive.confidence import hidden
from archive.installation.access import Look
from archive.problems import Invalid
from service.auth.visitor import today
from service.hit_list import harmless
from service.names import attachment
from service.parts import AtHouse, Here, House, must_not_be_hidden
from service.privacy import MOST, about, kept
from service.rendering import render

router = APIRouter(prefix="/verwaltung/datenschutz")


@router.get("")
def overview(request: Request, parts: Here, house: AtHouse, was: str = "", wer: str = "") -> Response:
    """The list of personal data, and the newest accesses, narrowed to a paper, a folder or a person."""
    must_not_be_hidden(house, request.state.visitor, [was])
    looks = house.accesses.of(parts.space.name, what=was.strip(), who=wer.strip(), limit=200)
    shown = _visible(request, house, looks)
    return render(request, "privacy.html", kinds=kept(parts.settings.learning_days), looks=shown, was=was, wer=wer)


@router.get("/zugriffe.csv")
def accesses(request: Request, parts: Here, house: AtHouse, was: str = "", wer: str = "") -> Response:
    """The accesses as a table."""
    must_not_be_hidden(house, request.state.visitor, [was])
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(("Wann", "Wer", "Was", "Wie"))
    for look in _visible(request, house, house.accesses.of(parts.space.name, what=was.strip(), who=wer.strip(), limit=MOST)):
        writer.writerow([f"{look.at.astimezone():%d.%m.%Y %H:%M}", *map(harmless, (look.who, look.what, look.how))])
    headers = {"Content-Disposition": attachment(f"Zugriffe {today()}.csv")}
    return Response(out.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/auskunft.json")
def person(parts: Here, house: AtHouse, name: str = "") -> Response:
    """All that is kept of one person, to hand over."""
    if not name.strip():
        raise Invalid("Bitte geben Sie einen Namen ein.", cause="no name")
    found = json.dumps(about(house, parts, name.strip()[:200]), ensure_ascii=False, indent=2, default=str)
    headers = {"Content-Disposition": attachment(f"Auskunft {name.strip()[:60]}.json")}
    return Response(found + "\n", media_type="application/json; charset=utf-8", headers=headers)


def _visible(request: Request, house: House, looks: Sequence[Look]) -> list[Look]:
    """Without lines about what the asker may not know of."""
    visitor = request.state.visitor
    if visitor.confidential or visitor.training:
        return list(looks)
    secret = hidden(house.parts(visitor.space).space.catalog, {look.what for look in looks})
    return [look for look in looks if look.what not in secret]
