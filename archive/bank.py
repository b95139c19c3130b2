"""Bank details on invoices that the supplier's master data do not know: the usual way of a fraud, so a warning that stays.

Judged from what holds now: correcting or accepting the paper does not silence it. A decision does, or entering the account.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from archive.deviation import Deviation, Place
from archive.document import Document
from archive.kinds import iban
from archive.places import titled
from archive.policy import SURE

Accounts = Mapping[str, frozenset[str]]
"""The accounts of suppliers by name; those of which none is known are left out."""


def judged(documents: Sequence[Document], accounts: Accounts) -> Iterator[Deviation]:
    """For each invoice whose account was read surely, and is none of its sender's."""
    for document in documents:
        known = accounts.get(document.value("lieferant"), frozenset())
        printed = [f for f in document.findings if f.field == "iban" and f.confidence >= SURE and iban.valid(f.value)]
        if document.doctype != "rechnung" or not known or not printed or any(f.value in known for f in printed):
            continue
        first = printed[0]
        number = iban.show(first.value)
        sentence = f"Neue Bankverbindung: {titled(document)} nennt {number}, bekannt ist {iban.show(min(known))}. Bitte telefonisch prüfen"
        spot = Place(titled(document), document.eingangsnummer, first.page, first.box, first.raw)
        about = f"{document.eingangsnummer}/{first.value}"
        yield Deviation("iban", about, None, None, "", None, (Place(f"Lieferant {document.value('lieferant')}"), spot), sentence)
