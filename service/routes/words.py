"""The words of a page with their places, and what they make in a field: for showing a value where it stands."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from archive.problems import NotFound
from service.parts import Here
from service.places import value_of

router = APIRouter(prefix="/belege")


@router.get("/{number}/seiten/{page}/woerter")
def words(parts: Here, number: str, page: int) -> Response:
    """Each word as text and box in points, in reading order."""
    found = next((each for each in parts.space.documents.reading(number).pages if each.number == page), None)
    if found is None:
        raise NotFound(f"Der Beleg {number} hat keine Seite {page}.", cause="no such page")
    return JSONResponse([[word.text, *word.box] for word in found.words])


@router.get("/{number}/wert")
def value(number: str, feld: str, text: str) -> Response:
    """What words make in a field, as people write it. ``number`` only says whose page they stand on."""
    shown, fits = value_of(feld[:60], text[:300])
    return JSONResponse({"beleg": number, "wert": shown, "passt": fits})
