"""Hilfe: how things are done, which keys there are, what the words mean."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from service.glossary import TERMS
from service.rendering import render

router = APIRouter()


@router.get("/hilfe")
def show(request: Request) -> Response:
    """The help needs nothing but itself, so that it is there when something else is not."""
    return render(request, "help.html", quiet=True, glossary=TERMS)


@router.get("/hilfe/woerter.json")
def words() -> Response:
    """The words for the script that explains them where they stand."""
    listed = [{"wort": term.word, "formen": term.forms, "heisst": term.meaning} for term in TERMS]
    return JSONResponse(listed, headers={"Cache-Control": "private, max-age=3600"})
