"""Reading, taking in and finding papers: the shapes that other programs rely on, in order and to the letter."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from archive.history import sentence
from service.cli.space import opened
from tests.house.tree import ROOT
from tests.service.cli.command_line import Mappe

PAPER = ["object", "doctype", "pages", "findings", "lines", "links", "doubts"]
TAKEN = ["eingangsnummer", "sha256", "state", "doctype", "orders", "message"]
HIT = ["eingangsnummer", "sha256", "name", "doctype", "orders", "score", "because", "snippet"]
LINES = (
    (150, 180, 52, "Vichttaler Stahlkontor GmbH"),
    (150, 300, 34, "Musterwerk Maschinenbau GmbH"),
    (150, 520, 60, "Lieferschein Nr. 80015511"),
    (150, 640, 38, "Datum 14.10.2026"),
    (150, 760, 38, "Ihre Bestellung B-26-00417"),
    (150, 900, 38, "10   12 Stück   Flachstahl S355J2"),
)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A delivery note as a picture, with our purchase order on it."""
    picture = Image.new("L", (1654, 2339), 255)
    font = ROOT / "training" / "firm" / "fonts" / "LiberationSans-Regular.ttf"
    for x, y, size, words in LINES:
        ImageDraw.Draw(picture).text((x, y), words, fill=0, font=ImageFont.truetype(str(font), size))
    file = tmp_path / "scan.png"
    picture.save(file, dpi=(200, 200))
    return file


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    file = tmp_path / "kaputt.pdf"
    file.write_bytes(b"%PDF-1.7 and nothing more")
    return file


@pytest.fixture
def orders(mappe: Mappe, tmp_path: Path) -> None:
    for name, rows in {
        "auftraege": "auftragsnummer;kunde\nA-26-0112;Pumpenbau Rur\n",
        "bestellungen": "bestellnummer;lieferantennummer;auftragsnummer\nB-26-00417;70002;A-26-0112\n",
    }.items():
        (tmp_path / f"{name}.csv").write_text(rows, encoding="utf-8")
        assert mappe("orders", "import", tmp_path / f"{name}.csv").status == 0


def test_read_gives_one_object_per_file_in_order(mappe: Mappe, scan: Path, broken: Path, tmp_path: Path) -> None:
    said = mappe("read", broken, scan, tmp_path / "fehlt.pdf", "--json")
    assert said.status == 1
    bad, good, absent = said.objects
    assert list(bad) == ["sha256", "problem"]
    assert list(bad["problem"]) == ["code", "message"]
    assert bad["sha256"] == hashlib.sha256(broken.read_bytes()).hexdigest()
    assert absent == {"sha256": "", "problem": {"code": "unlesbar", "message": f"Die Datei {tmp_path}/fehlt.pdf gibt es nicht."}}
    assert list(good) == ["sha256", *PAPER[1:]]
    assert good["sha256"] == hashlib.sha256(scan.read_bytes()).hexdigest()
    assert list(good["pages"][0]) == ["number", "how", "rotation", "text"]
    assert (good["pages"][0]["number"], good["pages"][0]["how"]) == (1, "ocr")
    assert good["doctype"] == "lieferschein"
    (number,) = [finding for finding in good["findings"] if finding["field"] == "lieferscheinnummer"]
    assert list(number) == ["field", "value", "raw", "page", "box", "confidence", "rule"]
    assert number["value"] == "80015511"
    assert all(list(doubt) == ["about", "reason"] for doubt in good["doubts"])


def test_read_matches_against_the_archive_and_files_nothing(mappe: Mappe, scan: Path, orders: None) -> None:
    (paper,) = mappe("read", scan, "--json").objects
    (link,) = paper["links"]
    assert list(link) == ["order", "reason", "confidence"]
    assert link["order"] == "A-26-0112"
    assert mappe("search", "80015511", "--json").objects == [{"total": 0, "hits": []}]


def test_read_makes_no_archive_where_none_is(mappe: Mappe, broken: Path, tmp_path: Path) -> None:
    assert mappe("read", broken).status == 1
    assert not (tmp_path / "daten").exists()


def test_read_for_a_person_is_german(mappe: Mappe, scan: Path) -> None:
    said = mappe("read", scan)
    assert said.status == 0
    assert f"{scan}: Lieferschein" in said.out
    assert "Lieferscheinnummer: 80015511" in said.out


def test_ingest_with_wait_files_without_a_service_and_search_finds_it(mappe: Mappe, scan: Path, broken: Path, orders: None) -> None:
    said = mappe("ingest", broken, scan, "--wait", "--json")
    assert said.status == 1
    bad, good = said.objects
    assert list(bad) == list(good) == TAKEN
    assert (bad["state"], bad["doctype"], bad["orders"]) == ("rejected", "", [])
    assert bad["message"].startswith("Abgelehnt: ")
    assert (good["state"], good["doctype"], good["orders"]) == ("filed", "lieferschein", ["A-26-0112"])
    assert good["message"].startswith("Abgelegt in A-26-0112, weil ")
    found = mappe("search", "80015511", "--json").objects[0]
    assert list(found) == ["total", "hits"]
    assert found["total"] == 1
    assert list(found["hits"][0]) == HIT
    assert found["hits"][0]["eingangsnummer"] == good["eingangsnummer"]
    assert found["hits"][0]["orders"] == ["A-26-0112"]
    assert mappe("verify", "--json").objects[0]["ok"] is True


def test_ingest_without_wait_only_takes_in(mappe: Mappe, scan: Path) -> None:
    said = mappe("ingest", scan, "--json")
    assert said.status == 0
    assert said.objects[0]["state"] == "received"


def test_the_same_file_twice_is_kept_once(mappe: Mappe, scan: Path) -> None:
    first = mappe("ingest", scan, "--json").objects[0]["eingangsnummer"]
    again = mappe("ingest", scan, "--json")
    assert again.status == 0
    assert again.objects[0]["state"] == "rejected"
    assert first in again.objects[0]["message"]


def test_ingest_takes_whole_folders_in_order_of_name(mappe: Mappe, tmp_path: Path) -> None:
    for name in ("b/2.xml", "a.xml", "b/1.xml", ".versteckt/x.xml", "b/.x.xml"):
        file = tmp_path / "stapel" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"<{name.replace('/', '').strip('.')}/>", encoding="utf-8")
    said = mappe("ingest", tmp_path / "stapel", tmp_path / "fehlt")
    assert said.status == 1
    assert [line.split()[1] for line in said.out.splitlines()] == ["a.xml:", "1.xml:", "2.xml:"]
    assert "fehlt gibt es nicht" in said.err


def test_the_history_says_in_german_how_a_paper_came_in(mappe: Mappe, broken: Path) -> None:
    mappe("ingest", broken)
    with opened() as space:
        (entry,) = space.intake.recent()
        received = space.journal.about(entry.eingangsnummer)[0]
    assert sentence(received) == "Eingegangen als „kaputt.pdf“ (über die Befehlszeile)."
