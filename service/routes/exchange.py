"""Austausch: what a guest with a link sees. Shows nothing but the name of the firm and what the link is for; knows no session.

A link that never was, is over or was taken back gets the same answer, so that nobody learns from it. Tries are not counted: a token
has 256 random bits, and a lock would only shut out others behind the same address.
"""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from archive import guest_links
from archive.confidence import must_be_open
from archive.guest_links import SOURCE, Standing
from archive.intake import Intaken, Sender
from archive.problems import Invalid, NotFound, Problem, Unavailable
from archive.store.seam import Incoming, Stored
from service import multipart
from service.errors import status_of
from service.handing_out import must_be_clean
from service.media import media_type
from service.multipart import ArrivingFile, Taking
from service.parts import AtHouse, House, Parts
from service.queueing import queue
from service.rendering import render
from service.routes.papers import original_response

log = logging.getLogger(__name__)

router = APIRouter(prefix="/austausch")

_QUIET = {"X-Robots-Tag": "noindex, nofollow"}
_LONGEST, _LONGEST_NUMBER = 120, 6
_GONE = NotFound(
    "Dieses Papier kann hier nicht mehr abgeholt werden. Bitte fragen Sie die Firma, die Ihnen den Link geschickt hat.",
    cause="a paper of a link that does not go out",
)


@dataclass(frozen=True, slots=True)
class _Guest:
    parts: Parts
    token: str
    standing: Standing

    @property
    def who(self) -> str:
        return f"der Link für {self.standing.link.title}"


@router.get("/{token}")
def look(request: Request, house: AtHouse, token: str) -> Response:
    """What the link is for."""
    return _screen(request, _guest(house, token))


@router.post("/{token}")
async def hand_in(request: Request, house: AtHouse, token: str) -> Response:
    """Takes files, each acknowledged when it is durable, until the link is full."""
    guest = await run_in_threadpool(_guest, house, token)
    if guest is None or guest.standing.link.direction != "hochladen":
        return _screen(request, None)
    arrived: list[str] = []
    problem: Problem | None = None
    try:
        await multipart.receive(request, _taking(guest, arrived))
        if not arrived:
            raise Invalid("Sie haben noch keine Datei ausgewählt.", cause="no file in form")
    except Problem as error:
        problem = error
    return await run_in_threadpool(_after, request, guest, arrived, problem)


@router.get("/{token}/{number}")
def back(token: str, number: str) -> Response:
    """Where a reload after a fetch leads. Fetches nothing: programs that look at links in mails must not use them up."""
    return RedirectResponse(f"/austausch/{quote(token, safe='')}#papier-{quote(number, safe='')}", 303)


@router.post("/{token}/{number}")
def fetch(request: Request, house: AtHouse, token: str, number: str) -> Response:
    """One of the papers; ``number`` counts them from 1."""
    guest = _guest(house, token)
    there = guest_links.papers(guest.parts.space, guest.standing.link) if guest else {}
    at = int(number) if number.isascii() and number.isdecimal() and len(number) < _LONGEST_NUMBER else 0
    wanted = guest.standing.link.papers[at - 1 : at] if guest and at else ()
    if guest is None or not wanted or wanted[0] not in there:
        return _screen(request, guest, problem=_GONE if guest else None)
    try:
        answer = _fetched(guest, there[wanted[0]])
    except Problem as problem:
        log.info("not fetched through a link: %s", problem.cause)
        return _screen(request, guest, problem=problem if isinstance(problem, Unavailable) else _GONE)
    answer.headers.update(_QUIET)
    return answer


def _fetched(guest: _Guest, paper: Intaken) -> Response:
    """Looks first, then counts, then opens the original: what can not go out is not counted, and nothing stays open that was not."""
    space = guest.parts.space
    must_be_open(space, paper.scan.sha256)
    must_be_clean(paper)
    guest_links.fetch(space, guest.token, paper.eingangsnummer, paper.size, guest.who)
    return original_response(space, paper)


def _guest(house: House, token: str) -> _Guest | None:
    """Who comes with this token, ``None`` when it opens nothing. Opens no other space than the one the token names."""
    if len(token) > _LONGEST:
        return None
    try:
        entry = house.installation.spaces.get(guest_links.space_of(token) or house.settings.space)
    except NotFound:
        return None
    if entry.kind != "firma":
        return None
    # Without what is confidential, whoever made the link.
    parts = house.veiled(entry.name)
    standing = guest_links.find(parts.space, token)
    return _Guest(parts, token, standing) if standing and standing.open(datetime.now(UTC).astimezone().date()) else None


def _taking(guest: _Guest, arrived: list[str]) -> Taking:
    parts, link, space = guest.parts, guest.standing.link, guest.parts.space
    about = f"{link.title}, Auftrag {link.order}" if link.order else link.title
    left = guest.standing.bytes_left

    def receive() -> AbstractContextManager[Incoming]:
        nonlocal left
        left = guest_links.room(space, guest.token)
        return space.intake.receive()

    def grown(size: int) -> None:
        if size > left:
            raise guest_links.too_large(left)

    def store(file: ArrivingFile, incoming: Incoming) -> Stored:
        sender = Sender(file.name, media_type(file.head), SOURCE, guest.who, hint=about)
        receipt = guest_links.hand_in(space, guest.token, incoming, file.size, sender)
        if not receipt.duplicate_of:
            queue(parts.jobs, space.name, receipt.eingangsnummer)
        return Stored(receipt.sha256, file.size)

    def keep(file: ArrivingFile, _stored: Stored) -> None:
        arrived.append(file.name)

    return Taking(receive, keep, parts.settings.upload_mb, "Bitte teilen Sie die Datei auf.", grown=grown, store=store)


def _after(request: Request, guest: _Guest, arrived: list[str], problem: Problem | None) -> Response:
    now = guest_links.find(guest.parts.space, guest.token)
    return _screen(request, replace(guest, standing=now) if now else None, arrived=arrived, problem=problem)


def _screen(request: Request, guest: _Guest | None, **shown: Any) -> Response:
    problem = cast("Problem | None", shown.get("problem"))
    arrived = cast("list[str]", shown.get("arrived", []))
    values: dict[str, Any] = {"firm": "", "link": None, "left": 0, "papers": [], "token": "", "problem": problem, "arrived": arrived}
    if guest:
        firm = guest.parts.space.orders.firm().name
        there = guest_links.papers(guest.parts.space, guest.standing.link)
        papers = [(number, there[key]) for number, key in enumerate(guest.standing.link.papers, 1) if key in there]
        values |= {"firm": firm, "link": guest.standing.link, "left": guest.standing.files_left, "papers": papers, "token": guest.token}
    status = 404 if guest is None else status_of(problem) if problem else 200
    answer = render(request, "exchange.html", status=status, quiet=True, **values)
    answer.headers.update(_QUIET)
    return answer
