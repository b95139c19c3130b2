"""From the terms of an e-invoice to findings, lines, types, links and doubts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from archive.document import Proposal
from archive.locations import Locations
from archive.order import Order, PurchaseOrder
from archive.scan import Reading
from archive.space import Space, open_space
from ingest.read import read
from ingest.understand import understand
from tests.ingest.drawn import scan
from tests.ingest.einvoices import FACTUR_X, XRECHNUNG


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    opened.orders.save([Order(number) for number in ("A-26-0101", "A-26-0102", "A-26-0103")], "test")
    yield opened
    opened.close()


def ours(space: Space, number: str, order: str) -> None:
    space.orders.save([PurchaseOrder(number, "", (order,))], "test")


def seen(data: bytes, tmp_path: Path) -> Reading:
    path = tmp_path / "rechnung"
    path.write_bytes(data)
    return read(path, scan())


def about(proposal: Proposal, key: str) -> list[str]:
    return [doubt.reason for doubt in proposal.doubts if doubt.about == key]


def test_lines_speak_german_and_keep_the_price_base(space: Space, tmp_path: Path) -> None:
    [line] = understand(seen(XRECHNUNG, tmp_path), space.orders).lines
    assert (line.quantity, line.unit, line.unit_price, line.price_base) == (Decimal(400), "Stk", Decimal("25.00"), Decimal(100))
    assert (line.position, line.article, line.total) == ("1", "S-8", Decimal("100.00"))
    assert line.evidence.raw == "/Invoice/InvoiceLine"


def test_every_value_has_its_path_and_its_place_on_the_sheet(space: Space, tmp_path: Path) -> None:
    proposal = understand(seen(XRECHNUNG, tmp_path), space.orders)
    found = {f.field: f for f in proposal.findings}
    assert found["rechnungsnummer"].rule.endswith("/Invoice/ID")
    placed = {key: f.value for key, f in found.items() if f.page and f.box}
    wanted = {"rechnungsnummer": "RE-2026-1", "rechnungsdatum": "2026-03-18", "brutto": "119.00", "iban": "DE89370400440532013000"}
    assert {key: placed.get(key) for key in wanted} == wanted
    assert proposal.numbers("lieferscheinnummer") == ("80015511", "80015512")


@pytest.mark.parametrize(
    ("code", "doctype"),
    [("380", "rechnung"), ("326", "rechnung"), ("386", "rechnung"), ("875", "rechnung"), ("877", "rechnung"),
     ("71", "rechnung"), ("381", "gutschrift"), ("389", "gutschrift"), ("502", "gutschrift"), ("220", "bestellung"),
     ("231", "auftragsbestaetigung")],
)  # fmt: skip
def test_the_type_code_decides_the_document_type(space: Space, tmp_path: Path, code: str, doctype: str) -> None:
    data = XRECHNUNG.replace(b"TypeCode>380<", f"TypeCode>{code}<".encode())
    assert understand(seen(data, tmp_path), space.orders).doctype == doctype


def test_a_correction_is_an_invoice_in_place_of_another_unless_it_takes_money_back(space: Space, tmp_path: Path) -> None:
    earlier = b"<a:BillingReference><a:InvoiceDocumentReference><c:ID>RE-2025-9</c:ID></a:InvoiceDocumentReference></a:BillingReference>"
    data = XRECHNUNG.replace(b"TypeCode>380<", b"TypeCode>384<").replace(b"<a:AdditionalDocumentR", earlier + b"<a:AdditionalDocumentR", 1)
    whole = understand(seen(data, tmp_path), space.orders)
    assert whole.doctype == "rechnung"
    assert "Diese Rechnung berichtigt die Rechnung RE-2025-9." in [d.reason for d in whole.doubts]
    back = understand(seen(data.replace(b">119.00<", b">-119.00<"), tmp_path), space.orders)
    assert back.doctype == "gutschrift"
    assert not [d for d in back.doubts if "berichtigt" in d.reason]


@pytest.mark.parametrize(("code", "said"), [("325", "Proforma"), ("389", "selbst ausgestellt")])
def test_papers_that_are_no_bills_say_so(space: Space, tmp_path: Path, code: str, said: str) -> None:
    data = XRECHNUNG.replace(b"TypeCode>380<", f"TypeCode>{code}<".encode())
    assert any(said in d.reason for d in understand(seen(data, tmp_path), space.orders).doubts)


def test_reasons_name_terms_in_german(space: Space, tmp_path: Path) -> None:
    ours(space, "B-26-00417", "A-26-0101")
    proposal = understand(seen(XRECHNUNG, tmp_path), space.orders)
    assert proposal.links[0].reason == "in der E-Rechnung als Bestellnummer B-26-00417 steht"
    unknown = understand(seen(XRECHNUNG.replace(b"B-26-00417", b"B-26-09999"), tmp_path), space.orders)
    assert "Die Nummer B-26-09999 (Bestellnummer in der E-Rechnung) ist hier nicht bekannt." in [d.reason for d in unknown.doubts]


@pytest.mark.parametrize(
    ("old", "new", "order"),
    [
        (b"", b"", "A-26-0101"),  # BT-13
        (b"B-26-00417", b"B-26-00418", "A-26-0102"),
        (b"<c:ID>B-26-00417</c:ID>", b"<c:ID>0</c:ID>", ""),
        (b"Scheibe", b"Scheibe, Kommission A-26-0103", "A-26-0103"),
    ],
)
def test_our_numbers_lead_to_the_order(space: Space, tmp_path: Path, old: bytes, new: bytes, order: str) -> None:
    ours(space, "B-26-00417", "A-26-0101")
    ours(space, "B-26-00418", "A-26-0102")
    links = understand(seen(XRECHNUNG.replace(old, new) if old else XRECHNUNG, tmp_path), space.orders).links
    assert (order in [link.order for link in links]) == bool(order)


def test_the_sellers_own_order_number_never_links(space: Space, tmp_path: Path) -> None:
    ours(space, "S-9-0815", "A-26-0101")
    data = XRECHNUNG.replace(b"S-9", b"S-9-0815").replace(b"<c:ID>B-26-00417</c:ID>", b"<c:ID>0</c:ID>")
    proposal = understand(seen(data, tmp_path), space.orders)
    assert (proposal.links, proposal.value("auftragsnummer_lieferant")) == ((), "S-9-0815")


def test_a_collective_invoice_names_its_orders_in_the_remarks(space: Space, tmp_path: Path) -> None:
    ours(space, "B-26-00417", "A-26-0101")
    ours(space, "B-26-00420", "A-26-0102")
    data = XRECHNUNG.replace(b"Sammelrechnung zu", b"Ihre Bestellung B-26-00420, Sammelrechnung zu")
    assert {link.order for link in understand(seen(data, tmp_path), space.orders).links} == {"A-26-0101", "A-26-0102"}


@pytest.mark.parametrize("profile", ["minimum", "basicwl"])
def test_booking_aids_are_no_invoices(space: Space, tmp_path: Path, profile: str) -> None:
    data = FACTUR_X.replace(b"urn:cen.eu:en16931:2017<", f"urn:factur-x.eu:1p0:{profile}<".encode())
    told = about(understand(seen(data, tmp_path), space.orders), "einvoice")
    assert any("keine Rechnung im Sinne des UStG" in reason for reason in told)


def test_errors_of_the_rules_become_a_doubt_that_does_not_hold(space: Space, tmp_path: Path) -> None:
    ours(space, "B-26-00417", "A-26-0101")
    data = XRECHNUNG.replace(b'EUR">119.00</c:TaxInclusive', b'EUR">120.00</c:TaxInclusive')
    [reason] = about(understand(seen(data, tmp_path), space.orders), "einvoice")
    assert "Geschäftsregelfehler" in reason
    assert "BR-CO-15" in reason


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        (b">119.00<", b">NaN<", "brutto"),
        (b">119.00<", b">-Infinity<", "brutto"),
        (b">119.00<", b">1e999999999<", "brutto"),
        (b">119.00<", b">1 119.00<", "brutto"),
        (b">119.00<", b">119,00<", "brutto"),
        (b">119.00<", b">1_19<", "brutto"),
        (b">119.00<", ">١١٩<".encode(), "brutto"),
        (b">2026-03-18<", b">2026-13-45<", "rechnungsdatum"),
        (b">2026-03-18<", b">morgen<", "rechnungsdatum"),
        (b">2026-03-18<", b">0000-00-00<", "rechnungsdatum"),
        (b">RE-2026-1<", b">" + b"R" * 100_000 + b"<", "rechnungsnummer"),
    ],
)
def test_what_is_no_value_of_its_kind_is_missing_and_said(space: Space, tmp_path: Path, old: bytes, new: bytes, field: str) -> None:
    proposal = understand(seen(XRECHNUNG.replace(old, new), tmp_path), space.orders)
    assert not [f for f in proposal.findings if f.field == field]
    assert any("fehlt oder war nicht zu lesen" in said for said in about(proposal, field))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b">2026-03-18<", b">9999-12-31<"),
        (b"PROZENT=2.00", b"PROZENT=2.0.0"),
        (b"TAGE=14", b"TAGE=" + b"9" * 5000),
        (b">400<", b">1E+99999999<"),
        (b'"H87">100<', b'"H87">0<'),
    ],
)
def test_odd_values_break_nothing(space: Space, tmp_path: Path, old: bytes, new: bytes) -> None:
    assert old in XRECHNUNG
    proposal = understand(seen(XRECHNUNG.replace(old, new), tmp_path), space.orders)
    assert {f.field: f.value for f in proposal.findings}["rechnungsnummer"] == "RE-2026-1"
    assert len(proposal.lines) == 1
