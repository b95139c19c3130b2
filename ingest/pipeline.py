"""The whole way of a scan, on one screen: original in, reading, proposal, filed. Every step may run twice."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from archive.document import Document, Proposal
from archive.leaves import bound
from archive.lesson import Lesson
from archive.order import plain
from archive.originals import fetch, page_key
from archive.problems import NotFound, Problem, Unreadable
from archive.scan import Reading, Scan
from archive.scratch import scratch
from archive.space import Space
from ingest.accept_enclosed import accept
from ingest.accept_separated import parted
from ingest.accept_unpacked import taken_apart
from ingest.beside import suggested
from ingest.from_outside import asked
from ingest.look import look_of
from ingest.lookalike import warned
from ingest.ocr import Engine
from ingest.read import Limits, page_images, read
from ingest.rebound import read_bound
from ingest.understand import understand

log = logging.getLogger(__name__)


MOST_STARTS = 5
"""A paper whose reading was begun so often without coming to an end is left to people."""


def process(
    space: Space, eingangsnummer: str, engine: Engine | None = None, limits: Limits | None = None, rules: Path | None = None
) -> list[str]:
    """Reads, understands and files one paper, or says why not. Does nothing to a paper that is decided already.

    ``rules`` is a folder with further rule packs for e-invoices. Tells the Eingangsnummern of papers that were inside this one.
    """
    entry = space.intake.get(eingangsnummer)
    inside: list[str] = []
    if entry.state != "received" and not (entry.state == "waiting" and entry.problem):
        return inside
    if space.intake.begin(eingangsnummer) > MOST_STARTS:
        space.documents.postpone(eingangsnummer, _deadly())
        return _ended(space, eingangsnummer, inside)
    try:
        made = bound(space.catalog, eingangsnummer)
        if made.leaves:
            reading = read_bound(space, entry.scan, made, engine)
        else:
            with _original(space, entry.scan) as path:
                if (papers := taken_apart(space, eingangsnummer, path)) is not None:
                    return _ended(space, eingangsnummer, papers)
                reading = _pictured(space, read(path, entry.scan, engine, limits, rules), path)
                if (papers := parted(space, eingangsnummer, reading)) is not None:
                    return _ended(space, eingangsnummer, papers)
                # Before filing: once it is filed, nobody looks into it again.
                inside = accept(space, eingangsnummer, reading, path)
        proposal = _proposal(space, eingangsnummer, reading, space.lessons.all())
        space.documents.file(eingangsnummer, proposal)
        rematch(space, proposal.numbers("lieferscheinnummer"))
    except Unreadable as problem:
        log.info("%s rejected: %s", eingangsnummer, problem.cause)
        space.documents.reject(eingangsnummer, problem)
    except Problem as problem:
        log.warning("%s postponed: %s", eingangsnummer, problem.cause)
        space.documents.postpone(eingangsnummer, problem)
    except Exception as error:
        log.exception("%s failed", eingangsnummer)
        space.documents.postpone(eingangsnummer, _unexpected(error))
    return _ended(space, eingangsnummer, inside)


def _ended(space: Space, eingangsnummer: str, inside: list[str]) -> list[str]:
    space.intake.end(eingangsnummer)
    return inside


def rematch(space: Space, numbers: Collection[str] | None = None) -> None:
    """Looks again at waiting papers: at those that name one of ``numbers``, or at all. What has become sure is filed."""
    _again(space, space.documents.waiting_for(numbers) if numbers is not None else space.documents.all_waiting())


def rematch_taught(space: Space, lessons: Collection[Lesson]) -> None:
    """Looks again at the waiting papers of suppliers something was just learned about, at all when it tells a sender."""
    suppliers = {plain(lesson.supplier) for lesson in lessons}
    everybody = any(lesson.kind == "absender" for lesson in lessons)
    _again(space, (d for d in space.documents.all_waiting() if everybody or plain(d.value("lieferant")) in suppliers))


def _again(space: Space, papers: Iterable[Document]) -> None:
    lessons = space.lessons.all()
    for document in papers:
        try:
            reading = space.documents.reading(document.eingangsnummer)
        except NotFound:
            continue
        space.documents.file(document.eingangsnummer, _proposal(space, document.eingangsnummer, reading, lessons))


def _proposal(space: Space, eingangsnummer: str, reading: Reading, lessons: Sequence[Lesson]) -> Proposal:
    """What the paper says, and what the archive knows beside it: a copy that is here already, the paper it came with, and by which way."""
    proposal = asked(space, eingangsnummer, understand(reading, space.orders, lessons))
    return suggested(space, eingangsnummer, warned(space, eingangsnummer, proposal))


def _pictured(space: Space, reading: Reading, path: Path) -> Reading:
    """Puts the images of the pages into the store; the reading with what its first page looks like."""
    look = ""
    for number, image in page_images(path, reading):
        space.store.put(page_key(reading.scan.sha256, number), image)
        if number == 1 and reading.pages[0].how != "einvoice":
            look = look_of(image)
    return replace(reading, look=look)


@contextmanager
def _original(space: Space, scan: Scan) -> Iterator[Path]:
    """The original as a local file, proved against its hash, for as long as it is read."""
    with scratch() as folder:
        path = folder / "original"
        fetch(space.store, scan.sha256, path)
        yield path


def _deadly() -> Problem:
    return Problem(
        "Beim Lesen dieses Papiers ist das Programm mehrmals abgestürzt. Bitte sehen Sie das Original an und legen Sie es von Hand ab.",
        cause=f"reading was begun {MOST_STARTS} times and never ended",
        code="absturz",
    )


def _unexpected(error: Exception) -> Problem:
    return Problem(
        "Beim Lesen ist ein unerwarteter Fehler aufgetreten. Das Original ist sicher abgelegt.",
        cause=f"{type(error).__name__}: {error}",
        code="unerwartet",
        retry=True,
    )
