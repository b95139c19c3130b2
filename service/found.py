"""What a search found, prepared for the screen: filters as chips, facets as links, papers by folder. Asks nobody anything."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from archive import doctypes
from archive.order import Order
from search.fold import fold
from search.index import FolderHits, Hit, Results
from search.numbers import day
from search.query import Clause, separate
from service.rendering import STATES

FIELDS = {
    "typ": "Belegart",
    "lieferant": "Lieferant",
    "auftrag": "Mappe",
    "status": "Stand",
    "datum": "Datum",
    "betrag": "Betrag",
    "fehlt": "Es fehlt",
}
SPANS = {"datum": "Zeitraum", "betrag": "Betrag"}
"""Filters with two ends, by what the form for them is called."""
FACETS = {"typ": ("Belegart", "typ"), "lieferant": ("Lieferant", "lieferant"), "jahr": ("Jahr", "datum"), "status": ("Stand", "status")}


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the address carries it: ``words`` from the box, filters beside them, how it is shown."""

    words: str = ""
    filters: tuple[Clause, ...] = ()
    sort: str = ""
    view: str = ""
    page: int = 1

    @property
    def query(self) -> str:
        """All of it in the language of the search. The words come last, because the last one may still be being typed."""
        return " ".join([*(clause.text for clause in self.filters), self.words]).strip()

    def address(self, path: str = "/suche") -> str:
        """Where this question is answered."""
        pairs = [("q", self.words), *(("f", clause.text) for clause in self.filters)]
        pairs += [("sortierung", self.sort), ("ansicht", self.view), ("seite", str(self.page) if self.page > 1 else "")]
        return f"{path}?{urlencode([(name, value) for name, value in pairs if value])}"

    def at(self, page: int) -> Asked:
        return replace(self, page=page)

    def by(self, sort: str) -> Asked:
        return replace(self, sort=sort, page=1)

    def seen(self, view: str) -> Asked:
        return replace(self, view=view, page=1)

    def narrowed(self, field: str, value: str) -> Asked:
        clause = Clause(f'{field}:"{value}"' if " " in value else f"{field}:{value}", field, ":", value)
        return replace(self, filters=tuple(dict.fromkeys((*self.filters, clause))), page=1)

    def without(self, clause: Clause) -> Asked:
        return replace(self, filters=tuple(other for other in self.filters if other != clause), page=1)


def asked(words: str, filters: Sequence[str], sort: str, view: str, page: int) -> Asked:
    """The question of an address. Filters that were typed into the box are taken out of it and stand beside it from then on."""
    rest, typed = separate(words)
    given = [clause for text in filters for clause in separate(text)[1]]
    unique = tuple({clause.text: clause for clause in (*given, *typed)}.values())
    known = sort if sort == "datum" else "", view if view == "belege" else ""
    return Asked(rest, unique, *known, min(max(1, page), 1000))


@dataclass(frozen=True, slots=True)
class Choice:
    """A chip or a facet's value: what it says, where it leads, how many papers it stands for."""

    label: str
    href: str
    count: int = 0


def chips(question: Asked) -> list[Choice]:
    """The filters of a question; each leads to the question without it."""
    return [Choice(_label(clause), question.without(clause).address()) for clause in question.filters]


def _label(clause: Clause) -> str:
    between = ": " if clause.operator in ":=" else f" {clause.operator} "
    return f"{'nicht ' if clause.negated else ''}{FIELDS[clause.field]}{between}{_value(clause.field, clause.value)}"


def _value(field: str, value: str) -> str:
    if field in SPANS:
        return _between(*(_end(field, end) for end in value.split("..", 1)))
    if field in ("typ", "fehlt") and value in doctypes.doctypes():
        return doctypes.doctype(value).name
    if field == "status":
        return next((name for key, (name, _) in STATES.items() if value in (key, fold(name))), value)
    return value


def _between(low: str, high: str | None = None) -> str:
    if not high:
        return low if high is None else f"ab {low}"
    return f"{low} bis {high}" if low else f"bis {high}"


