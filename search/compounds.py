"""German compounds taken apart with a word list of our own trade. A word the list does not explain stays whole."""

from __future__ import annotations

from functools import lru_cache

from search.fold import fold, stem, word_list

_SHORTEST_WORD, _LONGEST_WORD = 7, 60
_SHORTEST_PART = 3
_SHORTEST_HEAD_ALONE = 6
_LINKS = ("", "s", "n", "en", "es", "er", "e")
_ENDINGS = frozenset(("", "s", "n", "en", "es", "er", "e", "ern", "ens"))
_NO_FIRST_PART = frozenset(
    (
        "uber",
        "unter",
        "wider",
        "wieder",
        "gegen",
        "durch",
        "hinter",
        "zuruck",
        "zusammen",
        "nieder",
        "voran",
        "voraus",
        "weiter",
        "auseinander",
    )
)

_PARTS = frozenset(fold(word) for word in word_list("woerter.txt") if word.isalpha())
_STEMS = frozenset(map(stem, _PARTS))
_LONGEST_PART = max(map(len, _PARTS))


@lru_cache(maxsize=50_000)
def parts(folded: str) -> tuple[str, ...]:
    """The stems of the words ``folded`` is made of, in order; empty when it is no compound we understand.

    A compound with an unknown beginning gives its head alone (Xyzrechnung: rechnung), because the head says what it is.
    """
    if not _SHORTEST_WORD <= len(folded) <= _LONGEST_WORD or not folded.isalpha() or folded in _PARTS:
        return ()
    split = _split(folded)
    if split is None:
        head = _head(folded)
        return (stem(head),) if head else ()
    return tuple(dict.fromkeys(map(stem, split))) if len(split) > 1 else ()


def complete(folded: str) -> bool:
    """Whether the list explains every part of the word, not its head only."""
    return len(parts(folded)) > 1


def is_part(term: str) -> bool:
    """Whether a stem is a word of the list."""
    return term in _STEMS


def _split(word: str) -> tuple[str, ...] | None:
    """The split with the fewest parts; best[i] holds it for the rest of the word from i on."""
    best: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
    for start in range(len(word) - _SHORTEST_PART, -1, -1):
        for end in range(start + _SHORTEST_PART, min(start + _LONGEST_PART, len(word)) + 1):
            part = word[start:end]
            rest = _rest(word, end, best) if part in _PARTS else None
            known = best[start]
            if rest is not None and (known is None or len(rest) + 1 < len(known)):
                best[start] = (part, *rest)
    return best[0]


def _rest(word: str, end: int, best: list[tuple[str, ...] | None]) -> tuple[str, ...] | None:
    if word[end:] in _ENDINGS:
        return ()
    found = [best[end + len(link)] for link in _LINKS if word.startswith(link, end) and end + len(link) < len(word)]
    return min((rest for rest in found if rest is not None), key=len, default=None)


def _head(word: str) -> str:
    """The longest known word at the end, in its base form."""
    for start in range(4, len(word) - _SHORTEST_HEAD_ALONE + 1):
        if word[:start] in _NO_FIRST_PART:
            continue
        tail = word[start:]
        if tail in _HEADS:
            return _HEADS[tail]
    return ""


_HEADS = {part + ending: part for ending in sorted(_ENDINGS, reverse=True) for part in _PARTS if len(part) >= _SHORTEST_HEAD_ALONE}
"""Words that may stand at the end alone, in all their endings; the bare word wins over another one's ending."""
