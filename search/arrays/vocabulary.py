"""Words and long numbers as arrays: what is like a word, what begins so.

Looks alike means one letter changed, too many or missing. Of numbers a digit is never taken for another digit: only a letter in
the place of a digit, or a missing or additional character, can be a misreading of a long number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from heapq import nlargest
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.order import folded
from search.plan import LONG_NUMBER, SHORTENED, SHORTEST_ANY_START

_LONGEST = 40
_Bytes = NDArray[np.uint8]
_FOLDED: _Bytes = np.array(
    [ord(folded(chr(byte)).lower() or "-") if chr(byte).isalnum() and byte < 128 else byte for byte in range(256)], np.uint8
)
_LETTER: NDArray[np.bool_] = np.array([chr(byte).isalpha() and byte < 128 for byte in range(256)])
_BITS: NDArray[np.uint32] = np.array([1 << (byte & 31) for byte in range(256)], np.uint32)
_DIGIT: NDArray[np.bool_] = np.array([chr(byte).isdigit() and byte < 128 for byte in range(256)])


class Vocabulary:
    """Terms by kind and length, each a sorted table of bytes, with the number of papers each is in."""

    def __init__(self, tables: dict[str, NDArray[Any]]) -> None:
        self._terms = {name[1:]: table for name, table in tables.items() if name[0] == "t"}
        self._counts = {name[1:]: table for name, table in tables.items() if name[0] == "c"}
        self._letters: dict[str, NDArray[np.uint32]] = {}

    def perhaps(self, terms: Sequence[str]) -> list[str]:
        """The terms without those that surely are none of these."""
        known, kinds = self.known(terms), _by_kind(tuple(terms))
        return [term for term in terms if term in known or term in kinds.get("", ())]

    def known(self, words: Sequence[str]) -> dict[str, int]:
        """Those of the words that are among the terms, with the number of papers each is in."""
        found: dict[str, int] = {}
        for kind, alike in _by_kind(tuple(words)).items():
            table = self._terms.get(kind)
            if table is not None:
                asked = np.array(alike, table.dtype)
                places = np.minimum(np.searchsorted(table, asked), len(table) - 1)
                for at in np.flatnonzero(table[places] == asked).tolist():
                    found[alike[at]] = int(self._counts[kind][places[at]])
        return found

    def ending(self, end: str, most: int) -> dict[str, int]:
        """The ``most`` frequent longer words that end so, with the number of papers each is in."""
        asked = np.frombuffer(end.encode(), np.uint8)
        found: list[tuple[int, str]] = []
        for length in range(len(end) + 1, _LONGEST + 1):
            table = self._terms.get(f"w{length}")
            if table is not None:
                counts = self._counts[f"w{length}"]
                found += [(int(counts[row]), table[row].decode()) for row in _ended(_bytes(table, length), asked)]
        return {term: count for count, term in nlargest(most, found)}

    def similar(self, word: str) -> dict[str, int]:
        """Words that differ in one letter, with the number of papers each is in; in short ones it is not the first."""
        found: dict[str, int] = {}
        asked = np.frombuffer(word.encode(), np.uint8)
        for length in range(max(2, len(word) - 1), len(word) + 2):
            table = self._terms.get(f"w{length}")
            if table is None:
                continue
            first, last = _range(table, word[:1]) if min(length, len(word)) < SHORTEST_ANY_START else (0, len(table))
            likely = first + self._alike(f"w{length}", word, 1)[first:last].nonzero()[0]
            rows = likely[_near(_bytes(table[likely], length), asked, length)]
            found |= {table[row].decode(): int(self._counts[f"w{length}"][row]) for row in rows}
        return found

    def misread(self, number: str) -> list[str]:
        """Long numbers that may be a misreading of ``number``."""
        if len(number) < LONG_NUMBER:
            return []
        asked = np.frombuffer(number.encode(), np.uint8)
        found = []
        for length in range(len(number) - (len(number) >= SHORTENED), len(number) + 2):
            table = self._terms.get(f"n{length}")
            if table is not None:
                found += [table[row].decode() for row in _near(_bytes(table, length), asked, length, folded=True)]
        return found

    def guesses(self, word: str) -> dict[str, int]:
        """Words that differ in two letters, with the number of papers each is in."""
        found: dict[str, int] = {}
        for length in range(max(2, len(word) - 2), len(word) + 3):
            table = self._terms.get(f"w{length}")
            if table is not None:
                likely = self._alike(f"w{length}", word, 2).nonzero()[0]
                near = likely[_roughly(_bytes(table[likely], length), np.frombuffer(word.encode(), np.uint8))]
                found |= {table[row].decode(): int(self._counts[f"w{length}"][row]) for row in near}
        return found

    def _alike(self, kind: str, word: str, steps: int) -> NDArray[np.bool_]:
        """Which words have nearly the same letters in any order: one step takes one away and adds another. Quick to tell."""
        if kind not in self._letters:
            self._letters[kind] = _letters(_bytes(self._terms[kind], int(kind[1:])))
        own = _letters(np.frombuffer(word.encode(), np.uint8)[None, :])
        alike: NDArray[np.bool_] = np.bitwise_count(self._letters[kind] ^ own) <= 2 * steps
        return alike

    def begun(self, prefix: str, most: int = 1000) -> dict[str, int]:
        """The ``most`` frequent words that begin so, with the number of papers each is in."""
        terms: list[NDArray[Any]] = []
        counts: list[NDArray[Any]] = []
        for length in range(len(prefix), _LONGEST + 1):
            table = self._terms.get(f"w{length}")
            if table is not None:
                first, last = _range(table, prefix)
                terms.append(table[first:last].astype(f"S{_LONGEST}"))
                counts.append(self._counts[f"w{length}"][first:last])
        if not terms:
            return {}
        every, papers = np.concatenate(terms), np.concatenate(counts)
        if len(papers) > most:  # A short beginning has thousands of words: only what may be shown is taken out of the table.
            chosen = np.argpartition(papers, len(papers) - most)[-most:]
            every, papers = every[chosen], papers[chosen]
        return {text.decode(): int(count) for text, count in zip(every, papers, strict=True)}


def _range(table: NDArray[Any], prefix: str) -> tuple[int, int]:
    begin = prefix.encode()
    return int(np.searchsorted(table, begin)), int(np.searchsorted(table, begin + b"\x7f"))


def _bytes(table: NDArray[Any], length: int) -> _Bytes:
    return np.ascontiguousarray(table).view(np.uint8).reshape(len(table), length)


def _letters(table: _Bytes) -> NDArray[np.uint32]:
    """Which letters are in each row, one bit for each of them."""
    found = np.zeros(len(table), np.uint32)
    for column in table.T:
        found |= _BITS[column]
    return found


def _ended(table: _Bytes, asked: _Bytes) -> NDArray[np.intp]:
    """Rows that end so, looked at from the last letter on: most differ there already."""
    rows = np.flatnonzero(table[:, -1] == asked[-1])
    for place in range(2, len(asked) + 1):
        rows = rows[table[rows, -place] == asked[-place]]
    return rows


def _roughly(table: _Bytes, asked: _Bytes) -> NDArray[np.intp]:
    """Rows of ``table`` at most two steps from ``asked``, all rows at once: the usual table of distances, one letter of each further."""
    rows, length = table.shape
    before = np.broadcast_to(np.arange(len(asked) + 1, dtype=np.int8), (rows, len(asked) + 1))
    for column in range(length):
        now = np.empty_like(before)
        now[:, 0] = column + 1
        other = before[:, :-1] + (table[:, column, None] != asked)
        np.minimum(other, before[:, 1:] + 1, out=now[:, 1:])
        for place in range(1, len(asked) + 1):
            np.minimum(now[:, place], now[:, place - 1] + 1, out=now[:, place])
        before = now
    return np.flatnonzero(before[:, -1] <= 2)


def _near(table: _Bytes, asked: _Bytes, length: int, *, folded: bool = False) -> NDArray[np.intp]:
    """Rows of ``table`` at most one step from ``asked``; with ``folded`` letters that are taken for digits are those digits."""
    plain = _FOLDED[table] if folded else table
    wanted = _FOLDED[asked] if folded else asked
    if length == len(asked):
        wrong = plain != wanted
        good = wrong.sum(1) <= 1
        if folded:
            good &= ~(wrong & ~(_LETTER[table] & _DIGIT[asked])).any(1)
    else:
        shorter = min(length, len(asked))
        ahead = _run(plain[:, :shorter] == wanted[:shorter])
        behind = _run((plain[:, -shorter:] == wanted[-shorter:])[:, ::-1])
        good = ahead + behind >= shorter
        if folded and length > len(asked):  # What is too much must be a letter: 123456 is no misread 12345.
            good &= _LETTER[table[np.arange(len(table)), np.minimum(ahead, length - 1)]]
    return np.flatnonzero(good)


def _run(same: NDArray[np.bool_]) -> NDArray[np.intp]:
    """How many there are at the beginning of each row before the first that is not the same."""
    lengths: NDArray[np.intp] = np.where(same.all(1), same.shape[1], same.argmin(1))
    return lengths


@lru_cache(maxsize=64)
def _by_kind(words: tuple[str, ...]) -> dict[str, list[str]]:
    """The words by kind, in order. A large index asks for the same words in one segment after the other."""
    found: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        found.setdefault(_kind(word.encode()), []).append(word)
    return found


def tables(counted: Iterable[tuple[bytes, int]]) -> dict[str, NDArray[Any]]:
    """What a :class:`Vocabulary` is made of, from terms in order with the number of papers each is in."""
    terms: dict[str, list[bytes]] = {}
    counts: dict[str, list[int]] = {}
    for term, count in counted:
        kind = _kind(term)
        if kind:
            terms.setdefault(kind, []).append(term)
            counts.setdefault(kind, []).append(count)
    found: dict[str, NDArray[Any]] = {f"t{kind}": np.array(each, f"S{kind[1:]}") for kind, each in terms.items()}
    return found | {f"c{kind}": np.array(each, np.uint32) for kind, each in counts.items()}


def _kind(term: bytes) -> str:
    """``w`` for words and ``n`` for long numbers with their length, "" for what is only found exactly."""
    if not term.isalnum() or not 2 <= len(term) <= _LONGEST:
        return ""
    if term.isalpha():
        return f"w{len(term)}"
    return f"n{len(term)}" if len(term) >= LONG_NUMBER else ""
