"""Fetches the mails of one mailbox into one space. Killed at any point, each mail is taken exactly once.

The mail itself is the paper, byte for byte; the worker takes its attachments out of it. The place a mail has on its server goes into
the journal with the acceptance as a ticket, so whoever finds the mail unmarked after a crash knows that it only has to be marked.
A mail that can not be taken is put aside with a reason, and the others go on.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from pathlib import Path

from archive.intake import Sender
from archive.jobs import Jobs
from archive.problems import Problem, Unavailable
from archive.space import Space
from service.channels.addresses import ANYWHERE, Reach
from service.channels.imap import DONE, FAILED, Visit, must_have, visiting
from service.channels.imap_line import Gone, Limits, Trouble
from service.channels.kept import Mailbox
from service.channels.state import Aside, Notes, Run
from service.names import display_name
from service.queueing import queue

log = logging.getLogger(__name__)

SOURCE = "post"
WHO = "das Postfach"
MAIL = "message/rfc822"
_ROOM = 64 << 10
"""Bytes by which a mail may be larger than its server said: line ends are counted in different ways."""
TRIES = 3
"""How often the line may break over one mail before it is put aside."""


class Post:
    """One mailbox. Only one process at a time may fetch: see ``run``."""

    def __init__(self, data: Path, space: Space, jobs: Jobs, box: Mailbox) -> None:
        self._space = space
        self._jobs = jobs
        self._box = box
        self._notes = notes_of(data, space.name, box.id)

    def look(self, most_mb: int, stopped: Callable[[], bool] = lambda: False, reach: Reach = ANYWHERE, tokens: str = "") -> Run:
        """One visit; what is new is in the archive afterwards. Never raises a ``Problem``."""
        trouble: Problem | None = None
        waiting = len(self._asides())
        try:
            with visiting(self._box, Limits((most_mb << 20) + _ROOM, reach=reach, tokens=tokens)) as visit:
                waiting = self._fetch(visit, most_mb << 20, stopped)
        except Problem as problem:
            log.warning("mailbox %s: %s", self._box.id, problem)
            trouble = problem
        except OSError as error:
            log.warning("mailbox %s: %s", self._box.id, error)
            trouble = Unavailable("Im Datenordner lässt sich nichts schreiben. Bitte prüfen Sie den freien Platz.", cause=str(error))
        run = self._notes.run().looking(trouble, waiting, more=stopped())
        self._notes.note(run)
        return run

    def _fetch(self, visit: Visit, most: int, stopped: Callable[[], bool]) -> int:
        """How many mails have to wait."""
        visit.enter(self._box.folder)
        self._finish_moving(visit)
        asides = self._struck_off(visit)
        numbers = [number for number in visit.new(self._box.since) if not asides.get(number, _NONE).final]
        sizes = visit.sizes(numbers)
        # What broke the line before comes last, so that it keeps nothing else waiting.
        for number in sorted(numbers, key=lambda number: (asides.get(number, _NONE).tries, number)):
            if stopped():
                break
            if sizes.get(number, 0) > most:
                self._put_aside(visit, number, f"Die Mail ist größer als {most >> 20} MB. Bitte geben Sie ihre Anhänge von Hand ab.")
            else:
                self._take(visit, number, asides.get(number, _NONE).tries + 1)
        return len(self._asides())

    def _take(self, visit: Visit, number: int, attempt: int) -> None:
        try:
            mail = visit.mail(number)
        except Gone as problem:
            self._broken(visit, number, attempt, problem)
            raise
        if mail is None:
            if number in visit.new(self._box.since):  # else somebody took it away meanwhile
                self._broken(visit, number, attempt, Gone("Der Mailserver gibt ihren Inhalt nicht heraus.", cause="no body"))
            return
        if not mail.strip():
            self._put_aside(visit, number, "Die Mail ist leer.")
            return
        name = f"{_subject(mail)[:120]}.eml"
        eingangsnummer = self._accept(visit.validity, number, name, mail)
        visit.mark(number, DONE)
        if self._box.moved_to:
            visit.move(number, self._box.moved_to)
        self._notes.forget_aside(self._key(visit, number))
        self._notes.note(self._notes.run().did(name, eingangsnummer))

    def _accept(self, validity: str, number: int, name: str, mail: bytes) -> str:
        with self._space.intake.receive() as incoming:
            incoming.write(mail)
            stored = incoming.keep()
        place = hashlib.sha256(self._box.place.encode()).hexdigest()[:16]
        ticket = f"{place}-{validity}-{number}"
        if known := self._space.intake.taken(stored.sha256, ticket):
            return known
        sender = Sender(name, MAIL, SOURCE, WHO, hint=self._box.shown, ticket=ticket)
        receipt = self._space.intake.acknowledge(stored, sender)
        if not receipt.duplicate_of:
            queue(self._jobs, self._space.name, receipt.eingangsnummer)
        return receipt.eingangsnummer

    def _finish_moving(self, visit: Visit) -> None:
        """What was marked and not moved, because the process was killed in between or the folder was missing."""
        if not self._box.moved_to:
            return
        must_have(visit, self._box.moved_to)
        for number in visit.done():
            visit.move(number, self._box.moved_to)

    def _struck_off(self, visit: Visit) -> dict[int, Aside]:
        """The asides of this folder by UID, after what people dismissed was marked as done."""
        left = {}
        for aside in self._asides():
            validity, _, number = aside.key.partition("-")
            if validity != visit.validity:
                self._notes.forget_aside(aside.key)  # the server counts anew; the mail is met again under its new number
            elif aside.dismissed:
                visit.mark(int(number), DONE)
                self._notes.forget_aside(aside.key)
            elif aside.again:
                self._notes.forget_aside(aside.key)
            else:
                left[int(number)] = aside
        return left

    def _broken(self, visit: Visit, number: int, attempt: int, problem: Gone) -> None:
        why = f"Die Mail ließ sich {attempt} Mal nicht abrufen. {problem.message}"
        aside = Aside(self._key(visit, number), f"Mail Nr. {number}", why, tries=attempt, final=attempt >= TRIES)
        self._notes.put_aside(aside)

    def _put_aside(self, visit: Visit, number: int, why: str) -> None:
        name = _subject(visit.head(number))
        self._notes.put_aside(Aside(self._key(visit, number), name, why))
        with suppress(Trouble):  # a courtesy to whoever looks with a mail program; what counts is the note
            visit.mark(number, FAILED, seen=False)

    def _asides(self) -> list[Aside]:
        return self._notes.asides()

    def _key(self, visit: Visit, number: int) -> str:
        return f"{visit.validity}-{number}"


_NONE = replace(Aside("", "", ""), tries=0, final=False)


def notes_of(data: Path, space: str, mailbox: str) -> Notes:
    """The files of a mailbox."""
    return Notes(data, space, f"post-{mailbox}")


def _subject(mail: bytes) -> str:
    """The subject as a name to show."""
    try:
        raw = str(message_from_bytes(mail[:200_000])["Subject"] or "")
        return display_name(str(make_header(decode_header(raw))).replace("/", "-").replace("\\", "-")).removesuffix(".eml")
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):  # anything may stand there
        return "E-Mail"
