"""Empty pages and backs with terms of business: recognised, kept, and left out of what is understood and searched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pikepdf
import pytest
from PIL import Image, ImageDraw

from archive.reading_json import dump, load, page_from_json, page_to_json
from archive.scan import Code, Page, Word
from ingest.read import read
from ingest.roles import role_of
from ingest.understand import understand
from tests.ingest.drawn import image_page, paper, saved, scan
from tests.papers import REGISTER, reading

TERMS = """Allgemeine Verkaufs- und Lieferbedingungen
1. Geltung. Diese Bedingungen gelten für alle Lieferungen an Besteller, die Unternehmer sind. Abweichende Geschäftsbedingungen des
Bestellers werden nicht Vertragsbestandteil, auch wenn der Verkäufer ihnen nicht ausdrücklich widerspricht.
2. Lieferfrist. Die Lieferfrist beginnt mit dem Zugang der Auftragsbestätigung. Höhere Gewalt verlängert sie angemessen. Gerät der
Verkäufer in Verzug, so kann der Besteller nach einer Nachfrist zurücktreten; Schadensersatz ist ausgeschlossen, soweit nicht Vorsatz oder
grobe Fahrlässigkeit vorliegt.
3. Gefahrübergang. Die Gefahr geht mit der Übergabe an den Spediteur auf den Käufer über, auch bei frachtfreier Lieferung.
4. Eigentumsvorbehalt. Die Ware bleibt bis zur vollständigen Bezahlung Eigentum des Verkäufers. Die Verarbeitung der Vorbehaltsware erfolgt
für den Verkäufer. Forderungen aus dem Weiterverkauf tritt der Käufer schon jetzt ab. Aufrechnung und Zurückbehaltungsrecht stehen
dem Käufer nur zu, wenn seine Forderung unbestritten ist.
5. Gewährleistung. Mängel sind unverzüglich schriftlich zu rügen; die Mängelrüge muss binnen einer Woche eingehen. Die Haftung für
Mängel verjährt in einem Jahr nach Ablieferung.
6. Erfüllungsort und Gerichtsstand ist der Sitz des Verkäufers. Es gilt deutsches Recht unter Ausschluss des UN-Kaufrechts. Sollte eine
Bestimmung unwirksam sein, bleiben die übrigen Bestimmungen davon unberührt und wirksam.
"""
INVOICE = """
#Stahlhandel Düren GmbH

Musterwerk Maschinenbau GmbH

Rechnungs-Nr.: RE-2026-1158
Rechnungsdatum: 12.11.2026

#Rechnung

Summe netto 100,00
zzgl. 19 % MwSt 19,00
Gesamtbetrag 119,00
"""


def _page(text: str, number: int = 2) -> Page:
    words, top = [], 40.0
    for line in text.splitlines():
        left = 40.0
        for word in line.split():
            words.append(Word(word, (left, top, left + 4 * len(word), top + 8), 0.9))
            left += 4 * len(word) + 3
        top += 11
    return Page(number, 595, 842, 0, tuple(words), "ocr")


def test_a_back_with_terms_is_recognised() -> None:
    assert role_of(_page(TERMS)) == "agb"


@pytest.mark.parametrize(
    "more",
    [
        "Rechnungsbetrag 119,00 Skonto 2,38 zahlbar 116,62",
        " ".join(f"{n} Sechskantschraube M{n}x40 DIN 933" for n in range(10, 24)),
    ],
)
def test_a_page_that_also_bills_or_lists_goods_is_none(more: str) -> None:
    assert role_of(_page(f"{TERMS}\n{more}")) == ""


def test_a_paper_that_only_mentions_terms_is_none() -> None:
    assert (
        role_of(_page("Es gelten unsere Allgemeinen Geschäftsbedingungen. Gerichtsstand ist Aachen. Eigentumsvorbehalt. " + "Wort " * 160))
        == ""
    )
    assert role_of(_page("Allgemeine Geschäftsbedingungen")) == ""


def test_empty_backs_with_specks_and_punch_holes(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    image_page(pdf, paper())
    back = Image.new("L", (1654, 2338), 250)
    pen = ImageDraw.Draw(back)
    for top in (980, 1360):
        pen.ellipse((70, top, 118, top + 48), 20)
    specks = np.random.default_rng(1)
    for left, top in specks.integers(200, 1500, (15, 2)):
        pen.point((int(left), int(top)), 60)
    image_page(pdf, back)
    made = read(saved(pdf, tmp_path / "blatt.pdf"), scan())
    assert [page.role for page in made.pages] == ["", "leer"]
    assert (made.count, made.unread, made.notes) == (2, (), ())
    assert [page.number for page in made.told().pages] == [1]


def test_what_stands_in_terms_is_no_value_of_the_paper() -> None:
    front = reading(INVOICE)
    sentence = "Rechnungsdatum: 01.01.2020 Liefernummer Lieferschein-Nr.: 4711471147 Ihre Bestellung: B-26-00417"
    back = _page(f"{TERMS}\n{sentence}")
    both = replace(front, pages=(*front.pages, replace(back, role=role_of(back))), count=2)
    seen = understand(both, REGISTER)
    assert {(f.field, f.value) for f in seen.findings} == {(f.field, f.value) for f in understand(front, REGISTER).findings}
    assert seen.reading.pages == both.pages


def test_a_paper_of_nothing_but_terms_stays_whole() -> None:
    only = replace(reading(INVOICE), pages=(replace(_page(TERMS, 1), role="agb"),))
    assert only.told() == only


def test_roles_codes_and_count_survive_the_store_and_early_readings_load() -> None:
    made = replace(reading(INVOICE), count=3, codes=(Code("4711", "Code 128", 1, (1.0, 2.0, 3.0, 4.0)),))
    assert load(dump(made)) == made
    early = page_to_json(_page(TERMS))
    del early["role"]
    assert page_from_json(early).role == ""
