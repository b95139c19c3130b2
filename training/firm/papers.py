"""Composes what every paper of a set says, from master data and the planned list. The order matters: invoices name delivery notes."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from training.firm import other_papers
from training.firm.chance import chance
from training.firm.masterdata import Bought, Master, Purchase, amount, customer_name, weekday
from training.firm.paper import Paper, Ref, Row
from training.firm.parties import Supplier, firm
from training.firm.scenario import Spec
from training.firm.sums import closing, summed
from training.firm.wording import WORDS
from training.firm.wording import day as dated

DELAYS = {"lieferschein": 13, "rechnung": 17, "auftragsbestaetigung": 3, "pruefbescheinigung": 14}


def compose(plan: tuple[Spec, ...], data: Master) -> Mapping[str, Paper]:
    """What each planned paper says, by key; copies and bad input say nothing of their own."""
    papers: dict[str, Paper] = {}
    for index, spec in enumerate(plan):
        if spec.doctype not in {"kopie", "schlecht"}:
            papers[spec.key] = _paper(spec, index, data, papers)
    return papers


def _paper(spec: Spec, index: int, data: Master, before: Mapping[str, Paper]) -> Paper:
    rng = chance(data.seed, "papier", spec.key)
    bought = [data.purchases[number] for number in spec.purchases]
    supplier = bought[0].supplier
    paper = Paper(
        key=spec.key,
        doctype=spec.doctype,
        title=_title(spec, supplier),
        language=supplier.language,
        layout=spec.layout or supplier.layouts[0 if spec.doctype in {"rechnung", "gutschrift"} else 1],
        supplier=supplier,
        sender=supplier.party,
        receiver=firm(),
        number=_number(supplier, spec.doctype, index, rng),
        day=_day(spec, bought, before, rng),
        refs=(),
        rows=(),
        orders=tuple(dict.fromkeys(order for purchase in bought for order in purchase.orders)),
        purchases=spec.purchases,
        case=spec.case,
        expected=spec.expected,
        why=spec.why,
    )
    if spec.doctype == "rechnung":
        return _invoice(paper, spec, data, before)
    if spec.doctype == "lieferschein":
        return _delivery(paper, spec, data, rng)
    return other_papers.compose(replace(paper, refs=references(paper, spec, data)), spec, data, before)


def _title(spec: Spec, supplier: Supplier) -> str:
    if spec.case == "monatssammelrechnung":
        return "Sammelrechnung März 2026"
    return WORDS[supplier.language].get(spec.doctype, WORDS["de"].get(spec.doctype, spec.doctype))


def _number(supplier: Supplier, doctype: str, index: int, rng: random.Random) -> str:
    """A number in the supplier's style, without leading zeros, different for every paper of the set."""
    pattern = supplier.patterns[{"rechnung": 0, "lieferschein": 1}.get(doctype, 2 if doctype == "auftragsbestaetigung" else 0)]
    found = re.search(r"n:0(\d)", pattern)
    digits = int(found.group(1)) if found else 5
    start = rng.randrange(10 ** (digits - 1), 10**digits)
    return pattern.format(n=start // 100 * 100 + (index * 7) % 100)


def _day(spec: Spec, bought: list[Purchase], before: Mapping[str, Paper], rng: random.Random) -> date:
    if spec.case == "monatssammelrechnung":
        return date(2026, 3, 31)
    if spec.doctype == "bestellung":
        return bought[0].day
    delivered = [before[key].day for key in spec.notes]
    if delivered:
        return weekday(max(delivered) + timedelta(days=rng.randrange(2, 6)))
    delay = spec.delay or DELAYS.get(spec.doctype, 17)
    return weekday(max(purchase.day for purchase in bought) + timedelta(days=delay + rng.randrange(2)))


def references(paper: Paper, spec: Spec, data: Master) -> tuple[Ref, ...]:
    """What the head of the paper refers to, in the supplier's words."""
    words, refs = paper.supplier.words, []
    if "bestellung" in spec.prints and len(spec.purchases) == 1:
        printed = spec.replaced.get(spec.purchases[0], spec.purchases[0])
        refs.append(Ref(words["bestellung"], printed, "bestellnummer"))
    if "kommission" in spec.prints and len(paper.orders) == 1:
        printed = spec.replaced.get(paper.orders[0], paper.orders[0])
        refs.append(Ref(words["kommission"], printed, "auftragsnummer"))
        if paper.layout in {"din_a", "ls_din", "kasten"}:
            refs[-1] = replace(refs[-1], value=f"{printed} {customer_name(data.orders[paper.orders[0]]).split()[0]}")
    if paper.supplier.our_number:
        refs.append(Ref(words["kunde"], paper.supplier.our_number, "kundennummer"))
    refs.append(Ref(words["eigen"], spec.own or _own_number(paper, data.seed)))
    return tuple(refs)


def _own_number(paper: Paper, seed: int) -> str:
    rng = chance(seed, "vorgang", paper.purchases[0])
    found = re.search(r"n:0(\d)", paper.supplier.patterns[2])
    digits = int(found.group(1)) if found else 5
    return paper.supplier.patterns[2].format(n=rng.randrange(10 ** (digits - 1), 10**digits))


def _delivery(paper: Paper, spec: Spec, data: Master, rng: random.Random) -> Paper:
    rows = []
    for line in data.purchases[spec.purchases[0]].lines:
        quantity = Decimal(spec.quantities.get(str(line.position), line.quantity))
        rest = line.quantity - quantity
        row = _row(line, quantity, rest=rest)
        batch = f"Schmelze {rng.randrange(480000, 499999)}" if line.article.certificate else ""
        row = replace(row, remark=batch, heading=_several(paper, spec, line))
        rows.append(row)
    weight = f"{rng.randrange(12, 840)} kg"
    extra = {"weight": weight, "packages": str(rng.randrange(1, 5))}
    return replace(paper, refs=references(paper, spec, data), rows=tuple(rows), extra=extra)


def _several(paper: Paper, spec: Spec, line: Bought) -> tuple[Ref, ...]:
    """Papers for several orders say at each line which one it is for."""
    if len(paper.orders) > 1 and "kommission" in spec.prints:
        return (Ref(paper.supplier.words["kommission"], line.order, "auftragsnummer"),)
    return ()


def _row(line: Bought, quantity: Decimal, rest: Decimal | None = None) -> Row:
    return Row(
        position=str(line.position),
        article=line.article.number,
        text=line.article.text,
        quantity=quantity,
        unit=line.article.unit,
        rest=rest,
        purchase=line.purchase,
        order=line.order,
    )


def _invoice(paper: Paper, spec: Spec, data: Master, before: Mapping[str, Paper]) -> Paper:
    if spec.case == "monatssammelrechnung":
        rows = _monthly(paper, spec, data, before)
    else:
        rows = tuple(row for number in spec.purchases for row in _charged(paper, spec, data.purchases[number], before))
    refs = references(paper, spec, data)
    note = _note_of(spec, before, spec.purchases[0]) if len(spec.purchases) == 1 else None
    if note:
        label = WORDS[paper.language]["note"] if paper.language != "de" else "Lieferschein-Nr."
        refs = (
            *refs,
            Ref(label, note.number, "lieferscheinnummer"),
            Ref(WORDS[paper.language]["delivery"], _style(paper, note.day), "lieferdatum"),
        )
    sums = summed(paper, rows)
    return replace(paper, refs=refs, rows=rows, sums=sums, closing=closing(paper, sums))


def _style(paper: Paper, day: date) -> str:
    return dated(day, "kurz" if paper.supplier.font == "typewriter" else paper.language)


def _note_of(spec: Spec, before: Mapping[str, Paper], purchase: str) -> Paper | None:
    return next((before[key] for key in spec.notes if purchase in before[key].purchases), None)


def _charged(paper: Paper, spec: Spec, purchase: Purchase, before: Mapping[str, Paper]) -> list[Row]:
    """The lines of one purchase order as invoiced: delivered quantities when a note is there, else ordered ones."""
    note = _note_of(spec, before, purchase.number)
    delivered = {row.position: row.quantity for row in note.rows} if note else {}
    rows = []
    for line in purchase.lines:
        quantity = delivered.get(str(line.position), line.quantity)
        factor = Decimal(spec.factor.get(str(line.position), "1"))
        moved = replace(line.article, price=(line.article.price * factor).quantize(Decimal("0.01")))
        row = replace(_row(line, quantity), price=moved.price, base=moved.base, total=amount(quantity, moved))
        theirs = f"Ihre Artikel-Nr. MW-{line.position:05d}" if paper.layout == "kasten" else ""
        rows.append(replace(row, remark=theirs, heading=_several(paper, spec, line) if len(spec.purchases) == 1 else ()))
    if len(spec.purchases) > 1:
        rows[0] = replace(rows[0], heading=_group(paper, purchase, note))
    return rows


def _group(paper: Paper, purchase: Purchase, note: Paper | None) -> tuple[Ref, ...]:
    words, refs = paper.supplier.words, []
    if note:
        refs.append(Ref("Lieferschein", note.number, "lieferscheinnummer"))
    refs.append(Ref(words["bestellung"], purchase.number, "bestellnummer"))
    return (*refs, Ref(words["kommission"], purchase.orders[0], "auftragsnummer"))


def _monthly(paper: Paper, spec: Spec, data: Master, before: Mapping[str, Paper]) -> tuple[Row, ...]:
    """One block per delivery note and no number of ours, as contract workshops bill at the end of a month."""
    rows = []
    for number in spec.purchases:
        note = _note_of(spec, before, number)
        heading = (Ref("Lieferschein", note.number, "lieferscheinnummer"), Ref("vom", _style(paper, note.day))) if note else ()
        for line in data.purchases[number].lines:
            total = amount(line.quantity, line.article)
            row = replace(_row(line, line.quantity), price=line.article.price, base=line.article.base, total=total, heading=heading)
            rows.append(row)
            heading = ()
    return tuple(replace(row, position=str(place)) for place, row in enumerate(rows, 1))
