"""What may stand in the place of a word or a long number when one character is wrong, letter by letter.

For engines that can look up many terms quickly, but not walk through all they have. The same likenesses as
:mod:`search.arrays.vocabulary`, which does walk.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_lowercase

from archive.order import folded
from search.plan import LONG_NUMBER, SHORTENED, SHORTEST_ANY_START

_LETTERS_ONLY = tuple(letter for letter in ascii_lowercase if folded(letter).isalpha())
"""Letters that OCR does not take for digits; those it does take for digits meet in the folded form anyway."""


SHARE = 0.05
"""A misreading is rare beside the word it comes from: it is in no more than this share of its papers."""


def one_off(word: str) -> set[str]:
    """The word and all that differ from it in one letter."""
    return {word} | set(_deleted(word)) | set(_replaced(word, ascii_lowercase)) | set(_added(word, ascii_lowercase))


def similar(word: str) -> set[str]:
    """The word and all that differ from it in one letter; in short ones it is not the first."""
    return {other for other in one_off(word) if len(other) > 1 and _same_start(word, other)}


def _same_start(word: str, other: str) -> bool:
    return word[0] == other[0] or min(len(word), len(other)) >= SHORTEST_ANY_START


def misread(number: str) -> set[str]:
    """The folded forms (``~…``) of what a long number may have been read as; never a digit for another digit."""
    if len(number) < LONG_NUMBER or not number.isalnum():
        return set()
    form = folded(number).lower()
    if len(form) != len(number):  # Letters beyond a to z: as it stands or not at all.
        return {f"~{form}"}
    digits = [place for place, char in enumerate(number) if char.isdigit()]
    found = {form[:place] + letter + form[place + 1 :] for place in digits for letter in _LETTERS_ONLY}
    found |= set(_added(form, _LETTERS_ONLY))
    if len(number) >= SHORTENED:
        found |= set(_deleted(form))
    return {f"~{other}" for other in found | {form}}


def swapped(word: str) -> set[str]:
    """Two neighbours the wrong way round, the most frequent slip of the fingers."""
    return {word[:place] + word[place + 1] + word[place] + word[place + 2 :] for place in range(len(word) - 1)}


def far(word: str, other: str) -> int:
    """How many letters two words differ in, counted up to 3."""
    before = list(range(len(other) + 1))
    for row, letter in enumerate(word, 1):
        now = [row]
        for column, char in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != char)))
        before = now
    return min(before[-1], 3)


def _deleted(word: str) -> Iterator[str]:
    return (word[:place] + word[place + 1 :] for place in range(len(word)))


def _replaced(word: str, letters: str) -> Iterator[str]:
    return (word[:place] + letter + word[place + 1 :] for place in range(len(word)) for letter in letters)


def _added(word: str, letters: str | tuple[str, ...]) -> Iterator[str]:
    return (word[:place] + letter + word[place:] for place in range(len(word) + 1) for letter in letters)
