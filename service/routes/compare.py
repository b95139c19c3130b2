"""Vergleich: two papers that may be one, side by side, with what differs, and a person's word on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive import doctypes
from archive.document import Document
from archive.intake import Intaken
from archive.problems import Invalid, NotFound, Problem
from service.errors import status_of
from service.pages import reading_of
from service.parts import Form, Here, Parts, entered
from service.rendering import render, shown
from service.sheet import Sheet, bare_sheet, sheet_of

router = APIRouter(prefix="/vergleich")
VERDICTS = {"gleiches_papier": "Dasselbe Papier", "anderes_papier": "Zwei verschiedene Papiere"}


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two papers."""

    entry: Intaken
    document: Document | None
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class Difference:
    """A field on both papers; ``same`` tells whether they say the same."""

    name: str
    left: str
    right: str
    same: bool


@router.get("/{first}/{second}")
def screen(request: Request, parts: Here, first: str, second: str) -> Response:
    """Both papers; the one that came first stands left."""
    return _screen(request, parts, first, second)


@router.post("/{first}/{second}")
def decide(request: Request, parts: Here, first: str, second: str, form: Form) -> Response:
    """Keeps what a person says about the two, then shows the later one."""
    try:
        parts.space.pairs.decide(first, second, (entered(form, "wahl"), entered(form, "grund", 2000)), parts.who)
    except Invalid as problem:
        return _screen(request, parts, first, second, problem)
    parts.put("index")
    return RedirectResponse(f"/belege/{quote(max(first, second))}?gespeichert=1", 303)


def _screen(request: Request, parts: Parts, first: str, second: str, problem: Problem | None = None) -> Response:
    left, right = (_side(parts, number) for number in sorted((first, second)))
    said = next((p for p in parts.space.pairs.of(left.entry.eingangsnummer) if p.second == right.entry.eingangsnummer), None)
    return render(
        request,
        "compare.html",
        status=status_of(problem) if problem else 200,
        problem=problem,
        sides=(left, right),
        differences=list(_differences(left.document, right.document)),
        said=said,
        verdicts=VERDICTS,
    )


def _side(parts: Parts, number: str) -> Side:
    entry = parts.space.intake.get(number)
    try:
        document = parts.space.documents.get(number)
    except NotFound:
        return Side(entry, None, bare_sheet(number))
    return Side(entry, document, sheet_of(document, reading_of(parts.space, document)))


def _differences(left: Document | None, right: Document | None) -> Iterator[Difference]:
    """Every field that either paper has, what differs first."""
    if left is None or right is None:
        return
    keys = dict.fromkeys(f.field for f in (*left.findings, *right.findings))
    rows = [
        Difference(doctypes.field_name(key), shown(left.value(key), key), shown(right.value(key), key), left.value(key) == right.value(key))
        for key in keys
    ]
    types = [doctypes.doctype(each.doctype).name for each in (left, right)]
    rows.insert(0, Difference("Belegart", types[0], types[1], types[0] == types[1]))
    rows.append(Difference("Positionen", str(len(left.lines)), str(len(right.lines)), len(left.lines) == len(right.lines)))
    yield from sorted(rows, key=lambda row: row.same)
