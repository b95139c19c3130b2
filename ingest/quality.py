"""How well papers of known truth are read: a verdict per field, averaged over families of papers. Reads no page itself.

A folder holds papers with a JSON of the same name beside each, or a ``gold.jsonl`` whose papers lie under ``papiere``.
Truth is compared in the notation of our fields; what stands on no paper (``visible`` says false) does not count.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

from archive.doctypes import doctypes
from archive.document import Document, Line, Proposal
from archive.order import plain
from archive.problems import Invalid, Problem
from ingest.layout import simple

Outcome = Literal["right", "missing", "flagged", "silent"]
"""``flagged``: wrong, but doubted; ``silent``: wrong, and nothing says so."""

GOLD = "gold.jsonl"
DOCTYPE, QUANTITY, TOTAL = "(Art)", "(Menge)", "(Zeilensumme)"
CALIBRATED = 0.9
_OURS = (
    "rechnungsnummer", "rechnungsdatum", "lieferscheinnummer", "lieferdatum", "bestellnummer", "auftragsnummer", "kundennummer",
    "lieferant", "ust_id", "steuernummer", "iban", "netto", "steuer", "brutto", "waehrung", "faellig_am",
)  # fmt: skip
_NAMES = {
    **{key: key for key in _OURS},
    "invoice_number": "rechnungsnummer", "issue_date": "rechnungsdatum", "date": "rechnungsdatum", "grand_total": "brutto",
    "amount": "brutto", "net_total": "netto", "amount_untaxed": "netto", "tax_total": "steuer", "amount_tax": "steuer",
    "seller_vat_id": "ust_id", "vat": "ust_id", "seller_name": "lieferant", "partner_name": "lieferant", "currency": "waehrung",
    "due_date": "faellig_am", "date_due": "faellig_am", "delivery_date": "lieferdatum",
}  # fmt: skip
_AMOUNTS = {"netto", "steuer", "brutto"}
_SUMS_OF_RATES = {"tax_total"}  # "visible" looks for one printed sum, ours may add up the rates
_PAPERS = {".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".heic", ".bmp", ".xml"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A paper and its truth: per field every value that is right, and the rows of goods as texts. ``doctypes`` empty: unknown."""

    path: Path
    family: str
    doctypes: tuple[str, ...]
    values: Mapping[str, tuple[str, ...]]
    lines: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one value. ``confidence`` is 0 where nothing was found."""

    field: str
    outcome: Outcome
    found: str
    wanted: str
    confidence: float = 0.0


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


def _rows(truth: Mapping[str, Any]) -> tuple[Mapping[str, str], ...]:
    """The rows of goods as texts, also where somebody wrote numbers."""
    rows = (row for row in truth.get("lines") or () if isinstance(row, dict))
    return tuple({name: str(value) for name, value in row.items() if value is not None} for row in rows)


def _truth(path: Path, family: str, truth: Mapping[str, Any], doctypes: tuple[str, ...], lines: tuple[Mapping[str, str], ...]) -> Labelled:
    told = {**(truth.get("more") or {}), **(truth["fields"] or {})} if "fields" in truth else truth
    seen = truth.get("visible") or {}
    values = {}
    for name, raw in told.items():
        every = tuple(str(v) for v in (raw if isinstance(raw, list) else [raw]) if v not in (None, ""))
        if name in _NAMES and every and (name in _SUMS_OF_RATES or seen.get(name, True)):
            values[_NAMES[name]] = every
    return Labelled(path, family, doctypes, values, lines)


def verdicts(paper: Labelled, seen: Proposal | Document) -> list[Verdict]:
    """One verdict for the type, one per known value, and one per quantity and total of a row of goods."""
    doubted = {d.about for d in seen.doubts if not d.other}  # that it may have come before says nothing of its values
    kind = _outcome(seen.doctype, doubted & {"doctype"}, right=seen.doctype in paper.doctypes)
    made = [Verdict(DOCTYPE, kind, seen.doctype, " | ".join(paper.doctypes))]
    for key, wanted in paper.values.items():
        best = max((f for f in seen.findings if f.field == key), key=lambda f: f.confidence, default=None)
        found = best.value if best else ""
        right = bool(found) and any(_same(key, found, w) for w in wanted)
        outcome = _outcome(found, doubted & {key, "doctype", "paper"}, right=right)
        made.append(Verdict(key, outcome, found, " | ".join(wanted), best.confidence if best else 0.0))
    return [*made, *_lines(paper, seen.lines, doubted & {"zeilen", "paper"})]


def _outcome(found: str, doubted: set[str], *, right: bool) -> Outcome:
    return "right" if right else "missing" if not found else "flagged" if doubted else "silent"


def _same(key: str, found: str, wanted: str) -> bool:
    if key in _AMOUNTS:
        left, right = _number(found), _number(wanted)
        return left is not None and right is not None and left == right.quantize(Decimal("0.01"))
    return plain(found) == plain(wanted) or simple(found) == simple(wanted)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _lines(paper: Labelled, found: Sequence[Line], doubted: set[str]) -> Iterator[Verdict]:
    """Each known row beside the row of ours that is most like it; every row of ours serves once."""
    left = list(found)
    tables = any(doctypes()[key].table for key in paper.doctypes if key in doctypes())
    for truth in paper.lines if tables else ():
        mine = max((line for line in left if _alike(truth, line)), key=lambda line: _alike(truth, line), default=None)
        if mine is not None:
            left.remove(mine)
        for key, name in ((QUANTITY, "quantity"), (TOTAL, "total")):
            wanted = _number(truth.get(name, ""))
            value: Decimal | None = getattr(mine, name, None)
            if wanted is not None:
                shown = "" if value is None else f"{value:f}"
                right = value is not None and abs(value) == abs(wanted)
                yield Verdict(key, _outcome(shown, doubted, right=right), shown, f"{wanted:f}")


def _alike(truth: Mapping[str, str], line: Line) -> int:
    """How much speaks for the row being this one: article, total, position, quantity."""
    return (
        3 * bool(truth.get("article") and plain(truth["article"]) in plain(f"{line.article} {line.text}"))
        + 3 * (line.total is not None and line.total == _number(truth.get("total", "")))
        + 2 * bool(truth.get("position") and plain(truth["position"]) == plain(line.position))
        + (line.quantity is not None and line.quantity == _number(truth.get("quantity", "")))
        + (simple(truth.get("text", ""))[:12] in simple(line.text) if truth.get("text") else 0)
    )


@dataclass(frozen=True, slots=True)
class Share:
    """One row of the report: the mean over families of each outcome's share, between 0 and 1."""

    field: str
    families: int
    values: int
    right: float
    missing: float
    flagged: float
    silent: float


