"""Check digits find every single misread digit, and a repair is proposed only when it is the only one."""

from __future__ import annotations

import pytest

from archive.kinds import iban, vat_id
from archive.order import Firm
from ingest.confusions import repaired
from ingest.understand import understand
from tests.papers import Memory, reading


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


def test_an_account_of_a_wrong_length_is_shown_as_printed_and_doubted() -> None:
    seen = understand(reading("#Rechnung\nRechnungs-Nr.: R-1\nIBAN: DE12 1234 4321 9876 00   BIC: GENODE1XX"), Memory())
    assert seen.value("iban") == "DE1212344321987600"
    reasons = [doubt.reason for doubt in seen.doubts if doubt.about == "iban"]
    assert any("18 statt 22 Stellen" in reason for reason in reasons)


def test_our_own_account_with_a_digit_lost_is_not_theirs() -> None:
    ours = Memory(ours=Firm(name="Musterwerk GmbH", ibans=("DE02120300000000202051",)))
    seen = understand(reading("#Rechnung\nRechnungs-Nr.: R-1\nIBAN: DE02 1203 0000 0000 2020 5"), ours)
    assert seen.value("iban") == ""
