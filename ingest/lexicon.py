"""All labels of all fields by their spelling, found in spite of misread letters. Knows no page: where a label stands is seen elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from archive.doctypes import DocType, Field, shared_fields
from ingest.layout import distance, simple

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


@dataclass(frozen=True, slots=True)
class Meaning:
    """One field a label may name. Weak labels count only while nothing better is found."""

    field: Field
    strong: bool


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
