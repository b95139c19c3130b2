"""The firm's master data as the CSV files an ERP program would export: UTF-8 with BOM, semicolons, decimal comma, German columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from training.firm.masterdata import Master, customer_name
from training.firm.parties import Party, customers, firm


def files(data: Master) -> dict[str, bytes]:
    """All tables by file name."""
    return {
        "auftraege.csv": _orders(data),
        "bestellungen.csv": _purchases(data),
        "lieferanten.csv": _suppliers(data),
        "kunden.csv": _table(("kundennummer", "name", "ort"), ((k.number, k.name, k.city) for k in customers().values())),
        "firma.toml": _firm(firm()),
    }


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _number(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def _orders(data: Master) -> bytes:
    head = ("auftragsnummer", "kunde", "bezeichnung", "status", "bestelldatum", "liefertermin")
    return _table(
        head, ((o.number, customer_name(o), o.title, o.state, f"{o.ordered:%d.%m.%Y}", f"{o.due:%d.%m.%Y}") for o in data.orders.values())
    )


def _purchases(data: Master) -> bytes:
    head = (
        *("bestellnummer", "lieferantennummer", "auftragsnummer", "bestelldatum", "position", "artikelnummer"),
        *("bezeichnung", "menge", "einheit", "einzelpreis", "preiseinheit", "zeugnis"),
    )
    rows = [
        (
            *(p.number, p.supplier.party.number, line.order, f"{p.day:%d.%m.%Y}", str(line.position), line.article.number),
            *(line.article.text, _number(line.quantity), line.article.unit, _number(line.article.price), str(line.article.base)),
            line.article.certificate,
        )
        for p in data.purchases.values()
        for line in p.lines
    ]
    return _table(head, rows)


def _suppliers(data: Master) -> bytes:
    head = ("lieferantennummer", "name", "weitere_namen", "ort", "ust_id", "iban", "kundennummer")
    return _table(
        head,
        (
            (
                s.party.number,
                s.party.name,
                s.short if s.short != s.party.name else "",
                s.party.city,
                s.party.vat_id,
                s.party.iban,
                s.our_number,
            )
            for s in data.suppliers.values()
        ),
    )


def _firm(party: Party) -> bytes:
    lines = [
        "# Musterdaten: Diese Firma gibt es nicht.",
        f'name = "{party.name}"',
        'weitere_namen = ["Musterwerk GmbH", "MWM Musterwerk"]',
        f'strasse = "{party.street}"',
        f'plz = "{party.postcode}"',
        f'ort = "{party.city}"',
        f'ust_ids = ["{party.vat_id}"]',
        f'steuernummern = ["{party.tax_number}"]',
        f'ibans = ["{party.iban}"]',
    ]
    return ("\n".join(lines) + "\n").encode()
