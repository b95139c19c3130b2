"""Exercises of one's own: written on the screen, as text or in the form, changed, copied, practised like any other."""

from __future__ import annotations

import re
from html import unescape

import httpx2
import pytest
from playwright.sync_api import Page, expect

from archive.verify import verify
from tests.service.conftest import Live
from tests.service.own import TEXT, TITLE, keep, opened
from tests.service.test_films import key_of
from tests.service.training import begin, checked, course_of, furnish_room, sit_down
from training.tasks import task

FILLED = {
    "Titel": "Zählen Sie nach",
    "Ziel": "Sie zählen die Belege einer Mappe.",
    "Baustein": "Finden",
    "Berufsbildposition": "Industriekaufleute: Logistik",
    "Seite, auf der": "/mappen/A-26-0112",
    "Aufgabe": "Wie viele Belege liegen in der Mappe A-26-0112?",
    "Warum ist das wichtig?": "Wer zählt, merkt, was fehlt.",
    "Tipp 1": "Links in der Mappe stehen die Belege.",
    "Tipp 2": "Zählen Sie die Zeilen.",
    "Tipp 3": "Tragen Sie die Zahl ein.",
    "Lösung": "So viele, wie links stehen.",
    "Erklärung": "Richtig gezählt.",
    "Frage über dem Feld": "Wie viele Belege?",
}
SIXTEENTH = "16-tipp-fuer-neue"


@pytest.fixture(scope="module", autouse=True)
def _room(live: Live) -> None:
    furnish_room(live)


def test_an_exercise_is_written_from_a_pattern_and_practised(page: Page, live: Live, client: httpx2.Client) -> None:
    page.goto(f"{live.address}/kurse/uebungen")
    page.get_by_role("link", name=re.compile("Als Muster nehmen.*Wie viel fehlt noch")).click()
    page.get_by_text("Für Fortgeschrittene").click()
    text = page.get_by_label("Text der Übung")
    text.fill(TEXT.replace("wert = 7", 'wert = "sieben"'))
    page.get_by_role("button", name="Text speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("stimmt „wert“ nicht")
    expect(text).to_have_value(re.compile("sieben"))
    text.fill(TEXT)
    page.get_by_role("button", name="Text speichern").click()
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


def test_an_exercise_is_written_in_the_form_alone_and_a_robot_does_it(page: Page, live: Live, client: httpx2.Client) -> None:
    page.goto(f"{live.address}/kurse/uebungen")
    page.get_by_role("link", name="Neue Übung").click()
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("gespeichert ist nichts")
    expect(page.get_by_label("Titel")).to_have_attribute("aria-describedby", "titel-falsch")
    expect(page.locator("#pruefungen-falsch")).to_contain_text("mindestens eine Prüfung")
    for label, words in FILLED.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("Was eingegeben wird").select_option("Eine Zahl")
    page.get_by_label("Neue Prüfung").select_option("Die Antwort ist die Zahl der Belege in dieser Mappe")
    page.get_by_role("button", name=re.compile("Hinzufügen.*Neue Prüfung")).click()
    expect(page.get_by_label("Titel")).to_have_value("Zählen Sie nach")
    first = page.locator("#p1")
    first.get_by_label("Auftrag").fill("A-26-0112")
    first.get_by_label("Was gesagt wird").fill("Zählen Sie noch einmal.")
    page.get_by_label("Neuer Irrtum").select_option("Die Antwort ist diese Zahl")
    page.get_by_role("button", name=re.compile("Hinzufügen.*Neuer Irrtum")).click()
    page.locator("#i1b1").get_by_label("Zahl", exact=True).fill("neun")
    page.get_by_label("Was dann gesagt wird").fill("Neun ist zu viel.")
    page.get_by_role("button", name="Prüfen", exact=True).last.click()
    expect(page.locator("#i1b1_wert-falsch")).to_contain_text("ganze Zahl")
    page.locator("#i1b1").get_by_label("Zahl", exact=True).fill("9")
    page.get_by_role("button", name="Prüfen", exact=True).last.click()
    expect(page.get_by_role("status").first).to_contain_text("vollständig")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.get_by_text("steht beim nächsten Kurs zur Wahl")).to_be_visible()
    key = live.space.exercises.all()[-1].key
    address, code = opened(client, key)
    with httpx2.Client(base_url=live.address, timeout=60) as trainee:
        trainee.post("/platz", data={"code": code})
        assert trainee.post(f"/lernen/{key}/beginnen").headers["location"] == "/mappen/A-26-0112"
        there = len(live.space.documents.of_order("A-26-0112"))
        assert "Neun ist zu viel." in checked(trainee, "9")
        assert "Zählen Sie noch einmal." in checked(trainee, str(there + 1))
        assert "Richtig gezählt." in checked(trainee, str(len(_sandbox_papers(trainee))))
    client.post(f"{address}/beenden")
    client.post(f"/kurse/uebungen/{key}/entfernen")


def test_checks_are_taken_away_again_and_nothing_else_is_lost(client: httpx2.Client) -> None:
    fields = {"titel": "Bleibt", "p1_art": "zahl", "p1_wert": "1", "p2_art": "betrag", "p2_wert": "2,00", "tun": "weg:p1"}
    shown = client.post("/kurse/uebungen/neu", data=fields).text
    assert ('value="Bleibt"' in shown, 'name="p1_art"' in shown, 'name="p2_art"' in shown) == (True, False, True)
    for act in ("dazu:p", "dazu:", "weg:", "dazu:i1b", "weg:p1_art", "dazu:../x"):
        answer = client.post("/kurse/uebungen/neu", data=fields | {"tun": act, "neu_p": "erfunden", "p77777_art": "zahl"})
        assert answer.status_code == 200, act


def _sandbox_papers(trainee: httpx2.Client) -> list[str]:
    return sorted(set(re.findall(r'href="\?beleg=([^"&#]+)', trainee.get("/mappen/A-26-0112").text)))


def test_it_is_changed_and_copied_and_nobody_overwrites_another(client: httpx2.Client) -> None:
    key = keep(client)
    form = client.get(f"/kurse/uebungen/{key}").text
    stand = re.search(r'name="stand" value="([^"]+)"', form)
    assert stand
    assert unescape(form.split("required>")[1].split("</textarea>")[0]).strip() == TEXT.strip()
    assert client.get(f"/kurse/uebungen/{key}/text").text == TEXT.strip()
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


def test_there_is_a_ranking_only_when_it_was_switched_on(live: Live, client: httpx2.Client) -> None:
    answer = client.post("/kurse", data={"titel": "Mit Rangliste", "plaetze": "3", "rangliste": "ja"})
    assert "Rangliste: ein" in client.get(answer.headers["location"]).text
    first, second, third = live.installation.courses.places(answer.headers["location"].rsplit("/", 1)[1])
    for place, done in ((second, True), (third, True), (first, False)):
        with httpx2.Client(base_url=live.address, timeout=60) as trainee:
            sit_down(trainee, place)
            begin(trainee, "01-mappe-oeffnen")
            live.installation.courses.tried(place, "01-mappe-oeffnen", done=done)
            text = re.sub(r"<[^>]+>|\s", "", trainee.get("/lernen/rangliste").text)
    assert "1Platz21von161Platz31von163Platz1(hier)0von16" in text
    _, code = opened(client, "01-mappe-oeffnen")
    with httpx2.Client(base_url=live.address, timeout=60) as trainee:
        trainee.post("/platz", data={"code": code})
        assert (trainee.get("/lernen/rangliste").status_code, "Rangliste" in trainee.get("/lernen").text) == (404, False)
