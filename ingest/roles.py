"""What a page is to a reader: what the paper has to say, nothing at all, or the general terms of business on its back.

In doubt a page is one of the first kind: a value on a page wrongly left out would be lost. Reads nothing and forgets nothing:
the words of a page stay in the reading whatever its role.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.scan import Page, Role, Word

_MANY = 150
"""Words. A page of terms is full; a paper that only mentions some is not."""
_STEMS = re.compile(
    r"\b(?:eigentumsvorbehalt|gerichtsstand|erfüllungsort|gewährleistung|mängelrüge|mangelhaft|mängel|haftung|haften|haftet|schadens?ersatz|"
    r"verzug|rücktritt|zurücktreten|vertragspartner|vertragsschluss|vorbehaltsware|höhere gewalt|fahrlässigkeit|vorsatz|"
    r"unwirksam|besteller|auftraggeber|auftragnehmer|käufer|verkäufer|lieferfrist|gefahrübergang|verjährung|abtretung|aufrechnung|"
    r"zurückbehaltungsrecht|schriftform|geschäftsbedingungen|lieferbedingungen|verkaufsbedingungen|einkaufsbedingungen|"
    r"zahlungsbedingungen|un-kaufrecht|hgb|bgb|"
    r"terms|conditions|liability|warranty|jurisdiction|purchaser|seller|buyer|damages|"
    r"voorwaarden|aansprakelijkheid|koper|verkoper|eigendomsvoorbehoud|overmacht|schade|"
    r"vendeur|acheteur|responsabilité|garantie|réserve de propriété)"
)
_TITLE = re.compile(
    r"(?:allgemeine[nr]?|unsere)\s+(?:\w+-?,?\s+(?:und\s+)?){0,4}\w*bedingungen|\bagb\b|"
    r"terms\s+(?:and|&)\s+conditions|algemene\s+\w*\s*voorwaarden|conditions\s+générales"
)
_DISTINCT = 6
_DENSE = 0.025
_DENSER = 0.05
_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:[. ]\d{3})+|\d+),\d{2}\b")
_FEW_AMOUNTS = 2
_NUMBERS = 0.08
_HEAD = 40
_UNSURE = 0.6


def role_of(page: Page, *, blank: bool = False) -> Role:
    """The role of a page as read; ``blank`` says that its picture shows next to no ink."""
    if blank and not _said(page.words):
        return "leer"
    return "agb" if _only_terms(page) else ""


def _said(words: Sequence[Word]) -> bool:
    """Does any of it look like writing? Specks and the holes of a punch are read as single signs, and unsurely."""
    return any(word.confidence >= _UNSURE and sum(letter.isalnum() for letter in word.text) > 1 for word in words)


def _only_terms(page: Page) -> bool:
    words = [word.text for word in page.words]
    if len(words) < _MANY:
        return False
    text = " ".join(words).lower()
    if len(_AMOUNT.findall(text)) > _FEW_AMOUNTS or sum(any(map(str.isdigit, word)) for word in words) > _NUMBERS * len(words):
        return False
    stems = _STEMS.findall(text)
    if len(set(stems)) < _DISTINCT:
        return False
    titled = _TITLE.search(" ".join(words[:_HEAD]).lower()) is not None
    return len(stems) > (_DENSE if titled else _DENSER) * len(words)
