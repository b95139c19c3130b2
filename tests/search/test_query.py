"""What people type, taken apart: the tree of good questions, and no error whatever comes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search.plan import plan
from search.query import LONGEST, MOST_CLAUSES, Between, Equals, Words, parse


def test_words_phrases_and_exclusions() -> None:
    assert parse('Welle "zwei Worte" -Mahnung -"nicht das"').words == (
        Words("Welle"),
        Words("zwei Worte", phrase=True),
        Words("Mahnung", negated=True),
        Words("nicht das", phrase=True, negated=True),
    )


def test_filters_keep_their_values_as_typed() -> None:
    assert parse('lieferant:"Wurm GmbH" -typ:Rechnung mappe:A-26-0112').filters == (
        Equals("lieferant", "Wurm GmbH"),
        Equals("typ", "Rechnung", negated=True),
        Equals("auftrag", "A-26-0112"),
    )


def test_spans_of_days() -> None:
    spans = {
        "2026": (20260101, 20261231),
        "2026-Q1": (20260101, 20260331),
        "2024-02": (20240201, 20240229),
        "12/2025": (20251201, 20251231),
        "1.3.26": (20260301, 20260301),
        "01.03.2026..": (20260301, None),
        "..2025": (None, 20251231),
        "2025-Q4..2026-02": (20251001, 20260228),
    }
    assert {typed: parse(f"datum:{typed}").filters for typed in spans} == {
        typed: (Between("datum", *span),) for typed, span in spans.items()
    }


def test_amounts_in_cents() -> None:
    spans = {
        ">500": (50001, None),
        ">=1.000": (100000, None),
        "<1.175,48": (None, 117547),
        "<=12,5": (None, 1250),
        ":500..600,50": (50000, 60050),
        "=1175.48 €": (117548, 117548),
    }
    assert {typed: parse(f"betrag{typed}").filters for typed in spans} == {
        typed: (Between("betrag", *span),) for typed, span in spans.items()
    }


def test_what_is_not_understood_is_a_word() -> None:
    for typed in ("datum:quatsch", "betrag>viel", "datum:2026-13", "foo:bar", "betrag:..", "typ:"):
        assert parse(typed).filters == (), typed
        assert parse(typed).words, typed


def test_a_minus_before_an_amount_is_a_sign() -> None:
    assert parse("-12,50").words == (Words("-12,50"),)


def test_only_a_last_word_without_a_blank_is_unfinished() -> None:
    assert [parse(typed).unfinished for typed in ("Schraub", "Schraub ", "4711", '"Schraub"', "-Schraub", "typ:lief", "")] == [
        True,
        *[False] * 6,
    ]


def test_numbers_and_short_words_are_never_similar_to_others() -> None:
    asked = ("RE-2024/00317", "80015511", "Maus", "Schlauch", "DN15")
    fuzzy = {typed: [group.fuzzy for group in plan(parse(typed)).required] for typed in asked}
    assert fuzzy == {"RE-2024/00317": [""], "80015511": [""], "Maus": [""], "Schlauch": ["schlauch"], "DN15": [""]}


@given(st.text(max_size=2000))
def test_nothing_is_an_error_and_everything_is_bounded(typed: str) -> None:
    found = parse(typed)
    assert len(found.words) <= MOST_CLAUSES
    assert sum(len(word.text) for word in found.words) <= 3 * LONGEST
    plan(found)
