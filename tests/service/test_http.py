"""The face without a browser: what every answer carries, what is refused, and in which words; the interface for programs."""

from __future__ import annotations

import json
import re
import socket

import httpx2
import pytest

from archive.order import Order
from tests.service.conftest import Live, upload
from tests.service.papers import Paper, file

PDF = b"%PDF-1.4\n"
SCREENS = (
    "/eingang",
    "/klaerung",
    "/mappen",
    "/mappen/neu",
    "/mappen/import",
    "/suche?q=x",
    "/uebersicht",
    "/lernen",
    "/hilfe",
    "/verwaltung",
)


@pytest.mark.parametrize("path", [*SCREENS, "/healthz", "/static/css/base.css", "/gibt-es-nicht"])
def test_every_answer_carries_the_strict_headers(client: httpx2.Client, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", SCREENS)
def test_no_screen_carries_a_script_or_style_inside(client: httpx2.Client, path: str) -> None:
    html = client.get(path).text
    assert 'lang="de"' in html
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?://(?!www\.w3\.org)", html)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_changes_asked_for_by_a_foreign_site_are_refused(client: httpx2.Client, live: Live, headers: dict[str, str]) -> None:
    answer = client.post("/mappen/neu", data={"nummer": "A-99-0001"}, headers=headers)
    assert answer.status_code == 403
    assert "fremden Seite" in answer.text
    assert live.space.orders.all("A-99-0001") == []


def test_a_form_of_our_own_passes(client: httpx2.Client, live: Live) -> None:
    headers = {"Origin": live.address, "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/mappen/neu", data={"nummer": "A-26-0500", "kunde": "Kunde & Söhne"}, headers=headers)
    assert answer.status_code == 303
    assert live.space.orders.get("A-26-0500").customer == "Kunde & Söhne"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "", "127.0.0.1/eingang?", "evil.example@127.0.0.1", "127.0.0.1#x"],
)
def test_a_foreign_name_for_this_machine_is_refused(client: httpx2.Client, host: str) -> None:
    answer = client.get("/eingang", headers={"Host": host})
    assert answer.status_code in (400, 421)  # the empty one is refused by HTTP itself or by us
    assert "Wartet" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/gibt-es-nicht", 404),
        ("GET", "/belege/E-2026-9999999", 404),
        ("GET", "/mappen/A-00-0000", 404),
        ("DELETE", "/eingang", 405),
        ("GET", "/belege/E-2026-0000001/seiten/zwei.webp", 422),
        ("POST", "/belege/E-2026-9999999/rueckgaengig", 404),
    ],
)
def test_failures_are_german_pages_and_json_for_programs(client: httpx2.Client, method: str, path: str, status: int) -> None:
    page = client.request(method, path, headers={"Accept": "text/html"})
    program = client.request(method, path, headers={"Accept": "application/json"})
    assert (page.status_code, program.status_code) == (status, status)
    assert '<html lang="de">' in page.text
    assert "detail" not in program.json()
    assert program.json()["problem"]["message"]


def test_a_form_that_is_far_too_large_is_refused_without_reading_it(client: httpx2.Client) -> None:
    answer = client.post("/mappen/neu", data={"nummer": "x" * 13_000_000})
    assert answer.status_code == 413
    assert "zu groß" in answer.text


def test_what_nobody_foresaw_is_a_german_page_with_a_number(client: httpx2.Client, live: Live, caplog: pytest.LogCaptureFixture) -> None:
    number = file(live.space, Paper(number="4711"), "kaputt.pdf")
    for reading in (live.settings.data / "ablage").rglob("*.json.gz"):
        reading.chmod(0o644)
        reading.write_bytes(b"no gzip at all")
    answer = client.get(f"/belege/{number}")
    shown = re.search(r"<code>([0-9a-f]{8})</code>", answer.text)
    assert answer.status_code == 500
    assert "Ihre Belege sind sicher" in answer.text
    assert shown
    assert shown[1] in caplog.text


def test_the_interface_for_programs_takes_a_paper_and_tells_where_it_stands(client: httpx2.Client) -> None:
    receipt = upload(client, "api.pdf", PDF + b"api", "/api/v1/documents").json()["receipts"][0]
    found = client.get(receipt["job"]).json()
    assert (found["state"], found["sha256"], found["media_type"]) == ("received", receipt["sha256"], "application/pdf")
    assert client.get(f"{receipt['job']}/original").content == PDF + b"api"


def test_the_interface_for_programs_tells_an_order_with_its_papers(client: httpx2.Client, live: Live) -> None:
    number = file(live.space, Paper(number="4712"), "api-order.pdf")
    order = client.get("/api/v1/orders/A-26-0112").json()
    assert order["customer"] == "Pumpenbau Rur GmbH"
    assert number in {paper["eingangsnummer"] for paper in order["documents"]}
    paper = client.get(f"/api/v1/documents/{number}").json()
    assert {"field", "value", "raw", "page", "box", "confidence", "rule"} == set(paper["findings"][0])
    assert client.get(f"/api/v1/documents/{number}/pages/1.webp").headers["content-type"] == "image/webp"
    assert client.get(f"/api/v1/documents/{number}/pages/9.webp").json()["problem"]["code"] == "nicht_gefunden"


