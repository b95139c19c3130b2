"""A course as a pack: handed on with its exercises and notes, checked when it comes; the demo firm of another version is named."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import httpx2
import pytest

from archive.note import Anchor, Note
from archive.verify import verify
from service import room
from tests.service.conftest import Live, serving
from tests.service.own import TEXT, TITLE, keep, opened
from tests.service.test_films import hand_in, key_of
from tests.service.training import furnish_room
from tests.training.test_film import mp4
from training import firm


@pytest.fixture(scope="module", autouse=True)
def _room(live: Live) -> None:
    furnish_room(live)


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
