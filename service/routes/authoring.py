"""Eigene Übungen: written in a form or over a copy, checked, kept in the firm's own archive, changed, removed, handed out as text."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.exercises import PREFIX
from archive.problems import Invalid
from service.errors import status_of
from service.exercise_form import Draft, changed, from_text, looked, looked_as_text, paper_names, typed
from service.exercises import in_use, own
from service.parts import AtHouse, Form, Here, House, entered
from service.rendering import render
from service.routes.papers import steps
from training.authoring import LONGEST
from training.check_parts import PHRASES
from training.exercise_form import MOST_CHOICES, MOST_ROWS, checks, mistakes, text_of
from training.tasks import LEVELS, parsed, tasks, written

router = APIRouter(prefix="/kurse/uebungen")
PATTERN = "13-teillieferung"
ANSWERS = {
    "": "Keine: Es zählt, was getan wurde",
    "zahl": "Eine Zahl",
    "betrag": "Ein Betrag in Euro",
    "auswahl": "Eine von mehreren Antworten",
    "nummern": "Nummern von Belegen oder Aufträgen",
    "text": "Ein Text",
}
STARTS = ("/eingang", "/klaerung", "/mappen", "/suche", "/uebersicht", "/lieferanten", "/wissen", "/mappen/A-26-0112")


@router.get("")
def listing(request: Request, house: AtHouse, gespeichert: str = "", entfernt: str = "") -> Response:
    """All exercises: one's own to change, the shipped ones to copy."""
    mine = [(each, parsed(each.key, each.text)) for each in own(house).all()]
    return render(request, "own_exercises.html", mine=mine, shipped=tasks(), saved=bool(gespeichert), gone=bool(entfernt))


@router.get("/neu")
def new(request: Request, house: AtHouse, von: str = "") -> Response:
    """The form: empty, or with an exercise to write over."""
    if not von:
        return _form(request, house, Draft({"stufe": "1", "minuten": "10"}, written(PATTERN)))
    text = own(house).get(von).text if von.startswith(PREFIX) else written(von)
    return _form(request, house, Draft(from_text(text, paper_names(house.settings)), text))


@router.post("/neu")
def create(request: Request, house: AtHouse, parts: Here, form: Form) -> Response:
    """Says what is wrong and shows how it looks; keeps it when that is asked for and nothing is wrong."""
    draft = _sent(house, form)
    if form.get("tun") != "speichern" or not draft.complete:
        return _form(request, house, draft)
    own(house).add(draft.text, parts.who)
    return RedirectResponse("/kurse/uebungen?gespeichert=1", 303)


@router.get("/{key}")
def edit(request: Request, house: AtHouse, key: str) -> Response:
    """The form of one's own exercise."""
    kept = own(house).get(key)
    return _form(request, house, Draft(from_text(kept.text, paper_names(house.settings)), kept.text, key, kept.stand))


@router.get("/{key}/text")
def text_file(house: AtHouse, key: str) -> Response:
    """The exercise as the text it is kept as, to hand on."""
    headers = {"Content-Disposition": f'attachment; filename="{own(house).get(key).key}.toml"'}
    return Response(own(house).get(key).text, media_type="application/toml; charset=utf-8", headers=headers)


@router.post("/{key}")
def save(request: Request, house: AtHouse, parts: Here, key: str, form: Form) -> Response:
    """Checks a changed exercise, and keeps it when that is asked for and nothing is wrong."""
    draft = _sent(house, form, key)
    if form.get("tun") != "speichern" or not draft.complete:
        return _form(request, house, draft)
    try:
        own(house).save(key, draft.text, draft.stand, parts.who)
    except Invalid as problem:
        return _form(request, house, dataclasses.replace(draft, problem=problem))
    return RedirectResponse("/kurse/uebungen?gespeichert=1", 303)


@router.post("/{key}/entfernen")
def remove(house: AtHouse, parts: Here, key: str) -> Response:
    """Takes one out of the list; not while people practise with it."""
    own(house).get(key)
    if in_use(house, key):
        raise Invalid("Ein laufender Kurs hat diese Übung. Bitte beenden Sie ihn zuerst.", cause=f"{key} is in use")
    own(house).remove(key, parts.who)
    return RedirectResponse("/kurse/uebungen?entfernt=1", 303)


def _sent(house: House, form: dict[str, str], key: str = "") -> Draft:
    """What came with the form: a text, fields to look through, or fields with a check more or less."""
    known, stand, act = paper_names(house.settings), form.get("stand", "")[:40], form.get("tun", "")
    if "text" in form:
        return looked_as_text(entered(form, "text", LONGEST), known, key, stand)
    fields = typed(form)
    if act.startswith(("dazu:", "weg:")):
        fields, _ = changed(fields, act, form)
        return Draft(fields, text_of(fields), key, stand)
    return looked(fields, known, key, stand)


def _form(request: Request, house: House, draft: Draft) -> Response:
    trail = steps(house.parts(house.settings.space).space.journal.about(draft.key)) if draft.key else []
    status = status_of(draft.problem) if draft.problem else 200
    lists: dict[str, Any] = {
        "papers": tuple(paper_names(house.settings).values()),
        "blocks": dict.fromkeys(each.block for each in tasks()),
        "professions": sorted({each.profession for each in tasks()}),
        "phrases": PHRASES,
        "answers": ANSWERS,
        "starts": STARTS,
        "levels": LEVELS,
    }
    rows: dict[str, Any] = {"checks": checks(draft.fields), "mistakes": mistakes(draft.fields)}
    names: dict[str, Any] = {"most": MOST_ROWS, "most_choices": MOST_CHOICES}
    values: dict[str, Any] = {"at": defaultdict(str, draft.fields), "beside_of": defaultdict(str, draft.beside)}
    shown: dict[str, Any] = {"draft": draft, "longest": LONGEST, "trail": trail, **values}
    return render(request, "authoring.html", status=status, **shown, **lists, **rows, **names)
