"""Jinja templates: the environment, the German filters, and how a page is made. Knows no screen."""

from __future__ import annotations

import functools
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import HTMLResponse

from archive import doctypes
from archive.deviation import money, number
from archive.kinds import kind
from search.index import Snippet
from service.auth.visitor import Visitor
from service.branding import NO_LOOK, look_of
from service.lesson import lesson_of
from service.library import NO_HINTS, hints

HERE = Path(__file__).parent
ICONS = HERE / "static" / "vendor" / "lucide-1.62.0"
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")
STATES = {
    "received": ("In Arbeit", "clock"),
    "filed": ("Abgelegt", "check"),
    "waiting": ("Wartet", "triangle-alert"),
    "rejected": ("Abgelehnt", "circle-x"),
    "replaced": ("Ersetzt", "layers"),
    "deleted": ("Gelöscht", "circle-x"),
}


def render(request: Request, template: str, *, status: int = 200, quiet: bool = False, **values: Any) -> HTMLResponse:
    """A page or fragment. ``quiet`` leaves the archive alone: for pages that must work while it does not answer."""
    visitor = getattr(request.state, "visitor", None)
    waiting = 0 if quiet or visitor is None else request.app.state.house.parts_for(visitor).space.intake.waiting()
    lesson = None if quiet or visitor is None else lesson_of(request.app.state.house, visitor)
    shown = {"lesson": lesson} | values
    alone = quiet or visitor is None or template.startswith("parts/")
    found = NO_HINTS if alone else hints(request.app.state.house, cast("Visitor", visitor), request.url.path, shown)
    look = NO_LOOK if quiet or visitor is None else look_of(request.app.state.house.installation, visitor.space)
    page = _environment().get_template(template)
    return HTMLResponse(page.render(path=request.url.path, look=look, waiting_count=waiting, visitor=visitor, hints=found, **shown), status)


@functools.cache
def _environment() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    # The templates are part of the program: nobody changes them while it runs, so no page looks after their files again.
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    environment.globals.update(icon=icon, states=STATES)
    filters = {"day": day, "moment": moment, "size": size, "doctype": doctype_name, "plural": doctype_plural}
    environment.filters.update(filters, figure=figure, price=money, field=doctypes.field_name, shown=shown, percent=percent, marked=marked)
    return environment


@functools.cache
def icon(name: str) -> Markup:
    """A drawing beside a word; never the only bearer of a meaning, so hidden from screen readers."""
    drawing = re.sub(r"<!--.*?-->\s*", "", (ICONS / f"{name}.svg").read_text("utf-8"))
    # The file is one of ours, checked by its sum; nothing from outside gets here.
    return Markup(drawing.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # noqa: S704 — see above


def marked(snippet: Snippet) -> Markup:
    """A snippet with its matches marked."""
    parts, at = [], 0
    for start, end in snippet.marks:
        parts += [escape(snippet.text[at:start]), Markup("<mark>{}</mark>").format(snippet.text[start:end])]
        at = end
    return Markup("").join([*parts, escape(snippet.text[at:])])


def day(value: date | datetime | None) -> str:
    """``3. Mai 2026``, "" for none."""
    if isinstance(value, datetime):
        value = value.astimezone().date()
    return f"{value.day}. {MONTHS[value.month - 1]} {value.year}" if value else ""


def moment(value: datetime) -> str:
    """``heute, 14:05 Uhr`` or ``3. Mai 2026, 14:05 Uhr``."""
    local = value.astimezone()
    today = datetime.now(UTC).astimezone().date() == local.date()
    return f"{'heute' if today else day(value)}, {local:%H:%M} Uhr"


def size(value: int) -> str:
    """A number of bytes as people say it."""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))} kB"
    return f"{value / 1_000_000:.1f} MB".replace(".", ",")


def figure(value: Decimal | None) -> str:
    """A quantity or price as people write it, "" for one that is not known."""
    return "" if value is None else number(value)


def percent(value: float) -> str:
    """A confidence from 0 to 1 as ``93 %``."""
    return f"{round(value * 100)} %"


def doctype_name(key: str) -> str:
    """The German name of a document type."""
    return doctypes.doctype(key).name


def doctype_plural(key: str) -> str:
    """The German name of several documents of a type."""
    return doctypes.doctype(key).plural


def shown(value: str, field: str) -> str:
    """A normalised value as a person writes it, by the kind of its field."""
    known = doctypes.field_of(field)
    try:
        return kind(known.kind).show(value) if known and value else value
    except ValueError:
        # A value that an older release took for this field: shown as it is.
        return value
