"""Mistakes and tricks planted in finished invoices: sums that do not add up, wrong tax, other bank details, missing particulars."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from training.firm.checksums import iban
from training.firm.masterdata import CENT
from training.firm.paper import Paper, Sums

SLIP = Decimal("18.00")
"""By how much the sums are wrong."""


def spoil(paper: Paper, fault: str) -> Paper:
    """The paper with a fault; faults of data files are made where those are written."""
    return FAULTS[fault](paper) if fault in FAULTS else paper


def _sums(paper: Paper) -> Sums:
    if paper.sums is None:
        message = f"{paper.key} has no sums"
        raise ValueError(message)
    return paper.sums


def _gross(paper: Paper) -> Paper:
    """Transposed figures in the last sum."""
    sums = _sums(paper)
    return replace(paper, sums=replace(sums, gross=sums.gross + SLIP))


def _row(paper: Paper) -> Paper:
    """The first row is multiplied wrongly, and the sums follow it."""
    first, sums = paper.rows[0], _sums(paper)
    wrong = replace(first, total=(first.total or Decimal(0)) + SLIP)
    net = sums.net + SLIP
    tax = (net * sums.rate / 100).quantize(CENT)
    return replace(paper, rows=(wrong, *paper.rows[1:]), sums=replace(sums, net=net, tax=tax, gross=net + tax))


def _rate(paper: Paper) -> Paper:
    """The rate of autumn 2020, still in the program."""
    sums = _sums(paper)
    tax = (sums.net * 16 / 100).quantize(CENT)
    return replace(paper, sums=replace(sums, rate=Decimal(16), tax=tax, gross=sums.net + tax))


def _new_bank(paper: Paper) -> Paper:
    other = replace(paper.sender, iban=iban(paper.sender.country, 9120447), bank="Musterbank Direkt", bic="MUSTDE0DXXX")
    return replace(paper, sender=other, closing=("Bitte beachten Sie unsere neue Bankverbindung!", *paper.closing))


def _bad_bank(paper: Paper) -> Paper:
    """One digit of the account is another one, so that the check digits no longer fit."""
    right = paper.sender.iban
    digit = str((int(right[-1]) + 3) % 10)
    return replace(paper, sender=replace(paper.sender, iban=right[:-1] + digit))


def _hide(what: str) -> Callable[[Paper], Paper]:
    return lambda paper: replace(paper, hidden=paper.hidden | {what})


FAULTS: Mapping[str, Callable[[Paper], Paper]] = {
    "summe": _gross,
    "zeile": _row,
    "satz": _rate,
    "iban_neu": _new_bank,
    "iban_falsch": _bad_bank,
    "ohne_steuernummer": _hide("steuer"),
    "ohne_empfaenger": _hide("empfaenger"),
    "ohne_lieferdatum": _hide("lieferdatum"),
}
