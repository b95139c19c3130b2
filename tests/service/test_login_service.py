"""How an installation is told to use a login service, what it believes of it, and what happens when it is away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from archive.installation.person import Membership, Person
from archive.problems import Invalid
from service.auth.passwords import hashed
from service.settings import from_environment
from tests.login_service import BACK, LoginService, is_in, setting, way_back
from tests.service.conftest import Live, serving

PASSWORD = "drei kleine Schrauben"


@pytest.fixture
def provider() -> Iterator[LoginService]:
    with LoginService() as service:
        yield service


def test_new_people_only_where_a_role_is_set(provider: LoginService, tmp_path: Path) -> None:
    with serving(tmp_path / "daten", **setting(provider, MAPPE_OIDC_ROLE="lernende", MAPPE_OIDC_NAME="Werkskonto")) as live:
        with httpx2.Client(base_url=live.address, timeout=60) as client:
            assert client.get("/anmelden/firmenkonto").status_code == 404  # nobody has set it up yet
            admin = (Membership("firma", "admin"),)
            live.installation.people.first(Person("", "petra@firma.example", "Petra", hashed(PASSWORD), memberships=admin))
            assert "Mit Werkskonto anmelden" in client.get("/anmelden").text
            taken = client.get(way_back(client, provider))  # an account with that name is never taken over
            assert taken.status_code == 401
            assert "gibt es schon" in taken.text
            provider.claims = {"sub": "neu", "email": "neu@firma.example", "email_verified": True, "name": "Nele Neu"}
            client.get(way_back(client, provider))
            assert is_in(client)
            assert client.get("/verwaltung").status_code == 403
            provider.claims["email_verified"] = False
            client.get(way_back(client, provider))
        [nele] = [person for person in live.installation.people.all() if person.name == "Nele Neu"]
        assert [m.role for m in nele.memberships] == ["lernende"]
        dump = live.installation.dump()
    with serving(tmp_path / "neu", **setting(provider)) as fresh:
        assert fresh.installation.load(dump, "Petra")
        assert fresh.installation.identities.mail_of(nele.id) == "neu@firma.example"


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://boese.example"},
        {"token_endpoint": "http://boese.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": 5},
    ],
)
def test_a_service_that_speaks_for_others_is_not_asked(provider: LoginService, tmp_path: Path, about: dict[str, Any]) -> None:
    provider.about = about
    with serving(tmp_path / "daten", **setting(provider)) as live, httpx2.Client(base_url=live.address, timeout=60) as client:
        live.installation.people.first(Person("", "petra", "Petra", hashed(PASSWORD), memberships=(Membership("firma", "admin"),)))
        door = client.get("/anmelden/firmenkonto")
        if door.status_code == 303:
            door = client.get(provider.log_in(door.headers["location"]).removeprefix(live.address))
        assert door.status_code == 503
        assert "antwortet gerade nicht richtig" in door.text
        assert client.post("/anmelden", data={"anmeldename": "petra", "kennwort": PASSWORD}).status_code == 303


def test_a_service_that_is_away_is_said(tmp_path: Path) -> None:
    away = {"MAPPE_OIDC_ISSUER": "http://127.0.0.1:9/x", "MAPPE_OIDC_CLIENT": "x"}
    with serving(tmp_path / "daten", **away) as live, httpx2.Client(base_url=live.address, timeout=60) as client:
        live.installation.people.first(Person("", "petra", "Petra", hashed(PASSWORD), memberships=(Membership("firma", "admin"),)))
        assert client.get("/anmelden/firmenkonto").status_code == 503


def test_off_by_default(live: Live, client: httpx2.Client) -> None:
    assert client.get("/anmelden/firmenkonto").status_code == 404
    assert client.get(BACK).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"MAPPE_OIDC_ISSUER": "http://sso.firma.example", "MAPPE_OIDC_CLIENT": "x"},
        {"MAPPE_OIDC_ISSUER": "https://sso.firma.example"},
        {"MAPPE_OIDC_ISSUER": "https://[x", "MAPPE_OIDC_CLIENT": "x"},
        {"MAPPE_OIDC_ROLE": "admin"},
    ],
)
def test_wrong_settings_are_told_at_the_start(wrong: dict[str, str]) -> None:
    with pytest.raises(Invalid) as refused:
        from_environment(wrong)
    assert "MAPPE_OIDC" in refused.value.message


def test_the_secret_is_in_no_text(tmp_path: Path) -> None:
    file = tmp_path / "geheim"
    file.write_text("sehr-geheim\n")
    found = from_environment({"MAPPE_OIDC_SECRET_FILE": str(file)})
    assert found.oidc_secret == "sehr-geheim"
    assert "sehr-geheim" not in repr(found)
