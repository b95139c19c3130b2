"""What is fuzzed: each target takes any bytes, may refuse them with a ``Problem``, and must keep its promises for the rest.

Anything else that is raised is a find. Seeds are small and say what the target is about.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from archive.column_maps import guess
from archive.entry import from_object, to_object
from archive.kinds import KINDS, kind
from archive.problems import Problem
from archive.store.keys import checked, checked_prefix
from archive.tables_csv import MOST_COLUMNS, read_table
from ingest import einvoice, mend, tnef, unpack
from ingest.media import MEDIA_TYPES, media_type
from ingest.payment_code import payment
from search.query import LONGEST, MOST_CLAUSES, Between, parse, separate
from service.names import LONGEST as LONGEST_NAME
from service.names import attachment, display_name
from tests.ingest.einvoices import FACTUR_X, XRECHNUNG


@dataclass(frozen=True, slots=True)
class Target:
    """One entrance and what usually comes through it."""

    run: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def text(data: bytes) -> str:
    """Any text, unpaired surrogates and control characters among it."""
    return data.decode("utf-8", "surrogateescape" if data[:1] == b"\xff" else "replace")


def amounts(data: bytes) -> None:
    """What is read is a number, and shown it is read as the same."""
    for key in ("amount", "quantity"):
        if (parsed := kind(key).parse(text(data))) is not None:
            assert Decimal(parsed.value).is_finite()
            again = kind(key).parse(kind(key).show(parsed.value))
            assert again is not None
            assert Decimal(again.value) == Decimal(parsed.value), (parsed, again)


def dates(data: bytes) -> None:
    """What is read is a day of the calendar."""
    if (parsed := kind("date").parse(text(data))) is not None:
        assert date.fromisoformat(parsed.value).isoformat() == parsed.value
        kind("date").check(parsed.value)
        again = kind("date").parse(kind("date").show(parsed.value))
        assert again is not None
        assert again.value == parsed.value


def kinds(data: bytes) -> None:
    """Every kind of value: what it takes it can check and show."""
    for key in KINDS:
        if (parsed := kind(key).parse(text(data))) is not None:
            kind(key).check(parsed.value)
            kind(key).show(parsed.value)


def query(data: bytes) -> None:
    """A query stays within its bounds, and its filters say the same when they are taken off and put back."""
    typed = text(data)
    tree = parse(typed)
    assert len(tree.words) <= MOST_CLAUSES
    for one in tree.filters:
        assert not isinstance(one, Between) or one.low is None or one.high is None or isinstance(one.low, int)
    words, clauses = separate(typed)
    if len(typed) < LONGEST // 2:
        parse(" ".join([words, *(clause.text for clause in clauses)]))


def table(data: bytes) -> None:
    """A CSV file has rows as wide as its heading."""
    with suppress(Problem):
        found = read_table(data)
        assert 0 < len(found.headings) <= MOST_COLUMNS
        assert all(len(row.cells) == len(found.headings) for row in found.rows)
        guess(found)


def xml(data: bytes) -> None:
    """An e-invoice or a sentence."""
    with suppress(Problem):
        opened = einvoice.unfold(data, "")
        assert all(value for value in opened.invoice.terms.values())


def container(data: bytes) -> None:
    """What is unpacked lies in the folder under a number and nowhere else."""
    with tempfile.TemporaryDirectory() as folder:
        box, inside = Path(folder) / "box", Path(folder) / "inside"
        inside.mkdir()
        box.write_bytes(data)
        with suppress(Problem):
            unpack.unpack_zip(str(box), str(inside), unpack.MOST)
        assert all(path.name.isdecimal() for path in inside.iterdir())
        assert {path.name for path in Path(folder).iterdir()} == {"box", "inside"}


def outlook(data: bytes) -> None:
    """A winmail.dat gives files or none."""
    with suppress(Problem):
        tnef.attached(data)


def names(data: bytes) -> None:
    """A name is one line without tricks, and its header is plain ASCII."""
    name = display_name(text(data))
    assert name
    assert len(name) <= LONGEST_NAME
    assert not set(name) & set("/\\\r\n\0\u202e")
    assert attachment(name).isascii()
    assert attachment(name).isprintable()


def keys(data: bytes) -> None:
    """A key never leads out of the store."""
    for check in (checked, checked_prefix):
        with suppress(ValueError):
            found = check(text(data))
            assert not found.startswith(("/", ".", "-"))
            assert ".." not in found.split("/")


def entry(data: bytes) -> None:
    """A damaged entry of the journal is refused; a whole one is written as it was read."""
    with suppress(Problem):
        found = from_object(data)
        assert from_object(to_object(found)) == found


def media(data: bytes) -> None:
    """A kind we know, or none; a code in a picture says a payment or nothing."""
    assert media_type(data) in {*MEDIA_TYPES, ""}
    payment(text(data))


def lost_end(data: bytes) -> None:
    """A mended PDF begins with what came."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        assert (mend.mended(file.name) or data).startswith(data)


_QUERIES = (b'typ:rechnung "42CrMo4" -mahnung datum:2026-Q3', b"betrag:100..200,50 lieferant:=X", b"datum>=12.03.2026", b'a:"b c" -"d')
_ENTRY = b'{"seq":1,"at":"2026-11-22T09:00:00+00:00","who":"Anna","kind":"eingang","about":"E-1","body":{"a":[1,null]},"prev":"","hash":""}'
_GIRO = b"BCD\n002\n1\nSCT\n\nFranz\nDE89370400440532013000\nEUR123.45\n\n\nRE-1"

TARGETS: Mapping[str, Target] = {
    "amounts": Target(amounts, (b"1.234,56", b"EUR 1'234.56-", b"(12,50)", "–,50 €".encode(), b"12,--", b"0,025", b"1e9")),
    "dates": Target(dates, (b"12.03.2026", b"2026-03-12", b"3. Mai 2026", b"12/03/26", b"29.02.2024", b"31.12.9999", b"31.12.0231")),
    "kinds": Target(kinds, (b"DE89370400440532013000", b"DE136695976", b"B-26-00417", b"EUR", b"218/5123/0455")),
    "query": Target(query, _QUERIES),
    "table": Target(table, (b"Auftragsnummer;Kunde\nA-1;X\n", b'\xef\xbb\xbfa,b\n"x""y",2\n', "a\tb\n1\t2".encode("utf-16"))),
    "xml": Target(xml, (XRECHNUNG, FACTUR_X, b'<?xml version="1.0"?><!DOCTYPE x []><Invoice/>')),
    "container": Target(container, (b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 18)),
    "outlook": Target(outlook, (b"\x78\x9f\x3e\x22\x01\x00",)),
    "names": Target(names, (b"rechnung.pdf", b"../../etc/passwd", "\u202efdp.exe".encode(), "ä\u0308 🧾".encode())),
    "keys": Target(keys, (b"journal/000000000/000000000001.json", b"originale/" + b"a" * 64, b"../x")),
    "entry": Target(entry, (_ENTRY,)),
    "media": Target(media, (b"%PDF-1.4", b"\xff\xd8\xff", b"<?xml", _GIRO)),
    "lost_end": Target(lost_end, (b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj", b"1 0 obj /Type/Catalog")),
}
