"""Bögen: how sure people feel before and after a course, and what they say about it. Filled in at the place, without a name."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from service.auth.may import Asking
from service.lesson import seat_of
from service.parts import AtHouse, Form, entered
from service.rendering import render
from training.sheets import LONGEST, SCALE, filled, sheet

router = APIRouter(prefix="/lernen/bogen")


@router.get("/{key}")
def show(request: Request, house: AtHouse, asking: Asking, key: str) -> Response:
    """The sheet with what was answered so far."""
    place, form = seat_of(house.installation, asking), sheet(key)
    answers = house.installation.records.answers(place.course)
    given = {each.item: each.value for each in answers if (each.place, each.sheet) == (place.number, key)}
    return render(request, "sheet.html", form=form, scale=SCALE, given=given, longest=LONGEST)


@router.post("/{key}")
def keep(house: AtHouse, asking: Asking, key: str, form: Form) -> Response:
    """Keeps the sheet."""
    place, asked = seat_of(house.installation, asking), sheet(key)
    given = {item: entered(form, item, LONGEST) for item in (*asked.items, "frei")}
    house.installation.records.fill(place.course, place.number, key, filled(asked, given))
    return RedirectResponse("/lernen?bogen=1", 303)