def _end(field: str, text: str) -> str:
    """A day as it is written here; whatever else was typed stays as it is."""
    when = day(text) if field == "datum" else None
    return f"{when:%d.%m.%Y}" if when else text


def span(field: str, low: str, high: str) -> str:
    """The filter of a form with two ends, "" when both are empty."""
    return f"{field}:{''.join(low.split())}..{''.join(high.split())}" if low.strip() or high.strip() else ""


@dataclass(frozen=True, slots=True)
class Span:
    """A form for the two ends of a filter: how they stand now, and the other filters, which it keeps."""

    field: str
    name: str
    low: str
    high: str
    others: tuple[Clause, ...]


def forms(question: Asked) -> list[Span]:
    """The forms beside a question."""
    return [_form(question, field, name) for field, name in SPANS.items()]


def _form(question: Asked, field: str, name: str) -> Span:
    own = next((clause.value for clause in question.filters if clause.field == field and ".." in clause.value), "..")
    low, _, high = own.partition("..")
    return Span(field, name, low, high, tuple(clause for clause in question.filters if clause.field != field))


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow a result down."""

    name: str
    choices: tuple[Choice, ...]


def facets(question: Asked, results: Results) -> list[Facet]:
    """What can still be chosen, with counts; a facet of one value that is chosen already says nothing and is left out."""
    chosen = {clause.field for clause in question.filters}
    found = []
    for key, (name, field) in FACETS.items():
        values = results.facets.get(key, ())
        if values and not (len(values) == 1 and field in chosen):
            found.append(Facet(name, tuple(_choice(question, key, field, value, count) for value, count in values)))
    return found


def gaps(question: Asked, lacking: Collection[str]) -> list[Facet]:
    """Papers in folders that lack something, by what they lack; nothing when that is asked already."""
    if not lacking or any(clause.field == "fehlt" for clause in question.filters):
        return []
    return [
        Facet(FIELDS["fehlt"], tuple(Choice(_value("fehlt", kind), question.narrowed("fehlt", kind).address()) for kind in sorted(lacking)))
    ]


def _choice(question: Asked, key: str, field: str, value: str, count: int) -> Choice:
    typed = _typed(key, field, value)
    shown = _value(field, value) if key != "status" else STATES[value][0]
    clause = Clause(typed, field, ":", value)
    others = tuple(other for other in question.filters if other.text != typed)
    return Choice(shown, replace(question, filters=(*others, clause), page=1).address(), count)


def _typed(key: str, field: str, value: str) -> str:
    if key == "status":
        return f"status:{fold(STATES[value][0])}"
    return supplier_filter(value) if key == "lieferant" else f"{field}:{value}"


def supplier_filter(name: str) -> str:
    """The filter for one supplier by its whole name."""
    return 'lieferant="{}"'.format(name.replace('"', " "))


@dataclass(frozen=True, slots=True)
class Group:
    """A folder with the best of its papers that were found; ``order`` is ``None`` when the number names no folder.

    ``papers`` counts all it holds where none was found in it, ``more`` leads to all that were found.
    """

    number: str
    order: Order | None
    hits: tuple[Hit, ...]
    papers: int = 0
    found: int = 0
    more: str = ""


def groups(question: Asked, results: Results | None, orders: Mapping[str, Order], named: Mapping[str, int]) -> list[Group]:
    """The folders of a page; on the first those that are ``named`` like the question come first, with how many papers they hold."""
    found = {folder.number: folder for folder in results.folders} if results else {}
    empty = [Group(number, orders.get(number), (), papers) for number, papers in named.items() if number not in found]
    full = [
        Group(
            number, orders.get(number), folder.hits, 0, folder.total, _all_of(question, folder) if folder.total > len(folder.hits) else ""
        )
        for number, folder in found.items()
    ]
    return sorted([*empty, *full], key=lambda group: group.number not in named)


def _all_of(question: Asked, folder: FolderHits) -> str:
    """Where all papers found in a folder are, "" when they are shown already."""
    if folder.total == len(folder.hits):
        return ""
    if not folder.number:
        return question.seen("belege").address()
    return question.narrowed("auftrag", folder.number).seen("belege").address()
