"""Whose letterhead a page carries, as far as it can be told apart from another one: numbers of the sender, else a firm's name at the top.

Knows no supplier: it only says whether two pages come from different senders. A page without a head says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.order import Firm, plain
from archive.scan import Page
from ingest.layout import simple
from ingest.names_in_lines import LEGAL_FORM

_HEAD = 0.2
"""The share of a page's height that is its head."""
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_VAT = re.compile(r"\bDE ?\d{3} ?\d{3} ?\d{3}\b(?! ?\d)")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Numbers and names of the sender; ours are none."""

    numbers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def differs(self, other: Letterhead) -> bool:
        """Whether both tell their sender, and not the same one."""
        if self.numbers and other.numbers:
            return not self.numbers & other.numbers
        return bool(self.names and other.names) and not any(_alike(one, another) for one in self.names for another in other.names)

    def __bool__(self) -> bool:
        return bool(self.numbers or self.names)


def letterhead(page: Page, firm: Firm) -> Letterhead:
    """What a page tells."""
    ours = {plain(number) for number in (*firm.vat_ids, *firm.ibans)}
    found = {plain(match[0]) for pattern in (_IBAN, _VAT) for match in pattern.finditer(page.text)}
    own = {simple(name) for name in (firm.name, *firm.aliases) if name}
    names = {name for name in _names(page) if not any(_alike(name, each) for each in own)}
    return Letterhead(frozenset(found - ours), frozenset(names))


def _names(page: Page) -> Iterator[str]:
    for words in page.lines():
        if words[0].box[1] > _HEAD * page.height:
            continue
        text = " ".join(word.text for word in words)
        if form := LEGAL_FORM.search(text):
            yield simple(text[: form.start()])[-40:]


def _alike(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one)
