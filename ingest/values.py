"""Values near labels: reads what stands behind or below a label as the kind its field wants. Chooses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.doctypes import Field
from archive.kinds import KINDS, Parsed
from archive.policy import quoted
from archive.scan import Word
from ingest import day_print
from ingest.bare_numbers import NUMBER_WORDS, of_the_paper
from ingest.columns import heading
from ingest.labels import Anchor
from ingest.layout import Row, gap, height, simple, text_of, worst
from ingest.lexicon import Meaning
from ingest.number_print import document_number, doubtful, norm
from ingest.paper import Paper, PrintedPage, below, column_below, right_of
from ingest.wrapped_number import whole

_STRONG, _WEAK = 0.97, 0.84
_BELOW, _FUZZY, _LATER_PAGE = 0.97, 0.97, 0.95
_ILLEGIBLE = 0.3  # a word so doubtful says nothing, not even that no number stands here
_HARDLY = 0.75
_BETWEEN = re.compile(r"[,;+/&]|und|and|en|et")
_THEN_DISCOUNT = re.compile(r"(?:(?!ohne abzug|netto|oder|[;|]|,(?!\d)).){0,60}?skonto", re.IGNORECASE)
_FIRST_DISCOUNT = re.compile(r"skonto[^.;,]{0,24}$", re.IGNORECASE)
_CLEAR = 0.92
"""Confidence of its worst word from which a number is believed on a page that was hard to read."""
_SHORT = 4
_MARKS = frozenset({"zeichen", "zeichen_lieferant"})
_COLUMN = 1.5
_FILLERS = NUMBER_WORDS | {"n", "vom", "von", "am", "den", "der", "bis", "zum", "le", "du", "van", "op", "on", "the", "is"}
_DAY_LINKS = frozenset({"", "vom", "von", "v", "dated", "du", "van", "of", "at", "from", "datum", "date", "d", "issued", "am", "le", "den"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that may belong to a field; ``score`` becomes the confidence. ``poor`` was hard to read; a day may be ``of`` a number."""

    field: str
    value: str
    words: Row
    page: int
    score: float
    rule: str
    sure: bool = True
    poor: bool = False
    of: str = ""

    @property
    def raw(self) -> str:
        """As printed."""
        return text_of(self.words)


def labelled(paper: Paper) -> Iterator[Candidate]:
    """One candidate or more for every label of a field of this document type; amounts are found by their own way."""
    # As this type has them: the labels that types share know no more than what all types have in common.
    fields = {f.key: f for f in paper.doctype.fields}
    meant = fields | {other: f for f in fields.values() for other in f.also}
    for sheet, anchor in paper.anchors():
        meaning = of_the_paper(paper, sheet, anchor) or anchor.meaning(own=paper.own)
        if meaning and meaning.field.key in meant:
            meaning = replace(meaning, field=meant[meaning.field.key])
        if meaning and meaning.field.kind not in ("amount", "iban", "vat_id"):
            yield from (c for c in _values(sheet, anchor, meaning) if c.field in fields)


def _values(sheet: PrintedPage, anchor: Anchor, meaning: Meaning) -> Iterator[Candidate]:
    field = meaning.field
    score = (_STRONG if meaning.strong else _WEAK) * (1.0 if anchor.exact else _FUZZY) * (1.0 if sheet.number == 1 else _LATER_PAGE)
    for where in field.where:
        words = right_of(sheet, anchor) if where == "right" else below(sheet, anchor)
        words = whole(sheet, words) if field.kind == "number" else words
        found = read(field.kind, words)
        if found is None or (field.key == "faellig_am" and _discounted(anchor, found[2])):
            continue
        parsed, start, end = found
        if field.kind == "number" and norm(anchor.words[-1], parsed.value):
            continue
        if where == "right" and _mark(parsed, field) and (lower := read(field.kind, below(sheet, anchor))) and not _mark(lower[0], field):
            continue  # a speck behind the label, and the number below it
        if where == "below" and heading(anchor.row) and _of_a_table(parsed, meaning):
            continue
        preposition = "hinter" if where == "right" else "unter"
        if field.kind == "number" and not meaning.strong and _behind_nr(words):
            score = score / _WEAK * _STRONG
        candidate = Candidate(
            field=field.key,
            value=parsed.value,
            words=words[start:end],
            page=sheet.number,
            score=score * (_BELOW if where == "below" else 1.0) * worst(words[start:end]) ** 0.5,
            rule=f"{preposition} {quoted(anchor.text)}",
            sure=parsed.sure and not (field.kind == "number" and sheet.seen and doubtful(parsed.value, worst(words[start:end]))),
            poor=sheet.poor and field.kind == "number" and worst(words[start:end]) < _CLEAR,
        )
        yield candidate
        if field.dates and (where == "right" or _close(words[end - 1], words[end : end + 1])):
            yield from _day_behind(field, candidate, words[end:])
        if field.kind == "number":
            yield from _more(candidate, words[end:])
        if where == "below" and field.listed:
            yield from _listed(sheet, anchor, candidate)
        return


def _of_a_table(parsed: Parsed, meaning: Meaning) -> bool:
    """What stands below "bestellt" (a quantity), "Réf." (an article) or "Datum" in the heading of a table."""
    if meaning.field.kind == "number":
        return len(parsed.value) < _SHORT or meaning.field.key in _MARKS
    return meaning.field.kind == "date" and not meaning.strong


