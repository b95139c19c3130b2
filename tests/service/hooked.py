"""A program that is told of events, and a firm that tells it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from archive.space import Space, open_space
from service.channels.hooks import Caller, notes_of
from service.channels.kept import Hook
from service.settings import Settings, from_environment
from tests import cast


@dataclass
class Receiver:
    """A program that is told; answers what it was told to answer."""

    status: int = 204
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(message["event"], message["about"]) for message in (json.loads(body) for _, body in self.got)]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver on loopback."""
    one = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            one.got.append((dict(self.headers), body))
            self.send_response(one.status)
            if one.status in (301, 302):
                self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        one.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield one
        server.shutdown()
        thread.join()


@dataclass
class Firm:
    """A firm with one webhook."""

    settings: Settings
    space: Space
    hook: Hook

    def caller(self) -> Caller:
        return Caller(self.settings.data, self.space, self.hook, "127.0.0.1")

    def waiting(self) -> list[Any]:
        return notes_of(self.settings.data, "firma", self.hook.id).asides()


@contextmanager
def telling(folder: Path, receiver: Receiver) -> Iterator[Firm]:
    """A firm whose webhook has looked once, so that it is told what happens from now on."""
    settings = from_environment({"MAPPE_DATA": str(folder / "daten")})
    space = open_space(settings.locations, "firma")
    cast.furnish(space)
    one = Firm(settings, space, Hook("h1", f"http://127.0.0.1:{receiver.port}/mappe?x=1", "sehr geheim"))
    one.caller().look()
    yield one
    space.close()


def file_one(space: Space, number: int) -> str:
    """A paper that is handed in and filed: two events."""
    receipt = cast.hand_in(space, b"%PDF-1.4 " + str(number).encode())
    space.documents.file(receipt.eingangsnummer, cast.proposal(space, receipt.eingangsnummer))
    return receipt.eingangsnummer
