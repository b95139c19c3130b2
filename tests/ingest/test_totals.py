"""Net, tax and gross by arithmetic, whatever they are called; rows of goods."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.document import Proposal
from archive.kinds import amount
from archive.policy import SURE
from ingest.understand import understand
from tests.papers import Memory, reading

CENT = Decimal("0.01")
HEAD = "#Rechnung\nRechnungs-Nr.: R-1\nRechnungsdatum: 12.11.2026\n\n"


def _understood(text: str) -> Proposal:
    return understand(reading(HEAD + text), Memory())


def _sums(proposal: Proposal) -> tuple[str, str, str]:
    return proposal.value("netto"), proposal.value("steuer"), proposal.value("brutto")


def _confidence(proposal: Proposal, field: str) -> float:
    return max(f.confidence for f in proposal.findings if f.field == field)


@settings(max_examples=40, deadline=None)
@given(st.integers(100, 9_999_999), st.sampled_from(["19", "7", "21", "20"]))
def test_any_sum_is_found(cents: int, rate: str) -> None:
    net = Decimal(cents) / 100
    tax = (net * Decimal(rate) / 100).quantize(CENT, ROUND_HALF_UP)
    printed = [amount.show(str(value)) for value in (net, tax, net + tax)]
    text = "Summe netto     {}\nzzgl. {} % MwSt     {}\nEndbetrag     {}".format(printed[0], rate, *printed[1:])
    assert _sums(_understood(text)) == (f"{net:.2f}", f"{tax:.2f}", f"{net + tax:.2f}")


def test_several_rates_are_added() -> None:
    text = "Netto  473,00\nUSt 7% von 275,00   19,25\nUSt 19% von 198,00   37,62\nGesamtbetrag brutto   529,87"
    assert _sums(_understood(text)) == ("473.00", "56.87", "529.87")


def test_a_table_of_sums_is_read_by_its_headings() -> None:
    text = "Nettobetrag     MwSt-Betrag     Endbetrag\n600,00          114,00          714,00"
    assert _sums(_understood(text)) == ("600.00", "114.00", "714.00")


def test_an_advance_payment_does_not_hide_the_gross_amount() -> None:
    text = "Summe netto 100,00\nMwSt 19% 19,00\nRechnungsbetrag 119,00\nBereits bezahlt 50,00\nZahlbetrag 69,00"
    assert _sums(_understood(text)) == ("100.00", "19.00", "119.00")


def test_cash_discount_and_carry_over_are_no_totals() -> None:
    text = "Übertrag 80,00\nSumme netto 100,00\nMwSt 19% 19,00\nGesamtbetrag 119,00\nbei Zahlung bis 20.11.2026 2 % Skonto 116,62"
    assert _sums(_understood(text)) == ("100.00", "19.00", "119.00")


def test_without_tax_net_and_gross_are_the_same() -> None:
    text = "Gesamtbetrag 250,00\nGemäß § 19 UStG wird keine Umsatzsteuer berechnet."
    assert _sums(_understood(text)) == ("250.00", "0.00", "250.00")


def test_a_misread_total_is_doubted_when_only_one_rate_adds_up() -> None:
    text = "Netto     MwSt     Brutto\n100,00     19% 19,00     119,00\n200,00     7% 14,00     214,00\n300,00     33,00     338,00"
    assert any(d.about == "brutto" for d in _understood(text).doubts)


def test_rows_of_goods() -> None:
    text = (
        "Pos   Menge   Einheit   Bezeichnung            Einzelpreis   Gesamt\n"
        "10    4       Stk       Flachstahl 60x10       25,00         100,00\n"
        "                        blank, gesägt\n"
        "20    2,5     kg        Schweißdraht           10,00          25,00\n\n"
        "Summe netto 125,00"
    )
    rows = _understood(text).lines
    assert [(r.position, r.quantity, r.unit, r.unit_price, r.total) for r in rows] == [
        ("10", Decimal(4), "Stk", Decimal(25).quantize(CENT), Decimal(100).quantize(CENT)),
        ("20", Decimal("2.5"), "kg", Decimal(10).quantize(CENT), Decimal(25).quantize(CENT)),
    ]
    assert rows[0].text == "Flachstahl 60x10 blank, gesägt"


def _doubted(proposal: Proposal) -> set[str]:
    return {doubt.about for doubt in proposal.doubts}


def _misread(text: str) -> Proposal:
    """As it comes from a poor scan."""
    return understand(reading(HEAD + text, confidence=0.7), Memory())


def test_a_misread_sum_is_worked_out_and_doubted() -> None:
    seen = _misread("Summe netto 252,10\nzzgl. 19 % MwSt 47,20\nRechnungsbetrag 300,00")
    assert _sums(seen) == ("252.10", "47.90", "300.00")
    assert "steuer" in _doubted(seen)


def test_two_misread_sums_are_worked_out_of_the_third() -> None:
    seen = _misread("Summe netto 2352,10\nzzgl. 19 % MwSt 47,20\nRechnungsbetrag 300,00")
    assert _sums(seen) == ("252.10", "47.90", "300.00")
    assert {"netto", "steuer"} <= _doubted(seen)


def test_a_sum_that_was_not_read_is_worked_out() -> None:
    seen = _misread("Summe netto 252,10\nzzgl. 19 % MwSt xx\nRechnungsbetrag 300,00")
    assert _sums(seen) == ("252.10", "47.90", "300.00")
    assert "steuer" in _doubted(seen)


def test_nothing_is_worked_out_when_sums_are_too_far_apart_or_no_rate_is_printed() -> None:
    assert _misread("Summe netto 252,10\nzzgl. 19 % MwSt 12,34\nRechnungsbetrag 777,00").value("netto") == "252.10"
    assert _misread("Summe netto 252,10\nzzgl. MwSt 47,20\nRechnungsbetrag 300,00").value("steuer") == "47.20"


def test_what_was_read_well_stays_as_printed_though_it_does_not_add_up() -> None:
    assert _sums(_understood("Summe netto 252,10\nzzgl. 19 % MwSt 47,20\nRechnungsbetrag 300,00")) == ("252.10", "47.20", "300.00")


def test_a_dash_that_stands_off_is_a_sign() -> None:
    assert _sums(_understood("Summe netto     — 388,29\nUSt 19%     - 73,78\nGesamtbetrag     — 462,07")) == (
        "-388.29",
        "-73.78",
        "-462.07",
    )


def test_a_lost_sign_comes_back_where_the_sums_ask_for_it() -> None:
    proposal = _understood("Summe netto     388,29\nUSt 19%     -73,78\nGesamtbetrag     -462,07")
    assert _sums(proposal) == ("-388.29", "-73.78", "-462.07")
    assert _confidence(proposal, "netto") < SURE


def test_the_tax_of_several_rates_is_what_net_and_gross_leave() -> None:
    text = "Gesamtbetrag netto   9.888,87\n19 % USt. auf 9.621,91   1.823,16\n7 % USt. auf 266,96   18,69\nRechnungsbetrag EUR   11.735,72"
    proposal = _understood(text)
    assert _sums(proposal) == ("9888.87", "1846.85", "11735.72")
    assert _confidence(proposal, "steuer") < SURE


def test_a_gross_amount_that_can_not_be_read_is_worked_out() -> None:
    proposal = _understood("Netto   2.552,29\nMwst 19   484,94\nBrutto   3.37.,23")
    assert _sums(proposal) == ("2552.29", "484.94", "3037.23")
    assert _confidence(proposal, "brutto") < SURE


def test_the_row_of_one_rate_is_not_the_sum_though_the_other_row_was_misread() -> None:
    rows = ("Nettobetrag", "MwSt-Betrag", "Endbetrag"), ("4,85", "0,592", "=5,71"), ("2,82", "0,20", "3,02"), ("7,67", "1,12", "8,79")
    text = "\n".join("".join(f"{cell:16}" for cell in row) for row in rows)
    assert _sums(_understood(text)) == ("7.67", "1.12", "8.79")


def test_a_gross_sum_that_only_nearly_fits_is_asked_for() -> None:
    text = "Nettobetrag     MwSt-Betrag\n-4,85          -0,92\n-2,82          -0,20\n-7,67          -1,12\nRabatt 0,02\nBasis -3,00"
    assert {"netto", "brutto"} <= {doubt.about for doubt in _understood(text).doubts}


def test_two_sums_do_not_prove_a_tax_of_several_rates() -> None:
    text = "7 % von 113,03     7,31\n19 % von 64,46     12,25\nSumme netto     177,43\nSteuerbetrag     20,16\nBruttosumme     197,65"
    seen = _misread(text)
    assert {"netto", "steuer", "brutto"} <= {doubt.about for doubt in seen.doubts}


@pytest.mark.parametrize("printed", ["Rs 1939", "EUR 1939", "1.939,- €", "1939 CHF", "€ 1.939,--"])
def test_a_sum_without_cents_stands_beside_its_currency(printed: str) -> None:
    assert _understood(f"Gesamtbetrag     {printed}").value("brutto") == "1939.00"


def test_a_bare_number_behind_a_label_is_no_sum() -> None:
    assert _understood("Gesamtbetrag     1939").value("brutto") == ""


def test_goods_without_tax_and_no_tax_after_them_leave_net_and_gross_the_same() -> None:
    heading = f"Pos.     Menge     Beschreibung     Zeilenbetrag\n{'':34}ohne MwSt.\n"
    goods = f"{heading}1        2         Dichtung         34,73\n"
    seen = _understood(goods + "Total EUR     34,73")
    assert _sums(seen) == ("34.73", "0.00", "34.73")
    assert {"netto", "steuer"} <= {doubt.about for doubt in seen.doubts}
    assert _understood(goods + "zzgl. 19 % MwSt     xx\nTotal EUR     34,73").value("netto") == ""


def test_a_reason_is_given_once() -> None:
    proposal = _understood("Netto     825,00\n19 % USt     156,75\nZu zahlen     991,75")
    rules = [f.rule.split("; ") for f in proposal.findings]
    assert rules
    assert all(len(parts) == len(set(parts)) for parts in rules)
    assert any("hinter ‚Netto')" in doubt.reason and doubt.question == "Stimmt das?" for doubt in proposal.doubts)


def test_a_net_sum_of_several_rates_need_not_be_printed() -> None:
    text = "Gesamtbetrag brutto   196,00\n\nMwSt    Netto     Steuer    Brutto\n"
    text += "7 %     157,01    10,99     168,00\n19 %    23,53     4,47      28,00"
    told = _understood(text)
    assert _sums(told) == ("180.54", "15.46", "196.00")
    assert _confidence(told, "netto") >= SURE
    wrong = _understood(text.replace("196,00", "199,00"))
    assert all(_confidence(wrong, field) < SURE for field in ("netto", "steuer", "brutto"))


def test_freight_is_part_of_an_untaxed_sum() -> None:
    text = "Goods Total  EUR   189,00\nCarriage   15,00\nVAT 0 %   0,00\nTotal Due EUR   204,00\nZero rated export"
    assert _sums(_understood(text)) == ("204.00", "0.00", "204.00")


def test_an_offer_may_state_a_net_sum_alone() -> None:
    told = understand(reading("#Angebot AG-26-0871\n\nDatum: 04.11.2026\n\nGesamtnetto   676,50 EUR zzgl. MwSt.\n"), Memory())
    assert told.value("netto") == "676.50"
    assert _confidence(told, "netto") < SURE


def test_the_position_of_a_row_is_no_rate_of_tax() -> None:
    rows = """
Pos   Menge   Bezeichnung                 EP       GP
10    1 Tag   Scherenbühne            447,50   447,50
20    5 Tag   Haftungsbegrenzung       10,50    52,50
"""
    paper = f"{rows}\nNettosumme: 500,00 EUR     MwSt 19%: 95,00 EUR\nRechnungssumme: 595,00 EUR"
    proposal = _understood(paper)
    assert _sums(proposal) == ("500.00", "95.00", "595.00")
    assert min(_confidence(proposal, key) for key in ("netto", "steuer", "brutto")) >= SURE
