"""Links with which somebody without an account hands papers in, or fetches a few: for a time, a number of files, an amount of bytes.

Everything about a link is in the journal, under a key that is made of its token's hash: who reads the journal can not use the link, and
who holds the link finds it at once. A token names its space, so that nobody has to look into all of them. The tables know nothing of
links. Who may make one is not decided here.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from sqlalchemy import select

from archive import codec
from archive.catalog import tables as t
from archive.entry import Entry
from archive.intake import Intaken, Receipt, Sender, enter
from archive.journal import about
from archive.leaves import bound
from archive.problems import Invalid, NotFound, TooHeavy
from archive.space import Space
from archive.store.seam import Incoming

Direction = Literal["hochladen", "abholen"]
SOURCE = "link"
MADE, USED, REVOKED = "link_angelegt", "link_benutzt", "link_zurueckgenommen"
MOST_FILES, MOST_MB, MOST_DAYS = 500, 5000, 366
_PREFIX = "L-"


@dataclass(frozen=True, slots=True)
class GuestLink:
    """What was allowed. ``until`` is its last day; ``papers`` are the Eingangsnummern that may be fetched.

    ``order`` is what it is about, "" for nothing in particular: shown to us as a hint, never used for filing. Papers go out
    only as long as they lie in its folder.
    """

    direction: Direction
    title: str
    until: date
    files: int
    megabytes: int
    order: str = ""
    note: str = ""
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A link and what became of it. ``used`` counts files in or out, ``size`` their bytes; ``last`` is when one last went through."""

    key: str
    link: GuestLink
    who: str
    made: datetime
    used: int = 0
    size: int = 0
    last: datetime | None = None
    revoked: bool = False

    def open(self, today: date) -> bool:
        """Whether something may still go through."""
        return not self.revoked and today <= self.link.until and self.files_left > 0 and self.bytes_left > 0

    @property
    def files_left(self) -> int:
        """How many files may still go through."""
        return max(0, self.link.files - self.used)

    @property
    def bytes_left(self) -> int:
        """How many bytes may still go through."""
        return max(0, (self.link.megabytes << 20) - self.size)


def make(space: Space, link: GuestLink, who: str) -> str:
    """A new link; returns its token, which can not be had again. Raises ``Invalid`` and ``NotFound``."""
    _must_make_sense(space, link)
    token = f"{space.name}.{secrets.token_urlsafe(32)}"
    with space.journal.change(who) as change:
        change.record(MADE, key_of(token), {"link": codec.encode(link)})
    return token


def revoke(space: Space, key: str, who: str) -> None:
    """Takes a link back; it works no more from now on. Raises ``NotFound``."""
    with space.journal.change(who) as change:
        if _standing(about(change.connection, key)) is None:
            raise NotFound("Diesen Link gibt es nicht.", cause=f"no link {key}")
        change.record(REVOKED, key, {})


def find(space: Space, token: str) -> Standing | None:
    """The link of a token in this space, whether it is open or not."""
    return _standing(space.journal.about(key_of(token)))


def all_links(space: Space) -> list[Standing]:
    """All, the newest first."""
    # A range and not LIKE: the index on what an entry is about serves it.
    query = select(t.journal.c.about).where(t.journal.c.about.between(_PREFIX, _PREFIX + "~")).distinct()
    with space.catalog.read() as connection:
        found = [_standing(about(connection, key)) for key in connection.execute(query).scalars()]
    return sorted((one for one in found if one), key=lambda one: one.made, reverse=True)


def space_of(token: str) -> str:
    """The space a token names, "" for one that was made before they did."""
    return token.partition(".")[0] if "." in token else ""


def room(space: Space, token: str) -> int:
    """How many bytes a link takes or gives now. Raises ``Invalid`` for one that is over."""
    return _open(find(space, token)).bytes_left


def too_large(left: int) -> TooHeavy:
    """What to say of a file that is larger than what a link still takes."""
    tenths = left * 10 >> 20  # rounded down: what is said fits
    words = f"{tenths // 10},{tenths % 10} MB" if tenths else f"{left >> 10} kB"
    return TooHeavy(f"Diese Datei ist zu groß: Der Link nimmt noch {words} an.", cause="more than the link takes")


