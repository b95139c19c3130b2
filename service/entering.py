"""What people type into the forms of master data, as values: figures, days, lists. Raises ``Invalid`` with the field's name in it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

from fastapi import Depends, Request

from archive import codec, figures
from archive.deviation import number as written
from archive.figures import BadCellError, Notation
from archive.kinds import kind
from archive.order import Supplier
from archive.orders import Master
from archive.problems import Invalid
from service.parts import entered

MOST_LINES = 500
"""Lines a form of a purchase order takes; longer ones come from CSV files."""
CHANGED = "Jemand hat das inzwischen geändert. Hier steht der neue Stand. Bitte tragen Sie Ihre Änderung noch einmal ein."


async def _columns(request: Request) -> dict[str, list[str]]:
    form = await request.form(max_files=0, max_fields=20 * MOST_LINES)
    return {name: [value for value in form.getlist(name) if isinstance(value, str)] for name in form}


Columns = Annotated[dict[str, list[str]], Depends(_columns)]
"""The fields of a form in which each name may come several times, once for each line."""


def stand(item: Master) -> str:
    """Names the state of an item, so that a form tells whether somebody else has changed it since."""
    return hashlib.sha256(codec.dumps(item).encode()).hexdigest()[:16]


def day(form: dict[str, str], name: str, label: str) -> date | None:
    """A day from a date field or typed in German."""
    text = entered(form, name)
    try:
        return figures.day(text) if text else None
    except BadCellError as bad:
        raise Invalid(f"{label}: {bad.message} Bitte schreiben Sie es wie 02.10.2026.", cause=f"bad date in {name}") from bad


def figure(text: str, label: str) -> Decimal | None:
    """A figure with decimal comma, not below zero."""
    if not text.strip():
        return None
    try:
        value = figures.decimal(text.strip(), Notation())
    except BadCellError as bad:
        raise Invalid(f"{label}: {bad.message}", cause=f"bad figure {text!r}") from bad
    if value < 0 or value >= 10**12:
        raise Invalid(f"{label}: Bitte geben Sie eine Zahl ab 0 ein.", cause=f"figure out of range {text!r}")
    return value


def shown(value: Decimal | None) -> str:
    """A figure as people write it, "" for none."""
    return "" if value is None else written(value)


def several(text: str) -> tuple[str, ...]:
    """The parts of a text field with one entry on each line, or separated by commas or semicolons."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[\n;,]", text) if part.strip()))


def checked(values: Sequence[str], kind_name: str, label: str) -> tuple[str, ...]:
    """Numbers with check digits, without blanks. Raises ``Invalid`` for one that can not be right."""
    bare = tuple(dict.fromkeys(re.sub(r"\s", "", value).upper() for value in values))
    for value in bare:
        if wrong := kind(kind_name).check(value):
            raise Invalid(f"{label} {value}: {wrong}", cause=f"check of {kind_name} failed")
    return bare


def mail(text: str) -> str:
    """An address as it is written, "" for none."""
    if text and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise Invalid(f"„{text}“ ist keine E-Mail-Adresse.", cause="bad e-mail address")
    return text


def supplier_number(suppliers: Sequence[Supplier], typed: str) -> str:
    """The number of the supplier that was typed by number or by name. Raises ``Invalid`` for one that is not there."""
    if not typed or any(each.number == typed for each in suppliers):
        return typed
    named = [each.number for each in suppliers if typed.casefold() in {name.casefold() for name in (each.name, *each.aliases)}]
    if len(named) == 1:
        return named[0]
    if named:
        raise Invalid(f"„{typed}“ heißen mehrere Lieferanten. Bitte geben Sie die Lieferantennummer ein.", cause="ambiguous supplier")
    raise Invalid(
        f"Den Lieferanten „{typed}“ gibt es hier nicht. Bitte wählen Sie einen aus der Liste, oder legen Sie ihn zuerst an.",
        cause="unknown supplier",
    )
