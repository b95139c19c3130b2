"""Exercises of one's own and courses as packs: written on the screen, practised like any other, handed on, checked when they come."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html import unescape
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect

from archive.note import Anchor, Note
from archive.verify import verify
from service import room
from tests.service.conftest import Live, serving
from tests.service.test_films import hand_in, key_of
from tests.service.training import begin, checked, course_of, furnish_room, sit_down
from tests.training.test_film import mp4
from training import firm
from training.tasks import task, written

TITLE = "Unsere eigene Übung"
TEXT = written("13-teillieferung").replace("Wie viel fehlt noch?", TITLE).replace("wert = 40", "wert = 7").replace("A-26-0120", "A-26-0112")
SIXTEENTH = "16-tipp-fuer-neue"


@pytest.fixture(scope="module", autouse=True)
def _room(live: Live) -> None:
    furnish_room(live)


def keep(client: httpx2.Client, text: str = TEXT) -> str:
    """The key of an exercise that was kept."""
    answer = client.post("/kurse/uebungen/neu", data={"text": text, "tun": "speichern"})
    assert answer.status_code == 303, answer.text
    return re.findall(r"/kurse/uebungen/(eigen-\d+)\"", client.get("/kurse/uebungen").text)[-1]


def opened(client: httpx2.Client, *keys: str, **more: str) -> tuple[str, str]:
    """The address of a course with these exercises, and the code of its place."""
    chosen = {f"uebung_{key}": "ja" for key in keys}
    answer = client.post("/kurse", data={"titel": "Eigener Kurs", "plaetze": "1"} | chosen | more)
    assert answer.status_code == 303, answer.text
    code = re.search(r'class="code">([^<]+)', client.get(f"{answer.headers['location']}/karten").text)
    assert code
    return answer.headers["location"], code[1]


def test_an_exercise_is_written_from_a_pattern_and_practised(page: Page, live: Live, client: httpx2.Client) -> None:
    page.goto(f"{live.address}/kurse/uebungen")
    page.get_by_role("link", name=re.compile("Als Muster nehmen.*Wie viel fehlt noch")).click()
    text = page.get_by_label("Text der Übung")
    text.fill(TEXT.replace("wert = 7", 'wert = "sieben"'))
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("stimmt „wert“ nicht")
    expect(text).to_have_value(re.compile("sieben"))
    text.fill(TEXT)
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("steht beim nächsten Kurs zur Wahl")).to_be_visible()
    key = live.space.exercises.all()[-1].key
    address, code = opened(client, "01-mappe-oeffnen", key)
    with httpx2.Client(base_url=live.address, timeout=60) as trainee:
        trainee.post("/platz", data={"code": code})
        listed = trainee.get("/lernen").text
        assert ("0 von 2 Übungen" in listed, TITLE in listed, "Stapel" in listed) == (True, True, False)
        assert trainee.post(f"/lernen/{key}/beginnen").headers["location"] == "/mappen/A-26-0112"
        trainee.get("/mappen/A-26-0112")
        assert "stimmt noch nicht" in checked(trainee, "40")
        assert "Richtig." in checked(trainee, "7")
    assert TITLE in client.get(f"{address}/stand").text
    assert TITLE in client.get(f"{address}/loesungen/{key}").text
    assert "Zusammen 90 Minuten" in client.get(f"{address}/plan").text
    refused = client.post(f"/kurse/uebungen/{key}/entfernen")
    assert (refused.status_code, "laufender Kurs" in refused.text) == (422, True)
    client.post(f"{address}/beenden")
    assert client.post(f"/kurse/uebungen/{key}/entfernen").status_code == 303
    assert TITLE in client.get(address).text, "what was practised stays to be seen"
    assert f"uebung_{key}" not in client.get("/kurse").text
    assert verify(live.space).ok


def test_it_is_changed_and_copied_and_nobody_overwrites_another(client: httpx2.Client) -> None:
    key = keep(client)
    form = client.get(f"/kurse/uebungen/{key}").text
    stand = re.search(r'name="stand" value="([^"]+)"', form)
    assert stand
    assert unescape(form.split("required>")[1].split("</textarea>")[0]).strip() == TEXT.strip()
    change = {"text": TEXT.replace(TITLE, "Neuer Titel"), "stand": stand[1], "tun": "speichern"}
    assert client.post(f"/kurse/uebungen/{key}", data=change).status_code == 303
    late = client.post(f"/kurse/uebungen/{key}", data=change | {"text": TEXT})
    assert (late.status_code, "inzwischen geändert" in late.text) == (422, True)
    assert "Neuer Titel" in client.get(f"/kurse/uebungen/neu?von={key}").text
    for address in ("/kurse/uebungen/eigen-9999", "/kurse/uebungen/neu?von=erfunden", "/kurse/uebungen/neu?von=eigen-9999"):
        assert client.get(address).status_code == 404, address
    assert client.post("/kurse/uebungen/neu", data={"text": "", "tun": "speichern"}).status_code == 200
    client.post(f"/kurse/uebungen/{key}/entfernen")


def test_the_last_exercise_asks_for_a_note_at_a_supplier(live: Live) -> None:
    place = course_of(live, 1)[1][0]
    with httpx2.Client(base_url=live.address, timeout=60) as trainee:
        sit_down(trainee, place)
        begin(trainee, SIXTEENTH)
        alone, short = (mistake.says for mistake in task(SIXTEENTH).mistakes)
        assert "Es gibt noch keinen Tipp" in checked(trainee)
        note = {"titel": "Tipp", "todo": "Kurz.", "bereich": "buero"}
        assert short in checked(trainee, "") if trainee.post("/wissen/neu", data=note).is_redirect else ""
        made = key_of(trainee.post("/wissen/neu", data=note | {"todo": "Das ist lang genug für einen Tipp, wirklich."}))
        assert alone in checked(trainee)
        trainee.post("/lieferanten/neu", data={"nummer": "70077", "name": "Rurstahl"})
        stand = re.search(r'name="stand" value="([^"]+)"', trainee.get(f"/wissen/{made}/bearbeiten").text)
        assert stand
        attached = note | {"todo": "Das ist lang genug für einen Tipp, wirklich.", "lieferant": "Rurstahl", "stand": stand[1]}
        assert trainee.post(f"/wissen/{made}/bearbeiten", data=attached).status_code == 303
        assert task(SIXTEENTH).explanation in checked(trainee)
        trainee.post(f"/lernen/{SIXTEENTH}/zuruecksetzen")
        assert "noch nichts" in trainee.get("/wissen").text


def test_a_report_is_there_only_when_it_was_switched_on(live: Live, client: httpx2.Client) -> None:
    for wish, status in (({}, 404), ({"bericht": "ja"}, 200)):
        _, code = opened(client, "01-mappe-oeffnen", **wish)
        with httpx2.Client(base_url=live.address, timeout=60) as trainee:
            trainee.post("/platz", data={"code": code})
            begin(trainee, "01-mappe-oeffnen")
            checked(trainee, "1")
            answer = trainee.get("/lernen/bericht")
            assert (answer.status_code, "Mein Lernbericht" in trainee.get("/lernen").text) == (status, status == 200)


def test_a_course_is_handed_on_as_a_pack(live: Live, client: httpx2.Client, tmp_path: Path) -> None:
    key = keep(client, TEXT.replace(TITLE, "Für andere"))
    film = key_of(hand_in(client, mp4(), titel="Film zur Übung", uebungsplatz="ja"))
    note = live.space.knowledge.get(film).note
    anchors = (Anchor("uebung", key), Anchor("auftrag", "A-26-0112"))
    live.space.knowledge.save(Note(film, note.title, anchors=anchors, training=True, film=note.film), "das Büro")
    address, _ = opened(client, key, "01-mappe-oeffnen")
    client.post(f"{address}/plan", data={"inhalt_1": "Ganz anders", "geplant_1": "90"})
    pack = client.get(f"{address}/paket.zip")
    assert pack.headers["content-type"] == "application/zip"
    assert b"A-26-0112" not in zipfile.ZipFile(io.BytesIO(pack.content)).read("kurs.json"), "orders of the firm stay at home"
    with serving(tmp_path / "andere") as other, httpx2.Client(base_url=other.address, timeout=60) as there:
        furnish_room(other)
        for _ in range(2):
            taken = there.post("/kurse/paket", data={"plaetze": "1"}, files={"paket": ("kurs.zip", pack.content)})
            assert taken.status_code == 303, taken.text
        assert [each.text for each in other.space.exercises.all()] == [each.text for each in live.space.exercises.all() if each.key == key]
        (kept,) = other.space.knowledge.find()
        assert kept.note.anchors == (Anchor("uebung", other.space.exercises.all()[0].key),)
        assert there.get(f"/wissen/{kept.note.key}/film").content == mp4()
        wall = there.get(taken.headers["location"]).text
        assert ("Für andere" in wall, "Eigener Kurs" in wall) == (True, True)
        plan = there.get(f"{taken.headers['location'].split('?')[0]}/plan").text
        assert ("Ganz anders" in plan, "Zusammen 135 Minuten" in plan) == (True, True)
        assert verify(other.space).ok


@pytest.mark.parametrize(
    ("texts", "plan", "said"),
    [
        ({"eigen-0001": "kein = TOML ["}, [], "ist nicht in Ordnung"),
        ({"eigen-0001": TEXT.replace('beginn = "/', 'beginn = "//fremd.example/')}, [], "ist nicht in Ordnung"),
        ({"01-mappe-oeffnen": TEXT}, [], "heißt nicht, wie eigene"),
        ({}, [], "fehlt eine Übung"),
    ],
)
def test_a_pack_with_something_wrong_in_it_changes_nothing(
    live: Live, client: httpx2.Client, texts: dict[str, str], plan: list[str], said: str
) -> None:
    courses, head = len(live.installation.courses.all()), live.space.journal.head()
    contents = {"format": 1, "titel": "x", "musterfirma": {}, "uebungen": ["eigen-0001"], "plan": plan, "wissen": [], "dateien": {}}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("kurs.json", json.dumps(contents))
        for key, text in texts.items():
            packed.writestr(f"uebungen/{key}.toml", text)
    answer = client.post("/kurse/paket", data={"plaetze": "1"}, files={"paket": ("kurs.zip", data.getvalue())})
    assert (answer.status_code, said in answer.text) == (422, True), answer.text[-900:]
    assert (len(live.installation.courses.all()), live.space.journal.head()) == (courses, head)


def test_what_is_no_pack_is_refused(client: httpx2.Client) -> None:
    for files, said in (({"paket": ("x.zip", b"kein zip")}, "kein Kurspaket"), ({"paket": ("", b"")}, "wählen Sie ein Kurspaket")):
        answer = client.post("/kurse/paket", data={"plaetze": "1"}, files=files)
        assert (answer.status_code, said in answer.text) == (422, True)
    assert client.post("/kurse/paket", data={"plaetze": "1"}).status_code == 422


def test_a_demo_firm_of_another_version_is_named_and_can_be_taken_away(tmp_path: Path) -> None:
    with serving(tmp_path / "daten") as live, httpx2.Client(base_url=live.address, timeout=60) as client:
        furnish_room(live)
        assert not room.is_outdated(live.settings)
        gold = live.settings.data / room.FIRM / "gold.jsonl"
        gold.write_text(json.dumps({"seed": 1, "version": firm.VERSION}) + "\n", encoding="utf-8")
        assert "früheren Fassung" not in client.get("/kurse").text
        gold.write_text(json.dumps({"seed": 1, "version": firm.VERSION - 1}) + "\n", encoding="utf-8")
        assert "früheren Fassung" in client.get("/kurse").text
        room.remove_template(live.settings)
        assert not room.is_ready(live.settings)
        assert "noch nicht vorbereitet" in client.get("/kurse").text
        furnish_room(live)
        opened(client, "01-mappe-oeffnen")
