"""Papers of known truth: a folder with a JSON of the same name beside each, or a ``gold.jsonl`` whose papers lie under ``papiere``.

Values are in the notation of our fields, under their keys or under names that others use. What stands on no paper (``visible``
says false) does not count. Reads no paper.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.doctypes import doctypes, field_of
from archive.policy import listed, quoted
from archive.problems import Invalid, Problem

GOLD = "gold.jsonl"
_OTHERS = {
    "invoice_number": "rechnungsnummer", "issue_date": "rechnungsdatum", "date": "rechnungsdatum", "grand_total": "brutto",
    "amount": "brutto", "net_total": "netto", "amount_untaxed": "netto", "tax_total": "steuer", "amount_tax": "steuer",
    "seller_vat_id": "ust_id", "vat": "ust_id", "seller_name": "lieferant", "partner_name": "lieferant", "currency": "waehrung",
    "due_date": "faellig_am", "date_due": "faellig_am", "delivery_date": "lieferdatum",
}  # fmt: skip
"""Names that others give our fields."""
_OF_THE_PAPER = frozenset({"belegnummer", "belegdatum"})
"""In a gold file: number and day of the paper, whatever its type calls them."""
_SUMS_OF_RATES = {"tax_total"}  # "visible" looks for one printed sum, ours may add up the rates
_PAPERS = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".heic", ".bmp", ".xml"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paper and its truth: per field every value that is right, and the rows of goods as texts. ``doctypes`` empty: unknown.

    ``ignored`` are values under names that are no fields of ours.
    """

    path: Path
    family: str
    doctypes: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]
    lines: tuple[Mapping[str, str], ...] = ()
    ignored: tuple[str, ...] = ()


def labelled(folder: Path, complain: Callable[[Problem], None] | None = None) -> Iterator[Labelled]:
    """The papers of a folder with their truth. Raises ``Invalid`` when there is none.

    ``complain`` hears of each JSON that says nothing; without it the first one raises.
    """
    gold = folder / GOLD
    some = _from_gold(gold) if gold.exists() else _beside(folder, complain)
    papers = list(some)
    if not papers:
        message = f"In {folder.name} liegen keine Papiere mit bekannten Werten. Erwartet wird neben jedem Papier eine JSON-Datei."
        raise Invalid(message, cause=f"no labelled papers in {folder}")
    yield from papers


def _from_gold(gold: Path) -> Iterator[Labelled]:
    for row in gold.read_text("utf-8").splitlines():
        truth = _parsed(row, gold)
        if truth.get("expected") != "rejected":
            path = gold.parent / "papiere" / truth["file"]
            fields = truth["fields"]
            if truth["doctype"] == "gutschrift" and "belegnummer" in fields:
                # there the invoice's number and day are those of the paper that is corrected
                fields = {**fields, "rechnungsnummer": fields["belegnummer"], "rechnungsdatum": fields.get("belegdatum", [])}
            yield _truth(path, truth.get("quality", ""), {"fields": fields}, (truth["doctype"],), _rows(truth))


def _beside(folder: Path, complain: Callable[[Problem], None] | None) -> Iterator[Labelled]:
    for path in sorted(p for p in folder.iterdir() if p.suffix.lower() in _PAPERS):
        told = path.with_suffix(".json")
        if not told.exists():
            continue
        try:
            truth = _parsed(told.read_bytes(), told)
            _check_type(truth, told)
        except Problem as problem:
            if complain is None:
                raise
            complain(problem)
            continue
        if truth.get("label_status", "good") == "good":
            kinds = (truth["doctype"],) if "doctype" in truth else ("rechnung", "gutschrift")
            yield _truth(path, str(truth.get("family", path.stem)), truth, kinds, _rows(truth) if "fields" in truth else ())


def _parsed(text: str | bytes, path: Path) -> dict[str, Any]:
    """What a label says; a list holds it as its first element. People write these by hand."""
    try:
        data = json.loads(text)
    except ValueError as error:
        message = f"{path.name} ist kein gültiges JSON und lässt sich nicht lesen. Bitte prüfen Sie Klammern, Kommas und Anführungszeichen."
        raise Invalid(message, cause=str(error)) from error
    truth = data[0] if isinstance(data, list) and data else data
    parts = [truth, *(truth.get(name) or {} for name in ("fields", "more", "visible"))] if isinstance(truth, dict) else [None]
    rows = (truth.get("lines") or []) if isinstance(truth, dict) else None
    if not all(isinstance(part, dict) for part in parts) or not isinstance(rows, list):
        message = f"{path.name} nennt die richtigen Werte nicht so, wie „mappe quality“ sie braucht. Ein Beispiel steht im Handbuch."
        raise Invalid(message, cause=f"unexpected shape of {path}")
    return dict(truth)


def _check_type(truth: Mapping[str, Any], path: Path) -> None:
    if "doctype" in truth and truth["doctype"] not in doctypes():
        message = f"{path.name}: {quoted(str(truth['doctype']))} ist keine Papierart. Es gibt {listed(sorted(doctypes()))}."
        raise Invalid(message, cause=f"unknown doctype in {path}")


def _rows(truth: Mapping[str, Any]) -> tuple[Mapping[str, str], ...]:
    """The rows of goods as texts, also where somebody wrote numbers."""
    rows = (row for row in truth.get("lines") or () if isinstance(row, dict))
    return tuple({name: str(value) for name, value in row.items() if value is not None} for row in rows)


def _truth(path: Path, family: str, truth: Mapping[str, Any], doctypes: tuple[str, ...], lines: tuple[Mapping[str, str], ...]) -> Labelled:
    told = {**(truth.get("more") or {}), **(truth["fields"] or {})} if "fields" in truth else truth
    seen = truth.get("visible") or {}
    values, ignored = {}, []
    for name, raw in told.items():
        every = tuple(str(v) for v in (raw if isinstance(raw, list) else [raw]) if v not in (None, ""))
        key = _OTHERS.get(name, name if field_of(name) else "")
        if key and every and (name in _SUMS_OF_RATES or seen.get(name, True)):
            values[key] = every
        elif not key and name not in _OF_THE_PAPER:
            ignored.append(name)
    # Where the values stand beside everything else that is said of the paper, nobody knows what was meant as one.
    return Labelled(path, family, doctypes, values, lines, tuple(ignored) if "fields" in truth else ())
