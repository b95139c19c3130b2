"""What was learned from corrections in one space: kept, looked up, forgotten. Every lesson is a journal entry; derives none itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, select, text

from archive import codec
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.corrected import DECIDED, Corrected, corrected
from archive.journal import Journal
from archive.lesson import Lesson, sentence
from archive.problems import NotFound

LEARNER = "mappe"
_LOOKED = "learned"


class Lessons:
    """The lessons of one space. A forgotten one stays known, so that the same correction does not teach it again."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        self._catalog = catalog
        self._journal = journal

    def all(self) -> tuple[Lesson, ...]:
        """Every lesson that holds, by supplier, the newest first."""
        query = select(t.lesson.c.content).where(t.lesson.c.state == "gilt").order_by(t.lesson.c.supplier, t.lesson.c.seq.desc())
        with self._catalog.read() as connection:
            return tuple(codec.loads(Lesson, content) for content in connection.execute(query).scalars())

    def keep(self, eingangsnummer: str, taught: Iterable[Lesson]) -> Sequence[Lesson]:
        """What one paper teaches now: new lessons are learned, those it no longer teaches are dropped. Tells the new ones."""
        wanted = {lesson.key: lesson for lesson in taught}
        with self._journal.change(LEARNER) as change:
            known = _rows(change.connection, eingangsnummer)
            gone = _forgotten(change.connection)
            new = [lesson for key, lesson in wanted.items() if key not in gone and key not in known]
            for lesson in new:
                change.record("gelernt", eingangsnummer, {"lesson": lesson, "sentence": sentence(lesson)})
            for key in sorted(set(known) - set(wanted) - gone):
                change.record("verlernt", eingangsnummer, {"key": key, "sentence": sentence(known[key]), "for_good": False})
        return new

    def due(self) -> tuple[tuple[str, ...], int]:
        """The papers that people decided about since the last look, and the number of the newest of these decisions."""
        query = select(t.journal.c.seq, t.journal.c.about).where(t.journal.c.kind.in_(DECIDED)).order_by(t.journal.c.seq)
        with self._catalog.read() as connection:
            done = int(connection.execute(select(t.meta.c.value).where(t.meta.c.key == _LOOKED)).scalar() or 0)
            rows = connection.execute(query.where(t.journal.c.seq > done)).all()
        return tuple(dict.fromkeys(row.about for row in rows)), (rows[-1].seq if rows else done)

    def decided(self) -> Iterator[Corrected]:
        """Every paper people decided about, as their decisions stand."""
        query = select(t.journal.c.about).where(t.journal.c.kind == DECIDED[0]).distinct().order_by(t.journal.c.about)
        with self._catalog.read() as connection:
            numbers = connection.execute(query).scalars().all()
        for number in numbers:
            if what := corrected(self._journal.about(number)):
                yield what

    def looked(self, seq: int) -> None:
        """Notes that all decisions up to ``seq`` were looked at. Not in the journal: a rebuild looks at all of them once more."""
        statement = text("INSERT INTO meta (key, value) VALUES (:k, :v) ON CONFLICT (key) DO UPDATE SET value = :v")
        with self._catalog.write() as connection:
            connection.execute(statement, {"k": _LOOKED, "v": str(seq)})

    def forget(self, key: str, who: str) -> Lesson:
        """A person says that this does not hold. Raises ``NotFound`` when nothing of the kind is learned."""
        with self._journal.change(who) as change:
            row = change.connection.execute(
                select(t.lesson.c.content).where(t.lesson.c.key == key, t.lesson.c.state == "gilt").limit(1)
            ).scalar()
            if row is None:
                raise NotFound("Das ist nicht mehr gelernt. Bitte laden Sie die Seite neu.", cause=f"no lesson {key}")
            lesson = codec.loads(Lesson, row)
            change.record("verlernt", lesson.eingangsnummer, {"key": key, "sentence": sentence(lesson), "for_good": True})
        return lesson


def _rows(connection: Connection, eingangsnummer: str) -> dict[str, Lesson]:
    rows = connection.execute(select(t.lesson.c.key, t.lesson.c.content).where(t.lesson.c.eingangsnummer == eingangsnummer))
    return {row.key: codec.loads(Lesson, row.content) for row in rows}


def _forgotten(connection: Connection) -> set[str]:
    return set(connection.execute(select(t.lesson.c.key).where(t.lesson.c.state == "vergessen")).scalars())
