"""The truth about each file, as one JSON object a line. Values are normalised; a field lists every value that is really printed."""

from __future__ import annotations

import hashlib
import json
import re
from decimal import Decimal
from typing import Any

from archive.doctypes import doctype
from archive.order import STOCK
from training.firm import files, layouts, stacks
from training.firm.draw import Text
from training.firm.files import Work
from training.firm.layouts.slip import gross_rows
from training.firm.paper import Paper, Row
from training.firm.parties import firm
from training.firm.plan import Set
from training.firm.wording import ENGLISH

POOR = {"fax", "durchschlag", "foto", "kontrast_schwach", "abgeschnitten"}
FAIR = {
    "schief",
    "foto_leicht",
    "stempel_eingang",
    "stempel_gebucht",
    "stempel_geprueft",
    "gelbes_papier",
    "rosa_papier",
    "kaffee",
}
DIGITAL = {"pdf-text", "ubl", "cii", "zugferd", "passwort"}
_MELT = re.compile(r"Schmelze (\d+)")
_OUR_NUMBER = re.compile(r"[AB]-\d\d-\d{4,5}")


def quality(work: Work) -> str:
    """How good a picture is: digital, gut, mittel, schlecht."""
    spec = work.spec
    if spec.quality or spec.form in DIGITAL:
        return spec.quality or "digital"
    defects = set(spec.defects)
    if defects & POOR:
        return "schlecht"
    return "mittel" if defects & FAIR else "gut"


def record(chosen: Set, work: Work, data: bytes) -> dict[str, Any]:
    """Everything an evaluation needs to know of one paper. ``pages`` are its pages in the file, first and last, and empty for data."""
    paper, spec = work.paper, work.spec
    rejected = spec.expected == "rejected"
    kept = not rejected
    name = chosen.file_of(spec.key)
    return {
        "file": name,
        "key": spec.key,
        "sha256": hashlib.sha256(data).hexdigest(),
        **_pages(chosen, work, name),
        "layout": paper.layout,
        "form": spec.form,
        "quality": quality(work),
        "defects": list(spec.defects),
        "language": paper.language,
        "doctype": _doctype(paper) if kept else "",
        "supplier": paper.supplier.party.number if paper.supplier.party.number.startswith("7") else "",
        "fields": fields(paper, spec.form) if kept else {},
        "lines": [_line(row) for row in (gross_rows(paper) if paper.layout == "bon" else paper.rows)] if kept else [],
        "orders": (list(paper.orders) or _stock(paper)) if kept else [],
        "purchase_orders": list(paper.purchases) if kept else [],
        "expected": spec.expected,
        "why": spec.why,
        "case": spec.case,
        "cases": [case for case in (spec.case, *spec.also) if case != "normal"],
        "waits": spec.expected == "waiting",
        "duplicate_of": chosen.file_of(spec.about) if spec.doctype == "kopie" else "",
        "boxes": _boxes(work.printed) if kept and spec.form not in {"ubl", "cii"} else [],
    }


def _doctype(paper: Paper) -> str:
    """The type as a reader has to find it: what we send to a customer is none of a supplier's papers."""
    ours = doctype(paper.doctype).own if paper.sender == firm() else ""
    return ours or paper.doctype


def _pages(chosen: Set, work: Work, name: str) -> dict[str, Any]:
    if name not in chosen.stacks:
        count = files.pages_of(chosen.works[work.spec.about] if work.spec.form == "gleich" else work)
        return {"pages": [1, count] if count else [], "stack": []}
    pile = stacks.order(chosen.stacks[name], chosen.works)
    return {
        "pages": list(pile.papers[work.spec.key]),
        "stack": [[key, *pages] for key, pages in pile.papers.items()],
        "blank_pages": pile.blank,
        "separator_pages": pile.separators,
    }


def _stock(paper: Paper) -> list[str]:
    """Where papers for purchase orders without an order belong."""
    return [STOCK] if paper.purchases else []


def as_line(entry: dict[str, Any]) -> str:
    """One line of ``gold.jsonl``."""
    return json.dumps(entry, ensure_ascii=False, separators=(", ", ": ")) + "\n"


