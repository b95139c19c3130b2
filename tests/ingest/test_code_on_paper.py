"""Codes of ours on papers that are no sheets: nothing disappears as a separator, and print is not outvoted by what anybody can print."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.intake import Sender
from archive.locations import Locations
from archive.space import Space, open_space
from archive.store.seam import Incoming
from export import barcode
from export.pdf import MM, Sheet, Writer
from ingest.pipeline import process
from tests.cast import furnish

INVOICE = ("Stahlhandel Düren GmbH", "", "Rechnung", "Rechnungsnummer: {}", "Rechnungsdatum: 10.11.2026", "Ihre Bestellung: {}", "")
SUM = ("Pos 1 Flachstahl 50x10 10 Stück 12,00 EUR 120,00 EUR", "Nettobetrag 120,00 EUR", "USt 19 % 22,80 EUR", "Gesamtbetrag 142,80 EUR")


def pdf(*pages: tuple[Sequence[str], str], millimetres: float = 40.0) -> bytes:
    writer = Writer("Papier", datetime(2026, 11, 22, tzinfo=UTC))
    for lines, code in pages:
        sheet = Sheet()
        for at, line in enumerate(lines):
            writer.text(sheet, (60, 60 + 16 * at), line, 11)
        if code:
            barcode.qr((writer, sheet), (350, 560), millimetres * MM, code)
        writer.add(sheet)
    return writer.finish()


def invoice(number: str, order: str) -> tuple[str, ...]:
    return (*(line.format(number if "nummer" in line else order) for line in INVOICE), *SUM)


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(opened)
    yield opened
    opened.close()


def handed_in(space: Space, data: bytes, source: str, media: str = "application/pdf") -> str:
    def pour(incoming: Incoming) -> None:
        incoming.write(data)

    with space.intake.receive() as incoming:
        pour(incoming)
        stored = incoming.keep()
    return space.intake.acknowledge(stored, Sender("papier", media, source, "Anna")).eingangsnummer


def waits_because(space: Space, number: str) -> list[str]:
    process(space, number)
    assert space.intake.get(number).state == "waiting"
    return [doubt.reason for doubt in space.documents.get(number).doubts]


@pytest.mark.parametrize("size", [40.0, 62.0])
@pytest.mark.parametrize("code", ["MAPPE:TRENNBLATT;BLATT", "MAPPE:X-99-1234;BLATT"])
def test_an_invoice_that_carries_the_code_of_a_sheet_stays_a_paper_and_a_person_looks(space: Space, code: str, size: float) -> None:
    pages = [(invoice("AB-4713", "B-26-00401"), ""), (invoice("AB-4714", "B-26-00401"), code), (invoice("AB-4715", "B-26-00401"), "")]
    number = handed_in(space, pdf(*pages, millimetres=size), "web")
    assert any("Auf Seite 2 steht der Code eines Deckblatts oder Trennblatts" in reason for reason in waits_because(space, number))
    assert "AB-4714" in space.documents.reading(number).pages[1].text


def test_a_note_without_amounts_and_a_small_code_is_no_sheet_either(space: Space) -> None:
    note = ("Stahlhandel Düren GmbH", "Heute geliefert: 10 Stück Flachstahl", "angenommen: Weber")
    number = handed_in(space, pdf((invoice("AB-4713", "B-26-00401"), ""), (note, "MAPPE:TRENNBLATT;BLATT"), millimetres=30), "web")
    assert any("Auf Seite 2" in reason for reason in waits_because(space, number))


def test_a_code_that_names_another_order_than_the_print_waits(space: Space) -> None:
    number = handed_in(space, pdf((invoice("AB-4711", "B-26-00401"), "MAPPE:A-26-0103")), "ordner")
    assert "Der Strichcode nennt A-26-0103, auf dem Papier steht aber B-26-00401." in waits_because(space, number)


def test_a_code_that_agrees_with_the_print_files_also_from_outside(space: Space) -> None:
    number = handed_in(space, pdf((invoice("AB-4711", "B-26-00401"), "MAPPE:A-26-0101")), "link")
    process(space, number)
    assert (space.intake.get(number).state, space.documents.get(number).orders) == ("filed", ("A-26-0101",))


def test_a_code_alone_files_from_our_own_scanner_and_is_asked_for_from_outside(space: Space) -> None:
    bare = invoice("AB-4712", "")
    ours = handed_in(space, pdf((bare, "MAPPE:A-26-0103")), "ordner")
    process(space, ours)
    assert (space.intake.get(ours).state, space.documents.get(ours).orders) == ("filed", ("A-26-0103",))
    theirs = handed_in(space, pdf((invoice("AB-4799", ""), "MAPPE:A-26-0103")), "link")
    assert any("Nur der aufgedruckte Code nennt A-26-0103" in reason for reason in waits_because(space, theirs))


def test_what_came_in_a_mail_counts_as_from_outside(space: Space) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "wer@example.org", "Rechnung"
    mail.set_content("Anbei.")
    mail.add_attachment(pdf((invoice("AB-4712", ""), "MAPPE:A-26-0103")), maintype="application", subtype="pdf", filename="re.pdf")
    out = io.BytesIO(mail.as_bytes())
    number = handed_in(space, out.getvalue(), "post", "message/rfc822")
    (attached,) = process(space, number)
    assert any("kam per Mail" in reason for reason in waits_because(space, attached))
