"""Who writes and receives the demo papers: our firm, its customers, its suppliers, with numbers that check but belong to nobody.

VAT numbers come from the block DE99999xxxx, accounts from bank codes that do not exist (00000000 and the like).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from stdnum.iso7064 import mod_11_10

from training.firm.checksums import belgian_vat, dutch_vat, iban

DATA = Path(__file__).with_name("data")


@dataclass(frozen=True, slots=True)
class Party:
    """A firm on paper. ``vat_id`` is empty for small businesses that show only their tax number."""

    number: str
    name: str
    street: str
    postcode: str
    city: str
    country: str = "DE"
    phone: str = ""
    register: str = ""
    management: str = ""
    vat_id: str = ""
    tax_number: str = ""
    bank: str = ""
    iban: str = ""
    bic: str = ""

    @property
    def place(self) -> str:
        return f"{self.postcode} {self.city}"


@dataclass(frozen=True, slots=True)
class Article:
    """Something a supplier sells. ``price`` is for ``base`` units; ``certificate`` is "", "2.2" or "3.1"."""

    number: str
    text: str
    unit: str
    price: Decimal
    base: int
    certificate: str


@dataclass(frozen=True, slots=True)
class Supplier:
    """A party that sells to us: how its papers look, what it calls things, how it numbers, what it sells."""

    party: Party
    short: str
    claim: str
    our_number: str
    head: str
    colour: str
    font: str
    layouts: tuple[str, str]
    patterns: tuple[str, str, str]
    words: Mapping[str, str]
    terms: tuple[int, int, Decimal]
    articles: Mapping[str, Article]

    @property
    def language(self) -> str:
        return {"NL": "nl", "BE": "fr"}.get(self.party.country, "de")


def _party(entry: Mapping[str, Any], number: str) -> Party:
    country = entry.get("land", "DE")
    return Party(
        number=number,
        name=entry["name"],
        street=entry["strasse"],
        postcode=entry["plz"] + (" AB" if country == "NL" else ""),
        city=entry["ort"],
        country=country,
        phone=entry["telefon"],
        register=entry["register"],
        management=entry["leitung"],
        vat_id=_vat_id(country, entry["ust_basis"]),
        tax_number=entry["steuernummer"],
        bank=entry["bank"],
        iban=iban(country, entry["konto"]),
        bic=f"MUST{country}00XXX",
    )


def _vat_id(country: str, base: str) -> str:
    if not base:
        return ""
    if country == "NL":
        return dutch_vat(base)
    if country == "BE":
        return belgian_vat(base)
    return f"DE{base}{mod_11_10.calc_check_digit(base)}"


@cache
def load(name: str) -> dict[str, Any]:
    """One of the data files beside this module."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


@cache
def firm() -> Party:
    """Our own firm, Musterwerk Maschinenbau GmbH."""
    return _party(load("firma"), "")


@cache
def customers() -> Mapping[str, Party]:
    """Our customers by number; only name and place are known of them."""
    return {k["nummer"]: Party(k["nummer"], k["name"], "", "", k["ort"]) for k in load("firma")["kunde"]}


@cache
def suppliers() -> Mapping[str, Supplier]:
    """Our suppliers by creditor number, with list prices as printed in the data file."""
    return {entry["nummer"]: _supplier(entry) for entry in load("lieferanten")["lieferant"]}


def _supplier(entry: Mapping[str, Any]) -> Supplier:
    head, colour, font, invoice, delivery = entry["aussehen"]
    days, discount_days, discount = entry["zahlung"]
    goods = (Article(n, text, unit, Decimal(price), base, cert) for n, text, unit, price, base, cert in entry["artikel"])
    return Supplier(
        party=_party(entry, entry["nummer"]),
        short=entry["kurz"],
        claim=entry["untertitel"],
        our_number=entry["kundennummer"],
        head=head,
        colour=colour,
        font=font,
        layouts=(invoice, delivery),
        patterns=tuple(entry["nummern"]),
        words=entry["woerter"],
        terms=(days, discount_days, Decimal(discount)),
        articles={article.number: article for article in goods},
    )
