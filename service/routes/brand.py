"""Aussehen: name, colour and logo of a space, chosen by whoever manages it; and the logo itself for everybody who works there."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.datastructures import UploadFile
from starlette.responses import RedirectResponse, Response

from archive.installation.brands import COLOURS, LARGEST_LOGO, logo_type
from archive.installation.spaces import SpaceEntry
from archive.problems import Invalid, NotFound
from service import branding
from service.auth.may import Asking
from service.auth.visitor import Visitor
from service.parts import AtHouse, House
from service.rendering import render

router = APIRouter(prefix="/verwaltung/aussehen")
picture = APIRouter(prefix="/bereich")


@router.get("")
def brand(request: Request, house: AtHouse, asking: Asking, gespeichert: str = "") -> Response:
    """The present look."""
    return _screen(request, house, asking, {"saved": gespeichert})


@router.post("")
async def save(request: Request, house: AtHouse, asking: Asking) -> Response:
    """Keeps what was chosen; an empty file field leaves the logo as it is."""
    async with request.form(max_files=1, max_fields=10, max_part_size=4 * LARGEST_LOGO) as form:
        sent = form.get("logo")
        data = await sent.read() if isinstance(sent, UploadFile) else b""
        title, colour = str(form.get("titel", "")).strip()[:60], str(form.get("farbe", ""))
        without = form.get("ohne_logo") == "1"
    now = house.installation.brands.get(asking.space)
    try:
        _must_be_title(title)
        kind = logo_type(data) if data else now.logo_type
        chosen = replace(now, colour=colour, logo=data or now.logo, logo_type=kind)
        if without and not data:
            chosen = replace(chosen, logo=b"", logo_type="")
        house.installation.brands.put(asking.space, chosen, asking.who)
    except Invalid as problem:
        return _screen(request, house, asking, {"problem": problem.message, "title": title})
    entry = house.installation.spaces.get(asking.space)
    house.installation.spaces.put(SpaceEntry(entry.name, title, entry.kind), asking.who)
    branding.changed(house.installation, asking.space)
    return RedirectResponse("/verwaltung/aussehen?gespeichert=1", 303)


@picture.get("/logo")
def logo(house: AtHouse, asking: Asking) -> Response:
    """The picture. Its address changes with it, so that browsers may keep it."""
    found = house.installation.brands.get(asking.space)
    if not found.logo:
        raise NotFound("Dieser Bereich hat kein Logo.", cause="no logo")
    return Response(found.logo, media_type=found.logo_type, headers={"Cache-Control": "private, max-age=86400"})


def _must_be_title(title: str) -> None:
    if not title or not title.isprintable():
        raise Invalid("Bitte geben Sie einen Namen ein.", cause="no title")


def _screen(request: Request, house: House, asking: Visitor, said: dict[str, str]) -> Response:
    branding.changed(house.installation, asking.space)
    return render(
        request,
        "brand.html",
        status=422 if said.get("problem") else 200,
        brand=house.installation.brands.get(asking.space),
        title=said.get("title") or house.installation.spaces.get(asking.space).title,
        colours=COLOURS,
        saved=said.get("saved", ""),
        problem=said.get("problem", ""),
    )
