"""Who writes and receives the demo papers: our firm, its customers, its suppliers, with numbers that check but belong to nobody.

VAT numbers come from the block DE99999xxxx, accounts from bank codes that do not exist (00000000 and the like).
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
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
    """Our customers by number."""
    return {
        k["nummer"]: Party(k["nummer"], k["name"], k["strasse"], k["plz"], k["ort"], phone=k["telefon"]) for k in load("firma")["kunde"]
    }


@cache
def suppliers(which: str = "klein") -> Mapping[str, Supplier]:
    """Our suppliers by creditor number, with list prices as printed in the data file.

    For the full set some of them have other stationery and more articles than for the small one.
    """
    found = {entry["nummer"]: _supplier(entry) for entry in load("lieferanten")["lieferant"]}
    changes = load("lieferanten_voll")["lieferant"] if which == "voll" else []
    return found | {entry["nummer"]: _changed(found[entry["nummer"]], entry) for entry in changes}


def _changed(supplier: Supplier, entry: Mapping[str, Any]) -> Supplier:
    goods = {a.number: a for a in _goods(entry.get("artikel", ()))}
    layouts = tuple(entry.get("aussehen", supplier.layouts))
    return replace(supplier, articles={**supplier.articles, **goods}, layouts=(layouts[0], layouts[1]))


@cache
def as_sender(number: str) -> Supplier:
    """A customer as somebody who writes letters to us."""
    party = customers()[number]
    place = int(number) % len(_HEADS)
    words = {"bestellung": "Ihr Angebot", "kommission": "Ihre Auftragsnummer", "kunde": "Lieferanten-Nr.", "eigen": "Unsere Bestellnummer"}
    full = replace(
        party, register="HRB 99000", management="Einkauf", bank="Musterbank", iban=iban("DE", 3000000 + int(number)), bic="MUSTDE00XXX"
    )
    return Supplier(
        party=full,
        short=party.name.split(" GmbH")[0],
        claim=party.city,
        our_number=f"7{int(number) - 9000:04d}",
        head=_HEADS[place],
        colour=_COLOURS[place],
        font=("sans", "serif", "cabin")[place % 3],
        layouts=("brief", "brief"),
        patterns=("45000{n:05d}", "{n:06d}", "AN-{n:05d}"),
        words=words,
        terms=(30, 0, Decimal(0)),
        articles={},
    )


_HEADS = ("rahmen", "balken", "ringe", "ecke", "schraeg", "logo_kreis", "band")
_COLOURS = ("#3d405b", "#1d3557", "#6d597a", "#386641", "#7f5539", "#8d0801", "#005f73")


def _supplier(entry: Mapping[str, Any]) -> Supplier:
    head, colour, font, invoice, delivery = entry["aussehen"]
    days, discount_days, discount = entry["zahlung"]
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
        articles={article.number: article for article in _goods(entry["artikel"])},
    )


def _goods(rows: Iterable[Any]) -> list[Article]:
    return [Article(n, text, unit, Decimal(price), base, cert) for n, text, unit, price, base, cert in rows]
