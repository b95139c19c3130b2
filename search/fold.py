"""German words as they are compared: without case, umlauts and endings. Knows nothing of numbers, compounds or engines."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

WORDS = Path(__file__).parent / "words"

_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"})
_DIGRAPH = re.compile(r"ae|oe|(?<![aeq])ue")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LEFT = 3
"""Letters that are always left of a word."""
_SYLLABLE = re.compile(r"[aeiouy][^aeiouy]")
_CASE = re.compile(r"(?:ern|em|er|en|es|e|(?<=[bdfghklmnrt])s)$")
_DEGREE = re.compile(r"(?:est|en|er|(?<=...[bdfghklmnt])st)$")


def clean(text: str) -> str:
    """Composed characters, no soft hyphens, no control characters: what every other function here expects."""
    return _CONTROL.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))


def fold(word: str) -> str:
    """Lower case ASCII where the language allows it; Müller, Mueller and Muller give the same."""
    word = word.lower()
    if not word.isascii():
        word = unicodedata.normalize("NFKD", word.translate(_LETTERS))
        word = "".join(char for char in word if not unicodedata.combining(char))
    return _DIGRAPH.sub(lambda match: match[0][0], word)


@lru_cache(maxsize=100_000)
def stem(folded: str) -> str:
    """A folded word without its ending. Folding comes first, so that written-out umlauts end alike.

    These are the first two steps of the Snowball stemmer for German. Its third takes -ung, -heit, -lich away as well, but only of long
    words: *Sicherheit* and *Arbeitssicherheit* had nothing in common any more, and *Verpackung* was found by *verpacken*.
    """
    first = _SYLLABLE.search(folded)
    if not first:
        return folded
    left = max(_LEFT, first.end())
    word = _cut(folded, _CASE, left)
    if word.endswith("niss") and word != folded:
        word = word[:-1]
    return _cut(word, _DEGREE, left)


def _cut(word: str, ending: re.Pattern[str], left: int) -> str:
    found = ending.search(word)
    return word[: found.start()] if found and found.start() >= left else word


def word_list(name: str) -> list[str]:
    """The words of a list file, comments left out."""
    lines = (WORDS / name).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]
