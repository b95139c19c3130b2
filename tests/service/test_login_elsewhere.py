"""Logging in with accounts of a login service, against a real one on this machine: who comes in, and every way in which nobody does."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pyotp
import pytest
from joserfc.jwk import OctKey, RSAKey

from archive.installation.person import Membership, Person
from service.auth.passwords import hashed
from tests.login_service import BACK, CLIENT, SECRET, LoginService, is_in, setting, way_back
from tests.service.conftest import Live, serving

PASSWORD = "drei kleine Schrauben"


@pytest.fixture(scope="module")
def provider() -> Iterator[LoginService]:
    with LoginService() as service:
        yield service


@pytest.fixture(scope="module")
def house(provider: LoginService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("daten"), **setting(provider)) as live:
        people, identities = live.installation.people, live.installation.identities
        petra = people.first(Person("", "petra", "Petra", hashed(PASSWORD), memberships=(Membership("firma", "admin"),)))
        identities.set_mail(petra.id, "Petra@Firma.example")
        yield live


@pytest.fixture(autouse=True)
def honest(provider: LoginService) -> Iterator[None]:
    """Each test begins with a service that behaves."""
    claims = dict(provider.claims)
    yield
    provider.claims, provider.twist, provider.about = claims, lambda _claims: None, {}
    provider.signer, provider.headers = provider.key, {"alg": "RS256", "kid": str(provider.key.kid)}


@pytest.fixture
def browser_less(house: Live) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=house.address, timeout=60) as client:
        yield client


def test_the_same_person_comes_in_and_goes_on(house: Live, provider: LoginService, browser_less: httpx2.Client) -> None:
    assert "Mit Firmenkonto anmelden" in browser_less.get("/anmelden").text
    answer = browser_less.get(way_back(browser_less, provider, "/klaerung?art=rechnung"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/klaerung?art=rechnung")
    assert is_in(browser_less)
    assert browser_less.get("/verwaltung").status_code == 200
    provider.claims = {"sub": "4711"}  # from then on the subject counts, whatever becomes of the address
    with httpx2.Client(base_url=house.address, timeout=60) as other:
        other.get(way_back(other, provider))
        assert is_in(other)
    assert browser_less.post("/anmelden", data={"anmeldename": "petra", "kennwort": PASSWORD}).status_code == 303


def later(claims: dict[str, Any]) -> None:
    claims["exp"] = int(time.time()) - 120


def early(claims: dict[str, Any]) -> None:
    claims["iat"] = int(time.time()) + 600


@pytest.mark.parametrize(
    "twist",
    [
        pytest.param(lambda claims: claims.update(nonce="fremd"), id="wrong nonce"),
        pytest.param(lambda claims: claims.pop("nonce"), id="no nonce"),
        pytest.param(lambda claims: claims.update(aud="andere"), id="wrong audience"),
        pytest.param(lambda claims: claims.update(aud=[CLIENT, "andere"]), id="several audiences, no party"),
        pytest.param(lambda claims: claims.update(aud=[CLIENT, "andere"], azp="andere"), id="another party"),
        pytest.param(lambda claims: claims.update(iss="https://boese.example"), id="wrong issuer"),
        pytest.param(later, id="expired"),
        pytest.param(early, id="from the future"),
        pytest.param(lambda claims: claims.pop("exp"), id="no end"),
        pytest.param(lambda claims: claims.update(exp="morgen"), id="end that is no number"),
        pytest.param(lambda claims: claims.update(sub=""), id="no subject"),
        pytest.param(lambda claims: claims.update(sub=["4711"]), id="subject that is a list"),
    ],
)
def test_a_token_that_is_wrong_in_one_thing_lets_nobody_in(
    twist: Callable[[dict[str, Any]], None], house: Live, provider: LoginService, browser_less: httpx2.Client
) -> None:
    provider.twist = twist
    answer = browser_less.get(way_back(browser_less, provider))
    assert answer.status_code == 401
    assert "nicht gültig" in answer.text
    assert not is_in(browser_less)


def test_a_token_that_somebody_else_signed_lets_nobody_in(house: Live, provider: LoginService, browser_less: httpx2.Client) -> None:
    stranger = RSAKey.generate_key(2048, {"kid": "eins"})
    shared = OctKey.import_key(SECRET.encode())
    for headers, signer in (({"alg": "RS256", "kid": "eins"}, stranger), ({"alg": "HS256"}, shared)):
        provider.headers, provider.signer = headers, signer
        assert browser_less.get(way_back(browser_less, provider)).status_code == 401
        assert not is_in(browser_less)


def test_a_token_nobody_signed_lets_nobody_in(
    house: Live, provider: LoginService, browser_less: httpx2.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsigned(_form: dict[str, str], _authorization: str) -> tuple[int, dict[str, Any]]:
        return 200, {"id_token": "eyJhbGciOiJub25lIn0.eyJzdWIiOiI0NzExIn0."}

    monkeypatch.setattr(provider, "token", unsigned)
    assert browser_less.get(way_back(browser_less, provider)).status_code == 401


def test_an_answer_counts_once_and_in_one_browser(house: Live, provider: LoginService, browser_less: httpx2.Client) -> None:
    back = way_back(browser_less, provider)
    jar = dict(browser_less.cookies)
    with httpx2.Client(base_url=house.address, timeout=60) as victim:  # sent a link by somebody who logged in with their own account
        assert victim.get(back).status_code == 401
        assert not is_in(victim)
    assert browser_less.get(back).status_code == 303
    browser_less.cookies.clear()
    browser_less.cookies.update(jar)
    again = browser_less.get(back)
    assert again.status_code == 401
    assert "schon benutzt" in again.text
    assert not is_in(browser_less)
    for query in ("", "?state=x", "?state=%00&code=%ff", "?code=x&state=" + "9" * 5000):
        assert browser_less.get(BACK + query).status_code == 401


def test_a_new_state_with_the_code_of_another_login_is_refused(house: Live, provider: LoginService, browser_less: httpx2.Client) -> None:
    stolen = parse_qs(urlsplit(way_back(browser_less, provider)).query)["code"][0]
    with httpx2.Client(base_url=house.address, timeout=60) as thief:
        state = parse_qs(urlsplit(way_back(thief, provider)).query)["state"][0]
        answer = thief.get(f"{BACK}?{urlencode({'code': stolen, 'state': state})}")
        assert answer.status_code == 401
        assert "nicht angenommen" in answer.text
        assert not is_in(thief)


def test_whoever_is_not_entered_stays_outside(house: Live, provider: LoginService, browser_less: httpx2.Client) -> None:
    before = len(house.installation.people.all())
    for claims in (
        {"sub": "1", "email": "fremd@firma.example", "email_verified": True},
        {"sub": "2", "email": "petra@firma.example", "email_verified": False},
        {"sub": "3", "email": "petra@firma.example"},
        {"sub": "4", "email": "petra@firma.example", "email_verified": "true"},
        {"sub": "5", "email": "petra@firma.example", "email_verified": True},  # bound to another subject already
        {"sub": "6"},
    ):
        house.installation.identities.bind("petra@firma.example", f"{provider.issuer}|4711")
        provider.claims = claims
        answer = browser_less.get(way_back(browser_less, provider))
        assert answer.status_code == 401, claims
        assert "nicht eingetragen" in answer.text
    assert len(house.installation.people.all()) == before


def test_locked_over_and_second_factor(house: Live, provider: LoginService, browser_less: httpx2.Client) -> None:
    people, identities = house.installation.people, house.installation.identities
    ole = people.add(Person("", "ole", "Ole", hashed(PASSWORD), memberships=(Membership("firma", "buero"),)), "Petra")
    identities.set_mail(ole.id, "ole@firma.example")
    provider.claims = {"sub": "ole", "email": "ole@firma.example", "email_verified": True}
    secret = pyotp.random_base32()
    people.set_totp(ole.id, secret, (), "Ole")
    step = browser_less.get(way_back(browser_less, provider, "/mappen"))
    assert "Code aus Ihrer App" in step.text
    assert not is_in(browser_less)
    assert browser_less.post("/anmelden/code", data={"code": pyotp.TOTP(secret).now(), "weiter": "/mappen"}).status_code == 303
    assert is_in(browser_less)
    people.set_totp(ole.id, "", (), "Ole")
    people.change(ole.id, "Ole", [Membership("firma", "pruefer", date(2020, 1, 1))], "Petra")
    assert "Zugang hier ist beendet" in browser_less.get(way_back(browser_less, provider)).text
    people.change(ole.id, "Ole", [Membership("firma", "buero")], "Petra")
    people.set_active(ole.id, "Petra", active=False)
    assert browser_less.get(way_back(browser_less, provider)).status_code == 401
    assert not is_in(browser_less)


def test_a_refusal_there_is_said(house: Live, provider: LoginService, browser_less: httpx2.Client) -> None:
    way_back(browser_less, provider)
    answer = browser_less.get(BACK, params={"error": "access_denied", "error_description": "<script>"})
    assert answer.status_code == 401
    assert "abgebrochen" in answer.text
    assert "<script>" not in answer.text


def test_the_way_on_stays_inside(house: Live, provider: LoginService, browser_less: httpx2.Client) -> None:
    assert browser_less.get(way_back(browser_less, provider, "//boese.example")).headers["location"] == "/"


def test_keys_may_change(house: Live, provider: LoginService, browser_less: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.auth.provider.AGAIN", 0.0)
    provider.key = provider.signer = RSAKey.generate_key(2048, {"kid": "zwei", "use": "sig"})
    provider.headers = {"alg": "PS256", "kid": "zwei"}
    assert browser_less.get(way_back(browser_less, provider)).status_code == 303
    assert is_in(browser_less)


def test_the_address_is_entered_by_who_manages(house: Live, provider: LoginService, browser_less: httpx2.Client) -> None:
    lea = house.installation.people.add(Person("", "lea", "Lea", hashed(PASSWORD), memberships=(Membership("firma", "buero"),)), "Petra")
    browser_less.get(way_back(browser_less, provider))
    page = f"/verwaltung/personen/{lea.id}"
    assert "E-Mail-Adresse beim Anmeldedienst" in browser_less.get(page).text
    taken = browser_less.post(f"{page}/firmenkonto", data={"adresse": "PETRA@firma.example"})
    assert taken.status_code == 422
    assert "schon bei einer anderen" in taken.text
    assert browser_less.post(f"{page}/firmenkonto", data={"adresse": "Lea@firma.example"}).status_code == 303
    provider.claims = {"sub": "lea", "email": "lea@firma.example", "email_verified": True}
    with httpx2.Client(base_url=house.address, timeout=60) as client:
        assert client.get(way_back(client, provider)).status_code == 303
        assert client.post(f"{page}/firmenkonto", data={"adresse": "x@firma.example"}).status_code == 403
