"""What does not fit between what was ordered, delivered and invoiced, as values with evidence and German numbers. Compares nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from archive.scan import Box

Kind = Literal[
    "preis",
    "menge",
    "nicht_bestellt",
    "nicht_geliefert",
    "doppelt",
    "rechenfehler",
    "zeugnis_fehlt",
    "nicht_pruefbar",
    "schaden",
    "anzahlung",
    "charge",
    "iban",
]

PENDING: frozenset[str] = frozenset({"nicht_geliefert", "zeugnis_fehlt", "nicht_pruefbar"})
"""Kinds that are not wrong, but not done either: they keep a folder open."""

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Tolerances:
    """How far papers may differ before somebody should look. Shares are of one (0.02 is 2 %), amounts in euros.

    ``measured`` is for goods that are weighed or cut (steel), ``counted`` for pieces; ``charges`` and ``charges_share`` are for
    additional costs of an invoice, whichever is more.
    """

    price: Decimal = Decimal("0.02")
    measured: Decimal = Decimal("0.10")
    counted: Decimal = Decimal(0)
    charges: Decimal = Decimal(50)
    charges_share: Decimal = Decimal("0.05")
    rounding: Decimal = Decimal("0.02")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. ``eingangsnummer`` is "" for our own purchase order, of which no paper is here."""

    label: str
    eingangsnummer: str = ""
    page: int = 0
    box: Box | None = None
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something that does not fit. ``difference`` is found minus expected, ``amount`` what that makes in euros.

    ``unit`` is what expected and found are counted in; ``sentence`` is German, without a full stop.
    """

    type: Kind
    about: str
    expected: Decimal | None
    found: Decimal | None
    unit: str
    amount: Decimal | None
    evidence: tuple[Place, ...]
    sentence: str

    @property
    def difference(self) -> Decimal | None:
        """Found minus expected."""
        return None if self.expected is None or self.found is None else self.found - self.expected

    @property
    def percent(self) -> Decimal | None:
        """The difference in per cent of what was expected, to one place."""
        if self.difference is None or not self.expected:
            return None
        return (self.difference / self.expected * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def key(self) -> str:
        """Names this deviation as long as its facts stay: a decision about it does not hold for others."""
        facts = (self.type, self.about, _plain(self.expected), _plain(self.found), *sorted({e.eingangsnummer for e in self.evidence}))
        return hashlib.sha256("|".join(facts).encode()).hexdigest()[:16]


def listed(numbers: Sequence[str]) -> str:
    """``A``, ``A und B``, ``A, B und C``."""
    return numbers[0] if len(numbers) == 1 else ", ".join(numbers[:-1]) + " und " + numbers[-1]


def number(value: Decimal) -> str:
    """``number(Decimal("1234.50")) == "1.234,5"``."""
    text = f"{value.normalize():,f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def money(value: Decimal, currency: str = "") -> str:
    """``562,50 €``, ``562,50 USD``; prices below a cent keep their places."""
    exact = value if value.as_tuple().exponent in (0, -1, -2) else value.quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize()
    short = value.quantize(CENT, ROUND_HALF_UP)
    chosen = short if short == exact or abs(exact) >= 1 else exact
    return f"{chosen:,f}".replace(",", " ").replace(".", ",").replace(" ", ".") + f" {currency or '€'}"


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
