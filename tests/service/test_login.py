"""The way in: set up once, logged in from then on, slowed down when guessing, with a second factor for who wants it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pyotp
import pytest
from playwright.sync_api import Page

from archive.installation.person import Membership, Person
from service.auth.passwords import hashed
from service.auth.setup_code import setup_code
from tests.service.conftest import Live, serving

PASSWORD = "drei kleine Schrauben"
OTHER = "vier große Muttern"


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Live]:
    """An installation nobody has set up."""
    with serving(tmp_path / "daten") as live:
        yield live


@pytest.fixture
def petra(fresh: Live) -> Person:
    """The first person, who manages."""
    admin = (Membership("firma", "admin"),)
    return fresh.installation.people.first(Person("", "petra", "Petra Kaiser", hashed(PASSWORD), memberships=admin))


@pytest.fixture
def browserless(fresh: Live) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=fresh.address, timeout=60) as client:
        yield client


def log_in(client: httpx2.Client, password: str = PASSWORD, **more: str) -> httpx2.Response:
    return client.post("/anmelden", data={"anmeldename": " Petra ", "kennwort": password, **more})


def test_whoever_sets_up_is_in_and_everybody_else_must_log_in(fresh: Live, page: Page) -> None:
    page.goto(f"{fresh.address}/verwaltung/personen")
    page.get_by_role("link", name="Anmeldung einschalten").click()
    page.get_by_label("Ihr Name").fill("Petra Kaiser")
    page.get_by_label("Anmeldename").fill("petra")
    page.get_by_label("Kennwort", exact=True).fill(PASSWORD)
    page.get_by_label("Kennwort noch einmal").fill(PASSWORD)
    page.get_by_role("button", name="Anlegen und anmelden").click()
    page.wait_for_url("**/verwaltung")
    assert page.locator("summary").filter(has_text="Petra Kaiser").is_visible()
    assert httpx2.get(f"{fresh.address}/mappen").headers["location"] == "/anmelden?weiter=%2Fmappen"
    assert httpx2.get(f"{fresh.address}/einrichten").headers["location"] == "/"
    cookie = next(cookie for cookie in page.context.cookies() if cookie["name"] == "mappe")
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
    page.locator("summary").filter(has_text="Petra Kaiser").click()
    page.get_by_role("button", name="Abmelden").click()
    page.wait_for_url("**/anmelden")
    page.goto(f"{fresh.address}/mappen?q=x")
    page.get_by_label("Anmeldename").fill("petra")
    page.get_by_label("Kennwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.wait_for_url("**/mappen?q=x")


def test_what_is_done_bears_the_name_of_who_did_it(fresh: Live, petra: Person, browserless: httpx2.Client) -> None:
    log_in(browserless)
    answer = browserless.post("/eingang", files={"datei": ("a.pdf", b"%PDF-1.4 x")}, headers={"Accept": "application/json"})
    number = answer.json()["receipts"][0]["eingangsnummer"]
    assert [entry.who for entry in fresh.space.journal.about(number)] == [petra.name]


def test_guessing_gets_slower_and_says_so(petra: Person, browserless: httpx2.Client) -> None:
    said = [log_in(browserless, f"falsch {n}") for n in range(7)]
    assert {answer.status_code for answer in said} == {401}
    assert "passen nicht zusammen" in said[0].text
    assert "warten Sie" in said[-1].text
    assert "warten Sie" in log_in(browserless).text  # also with the right one: a guesser learns nothing


def test_an_unknown_name_and_a_wrong_password_sound_the_same(petra: Person, browserless: httpx2.Client) -> None:
    unknown = browserless.post("/anmelden", data={"anmeldename": "niemand", "kennwort": PASSWORD})
    wrong = log_in(browserless, "falsch")
    find = re.compile(r'<div class="notice bad".*?</div>', re.DOTALL)
    assert find.findall(unknown.text) == find.findall(wrong.text) != []


def test_the_second_factor_is_asked_for_and_each_code_counts_once(fresh: Live, petra: Person, browserless: httpx2.Client) -> None:
    secret = pyotp.random_base32()
    log_in(browserless)
    switched = browserless.post("/konto/zweiter-faktor/ein", data={"geheimnis": secret, "code": pyotp.TOTP(secret).now()})
    codes = re.findall(r"<code>([0-9a-f-]{14})</code>", switched.text)
    assert len(codes) == 8
    browserless.cookies.clear()
    assert "Code aus Ihrer App" in log_in(browserless).text
    assert browserless.get("/mappen").status_code == 303  # half a login is none
    assert browserless.post("/anmelden/code", data={"code": "000000"}).status_code == 401
    now = pyotp.TOTP(secret).now()
    assert browserless.post("/anmelden/code", data={"code": now}).status_code == 303
    assert browserless.get("/mappen").status_code == 200
    log_in(browserless)
    assert browserless.post("/anmelden/code", data={"code": now}).status_code == 401
    assert browserless.post("/anmelden/code", data={"code": codes[0].upper()}).status_code == 303
    log_in(browserless)
    assert browserless.post("/anmelden/code", data={"code": codes[0]}).status_code == 401


def test_a_handed_out_password_is_changed_first(fresh: Live, petra: Person, browserless: httpx2.Client) -> None:
    log_in(browserless)
    added = browserless.post("/verwaltung/personen", data={"name": "Ole Brandt", "anmeldename": "ole", "rolle": "buero"})
    found = re.search(r'<code class="secret">([a-z0-9-]+)</code>', added.text)
    assert found
    with httpx2.Client(base_url=fresh.address, timeout=60) as ole:
        ole.post("/anmelden", data={"anmeldename": "ole", "kennwort": found[1]})
        assert ole.get("/mappen").headers["location"].startswith("/konto")
        refused = ole.post("/konto/kennwort", data={"bisher": found[1], "neu": "kurz", "noch_einmal": "kurz"})
        assert "zu kurz" in refused.text
        changed = ole.post("/konto/kennwort", data={"bisher": found[1], "neu": OTHER, "noch_einmal": OTHER})
        assert changed.status_code == 303
        assert ole.get("/mappen").status_code == 200
        assert ole.get("/verwaltung").status_code == 403


def test_locked_out_means_out_at_once(fresh: Live, petra: Person, browserless: httpx2.Client) -> None:
    ole = fresh.installation.people.add(Person("", "ole", "Ole", hashed(OTHER), memberships=(Membership("firma", "buero"),)), petra.name)
    browserless.post("/anmelden", data={"anmeldename": "ole", "kennwort": OTHER})
    assert browserless.get("/mappen").status_code == 200
    with httpx2.Client(base_url=fresh.address, timeout=60) as admin:
        log_in(admin)
        assert admin.post(f"/verwaltung/personen/{ole.id}/sperren", data={"aktiv": "0"}).status_code == 303
    assert browserless.get("/mappen").status_code == 303


def test_the_way_on_after_the_login_stays_inside(petra: Person, browserless: httpx2.Client) -> None:
    for elsewhere in ("https://boese.example/", "//boese.example", "/\\boese.example", "javascript:x", "/x\r\nSet-Cookie: a=b"):
        assert log_in(browserless, weiter=elsewhere).headers["location"] == "/"
        browserless.cookies.clear()


def test_a_session_can_not_be_planted(fresh: Live, petra: Person, browserless: httpx2.Client) -> None:
    browserless.cookies.set("mappe", "von-aussen-gesetzt")
    answer = log_in(browserless)
    assert "von-aussen-gesetzt" not in answer.headers["set-cookie"]
    foreign = browserless.post("/anmelden", data={}, headers={"Origin": "https://boese.example"})
    assert foreign.status_code == 403


def test_on_a_network_only_who_sees_the_machine_sets_up(tmp_path: Path) -> None:
    with serving(tmp_path / "daten", MAPPE_ADDRESS="https://mappe.firma.example") as live:
        headers = {"Host": "mappe.firma.example"}
        with httpx2.Client(base_url=live.address, timeout=60, headers=headers) as client:
            assert client.get("/mappen").headers["location"].startswith("/einrichten")
            assert client.get("/api/v1/search").status_code == 401
            form = {"name": "Petra", "anmeldename": "petra", "kennwort": PASSWORD, "noch_einmal": PASSWORD}
            assert "Einrichtungscode stimmt nicht" in client.post("/einrichten", data={**form, "code": "aaaa-bbbb-cccc-dddd"}).text
            assert not live.installation.people.any()
            done = client.post("/einrichten", data={**form, "code": setup_code(live.settings)})
            assert done.status_code == 303
            assert "__Host-mappe=" in done.headers["set-cookie"]
            assert "Secure" in done.headers["set-cookie"]
            assert client.get("/healthz", headers={"Host": "anderswo.example"}).status_code == 421
