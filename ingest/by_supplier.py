"""The orders for which something is still open at a paper's sender: what a person would look through. Suggestions, never more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.document import Line, Suggestion
from archive.order import STOCK, PurchaseOrder, Register, Supplier, folded, plain, serves

_WITH_GOODS, _OPEN = 0.3, 0.2
_DISTINCT = 4


def by_supplier(lines: Sequence[Line], register: Register, sender: Supplier | None) -> Iterator[Suggestion]:
    """One for each order, those with goods of the paper first, then the newest. Nothing for an unknown sender."""
    if sender is None:
        return
    articles = {folded(line.article): line.article for line in lines if len(plain(line.article)) >= _DISTINCT}
    purchases = register.open_purchases(sender.number)
    shared = {purchase.number: _shared(purchase, articles) for purchase in purchases}
    told: set[str] = set()
    for purchase in sorted(purchases, key=lambda purchase: -len(shared[purchase.number])):
        goods = shared[purchase.number]
        for order in sorted(serves(purchase) - told - {STOCK}):
            told.add(order)
            what = f" mit {goods[0]}" if goods else ""
            yield Suggestion(
                order, f"bei diesem Lieferanten dafür die Bestellung {purchase.number}{what} offen ist", _WITH_GOODS if goods else _OPEN
            )


def _shared(purchase: PurchaseOrder, articles: dict[str, str]) -> list[str]:
    ordered = {
        folded(number) for line in purchase.lines for number in (line.article, line.their_article) if len(plain(number)) >= _DISTINCT
    }
    return [printed for key, printed in articles.items() if key in ordered]