def test_search_and_health_answer(client: httpx2.Client) -> None:
    assert set(client.get("/api/v1/search", params={"q": "x", "from": "2026-01-01"}).json()) >= {"total", "hits"}
    assert client.get("/api/v1/search", params={"from": "gestern"}).status_code == 422
    assert client.get("/healthz").json() == {"ok": True}
    assert client.get("/readyz").json()["ok"] is True
    assert "/api/v1/documents" in json.dumps(client.get("/api/v1/openapi.json").json())


def test_orders_come_in_by_csv_after_a_preview(client: httpx2.Client, live: Live) -> None:
    csv = "Auftragsnummer;Kunde;Bezeichnung;Status\nA-26-0701;Nord AG;Welle;laufend\nA-26-0702;Süd GmbH;Achse;neu\n"
    shown = client.post("/mappen/import/vorschau", files={"datei": ("auftraege.csv", csv.encode("cp1252"))})
    assert "2 neu" in shown.text
    assert live.space.orders.all("A-26-0701") == []
    content = re.search(r'name="inhalt" value="([^"]+)"', shown.text)
    assert content
    done = client.post("/mappen/import", data={"inhalt": content[1]})
    assert "Eingelesen" in done.text
    assert live.space.orders.get("A-26-0702").customer == "Süd GmbH"


@pytest.mark.parametrize(
    "number", [".", "..", "../x", "A//B", "/", "neu", "import/vorschau", "A/bearbeiten", "A\nB", "\u200b", "-", "9" * 61]
)
def test_a_number_that_can_not_name_a_folder_is_refused_everywhere(client: httpx2.Client, live: Live, number: str) -> None:
    typed = client.post("/mappen/neu", data={"nummer": number})
    assert typed.status_code == 422
    csv = f'Auftragsnummer;Kunde\n"{number}";Nord AG\n'
    shown = client.post("/mappen/import/vorschau", files={"datei": ("auftraege.csv", csv.encode())})
    assert "Jetzt einlesen" not in shown.text
    assert "Nur das Richtige" not in shown.text
    assert number not in {row.order.number for row in live.space.orders.all()}


def test_a_broken_import_and_an_endless_search_are_told_in_german(client: httpx2.Client) -> None:
    assert client.post("/mappen/import", data={"inhalt": "äöü"}).status_code == 422
    assert client.get("/mappen", params={"q": "a " * 3000}).status_code == 200


def test_a_form_that_comes_in_pieces_changes_only_what_it_names(client: httpx2.Client, live: Live) -> None:
    live.space.orders.save([Order("A-26-0900", "Nord AG", "Welle", "neu")], "das Büro")
    client.post("/mappen/A-26-0900/bearbeiten", data={"titel": "Achse"})
    assert live.space.orders.get("A-26-0900") == Order("A-26-0900", "Nord AG", "Achse", "neu")
    assert client.post("/mappen/A-26-0900/bearbeiten", data={"titel": "x" * 201}).status_code == 422


def test_two_people_who_change_an_order_do_not_overwrite_each_other(client: httpx2.Client, live: Live) -> None:
    live.space.orders.save([Order("A-26-0901", "Nord AG")], "das Büro")
    form = client.get("/mappen/A-26-0901/bearbeiten").text
    stand = re.search(r'name="stand" value="(\w+)"', form)
    assert stand
    first = client.post("/mappen/A-26-0901/bearbeiten", data={"kunde": "Süd GmbH", "stand": stand[1]})
    second = client.post("/mappen/A-26-0901/bearbeiten", data={"kunde": "Nord AG", "titel": "Welle", "stand": stand[1]})
    assert (first.status_code, second.status_code) == (303, 422)
    assert "inzwischen geändert" in second.text
    assert live.space.orders.get("A-26-0901") == Order("A-26-0901", "Süd GmbH")


def test_the_preview_of_a_csv_with_a_wrong_row_names_it_and_imports_nothing(client: httpx2.Client, live: Live) -> None:
    csv = "Auftragsnummer;Kunde;Status\nA-26-0801;Nord AG;laufend\nA-26-0802;Süd GmbH;verloren\n"
    shown = client.post("/mappen/import/vorschau", files={"datei": ("auftraege.csv", csv.encode())})
    assert "Zeile 3" in shown.text
    assert "Nur das Richtige einlesen (1)" in shown.text
    assert live.space.orders.all("A-26-08") == []


def test_head_is_answered_like_get_without_a_body(client: httpx2.Client) -> None:
    for path, status in (("/eingang", 200), ("/healthz", 200), ("/gibt-es-nicht", 404)):
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (status, b"")


def test_a_sender_who_stops_in_the_middle_is_let_go(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.guard.PATIENCE", 0.3)
    host, port = live.address.removeprefix("http://").split(":")
    for path in ("/mappen/neu", "/eingang"):
        with socket.create_connection((host, int(port)), timeout=30) as sender:
            head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n"
            sender.sendall(head.encode() + b"--x\r\n")
            assert sender.recv(4096).startswith(b"HTTP/1.1 408")
