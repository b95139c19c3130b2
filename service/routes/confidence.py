"""Vertraulich: marking papers and folders, and taking the mark away. What then is hidden from whom follows from the tables."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from archive.confidence import mark
from archive.holds import Of
from service.auth.may import Asking
from service.auth.visitor import Visitor
from service.parts import Form, Here, Parts, entered

router = APIRouter()


@router.post("/belege/{number}/vertraulich")
def paper(parts: Here, asking: Asking, number: str, form: Form) -> Response:
    """Marks a paper, or takes the mark away."""
    return _mark(parts, asking, ("beleg", number), entered(form, "wahl", 20))


@router.post("/mappen/{number:path}/vertraulich")
def folder(parts: Here, asking: Asking, number: str, form: Form) -> Response:
    """Marks a folder with all its papers, or takes the mark away."""
    return _mark(parts, asking, ("mappe", number), entered(form, "wahl", 20))


def _mark(parts: Parts, asking: Visitor, what: tuple[Of, str], choice: str) -> Response:
    of, number = what
    mark(parts.space.journal, of, number, choice, parts.who)
    parts.put("index")
    home = f"/belege/{quote(number)}" if of == "beleg" else f"/mappen/{quote(number)}"
    # Who lacks the right does not see it any more, not even to look at what was just done.
    return RedirectResponse(f"{home}#vertraulich-titel" if asking.confidential or asking.training else "/eingang", 303)
