"""Prüfung and Datenschutz on screen: the auditor's way, the documentation, the looks that were noted, and Sichtprüfung."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import httpx2
import pikepdf
import pytest

from archive.catalog.database import Database
from archive.confidence import mark
from archive.installation.access import BLUEPRINT, KEPT, Accesses, Look
from archive.installation.person import Membership, Person
from service.auth.passwords import hashed
from service.auth.visitor import today
from tests.service.conftest import Live, serving
from tests.service.papers import Paper, file
from tests.service.test_confidence import PASSWORD, log_in

PRIVACY = "/verwaltung/datenschutz"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("daten")) as live:
        kept, people = hashed(PASSWORD), live.installation.people
        people.first(Person("", "anna", "Anna Amsel", kept, memberships=(Membership("firma", "admin", confidential=True),)))
        people.add(Person("", "prueferin", "Frau Prüfer", kept, memberships=(Membership("firma", "pruefer", today()),)), "Anna Amsel")
        people.add(Person("", "buero", "Büro", kept, memberships=(Membership("firma", "buero"),)), "Anna Amsel")
        file(live.space, Paper(), "offen.pdf")
        secret = file(live.space, Paper("Lieferschein", "lieferschein", "77005511"), "geheim.pdf")
        mark(live.space.journal, "beleg", secret, "vertraulich", "Anna Amsel")
        yield live


def test_the_auditor_takes_the_medium_and_the_documentation_along(house: Live) -> None:
    with log_in(house, "prueferin") as auditor, log_in(house, "buero") as office:
        assert "/pruefung" in auditor.get("/mappen").text
        assert "/pruefung" not in office.get("/mappen").text
        assert office.get("/pruefung/z3.zip").status_code == 403
        assert auditor.get("/pruefung").status_code == 200
        medium = zipfile.ZipFile(io.BytesIO(auditor.get("/pruefung/z3.zip?vertraulich=1").content))
        assert {"index.xml", "gdpdu-01-09-2004.dtd", "dokumente.csv", "protokoll.csv"} <= set(medium.namelist())
        assert b"geheim" not in medium.read("dokumente.csv")
        assert auditor.get("/pruefung/z3.zip?von=gestern").status_code == 422
        assert auditor.get("/pruefung/z3.zip?von=2026-02-01&bis=2026-01-01").status_code == 422
        assert auditor.post(f"/belege/{number_of(house)}/sichtpruefung", data={"ergebnis": "lesbar"}).status_code == 403
    with log_in(house, "anna") as anna:
        whole = zipfile.ZipFile(io.BytesIO(anna.get("/pruefung/z3.zip?vertraulich=1").content))
        assert b"geheim" in whole.read("dokumente.csv")


def number_of(house: Live) -> str:
    return next(entry.eingangsnummer for entry in house.space.intake.recent() if entry.scan.name == "offen.pdf")


def test_the_documentation_is_filled_in_and_claims_nothing(house: Live) -> None:
    with log_in(house, "anna") as anna:
        text = anna.get("/pruefung/verfahrensdokumentation.md").text
        printed = anna.get("/pruefung/verfahrensdokumentation.pdf").content
    assert "zertifiziert" not in text.casefold()
    for said in (
        "Rechnungen: 8 Jahre",
        "Nicht WORM",
        "Prüfung (nur ansehen): 1 Personen",
        "SQLite",
        "Tesseract",
        "Kalkulationen",
        "Bitte ergänzen",
    ):
        assert said.casefold() in text.casefold(), said
    assert house.settings.store not in text
    assert str(house.settings.data) not in text
    with pikepdf.open(BytesIO(printed)) as pdf:
        assert len(pdf.pages) >= 2
        with pdf.open_outline() as outline:
            named = " ".join(item.title for item in outline.root)
    assert all(f" {chapter}. " in f" {named}" for chapter in range(1, 9)), named


def test_looks_are_noted_once_and_shown_to_the_administration(house: Live) -> None:
    number = number_of(house)
    with log_in(house, "prueferin") as auditor, log_in(house, "anna") as anna:
        for path in (f"/belege/{number}", f"/belege/{number}", f"/belege/{number}/original", f"/belege/{number}/seiten/1.webp"):
            auditor.get(path)
        auditor.get("/mappen/A-26-0112")
        anna.get("/listen/lieferanten.csv")
        anna.get("/datev/buchungsstapel.csv?monat=2026-10")
        anna.get(f"/belege/{number}/suchbar.pdf")
        taken = {(look.what, look.how) for look in house_looks(house, "Anna Amsel")}
        assert taken >= {("listen/lieferanten", "Liste als CSV"), ("2026-10", "DATEV-Buchungsstapel"), (number, "durchsuchbares PDF")}
        found = [(look.what, look.how) for look in house_looks(house, "Frau Prüfer")]
        assert sorted(found.count(each) for each in set(found)) == [1] * len(set(found))
        assert {(number, "angesehen"), (number, "Original"), ("A-26-0112", "Mappe angesehen")} <= set(found)
        assert "Frau Prüfer" in anna.get(f"{PRIVACY}?was={number}").text
        assert "Frau Prüfer" in anna.get(f"{PRIVACY}/zugriffe.csv?wer=Frau%20Pr%C3%BCfer").text
        assert auditor.get(PRIVACY).status_code == 403


def house_looks(house: Live, who: str) -> list[Look]:
    accesses = Accesses(house.settings.locations)
    try:
        return list(accesses.of("firma", who=who))
    finally:
        accesses.close()


def test_a_person_is_told_everything_and_no_secret(house: Live) -> None:
    with log_in(house, "anna") as anna:
        anna.post(f"/belege/{number_of(house)}/sichtpruefung", data={"ergebnis": "lesbar"})
        told = anna.get(f"{PRIVACY}/auskunft.json", params={"name": "Anna Amsel"})
        assert told.status_code == 200
        found = told.json()
        assert found["zugang"][0]["anmeldename"] == "anna"
        assert {act["art"] for act in found["handlungen"]} >= {"sichtpruefung", "vertraulich"}
        assert "argon2" not in told.text
        assert ("Anna Amsel", "Auskunft über eine Person") in {(look.what, look.how) for look in house_looks(house, "Anna Amsel")}
        assert anna.get(f"{PRIVACY}/auskunft.json?name=").status_code == 422
        assert anna.get(f"{PRIVACY}/auskunft.json?name=Stahlhandel").json()["belege_mit_diesem_namen"] != []


def test_scans_are_looked_at_from_the_list_and_from_the_paper(house: Live) -> None:
    number = file(house.space, Paper(number="9004444"), "sicht.pdf")
    with log_in(house, "buero") as office:
        assert number in office.get("/sichtpruefung").text
        bad = office.post(f"/belege/{number}/sichtpruefung", data={"ergebnis": "neu_scannen", "notiz": ""})
        assert bad.status_code == 422
        office.post(f"/belege/{number}/sichtpruefung", data={"ergebnis": "neu_scannen", "notiz": "Rand fehlt"})
        assert "Neu zu scannen: Rand fehlt" in office.get(f"/belege/{number}").text
        answer = office.post(f"/belege/{number}/sichtpruefung", data={"ergebnis": "lesbar", "zurueck": "liste"})
        assert answer.headers["location"] == "/sichtpruefung"
        assert number not in office.get("/sichtpruefung").text
        trail = office.get(f"/belege/{number}/verlauf").text
    assert "Sichtprüfung: vollständig und lesbar." in trail
    assert "Sichtprüfung: neu zu scannen. Rand fehlt." in trail


def test_a_look_is_forgotten_after_its_time(house: Live) -> None:
    database = Database(house.settings.db, BLUEPRINT)
    old = (datetime.now(UTC) - KEPT - timedelta(days=1)).isoformat()
    try:
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO access VALUES (?, 'firma', 'Alt', 'E-1', 'angesehen')", (old,))
        with log_in(house, "prueferin") as auditor:
            auditor.get("/mappen/A-26-0113")
        assert house_looks(house, "Alt") == []
    finally:
        database.close()


def test_the_way_leads_there_from_the_administration(house: Live) -> None:
    with log_in(house, "anna") as anna:
        home = anna.get("/verwaltung").text
    for goal in ("/pruefung", PRIVACY, "/sichtpruefung", "/verwaltung/loeschen", "Nicht WORM"):
        assert goal in home


def test_without_login_nothing_is_noted(live: Live, client: httpx2.Client) -> None:
    client.get("/mappen/A-26-0112")
    assert house_looks(live, "das Büro") == []
