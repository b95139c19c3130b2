"""A number printed at several places: agreement confirms, a likely misreading is a doubt, a torn number becomes whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.document import Finding, Proposal, best_value
from archive.policy import SURE
from archive.scan import Word
from ingest.echoes import contested
from ingest.understand import understand
from tests.papers import REGISTER, STEEL, reading

PAPER = """
#Stahlhandel Düren GmbH

Musterwerk Maschinenbau GmbH

Rechnungs-Nr.: {number}
Rechnungsdatum: 12.11.2026
Ihre Bestellung: {order}
Kundennummer: {customer}

#Rechnung {title}

Summe netto 100,00
zzgl. 19 % MwSt 19,00
Gesamtbetrag 119,00

USt-IdNr. {vat}
IBAN {iban}
"""
GOOD = {
    "number": "RE-2026-1158",
    "title": "RE-2026-1158",
    "order": "B-26-00417",
    "customer": "104711",
    "vat": "DE136695976",
    "iban": "DE88 2008 0000 0970 3757 00",
}


def _read(**changes: str) -> Proposal:
    return understand(reading(PAPER.format(**(GOOD | changes))), REGISTER)


def _doubted(proposal: Proposal) -> set[str]:
    return {d.about for d in proposal.doubts}


@pytest.mark.parametrize("title", ["RE-2026-1158", "RE 2026-1158", ""])
def test_agreement_or_silence_elsewhere_is_no_doubt(title: str) -> None:
    seen = _read(title=title)
    assert seen.value("rechnungsnummer") == "RE-2026-1158"
    assert "rechnungsnummer" not in _doubted(seen)


@pytest.mark.parametrize("title", ["RE-2026-1153", "RE-2O26-1158", "RE-2026-115"])
def test_another_reading_elsewhere_is_a_doubt(title: str) -> None:
    assert "rechnungsnummer" in _doubted(_read(title=title))


def test_a_torn_number_is_whole_where_it_stands_whole_elsewhere() -> None:
    torn = _read(number="RE-2026-11 58")
    assert torn.value("rechnungsnummer") == "RE-2026-1158"


def test_a_torn_number_without_an_echo_is_a_doubt() -> None:
    assert "rechnungsnummer" in _doubted(_read(number="RE-2026-11 58", title=""))


def test_pieces_without_a_gap_are_one_number() -> None:
    whole = reading(PAPER.format(**(GOOD | {"title": ""})))
    (page,) = whole.pages
    words: list[Word] = []
    for word in page.words:
        if word.text == "RE-2026-1158":
            middle = word.box[0] + 9 * 4.8
            words.append(Word("RE-2026-1", (word.box[0], word.box[1], middle, word.box[3]), 1.0))
            words.append(Word("158", (middle + 0.5, word.box[1], word.box[2], word.box[3]), 1.0))
        else:
            words.append(word)
    seen = understand(replace(whole, pages=(replace(page, words=tuple(words)),)), REGISTER)
    assert seen.value("rechnungsnummer") == "RE-2026-1158"


def test_our_own_number_is_never_theirs() -> None:
    assert _read(number="B-26-00418", title="").value("rechnungsnummer") == ""


def test_a_number_of_ours_that_nobody_entered_is_unsure() -> None:
    seen = _read(order="B-26-09999")
    finding = next(f for f in seen.findings if f.field == "bestellnummer")
    assert finding.confidence < SURE


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"customer": "104771"}, "kundennummer", STEEL.customer_number),
        ({"iban": "DE88 2008 0000 0970 8757 00"}, "iban", STEEL.ibans[0]),
        ({"vat": "DE136695970"}, "ust_id", STEEL.vat_ids[0]),
    ],
)
def test_a_misread_number_of_the_sender_takes_the_known_form_and_stays_unsure(changes: dict[str, str], field: str, value: str) -> None:
    seen = _read(**changes)
    finding = next(f for f in seen.findings if f.field == field)
    assert (finding.value, finding.confidence < SURE) == (value, True)
    assert finding.raw != value
    assert field in _doubted(seen)


def test_another_valid_account_is_never_replaced() -> None:
    seen = _read(iban="DE02 1203 0000 0000 2020 51")
    assert seen.value("iban") == "DE02120300000000202051"
    assert any("telefonisch" in d.reason for d in seen.doubts)


def test_skewed_writing_keeps_its_rows() -> None:
    straight = reading(PAPER.format(**GOOD))
    (page,) = straight.pages
    tilt = 0.0524  # three degrees
    words = tuple(
        replace(w, box=(w.box[0], w.box[1] - tilt * w.box[0] + 40, w.box[2], w.box[3] - tilt * w.box[0] + 40)) for w in page.words
    )
    skewed = understand(replace(straight, pages=(replace(page, words=words, skew=3.0),)), REGISTER)
    plain = understand(straight, REGISTER)
    assert {(f.field, f.value) for f in skewed.findings} == {(f.field, f.value) for f in plain.findings}


def test_pages_left_out_are_a_doubt_and_missing_ones_hold_the_paper() -> None:
    whole = reading(PAPER.format(**GOOD))
    note = replace(whole, notes=("Auf Seite 1 wurde kein Text erkannt, obwohl sie nicht leer ist.",), count=1)
    cut = replace(whole, notes=("Seite 2 konnte nicht gelesen werden.",), count=2)
    early = replace(whole, notes=("Seite 2 konnte nicht gelesen werden.",))
    assert "seiten" in _doubted(understand(note, REGISTER))
    assert "paper" in _doubted(understand(cut, REGISTER))
    assert "paper" in _doubted(understand(early, REGISTER))


def test_a_known_number_without_a_legible_label_is_found() -> None:
    covered = PAPER.replace("Ihre Bestellung: {order}", "@0.7 B-26-00417")
    seen = understand(reading(covered.format(**GOOD)), REGISTER)
    assert seen.value("bestellnummer") == "B-26-00417"


def test_a_known_number_behind_their_label_is_not_ours() -> None:
    theirs = PAPER.replace("Ihre Bestellung: {order}", "Unsere Auftragsnummer: A-26-0113")
    seen = understand(reading(theirs.format(**GOOD)), REGISTER)
    assert (seen.value("auftragsnummer"), seen.value("bestellnummer")) == ("", "")


def test_two_readings_of_a_delivery_notes_own_number_are_both_in_doubt() -> None:
    text = "#Stahlhandel Düren GmbH\n\n#LIEFERSCHEIN\nLieferschein-Nr.: 79478     Ihre Bestellung: B-26-00417\n\nLieferschein 78470"
    proposal = understand(reading(text), REGISTER)
    assert set(proposal.numbers("lieferscheinnummer")) == {"79478", "78470"}
    assert "lieferscheinnummer" in {doubt.about for doubt in proposal.doubts}


@pytest.mark.parametrize(
    ("one", "other", "counts"),
    [
        ("21262556", "ZL262556", "ZL262556"),
        ("L26/6847", "126/6847", "L26/6847"),
        ("AB2O6", "AB206", "AB2O6"),
        ("4711-8", "4711-B", "4711-8"),
    ],
)
def test_of_two_readings_of_one_number_that_with_letters_before_its_digits_counts(one: str, other: str, counts: str) -> None:
    """Else the first; both stay a doubt."""
    read = [Finding("lieferscheinnummer", value, value, 1, (0, 0, 9, 9), 0.95, "hinter ‚Nr'") for value in (one, other)]
    made = contested(read, "lieferscheinnummer")
    assert best_value(made, "lieferscheinnummer") == counts
    assert all(f.confidence < SURE for f in made)


def test_a_number_in_groups_is_one_but_asked_for() -> None:
    seen = _read(number="7654 3210 001234", title="November")
    assert seen.value("rechnungsnummer") == "76543210001234"
    assert "rechnungsnummer" in _doubted(seen)


def test_the_year_of_a_day_is_no_rival() -> None:
    seen = _read(number="2026/118", title="2026/118\n\nDüren, den 13. November 2026")
    assert seen.value("rechnungsnummer") == "2026/118"
    assert "rechnungsnummer" not in _doubted(seen)


def test_a_number_in_many_groups_is_whole_though_the_first_is_a_year() -> None:
    proposal = _read(number="2026 0914 7733 05", title="für September 2026")
    assert best_value(proposal.findings, "rechnungsnummer") == "20260914773305"
    assert "rechnungsnummer" in _doubted(proposal)
