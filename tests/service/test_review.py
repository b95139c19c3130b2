"""Klärung in a real browser: two clicks, keys only, every act can be taken back, the reason stays in view."""

from __future__ import annotations

import httpx2
import pytest
from playwright.sync_api import Page, expect

from archive.content import Correction
from archive.order import Order, Supplier
from tests.service.conftest import Live
from tests.service.papers import Paper, file


@pytest.fixture
def waiting(live: Live) -> list[str]:
    """Two papers that wait, and nothing else waits."""
    for entry in live.space.intake.recent(state="waiting"):
        live.space.documents.correct(entry.eingangsnummer, Correction(orders=()), "das Büro")
    start = 7000 + sum(live.space.intake.counts().values())
    return [file(live.space, Paper(number=str(start + n), order="A-26-0118", linked=False), f"wartet-{start + n}.pdf") for n in range(2)]


def press(page: Page, key: str, address: str) -> None:
    """A key that leads to another page, which is ready for the next key afterwards."""
    page.keyboard.press(key)
    page.wait_for_url(address)


def test_a_suggestion_files_the_paper_in_two_clicks_and_can_be_taken_back(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/eingang")
    page.get_by_role("link", name="Klärung").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1 von 2")
    expect(page.locator(".reason-box")).to_contain_text("Die Nummer A-26-0118 gibt es nicht.")
    page.get_by_role("button", name="A-26-0112").click()
    expect(page.locator(".notice.good")).to_contain_text("Abgelegt in A-26-0112")
    assert live.space.documents.get(waiting[0]).orders == ("A-26-0112",)
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator("#klaerung")).to_have_attribute("data-number", waiting[0])
    assert live.space.intake.get(waiting[0]).state == "waiting"


