"""Labels in two rows and headings beside their column: which value they name, and which they leave alone."""

from __future__ import annotations

import pytest

from archive.document import Proposal
from ingest.understand import understand
from tests.papers import REGISTER, reading

HEAD = "#Blechwerk Rur GmbH\n\nBlechwerk Rur GmbH · Hafenweg 3 · 52349 Düren\nMusterwerk Maschinenbau GmbH\n\n#Rechnung\n\n"


def read(rows: str) -> Proposal:
    return understand(reading(f"{HEAD}{rows}\n"), REGISTER)


STRIP = """
Unser     Ihre         Rechnungs-   Kd-      Datum
Zeichen   Bestellung   Nr           Nr
sc-la     4500012345   0026117      8570     19.06.2026
"""
CELLS = """
Rechnungs-       Kunden-   Lieferschein-
Nr./Datum        Nr.       Nr.
RG/26/00417 /    47281     8042582
04.06.2026
"""


@pytest.mark.parametrize(("rows", "wanted"), [(STRIP, "0026117"), (CELLS, "RG/26/00417"), ("Faktura\nNummer: ER26-0718\n", "ER26-0718")])
def test_a_label_in_two_rows_names_its_value(rows: str, wanted: str) -> None:
    assert read(rows).value("rechnungsnummer") == wanted


def test_ihre_above_the_label_tells_whose_number_it_is() -> None:
    assert read("Ihre            Datum\nAuftragsnummer\nA-26-0153       19.06.2026\n").value("auftragsnummer") == "A-26-0153"


def test_a_heading_above_a_table_is_no_label() -> None:
    proposal = read("Rechnung\nNr    Bezeichnung      Menge    Preis    Betrag\n1     Rundstahl        4        10,00    40,00\n")
    assert proposal.value("rechnungsnummer") == ""


def test_number_and_day_in_one_cell() -> None:
    proposal = read("Rechnungs-Nr./Datum: 7700123 / 04.06.2026\n")
    assert (proposal.value("rechnungsnummer"), proposal.value("rechnungsdatum")) == ("7700123", "2026-06-04")


SUMS = """
Warenwert     Fracht      Netto         MwSt 19,0%     Gesamt EUR
   9.056,17       0,00       9.056,17         1.720,67      10.776,84
Zahlung bis 04.10.2026      3,0 % Skonto 323,31       Zahlbetrag 10.453,53
"""


def test_what_is_left_after_a_discount_is_not_the_sum() -> None:
    proposal = read(SUMS)
    assert [proposal.value(key) for key in ("netto", "steuer", "brutto")] == ["9056.17", "1720.67", "10776.84"]


RATES = """
MwSt-Satz    Netto       MwSt      Brutto
19 %         3.459,76    657,35    4.117,11
7 %          1.147,64    80,33     1.227,97
Gesamt       4.607,40    737,68    5.345,08
"""


def test_the_sums_of_one_rate_are_not_those_of_the_paper() -> None:
    proposal = read(RATES)
    assert [proposal.value(key) for key in ("netto", "steuer", "brutto")] == ["4607.40", "737.68", "5345.08"]
