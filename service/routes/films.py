"""Videos: handed in from a phone, played in parts, cut, given a still, subtitles and chapters; replaced by a newer version."""

from __future__ import annotations

import dataclasses
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from archive.knowledge import Kept
from archive.note import Film
from archive.problems import Invalid, NotFound, Problem
from archive.space import Space
from archive.store.seam import ORIGINALS
from service import films, library
from service.auth.may import Asking
from service.entering import CHANGED
from service.errors import status_of
from service.library import OWN, SHARED
from service.parts import AtHouse, Form, Here, Parts
from service.ranges import Bytes, ranged
from service.rendering import render
from training.film import warning
from training.subtitles import chapter_cues, clock, lines_of, vtt

router = APIRouter(prefix=OWN)
lent = APIRouter(prefix=SHARED)


@router.get("/video")
def ask(request: Request, asking: Asking, parts: Here, ersetzt: str = "") -> Response:
    """The form for a film; ``ersetzt`` is the video it takes the place of."""
    return _upload(request, asking, parts, {"ersetzt": ersetzt})


@router.post("/video")
async def hand_in(request: Request, asking: Asking, parts: Here) -> Response:
    """Takes a film."""
    if asking.training:
        raise Invalid("Am Übungsplatz lassen sich keine Videos ablegen. Bitte fragen Sie die Kursleitung.", cause="film in a sandbox")
    try:
        note = await films.take(request, parts)
    except Problem as problem:
        return await run_in_threadpool(_upload, request, asking, parts, {}, problem)
    return RedirectResponse(f"{OWN}/{note.key}/video", 303)


@router.get("/{key}/video")
def edit(request: Request, parts: Here, key: str, gespeichert: str = "") -> Response:
    """Cut, still, subtitles, chapters."""
    kept = parts.space.knowledge.get(key)
    return _edit(request, kept, _values(films.film_of(kept.note)), saved=bool(gespeichert))


@router.post("/{key}/video")
def save(request: Request, parts: Here, key: str, form: Form) -> Response:
    """Keeps them; the film itself stays as it was handed in."""
    kept = parts.space.knowledge.get(key)
    if form.get("stand") != kept.at.isoformat():
        return _edit(request, kept, _values(films.film_of(kept.note)), problem=Invalid(CHANGED, cause="changed meanwhile"))
    try:
        film = films.edited(films.film_of(kept.note), form)
    except Invalid as problem:
        return _edit(request, kept, form, problem=problem)
    parts.space.knowledge.save(dataclasses.replace(kept.note, film=film), parts.who)
    return RedirectResponse(f"{OWN}/{key}/video?gespeichert=1", 303)


@router.post("/{key}/standbild")
async def still(request: Request, parts: Here, key: str) -> Response:
    """Takes the picture that the browser made of the film."""
    data = await request.body()
    stand = await run_in_threadpool(_still, parts, key, data)
    return Response(status_code=204, headers={"X-Stand": stand})


@router.get("/{key}/film")
def film(request: Request, parts: Here, key: str, schnitt: str = "") -> Response:
    """The film, whole or in parts; with ``schnitt`` to keep, as it was cut."""
    return _film(request, parts.space, parts.space.knowledge.get(key), cut=bool(schnitt))


@lent.get("/{key}/film")
def lent_film(request: Request, house: AtHouse, asking: Asking, key: str, schnitt: str = "") -> Response:
    """The same at a place of a course."""
    return _film(request, *library.shared(house, asking, key), cut=bool(schnitt))


@router.get("/{key}/{track}.vtt")
def track(parts: Here, key: str, track: str) -> Response:
    """Subtitles (``untertitel``) or chapters (``kapitel``)."""
    return _track(parts.space.knowledge.get(key), track)


@lent.get("/{key}/{track}.vtt")
def lent_track(house: AtHouse, asking: Asking, key: str, track: str) -> Response:
    """The same at a place of a course."""
    return _track(library.shared(house, asking, key)[1], track)


