"""A virus scanner before the readers: what it objects to is rejected and never handed out, and without it papers wait."""

from __future__ import annotations

import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.problems import Invalid, Problem, TooHeavy, Unavailable
from archive.space import Space, open_space
from ingest.pipeline import process
from ingest.quarantine import passes
from ingest.scanner import answers, checked_place, scan
from tests.cast import furnish, hand_in
from tests.leash import away
from tests.pdfs import text_pdf
from tests.scanner_server import MARK, NAME, ScannerServer

INVOICE = text_pdf("Rechnung", "Rechnungsnummer: RE-00012", "Ihre Bestellung: B-26-00401", "Gesamtbetrag 119,00 EUR")


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(opened)
    yield opened
    opened.close()


@contextmanager
def listening(answer: bytes, *, after: int = -1) -> Iterator[str]:
    """A scanner that says one thing, once it has heard everything or ``after`` so many bytes; its place."""

    def serve(server: socket.socket) -> None:
        line, _ = server.accept()
        heard = b""
        while not heard.endswith(b"\0\0\0\0") and (after < 0 or len(heard) < after) and (more := line.recv(65536)):
            heard += more
        line.sendall(answer)
        line.close()

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=serve, args=(server,))
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        thread.join()


@pytest.mark.parametrize(
    ("answer", "found"),
    [(b"stream: OK\0", ""), (b"stream: Eicar-Test-Signature FOUND\0", "Eicar-Test-Signature"), (b"stream: a b FOUND\0", "a b")],
)
def test_the_answer_is_understood(answer: bytes, found: str) -> None:
    with listening(answer) as place:
        assert scan(io.BytesIO(b"x" * 600_000), place) == found


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"INSTREAM size limit exceeded. ERROR\0", TooHeavy),
        (b"", Unavailable),
        (b"\xff\xfe rubbish\0", Unavailable),
        (b"x" * 10_000, Unavailable),
    ],
)
def test_no_clear_answer_is_never_taken_for_clean(answer: bytes, kind: type[Problem]) -> None:
    with listening(answer, after=10) as place, pytest.raises(kind) as said:
        scan(io.BytesIO(b"x" * 5_000_000), place)
    assert "Virenscanner" in said.value.message


@pytest.mark.parametrize("place", ["clamd", "host:", ":3310", "host:0", "host:70000", "var/run/clamd.ctl"])
def test_a_place_that_is_none_is_refused_at_the_start(place: str) -> None:
    with pytest.raises(Invalid):
        checked_place(place)
    assert checked_place("") == ""


def test_without_the_scanner_papers_wait_for_it_and_are_read_by_nobody(space: Space, tmp_path: Path) -> None:
    number = hand_in(space, INVOICE).eingangsnummer
    assert not passes(space, number, str(tmp_path / "nobody.sock"))
    line = space.intake.get(number)
    assert (line.state, line.problem) == ("waiting", "nicht_erreichbar")
    assert line.next_try is not None
    with listening(b"stream: OK\0") as place:
        assert passes(space, number, place)
    process(space, number)
    assert space.intake.get(number).state == "filed"
    assert passes(space, number, str(tmp_path / "nobody.sock"))  # decided already


@pytest.mark.slow
def test_a_real_scanner(space: Space) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("rechnung.txt", MARK * 20)
    with ScannerServer() as scanner:
        assert answers(scanner.place)
        for data in (INVOICE + MARK, packed.getvalue()):
            number = hand_in(space, data).eingangsnummer
            assert not passes(space, number, scanner.place)
            line = space.intake.get(number)
            assert (line.state, line.problem) == ("rejected", "schadsoftware")
            assert NAME in line.sentence
            assert process(space, number) == []
            assert space.store.size(f"originale/{line.scan.sha256}") == len(data)
        clean = hand_in(space, INVOICE).eingangsnummer
        with away(scanner):
            assert not passes(space, clean, scanner.place)
        assert passes(space, clean, scanner.place)
        large = hand_in(space, b"x" * (4 << 20)).eingangsnummer
        assert not passes(space, large, scanner.place)
        assert "StreamMaxLength" in space.intake.get(large).sentence
