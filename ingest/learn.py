"""What one person's correction teaches about a supplier's papers. Derived anew from journal and reading at any time; applies nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.corrected import Corrected, corrected
from archive.doctypes import Field, field_of
from archive.document import Finding, best_value
from archive.lesson import Lesson, LessonKind
from archive.order import plain
from archive.problems import NotFound
from archive.scan import Reading
from archive.space import Space
from ingest import learn_sender, learn_type
from ingest.layout import simple
from ingest.sightings import misread, spot_of
from ingest.surroundings import Surroundings, spot_at, surroundings
from ingest.taught import read_there, shape

_PLACELESS = frozenset({"waehrung"})
"""Fields that no single place tells."""
_MONEY = frozenset({"netto", "steuer", "brutto"})
_THEIR_WORDS = ("unser", "our", "ons", "onze", "notre", "nos")


def catch_up(space: Space) -> list[Lesson]:
    """Looks at every paper people decided about since the last time, and keeps what it teaches. Tells the new lessons."""
    numbers, newest = space.lessons.due()
    new: list[Lesson] = []
    for number in numbers:
        new += space.lessons.keep(number, _of_paper(space, number))
    if numbers:
        space.lessons.looked(newest)
    return new


def _of_paper(space: Space, eingangsnummer: str) -> list[Lesson]:
    what = corrected(space.journal.about(eingangsnummer))
    if what is None:
        return []
    try:
        reading = space.documents.reading(eingangsnummer)
    except NotFound:
        return []
    return derived(reading, what)


def derived(reading: Reading, what: Corrected) -> list[Lesson]:
    """The lessons of one corrected paper; none for e-invoices, whose data need no places, and none without a supplier."""
    if reading.einvoice or not what.now.value("lieferant"):
        return []
    lessons = [*learn_sender.lessons(reading, what), *learn_type.lessons(reading, what)]
    for key in sorted(what.fields - {"lieferant"} - _PLACELESS):
        lessons += _of_field(reading, what, key)
    return lessons


def _of_field(reading: Reading, what: Corrected, key: str) -> Iterator[Lesson]:
    field = field_of(key)
    entered = _best(what.now.findings, key)
    before = _best(what.machine.findings, key)
    if field is None:
        return
    spot = spot_of(reading, field.kind, entered, before) if entered else None
    right = None
    if entered and spot:
        ways = [way for way in surroundings(spot) if _may_teach(field, way)]
        right = next((lesson for way in ways if (lesson := _proved(reading, what, entered, way))), None)
    if right:
        yield right
    # What was entered and is printed nowhere may be what the old place says, misread.
    if before and key not in _MONEY and (not entered or (spot and not _same_place(before, entered))):
        yield from _not_there(reading, what, before, right)


def _same_place(before: Finding, entered: Finding) -> bool:
    """The value was right, or misread where it stands: then the place was not wrong."""
    return plain(before.value) == plain(entered.value) or misread(before.value, entered.value)


def _may_teach(field: Field, way: Surroundings) -> bool:
    """A number behind the sender's own "Unsere …" is never one of ours, whatever a person typed; sums move with their table."""
    if field.key in _MONEY and not way.label:
        return False
    return field.side != "ours" or not simple(way.label).startswith(_THEIR_WORDS)


def _proved(reading: Reading, what: Corrected, entered: Finding, way: Surroundings) -> Lesson | None:
    """The lesson, if reading by it gives the value that was entered, or a likely misreading of it."""
    lesson = lesson_of(what, "stelle", entered, way)
    seen = read_there(reading, lesson)
    right = seen is not None and (plain(seen.value) == plain(entered.value) or misread(seen.value, entered.value))
    return lesson if right else None


def _not_there(reading: Reading, what: Corrected, before: Finding, right: Lesson | None) -> Iterator[Lesson]:
    page = next((page for page in reading.pages if page.number == before.page), None)
    spot = spot_at(page, before.box) if page and before.box else None
    way = next(iter(surroundings(spot)), None) if spot else None
    if way is None or (right and (way.relation, plain(way.label)) == (right.relation, plain(right.label)) and right.label):
        return
    yield replace(lesson_of(what, "nicht", before, way), shape="")


def lesson_of(what: Corrected, kind: LessonKind, finding: Finding, way: Surroundings) -> Lesson:
    """A lesson about the place of a value."""
    field = field_of(finding.field)
    build = shape(finding.value) if field and field.kind == "number" else ""
    told = {"supplier": what.now.value("lieferant"), "eingangsnummer": what.eingangsnummer, "who": what.who}
    return Lesson(
        kind=kind,
        field=finding.field,
        label=way.label,
        value=finding.value,
        at=what.at,
        relation=way.relation,
        page=way.page,
        zone=way.zone,
        shape=build,
        **told,
    )


def _best(findings: Sequence[Finding], key: str) -> Finding | None:
    value = best_value(findings, key)
    return next((f for f in findings if f.field == key and f.value == value), None) if value else None
