"""Telefon: a page that can be installed, takes pictures without a network and hands them in when there is one; codes that open folders."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import FileResponse, JSONResponse, Response

from archive.cover import cover_of
from archive.intake import Receipt, Sender
from archive.problems import Invalid, NotFound, TooHeavy
from archive.space import Space
from archive.store.seam import Incoming
from service.guard import LARGEST_FORM
from service.media import HEAD, media_type
from service.names import display_name
from service.parts import Here, Parts
from service.rendering import HERE, render
from service.upload import without_secrets

shell = APIRouter(prefix="/telefon")
router = APIRouter(prefix="/telefon")

SOURCE = "telefon"
_KEY = re.compile(r"[A-Za-z0-9-]{16,80}")
MANIFEST = {
    "name": "Auftragsmappe – Aufnehmen",
    "short_name": "Aufnehmen",
    "lang": "de",
    "id": "/telefon",
    "start_url": "/telefon",
    "scope": "/telefon",
    "display": "standalone",
    "background_color": "#f4f1ea",
    "theme_color": "#175e6b",
    "icons": [
        {"src": "/static/phone/icon-192.png", "sizes": "192x192", "type": "image/png", "purpose": "any"},
        {"src": "/static/phone/icon-512.png", "sizes": "512x512", "type": "image/png", "purpose": "any maskable"},
        {"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml"},
    ],
}


@shell.get("")
def page(request: Request) -> Response:
    """The page. It holds nothing of anybody, because it is kept on the phone."""
    return render(request, "phone.html", quiet=True)


@shell.get("/app.webmanifest")
def manifest() -> Response:
    """What the phone needs to install the page."""
    return JSONResponse(MANIFEST, media_type="application/manifest+json")


@shell.get("/sw.js")
def worker() -> Response:
    """The script that keeps the page at hand; it may speak for this page only."""
    headers = {"Service-Worker-Allowed": "/telefon", "Cache-Control": "no-cache"}
    return FileResponse(HERE / "static" / "phone" / "sw.js", media_type="text/javascript", headers=headers)


@router.get("/wer")
def who(parts: Here) -> Response:
    """Whose archive this is: pictures taken without a network must not end in another one's."""
    return JSONResponse({"bereich": parts.space.name})


@router.post("/abgabe")
async def hand_in(request: Request, parts: Here) -> Response:
    """One picture as the body of the request. The same key and bytes give the same Eingangsnummer, however often they come."""
    key, meant = request.headers.get("idempotency-key", ""), request.headers.get("x-bereich", "")
    if not _KEY.fullmatch(key):
        raise Invalid("Dieses Bild kam ohne Kennzeichen an. Bitte laden Sie die Seite neu.", cause="no idempotency key")
    if meant and meant != parts.space.name:
        raise Invalid(
            "Dieses Bild wurde für einen anderen Bereich aufgenommen. Bitte melden Sie sich dort an, dann geht es von selbst hinaus.",
            cause="picture of another space",
        )
    name = display_name(unquote(request.headers.get("x-name", "Foto.jpg"))[:500])
    with parts.space.intake.receive() as incoming:
        head = await _taken(request, incoming)
        receipt = await run_in_threadpool(_acknowledged, parts, incoming, Sender(name, media_type(head), SOURCE, parts.who, ticket=key))
    told = without_secrets(parts, receipt)
    return JSONResponse({"eingangsnummer": told.eingangsnummer, "duplicate_of": told.duplicate_of}, 202)


@router.get("/oeffnen")
def opened(parts: Here, code: str = "") -> Response:
    """Where a code leads that the phone itself has read."""
    return JSONResponse(_leads(parts.space, [code[:2000]]))


@router.post("/code")
async def pictured(request: Request, parts: Here) -> Response:
    """Where a code on a picture leads; for phones that read no codes. The picture is not kept."""
    data = await request.body()
    return JSONResponse(await run_in_threadpool(_seen, parts.space, data))


async def _taken(request: Request, incoming: Incoming) -> bytes:
    head, size = b"", 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > LARGEST_FORM:
            raise TooHeavy("Dieses Bild ist größer als 12 MB. Bitte geben Sie es am Rechner im Eingang ab.", cause="picture too large")
        head += chunk[: HEAD - len(head)]
        await run_in_threadpool(incoming.write, chunk)
    if not size:
        raise Invalid("Das Bild ist leer. Bitte nehmen Sie es noch einmal auf.", cause="empty picture")
    return head


def _acknowledged(parts: Parts, incoming: Incoming, sender: Sender) -> Receipt:
    stored = incoming.keep()
    if known := parts.space.intake.taken(stored.sha256, sender.ticket):
        return Receipt(known, stored.sha256, "")
    receipt = parts.space.intake.acknowledge(stored, sender)
    if not receipt.duplicate_of:
        parts.put("process", receipt.eingangsnummer, urgent=True)
    return receipt


def _seen(space: Space, data: bytes) -> dict[str, str]:
    # Reading machinery takes as long to import as the whole web process: only when a picture is really looked at.
    from ingest import bounded, snapshot  # noqa: PLC0415

    found = bounded.run(snapshot.codes_of, data)
    return _leads(space, found) if found else {}


def _leads(space: Space, texts: list[str]) -> dict[str, str]:
    """The address a code leads to, or a sentence why it leads nowhere."""
    for text in texts:
        cover = cover_of(text)
        asked = cover.order if cover else text.strip()[:100]
        known = space.orders.known([asked]) if asked else ()
        for one in known:
            where = {"auftrag": "/mappen/", "bestellung": "/wareneingang/"}.get(one.kind)
            if where:
                return {"ziel": where + quote(one.number, safe="")}
        if paper := _paper(space, asked):
            return {"ziel": f"/belege/{quote(paper)}"}
    return {"satz": "Dieser Code führt hier zu keiner Mappe."}


def _paper(space: Space, number: str) -> str:
    try:
        return space.intake.get(number).eingangsnummer
    except NotFound:
        return ""
