"""Notes who looks at which paper or folder, as the wall lets them through. A picture of a page is no look of its own."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from starlette.requests import Request

from archive.problems import Problem

if TYPE_CHECKING:
    from service.auth.visitor import Visitor
    from service.parts import House

log = logging.getLogger(__name__)

WAYS = {"/belege/": "angesehen", "/klaerung/": "in der Klärung", "/mappen/": "Mappe angesehen", "/api/v1/documents/": "Schnittstelle"}
BUNDLES = {"/pruefung/z3.zip": "Datenträger Z3", "/herausgeben/mappe.zip": "Mappe als ZIP", "/herausgeben/mappe.pdf": "Mappe als PDF"}
BUNDLES |= {"/verwaltung/datenschutz/auskunft.json": "Auskunft über eine Person"}
BUNDLES |= {"/datev/buchungsstapel.csv": "DATEV-Buchungsstapel", "/datev/belege.zip": "DATEV-Belege"}
FILES = {"/suchbar.pdf": "durchsuchbares PDF", "/lesbar.pdf": "lesbares PDF", "/original": "Original"}
QUIET = ("/seiten/", "/pages/", "/verlauf")


def note(house: House, visitor: Visitor, request: Request) -> None:
    """One line for a look of somebody with a name, or of a device; none for sandboxes and while nobody has to log in."""
    if request.method != "GET" or visitor.training or (visitor.person is None and visitor.key is None):
        return
    path, number = request.url.path, str(request.path_params.get("number", ""))
    how, what = _bundle(request) if not number else ("", number)
    if not how and number and not any(part in path for part in QUIET):
        ways = (*(way for end, way in FILES.items() if path.endswith(end)), *(way for start, way in WAYS.items() if path.startswith(start)))
        how = next(iter(ways), "")
    if not how:
        return
    try:
        house.accesses.note(visitor.space, visitor.who, [(what, how)])
    except Problem as problem:
        # Whoever may look must not be kept from it because this can not be written now.
        log.warning("access of %s to %s not noted: %s", visitor.who, what, problem.cause)


def _bundle(request: Request) -> tuple[str, str]:
    """What leaves as a file that is no single paper, and what it is of: a folder, a month, a whole list."""
    path, asked = request.url.path, request.query_params
    if path in BUNDLES:
        return BUNDLES[path], (asked.get("mappe") or asked.get("monat") or asked.get("name") or "")[:100]
    if path.endswith(".csv"):
        return "Liste als CSV", (asked.get("nummer") or path.removesuffix(".csv").strip("/"))[:100]
    return "", ""
