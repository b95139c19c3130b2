"""Papers on their way in over HTTP: multipart parsed while it arrives, bytes straight into the store, never whole in memory.

Looks at nothing but the first bytes. Acknowledges a file only when it is durable; a sender who goes away leaves nothing.
"""

from __future__ import annotations

import logging
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from archive.intake import Receipt, Sender
from archive.problems import Invalid, Problem, TooHeavy, Unavailable
from archive.store.seam import Incoming
from service.media import HEAD, media_type
from service.names import display_name
from service.parts import Parts

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

log = logging.getLogger(__name__)

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Arrived:
    """One acknowledged file under the name its sender gave it."""

    name: str
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What came of one request: the acknowledged files, and the problem that ended it early."""

    arrived: tuple[Arrived, ...]
    problem: Problem | None


NOTHING = Uploaded((), None)


def as_json(uploaded: Uploaded) -> dict[str, Any]:
    """What programs get: a receipt for each acknowledged file, and the problem if there was one."""
    receipts = [
        {
            "eingangsnummer": item.receipt.eingangsnummer,
            "sha256": item.receipt.sha256,
            "name": item.name,
            "duplicate_of": item.receipt.duplicate_of,
            "job": f"/api/v1/documents/{item.receipt.eingangsnummer}",
        }
        for item in uploaded.arrived
    ]
    problem = uploaded.problem
    return {"receipts": receipts, **({"problem": {"code": problem.code, "message": problem.message}} if problem else {})}


async def receive(request: Request, parts: Parts, source: str, who: str) -> Uploaded:
    """Takes every file of a multipart request. Raises ``Invalid`` when there is none, ``ClientDisconnect`` when the sender left."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise Invalid("Es kam keine Datei an. Bitte wählen Sie eine Datei aus und versuchen Sie es noch einmal.", cause="no multipart body")
    form = _Form(parts, Sender("", "", source, who), boundary)
    try:
        async for chunk in request.stream():
            await run_in_threadpool(form.feed, chunk)
        form.finish()
    except Problem as problem:
        if not form.arrived:
            raise
        return Uploaded(tuple(form.arrived), problem)
    finally:
        await run_in_threadpool(form.close)
    if not form.arrived:
        raise Invalid("Sie haben noch keine Datei ausgewählt. Bitte wählen Sie mindestens eine Datei aus.", cause="no file in form")
    return Uploaded(tuple(form.arrived), None)


class _File:
    """One file while its bytes arrive."""

    def __init__(self, name: str, incoming: Incoming, limit: int) -> None:
        self.name = name
        self.limit = limit
        self.incoming = incoming
        self.size = 0
        self.head = b""

    def write(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.size > self.limit * MEGABYTE:
            advice = f"Erlaubt sind {self.limit} MB. Bitte teilen Sie die Datei auf oder scannen Sie mit 300 dpi."
            raise TooHeavy(f"Die Datei „{self.name}“ ist zu groß. {advice}", cause="upload over the limit")
        if len(self.head) < HEAD:
            self.head += chunk[: HEAD - len(self.head)]
        self.incoming.write(chunk)


class _Form:
    """The multipart body as a sequence of events. Runs in worker threads, one call at a time."""

    def __init__(self, parts: Parts, sender: Sender, boundary: bytes) -> None:
        self.parts = parts
        self.sender = sender
        self.arrived: list[Arrived] = []
        self.current: _File | None = None
        self._unfinished = True
        self._open = ExitStack()
        self._headers: dict[bytes, bytes] = {}
        self._field = b""
        self._value = b""
        callbacks: MultipartCallbacks = {
            "on_part_begin": self._part_begins,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_ends,
            "on_headers_finished": self._part_opens,
            "on_part_data": self._part_data,
            "on_part_end": self._part_ends,
            "on_end": self._ends,
        }
        try:
            self._parser = MultipartParser(boundary, callbacks)
        except FormParserError as error:
            raise _damaged(error) from error

    def feed(self, chunk: bytes) -> None:
        """Takes the next bytes of the body. Raises ``Problem``."""
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise _damaged(error) from error

    def finish(self) -> None:
        """Says that nothing more comes. Raises ``Invalid`` when something should have."""
        if self.current is not None or self._unfinished:
            raise Invalid(
                "Die Übertragung ist abgebrochen. Bitte laden Sie die Datei noch einmal hoch.", cause="multipart body ended early"
            )

    def close(self) -> None:
        """Drops a file that did not arrive whole."""
        self._open.close()

    def _part_begins(self) -> None:
        self._headers = {}

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_ends(self) -> None:
        self._headers[self._field.lower()] = self._value
        self._field = self._value = b""

    def _part_opens(self) -> None:
        _, options = parse_options_header(self._headers.get(b"content-disposition", b""))
        raw = options.get(b"filename", b"")
        if raw:  # a form field, or the empty file input of a form sent without a choice, has none
            name = display_name(raw.decode("utf-8", "replace"))
            incoming = self._open.enter_context(self.parts.space.intake.receive())
            self.current = _File(name, incoming, self.parts.settings.upload_mb)

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self.current is not None:
            self.current.write(data[start:end])

    def _part_ends(self) -> None:
        if self.current is None:
            return
        done, self.current = self.current, None
        stored = done.incoming.keep()
        self._open.close()
        sender = Sender(done.name, media_type(done.head), self.sender.source, self.sender.who)
        receipt = self.parts.space.intake.acknowledge(stored, sender)
        self.arrived.append(Arrived(done.name, receipt))
        if not receipt.duplicate_of:
            self._queue(receipt.eingangsnummer)

    def _queue(self, eingangsnummer: str) -> None:
        try:
            self.parts.jobs.put("process", self.parts.space.name, eingangsnummer)
        except Unavailable as problem:
            # The intake book is the truth and already durable; the worker looks through it and finds the paper by itself.
            log.warning("no job for %s yet: %s", eingangsnummer, problem.cause)

    def _ends(self) -> None:
        self._unfinished = False


def _damaged(error: FormParserError) -> Invalid:
    return Invalid("Die Übertragung war beschädigt. Bitte laden Sie die Datei noch einmal hoch.", cause=str(error))
