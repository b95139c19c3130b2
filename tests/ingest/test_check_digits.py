"""Check digits find every single misread digit, and a repair is proposed only when it is the only one."""

from __future__ import annotations

import pytest

from archive.kinds import iban, vat_id
from ingest.confusions import repaired


@pytest.mark.parametrize("spot", range(2, 22))
def test_every_single_misread_digit_of_an_account_is_flagged(spot: int) -> None:
    right = "DE88200800000970375700"
    for digit in "0123456789":
        wrong = right[:spot] + digit + right[spot + 1 :]
        assert iban.valid(wrong) == (wrong == right)


@pytest.mark.parametrize("spot", range(2, 11))
def test_every_single_misread_digit_of_a_vat_id_is_flagged(spot: int) -> None:
    right = "DE136695976"
    for digit in "0123456789":
        wrong = right[:spot] + digit + right[spot + 1 :]
        assert vat_id.valid(wrong) == (wrong == right)


def test_a_repair_is_proposed_only_when_it_is_the_only_one() -> None:
    assert repaired("DE136695975", vat_id.valid) in ("", "DE136695976")
    assert repaired("4B8", lambda _: True) == ""
