"""The purchase order a paper without a number of ours may belong to: its sender's open rows with the same article and quantity.

Two rows that lead to one purchase order and to no other are sure, one row alone is only a suggestion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from archive.document import Evidence, Finding, Line
from archive.extras import extra
from archive.order import STOCK, Known, PurchaseOrder, PurchaseOrderLine, Register, Supplier, folded, plain
from archive.units import converted
from ingest.clues import ByGoods, Hit

_SURE, _LIKELY = 0.84, 0.7
_DISTINCT = 4  # characters from which an article number is not one of a catalogue of three
_TYPES = ("rechnung", "lieferschein", "auftragsbestaetigung", "gutschrift")


def by_goods(doctype: str, lines: Sequence[Line], findings: Sequence[Finding], register: Register, sender: Supplier | None) -> ByGoods:
    """What the rows of a paper say, held against what is open at its sender."""
    rows = [line for line in lines if line.quantity and len(plain(line.article)) >= _DISTINCT and not extra(line.text)]
    if sender is None or not rows or doctype not in _TYPES:
        return ByGoods()
    found: defaultdict[str, list[tuple[Line, PurchaseOrderLine]]] = defaultdict(list)
    purchases = {purchase.number: purchase for purchase in register.open_purchases(sender.number)}
    for purchase in purchases.values():
        for row in rows:
            same = next((line for line in purchase.lines if _same(row, line)), None)
            if same:
                found[purchase.number].append((row, same))
    if not found:
        return ByGoods()
    most = max(map(len, found.values()))
    best = [number for number, pairs in found.items() if len(pairs) == most]
    named = {plain(f.value) for f in findings if f.field == "kundennummer"} - {""}
    ours = plain(sender.customer_number) in named
    sure = len(best) == 1 and most >= 2 and most == len(rows)
    hits = tuple(_hit(purchases[n], found[n], _SURE + 0.05 * ours if sure else _LIKELY, ours=ours) for n in best[:3])
    return ByGoods(hits if sure else (), () if sure else hits, purchases[best[0]] if sure else None, frozenset(found))


def _same(row: Line, line: PurchaseOrderLine) -> bool:
    articles = {folded(number) for number in (line.article, line.their_article) if len(plain(number)) >= _DISTINCT}
    if folded(row.article) not in articles or row.quantity is None or line.quantity is None:
        return False
    return converted(abs(row.quantity), row.unit, line.unit) == line.quantity


def _hit(purchase: PurchaseOrder, pairs: Sequence[tuple[Line, PurchaseOrderLine]], confidence: float, *, ours: bool) -> Hit:
    own = dict.fromkeys(line.order for _, line in pairs if line.order) or dict.fromkeys(purchase.orders or (STOCK,))
    articles = ", ".join(dict.fromkeys(row.article for row, _ in pairs[:3]))
    same = "Artikel und Menge" if len(pairs) == 1 else f"Artikel und Mengen von {len(pairs)} Positionen"
    customer = "unsere Kundennummer, " if ours else ""
    reason = f"{customer}{same} ({articles}) zur offenen Bestellung {purchase.number} dieses Lieferanten passen"
    row = pairs[0][0]
    evidence = Evidence(row.evidence.page, row.evidence.box, row.evidence.raw)
    return Hit(Known("bestellung", purchase.number, tuple(own), purchase.supplier), confidence, reason, evidence, labelled=False)