@router.get("/{key}/standbild")
def shown_still(parts: Here, key: str) -> Response:
    """The picture that stands for the film."""
    return _picture(parts.space, parts.space.knowledge.get(key))


@lent.get("/{key}/standbild")
def lent_still(house: AtHouse, asking: Asking, key: str) -> Response:
    """The same at a place of a course."""
    return _picture(*library.shared(house, asking, key))


def _film(request: Request, space: Space, kept: Kept, *, cut: bool) -> Response:
    wanted = films.film_of(kept.note)
    if cut:
        return films.cut_out(space, wanted)
    return ranged(request, space.store, Bytes(wanted.sha256, wanted.size, wanted.media_type))


def _track(kept: Kept, track: str) -> Response:
    wanted = films.film_of(kept.note)
    if track not in ("untertitel", "kapitel"):
        raise NotFound("Diese Spur gibt es nicht.", cause=f"no track {track}")
    cues = wanted.cues if track == "untertitel" else chapter_cues(wanted.chapters, wanted.end or wanted.seconds)
    return Response(vtt(cues), media_type="text/vtt; charset=utf-8")


def _picture(space: Space, kept: Kept) -> Response:
    wanted = films.film_of(kept.note)
    if not wanted.poster:
        raise NotFound("Dieses Video hat noch kein Standbild.", cause=f"{kept.note.key} has no still")
    with space.store.open(ORIGINALS + wanted.poster) as stream:
        data = stream.read(films.LARGEST_STILL)
    headers = {"Content-Security-Policy": "sandbox"}
    return Response(data, media_type=films.still_type(data[:16]) or "application/octet-stream", headers=headers)


def _still(parts: Parts, key: str, data: bytes) -> str:
    """The state the note is in afterwards, so that a form that was open before can still be saved."""
    note = parts.space.knowledge.get(key).note
    film = films.with_still(parts.space, films.film_of(note), data)
    parts.space.knowledge.save(dataclasses.replace(note, film=film), parts.who)
    return parts.space.knowledge.get(key).at.isoformat()


def _upload(request: Request, asking: Asking, parts: Parts, values: dict[str, str], problem: Problem | None = None) -> Response:
    replaced = values.get("ersetzt", "")
    title = parts.space.knowledge.get(replaced).note.title if replaced else ""
    shown: dict[str, Any] = {"problem": problem.message if problem else "", "replaced": replaced, "title": title}
    return render(
        request,
        "film_upload.html",
        status=status_of(problem) if problem else 200,
        sandbox=asking.training,
        largest=parts.settings.video_mb,
        **shown,
    )


def _values(wanted: Film) -> dict[str, str]:
    return {
        "anfang": clock(wanted.start) if wanted.start else "",
        "ende": clock(wanted.end) if wanted.end else "",
        "untertitel": lines_of(wanted.cues) if _simple(wanted) else vtt(wanted.cues),
        "kapitel": lines_of(wanted.chapters),
    }


def _simple(wanted: Film) -> bool:
    """Whether a line with its beginning says all there is to a subtitle."""
    pairs = zip(wanted.cues, wanted.cues[1:], strict=False)
    return all(one.start == round(one.start, 1) and (one.end == two.start or one.end >= one.start + 7) for one, two in pairs)


def _edit(request: Request, kept: Kept, values: dict[str, str], *, saved: bool = False, problem: Problem | None = None) -> Response:
    wanted = films.film_of(kept.note)
    typed = {name: values.get(name, "") for name in ("anfang", "ende", "untertitel", "kapitel")}
    shown: dict[str, Any] = {
        "kept": kept,
        "note": kept.note,
        "film": wanted,
        "values": typed,
        "saved": saved,
        "cuts": films.can_be_cut(wanted),
    }
    message = problem.message if problem else ""
    return render(
        request, "film_edit.html", status=status_of(problem) if problem else 200, problem=message, warning=warning(wanted.codec), **shown
    )
