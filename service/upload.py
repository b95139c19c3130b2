"""Papers on their way in over HTTP: each file acknowledged as soon as it is durable. The bytes are taken by ``multipart``.

Looks at nothing but the first bytes. A sender who goes away leaves nothing.
"""

from __future__ import annotations

import hashlib
import logging
import re
from dataclasses import dataclass, replace
from typing import Any

from starlette.requests import Request

from archive.intake import Receipt, Sender
from archive.problems import Invalid, NotFound, Problem
from archive.store.seam import Stored
from service import multipart
from service.media import media_type
from service.multipart import ArrivingFile, Kept, Taking
from service.parts import Parts
from service.queueing import queue

log = logging.getLogger(__name__)

_KEY = re.compile(r"[A-Za-z0-9._:-]{8,200}")


@dataclass(frozen=True, slots=True)
class Arrived:
    """One acknowledged file under the name its sender gave it."""

    name: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What came of one request: the acknowledged files, and the problem that ended it early."""

    arrived: tuple[Arrived, ...]
    problem: Problem | None


NOTHING = Uploaded((), None)


def as_json(uploaded: Uploaded) -> dict[str, Any]:
    """What programs get: a receipt for each acknowledged file, and the problem if there was one."""
    receipts = [
        {
            "eingangsnummer": item.receipt.eingangsnummer,
            "sha256": item.receipt.sha256,
            "name": item.name,
            "duplicate_of": item.receipt.duplicate_of,
            "job": f"/api/v1/documents/{item.receipt.eingangsnummer}",
        }
        for item in uploaded.arrived
    ]
    problem = uploaded.problem
    return {"receipts": receipts, **({"problem": {"code": problem.code, "message": problem.message}} if problem else {})}


async def receive(request: Request, parts: Parts, source: str, who: str) -> Uploaded:
    """Takes every file of a multipart request. Raises ``Invalid`` when there is none, ``ClientDisconnect`` when the sender left.

    A request that comes again with the same ``Idempotency-Key`` gets the same receipts: its first answer was lost.
    """
    key = request.headers.get("idempotency-key", "")
    if key and not _KEY.fullmatch(key):
        raise Invalid(
            "Der Kopf „Idempotency-Key“ hat 8 bis 200 Zeichen (Buchstaben, Ziffern und . _ : -).", cause="idempotency key of another kind"
        )
    arrived: list[Arrived] = []
    advice = "Bitte teilen Sie die Datei auf oder scannen Sie mit 300 dpi."
    taking = Taking(
        parts.space.intake.receive, _keeper(parts, Sender("", "", source, who, ticket=key), arrived), parts.settings.upload_mb, advice
    )
    try:
        await multipart.receive(request, taking)
    except Problem as problem:
        if not arrived:
            raise
        return Uploaded(tuple(arrived), problem)
    if not arrived:
        raise Invalid("Sie haben noch keine Datei ausgewählt. Bitte wählen Sie mindestens eine Datei aus.", cause="no file in form")
    return Uploaded(tuple(arrived), None)


def _keeper(parts: Parts, sender: Sender, arrived: list[Arrived]) -> Kept:
    def keep(file: ArrivingFile, stored: Stored) -> None:
        ticket = _ticket(parts, sender, len(arrived)) if sender.ticket else ""
        told = Sender(file.name, media_type(file.head), sender.source, sender.who, ticket=ticket)
        receipt = parts.space.intake.acknowledge(stored, told)
        arrived.append(Arrived(file.name, without_secrets(parts, receipt)))
        if not receipt.duplicate_of:
            queue(parts.jobs, parts.space.name, receipt.eingangsnummer)

    return keep


def _ticket(parts: Parts, sender: Sender, place: int) -> str:
    """The key as ticket of one file: of this sender only, and of this place in the request, which may hold the same file twice."""
    whole = "|".join((parts.space.name, sender.source, sender.who, sender.ticket, str(place)))
    return hashlib.sha256(whole.encode()).hexdigest()[:32]


def without_secrets(parts: Parts, receipt: Receipt) -> Receipt:
    """A receipt that does not name the first paper of these bytes to who may not know of it."""
    if receipt.duplicate_of:
        try:
            parts.space.intake.get(receipt.duplicate_of)
        except NotFound:
            return replace(receipt, duplicate_of="")
    return receipt
