"""The readable view of an e-invoice: a page with the view in a sandboxed frame, the view itself, and the view as a PDF.

What stands in the view was written by a stranger. It is only ever text, and the frame may still do nothing: no script, no
form, no address of its own.
"""

from __future__ import annotations

import base64
import functools
import hashlib

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from service.names import attachment
from service.parts import Here
from service.readable import blocks_of, foot, invoice_of, pdf_of
from service.rendering import HERE, render

router = APIRouter()
_STYLE = HERE / "static" / "css" / "readable.css"


@router.get("/{number}/rechnung")
def view(request: Request, parts: Here, number: str) -> Response:
    """The page around the frame."""
    invoice = invoice_of(parts.space, number)
    return render(request, "readable.html", entry=parts.space.intake.get(number), invoice=invoice)


@router.get("/{number}/rechnung/blatt")
def sheet(request: Request, parts: Here, number: str) -> Response:
    """The view, as it stands in the frame; can be printed on its own."""
    invoice = invoice_of(parts.space, number)
    style, digest = _style()
    said = foot(parts.space.intake.get(number), invoice)
    page = render(request, "readable_sheet.html", blocks=blocks_of(invoice), foot=said, style=style, number=number, quiet=True)
    page.headers["Content-Security-Policy"] = f"sandbox; default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'self'"
    page.headers["X-Frame-Options"] = "SAMEORIGIN"
    return page


@router.get("/{number}/rechnung.pdf")
def pdf(parts: Here, number: str) -> Response:
    """The view as a PDF to save or print."""
    entry = parts.space.intake.get(number)
    made = pdf_of(entry, invoice_of(parts.space, number))
    headers = {"Content-Disposition": attachment(f"{number} lesbar.pdf"), "Content-Security-Policy": "sandbox"}
    return Response(made, media_type="application/pdf", headers=headers)


@functools.cache
def _style() -> tuple[Markup, str]:
    """The style goes into the page: a frame without an address of its own may load nothing. Its hash allows it and nothing else."""
    text = _STYLE.read_text("utf-8")
    # The file is one of ours, no word of it comes from outside.
    return Markup(text), base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()  # noqa: S704 — see above
