"""Labels on a page: which field a printed label names, and whose number it is (Ihre/Unsere). Does not read values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from archive.doctypes import DocType, Field, Side, shared_fields
from archive.scan import Box, Word
from ingest.compounds import last_part
from ingest.layout import Row, around, distance, gap, height, simple, text_of

Perspective = Literal["", "ihre", "unsere"]

_NUMBER = ("nummer", "nr", "no", "number", "num", "numero", "n")
_RARE = ("no", "number", "num", "numero")
_TWO_ERRORS = 14  # letters from which a label may have two misread ones
PERSPECTIVE: Mapping[str, Perspective] = {
    # with the misreadings of a capital I that OCR makes
    **dict.fromkeys(("ihre", "ihr", "ihrer", "ihren", "ihrem", "ihres", "lhre", "lhr", "1hre", "1hr", "jhre", "thre", "lhrer"), "ihre"),
    **dict.fromkeys(("your", "yourref", "uw", "votre", "vos", "ihreyour", "ihryour", "eure"), "ihre"),
    **dict.fromkeys(("unsere", "unser", "unserer", "unseren", "unserem", "unseres", "uns", "unsre"), "unsere"),
    **dict.fromkeys(("our", "ons", "onze", "notre", "nos", "unsereour", "unserour"), "unsere"),
}
_LIGATURES = (("m", "rn"), ("rn", "m"), ("d", "cl"), ("h", "li"), ("w", "vv"), ("ii", "u"))  # as OCR reads, as printed
_LEGAL_FORM = re.compile(r"[BN]\.\s?V\b")  # "B.V." is no building project
_NORMS = frozenset({"en", "din", "iso", "vdi", "astm"})  # "certificate EN 10204" is not "certificate No 10204"
_LONGEST = 7  # words of a label, perspective and "Nr." included


@dataclass(frozen=True, slots=True)
class Meaning:
    """One field a label may name. Weak labels count only while nothing better is found."""

    field: Field
    strong: bool


@dataclass(frozen=True, slots=True)
class Anchor:
    """A label found on page ``page``: words ``start`` to ``end`` (exclusive) of ``row``, which is row ``number`` of the page.

    ``above`` holds the words of a label in two rows that stand in the upper one.
    """

    page: int
    number: int
    row: Row
    start: int
    end: int
    perspective: Perspective
    meanings: tuple[Meaning, ...]
    exact: bool
    above: Row = ()

    @property
    def words(self) -> tuple[Word, ...]:
        """The words of the label."""
        return (*self.above, *self.row[self.start : self.end])

    @property
    def box(self) -> Box:
        """Where the label stands."""
        return around(self.words)

    @property
    def text(self) -> str:
        """The label as printed, without the colon."""
        return text_of(self.words).strip(" :#*.-/|")

    def side(self, *, own: bool) -> Side:
        """Whose number stands behind the label, as far as "Ihre" and "Unsere" tell; ``own`` papers turn it round."""
        if not self.perspective:
            return ""
        return "ours" if (self.perspective == "ihre") != own else "theirs"

    def meaning(self, *, own: bool) -> Meaning | None:
        """The field the label names on this paper, None when the words before it contradict all its fields."""
        side = self.side(own=own)
        if side:
            fitting = [m for m in self.meanings if m.field.side == side] or [m for m in self.meanings if not m.field.side]
        elif own:
            fitting = sorted(self.meanings, key=lambda m: m.field.side == "theirs")
        else:
            fitting = [m for m in self.meanings if m.field.unqualified]
        return fitting[0] if fitting else None


Hit = tuple[Perspective, tuple[Meaning, ...], bool]


class Lexicon:
    """All labels of all fields, so that those of other fields keep a value away. Finds them in spite of one or two misread letters."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._meanings: dict[str, list[Meaning]] = {}
        for field in fields:
            for strong, labels in ((True, field.labels), (False, field.weak)):
                for label in labels:
                    for key, sure in _spellings(label, field, strong=strong):
                        self._add(key, Meaning(field, sure))
        self._near: dict[str, tuple[str, ...]] = {}
        self._found: dict[str, Hit | None] = {}
        for key in self._meanings:
            if key.endswith(_RARE):
                continue  # fuzzy spellings of rare endings would only cost memory
            for variant in _variants(key):
                self._near[variant] = (*self._near.get(variant, ()), key)

    def _add(self, key: str, meaning: Meaning) -> None:
        known = self._meanings.setdefault(key, [])
        if all(m.field.key != meaning.field.key for m in known):
            known.append(meaning)

    def find(self, key: str) -> Hit | None:
        """Perspective, fields and whether the spelling was exact; None when ``key`` is no label."""
        if key not in self._found:
            if len(self._found) > 50000:
                self._found.clear()
            self._found[key] = self._find(key)
        return self._found[key]

    def _find(self, key: str) -> Hit | None:
        if key in self._meanings:
            return "", tuple(self._meanings[key]), True
        for prefix, perspective in PERSPECTIVE.items():
            rest = key.removeprefix(prefix)
            if rest != key and (hit := self.find(rest)) and not hit[0]:
                return perspective, hit[1], hit[2]
        for wrong, right in _LIGATURES:
            for match in re.finditer(wrong, key):
                if (other := key[: match.start()] + right + key[match.end() :]) in self._meanings:
                    return "", tuple(self._meanings[other]), False
        near = self._nearest(key)
        return ("", tuple(self._meanings[near]), False) if near else None

    def _nearest(self, key: str) -> str:
        if len(key) < 6 or sum(c.isdigit() for c in key) > 2:
            return ""
        allowed = 1 if len(key) < _TWO_ERRORS else 2
        found = {near for variant in _variants(key) for near in self._near.get(variant, ())}
        ranked = sorted((distance(key, near, allowed), near) for near in found)
        ranked = [r for r in ranked if r[0] <= allowed]
        if not ranked:
            return ""
        best = [near for d, near in ranked if d == ranked[0][0]]
        fields = {m.field.key for near in best for m in self._meanings[near]}
        first = {m.field.key for m in self._meanings[best[0]]}
        return best[0] if fields == first else ""


