"""Totals and the sentences below them: tax, due date, discount, special cases of the VAT law. Lays nothing out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from training.firm.masterdata import CENT
from training.firm.paper import Paper, Row, Sums
from training.firm.parties import firm
from training.firm.wording import WORDS, day, money

SMALL = "Gemäß § 19 UStG wird keine Umsatzsteuer berechnet."


def summed(paper: Paper, rows: Iterable[Row]) -> Sums:
    """The totals over all rows, with the tax that fits the sender."""
    net = sum((row.total for row in rows if row.total is not None), Decimal(0))
    rate, note = _rate(paper)
    tax = (net * rate / 100).quantize(CENT)
    return Sums(net, rate, tax, net + tax, paper.day + timedelta(days=paper.supplier.terms[0]), note)


def _rate(paper: Paper) -> tuple[Decimal, str]:
    if paper.sender.country == "NL":
        return Decimal(0), f"Intracommunautaire levering, btw verlegd. Btw-nr. afnemer: {firm().vat_id}"
    if paper.sender.country == "BE":
        return Decimal(0), f"Livraison intracommunautaire exonérée (art. 39bis CTVA). TVA client : {firm().vat_id}"
    if not paper.sender.vat_id and paper.sender.register == "" and paper.supplier.font == "typewriter":
        return Decimal(0), SMALL
    return Decimal(19), ""


def closing(paper: Paper, sums: Sums) -> tuple[str, ...]:
    """The sentences below the totals."""
    words = WORDS[paper.language]
    style = "kurz" if paper.supplier.font == "typewriter" else paper.language
    sentences = [sums.note] if sums.note else []
    sentences.append(words["due"].format(due=day(sums.due, style)))
    _, days, rate = paper.supplier.terms
    if days and words["skonto"]:
        until = day(paper.day + timedelta(days=days), style)
        sum_text = money((sums.gross * rate / 100).quantize(CENT))
        sentences.append(words["skonto"].format(until=until, rate=rate, sum=sum_text))
    return tuple(sentences)
