"""Reading master data from a CSV file: preview with a choice of columns, errors as a list, then the import."""

from __future__ import annotations

import base64
import binascii
import csv
import dataclasses
import io
import zlib
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.responses import Response

from archive.column_maps import COLUMNS, ColumnMap, chosen, guess, label, list_kind
from archive.orders_csv import Preview, import_csv, plan_for, preview
from archive.problems import Invalid
from archive.tables_csv import CsvTable, read_table
from service.hit_list import harmless
from service.names import attachment
from service.parts import Form, Here, Parts, entered
from service.rendering import render

router = APIRouter(prefix="/mappen/import")
LARGEST = 10 * 1024 * 1024
KINDS = {"auftraege": "Aufträge", "bestellungen": "Bestellungen", "lieferanten": "Lieferanten", "kunden": "Kunden"}
SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Sent:
    """A file on its way through the screens, and how it is read. ``saved`` is the map's name when it was found by itself."""

    data: bytes
    table: CsvTable
    plan: ColumnMap
    saved: str = ""


@router.get("")
def choose(request: Request) -> Response:
    """Which file?"""
    return render(request, "import.html", kinds=KINDS)


@router.post("/vorschau")
async def look(request: Request, parts: Here) -> Response:
    """What the import would do; changes nothing. The file comes anew, or with the columns a person has chosen."""
    async with request.form(max_files=1, max_fields=400, max_part_size=LARGEST) as form:
        data = await _uploaded(form)
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
    return await run_in_threadpool(_preview, request, parts, data, typed)


@router.post("/fehler")
def errors(parts: Here, form: Form) -> Response:
    """The errors as a CSV file, for whoever has to correct the list."""
    sent = _sent(parts, _packed(form), form)
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(("Zeile", "Spalte", "Wert", "Fehler"))
    for error in preview(parts.space, sent.data, sent.plan).errors:
        row = (str(error.row), label(sent.plan.kind, error.column), error.value, error.message)
        writer.writerow(map(harmless, row))
    headers = {"Content-Disposition": attachment("fehler.csv")}
    return Response(out.getvalue().encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


@router.post("")
def take_over(request: Request, parts: Here, form: Form) -> Response:
    """Takes the file over that the preview has shown; rows with errors stay out."""
    sent = _sent(parts, _packed(form), form)
    name = entered(form, "merken")
    if name:
        parts.space.column_maps.save(dataclasses.replace(sent.plan, name=name), parts.who)
    done = import_csv(parts.space, sent.data, parts.who, sent.plan)
    parts.put("match")
    return render(request, "import.html", kinds=KINDS, done=done, kept=name)


def _preview(request: Request, parts: Parts, data: bytes, typed: dict[str, str]) -> Response:
    sent = _sent(parts, data or _packed(typed), typed)
    shown, problem = None, ""
    try:
        shown = preview(parts.space, sent.data, sent.plan)
    except Invalid as wrong:
        problem = wrong.message
    return _screen(request, sent, shown, problem)


async def _uploaded(form: FormData) -> bytes:
    file = form.get("datei")
    if file is None and form.get("inhalt"):
        return b""
    if not isinstance(file, UploadFile) or not file.size:
        raise Invalid("Sie haben noch keine Datei ausgewählt, oder die Datei ist leer.", cause="no CSV file")
    if file.size > LARGEST:
        raise Invalid("Die Datei ist größer als 10 MB. Bitte teilen Sie sie auf.", cause="CSV too large")
    return await file.read()


def _packed(form: dict[str, str]) -> bytes:
    """The file out of the form it travels in between two screens. Raises ``Invalid``."""
    gone = "Die Datei kam nicht vollständig an. Bitte wählen Sie sie noch einmal aus."
    unpacking = zlib.decompressobj()
    try:
        data = unpacking.decompress(base64.b64decode(form.get("inhalt", ""), validate=True), LARGEST)
    except (zlib.error, binascii.Error, ValueError) as error:
        raise Invalid(gone, cause=str(error)) from error
    if not unpacking.eof:
        raise Invalid(gone, cause="packed file does not end")
    return data


def _sent(parts: Parts, data: bytes, typed: dict[str, str]) -> Sent:
    table = read_table(data)
    kind = list_kind(typed.get("art", ""))
    if kind is None:
        plan = plan_for(parts.space, table)
        return Sent(data, table, plan, plan.name)
    if typed.get("vorher") != kind:
        # Another kind of list has other columns: what was chosen for the one of before means nothing there.
        return Sent(data, table, guess(table, kind))
    return Sent(data, table, chosen(table, kind, [typed.get(f"spalte-{at}", "") for at in range(len(table.headings))]))


def _screen(request: Request, sent: Sent, shown: Preview | None, problem: str) -> Response:
    samples = [[row.cells[at] for row in sent.table.rows[:SAMPLES] if row.cells[at]] for at in range(len(sent.table.headings))]
    columns = [
        {"heading": heading, "key": key, "samples": some}
        for heading, key, some in zip(sent.table.headings, sent.plan.keys, samples, strict=True)
    ]
    return render(
        request,
        "import.html",
        status=422 if problem else 200,
        kinds=KINDS,
        sent=sent,
        columns=columns,
        targets=COLUMNS[sent.plan.kind],
        preview=shown,
        problem=problem,
        label=label,
        content=base64.b64encode(zlib.compress(sent.data)).decode(),
    )
