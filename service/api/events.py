"""The event feed: what happened since a program last asked, as it is told to webhooks too."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query

from archive import codec, happenings
from service.parts import Here

router = APIRouter(prefix="/api/v1/events")

After = Annotated[int, Query(ge=0, le=2**63 - 1)]
"""No table knows larger numbers."""


@router.get("")
def events(parts: Here, after: After = 0, limit: Annotated[int, Query(ge=1, le=500)] = 100) -> dict[str, Any]:
    """Events after number ``after``, oldest first. Ask again with ``next``; ``more`` says whether that makes sense at once.

    That a paper was deleted is told of every paper. ``after=0`` begins with the first event of all. A program that wants only what
    comes from now on starts at ``head``.
    """
    found = happenings.after(parts.space, after, limit)
    told = [codec.encode(event) for event in found.events]
    return {"events": told, "next": max(after, found.up_to), "more": found.more, "head": parts.space.journal.head()[0]}
