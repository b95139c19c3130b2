"""What an e-invoice says that can not be right, or leaves out though § 14 UStG demands it: the third class, Inhaltsfehler.

The official rules look at form and sums only. Whether goods came and prices were agreed is checked elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from archive.kinds import iban, vat_id
from archive.scan import EInvoice, Objection
from ingest.term_names import name

Check = Callable[[EInvoice], Iterator[Objection]]

_ORDERS = frozenset({"220", "230", "231"})
_SMALL = re.compile(r"urn:(?:factur-x\.eu:1p0|zugferd\.de:2p0):(?:minimum|basicwl)")


def no_invoice(profile: str) -> bool:
    """MINIMUM and BASIC WL carry no lines: booking aids, no invoices in the sense of the UStG."""
    return _SMALL.fullmatch(profile.strip().lower()) is not None


def objections(invoice: EInvoice) -> tuple[Objection, ...]:
    """Everything these checks find; nothing for orders and for profiles that are no invoices."""
    if invoice.terms.get("BT-3", "") in _ORDERS or no_invoice(invoice.profile):
        return ()
    return tuple(found for check in _CHECKS for found in check(invoice))


def _account(invoice: EInvoice) -> Iterator[Objection]:
    for value in invoice.terms.get("BT-84", "").splitlines():
        bare = "".join(value.split()).upper()
        looks = bare[:2].isalpha() and bare[2:4].isdigit() and len(bare) >= 15
        if looks and (said := iban.check(bare)):
            yield _objection("IBAN", said, "BT-84", invoice)


def _vat_ids(invoice: EInvoice) -> Iterator[Objection]:
    for term in ("BT-31", "BT-48"):
        value = "".join(invoice.terms.get(term, "").split()).upper()
        if value and (said := vat_id.check(value)):
            yield _objection("UST-ID", said, term, invoice)


def _mandatory(invoice: EInvoice) -> Iterator[Objection]:
    """§ 14 Abs. 4 UStG Nr. 1 to 5."""
    for rule, terms in (
        ("§ 14 Abs. 4 Nr. 1 UStG", ("BT-27",)),
        ("§ 14 Abs. 4 Nr. 1 UStG", ("BT-37", "BT-38", "BT-35")),
        ("§ 14 Abs. 4 Nr. 1 UStG", ("BT-44",)),
        ("§ 14 Abs. 4 Nr. 1 UStG", ("BT-52", "BT-53", "BT-50")),
        ("§ 14 Abs. 4 Nr. 2 UStG", ("BT-31", "BT-32", "BT-63")),
        ("§ 14 Abs. 4 Nr. 3 UStG", ("BT-2",)),
        ("§ 14 Abs. 4 Nr. 4 UStG", ("BT-1",)),
    ):
        if not any(invoice.terms.get(term) for term in terms):
            fields = " oder ".join(name(term) for term in terms)
            yield _objection(rule, f"Eine Pflichtangabe einer Rechnung fehlt: {fields}.", terms[0], invoice)


def _delivered(invoice: EInvoice) -> Iterator[Objection]:
    """§ 14 Abs. 4 Nr. 6: the time of delivery; prepayments have none yet."""
    told = any(invoice.terms.get(term) for term in ("BT-72", "BT-73", "BT-74")) or any(
        line.get("BT-134") or line.get("BT-135") for line in invoice.lines
    )
    if not told and invoice.terms.get("BT-3") != "386":
        said = "Der Zeitpunkt der Lieferung oder Leistung fehlt. Er kann auch im Text oder auf einem Lieferschein stehen."
        yield _objection("§ 14 Abs. 4 Nr. 6 UStG", said, "BT-72", invoice, serious=False)


def _described(invoice: EInvoice) -> Iterator[Objection]:
    bare = [line.get("BT-126", "") for line in invoice.lines if not any(line.get(term) for term in ("BT-153", "BT-154", "BT-127"))]
    if bare:
        said = f"Die Position {bare[0]} sagt nicht, was geliefert oder geleistet wurde.".replace("  ", " ")
        yield _objection("§ 14 Abs. 4 Nr. 5 UStG", said, "BT-153", invoice)


def _objection(rule: str, sentence: str, term: str, invoice: EInvoice, *, serious: bool = True) -> Objection:
    return Objection("Inhaltsfehler", rule, sentence, f"{name(term)} ({term})", invoice.paths.get(term, ""), serious)


_CHECKS: tuple[Check, ...] = (_account, _vat_ids, _mandatory, _delivered, _described)
