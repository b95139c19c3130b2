"""What OCR does to labels, numbers and sums, and what is made of it: proposals with a doubt, never a silent guess."""

from __future__ import annotations

import pytest

from archive.document import Finding, Proposal
from archive.kinds import iban
from archive.policy import SURE
from ingest.iban_print import proposed
from ingest.understand import understand
from tests.papers import REGISTER, reading

NAME = "Blechwerk Rur GmbH"


def read(rows: str, title: str = "Rechnung", confidence: float = 1.0) -> Proposal:
    head = f"#{NAME}\n\n{NAME} · Hafenweg 3 · 52349 Düren\nMusterwerk Maschinenbau GmbH\n\n#{title}\n{rows}\n"
    return understand(reading(head, confidence=confidence), REGISTER)


def best(proposal: Proposal, field: str) -> Finding | None:
    return max((f for f in proposal.findings if f.field == field), key=lambda f: f.confidence, default=None)


IBANS = [
    ("DE88 2008 0000 0970 3757 00", "DE88200800000970375700"),
    ("DE88?00800000970375700", "DE88200800000970375700"),
    ("RESS 2008 0000 0970 3757 00", "DE88200800000970375700"),
    ("DC88 2008 0000 0970 3757 00", "DE88200800000970375700"),
    ("DE88 2008 0000 0970 3757 0O", "DE88200800000970375700"),
    ("DE888 2008 0000 0970 3757 00", "DE88200800000970375700"),
    ("NLSOINGB0683251309", "NL50INGB0683251309"),
    ("NL5SOINGB0683251309", "NL50INGB0683251309"),
    ("NL50 1NG8 0683 2513 09", "NL50INGB0683251309"),
    ("DE88 2008 0000 0970 3757", ""),
    ("DE?? 2008 0000 0970 3757 00", ""),
    ("DE88 2018 0700 0910 3757 00", ""),
    ("DE88 2008 0000 0970", ""),
    ("Musterbank Aachen", ""),
]


@pytest.mark.parametrize(("printed", "wanted"), IBANS)
def test_an_iban_is_proposed_when_only_one_can_stand_there(printed: str, wanted: str) -> None:
    assert proposed(printed) == wanted
    assert not wanted or iban.valid(wanted)


@pytest.mark.parametrize("printed", ["DE88?00800000970375700", "RESS 2008 0000 0970 3757 00"])
def test_a_proposed_iban_is_never_sure(printed: str) -> None:
    proposal = read(f"IBAN: {printed}")
    finding = best(proposal, "iban")
    assert finding is not None
    assert (finding.value, finding.confidence < SURE) == ("DE88200800000970375700", True)
    assert "iban" in {doubt.about for doubt in proposal.doubts}


def test_the_register_confirms_a_proposed_iban_and_says_so() -> None:
    text = "#Stahlhandel Düren GmbH\n\n#Rechnung\nIBAN: DE88?00800000970375700\nUSt-IdNr. DE136695976"
    finding = best(understand(reading(text), REGISTER), "iban")
    assert finding is not None
    assert finding.confidence >= SURE
    assert finding.rule.endswith("; so beim Lieferanten eingetragen")


def test_a_proposed_iban_names_no_sender() -> None:
    assert read("IBAN: DE88?00800000970375700").value("lieferant") == NAME


def test_a_well_printed_iban_needs_no_proposal() -> None:
    finding = best(read("IBAN: NL50 INGB 0683 2513 09"), "iban")
    assert finding is not None
    assert finding.confidence >= SURE


VAT_IDS = [
    ("USt-IdNr.: DE811128135", "DE811128135"),
    ("USt-IdNr.: 0E811128135", "DE811128135"),
    ("USt-IdNr.: DE8I1128135", "DE811128135"),
    ("BTW-nummer: NL810433941 801", "NL810433941B01"),
]


@pytest.mark.parametrize(("printed", "wanted"), VAT_IDS)
def test_letters_and_digits_of_a_vat_id_by_its_check_digits(printed: str, wanted: str) -> None:
    finding = best(read(printed), "ust_id")
    assert finding is not None
    assert finding.value == wanted


def test_a_d_is_not_made_of_an_o_when_the_check_digits_are_wrong() -> None:
    assert best(read("USt-IdNr.: 0E811128136"), "ust_id") is None


NUMBERS = [
    "Handelsrechnung (380) Nr.471102 vom 12.11.2026",
    "Handelsrechnung {380} Nr. 471102 vom 12.11.2026",
    "Handelsrechnung 380) Nr. 471102 vom 12.11.2026",
    "Rechnungsnummer:471102",
    "Rechnungsnumrner: 471102",
]


@pytest.mark.parametrize("printed", NUMBERS)
def test_the_number_behind_a_damaged_label(printed: str) -> None:
    finding = best(read(printed), "rechnungsnummer")
    assert finding is not None
    assert finding.value == "471102"


def test_a_format_named_like_a_label_is_none() -> None:
    assert best(read("Rechnungsstandard: Factur-x 1.0 bzw. ZUGFeRD 2.x", title="Beleg"), "rechnungsnummer") is None


