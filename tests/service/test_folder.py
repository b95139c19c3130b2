"""Mappe and Beleg in a real browser: values and boxes light each other, the order form is quick, the text is real."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from service.sheet import MARGIN
from tests.service.conftest import Live
from tests.service.papers import Paper, file


def test_a_value_touched_lights_its_box_and_a_box_its_value(page: Page, live: Live) -> None:
    number = file(live.space, Paper(number="6001"), "mappe.pdf")
    page.goto(f"{live.address}/mappen/A-26-0112?beleg={number}")
    page.get_by_role("link", name="6001", exact=True).last.hover()
    box = page.locator("a.spot", has=page.locator("#kasten-w1"))
    expect(box).to_have_class("spot lit")
    page.locator("#kasten-w5").hover()
    expect(page.locator("#wert-w5")).to_have_class("value lit")
    expect(box).not_to_have_class("spot lit")
    page.locator("#kasten-w5").click()
    expect(page.locator("#wert-w5 a")).to_be_focused()


def test_the_boxes_lie_on_the_print(page: Page, live: Live) -> None:
    number = file(live.space, Paper(number="6002"), "kasten.pdf")
    page.goto(f"{live.address}/belege/{number}")
    image, box = page.locator(".page img").bounding_box(), page.locator("#kasten-w1").bounding_box()
    assert image is not None
    assert box is not None
    word = next(word for word in live.space.documents.reading(number).pages[0].words if word.text == "6002")
    scale = image["width"] / 595
    assert abs(box["x"] - (image["x"] + (word.box[0] - MARGIN) * scale)) < 2
    assert abs(box["y"] - (image["y"] + (word.box[1] - MARGIN) * scale)) < 2


def test_the_words_on_the_page_can_be_selected(page: Page, live: Live) -> None:
    number = file(live.space, Paper(number="6003"), "text.pdf")
    page.goto(f"{live.address}/belege/{number}")
    selected = page.evaluate("() => { getSelection().selectAllChildren(document.querySelector('.words')); return String(getSelection()); }")
    assert "Ihre Bestellung B-26-00417" in " ".join(selected.split())


def test_the_folder_shows_papers_by_type_what_is_missing_and_the_timeline(page: Page, live: Live) -> None:
    file(live.space, Paper("Lieferschein", "lieferschein", "80015511"), "ls.pdf")
    page.goto(f"{live.address}/mappen/A-26-0112")
    expect(page.get_by_role("heading", level=1)).to_contain_text("A-26-0112")
    expect(page.get_by_role("heading", name="Lieferscheine")).to_be_visible()
    page.locator(".papers a", has_text="80015511").click()
    expect(page.locator(".papers a[aria-current]")).to_contain_text("80015511")
    expect(page.locator(".timeline")).to_contain_text("Bestellung B-26-00417")


def test_an_order_is_made_with_the_keyboard_alone(page: Page, live: Live) -> None:
    page.goto(f"{live.address}/mappen/neu")
    for text in ("A-26-0601", "Brauerei Rur", "Rührwerk"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("A-26-0601")
    assert live.space.orders.get("A-26-0601").title == "Rührwerk"


def test_a_paper_shows_its_history(page: Page, live: Live) -> None:
    number = file(live.space, Paper(number="6004"), "verlauf.pdf")
    page.goto(f"{live.address}/belege/{number}")
    page.get_by_role("link", name="Verlauf").click()
    expect(page.locator(".trail li")).to_have_count(2)
    expect(page.locator(".trail")).to_contain_text("Eingegangen als „verlauf.pdf“")
