"""Every screen of the training for everybody: trainer's and trainee's, the work with the task beside it among them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from archive.installation.course import Wish
from archive.note import Anchor, Note
from tests.service.conftest import Live
from tests.service.test_access import violations
from tests.service.test_films import hand_in, key_of
from tests.service.training import course_of, furnish_room
from tests.training.test_film import mp4

SMALL = """() => [...document.querySelectorAll(".button, button, .nav a, select, summary, input, label.check")]
    .filter((e) => e.offsetParent && !e.matches(".hidden, [type=hidden], [type=checkbox], [type=radio], .file"))
    .filter((e) => e.getBoundingClientRect().height < 43.5).map((e) => e.outerHTML.slice(0, 80))"""
COVERED = """() => {
    const e = document.activeElement, panel = document.querySelector("#aufgabe").getBoundingClientRect();
    if (!e || e === document.body || e.closest("#aufgabe")) return "";
    const box = e.getBoundingClientRect();
    return box.height && box.top >= panel.top && box.bottom <= panel.bottom ? e.outerHTML.slice(0, 90) : "";
}"""
TRAINEE = [
    "/lernen",
    "/lernen/bogen/vorher",
    "/lernen/bogen/nachher",
    "/lernen/bogen/rueckmeldung",
    "/lernen/bericht",
    "/lernen/rangliste",
    "/eingang",
    "/mappen",
    "/mappen/A-26-0112",
    "/klaerung",
    "/suche?q=9001",
    "/uebersicht",
    "/platz",
    "/wissen",
    "/wissen/neu",
    "/hilfe",
]
FIRST, CHOOSING = "01-mappe-oeffnen", "09-pflichtangaben"
EVERYTHING = Wish("Probekurs", report=True, ranking=True)


@pytest.fixture(scope="module")
def codes(live: Live) -> list[str]:
    """The course, and the codes of its places."""
    furnish_room(live)
    course, places = course_of(live, 4, EVERYTHING)
    return [course.id, *(place.code for place in places)]


@pytest.fixture(scope="module")
def shared(live: Live, codes: list[str]) -> list[str]:
    """A note and a video that places may see, by their keys."""
    note = Note("", "Tipp", "buero", (Anchor("uebung", FIRST),), todo="Immer zuerst die Nummer suchen.", training=True)
    kept = live.space.knowledge.add(note, "der Test")
    with httpx2.Client(base_url=live.address, timeout=60) as client:
        film = key_of(hand_in(client, mp4(), training="ja"))
        course, _ = course_of(live, 1)
        client.post(f"/kurse/{course.id}/beenden")
    return [kept.key, film, course.id]


@pytest.fixture(params=["Leitung", "Platz"])
def walk(request: pytest.FixtureRequest, codes: list[str], shared: list[str]) -> tuple[str, list[str]]:
    """The code to sit down with, "" for the trainer, and the screens."""
    note, film, ended = shared
    if request.param == "Platz":
        return codes[1], TRAINEE
    at = f"/kurse/{codes[0]}"
    below = [f"{at}/karten", f"{at}/plan", f"{at}/auswertung", f"{at}/bescheinigungen", f"{at}/loesungen/{FIRST}"]
    asked = [f"{at}/plaetze/1/zuruecksetzen", f"/kurse/{ended}", "/platz/ende"]
    known = [f"/wissen/{note}", f"/wissen/{note}/bearbeiten", f"/wissen/{film}", f"/wissen/{film}/video", "/wissen/video"]
    writing = ["/kurse/uebungen", "/kurse/uebungen/neu", f"/kurse/uebungen/neu?von={CHOOSING}"]
    return "", ["/kurse", at, *below, *asked, *known, *writing, "/kurse/bescheinigung-pruefen", "/kurse/paket", "/platz"]


def opened(browser: Browser, live: Live, code: str, exercise: str = FIRST, **options: Any) -> Iterator[tuple[BrowserContext, Page]]:
    context = browser.new_context(locale="de-DE", **options)
    page = context.new_page()
    if code:
        context.request.post(f"{live.address}/platz", form={"code": code})
        context.request.post(f"{live.address}/lernen/{exercise}/beginnen")
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


def test_headings_lead_through_every_screen_and_no_key_jumps_about(browser: Browser, live: Live, walk: tuple[str, list[str]]) -> None:
    wrong = {}
    for _, page in opened(browser, live, walk[0]):
        for screen in walk[1]:
            page.goto(live.address + screen)
            levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map((h) => Number(h.tagName[1]))")
            order = page.evaluate('document.querySelectorAll(\'[tabindex]:not([tabindex="0"], [tabindex="-1"])\').length')
            steps = levels[:1] != [1] or any(after > before + 1 for before, after in pairwise(levels))
            if steps or order or page.evaluate("document.documentElement.lang") != "de":
                wrong[screen] = (levels, order)
    assert not wrong


def test_what_is_said_to_an_answer_is_announced_and_the_keyboard_stays_where_it_was(browser: Browser, live: Live, codes: list[str]) -> None:
    for _, page in opened(browser, live, codes[3], CHOOSING, viewport={"width": 1280, "height": 900}):
        page.goto(f"{live.address}/mappen")
        panel = page.locator("#aufgabe")
        # Screen readers speak of changes in an element that is there, not of one that comes.
        page.evaluate("window.before = document.querySelector('#aufgabe [role=status]')")
        assert panel.get_by_role("status").inner_text() == ""
        panel.get_by_role("radio").first.focus()
        page.keyboard.press("Space")
        panel.get_by_role("button", name="Antwort prüfen").focus()
        page.keyboard.press("Enter")
        expect(panel.get_by_role("status")).not_to_be_empty()
        assert page.evaluate("window.before === document.querySelector('#aufgabe [role=status]')")
        expect(panel.get_by_role("button", name="Antwort prüfen")).to_be_focused()
        panel.get_by_role("button", name="Tipp 1 von 3").focus()
        page.keyboard.press("Enter")
        expect(panel.get_by_role("button", name="Tipp 2 von 3")).to_be_focused()


def test_nothing_with_the_focus_is_hidden_behind_the_task(browser: Browser, live: Live, codes: list[str]) -> None:
    for _, page in opened(browser, live, codes[4], viewport={"width": 360, "height": 740}):
        page.goto(f"{live.address}/mappen/A-26-0112")
        hidden = []
        for _step in range(45):
            page.keyboard.press("Tab")
            if said := page.evaluate(COVERED):
                hidden.append(said)
    assert not hidden
