"""The face against who means harm: what every route answers with, what is never shown, and who takes up room."""

from __future__ import annotations

import re

import httpx2
import pytest

from archive.problems import Problem
from ingest.media import MEDIA_TYPES
from ingest.quarantine import INFECTED
from service.guard import CSP
from service.settings import from_environment
from tests.service.conftest import Live
from tests.service.papers import Paper, file, hand_in
from tests.service.test_rights import routes


def test_what_the_virus_scanner_objected_to_is_told_and_not_handed_out(client: httpx2.Client, live: Live) -> None:
    number = hand_in(live.space, Paper(number="666"), "virus.pdf")
    live.space.documents.reject(number, Problem("Der Virenscanner hat Schadsoftware gefunden (Test).", code=INFECTED))
    for path in (f"/belege/{number}/original", f"/api/v1/documents/{number}/original"):
        answer = client.get(path)
        assert answer.status_code == 403
        assert "Schadsoftware" in answer.text
        assert "%PDF" not in answer.text
    assert "Schadsoftware" in client.get(f"/belege/{number}").text


def test_the_administration_tells_which_protection_holds(client: httpx2.Client) -> None:
    page = client.get("/verwaltung").text
    assert "Leser ohne Netz" in page
    assert "keiner eingerichtet (MAPPE_CLAMAV)" in page


def test_a_wrong_place_of_the_scanner_is_told_at_the_start() -> None:
    with pytest.raises(Problem, match="MAPPE_CLAMAV"):
        from_environment({"MAPPE_CLAMAV": "irgendwo"})


DANGEROUS = {
    "seite.html": b"<!doctype html><html><script>alert(1)</script></html>",
    "bild.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "rechnung.xml": b'<?xml version="1.0"?><?xml-stylesheet href="x.xsl" type="text/xsl"?><Invoice/>',
    "skript.js": b"alert(document.cookie) // " + b"x" * 40,
    "rechnung.pdf": b"%PDF-1.4\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >> endobj",
    "brief.docm": b"PK\x03\x04" + b"word/vbaProject.bin" * 4,
    "index.html\r\nX-Injected: 1": b"<html>" + b"y" * 40,
}
PASSIVE = {"application/octet-stream", *MEDIA_TYPES}


@pytest.mark.parametrize("name", DANGEROUS)
def test_an_upload_is_never_served_as_a_page(client: httpx2.Client, name: str) -> None:
    answer = client.post("/api/v1/documents", files={"datei": (name, DANGEROUS[name], "text/html")}).json()
    number = answer["receipts"][0]["eingangsnummer"]
    for path in (f"/belege/{number}/original", f"/api/v1/documents/{number}/original"):
        got = client.get(path)
        assert got.content == DANGEROUS[name]
        assert got.headers["content-type"] in PASSIVE
        assert got.headers["content-disposition"].startswith("attachment;")
        assert "sandbox" in got.headers["content-security-policy"]
        assert "x-injected" not in got.headers
        assert_safe(got)


def assert_safe(answer: httpx2.Response) -> None:
    """What every answer of every route has to carry, and no page may hold."""
    headers = answer.headers
    policy = headers["content-security-policy"]
    assert policy == CSP or policy.startswith("sandbox"), policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "server" not in headers or "uvicorn" in headers["server"]  # the service itself sends none, the test's server does
    assert "access-control-allow-origin" not in headers
    kind = headers.get("content-type", "")
    if kind.startswith("text/html"):
        assert not INLINE.search(answer.text), INLINE.search(answer.text)


INLINE = re.compile(
    r"<style|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)|javascript:|<iframe|<object|<embed|<base", re.IGNORECASE
)
"""Code and style within a page, and what pulls foreign things into it."""


def test_every_route_answers_with_the_strict_headers_and_without_inline_code(client: httpx2.Client, live: Live) -> None:
    mark = '"><script>alert(1)</script>'
    filed = file(live.space, Paper(number=f"9{mark}"[:20]), f"{mark}.pdf")
    waiting = file(live.space, Paper(number="777", linked=False), "wartet.pdf")
    asked = 0
    for route in routes(live):
        for value in (filed, waiting, "A-26-0112", mark):
            path = re.sub(r"\{(\w+)(:\w+)?\}", lambda m, v=value: "1" if m[1] in ("page", "seite") else v, route.path)
            for method in sorted(route.methods - {"HEAD"}):
                if method != "GET" and (path.startswith(KEEP) or value == mark):
                    continue
                answer = client.request(method, path, params={"q": mark}, data={"name": mark} if method == "POST" else None)
                assert answer.status_code < 500, (method, path, answer.text[-2000:])
                assert_safe(answer)
                asked += 1
    assert asked > 300


KEEP = ("/konto", "/verwaltung/personen", "/abmelden", "/einrichten", "/verwaltung/geraete", "/platz")
"""Changes here would lock the walk itself out."""


def test_a_name_from_outside_is_text_on_every_screen(client: httpx2.Client, live: Live) -> None:
    name = "<img src=x onerror=alert(1)>.pdf"
    number = file(live.space, Paper(number="888"), name)
    for path in ("/eingang", f"/belege/{number}", "/mappen/A-26-0112", "/suche?q=888", f"/suche?q={name}"):
        assert "<img src=x" not in client.get(path).text
