"""Values a picture gives that may well be others: shown, and asked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.document import Proposal
from archive.scan import Word
from ingest.understand import understand
from tests.papers import Memory, reading


def asked(text: str, confidence: float = 1.0) -> Proposal:
    """The paper as read from a picture."""
    made = reading(text, confidence=confidence)
    return understand(replace(made, pages=tuple(replace(page, how="ocr") for page in made.pages)), Memory())


@pytest.mark.parametrize("number", ["A71113", "2025", "12"])
def test_a_number_out_of_a_picture_that_may_be_another_is_asked_for(number: str) -> None:
    proposal = asked(f"#Rechnung\nRechnungsnummer: {number}\nRechnungsdatum: 12.11.2026", confidence=0.93)
    assert proposal.value("rechnungsnummer") == number
    assert any(d.about == "rechnungsnummer" for d in proposal.doubts)


@pytest.mark.parametrize(("confidence", "doubted"), [(0.95, False), (0.85, True)])
def test_a_number_seen_once_on_a_page_that_was_hard_to_read_is_asked_for(confidence: float, *, doubted: bool) -> None:
    proposal = asked("#Rechnung\nRechnungsnummer: RE-26-04711\nRechnungsdatum: 12.11.2026", confidence=confidence)
    assert any(d.about == "rechnungsnummer" for d in proposal.doubts) == doubted


def test_an_account_that_money_may_be_drawn_from_is_asked_for() -> None:
    text = "#Rechnung\nRechnungsnummer: RE-1\nIBAN: DE02120300000000202051\n\n\n"
    assert all(d.about != "iban" for d in asked(text).doubts)
    assert any(d.about == "iban" for d in asked(f"{text}Der Betrag wird am 01.12.2026 eingezogen.").doubts)


def test_an_account_of_a_country_without_iban_is_shown_and_asked_for() -> None:
    proposal = asked("#Invoice\nInvoice No: 4711\nBank account: US1234567890")
    assert proposal.value("iban") == "US1234567890"
    assert any(d.about == "iban" for d in proposal.doubts)


def test_words_behind_a_vat_id_are_no_account() -> None:
    proposal = asked("#Rechnung\nRechnungsnummer: RE-1\nUSt-IdNr. DE12 3456 788 Amtsgericht Aachen")
    assert all(f.field != "iban" for f in proposal.findings)


def test_an_article_below_a_heading_of_goods_is_no_mark_of_the_supplier() -> None:
    goods = (
        "Réf.        Désignation        Quantité   Prix unitaire   Montant\nFR-1012     Roulement          2 pcs      10,00           20,00"
    )
    assert asked(f"#Facture\nFacture n 4711\n\n{goods}").value("zeichen_lieferant") == ""


@pytest.mark.parametrize(("gap", "number"), [(2.0, "2013-471102"), (4.8, "201")])
def test_a_number_torn_before_a_thin_digit_is_one_again(gap: float, number: str) -> None:
    made = reading("#Rechnung\nRechnungsnummer: X", confidence=0.95)
    (page,) = made.pages
    x0, top, _, bottom = page.words[-1].box
    words = list(page.words[:-1])
    for text in ("201", "3-4711", "02"):
        words.append(Word(text, (x0, top, x0 + 4.8 * len(text), bottom), 0.95))
        x0 += 4.8 * len(text) + gap
    assert understand(replace(made, pages=(replace(page, words=tuple(words), how="ocr"),)), Memory()).value("rechnungsnummer") == number


@pytest.mark.parametrize(
    ("printed", "day"), [("1.6 . 09.20.13", "2013-09-16"), ("16 09 2013", ""), ("1.6 . 19.20.13", ""), ("160920134", "")]
)
def test_the_digits_of_a_day_count_though_its_dots_are_scattered(printed: str, day: str) -> None:
    proposal = asked(f"#Rechnung\nRechnungsnummer: RE-4711\nRechnungsdatum: {printed}")
    assert proposal.value("rechnungsdatum") == day
    assert not day or any(d.about == "rechnungsdatum" for d in proposal.doubts)


def test_a_day_with_specks_for_dots_is_a_day() -> None:
    assert asked("#Rechnung\nRechnungsnummer: RE-4711\nRechnungsdatum: 03:06,;2018").value("rechnungsdatum") == "2018-06-03"
    assert asked("#Rechnung\nRechnungsnummer: RE-4711\nRechnungsdatum: 12:30:45").value("rechnungsdatum") == ""


def test_of_two_vat_ids_that_of_the_seller_counts() -> None:
    buyer = "Käufer/Leistungsempfänger\nName: Kunden AG\nUSt.-Id.-Nr.: DE123456789"
    seller = "Verkäufer\nName: Global Supplies Ltd\nUSt.-Id.-Nr.: GB123456789"
    for parts in ((seller, buyer), (buyer, seller)):
        text = "#Rechnung\nRechnungsnummer: RE-4711\n\n\n" + "\n\n\n".join(parts)
        assert asked(text).value("ust_id") == "GB123456789"


def test_the_day_behind_another_number_is_not_that_of_the_invoice() -> None:
    text = "#Rechnung\nBelegnummer     90005178\nBelegdatum      07.01.2026\nNummer/Datum    4970 (03.01.2026)"
    assert asked(text).value("rechnungsdatum") == "2026-01-07"
