"""Orders and purchase orders of the demo firm, made from the data files and a seed. Says nothing about papers.

The seed moves prices and dates a little, so that two courses do not see the same figures; numbers and who ordered what stay.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from training.firm.chance import chance
from training.firm.parties import Article, Supplier, customers, load, suppliers

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Order:
    """An order of one of our customers."""

    number: str
    customer: str
    title: str
    state: str
    ordered: date
    due: date


@dataclass(frozen=True, slots=True)
class Bought:
    """One line of a purchase order; ``order`` is "" for stock."""

    purchase: str
    position: int
    article: Article
    quantity: Decimal
    order: str


@dataclass(frozen=True, slots=True)
class Purchase:
    """A purchase order of ours."""

    number: str
    supplier: Supplier
    day: date
    lines: tuple[Bought, ...]

    @property
    def orders(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.order for line in self.lines if line.order))


@dataclass(frozen=True, slots=True)
class Master:
    """All master data of one seed, for one set."""

    seed: int
    orders: Mapping[str, Order]
    purchases: Mapping[str, Purchase]
    suppliers: Mapping[str, Supplier]


def master(seed: int, which: str = "klein") -> Master:
    """The master data of a seed and a set."""
    ending, known = ("_voll", suppliers("voll")) if which == "voll" else ("", suppliers())
    orders = {entry[0]: Order(*entry) for entry in load(f"auftraege{ending}")["auftrag"]}
    purchases = {}
    for entry in load(f"bestellungen{ending}")["bestellung"]:
        number, supplier, day = entry["kopf"]
        purchases[number] = _purchase(number, known[supplier], day, entry["zeilen"], chance(seed, "bestellung", number))
    return Master(seed, orders, purchases, known)


def melt(seed: int, line: Bought) -> str:
    """The melt that the goods of a line were cast from: the same on delivery note and certificate."""
    return str(chance(seed, "schmelze", line.purchase, str(line.position)).randrange(480000, 499999))


def _purchase(number: str, supplier: Supplier, day: date, lines: list[tuple[str, int, str]], rng: random.Random) -> Purchase:
    bought = []
    for place, (article, quantity, order) in enumerate(lines, 1):
        listed = supplier.articles[article]
        price = (listed.price * (Decimal(1000 + rng.randrange(-60, 61)) / 1000)).quantize(CENT)
        moved = Article(listed.number, listed.text, listed.unit, price, listed.base, listed.certificate)
        bought.append(Bought(number, place * 10, moved, Decimal(quantity), order))
    return Purchase(number, supplier, weekday(day + timedelta(days=rng.randrange(3))), tuple(bought))


def weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend: nobody writes papers on Sundays."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def amount(quantity: Decimal, article: Article) -> Decimal:
    """What a quantity costs, in cents."""
    return (quantity * article.price / article.base).quantize(CENT)


def customer_name(order: Order) -> str:
    """The customer of an order by name."""
    return customers()[order.customer].name
