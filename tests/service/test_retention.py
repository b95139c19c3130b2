"""Aufbewahrung on screen: the line at the paper, the proposal as list and CSV, and holds that take a paper off it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import httpx2

from archive.document import Finding
from archive.space import Space
from tests.cast import hand_in, proposal
from tests.service.conftest import Live

LIST = "/verwaltung/loeschvorschlag"


def invoice(space: Space, number: str, day: str) -> str:
    """An invoice of a day, filed."""
    eingangsnummer = hand_in(space, f"alte rechnung {number}".encode(), f"{number}.pdf").eingangsnummer
    read = proposal(space, eingangsnummer, order="A-26-0112", fields={"rechnungsnummer": number})
    dated = Finding("rechnungsdatum", day, day, 1, None, 0.9, "hinter ‚Datum‘")
    space.documents.file(eingangsnummer, dataclasses.replace(read, findings=(*read.findings, dated)))
    return eingangsnummer


def test_the_paper_says_until_when_and_why(live: Live, client: httpx2.Client) -> None:
    number = invoice(live.space, "RE-7001", "2026-03-12")
    shown = client.get(f"/belege/{number}").text
    assert "Aufbewahren bis 31.12.2034, weil eine Rechnung ein Buchungsbeleg ist: 8 Jahre ab Ende 2026, dem Jahr des Belegs." in shown
    assert number not in client.get(LIST).text


def test_what_is_over_is_listed_until_somebody_holds_it(live: Live, client: httpx2.Client) -> None:
    year = datetime.now(UTC).astimezone().year - 9
    number = invoice(live.space, "=RE-7002", f"{year}-12-31")
    assert number in client.get(LIST).text
    table = client.get(f"{LIST}.csv")
    assert table.content.startswith("\ufeffEingangsnummer;Belegart".encode())
    row = next(line for line in table.text.splitlines() if number in line)
    assert f";31.12.{year + 8};" in row
    assert live.space.intake.get(number).scan.sha256 in row
    assert client.post(f"/belege/{number}/aufbewahrung/sperren", data={"grund": ""}).status_code == 422
    assert client.post(f"/belege/{number}/aufbewahrung/sperren", data={"grund": "Streit um den Preis"}).status_code == 303
    assert number not in client.get(LIST).text
    assert number not in client.get(f"{LIST}.csv").text
    assert "Streit um den Preis" in client.get(f"/belege/{number}").text
    assert "Vor dem Löschen geschützt. Grund: Streit um den Preis." in client.get(f"/belege/{number}/verlauf").text
    client.post(f"/belege/{number}/aufbewahrung/freigeben", data={"grund": "beigelegt"})
    assert number in client.get(LIST).text
    client.post("/mappen/A-26-0112/aufbewahrung/sperren", data={"grund": "Betriebsprüfung"})
    assert number not in client.get(LIST).text
    assert "Betriebsprüfung" in client.get("/mappen/A-26-0112").text
    assert "Betriebsprüfung" in client.get(f"/belege/{number}").text
