"""Every route says who may; walked through with every role, every scope of a key, a stranger, and a person of another space."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx2
import pytest
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.routing import Mount, Route

from archive.installation.house import Installation
from archive.installation.person import ROLES, SCOPES, Membership, Person
from archive.installation.spaces import SpaceEntry
from service.auth.may import Anybody, May
from service.auth.passwords import hashed
from service.auth.rights import OF_ROLE, OF_SCOPE, Right
from service.auth.visitor import today
from tests.service.conftest import Live, serving

PASSWORD = "drei kleine Schrauben"
OPEN = {"/static", "/api/v1/openapi.json"}
"""Neither shows anything of a space: our own files, and what the interface looks like."""
OPEN_ROUTES = {
    "/healthz",
    "/readyz",
    "/anmelden",
    "/anmelden/code",
    "/anmelden/firmenkonto",
    "/anmelden/firmenkonto/zurueck",
    "/abmelden",
    "/einrichten",
    "/platz",
    "/platz/ende",
    "/telefon",
    "/telefon/app.webmanifest",
    "/telefon/sw.js",
    "/austausch/{token}",
    "/austausch/{token}/{number}",
}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """An installation where everybody has to log in, with one person of each role and one of another space."""
    with serving(tmp_path_factory.mktemp("daten")) as live:
        kept, people = hashed(PASSWORD), live.installation.people
        people.first(Person("", "admin", "Admin", kept, memberships=(Membership("firma", "admin"),)))
        live.installation.spaces.put(SpaceEntry("andere", "Andere Firma", "firma"), "Admin")
        for role in ROLES[:-1]:
            people.add(Person("", role, f"Person {role}", kept, memberships=(Membership("firma", role),)), "Admin")
        people.add(Person("", "fremd", "Fremde Person", kept, memberships=(Membership("andere", "admin"),)), "Admin")
        yield live


@contextmanager
def log_in(live: Live, login: str) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=live.address, timeout=60) as client:
        answer = client.post("/anmelden", data={"anmeldename": login, "kennwort": PASSWORD})
        assert answer.status_code == 303, answer.text
        yield client


def declaration(route: RouteContext) -> May | Anybody | None:
    """What a route declares, ``None`` when that is not exactly one thing."""
    found = [each.dependency for each in route.dependencies if isinstance(each.dependency, (May, Anybody))]
    return found[0] if len(found) == 1 else None


def routes(live: Live) -> list[RouteContext]:
    return [each for each in iter_route_contexts(live.routes) if isinstance(each.original_route, APIRoute)]


def asks(route: RouteContext) -> Iterator[tuple[str, str, Right]]:
    """Each way to ask at a route with the right it takes, with values that lead nowhere."""
    declared = declaration(route)
    if isinstance(declared, May):
        path = re.sub(r"\{(\w+)(:\w+)?\}", lambda m: "1" if m[1] in ("page", "seite") else "gibt-es-nicht", route.path)
        for method in sorted(route.methods - {"HEAD"}):
            yield method, path, declared.look if method == "GET" else declared.change


def test_every_route_says_who_may(live: Live) -> None:
    others = [each.original_route for each in iter_route_contexts(live.routes) if not isinstance(each.original_route, APIRoute)]
    assert {route.path for route in others if isinstance(route, (Mount, Route))} == OPEN
    assert len(others) == len(OPEN)
    undeclared = [route.path for route in routes(live) if declaration(route) is None]
    assert undeclared == []
    assert {route.path for route in routes(live) if isinstance(declaration(route), Anybody)} == OPEN_ROUTES


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_what_it_may_and_nothing_else(guarded: Live, role: str) -> None:
    rights = OF_ROLE[role]  # type: ignore[index] — the parameter is one of them
    with log_in(guarded, role) as client:
        for route in routes(guarded):
            for method, path, right in asks(route):
                if path.startswith(("/konto", "/verwaltung/personen")) and method == "POST":
                    continue  # would end the very session that asks
                answer = client.request(method, path, data={"x": "1"} if method == "POST" else None)
                refused = answer.status_code == 403
                assert refused == (right not in rights), (method, path, right, answer.status_code)
                assert answer.status_code < 500 or answer.status_code == 503, (method, path, answer.text)


def test_who_is_not_logged_in_is_led_to_the_door_everywhere(guarded: Live) -> None:
    with httpx2.Client(base_url=guarded.address, timeout=60) as client:
        for route in routes(guarded):
            for method, path, _ in asks(route):
                answer = client.request(method, path)
                if path.startswith("/api/"):
                    assert answer.status_code == 401, (method, path)
                    assert answer.json()["problem"]["code"] == "anmelden"
                else:
                    assert answer.status_code == 303, (method, path, answer.status_code)
                    assert answer.headers["location"].startswith("/anmelden")


def test_a_person_of_another_space_sees_nothing_of_this_one(guarded: Live) -> None:
    with log_in(guarded, "fremd") as client:
        assert "A-26-0112" not in client.get("/mappen").text
        assert client.get("/api/v1/orders/A-26-0112").status_code == 404
        assert "Person buero" not in client.get("/verwaltung/personen").text
        office = guarded.installation.people.known("buero")
        assert office
        assert client.get(f"/verwaltung/personen/{office.id}").status_code == 404
        assert client.post(f"/verwaltung/personen/{office.id}/kennwort").status_code == 404
    with log_in(guarded, "buero") as client:
        assert "A-26-0112" in client.get("/mappen").text


@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_opens_its_scope_and_nothing_else(guarded: Live, scope: str) -> None:
    keys = guarded.installation.keys
    secret = keys.add(f"Gerät {scope}", "firma", [scope], "Admin")  # type: ignore[list-item] — the parameter is one of them
    with httpx2.Client(base_url=guarded.address, timeout=60, headers={"Authorization": f"Bearer {secret}"}) as client:
        for route in routes(guarded):
            for method, path, right in asks(route):
                answer = client.request(method, path, data={"x": "1"} if method == "POST" else None)
                assert (answer.status_code == 403) == (right not in OF_SCOPE[scope]), (method, path, answer.status_code)  # type: ignore[index]
    taken = next(key for key in keys.all() if key.name == f"Gerät {scope}")
    keys.remove(taken.id, "Admin")
    assert httpx2.get(f"{guarded.address}/api/v1/search", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_role_ends_with_its_last_day_at_once(guarded: Live) -> None:
    people: Installation = guarded.installation
    yesterday = today() - timedelta(days=1)
    person = people.people.add(
        Person("", "pruefung", "Prüferin", hashed(PASSWORD), memberships=(Membership("firma", "pruefer", today()),)), "Admin"
    )
    with log_in(guarded, "pruefung") as client:
        assert client.get("/mappen").status_code == 200
        people.people.change(person.id, person.name, [Membership("firma", "pruefer", yesterday)], "Admin")
        assert client.get("/mappen").status_code == 303
        answer = client.post("/anmelden", data={"anmeldename": "pruefung", "kennwort": PASSWORD})
        assert answer.status_code == 401
