"""The columns of a DATEV booking batch (EXTF 700, Buchungsstapel version 13), in their order. Data only."""

from __future__ import annotations

from itertools import chain

COLUMNS: tuple[str, ...] = (
    *("Umsatz (ohne Soll/Haben-Kz)", "Soll/Haben-Kennzeichen", "WKZ Umsatz", "Kurs", "Basis-Umsatz", "WKZ Basis-Umsatz", "Konto"),
    *("Gegenkonto (ohne BU-Schlüssel)", "BU-Schlüssel", "Belegdatum", "Belegfeld 1", "Belegfeld 2", "Skonto", "Buchungstext"),
    *("Postensperre", "Diverse Adressnummer", "Geschäftspartnerbank", "Sachverhalt", "Zinssperre", "Beleglink"),
    *chain.from_iterable((f"Beleginfo - Art {n}", f"Beleginfo - Inhalt {n}") for n in range(1, 9)),
    *("KOST1 - Kostenstelle", "KOST2 - Kostenstelle", "Kost-Menge", "EU-Land u. UStID (Bestimmung)", "EU-Steuersatz (Bestimmung)"),
    *("Abw. Versteuerungsart", "Sachverhalt L+L", "Funktionsergänzung L+L", "BU 49 Hauptfunktionstyp"),
    *("BU 49 Hauptfunktionsnummer", "BU 49 Funktionsergänzung"),
    *chain.from_iterable((f"Zusatzinformation - Art {n}", f"Zusatzinformation - Inhalt {n}") for n in range(1, 21)),
    *("Stück", "Gewicht", "Zahlweise", "Forderungsart", "Veranlagungsjahr", "Zugeordnete Fälligkeit", "Skontotyp", "Auftragsnummer"),
    *("Buchungstyp", "USt-Schlüssel (Anzahlungen)", "EU-Land (Anzahlungen)", "Sachverhalt L+L (Anzahlungen)"),
    *("EU-Steuersatz (Anzahlungen)", "Erlöskonto (Anzahlungen)", "Herkunft-Kz", "Buchungs GUID", "KOST-Datum", "SEPA-Mandatsreferenz"),
    *("Skontosperre", "Gesellschaftername", "Beteiligtennummer", "Identifikationsnummer", "Zeichnernummer", "Postensperre bis"),
    *("Bezeichnung SoBil-Sachverhalt", "Kennzeichen SoBil-Buchung", "Festschreibung", "Leistungsdatum", "Datum Zuord. Steuerperiode"),
    *("Fälligkeit", "Generalumkehr (GU)", "Steuersatz", "Land", "Abrechnungsreferenz", "BVV-Position"),
    *("EU-Land u. UStID (Ursprung)", "EU-Steuersatz (Ursprung)", "Abw. Skontokonto"),
)
FIGURES = frozenset(
    {"Umsatz (ohne Soll/Haben-Kz)", "Kurs", "Basis-Umsatz", "Konto", "Gegenkonto (ohne BU-Schlüssel)", "Belegdatum", "Skonto"}
)
"""Columns of ours that stand without quotation marks; texts stand in them."""
