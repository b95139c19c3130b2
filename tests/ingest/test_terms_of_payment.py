"""Discounts for early payment and the sort of an invoice, from print and from the data of an e-invoice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from archive.policy import SURE
from archive.scan import EInvoice
from ingest.check_sums import skonto_terms
from ingest.understand import understand
from tests.ingest.test_perspective import INVOICE
from tests.papers import REGISTER, reading

PAPER = INVOICE.format(reference="Ihre Bestellung: B-26-00417", row="")

PRINTED = [
    ("Zahlbar innerhalb 30 Tagen netto, bei Zahlung innerhalb 10 Tagen 2 % Skonto", "2.00", "2026-11-22"),
    ("Bei Zahlung bis 20.11.2026 gewähren wir 3 % Skonto", "3.00", "2026-11-20"),
    ("Zahlung: 8 Tage 2,5 %, 30 Tage netto", "2.50", "2026-11-20"),
    ("2 % Skonto innerhalb von 14 Tagen, 30 Tage netto", "2.00", "2026-11-26"),
    ("14 Tage 3 % Skonto, 30 Tage 2 % Skonto, 60 Tage netto", "3.00", "2026-11-26"),
    ("Zahlbar sofort ohne Abzug", "", ""),
    ("Zahlbar innerhalb 30 Tagen netto", "", ""),
]


@pytest.mark.parametrize(("words", "percent", "until"), PRINTED)
def test_printed_terms(words: str, percent: str, until: str) -> None:
    proposal = understand(reading(PAPER + words), REGISTER)
    assert (proposal.value("skonto_prozent"), proposal.value("skonto_bis")) == (percent, until)
    for finding in proposal.findings:
        if finding.field.startswith("skonto"):
            assert finding.page == 1
            assert finding.box is not None


def test_terms_in_the_data_of_an_e_invoice() -> None:
    terms = {"BT-1": "R1", "BT-2": "2026-11-12", "BT-3": "380", "BT-20": "#SKONTO#TAGE=10#PROZENT=2.00#"}
    proposal = understand(reading(PAPER, einvoice=EInvoice("ubl", "", "", terms)), REGISTER)
    assert (proposal.value("skonto_prozent"), proposal.value("skonto_bis")) == ("2.00", "2026-11-22")


BELOW = """
                     Rechnungsbetrag EUR    2.817,11
                     abzüglich Anzahlung EUR -845,14
                     Restbetrag EUR         {rest}
"""


@pytest.mark.parametrize(("rest", "sure"), [("1.971,97", True), ("2.817,11", False)])
def test_what_was_paid_before_is_taken_off(rest: str, sure: bool) -> None:
    head = PAPER[: PAPER.index("Summe netto")]
    sums = "                     Nettobetrag EUR        2.367,32\n                     19 % MwSt. EUR           449,79"
    proposal = understand(reading(head + sums + BELOW.format(rest=rest)), REGISTER)
    assert proposal.value("angezahlt") == "845.14"
    assert (max(f.confidence for f in proposal.findings if f.field == "angezahlt") >= SURE) is sure


def test_instalments_that_were_billed_before_are_taken_off() -> None:
    head = PAPER[: PAPER.index("Summe netto")]
    sums = """
                     Summe netto              3.917,80
                     19 % USt                   744,38
                     Gesamtbetrag brutto      4.662,18
    abzgl. 1. Abschlagsrechnung 26-0702 vom 15.09.2026 netto 1.500,00 + USt 285,00   -1.785,00
    abzgl. 2. Abschlagsrechnung 26-0790 vom 12.10.2026 netto 1.000,00 + USt 190,00   -1.190,00
                     Noch zu zahlen           1.687,18
