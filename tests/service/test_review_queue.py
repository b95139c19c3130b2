"""The Klärung as a queue in a real browser: filters, papers alike, new orders and suppliers in place, rejecting, setting aside, why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from archive.content import Correction
from archive.order import Supplier
from archive.space import Space
from service.reviewing import alike
from service.routes.review import today
from tests.service.conftest import Live
from tests.service.papers import Paper, file


def clear(space: Space) -> None:
    """Nothing waits."""
    for entry in space.intake.recent(limit=1000, state="waiting"):
        space.documents.correct(entry.eingangsnummer, Correction(orders=()), "das Büro")


@pytest.fixture
def waiting(live: Live) -> list[str]:
    """Three papers that wait."""
    clear(live.space)
    start = 6000 + sum(live.space.intake.counts().values())
    return [file(live.space, Paper(number=str(start + n), order="A-26-0118", linked=False), f"w-{start + n}.pdf") for n in range(3)]


def ready(page: Page) -> None:
    expect(page.locator("#klaerung[data-ready]")).to_be_attached()


def test_the_queue_begins_with_the_oldest(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 von 3")
    expect(page.locator("#klaerung")).to_have_attribute("data-number", waiting[0])
    expect(page.locator(".queue-left")).to_contain_text("Noch 3")


def test_next_is_shown_without_loading_a_page(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    ready(page)
    page.evaluate("window.same = true")
    page.keyboard.press("n")
    expect(page.locator("#klaerung")).to_have_attribute("data-number", waiting[1])
    expect(page).to_have_url(f"{live.address}/klaerung/{waiting[1]}")
    expect(page.locator("#meldung")).to_contain_text("Beleg 2 von 3.")
    page.go_back()
    expect(page.locator("#klaerung")).to_have_attribute("data-number", waiting[0])
    assert page.evaluate("window.same")


def test_an_order_is_found_by_typing_part_of_it(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    ready(page)
    page.keyboard.press("o")
    page.keyboard.type("jülich")
    expect(page.get_by_role("option", name="A-26-0113")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("combobox", name="Auftragsnummer")).to_have_value("A-26-0113")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.good")).to_contain_text("Abgelegt in A-26-0113")


def test_several_orders_and_fast_fingers(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    ready(page)
    page.keyboard.press("o")
    page.keyboard.type("0112")
    page.keyboard.press("Enter")
    field = page.get_by_role("combobox", name="Auftragsnummer")
    expect(field).to_have_value("A-26-0112")
    page.keyboard.type(", 0113")
    page.keyboard.press("Enter")
    expect(field).to_have_value("A-26-0112, A-26-0113")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.good")).to_contain_text("Abgelegt in A-26-0112 und A-26-0113")


def test_papers_alike_are_filed_together_and_taken_back_together(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    ready(page)
    page.keyboard.press("1")
    expect(page.locator(".notice.open")).to_contain_text("2 weitere Belege von Stahlhandel Düren GmbH mit Bestellnummer B-26-00417")
    page.keyboard.press("m")
    expect(page.locator(".notice.good")).to_contain_text("2 Belege abgelegt.")
    assert [live.space.documents.get(number).orders for number in waiting] == [("A-26-0112",)] * 3
    page.keyboard.press("u")
    expect(page.locator("#klaerung")).to_have_attribute("data-number", waiting[1])
    expect(page.locator(".notice.good")).to_have_count(0)
    assert [live.space.intake.get(number).state for number in waiting] == ["filed", "waiting", "waiting"]


def test_only_what_is_safe_is_filed_along(live: Live, waiting: list[str]) -> None:
    space = live.space
    document = space.documents.correct(waiting[0], Correction(orders=("A-26-0112",)), "das Büro")
    line = space.queue.line(today())
    assert (found := alike(space, line, document)) is not None
    assert found.numbers == tuple(waiting[1:])
    unclear = tuple(replace(w, reasons=frozenset({"auftrag", "belegart"})) for w in line.up)
    assert alike(space, replace(line, up=unclear), document) is None
    assert alike(space, replace(line, up=()), document) is None
    nameless = replace(document, findings=tuple(f for f in document.findings if f.field != "lieferant"))
    assert alike(space, line, nameless) is None
    assert alike(space, line, replace(document, links=())) is None


def test_an_order_is_created_from_the_paper(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    ready(page)
    page.keyboard.press("a")
    expect(page.get_by_label("Neue Auftragsnummer")).to_be_focused()
    page.keyboard.type(f"A-27-{waiting[0][-4:]}")
    page.keyboard.press("Tab")
    page.keyboard.type("Mühlenbau Eifel")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.good")).to_contain_text(f"Abgelegt in A-27-{waiting[0][-4:]}")
    assert live.space.orders.get(f"A-27-{waiting[0][-4:]}").customer == "Mühlenbau Eifel"
    ready(page)
    page.keyboard.press("a")
    page.keyboard.type("A-26-0112")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("gibt es schon")


def test_a_supplier_is_entered_and_the_paper_stays(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    ready(page)
    page.keyboard.press("l")
    expect(page.locator("#lief-name")).to_have_value("Stahlhandel Düren GmbH")
    page.keyboard.press("Enter")
    expect(page.locator("#neuer-lieferant")).to_have_count(0)
    expect(page.locator("#klaerung")).to_have_attribute("data-number", waiting[0])
    assert [s.name for s in live.space.orders.existing(Supplier, ["70001"]).values()] == ["Stahlhandel Düren GmbH"]


def test_rejecting_wants_a_reason_and_can_be_taken_back(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    ready(page)
    page.keyboard.press("r")
    page.get_by_label("Warum?", exact=True).select_option("Anderer Grund")
    page.get_by_role("button", name="Ablehnen").click()
    expect(page.get_by_role("alert")).to_contain_text("warum der Beleg abgelehnt wird")
    page.locator("#ablehnen summary").click()
    page.get_by_label("Genauer").fill("Irrläufer vom Nachbarn")
    page.get_by_label("Warum?", exact=True).select_option("Anderer Grund")
    page.get_by_role("button", name="Ablehnen").click()
    expect(page.locator(".notice.good")).to_contain_text("Abgelehnt: Irrläufer vom Nachbarn.")
    assert live.space.intake.get(waiting[0]).state == "rejected"
    ready(page)
    page.keyboard.press("u")
    expect(page.locator("#klaerung")).to_have_attribute("data-number", waiting[0])
    assert live.space.intake.get(waiting[0]).state == "waiting"


def test_a_paper_set_aside_comes_back_when_asked_for(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    ready(page)
    page.keyboard.press("z")
    page.keyboard.press("Tab")
    page.keyboard.type("Einkauf fragen")
    page.keyboard.press("Enter")
    expect(page.locator("#klaerung")).to_have_attribute("data-number", waiting[1])
    expect(page.locator(".queue-left")).to_contain_text("1 zurückgestellt")
    page.goto(f"{live.address}/klaerung/{waiting[0]}")
    expect(page.locator(".notice.open")).to_contain_text("Einkauf fragen")
    page.get_by_role("button", name="Jetzt klären").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 von 3")


def test_the_queue_is_narrowed_to_one_reason(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung?grund=auftrag")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 von 3")
    page.goto(f"{live.address}/klaerung?grund=unlesbar")
    expect(page.locator(".calm")).to_contain_text("Nicht lesbar")
    ready(page)
    page.keyboard.press("n")
    expect(page.locator("#klaerung")).to_have_attribute("data-number", waiting[0])


def test_why_is_told_and_shown_on_the_page(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    ready(page)
    expect(page.locator('.spot[data-spot="g1"]')).to_have_attribute("aria-label", "Grund: Die Nummer A-26-0118 gibt es nicht.")
    page.keyboard.press("w")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("die Nummer unterscheidet sich nur in einem Zeichen")
    page.keyboard.press("n")
    expect(page.locator("#klaerung")).to_have_attribute("data-number", waiting[0])
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


def test_stock_takes_two_keys(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    ready(page)
    page.keyboard.press("g")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.good")).to_contain_text("Abgelegt in Gemeinkosten/Lager")


def test_the_main_ways_need_no_script(browser: Browser, live: Live, waiting: list[str]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live.address}/klaerung")
    page.get_by_role("link", name="Überspringen").click()
    page.get_by_role("combobox", name="Auftragsnummer").fill("A-26-0113")
    page.get_by_role("button", name="Annehmen").click()
    expect(page.locator(".notice.good")).to_contain_text("Abgelegt in A-26-0113")
    page.get_by_role("button", name="Rückgängig").click()
    page.locator("#ablehnen summary").click()
    page.get_by_role("button", name="Ablehnen").click()
    expect(page.locator(".notice.good")).to_contain_text("Abgelehnt: Werbung.")
    page.get_by_label("Nur Belege mit diesem Grund").select_option("auftrag")
    context.close()
