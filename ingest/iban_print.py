"""IBANs out of poor print: what may stand behind a label where letters, digits or a check digit were misread. Only ever proposals.

A country's length, the places where only digits can stand and the check digits leave one reading or none; a person confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise, product

from archive.kinds import iban
from ingest.confusions import readings

_AS_DIGIT = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "27", "S": "58", "B": "8", "G": "69", "T": "7", "A": "4", "E": "8"}
_MOST_LETTERS = 4
_LETTERS = str.maketrans("0158627", "OISBGZT")
_USUAL = ("DE", "NL", "BE", "AT", "FR", "LU", "CH", "IT", "ES", "PL", "CZ", "DK", "GB", "LI")
_WITH_BANK = {"NL": 4, "GB": 4}  # letters that begin the account
_ALIKE = {"D": "0OQ", "E": "£€8F3", "N": "MH", "L": "1I", "B": "8", "A": "4", "T": "7"}
"""What the letters of a country are taken for."""
_BROKEN = re.compile(r"[?*&%$§!/\\]")


def proposed(print_: str) -> str:
    """The one IBAN that may stand there, "" when there is none or more than one. Its check digits are right.

    What is plainly damaged (letters for digits, a broken character, one too many) is doubted first, well read digits only
    where there is no other damage.
    """
    text = re.sub(r"[\s.,;:'©®|-]", "", print_).upper()
    for country in _countries(text):
        for way in (_by_letters, _broken, _one_too_many, _confused):
            found = {value for value in way(text, country) if iban.valid(value) and _bank_in_letters(value)}
            if found:
                return found.pop() if len(found) == 1 else ""
    return ""


def _countries(text: str) -> Iterator[str]:
    """The country that is printed, else usual ones of which one letter is right or both look so; with a length that may be theirs."""
    head = text[:2].translate(_LETTERS)
    others = () if head in iban.LENGTHS else (c for c in _USUAL if _looks_like(c, head) or _looks_like(c, text[:2]))
    for country in (head, *others):
        if iban.LENGTHS.get(country) in (len(text), len(text) - 1):
            yield country


def _looks_like(country: str, head: str) -> bool:
    pairs = list(zip(country, head, strict=False))
    return any(a == b for a, b in pairs) or all(b in _ALIKE.get(a, "") for a, b in pairs)


def _by_letters(text: str, country: str) -> Iterator[str]:
    """Letters read where only digits can stand, each as any digit it is taken for."""
    if len(text) != iban.LENGTHS[country] or not text[2:].isalnum():
        return
    spots = [at for at in _digit_places(country, len(text)) if text[at].isalpha()]
    choices = [_AS_DIGIT.get(text[at], "") for at in spots]
    if all(choices) and len(spots) <= _MOST_LETTERS:
        for chosen in product(*choices):
            letters = list(country + text[2:])
            for at, digit in zip(spots, chosen, strict=True):
                letters[at] = digit
            yield _placed("".join(letters), country)


def _broken(text: str, country: str) -> Iterator[str]:
    """One character that is none."""
    if len(text) == iban.LENGTHS[country] and len(_BROKEN.findall(text)) == 1:
        yield from (_placed(country + _BROKEN.sub(digit, text[2:]), country) for digit in "0123456789")


def _one_too_many(text: str, country: str) -> Iterator[str]:
    """As when OCR read one character twice."""
    if len(text) == iban.LENGTHS[country] + 1 and text.isalnum():
        shorter = {country + text[2:at] + text[at + 1 :] for at in range(2, len(text))}
        yield from {other for one in shorter for other in _by_letters(one, country)}


def _confused(text: str, country: str) -> Iterator[str]:
    """One well read character that may be another."""
    if len(text) == iban.LENGTHS[country] and text.isalnum() and text[2:].isdigit():
        yield from readings(country + text[2:])


def _bank_in_letters(value: str) -> bool:
    bank = value[4 : 4 + _WITH_BANK.get(value[:2], 0)]
    return not bank or bank.isalpha()


def _digit_places(country: str, length: int) -> list[int]:
    bank = _WITH_BANK.get(country, 0)
    if bank or country in iban.DIGITS_ONLY:
        return [2, 3, *range(4 + bank, length)]
    return [2, 3]


def _placed(value: str, country: str) -> str:
    """Letters where only they can stand: the bank in Dutch and British accounts."""
    end = 4 + _WITH_BANK.get(country, 0)
    return value[:4] + value[4:end].translate(_LETTERS) + value[end:]


def blocks(print_: str) -> bool:
    """Whether this may be an account at all: long enough, and mostly digits."""
    text = re.sub(r"\W", "", print_)
    runs = sum(a.isdigit() and b.isdigit() for a, b in pairwise(text))
    return len(text) >= 14 and runs >= 8
