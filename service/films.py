"""Films on their way into the library: taken, looked at, kept as a note or in the place of an older version; cut and subtitled."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from archive.note import Film, Note
from archive.problems import Invalid, NotFound
from archive.space import Space
from archive.store.seam import ORIGINALS, Stored
from service import multipart
from service.arrivals import today
from service.multipart import ArrivingFile, Taking
from service.names import attachment
from service.parts import Parts, entered
from training.film import film_facts, must_be_film
from training.film_cut import Cut, cut, handed_out
from training.subtitles import LONGEST, chapters_of, cues_of, seconds_of

LARGEST_STILL = 1024 * 1024
_CHUNK = 1 << 20
_ADVICE = "Bitte nehmen Sie kürzer auf, höchstens fünf Minuten, oder in 720p."
_STILLS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp"}


async def take(request: Request, parts: Parts) -> Note:
    """Takes one film of a form with its title; returns the note it is kept as. Raises ``Invalid``, ``Unreadable``, ``TooHeavy``."""
    arrived: list[tuple[str, Stored]] = []

    def keep(file: ArrivingFile, stored: Stored) -> None:
        arrived.append((file.name, stored))

    taking = Taking(parts.space.store.receive, keep, parts.settings.video_mb, _ADVICE, must_be_film)
    fields = await multipart.receive(request, taking)
    if len(arrived) != 1:
        raise Invalid("Bitte wählen Sie ein Video aus.", cause=f"{len(arrived)} files in form")
    return await run_in_threadpool(_kept, parts, fields, *arrived[0])


def looked_into(space: Space, stored: Stored, name: str, rights: str) -> Film:
    """A film that lies among the originals. Raises ``Unreadable`` when it is none, ``Invalid`` when nobody says who may show it."""
    if not rights.strip():
        raise Invalid("Bitte bestätigen Sie, dass alle Gezeigten einverstanden sind.", cause="no rights declared")
    with space.store.open(ORIGINALS + stored.sha256) as stream:
        facts = film_facts(stream, stored.size)
    return Film(stored.sha256, stored.size, name, facts.media_type, facts.codec, facts.seconds, rights.strip()[:300])


def edited(film: Film, form: dict[str, str]) -> Film:
    """The film with the cut, the subtitles and the chapters that were typed. Raises ``Invalid`` naming what can not be read."""
    start, end = _second(form, "anfang", "Anfang"), _second(form, "ende", "Ende")
    if end and end <= start:
        raise Invalid("Das Ende muss nach dem Anfang liegen.", cause=f"cut {start} to {end}")
    if film.seconds and start >= film.seconds:
        raise Invalid("Der Anfang liegt hinter dem Ende des Videos.", cause=f"cut begins at {start} of {film.seconds}")
    cues = cues_of(entered(form, "untertitel", LONGEST))
    return dataclasses.replace(film, start=start, end=end, cues=cues, chapters=chapters_of(entered(form, "kapitel", 20_000)))


def with_still(space: Space, film: Film, data: bytes) -> Film:
    """The film with another still. Raises ``Invalid`` for anything but a small picture."""
    if len(data) > LARGEST_STILL or still_type(data[:16]) is None:
        raise Invalid("Das Standbild ist zu groß oder kein Bild. Bitte wählen Sie eine andere Stelle.", cause="not a still")
    with space.store.receive() as incoming:
        incoming.write(data)
        stored = incoming.keep()
    return dataclasses.replace(film, poster=stored.sha256)


def can_be_cut(film: Film) -> bool:
    """Whether the cut goes with the file when it is handed out; of others only the player here keeps to it."""
    return film.media_type == "video/mp4"


def cut_out(space: Space, film: Film) -> Response:
    """The film to keep, with its cut where the kind of file allows one; nothing is encoded anew."""
    stream = space.store.open(ORIGINALS + film.sha256)
    made = cut(stream, film.size, film.start, film.end) if can_be_cut(film) else None
    headers = {"Content-Disposition": attachment(film.name), "Content-Security-Policy": "sandbox"}
    headers["Content-Length"] = str(made.size if made else film.size)
    return StreamingResponse(_closing(stream, made), headers=headers, media_type=film.media_type)


def _closing(stream: BinaryIO, made: Cut | None) -> Iterator[bytes]:
    with stream:
        if made:
            yield from handed_out(stream, made)
            return
        stream.seek(0)
        while chunk := stream.read(_CHUNK):
            yield chunk


def still_type(head: bytes) -> str | None:
    """The media type of a picture by its first bytes, ``None`` when it is none a browser makes."""
    return next((kind for mark, kind in _STILLS.items() if head.startswith(mark)), None)


def film_of(note: Note) -> Film:
    """The film of a note. Raises ``NotFound`` for one that was only written."""
    if note.film is None:
        raise NotFound("Zu diesem Tipp gibt es kein Video.", cause=f"{note.key} has no film")
    return note.film


def _kept(parts: Parts, fields: Mapping[str, str], name: str, stored: Stored) -> Note:
    form = dict(fields)
    film = looked_into(parts.space, stored, name, entered(form, "rechte", 300))
    library = parts.space.knowledge
    if replaced := entered(form, "ersetzt", 40):
        before = library.get(replaced).note
        # A new version is cut anew; what was written about it stays.
        note = dataclasses.replace(before, film=film, checked=today())
        library.save(note, parts.who)
        return note
    title = " ".join(entered(form, "titel", 200).split()) or name.rsplit(".", 1)[0]
    values: dict[str, Any] = {"title": title, "film": film, "checked": today(), "training": form.get("uebungsplatz") == "ja"}
    return library.add(Note("", **values), parts.who)


def _second(form: dict[str, str], name: str, label: str) -> float:
    text = entered(form, name, 20)
    seconds = seconds_of(text) if text else 0.0
    if seconds is None:
        raise Invalid(f"{label}: Bitte schreiben Sie Minuten und Sekunden, zum Beispiel 1:05.", cause=f"bad time {text!r}")
    return seconds