def hand_in(space: Space, token: str, arrived: Incoming, size: int, sender: Sender) -> Receipt:
    """Keeps and acknowledges what came through a link, and counts it. Raises ``Invalid`` and ``TooHeavy`` when the link takes no more.

    Within one transaction, so that nothing becomes durable that the link does not take, however many hand in at once.
    """
    with space.journal.change(sender.who) as change:
        _count(about(change.connection, key_of(token)), size)
        stored = arrived.keep()
        receipt = enter(change, stored, sender)
        space.intake.must_be_kept(change.connection, stored)
        change.record(USED, key_of(token), {"eingangsnummer": receipt.eingangsnummer, "size": stored.size})
    return receipt


def papers(space: Space, link: GuestLink) -> dict[str, Intaken]:
    """What may be fetched now, by Eingangsnummer: what was moved to another folder, rejected, cut up or hidden meanwhile is not there."""
    inside = {paper.eingangsnummer for paper in space.documents.of_order(link.order)} if link.order else set()
    there = [space.intake.get(number) for number in link.papers if number in inside]
    return {paper.eingangsnummer: paper for paper in there if paper.state in ("filed", "waiting") and alone(space, paper.eingangsnummer)}


def fetch(space: Space, token: str, eingangsnummer: str, size: int, who: str) -> None:
    """Counts a paper that is fetched through a link, before its first byte goes out. Raises ``Invalid`` when it may not."""
    with space.journal.change(who) as change:
        standing = _count(about(change.connection, key_of(token)), size)
        if eingangsnummer not in papers(space, standing.link):
            raise _closed()
        change.record(USED, key_of(token), {"eingangsnummer": eingangsnummer, "size": size})


def alone(space: Space, eingangsnummer: str) -> bool:
    """Whether the original of a paper shows this paper only: parts of a stack share one, and it must not go out for one of them."""
    return not bound(space.catalog, eingangsnummer).leaves


def key_of(token: str) -> str:
    """Under what the journal keeps a link: enough of the hash that no two meet."""
    return _PREFIX + hashlib.sha256(token.encode()).hexdigest()[:40]


def _count(entries: Iterable[Entry], size: int) -> Standing:
    standing = _open(_standing(entries))
    if size > standing.bytes_left:
        raise too_large(standing.bytes_left)
    return standing


def _open(standing: Standing | None) -> Standing:
    if standing is None or not standing.open(datetime.now(UTC).astimezone().date()):
        raise _closed()
    return standing


def _standing(entries: Iterable[Entry]) -> Standing | None:
    found: Standing | None = None
    used, size, last, revoked = 0, 0, None, False
    for entry in entries:
        if entry.kind == MADE:
            found = Standing(entry.about, codec.decode(GuestLink, entry.body["link"]), entry.who, entry.at)
        elif entry.kind == USED:
            used, size, last = used + 1, size + int(entry.body["size"]), entry.at
        revoked = revoked or entry.kind == REVOKED
    return Standing(found.key, found.link, found.who, found.made, used, size, last, revoked) if found else None


def _must_make_sense(space: Space, link: GuestLink) -> None:
    for sentence in _wrong(link):
        raise Invalid(sentence, cause="link makes no sense")
    if link.order:
        space.orders.get(link.order)
    there = papers(space, link)
    for number in link.papers:
        if not alone(space, space.intake.get(number).eingangsnummer):
            raise Invalid(f"{number} ist ein Teil eines Stapels. Sein Original zeigt auch andere Papiere.", cause="bound paper in a link")
        if number not in there:
            raise Invalid(
                f"{number} liegt nicht (mehr) in der Mappe {link.order}. Bitte wählen Sie noch einmal.", cause="not in the folder"
            )


def _wrong(link: GuestLink) -> Iterator[str]:
    today = datetime.now(UTC).astimezone().date()
    if not link.title.strip():
        yield "Bitte sagen Sie, für wen der Link ist."
    if not today <= link.until or (link.until - today).days > MOST_DAYS:
        yield "Der letzte Tag muss zwischen heute und in einem Jahr liegen."
    if not 1 <= link.files <= MOST_FILES:
        yield f"Die Zahl der Dateien muss zwischen 1 und {MOST_FILES} liegen."
    if not 1 <= link.megabytes <= MOST_MB:
        yield f"Die Größe muss zwischen 1 und {MOST_MB} MB liegen."
    if link.direction == "abholen" and not (link.papers and link.order):
        yield "Bitte wählen Sie mindestens ein Papier einer Mappe aus."


def _closed() -> Invalid:
    return Invalid("Dieser Link nimmt nichts mehr an oder gibt nichts mehr heraus.", cause="link is closed", code="link_zu")
