"""Why a paper was found, in German, and the piece of its text that shows it. Works on stored documents, whatever the engine."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import islice

from search.analysis import tokens
from search.fold import WORDS
from search.index import Fact, IndexDocument, Snippet
from search.numbers import forms, joined
from search.scanning import Spot, candidates, quick, terms_of, thorough


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing asked for, as typed, and all terms it was looked for under.

    ``similar`` are what it was taken for as a last resort; ``sure`` are those of ``terms`` that are no mere likeness.
    """

    text: str
    numeric: bool
    terms: frozenset[str]
    similar: frozenset[str] = frozenset()
    sure: frozenset[str] = frozenset()


_BEFORE, _AFTER, _MOST_SCANNED, _MOST_SPOTS = 60, 180, 60_000, 20
"""Characters around a spot; characters of a paper that are looked through, and spots that are compared."""


def explain(document: IndexDocument, wanted: Sequence[Wanted]) -> tuple[str, Snippet]:
    """The sentence and the snippet of a hit."""
    snippet = _snippet(document, wanted)
    reason = _fact(document, wanted) or _order(document, wanted) or _supplier(document, wanted) or _text(snippet, wanted)
    return f"gefunden, weil {reason or _rest(document, wanted)}", snippet


def _fact(document: IndexDocument, wanted: Sequence[Wanted]) -> str:
    numeric = [each for each in wanted if each.numeric]
    if not numeric:
        return ""
    facts = (*document.numbers, Fact("eingangsnummer", document.eingangsnummer))
    for fact in facts:
        if any(joined(fact.value) in each.terms for each in numeric):
            return f"{_label(fact.field)} {fact.value} lautet"
    for fact in facts:
        own = forms(fact.value)
        for each in numeric:
            if any(term in each.terms for term in own if not term.startswith("~")) and len(joined(each.text)) > 2:
                return f"{_label(fact.field)} {fact.value} lautet und „{each.text}“ enthält"
            if any(term in each.terms for term in own):
                return f"{_label(fact.field)} {fact.value} lautet; beim Lesen wird „{each.text}“ leicht damit verwechselt"
    return ""


def _order(document: IndexDocument, wanted: Sequence[Wanted]) -> str:
    found = next((order for order in document.orders for each in wanted if joined(order) in each.terms), "")
    return f"es in der Mappe {found} liegt" if found else ""


def _supplier(document: IndexDocument, wanted: Sequence[Wanted]) -> str:
    own = _own_words(document.supplier)
    return f"der Lieferant {document.supplier} heißt" if any(own & each.terms for each in wanted if not each.numeric) else ""


@lru_cache(maxsize=10_000)
def _own_words(name: str) -> frozenset[str]:
    return frozenset(token.terms[0] for token in tokens(name) if token.terms)


def _text(snippet: Snippet, wanted: Sequence[Wanted]) -> str:
    if not snippet.marks:
        return ""
    start, end = snippet.marks[0]
    own = terms_of(snippet.text[start:end])
    like = next((each.text for each in wanted if not own.isdisjoint(each.similar)), "")
    if like:
        return f"„{snippet.text[start:end]}“ auf Seite {snippet.page} ähnlich wie „{like}“ ist; genau so steht es nirgends"
    return f"„{snippet.text[start:end]}“ im Text von Seite {snippet.page} steht"


def _rest(document: IndexDocument, wanted: Sequence[Wanted]) -> str:
    if not wanted:
        return "es zu Ihrer Auswahl passt"
    terms = frozenset().union(*(each.terms for each in wanted))
    day = next((day for day in document.dates if f"@{day.isoformat()}" in terms), None)
    if day:
        return f"das Papier das Datum {day:%d.%m.%Y} trägt"
    if document.cents is not None and f"={document.cents // 100}.{document.cents % 100:02}" in terms:
        return f"der Betrag {german(document.cents)} € ist"
    if any(terms.intersection(token.terms) for token in tokens(document.doctype)):
        return f"die Belegart {_labels()['belegarten'].get(document.doctype, document.doctype.capitalize())} ist"
    if any(terms.intersection(token.terms) for token in tokens(document.name.replace("_", " "))):
        return f"die Datei „{document.name}“ heißt"
    return "es zu Ihrer Frage passt"


def german(cents: int) -> str:
    """An amount as it is written here: 1.175,48."""
    return f"{cents // 100:,}".replace(",", ".") + f",{cents % 100:02}"


def _snippet(document: IndexDocument, wanted: Sequence[Wanted]) -> Snippet:
    terms = frozenset().union(*(each.terms for each in wanted)) if wanted else frozenset[str]()
    sure = frozenset().union(*(each.sure for each in wanted)) if wanted else frozenset[str]()
    pages = list(_scanned(document.text)) if terms else []
    most = _MOST_SPOTS if len(wanted) > 1 else 1
    # What was asked for itself, wherever it stands, before what is merely like it; the costly way only where neither is found.
    for look in (partial(quick, terms=sure), partial(quick, terms=terms), partial(thorough, terms=terms)):
        for page, text in pages:
            spots = list(islice(look(text), most))
            if spots:
                return _window(text, _best(spots, wanted), terms, page)
    first = document.text[0] if document.text else ""
    return Snippet(_flat(first[: _BEFORE + _AFTER]), page=1 if first else 0)


def _scanned(pages: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The pages with their numbers, as far as they are looked through."""
    left = _MOST_SCANNED
    for page, whole in enumerate(pages, 1):
        yield page, whole[:left]
        left -= len(whole[:left])


def _best(spots: list[Spot], wanted: Sequence[Wanted]) -> int:
    """The start of the stretch in which most of what was asked for stands together."""

    def worth(first: Spot) -> int:
        near = frozenset().union(*(spot.terms for spot in spots if first.start <= spot.start < first.start + _AFTER))
        return sum(not near.isdisjoint(each.terms) for each in wanted)

    return max(spots, key=worth).start if len(wanted) > 1 else spots[0].start


def _window(text: str, spot: int, terms: frozenset[str], page: int) -> Snippet:
    """The stretch around a spot, begun and ended between words."""
    start = max(0, spot - _BEFORE)
    start = text.find(" ", start, spot) + 1 or start if start else 0
    end = min(len(text), spot + _AFTER)
    end = (text.rfind(" ", spot + _AFTER // 2, end) if end < len(text) else -1) % (end + 1)
    piece = text[start:end]
    marks = sorted(_marks(piece, terms))
    return Snippet(_flat(piece), _apart(marks), page)


def _marks(piece: str, terms: frozenset[str]) -> Iterator[tuple[int, int]]:
    """The ranges to mark. Numbers may be printed with blanks: where none stands in one piece, everything is analysed."""
    found = [
        (start + token.start, start + token.end)
        for start, end in candidates(piece, terms)
        if not terms.isdisjoint(terms_of(piece[start:end]))
        for token in tokens(piece[start:end])
        if not terms.isdisjoint(token.terms)
    ]
    yield from found or ((token.start, token.end) for token in tokens(piece) if terms.intersection(token.terms))


def _apart(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Ranges in order, those that touch or overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in marks:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _flat(text: str) -> str:
    """Line ends as blanks; as many characters as before, so that ranges keep their place."""
    return text.replace("\r", " ").replace("\n", " ").replace("\t", " ")


@cache
def _labels() -> dict[str, dict[str, str]]:
    return tomllib.loads((WORDS / "bezeichnungen.toml").read_text(encoding="utf-8"))


def _label(field: str) -> str:
    return _labels()["felder"].get(field, f"der Wert „{field}“")
