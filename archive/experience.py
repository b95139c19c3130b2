"""How well papers are read here, told by what people left, changed or added when they decided: by field and by supplier.

Counts only papers a person decided about; of all others nobody knows. Judges no rows of goods.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.corrected import Corrected
from archive.doctypes import field_name
from archive.document import Finding

TYPE = "Belegart"
UNKNOWN = "ohne Lieferant"
_WHOLE = {"doctype", "paper"}


@dataclass(frozen=True, slots=True)
class Tally:
    """One row of the report: what people found right, changed, added; ``silent`` of the changed ones had no doubt."""

    name: str
    right: int = 0
    changed: int = 0
    missing: int = 0
    silent: int = 0

    @property
    def values(self) -> int:
        """All that were judged."""
        return self.right + self.changed + self.missing

    def plus(self, outcome: str) -> Tally:
        """With one more value."""
        silent = self.silent + (outcome == "silent")
        changed = self.changed + (outcome in ("changed", "silent"))
        return Tally(self.name, self.right + (outcome == "right"), changed, self.missing + (outcome == "missing"), silent)


@dataclass(frozen=True, slots=True)
class Experience:
    """The report: ``fields`` and ``suppliers`` with the most values first, and how many papers were counted."""

    papers: int
    fields: tuple[Tally, ...]
    suppliers: tuple[Tally, ...]


def experience(papers: Iterable[Corrected]) -> Experience:
    """The report over papers people decided about."""
    fields: dict[str, Tally] = {}
    suppliers: dict[str, Tally] = {}
    count = 0
    for paper in papers:
        count += 1
        supplier = paper.now.value("lieferant") or UNKNOWN
        for key, outcome in _outcomes(paper):
            name = field_name(key) if key != TYPE else TYPE
            fields[name] = fields.get(name, Tally(name)).plus(outcome)
            suppliers[supplier] = suppliers.get(supplier, Tally(supplier)).plus(outcome)
    return Experience(count, _ranked(fields), _ranked(suppliers))


def _ranked(tallies: dict[str, Tally]) -> tuple[Tally, ...]:
    return tuple(sorted(tallies.values(), key=lambda tally: (-tally.values, tally.name)))


def _outcomes(paper: Corrected) -> Iterator[tuple[str, str]]:
    # That a paper may have come before says nothing of what was read on it.
    doubted = {doubt.about for doubt in paper.machine.doubts if not doubt.other}
    whole = bool(doubted & _WHOLE)
    changed = "changed" if "doctype" in doubted or "paper" in doubted else "silent"
    yield TYPE, "right" if paper.now.doctype == paper.machine.doctype else changed
    before, after = _values(paper.machine.findings), _values(paper.now.findings)
    for key in sorted(set(before) | set(after)):
        if before.get(key, set()) == after.get(key, set()):
            yield key, "right"
        elif key not in before:
            yield key, "missing"
        else:
            yield key, "changed" if whole or key in doubted else "silent"


def _values(findings: Iterable[Finding]) -> dict[str, set[str]]:
    values: defaultdict[str, set[str]] = defaultdict(set)
    for finding in findings:
        values[finding.field].add(finding.value)
    return values
