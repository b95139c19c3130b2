"""What a phone sends from the goods receipt: counted quantities, words, photos. Puts the photos into the store; files nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from archive.expected import ExpectedLine
from archive.order import PurchaseOrder
from archive.problems import Invalid, TooHeavy, Unreadable
from archive.receiving import Arrival, Photo
from archive.scan import Page
from service.entering import day, figure
from service.media import HEAD, media_type
from service.names import display_name
from service.parts import Parts, entered

MOST_PHOTOS = 12
CHUNK = 1024 * 1024
NOTE, GOODS = "foto_lieferschein", "foto_ware"


@dataclass(frozen=True, slots=True)
class Entry:
    """The form as it was sent: single fields by name, and quantities by the key of their line, as typed."""

    fields: Mapping[str, str]
    quantities: Mapping[str, str]


def entry_of(form: FormData) -> Entry:
    """The written part of a form."""
    lists = {name: [value for value in form.getlist(name) if isinstance(value, str)] for name in ("zeile", "menge")}
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    return Entry(fields, dict(zip(lists["zeile"], lists["menge"], strict=False)))


def arrival_of(entry: Entry, purchase: PurchaseOrder, lines: Sequence[ExpectedLine]) -> Arrival:
    """What was counted. Raises ``Invalid``."""
    fields, counted = dict(entry.fields), dict[str, Decimal]()
    for each in lines:
        typed = entry.quantities.get(each.key, "")
        value = figure(typed, f"Position {each.line.position or each.line.text}")
        if value is not None:
            counted[each.key] = value
    damaged = fields.get("schaden") == "ja"
    note = entered(fields, "schaden_text", 500)
    if damaged and not note:
        raise Invalid("Bitte beschreiben Sie kurz, was beschädigt ist.", cause="damage without words")
    arrived = day(fields, "tag", "Angekommen am") or today()
    if arrived > today():
        raise Invalid("Der Tag liegt in der Zukunft. Bitte wählen Sie den Tag, an dem die Ware kam.", cause="arrival in the future")
    number = entered(fields, "lieferschein", 60)
    return Arrival(purchase, counted, arrived, entered(fields, "begonnen", 40), number, note if damaged else "")


async def photos_of(parts: Parts, form: FormData) -> list[Photo]:
    """The photos of a form, in the store. Raises ``Invalid`` for what is no picture, ``TooHeavy`` for one that is too large."""
    sent = [(name, file) for name in (NOTE, GOODS) for file in form.getlist(name) if isinstance(file, UploadFile) and file.size]
    return [await _photo(parts, name, file) for name, file in sent]


async def _photo(parts: Parts, name: str, file: UploadFile) -> Photo:
    shown = display_name(file.filename or "foto.jpg")
    if (file.size or 0) > parts.settings.upload_mb * CHUNK:
        raise TooHeavy(f"Das Foto „{shown}“ ist größer als {parts.settings.upload_mb} MB.", cause="photo over the limit")
    kind = media_type(await file.read(HEAD))
    if not kind.startswith("image/"):
        raise Invalid(f"„{shown}“ ist kein Foto. Bitte wählen Sie ein Bild aus.", cause=f"photo of type {kind}")
    await file.seek(0)
    with parts.space.intake.receive() as incoming:
        while chunk := await file.read(CHUNK):
            await run_in_threadpool(incoming.write, chunk)
        stored = await run_in_threadpool(incoming.keep)
    page = await run_in_threadpool(_page, parts, stored.sha256, shown) if name == GOODS else None
    return Photo(stored, shown, kind, page)


def _page(parts: Parts, sha256: str, name: str) -> Page:
    # Reading machinery takes long to import: only when there is a photo.
    from ingest.photo import page_of  # noqa: PLC0415 — see above

    try:
        return page_of(parts.space.store, sha256)
    except Unreadable as problem:
        raise Invalid(f"Das Foto „{name}“ lässt sich nicht öffnen. Bitte machen Sie es noch einmal.", cause=problem.cause) from problem


def state_of(lines: Sequence[ExpectedLine]) -> str:
    """Names what had arrived when a form was opened: who sends it later than somebody else's entry is asked to look again."""
    told = "|".join(f"{each.key}={each.delivered}" for each in lines)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def now() -> str:
    """The moment a form is opened, as people write it; with it the same form sent twice is recognised."""
    return f"{datetime.now(UTC).astimezone():%d.%m.%Y %H:%M:%S} Uhr"


def today() -> date:
    """The day by the clock of this machine."""
    return datetime.now(UTC).astimezone().date()
