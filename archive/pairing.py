"""Which row of a paper speaks of which row of a purchase order. Judges neither quantities nor prices."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from archive.document import Document, Line
from archive.extras import extra
from archive.order import PurchaseOrder, PurchaseOrderLine, folded, plain, serves
from archive.ordered_terms import in_unit_of, upright
from archive.units import unit

_ENOUGH = 0.45
_LIKE_TEXT = 0.6


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of a purchase order, the ``at``-th of it. ``orders`` are those it is for."""

    purchase: PurchaseOrder
    line: PurchaseOrderLine
    orders: tuple[str, ...]
    at: int = 0

    @property
    def key(self) -> str:
        """Names the row among all rows."""
        return f"{self.purchase.number}/{self.line.position or self.line.article or f'#{self.at}'}"


@dataclass(frozen=True, slots=True)
class Part:
    """A row of a paper, or its share, that speaks of a slot. ``quantity`` in the slot's unit, ``None`` when that is not known."""

    document: Document
    line: Line
    slot: Slot
    quantity: Decimal | None
    share: Decimal = Decimal(1)

    @property
    def total(self) -> Decimal | None:
        """The part of the row's amount that falls to the slot."""
        return None if self.line.total is None else self.line.total * self.share


@dataclass(frozen=True, slots=True)
class Paired:
    """A paper held against the purchase orders. ``rest`` are rows of goods that nobody ordered, ``extras`` those that nobody orders."""

    document: Document
    parts: tuple[Part, ...]
    rest: tuple[Line, ...]
    extras: tuple[Line, ...]


def slots(purchases: Iterable[PurchaseOrder], stock: str) -> list[Slot]:
    """All rows of the purchase orders; those for no order are for ``stock``."""
    return [
        Slot(p, line, (line.order,) if line.order else p.orders or (stock,), at) for p in purchases for at, line in enumerate(p.lines, 1)
    ]


def named(document: Document, purchases: Mapping[str, PurchaseOrder], notes: Mapping[str, tuple[str, ...]]) -> list[PurchaseOrder]:
    """The purchase orders a paper speaks of: those it names, those of delivery notes it names, else those of its sender.

    ``purchases`` by their plain number; ``notes`` leads from plain numbers of delivery notes to the plain numbers they name.
    """
    numbers = {plain(f.value) for f in document.findings if f.field == "bestellnummer"}
    raw = " ".join(plain(link.evidence.raw) for link in document.links if link.evidence)
    through = {n for f in document.findings if f.field == "lieferscheinnummer" for n in notes.get(plain(f.value), ())}
    found = [p for bare, p in purchases.items() if bare in numbers or bare in through or bare in raw]
    served = {order for p in found for order in serves(p)}
    if found and served >= set(document.orders):
        return found
    # A delivery note that leads to another order lies in that order's folder: there the sender's purchase orders are looked at.
    sender = plain(document.value("lieferant"))
    near = [p for p in purchases.values() if not sender or not p.supplier or plain(p.supplier) == sender]
    return [*found, *(p for p in near if p not in found and (not found or not serves(p) <= served))]


def pair(document: Document, candidates: Sequence[Slot], before: Mapping[str, Decimal]) -> Paired:
    """Every row with its slot. ``before`` tells how much of each slot earlier papers of this kind hold already."""
    lines = goods(document)
    chosen = _identified(lines, candidates)
    _by_figures(lines, candidates, chosen)
    _single(lines, candidates, chosen)
    filled: defaultdict[str, Decimal] = defaultdict(Decimal, before)
    parts: list[Part] = []
    for at, line in enumerate(lines):
        if at in chosen:
            parts += _shared(document, line, chosen[at], filled)
    left = [line for at, line in enumerate(lines) if at not in chosen]
    extras = tuple(line for line in left if extra(line.text))
    return Paired(document, tuple(parts), tuple(line for line in left if not extra(line.text)), extras)


def goods(document: Document) -> list[Line]:
    """The rows that count: on a paper with prices a row without any is a repetition, such as a delivery note bound in."""
    priced = [line for line in document.lines if line.total is not None or line.unit_price is not None]
    return priced or list(document.lines)


def _identified(lines: Sequence[Line], candidates: Sequence[Slot]) -> dict[int, list[Slot]]:
    """For each row the slots of its article, best first."""
    by_article: defaultdict[str, list[Slot]] = defaultdict(list)
    for slot in candidates:
        for article in {folded(slot.line.article), folded(slot.line.their_article)}:
            if len(article) >= 2:
                by_article[article].append(slot)
    chosen = {at: list(by_article[folded(line.article)]) for at, line in enumerate(lines) if folded(line.article) in by_article}
    taken = {slot.key for found in chosen.values() for slot in found}
    scored = [
        (worth, at, slot)
        for at, line in enumerate(lines)
        if at not in chosen
        for slot in candidates
        if slot.key not in taken and (worth := _alike(line, slot)) >= _ENOUGH
    ]
    for worth, at, slot in sorted(scored, key=lambda s: -s[0]):
        if at not in chosen and slot.key not in taken:
            twins = [s for w, a, s in scored if a == at and w > worth - 0.02 and _same_article(s, slot) and s.key not in taken]
            chosen[at] = twins
            taken |= {s.key for s in twins}
    return chosen


