"""Ein Beleg: its pages beside its values, the original, the page images, its Verlauf, and taking decisions back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response, StreamingResponse

from archive.confidence import hidden, marked, must_be_open
from archive.correction import can_take_back, decided_by_person, last_decision
from archive.deleting import proposed
from archive.document import Document
from archive.enclosures import parent
from archive.entry import Entry
from archive.history import sentence
from archive.inspection import inspected
from archive.intake import Intaken
from archive.leaves import bound
from archive.originals import CHUNK
from archive.problems import NotFound
from archive.retaining import kept
from archive.space import Space
from archive.store.seam import ORIGINALS
from service.auth.visitor import today
from service.handing_out import must_be_clean
from service.names import attachment
from service.pages import marks, page_image, reading_of
from service.parts import Form, Here
from service.readable import enclosed
from service.rendering import render
from service.routes import readable
from service.sheet import bare_sheet, sheet_of
from service.spotting import sought, with_sightings

router = APIRouter(prefix="/belege")
router.include_router(readable.router)


@router.get("/{number}")
def paper(request: Request, parts: Here, number: str, seite: int = 1, erledigt: str = "") -> Response:
    """The paper with everything that is known about it; ``erledigt`` offers to take the last decision back.

    The parameters ``suche`` and ``aus`` are the question it was found with: its words are shown on the pages, the way back leads to it.
    """
    asked = sought(request.query_params)
    entry = parts.space.intake.get(number)
    document = document_of(parts.space, number)
    reading = reading_of(parts.space, document) if document else None
    sheet, sightings = with_sightings(sheet_of(document, reading, seite) if document else bare_sheet(number), reading, asked)
    history = parts.space.journal.about(number)
    last = last_decision(history)
    decided = decided_by_person(history)
    return render(
        request,
        "paper.html",
        entry=entry,
        document=document,
        sheet=sheet,
        einvoice=reading.einvoice if reading else None,
        enclosed=enclosed(parts.space, reading),
        parent=parent(history),
        asked=asked,
        sightings=sightings,
        just_done=bool(erledigt) and decided,
        can_undo=can_take_back(history) and not erledigt,
        can_read=not decided and entry.state not in ("received", "replaced", "deleted") and entry.problem != "doppelt",
        can_arrange=document is not None and bool(document.reading) and entry.state in ("filed", "waiting"),
        marks=marks(parts.space, number),
        made=last.body["parts"] if last and entry.state == "replaced" else [],
        retained=kept(parts.space, document) if document else None,
        secret=number in hidden(parts.space.catalog, [number]),
        choice=marked(parts.space.catalog, "beleg", number),
        wish=next(iter(proposed(parts.space.catalog, number)), None),
        day_now=today(),
        seen=inspected(parts.space.catalog, number),
        made_of=bound(parts.space.catalog, number).parents,
    )


@router.get("/{number}/verlauf")
def trail(request: Request, parts: Here, number: str) -> Response:
    """Everything that ever happened to the paper."""
    entry = parts.space.intake.get(number)
    return render(request, "trail.html", entry=entry, trail=steps(parts.space.journal.about(number)))


@router.get("/{number}/original")
def original(parts: Here, number: str) -> Response:
    """The bytes as they came in; always to be saved, never to be run in the browser."""
    return original_response(parts.space, parts.space.intake.get(number))


@router.get("/{number}/seiten/{page}.webp")
def page(parts: Here, number: str, page: int) -> Response:
    """One page as an image. It never changes, so the browser may keep it."""
    return page_response(parts.space, number, page)


@router.post("/{number}/rueckgaengig")
def undo(parts: Here, number: str, form: Form) -> Response:
    """Takes the last decision of a person back."""
    parts.space.intake.get(number)
    parts.space.documents.undo(number, parts.who)
    parts.put("index")
    back = form.get("zurueck", "")
    known = (f"/belege/{number}", f"/klaerung/{number}")
    return RedirectResponse(back if back in known else known[0], 303)


@router.post("/{number}/neu-lesen")
def read_again(parts: Here, number: str) -> Response:
    """Sends the paper through reading once more."""
    parts.space.documents.read_again(number, parts.who)
    parts.put("process", number, urgent=True)
    return RedirectResponse(f"/belege/{number}", 303)


def document_of(space: Space, number: str) -> Document | None:
    """The document, ``None`` as long as the paper has not been understood."""
    try:
        return space.documents.get(number)
    except NotFound:
        return None


def steps(entries: list[Entry]) -> list[dict[str, Any]]:
    """Journal entries for the screen, newest first."""
    return [{"at": entry.at, "who": entry.who, "text": sentence(entry)} for entry in reversed(entries)]


def original_response(space: Space, entry: Intaken) -> Response:
    """An original as a stream. Raises ``NotFound`` when it shows something confidential that its reader may not see."""
    must_be_open(space, entry.scan.sha256)
    must_be_clean(entry)
    stream = space.store.open(ORIGINALS + entry.scan.sha256)

    def chunks() -> Iterator[bytes]:
        with stream:
            while chunk := stream.read(CHUNK):
                yield chunk

    headers = {"Content-Disposition": attachment(entry.scan.name), "Content-Length": str(entry.size), "Content-Security-Policy": "sandbox"}
    return StreamingResponse(chunks(), media_type=entry.scan.media_type or "application/octet-stream", headers=headers)


def page_response(space: Space, number: str, page: int) -> Response:
    """A page image."""
    image = page_image(space, number, page)
    return Response(image, media_type="image/webp", headers={"Cache-Control": "private, max-age=3600"})
