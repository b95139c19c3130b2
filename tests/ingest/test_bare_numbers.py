"""A label that says "Nummer" and no more is the paper's own number in a block with its day, and a heading of a table is none."""

from __future__ import annotations

import pytest

from archive.document import Proposal
from ingest.understand import understand
from tests.papers import REGISTER, reading

BLOCK = """
#Kugellager Hentzsch GmbH

{title}

@0.66 {first}
@0.66 {second}
@0.66 {third}

Musterwerk Maschinenbau GmbH
Versuchsfeld 12
52072 Aachen

Nummer      Beschreibung                 Anz.       Preis       Total
4711        Pulverbeschichtung RAL       4 Stk      27,40      109,60

"""
SUMS = """
Zwischensumme            109,60
MWSt 19% auf 109,60       20,82
Total                    130,42
"""


def read(title: str, *rows: str, sums: str = SUMS) -> Proposal:
    first, second, third = rows
    return understand(reading(BLOCK.format(title=title, first=first, second=second, third=third) + sums), REGISTER)


@pytest.mark.parametrize("title", ["R E C H N U N G", "#Rechnung"])
def test_beside_the_day_it_is_the_number_of_the_paper(title: str) -> None:
    told = read(title, "Ausgestellt am   14.10.2026", "Bezahlbar bis    13.11.2026", "Nummer           RE-260418")
    assert {key: told.value(key) for key in ("rechnungsnummer", "rechnungsdatum", "faellig_am")} == {
        "rechnungsnummer": "RE-260418",
        "rechnungsdatum": "2026-10-14",
        "faellig_am": "2026-11-13",
    }


def test_without_a_day_beside_it_nobody_knows() -> None:
    assert read("R E C H N U N G", "Telefon   0341", "Nummer    RE-260418", "Bearbeiter   Kurz").value("rechnungsnummer") == ""


def test_a_packing_list_and_an_order_confirmed() -> None:
    packed = read("V E R P A C K U N G S L I S T E", "Datum    22.09.2026", "Nummer   LS-3307", "Kunde 4711", sums="")
    assert (packed.doctype, packed.value("lieferscheinnummer")) == ("lieferschein", "LS-3307")
    told = read("#Auftrag Nr.: A-20618", "Referenz:  4500096020", "Datum:     04.09.2026", "Kunde 4711")
    assert (told.doctype, told.value("auftragsnummer_lieferant")) == ("auftragsbestaetigung", "A-20618")


HEAD = """
#Kugellager Hentzsch GmbH

Musterwerk Maschinenbau GmbH
Versuchsfeld 12
52072 Aachen

@0.66 Aachen, den 14.10.2026

{title}

{sentence}

Pos.        Beschreibung                 Menge      Preis     Gesamt
1           Pulverbeschichtung RAL       4 Stk      27,40      109,60

"""


def headed(title: str, sentence: str = "Wir danken für Ihren Auftrag.") -> Proposal:
    return understand(reading(HEAD.format(title=title, sentence=sentence) + SUMS), REGISTER)


def sure(told: Proposal) -> dict[str, bool]:
    """Sure enough that a scan, whose words count for a little less, leaves no question either."""
    return {found.value: found.confidence > 0.9 for found in told.findings if found.field == "rechnungsnummer"}


@pytest.mark.parametrize("title", ["#Rechnung HS-261077", "Rechnung HS-261077 vom 14.10.2026"])
def test_behind_its_title_the_number_is_sure(title: str) -> None:
    assert sure(headed(title)) == {"HS-261077": True}


def test_a_number_behind_the_word_in_a_sentence_is_not_sure() -> None:
    assert sure(headed("#Rechnung", "Rechnung HS-261077 liegt bei.")) == {"HS-261077": False}


def test_a_credit_note_keeps_its_own_number_above_that_of_its_invoice() -> None:
    told = headed("#Gutschrift GS-1180", "Rechnung HS-261077 vom 02.10.2026")
    assert (told.doctype, sure(told)) == ("gutschrift", {"GS-1180": True})
