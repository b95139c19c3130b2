"""A number behind "Auftrag" alone files a paper only together with the customer of that order; the sender's own label never does."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from archive.locations import Locations
from archive.order import Known, Order
from archive.space import open_space
from ingest.understand import understand
from tests.papers import REGISTER, reading

CUSTOMER = "Bandstahlwerk Erftaue GmbH"
REPORT = """
#Messlabor Hexbachtal GmbH

#Messprotokoll
Nr.: MP-26-9121
Datum: 09.02.2026
{}: A-26-0114
Kunde: {}
"""


def orders_of(label: str, customer: str, number: str = "A-26-0114") -> list[tuple[str, str]]:
    register = dataclasses.replace(REGISTER, entries=(Known("auftrag", number, (number,), customers=(CUSTOMER,)),))
    return [(link.order, link.reason) for link in understand(reading(REPORT.format(label, customer)), register).links]


def test_number_and_customer_together_file_the_paper_and_say_so() -> None:
    assert orders_of("Auftrag", CUSTOMER) == [("A-26-0114", f"hinter ‚Auftrag' A-26-0114 und auch der Kunde ‚{CUSTOMER}' steht (Seite 1)")]


def test_one_of_both_alone_is_not_enough() -> None:
    assert orders_of("Auftrag", "Glaswerk Stolberg AG") == []
    assert orders_of("Auftrag", CUSTOMER, number="A-26-0999") == []


def test_the_senders_own_number_is_never_ours_whoever_else_is_named() -> None:
    assert orders_of("Unsere Auftragsnummer", CUSTOMER) == []
    assert orders_of("Unser Auftrag", CUSTOMER) == []


def test_the_register_knows_who_placed_an_order(tmp_path: Path) -> None:
    space = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    space.orders.save([Order("A-26-0114", CUSTOMER, "Haspelwelle")], "Anna")
    (known,) = space.orders.known(["A 26 0114"])
    assert known.customers == (CUSTOMER,)
    space.close()