@dataclass
class Report:
    """Verdicts gathered by field and family."""

    tally: dict[str, dict[str, list[Verdict]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, family: str, some: Iterable[Verdict]) -> None:
        """Takes the verdicts of one paper."""
        for verdict in some:
            self.tally[verdict.field][family].append(verdict)

    def shares(self, family: str = "") -> list[Share]:
        """One row per field, over all families or for one of them."""
        rows = []
        for key, every in self.tally.items():
            families = [v for name, v in every.items() if family in ("", name)]
            if families:
                means = [sum(_part(v, o) for v in families) / len(families) for o in ("right", "missing", "flagged", "silent")]
                rows.append(Share(key, len(families), sum(map(len, families)), *means))
        return rows

    def families(self) -> list[str]:
        """The names of all families in the order they came."""
        return list(dict.fromkeys(name for every in self.tally.values() for name in every))

    def calibrated(self) -> tuple[int, float]:
        """How many values claim a confidence of at least CALIBRATED, and which share of them is right."""
        sure = [v for every in self.tally.values() for some in every.values() for v in some if v.confidence >= CALIBRATED]
        return len(sure), sum(v.outcome == "right" for v in sure) / len(sure) if sure else 1.0


def _part(some: Sequence[Verdict], outcome: str) -> float:
    return sum(v.outcome == outcome for v in some) / len(some)
