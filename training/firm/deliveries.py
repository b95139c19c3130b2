"""What delivery notes of suppliers say: rows, melts, what is still to come, weight and packages."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

from training.firm.masterdata import Bought, Master, melt
from training.firm.paper import Paper, Ref, Row
from training.firm.scenario import Spec

_LATER = "Abnahmeprüfzeugnis 3.1 folgt"


def compose(paper: Paper, spec: Spec, data: Master, rng: random.Random) -> Paper:
    """Fill in the rows of a delivery note; ``spec.quantities`` are those of a part delivery."""
    rows = []
    for line in (line for number in spec.purchases for line in data.purchases[number].lines):
        if spec.positions and line.position not in spec.positions:
            continue
        quantity = Decimal(spec.quantities.get(str(line.position), line.quantity))
        row = replace(bare(line, quantity, rest=line.quantity - quantity), heading=several(paper, spec, line))
        rows.append(replace(row, remark=_remark(spec, line, data.seed)))
    weight = f"{rng.randrange(12, 840)} kg"
    extra = {"weight": weight, "packages": str(rng.randrange(1, 5))}
    return replace(paper, rows=tuple(rows), extra=extra)


def _remark(spec: Spec, line: Bought, seed: int) -> str:
    if not line.article.certificate:
        return ""
    return f"Schmelze {melt(seed, line)}" if spec.fault != "zeugnis_folgt" else _LATER


def several(paper: Paper, spec: Spec, line: Bought) -> tuple[Ref, ...]:
    """Papers for several orders say at each line which one it is for."""
    if len(paper.orders) > 1 and "kommission" in spec.prints and line.order:
        return (Ref(paper.supplier.words["kommission"], line.order, "auftragsnummer"),)
    return ()


def bare(line: Bought, quantity: Decimal, rest: Decimal | None = None) -> Row:
    """A line of a purchase order without prices."""
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
