"""Suche on a real server in a real browser: folders, chips, facets, suggestions, boxes on the page, the list to keep."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from search.engines import open_index
from search.indexing import index_due
from service.hit_list import harmless
from tests.service.conftest import Live
from tests.service.papers import Paper, file
from tests.service.test_access import violations


@pytest.fixture(scope="module")
def papers(live: Live) -> Iterator[list[str]]:
    """Two papers in one folder and one that waits, all findable."""
    numbers = [
        file(live.space, Paper(), "rechnung.pdf"),
        file(live.space, Paper("Lieferschein", "lieferschein", "80015511"), "=cmd|lieferschein.pdf"),
        file(live.space, Paper(number="9001299", order="A-26-0118", linked=False), "wartet.pdf"),
    ]
    index = open_index(live.settings.index, live.settings.index_folder)
    while index_due(live.space, index):
        pass
    yield numbers
    index.close()


def test_papers_are_shown_in_their_folder(page: Page, live: Live, papers: list[str]) -> None:
    page.goto(f"{live.address}/suche?q=Rundstahl")
    expect(page.get_by_role("heading", name="A-26-0112 Pumpenbau Rur GmbH · Grundrahmen")).to_be_visible()
    folder = page.get_by_role("region", name="A-26-0112")
    expect(folder.locator(".hits li")).to_have_count(2)
    expect(page.get_by_role("region", name="Ohne Mappe").locator(".hits li")).to_have_count(1)
    page.get_by_role("link", name="Einzelne Belege").click()
    expect(page.locator(".hits li")).to_have_count(3)
    expect(page.get_by_role("link", name="Einzelne Belege")).to_have_attribute("aria-current", "true")


def test_a_folder_is_found_by_its_customer_without_a_paper(page: Page, live: Live, papers: list[str]) -> None:
    page.goto(f"{live.address}/suche?q=Papierfabrik")
    page.get_by_role("link", name="A-26-0113").click()
    expect(page).to_have_url(f"{live.address}/mappen/A-26-0113")


def test_a_facet_becomes_a_chip_and_the_chip_goes_again(page: Page, live: Live, papers: list[str]) -> None:
    page.goto(f"{live.address}/suche?q=Rundstahl")
    page.locator("summary", has_text="Belegart").click()
    page.get_by_role("link", name="Lieferschein 1 Beleg").click()
    expect(page.locator("#treffer-zahl")).to_have_text("1 Beleg gefunden")
    assert page.locator("#suchfeld").input_value() == "Rundstahl"
    page.locator("#suchfeld").fill("Flachstahl")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Suche: typ:lieferschein Flachstahl – Auftragsmappe")
    page.get_by_role("link", name="Belegart: Lieferschein, Filter entfernen").click()
    expect(page.locator("#treffer-zahl")).to_have_text("3 Belege gefunden")


def test_filters_typed_into_the_box_become_chips(page: Page, live: Live, papers: list[str]) -> None:
    page.goto(f"{live.address}/suche?q=Rundstahl status:wartet betrag>500")
    assert page.locator("#suchfeld").input_value() == "Rundstahl"
    expect(page.locator(".chip")).to_have_text(["Stand: Wartet ×", "Betrag > 500 ×"])
    expect(page.locator("#treffer-zahl")).to_have_text("1 Beleg gefunden")


def test_every_facet_leads_to_as_many_papers_as_it_says(client: httpx2.Client, page: Page, live: Live, papers: list[str]) -> None:
    page.goto(f"{live.address}/suche?q=Rundstahl&ansicht=belege")
    choices: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('.facet a')].map((a) => [a.href, a.querySelector('.fine').firstChild.data.trim()])"
    )
    assert len(choices) >= 6
    for href, count in choices:
        assert f"{count} Beleg" in client.get(href).text.split('id="treffer-zahl"')[1][:80], href


def test_suggestions_are_reached_and_chosen_with_the_keyboard(page: Page, live: Live, papers: list[str]) -> None:
    page.goto(f"{live.address}/mappen")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Suchen: Nummer, Lieferant oder Wort")
    expect(box).to_be_focused()
    box.press_sequentially("8001")
    expect(page.get_by_role("option", name="80015511 Nummer")).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "vorschlag-1")
    page.keyboard.press("Escape")
    expect(page.locator("#vorschlaege")).to_be_hidden()
    expect(box).to_be_focused()
    box.press_sequentially("5")
    expect(page.get_by_role("option", name="80015511 Nummer")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live.address}/suche?q=80015511")
    expect(page.locator("#treffer-zahl")).to_have_text("1 Beleg gefunden")


def test_a_suggested_supplier_finds_its_papers_and_an_order_opens_its_folder(page: Page, live: Live, papers: list[str]) -> None:
    page.goto(f"{live.address}/mappen")
    page.locator("#suchfeld").press_sequentially("stahlh")
    page.get_by_role("option", name="Stahlhandel Düren GmbH Lieferant").click()
    expect(page.locator("#treffer-zahl")).to_have_text("3 Belege gefunden")
    page.locator("#suchfeld").press_sequentially("a26")
    page.get_by_role("option", name="A-26-0112 Mappe").click()
    expect(page).to_have_url(f"{live.address}/mappen/A-26-0112")


def test_recent_searches_are_offered_and_forgotten(page: Page, live: Live, papers: list[str]) -> None:
    page.goto(f"{live.address}/suche?q=Rundstahl")
    page.goto(f"{live.address}/mappen")
    page.locator("#suchfeld").click()
    expect(page.get_by_role("option", name="Rundstahl zuletzt gesucht")).to_be_visible()
    page.get_by_role("option", name="Letzte Suchen vergessen").click()
    page.reload()
    page.locator("#suchfeld").click()
    expect(page.locator("#suchfeld")).to_have_attribute("aria-expanded", "false")


def test_an_opened_hit_shows_its_words_on_the_page(page: Page, live: Live, papers: list[str]) -> None:
    page.goto(f"{live.address}/suche?q=rundstähle 31,20")
    page.get_by_role("link", name="Rechnung rechnung.pdf").click()
    expect(page.locator(".sightings a")).to_have_text(["Rundstahl", "31,20"])
    page.locator(".sightings a").first.click()
    expect(page.locator('.spot[data-spot="s1"]')).to_have_class("spot lit")
    assert page.locator("#kasten-s1").bounding_box()
    page.get_by_role("link", name="Zurück zur Suche").click()
    expect(page.locator("#suchfeld")).to_have_value("rundstähle 31,20")


def test_the_list_is_a_table_without_formulas(client: httpx2.Client, papers: list[str]) -> None:
    answer = client.get("/suche/liste.csv", params={"q": "Rundstahl", "sortierung": "datum"})
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert sorted(row["Eingangsnummer"] for row in rows) == sorted(papers)
    slip = next(row for row in rows if row["Belegart"] == "Lieferschein")
    assert (slip["Nummer"], slip["Lieferant"], slip["Mappen"]) == ("80015511", "Stahlhandel Düren GmbH", "A-26-0112")
    assert slip["Datei"] == "'=cmd|lieferschein.pdf"
    assert "572,63" in slip["Brutto"]


@pytest.mark.parametrize("start", "=+-@\t\r")
def test_only_figures_may_begin_like_a_formula(start: str) -> None:
    assert harmless(f"{start}SUMME(A1)") == f"'{start}SUMME(A1)"
    assert harmless("-1.175,48") == "-1.175,48"


def test_everything_works_without_javascript(browser: Browser, live: Live, papers: list[str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live.address}/eingang")
    page.locator("#suchfeld").fill("80015511")
    page.get_by_role("button", name="Suchen").click()
    expect(page.locator("#treffer-zahl")).to_have_text("1 Beleg gefunden")
    page.locator("summary", has_text="Lieferant").click()
    page.get_by_role("link", name="Stahlhandel Düren GmbH").click()
    expect(page.locator(".chip")).to_have_count(1)
    context.close()


@pytest.mark.parametrize(
    "path", ["/suche?f=quatsch&f=typ:&q=x&seite=-3", "/suche?f=lieferant:%22&seite=99999", "/suche/vorschlaege?q=%00%22"]
)
def test_odd_addresses_are_answered(client: httpx2.Client, papers: list[str], path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (320, "light")])
def test_results_are_for_everybody(browser: Browser, live: Live, papers: list[str], width: int, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    wrong = {}
    for screen in (
        "/suche?q=Rundstahl betrag>10",
        "/suche?q=Rundstahl&ansicht=belege&sortierung=datum",
        f"/belege/{papers[0]}?suche=Rundstahl",
    ):
        page.goto(live.address + screen)
        for summary in page.locator(".facet summary").all():
            summary.click()
        page.locator("#suchfeld").fill("8001")
        page.locator("#vorschlaege li").first.wait_for()
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        wrong[screen] = [*violations(page, []), *(["wider than the screen"] if wide > 0 else [])]
    context.close()
    assert not {screen: found for screen, found in wrong.items() if found}


def test_forms_narrow_by_day_and_amount_without_the_language_of_filters(page: Page, live: Live, papers: list[str]) -> None:
    page.goto(f"{live.address}/suche?q=Rundstahl typ:rechnung")
    page.locator("summary", has_text="Betrag").click()
    page.get_by_label("Betrag in Euro von").fill("500")
    page.get_by_label("Betrag in Euro bis").fill("1.000.000,00")
    page.get_by_role("button", name="Eingrenzen").click()
    expect(page.locator(".chip")).to_have_text(["Belegart: Rechnung ×", "Betrag: 500 bis 1.000.000,00 ×"])
    expect(page.locator("#treffer-zahl")).to_have_text("2 Belege gefunden")
    page.locator("summary", has_text="Zeitraum").click()
    page.get_by_label("Datum bis").fill("1999-12-31")
    page.get_by_role("button", name="Eingrenzen").click()
    expect(page.locator(".chip")).to_have_text(["Belegart: Rechnung ×", "Betrag: 500 bis 1.000.000,00 ×", "Datum: bis 31.12.1999 ×"])
    expect(page.locator(".empty")).to_be_visible()
    page.locator("summary", has_text="Zeitraum").click()
    expect(page.get_by_label("Datum bis")).to_have_value("1999-12-31")
    page.get_by_label("Datum bis").fill("2099-12-31")
    page.get_by_role("button", name="Eingrenzen").click()
    expect(page.locator("#treffer-zahl")).to_have_text("2 Belege gefunden")


def test_an_end_that_is_not_understood_is_said(client: httpx2.Client, papers: list[str]) -> None:
    shown = client.get("/suche?q=Rundstahl&betrag_von=viel").text
    assert "„viel bis“ versteht die Suche nicht. Bitte schreiben Sie zum Beispiel 500 oder 1.175,48." in shown
    assert "3 Belege gefunden" in shown
    assert 'name="betrag_von" value="viel"' in shown
    assert "versteht die Suche nicht" not in client.get("/suche?betrag_von=1.175,48&datum_von=").text


def test_arrows_lead_from_the_box_through_what_was_found(page: Page, live: Live, papers: list[str]) -> None:
    page.goto(f"{live.address}/suche?q=Rundstahl&ansicht=belege")
    page.locator("#suchfeld").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("a.hit").nth(1)).to_be_focused()
    for _ in range(5):
        page.keyboard.press("ArrowDown")
    expect(page.locator("a.hit").last).to_be_focused()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    expect(page.locator("#suchfeld")).to_be_focused()
