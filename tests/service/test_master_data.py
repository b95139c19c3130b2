"""Master data on screen: forms by keyboard and without scripts, lists, closing and opening again, CSV with a choice of columns."""

from __future__ import annotations

import csv
import re
from decimal import Decimal

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from archive.order import Order, PurchaseOrder, PurchaseOrderLine, Supplier
from tests.service.conftest import Live

STEEL = Supplier("70001", "Stahlhandel Düren GmbH", ("Stahl Düren",), city="Düren")


def head(number: str, **more: str) -> dict[str, str]:
    """The head of a purchase order's form."""
    return {"nummer": number, "lieferant": "", "bestellt": "2026-10-02", "auftraege": "A-26-0112", **more}


def test_a_purchase_order_is_entered_by_keyboard_and_lines_are_added_smoothly(page: Page, live: Live) -> None:
    live.space.orders.save([STEEL], "Anna")
    page.goto(f"{live.address}/mappen/A-26-0112")
    page.get_by_role("link", name="Bestellung hinzufügen").click()
    expect(page.get_by_label("Für Auftrag")).to_have_value("A-26-0112")
    expect(page.get_by_label("Bestellnummer")).to_be_focused()
    page.keyboard.type("B-26-00501")
    page.get_by_label("Lieferant", exact=True).fill("Stahl Düren")
    rows = page.locator(".line-row")
    expect(rows).to_have_count(2)
    for at, (text, quantity, price) in enumerate([("Rundstahl", "12", "81,50"), ("Flachstahl", "1.250,5", "8"), ("Blech", "3", "")]):
        if at == 2:
            rows.last.get_by_label("Kostenstelle").press("Enter")
            expect(rows).to_have_count(3)
            expect(rows.last.get_by_label("Pos.")).to_be_focused()
        rows.nth(at).get_by_label("Bezeichnung").fill(text)
        rows.nth(at).get_by_label("Menge").fill(quantity)
        rows.nth(at).get_by_label("Preis in €").fill(price)
    rows.first.get_by_label("Zeugnis").select_option("3.1")
    page.get_by_role("button", name="Bestellung anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("B-26-00501")
    saved = live.space.orders.purchase_order("B-26-00501")
    assert (saved.supplier, saved.orders) == ("70001", ("A-26-0112",))
    assert [(each.position, each.text, each.quantity) for each in saved.lines] == [
        ("10", "Rundstahl", Decimal(12)),
        ("20", "Flachstahl", Decimal("1250.5")),
        ("30", "Blech", Decimal(3)),
    ]
    assert (saved.lines[0].certificate, saved.lines[0].unit_price) == ("3.1", Decimal("81.50"))


def test_it_also_works_without_scripts(browser: Browser, live: Live) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(f"{live.address}/bestellungen/neu")
    tab.get_by_label("Bestellnummer").fill("B-26-00502")
    tab.get_by_label("Lagerbestellung ohne Auftrag").check()
    tab.locator(".line-row").first.get_by_label("Bezeichnung").fill("Schrauben")
    tab.get_by_role("button", name="Weitere Zeile").click()
    expect(tab.locator(".line-row")).to_have_count(3)
    expect(tab.locator(".line-row").first.get_by_label("Bezeichnung")).to_have_value("Schrauben")
    tab.locator(".line-row").last.get_by_label("Bezeichnung").fill("Muttern")
    tab.get_by_role("button", name="Bestellung anlegen").click()
    expect(tab.locator("main")).to_contain_text("Lagerbestellung ohne Auftrag")
    assert [each.text for each in live.space.orders.purchase_order("B-26-00502").lines] == ["Schrauben", "Muttern"]
    context.close()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"auftraege": "A-99-0001"}, "A-99-0001 gibt es hier nicht"),
        ({"auftraege": ""}, "Lagerbestellung ohne Auftrag"),
        ({"lager": "ja"}, "hat keinen Auftrag"),
        ({"lieferant": "Niemand"}, "Niemand"),
        ({"nummer": ""}, "Nummer"),
        ({"bestellt": "31.02.2026"}, "Bestellt am"),
        ({"z_menge": "viel", "z_text": "Blech"}, "Zeile 1, Menge"),
        ({"z_preis": "-3", "z_text": "Blech"}, "Zeile 1, Preis"),
        ({"z_je": "0", "z_text": "Blech", "z_preis": "1"}, "Preis"),
        ({"z_zeugnis": "9.9", "z_text": "Blech"}, "Zeugnis"),
    ],
)
def test_what_can_not_be_saved_comes_back_as_it_was_typed(client: httpx2.Client, live: Live, fields: dict[str, str], words: str) -> None:
    answer = client.post("/bestellungen/neu", data=head("B-26-00599", **fields))
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="2026-10-02"' in answer.text or "bestellt" in fields
    assert not live.space.orders.existing(PurchaseOrder, ["B-26-00599"])


