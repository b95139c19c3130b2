"""Herausgeben: a folder as ZIP or as one PDF, with a list to look over first; one paper as a searchable PDF/A."""

from __future__ import annotations

from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from archive import handed_out
from archive.problems import Invalid, Problem
from export.parcel import AUDIENCES, Audience, chosen, items, may_leave, plain_name
from service.errors import status_of
from service.names import attachment
from service.outgoing import as_pdf, as_zip, bundle_of, paper_pdf
from service.parts import Here, Parts
from service.rendering import render

router = APIRouter()
Papers = Annotated[list[str] | None, Query()]


@router.get("/herausgeben")
def choose(request: Request, parts: Here, mappe: str = "", fuer: str = "alle") -> Response:
    """The papers of a folder, those for the audience ticked."""
    return _screen(request, parts, mappe, _audience(fuer))


@router.get("/herausgeben/mappe.zip")
def zipped(request: Request, parts: Here, mappe: str = "", fuer: str = "alle", beleg: Papers = None) -> Response:
    """The ticked papers as a ZIP."""
    return _made(request, parts, (mappe, beleg or [], _audience(fuer)), "zip")


@router.get("/herausgeben/mappe.pdf")
def bound(request: Request, parts: Here, mappe: str = "", fuer: str = "alle", beleg: Papers = None) -> Response:
    """The ticked papers as one PDF."""
    return _made(request, parts, (mappe, beleg or [], _audience(fuer)), "pdf")


@router.get("/belege/{number}/suchbar.pdf")
def paper(parts: Here, number: str) -> Response:
    """One paper as a searchable PDF/A."""
    headers = {"Content-Disposition": attachment(f"{number} suchbar.pdf"), "Content-Security-Policy": "sandbox"}
    return Response(paper_pdf(parts.space, number), media_type="application/pdf", headers=headers)


def _audience(key: str) -> Audience:
    return next((known for known in get_args(Audience) if known == key), "alle")


def _made(request: Request, parts: Parts, asked: tuple[str, list[str], Audience], kind: str) -> Response:
    mappe, wanted, audience = asked
    try:
        bundle = bundle_of(parts.space, mappe, wanted, audience)
        if not bundle.items:
            raise Invalid("Bitte wählen Sie mindestens ein Papier aus.", cause="nothing chosen")
        name = f"{plain_name('Mappe ' + mappe)}{'' if audience == 'alle' else ' ' + audience}.{kind}"
        made = (as_zip if kind == "zip" else as_pdf)(parts.space, bundle, name)
    except Problem as problem:
        return _screen(request, parts, mappe, audience, problem)
    handed = [item.document.eingangsnummer for item in bundle.items]
    handed_out.note(parts.space, bundle.order.number, f"{kind.upper()} ({AUDIENCES[audience]})", handed, parts.who)
    return made


def _screen(request: Request, parts: Parts, mappe: str, audience: Audience, problem: Problem | None = None) -> Response:
    order = parts.space.orders.get(mappe)
    documents = parts.space.documents.of_order(mappe)
    leaving = may_leave(parts.space, documents)
    found = items(parts.space, leaving, {document.eingangsnummer for document in leaving})
    return render(
        request,
        "outgoing.html",
        status=status_of(problem) if problem else 200,
        order=order,
        items=found,
        ticked=set(request.query_params.getlist("beleg")) if problem else chosen(leaving, audience),
        kept_back=len(documents) - len(leaving),
        audience=audience,
        audiences=AUDIENCES,
        problem=problem,
    )