def _spellings(label: str, field: Field, *, strong: bool) -> Iterator[tuple[str, bool]]:
    """The label's plain forms and whether each is strong. Numbers take "Nr", "Nummer", "No" in any spelling."""
    key = simple(label)
    yield key, strong
    if field.kind != "number":
        return
    stem = next((key.removesuffix(s) for s in _NUMBER[:4] if key.endswith(s) and len(key) > len(s) + 1), key)
    generic = key in {"beleg", "customer", "client", "kunde", "klant"}
    for suffix in _NUMBER:
        yield stem + suffix, strong or not generic
        if stem.endswith(("ung", "ion", "ag", "ift")):
            yield f"{stem}s{suffix}", strong or not generic


def _variants(key: str) -> set[str]:
    """The key and what is left when one letter (two in long keys) is dropped: near keys share such a variant."""
    drops = 0 if len(key) < 6 else 1 if len(key) < _TWO_ERRORS else 2
    spots = range(len(key))
    return {key} | {
        "".join(c for i, c in enumerate(key) if i not in dropped) for n in range(1, drops + 1) for dropped in combinations(spots, n)
    }


_LEXICONS: dict[tuple[Field, ...], Lexicon] = {}


def lexicon(doctype: DocType) -> Lexicon:
    """The lexicon of a document type, built once; types that add no labels of their own share one."""
    shared = {f.key: f for f in shared_fields()}
    added = tuple(f for f in doctype.fields if f.key not in shared or (f.labels, f.weak) != (shared[f.key].labels, shared[f.key].weak))
    if added not in _LEXICONS:
        keys = {f.key for f in added}
        _LEXICONS[added] = Lexicon((*added, *(f for f in shared.values() if f.key not in keys)))
    return _LEXICONS[added]


def anchors(page: int, printed: Sequence[Row], doctype: DocType) -> tuple[Anchor, ...]:
    """All labels in the rows of page ``page`` in reading order; longer labels win over shorter ones inside them."""
    words = lexicon(doctype)
    return tuple(a for number, row in enumerate(printed) for a in _in_row(page, number, row, words))


def _in_row(page: int, number: int, row: Row, words: Lexicon) -> Iterable[Anchor]:
    start = 0
    while start < len(row):
        hit = _at(row, start, words)
        if hit is None:
            start += 1
            continue
        end, (perspective, meanings, exact) = hit
        yield Anchor(page, number, row, start, end, perspective, meanings, exact)
        start = end


def _at(row: Row, start: int, words: Lexicon) -> tuple[int, Hit] | None:
    last = start + 1
    while last < min(len(row), start + _LONGEST) and _goes_on(row[last - 1], row[last]):
        last += 1
    readings = [(end, hit) for end in range(last, start, -1) if (hit := meant(row[start:end], words))]
    exact = [r for r in readings if r[1][2]]
    return next(iter(exact or readings), None) or _compound(row[start:last], start, words)


def _compound(part: Row, start: int, words: Lexicon) -> tuple[int, Hit] | None:
    """``Mietrechnung Nr.``: what its last part means, but weaker than a label that says just that."""
    if not (last := last_part(part[0].text)):
        return None
    for end in range(len(part), 0, -1):
        hit = words.find(last + simple(text_of(part[1:end])))
        if numbers := tuple(Meaning(m.field, strong=False) for m in hit[1] if m.field.kind == "number") if hit else ():
            return start + end, ("", numbers, False)
    return None


def _goes_on(left: Word, right: Word) -> bool:
    """A label ends at a colon and at white space."""
    return gap(left.box, right.box) < 1.3 * height(left) and not left.text.endswith(":")


def meant(part: Row, words: Lexicon) -> Hit | None:
    """What these words mean as a label; ``None`` when they are none."""
    raw = text_of(part)
    key = simple(raw)
    if not 2 <= len(key) <= 45 or not simple(part[0].text) or simple(part[-1].text) in {"", *_NORMS}:
        return None
    if len(key) == 2 and (not raw.strip(".:").isupper() or _LEGAL_FORM.match(raw)):
        return None
    # "Rechnungs-Nr./Datum" is only two letters away from "Rechnungsdatum", "Lieferschein/Datum" none from "Lieferscheindatum".
    return _with_day(raw, key, words) or words.find(key)


def _with_day(raw: str, key: str, words: Lexicon) -> Hit | None:
    """``Rechnungs-Nr./Datum`` and ``Ihre Bestellung / vom`` name the number; the day behind it goes along."""
    match = re.search(r"[/,|]\s*(?:datum|date|vom|v\.?)\s*[:.]?$", raw, re.IGNORECASE)
    hit = words.find(simple(raw[: match.start()])) if match and key else None
    return hit if hit and any(m.field.kind == "number" for m in hit[1]) else None
