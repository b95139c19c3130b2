"""From documents to the index: one document as it is searched for, catching up with the journal, and building anew."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from archive.document import Document, Finding
from archive.problems import NotFound
from archive.scan import Reading
from archive.space import Space
from search.engines import build_index, renew_index
from search.index import Fact, Index, IndexDocument

log = logging.getLogger(__name__)

BATCH, LARGE_BATCH = 50, 2000
"""Papers per commit, as they come in and when building anew: a commit of one costs as much as a commit of many."""
FAR = 500
"""So many papers behind, they go in in batches of so many."""
MOST_TEXT = 8_000_000
"""Characters per commit."""
_GROSS = ("brutto", "zahlbetrag", "netto")
_OWN_DATE = ("rechnungsdatum", "belegdatum", "lieferdatum", "datum")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_AMOUNT = re.compile(r"-?\d+\.\d{2}")


def to_index(document: Document, reading: Reading | None, generation: int) -> IndexDocument:
    """A paper as it is searched for. Values of any document type go in by what they look like, so new types need nothing here."""
    articles = (Fact("artikelnummer", line.article) for line in document.lines if line.article)
    return IndexDocument(
        eingangsnummer=document.eingangsnummer,
        sha256=document.scan.sha256,
        name=document.scan.name,
        doctype=document.doctype,
        supplier=document.value("lieferant"),
        orders=document.orders,
        numbers=tuple(dict.fromkeys((*_numbers(document.findings), *articles))),
        dates=tuple(dict.fromkeys(_dates(document))),
        cents=_cents(document),
        # Terms of business stand on the back of every paper: whoever looks for one of their words does not mean these papers.
        text=tuple("" if page.role == "agb" else page.text for page in reading.pages) if reading else (),
        state=document.state,
        received=document.scan.received,
        generation=generation,
    )


def _numbers(findings: tuple[Finding, ...]) -> Iterator[Fact]:
    for found in findings:
        plain = _DAY.fullmatch(found.value) or _AMOUNT.fullmatch(found.value) or found.field == "lieferant"
        if not plain and any(map(str.isdigit, found.value)):
            yield Fact(found.field, found.value)


def _dates(document: Document) -> Iterator[date]:
    """The paper's own date first, then all others."""
    values = [document.value(field) for field in _OWN_DATE] + [found.value for found in document.findings]
    for value in values:
        if _DAY.fullmatch(value):
            yield date.fromisoformat(value)


def _cents(document: Document) -> int | None:
    """The gross amount without its sign: people look for the figure."""
    value = next((value for field in _GROSS if _AMOUNT.fullmatch(value := document.value(field))), "")
    return int(value.replace(".", "").lstrip("-")) if value else None


def index_due(space: Space, index: Index, limit: int = 200, batch: int = BATCH) -> int:
    """Brings up to ``limit`` changed papers into the index and tells how many; 0 means it is up to date.

    May run twice or be killed anywhere: the generation moves with the papers, in one commit. Raises ``Unavailable`` with the
    code ``index_neu_aufbauen`` when the index must be rebuilt first.
    """
    done = 0
    while done < limit:
        changed = space.documents.changed_after(index.state().generation, limit=min(batch, limit - done))
        if not changed:
            break
        for portion, last in _portions(space, changed):
            gone = [nr for nr, paper in portion.items() if paper is None]
            if gone:
                index.remove(gone)
            index.add([paper for paper in portion.values() if paper is not None], generation=last)
        done += len(changed)
    return done


def _portions(space: Space, changed: list[tuple[int, str]]) -> Iterator[tuple[dict[str, IndexDocument | None], int]]:
    """The changed papers with the journal number of the last, in portions that fit into memory however long they are."""
    portion: dict[str, IndexDocument | None] = {}
    for seq, nr in changed:
        portion[nr] = paper(space, nr, seq)
        if sum(len(text) for paper in portion.values() if paper for text in paper.text) > MOST_TEXT:
            yield portion, seq
            portion = {}
    if portion:
        yield portion, changed[-1][0]


def keep_up(space: Space, location: str, folder: Path, index: Index) -> None:
    """Brings the index up to date, whatever state it is in: a broken one is begun anew, one of another engine is replaced.

    A broken one gives results again with the first batch; one of another engine gives them until its successor is whole.
    """
    state = index.state()
    if state.problem:
        log.warning("the index of %s begins anew: %s", space.name, state.problem)
        renew_index(location, folder)
    while done := index_due(space, index, FAR, BATCH):
        if done == FAR:  # Far behind: larger commits cost less each, and something can be found already.
            index_due(space, index, 10 * FAR, FAR)
    if state.successor:
        rebuild_index(space, location, folder, present=index)


def paper(space: Space, eingangsnummer: str, generation: int) -> IndexDocument | None:
    """A paper as it is searched for, ``None`` when nothing is known of it (any more)."""
    try:
        document = space.documents.get(eingangsnummer)
    except NotFound:
        return None
    try:
        reading = space.documents.reading(eingangsnummer)
    except NotFound:
        reading = None
    return to_index(document, reading, generation)


def rebuild_index(space: Space, location: str, folder: Path, present: Index | None = None) -> int:
    """Builds the index anew beside the present one and switches when it is complete; tells how many papers it holds.

    Goes on where a builder that died left off, and keeps ``present`` up to date meanwhile. Raises ``Unavailable``
    (``index_im_bau``) when another process is at it.
    """
    with build_index(location, folder) as index:
        while index_due(space, index, limit=LARGE_BATCH, batch=LARGE_BATCH):
            if present is not None:
                index_due(space, present)
        return index.state().documents
