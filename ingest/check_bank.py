"""K7: whether a BIC and an account belong to the same bank, as far as the numbers themselves tell. Knows no list of banks.

In some countries the bank's letters stand in both. In Germany the fourth digit of the Bankleitzahl tells the group of banks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.document import Doubt
from archive.kinds import iban
from ingest.confusions import alike
from ingest.facts import Facts

_BIC = re.compile(r"(?:BIC|SWIFT)\W{1,3}([A-Z]{4}\s?[A-Z]{2}\s?[A-Z0-9]{2}(?:\s?[A-Z0-9]{3})?)\b")
_LETTERED = frozenset({"NL", "GB", "IE", "MT", "LV", "BG", "RO"})
"""Countries whose accounts begin with the first four letters of the BIC."""
_GROUPS = {"COBADE": "48", "DRESDE": "8", "DEUTDE": "7", "GENODE": "69", "MARKDE": "0"}
"""What the fourth digit of a Bankleitzahl is at these German banks."""


def same_bank(facts: Facts) -> Iterator[Doubt]:
    """Objects when no BIC on the paper can belong to the account. A BIC misread by a letter is not worth a word."""
    codes = {re.sub(r"\s", "", code) for code in _BIC.findall(facts.text)}
    account = facts.value("iban")
    if not codes or not iban.valid(account) or any(code[4:6] == account[:2] and _fits(code, account) for code in codes):
        return
    mine = sorted(code for code in codes if code[4:6] == account[:2])
    if mine:
        reason = f"Der BIC {mine[0]} gehört nicht zur Bank der IBAN {iban.show(account)}."
        yield Doubt("iban", reason, "Stimmt die Bankverbindung?")


def _fits(code: str, account: str) -> bool:
    if account[:2] in _LETTERED:
        return code[:4] == account[4:8] or alike(code[:4], account[4:8])
    if account[:2] == "DE":
        return account[7] in _GROUPS.get(code[:6], "0123456789")
    return True
