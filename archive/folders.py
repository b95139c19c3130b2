"""The Mappe: one order with everything that belongs to it, put together from orders and documents."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.completeness import Completeness, Contents, completeness
from archive.decisions import Said
from archive.deviation import Deviation
from archive.document import Document
from archive.order import STOCK, Order, PurchaseOrder, Supplier, plain
from archive.pairing import Paired
from archive.problems import Invalid
from archive.quantities import Standing
from archive.shares import Share, sentence, shares
from archive.space import Space
from archive.threeway import Rules, match


@dataclass(frozen=True, slots=True)
class Divided:
    """A paper of several orders: what falls to the folder's own order (German), to each of them, and which bears additional costs."""

    sentence: str
    shares: tuple[Share, ...]
    bearer: str


@dataclass(frozen=True, slots=True)
class Folder:
    """The Mappe of one order: its papers, how complete it is, and for papers of several orders what falls to this one (German)."""

    order: Order
    purchase_orders: tuple[PurchaseOrder, ...]
    documents: tuple[Document, ...]
    completeness: Completeness
    shares: Mapping[str, Divided]
    standings: tuple[Standing, ...] = ()
    """How the rows that were ordered for this order stand; suppliers by name."""

    @property
    def missing(self) -> tuple[str, ...]:
        """What is missing so far, as German sentences."""
        return self.completeness.missing


def folder(space: Space, number: str) -> Folder:
    """The folder of one order. Raises ``NotFound`` when there is no such order."""
    order = space.orders.get(number)
    documents = tuple(space.documents.of_order(number))
    # Papers for several orders hold rows of the others' purchase orders, too.
    concerned = sorted({number, *(other for document in documents for other in document.orders)})
    found = {purchase.number: purchase for other in concerned for purchase in space.orders.purchase_orders(other)}
    own = tuple(space.orders.purchase_orders(number))
    shown = named(space, tuple(found.values()))
    compared = _called_as_now(space, documents, found.values())
    profile = space.profiles.get()
    different = space.pairs.among([document.eingangsnummer for document in documents])
    accounts = space.orders.accounts({document.value("lieferant") for document in compared if document.doctype == "rechnung"})
    matched = match(number, shown, compared, Rules(STOCK, profile.tolerances, different, accounts))
    contents = Contents(order, [p for p in shown if p.number in {each.number for each in own}], compared, profile)
    judged = completeness(contents, matched, space.decisions.of_order(number))
    several = [paper for paper in matched.papers.values() if len(paper.document.orders) > 1]
    bearers = space.bearers.of([paper.document.eingangsnummer for paper in several])
    divided = {paper.document.eingangsnummer: _divided(paper, number, bearers) for paper in several}
    return Folder(order, own, documents, judged, divided, matched.standings)


def _called_as_now(space: Space, documents: Iterable[Document], purchases: Iterable[PurchaseOrder]) -> tuple[Document, ...]:
    """The papers with the present names of their senders: those of before a supplier was renamed, or merged, bear another one."""
    names: dict[str, set[str]] = {}
    for supplier in space.orders.existing(Supplier, {purchase.supplier for purchase in purchases}).values():
        for name in (supplier.name, *supplier.aliases):
            names.setdefault(plain(name), set()).add(supplier.name)
    return tuple(_sent_by(document, names.get(plain(document.value("lieferant")), set())) for document in documents)


def _sent_by(document: Document, names: set[str]) -> Document:
    if len(names) != 1 or document.value("lieferant") in names:
        return document
    (name,) = names
    findings = (dataclasses.replace(found, value=name) if found.field == "lieferant" else found for found in document.findings)
    return dataclasses.replace(document, findings=tuple(findings))


def _divided(paper: Paired, order: str, bearers: Mapping[str, str]) -> Divided:
    bearer = bearers.get(paper.document.eingangsnummer, "")
    return Divided(sentence(paper, order, bearer), tuple(shares(paper, bearer).values()), bearer)


def decide(space: Space, number: str, key: str, said: Said, who: str) -> Deviation:
    """A person decides about a deviation. Raises ``Invalid`` when its facts have changed meanwhile."""
    found = next((each.deviation for each in folder(space, number).completeness.judged if each.deviation.key == key), None)
    if found is None:
        raise Invalid(
            "Diese Abweichung gibt es so nicht mehr, Ihre Entscheidung wurde nicht übernommen. Hier sehen Sie den neuen Stand.",
            cause=f"no deviation {key} in {number}",
        )
    space.decisions.decide(number, found, said, who)
    return found


def supplier_names(space: Space, purchases: Iterable[PurchaseOrder]) -> dict[str, str]:
    """The names of the suppliers that purchase orders give by number, as far as they are known."""
    known = space.orders.existing(Supplier, {purchase.supplier for purchase in purchases})
    return {number: supplier.name for number, supplier in known.items()}


def named(space: Space, purchases: tuple[PurchaseOrder, ...]) -> list[PurchaseOrder]:
    """The purchase orders with their supplier's name instead of the number: for sentences and for comparing with papers."""
    names = supplier_names(space, purchases)
    return [dataclasses.replace(purchase, supplier=names.get(purchase.supplier, purchase.supplier)) for purchase in purchases]
