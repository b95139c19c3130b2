"""Neue Übung: checks the text of an exercise and shows how it will look. Keeps nothing."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.parts import Form, entered
from service.rendering import render
from training.authoring import LONGEST, looked_through
from training.tasks import FOLDER, LEVELS

router = APIRouter(prefix="/kurse/uebung-pruefen")
PATTERN = "13-teillieferung"


@router.get("")
def show(request: Request) -> Response:
    """The field, with an exercise as a pattern to write over."""
    text = (FOLDER / PATTERN / "aufgabe.toml").read_text(encoding="utf-8")
    return render(request, "authoring.html", text=text, longest=LONGEST, exercise=None, wrong=None, levels=LEVELS)


@router.post("")
def check(request: Request, form: Form) -> Response:
    """What is wrong with it, and how it looks."""
    text = entered(form, "text", LONGEST)
    exercise, wrong = looked_through(text)
    return render(request, "authoring.html", text=text, longest=LONGEST, exercise=exercise, wrong=wrong, levels=LEVELS)
