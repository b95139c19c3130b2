"""The worker learns, judges and matches after a decision without being told by whoever decided: the index's job leads to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import overview
from archive.content import Correction
from archive.jobs import open_jobs
from archive.judging import AT_ONCE, waiting
from archive.order import Order
from archive.space import Space, open_space
from service.settings import Settings
from service.worker import Duties
from tests.cast import ANNA, furnish
from tests.contracts.learning import invoice, number_of, read
from tests.contracts.space_folders import note
from tests.pdfs import text_pdf
from tests.service.conftest import settings


@pytest.fixture
def here(tmp_path: Path) -> Iterator[tuple[Settings, Space]]:
    chosen = settings(tmp_path)
    space = open_space(chosen.locations, chosen.space)
    furnish(space)
    yield chosen, space
    space.close()


def test_a_decision_is_learned_from_and_waiting_papers_are_looked_at_again(here: tuple[Settings, Space]) -> None:
    chosen, space = here
    jobs = open_jobs(chosen.jobs)
    duties = Duties(chosen, jobs)
    first = read(space, invoice("77-1001"))
    space.documents.correct(first, Correction(orders=("A-26-0101",), fields={"rechnungsnummer": "77-1001"}), ANNA)
    duties.index(chosen.space, "1")
    assert any(name == "learn" for name, _ in jobs.live(chosen.space))
    duties.handlers()["learn"](chosen.space, "1")
    assert [lesson.label for lesson in space.lessons.all()] == ["Vorgangszahl"]
    assert number_of(space, read(space, invoice("77-1002"))) == "77-1002"
    duties.close()
    jobs.close()


def test_a_waiting_invoice_follows_the_delivery_note_that_a_person_filed(here: tuple[Settings, Space]) -> None:
    chosen, space = here
    jobs = open_jobs(chosen.jobs)
    duties = Duties(chosen, jobs)
    duties.reconcile()
    duties.match(chosen.space, "start")
    named = ("Stahlhandel Düren GmbH", "Rechnung", "Rechnungsnummer: 77-1001", "Lieferschein-Nr.: 80015522", "Gesamtbetrag 119,00 EUR")
    bill = read(space, text_pdf(*named))
    late = note(space, "80015522", "")
    assert space.documents.get(bill).state == "waiting"
    duties.index(chosen.space, "1")
    assert space.documents.get(bill).state == "waiting"
    space.documents.correct(late, Correction(orders=("A-26-0102",)), ANNA)
    duties.index(chosen.space, "2")
    assert space.documents.get(bill).orders == ("A-26-0102",)
    duties.close()
    jobs.close()


def test_more_folders_than_a_screen_would_judge_are_judged_by_the_worker(here: tuple[Settings, Space]) -> None:
    chosen, space = here
    jobs = open_jobs(chosen.jobs)
    duties = Duties(chosen, jobs)
    space.orders.save([Order(f"A-26-{at:04}") for at in range(2000, 2000 + AT_ONCE + 1)], ANNA)
    assert waiting(space) > AT_ONCE
    duties.index(chosen.space, "1")
    assert ("judge", "alles") in jobs.live(chosen.space)
    duties.handlers()["judge"](chosen.space, "alles")
    assert waiting(space) == 0
    assert overview.state_counts(space)["leer"] > AT_ONCE
    duties.close()
    jobs.close()
