"""Löschen on screen: from the list and from the paper, by two persons with access of their own, and what is left to be seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx2
import pytest

from archive.erasing import erase_due
from archive.installation.person import Membership, Person
from service.auth.passwords import hashed
from tests.service.conftest import Live, serving
from tests.service.test_confidence import PASSWORD, log_in
from tests.service.test_films import hand_in, key_of
from tests.service.test_retention import invoice
from tests.training.test_film import mp4

LIST, WAITING = "/verwaltung/loeschvorschlag", "/verwaltung/loeschen"
YEAR = datetime.now(UTC).astimezone().year - 9


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("daten")) as live:
        kept, people = hashed(PASSWORD), live.installation.people
        people.first(Person("", "anna", "Anna", kept, memberships=(Membership("firma", "admin", confidential=True),)))
        people.add(Person("", "bernd", "Bernd", kept, memberships=(Membership("firma", "admin"),)), "Anna")
        people.add(Person("", "buero", "Büro", kept, memberships=(Membership("firma", "buero"),)), "Anna")
        yield live


def ticked(*numbers: str) -> dict[str, str]:
    return {f"beleg_{number}": number for number in numbers}


def test_from_the_list_by_two(house: Live) -> None:
    numbers = [invoice(house.space, name, f"{YEAR}-03-03") for name in ("RE-1", "RE-2")]
    with log_in(house, "anna") as anna, log_in(house, "bernd") as bernd:
        assert all(number in anna.get(LIST).text for number in numbers)
        assert anna.post(f"{LIST}/vorschlagen").status_code == 422
        assert anna.post(f"{LIST}/vorschlagen", data=ticked(*numbers)).headers["location"] == WAITING
        own = anna.post(f"{WAITING}/bestaetigen", data=ticked(*numbers))
        assert own.status_code == 422
        assert "Sie haben das Löschen selbst vorgeschlagen" in own.text
        assert "Bestätigen oder ablehnen" in bernd.get(f"/belege/{numbers[0]}").text
        assert bernd.post(f"{WAITING}/bestaetigen", data=ticked(numbers[0])).status_code == 303
        assert bernd.post(f"{WAITING}/ablehnen", data=ticked(numbers[1])).status_code == 303
        erase_due(house.space)
        page = bernd.get(f"/belege/{numbers[0]}")
        assert page.status_code == 200
        assert "Vorgeschlagen von Anna, bestätigt von Bernd." in page.text
        assert "RE-1.pdf" not in page.text
        assert bernd.get(f"/belege/{numbers[0]}/original").status_code == 404
        assert bernd.get(f"/belege/{numbers[0]}/seiten/1.webp").status_code == 404
        assert bernd.get(f"/klaerung/{numbers[0]}").status_code in (200, 303, 404)
        assert numbers[0] in anna.get("/verwaltung/loeschprotokoll.csv").text
        assert "Bytes entfernt" in anna.get(WAITING).text
        assert "Endgültig entfernt" not in anna.get(f"/belege/{numbers[1]}").text
        assert "Bytes endgültig entfernt" in anna.get(f"/belege/{numbers[0]}/verlauf").text
        assert anna.get(f"/belege/{numbers[1]}").status_code == 200


def test_a_mis_scan_disappears_at_once_for_the_office(house: Live) -> None:
    number = invoice(house.space, "PRIVAT", f"{YEAR + 8}-03-03")
    with log_in(house, "buero") as office, log_in(house, "anna") as anna:
        form = {"art": "fehlscan", "grund": ""}
        assert office.post(f"/belege/{number}/loeschen/vorschlagen", data=form).status_code == 422
        form["grund"] = "Brief an eine Kollegin"
        assert office.post(f"/belege/{number}/loeschen/vorschlagen", data=form).headers["location"] == "/eingang"
        assert office.get(f"/belege/{number}").status_code == 404
        assert number not in office.get("/eingang").text
        assert office.post(f"{WAITING}/bestaetigen", data=ticked(number)).status_code == 403
        assert "Brief an eine Kollegin" in anna.get(WAITING).text
        assert anna.post(f"{WAITING}/bestaetigen", data=ticked(number)).status_code == 303
    assert house.space.intake.get(number).state == "deleted"


def test_where_nobody_logs_in_nobody_is_a_second_person(live: Live, client: httpx2.Client) -> None:
    number = invoice(live.space, "RE-9", f"{YEAR}-03-03")
    assert client.post(f"{LIST}/vorschlagen", data=ticked(number)).status_code == 303
    said = client.get(WAITING).text
    assert "Hier muss sich niemand anmelden" in said
    assert client.post(f"{WAITING}/bestaetigen", data=ticked(number)).status_code == 422
    assert live.space.intake.get(number).state == "filed"


def test_a_film_is_deleted_by_two(house: Live) -> None:
    with log_in(house, "anna") as anna, log_in(house, "bernd") as bernd:
        key, left = (key_of(hand_in(anna, mp4(), titel=title)) for title in ("Spannen", "Altes"))
        assert "Löschen vorschlagen" in anna.get(f"/wissen/{key}").text
        assert anna.post(f"/wissen/{key}/loeschen/vorschlagen", data={"grund": " "}).status_code == 422
        assert anna.post(f"/wissen/{key}/loeschen/vorschlagen", data={"grund": "Nicht einverstanden"}).status_code == 303
        assert bernd.get(f"/wissen/{key}/film").status_code == 404
        assert "Video „Spannen“: Nicht einverstanden" in bernd.get(WAITING).text
        assert bernd.post(f"{WAITING}/bestaetigen", data=ticked(key)).status_code == 303
        assert anna.post(f"/wissen/{left}/entfernen").status_code == 303
        assert "Altes" in anna.get(WAITING).text
        assert anna.post(f"{WAITING}/video", data=ticked(left) | {"grund": "Niemand braucht es"}).status_code == 303
        assert "Video „Altes“: Niemand braucht es" in bernd.get(WAITING).text
        erase_due(house.space)
        assert "Bytes entfernt" in anna.get(WAITING).text
        assert key in anna.get("/verwaltung/loeschprotokoll.csv").text
