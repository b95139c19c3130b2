"""The page of an e-invoice: its report in three classes, and the sheet as an image."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from ingest.pipeline import process
from tests.cast import hand_in
from tests.ingest.einvoices import XRECHNUNG
from tests.service.conftest import Live


def test_the_report_stands_beside_the_sheet(page: Page, live: Live) -> None:
    data = XRECHNUNG.replace(b'EUR">119.00</c:TaxInclusive', b'EUR">120.00</c:TaxInclusive')
    number = hand_in(live.space, data, "rechnung.xml").eingangsnummer
    process(live.space, number)
    page.goto(f"{live.address}/belege/{number}")
    report = page.locator("section", has=page.get_by_role("heading", name="Prüfung der E-Rechnung")).last
    expect(report).to_contain_text("Entspricht nicht den Regeln.")
    expect(report).to_contain_text("Geschäftsregelfehler")
    expect(report).to_contain_text("BR-CO-15")
    expect(report).to_contain_text("EN 16931 (CEN) 1.3.16")
    expect(page.locator(".page img").first).to_be_visible()
