"""A PDF held against the invoice data inside it: what deviates is told, what only looks so is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from archive.document import Proposal
from archive.locations import Locations
from archive.scan import Reading
from archive.space import Space, open_space
from ingest.read import read
from ingest.understand import understand
from tests.ingest.drawn import saved, scan
from tests.ingest.einvoices import FACTUR_X, XRECHNUNG
from tests.pdfs import text_pdf

WORDS = tuple("Wir liefern ab Werk und danken für den Auftrag" for _ in range(5))
"""Enough print to compare with."""


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    yield opened
    opened.close()


def about(proposal: Proposal, key: str) -> list[str]:
    return [doubt.reason for doubt in proposal.doubts if doubt.about == key]


def hybrid(tmp_path: Path, *lines: str, data: bytes = FACTUR_X) -> Reading:
    (tmp_path / "leer.pdf").write_bytes(text_pdf(*lines))
    pdf = pikepdf.open(tmp_path / "leer.pdf")
    pdf.attachments["factur-x.xml"] = pikepdf.AttachedFileSpec(pdf, data, filename="factur-x.xml")
    return read(saved(pdf, tmp_path / "hybrid.pdf"), scan())


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("Rechnungsnummer: RE-2026-2", ""),
        ("Rechnungsnummer: RE-2026-77", "rechnungsnummer"),
        ("Rechnungsdatum: 19.03.2026", "rechnungsdatum"),
        ("IBAN DE02 1203 0000 0000 2020 51", "iban"),
        ("Rechnungsdatum: 03/18/2026", ""),
    ],
)
def test_a_pdf_that_says_something_else_is_a_doubt(space: Space, tmp_path: Path, line: str, field: str) -> None:
    reading = hybrid(tmp_path, "Schmidt KG", "Rechnung", line, "Gesamtbetrag 119,00 EUR")
    told = [d for d in understand(reading, space.orders).doubts if d.reason.startswith("PDF weicht von den Rechnungsdaten ab")]
    assert [d.about for d in told] == ([field] if field else [])


def test_values_that_are_printed_show_their_place_in_the_pdf(space: Space, tmp_path: Path) -> None:
    reading = hybrid(tmp_path, "Schmidt KG", "Rechnung", "Rechnungsnummer: RE-2026-2", "Gesamtbetrag 119,00 EUR")
    found = {f.field: f for f in understand(reading, space.orders).findings if f.confidence == 1.0}
    assert {key: bool(f.box) for key, f in found.items() if key in ("rechnungsnummer", "brutto", "faellig_am")} == {
        "rechnungsnummer": True, "brutto": True, "faellig_am": False,
    }  # fmt: skip
    assert replace(reading, einvoice=None).pages == reading.pages


@pytest.mark.parametrize(
    ("printed", "differs"),
    [("RE-2026-2", False), ("RE-2026-278", True), ("Beleg RE-2026-2", False)],
)
def test_a_number_with_more_digits_is_another_number(tmp_path: Path, space: Space, printed: str, differs: bool) -> None:
    reading = hybrid(tmp_path, f"Rechnungsnummer: {printed}", "Rechnungsdatum: 18.03.2026", *WORDS)
    assert ("PDF weicht" in " ".join(about(understand(reading, space.orders), "rechnungsnummer"))) is differs


def test_what_stands_nowhere_on_the_pages_is_a_deviation(tmp_path: Path, space: Space) -> None:
    said = about(understand(hybrid(tmp_path, "Rechnungsdatum: 18.03.2026", "RE-2026-2", *WORDS), space.orders), "brutto")
    assert said == ["PDF weicht von den Rechnungsdaten ab: Bruttobetrag 119,00 steht in den Daten, aber nirgends auf den Seiten."]
    shown = about(understand(hybrid(tmp_path, "RE-2026-2 vom 18 mars 2026", "Total -119,00", *WORDS), space.orders), "brutto")
    assert not [s for s in shown if "PDF weicht" in s]  # a credit with its sign


def test_an_account_that_is_right_does_not_vouch_for_another(tmp_path: Path, space: Space) -> None:
    end = b"</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>"
    begin = FACTUR_X.index(b"<ram:SpecifiedTradeSettlementPaymentMeans>")
    means = FACTUR_X[begin : FACTUR_X.index(end) + len(end)]
    page = ("RE-2026-2 vom 18.03.2026", "Gesamtbetrag 119,00", "IBAN DE89 3704 0044 0532 0130 00", *WORDS)

    def told(second: bytes) -> list[str]:
        reading = hybrid(tmp_path, *page, data=FACTUR_X.replace(means, means + second))
        return [said for said in about(understand(reading, space.orders), "iban") if "PDF weicht" in said]

    [said] = told(means.replace(b"DE89370400440532013000", b"DE02120300000000202051"))
    assert "DE02 1203 0000 0000 2020 51 steht in den Daten, aber nirgends auf den Seiten" in said
    assert not told(means.replace(b"DE89370400440532013000", b"4711").replace(b"IBANID", b"ProprietaryID"))


def test_an_amount_to_pay_that_is_not_printed_deviates(tmp_path: Path, space: Space) -> None:
    page = ("RE-2026-2 vom 18.03.2026", "Gesamtbetrag 119,00", "IBAN DE89 3704 0044 0532 0130 00", *WORDS)
    changed = FACTUR_X.replace(b"<ram:DuePayableAmount>119.00", b"<ram:DuePayableAmount>919.00")
    assert changed != FACTUR_X
    [said] = [s for s in about(understand(hybrid(tmp_path, *page, data=changed), space.orders), "brutto") if "PDF weicht" in s]
    assert "Zahlbetrag 919,00 steht in den Daten" in said


def test_a_second_invoice_file_does_not_hide_what_deviates(tmp_path: Path, space: Space) -> None:
    (tmp_path / "leer.pdf").write_bytes(text_pdf("RE-2026-2 vom 18.03.2026", "Gesamtbetrag 119,00", *WORDS))
    pdf = pikepdf.open(tmp_path / "leer.pdf")
    for name, data in (("factur-x.xml", FACTUR_X), ("xrechnung.xml", XRECHNUNG)):
        pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data, filename=name)
    proposal = understand(read(saved(pdf, tmp_path / "zwei.pdf"), scan()), space.orders)
    assert any("steht in den Daten, aber nirgends auf den Seiten" in said for said in about(proposal, "iban"))
    assert any("mehrere Rechnungsdateien" in said for said in about(proposal, "seiten"))
