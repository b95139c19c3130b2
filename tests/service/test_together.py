"""Several people and many orders at once: nobody overwrites what they did not see, nobody waits for what others began."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from archive.entry import object_key
from archive.order import Order
from service.parts import House, Parts
from service.worker import Duties
from tests.service.conftest import Live, settings
from tests.service.papers import Paper, file


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    house = House(settings(tmp_path))
    yield house.parts("firma")
    house.close()


def test_two_people_who_decide_about_one_paper_do_not_overwrite_each_other(client: httpx2.Client, live: Live) -> None:
    number = file(live.space, Paper(number="8801", linked=False), "zwei.pdf")
    stand = re.search(r'name="stand" value="([^"]+)"', client.get(f"/klaerung/{number}").text)
    assert stand
    first = client.post(f"/klaerung/{number}", data={"auftrag": "A-26-0112", "feld_netto": "500,00", "stand": stand[1]})
    second = client.post(f"/klaerung/{number}", data={"auftrag": "A-26-0113", "feld_netto": "481,20", "stand": stand[1]})
    assert (first.status_code, second.status_code) == (303, 422)
    assert "inzwischen geändert" in second.text
    document = live.space.documents.get(number)
    assert (document.orders, document.value("netto")) == (("A-26-0112",), "500.00")
    again = re.search(r'name="stand" value="([^"]+)"', second.text)
    assert again
    assert client.post(f"/klaerung/{number}", data={"auftrag": "A-26-0113", "stand": again[1]}).status_code == 303


def test_a_large_import_leaves_its_copies_to_the_worker_and_no_change_after_it_waits(parts: Parts) -> None:
    space = parts.space
    space.orders.save([Order(f"A-26-{n:04d}") for n in range(350)], "das Büro")
    assert space.store.size(object_key(350)) is None
    space.orders.save([Order("A-27-0001")], "das Büro")
    assert space.store.size(object_key(351)) is None
    assert space.journal.copy(10) == 10
    assert space.journal.copy() == 351 - 210
    assert space.store.size(object_key(351)) is not None


def test_many_new_orders_are_matched_with_in_one_go(parts: Parts) -> None:
    number = file(parts.space, Paper(number="8802", order="A-26-0999", linked=False), "wartet.pdf")
    duties = Duties(parts.settings, parts.jobs)
    parts.space.orders.save([Order("A-26-0777")], "das Büro")
    duties.match("firma", "1")
    reading = parts.space.documents.get(number).reading
    path = parts.settings.data / "ablage" / "firma" / reading
    assert path.is_file()
    path.rename(path.with_suffix(".weg"))
    duties.match("firma", "2")  # nothing is new, so nothing is read again
    path.with_suffix(".weg").rename(path)
    parts.space.orders.save([Order("A-26-0999")], "das Büro")
    duties.match("firma", "3")
    assert parts.space.documents.get(number).orders == ("A-26-0999",)
    duties.close()
