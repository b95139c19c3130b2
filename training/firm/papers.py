"""Composes what every paper of a set says, from master data and the planned list. The order matters: invoices name delivery notes.

Here stands what all kinds of paper share: who writes, which number, which day, which references. The kinds have modules of their own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from training.firm import deliveries, floor_papers, invoices, other_papers, sales_papers
from training.firm.chance import chance
from training.firm.masterdata import Master, Purchase, customer_name, weekday
from training.firm.paper import Paper, Ref
from training.firm.parties import Supplier, as_sender, firm, suppliers
from training.firm.scenario import Spec
from training.firm.wording import WORDS

DELAYS = {"lieferschein": 13, "rechnung": 17, "auftragsbestaetigung": 3, "pruefbescheinigung": 14}
_SHORT = {"din_a", "ls_din", "kasten", "ls_pack", "rabatt"}
"""Layouts of suppliers who print our customer's name beside the number."""


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
    supplier = _who(spec, bought, data)
    paper = Paper(
        key=spec.key,
        doctype=spec.doctype,
        title=_title(spec, supplier),
        language=spec.language or supplier.language,
        layout=spec.layout or supplier.layouts[0 if spec.doctype in {"rechnung", "gutschrift"} else 1],
        supplier=supplier,
        sender=supplier.party,
        receiver=firm(),
        number=spec.number or _number(supplier, spec.doctype, index, rng),
        day=_day(spec, bought, before, data, rng),
        refs=(),
        rows=(),
        orders=spec.orders or _orders(spec, bought),
        purchases=spec.purchases,
        case=spec.case,
        expected=spec.expected,
        why=spec.why,
    )
    paper = replace(paper, refs=references(paper, spec, data))
    if spec.layout in floor_papers.LAYOUTS:
        return floor_papers.compose(paper, spec, data, before)
    if spec.customer or spec.layout in sales_papers.LAYOUTS:
        return sales_papers.compose(paper, spec, data)
    if spec.doctype == "rechnung":
        return invoices.compose(paper, spec, data, before)
    if spec.doctype == "lieferschein":
        return deliveries.compose(paper, spec, data, rng)
    return other_papers.compose(paper, spec, data, before)


def _who(spec: Spec, bought: list[Purchase], data: Master) -> Supplier:
    if spec.customer:
        return as_sender(spec.customer)
    if spec.supplier:
        return data.suppliers[spec.supplier]
    return bought[0].supplier if bought else suppliers()["70001"]


def _orders(spec: Spec, bought: list[Purchase]) -> tuple[str, ...]:
    """The orders of the rows that the paper is about."""
    wanted = [line for purchase in bought for line in purchase.lines if not spec.positions or line.position in spec.positions]
    return tuple(dict.fromkeys(line.order for line in wanted if line.order))


def _title(spec: Spec, supplier: Supplier) -> str:
    if spec.case == "monatssammelrechnung":
        return "Sammelrechnung " + ("April 2026" if spec.date.startswith("2026-04") else "März 2026")
    if spec.share or spec.deducts:
        return "Anzahlungsrechnung" if spec.share else "Schlussrechnung"
    return WORDS[spec.language or supplier.language].get(spec.doctype, WORDS["de"].get(spec.doctype, spec.doctype))


def _number(supplier: Supplier, doctype: str, index: int, rng: random.Random) -> str:
    """A number in the supplier's style, without leading zeros, different for every paper of the set."""
    pattern = supplier.patterns[{"rechnung": 0, "lieferschein": 1}.get(doctype, 2 if doctype == "auftragsbestaetigung" else 0)]
    found = re.search(r"n:0(\d)", pattern)
    digits = int(found.group(1)) if found else 5
    start = rng.randrange(10 ** (digits - 1), 10**digits)
    return pattern.format(n=start // 100 * 100 + (index * 7) % 100)


def _day(spec: Spec, bought: list[Purchase], before: Mapping[str, Paper], data: Master, rng: random.Random) -> date:
    if spec.date:
        return date.fromisoformat(spec.date)
    if spec.case == "monatssammelrechnung":
        return date(2026, 3, 31)
    if spec.doctype == "bestellung" and bought:
        return bought[0].day
    delivered = [before[key].day for key in spec.notes]
    if delivered:
        return weekday(max(delivered) + timedelta(days=rng.randrange(2, 6)))
    delay = spec.delay or DELAYS.get(spec.doctype, 17)
    begun = [purchase.day for purchase in bought] or [data.orders[order].ordered for order in spec.orders]
    return weekday(max(begun) + timedelta(days=delay + rng.randrange(2)))


def references(paper: Paper, spec: Spec, data: Master) -> tuple[Ref, ...]:
    """What the head of the paper refers to, in the supplier's words."""
    words, refs = paper.supplier.words, []
    if "bestellung" in spec.prints and len(spec.purchases) == 1:
        printed = spec.replaced.get(spec.purchases[0], spec.purchases[0])
        refs.append(Ref(words["bestellung"], printed, "bestellnummer"))
    if "kommission" in spec.prints and len(paper.orders) == 1:
        printed = spec.replaced.get(paper.orders[0], paper.orders[0])
        refs.append(Ref(words["kommission"], printed, "auftragsnummer"))
        if paper.layout in _SHORT and paper.doctype in {"rechnung", "lieferschein"}:
            refs[-1] = replace(refs[-1], value=f"{printed} {customer_name(data.orders[paper.orders[0]]).split()[0]}")
    if paper.supplier.our_number:
        refs.append(Ref(words["kunde"], paper.supplier.our_number, "kundennummer"))
    refs.append(Ref(words["eigen"], spec.own or _own_number(paper, data.seed)))
    return tuple(refs)


def _own_number(paper: Paper, seed: int) -> str:
    rng = chance(seed, "vorgang", paper.purchases[0] if paper.purchases else paper.key)
    found = re.search(r"n:0(\d)", paper.supplier.patterns[2])
    digits = int(found.group(1)) if found else 5
    return paper.supplier.patterns[2].format(n=rng.randrange(10 ** (digits - 1), 10**digits))
