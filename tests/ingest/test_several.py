"""Papers that were laid together wait for a person instead of being filed as one in all folders; what belongs together does not wait."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.space import Space
from tests.ingest.bad_input import pdf
from tests.ingest.ending import Ended, one, whole_archive

LETTER = ("Stahlhandel Düren GmbH", "Rechnung")
FIRST = (*LETTER, "Rechnungsnummer: RE-2026-00012", "Ihre Bestellung: B-26-00401", "Gesamtbetrag 119,00 EUR")
SECOND = (*LETTER, "Rechnungsnummer: RE-2026-00077", "Ihre Bestellung: B-26-00402", "Gesamtbetrag 238,00 EUR")


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    with whole_archive(tmp_path) as opened:
        yield opened


def put(space: Space, *pages: tuple[str, ...]) -> Ended:
    return one(space, "papier.pdf", pdf(*pages))


def test_two_invoices_on_one_page_wait(space: Space) -> None:
    found = put(space, (*FIRST, *SECOND))
    assert found.entry.state == "waiting"
    assert "mehrere Papiere (RE-2026-00012 und RE-2026-00077)" in found.entry.sentence


def test_an_invoice_that_names_earlier_ones_is_one(space: Space) -> None:
    found = put(space, (*FIRST, "abzüglich Abschlag, Rechnungsnummer: RE-2026-00003", "abzüglich Abschlag, Rechnungsnummer: RE-2026-00004"))
    assert "mehrere Papiere" not in found.entry.sentence


def test_a_later_page_for_another_order_waits(space: Space) -> None:
    note = ("Werkstatt", "Seite 1", "Ihre Bestellung: B-26-00402", "10 Stück Schrauben M8")
    found = put(space, FIRST, note)
    assert found.entry.state == "waiting"
    assert "einen anderen Auftrag" in found.entry.sentence


def test_what_the_first_page_names_too_is_one_paper(space: Space) -> None:
    both = (*FIRST[:3], "Ihre Bestellungen: B-26-00401 und B-26-00402", "Gesamtbetrag 119,00 EUR")
    found = put(space, both, ("Anlage", "Seite 1", "Ihre Bestellung: B-26-00402", "10 Stück Schrauben M8"))
    assert "einen anderen Auftrag" not in found.entry.sentence


def test_a_long_paper_for_two_orders_is_filed_in_both(space: Space) -> None:
    found = put(space, FIRST, ("Seite 2", "Ihre Bestellung: B-26-00402", "10 Stück Schrauben M8"))
    assert found.entry.state == "filed", found.entry.sentence
    assert set(found.orders) == {"A-26-0101", "A-26-0102"}
