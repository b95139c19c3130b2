"""What the tax adviser's program needs to know of this firm: its numbers, its accounts. Books nothing and knows no tax law."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select

from archive import codec
from archive.catalog import tables as t
from archive.catalog.engine import Catalog
from archive.document import Document, State
from archive.journal import Journal
from archive.problems import Invalid

KIND = "buchhaltung"
MOST_ACCOUNTS = 5000
RATES = ("19", "7")
USUAL_RATE = "19"
_DAYS = select(t.finding.c.eingangsnummer).where(t.finding.c.field == "rechnungsdatum")


@dataclass(frozen=True, slots=True)
class Accounts:
    """Where invoices of one supplier go: its own account (Kreditor), the account of the costs, and a tax key for accounts without one.

    ``rate`` is the tax rate in percent that account and key are for, "" for the usual one.
    """

    creditor: str = ""
    costs: str = ""
    key: str = ""
    rate: str = ""

    @property
    def percent(self) -> int:
        """The same as a number."""
        return int(self.rate or USUAL_RATE)


@dataclass(frozen=True, slots=True)
class Booking:
    """``adviser`` and ``client`` are DATEV's Berater- and Mandantennummer, ``length`` the digits of its ledger accounts.

    ``year_start`` is the month in which the business year begins; ``usual`` holds for suppliers without accounts of their own, whose
    number with us is their account when it has the right length.
    """

    adviser: str = ""
    client: str = ""
    year_start: int = 1
    length: int = 4
    usual: Accounts = field(default_factory=Accounts)
    suppliers: Mapping[str, Accounts] = field(default_factory=dict)

    def accounts(self, supplier: str) -> Accounts:
        """The accounts of a supplier, "" for what nobody knows."""
        own = self.suppliers.get(supplier, Accounts())
        creditor = own.creditor or (supplier if re.fullmatch(rf"[1-9]\d{{{self.length}}}", supplier) else self.usual.creditor)
        # A key is for the account it was set with: another one may know its tax by itself.
        key = own.key if own.costs else own.key or self.usual.key
        return Accounts(creditor, own.costs or self.usual.costs, key, own.rate or self.usual.rate)


class Bookings:
    """These settings of one space, and the papers they are for."""

    def __init__(self, catalog: Catalog, journal: Journal) -> None:
        self._catalog = catalog
        self._journal = journal

    def get(self) -> Booking:
        """The settings as they are now."""
        with self._catalog.read() as connection:
            content = connection.execute(select(t.meta.c.value).where(t.meta.c.key == KIND)).scalar()
        return codec.loads(Booking, content) if content else Booking()

    def save(self, booking: Booking, who: str) -> None:
        """Changes the settings. Raises ``Invalid`` for what DATEV would not take."""
        if wrong := objection(booking):
            raise Invalid(wrong, cause="bad booking settings")
        if booking != self.get():
            with self._journal.change(who) as change:
                change.record(KIND, KIND, codec.encode(booking))

    def numbers(self, month: str, state: State = "filed") -> list[str]:
        """The Eingangsnummern of filed (or waiting) invoices and credit notes dated in a month (``2026-03``), oldest first."""
        return self._numbers(state, t.document.c.eingangsnummer.in_(_DAYS.where(t.finding.c.value.between(f"{month}-00", f"{month}-99"))))

    def undated(self) -> list[str]:
        """The Eingangsnummern of filed invoices and credit notes without a day: they belong to no month."""
        return self._numbers("filed", t.document.c.eingangsnummer.not_in(_DAYS.where(t.finding.c.value != "")))

    def _numbers(self, state: State, which: ColumnElement[bool]) -> list[str]:
        query = select(t.document.c.eingangsnummer).where(t.document.c.doctype.in_(("rechnung", "gutschrift")), t.document.c.state == state)
        with self._catalog.read() as connection:
            return list(connection.execute(query.where(which).order_by(t.document.c.eingangsnummer)).scalars())


def in_month(documents: list[Document], month: str) -> Iterator[Document]:
    """Those whose best day of invoice lies in the month: a paper may carry several days, and only one of them counts."""
    return (document for document in documents if document.value("rechnungsdatum").startswith(f"{month}-"))


def objection(booking: Booking) -> str:
    """Why DATEV would not take this, as a German sentence; "" when it would."""
    if booking.adviser and not (booking.adviser.isdecimal() and 1001 <= int(booking.adviser[:12]) <= 9_999_999):
        return "Die Beraternummer ist eine Zahl von 1001 bis 9999999. Sie steht auf den Auswertungen Ihrer Steuerberatung."
    if booking.client and not (booking.client.isdecimal() and 1 <= int(booking.client[:12]) <= 99_999):
        return "Die Mandantennummer ist eine Zahl von 1 bis 99999. Sie steht auf den Auswertungen Ihrer Steuerberatung."
    if not 1 <= booking.year_start <= 12:
        return "Bitte wählen Sie den Monat, in dem Ihr Wirtschaftsjahr beginnt."
    if not 4 <= booking.length <= 8:
        return "Sachkonten haben 4 bis 8 Stellen."
    if len(booking.suppliers) > MOST_ACCOUNTS:
        return f"Mehr als {MOST_ACCOUNTS} Lieferanten mit eigenen Konten sind nicht möglich."
    everywhere = (booking.usual, *booking.suppliers.values())
    return next((wrong for accounts in everywhere if (wrong := _wrong(accounts, booking.length) or _baseless(accounts, booking.usual))), "")


def _baseless(accounts: Accounts, usual: Accounts) -> str:
    """Another tax rate needs another account, or another key for the usual one."""
    if accounts.rate and accounts.percent != usual.percent and not accounts.costs and not accounts.key:
        return f"{accounts.percent} %: Bitte tragen Sie auch das Aufwandskonto oder den Steuerschlüssel für diesen Satz ein."
    return ""


def _wrong(accounts: Accounts, length: int) -> str:
    if accounts.creditor and not re.fullmatch(rf"[1-9]\d{{{length}}}", accounts.creditor):
        return f"{accounts.creditor[:20]} ist kein Kreditorenkonto: Bei {length}-stelligen Sachkonten hat es {length + 1} Ziffern."
    if accounts.costs and not re.fullmatch(rf"\d{{1,{length}}}", accounts.costs):
        return f"{accounts.costs[:20]} ist kein Sachkonto: Es hat höchstens {length} Ziffern."
    if accounts.key and not re.fullmatch(r"\d{1,4}", accounts.key):
        return f"{accounts.key[:20]} ist kein Steuerschlüssel: Er hat 1 bis 4 Ziffern."
    if accounts.rate and accounts.rate not in RATES:
        return "Bitte wählen Sie als Steuersatz 19 oder 7 %."
    return ""
