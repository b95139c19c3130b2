"""Reading orders, purchase orders and suppliers from a CSV file: first a preview, then the import."""

from __future__ import annotations

import base64

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import Response

from archive.orders_csv import Preview, import_csv, preview
from archive.problems import Invalid
from service.parts import Form, Here
from service.rendering import render

router = APIRouter(prefix="/mappen/import")
LARGEST = 5 * 1024 * 1024
KINDS = {"auftraege": "Aufträge", "bestellungen": "Bestellungen", "lieferanten": "Lieferanten"}


@router.get("")
def choose(request: Request) -> Response:
    """Which file?"""
    return _screen(request)


@router.post("/vorschau")
async def look(request: Request, parts: Here) -> Response:
    """What the import would do; changes nothing."""
    async with request.form(max_files=1, max_fields=5) as form:
        file = form.get("datei")
        if not isinstance(file, UploadFile) or not file.size:
            raise Invalid("Sie haben noch keine Datei ausgewählt, oder die Datei ist leer.", cause="no CSV file")
        if file.size > LARGEST:
            raise Invalid("Die Datei ist größer als 5 MB. Bitte teilen Sie sie auf.", cause="CSV too large")
        data = await file.read()
    shown = await run_in_threadpool(preview, parts.space, data)
    return await run_in_threadpool(_screen, request, shown=shown, content=base64.b64encode(data).decode())


@router.post("")
def take_over(request: Request, parts: Here, form: Form) -> Response:
    """Takes the file over that the preview has shown."""
    try:
        data = base64.b64decode(form.get("inhalt", ""), validate=True)
    except ValueError as error:
        raise Invalid("Die Datei kam nicht vollständig an. Bitte wählen Sie sie noch einmal aus.", cause=str(error)) from error
    shown = preview(parts.space, data)
    if shown.errors:
        return _screen(request, shown=shown)
    done = import_csv(parts.space, data, parts.who)
    parts.put("match")
    return _screen(request, done=done)


def _screen(request: Request, *, shown: Preview | None = None, content: str = "", done: Preview | None = None) -> Response:
    kind_name = KINDS[shown.kind] if shown else ""
    return render(request, "import.html", preview=shown, content=content, done=done, kind_name=kind_name)
