"""Value kinds: every notation of the field is read, what is no such value is refused, and show and parse undo each other."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.kinds import KINDS, amount, iban, kind, vat_id
from archive.kinds import date as days

AMOUNTS = {
    "1.234,56": "1234.56",
    "1 234,56": "1234.56",
    "1234,56 €": "1234.56",
    "EUR 1.234,56": "1234.56",
    "€ 593,36": "593.36",
    "-12,50": "-12.50",
    "12,50-": "-12.50",
    "(12,50)": "-12.50",
    "1'234.56": "1234.56",
    "1,234.56": "1234.56",
    "–,50": "0.50",
    "12,--": "12.00",
    "1.234.567,89": "1234567.89",
    "0,025": "0.025",
    "119,00*": "119.00",
}
NOTATIONS = (
    lambda whole, cents: f"{whole:,}".replace(",", ".") + f",{cents:02}",
    lambda whole, cents: f"{whole:,}".replace(",", " ") + f",{cents:02}",
    lambda whole, cents: f"{whole},{cents:02} €",
    lambda whole, cents: "EUR " + f"{whole:,}".replace(",", ".") + f",{cents:02}",
    lambda whole, cents: f"{whole:,}".replace(",", "'") + f".{cents:02}",
    lambda whole, cents: f"{whole:,}.{cents:02}",
    lambda whole, cents: f"{whole}.{cents:02}",
    lambda whole, cents: f"{whole:,}".replace(",", "\u202f") + f",{cents:02} EUR",
)


@pytest.mark.parametrize(("raw", "value"), AMOUNTS.items())
def test_amounts_in_every_notation(raw: str, value: str) -> None:
    parsed = amount.parse(raw)
    assert parsed is not None
    assert parsed.value == value
    assert parsed.sure


@pytest.mark.parametrize(("raw", "value"), [("1.000", "1000.00"), ("1,000", "1.000"), ("1,234,56", "1234.56")])
def test_amounts_that_allow_another_reading_say_so(raw: str, value: str) -> None:
    parsed = amount.parse(raw)
    assert parsed is not None
    assert parsed.value == value
    assert not parsed.sure
    assert parsed.note


@pytest.mark.parametrize("raw", ["", "abc", "1.23.4", "12.03.2026", "19 %", "€", "1,2,3", "RE-2026"])
def test_what_is_no_amount(raw: str) -> None:
    assert amount.parse(raw) is None


@given(st.integers(0, 99_999_999), st.integers(0, 99), st.integers(0, 7), st.sampled_from(["", "-", "()", "after"]))
def test_amounts_survive_eight_notations_and_four_signs(whole: int, cents: int, notation: int, sign: str) -> None:
    text = NOTATIONS[notation](whole, cents)
    bare = text.replace("€", "").replace("EUR", "").strip()
    printed = {"": text, "-": f"-{bare}", "()": f"({bare})", "after": f"{bare}-"}[sign]
    parsed = amount.parse(printed)
    assert parsed is not None
    wanted = Decimal(whole) + Decimal(cents) / 100
    assert Decimal(parsed.value) == (wanted if sign == "" else -wanted)


@given(st.decimals(-10_000_000, 10_000_000, places=2))
def test_what_is_shown_reads_back(value: Decimal) -> None:
    parsed = amount.parse(amount.show(str(value)))
    assert parsed is not None
    assert Decimal(parsed.value) == value


@given(st.dates(date(1990, 1, 1), date(2079, 12, 31)), st.integers(0, 6))
def test_days_in_every_form(day: date, form: int) -> None:
    months = ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"]
    printed = (
        day.strftime("%d.%m.%Y"),
        f"{day.day}.{day.month}.{day.year % 100:02}" if day.year >= 1980 else day.strftime("%d.%m.%Y"),
        f"{day.day}. {months[day.month - 1]} {day.year}",
        day.isoformat(),
        day.strftime("%d/%m/%Y"),
        day.strftime("%d.%m,%Y"),
        f"{day.day}.{day.month}. {day.year}",
    )[form]
    parsed = days.parse(printed)
    assert parsed is not None
    assert parsed.value == day.isoformat()
    assert days.parse(days.show(parsed.value)) == parsed


@pytest.mark.parametrize("raw", ["31.02.2026", "45.13.2026", "1.234,56", "KW 12/26", "März 2026", "80015511", ""])
def test_what_is_no_day(raw: str) -> None:
    assert days.parse(raw) is None


def test_american_days_are_never_sure() -> None:
    parsed = days.parse("03/20/2026")
    assert parsed is not None
    assert (parsed.value, parsed.sure) == ("2026-03-20", False)


def test_days_against_the_intake() -> None:
    today = date(2026, 11, 22)
    assert not days.too_new((today + timedelta(days=1)).isoformat(), today)
    assert days.too_new((today + timedelta(days=2)).isoformat(), today)
    assert not days.too_old((today - timedelta(days=400)).isoformat(), today)
    assert days.too_old((today - timedelta(days=401)).isoformat(), today)
    assert days.check("1900-01-01")


IBANS = (
    "DE89 3704 0044 0532 0130 00",
    "NL91 ABNA 0417 1643 00",
    "BE68 5390 0754 7034",
    "FR14 2004 1010 0505 0001 3M02 606",
    "AT61 1904 3002 3457 3201",
)


@pytest.mark.parametrize("raw", IBANS)
def test_accounts_of_the_neighbours(raw: str) -> None:
    parsed = iban.parse(raw)
    assert parsed is not None
    assert iban.check(parsed.value) == ""
    assert iban.show(parsed.value) == raw


@given(st.sampled_from(IBANS), st.integers(4, 15), st.integers(1, 9))
def test_one_wrong_digit_in_an_account_is_noticed(raw: str, place: int, shift: int) -> None:
    good = raw.replace(" ", "")
    if not good[place].isdigit():
        return
    bad = good[:place] + str((int(good[place]) + shift) % 10) + good[place + 1 :]
    assert iban.check(bad)


@pytest.mark.parametrize("raw", ["DE136695976", "DE 136 695 976", "NL810433941B01", "ATU13585627", "BE0403019261", "FR 604 219 388 61"])
def test_vat_ids_of_the_neighbours(raw: str) -> None:
    parsed = vat_id.parse(raw)
    assert parsed is not None
    assert vat_id.check(parsed.value) == ""


@given(st.integers(2, 10), st.integers(1, 9))
def test_one_wrong_digit_in_a_german_vat_id_is_noticed(place: int, shift: int) -> None:
    good = "DE136695976"
    assert vat_id.check(good[:place] + str((int(good[place]) + shift) % 10) + good[place + 1 :])


@pytest.mark.parametrize(
    ("raw", "value"), [("RE-2026-001158", "RE-2026-001158"), ("0004711.", "0004711"), ("# 26/1158", "26/1158"), ("A-26-0112,", "A-26-0112")]
)
def test_document_numbers_keep_marks_and_zeros(raw: str, value: str) -> None:
    parsed = kind("number").parse(raw)
    assert parsed is not None
    assert parsed.value == value


@pytest.mark.parametrize("raw", ["Seite", "12.03.2026", "1.234,56", "x" * 40 + "1", ""])
def test_what_is_no_document_number(raw: str) -> None:
    assert kind("number").parse(raw) is None


@pytest.mark.parametrize(
    ("raw", "ok"), [("207/5811/0155", True), ("044 241 601 03", True), ("5207058110155", True), ("12345", False), ("abc", False)]
)
def test_tax_numbers(raw: str, ok: bool) -> None:
    assert (kind("tax_number").parse(raw) is not None) == ok


def test_quantities_are_short_and_ambiguity_stays_visible() -> None:
    one, thousand = kind("quantity").parse("1,000"), kind("quantity").parse("1.000")
    assert one is not None
    assert thousand is not None
    assert (one.value, thousand.value) == ("1", "1000")
    assert not one.sure
    assert not thousand.sure


@pytest.mark.parametrize(("raw", "code"), [("€", "EUR"), ("Euro", "EUR"), ("CHF", "CHF"), ("$", "USD")])
def test_currencies(raw: str, code: str) -> None:
    parsed = kind("currency").parse(raw)
    assert parsed is not None
    assert parsed.value == code


def test_every_kind_shows_what_it_parses() -> None:
    samples = {
        "amount": "1.234,56", "currency": "€", "date": "18.03.2026", "iban": IBANS[0], "name": "Stahlhandel Düren", "number": "RE-1",
        "quantity": "12,5", "tax_number": "207/5811/0155", "vat_id": "DE136695976",
    }  # fmt: skip
    assert set(samples) == set(KINDS)
    for key, raw in samples.items():
        parsed = KINDS[key].parse(raw)
        assert parsed is not None
        again = KINDS[key].parse(KINDS[key].show(parsed.value))
        assert again is not None
        assert again.value == parsed.value
