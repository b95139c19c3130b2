"""Wissen: notes and videos from a phone to the screen they belong to, with a film that the browser itself has made."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from archive.note import Anchor
from archive.order import Supplier
from archive.verify import verify
from service import room
from tests.browsing import until
from tests.service.conftest import Live
from tests.service.papers import Paper, file
from tests.service.test_access import violations
from tests.service.test_films import hand_in, key_of
from tests.service.training import begin, course_of, furnish_room, sit_down
from tests.training.test_film import mp4

FILMING = """async () => {
    const canvas = document.createElement("canvas");
    canvas.width = 320; canvas.height = 180;
    const drawing = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm;codecs=vp8" });
    const parts = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    const ended = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    for (let n = 0; n < 40; n += 1) {
        drawing.fillStyle = `hsl(${n * 9} 80% 50%)`;
        drawing.fillRect(0, 0, 320, 180);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
    recorder.stop();
    await ended;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
}"""


@pytest.fixture(scope="module")
def webm(browser: Browser, live: Live) -> bytes:
    """Two seconds of colours."""
    page = browser.new_page()
    page.goto(f"{live.address}/hilfe")
    data = base64.b64decode(page.evaluate(FILMING))
    page.close()
    return data


@pytest.fixture(scope="module", autouse=True)
def _suppliers(live: Live) -> None:
    live.space.orders.save([Supplier("70003", "Stahlhandel Düren GmbH"), Supplier("70009", "Wurm Härterei")], "der Test")


def test_a_tip_is_written_at_a_supplier_and_stands_on_its_papers(page: Page, live: Live) -> None:
    number = file(live.space, Paper(), "rechnung.pdf")
    page.goto(f"{live.address}/lieferanten/70003/bearbeiten")
    page.get_by_role("link", name="Tipp zu dieser Seite schreiben").click()
    page.get_by_label("Titel").fill("Bestellnummer in Düren")
    page.get_by_label("Was tun").fill("Unter der Anschrift suchen.\nSie steht dort klein.")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bestellnummer in Düren")
    expect(page.locator(".about")).to_contain_text("Stahlhandel Düren GmbH")
    for screen in ("/lieferanten/70003/bearbeiten", f"/belege/{number}", f"/klaerung/{number}"):
        page.goto(live.address + screen)
        page.locator(".hints").get_by_role("link", name="Bestellnummer in Düren").click()
        expect(page.get_by_text("Sie steht dort klein.")).to_be_visible()
    page.goto(f"{live.address}/lieferanten/70009/bearbeiten")
    expect(page.locator(".hints").get_by_role("link", name="Bestellnummer")).to_have_count(0)
    page.goto(f"{live.address}/wissen?q=anschrift")
    expect(page.locator(".library li")).to_have_count(1)


def test_what_was_typed_stays_after_an_error(client: httpx2.Client) -> None:
    typed = {"titel": "Mein Titel", "todo": "Tun", "bereich": "montage", "gueltig_bis": "2027-01-31"}
    for wrong, said in {
        "lieferant=Gibt es nicht": "gibt es hier nicht",
        "auftrag=A-99-0001": "gibt es hier nicht",
        "belegart=erfunden": "aus der Liste",
        "bereich=": "Bereich",
        "titel=": "Titel",
        "todo=": "mindestens eines der Felder",
        "gueltig_bis=bald": "Gültig bis",
    }.items():
        name, value = wrong.split("=")
        answer = client.post("/wissen/neu", data=typed | {name: value})
        assert (answer.status_code, said in answer.text) == (422, True), wrong
        assert ("Mein Titel" in answer.text) == (name != "titel")
    assert client.get("/wissen/W-999999").status_code == 404
    assert "noch nichts" in client.get("/wissen", params={"q": "<script>alert(1)</script>"}).text


def test_two_people_change_one_note(client: httpx2.Client) -> None:
    made = key_of(client.post("/wissen/neu", data={"titel": "Zwei", "todo": "eins", "bereich": "buero"}))
    stand = re.search(r'name="stand" value="([^"]+)"', client.get(f"/wissen/{made}/bearbeiten").text)
    assert stand
    change = {"titel": "Zwei", "todo": "zwei", "bereich": "buero", "stand": stand[1]}
    assert client.post(f"/wissen/{made}/bearbeiten", data=change).status_code == 303
    assert "inzwischen geändert" in client.post(f"/wissen/{made}/bearbeiten", data=change | {"todo": "drei"}).text
    assert "zuletzt geprüft" in client.get("/wissen?q=zwei").text
    assert client.post(f"/wissen/{made}/entfernen").headers["location"] == "/wissen?geloescht=1"
    assert client.get(f"/wissen/{made}").status_code == 404


def test_a_video_from_the_phone_to_the_screen(page: Page, live: Live, webm: bytes, tmp_path: Path) -> None:
    filmed = tmp_path / "IMG_0042.webm"
    filmed.write_bytes(webm)
    page.goto(f"{live.address}/wissen")
    page.get_by_role("link", name="Video ablegen").click()
    page.get_by_label("Titel").fill("Stapel trennen")
    page.get_by_label("Selbst aufgenommen").check()
    page.set_input_files("#video", filmed)
    page.get_by_role("button", name="Hochladen").click()
    expect(page.get_by_role("heading", name="Schneiden, Untertitel")).to_be_visible()
    expect(page.locator("#film-fehler")).to_be_hidden()
    expect(page.locator("#film")).to_have_attribute("poster", re.compile("standbild"))
    page.get_by_label("Anfang").fill("0:00,5")
    page.get_by_label("Untertitel", exact=True).fill("0:00,5 Legen Sie das Trennblatt ein.\n0:01 Dann auf Teilen drücken.")
    page.get_by_label("Kapitel", exact=True).fill("0:00,5 Trennblatt\n0:01 Teilen")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_text("Gespeichert.")).to_be_visible()
    page.get_by_role("link", name="Beschreiben und zuordnen").click()
    page.get_by_label("Bildschirm").select_option("Eingang")
    page.get_by_role("button", name="Speichern").click()
    page.goto(f"{live.address}/eingang")
    page.locator(".hints").get_by_role("link", name="Video: Stapel trennen").click()
    expect(page.locator("track[kind=subtitles]")).to_have_attribute("srclang", "de")
    until(page, "document.getElementById('film').readyState >= 1")
    page.get_by_role("link", name="Teilen", exact=False).first.click()
    until(page, "document.getElementById('film').currentTime >= 0.95")
    cues = "[...document.getElementById('film').textTracks].find((t) => t.kind == 'subtitles').cues?.length == 2"
    until(page, cues)
    page.goto(f"{live.address}/wissen?q=trennblatt")
    expect(page.get_by_text("„Legen Sie das Trennblatt ein.“")).to_be_visible()
    assert verify(live.space).ok


def test_a_place_sees_what_is_meant_for_it_and_nothing_else_of_the_firm(live: Live, client: httpx2.Client) -> None:
    if not room.is_ready(live.settings):
        furnish_room(live)
    place = course_of(live, 1)[1][0]
    shown = key_of(hand_in(client, mp4(), titel="Für alle Plätze", uebungsplatz="ja"))
    secret = key_of(hand_in(client, mp4(), titel="Nur im Büro"))
    note = live.space.knowledge.get(shown).note
    live.space.knowledge.save(
        type(note)(note.key, note.title, anchors=(Anchor("uebung", "01-mappe-oeffnen"),), training=True, film=note.film), "das Büro"
    )
    with httpx2.Client(base_url=live.address, timeout=60) as trainee:
        sit_down(trainee, place)
        begin(trainee, "01-mappe-oeffnen")
        assert f"/lehrstoff/{shown}" in trainee.get("/mappen").text
        listed = trainee.get("/wissen").text
        assert ("Für alle Plätze" in listed, "Nur im Büro" in listed, "Düren" in listed) == (True, False, False)
        assert trainee.get(f"/lehrstoff/{shown}").status_code == 200
        assert trainee.get(f"/lehrstoff/{shown}/film", headers={"Range": "bytes=0-3"}).status_code == 206
        for hidden in (f"/lehrstoff/{secret}", f"/lehrstoff/{secret}/film", f"/wissen/{shown}", f"/wissen/{shown}/film"):
            assert trainee.get(hidden).status_code == 404, hidden
        assert hand_in(trainee, mp4()).status_code == 422
        made = key_of(trainee.post("/wissen/neu", data={"titel": "Am Platz", "todo": "Nur hier", "bereich": "buero"}))
        assert trainee.get(f"/wissen/{made}").status_code == 200
    assert "Am Platz" not in client.get("/wissen").text
    assert client.get(f"/lehrstoff/{shown}").status_code == 404


def test_words_of_the_trade_are_explained_at_places_only(page: Page, live: Live) -> None:
    if not room.is_ready(live.settings):
        furnish_room(live)
    page.goto(f"{live.address}/hilfe")
    expect(page.locator(".glossary")).to_contain_text("Skonto")
    expect(page.locator(".term")).to_have_count(0)
    page.context.request.post(f"{live.address}/platz", form={"code": course_of(live, 1)[1][0].code})
    page.goto(f"{live.address}/wissen/neu")
    page.get_by_label("Titel").fill("Skonto nicht vergessen")
    page.get_by_label("Was tun").fill("Bei Teillieferung gilt das Skonto je Rechnung.")
    page.get_by_role("button", name="Speichern").click()
    word = page.locator(".term", has_text="Skonto")
    expect(word).to_have_count(1)
    word.hover()
    box = page.get_by_role("tooltip")
    expect(box).to_contain_text("Abzug für schnelles Bezahlen")
    box.hover()
    expect(box).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    page.locator(".term", has_text="Teillieferung").focus()
    expect(box).to_contain_text("erst einen Teil")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    expect(box).to_be_visible()
    page.goto(f"{live.address}/suche?q=Teillieferung")
    expect(page.get_by_role("link", name="Skonto nicht vergessen")).to_be_visible()


def test_every_screen_of_the_library_is_for_everybody(browser: Browser, live: Live, client: httpx2.Client) -> None:
    made = key_of(hand_in(client, mp4(), titel="Zugänglich"))
    screens = [
        "/wissen",
        "/wissen?q=zug",
        "/wissen/neu",
        "/wissen/video",
        f"/wissen/{made}",
        f"/wissen/{made}/video",
        f"/wissen/{made}/bearbeiten",
    ]
    found = {}
    for scheme in ("light", "dark"):
        page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme, locale="de-DE")
        for screen in screens:
            page.goto(live.address + screen)
            found[scheme, screen] = violations(page, [])
        page.close()
    assert not {key: wrong for key, wrong in found.items() if wrong}
    page = browser.new_page(viewport={"width": 320, "height": 740}, locale="de-DE")
    for screen in screens:
        page.goto(live.address + screen)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, screen
    page.close()
