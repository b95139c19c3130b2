"""When a paper is filed without a person, and the German sentence that says what became of it. Changes nothing."""

from __future__ import annotations

from collections.abc import Sequence

from archive.content import Content
from archive.document import Link, Proposal

HOLDING = frozenset({"doctype", "order", "paper"})
"""Doubts about these keep a paper waiting; doubts about single values are shown in the folder but do not hold it."""

SURE = 0.8
"""From this confidence on a link or a value counts as sure."""


def decided(proposal: Proposal | Content) -> bool:
    """A link, every link sure, because the paper goes into all their folders; and no doubt about type, order or the paper itself."""
    return bool(proposal.links) and not _unsure(proposal) and not any(d.about in HOLDING for d in proposal.doubts)


def sentence(proposal: Proposal | Content) -> str:
    """``Abgelegt in A-26-0112, weil hinter ‚Ihre Bestellung' B-26-00417 steht (Seite 1)`` or ``Wartet: ...``."""
    if decided(proposal):
        return f"Abgelegt in {listed(_orders(proposal))}, weil {_because(proposal)}"
    reasons = list(dict.fromkeys(d.reason for d in proposal.doubts if d.about in HOLDING))
    reasons += [
        f"Es ist nicht sicher, ob das Papier in {link.order} gehört. Dafür spricht, dass {link.reason}." for link in _unsure(proposal)
    ]
    return "Wartet: " + (" ".join(reasons) or "Es ist nicht sicher, zu welchem Auftrag das Papier gehört.")


def foremost(links: Sequence[Link]) -> list[Link]:
    """The surest link of each order, in the order in which the orders are first named."""
    best: dict[str, Link] = {}
    for link in links:
        if link.order not in best or link.confidence > best[link.order].confidence:
            best[link.order] = link
    return list(best.values())


def _unsure(proposal: Proposal | Content) -> list[Link]:
    return [link for link in foremost(proposal.links) if link.confidence < SURE]


def _orders(proposal: Proposal | Content) -> list[str]:
    return list(dict.fromkeys(link.order for link in proposal.links))


def _because(proposal: Proposal | Content) -> str:
    """Three reasons are enough for a sentence; every link keeps its own for those who ask."""
    reasons = list(dict.fromkeys(link.reason for link in foremost(proposal.links)))
    return listed(reasons[:3]) + (f" (und {len(reasons) - 3} weitere Stellen)" if len(reasons) > 3 else "")


def listed(parts: Sequence[str]) -> str:
    """``A``, ``A und B``, ``A, B und C``."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " und " + parts[-1]


def quoted(print_: str) -> str:
    """Print in German single quotation marks, for sentences."""
    return f"‚{print_}'"
