"""Courses: from the card to the last exercise, each place for itself, and nothing of the real archive within reach."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx2
import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from playwright.sync_api import Page, expect

from archive.installation.course import Course, Place
from tests.service.conftest import Live, serving
from tests.service.papers import Paper, file
from tests.service.training import begin, checked, course_of, file_in, furnish_room, sit_down
from training.tasks import task

FIRST, SECOND, SEVENTH = "01-mappe-oeffnen", "02-lieferschein-finden", "07-unsere-oder-ihre-nummer"
SECRET = "geheim-4711"


@pytest.fixture(scope="module")
def numbers(live: Live) -> dict[str, str]:
    return furnish_room(live)


@pytest.fixture(scope="module")
def course(live: Live, numbers: dict[str, str]) -> tuple[Course, list[Place]]:
    return course_of(live, 4)


@pytest.fixture
def places(course: tuple[Course, list[Place]]) -> list[Place]:
    return course[1]


@pytest.fixture
def trainee(live: Live, places: list[Place]) -> Iterator[httpx2.Client]:
    """Sits at the first place."""
    with httpx2.Client(base_url=live.address, timeout=60) as client:
        sit_down(client, places[0])
        yield client
        client.post("/lernen/alles-zuruecksetzen")


def sentences(key: str) -> list[str]:
    return [mistake.says for mistake in task(key).mistakes]


def test_a_course_is_opened_on_the_screen_and_its_cards_name_address_and_code(page: Page, live: Live, numbers: dict[str, str]) -> None:
    page.goto(f"{live.address}/kurse")
    page.get_by_label("Name").fill("Kurs im März")
    page.get_by_label("Plätze", exact=True).fill("2")
    page.get_by_role("button", name="Kurs öffnen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kurs im März")
    expect(page.locator(".wall tbody tr")).to_have_count(2)
    page.get_by_role("link", name="Platzkarten drucken").click()
    expect(page.locator(".cards li")).to_have_count(2)
    expect(page.locator(".cards li").first).to_contain_text(f"{live.address}/platz")
    code = page.locator(".cards .code").first.inner_text()
    page.goto(f"{live.address}/platz")
    page.get_by_label("Code auf Ihrer Karte").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Weiter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Übungen")
    expect(page.locator(".practice")).to_contain_text("ÜBUNG – Musterwerk")
    page.locator(".exercises li", has_text="1. Eine Mappe öffnen").get_by_role("button", name="Beginnen").click()
    panel = page.get_by_role("complementary", name="Übung")
    panel.get_by_role("button", name="Tipp 1 von 3").click()
    expect(panel.locator(".task-hints li")).to_have_count(1)
    page.get_by_role("link", name="A-26-0112").first.click()
    panel.get_by_label("Wie viele Belege").fill("2")
    panel.get_by_role("button", name="Antwort prüfen").click()
    expect(panel.get_by_role("status")).to_contain_text("Richtig")


@pytest.mark.parametrize("wrong", ["AAAA-BBBB", "", "'; --", "A" * 41])
def test_a_wrong_code_leads_nowhere(live: Live, numbers: dict[str, str], wrong: str) -> None:
    with httpx2.Client(base_url=live.address, timeout=60) as client:
        answer = client.post("/platz", data={"code": wrong})
        assert answer.status_code in (401, 422)
        assert "set-cookie" not in answer.headers


def test_who_guesses_codes_has_to_wait(tmp_path_factory: pytest.TempPathFactory) -> None:
    with serving(tmp_path_factory.mktemp("raten")) as live:
        furnish_room(live)
        places = course_of(live, 1)[1]
        with httpx2.Client(base_url=live.address, timeout=60) as client:
            said = [client.post("/platz", data={"code": f"AAAA-BBB{n}"}).text for n in range(2, 10)]
            assert "Diesen Code gibt es nicht" in said[0]
            assert "zu viele falsche Versuche" in said[-1]
            assert client.post("/platz", data={"code": places[0].code}).status_code == 401, "the right one has to wait too"


def test_a_place_has_no_account_to_change(trainee: httpx2.Client) -> None:
    assert trainee.get("/konto").status_code == 403
    for act, sent in (("kennwort", {"neu": "x" * 14}), ("zweiter-faktor", {}), ("zweiter-faktor/ein", {"geheimnis": "A", "code": "1"})):
        assert trainee.post(f"/konto/{act}", data=sent).status_code == 403, act
    assert trainee.post("/austauschlinks/hochladen", data={"bis": "2030-01-01"}).status_code == 403


def test_what_one_mistypes_does_not_add_up_for_a_room_with_one_address(tmp_path_factory: pytest.TempPathFactory) -> None:
    with serving(tmp_path_factory.mktemp("vertippt")) as live:
        furnish_room(live)
        places = course_of(live, 4)[1]
        for place in places:
            with httpx2.Client(base_url=live.address, timeout=60) as client:
                for wrong in ("AAAA-BBB2", "AAAA-BBB3", "AAAA-BBB4"):
                    assert client.post("/platz", data={"code": wrong}).status_code == 401
                sit_down(client, place)


def test_an_exercise_from_beginning_to_end(trainee: httpx2.Client) -> None:
    begin(trainee, FIRST)
    assert task(FIRST).text in trainee.get("/mappen").text
    assert "Öffnen Sie bitte zuerst die Mappe" in checked(trainee, "2")
    trainee.get("/mappen/A-26-0112")
    assert sentences(FIRST)[0] in checked(trainee, "0")
    assert "Die Zahl stimmt noch nicht" in checked(trainee, "5")
    assert task(FIRST).explanation in checked(trainee, "2")
    listed = trainee.get("/lernen").text
    assert "1 von 16 Übungen geschafft" in listed


def test_hints_come_one_after_another_and_stay(trainee: httpx2.Client) -> None:
    begin(trainee, FIRST)
    for count in (1, 2, 3):
        said = trainee.post("/lernen/tipp", headers={"HX-Request": "true"}).text
        assert [hint in said for hint in task(FIRST).hints] == [n < count for n in range(3)]
    assert "von 3" not in said
    assert task(FIRST).hints[2] in trainee.get("/mappen").text


def test_what_was_looked_at_counts_from_the_beginning_of_the_exercise_on(trainee: httpx2.Client, numbers: dict[str, str]) -> None:
    trainee.get(f"/belege/{numbers['l002']}")
    begin(trainee, SECOND)
    assert task(SECOND).explanation not in checked(trainee)
    trainee.get(f"/belege/{numbers['r005']}")
    assert sentences(SECOND)[0] in checked(trainee)
    trainee.get(f"/belege/{numbers['l002']}")
    assert task(SECOND).explanation in checked(trainee)


def test_filing_in_the_wrong_folder_is_named_and_taken_back_by_a_reset(trainee: httpx2.Client, numbers: dict[str, str]) -> None:
    begin(trainee, SEVENTH)
    waits, wrong = sentences(SEVENTH)
    assert waits in checked(trainee)
    file_in(trainee, numbers["r039"], "A-26-0113")
    assert wrong in checked(trainee)
    assert trainee.post(f"/lernen/{SEVENTH}/zuruecksetzen").status_code == 303
    begin(trainee, SEVENTH)
    assert waits in checked(trainee)
    file_in(trainee, numbers["r039"], "A-26-0117")
    assert task(SEVENTH).explanation in checked(trainee)


def test_skipping_leads_on_and_what_is_done_stays_done(live: Live, trainee: httpx2.Client, places: list[Place]) -> None:
    begin(trainee, FIRST)
    answer = trainee.post("/lernen/weiter", data={"naechste": SECOND})
    assert answer.headers["location"] == task(SECOND).start
    trainee.post("/lernen/weiter")
    states = {step.task: step.state for step in live.installation.courses.steps(places[0].course) if step.place == places[0].number}
    assert states == {FIRST: "uebersprungen", SECOND: "uebersprungen"}
    begin(trainee, FIRST)
    trainee.get("/mappen/A-26-0112")
    checked(trainee, "2")
    trainee.post("/lernen/weiter")
    assert "1 von 16 Übungen geschafft" in trainee.get("/lernen").text


def test_without_an_exercise_there_is_nothing_to_check(trainee: httpx2.Client) -> None:
    for path in ("/lernen/pruefen", "/lernen/tipp", "/lernen/weiter"):
        answer = trainee.post(path)
        assert (answer.status_code, "wählen Sie zuerst eine Übung" in answer.text) == (422, True), path
    assert trainee.post("/lernen/gibt-es-nicht/beginnen").status_code == 404


def test_two_places_never_see_each_others_changes(live: Live, places: list[Place], numbers: dict[str, str]) -> None:
    with httpx2.Client(base_url=live.address, timeout=60) as one, httpx2.Client(base_url=live.address, timeout=60) as other:
        sit_down(one, places[1])
        sit_down(other, places[2])
        file_in(one, numbers["r039"], "A-26-0117")
        assert one.post("/eingang", files={"datei": ("nur_hier.pdf", b"%PDF-1.4 x")}, headers={"Accept": "application/json"}).is_success
        assert numbers["r039"] in one.get("/mappen/A-26-0117").text
        assert numbers["r039"] not in other.get("/mappen/A-26-0117").text
        assert "nur_hier.pdf" in one.get("/eingang").text
        assert "nur_hier.pdf" not in other.get("/eingang").text
        one.post("/lernen/alles-zuruecksetzen")
        assert "nur_hier.pdf" not in one.get("/eingang").text
        assert numbers["r039"] not in one.get("/mappen/A-26-0117").text


def test_the_real_archive_is_out_of_reach_from_a_place(live: Live, places: list[Place], trainee: httpx2.Client) -> None:
    """Every address, asked with the numbers of a real paper and a real folder that no sandbox has."""
    for n in range(6):
        real = file(live.space, Paper(number=f"{SECRET}-{n}"), f"{SECRET}.pdf")
    head = live.space.journal.head()
    values = {"number": real, "page": "1", "eingangsnummer": real, "order": "A-26-0112", "key": FIRST}
    for route in (each for each in iter_route_contexts(live.routes) if isinstance(each.original_route, APIRoute)):
        path = re.sub(r"\{(\w+)(:\w+)?\}", lambda found: values.get(found[1], real), route.path)
        for method in sorted(route.methods - {"HEAD"}):
            if path in ("/abmelden", "/lernen/alles-zuruecksetzen"):
                continue
            answer = trainee.request(method, path, data={"x": "1"} if method == "POST" else None)
            assert SECRET not in answer.text, (method, path)
            assert answer.status_code < 500, (method, path)
    assert live.space.journal.head() == head
