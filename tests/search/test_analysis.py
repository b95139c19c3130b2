"""The analysis alone: what a token is, how compounds fall apart, and which numbers are the same."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import tokens
from search.compounds import parts
from search.fold import clean, fold, stem
from search.numbers import amount, day, forms
from search.synonyms import synonyms


def test_compounds_fall_apart_into_words_of_the_trade() -> None:
    split = {
        "Schraubenschlüssel": ("Schrauben", "Schlüssel"),
        "Lieferscheinnummern": ("Lieferschein", "Nummer"),
        "Gehäusedeckeldichtung": ("Gehäuse", "Deckel", "Dichtung"),
        "Auftragsbestätigung": ("Auftrag", "Bestätigung"),
        "Schweißdrähte": ("Schweiß", "Draht"),
        "Quarkrechnungen": ("Rechnung",),
    }
    assert {word: parts(fold(word)) for word in split} == {word: tuple(stem(fold(part)) for part in found) for word, found in split.items()}


def test_plain_words_stay_whole() -> None:
    plain = ("Urteil", "Vorteil", "Berechnung", "Abrechnung", "Verlagerung", "Beilage", "Mutterschaft", "Lieferschein", "Computer")
    assert [word for word in (*plain, "Rechnung", "Dichter", "Behauptung", "Überrechnung") if parts(fold(word))] == []


def test_neighbours_keep_their_positions() -> None:
    found = [(token.position, token.length, token.terms[:1]) for token in tokens("CNC-Fräse und RE 2024 00317")]
    assert found == [
        (0, 2, ("cncfras",)),
        (0, 1, ("cnc",)),
        (1, 1, ("fras",)),
        (2, 1, ()),
        (3, 1, ("re",)),
        (4, 1, ("2024",)),
        (3, 2, ("re2024",)),
        (5, 1, ("00317",)),
        (3, 3, ("re202400317",)),
        (4, 2, ("202400317",)),
    ]


def test_amounts_and_days() -> None:
    assert [amount(text) for text in ("1.175,48", "1175,48", "1'175.48", "-12,50", "12,50-", "1.175", "3,5")] == [
        *(117548, 117548, 117548, 1250, 1250),
        *(None, None),
    ]
    assert [day(text) for text in ("12.3.26", "12/03/2026", "2026-03-12", "12. März 2026", "12.3.99", "31.02.2026", "1.2")] == [
        *[date(2026, 3, 12)] * 4,
        *(date(1999, 3, 12), None, None),
    ]


def test_a_number_is_known_by_its_whole_its_parts_and_its_misreadings() -> None:
    assert {"re202400317", "00317", "2024", "~re202400317", "~00317"} <= set(forms("RE-2O24/OO317")) | set(forms("RE-2024/00317"))
    assert set(forms("RE-2O24/OO317")) & set(forms("RE-2024/00317")) >= {"~re202400317", "~00317"}


def test_synonyms_hold_in_both_directions() -> None:
    for entry, others in synonyms().items():
        assert entry
        assert all(entry in synonyms()[other] for other in others)


@given(st.text(max_size=300))
def test_tokens_lie_in_the_text_and_move_forward(text: str) -> None:
    text = clean(text)
    reached = 0
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert all(term and " " not in term for term in token.terms)
        assert token.kind == "joined" or token.position >= reached
        reached = max(reached, token.position)


@given(st.text(max_size=300))
def test_folding_twice_changes_nothing_more_than_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
