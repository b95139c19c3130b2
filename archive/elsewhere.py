"""Deviations that papers in other folders may explain: they are questions, not errors."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.deviation import Deviation, listed
from archive.order import folded
from archive.pairing import Part
from archive.places import goods_of, titled
from archive.quantities import Standing


@dataclass(frozen=True, slots=True)
class Away:
    """By Eingangsnummer: invoices for several folders that name notes of others, and the notes each paper names that are not here."""

    shared: Collection[str]
    missing: Mapping[str, Sequence[str]]


def asked(deviations: Iterable[Deviation], standing: Standing, away: Away) -> Iterator[Deviation]:
    """The deviations of one ordered row, as questions where papers that lie elsewhere may explain them.

    Where an invoice for several folders bills the same goods several times, nobody can say from here which of its rows is meant
    for this order. And as long as a delivery note that it names is not here, more may have been delivered than is known.
    """
    unsure = [part for part in standing.invoices if part.document.eingangsnummer in away.shared and _several(part)]
    unseen = [part for part in standing.invoices if away.missing.get(part.document.eingangsnummer)]
    for each in deviations:
        if unsure and each.type in ("preis", "menge"):
            what = f"{titled(unsure[0].document)} nennt {goods_of(standing.slot)} auch zu Lieferscheinen anderer Mappen"
            yield _question(each, f"Nicht sicher zuzuordnen: {what}")
        elif unseen and each.type == "menge":
            document = unseen[0].document
            notes = listed(list(away.missing[document.eingangsnummer]))
            yield _question(each, f"Noch nicht zu prüfen: Lieferschein {notes}, den {titled(document)} nennt, liegt nicht in dieser Mappe")
        else:
            yield each


def _question(deviation: Deviation, why: str) -> Deviation:
    return dataclasses.replace(deviation, type="nicht_pruefbar", amount=None, sentence=f"{why}. {deviation.sentence}")


def _several(part: Part) -> bool:
    """Whether its paper has further rows of the same goods."""
    own = folded(part.line.article or part.line.text)
    return sum(folded(line.article or line.text) == own for line in part.document.lines) > 1