def test_everything_goes_by_keyboard(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung")
    press(page, "n", f"{live.address}/klaerung/{waiting[1]}")
    press(page, "p", f"{live.address}/klaerung/{waiting[0]}")
    page.keyboard.press("o")
    expect(page.get_by_role("combobox", name="Auftragsnummer")).to_be_focused()
    page.keyboard.type("A-26-0113")
    press(page, "Enter", f"{live.address}/klaerung/{waiting[1]}?erledigt={waiting[0]}")
    expect(page.locator(".notice.good")).to_contain_text("Abgelegt in A-26-0113")
    press(page, "u", f"{live.address}/klaerung/{waiting[0]}")
    assert live.space.intake.get(waiting[0]).state == "waiting"
    press(page, "?", f"{live.address}/hilfe#tasten")


def test_accepting_without_an_order_explains_what_is_needed(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung/{waiting[0]}")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Bitte geben Sie einen Auftrag ein")
    page.get_by_role("combobox", name="Auftragsnummer").fill("A-26-4711")
    page.get_by_role("button", name="Annehmen").click()
    expect(page.get_by_role("alert")).to_contain_text("A-26-4711 gibt es nicht")
    assert live.space.intake.get(waiting[0]).state == "waiting"


def test_type_order_and_values_can_be_changed_and_the_rest_keeps_its_evidence(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung/{waiting[0]}")
    page.get_by_label("Belegart").select_option("gutschrift")
    page.get_by_role("combobox", name="Auftragsnummer").fill("A-26-0112, A-26-0113")
    page.get_by_role("textbox", name="Nettobetrag").fill("1.480,20")
    page.get_by_role("button", name="Annehmen").click()
    expect(page.locator(".notice.good")).to_contain_text("Abgelegt in A-26-0112 und A-26-0113")
    document = live.space.documents.get(waiting[0])
    assert (document.doctype, document.value("netto"), document.value("brutto")) == ("gutschrift", "1480.20", "572.63")
    assert next(finding for finding in document.findings if finding.field == "brutto").box is not None


def test_a_paper_that_belongs_to_no_order_is_filed_without_one(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung/{waiting[1]}")
    page.get_by_label("Ohne Auftrag").check()
    page.get_by_role("button", name="Annehmen").click()
    expect(page.locator(".notice.good")).to_contain_text("ohne Auftrag")
    assert live.space.intake.get(waiting[1]).state == "filed"


def test_a_filed_paper_is_changed_from_the_inbox_and_comes_back_to_its_page(page: Page, live: Live) -> None:
    number = file(live.space, Paper(number="7901"), "aendern.pdf")
    page.goto(f"{live.address}/eingang")
    page.locator(".ledger-row", has_text="aendern.pdf").get_by_role("link", name="Ändern").click()
    page.get_by_role("combobox", name="Auftragsnummer").fill("A-26-0113")
    page.get_by_role("button", name="Speichern").click()
    expect(page).to_have_url(f"{live.address}/belege/{number}?erledigt=1")
    page.get_by_role("button", name="Rückgängig").click()
    expect(page.locator(".reasons")).to_contain_text("A-26-0112")


def test_the_reason_stays_in_view_while_the_values_scroll(page: Page, live: Live, waiting: list[str]) -> None:
    page.goto(f"{live.address}/klaerung/{waiting[0]}")
    page.get_by_text("Fehlende Werte eintragen").click()
    page.get_by_label("Währung").scroll_into_view_if_needed()
    expect(page.locator("#grund-titel")).to_be_in_viewport()


def answer(client: httpx2.Client, live: Live, number: str, way: str = "", **fields: str) -> httpx2.Response:
    """A decision as a form sends it, over the state the paper is in now."""
    stand = live.space.intake.get(number).changed.isoformat()
    return client.post(f"/klaerung/{number}{way}", data={"stand": stand, **fields}, headers={"Origin": live.address})


@pytest.mark.parametrize(
    ("typed", "orders"),
    [
        ("KV 4711", ("KV 4711",)),
        ("kv4711; a 26 0112", ("KV 4711", "A-26-0112")),
        ("A-26-0113 A-26-0112", ("A-26-0113", "A-26-0112")),
        ("gemeinkosten/lager", ("Gemeinkosten/Lager",)),
    ],
)
def test_an_order_may_be_typed_in_any_spelling(
    client: httpx2.Client, live: Live, waiting: list[str], typed: str, orders: tuple[str, ...]
) -> None:
    live.space.orders.save([Order("KV 4711")], "das Büro")
    assert answer(client, live, waiting[0], auftrag=typed).status_code == 303
    assert set(live.space.documents.get(waiting[0]).orders) == set(orders)


def test_what_was_typed_stays_when_it_is_refused(client: httpx2.Client, live: Live, waiting: list[str]) -> None:
    page = answer(client, live, waiting[0], auftrag="A-99-9999", belegart="angebot", feld_lieferant="Getippt GmbH")
    assert page.status_code == 422
    assert 'value="A-99-9999"' in page.text
    assert 'value="Getippt GmbH"' in page.text
    assert '<option value="angebot" selected>' in page.text


def test_a_decision_over_an_old_state_leaves_no_order_behind(client: httpx2.Client, live: Live, waiting: list[str]) -> None:
    seen = live.space.intake.get(waiting[0]).changed.isoformat()
    live.space.documents.correct(waiting[0], Correction(orders=("A-26-0112",)), "das Büro")
    page = answer(client, live, waiting[0], "/auftrag", stand=seen, nummer="A-77-0001")
    assert page.status_code == 422
    assert "inzwischen geändert" in page.text
    assert not live.space.orders.existing(Order, ["A-77-0001"])


def test_a_new_supplier_is_checked_as_in_its_own_form(client: httpx2.Client, live: Live, waiting: list[str]) -> None:
    page = answer(client, live, waiting[0], "/lieferant", nummer="79001", name="Neu GmbH", iban="DE00 1234")
    assert page.status_code == 422
    assert "8 statt 22 Stellen" in page.text
    assert answer(client, live, waiting[0], "/lieferant", nummer="neu", name="Neu GmbH").status_code == 422
    assert not live.space.orders.existing(Supplier, ["79001", "neu"])


def test_a_number_in_another_spelling_is_offered(client: httpx2.Client, live: Live) -> None:
    assert "A-26-0112" in live.space.orders.existing(Order, ["A-26-0112"])
    assert [each["nummer"] for each in client.get("/klaerung/auftraege?q=a260112").json()] == ["A-26-0112"]