def _mark(parsed: Parsed, field: Field) -> bool:
    """One character is a number of hardly any paper."""
    return field.kind == "number" and len(parsed.value) == 1 and "below" in field.where


def _listed(sheet: PrintedPage, anchor: Anchor, first: Candidate) -> Iterator[Candidate]:
    """A certificate lists its heats below each other, a reminder its invoices."""
    for words in column_below(sheet, anchor, first.words):
        found = read("number", words)
        if found is None or not any(c.isdigit() for c in found[0].value):
            return
        yield replace(first, value=found[0].value, words=words[found[1] : found[2]])


def _close(number: Word, following: Row) -> bool:
    """Below a label the next column may hold a day of its own."""
    return bool(following) and gap(number.box, following[0].box) < _COLUMN * height(number)


def _discounted(anchor: Anchor, end: int) -> bool:
    """``Bei Zahlung bis 02.03.2026 gewähren wir 2 % Skonto``: the day of the discount, not the last one."""
    # with the end of the day: a comma there ends the sentence's part
    rest = anchor.row[anchor.end + end - 1 :]
    return bool(_THEN_DISCOUNT.match(text_of(rest)) or _FIRST_DISCOUNT.search(text_of(anchor.row[: anchor.start])))


def _day_behind(field: Field, number: Candidate, rest: Row) -> Iterator[Candidate]:
    """``Rechnung 4711 vom 18.03.2026``: the day belongs to the number before it."""
    if rest and rest[0].text.startswith("/"):
        rest = (replace(rest[0], text=rest[0].text.lstrip("/.,: ")), *rest[1:])
    links = 0
    while links < min(3, len(rest)) and simple(rest[links].text) in _DAY_LINKS:
        links += 1
    found = read("date", rest[links:], fillers=0)
    if found:
        parsed, start, end = found
        yield replace(
            number,
            field=field.dates,
            value=parsed.value,
            words=rest[links + start : links + end],
            score=min(number.score * 0.98, 0.93) if number.score < _STRONG * 0.9 else number.score * 0.98,
            rule=f"hinter der Nummer {number.value}",
            sure=parsed.sure,
            of=number.value,
        )


def _more(first: Candidate, rest: Row) -> Iterator[Candidate]:
    """``Lieferscheine 80015511, 80015512 und 80015513``: a list behind one label."""
    at, before = 0, first.words[-1]
    while at < len(rest):
        between = _BETWEEN.fullmatch(rest[at].text)
        at += 1 if between else 0
        found = document_number(rest[at:]) if between or before.text.endswith((",", ";", "+", "/")) else None
        if found is None:
            return
        yield replace(first, value=found[0].value, words=rest[at : at + found[2]])
        at += found[2]
        before = rest[at - 1]


def read(kind: str, words: Row, fillers: int = 2) -> tuple[Parsed, int, int] | None:
    """The first value of ``kind`` in the words with its span; small words like "vom" before it are passed over."""
    start = _behind_nr(words) if kind == "number" else 0
    while start < len(words) and (_illegible(words[start]) or (kind in ("number", "date") and _speck(words, start))):
        start += 1
    while start < len(words) and (not simple(words[start].text) or (start < fillers + 2 and simple(words[start].text) in _FILLERS)):
        start += 1
    rest = words[start:]
    if not rest:
        return None
    if kind == "number":
        found = document_number(rest)
    elif kind == "name":
        found = _name(rest)
    elif kind == "date":
        found = day_print.behind(rest, fillers)
    else:
        found = _span(kind, rest, 0)
    return (found[0], start + found[1], start + found[2]) if found else None


def _illegible(word: Word) -> bool:
    return word.confidence < _ILLEGIBLE and not any(c.isdigit() for c in word.text)


def _speck(words: Row, at: int) -> bool:
    """``Kunden-Nr. 5 D-0288``: a colon or a row of dots read as a character or two, hardly sure, and the value stands behind it."""
    word, rest = words[at], words[at + 1 : at + 2]
    short = len(word.text.rstrip(":.")) <= 2 and word.confidence < _HARDLY
    return short and bool(rest) and sum(c.isdigit() for c in rest[0].text) >= 3


def _behind_nr(words: Row) -> int:
    """``Handelsrechnung (380) Nr. 471102``: the number stands behind "Nr.", not between."""
    for at, word in enumerate(words[:4]):
        if simple(word.text) in NUMBER_WORDS:
            return at + 1
        if any(c.isdigit() for c in word.text) and not word.text.startswith(("(", "{", "[")) and not word.text.endswith((")", "}", "]")):
            return 0
    return 0


def _span(kind: str, words: Row, start: int) -> tuple[Parsed, int, int] | None:
    """The longest run of neighbours from ``start`` that reads as one value."""
    for end in range(min(len(words), start + 9), start, -1):
        if parsed := KINDS[kind].parse(text_of(words[start:end])):
            return parsed, start, end
    return None


def _name(words: Row) -> tuple[Parsed, int, int] | None:
    end = 1
    while end < len(words) and gap(words[end - 1].box, words[end].box) < 1.6 * height(words[end]):
        end += 1
    parsed = KINDS["name"].parse(text_of(words[:end]))
    return (parsed, 0, end) if parsed else None