def _same_article(left: Slot, right: Slot) -> bool:
    return left.key == right.key or (folded(left.line.article), left.line.text) == (folded(right.line.article), right.line.text)


def _alike(line: Line, slot: Slot) -> float:
    """How likely row and slot are the same goods, by article, words, and numbers; 0 without words in common."""
    article, wanted = folded(slot.line.article), _bare(slot.line.text)
    if len(article) >= 5 and article in folded(f"{line.article} {line.text}"):
        return 1.0
    # Rows often go on with remarks (batch, our article number): only as much as was ordered is compared.
    texts = _ratio(_bare(line.text)[: len(wanted) + 6], wanted)
    articles = _ratio(folded(line.article), article) if line.article and len(article) >= 4 else 0.0
    if max(texts, articles) < _LIKE_TEXT:
        return 0.0
    same_position = bool(line.position) and plain(line.position) == plain(slot.line.position)
    return 0.5 * max(texts, articles) + 0.2 * texts + 0.15 * (line.quantity == slot.line.quantity) + 0.05 * same_position


def _so_dear(line: Line, found: Sequence[Slot]) -> Sequence[Slot]:
    """Of the same goods ordered at several prices those at the price of the row, if any."""
    if line.unit_price is None or len(found) == 1:
        return found
    price = line.unit_price / line.price_base
    same = [slot for slot in found if slot.line.unit_price is not None and slot.line.unit_price / (slot.line.price_base or 1) == price]
    return same or found


def _by_figures(lines: Sequence[Line], candidates: Sequence[Slot], chosen: dict[int, list[Slot]]) -> None:
    """Rows whose words could not be read: quantity and price of exactly one row and one slot that are left."""
    taken = {slot.key for found in chosen.values() for slot in found}
    rows: defaultdict[tuple[Decimal, Decimal], list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if at not in chosen and line.quantity and line.unit_price:
            rows[abs(line.quantity), line.unit_price / line.price_base].append(at)
    free: defaultdict[tuple[Decimal, Decimal], list[Slot]] = defaultdict(list)
    for slot in candidates:
        if slot.key not in taken and slot.line.quantity and slot.line.unit_price:
            free[slot.line.quantity, slot.line.unit_price / (slot.line.price_base or 1)].append(slot)
    for figures, found in rows.items():
        if len(found) == 1 and len(free[figures]) == 1 and not extra(lines[found[0]].text):
            chosen[found[0]] = free[figures]


def _single(lines: Sequence[Line], candidates: Sequence[Slot], chosen: dict[int, list[Slot]]) -> None:
    """One row and one slot left over, with the same quantity in the same unit and no contradiction: they mean each other."""
    taken = {slot.key for found in chosen.values() for slot in found}
    rows = [at for at, line in enumerate(lines) if at not in chosen and not extra(line.text)]
    free = [slot for slot in candidates if slot.key not in taken]
    if len(rows) != 1 or len(free) != 1:
        return
    line, slot = lines[rows[0]], free[0]
    contrary = line.article and slot.line.article and _ratio(folded(line.article), folded(slot.line.article)) < _LIKE_TEXT
    same_unit = unit(line.unit) in (None, unit(slot.line.unit))
    if line.quantity is not None and line.quantity == slot.line.quantity and same_unit and not contrary:
        chosen[rows[0]] = [slot]


def _shared(document: Document, line: Line, found: Sequence[Slot], filled: defaultdict[str, Decimal]) -> list[Part]:
    """The row's quantity given to its slots: to the one it fits exactly, else one after the other as they were ordered."""
    found = _so_dear(line, found)
    first = found[0]
    line = upright(line, first.line)
    quantity = None if line.quantity is None else in_unit_of(first.line, abs(line.quantity), line.unit)
    if quantity and _back(document, line):
        filled[first.key] -= quantity
        return [Part(document, line, first, -quantity)]
    open_slots = [slot for slot in found if filled[slot.key] < (slot.line.quantity or 0)] or [found[-1]]
    if quantity is None or len(open_slots) == 1:
        filled[open_slots[0].key] += quantity or 0
        return [Part(document, line, open_slots[0], quantity)]
    exact = next((slot for slot in open_slots if (slot.line.quantity or 0) - filled[slot.key] == quantity), None)
    if exact:
        filled[exact.key] += quantity
        return [Part(document, line, exact, quantity)]
    parts, rest = [], quantity
    for slot in open_slots:
        last = slot is open_slots[-1]
        amount = rest if last else min(rest, (slot.line.quantity or Decimal(0)) - filled[slot.key])
        if amount > 0:
            filled[slot.key] += amount
            parts.append(Part(document, line, slot, amount, amount / quantity))
        rest -= amount
    return parts


def _back(document: Document, line: Line) -> bool:
    """Whether a row takes goods back. On a credit note every row does, whatever its sign."""
    return (line.quantity or 0) < 0 and document.doctype in ("lieferschein", "rechnung")


@functools.lru_cache(maxsize=4096)
def _ratio(left: str, right: str) -> float:
    """0 to 1; 0 as soon as it is clear that they have little in common."""
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if not left or not right or matcher.real_quick_ratio() < _LIKE_TEXT or matcher.quick_ratio() < _LIKE_TEXT:
        return 0.0
    return matcher.ratio()


def _bare(text: str) -> str:
    return re.sub(r"[^0-9a-zäöüß]", "", text.casefold())
