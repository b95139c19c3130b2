"""All checks on what was found, as one list. Each looks at one thing and objects in German; none changes a value."""

from __future__ import annotations

from archive.document import Doubt
from ingest import check_bank, check_ids, check_paper, check_rows, check_sums
from ingest.facts import Check, Facts

CHECKS: tuple[Check, ...] = (
    check_paper.required,
    check_paper.unsure,
    check_rows.rows,
    check_rows.rows_make_net,
    check_rows.rows_legible,
    check_sums.tax_fits_rate,
    check_sums.adds_up_to_gross,
    check_sums.unproved_total,
    check_sums.gross_from_lines,
    check_sums.payable,
    check_ids.account,
    check_ids.unread,
    check_ids.account_changed,
    check_ids.bank_fits,
    check_bank.same_bank,
    check_ids.vat,
    check_ids.vat_changed,
    check_ids.tax,
    check_paper.day,
    check_paper.came_before,
    check_paper.same_sum,
    check_paper.reader,
    check_paper.content,
    check_sums.rate_fits_period,
    check_sums.untaxed_with_reason,
    check_sums.skonto,
    check_ids.payment_code,
    check_ids.foreign_money,
)


def check(facts: Facts) -> tuple[Doubt, ...]:
    """All objections, each once."""
    return tuple(dict.fromkeys(doubt for one in CHECKS for doubt in one(facts)))
