"""Files on their way in over HTTP: multipart parsed while it arrives, bytes straight into the store, never whole in memory.

Knows neither papers nor films: what is done with a file that has arrived is its caller's business.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from archive.problems import Invalid, TooHeavy
from archive.store.seam import Incoming, Stored
from service.media import HEAD
from service.names import display_name

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MEGABYTE = 1024 * 1024
LONGEST_FIELD = 300_000
MOST_FIELDS = 100


class ArrivingFile:
    """One file while its bytes arrive: the name its sender gave it, its size so far, its first bytes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.size = 0
        self.head = b""


Kept = Callable[[ArrivingFile, Stored], None]


@dataclass(frozen=True, slots=True)
class Taking:
    """How files are taken: where their bytes go, what is done with one that is durable, how large one may be and what helps then."""

    receive: Callable[[], AbstractContextManager[Incoming]]
    keep: Kept
    largest_mb: int
    advice: str
    look: Callable[[bytes], None] = lambda _head: None
    """Sees the first bytes while the rest is still on its way, and raises ``Problem`` for what is not wanted at all."""
    grown: Callable[[int], None] = lambda _size: None
    """Hears the size of a file at every piece, and raises ``Problem`` for one that is too large for another reason."""
    store: Callable[[ArrivingFile, Incoming], Stored] = lambda _file, incoming: incoming.keep()
    """Makes a whole file durable; what it refuses leaves nothing behind."""


async def receive(request: Request, taking: Taking) -> dict[str, str]:
    """Takes every file of a multipart request; returns its written fields. Raises ``Invalid`` and ``TooHeavy``."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise Invalid("Es kam keine Datei an. Bitte wählen Sie eine Datei aus und versuchen Sie es noch einmal.", cause="no multipart body")
    form = _Form(taking, boundary)
    try:
        async for chunk in request.stream():
            await run_in_threadpool(form.feed, chunk)
        form.finish()
    finally:
        await run_in_threadpool(form.close)
    return {name: value.decode("utf-8", "replace") for name, value in form.fields.items()}


class _Form:
    """The multipart body as a sequence of events. Runs in worker threads, one call at a time."""

    def __init__(self, taking: Taking, boundary: bytes) -> None:
        self.taking = taking
        self.fields: dict[str, bytes] = {}
        self._file: tuple[ArrivingFile, Incoming] | None = None
        self._name = ""
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
        if self._file is not None or self._unfinished:
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
        self._name = ""
        if raw:
            incoming = self._open.enter_context(self.taking.receive())
            self._file = ArrivingFile(display_name(raw.decode("utf-8", "replace"))), incoming
        elif b"filename" not in options and len(self.fields) < MOST_FIELDS:  # the file input of a form sent without a choice has one
            self._name = options.get(b"name", b"").decode("utf-8", "replace")[:100]
            self.fields[self._name] = b""

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._file is not None:
            self._write(*self._file, data[start:end])
        elif self._name:
            self.fields[self._name] += data[start:end]
            if len(self.fields[self._name]) > LONGEST_FIELD:
                raise Invalid("Eine Eingabe ist zu lang. Bitte kürzen Sie sie.", cause=f"field {self._name} too long")

    def _write(self, file: ArrivingFile, incoming: Incoming, chunk: bytes) -> None:
        file.size += len(chunk)
        if file.size > self.taking.largest_mb * MEGABYTE:
            limit = f"Erlaubt sind {self.taking.largest_mb} MB. {self.taking.advice}"
            raise TooHeavy(f"Die Datei „{file.name}“ ist zu groß. {limit}", cause="upload over the limit")
        self.taking.grown(file.size)
        if len(file.head) < HEAD:
            file.head += chunk[: HEAD - len(file.head)]
            if len(file.head) == HEAD:
                self.taking.look(file.head)
        incoming.write(chunk)

    def _part_ends(self) -> None:
        if self._file is None:
            return
        (file, incoming), self._file = self._file, None
        self.taking.look(file.head)
        stored = self.taking.store(file, incoming)
        self._open.close()
        self.taking.keep(file, stored)

    def _ends(self) -> None:
        self._unfinished = False


def _damaged(error: FormParserError) -> Invalid:
    return Invalid("Die Übertragung war beschädigt. Bitte laden Sie die Datei noch einmal hoch.", cause=str(error))
