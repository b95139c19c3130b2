"""From what people type to results, whatever the engine: understanding, a page of papers or of folders, reasons, what was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from search.analysis import tokens
from search.explain import Wanted, explain
from search.index import Completion, FolderHits, Hit, IndexDocument, Page, Results
from search.numbers import joined
from search.plan import Plan, plan
from search.query import Query, parse
from search.question import AnyOf, Question, Stock
from search.record import NUMBER, ORDER, shown_completion
from search.understanding import guess, understood

_DEEPEST, _LARGEST = 1000, 100
MOST_COMPLETIONS = 400
"""Keys of suggestions that are looked at."""
_SHOWN = 3
"""Papers of a folder that are shown in a result."""
_LONGEST_BEGINNING = 40

R = TypeVar("R")


class Match(Protocol[R]):
    """The papers that match one question."""

    @property
    def total(self) -> int:
        """How many there are."""

    def facets(self) -> Mapping[str, tuple[tuple[str, int], ...]]:
        """How many have which type, supplier, year and state, largest first."""

    def ranked(self, first: int, last: int, *, by_day: bool) -> list[tuple[float, R]]:
        """Score and paper at these places, best first or newest first."""


class Reader(Stock, Protocol[R]):
    """One consistent look at an index. ``R`` is how it names a paper as long as the look lasts."""

    def count(self) -> int:
        """Papers in it."""

    def match(self, question: Question) -> Match[R]:
        """All papers that match."""

    def documents(self, papers: Sequence[R]) -> list[IndexDocument]:
        """The papers as they went in."""

    def folders(self, papers: Sequence[R]) -> list[tuple[str, ...]]:
        """For each of the papers its orders."""

    def completions(self, beginning: str, most: int) -> list[str]:
        """Keys of suggestions that begin so."""

    def offers(self, completion: str) -> bool:
        """Whether a paper with this key is still there."""


def answer(reader: Reader[R], text: str, page: Page) -> Results:
    """The seam's ``search``."""
    parsed = parse(text)
    asked = plan(parsed)
    if asked.hopeless or not reader.count():
        return Results(0, ())
    question = understood(asked, parsed, reader, page.lacking)
    match = reader.match(question)
    by_day = page.sort == "datum" or not asked.required
    shown = _Shown(reader, question.wanted)
    size = max(1, min(page.size, _LARGEST))
    first, last = (0, _DEEPEST) if page.by_folder else ((max(page.number, 1) - 1) * size, min(max(page.number, 1) * size, _DEEPEST))
    # How many there are may still be being counted while the best are looked at: it is asked for last.
    ranked = match.ranked(first, last, by_day=by_day) if first < last else []
    if not ranked and not match.total:
        return Results(0, (), meant=_meant(reader, asked, parsed, page))
    if page.by_folder:
        groups = _grouped(ranked, reader.folders([paper for _, paper in ranked]), question, page.first)
        return shown.by_folder(match, groups, page)
    hits = shown.hits(ranked)
    return Results(match.total, hits, match.facets())


Ranked = list[tuple[float, R]]


def _grouped(ranked: Ranked[R], folders: Sequence[tuple[str, ...]], question: Question, first: tuple[str, ...]) -> dict[str, Ranked[R]]:
    """Papers by folder, folders in the order of their best paper. One of several stands in the one asked for, else in the first."""
    asked = {term for lift in question.lifts if lift.field == "orders" for term in lift.terms}
    asked |= {order for ways in question.filters for way in ways for order in getattr(way, "orders", ())}
    asked |= set(map(joined, first))
    groups: dict[str, Ranked[R]] = {number: [] for number in first}
    for found, orders in zip(ranked, folders, strict=True):
        home = orders[0] if orders else ""
        if len(orders) > 1:
            home = next((order for order in orders if joined(order) in asked), "") or next((o for o in orders if o in groups), home)
        groups.setdefault(home, []).append(found)
    return {number: found for number, found in groups.items() if found}


@dataclass(frozen=True, slots=True)
class _Shown(Generic[R]):
    """What is shown of papers that were found."""

    reader: Reader[R]
    wanted: tuple[Wanted, ...]

    def hits(self, ranked: Ranked[R]) -> tuple[Hit, ...]:
        documents = self.reader.documents([paper for _, paper in ranked])
        return tuple(_hit(score, document, self.wanted) for (score, _), document in zip(ranked, documents, strict=True))

    def by_folder(self, match: Match[R], groups: dict[str, Ranked[R]], page: Page) -> Results:
        size = max(1, min(page.size, _LARGEST))
        first = (max(page.number, 1) - 1) * size
        chosen = list(groups.items())[first : first + size]
        hits = iter(self.hits([found for _, papers in chosen for found in papers[:_SHOWN]]))
        folders = tuple(FolderHits(number, tuple(next(hits) for _ in papers[:_SHOWN]), len(papers)) for number, papers in chosen)
        return Results(match.total, tuple(hit for found in folders for hit in found.hits), match.facets(), "", folders, len(groups))


def _hit(score: float, document: IndexDocument, wanted: Sequence[Wanted]) -> Hit:
    because, snippet = explain(document, wanted)
    place = (document.eingangsnummer, document.sha256, document.name, document.doctype, document.orders)
    return Hit(*place, round(score, 3), because, snippet)


def _meant(reader: Reader[R], asked: Plan, parsed: Query, page: Page) -> str:
    """The question with words that stand nowhere replaced by similar ones that do, if it finds something then; else ""."""
    text = " ".join(f'"{word.text}"' if word.phrase else word.text for word in parsed.words if not word.negated)
    nothing = Query()
    for group in asked.required:
        if not group.fuzzy or reader.bears(understood(Plan((group,), (), hopeless=False), nothing, reader, {}).required[0]):
            continue
        term = guess(reader, group.fuzzy)
        bearer = reader.match(_about(term)).ranked(0, 1, by_day=False) if term else []
        if not bearer:
            return ""
        text = text.replace(group.text, _printed(reader.documents([bearer[0][1]])[0], term), 1)
    again = parse(text)
    return text if reader.match(understood(plan(again), again, reader, page.lacking)).total else ""


def _about(term: str) -> Question:
    return Question((AnyOf("text", (term,), 1.0),), (), (), (), (), ())


def _printed(document: IndexDocument, term: str) -> str:
    """How a term is written in a paper, the term itself when it stands in no text."""
    words = (text[token.start : token.end] for text in document.text for token in tokens(text) if token.terms[:1] == (term,))
    return next(words, term)


def complete(reader: Reader[R], prefix: str, limit: int) -> tuple[Completion, ...]:
    """The seam's ``suggest``."""
    beginning = joined(prefix)[:_LONGEST_BEGINNING]
    if len(beginning) < 2 or not reader.count():
        return ()
    keys = sorted(((shown_completion(key), key) for key in reader.completions(beginning, MOST_COMPLETIONS)), key=lambda pair: pair[0][0])
    folders = {shown for (kind, shown), _ in keys if kind == ORDER}
    found: dict[Completion, None] = {}
    for (kind, shown), key in keys:
        if len(found) >= limit:
            break
        if kind == NUMBER and shown in folders:  # Papers name their order: its folder is what is meant.
            continue
        completion = Completion(shown, "nummer" if kind == NUMBER else "auftrag" if kind == ORDER else "lieferant")
        if completion not in found and reader.offers(key):
            found[completion] = None
    return tuple(found)
