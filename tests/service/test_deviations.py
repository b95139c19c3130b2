"""What does not fit in a folder: shown with both places, decided by a person, kept in the Verlauf, told over the interface."""

from __future__ import annotations

from decimal import Decimal

import httpx2
from playwright.sync_api import Page, expect

from archive.document import Evidence, Line
from archive.order import Order, PurchaseOrder, PurchaseOrderLine
from archive.verify import verify
from tests.service.conftest import Live
from tests.service.papers import Paper, file

ORDER, PURCHASE = "A-26-0701", "B-26-00417"


def furnish(live: Live) -> None:
    line = PurchaseOrderLine("10", "FL40", "Flachstahl 40x10 S235JR", Decimal(12), "Stk", Decimal("21.88"))
    purchase = PurchaseOrder(PURCHASE, "Stahlhandel Düren GmbH", (ORDER,), lines=(line,))
    live.space.orders.save([Order(ORDER, "Papierfabrik Rur"), purchase], "Anna")


def goods(price: str = "") -> Line:
    """The first row of goods at the place where it is printed."""
    each = Decimal(price) if price else None
    evidence = Evidence(1, (60.0, 370.0, 420.0, 382.0), "1 Flachstahl 40x10 S235JR 12 Stück 24,50 294,00")
    return Line("1", "", "Flachstahl 40x10 S235JR", Decimal(12), "Stück", each, Decimal(1), each * 12 if each else None, evidence)


def test_a_deviation_is_shown_with_both_places_and_decided(page: Page, live: Live) -> None:
    furnish(live)
    file(live.space, Paper("Lieferschein", "lieferschein", "L701", ORDER, lines=(goods(),)), "ls.pdf")
    file(live.space, Paper(number="R701", order=ORDER, lines=(goods("24.50"),)), "re.pdf")
    page.goto(f"{live.address}/mappen/{ORDER}")
    expect(page.locator("#stand")).to_contain_text("1 Abweichung")
    row = page.locator(".deviations li")
    expect(row).to_contain_text("zu 21,88 € je Stk bestellt")
    expect(row).to_contain_text("24,50 €: 12 % mehr, zusammen 31,44 €")
    row.get_by_role("link", name="Rechnung R701, Seite 1").click()
    expect(page.locator("a.spot", has=page.locator("#kasten-d1p2"))).to_have_class("spot lit")
    page.get_by_text("Entscheiden", exact=True).click()
    page.get_by_label("Entscheidung").select_option("akzeptiert")
    page.get_by_role("button", name="Festhalten").click()
    expect(page.get_by_role("alert")).to_contain_text("Bitte schreiben Sie kurz, warum")
    expect(page.get_by_label("Entscheidung")).to_have_value("akzeptiert")
    page.get_by_label("Warum?").fill("Preis wurde am Telefon vereinbart")
    page.get_by_role("button", name="Festhalten").click()
    expect(page.locator("#stand")).to_contain_text("Vollständig")
    expect(page.locator(".deviations")).to_contain_text("Akzeptiert: Preis wurde am Telefon vereinbart")
    expect(page.locator(".trail")).to_contain_text("Entscheidung: akzeptiert („Preis wurde am Telefon vereinbart“)")
    assert verify(live.space).ok


def test_a_decision_can_be_taken_back_and_is_refused_when_the_facts_have_changed(live: Live) -> None:
    address = f"{live.address}/mappen/{ORDER}/abweichung"
    told = httpx2.get(f"{live.address}/api/v1/orders/{ORDER}").json()
    (deviation,) = told["deviations"]
    assert (told["folder_state"], deviation["type"], deviation["settled"]) == ("vollstaendig", "preis", True)
    httpx2.post(address, data={"schluessel": deviation["key"], "wahl": "offen"})
    assert httpx2.get(f"{live.address}/api/v1/orders/{ORDER}").json()["folder_state"] == "abweichung"
    stale = httpx2.post(address, data={"schluessel": "0" * 16, "wahl": "akzeptiert", "grund": "x"})
    assert stale.status_code == 422
    assert "gibt es so nicht mehr" in stale.text


def test_a_decision_over_somebody_elses_is_refused_and_what_was_typed_stays(live: Live) -> None:
    order, address = "A-26-0711", f"{live.address}/mappen/A-26-0711/abweichung"
    line = PurchaseOrderLine("10", "FL40", "Flachstahl 40x10 S235JR", Decimal(12), "Stk", Decimal("21.88"))
    live.space.orders.save([Order(order), PurchaseOrder("B-26-00711", "Stahlhandel Düren GmbH", (order,), lines=(line,))], "Anna")
    file(live.space, Paper("Lieferschein", "lieferschein", "L711", order, lines=(goods(),)), "ls711.pdf")
    file(live.space, Paper(number="R711", order=order, lines=(goods("24.50"),)), "re711.pdf")
    (deviation,) = httpx2.get(f"{live.address}/api/v1/orders/{order}").json()["deviations"]
    form = {"schluessel": deviation["key"], "gesehen": "", "wahl": "akzeptiert", "grund": "Telefonat"}
    assert httpx2.post(address, data=form).status_code == 303
    late = httpx2.post(address, data=form | {"wahl": "reklamiert", "grund": "Zu teuer"})
    assert late.status_code == 422
    assert "inzwischen jemand entschieden" in late.text
    assert 'value="Zu teuer"' in late.text
    assert '<option value="reklamiert" selected>' in late.text
    (deviation,) = httpx2.get(f"{live.address}/api/v1/orders/{order}").json()["deviations"]
    assert deviation["decision"] == "akzeptiert"
