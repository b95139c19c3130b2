"""What a correction teaches and what it must not: places, wrong places, types, senders; other suppliers, check digits, our numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from archive import correction
from archive.content import Correction, content_of
from archive.corrected import Corrected
from archive.document import Finding
from archive.lesson import Lesson, sentence
from archive.scan import Reading
from ingest.layout import text_of
from ingest.learn import derived
from ingest.surroundings import Spot, behind, surroundings
from ingest.taught import profile, shape
from ingest.understand import understand
from tests.papers import REGISTER, page, reading

FROM = "E-2026-0000012"


def invoice(rows: str, name: str = "Stahlhandel Düren GmbH", title: str = "Rechnung") -> Reading:
    head = f"#{name}\n\n{name} · Hafenweg 3 · 52349 Düren\nMusterwerk Maschinenbau GmbH"
    return reading(f"{head}\n\n#{title}\n{rows}\n\nmit freundlichem Gruß")


def taught(paper: Reading, fields: Mapping[str, str], doctype: str | None = None) -> tuple[Lesson, ...]:
    """The lessons of one corrected paper."""
    before = content_of(understand(paper, REGISTER), "")
    now = correction.apply(before, Correction(doctype, (), fields), "das Büro", filed=True)
    return tuple(derived(paper, Corrected(FROM, before, now, frozenset(fields), "das Büro", datetime(2026, 11, 22, tzinfo=UTC))))


def found(paper: Reading, field: str, lessons: tuple[Lesson, ...]) -> Finding | None:
    findings = [f for f in understand(paper, REGISTER, lessons).findings if f.field == field]
    return max(findings, key=lambda f: f.confidence, default=None)


LAYOUTS = [
    ("Buchungszahl: {}     Seite: 1", "hinter ‚Buchungszahl'"),
    ("Seite     Buchungszahl     Bearbeitung\n1         {}           Frau Weiß", "unter ‚Buchungszahl'"),
    ("@0.75 {}", "an der gewohnten Stelle"),
]


@pytest.mark.parametrize(("rows", "where"), LAYOUTS, ids=["before", "above", "place"])
def test_the_next_paper_of_the_supplier_is_read_there(rows: str, where: str) -> None:
    lessons = taught(invoice(rows.format("QX-10441")), {"rechnungsnummer": "QX-10441"})
    finding = found(invoice(rows.format("QX-20558")), "rechnungsnummer", lessons)
    assert finding is not None
    assert finding.value == "QX-20558"
    assert finding.rule.startswith(f"{where}; gelernt aus {FROM} (das Büro)")


def test_a_place_alone_is_never_sure() -> None:
    lessons = taught(invoice("@0.75 QX-10441"), {"rechnungsnummer": "QX-10441"})
    proposal = understand(invoice("@0.75 QX-20558"), REGISTER, lessons)
    assert "rechnungsnummer" in {doubt.about for doubt in proposal.doubts}


def test_a_wrong_place_is_not_proposed_again() -> None:
    rows = "Beleg: {}     Buchungszahl: {}"
    paper = invoice(rows.format("300411", "QX-10441"))
    assert found(paper, "rechnungsnummer", ()) is not None
    lessons = taught(paper, {"rechnungsnummer": "QX-10441"})
    assert "Rechnungsnummer steht nicht hinter ‚Beleg'" in [sentence(lesson) for lesson in lessons]
    finding = found(invoice(rows.format("300412", "QX-20558")), "rechnungsnummer", lessons)
    assert finding is not None
    assert finding.value == "QX-20558"
    alone = found(invoice("Beleg: 300413"), "rechnungsnummer", lessons)
    assert alone is None


def test_a_value_taken_away_is_a_wrong_place() -> None:
    lessons = taught(invoice("Beleg: 300411"), {"rechnungsnummer": ""})
    assert [sentence(lesson) for lesson in lessons] == ["Rechnungsnummer steht nicht hinter ‚Beleg'"]


def test_a_misread_value_says_nothing_against_its_place() -> None:
    lessons = taught(invoice("Rechnungs-Nr.: RE-2O26-117"), {"rechnungsnummer": "RE-2026-117"})
    assert [lesson.kind for lesson in lessons] == ["stelle"]
    assert found(invoice("Rechnungs-Nr.: RE-2026-118"), "rechnungsnummer", lessons) is not None


def test_nothing_is_learned_of_a_value_that_is_printed_nowhere() -> None:
    assert taught(invoice("Buchungszahl: QX-10441"), {"rechnungsnummer": "ZZ-99"}) == ()


def test_a_lesson_stays_with_its_supplier() -> None:
    lessons = taught(invoice("Buchungszahl: QX-10441"), {"rechnungsnummer": "QX-10441"})
    other = invoice("Buchungszahl: QX-20558", name="Schraubenhof Nord KG")
    assert found(other, "rechnungsnummer", lessons) is None
    assert profile(lessons, "").lessons == ()


def test_a_short_label_is_not_found_inside_a_longer_one() -> None:
    assert [text_of(row) for row in behind(page("Nr. 104-7711"), "Nr", "rechts")] == ["104-7711"]
    assert list(behind(page("Kundenkonto Nr. 888-1234"), "Nr", "rechts")) == []


def test_what_people_point_at_counts_where_a_value_is_printed_twice() -> None:
    paper = invoice("Objekt: 77001     Buchungszahl: 77001")
    before = content_of(understand(paper, REGISTER), "")
    box = next(w.box for w in reversed(paper.pages[0].words) if w.text == "77001")
    entered = Finding("rechnungsnummer", "77001", "77001", 1, box, 1.0, "von Hand eingetragen")
    now = replace(before, findings=(*before.findings, entered))
    what = Corrected(FROM, before, now, frozenset({"rechnungsnummer"}), "das Büro", datetime(2026, 11, 22, tzinfo=UTC))
    assert [lesson.label for lesson in derived(paper, what)] == ["Buchungszahl"]


def test_check_digits_go_before_what_was_learned() -> None:
    lessons = taught(invoice("Gutschrift auf: DE88 2008 0000 0970 3757 00"), {"iban": "DE88200800000970375700"})
    finding = found(invoice("Gutschrift auf: DE88 2008 0000 0970 3757 01"), "iban", lessons)
    assert finding is None or "gelernt" not in finding.rule


def test_proved_sums_go_before_what_was_learned() -> None:
    table = "Zwischenwert      {}\nSumme netto       100,00\n19 % MwSt          19,00\nGesamtbetrag      119,00"
    lessons = taught(invoice("Zwischenwert      119,00\nBetrag      50,00"), {"brutto": "119,00"})
    assert [lesson.label for lesson in lessons] == ["Zwischenwert"]
    finding = found(invoice(table.format("77,00")), "brutto", lessons)
    assert finding is not None
    assert finding.value == "119.00"


def test_our_own_number_is_never_learned_as_the_senders() -> None:
    lessons = taught(invoice("Buchungszahl: QX-10441"), {"rechnungsnummer": "QX-10441"})
    finding = found(invoice("Buchungszahl: B-26-00417"), "rechnungsnummer", lessons)
    assert finding is None


def test_a_senders_own_number_is_never_learned_as_ours() -> None:
    lessons = taught(invoice("Unsere Abwicklung: 7788-12"), {"bestellnummer": "7788-12"})
    assert all(not lesson.label.startswith("Unsere") for lesson in lessons)


def test_an_unknown_heading_becomes_a_type() -> None:
    rows = "Nummer: 80015599\nIhre Bestellung: B-26-00417"
    lessons = taught(invoice(rows, title="Sendebegleiter"), {}, "lieferschein")
    assert [sentence(lesson) for lesson in lessons] == ["Ein Papier mit der Überschrift ‚Sendebegleiter' ist: Lieferschein"]
    proposal = understand(invoice(rows, title="Sendebegleiter"), REGISTER, lessons)
    assert (proposal.doctype, proposal.doctype_reason) == ("lieferschein", f"‚Sendebegleiter' darüber steht (gelernt aus {FROM}, das Büro)")
    other = understand(invoice(rows, name="Schraubenhof Nord KG", title="Sendebegleiter"), REGISTER, lessons)
    assert "gelernt" not in other.doctype_reason


def test_a_heading_that_names_a_type_is_not_turned_round() -> None:
    assert taught(invoice("Beleg: 300411"), {}, "gutschrift") == ()


def test_a_sender_is_known_again_by_what_proves_itself() -> None:
    rows = "Beleg: 300411\nUSt-IdNr. DE811128135    info@blechwerk-rur.de    einkauf@musterwerk.de"
    lessons = taught(invoice(rows, name="BWR"), {"lieferant": "Blechwerk Rur GmbH"})
    assert {(lesson.field, lesson.label) for lesson in lessons} == {("ust_id", "DE811128135"), ("netz", "blechwerk-rur.de")}
    again = invoice("Beleg: 300412\nwww.blechwerk-rur.de", name="BWR")
    finding = found(again, "lieferant", lessons)
    assert finding is not None
    assert (finding.value, finding.rule) == ("Blechwerk Rur GmbH", f"an ‚blechwerk-rur.de' erkannt; gelernt aus {FROM} (das Büro)")
    assert understand(invoice("Beleg: 300413", name="Anderes Werk GmbH"), REGISTER, lessons).value("lieferant") == "Anderes Werk GmbH"


def test_the_newest_lesson_about_a_place_holds() -> None:
    lesson = taught(invoice("Buchungszahl: QX-10441"), {"rechnungsnummer": "QX-10441"})[0]
    against = replace(lesson, kind="nicht", eingangsnummer="E-2026-0000013")
    assert [item.kind for item in profile((against, lesson), lesson.supplier).lessons] == ["nicht"]


def test_the_words_before_a_value_are_its_label_without_values_between() -> None:
    sheet = page("Kunden-Nr. 4711 Beleg 8812")
    row = sheet.words
    ways = list(surroundings(Spot(sheet, row, 3, 4)))
    assert (ways[0].label, ways[0].relation) == ("Beleg", "rechts")


def test_the_build_of_a_number() -> None:
    assert shape("RE-2026-00158") == "A-9-9"
