"""A paper that came with another one, and waits: where the other one lies is worth a suggestion. Files nothing by itself."""

from __future__ import annotations

import dataclasses

from archive.document import Document, Proposal, Suggestion
from archive.enclosures import parent
from archive.problems import NotFound
from archive.space import Space

_WORTH = 0.6
"""More than a number that is only alike: a person put the two together. Less than anything that stands on the paper itself."""
_MOST = 3


def suggested(space: Space, eingangsnummer: str, proposal: Proposal) -> Proposal:
    """The proposal, with the folders of the paper it came with first: a photo made at goods receipt, a file inside another one."""
    if proposal.links or not (other := _companion(space, eingangsnummer)):
        return proposal
    what = "beim Wareneingang" if other.doctype == "wareneingangsschein" else "zusammen mit"
    reason = f"das Papier {what} {other.eingangsnummer} hereinkam, der dort liegt"
    here = tuple(Suggestion(order, reason, _WORTH) for order in other.orders)
    others = tuple(s for s in proposal.suggestions if s.order not in other.orders)
    return dataclasses.replace(proposal, suggestions=(*here, *others)[:_MOST])


def _companion(space: Space, eingangsnummer: str) -> Document | None:
    """The paper it was handed in with, when that one is filed."""
    number = parent(space.journal.about(eingangsnummer))
    try:
        return found if number and (found := space.documents.get(number)).state == "filed" else None
    except NotFound:  # a mail or a ZIP: it has no place of its own
        return None
