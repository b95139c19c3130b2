"""Films and their subtitles: what phones make is recognised, what is broken is refused in words, every way of writing is read."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.note import Chapter, Cue
from archive.problems import Invalid, Problem, Unreadable
from training.film import film_facts, warning
from training.subtitles import LONGEST, chapter_cues, chapters_of, clock, cues_of, lines_of, seconds_of, vtt


@contextmanager
def refused(kind: type[Problem], said: str) -> Iterator[None]:
    """What is said to people stands in the sentence, not in the cause."""
    with pytest.raises(kind) as caught:
        yield
    assert said in caught.value.message


def box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(body), kind) + body


def mp4(codec: bytes = b"avc1", *, seconds: int = 12, handler: bytes = b"vide", late: bool = False) -> bytes:
    """An MP4 as phones write it, without the pictures themselves; ``late`` puts the index at its end."""
    mvhd = box(b"mvhd", bytes(12) + struct.pack(">II", 1000, seconds * 1000) + bytes(80))
    stsd = box(b"stsd", bytes(8) + struct.pack(">I4s", 86, codec) + bytes(78))
    hdlr = box(b"hdlr", bytes(8) + handler + bytes(12))
    track = box(b"trak", box(b"mdia", hdlr + box(b"minf", box(b"stbl", stsd))))
    moov, mdat = box(b"moov", mvhd + track), box(b"mdat", bytes(5000))
    return box(b"ftyp", b"qt  " + bytes(8)) + (mdat + moov if late else moov + mdat)


def facts(data: bytes) -> tuple[str, str, float]:
    found = film_facts(io.BytesIO(data), len(data))
    return found.media_type, found.codec, found.seconds


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize(("codec", "name"), [(b"avc1", "H.264"), (b"hvc1", "HEVC"), (b"av01", "AV1"), (b"xxxx", "")])
def test_films_of_phones(codec: bytes, name: str, late: bool) -> None:
    assert facts(mp4(codec, late=late)) == ("video/mp4", name, 12.0)


def test_what_browsers_can_not_play_is_said() -> None:
    assert "Maximale Kompatibilität" in warning("HEVC")
    assert "ProRes" in warning("ProRes")
    assert warning("H.264") == warning("") == ""


def test_webm() -> None:
    assert facts(b"\x1a\x45\xdf\xa3" + b"\x42\x82\x84webm" + bytes(50) + b"V_VP9" + bytes(5000)) == ("video/webm", "VP9", 0.0)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "kein Video"),
        (b"%PDF-1.7 " + bytes(100), "kein Video"),
        (b"<html><script>" + bytes(100), "kein Video"),
        (mp4()[:60], "nicht vollständig"),
        (mp4(late=True)[:-40], "nicht vollständig"),
        (mp4(handler=b"soun"), "nur Ton"),
        (box(b"ftyp", b"mp42") + b"\0\0\0\0moov", "nur Ton"),
        (box(b"ftyp", b"mp42") + struct.pack(">I4sQ", 1, b"moov", 2**63), "nicht vollständig"),
    ],
)
def test_what_is_no_whole_film_is_refused(data: bytes, said: str) -> None:
    with refused(Unreadable, said):
        facts(data)


@given(st.binary(max_size=400), st.integers(0, 300))
def test_damaged_films_never_break_it(noise: bytes, at: int) -> None:
    good = mp4()
    try:
        facts(good[:at] + noise + good[at + len(noise) :])
    except Problem:
        return


def test_subtitles_in_every_way_people_have_them() -> None:
    wanted = (Cue(1.0, 3.5, "Öffnen Sie die Mappe."), Cue(65.0, 70.0, "A & B < C"))
    plain = vtt(wanted)
    assert cues_of(plain) == wanted
    srt = "\ufeff1\r\n00:00:01,000 --> 00:00:03,500\r\n<i>Öffnen Sie</i>\r\ndie Mappe.\r\n\r\n"
    assert cues_of(srt + "2\r\n00:01:05,000 --> 00:01:10,000\r\nA & B &lt; C\r\n") == wanted
    assert cues_of("0:01 Öffnen Sie die Mappe.\n\n0:04,5 Fertig") == (Cue(1.0, 4.5, "Öffnen Sie die Mappe."), Cue(4.5, 11.5, "Fertig"))
    assert cues_of("") == cues_of("WEBVTT\n\nNOTE nichts") == ()
    assert "<script>" not in vtt((Cue(0, 1, "<script>"),))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hallo", "Zeile 1"),
        ("0:01 Gut\nohne Zeit", "Zeile 2"),
        ("WEBVTT\n\n0:05 --> kaputt\nText", "Zeile 3"),
        ("WEBVTT\n\n00:05.000 --> 00:02.000\nText", "vor dem Anfang"),
        ("x" * (LONGEST + 1), "zu lang"),
        ("\n".join(f"{n // 60}:{n % 60:02d} Satz" for n in range(3000)), "mehr als"),
    ],
)
def test_subtitles_that_can_not_be_read_name_the_line(text: str, said: str) -> None:
    with refused(Invalid, said):
        cues_of(text)


def test_chapters_and_times() -> None:
    chapters = chapters_of("1:20 Zuordnen\n0:00 Anfang")
    assert chapters == (Chapter(0.0, "Anfang"), Chapter(80.0, "Zuordnen"))
    assert lines_of(chapters) == "0:00 Anfang\n1:20 Zuordnen"
    assert [(cue.start, cue.end) for cue in chapter_cues(chapters, 100.0)] == [(0.0, 80.0), (80.0, 100.0)]
    assert chapter_cues((), 0.0) == []
    assert [seconds_of(text) for text in ("65", "1:05", "1:05,5", "0:00:07", "", "-3", "1:2:3:4", "bald")] == [
        65,
        65,
        65.5,
        7,
        None,
        None,
        None,
        None,
    ]
    assert [clock(seconds) for seconds in (0, 5.5, 65, 59.96)] == ["0:00", "0:05,5", "1:05", "1:00"]
