"""Films handed out with a cut: the edit list says it, nothing else moves, and what can not be cut is left whole."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.film import film_facts
from training.film_cut import cut, handed_out

TRACK = 90_000


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def elst(*entries: tuple[int, int]) -> bytes:
    body = b"".join(struct.pack(">IiI", length, at, 1 << 16) for length, at in entries)
    return box(b"edts", box(b"elst", struct.pack(">II", 0, len(entries)) + body))


def film(edits: bytes = b"", *, late: bool = False, more: bytes = b"", moov_more: bytes = b"") -> bytes:
    mvhd = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, 60_000) + bytes(80))
    tkhd = box(b"tkhd", bytes(20) + struct.pack(">I", 60_000) + bytes(60))
    hdlr = box(b"hdlr", bytes(8) + b"vide" + bytes(12))
    mdhd = box(b"mdhd", bytes(12) + struct.pack(">II", TRACK, 60 * TRACK) + bytes(4))
    moov = box(b"moov", mvhd + box(b"trak", tkhd + edits + box(b"mdia", mdhd + hdlr)) + moov_more)
    mdat = box(b"mdat", bytes(range(256)) * 9000)
    return box(b"ftyp", b"isom" + bytes(8)) + (mdat + moov if late else moov + mdat) + more


def cut_out(data: bytes, start: float, end: float) -> bytes | None:
    made = cut(io.BytesIO(data), len(data), start, end)
    if made is None:
        return None
    whole = b"".join(handed_out(io.BytesIO(data), made))
    assert len(whole) == made.size
    return whole


def inside(data: bytes, *path: bytes) -> bytes:
    for kind in path:
        data = next(body for name, body in boxes(data) if name == kind)
    return data


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 0
    while at < len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        yield kind, data[at + 8 : at + length]
        at += length


def edits_of(data: bytes) -> list[tuple[int, int, int]]:
    list_ = inside(data, b"moov", b"trak", b"edts", b"elst")
    return [struct.unpack_from(">QqI", list_, 8 + 20 * n) for n in range(struct.unpack_from(">I", list_, 4)[0])]


@pytest.mark.parametrize("late", [False, True])
def test_players_are_told_what_to_show_and_no_picture_moves(late: bool) -> None:
    data = film(late=late)
    made = cut_out(data, 5, 12.5)
    assert made
    assert edits_of(made) == [(7500, 5 * TRACK, 1 << 16)]
    assert film_facts(io.BytesIO(made), len(made)).seconds == 7.5
    assert inside(made, b"mdat") == inside(data, b"mdat")
    assert made.index(bytes(range(256)) * 2) == data.index(bytes(range(256)) * 2)
    assert sum(one != two for one, two in zip(data, made, strict=False)) == 4, "only the name of the old index"


@pytest.mark.parametrize(
    ("before", "start", "after"),
    [
        ([(60_000, 3000)], 5, [(55_000, 5 * TRACK + 3000, 1 << 16)]),
        ([(2000, -1), (58_000, 0)], 5, [(55_000, 3 * TRACK, 1 << 16)]),
        ([(9000, -1), (51_000, 700)], 5, [(4000, -1, 1 << 16), (51_000, 700, 1 << 16)]),
    ],
)
def test_what_the_file_said_already_still_holds(before: list[tuple[int, int]], start: float, after: list[tuple[int, int, int]]) -> None:
    made = cut_out(film(elst(*before)), start, 0)
    assert made
    assert edits_of(made) == after


@pytest.mark.parametrize(
    "data",
    [
        film(more=box(b"moof", bytes(8))),
        film(moov_more=box(b"mvex", bytes(8))),
        film(more=b"\0\0\0\0mdat" + bytes(40)),
        film(more=b"rest"),
        film(elst((1000, 0), (1000, 90_000))),
        film()[:-900_000],
        b"\x1a\x45\xdf\xa3webm",
        b"",
    ],
)
def test_what_an_edit_list_can_not_say_is_left_whole(data: bytes) -> None:
    assert cut_out(data, 5, 10) is None


def test_without_a_cut_nothing_is_made() -> None:
    assert cut_out(film(), 0, 0) is None
    assert cut_out(film(), 70, 0) is None
    assert cut_out(film(), 0, 999) is not None, "an end beyond the end is the end"


@given(st.binary(max_size=300), st.integers(0, 400))
def test_foreign_bytes_never_break_it(foreign: bytes, at: int) -> None:
    data = film()
    cut_out(data[: 24 + at % 200] + foreign + data[24 + at % 200 + len(foreign) :], 1, 2)