def test_lines_keep_what_the_form_shows_and_others_changes_are_not_overwritten(client: httpx2.Client, live: Live) -> None:
    line = PurchaseOrderLine("10", "4711", "Blech", Decimal("2.5"), "kg", Decimal("8.00"), Decimal(100), "3.1", cost_centre="4100")
    live.space.orders.save([PurchaseOrder("B-26-00503", "", ("A-26-0112",), None, (line,))], "Anna")
    form = client.get("/bestellungen/B-26-00503/bearbeiten").text
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input name="(z_\w+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(value)
    stand = re.search(r'name="stand" value="(\w+)"', form)
    assert stand
    sent = {**fields, "z_zeugnis": ["3.1", ""], "auftraege": "A-26-0112", "stand": stand[1]}
    assert client.post("/bestellungen/B-26-00503/bearbeiten", data=sent).status_code == 303
    assert live.space.orders.purchase_order("B-26-00503").lines == (line,)
    live.space.orders.save([PurchaseOrder("B-26-00503", "70001", ("A-26-0112",))], "Bernd")
    answer = client.post("/bestellungen/B-26-00503/bearbeiten", data=sent)
    assert answer.status_code == 422
    assert "inzwischen geändert" in answer.text
    assert live.space.orders.purchase_order("B-26-00503").supplier == "70001"


def test_closing_takes_it_from_the_list_and_opening_brings_it_back(page: Page, live: Live) -> None:
    live.space.orders.save([PurchaseOrder("B-26-00504", "", ("A-26-0112",))], "Anna")
    page.goto(f"{live.address}/bestellungen/B-26-00504")
    page.get_by_role("button", name="Abschließen").click()
    expect(page.get_by_role("link", name="Ware annehmen")).to_have_count(0)
    page.goto(f"{live.address}/bestellungen?q=00504")
    expect(page.locator("main")).to_contain_text("Dazu gibt es keine Bestellung")
    page.goto(f"{live.address}/bestellungen/B-26-00504")
    page.get_by_role("button", name="Wieder öffnen").click()
    expect(page.locator(".trail li")).to_have_count(3)
    page.goto(f"{live.address}/bestellungen?q=00504")
    expect(page.get_by_role("link", name="B-26-00504")).to_be_visible()


def test_a_supplier_is_entered_changed_and_closed(page: Page, live: Live) -> None:
    page.goto(f"{live.address}/lieferanten/neu")
    for text in ("70777", "Größe & Söhne", "GS\nGroesse"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.get_by_label("IBAN").fill("DE89 3704 0044 0532 0130 00")
    page.get_by_label("E-Mail").fill("post@example.org")
    page.get_by_role("button", name="Anlegen").click()
    expect(page.get_by_role("status").first).to_contain_text("Größe & Söhne")
    expected = Supplier("70777", "Größe & Söhne", ("GS", "Groesse"), ibans=("DE89370400440532013000",), email="post@example.org")
    assert live.space.orders.supplier("70777") == expected
    page.get_by_role("link", name="Größe & Söhne").click()
    page.get_by_label("IBAN").fill("DE89370400440532013001")
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("alert")).to_contain_text("IBAN")
    page.get_by_role("button", name="Abschließen").click()
    assert live.space.orders.supplier("70777").closed
    page.goto(f"{live.address}/bestellungen/neu")
    assert page.locator("#lieferantenliste option[value='70777']").count() == 0


def test_a_customer_is_offered_for_orders(client: httpx2.Client, live: Live) -> None:
    assert client.post("/kunden/neu", data={"nummer": "10001", "name": "Pumpenbau Rur GmbH", "ort": "Düren"}).status_code == 303
    assert client.post("/kunden/neu", data={"nummer": "10001", "name": "Andere"}).status_code == 422
    assert client.post("/kunden/neu", data={"nummer": "10002", "name": ""}).status_code == 422
    assert '<option value="Pumpenbau Rur GmbH">' in client.get("/mappen/neu").text
    assert client.get("/kunden/10009/bearbeiten").status_code == 404
    assert "Düren" in client.get("/kunden?q=rur").text
    assert live.space.orders.customer("10001").city == "Düren"


