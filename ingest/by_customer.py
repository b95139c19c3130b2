"""Orders behind a label that does not say whose number it is ("Auftrag"), on papers that name the customer of that order, too.

Laboratories, carriers and subcontractors write our order like that; without its customer it is most likely the sender's own number.
What stands behind "Unsere Auftragsnummer" is never looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.document import Evidence
from archive.order import Register, plain
from archive.policy import quoted
from ingest.clues import Hit, distinct
from ingest.layout import around, simple, text_of
from ingest.mentions import Mention
from ingest.paper import Paper

_SURE = 0.9
_NAME = 6  # letters of a name that are no accident


def by_customer(paper: Paper, seen: Sequence[Mention], register: Register) -> Iterator[Hit]:
    """One hit for each order that both its number and its customer speak for."""
    bare = {plain(m.number): m for m in reversed(seen) if m.standing == "bare" and m.page and distinct(m.number)}
    if not bare:
        return
    text = simple("\n".join(page.text for page in paper.reading.pages))
    for known in register.known({m.number for m in bare.values()}):
        mention = bare[plain(known.number)]
        named = next((c for c in known.customers if len(simple(c)) >= _NAME and simple(c) in text), "")
        if known.kind == "auftrag" and named:
            reason = f"hinter {quoted(mention.label)} {known.number} und auch der Kunde {quoted(named)} steht (Seite {mention.page})"
            confidence = _SURE * (0.9 + 0.1 * min(w.confidence for w in mention.words))
            yield Hit(known, confidence, reason, Evidence(mention.page, around(mention.words), text_of(mention.words)), labelled=True)
