"""Tells one webhook what happened, event by event and in order. Killed at any point no event is left out; one may come twice.

How far the other side has been told is noted after each answer. While it is away everything waits; an event that it refuses again
and again is put aside with the reason, and the next ones go on. Nothing of an answer is kept but its number.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import logging
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive import codec, happenings
from archive.happenings import Happening
from archive.problems import Invalid, Problem, Unavailable
from archive.space import Space
from service.channels.hook_address import Unreached, connected, target
from service.channels.kept import Hook
from service.channels.state import Aside, Notes, Run

log = logging.getLogger(__name__)

SIGNATURE = "Auftragsmappe-Signature"
TRIES = 6
"""How often an event that is refused (4xx) is offered before it is put aside."""
_AT_ONCE = 50
_TEST = "probe"
_SHOWN = timedelta(minutes=1)
"""How old the time of the last look on screen may be while nothing happens."""


class Refused(Problem):
    """The other side is there and does not want this event."""

    code = "abgelehnt"


class Caller:
    """One webhook of one space. ``space`` shows what a key without special rights may see. Only one process at a time may tell."""

    def __init__(self, data: Path, space: Space, hook: Hook, allowed: str) -> None:
        self._space = space
        self._hook = hook
        self._allowed = allowed
        self._notes = notes_of(data, space.name, hook.id)
        self._run = Run()

    def look(self, stopped: Callable[[], bool] = lambda: False) -> Run:
        """Tells everything there is to tell now. Never raises a ``Problem``."""
        before = self._run = self._notes.run()
        trouble: Problem | None = None
        try:
            self._tell(stopped)
        except Problem as problem:
            log.warning("webhook %s: %s", self._hook.id, problem)
            trouble = problem
        except OSError as error:
            trouble = Unavailable("Im Datenordner lässt sich nichts schreiben. Bitte prüfen Sie den freien Platz.", cause=str(error))
        if trouble or before.problem or self._run is not before or _long_ago(before.looked_at):
            self._run = self._run.looking(trouble, len(self._notes.asides()))
            self._notes.note(self._run)
        return self._run

    def _tell(self, stopped: Callable[[], bool]) -> None:
        seq = self._begun()
        self._tell_again()
        found = happenings.after(self._space, seq, _AT_ONCE)
        if found.up_to != seq:
            self._notes.note_place(seq)  # a disk that is full is noticed before anything is told, and not told again and again
        for event in found.events:
            if stopped():
                return
            if not self._hook.events or event.event in self._hook.events:
                self._offer(event)
                self._run = replace(self._run.did(f"{event.event} {event.about}", event.about), failures=0)
            self._notes.note_place(event.seq)
        if found.up_to != seq:
            self._notes.note_place(found.up_to)

    def _begun(self) -> int:
        """After which entry to go on; the first time what happened so far is left out."""
        seq, head = self._notes.place(), self._space.journal.head()[0]
        if seq > head:  # an older archive was put in place
            why = f"Das Archiv wurde auf einen älteren Stand gebracht. Gesendet wird ab Ereignis {head + 1}."
            self._notes.put_aside(Aside("stand", "Älterer Stand des Archivs", why))
        if 0 <= seq <= head:
            return seq
        self._notes.note_place(head)
        return head

    def _offer(self, event: Happening) -> None:
        """Tells one event; returns when it was taken or put aside. Raises ``Unreached``, and ``Refused`` while it is worth trying again."""
        earlier = next((aside for aside in self._notes.asides() if aside.key == str(event.seq)), None)
        try:
            send(self._hook, self._allowed, codec.encode(event))
        except Refused as problem:
            tries = earlier.tries + 1 if earlier else 1
            name = f"{event.event} {event.about}"
            self._notes.put_aside(Aside(str(event.seq), name, problem.message, tries=tries, final=tries >= TRIES))
            if tries < TRIES:
                raise
        else:
            self._notes.forget_aside(str(event.seq))

    def _tell_again(self) -> None:
        """Events that were put aside and that somebody wants to be told again, or struck off."""
        for aside in self._notes.asides():
            if aside.dismissed or (aside.again and not aside.key.isdigit()):
                self._notes.forget_aside(aside.key)
            elif aside.again:
                [event] = happenings.after(self._space, int(aside.key) - 1, 1).events or (None,)
                self._notes.forget_aside(aside.key)
                if event is not None and event.seq == int(aside.key):
                    self._offer_once(event)

    def _offer_once(self, event: Happening) -> None:
        try:
            send(self._hook, self._allowed, codec.encode(event))
        except (Refused, Unreached) as problem:
            self._notes.put_aside(Aside(str(event.seq), f"{event.event} {event.about}", problem.message))


def _long_ago(looked: datetime | None) -> bool:
    return looked is None or datetime.now(UTC) - looked > _SHOWN


def notes_of(data: Path, space: str, hook: str) -> Notes:
    """The files of a webhook."""
    return Notes(data, space, f"webhook-{hook}")


def signature(secret: str, moment: int, body: bytes) -> str:
    """What proves that a message is ours and fresh: the time, and an HMAC-SHA256 over time and body."""
    return f"t={moment},v1={hmac.new(secret.encode(), f'{moment}.'.encode() + body, hashlib.sha256).hexdigest()}"


def send(hook: Hook, allowed: str, message: dict[str, object]) -> None:
    """One message. Raises ``Invalid``, ``Unreached`` and ``Refused``."""
    to = target(hook.address, allowed)
    body = json.dumps(message, ensure_ascii=False).encode()
    name = f"[{to.host}]" if ":" in to.host else to.host
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Auftragsmappe",
        "Host": f"{name}:{to.port}",
        "Connection": "close",
        SIGNATURE: signature(hook.secret, int(time.time()), body),
    }
    connection = connected(to)
    try:
        connection.request("POST", to.path, body, headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise Unreached(f"„{to.host}“ antwortet nicht wie ein Webserver.", cause=repr(error), code="keine_antwort") from error
    finally:
        connection.close()
    _judge(to.host, status)


def tried(hook: Hook, allowed: str) -> str:
    """Sends a message that says it is a test; a German sentence of what is wrong, "" when it was taken."""
    try:
        send(hook, allowed, {"event": _TEST})
    except (Invalid, Unreached, Refused) as problem:
        return problem.message
    return ""


def _judge(host: str, status: int) -> None:
    if 200 <= status < 300:
        return
    if 300 <= status < 400:
        said = f"„{host}“ leitet weiter (Antwort {status}). Bitte tragen Sie die endgültige Adresse ein."
        raise Unreached(said, cause=f"status {status}", code="umleitung")
    if status in (408, 425, 429) or status >= 500:
        raise Unreached(f"„{host}“ ist gerade gestört (Antwort {status}).", cause=f"status {status}", code="gestoert")
    said = f"„{host}“ nimmt diese Nachricht nicht an (Antwort {status}). Bitte prüfen Sie Adresse und Signatur."
    raise Refused(said, cause=f"status {status}")