def test_columns_are_chosen_once_and_used_again_by_themselves(page: Page, live: Live) -> None:
    data = "Vorgang;Wer;Was\n0A-26-0701;Kessel;Lagerbock\n0A-26-0702;Kessel;Rollen\n".encode("cp1252")
    page.goto(f"{live.address}/mappen/import")
    page.get_by_label("CSV-Datei").set_input_files({"name": "liste.csv", "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Vorschau zeigen").click()
    expect(page.get_by_role("alert")).to_contain_text("ordnen Sie die Spalten zu")
    page.get_by_label("Was steht in der Datei?").select_option("auftraege")
    page.get_by_role("button", name="Vorschau erneuern").click()
    for heading, meaning in (("Vorgang", "Auftragsnummer"), ("Wer", "Kunde"), ("Was", "Bezeichnung")):
        page.get_by_label(f"Bedeutung von {heading}").select_option(label=meaning)
    page.get_by_label("Zuordnung merken als").fill("Unser ERP")
    page.get_by_role("button", name="Vorschau erneuern").click()
    expect(page.locator("main")).to_contain_text("2 neu")
    page.get_by_label("Zuordnung merken als").fill("Unser ERP")
    page.get_by_role("button", name="Jetzt einlesen").click()
    expect(page.get_by_role("status").first).to_contain_text("2 neu")
    assert live.space.orders.get("0A-26-0701") == Order("0A-26-0701", "Kessel", "Lagerbock")
    page.get_by_label("CSV-Datei").set_input_files({"name": "liste.csv", "mimeType": "text/csv", "buffer": data + b"0A-26-0703;X;Y\n"})
    page.get_by_role("button", name="Vorschau zeigen").click()
    expect(page.locator("main")).to_contain_text("Gemerkte Zuordnung: „Unser ERP“")
    expect(page.locator("main")).to_contain_text("1 neu · 0 geändert · 2 unverändert")


def test_errors_can_be_taken_along_and_the_rest_is_read(page: Page, live: Live) -> None:
    rows = "B-X1;10;8,00155E+07;1\nB-X2;10;0004711;2\n=B;10;;3\n"
    data = f"Bestellnummer;Position;Artikelnummer;Menge\n{rows}".encode()
    page.goto(f"{live.address}/mappen/import")
    page.get_by_label("CSV-Datei").set_input_files({"name": "liste.csv", "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Vorschau zeigen").click()
    expect(page.get_by_role("alert")).to_contain_text("Zeile 2, Spalte „Artikelnummer (unsere)“")
    with page.expect_download() as download:
        page.get_by_role("button", name="Fehler als CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    lines = list(csv.reader(text.splitlines(), delimiter=";"))
    assert lines[0] == ["Zeile", "Spalte", "Wert", "Fehler"]
    assert lines[1][:3] == ["2", "Artikelnummer (unsere)", "8,00155E+07"]
    assert lines[2][2] == "'=B"
    page.get_by_role("button", name="Nur das Richtige einlesen (1)").click()
    expect(page.get_by_role("status").first).to_contain_text("1 neu")
    assert live.space.orders.purchase_order("B-X2").lines[0].article == "0004711"
    assert not live.space.orders.existing(PurchaseOrder, ["B-X1", "=B"])


@pytest.mark.parametrize("content", ["", "bm9uc2Vuc2U=", "%%%", "eJw="])
def test_a_file_that_got_lost_on_the_way_is_a_sentence(client: httpx2.Client, content: str) -> None:
    answer = client.post("/mappen/import", data={"inhalt": content, "art": "auftraege"})
    assert answer.status_code == 422
    assert "nicht vollständig" in answer.text


def test_no_screen_is_wider_than_a_phone(browser: Browser, live: Live) -> None:
    live.space.orders.save(
        [STEEL, PurchaseOrder("B-26-00505", "70001", ("A-26-0112",), None, (PurchaseOrderLine("10", text="Blech"),))], "A"
    )
    context = browser.new_context(viewport={"width": 320, "height": 640})
    tab = context.new_page()
    for address in (
        "bestellungen", "bestellungen/neu", "bestellungen/B-26-00505", "bestellungen/B-26-00505/bearbeiten", "lieferanten",
        "lieferanten/70001/bearbeiten", "kunden", "kunden/neu", "mappen/import", "wareneingang", "wareneingang/B-26-00505",
    ):  # fmt: skip
        tab.goto(f"{live.address}/{address}")
        assert tab.evaluate("document.documentElement.scrollWidth") <= 320, address
    context.close()


def test_a_long_purchase_order_keeps_all_its_lines(client: httpx2.Client, live: Live) -> None:
    columns = {f"z_{name}": [""] * 501 for name in ("position", "artikel")} | {"z_text": [f"Teil {at}" for at in range(501)]}
    long = client.post("/bestellungen/neu", data={**head("B-26-00571"), **columns})
    assert long.status_code == 422
    assert "höchstens 500 Positionen" in long.text
    fits = {name: values[:-1] for name, values in columns.items()}
    assert client.post("/bestellungen/neu", data={**head("B-26-00571"), **fits}).status_code == 303
    assert len(live.space.orders.purchase_order("B-26-00571").lines) == 500
    lines = tuple(PurchaseOrderLine(str(at), text="Teil") for at in range(501))
    live.space.orders.save([PurchaseOrder("B-26-00572", lines=lines)], "Anna")
    refused = client.get("/bestellungen/B-26-00572/bearbeiten")
    assert refused.status_code == 422
    assert "CSV" in refused.text


@pytest.mark.parametrize("seite", ["0", "-3", "999", "99999999999999999999"])
def test_pages_that_are_not_there_show_one_that_is(client: httpx2.Client, live: Live, seite: str) -> None:
    live.space.orders.save([STEEL], "Anna")
    for path in ("/bestellungen", "/lieferanten", "/kunden"):
        assert client.get(path, params={"seite": seite}).status_code == 200
    assert "Stahlhandel" in client.get("/lieferanten", params={"seite": seite}).text
