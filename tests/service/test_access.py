"""Every screen for everybody: axe-core, small and zoomed screens, both themes, keyboard focus, no lost width."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.problems import Unreadable
from tests.service.conftest import Live
from tests.service.papers import Paper, file, hand_in

AXE = (Path(__file__).parent.parent / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text(encoding="utf-8")
PLAIN = (
    "/mappen",
    "/mappen/neu",
    "/mappen/import",
    "/suche?q=9001",
    "/uebersicht",
    "/lernen",
    "/hilfe",
    "/verwaltung",
    "/gibt-es-nicht",
    "/verwaltung/personen",
    "/verwaltung/geraete",
    "/verwaltung/qualitaet",
    "/verwaltung/loeschvorschlag",
    "/verwaltung/loeschen",
    "/verwaltung/datenschutz",
    "/pruefung",
    "/sichtpruefung",
    "/gelernt",
    "/verwaltung/eingangswege",
    "/verwaltung/postfaecher/neu",
    "/verwaltung/benachrichtigungen/neu",
    "/austauschlinks",
    "/austauschlinks/hochladen",
    "/austauschlinks/abholen?auftrag=A-26-0112",
    "/austausch/unbekannt",
    "/einrichten",
)


@pytest.fixture(scope="module")
def screens(live: Live) -> list[str]:
    """Every screen with something on it."""
    filed = file(live.space, Paper(), "eine Rechnung mit einem ziemlich langen Namen ohne_Umbruch_an_irgend_einer_Stelle_2026.pdf")
    waits = file(live.space, Paper(number="9001299", order="A-26-0118", linked=False), "wartet.pdf")
    rejected = hand_in(live.space, Paper(number="1"), "leer.pdf")
    live.space.documents.reject(rejected, Unreadable("Die Datei ist leer. Bitte prüfen Sie die Datei."))
    hand_in(live.space, Paper(number="2"), "wird gelesen.pdf")
    papers = [
        f"/belege/{filed}",
        f"/belege/{filed}/verlauf",
        f"/belege/{rejected}",
        f"/klaerung/{waits}",
        f"/klaerung/{filed}",
        f"/belege/{waits}/seiten",
    ]
    return ["/eingang", "/klaerung", "/mappen/A-26-0112", "/mappen/A-26-0113", "/mappen/A-26-0112/bearbeiten", *papers, *PLAIN]


def violations(page: Page, rules: list[str]) -> list[str]:
    only = {"runOnly": rules} if rules else {}
    found: dict[str, Any] = page.evaluate(f"(options) => {{ {AXE}; return axe.run(options); }}", only)
    return [f"{v['impact']}: {v['id']} {[node['target'] for node in v['nodes']][:3]}" for v in found["violations"]]


@pytest.mark.parametrize(("scheme", "rules"), [("light", []), ("dark", ["color-contrast"])])
def test_axe_finds_nothing_on_any_screen(browser: Browser, live: Live, screens: list[str], scheme: Any, rules: list[str]) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    found = {}
    for screen in screens:
        page.goto(live.address + screen)
        found[screen] = violations(page, rules)
    context.close()
    assert not {screen: wrong for screen, wrong in found.items() if wrong}


@pytest.mark.parametrize("width", [320, 640])  # 640 is what a screen of 1280 has left at 200 % zoom
def test_nothing_is_lost_on_narrow_screens(browser: Browser, live: Live, screens: list[str], width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    too_wide = {}
    for screen in screens:
        page.goto(live.address + screen)
        too_wide[screen] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert not {screen: by for screen, by in too_wide.items() if by > 0}


def test_buttons_and_fields_are_large_enough_for_a_thumb(browser: Browser, live: Live, screens: list[str]) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    small = {}
    for screen in screens:
        page.goto(live.address + screen)
        small[screen] = page.evaluate(
            """() => [...document.querySelectorAll(".button, button, .nav a, select, summary, input")]
                .filter((e) => e.offsetParent && !e.matches(".hidden, [type=hidden], [type=checkbox], [type=radio], .file"))
                .filter((e) => e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 80))"""
        )
    context.close()
    assert not {screen: which for screen, which in small.items() if which}


def test_the_first_key_leads_past_the_navigation(page: Page, live: Live) -> None:
    page.goto(f"{live.address}/eingang")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_headings_go_down_one_step_at_a_time(page: Page, live: Live, screens: list[str]) -> None:
    jumps = {}
    for screen in screens:
        page.goto(live.address + screen)
        levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map((h) => Number(h.tagName[1]))")
        jumps[screen] = levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels))
    assert not [screen for screen, wrong in jumps.items() if wrong]
