"""Papers that strangers send us with a code of ours on them: the code alone files nothing there, because anybody can print one.

In front of our own scanner and phone it does: whoever puts a sheet or a sticker there works here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from archive.cover import cover_of
from archive.document import Doubt, Link, Proposal
from archive.policy import listed
from archive.space import Space
from ingest.clues import QUESTION

OUTSIDE = {"post": "kam per Mail", "link": "kam über einen Link"}
"""The channels that strangers reach, and how a paper came by them."""
_DEEPEST = 8
"""Steps from a part of a file in a ZIP in a mail to that mail, and some more."""


def asked(space: Space, eingangsnummer: str, proposal: Proposal) -> Proposal:
    """The proposal, with a doubt when nothing but a code of ours leads to a folder and the paper came from outside."""
    alone = _by_code_alone(proposal.links)
    if not alone or not (how := OUTSIDE.get(_source(space, eingangsnummer))):
        return proposal
    said = f"Nur der aufgedruckte Code nennt {listed(alone)}. Das Papier {how}, und solche Codes kann jeder drucken."
    return dataclasses.replace(proposal, doubts=(*proposal.doubts, Doubt("order", said, QUESTION)))


def _by_code_alone(links: Iterable[Link]) -> list[str]:
    told = list(links)
    printed = {link.order for link in told if not (link.evidence and cover_of(link.evidence.raw))}
    return sorted({link.order for link in told} - printed)


def _source(space: Space, eingangsnummer: str) -> str:
    """The channel by which a paper, or what it was taken from, came in."""
    number, source = eingangsnummer, ""
    for _ in range(_DEEPEST):
        first = next((entry for entry in space.journal.about(number) if entry.kind in ("eingang", "teil")), None)
        if first is None:
            break
        source = str(first.body.get("source", ""))
        above = first.body.get("parent") or next(iter(first.body.get("parents", ())), "")
        if source in OUTSIDE or not above:
            break
        number = str(above)
    return source
