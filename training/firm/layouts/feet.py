"""The feet of papers: four columns of small print, centred lines, or nothing but a rule. Knows no table and no totals."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from training.firm.draw import MM, Sheet

if TYPE_CHECKING:
    from training.firm.layouts.desk import Desk


def foot_columns(desk: Desk, sheet: Sheet) -> None:
    """Four columns of small print: firm, reach, register, bank."""
    firm, small = desk.paper.sender, desk.face.sized(6.8)
    top = desk.plan.size[1] - 26 * MM
    sheet.rule((desk.left, top - 9), (desk.right, top - 9), 0.4, desk.colour)
    blocks = [
        [firm.name, firm.street, firm.place],
        [f"{desk.word('phone')} {firm.phone}", f"{desk.word('manager')}:", firm.management, firm.register],
        [text for text in _tax(desk) if text],
        [firm.bank, f"IBAN {grouped_iban(firm.iban)}", f"BIC {firm.bic}"],
    ]
    step = (desk.right - desk.left) / 4
    for place, block in enumerate(blocks):
        shift = (0, 1.15, 2.1, 2.95)[place] * step
        sheet.lines((desk.left + shift, top), block, small, 1.3)


def _tax(desk: Desk) -> list[str]:
    firm = desk.paper.sender
    if "steuer" in desk.paper.hidden:
        return []
    number = f"{desk.word('tax_number')} {firm.tax_number}" if firm.tax_number and desk.word("tax_number") else ""
    return [f"{desk.word('vat_id')} {firm.vat_id}" if firm.vat_id else "", number]


def grouped_iban(iban: str) -> str:
    """An IBAN in groups of four."""
    return " ".join(iban[i : i + 4] for i in range(0, len(iban), 4))


def foot_lines(desk: Desk, sheet: Sheet) -> None:
    """Two centred lines, as typewriters and old line printers do."""
    firm, small = desk.paper.sender, desk.face.sized(7.5 if desk.face.font != "matrix" else 8)
    middle, top = desk.plan.size[0] / 2, desk.plan.size[1] - 17 * MM
    sheet.text((middle, top), f"{firm.bank}  IBAN {grouped_iban(firm.iban)}  BIC {firm.bic}", small.to("centre"))
    rest = [text for text in (*_tax(desk), firm.register, f"{desk.word('phone')} {firm.phone}") if text]
    sheet.text((middle, top + 10), "  ·  ".join(rest), small.to("centre"))


def foot_rule(desk: Desk, sheet: Sheet) -> None:
    """One line across, everything in a row, as word processors do it."""
    firm, small = desk.paper.sender, desk.face.sized(7.2)
    top = desk.plan.size[1] - 16 * MM
    sheet.rule((desk.left, top - 9), (desk.right, top - 9), 0.4)
    sheet.text((desk.left, top), f"{firm.bank} | IBAN {grouped_iban(firm.iban)} | BIC {firm.bic}", small)
    rest = [text for text in (*_tax(desk), firm.register, firm.management) if text]
    sheet.text((desk.left, top + 10), " | ".join(rest), small)


FEET: dict[str, Callable[[Desk, Sheet], None]] = {"spalten": foot_columns, "zeilen": foot_lines, "strich": foot_rule}
