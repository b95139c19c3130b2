"""The same box within a folder and within Klärung, folders that lack a paper, and what the search says while it is being built."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect

from archive.judging import judge_due
from search.engines import open_index
from search.indexing import index_due
from tests.service.conftest import Live, serving
from tests.service.papers import Paper, file


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    with serving(tmp_path_factory.mktemp("daten"), MAPPE_INDEX="tantivy:") as running:
        yield running


@pytest.fixture(scope="module")
def papers(place: Live) -> list[str]:
    """A delivery note whose invoice is missing, a paper of another folder, and one that waits."""
    numbers = [
        file(place.space, Paper("Lieferschein", "lieferschein", "80015511"), "lieferschein.pdf"),
        file(place.space, Paper(number="4712", order="A-26-0113"), "rechnung.pdf"),
        file(place.space, Paper(number="9001299", order="A-26-0118", linked=False), "wartet.pdf"),
    ]
    index = open_index(place.settings.index, place.settings.index_folder)
    while index_due(place.space, index):
        pass
    while judge_due(place.space):
        pass
    index.close()
    return numbers


def test_the_box_searches_within_a_folder(page: Page, place: Live, papers: list[str]) -> None:
    page.goto(f"{place.address}/mappen/A-26-0112")
    page.get_by_label("nur in dieser Mappe").check()
    page.locator("#suchfeld").fill("Rundstahl")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Mappe: A-26-0112, Filter entfernen")).to_be_visible()
    expect(page.locator("#treffer-zahl")).to_have_text("1 Beleg gefunden")


def test_the_box_searches_within_what_waits_and_shows_the_words_there(page: Page, place: Live, papers: list[str]) -> None:
    page.goto(f"{place.address}/klaerung")
    page.get_by_label("nur, was auf Klärung wartet").check()
    page.locator("#suchfeld").fill("Rundstahl")
    page.keyboard.press("Enter")
    expect(page.locator("#treffer-zahl")).to_have_text("1 Beleg gefunden")
    page.locator(".hits a").first.click()
    expect(page).to_have_url(re.compile(rf"/klaerung/{papers[2]}\?suche=Rundstahl&aus=.*&seite=1$"))
    expect(page.locator(".spot[data-spot='s1']")).to_have_count(1)
    page.get_by_role("link", name="Zurück zur Suche").click()
    expect(page.locator(".chip")).to_have_text(["Stand: Wartet ×"])
    expect(page.locator("#suchfeld")).to_have_value("Rundstahl")


def test_the_way_back_leads_to_the_same_result(page: Page, place: Live, papers: list[str]) -> None:
    where = f"{place.address}/suche?q=Rundstahl&f=typ%3Arechnung&f=betrag%3E10&sortierung=datum&ansicht=belege"
    page.goto(where)
    page.get_by_role("link", name="Rechnung rechnung.pdf").click()
    page.get_by_role("link", name="Zurück zur Suche").click()
    expect(page).to_have_url(where)
    page.goto(f"{place.address}/suche?q=typ:lieferschein")
    page.locator(".hits a").first.click()
    page.get_by_role("link", name="Zurück zur Suche").click()
    expect(page).to_have_url(f"{place.address}/suche?f=typ%3Alieferschein")


@pytest.mark.parametrize("came", ["https://example.org/", "//example.org/x?q=1", "javascript:alert(1)", "seite=%00&f=%22%22&q=%3Cb%3E"])
def test_the_way_back_leads_nowhere_else(place: Live, papers: list[str], came: str) -> None:
    shown = httpx2.get(f"{place.address}/belege/{papers[0]}", params={"suche": "Rundstahl", "aus": came}).text
    assert re.findall(r'class="back" href="([^"]*)"', shown)[-1].startswith("/suche")
    assert "example.org" not in shown


def test_papers_in_folders_that_lack_one(page: Page, place: Live, papers: list[str]) -> None:
    page.goto(f"{place.address}/suche?q=Rundstahl")
    page.locator("summary", has_text="Es fehlt").click()
    page.get_by_role("link", name="Rechnung", exact=True).click()
    expect(page.get_by_role("link", name="Es fehlt: Rechnung, Filter entfernen")).to_be_visible()
    expect(page.get_by_role("region", name="A-26-0112").locator(".hits li")).to_have_count(1)
    expect(page.get_by_role("region", name="A-26-0113")).to_have_count(0)


def test_what_can_not_be_found_yet_is_told(page: Page, tmp_path: Path) -> None:
    with serving(tmp_path) as behind:
        for number in range(25):
            file(behind.space, Paper(number=f"47{number:02}"), f"rechnung{number}.pdf")
        page.goto(f"{behind.address}/suche?q=Rundstahl")
        expect(page.get_by_text("Der Suchindex wird gerade aufgebaut: 0 von 25 Belegen sind schon zu finden.")).to_be_visible()
        page.goto(f"{behind.address}/verwaltung")
        expect(page.get_by_text("0 von 25", exact=True)).to_be_visible()
        index = open_index(behind.settings.index, behind.settings.index_folder)
        index_due(behind.space, index)
        page.reload()
        expect(page.get_by_text("Alles ist zu finden.")).to_be_visible()
        index.close()
