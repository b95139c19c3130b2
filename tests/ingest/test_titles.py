"""Titles by their print: the shortcut by letters finds what comparing with every title finds."""

from __future__ import annotations

import random

import pytest

from archive.doctypes import doctypes
from archive.order import Firm
from ingest.classify import classify
from ingest.layout import distance, simple
from ingest.titles import titles_like
from tests.papers import reading

TITLES = sorted({simple(title) for doctype in doctypes().values() for title in doctype.titles})


@pytest.mark.parametrize(
    ("print_", "title"),
    [
        ("rechnung", "rechnung"),
        ("rechnvng", "rechnung"),
        ("lieferschem", ""),
        ("auftragsbestatlgvng", "auftragsbestatigung"),
        ("brlef", ""),
    ],
)
def test_longer_titles_may_have_misread_letters(print_: str, title: str) -> None:
    assert (title in titles_like(print_)) if title else not titles_like(print_)


@pytest.mark.parametrize(
    ("heading", "wanted"),
    [("#Ihre Rechnung", "rechnung"), ("#Unser Lieferschein", "lieferschein"), ("#Ihre Bestellung", "sonstiges")],
)
def test_a_heading_may_say_whose_paper_it_is(heading: str, wanted: str) -> None:
    table = "Dokument   Tag          Vermerk\nGI/4417    28.10.2026   W 7712"
    print_ = f"#Gravuren Indeland OHG\n\nMusterwerk Maschinenbau GmbH\n\n{heading}\n\n{table}"
    assert classify(reading(print_), Firm()).doctype == wanted


def test_no_title_is_lost_by_the_shortcut() -> None:
    rng = random.Random(4)
    for _ in range(2_000):
        letters = list(rng.choice(TITLES))
        for place in rng.sample(range(len(letters)), min(len(letters), rng.randint(0, 3))):
            letters[place] = rng.choice(("", "a", "1", letters[place] * 2))
        print_ = "".join(letters)
        errors = {title: 0 if len(title) < 8 else 1 if len(title) < 14 else 2 for title in TITLES}
        assert titles_like(print_) == {title for title in TITLES if distance(title, print_, errors[title]) <= errors[title]}
