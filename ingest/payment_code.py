"""Payment codes: what a GiroCode (EPC) or a Swiss QR-bill says, and the findings it proves, corrects or adds.

A QR code is trusted above print that was recognised and never above a text layer: there the check of the code objects.
Codes of any other meaning are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from archive.document import Finding
from archive.kinds import iban
from archive.order import plain
from archive.scan import Code
from ingest.confusions import alike
from ingest.paper import Paper

RULE = "steht im Zahlcode"
_PROVED, _TOLD, _GUESSED = 0.99, 0.97, 0.85
_EPC, _SWISS = "BCD", "SPC"
_DISTINCT = 4


@dataclass(frozen=True, slots=True)
class Payment:
    """Where to, how much, what for; ``amount`` is ``None`` when the code leaves it open, ``purpose`` may be empty."""

    account: str
    amount: Decimal | None
    purpose: str


def payment(text: str) -> Payment | None:
    """What a payment code asks for, ``None`` for codes of any other kind."""
    part = [*(line.strip() for line in text.replace("\r\n", "\n").split("\n")), *[""] * 32]
    if part[0] == _EPC and part[3] == "SCT":
        return Payment(plain(part[6]), _number(part[7].removeprefix("EUR")), " ".join(p for p in part[9:11] if p))
    if part[0] == _SWISS:
        return Payment(plain(part[3]), _number(part[18]), part[29])
    return None


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def proved(findings: Iterable[Finding], paper: Paper) -> list[Finding]:
    """The findings with what the payment code says; a paper with several different codes or one for our account tells nothing."""
    found = list(findings)
    known = {code.text: (code, asked) for code in paper.reading.codes if (asked := payment(code.text))}
    if len(known) != 1 or paper.own or not {"iban", "brutto"} & {f.key for f in paper.doctype.fields}:
        return found
    code, asked = next(iter(known.values()))
    if not iban.valid(asked.account) or asked.account in paper.firm.ibans:
        return found
    read = {page.number for page in paper.reading.pages if page.how == "ocr"}
    found = list(_account(found, asked.account, code))
    found = list(_sum(found, asked.amount, code))
    return list(_number_of(found, asked.purpose, code, read))


def _finding(field: str, value: str, code: Code, sure: float) -> Finding:
    return Finding(field, value, value, code.page, code.box, sure, RULE)


def _account(found: list[Finding], account: str, code: Code) -> Iterator[Finding]:
    printed = [f for f in found if f.field == "iban"]
    if all(f.value != account for f in printed):
        yield _finding("iban", account, code, _TOLD)
    for f in found:
        if f.field != "iban":
            yield f
        elif f.value == account:
            yield replace(f, confidence=max(f.confidence, _PROVED))
        elif iban.valid(f.value) or not alike(f.value, account):
            # Another account than that of the code is for a person to look at; one misread from it is not.
            yield f


def _sum(found: list[Finding], amount: Decimal | None, code: Code) -> Iterator[Finding]:
    if amount and all(f.field != "brutto" for f in found):
        yield _finding("brutto", f"{amount:.2f}", code, _GUESSED)
    for f in found:
        same = amount is not None and f.field == "brutto" and f.value == f"{amount:.2f}"
        yield replace(f, confidence=max(f.confidence, _PROVED)) if same else f


def _number_of(found: list[Finding], purpose: str, code: Code, read: set[int]) -> Iterator[Finding]:
    """The invoice number as the purpose writes it, where print was misread or gave none."""
    words = [word.strip(".,;:()") for word in purpose.split()]
    numbers = [word for word in words if len(plain(word)) >= _DISTINCT and any(map(str.isdigit, word))]
    if len(numbers) == 1 and all(f.field != "rechnungsnummer" for f in found):
        yield _finding("rechnungsnummer", numbers[0], code, _GUESSED)
    for f in found:
        if f.field != "rechnungsnummer":
            yield f
        elif plain(f.value) in plain(purpose):
            yield replace(f, confidence=max(f.confidence, _PROVED))
        else:
            meant = [word for word in numbers if alike(plain(f.value), plain(word))]
            yield _finding(f.field, meant[0], code, _TOLD) if len(meant) == 1 and f.page in read else f
