"""Austausch: what a guest with a link sees. Shows nothing but the name of the firm and what the link is for; knows no session.

A link that never was, is over or was taken back gets the same answer, so that nobody learns from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from archive import guest_links
from archive.guest_links import SOURCE, Standing
from archive.intake import Intaken, Sender
from archive.problems import Invalid, NotFound, Problem, TooHeavy
from archive.store.seam import Incoming, Stored
from service import multipart
from service.errors import status_of
from service.media import media_type
from service.multipart import ArrivingFile, Taking
from service.parts import AtHouse, House, Parts
from service.queueing import queue
from service.rendering import render
from service.routes.papers import original_response

router = APIRouter(prefix="/austausch")

_QUIET = {"X-Robots-Tag": "noindex, nofollow"}
_LONGEST = 100


@dataclass(frozen=True, slots=True)
class _Guest:
    parts: Parts
    token: str
    standing: Standing

    @property
    def who(self) -> str:
        return f"der Link für {self.standing.link.title}"

    def papers(self) -> Iterator[Intaken]:
        """What may be fetched and can be: papers that went or are hidden meanwhile are not there."""
        for number in self.standing.link.papers:
            try:
                entry = self.parts.space.intake.get(number)
            except NotFound:
                continue
            if entry.state in ("filed", "waiting"):
                yield entry


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
def fetch(request: Request, house: AtHouse, token: str, number: int) -> Response:
    """One of the papers; ``number`` counts them from 1."""
    guest = _guest(house, token)
    papers = {paper.eingangsnummer: paper for paper in guest.papers()} if guest else {}
    wanted = guest.standing.link.papers[number - 1 : number] if guest and number > 0 else ()
    if guest is None or not wanted or wanted[0] not in papers:
        return _screen(request, None)
    paper = papers[wanted[0]]
    answer = original_response(guest.parts.space, paper)
    try:
        guest_links.fetch(guest.parts.space, token, paper.eingangsnummer, paper.size, guest.who)
    except Invalid:
        return _screen(request, None)
    answer.headers.update(_QUIET)
    return answer


def _guest(house: House, token: str) -> _Guest | None:
    """Who comes with this token, ``None`` when it opens nothing.

    Nobody is made to wait: a token can not be guessed, and many honest guests share one address.
    """
    today = datetime.now(UTC).astimezone().date()
    for entry in house.installation.spaces.all() if len(token) <= _LONGEST else ():
        if entry.kind != "firma":
            continue
        # Without what is confidential, whoever made the link.
        parts = house.veiled(entry.name)
        standing = guest_links.find(parts.space, token)
        if standing is not None:
            return _Guest(parts, token, standing) if standing.open(today) else None
    return None


def _taking(guest: _Guest, arrived: list[str]) -> Taking:
    parts, link = guest.parts, guest.standing.link
    about = f"{link.title}, Auftrag {link.order}" if link.order else link.title

    def keep(file: ArrivingFile, stored: Stored) -> None:
        sender = Sender(file.name, media_type(file.head), SOURCE, guest.who, hint=about)
        receipt = guest_links.hand_in(parts.space, guest.token, stored, sender)
        arrived.append(file.name)
        if not receipt.duplicate_of:
            queue(parts.jobs, parts.space.name, receipt.eingangsnummer)

    return Taking(lambda: _receiving(guest), keep, parts.settings.upload_mb, "Bitte teilen Sie die Datei auf.")


@contextmanager
def _receiving(guest: _Guest) -> Iterator[Incoming]:
    """A place for one file that takes no more than the link still has: what is refused must not be kept first."""
    now = guest_links.find(guest.parts.space, guest.token)
    if now is None or not now.open(datetime.now(UTC).astimezone().date()):
        raise Invalid("Dieser Link nimmt nichts mehr an.", cause="link is closed", code="link_zu")
    with guest.parts.space.intake.receive() as incoming:
        yield _Measured(incoming, now.bytes_left)


class _Measured:
    """Bytes on their way in, up to a number."""

    def __init__(self, incoming: Incoming, left: int) -> None:
        self._incoming = incoming
        self._left = left

    def write(self, chunk: bytes) -> None:
        """As the store does. Raises ``TooHeavy`` beyond the number."""
        self._left -= len(chunk)
        if self._left < 0:
            raise TooHeavy("Die Datei ist zu groß: So viel nimmt dieser Link nicht mehr an.", cause="link is full")
        self._incoming.write(chunk)

    def keep(self) -> Stored:
        """As the store does."""
        return self._incoming.keep()


def _after(request: Request, guest: _Guest, arrived: list[str], problem: Problem | None) -> Response:
    now = guest_links.find(guest.parts.space, guest.token)
    return _screen(request, replace(guest, standing=now) if now else None, arrived=arrived, problem=problem)


def _screen(request: Request, guest: _Guest | None, **shown: Any) -> Response:
    problem = cast("Problem | None", shown.get("problem"))
    arrived = cast("list[str]", shown.get("arrived", []))
    values: dict[str, Any] = {"firm": "", "link": None, "left": 0, "papers": [], "problem": problem, "arrived": arrived}
    if guest:
        firm = guest.parts.space.orders.firm().name
        there = {paper.eingangsnummer: paper for paper in guest.papers()}
        papers = [(number, there[key]) for number, key in enumerate(guest.standing.link.papers, 1) if key in there]
        values |= {"firm": firm, "link": guest.standing.link, "left": guest.standing.files_left, "papers": papers}
    status = 404 if guest is None else status_of(problem) if problem else 200
    answer = render(request, "exchange.html", status=status, quiet=True, **values)
    answer.headers.update(_QUIET)
    return answer
