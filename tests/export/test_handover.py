"""Handing the archive over: valid against its DTD, counts as in the archive, originals byte for byte, nothing that is hidden."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from archive.confidence import mark, veiled
from archive.deleting import Actor, confirm, propose
from archive.erasing import erase_due
from archive.inspection import inspect
from archive.locations import Locations
from archive.order import Firm
from archive.problems import Invalid
from archive.space import Space, open_space
from export.gdpdu import DTD
from export.handover import FolderTarget, Span, tree
from export.tables import TABLES
from service.handing_over import write_audit
from tests.cast import ANNA, ORDERS, furnish, hand_in, proposal

TODAY = date(2040, 1, 1)


@pytest.fixture
def location(tmp_path: Path) -> str:
    return f"sqlite:{tmp_path / 'tabellen'}"


@pytest.fixture
def space(tmp_path: Path, location: str) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, location, f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(opened)
    opened.orders.save_firm(Firm("Musterwerk & Söhne GmbH", city="Aachen", postcode="52070"), ANNA)
    yield opened
    opened.close()


def filed(space: Space, name: str, day: str, **more: str) -> str:
    number = hand_in(space, name.encode(), f"{name}.pdf").eingangsnummer
    fields = {"rechnungsnummer": name, "rechnungsdatum": day, "brutto": "1234.50", "lieferant": 'Stahl; "Düren" & Co'} | more
    space.documents.file(number, proposal(space, number, fields=fields))
    return number


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    text = (folder / f"{name}.csv").read_bytes().decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def valid(folder: Path) -> etree._Element:
    with (folder / DTD).open("rb") as file:
        dtd = etree.DTD(file)
    root = etree.fromstring((folder / "index.xml").read_bytes())
    assert dtd.validate(root), dtd.error_log
    return root


def test_the_description_is_valid_and_says_what_the_tables_hold(space: Space, tmp_path: Path) -> None:
    filed(space, "R-1", "2026-03-01")
    target = tmp_path / "z3"
    write_audit(space, Span(), target, ANNA)
    root = valid(target)
    text = (target / "index.xml").read_text(encoding="utf-8")
    assert f'<!DOCTYPE DataSet SYSTEM "{DTD}">' in text
    assert root.findtext("DataSupplier/Name") == "Musterwerk & Söhne GmbH"
    for table, node in zip(TABLES, root.findall("Media/Table"), strict=True):
        named = [*node.iterfind(".//VariablePrimaryKey/Name"), *node.iterfind(".//VariableColumn/Name")]
        head = (target / (node.findtext("URL") or "")).read_bytes().partition(b"\r\n")[0].decode()
        assert head.split(";") == [each.text for each in named] == [column.name for column in table.columns]
        assert node.findtext(".//RecordDelimiter") == "\r\n"


def test_counts_match_and_every_original_is_what_came_in(space: Space, tmp_path: Path) -> None:
    numbers = [filed(space, f"R-{each}", "2026-03-01") for each in range(3)]
    inspect(space, numbers[0], "lesbar", "", ANNA)
    target = tmp_path / "z3"
    handed = write_audit(space, Span(), target, ANNA)
    assert (handed.papers, handed.originals, handed.missing) == (3, 3, ())
    found = rows(target, "dokumente")
    assert [row["eingangsnummer"] for row in found] == numbers
    for row in found:
        assert hashlib.sha256((target / row["datei"]).read_bytes()).hexdigest() == row["sha256"]
    assert (found[0]["brutto"], found[0]["belegdatum"], found[0]["lieferant"]) == ("1234,50", "01.03.2026", 'Stahl; "Düren" & Co')
    assert found[0]["sichtpruefung"].startswith("lesbar, Anna")
    assert {row["auftrag"] for row in rows(target, "auftraege")} == {order.number for order in ORDERS}
    journal = rows(target, "protokoll")
    assert [int(row["nr"]) for row in journal] == list(range(1, space.journal.head()[0] + 1))
    assert all(later["vorgaenger"] == before["pruefsumme"] for before, later in pairwise(journal))
    assert {(row["eingangsnummer"], row["auftrag"]) for row in rows(target, "zuordnungen")} == {(n, "A-26-0101") for n in numbers}


def test_a_period_takes_both_its_days_and_nothing_else(space: Space, tmp_path: Path) -> None:
    days = ("2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01")
    numbers = [filed(space, f"R-{day}", day) for day in days]
    target = tmp_path / "z3.zip"
    write_audit(space, Span(date(2026, 1, 1), date(2026, 12, 31)), target, ANNA)
    with zipfile.ZipFile(target) as file:
        file.extractall(tmp_path / "aus")
    assert [row["eingangsnummer"] for row in rows(tmp_path / "aus", "dokumente")] == numbers[1:3]
    assert {row["gegenstand"] for row in rows(tmp_path / "aus", "protokoll")} <= {*numbers[1:3], "A-26-0101"}
    assert len(list((tmp_path / "aus" / "belege").iterdir())) == 2
    valid(tmp_path / "aus")


def test_what_is_hidden_is_in_no_file(space: Space, location: str, tmp_path: Path) -> None:
    filed(space, "R-OFFEN", "2026-03-01")
    secret = filed(space, "R-GEHEIM", "2026-03-01")
    mark(space.journal, "beleg", secret, "vertraulich", ANNA)
    seen = veiled(space, location)
    write_audit(seen, Span(), tmp_path / "z3", ANNA)
    seen.close()
    every = b"".join(path.read_bytes() for path in (tmp_path / "z3").rglob("*") if path.is_file())
    assert secret.encode() not in every
    assert b"R-GEHEIM" not in every
    write_audit(space, Span(), tmp_path / "alles", ANNA)
    assert len(rows(tmp_path / "alles", "dokumente")) == 2


def test_what_was_deleted_is_a_row_without_a_file(space: Space, tmp_path: Path) -> None:
    number = filed(space, "R-ALT", "2014-03-01")
    propose(space, number, ("frist", "vorbei"), Actor("Bernd"), TODAY)
    confirm(space, number, Actor("Carla"), TODAY)
    erase_due(space)
    handed = write_audit(space, Span(), tmp_path / "z3", ANNA)
    assert handed.missing == ()
    row = rows(tmp_path / "z3", "dokumente")[0]
    assert (row["eingangsnummer"], row["zustand"], row["datei"], row["dateiname"]) == (number, "gelöscht", "", "")


def test_an_original_that_is_gone_is_named(space: Space, tmp_path: Path) -> None:
    number = filed(space, "R-1", "2026-03-01")
    (tmp_path / "ablage" / "firma" / "originale" / space.intake.get(number).scan.sha256).unlink()
    assert write_audit(space, Span(), tmp_path / "z3", ANNA).missing == (number,)


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def test_the_tree_can_be_clicked_through_without_a_program(space: Space, tmp_path: Path) -> None:
    numbers = {
        filed(space, "R-1", "2026-03-01"),
        filed(space, "<b>R-2</b>", "2026-03-01"),
        hand_in(space, b"lose", "lose.PDF").eingangsnummer,
    }
    target = tmp_path / "archiv"
    tree(space, FolderTarget(target), "am 1.1.")
    seen, open_ = set[Path](), [target / "index.html"]
    shown = ""
    while open_:
        page = open_.pop()
        seen.add(page.resolve())
        if page.suffix != ".html":
            continue
        text = page.read_text(encoding="utf-8")
        shown += text
        links = Links()
        links.feed(text)
        for link in links.found:
            goal = (page.parent / unquote(link)).resolve()
            assert goal.is_file(), link
            assert goal.is_relative_to(target.resolve())
            if goal not in seen:
                open_.append(goal)
    assert all(number in shown for number in numbers)
    assert "<b>R-2" not in shown
    originals = [path for path in target.rglob("*") if path.is_file() and path.suffix not in (".html", ".csv")]
    assert {path.resolve() for path in originals} <= seen
    assert len(originals) == 3
    assert (target / "dokumente.csv").is_file()


def test_nothing_is_overwritten(space: Space, tmp_path: Path) -> None:
    (tmp_path / "voll").mkdir()
    (tmp_path / "voll" / "x").write_text("x")
    (tmp_path / "da.zip").write_text("x")
    for target in (tmp_path / "voll", tmp_path / "da.zip"):
        with pytest.raises(Invalid):
            write_audit(space, Span(), target, ANNA)
    with pytest.raises(Invalid):
        write_audit(space, Span(date(2026, 2, 1), date(2026, 1, 1)), tmp_path / "neu", ANNA)
    assert (tmp_path / "da.zip").read_text() == "x"
