"""Stacks with our own sheets, printed, scanned badly and read again; codes of others never part or file anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageFilter

from archive.cover import Cover, cover_of
from archive.leaves import bound
from archive.locations import Locations
from archive.order import Firm, Order
from archive.scan import Code, Page, Reading
from archive.space import Space, open_space
from archive.stack import Part
from archive.verify import verify
from export import barcode
from export.cover_sheet import cover_sheet, separator_sheet
from export.pdf import Sheet as Drawn
from export.pdf import Writer
from ingest import patches, separated
from ingest import pile as piled
from ingest.codes import find
from ingest.pipeline import process
from ingest.sheet import Sheet
from tests.cast import ANNA, furnish, hand_in
from tests.engines import Raises
from tests.ingest.drawn import paper
from tests.ingest.test_rebound import INVOICE, NOTE, tiff
from tests.papers import page as read_page
from tests.papers import reading

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ORDER = Order("A-26-0103", "Kranbau Wegberg GmbH", "Laufkatze")
DPI = 200


def printed(pdf: bytes) -> Image.Image:
    image: Image.Image = pypdfium2.PdfDocument(pdf)[0].render(scale=DPI / 72).to_pil()
    return image.convert("L")


def cover(kind: str = "", order: Order = ORDER) -> Image.Image:
    return printed(cover_sheet(order, kind, NOW))


def separator() -> Image.Image:
    return printed(separator_sheet(NOW))


def told(image: Image.Image) -> set[str]:
    sheet = Sheet(image, image.width * 72 / DPI, image.height * 72 / DPI)
    return {code.text for code in find(sheet, 1)}


def fax(image: Image.Image) -> Image.Image:
    coarse = image.resize((1728, 1100)).point(lambda value: 255 if value > 128 else 0)
    return coarse.resize(image.size)


def noisy(image: Image.Image) -> Image.Image:
    rng = np.random.default_rng(7)
    grey = np.asarray(image.filter(ImageFilter.GaussianBlur(1.6)), dtype=float) * 0.6 + 70
    return Image.fromarray(np.clip(grey + rng.normal(0, 22, grey.shape), 0, 255).astype("uint8"))


BAD = {
    "straight": lambda image: image,
    "upside down": lambda image: image.rotate(180),
    "on its side": lambda image: image.rotate(90, expand=True),
    "skewed": lambda image: image.rotate(7, fillcolor=255),
    "fax": fax,
    "noise and blur": noisy,
    "half size": lambda image: image.resize((image.width // 2, image.height // 2)),
}


@pytest.mark.parametrize("how", BAD)
def test_a_sheet_is_read_however_badly_it_was_scanned(how: str) -> None:
    assert Cover(ORDER.number, "lieferschein", sheet=True).text in told(BAD[how](cover("lieferschein")))
    assert "MAPPE:TRENNBLATT;BLATT" in told(BAD[how](separator()))


@pytest.mark.parametrize(
    "text", ["4006381333931", "JJD014600005123456789", "BCD\n002\n1\nSCT\n\nFirma\nDE89370400440532013000", "PATCHT", "TRENNBLATT"]
)
def test_codes_of_others_are_none_of_ours(text: str) -> None:
    assert cover_of(text) is None
    stack = replace(reading("Rechnung", "Lieferschein"), codes=(Code(text, "QR Code", 2, (0, 0, 9, 9)),))
    assert separated.parts(stack) == []


def test_what_a_code_says_survives_nonsense() -> None:
    assert cover_of("mappe:a-26-0112;typ=gibtesnicht;blatt") == Cover("a-26-0112", "", sheet=True)
    assert cover_of("MAPPE:") is None
    assert cover_of("MAPPE:;;;") is None
    assert cover_of("MAPPE:" + "9" * 5000) is None


@pytest.mark.parametrize("how", BAD)
def test_the_bars_of_patch_t_are_seen_on_a_sheet_that_says_nothing_else(how: str) -> None:
    image = BAD[how](bars())
    scale = 1 if how != "half size" else 2
    seen = Sheet(image, image.width * 72 / DPI * scale, image.height * 72 / DPI * scale)
    assert [code.text for code in find(seen, 1)] == ["PATCHT"]
    assert patches.find(Sheet(BAD[how](cover()), seen.width, seen.height), 1) == ()


def bars() -> Image.Image:
    writer, page = Writer("Patch", NOW), Drawn()
    barcode.patch_t((writer, page), (150, 60), 300)
    writer.add(page)
    return printed(writer.finish())


def test_behind_the_bars_a_paper_is_suggested_to_begin_and_nothing_is_parted() -> None:
    stack = replace(reading("Notiz eins", "", "Notiz zwei"), codes=(Code("PATCHT", "Patch T", 2, (0, 0, 9, 9)),))
    assert piled.suggested(stack, Firm()) == (3,)
    assert separated.parts(stack) == []


def sheet(number: int, text: str, words: str = "DECKBLATT") -> tuple[Page, Code]:
    return read_page(words, number), Code(text, "QR Code", number, (0, 0, 9, 9))


def pile(*pages: Page | tuple[Page, Code]) -> Reading:
    plain = [each if isinstance(each, Page) else each[0] for each in pages]
    codes = tuple(each[1] for each in pages if not isinstance(each, Page))
    return replace(reading("x"), pages=tuple(replace(one, number=n) for n, one in enumerate(plain, 1)), codes=codes)


def test_a_sticker_on_a_paper_parts_nothing() -> None:
    text = "Rechnung " + "Stahl " * 150
    assert separated.parts(pile(read_page("Lieferschein"), sheet(2, "MAPPE:A-26-0112;BLATT", text))) == []
    assert separated.parts(pile(read_page("Lieferschein"), sheet(2, "MAPPE:A-26-0112", "Rechnung"))) == []


def test_a_sheet_whose_qr_code_was_lost_is_known_by_its_title() -> None:
    found = separated.parts(pile(read_page("Lieferschein"), sheet(2, "MAPPE:A-26-0112", "DECKBLATT A-26-0112"), read_page("Rechnung")))
    assert found == [Part((1,)), Part((3,), "MAPPE:A-26-0112;BLATT")]


def test_backs_and_doubled_sheets_leave_no_paper() -> None:
    blank = replace(read_page(""), role="leer")
    stack = pile(
        sheet(1, "MAPPE:TRENNBLATT;BLATT", "TRENNBLATT"),
        sheet(2, "MAPPE:A-26-0112;BLATT"),
        blank,
        read_page("Rechnung"),
        blank,
        read_page("Seite 2"),
        blank,
        sheet(8, "MAPPE:TRENNBLATT;BLATT", "TRENNBLATT"),
        read_page("Lieferschein"),
    )
    assert separated.parts(stack) == [Part((4, 5, 6), "MAPPE:A-26-0112;BLATT"), Part((9,))]


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(opened)
    opened.orders.save([ORDER], ANNA)
    yield opened
    opened.close()


def test_a_stack_is_parted_and_each_part_filed_under_its_sheet(space: Space) -> None:
    bare = paper(lines=("Handschriftliche Notiz", "bitte in die Mappe"))
    data = tiff(paper(lines=INVOICE), cover("stundenzettel"), bare, separator().rotate(180), paper(lines=NOTE))
    number = hand_in(space, data, "Stapel.tif").eingangsnummer
    papers = process(space, number)
    assert space.intake.get(number).state == "replaced"
    for one in papers:
        process(space, one, Raises())
    found = [space.documents.get(one) for one in papers]
    assert [(d.state, d.doctype, d.orders, d.page_count) for d in found] == [
        ("filed", "rechnung", ("A-26-0101",), 1),
        ("filed", "stundenzettel", ("A-26-0103",), 1),
        ("filed", "lieferschein", ("A-26-0102",), 1),
    ]
    assert "weil das Deckblatt A-26-0103 nennt" in space.intake.get(papers[1]).sentence
    (entry,) = [entry for entry in space.journal.about(number) if entry.kind == "aufgeteilt"]
    assert "Seiten 2 und 4 gehören zu keinem Teil" in entry.body["sentence"]
    assert bound(space.catalog, papers[1]).cover == "MAPPE:A-26-0103;TYP=stundenzettel;BLATT"
    assert len(list(space.store.keys("originale/"))) == 1
    assert process(space, number) == []
    assert verify(space).ok


def test_what_a_person_put_together_again_stays_together(space: Space) -> None:
    number = hand_in(space, tiff(paper(lines=INVOICE), cover(), paper(lines=NOTE)), "Stapel.tif").eingangsnummer
    process(space, number)
    space.documents.undo(number, ANNA)
    space.documents.read_again(number, ANNA)
    assert process(space, number) == []
    assert space.intake.get(number).state in ("filed", "waiting")


def test_a_sheet_for_an_unknown_order_and_a_paper_that_speaks_against_it_wait(space: Space) -> None:
    data = tiff(cover(order=Order("A-99-9999")), paper(lines=INVOICE), cover(), paper(lines=NOTE))
    number = hand_in(space, data, "Stapel.tif").eingangsnummer
    papers = process(space, number)
    for one in papers:
        process(space, one, Raises())
    doubts = [[d.reason for d in space.documents.get(one).doubts if d.about == "order"] for one in papers]
    assert [space.intake.get(one).state for one in papers] == ["waiting", "waiting"]
    assert doubts == [
        ["Das Deckblatt nennt A-99-9999. Diesen Auftrag gibt es hier nicht."],
        ["Das Deckblatt nennt A-26-0103, auf dem Papier steht aber B-26-00402."],
    ]


def test_sheets_alone_are_no_papers(space: Space) -> None:
    number = hand_in(space, tiff(cover(), separator()), "Stapel.tif").eingangsnummer
    process(space, number)
    assert space.intake.get(number).state == "rejected"
    assert "nur Deckblätter oder Trennblätter" in space.intake.get(number).sentence
