"""Confidential papers on screen: every route, walked by everybody who lacks the right, says nothing of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx2
import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from archive.confidence import mark
from archive.installation.person import ROLES, Membership, Person
from archive.judging import judge_due
from archive.order import Order
from search.engines import open_index
from search.indexing import index_due
from search.veiled import keep_open_up
from service.auth.passwords import hashed
from tests.service.conftest import Live, serving
from tests.service.papers import Paper, file

PASSWORD = "drei kleine Schrauben"
SECRET = "77005511"
"""The number printed on the hidden paper; the folder's is A-26-0199, the file's Geheimsache."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A service with an open paper, a hidden one, and a hidden folder with a paper in it."""

    live: Live
    known: str
    secret: str
    inside: str

    @property
    def words(self) -> tuple[str, ...]:
        """What nobody without the right may read anywhere."""
        return (SECRET, "Geheimsache", "A-26-0199", self.secret, self.inside)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with serving(tmp_path_factory.mktemp("daten")) as live:
        kept, people = hashed(PASSWORD), live.installation.people
        people.first(Person("", "chefin", "Chefin", kept, memberships=(Membership("firma", "admin", confidential=True),)))
        for role in ROLES:
            people.add(Person("", role, f"Person {role}", kept, memberships=(Membership("firma", role),)), "Chefin")
        live.space.orders.save([Order("A-26-0199", "Geheimsache AG", "Geheimsache")], "Chefin")
        known = file(live.space, Paper(), "offen.pdf")
        secret = file(live.space, Paper("Lieferschein", "lieferschein", SECRET), "Geheimsache.pdf")
        inside = file(live.space, Paper(number="9009999", order="A-26-0199"), "Geheimsache 2.pdf")
        mark(live.space.journal, "beleg", secret, "vertraulich", "Chefin")
        mark(live.space.journal, "mappe", "A-26-0199", "vertraulich", "Chefin")
        catch_up(live)
        yield Scene(live, known, secret, inside)


def catch_up(live: Live) -> None:
    """What the worker does."""
    while judge_due(live.space):
        pass
    index = open_index(live.settings.index, live.settings.index_folder)
    while index_due(live.space, index):
        pass
    index.close()
    keep_open_up(live.space, live.settings.index, live.settings.index_folder)


