"""Courses as their trainer has them: locked and unlocked, ended, planned, evaluated, certified."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import UTC, datetime, timedelta

import httpx2
import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from archive.installation.course import Course, Place
from service.forgetting import forget_old
from service.routes import course as wall
from tests.service.conftest import Live
from tests.service.training import begin, checked, course_of, furnish_room, sit_down
from training.tasks import task

FIRST, SECOND = "01-mappe-oeffnen", "02-lieferschein-finden"


@pytest.fixture(scope="module")
def numbers(live: Live) -> dict[str, str]:
    return furnish_room(live)


@pytest.fixture(scope="module")
def course(live: Live, numbers: dict[str, str]) -> tuple[Course, list[Place]]:
    return course_of(live, 4)


@pytest.fixture
def places(course: tuple[Course, list[Place]]) -> list[Place]:
    return course[1]


def test_a_trainee_leads_no_course_and_manages_nothing(live: Live, course: tuple[Course, list[Place]]) -> None:
    at = f"/kurse/{course[0].id}"
    with httpx2.Client(base_url=live.address, timeout=60) as trainee:
        sit_down(trainee, course[1][0])
        for path in ("/kurse", at, f"{at}/karten", f"{at}/loesungen/{FIRST}", f"{at}/auswertung", f"{at}/bescheinigungen", "/verwaltung"):
            assert trainee.get(path).status_code == 403, path
        assert trainee.post(f"{at}/beenden").status_code == 403


def test_the_trainer_locks_unlocks_and_sees_who_is_how_far(
    live: Live, client: httpx2.Client, places: list[Place], course: tuple[Course, list[Place]]
) -> None:
    address = f"/kurse/{course[0].id}"
    assert client.post(f"{address}/freigeben", data={"bis": "1"}).status_code == 303
    with httpx2.Client(base_url=live.address, timeout=60) as trainee:
        sit_down(trainee, places[3])
        refused = trainee.post(f"/lernen/{SECOND}/beginnen")
        assert (refused.status_code, "noch nicht freigegeben" in refused.text) == (422, True)
        assert "Noch nicht freigegeben" in trainee.get("/lernen").text
        begin(trainee, FIRST)
        wall = client.get(f"{address}/stand").text
        assert "begonnen" in wall
        trainee.get("/mappen/A-26-0112")
        checked(trainee, "2")
        assert "geschafft" in client.get(f"{address}/stand").text
        assert client.post(f"{address}/freigeben", data={"bis": "16"}).status_code == 303
        begin(trainee, SECOND)
        assert task(SECOND).solution in client.get(f"{address}/loesungen/{SECOND}").text
        client.post(f"{address}/plaetze/4/zuruecksetzen")
        assert "0 von 16 Übungen geschafft" in trainee.get("/lernen").text, "who sits there stays there"
    assert client.post(f"{address}/freigeben", data={"bis": "viele"}).status_code == 422
    assert client.post(f"{address}/plaetze/99/zuruecksetzen").status_code == 404


def test_the_wall_says_who_needs_help_and_asks_before_it_takes_work_away(
    page: Page, live: Live, places: list[Place], course: tuple[Course, list[Place]]
) -> None:
    courses, third = live.installation.courses, places[2]
    courses.begin(third, FIRST)
    courses.skipped(third, FIRST)
    page.goto(f"{live.address}/kurse/{course[0].id}")
    row = page.get_by_role("row", name="Platz 3")
    expect(row).to_contain_text("übersprungen")
    courses.begin(third, FIRST)  # again: no longer left for later, and stuck since now at most
    page.reload()
    expect(row).to_contain_text("begonnen")
    expect(row.get_by_text("hängt bei")).to_have_count(0)
    row.get_by_role("link", name="Platz 3 zurücksetzen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Platz 3 zurücksetzen?")
    page.get_by_role("link", name="Abbrechen").click()
    expect(row).to_contain_text("begonnen")
    row.get_by_role("link", name="Platz 3 zurücksetzen").click()
    page.get_by_role("button", name="Platz 3 zurücksetzen").click()
    expect(row).not_to_contain_text("begonnen")


def test_whoever_has_been_at_one_exercise_for_long_is_pointed_out(
    live: Live, client: httpx2.Client, places: list[Place], course: tuple[Course, list[Place]], monkeypatch: pytest.MonkeyPatch
) -> None:
    live.installation.courses.begin(places[1], SECOND)
    said = f"hängt bei „{task(SECOND).title}“"
    assert said not in client.get(f"/kurse/{course[0].id}/stand").text
    monkeypatch.setattr(wall, "STUCK", timedelta(0))
    assert said in client.get(f"/kurse/{course[0].id}/stand").text
    live.installation.courses.begin(places[1], "")
    assert said not in client.get(f"/kurse/{course[0].id}/stand").text, "back at the list, it is at no exercise"


def test_an_ended_course_lets_nobody_in_and_keeps_what_was_reached(live: Live, client: httpx2.Client, numbers: dict[str, str]) -> None:
    course, places = course_of(live, 1)
    with httpx2.Client(base_url=live.address, timeout=60) as trainee:
        sit_down(trainee, places[0])
        begin(trainee, FIRST)
        trainee.get("/mappen/A-26-0112")
        checked(trainee, "2")
        assert client.post(f"/kurse/{course.id}/vergessen").status_code == 422, "it runs"
        client.post(f"/kurse/{course.id}/beenden")
        assert trainee.post("/platz", data={"code": places[0].code}).status_code == 401
        turned_away = trainee.get("/mappen")
        assert turned_away.status_code == 303
        assert turned_away.headers["location"].startswith("/platz/ende"), "not among the real papers unawares"
        sent = trainee.post("/lernen/pruefen", headers={"HX-Request": "true"})
        assert sent.headers["hx-redirect"] == "/platz/ende"
        assert "Dieser Übungsplatz ist zu Ende" in trainee.get("/platz/ende").text
        assert trainee.get("/mappen").status_code == 200, "told once, whoever goes on there wants to"
    assert places[0].space not in {entry.name for entry in live.installation.spaces.all()}
    assert not live.settings.index_folder_of(places[0].space).exists()
    assert "geschafft" in client.get(f"/kurse/{course.id}").text
    ended = live.installation.courses.get(course.id).ended
    client.post(f"/kurse/{course.id}/beenden")
    assert live.installation.courses.get(course.id).ended == ended, "kept until so many days after the first time"
    assert client.post(f"/kurse/{course.id}/plaetze/1/zuruecksetzen").status_code == 422
    assert client.post(f"/kurse/{course.id}/freigeben", data={"bis": "3"}).status_code == 422
    assert places[0].space not in {entry.name for entry in live.installation.spaces.all()}, "no sandbox for a course that is over"
    assert client.post(f"/kurse/{course.id}/vergessen").status_code == 303
    assert client.get(f"/kurse/{course.id}").status_code == 404


def test_the_plan_is_kept_and_printed(client: httpx2.Client, course: tuple[Course, list[Place]]) -> None:
    address = f"/kurse/{course[0].id}/plan"
    assert "Zusammen 360 Minuten" in client.get(address).text
    assert client.post(address, data={"minuten_1": "30", "minuten_2": ""}).status_code == 303
    assert "Zusammen 345 Minuten" in client.get(address).text
    assert client.post(address, data={"minuten_1": "-3"}).status_code == 422
    printed = words_of(client.get(f"{address}.pdf").content)
    assert "Schulungsplan: Probekurs" in printed
    assert "30 Min." in printed
    assert client.post(address, data={}).status_code == 303


def test_blocks_are_unlocked_one_after_another(page: Page, live: Live, client: httpx2.Client, course: tuple[Course, list[Place]]) -> None:
    client.post(f"/kurse/{course[0].id}/freigeben", data={"bis": "1"})
    page.goto(f"{live.address}/kurse/{course[0].id}")
    page.get_by_role("button", name="Nächsten Baustein freigeben: Finden").click()
    expect(page.get_by_role("button", name="Nächsten Baustein freigeben: Papier wird Beleg")).to_be_visible()
    assert live.installation.courses.get(course[0].id).open_up_to == 4
    client.post(f"/kurse/{course[0].id}/freigeben", data={"bis": "16"})


def test_sheets_are_filled_in_at_the_place_and_shown_for_five_or_more_only(
    live: Live, client: httpx2.Client, numbers: dict[str, str]
) -> None:
    course, places = course_of(live, 5)
    for at, place in enumerate(places, 1):
        with httpx2.Client(base_url=live.address, timeout=60) as trainee:
            sit_down(trainee, place)
            begin(trainee, FIRST)
            assert trainee.post("/lernen/bogen/vorher", data={"finden": "2", "sicher": ""}).status_code == 303
            assert trainee.post("/lernen/bogen/rueckmeldung", data={"frei": f"=Wort{at}"}).status_code == 303
            assert trainee.post("/lernen/bogen/vorher", data={"finden": "9"}).status_code == 422
            assert trainee.get("/lernen/bogen/gibt-es-nicht").status_code == 404
            assert re.search(r'name="finden" value="2" checked', trainee.get("/lernen/bogen/vorher").text)
        text = client.get(f"/kurse/{course.id}/auswertung.csv").text
        assert ("Übung;1;Eine Mappe öffnen;5;0" in text) == (at == 5)
        assert ("Wort1" in text, "Ich finde einen Beleg schnell.;5;" in text) == (False, False), "two states of it would name a person"
    assert "wenn der Kurs beendet ist" in client.get(f"/kurse/{course.id}/auswertung").text
    client.post(f"/kurse/{course.id}/beenden")
    text = client.get(f"/kurse/{course.id}/auswertung.csv").text
    assert "Ich finde einen Beleg schnell.;5;" in text
    assert "'=Wort1" in text, "no cell is a formula"
    assert "Wort1" in client.get(f"/kurse/{course.id}/auswertung").text
    assert "2,0" in words_of(client.get(f"/kurse/{course.id}/auswertung.pdf").content)
    assert "Eine Mappe öffnen" in words_of(client.get("/kurse/auswertung.pdf").content)
    assert "von selbst gelöscht" in client.get(f"/kurse/{course.id}").text
    client.post(f"/kurse/{course.id}/vergessen")
    assert live.installation.records.answers(course.id) == []


def test_a_certificate_is_issued_to_who_was_there_and_can_be_checked(client: httpx2.Client, course: tuple[Course, list[Place]]) -> None:
    address = f"/kurse/{course[0].id}/bescheinigungen"
    typed = {"name": "Ayşe Öztürk", "ort": "Aachen", "minuten": "288"}
    refused = client.post(address, data=typed | {"minuten": "287"})
    assert (refused.status_code, "ab 80 % Anwesenheit" in refused.text) == (422, True)
    answer = client.post(address, data=typed)
    assert answer.headers["content-type"] == "application/pdf"
    text = words_of(answer.content)
    assert "Teilnahmebescheinigung" in text
    assert "Öztürk" in text
    assert "6,4 Unterrichtseinheiten" in text
    serial = re.search(r"TB-\d{4}-[A-Z0-9]{8}", text)
    days = re.search(r"Zeitraum: (.+)", text)
    assert serial
    assert days
    shown = {"nummer": serial[0].lower(), "name": "ayşe  öztürk", "kurs": "Probekurs", "zeitraum": days[1].strip(), "umfang": "6,4"}
    check = "/kurse/bescheinigung-pruefen"
    assert "hier so ausgestellt" in client.post(check, data=shown).text
    assert "hier so ausgestellt" in client.post(check, data=shown | {"name": "Ayse Öztürk"}).text, "as it is printed"
    for key, value in {"name": "Max Öztürk", "umfang": "8", "nummer": "TB-2026-AAAAAAAA"}.items():
        assert "hier nicht ausgestellt" in client.post(check, data=shown | {key: value}).text, key


def test_names_are_printed_with_letters_of_the_font_or_refused(client: httpx2.Client, course: tuple[Course, list[Place]]) -> None:
    address = f"/kurse/{course[0].id}/bescheinigungen"
    sent = {"ort": "Aachen", "minuten": "360"}
    assert "Lukasz Yildiz" in words_of(client.post(address, data={"name": "Łukasz Yıldız", **sent}).content)
    refused = client.post(address, data={"name": "山田", **sent})
    assert (refused.status_code, "lateinischen Buchstaben" in refused.text) == (422, True)


def words_of(pdf: bytes) -> str:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_learning_data_expires(live: Live, client: httpx2.Client, numbers: dict[str, str]) -> None:
    ended, left = course_of(live, 1), course_of(live, 1)
    kept = live.installation
    kept.records.fill(ended[0].id, 1, "vorher", {"finden": "3"})
    kept.courses.look(ended[1][0].space, "/mappen/A-26-0112")
    client.post(f"/kurse/{ended[0].id}/beenden")
    now = datetime.now(UTC)
    forget_old(kept, live.settings.locations, 90, now + timedelta(days=89))
    assert client.get(f"/kurse/{ended[0].id}").status_code == 200
    assert kept.courses.get(left[0].id).ended is None
    forget_old(kept, live.settings.locations, 90, now + timedelta(days=91))
    assert client.get(f"/kurse/{ended[0].id}").status_code == 404
    assert kept.records.answers(ended[0].id) == []
    assert kept.courses.looked_at(ended[1][0].space) == frozenset()
    assert kept.courses.get(left[0].id).ended, "nobody works in it any more"
    assert client.post("/platz", data={"code": left[1][0].code}).status_code == 401
    assert left[1][0].space not in {entry.name for entry in kept.spaces.all()}
