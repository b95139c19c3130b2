"""E-invoices: what is read from the two syntaxes, where it stands, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from archive.problems import Unreadable
from ingest.einvoice import embedded, parse
from ingest.read import page_images, read
from tests.ingest.drawn import saved, scan, text_page
from tests.ingest.einvoices import FACTUR_X

UBL = b"""<?xml version="1.0" encoding="UTF-8"?>
<ubl:Invoice xmlns:ubl="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:c="urn:cbc" xmlns:a="urn:cac">
<c:CustomizationID>urn:cen.eu:en16931:2017</c:CustomizationID><c:ID>RE-1</c:ID><c:IssueDate>2026-03-18</c:IssueDate>
<c:InvoiceTypeCode>380</c:InvoiceTypeCode><c:Note>Erste</c:Note><c:Note>Zweite</c:Note><c:DocumentCurrencyCode>EUR</c:DocumentCurrencyCode>
<a:OrderReference><c:ID>B-26-00417</c:ID><c:SalesOrderID>S-9</c:SalesOrderID></a:OrderReference>
<a:DespatchDocumentReference><c:ID>80015511</c:ID></a:DespatchDocumentReference>
<a:AccountingSupplierParty><a:Party>
<a:PartyTaxScheme><c:CompanyID>DE123456789</c:CompanyID><a:TaxScheme><c:ID>VAT</c:ID></a:TaxScheme></a:PartyTaxScheme>
<a:PartyTaxScheme><c:CompanyID>207/5811/0155</c:CompanyID><a:TaxScheme><c:ID>FC</c:ID></a:TaxScheme></a:PartyTaxScheme>
<a:PartyLegalEntity><c:RegistrationName>M\xc3\xbcller GmbH</c:RegistrationName></a:PartyLegalEntity></a:Party></a:AccountingSupplierParty>
<a:LegalMonetaryTotal><c:TaxExclusiveAmount currencyID="EUR">100.00</c:TaxExclusiveAmount>
<c:PayableAmount>119.00</c:PayableAmount></a:LegalMonetaryTotal>
<a:InvoiceLine><c:ID>1</c:ID><c:InvoicedQuantity unitCode="C62">4</c:InvoicedQuantity>
<c:LineExtensionAmount>100.00</c:LineExtensionAmount>
<a:Item><c:Name>Ventil</c:Name><a:BuyersItemIdentification><c:ID>4711</c:ID></a:BuyersItemIdentification></a:Item>
<a:Price><c:PriceAmount>25</c:PriceAmount><c:BaseQuantity unitCode="C62">1</c:BaseQuantity></a:Price></a:InvoiceLine></ubl:Invoice>"""

_HEAD = "<r:CrossIndustryInvoice xmlns:r='urn:r' xmlns:m='urn:m'>"
CII = f"""{_HEAD}<r:ExchangedDocument><m:ID>RE-2</m:ID><m:IssueDateTime>
<m:DateTimeString format='102'>20260318</m:DateTimeString></m:IssueDateTime></r:ExchangedDocument>
<r:SupplyChainTradeTransaction><m:IncludedSupplyChainTradeLineItem>
<m:AssociatedDocumentLineDocument><m:LineID>1</m:LineID></m:AssociatedDocumentLineDocument>
<m:SpecifiedLineTradeDelivery><m:BilledQuantity unitCode='KGM'>12.5</m:BilledQuantity></m:SpecifiedLineTradeDelivery>
</m:IncludedSupplyChainTradeLineItem><m:ApplicableHeaderTradeAgreement><m:SellerTradeParty><m:Name>Schmidt KG</m:Name>
<m:SpecifiedTaxRegistration><m:ID schemeID='FC'>207/5811/0155</m:ID></m:SpecifiedTaxRegistration>
<m:SpecifiedTaxRegistration><m:ID schemeID='VA'>DE123456789</m:ID></m:SpecifiedTaxRegistration></m:SellerTradeParty>
<m:BuyerOrderReferencedDocument><m:IssuerAssignedID>B-26-00417</m:IssuerAssignedID></m:BuyerOrderReferencedDocument>
</m:ApplicableHeaderTradeAgreement></r:SupplyChainTradeTransaction></r:CrossIndustryInvoice>""".encode()

OLD = b"""<r:CrossIndustryDocument xmlns:r='urn:r'><r:HeaderExchangedDocument><r:ID>RE-3</r:ID></r:HeaderExchangedDocument>
<r:SpecifiedSupplyChainTradeTransaction><r:ApplicableSupplyChainTradeSettlement><r:SpecifiedTradeSettlementMonetarySummation>
<r:GrandTotalAmount currencyID='EUR'>119.00</r:GrandTotalAmount></r:SpecifiedTradeSettlementMonetarySummation>
</r:ApplicableSupplyChainTradeSettlement></r:SpecifiedSupplyChainTradeTransaction></r:CrossIndustryDocument>"""


def test_ubl() -> None:
    invoice = parse(UBL, "")
    assert (invoice.syntax, invoice.profile) == ("ubl", "urn:cen.eu:en16931:2017")
    wanted = {"BT-1": "RE-1", "BT-13": "B-26-00417", "BT-14": "S-9", "BT-16": "80015511", "BT-22": "Erste\nZweite", "BT-27": "Müller GmbH"}
    assert {term: invoice.terms[term] for term in wanted} == wanted
    assert (invoice.terms["BT-31"], invoice.terms["BT-32"]) == ("DE123456789", "207/5811/0155")
    assert invoice.paths["BT-13"] == "/Invoice/OrderReference/ID"
    assert invoice.lines[0] == {
        "BT-126": "1", "BT-129": "4", "BT-130": "C62", "BT-131": "100.00", "BT-146": "25",
        "BT-149": "1", "BT-150": "C62", "BT-153": "Ventil", "BT-156": "4711",
    }  # fmt: skip


def test_cii_and_zugferd_1() -> None:
    invoice = parse(CII, "factur-x.xml")
    assert (invoice.syntax, invoice.attachment) == ("cii", "factur-x.xml")
    assert invoice.terms == {
        "BT-1": "RE-2", "BT-2": "20260318", "BT-13": "B-26-00417", "BT-27": "Schmidt KG",
        "BT-31": "DE123456789", "BT-32": "207/5811/0155",
    }  # fmt: skip
    assert invoice.lines == ({"BT-126": "1", "BT-129": "12.5", "BT-130": "KGM"},)
    assert parse(OLD, "").terms == {"BT-1": "RE-3", "BT-112": "119.00"}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<a><b/></a>", "keine E-Rechnung"),
        (b"<Invoice><ID>1</Invoice>", "fehlerhaft"),
        (b"<!DOCTYPE Invoice [<!ENTITY a 'b'>]><Invoice><ID>&a;</ID></Invoice>", "DOCTYPE"),
        (b"<!DOCTYPE Invoice [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Invoice><ID>&x;</ID></Invoice>", "DOCTYPE"),
        (b"<?xml version='1.0' encoding='no-such'?><Invoice/>", "fehlerhaft"),
    ],
)
def test_refused(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        parse(data, "")
    assert said in caught.value.message


def test_a_thousand_laughs_are_not_expanded() -> None:
    entities = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    with pytest.raises(Unreadable):
        parse(f"<!DOCTYPE Invoice [<!ENTITY l0 'ha'>{entities}]><Invoice><ID>&l11;</ID></Invoice>".encode(), "")


def test_the_invoice_is_found_among_attachments_and_a_broken_one_is_named() -> None:
    invoice, notes = embedded([("lager.xml", b"<a/>"), ("factur-x.xml", CII)])
    assert (invoice is not None, notes) == (True, [])
    invoice, notes = embedded([("factur-x.xml", b"<a")])
    assert invoice is None
    assert "factur-x.xml" in notes[0]


def test_of_two_invoices_in_a_pdf_one_is_read_and_the_other_named() -> None:
    other = FACTUR_X.replace(b"RE-2026-2", b"RE-ANDERE")
    found, notes = embedded([("anlage.xml", other), ("factur-x.xml", FACTUR_X), ("ZUGFeRD-invoice.xml", other)])
    assert found is not None
    assert found.invoice.terms["BT-1"] == "RE-2026-2"
    assert notes == ["In diesem PDF stecken mehrere Rechnungsdateien. Gelesen ist „factur-x.xml“, nicht „ZUGFeRD-invoice.xml“."]
    assert embedded([("factur-x.xml", FACTUR_X), ("xrechnung.xml", FACTUR_X), ("anlage.xml", other)])[1] == []


def test_a_pure_xml_invoice_becomes_pages_that_can_be_shown(tmp_path: Path) -> None:
    path = tmp_path / "rechnung.txt"
    path.write_bytes(UBL)
    reading = read(path, scan())
    assert reading.einvoice is not None
    assert [page.how for page in reading.pages] == ["einvoice"]
    assert "Bestellnummer B-26-00417" in reading.pages[0].text
    assert "Rechnungsdatum 18.03.2026" in reading.pages[0].text
    [(_, image)] = page_images(path, reading)
    assert image[8:12] == b"WEBP"


def test_a_long_invoice_takes_several_pages(tmp_path: Path) -> None:
    start, end = UBL.index(b"<a:InvoiceLine>"), UBL.index(b"</ubl:Invoice>")
    path = tmp_path / "lang.xml"
    path.write_bytes(UBL[:start] + UBL[start:end] * 40 + UBL[end:])
    reading = read(path, scan())
    assert len(reading.pages) > 1
    assert all(word.box[3] <= page.height and word.box[2] <= page.width for page in reading.pages for word in page.words)


def test_a_hybrid_pdf_gives_both(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    text_page(pdf)
    pdf.attachments["factur-x.xml"] = pikepdf.AttachedFileSpec(pdf, CII, filename="factur-x.xml")
    reading = read(saved(pdf, tmp_path / "hybrid.pdf"), scan())
    assert reading.einvoice is not None
    assert reading.einvoice.attachment == "factur-x.xml"
    assert reading.pages[0].how == "pdf-text"


def test_a_file_that_is_only_associated_counts_too(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    text_page(pdf)
    spec = pikepdf.AttachedFileSpec(pdf, CII, filename="factur-x.xml")
    pdf.Root.AF = pdf.make_indirect(pikepdf.Array([spec.obj]))
    reading = read(saved(pdf, tmp_path / "hybrid.pdf"), scan())
    assert reading.einvoice is not None
    assert reading.einvoice.terms["BT-1"] == "RE-2"


def test_the_data_count_when_the_picture_beside_them_is_broken(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    text_page(pdf)
    pdf.pages[0].MediaBox = pikepdf.Array([0, 0, 0.2, 842])
    pdf.attachments["factur-x.xml"] = pikepdf.AttachedFileSpec(pdf, CII, filename="factur-x.xml")
    path = saved(pdf, tmp_path / "hybrid.pdf")
    reading = read(path, scan())
    assert [page.how for page in reading.pages] == ["einvoice"]
    assert "RE-2" in reading.pages[0].text
    assert "nicht lesbar" in reading.notes[0]
    [(_, image)] = page_images(path, reading)
    assert image[8:12] == b"WEBP"


def test_a_draft_of_zugferd_1_is_read_by_its_elements() -> None:
    draft = OLD.replace(b"r:CrossIndustryDocument", b"r:Invoice")
    assert parse(draft, "").terms == {"BT-1": "RE-3", "BT-112": "119.00"}
