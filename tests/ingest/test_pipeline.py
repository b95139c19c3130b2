"""What becomes of a paper when something on its way fails: it waits with a reason and is tried again; nothing is lost."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.order import Order, PurchaseOrder
from archive.problems import Unavailable
from archive.receiving import Arrival, Photo, receive
from archive.space import Space, open_space
from ingest.bounded import Bounds
from ingest.ocr import Engine
from ingest.pipeline import process, rematch
from ingest.read import Limits
from tests.cast import ANNA, furnish, hand_in
from tests.engines import Babbles, Crashes, Hangs, Hogs, Raises
from tests.ingest.drawn import jpeg, paper
from tests.leash import away
from tests.pdfs import text_pdf
from tests.servers import S3Server

INVOICE = text_pdf(
    "Rechnung", "Rechnungsnummer: RE-00012", "Rechnungsdatum: 12.03.2026", "Ihre Bestellung: B-26-00401", "Gesamtbetrag 119,00 EUR"
)

SCANNED = ("Stahlhandel Düren GmbH", "Rechnung", "Rechnungsnummer: RE-2026-00012", "Ihre Bestellung: B-26-00401", "Gesamtbetrag 119,00 EUR")


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(opened)
    yield opened
    opened.close()


def test_a_paper_goes_all_the_way(space: Space) -> None:
    number = hand_in(space, INVOICE).eingangsnummer
    process(space, number)
    line = space.intake.get(number)
    assert (line.state, line.sentence) == ("filed", "Abgelegt in A-26-0101, weil hinter ‚Ihre Bestellung' B-26-00401 steht (Seite 1)")
    assert space.documents.get(number).value("rechnungsnummer") == "RE-00012"
    assert len(list(space.store.keys(f"abgeleitet/{line.scan.sha256}/"))) == 1


def test_a_photo_made_at_goods_receipt_is_suggested_to_lie_with_it(space: Space) -> None:
    with space.intake.receive() as incoming:
        incoming.write(jpeg(paper(lines=("Lieferschein", "12 Rundstahl"))))
        photo = Photo(incoming.keep(), "ls.jpg", "image/jpeg", None)
    arrival = Arrival(space.orders.purchase_order("B-26-00401"), {}, date(2026, 11, 2), "8:00")
    (number,) = receive(space, arrival, [photo], ANNA).to_read
    process(space, number)
    document = space.documents.get(number)
    assert document.state == "waiting"
    first = document.suggestions[0]
    assert first.order == "A-26-0101"
    assert first.reason.startswith("das Papier beim Wareneingang E-")


@pytest.mark.parametrize("engine", [Crashes(), Raises(), Hangs(), Babbles(), Hogs()], ids=lambda engine: type(engine).__name__)
def test_a_failing_text_recognition_makes_the_paper_wait_and_the_next_one_files_it(space: Space, engine: Engine) -> None:
    number = hand_in(space, jpeg(paper(lines=SCANNED)), "scan.jpg").eingangsnummer
    process(space, number, engine, Limits(bounds=Bounds(wall=8, memory=700 << 20)))
    line = space.intake.get(number)
    assert line.state == "waiting", line
    assert line.next_try is not None
    assert line.sentence.startswith("Wartet: ")
    assert line.sentence.endswith("noch einmal versucht.")
    process(space, number)
    assert space.intake.get(number).state == "filed", space.intake.get(number)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "leer"),
        (b"%PDF-1.4\n", ""),
        (b"PK\x03\x04" + b"\x00" * 60, ""),
        (b"<html><body>Rechnung</body></html>", ""),
        (b"x" * 5000, ""),
    ],
    ids=["empty", "header only", "zip", "html", "noise"],
)
def test_what_is_no_paper_is_refused_with_a_sentence_and_kept(space: Space, data: bytes, words: str) -> None:
    number = hand_in(space, data).eingangsnummer
    process(space, number)
    line = space.intake.get(number)
    assert line.state == "rejected", line
    assert line.sentence.startswith("Abgelehnt: ")
    assert words in line.sentence
    assert space.store.size(f"originale/{line.scan.sha256}") == len(data)


def test_a_pdf_without_its_end_is_read_and_seen_by_a_person(space: Space) -> None:
    cut = INVOICE[: len(INVOICE) // 3]
    number = hand_in(space, cut).eingangsnummer
    process(space, number)
    line = space.intake.get(number)
    assert (line.state, space.store.size(f"originale/{line.scan.sha256}")) == ("waiting", len(cut))
    assert line.sentence.startswith("Wartet: ")
    assert "sein Ende fehlt" in line.sentence


def test_an_unreachable_store_makes_the_paper_wait(s3_server: S3Server, s3_location: str, tmp_path: Path) -> None:
    space = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", s3_location), "firma")
    furnish(space)
    number = hand_in(space, INVOICE).eingangsnummer
    with away(s3_server):
        process(space, number)
        line = space.intake.get(number)
        assert (line.state, line.problem) == ("waiting", "nicht_erreichbar")
        with pytest.raises(Unavailable):
            hand_in(space, b"anderes")
    assert space.intake.due(datetime.now(UTC) + timedelta(minutes=1)) == [number]
    process(space, number)
    assert space.intake.get(number).state == "filed"
    assert space.journal.copy() == 0
    space.close()


def test_a_full_disk_refuses_new_papers_and_loses_no_old_one(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", disk], check=False, capture_output=True).returncode:
        pytest.skip("a small disk can not be mounted here")
    try:
        space = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{disk / 'ablage'}"), "firma")
        furnish(space)
        number = hand_in(space, INVOICE).eingangsnummer
        filler = disk / "filler"
        with pytest.raises(OSError, match="space"):
            filler.write_bytes(b"\x00" * (4 << 20))
        with pytest.raises(Unavailable) as refused:
            hand_in(space, b"y" * 100_000)
        assert "Platz" in refused.value.message
        process(space, number)
        assert space.intake.get(number).state == "waiting"
        filler.unlink()
        process(space, number)
        assert space.intake.get(number).state == "filed"
        space.journal.copy()
        space.close()
    finally:
        subprocess.run(["umount", disk], check=True)
        shutil.rmtree(disk)


def test_a_waiting_paper_is_filed_when_its_order_arrives(space: Space) -> None:
    number = hand_in(space, INVOICE.replace(b"B-26-00401", b"B-26-00777")).eingangsnummer
    process(space, number)
    assert space.intake.get(number).state == "waiting"
    rematch(space)
    assert space.intake.get(number).state == "waiting"
    space.orders.save([Order("A-26-0177"), PurchaseOrder("B-26-00777", orders=("A-26-0177",))], ANNA)
    rematch(space)
    assert space.documents.get(number).orders == ("A-26-0177",)


def test_a_paper_that_kills_its_reader_again_and_again_is_left_to_people(space: Space) -> None:
    number = hand_in(space, INVOICE).eingangsnummer
    for _ in range(5):
        space.intake.begin(number)
    process(space, number)
    line = space.intake.get(number)
    assert (line.state, line.problem, line.next_try) == ("waiting", "absturz", None)
    space.documents.read_again(number, ANNA)
    process(space, number)
    assert space.intake.get(number).state == "filed"