@contextmanager
def log_in(live: Live, login: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=live.address, timeout=60) as client:
        answer = client.post("/anmelden", data={"anmeldename": login, "kennwort": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield client


def addresses(scene: Scene) -> Iterator[str]:
    """Every route for looking, with each paper, each folder and several questions in the place of what it asks for."""
    for route in iter_route_contexts(scene.live.routes):
        if not isinstance(route.original_route, APIRoute) or "GET" not in route.methods:
            continue
        for number in (scene.known, scene.secret, scene.inside, "A-26-0112", "A-26-0199"):
            path = re.sub(r"\{(\w+)(:\w+)?\}", lambda m, n=number: "1" if m[1] in ("page", "seite") else n, route.path)
            for question in (
                "",
                f"?q={SECRET}",
                "?q=Geheimsache&ansicht=belege",
                "?q=A-26-01",
                f"?beleg={scene.secret}",
                "?liste=ungeprueft",
            ):
                yield path + question
            if "{" not in route.path:
                break


@pytest.mark.parametrize("role", ["buero", "pruefer", "admin"])
def test_no_page_says_a_word_to_who_lacks_the_right(scene: Scene, role: str) -> None:
    with log_in(scene.live, role) as client:
        for address in addresses(scene):
            answer = client.get(address, headers={"Accept": "text/html"})
            # What was asked for stands in the box again: that is the asker's own word.
            said = answer.text
            for asked in re.findall(r"[?&](?:q|beleg)=([^&]*)", address) + re.findall(r"(E-\d{4}-\d{7}|A-26-0199)", address):
                said = said.replace(asked, "")
            assert answer.status_code < 500, (address, answer.status_code)
            assert not [word for word in scene.words if word in said], address


def test_a_key_of_a_device_finds_nothing_either(scene: Scene) -> None:
    secret = scene.live.installation.keys.add("Tablet", "firma", ["lesen", "wareneingang"], "Chefin")
    with httpx2.Client(base_url=scene.live.address, timeout=60, headers={"Authorization": f"Bearer {secret}"}) as client:
        assert client.get("/api/v1/search", params={"q": SECRET}).json() == {"total": 0, "hits": []}
        assert client.get("/api/v1/search", params={"q": ""}).json()["total"] == 1
        for path in ("", "/original", "/pages/1.webp"):
            assert client.get(f"/api/v1/documents/{scene.secret}{path}").status_code == 404
        assert client.get("/api/v1/orders/A-26-0199").status_code == 404


def test_who_has_the_right_sees_everything(scene: Scene) -> None:
    with log_in(scene.live, "chefin") as client:
        assert client.get(f"/belege/{scene.secret}").status_code == 200
        assert client.get("/mappen/A-26-0199").status_code == 200
        assert client.get("/api/v1/search", params={"q": SECRET}).json()["total"] == 1
        assert client.get(f"/belege/{scene.secret}/seiten/1.webp").status_code == 200


@pytest.mark.parametrize("act", ["rueckgaengig", "neu-lesen", "vertraulich", "aufbewahrung/sperren"])
def test_nobody_changes_what_they_can_not_see(scene: Scene, act: str) -> None:
    before = scene.live.space.journal.head()
    with log_in(scene.live, "buero") as client:
        assert client.post(f"/belege/{scene.secret}/{act}", data={"wahl": "offen", "grund": "x"}).status_code == 404
        assert client.post("/mappen/A-26-0199/vertraulich", data={"wahl": "offen"}).status_code == 404
        answer = client.post(f"/klaerung/{scene.known}", data={"auftrag": "A-26-0199", "belegart": "rechnung"})
        assert answer.status_code == 404
    assert scene.live.space.journal.head() == before


def test_two_clicks_hide_and_show(scene: Scene) -> None:
    number = file(scene.live.space, Paper(number="9007777"), "noch eine.pdf")
    with log_in(scene.live, "buero") as office, log_in(scene.live, "chefin") as head:
        catch_up(scene.live)
        assert number in office.get("/eingang").text
        answer = office.post(f"/belege/{number}/vertraulich", data={"wahl": "vertraulich"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/eingang")
        assert office.get(f"/belege/{number}").status_code == 404
        # Until the index has followed, the search says so, and nothing else.
        assert office.get("/api/v1/search", params={"q": "9007777"}).status_code == 503
        catch_up(scene.live)
        assert office.get("/api/v1/search", params={"q": "9007777"}).json()["total"] == 0
        shown = head.get(f"/belege/{number}").text
        assert "Nicht mehr vertraulich" in shown
        assert "Als vertraulich gekennzeichnet." in head.get(f"/belege/{number}/verlauf").text
        assert head.post(f"/belege/{number}/vertraulich", data={"wahl": "offen"}).status_code == 303
        catch_up(scene.live)
        assert office.get("/api/v1/search", params={"q": "9007777"}).json()["total"] == 1


def test_the_right_is_given_on_the_page_of_the_person(scene: Scene) -> None:
    person = scene.live.installation.people.known("trainer")
    assert person
    with log_in(scene.live, "admin") as client:
        form = {"name": person.name, "rolle": "trainer", "bis": "", "vertraulich": "1"}
        assert client.post(f"/verwaltung/personen/{person.id}", data=form).status_code == 303
        assert "sieht Vertrauliches" in client.get("/verwaltung/personen").text
        assert "checked" in client.get(f"/verwaltung/personen/{person.id}").text
    with log_in(scene.live, "trainer") as client:
        assert client.get(f"/belege/{scene.secret}").status_code == 200


def test_the_same_bytes_again_name_nothing(scene: Scene) -> None:
    number = scene.live.space.intake.get(scene.secret)
    with scene.live.space.store.open(f"originale/{number.scan.sha256}") as stream:
        data = stream.read()
    with log_in(scene.live, "buero") as office:
        told = office.post("/eingang", files={"datei": ("noch einmal.pdf", data)}, headers={"Accept": "application/json"})
        assert told.json()["receipts"][0]["duplicate_of"] == ""
        again = told.json()["receipts"][0]["eingangsnummer"]
        assert office.get(f"/belege/{again}").status_code == 404
        assert scene.secret not in office.get("/eingang").text
