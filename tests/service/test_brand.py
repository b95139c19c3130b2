"""A firm's own look: chosen on a form, seen on every page of its space, and on no page of another one."""

from __future__ import annotations

from pathlib import Path

import httpx2

from archive.installation.spaces import SpaceEntry
from tests.service.conftest import Live, serving

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 200


def send(client: httpx2.Client, data: dict[str, str], logo: bytes = b"") -> httpx2.Response:
    return client.post("/verwaltung/aussehen", data=data, files={"logo": ("logo.png", logo)})


def test_colour_and_logo_are_on_every_page(live: Live, client: httpx2.Client) -> None:
    assert client.get("/bereich/logo").status_code == 404
    assert send(client, {"titel": "Gast & Söhne", "farbe": "gruen"}, PNG).status_code == 303
    page = client.get("/eingang").text
    assert 'class="accent-gruen"' in page
    assert "Gast &amp; Söhne" in page
    logo = client.get("/bereich/logo")
    assert (logo.content, logo.headers["content-type"], logo.headers["x-content-type-options"]) == (PNG, "image/png", "nosniff")
    # Without a new picture the old one stays; it goes when that is said.
    assert send(client, {"titel": "Gast", "farbe": "blau"}).status_code == 303
    assert client.get("/bereich/logo").status_code == 200
    assert send(client, {"titel": "Gast", "farbe": "blau", "ohne_logo": "1"}).status_code == 303
    assert client.get("/bereich/logo").status_code == 404
    assert live.installation.spaces.get("firma").title == "Gast"


def test_a_name_alone_is_shown_and_so_is_each_name_where_there_are_two_firms(tmp_path: Path) -> None:
    with serving(tmp_path) as other, httpx2.Client(base_url=other.address, timeout=60) as client:
        assert send(client, {"titel": "Gast & Söhne", "farbe": ""}).status_code == 303
        assert "Gast &amp; Söhne</a>" in client.get("/eingang").text
    with serving(tmp_path / "zwei") as other, httpx2.Client(base_url=other.address, timeout=60) as client:
        own = other.installation.spaces.get("firma").title
        other.installation.spaces.put(SpaceEntry("zweite", "Zweite Firma KG", "firma"), "Test")
        assert f"{own}</a>" in client.get("/eingang").text


def test_what_is_no_look_is_refused_and_what_was_typed_stays(client: httpx2.Client) -> None:
    for data, logo in (
        ({"titel": "Bleibt stehen", "farbe": "gruen"}, b"<svg onload='alert(1)'/>"),
        ({"titel": "Bleibt stehen", "farbe": "neon"}, b""),
        ({"titel": "", "farbe": ""}, b""),
    ):
        answer = send(client, data, logo)
        assert answer.status_code == 422
        assert data["titel"] in answer.text
    assert client.get("/bereich/logo").status_code == 404


def test_another_installation_looks_as_it_did(tmp_path: Path) -> None:
    with serving(tmp_path) as other, httpx2.Client(base_url=other.address, timeout=60) as client:
        page = client.get("/eingang").text
        assert "accent-" not in page.replace("accents.css", "")
        assert "Auftragsmappe</a>" in page
