"""Showing a value where it stands: by click, by a drawn box, by finger, by arrow keys; and what becomes of the words."""

from __future__ import annotations

import itertools

import pytest
from playwright.sync_api import Browser, FloatRect, Page, expect

from archive.scan import Page as PaperPage
from archive.scan import Reading, Word
from service.places import evidence_of, value_of
from tests.cast import scan_of
from tests.service.conftest import Live
from tests.service.papers import Paper, file

COUNT = itertools.count(300)


@pytest.fixture
def waiting(live: Live) -> str:
    n = next(COUNT)
    return file(live.space, Paper(number=f"73{n}", linked=False), f"zeigen-{n}.pdf")


def word(page: Page, text: str) -> FloatRect:
    box = page.locator("tspan", has_text=text).first.bounding_box()
    assert box
    return box


def accept(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    expect(page.locator(".notice.good")).to_be_visible()


def test_a_click_on_a_word_fills_the_field_and_keeps_the_spot(page: Page, live: Live, waiting: str) -> None:
    page.goto(f"{live.address}/klaerung/{waiting}")
    page.get_by_role("textbox", name="Nettobetrag").click()
    box = word(page, "91,43")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("textbox", name="Nettobetrag")).to_have_value("91,43")
    expect(page.locator("#meldung")).to_contain_text("91,43")
    accept(page)
    finding = next(f for f in live.space.documents.get(waiting).findings if f.field == "netto")
    assert (finding.value, finding.raw, finding.page, finding.rule) == ("91.43", "91,43", 1, "von Hand auf der Seite gezeigt")
    read = next(w for w in live.space.documents.reading(waiting).pages[0].words if w.text == "91,43")
    assert finding.box == pytest.approx(read.box, abs=0.06)


def test_a_drawn_box_takes_the_words_in_it(page: Page, live: Live, waiting: str) -> None:
    page.goto(f"{live.address}/klaerung/{waiting}")
    page.get_by_role("textbox", name="Lieferant", exact=True).click()
    first, last = word(page, "Musterwerk"), word(page, "Maschinenbau")
    page.mouse.move(first["x"] - 4, first["y"] - 2)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] + 4, last["y"] + last["height"] + 2, steps=4)
    page.mouse.up()
    expect(page.get_by_role("textbox", name="Lieferant", exact=True)).to_have_value("Musterwerk Maschinenbau")


def test_a_finger_does_the_same(browser: Browser, live: Live, waiting: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{live.address}/klaerung/{waiting}")
    page.get_by_role("textbox", name="Bruttobetrag").tap()
    target = page.locator("tspan", has_text="481,20").first
    # Not by Playwright: newer Chromium takes a part of an SVG text to be where the page would be if nothing had been scrolled.
    target.evaluate("word => word.scrollIntoView({ block: 'center' })")
    box = target.bounding_box()
    assert box
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.get_by_role("textbox", name="Bruttobetrag")).to_have_value("481,20")
    context.close()


def test_arrow_keys_go_from_word_to_word(page: Page, live: Live, waiting: str) -> None:
    page.goto(f"{live.address}/klaerung/{waiting}")
    page.locator('[data-point="netto"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#meldung")).to_have_text("481,20")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#meldung")).to_have_text("%")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#meldung")).to_have_text("91,43")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator("#meldung")).to_have_text("% 91,43")
    page.keyboard.press("Enter")
    field = page.get_by_role("textbox", name="Nettobetrag")
    expect(field).to_have_value("91,43")
    page.locator('[data-point="netto"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(field).to_have_value("91,43")
    expect(field).to_be_focused()


def test_words_that_do_not_fit_are_shown_and_said(page: Page, live: Live, waiting: str) -> None:
    page.goto(f"{live.address}/klaerung/{waiting}")
    page.get_by_role("textbox", name="Nettobetrag").click()
    box = word(page, "Kommission")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(".field-row.doubtful")).to_be_attached()
    expect(page.locator("#meldung")).to_contain_text("passt nicht")


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("brutto", "Gesamtbetrag: 1.234,50 EUR", "1.234,50"),
        ("rechnungsnummer", "Rechnung Nr. RE-2026/0042", "RE-2026/0042"),
        ("rechnungsnummer", "8001 5511", "80015511"),
        ("rechnungsdatum", "vom 14.10.2026", "14.10.2026"),
        ("lieferant", "Stahlhandel Düren GmbH", "Stahlhandel Düren GmbH"),
        ("iban", "IBAN DE02 1203 0000 0000 2020 51", "DE02 1203 0000 0000 2020 51"),
    ],
)
def test_words_become_the_value_of_the_field(field: str, raw: str, value: str) -> None:
    assert value_of(field, raw) == (value, True)


def test_words_that_are_no_value_say_so() -> None:
    assert value_of("brutto", "Kommission") == ("Kommission", False)
    assert value_of("gibtesnicht", "1")[1] is False


def test_a_place_is_only_what_names_one() -> None:
    page = PaperPage(2, 595.0, 842.0, 0, (Word("119,00", (300, 120, 340, 132), 0.9),), "ocr")
    reading = Reading(scan_of("x"), (page,))
    shown = evidence_of("2:295,118,345,134", reading)
    assert shown is not None
    assert (shown.page, shown.box, shown.raw) == (2, (300, 120, 340, 132), "119,00")
    far = evidence_of("2:0,0,9999,9999", reading)
    assert far is not None
    assert far.box == (300, 120, 340, 132)
    for wrong in ("", "1:1,2,3,4", "2:1,2,3", "2:a,b,c,d", "2:1.2.3,2,3,4", "-1:1,2,3,4"):
        assert evidence_of(wrong, reading) is None
