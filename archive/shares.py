"""What of a paper for several orders falls to each of them: by its rows, and what nobody ordered by value or to one order.

Who bears those additional costs is a person's choice, kept in the journal; as long as nobody chose, they follow the goods.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select

from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.currencies import foreign
from archive.deviation import CENT, money
from archive.journal import Journal
from archive.lookup import chunks
from archive.pairing import Paired, goods
from archive.problems import Invalid


@dataclass(frozen=True, slots=True)
class Share:
    """What of a paper falls to one order, in euros net: goods by their rows, and its part of the additional costs."""

    order: str
    goods: Decimal
    costs: Decimal

    @property
    def total(self) -> Decimal:
        """Both together."""
        return self.goods + self.costs


class Bearers:
    """Which order bears the additional costs of which paper, in one space."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        self._catalog = catalog
        self._journal = journal

    def of(self, numbers: Collection[str]) -> dict[str, str]:
        """The chosen order by Eingangsnummer; papers of which nobody chose are left out."""
        found: dict[str, str] = {}
        with self._catalog.read() as connection:
            for some in chunks(numbers):
                query = select(t.cost_choice).where(t.cost_choice.c.eingangsnummer.in_(some))
                found |= {row.eingangsnummer: row.order_number for row in connection.execute(query)}
        return found

    def choose(self, eingangsnummer: str, order: str, who: str) -> None:
        """One of the orders of a paper bears its additional costs; "" divides them by value.

        Raises ``Invalid`` for another order, and for a paper that does not lie in several.
        """
        with self._journal.change(who) as change:
            links = t.link
            query = select(links.c.order_number).where(links.c.eingangsnummer == eingangsnummer)
            orders = set(change.connection.execute(query).scalars())
            if len(orders) < 2 or (order and order not in orders):
                raise Invalid(
                    "Bitte wählen Sie einen der Aufträge, zu denen dieses Papier gehört.", cause=f"{eingangsnummer} not in {order}"
                )
            change.record("nebenkosten_entschieden", eingangsnummer, {"order": order})


def shares(paper: Paired, bearer: str = "") -> dict[str, Share]:
    """Net amounts by order, together the sum of all rows; empty when a row's amount or order is not known.

    A row for several orders that its purchase order does not tell apart falls to them in equal parts. ``bearer`` is the order that
    bears all additional costs, "" for all of them by value.
    """
    lines = goods(paper.document)
    if paper.rest or not lines or not paper.parts or any(line.total is None for line in lines):
        return {}
    whole = sum((line.total or Decimal(0) for line in lines), Decimal(0))
    direct: defaultdict[str, Decimal] = defaultdict(Decimal)
    for part in paper.parts:
        for order in part.slot.orders:
            direct[order] += (part.total or Decimal(0)) / len(part.slot.orders)
    basis = sum(direct.values(), Decimal(0))
    if not basis:
        return {}
    own = _to_the_cent(direct, sum(direct.values(), Decimal(0)))
    extra = whole - sum(own.values(), Decimal(0))
    if bearer in direct:
        costs = {order: extra if order == bearer else Decimal(0) for order in direct}
    else:
        costs = _to_the_cent({order: extra * value / basis for order, value in direct.items()}, extra)
    return {order: Share(order, own[order], costs[order]) for order in sorted(direct)}


def _to_the_cent(exact: dict[str, Decimal], whole: Decimal) -> dict[str, Decimal]:
    """Amounts in cents that still make the whole: the last order takes what rounding leaves."""
    rounded = {order: value.quantize(CENT, ROUND_HALF_UP) for order, value in sorted(exact.items())}
    rounded[max(rounded)] += whole.quantize(CENT, ROUND_HALF_UP) - sum(rounded.values(), Decimal(0))
    return rounded


def sentence(paper: Paired, order: str, bearer: str = "") -> str:
    """``Sammelrechnung, betrifft 3 Aufträge, Anteil dieses Auftrags 562,50 €``; "" for a paper of one order."""
    orders = paper.document.orders
    if len(orders) < 2:
        return ""
    what = {"rechnung": "Sammelrechnung", "lieferschein": "Sammellieferschein", "gutschrift": "Sammelgutschrift"}
    name = what.get(paper.document.doctype, "Beleg für mehrere Aufträge")
    share = shares(paper, bearer).get(order)
    known = f", Anteil dieses Auftrags {money(share.total, foreign(paper.document))}" if share is not None else ""
    unknown = ", Anteil dieses Auftrags nicht bestimmbar" if share is None and paper.document.doctype in ("rechnung", "gutschrift") else ""
    return f"{name}, betrifft {len(orders)} Aufträge{known}{unknown}"
