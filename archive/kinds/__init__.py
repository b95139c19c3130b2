"""Value kinds: amount, date, IBAN and so on. Each parses print, checks the value and shows it; none looks at the page."""

from __future__ import annotations

from collections.abc import Mapping

from archive.kinds import amount, currency, date, iban, name, number, quantity, tax_number, vat_id
from archive.kinds.kind import Kind, Parsed

__all__ = ["KINDS", "Kind", "Parsed", "kind"]

KINDS: Mapping[str, Kind] = {
    k.key: k
    for k in (
        amount.KIND,
        currency.KIND,
        date.KIND,
        iban.KIND,
        name.KIND,
        number.KIND,
        quantity.KIND,
        tax_number.KIND,
        vat_id.KIND,
    )
}


def kind(key: str) -> Kind:
    """The kind named ``key``; KeyError for an unknown one, which the loader of the document types reports."""
    return KINDS[key]
