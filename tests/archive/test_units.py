"""Units and their traps: one unit in all its spellings, certain conversions, and honest silence about the others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from archive.units import converted, name, unit

SAME = [
    ("ST", "STK"), ("Stck.", "Stück"), ("PCE", "C62"), ("H87", "EA"), ("pcs", "stuks"), ("KG", "KGM"), ("M", "MTR"), ("lfm", "m"),
    ("H", "HUR"), ("Std.", "Stunden"), ("PAA", "Paar"), ("qm", "MTK"), ("LTR", "l"), ("psch", "pauschal"), ("VPE", "Pkg"), ("Satz", "SET"),
    ("5tk", "Stk"), ("k9", "kg"), ("1fm", "m"),
]  # fmt: skip

CONVERTED = [
    ("1", "t", "kg", "1000"), ("250", "g", "kg", "0.25"), ("3000", "mm", "m", "3"), ("6", "PAA", "ST", "12"), ("2", "CEN", "Stk", "200"),
    ("5", "MIL", "ST", "5000"), ("2", "Dtzd", "Stk", "24"), ("150", "cm", "MTR", "1.5"), ("4", "", "kg", "4"), ("4", "kg", "", "4"),
    ("7", "Gebinde", "gebinde", "7"), ("1500", "ml", "l", "1.5"), ("2", "m²", "qm", "2"),
]  # fmt: skip

UNCERTAIN = [
    ("ST", "KG"),
    ("m", "kg"),
    ("VPE", "Stk"),
    ("Rolle", "m"),
    ("Satz", "Stk"),
    ("Tag", "Std"),
    ("m²", "kg"),
    ("Gebinde", "Stk"),
    ("l", "kg"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_unit_has_many_spellings(left: str, right: str) -> None:
    assert unit(left) == unit(right)


@pytest.mark.parametrize(("quantity", "written", "wanted", "result"), CONVERTED)
def test_what_is_certain_is_converted(quantity: str, written: str, wanted: str, result: str) -> None:
    assert converted(Decimal(quantity), written, wanted) == Decimal(result)


@pytest.mark.parametrize(("written", "wanted"), UNCERTAIN)
def test_what_takes_knowledge_of_the_goods_is_not_converted(written: str, wanted: str) -> None:
    assert converted(Decimal(5), written, wanted) is None


def test_units_are_called_as_people_write_them() -> None:
    assert [name(code) for code in ("KGM", "PCE", "MTR", "100 Stk", "Gebinde")] == ["kg", "Stk", "m", "100 Stk", "Gebinde"]
