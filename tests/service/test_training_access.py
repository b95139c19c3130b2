"""Every screen of the training for everybody: trainer's and trainee's, the work with the task beside it among them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.service.conftest import Live
from tests.service.test_access import violations
from tests.service.training import course_of, furnish_room

SMALL = """() => [...document.querySelectorAll(".button, button, .nav a, select, summary, input, label.check")]
    .filter((e) => e.offsetParent && !e.matches(".hidden, [type=hidden], [type=checkbox], [type=radio], .file"))
    .filter((e) => e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 80))"""
TRAINEE = [
    "/lernen",
    "/lernen/bogen/vorher",
    "/lernen/bogen/rueckmeldung",
    "/mappen",
    "/mappen/A-26-0112",
    "/klaerung",
    "/suche?q=9001",
    "/platz",
    "/wissen",
    "/wissen/neu",
]
FIRST = "01-mappe-oeffnen"


@pytest.fixture(scope="module")
def codes(live: Live) -> list[str]:
    furnish_room(live)
    course, places = course_of(live, 2)
    return [course.id, *(place.code for place in places)]


@pytest.fixture(params=["Leitung", "Platz"])
def walk(request: pytest.FixtureRequest, codes: list[str]) -> tuple[str, list[str]]:
    """The code to sit down with, "" for the trainer, and the screens."""
    if request.param == "Platz":
        return codes[1], TRAINEE
    at = f"/kurse/{codes[0]}"
    below = [f"{at}/karten", f"{at}/plan", f"{at}/auswertung", f"{at}/bescheinigungen", f"{at}/loesungen/{FIRST}"]
    return "", ["/kurse", at, *below, "/kurse/bescheinigung-pruefen", "/kurse/uebungen", "/kurse/uebungen/neu", "/kurse/paket", "/platz"]


def opened(browser: Browser, live: Live, code: str, **options: Any) -> Iterator[tuple[BrowserContext, Page]]:
    context = browser.new_context(locale="de-DE", **options)
    page = context.new_page()
    if code:
        context.request.post(f"{live.address}/platz", form={"code": code})
        context.request.post(f"{live.address}/lernen/{FIRST}/beginnen")
    yield context, page
    context.close()


@pytest.mark.parametrize(("scheme", "rules"), [("light", []), ("dark", ["color-contrast"])])
def test_axe_finds_nothing(browser: Browser, live: Live, walk: tuple[str, list[str]], scheme: Any, rules: list[str]) -> None:
    found = {}
    for _, page in opened(browser, live, walk[0], viewport={"width": 1280, "height": 900}, color_scheme=scheme):
        for screen in walk[1]:
            page.goto(live.address + screen)
            found[screen] = violations(page, rules)
    assert not {screen: wrong for screen, wrong in found.items() if wrong}


@pytest.mark.parametrize("width", [320, 360, 640])
def test_nothing_is_lost_or_too_small_on_narrow_screens(browser: Browser, live: Live, walk: tuple[str, list[str]], width: int) -> None:
    wide, small = {}, {}
    for _, page in opened(browser, live, walk[0], viewport={"width": width, "height": 740}):
        for screen in walk[1]:
            page.goto(live.address + screen)
            wide[screen] = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            small[screen] = page.evaluate(SMALL) if width == 360 else []
    assert not {screen: by for screen, by in wide.items() if by > 0}
    assert not {screen: which for screen, which in small.items() if which}


def test_on_a_phone_the_task_folds_away_and_stays_so(browser: Browser, live: Live, codes: list[str]) -> None:
    for _, page in opened(browser, live, codes[2], viewport={"width": 360, "height": 740}):
        page.goto(f"{live.address}/mappen")
        panel = page.locator("#aufgabe")
        box = panel.bounding_box()
        assert box
        assert box["height"] <= 0.5 * 740, "the work has most of the screen"
        expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
        panel.locator(".task-head").focus()
        page.keyboard.press("Enter")
        expect(panel.get_by_role("button", name="Antwort prüfen")).to_be_hidden()
        page.goto(f"{live.address}/mappen/A-26-0112")
        expect(panel.get_by_role("button", name="Antwort prüfen")).to_be_hidden()
        panel.locator(".task-head").click()
        expect(panel.get_by_role("button", name="Antwort prüfen")).to_be_visible()
