"""How one space stands, for whoever runs the installation: what waits and since when, what it holds, what came in day by day.

Cheap enough to be asked every minute of a space with a million papers: sums go on from where the last look ended.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select

from archive.catalog import tables as t
from archive.intake import BACKLOG
from archive.problems import Tampered
from archive.space import Space

DAYS = 60
"""For so many days the bytes of each are kept."""


@dataclass(frozen=True, slots=True)
class Standing:
    """``waiting_since`` is when the oldest paper came in that nobody has read, ISO, "" when there is none; imports do not count,
    they are ``backlog``. ``failing`` wait for a technical reason. ``uncopied`` journal entries are not in the store yet.

    ``held`` are the bytes of all originals, ``days`` those of each day by its date; ``up_to`` is the last paper in both.
    """

    at: str
    counts: dict[str, int]
    waiting_since: str = ""
    backlog: int = 0
    failing: int = 0
    journal: int = 0
    uncopied: int = 0
    held: int = 0
    up_to: str = ""
    days: dict[str, int] = field(default_factory=dict)
    indexed: int = 0
    index_problem: str = ""


def look_at(space: Space, before: Standing | None, now: datetime) -> Standing:
    """How the space stands now; ``before`` is what the last look found. Says nothing of the index."""
    line, book = space.intake.counts(), t.intake.c
    with space.catalog.read() as connection:
        unread = (book.state == "received") & (book.source != BACKLOG)
        since = connection.scalar(select(func.min(book.received)).where(unread)) or ""
        backlog = connection.scalar(select(func.count()).where(book.state == "received", book.source == BACKLOG)) or 0
        failing = connection.scalar(select(func.count()).where(book.next_try != "")) or 0
        start = before.up_to if before else ""
        day = func.substr(book.received, 1, 10).label("day")
        query = select(day, func.sum(book.size), func.max(book.eingangsnummer)).where(book.eingangsnummer > start).group_by(day)
        fresh = [(str(row[0]), int(row[1]), str(row[2])) for row in connection.execute(query)]
    oldest = (now - timedelta(days=DAYS)).date().isoformat()
    days = dict(before.days) if before else {}
    for date, size, _ in fresh:
        days[date] = days.get(date, 0) + size
    seq, _ = space.journal.head()
    return Standing(
        at=now.astimezone(UTC).isoformat(timespec="seconds"),
        counts={str(state): number for state, number in line.items()},
        waiting_since=since,
        backlog=backlog,
        failing=failing,
        journal=seq,
        uncopied=seq - space.journal.copied(),
        held=(before.held if before else 0) + sum(size for _, size, _ in fresh),
        up_to=max([start, *(last for _, _, last in fresh)]),
        days={date: size for date, size in sorted(days.items()) if date >= oldest},
    )


def as_text(standing: Standing) -> str:
    """For keeping."""
    return json.dumps(asdict(standing), ensure_ascii=False, separators=(",", ":"))


def from_text(text: str) -> Standing:
    """What was kept. Raises ``Tampered`` when it is something else."""
    try:
        return Standing(**json.loads(text))
    except (ValueError, TypeError) as error:
        raise Tampered("Der gemerkte Stand eines Bereichs ist nicht lesbar.", cause=f"standing: {error}") from error
