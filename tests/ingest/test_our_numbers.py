"""Numbers of ours that were misread are read as those the register knows; well-read ones that nobody entered stay, and so does print."""

from __future__ import annotations

import dataclasses

import pytest

from archive.doctypes import doctype
from archive.document import Finding
from archive.policy import SURE
from ingest.our_numbers import named
from ingest.paper import prepare
from ingest.understand import understand
from tests.papers import REGISTER, SCREWS, STEEL, US, Memory, bought, order, reading


def held(*read: tuple[str, str, float], how: str = "ocr", sender: object = STEEL, register: Memory = REGISTER) -> list[tuple[str, str]]:
    """Field and number of the findings, surest first."""
    scanned = reading("Lieferschein")
    pages = tuple(dataclasses.replace(page, how=how) for page in scanned.pages)  # type: ignore[arg-type]
    paper = prepare(dataclasses.replace(scanned, pages=pages), doctype("lieferschein"), US, own=False)
    findings = [Finding(field, value, value, 1, (0, 0, 9, 9), confidence, "hinter ‚Nr'") for field, value, confidence in read]
    made = named(paper, findings, register, sender)  # type: ignore[arg-type]
    assert all(f.confidence < SURE for f in made if f.value not in ("A-26-0112", "B-26-00417"))
    assert all(("bekannt ist" in f.rule) + ("nicht bekannt" in f.rule) < 2 for f in made)
    return [(f.field, f.value) for f in sorted(made, key=lambda f: -f.confidence)]


@pytest.mark.parametrize(
    ("value", "confidence", "number"),
    [
        ("A-26-O112", 0.95, "A-26-0112"),  # a letter that stands for a digit
        ("B-26-0O417", 0.3, "B-26-00417"),
        ("B-26-00471", 0.95, "B-26-00471"),  # well read: the next number, which nobody has entered
        ("XY-77", 0.2, "XY-77"),
    ],
)
def test_a_misread_number_is_the_known_one(value: str, confidence: float, number: str) -> None:
    assert [found for _, found in held(("bestellnummer", value, confidence))] == [number]


def test_print_of_a_file_is_never_misread() -> None:
    assert held(("auftragsnummer", "A-26-O112", 0.95), how="pdf-text") == [("auftragsnummer", "A-26-O112")]


def test_a_purchase_order_at_somebody_else_is_not_meant() -> None:
    assert held(("bestellnummer", "B-26-0O417", 0.3), sender=SCREWS) == [("bestellnummer", "B-26-0O417")]
    assert held(("bestellnummer", "B-26-0O417", 0.3), sender=None) == [("bestellnummer", "B-26-00417")]


def test_where_two_numbers_may_be_meant_none_is() -> None:
    two = Memory(entries=(order("A-26-0112"), order("A-26-O112")))
    assert held(("auftragsnummer", "A-26-0II2", 0.3), register=two) == [("auftragsnummer", "A-26-0II2")]


def test_a_known_number_counts_before_one_that_nobody_entered() -> None:
    findings = held(("auftragsnummer", "HS-12-1200", 0.39), ("kommission", "A-26-0112", 0.31))
    assert findings == [("auftragsnummer", "A-26-0112"), ("auftragsnummer", "HS-12-1200")]


def test_a_number_read_twice_is_told_once_as_known() -> None:
    findings = held(("auftragsnummer", "A-26-0112", 0.9), ("auftragsnummer", "A-26-O112", 0.95))
    assert findings == [("auftragsnummer", "A-26-0112"), ("auftragsnummer", "A-26-O112")]


def test_behind_ihr_zeichen_the_shape_tells_what_it_is() -> None:
    shaped = Memory(entries=(bought("B-26-OO417", "A-26-0112"), bought("B-26-00418", "A-26-0113")))
    assert held(("zeichen", "B-26-O0418", 0.6), register=shaped) == [("zeichen", "B-26-O0418")]
    near = Near(entries=(bought("B-26-00418", "A-26-0113"),))
    assert held(("zeichen", "B-26-00419", 0.6), register=near) == [("bestellnummer", "B-26-00419")]
    assert held(("zeichen", "Herr Meier", 0.6), register=near) == [("zeichen", "Herr Meier")]


class Near(Memory):
    """A register whose numbers are alike when they begin alike, as those of a year do."""

    def alike(self, numbers):  # type: ignore[no-untyped-def]
        return [k for k in self.entries if any(n[:6] == k.number[:6] for n in numbers)]


@pytest.mark.parametrize("number", ["DE999990019", "DE89370400440532013000"])
def test_our_own_ids_are_no_numbers_of_the_supplier(number: str) -> None:
    print_ = f"#Stahlhandel Düren GmbH\n\nMusterwerk Maschinenbau GmbH\n\n#Rechnung\nRechnungs-Nr.: RE-1\nKunden-Nr.: {number}"
    assert understand(reading(print_), REGISTER).value("kundennummer") == ""


def test_a_delivery_note_tells_when_the_goods_came() -> None:
    print_ = (
        "#Stahlhandel Düren GmbH\n\nMusterwerk Maschinenbau GmbH\n\n#Rechnung\nRechnungs-Nr.: RE-1\nDatum: 12.11.2026\nLS-Nr.: 771200\n"
    )
    sums = "Netto 1.000,00\n19 % USt 190,00\nGesamtbetrag 1.190,00\nUSt-IdNr. DE136695976"
    proposal = understand(reading(print_ + sums), REGISTER)
    assert proposal.value("lieferscheinnummer") == "771200"
    assert not [d for d in proposal.doubts if d.about == "pflichtangaben"]