def test_the_day_of_a_version_is_not_the_papers_day() -> None:
    assert best(read("Stylesheet-Version: 2.5 vom 10.01.2023"), "rechnungsdatum") is None


def test_a_comma_lost_in_a_sum_comes_back_by_arithmetic_with_a_doubt() -> None:
    proposal = read("Summe netto       16,90\nMwSt             118\nGesamtbetrag      18,08")
    finding = best(proposal, "steuer")
    assert finding is not None
    assert (finding.value, finding.raw) == ("1.18", "118")
    assert "steuer" in {doubt.about for doubt in proposal.doubts}


def test_digits_that_do_not_add_up_stay_what_they_are() -> None:
    finding = best(read("Summe netto       16,90\nMwSt             119\nGesamtbetrag      18,08"), "steuer")
    assert finding is None or finding.value != "1.19"


def test_two_prints_of_a_name_that_differ_are_a_doubt() -> None:
    text = "#Srundbesitz GmbH & Co.\n\nGrundbesitz GmbH & Co. · Hafenweg 3 · 52349 Düren\n\n#Rechnung\nRechnungs-Nr.: 4711-1"
    proposal = understand(reading(text), REGISTER)
    assert "lieferant" in {doubt.about for doubt in proposal.doubts}


def test_a_delivery_note_by_a_mere_label_that_speaks_of_tax_is_a_doubt() -> None:
    proposal = read("Lieferschein-Nr.: 80015599\nMwSt-Betrag     19,00     Endbetrag     119,00", title="RECBNUN6S-KORREKTOR")
    assert "doctype" in {doubt.about for doubt in proposal.doubts}


def test_a_comma_before_the_legal_form_belongs_to_the_name() -> None:
    text = "#Muster Works, Inc.\n\nMuster Works, Inc. · Main Road 3 · 52349 Düren\n\n#Invoice\nInvoice No. 4711-1"
    assert understand(reading(text), REGISTER).value("lieferant") == "Muster Works, Inc."


def test_a_stain_is_no_currency() -> None:
    page = reading("#Rechnung\nMenge $ 12,50\nGesamtbetrag 12,50 EUR").pages[0]
    assert page.how == "pdf-text"
    finding = best(read("Gesamtbetrag   12,50 EUR"), "waehrung")
    assert finding is not None
    assert finding.value == "EUR"


def test_a_very_long_title_may_have_two_misread_letters() -> None:
    proposal = read("Lieferschein-Nr.: 80015599\nMwSt-Betrag     19,00     Endbetrag     119,00", title="RECBNUNGS-KORREKTOR")
    assert proposal.doctype == "gutschrift"


def test_a_colon_read_as_a_digit_does_not_hide_the_number_behind_it() -> None:
    doubtful = reading("#Rechnung\nRechnungs-Nr.: R-1\nKunden-Nr.     5  D-0288", confidence=0.7)
    assert understand(doubtful, REGISTER).value("kundennummer") == "D-0288"


def test_a_missing_blank_before_day_or_number_is_put_back() -> None:
    proposal = read("Leistungsdatum17.05.2026\nUnsere Projekt-Nr.P263695")
    assert proposal.value("lieferdatum") == "2026-05-17"


def test_the_day_of_a_cash_discount_is_not_the_last_day_to_pay() -> None:
    text = "Zahlbar bis 22.12.2026 ohne Abzug.\nBei Zahlung bis 02.12.2026 gewähren wir 2 % Skonto (15,73 EUR)."
    assert read(text).value("faellig_am") == "2026-12-22"
    assert read("2 % Skonto bei Zahlung bis 02.12.2026").value("faellig_am") == ""
    assert read("Zahlbar netto bis 22.12.2026, 3% Skonto innerhalb 10 Tagen").value("faellig_am") == "2026-12-22"


@pytest.mark.parametrize("printed", ["0£91100000000123456789", "© 0E91 1000 0000 0123 4567 89", "D£91100000000123456789"])
def test_the_letters_of_a_country_that_look_like_others_are_proposed(printed: str) -> None:
    assert proposed(printed) == "DE91100000000123456789"


def test_british_and_dutch_accounts_begin_with_the_letters_of_a_bank() -> None:
    assert proposed("IB02120300000000202051") == ""


@pytest.mark.parametrize(("confidence", "doubted"), [(1.0, False), (0.6, True)])
def test_one_number_printed_twice_is_no_proof_in_poor_print(confidence: float, *, doubted: bool) -> None:
    proposal = read("Netto     84,11\nSteuer 0 %     0,00\nGesamtbetrag     84,11\nReverse charge", confidence=confidence)
    assert proposal.value("brutto") == "84.11"
    assert any(d.about == "brutto" for d in proposal.doubts) == doubted


def test_a_sum_that_only_fits_two_that_were_worked_out_is_not_sure() -> None:
    proposal = read("Netto     1,67\nzzgl. 7 % MwSt     0,92\nBruttosumme     8,79", confidence=0.5)
    assert [proposal.value(key) for key in ("netto", "steuer", "brutto")] == ["1.67", "0.12", "1.79"]
    assert all(any(d.about == key for d in proposal.doubts) for key in ("netto", "steuer", "brutto"))
