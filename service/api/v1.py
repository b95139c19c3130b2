"""Version 1 of the HTTP interface for programs. Stable: fields are added, never renamed or taken away."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import JSONResponse, Response

from archive import codec
from archive.document import Document
from search.asking import ask
from search.index import Page
from service import upload
from service.api.described import TAKES_FILES, Receipts, sends
from service.errors import status_of
from service.parts import Here
from service.routes.papers import document_of, original_response, page_response

router = APIRouter(prefix="/api/v1")


class Asked(BaseModel):
    """The parameters of a search; ``from`` and ``to`` are days of the papers, both included."""

    q: str = ""
    type: str = ""
    supplier: str = ""
    since: date | None = Field(None, alias="from")
    until: date | None = Field(None, alias="to")
    page: int = Field(1, ge=1, le=1000)


@router.post(
    "/documents",
    status_code=202,
    response_class=Response,
    responses={202: {"model": Receipts}},
    openapi_extra=TAKES_FILES,
)
async def hand_in(request: Request, parts: Here) -> Response:
    """Takes files as multipart/form-data. 202 with Eingangsnummer and a link to follow for each; they are durable then."""
    uploaded = await upload.receive(request, parts, "api", parts.who)
    return JSONResponse(upload.as_json(uploaded), status_of(uploaded.problem) if uploaded.problem else 202)


@router.get("/documents/{number}")
def document(parts: Here, number: str) -> dict[str, Any]:
    """Where a paper stands and what was understood of it."""
    entry = parts.space.intake.get(number)
    answer = {
        "eingangsnummer": entry.eingangsnummer,
        "sha256": entry.scan.sha256,
        "name": entry.scan.name,
        "media_type": entry.scan.media_type,
        "size": entry.size,
        "received": entry.scan.received.isoformat(),
        "state": entry.state,
        "message": entry.sentence,
        "problem": entry.problem,
    }
    found = document_of(parts.space, number)
    return answer | (_content(found) if found else {})


@router.get("/documents/{number}/original", response_class=Response, responses=sends("*/*"))
def original(parts: Here, number: str) -> Response:
    """The bytes as they came in."""
    return original_response(parts.space, parts.space.intake.get(number))


@router.get("/documents/{number}/pages/{page}.webp", response_class=Response, responses=sends("image/webp"))
def page(parts: Here, number: str, page: int) -> Response:
    """One page as an image, upright."""
    return page_response(parts.space, number, page)


@router.get("/search")
def search(parts: Here, asked: Annotated[Asked, Query()]) -> dict[str, Any]:
    """Papers found, best first."""
    filters = {"typ": asked.type, "lieferant": asked.supplier}
    words = [asked.q, *(f'{name}:"{value}"' for name, value in filters.items() if value)]
    words += [f"datum>={asked.since.isoformat()}"] if asked.since else []
    words += [f"datum<={asked.until.isoformat()}"] if asked.until else []
    results = ask(lambda: parts.space, parts.index, " ".join(words), Page(asked.page))
    hits = [codec.encode(hit) | {"snippet": hit.snippet.text} for hit in results.hits]
    return {"total": results.total, "hits": hits}


def _content(found: Document) -> dict[str, Any]:
    return {
        "doctype": found.doctype,
        "orders": list(found.orders),
        "pages": found.page_count,
        "findings": codec.encode(found.findings),
        "lines": codec.encode(found.lines),
        "links": [{"order": link.order, "reason": link.reason, "confidence": link.confidence} for link in found.links],
        "doubts": [{"about": doubt.about, "reason": doubt.reason} for doubt in found.doubts],
    }
