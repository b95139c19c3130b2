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


ENGLISH = """
Invoice      Invoice       Customer    Your          Delivery
No.          Date          No.         Order         Note
C260045      04.06.2026    811855      4500012345    86616641
"""
BESIDE = "Rechnung Nr. 4711\nIhre           4500012345\nBestellung:\n"
OTHER_DAY = "Rechnung      Rechnungstag    Ihr Auftrag\nNr.                           vom\nGB 26 0417    20.05.2026      02.01.2026\n"


def test_a_strip_of_headings_in_two_rows() -> None:
    proposal = read(ENGLISH)
    read_values = [proposal.value(key) for key in ("rechnungsnummer", "rechnungsdatum", "kundennummer", "bestellnummer")]
    assert read_values == ["C260045", "2026-06-04", "811855", "4500012345"]
    assert proposal.value("lieferscheinnummer") == "86616641"


def test_the_value_may_stand_beside_the_upper_row_of_its_label() -> None:
    assert read(BESIDE).value("bestellnummer") == "4500012345"


def test_the_day_of_the_next_column_is_not_the_day_of_the_number() -> None:
    proposal = read(OTHER_DAY)
    assert (proposal.value("rechnungsnummer"), proposal.value("rechnungsdatum")) == ("GB260417", "2026-05-20")


@pytest.mark.parametrize("rows", ["Nummer    Datum        Kd-Nr\n118834    12.03.2026   726008\n", "Nummer/Datum\n118834 / 12.03.2026\n"])
def test_the_number_under_the_name_of_the_paper_is_its_own(rows: str) -> None:
    proposal = understand(reading(f"#Blechwerk Rur GmbH\n\n#Lieferschein\n{rows}\nPos  Text    Menge\n1    Blech   4 Stk\n"), REGISTER)
    assert (proposal.doctype, proposal.value("lieferscheinnummer")) == ("lieferschein", "118834")


def test_a_quantity_under_bestellt_is_no_order_number() -> None:
    rows = "Lieferschein-Nr. 4711\nPos  Bezeichnung   bestellt   geliefert   ME\n1    Blech          4          4           Stk\n"
    assert understand(reading(f"#Blechwerk Rur GmbH\n\n#Lieferschein\n{rows}"), REGISTER).value("bestellnummer") == ""


def test_ihre_above_bestellung_is_no_heading() -> None:
    rows = "Lieferdatum   Ihre            Unser\n              Bestellung      Auftrag\n12.03.2026    4500012345      348543\n"
    proposal = understand(reading(f"#Blechwerk Rur GmbH\n\nLieferschein\n{rows}"), REGISTER)
    assert proposal.doctype == "lieferschein"


@pytest.mark.parametrize(
    "rows", ["Lieferschein   Datum\nPZ-LS-         12.03.2026\n26-417\n", "Lieferschein-Nr.   PZ-LS-\n                   26-417\n"]
)
def test_a_number_that_goes_on_in_the_next_line(rows: str) -> None:
    proposal = understand(reading(f"#Blechwerk Rur GmbH\n\n#Lieferschein\n{rows}\nPos  Text    Menge\n1    Blech   4 Stk\n"), REGISTER)
    assert proposal.value("lieferscheinnummer") == "PZ-LS-26-417"


def test_a_slash_before_the_day_tells_two_values() -> None:
    proposal = read("Rechnung Nr. 4711\nLieferschein/Datum\n80009142 / 17.02.2026\n")
    assert (proposal.value("lieferscheinnummer"), proposal.value("lieferdatum")) == ("80009142", "2026-02-17")


def test_the_middle_of_an_address_below_a_title_is_no_number() -> None:
    text = "@0.3 #Auftragsbestätigung\nMotorenwerk AG\nWerner-von-Siemens-Str. 1, 80333 München\n\nIhre Bestellnummer: B-26-00417\n"
    assert understand(reading(text), REGISTER).value("auftragsnummer_lieferant") == ""


def test_a_label_in_two_languages_is_no_value() -> None:
    text = "#Stahlwerk Beispiel AG\n\n#Abnahmeprüfzeugnis 3.1\n\nWerkstoff / Grade: S355J2+N\nWerksauftrag / Works order: 771204\n"
    proposal = understand(reading(text), REGISTER)
    assert (proposal.value("werkstoff"), proposal.value("auftragsnummer_lieferant")) == ("S355J2+N", "771204")
    assert proposal.value("bestellnummer") == ""


def test_a_dutch_legal_form_is_no_building_project() -> None:
    for text, found in (("METAALWERKEN JANSSENS BV\n3600 Genk\n", ""), ("BV   A-26-0153\n", "A-26-0153")):
        assert read(text).value("auftragsnummer") == found