def fields(paper: Paper, form: str) -> dict[str, list[str]]:
    """Field keys with all printed values in order; numbers of ours without the words printed beside them."""
    found: dict[str, list[str]] = {paper.number_field: [paper.number], paper.day_field: [paper.day.isoformat()]}
    shown = _shown(paper, form)
    for ref in [*paper.refs, *(ref for row in paper.rows for ref in row.heading)]:
        if ref.field and (shown is None or ref.field in shown) and any(letter.isdigit() for letter in ref.value):
            value = _normal(ref.field, ref.value)
            if value not in found.setdefault(ref.field, []):
                found[ref.field].append(value)
    if paper.sender.number.startswith("7"):
        found |= _sender(paper, form)
    melts = list(dict.fromkeys(found_ for row in paper.rows for found_ in _MELT.findall(row.remark)))
    if melts:
        found["schmelze"] = melts
    if paper.sums and paper.rows:
        found |= _sums(paper)
    return found


def _shown(paper: Paper, form: str) -> set[str] | None:
    """The kinds of values that the layout has a place for; data say them all."""
    if form in {"ubl", "cii"}:
        return None
    return {mark.field for sheet in layouts.draw(paper) for mark in sheet.marks if isinstance(mark, Text)}


def _normal(field: str, value: str) -> str:
    if field == "lieferdatum":
        if value[-1].isdigit() and value[3:6].isalpha():
            return f"{value[-4:]}-{ENGLISH.index(value[3:6]) + 1:02d}-{value[:2]}"
        day, month, year = (int(part) for part in re.split(r"[-./]", value))
        return f"{year + 2000 if year < 100 else year}-{month:02d}-{day:02d}"
    if field in {"bestellnummer", "auftragsnummer"}:
        found = _OUR_NUMBER.search(value)
        return found.group() if found else value
    return value


NO_FOOT = {"zeugnis", "fracht", "werk", "zeichnung"}


def _sender(paper: Paper, form: str) -> dict[str, list[str]]:
    firm, shown = paper.sender, {"lieferant": [paper.sender.name]}
    if paper.layout in NO_FOOT:
        return shown
    hidden = "steuer" in paper.hidden
    vat_printed = firm.vat_id and not paper.layout.endswith("formular") and not hidden
    tax_printed = firm.tax_number and form not in {"ubl", "cii"} and not hidden and paper.layout != "bon"
    shown |= {"ust_id": [firm.vat_id]} if vat_printed else {}
    shown |= {"steuernummer": [firm.tax_number]} if tax_printed else {}
    return shown | ({"iban": [firm.iban]} if paper.layout != "bon" else {})


def _sums(paper: Paper) -> dict[str, list[str]]:
    sums = paper.sums
    if sums is None:
        return {}
    small = paper.supplier.font == "typewriter"
    shown = {"brutto": [_amount(sums.gross)], "waehrung": ["EUR"]}
    if not small:
        shown = {"netto": [_amount(sums.net)], "steuer": [_amount(sums.tax)]} | shown
    if paper.doctype == "rechnung" and paper.layout not in {"formular", "bon"}:
        shown["faellig_am"] = [sums.due.isoformat()]
    return shown


def _amount(value: Decimal) -> str:
    return f"{value:.2f}"


def _line(row: Row) -> dict[str, str]:
    return {
        "position": row.position,
        "article": row.article,
        "text": row.text,
        "quantity": f"{row.quantity:f}",
        "unit": row.unit,
        "unit_price": "" if row.price is None else _amount(row.price),
        "price_base": str(row.base),
        "discount": f"{row.discount:f}" if row.discount else "",
        "total": "" if row.total is None else _amount(row.total),
        "purchase_order": row.purchase,
        "order": row.order,
    }


def _boxes(paper: Paper) -> list[dict[str, Any]]:
    """Where the values stand on the paper as it was drawn, before anybody scanned it: points from the top left."""
    return [
        {"field": mark.field, "page": number, "box": [round(value, 1) for value in mark.box], "text": mark.text}
        for number, sheet in enumerate(layouts.draw(paper), 1)
        for mark in sheet.marks
        if isinstance(mark, Text) and mark.field
    ]
