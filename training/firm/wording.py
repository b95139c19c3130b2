"""How numbers, dates and fixed words are printed in German, Dutch, French and English. The words of one supplier stand in its own data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

WORDS: Mapping[str, Mapping[str, str]] = {
    "de": {
        "rechnung": "Rechnung", "lieferschein": "Lieferschein", "gutschrift": "Gutschrift", "mahnung": "Zahlungserinnerung",
        "angebot": "Angebot",
        "auftragsbestaetigung": "Auftragsbestätigung", "bestellung": "Bestellung", "pruefbescheinigung": "Abnahmeprüfzeugnis 3.1",
        "frachtbrief": "Frachtbrief",
        "nr": "Nr.", "date": "Datum", "delivery": "Lieferdatum", "note": "Lieferschein", "of": "vom",
        "pos": "Pos.", "article": "Artikel-Nr.", "text": "Bezeichnung", "quantity": "Menge", "unit": "Einh.", "price": "Einzelpreis",
        "base": "PE",
        "total": "Gesamt EUR", "rest": "Rückstand", "net": "Nettobetrag", "vat": "zzgl. {rate} % MwSt.", "gross": "Rechnungsbetrag",
        "carry": "Übertrag", "page": "Seite",
        "vat_id": "USt-IdNr.", "tax_number": "Steuernummer", "phone": "Tel.", "manager": "Geschäftsführung",
        "due": "Zahlbar bis {due} ohne Abzug.", "skonto": "Bei Zahlung bis {until} gewähren wir {rate} % Skonto ({sum} EUR).",
        "sample": "Musterdaten – alle Angaben frei erfunden",
        "received": "Ware erhalten", "weight": "Gewicht brutto", "packages": "Packstücke", "discount": "Rabatt %",
        "prepaid": "abzüglich Anzahlung", "rest_due": "Restbetrag", "ordered": "Bestellt",
    },
    "nl": {
        "rechnung": "Factuur", "lieferschein": "Pakbon", "nr": "nr.", "date": "Datum", "delivery": "Leverdatum", "note": "Pakbon",
        "of": "d.d.",
        "pos": "Pos.", "article": "Artikel", "text": "Omschrijving", "quantity": "Aantal", "unit": "Eenh.", "price": "Prijs",
        "base": "per",
        "total": "Bedrag EUR", "rest": "Restant", "net": "Totaal excl. btw", "vat": "btw {rate} %", "gross": "Totaal te betalen",
        "carry": "Transport", "page": "Pagina",
        "vat_id": "Btw-nr.", "tax_number": "", "phone": "Tel.", "manager": "Directie",
        "due": "Te betalen vóór {due} onder vermelding van het factuurnummer.", "skonto": "",
        "sample": "Voorbeeldgegevens / Musterdaten",
        "received": "Voor ontvangst", "weight": "Brutogewicht", "packages": "Colli", "discount": "Korting %",
        "prepaid": "Af: aanbetaling", "rest_due": "Restbedrag", "ordered": "Besteld",
    },
    "en": {
        "rechnung": "Invoice", "lieferschein": "Delivery Note", "nr": "no.", "date": "Date", "delivery": "Delivery date",
        "note": "Delivery note", "of": "dated",
        "pos": "Item", "article": "Part no.", "text": "Description", "quantity": "Qty", "unit": "UoM", "price": "Unit price",
        "base": "per", "discount": "Disc. %",
        "total": "Amount EUR", "rest": "Backorder", "net": "Net total", "vat": "VAT {rate} %", "gross": "Total due",
        "carry": "Carried forward", "page": "Page",
        "vat_id": "VAT no.", "tax_number": "", "phone": "Phone", "manager": "Directors",
        "due": "Payment is due by {due}. Please quote the invoice number.", "skonto": "",
        "sample": "Sample data / Musterdaten",
        "received": "Goods received", "weight": "Gross weight", "packages": "Packages",
        "prepaid": "Less prepayment", "rest_due": "Balance due",
        "ordered": "Ordered",
    },
    "fr": {
        "rechnung": "Facture", "lieferschein": "Bon de livraison", "nr": "n°", "date": "Date", "delivery": "Date de livraison",
        "note": "Bon de livraison", "of": "du",
        "pos": "Pos.", "article": "Référence", "text": "Désignation", "quantity": "Quantité", "unit": "Unité", "price": "Prix unit.",
        "base": "par",
        "total": "Montant EUR", "rest": "Reste", "net": "Total HT", "vat": "TVA {rate} %", "gross": "Total à payer",
        "carry": "Report", "page": "Page",
        "vat_id": "N° TVA", "tax_number": "", "phone": "Tél.", "manager": "Gérance",
        "due": "Payable avant le {due}.", "skonto": "",
        "sample": "Données fictives / Musterdaten",
        "received": "Marchandise reçue", "weight": "Poids brut", "packages": "Colis", "discount": "Remise %",
        "prepaid": "Acompte", "rest_due": "Solde", "ordered": "Commandé",
    },
}  # fmt: skip
MONTHS = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember")


ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(value: date, style: str) -> str:
    """A date as printed; ``style`` is a language, "kurz" (typewriters, forms) or "lang" (letters)."""
    if style == "en":
        return f"{value.day:02d} {ENGLISH[value.month - 1]} {value.year}"
    if style == "lang":
        return f"{value.day}. {MONTHS[value.month - 1]} {value.year}"
    if style == "kurz":
        return f"{value.day}.{value.month}.{value:%y}"
    return value.strftime({"nl": "%d-%m-%Y", "fr": "%d/%m/%Y"}.get(style, "%d.%m.%Y"))


def money(value: Decimal, language: str = "de") -> str:
    """An amount as printed, with the thousands separator of the language."""
    text = f"{value:,.2f}"
    if language == "en":
        return text
    thousands = " " if language == "fr" else "."
    return text.replace(",", "#").replace(".", ",").replace("#", thousands)


def quantity(value: Decimal, language: str = "de") -> str:
    """A quantity without needless decimals."""
    plain = value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
    text = f"{plain:,f}"
    if language == "en":
        return text
    return text.replace(",", "#").replace(".", ",").replace("#", " " if language == "fr" else ".")
