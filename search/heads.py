"""Compounds by their last word, without a dictionary: of the words an index has, those that end with the one asked for.

*Schlüssel* finds *Stimmschlüssel*. What only ends alike is another word: *Preis* is no kind of *Reis*, *Verband* no kind of *Band*.
That is told by the words themselves: where something a little longer than the word asked for is a word too, the end belongs to that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from typing import Protocol

from search.compounds import is_part
from search.fold import stem
from search.neighbours import SHARE, one_off

SHORTEST_COMPOUND = 6
_SHORTEST_HEAD, _SURE_HEAD, _SURE_CUT = 3, 4, 5
"""Letters of what may be a head at all; from which it is one as it is, and one of which more was cut off. A shorter one needs a
known word in front of it, because pieces of misread words, too, end like much: *Haustür*, not *Statur*.
"""
_BEFORE = "werkzeug"
"""At the end of a longer word more of an ending is cut off than of the same word alone: *Fähigkeit*, *Arbeitsfähigkeit*."""
_MOST_CUT = 2
"""Letters more that may be cut off a word of which only the shortest head is left: *Musik*, *Kirchenmus*, but not *Legende*, *Kabelleg*."""
SHORTEST_FRONT, _LONGEST_STEP = 3, 5
_MOST, _MOST_OTHERS = 300, 4
"""Words that are looked at, of those that end alike the most frequent; and words one letter off, of which they may be misread compounds."""
_LINKS = ("", "s", "n", "en", "es", "er", "e")
_SPOILT = frozenset().union(*(one_off(ending) for ending in ("e", "en", "er", "es", "em", "n", "s")))
_LONGEST_ENDING = max(map(len, _SPOILT))
_UNSTRESSED = frozenset(("be", "ent", "er", "ge", "miss", "ver", "zer"))
_PARTICLES = frozenset(
    (
        *("ab", "an", "auf", "aus", "bei", "dar", "durch", "ein", "empor", "fort", "gegen", "her", "herab", "heran", "heraus", "hin"),
        *("hinter", "los", "mit", "nach", "nieder", "uber", "um", "unter", "vor", "voran", "voraus", "weg", "weiter", "wider", "wieder"),
        *("zu", "zuruck", "zusammen"),
    )
)
_SEPARATE = 6
"""Letters from which a word with a particle in front is still said to be one of its kind (Nachlieferung), no word of its own (Vorlage)."""


class Words(Protocol):
    """The part of a :class:`search.question.Stock` that is needed here."""

    def ending(self, end: str, most: int) -> Mapping[str, int]: ...

    def known(self, words: Sequence[str]) -> Mapping[str, int]: ...


def headed(stock: Words, folded: str) -> tuple[str, ...]:
    """The most frequent words of the index that are compounds with this word at their end."""
    own, shorter = stem(folded), stem(_BEFORE + folded).removeprefix(_BEFORE)
    found = dict.fromkeys(_ending(stock, own, _SURE_HEAD))
    if shorter != own and (len(shorter) > _SHORTEST_HEAD or len(own) - len(shorter) <= _MOST_CUT):
        found |= dict.fromkeys(_ending(stock, shorter, _SURE_CUT))
    return tuple(found)


def _ending(stock: Words, word: str, sure: int) -> tuple[str, ...]:
    """``sure`` letters are enough without a known word in front."""
    if len(word) < _SHORTEST_HEAD or not word.isalpha():
        return ()
    ends = {term: count for term, count in stock.ending(word, _MOST).items() if _may_stand(term[: -len(word)], word)}
    doubtful = {term: tuple(_longer(term, word)) for term in ends}
    fronts = {term: tuple(_front(term[: -len(word)])) if len(word) < sure else () for term in ends}
    asked = {each for words in (*doubtful.values(), *fronts.values()) for each in words}
    known = {each for each in asked if is_part(each)}
    known |= stock.known(sorted(asked - known)).keys() if asked - known else set()
    kinds = [term for term in ends if known.isdisjoint(doubtful[term]) and (not fronts[term] or not known.isdisjoint(fronts[term]))]
    misread = _misread(stock, {term: ends[term] for term in kinds}, word)
    return tuple(term for term in kinds if term not in misread)


def _misread(stock: Words, ends: Mapping[str, int], word: str) -> set[str]:
    """Those that rather are something else with one letter misread: *Umsatzseuer* beside many a *Umsatzsteuer*, *Fliesseu* of *Fliesen*."""
    if not ends:
        return set()
    alone = stock.known(sorted(one_off(word) - {word}))
    heads = nlargest(_MOST_OTHERS, alone, key=lambda head: alone[head])
    meant = {term: (*(term[: -len(word)] + head for head in heads), *_spoilt(term, len(word))) for term in ends}
    papers = stock.known(sorted({each for words in meant.values() for each in words}))
    return {term for term, words in meant.items() if any(ends[term] <= papers.get(each, 0) * SHARE for each in words)}


def _spoilt(term: str, length: int) -> Iterator[str]:
    """The word without what may be a misread ending that goes no further than the head."""
    return (term[:-more] for more in range(1, min(length, _LONGEST_ENDING + 1)) if term[-more:] in _SPOILT)


def _may_stand(front: str, word: str) -> bool:
    if len(front) < SHORTEST_FRONT or front in _UNSTRESSED:
        return False
    return front not in _PARTICLES or len(word) >= _SEPARATE


def _longer(term: str, word: str) -> Iterator[str]:
    """What stands at the end of ``term`` and would, as a word, make ``word`` a mere piece of itself."""
    for more in range(1, min(_LONGEST_STEP, len(term) - len(word) - 1) + 1):
        longer = term[-len(word) - more :]
        step = longer[:more]
        if more < SHORTEST_FRONT or not _may_stand(step, word):
            yield longer


def _front(front: str) -> Iterator[str]:
    """What stands in front, without what links words, and without its ending."""
    for link in _LINKS:
        bare = front.removesuffix(link)
        if len(bare) >= SHORTEST_FRONT and front.endswith(link):
            yield bare
            yield stem(bare)
