"""Does this look like language? Tells a good text layer from rubbish and an upright reading from an upside-down one.

A small own list of words of the trade and the letter triples that occur in it; no dictionary, no statistics of foreign origin.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from importlib import resources

_EDGES = ".,;:!?()[]{}\"'„“”‚‘’»«*-–—/\\|"
_LETTERS = re.compile(r"[^\W\d_]+(?:[-/.&'][^\W\d_]+)*")
_CODE = re.compile(r"(?=.*\d)[\w.,:/+%€$§&@#°()=*x-]+")
_BROKEN = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f\ufffe\uffff]")


@functools.cache
def _words() -> frozenset[str]:
    return frozenset(resources.files("ingest").joinpath("words.txt").read_text("utf-8").split())


@functools.cache
def _triples() -> frozenset[str]:
    return frozenset(triple for word in _words() for triple in _split(word))


def _split(word: str) -> list[str]:
    edged = f"^{word}$"
    return [edged[i : i + 3] for i in range(len(edged) - 2)]


def likeness(word: str) -> float:
    """How much a printed word looks like one, 0.0 to 1.0; numbers and codes of usual shape give 0.6, broken characters 0."""
    if _BROKEN.search(word):
        return 0.0
    core = word.strip(_EDGES)
    if not core:
        return 0.3
    if _LETTERS.fullmatch(core):
        return max(_spelled(part) for part in re.split(r"[-/.&']", core))
    if not _CODE.fullmatch(core):
        return 0.1
    return 0.6 if sum(letter.islower() for letter in core) < 4 else 0.2


@functools.lru_cache(maxsize=20_000)
def _spelled(part: str) -> float:
    low = part.lower()
    if low in _words():
        return 1.0
    if not (part.islower() or part.isupper() or part[1:].islower()):
        return 0.2
    triples = _split(low)
    return sum(triple in _triples() for triple in triples) / len(triples)


def quality(words: Iterable[tuple[str, float]]) -> float:
    """0.0 to 1.0 for a whole page of words with their confidence: the mean of likeness times confidence, longer words counting more."""
    total = weight = 0.0
    for text, confidence in words:
        size = min(len(text), 12) if len(text) > 1 else 0.5
        total += size * likeness(text) * confidence
        weight += size
    return total / weight if weight else 0.0
