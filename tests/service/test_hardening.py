"""The face against who means harm: what every route answers with, what is never shown, and who takes up room."""

from __future__ import annotations

import re

import httpx2
import pytest

from archive.problems import Problem
from ingest.quarantine import INFECTED
from service.settings import from_environment
from tests.service.conftest import Live, upload
from tests.service.papers import Paper, file, hand_in


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
