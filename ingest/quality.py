"""How well papers of known truth are read: a verdict per field, averaged over families of papers. Reads no page itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Literal

from archive.doctypes import doctypes, field_of
from archive.document import Document, Line, Proposal
from archive.order import plain
from ingest.layout import simple
from ingest.truth import Labelled

Outcome = Literal["right", "missing", "flagged", "silent"]
"""``flagged``: wrong, but doubted; ``silent``: wrong, and nothing says so."""

DOCTYPE, QUANTITY, TOTAL = "(Art)", "(Menge)", "(Zeilensumme)"
CALIBRATED = 0.9


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one value. ``confidence`` is 0 where nothing was found."""

    field: str
    outcome: Outcome
    found: str
    wanted: str
    confidence: float = 0.0


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
    known = field_of(key)
    if known and known.kind == "amount":
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
