"""Goods receipt by phone, and what devices ask: found, counted, photographed, in the folder, once."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal

import httpx2
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from archive.folders import folder
from archive.order import Order, PurchaseOrder, PurchaseOrderLine, Supplier
from tests.service.conftest import Live

TODAY = datetime.now(UTC).astimezone().date()


def ordered(live: Live, number: str) -> str:
    """An order of its own with a purchase order of two rows; the number of the purchase order."""
    lines = (
        PurchaseOrderLine("10", "0004711", "Rundstahl", Decimal(12), "ST", Decimal(8), Decimal(100), "3.1", due=TODAY),
        PurchaseOrderLine("20", "0004712", "Flachstahl", Decimal("2.5"), "kg"),
    )
    purchase = PurchaseOrder(f"B-{number}", "70001", (f"A-{number}",), TODAY, lines)
    live.space.orders.save([Order(f"A-{number}"), Supplier("70001", "Stahlhandel Düren GmbH"), purchase], "Anna")
    return purchase.number


def photo(colour: str) -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.new("RGB", (60, 90), colour).save(out, "JPEG")
    return out.getvalue()


def test_goods_are_received_with_one_hand(browser: Browser, live: Live) -> None:
    number = ordered(live, "26-0801")
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    tab = context.new_page()
    tab.goto(f"{live.address}/wareneingang")
    tab.locator(".pick a", has_text=number).tap()
    expect(tab.get_by_role("heading", level=1)).to_contain_text(number)
    tab.get_by_role("button", name="12 da").tap()
    expect(tab.locator("[name=menge]").first).to_have_value("12")
    tab.locator("[name=menge]").nth(1).fill("2,0")
    tab.get_by_label("Nummer des Lieferscheins").fill("80015511")
    tab.get_by_label("Ware oder Schaden fotografieren").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo("red")})
    tab.get_by_label("Lieferschein fotografieren").set_input_files({"name": "b.jpg", "mimeType": "image/jpeg", "buffer": photo("blue")})
    expect(tab.get_by_label("Was ist beschädigt?")).to_be_hidden()
    tab.get_by_label("Ja").check()
    tab.get_by_label("Was ist beschädigt?").fill("Karton nass")
    tab.get_by_role("button", name="Wareneingang speichern").tap()
    expect(tab.get_by_role("status").first).to_contain_text("Abgelegt in A-26-0801")
    shown = folder(live.space, "A-26-0801")
    assert [paper.doctype for paper in shown.documents] == ["wareneingangsschein", "sonstiges"]
    assert [standing.delivered for standing in shown.standings] == [Decimal(12), Decimal("2.0")]
    assert {each.deviation.type for each in shown.completeness.judged} == {"schaden", "nicht_geliefert", "zeugnis_fehlt"}
    waiting = [entry for entry in live.space.intake.recent() if entry.scan.source == "wareneingang" and entry.state == "received"]
    assert [entry.scan.name for entry in waiting] == ["b.jpg"]
    for paper in shown.documents:
        tab.goto(f"{live.address}/belege/{paper.eingangsnummer}")
        assert tab.locator(".page img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    context.close()


def test_without_scripts_too(browser: Browser, live: Live) -> None:
    number = ordered(live, "26-0802")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    tab = context.new_page()
    tab.goto(f"{live.address}/wareneingang")
    tab.get_by_label("Bestellnummer, Lieferant oder Artikel").fill(number)
    tab.get_by_role("button", name="Bestellung suchen").click()
    expect(tab.get_by_role("heading", level=1)).to_contain_text(number)
    tab.get_by_role("button", name="Alles Offene ist da").click()
    expect(tab.locator("[name=menge]").nth(1)).to_have_value("2,5")
    tab.get_by_role("button", name="Wareneingang speichern").click()
    expect(tab.get_by_role("status").first).to_contain_text("Gespeichert")
    assert [standing.delivered for standing in folder(live.space, "A-26-0802").standings] == [Decimal(12), Decimal("2.5")]
    context.close()


def form(client: httpx2.Client, number: str) -> dict[str, str]:
    """The hidden fields of an opened form."""
    page = client.get(f"/wareneingang/{number}").text
    return {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("bestellung", "begonnen", "stand")}


def test_sent_twice_it_is_there_once_and_what_came_between_is_shown(client: httpx2.Client, live: Live) -> None:
    number = ordered(live, "26-0803")
    first, second = form(client, number), form(client, number)
    counted = {"zeile": f"{number}/10", "menge": "5"}
    saved = client.post("/wareneingang", data={**first, **counted})
    again = client.post("/wareneingang", data={**first, **counted})
    assert (saved.status_code, again.status_code) == (303, 303)
    assert again.headers["location"] == f"{saved.headers['location']}&schon=1"
    late = client.post("/wareneingang", data={**second, **counted, "menge": "7"})
    assert late.status_code == 422
    assert "inzwischen" in late.text
    assert 'value="7"' in late.text
    fresh = form(client, number)
    assert client.post("/wareneingang", data={**fresh, **counted, "menge": "7"}).status_code == 303
    assert folder(live.space, "A-26-0803").standings[0].delivered == 12


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "mindestens eine Menge"),
        ({"menge": "viel"}, "keine Zahl"),
        ({"menge": "-1"}, "Zahl ab 0"),
        ({"menge": "1", "schaden": "ja"}, "was beschädigt ist"),
        ({"menge": "1", "tag": "2999-01-01"}, "2999"),
    ],
)
def test_what_is_missing_is_asked_for(client: httpx2.Client, live: Live, fields: dict[str, str], words: str) -> None:
    number = ordered(live, "26-0804")
    answer = client.post("/wareneingang", data={**form(client, number), "zeile": f"{number}/10", **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert not folder(live.space, "A-26-0804").documents


def test_what_is_no_photo_is_refused(client: httpx2.Client, live: Live) -> None:
    number = ordered(live, "26-0805")
    for content in (b"%PDF-1.4", b"\xff\xd8\xff broken"):
        answer = client.post("/wareneingang", data=form(client, number), files={"foto_ware": ("x.jpg", content)})
        assert answer.status_code == 422, content
    assert not folder(live.space, "A-26-0805").documents


def test_a_scanned_code_leads_to_its_purchase_order(client: httpx2.Client, live: Live) -> None:
    number = ordered(live, "26-0806")
    assert client.get("/wareneingang", params={"code": "b 26 0806"}).headers["location"] == f"/wareneingang/{number}"
    assert client.get("/wareneingang/B-99").status_code == 404
    assert client.post("/wareneingang", data={"bestellung": "B-99"}).status_code == 404


def test_devices_see_what_is_expected_and_delivered(client: httpx2.Client, live: Live) -> None:
    number = ordered(live, "26-0807")
    client.post("/wareneingang", data={**form(client, number), "zeile": f"{number}/10", "menge": "5"})
    lines = client.get("/api/v1/orders/A-26-0807").json()["lines"]
    assert [(row["position"], row["ordered"], row["delivered"], row["open"]) for row in lines] == [
        ("10", "12", "5", "7"),
        ("20", "2.5", "0", "2.5"),
    ]
    assert (lines[0]["certificate"], lines[0]["due"], lines[0]["supplier"]) == ("3.1", TODAY.isoformat(), "Stahlhandel Düren GmbH")
    one = client.get(f"/api/v1/purchase-orders/{number}").json()
    assert one["lines"] == lines
    listed = client.get("/api/v1/purchase-orders", params={"q": "26-0807", "due_until": TODAY.isoformat()}).json()
    assert (listed["total"], listed["items"][0]["number"]) == (1, number)
    pages = client.get("/api/v1/purchase-orders", params={"size": 1, "page": 2, "state": "all"}).json()
    assert (len(pages["items"]), pages["page"]) == (1, 2)
    assert client.get("/api/v1/purchase-orders", params={"size": 0}).status_code == 422
    assert client.get("/api/v1/purchase-orders/B-99").status_code == 404
    described = client.get("/api/v1/openapi.json").json()
    assert "ExpectedRow" in described["components"]["schemas"]
    assert described["paths"]["/api/v1/purchase-orders"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
