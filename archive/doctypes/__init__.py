"""Document types and their fields as data: loads and validates the TOML files beside this module, once.

``felder.toml`` holds the fields that several types share, every other file one document type. How to write one stands
in ``README.md``. Nothing here looks at a paper.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib import resources
from typing import Any, Literal, get_args

from archive.kinds import KINDS

Side = Literal["", "ours", "theirs"]
"""Whose number a label names on a supplier's paper: the reader's (ours), the sender's (theirs), or no matter."""

Where = Literal["right", "below"]

Start = Literal["jahr", "lieferung", "mappe"]
"""From when a paper is kept: the end of its year, the day of the last delivery, or the end of the year of the folder's last paper."""

SHARED = "felder"


@dataclass(frozen=True, slots=True)
class Retention:
    """How many years a type is kept, from when, and why: a German clause behind "weil".

    ``date`` names the fields with the day of the paper, best first; ``invoiced`` is the period of a delivery note that an invoice
    names, 0 for all other types.
    """

    years: int
    why: str
    start: Start = "jahr"
    date: tuple[str, ...] = ()
    invoiced: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A field and the labels it stands behind.

    ``labels`` name the field beyond doubt, ``weak`` ones only when nothing better is there; "Nr", "Nummer", "No" behind a
    label and "Ihre", "Unsere" before it need no entry of their own. ``unqualified`` tells that labels without such a word
    belong to this field on a supplier's paper. ``dates`` is the date field for a day printed right behind the number.
    ``also`` names fields whose labels mean this field on this type: "Datum" on a delivery note is no invoice date.
    ``several`` values of a field may stand on one paper, ``listed`` ones below each other under the label.
    A field without a name only keeps other fields away from its labels and is never shown.
    """

    key: str
    name: str = ""
    kind: str = "number"
    labels: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    side: Side = ""
    unqualified: bool = True
    where: tuple[Where, ...] = ("right", "below")
    dates: str = ""
    also: tuple[str, ...] = ()
    required: bool = False
    several: bool = False
    listed: bool = False


@dataclass(frozen=True, slots=True)
class DocType:
    """A document type: how it is called, how it is recognised, which fields it has.

    ``titles`` weigh words that stand as a heading, ``clues`` words anywhere, ``against`` words that speak for another type.
    ``einvoice`` lists the type codes (BT-3) of e-invoices that are this type. ``own`` is the type of such papers when we wrote them to a
    customer, "" where that makes no difference: our own invoice is none that we have to check and pay.
    ``outside`` names who gets such papers when a folder is handed out: "kunde", "pruefer"; a type with neither is internal.
    ``confidential`` papers are shown to people with that right only, unless somebody says otherwise of one.
    """

    key: str
    name: str
    plural: str
    titles: Mapping[str, float]
    clues: Mapping[str, float]
    against: Mapping[str, float]
    einvoice: tuple[str, ...]
    fields: tuple[Field, ...]
    retention: Retention
    own: str = ""
    table: bool = False
    outside: tuple[str, ...] = ()
    confidential: bool = False


class BadDocTypeError(ValueError):
    """A TOML file of a document type is wrong; the text names file and block. Found by the tests, not by users."""


@lru_cache(maxsize=1)
def doctypes() -> Mapping[str, DocType]:
    """All document types by key, in the order of their file names."""
    folder = resources.files(__package__)
    shared = {f.key: f for f in shared_fields()}
    names = sorted(p.name for p in folder.iterdir() if p.name.endswith(".toml") and p.name != f"{SHARED}.toml")
    loaded = [_doctype(name, tomllib.loads(folder.joinpath(name).read_text("utf-8")), shared) for name in names]
    return {d.key: d for d in loaded}


@lru_cache(maxsize=1)
def shared_fields() -> tuple[Field, ...]:
    """The fields every type may use, decoys included."""
    text = resources.files(__package__).joinpath(f"{SHARED}.toml").read_text("utf-8")
    return tuple(_field(SHARED, block, {}) for block in tomllib.loads(text)["field"])


@lru_cache(maxsize=1)
def decoys() -> tuple[Field, ...]:
    """Labels of numbers that are nobody's field: pages, telephones, weights."""
    return tuple(f for f in shared_fields() if not f.name)


def doctype(key: str) -> DocType:
    """The document type ``key``; an unknown one, say of an older release, is treated as ``sonstiges``."""
    return doctypes().get(key) or doctypes()["sonstiges"]


def field_of(key: str) -> Field | None:
    """The field ``key`` as all types share it, else as the first type that has it; ``None`` for one that is never shown."""
    return _fields().get(key)


def field_name(key: str) -> str:
    """The German name of a field for screens and sentences, the key itself for an unknown one."""
    field = field_of(key)
    return field.name if field else key


@lru_cache(maxsize=1)
def _fields() -> Mapping[str, Field]:
    every = (*shared_fields(), *(f for d in doctypes().values() for f in d.fields))
    return {f.key: f for f in reversed(every) if f.name}


def _doctype(file: str, data: Mapping[str, Any], shared: Mapping[str, Field]) -> DocType:
    allowed = {f.name for f in fields(DocType)} - {"fields"} | {"field"}
    if unknown := set(data) - allowed:
        raise BadDocTypeError(f"{file}: unknown entries {sorted(unknown)}")
    key = str(data.get("key", ""))
    if f"{key}.toml" != file:
        raise BadDocTypeError(f"{file}: key must be the name of the file, is {key!r}")
    return DocType(
        key=key,
        name=data["name"],
        plural=data["plural"],
        titles=data.get("titles", {}),
        clues=data.get("clues", {}),
        against=data.get("against", {}),
        einvoice=tuple(data.get("einvoice", ())),
        fields=tuple(_field(file, block, shared) for block in data.get("field", ())),
        retention=_retention(file, data.get("retention", {})),
        own=data.get("own", ""),
        table=data.get("table", False),
        outside=tuple(data.get("outside", ())),
        confidential=data.get("confidential", False),
    )


def _retention(file: str, block: Mapping[str, Any]) -> Retention:
    known = {f.name for f in fields(Retention)}
    if set(block) - known or not {"years", "why"} <= set(block) or block.get("start", "jahr") not in get_args(Start):
        raise BadDocTypeError(f"{file}: [retention] needs years and why, and knows only {sorted(known)}")
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in block.items()}
    return Retention(**values)


def _field(file: str, block: Mapping[str, Any], shared: Mapping[str, Field]) -> Field:
    key = str(block.get("key", ""))
    known = {f.name for f in fields(Field)}
    if not key or set(block) - known:
        raise BadDocTypeError(f"{file}: field {key!r} has unknown entries {sorted(set(block) - known)}")
    base = shared.get(key)
    values: dict[str, Any] = {f.name: getattr(base, f.name) for f in fields(Field)} if base else {}
    values |= {name: tuple(value) if isinstance(value, list) else value for name, value in block.items()}
    if base:
        values["labels"] = _joined(base.labels, values["labels"])
        values["weak"] = tuple(w for w in _joined(base.weak, values["weak"]) if w not in values["labels"])
    field = Field(**values)
    if field.kind not in KINDS or field.side not in ("", "ours", "theirs") or not set(field.where) <= {"right", "below"}:
        raise BadDocTypeError(f"{file}: field {key!r} has a wrong kind, side or where")
    return field


def _joined(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))
