"""What invoices say: the rows that were delivered, collective invoices, charges, prices by the hundred or by weight, advances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from training.firm import faults
from training.firm.deliveries import bare, several
from training.firm.masterdata import CENT, Bought, Master, Purchase, amount
from training.firm.paper import Paper, Ref, Row
from training.firm.scenario import Spec
from training.firm.sums import closing, summed
from training.firm.wording import WORDS, money
from training.firm.wording import day as dated


def compose(paper: Paper, spec: Spec, data: Master, before: Mapping[str, Paper]) -> Paper:
    """Fill in rows, sums and payment terms, then spoil what is to be spoiled."""
    paper = replace(paper, refs=(*paper.refs, *_delivered(paper, spec, before)))
    rows = (*_rows(paper, spec, data, before), *_charges(spec))
    if spec.share:
        rows = (_advance(paper, rows, Decimal(spec.share)),)
    sums = summed(paper, rows)
    if spec.deducts:
        earlier = before[spec.deducts]
        sums = replace(sums, prepaid=earlier.sums.gross if earlier.sums else Decimal(0))
        paper = replace(paper, refs=(*paper.refs, Ref("Anzahlungsrechnung", earlier.number)))
    done = replace(paper, rows=rows, sums=sums, closing=closing(paper, sums))
    return faults.spoil(done, spec.fault)


def _rows(paper: Paper, spec: Spec, data: Master, before: Mapping[str, Paper]) -> tuple[Row, ...]:
    if spec.case == "monatssammelrechnung":
        return _monthly(paper, spec, before, data)
    if spec.items:
        return tuple(_item(paper, item, place) for place, item in enumerate(spec.items, 1))
    return tuple(row for number in spec.purchases for row in _charged(paper, spec, data.purchases[number], before))


def _item(paper: Paper, item: tuple[str, str, str, str], place: int) -> Row:
    """Something bought without a purchase order."""
    text, quantity, unit, price = item
    many, each = Decimal(quantity), Decimal(price)
    order = paper.orders[0] if paper.orders else ""
    return Row(str(place), "", text, many, unit, each, 1, (many * each).quantize(CENT), order=order)


def _charges(spec: Spec) -> tuple[Row, ...]:
    return tuple(Row("", "", text, Decimal(1), "psch", Decimal(price), 1, Decimal(price)) for text, price in spec.charges)


def _advance(paper: Paper, rows: tuple[Row, ...], share: Decimal) -> Row:
    whole = sum((row.total for row in rows if row.total is not None), Decimal(0))
    part = (whole * share / 100).quantize(CENT)
    text = f"{share} % Anzahlung auf den Auftragswert von {money(whole)} EUR netto"
    return Row("1", "", text, Decimal(1), "psch", part, 1, part, order=paper.orders[0])


def _delivered(paper: Paper, spec: Spec, before: Mapping[str, Paper]) -> tuple[Ref, ...]:
    """The delivery note and its day; without one the day of the service, which the law asks for."""
    words = WORDS[paper.language]
    note = note_of(spec, before, spec.purchases[0]) if len(spec.purchases) == 1 and len(spec.notes) == 1 else None
    if note:
        label = words["note"] if paper.language != "de" else "Lieferschein-Nr."
        number = Ref(label, note.number, "lieferscheinnummer")
        return (number, Ref(words["delivery"], _style(paper, note.day), "lieferdatum"))
    if len(spec.purchases) > 1 or len(spec.notes) > 1 or spec.share or spec.fault == "ohne_lieferdatum" or paper.layout == "bon":
        return ()
    label = words["delivery"] if paper.language != "de" else "Leistungsdatum"
    return (Ref(label, _style(paper, paper.day - timedelta(days=1)), "lieferdatum"),)


def _style(paper: Paper, day: date) -> str:
    return dated(day, "kurz" if paper.supplier.font == "typewriter" else paper.language)


def note_of(spec: Spec, before: Mapping[str, Paper], purchase: str) -> Paper | None:
    """The first delivery note of a purchase order that the invoice is about."""
    return next((before[key] for key in spec.notes if purchase in before[key].purchases), None)


def _charged(paper: Paper, spec: Spec, purchase: Purchase, before: Mapping[str, Paper]) -> list[Row]:
    """The lines of one purchase order as invoiced: delivered quantities when notes are there, else ordered ones."""
    notes = [before[key] for key in spec.notes if purchase.number in before[key].purchases]
    rows = []
    for line in purchase.lines:
        if spec.positions and line.position not in spec.positions:
            continue
        arrived = [
            row.quantity for note in notes for row in note.rows if (row.purchase, row.position) == (line.purchase, str(line.position))
        ]
        quantity = Decimal(spec.quantities.get(str(line.position), sum(arrived) if notes else line.quantity))
        if notes and not quantity:
            continue
        row = _priced(line, quantity, spec)
        theirs = f"Ihre Artikel-Nr. MW-{line.position:05d}" if paper.layout == "kasten" else ""
        rows.append(replace(row, remark=row.remark or theirs, heading=several(paper, spec, line) if len(spec.purchases) == 1 else ()))
    if len(spec.purchases) > 1:
        rows[0] = replace(rows[0], heading=_group(paper, purchase, notes))
    elif len(notes) > 1:
        rows[0] = replace(rows[0], heading=(*(Ref("Lieferschein", note.number, "lieferscheinnummer") for note in notes), *rows[0].heading))
    return rows


def _priced(line: Bought, quantity: Decimal, spec: Spec) -> Row:
    """One row with the price as this supplier writes it: agreed or not, by the hundred, by weight, with a discount."""
    place = str(line.position)
    price = (line.article.price * Decimal(spec.factor.get(place, "1"))).quantize(CENT)
    if place in spec.weights:
        return _weighed(line, quantity, price, Decimal(spec.weights[place]))
    base = spec.bases.get(place, line.article.base)
    price = price * base / line.article.base
    discount = Decimal(spec.discounts.get(place, "0"))
    listed = (price * 100 / (100 - discount)).quantize(CENT)
    total = (quantity * listed * (100 - discount) / 100 / base).quantize(CENT)
    return replace(bare(line, quantity), price=listed, base=base, total=total, discount=discount)


def _weighed(line: Bought, quantity: Decimal, price: Decimal, each: Decimal) -> Row:
    """Steel is ordered by the bar and billed by the kilogram."""
    weight = (quantity * each).quantize(Decimal("0.1"))
    per_kilo = (price * quantity / weight).quantize(CENT)
    remark = f"entspricht {quantity.normalize():f} {line.article.unit}"
    return replace(bare(line, weight), unit="kg", price=per_kilo, base=1, total=(weight * per_kilo).quantize(CENT), remark=remark)


def _group(paper: Paper, purchase: Purchase, notes: list[Paper]) -> tuple[Ref, ...]:
    words = paper.supplier.words
    refs = [Ref("Lieferschein", note.number, "lieferscheinnummer") for note in notes]
    refs.append(Ref(words["bestellung"], purchase.number, "bestellnummer"))
    return (*refs, *(Ref(words["kommission"], order, "auftragsnummer") for order in purchase.orders[:1]))


def _monthly(paper: Paper, spec: Spec, before: Mapping[str, Paper], data: Master) -> tuple[Row, ...]:
    """One block per delivery note and no number of ours, as contract workshops bill at the end of a month."""
    rows = []
    for note in (before[key] for key in spec.notes):
        heading: tuple[Ref, ...] = (Ref("Lieferschein", note.number, "lieferscheinnummer"), Ref("vom", _style(paper, note.day)))
        lines = {(line.purchase, str(line.position)): line for number in note.purchases for line in data.purchases[number].lines}
        for delivered in note.rows:
            line = lines[delivered.purchase, delivered.position]
            total = amount(delivered.quantity, line.article)
            rows.append(
                replace(bare(line, delivered.quantity), price=line.article.price, base=line.article.base, total=total, heading=heading)
            )
            heading = ()
    return tuple(replace(row, position=str(place)) for place, row in enumerate(rows, 1))
