"""Handing the archive over to somebody without this program: for an audit (Z3) with tables and their description, or as a whole tree.

Both are the same set of files, in a ZIP or in a folder: originals as they came in, tables as CSV, pages to click through. Whoever
calls decides by the space whether confidential papers are among them. Changes nothing.
"""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO, Protocol

from archive.catalog.veil import QUARANTINE
from archive.confidence import must_be_open
from archive.doctypes import doctype
from archive.order import Order
from archive.problems import Invalid, NotFound
from archive.space import Space
from archive.store.seam import ORIGINALS
from export import tables as t
from export.gdpdu import DTD, dtd, index_xml
from export.pages import folder_page, start_page
from export.parcel import plain_name
from export.tables import Paper, as_csv, document_of, own_day
from ingest.quarantine import INFECTED

_CHUNK = 1 << 20
KEPT_BACK = (INFECTED, QUARANTINE)
"""What is not handed out: files with a virus, and papers that never belonged here."""
ALL = 10_000_000
ENDINGS = (".pdf", ".xml", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic", ".eml", ".msg", ".zip", ".csv", ".txt")


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed over: papers, originals, and originals that were not there to give."""

    papers: int
    originals: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """From the first to the last day, both included; ``None`` for no limit."""

    first: date | None = None
    last: date | None = None

    def has(self, day: date) -> bool:
        """Whether a day lies in it."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Target(Protocol):
    """Where files go."""

    def write(self, name: str, data: bytes) -> None:
        """A whole file."""

    def copy(self, name: str, stream: BinaryIO) -> None:
        """A file from a stream."""


class FolderTarget:
    """A folder that is new or empty. Raises ``Invalid`` for one that is not: nothing is overwritten."""

    def __init__(self, folder: Path) -> None:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise Invalid(f"Der Ordner {folder} ist nicht leer. Bitte nennen Sie einen neuen.", cause="target is not empty")
        self._folder = folder

    def write(self, name: str, data: bytes) -> None:
        path = self._room(name)
        path.write_bytes(data)

    def copy(self, name: str, stream: BinaryIO) -> None:
        with self._room(name).open("wb") as out:
            shutil.copyfileobj(stream, out, _CHUNK)
            out.flush()
            os.fsync(out.fileno())

    def _room(self, name: str) -> Path:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


class ZipTarget:
    """A ZIP file."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file

    def write(self, name: str, data: bytes) -> None:
        self._file.writestr(name, data)

    def copy(self, name: str, stream: BinaryIO) -> None:
        with self._file.open(name, "w", force_zip64=True) as out:
            shutil.copyfileobj(stream, out, _CHUNK)


def audit(space: Space, span: Span, target: Target, made: str, progress: Callable[[int], None] = lambda _done: None) -> Handed:
    """The data medium for an audit (Z3): tables, ``index.xml`` with its DTD, and the originals of a period. ``made`` says by whom."""
    handed, papers = _originals(space, _papers(space, span), target, lambda paper: f"belege/{_own_name(paper)}", progress)
    _tables(space, papers, target, whole=span == Span())
    words = f"Auftragsmappe, {_said(span)}, {made}. Beträge und Tage stehen in den Tabellen, die Originale im Ordner belege."
    target.write("index.xml", index_xml(space.orders.firm(), t.TABLES, words))
    target.write(DTD, dtd())
    return handed


def tree(space: Space, target: Target, made: str, progress: Callable[[int], None] = lambda _done: None) -> Handed:
    """The whole archive: a folder for each order with its originals, pages for a browser, and all tables."""
    handed, papers = _originals(space, _papers(space, Span()), target, _place, progress)
    _tables(space, papers, target, whole=True)
    orders = [row.order for row in space.orders.all(limit=ALL)]
    by_order: dict[str, list[Paper]] = {order.number: [] for order in orders}
    for paper in papers:
        for number in paper.document.orders if paper.document else ():
            by_order.setdefault(number, []).append(paper)
    for order in orders:
        target.write(f"mappen/{plain_name(order.number)}/index.html", folder_page(order, by_order[order.number]))
    loose = [paper for paper in papers if not (paper.document and paper.document.orders)]
    target.write("index.html", start_page(space.orders.firm(), orders, loose, made))
    return handed


def _papers(space: Space, span: Span) -> Iterator[Paper]:
    """All intakes of a period, oldest number first; of each only its lines, so that any number of them fits."""
    for entry in space.intake.oldest():
        paper = Paper(entry, document_of(space, entry.eingangsnummer))
        if span.has(own_day(paper)):
            yield paper


def _originals(
    space: Space, papers: Iterator[Paper], target: Target, name: Callable[[Paper], str], progress: Callable[[int], None]
) -> tuple[Handed, list[Paper]]:
    """Copies each original once; parts of one stack point to the same file."""
    placed: dict[str, str] = {}
    found, missing = [], []
    for done, paper in enumerate(papers, 1):
        sha256 = paper.entry.scan.sha256
        if paper.entry.state != "deleted" and sha256 not in placed and paper.entry.problem not in KEPT_BACK:
            try:
                must_be_open(space, sha256)
                with space.store.open(ORIGINALS + sha256) as stream:
                    placed[sha256] = name(paper)
                    target.copy(placed[sha256], stream)
            except NotFound:
                missing.append(paper.entry.eingangsnummer)
        here = placed.get(sha256, "") if paper.entry.state != "deleted" else ""
        found.append(replace(paper, file=here))
        progress(done)
    return Handed(len(found), len(placed), tuple(missing)), found


def _tables(space: Space, papers: list[Paper], target: Target, *, whole: bool) -> None:
    """All tables; ``whole`` with every order and every entry of the journal, else with those of these papers."""
    numbers = {paper.entry.eingangsnummer for paper in papers}
    linked = {number for paper in papers if paper.document for number in paper.document.orders}
    orders: list[Order] = [row.order for row in space.orders.all(limit=ALL) if whole or row.order.number in linked]
    shown = [order.number for order in orders]
    suppliers = space.orders.suppliers()
    links = [[paper.entry.eingangsnummer, link.order, link.reason] for paper in papers if paper.document for link in paper.document.links]
    about = {*numbers, *shown}
    rows: dict[t.TableFile, list[list[str]]] = {
        t.DOKUMENTE: [t.paper_row(space, paper) for paper in papers],
        t.ZUORDNUNGEN: links,
        t.AUFTRAEGE: [[o.number, o.customer, o.title, o.state, _day(o.ordered), _day(o.due)] for o in orders],
        t.LIEFERANTEN: [[s.number, s.name, s.city, ", ".join(s.vat_ids)] for s in suppliers],
        t.PRUEFUNGEN: list(t.decision_rows(space, shown)),
        t.PROTOKOLL: list(t.journal_rows(space, lambda each: whole or each in about)),
    }
    for table in t.TABLES:
        target.write(table.file, as_csv(table, rows[table]))


def _place(paper: Paper) -> str:
    """In the folder of its first order; the pages of the others lead there."""
    orders = paper.document.orders if paper.document else ()
    folder = f"mappen/{plain_name(orders[0])}" if orders else "ohne Mappe"
    kind = doctype(paper.document.doctype).name if paper.document else "Datei"
    return f"{folder}/{plain_name(f'{kind} {paper.entry.eingangsnummer}')}{_ending(paper)}"


def _own_name(paper: Paper) -> str:
    return paper.entry.eingangsnummer + _ending(paper)


def _ending(paper: Paper) -> str:
    """Of the sender's name only what is known to be harmless."""
    ending = Path(paper.entry.scan.name).suffix.lower()
    return ending if ending in ENDINGS else ".bin"


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _said(span: Span) -> str:
    first = f"ab {span.first:%d.%m.%Y}" if span.first else "von Anfang an"
    return f"Belege {first}" + (f" bis {span.last:%d.%m.%Y}" if span.last else "")
