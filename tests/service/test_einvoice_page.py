"""The page of an e-invoice: its report in three classes, the sheet as an image, the readable view and its PDF, and its attachments."""

from __future__ import annotations

import base64

import pypdfium2
from playwright.sync_api import Page, expect

from ingest.pipeline import process
from tests.cast import hand_in
from tests.ingest.einvoices import PDF, XRECHNUNG
from tests.service.conftest import Live

PDF_64 = base64.b64encode(PDF)


def text_of(data: bytes) -> list[str]:
    """The text of each page, as a reader would copy it."""
    with pypdfium2.PdfDocument(data) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


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


def test_the_readable_view_stands_in_a_frame_that_may_do_nothing(page: Page, live: Live) -> None:
    evil = b"Scheibe &lt;script&gt;document.title='boese'&lt;/script&gt;"
    number = hand_in(live.space, XRECHNUNG.replace(b"<c:Name>Scheibe<", b"<c:Name>" + evil + b"<"), "boese.xml").eingangsnummer
    process(live.space, number)
    page.goto(f"{live.address}/belege/{number}")
    page.get_by_role("link", name="Rechnungsdaten").click()
    frame = page.frame_locator("iframe[sandbox='']")
    expect(frame.get_by_role("heading", name="Positionen")).to_be_visible()
    expect(frame.get_by_text("<script>document.title='boese'</script>")).to_be_visible()
    expect(frame.locator(".items td.number").first).to_have_css("text-align", "right")  # its style got through
    answer = page.request.get(f"{live.address}/belege/{number}/rechnung/blatt")
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'; style-src 'sha256-")
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def test_the_pdf_says_everything_and_that_it_is_no_original(page: Page, live: Live) -> None:
    number = hand_in(live.space, XRECHNUNG.replace(b"RE-2026-1<", b"RE-2026-3<"), "rechnung.xml").eingangsnummer
    process(live.space, number)
    answer = page.request.get(f"{live.address}/belege/{number}/rechnung.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    pages = text_of(answer.body())
    for said in ("RE-2026-3", "18.03.2026", "B-26-00417", "Müller GmbH", "DE89370400440532013000", "119,00"):
        assert said in " ".join(pages)
    for number_of_page, text in enumerate(pages, 1):
        assert f"Seite {number_of_page} von {len(pages)}" in text
        assert "nicht das Original" in text
        assert live.space.intake.get(number).scan.sha256[:16] in text


def test_a_paper_that_is_no_e_invoice_has_no_such_view(page: Page, live: Live) -> None:
    number = hand_in(live.space, b"%PDF-1.4 kaputt", "kaputt.pdf").eingangsnummer
    for address in ("rechnung", "rechnung/blatt", "rechnung.pdf"):
        assert page.request.get(f"{live.address}/belege/{number}/{address}").status == 404


def test_attachments_lead_to_their_papers_and_back(page: Page, live: Live) -> None:
    linked = b"<a:AdditionalDocumentReference><c:ID>Link</c:ID><a:Attachment><a:ExternalReference><c:URI>https://example.com/x</c:URI>"
    linked += b"</a:ExternalReference></a:Attachment></a:AdditionalDocumentReference><a:AccountingSupplierParty>"
    data = XRECHNUNG.replace(b"RE-2026-1<", b"RE-2026-4<").replace(b"<a:AccountingSupplierParty>", linked)
    number = hand_in(live.space, data.replace(PDF_64, PDF_64.replace(b"J", b"K", 1)), "mit_anlage.xml").eingangsnummer
    [child] = process(live.space, number)
    process(live.space, child)
    page.goto(f"{live.address}/belege/{number}")
    listed = page.locator(".enclosed")
    expect(listed).to_contain_text(live.space.intake.get(child).sentence)
    expect(listed).to_contain_text("nur ein Verweis: https://example.com/x")
    expect(listed.get_by_role("link")).to_have_count(1)  # a foreign address is named, never followed
    listed.get_by_role("link", name="zeugnis.pdf").click()
    page.get_by_role("link", name=number).click()
    expect(page).to_have_url(f"{live.address}/belege/{number}")
