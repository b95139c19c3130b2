"""Whether the folder of an order is complete: its state, and in German sentences what is missing and what does not fit. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Literal

from archive.decisions import SETTLED, Decision
from archive.deviation import PENDING, Deviation, number
from archive.document import Document
from archive.gaps import INVOICES, Gap, Held, gaps
from archive.order import Order, PurchaseOrder
from archive.places import titled
from archive.profile import Profile
from archive.threeway import Match

FolderState = Literal["leer", "offen", "abweichung", "vollstaendig", "abgeschlossen"]


@dataclass(frozen=True, slots=True)
class Judged:
    """A deviation with the decision about it, ``None`` as long as nobody decided."""

    deviation: Deviation
    decision: Decision | None

    @property
    def settled(self) -> bool:
        """Whether nobody has to do anything about it any more."""
        return self.decision is not None and self.decision.choice in SETTLED


@dataclass(frozen=True, slots=True)
class Completeness:
    """What a folder lacks. ``gaps`` are papers, ``unchecked`` says what keeps it open besides; ``headline`` says the state in a line."""

    state: FolderState
    headline: str
    gaps: tuple[Gap, ...]
    unchecked: tuple[str, ...]
    judged: tuple[Judged, ...]
    today: date

    @property
    def missing(self) -> tuple[str, ...]:
        """The papers that are missing, as German sentences."""
        return tuple(gap.sentence(self.today) for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a folder holds: its order, the purchase orders for it (suppliers by name), its papers, and what the firm expects of them."""

    order: Order
    purchases: Sequence[PurchaseOrder]
    documents: Sequence[Document]
    profile: Profile = field(default_factory=Profile)


def completeness(contents: Contents, match: Match, decisions: Mapping[str, Decision], now: datetime | None = None) -> Completeness:
    """The state of a folder with everything that explains it."""
    today = (now or datetime.now(UTC)).astimezone().date()
    judged = tuple(Judged(deviation, decisions.get(deviation.key)) for deviation in match.deviations)
    gone = tuple(gaps(Held(contents.purchases, contents.documents, match, contents.profile)))
    unchecked = tuple(_unchecked(contents))
    state = _state(contents, judged, bool(gone or unchecked))
    return Completeness(state, _headline(state, judged, len(gone)), gone, unchecked, judged, today)


def _unchecked(contents: Contents) -> Iterator[str]:
    if contents.documents and not any(purchase.lines for purchase in contents.purchases):
        yield "Zu diesem Auftrag sind keine Bestellpositionen erfasst, Mengen und Preise sind nicht prüfbar"
    for document in contents.documents:
        if document.doubts and document.doctype in (*INVOICES, "lieferschein"):
            hints = "1 Hinweis" if len(document.doubts) == 1 else f"{len(document.doubts)} Hinweise"
            yield f"Noch zu prüfen: {titled(document)} ({hints})"


def _state(contents: Contents, judged: Sequence[Judged], waits: bool) -> FolderState:
    if contents.order.state in ("fertig", "storniert"):
        return "abgeschlossen"
    if not contents.documents and not contents.purchases:
        return "leer"
    unsettled = [each.deviation for each in judged if not each.settled]
    if any(deviation.type not in PENDING for deviation in unsettled):
        return "abweichung"
    return "offen" if waits or unsettled or not contents.documents else "vollstaendig"


def _headline(state: FolderState, judged: Sequence[Judged], gone: int) -> str:
    unsettled = [each.deviation for each in judged if not each.settled]
    wrong = sum(deviation.type not in PENDING for deviation in unsettled)
    rests = [d for d in unsettled if d.type == "nicht_geliefert"]
    words = {"leer": "Noch leer", "vollstaendig": "Vollständig", "abgeschlossen": "Abgeschlossen", "offen": "offen"}
    parts = [words.get(state, "")] if state != "abweichung" else ["1 Abweichung" if wrong == 1 else f"{wrong} Abweichungen"]
    if state in ("offen", "abweichung"):
        parts += [f"Restmenge {number(-(d.difference or Decimal(0)))}" for d in rests[:1]] if len(rests) == 1 else []
        parts += [f"Restmengen bei {len(rests)} Positionen"] if len(rests) > 1 else []
        parts += ["1 Beleg fehlt" if gone == 1 else f"{gone} Belege fehlen"] if gone else []
    return ", ".join(parts)