"""
    proposal = understand(reading(head + sums), REGISTER)
    assert proposal.value("brutto") == "4662.18"
    assert proposal.value("angezahlt") == "2975.00"
    assert max(f.confidence for f in proposal.findings if f.field == "angezahlt") >= SURE


def test_nothing_paid_before_is_no_value() -> None:
    terms = {"BT-1": "R1", "BT-2": "2026-11-12", "BT-3": "380", "BT-113": "0.00"}
    assert understand(reading(PAPER, einvoice=EInvoice("ubl", "", "", terms)), REGISTER).value("angezahlt") == ""
    terms["BT-113"] = "845.14"
    assert understand(reading(PAPER, einvoice=EInvoice("ubl", "", "", terms)), REGISTER).value("angezahlt") == "845.14"


SORTS = [
    ("Anzahlungsrechnung", "Anzahlungsrechnung"),
    ("Abschlagsrechnung Nr. 2", "Abschlagsrechnung"),
    ("Schlussrechnung", "Schlussrechnung"),
    ("Schlußrechnung", "Schlussrechnung"),
    ("Teilrechnung", "Teilrechnung"),
    ("Wir rechnen im Gutschriftsverfahren nach § 14 UStG ab", "Gutschriftsverfahren"),
    ("Auf unsere Anzahlungsrechnung vom März wurde noch nichts bezahlt, bitte holen Sie das nach", ""),
    ("", ""),
]


@pytest.mark.parametrize(("words", "sort"), SORTS)
def test_the_sort_of_an_invoice(words: str, sort: str) -> None:
    assert understand(reading(PAPER.replace("#Rechnung\n", f"#Rechnung\n{words}\n")), REGISTER).value("rechnungsart") == sort


@pytest.mark.parametrize(
    ("print_", "percent", "days"),
    [
        ("10 Tage 2 %, 30 Tage netto", "2", 10),
        ("2 % Skonto bei Zahlung innerhalb von 14 Tagen", "2", 14),
        ("#SKONTO#TAGE=10#PROZENT=2.00#", "2.00", 10),
        ("zahlbar in 8 Tagen mit 3 % Skonto", "3", 8),
    ],
)
def test_terms_of_early_payment(print_: str, percent: str, days: int) -> None:
    terms = skonto_terms(print_)
    assert (Decimal(percent), days) in [(t.percent, t.days) for t in terms]


@pytest.mark.parametrize(
    ("print_", "until", "days"),
    [
        ("Zahlbar netto bis 04.07.2026, 3% Skonto innerhalb 10 Tagen bis 15.06.2026", "2026-06-15", 0),
        ("bis 02.03.2026 2 % Skonto, bis 22.03.2026 netto", "2026-03-02", 0),
        ("2 % Skonto bei Zahlung bis 10.05.2026, sonst netto bis 30.05.2026", "2026-05-10", 0),
        ("Zahlbar innerhalb 30 Tagen netto, 3 % Skonto innerhalb 10 Tagen", "", 10),
    ],
)
def test_the_last_day_of_a_discount_is_not_the_last_day_to_pay(print_: str, until: str, days: int) -> None:
    assert {(t.until, t.days) for t in skonto_terms(print_)} == {(until, days)} or skonto_terms(print_)[0].until == until != ""


DUE = [
    ("Zahlbar innerhalb 30 Tagen netto, bei Zahlung innerhalb 10 Tagen 2 % Skonto", "2026-12-12"),
    ("10 Tage 2 % Skonto, 30 Tage netto", "2026-12-12"),
    ("14 Tage 3 % Skonto, 30 Tage 2 % Skonto, 60 Tage netto", "2027-01-11"),
    ("10 Tage Skonto, netto 30 Tage", "2026-12-12"),
    ("Bitte überweisen Sie den Betrag innerhalb von 14 Tagen ohne Abzug.", "2026-11-26"),
    ("Zahlbar in 14 Tagen", "2026-11-26"),
    ("Rechnungen sind innerhalb von 30 Tagen nach Rechnungsdatum zahlbar", "2026-12-12"),
    ("Zahlungsbedingungen: 30 Tage nach Rechnungsdatum netto", "2026-12-12"),
    ("Payment terms: net 30", "2026-12-12"),
    ("Payable within 14 days of invoice date", "2026-11-26"),
    ("bis 04.12.2026 netto", "2026-12-04"),
    ("2 % Skonto bis 20.11.2026, bis 04.12.2026 ohne Abzug", "2026-12-04"),
    ("Zahlbar innerhalb von 30 Tagen nach Erhalt der Rechnung", ""),
    ("Zahlbar 30 Tage nach Lieferung netto", ""),
    ("30 Tage netto. Bei Dauerverträgen 60 Tage netto", "2026-12-12"),
    ("2 % Skonto vom Netto innerhalb 10 Tagen", ""),
    ("Bei Zahlungsverzug berechnen wir nach 30 Tagen Zinsen", ""),
    ("Zahlbar sofort ohne Abzug", ""),
    ("Zahlbar in 999 Tagen", ""),
]


@pytest.mark.parametrize(("words", "day"), DUE)
def test_the_last_day_of_payment_by_the_terms(words: str, day: str) -> None:
    assert understand(reading(PAPER + words), REGISTER).value("faellig_am") == day


def test_a_printed_last_day_goes_before_the_terms_and_two_terms_say_nothing() -> None:
    both = "Zahlbar innerhalb 30 Tagen netto\n\nZahlbar bis 01.12.2026"
    assert understand(reading(PAPER + both), REGISTER).value("faellig_am") == "2026-12-01"
    several = "Zahlbar innerhalb 30 Tagen netto\n\n\nErsatzteile: zahlbar innerhalb 14 Tagen"
    assert understand(reading(PAPER + several), REGISTER).value("faellig_am") == ""


def test_the_terms_of_an_e_invoice_name_days() -> None:
    terms = {"BT-1": "R1", "BT-2": "2026-11-12", "BT-3": "380", "BT-20": "Zahlbar innerhalb 30 Tagen netto"}
    for day, more in (("2026-12-12", {}), ("2026-12-24", {"BT-9": "2026-12-24"})):
        proposal = understand(reading(PAPER, einvoice=EInvoice("ubl", "", "", terms | more)), REGISTER)
        assert proposal.value("faellig_am") == day


@pytest.mark.parametrize(
    "sentence",
    [
        "Zahlbar sofort rein netto, spätestens jedoch bis 30.11.2026. Skonto wird nicht gewährt.",
        "Der Betrag wird frühestens am 30.11.2026 von Ihrem Konto bei der Sparkasse Aachen abgebucht.",
        "Den Betrag werden wir zum 30.11.2026 einziehen.",
    ],
)
def test_the_day_in_a_sentence_is_the_last_one(sentence: str) -> None:
    assert understand(reading(f"{PAPER}\n{sentence}\n"), REGISTER).value("faellig_am") == "2026-11-30"


@pytest.mark.parametrize(
    ("sentence", "sure"),
    [
        ("Das Lieferdatum entspricht dem Rechnungsdatum.", True),
        ("Leistungsdatum = Rechnungsdatum, soweit nicht anders angegeben.", False),
        ("Rechnungsdatum ist Lieferdatum", True),
    ],
)
def test_the_day_of_supply_is_that_of_the_invoice(sentence: str, sure: bool) -> None:
    proposal = understand(reading(f"{PAPER}\n{sentence}\n"), REGISTER)
    assert proposal.value("lieferdatum") == proposal.value("rechnungsdatum")
    assert (max(f.confidence for f in proposal.findings if f.field == "lieferdatum") >= SURE) is sure
