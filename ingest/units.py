"""Units of measure and type codes of e-invoices in German. Data only; an unknown code is shown as it is."""

from __future__ import annotations

_UNITS = """
C62 H87 EA PCE NAR NMP ST XPP 4B=Stk|KGM=kg|GRM=g|MGM=mg|TNE=t|KTN=kt|DTN=dt|LBR=lb|MTR=m|CMT=cm|MMT=mm|DMT=dm|KMT KTM=km|INH=Zoll
FOT=ft|MTK=m²|CMK=cm²|MMK=mm²|DMK=dm²|HAR=ha|MTQ=m³|CMQ=cm³|DMQ=dm³|MMQ=mm³|LTR=l|MLT=ml|CLT=cl|HLT=hl|GLL=gal|SEC=s|MIN=min
HUR=Std|DAY=Tag|WEE=Woche|MON=Monat|QAN=Quartal|ANN=Jahr|E48=Leistung|LS=pauschal|ACT=Einsatz|IE=Person|C3 A99 AD=Byte|PR=Paar
SET=Satz|KT=Bausatz|DZN=Dtzd|CEN CNP=100 Stk|MIL T3=1000 Stk|GRO=Gros|P1=%|RM=Ries|SA XSA=Sack|SX=Sendung|XPK PK PA XPA=Paket
XBX BX=Schachtel|XCT CT=Karton|XCS CS=Kiste|XRO RO=Rolle|XPX PF XPF=Palette|XBG BG XPB=Beutel|XBO BO=Flasche|XCI XCA CA=Dose
XCR CR=Kasten|XTU TU=Tube|XBE=Bündel|XBJ=Eimer|XDR=Fass|XSL=Bogen|XSH=Tüte|XCY=Zylinder|XNE=unverpackt|XLV=Ladung|XEN=Umschlag
XCL=Spule|XPU=Tablett|KWH=kWh|MWH=MWh|WHR=Wh|KWT=kW|WTT=W|MAW=MW|KVA=kVA|VLT=V|AMP=A|HTZ=Hz|JOU=J|KJO=kJ|NEW=N|BAR=bar|CEL=°C
E49=Arbeitstag|LM=lfm|4K=mA|D63=Buch
"""
UNITS = {
    code: name
    for part in _UNITS.replace("\n", "|").split("|")
    if "=" in part
    for codes, name in [part.split("=")]
    for code in codes.split()
}

DOCUMENTS = {
    "71": "Zahlungsaufforderung", "80": "Belastungsanzeige", "81": "Gutschrift (Waren)",
    "82": "Rechnung über gemessene Leistungen", "83": "Gutschrift", "84": "Lastschrift", "130": "Rechnungsdatenblatt",
    "202": "Zahlungsanforderung Bau", "203": "vorläufige Zahlungsanforderung Bau", "204": "Zahlungsanforderung Bau",
    "211": "Zwischenrechnung", "218": "Schlusszahlungsanforderung", "219": "Zahlungsanforderung nach Fertigstellung",
    "220": "Bestellung", "230": "Bestelländerung", "231": "Bestellantwort", "261": "Selbst ausgestellte Gutschrift",
    "262": "Sammelgutschrift", "295": "Preisänderungsrechnung", "296": "Gutschrift über Preisänderung",
    "308": "Delkredere-Gutschrift", "325": "Proforma-Rechnung", "326": "Teilrechnung", "331": "Rechnung mit Packliste",
    "380": "Rechnung", "381": "Rechnungskorrektur oder Gutschrift", "382": "Provisionsabrechnung", "383": "Belastungsanzeige",
    "384": "Rechnungskorrektur", "385": "Sammelrechnung", "386": "Anzahlungsrechnung", "387": "Mietrechnung",
    "388": "Steuerrechnung", "389": "Gutschrift im Sinne des UStG, vom Empfänger der Leistung ausgestellt",
    "390": "Delkredere-Rechnung", "393": "Factoring-Rechnung", "394": "Leasingrechnung", "395": "Konsignationsrechnung",
    "396": "Factoring-Gutschrift", "420": "Gutschrift (OCR-Zahlung)", "456": "Belastungsanzeige", "457": "Storno einer Belastung",
    "458": "Storno einer Gutschrift", "527": "Selbst ausgestellte Belastung", "532": "Gutschrift des Spediteurs",
    "553": "Abrechnung des Spediteurs", "575": "Rechnung des Versicherers", "623": "Rechnung des Spediteurs",
    "633": "Rechnung über Hafengebühren", "751": "Rechnung nur für die Buchhaltung", "780": "Frachtrechnung",
    "817": "Schadenmeldung", "870": "Konsularrechnung", "875": "Abschlagsrechnung (Bau)", "876": "Teilschlussrechnung (Bau)",
    "877": "Schlussrechnung (Bau)", "935": "Zollrechnung",
}  # fmt: skip

MEANS = {
    "1": "nicht festgelegt", "10": "Barzahlung", "20": "Scheck", "30": "Überweisung", "31": "Lastschrift", "42": "Überweisung",
    "48": "Kartenzahlung", "49": "Lastschrift", "57": "Dauerauftrag", "58": "SEPA-Überweisung", "59": "SEPA-Lastschrift",
    "68": "Online-Zahlung", "97": "Verrechnung",
}  # fmt: skip

TAXES = {
    "S": "Regelsteuersatz", "Z": "Nullsatz", "E": "steuerfrei", "AE": "Steuerschuldnerschaft des Leistungsempfängers",
    "K": "innergemeinschaftliche Lieferung", "G": "Ausfuhr", "O": "nicht steuerbar", "L": "Kanarische Inseln (IGIC)",
    "M": "Ceuta und Melilla (IPSI)",
}  # fmt: skip


NOTES = {
    "AAB": "Zahlungsbedingungen", "AAC": "Gefahrgut", "AAI": "Allgemeine Angabe", "AAJ": "Weitere Bedingungen",
    "AAK": "Preis", "AAY": "Bescheinigung", "ABL": "Rechtliche Angabe", "ABN": "Buchung", "CUS": "Zoll", "PMD": "Zahlung",
    "PMT": "Zahlung", "REG": "Angaben zum Unternehmen", "SUR": "Anmerkung des Verkäufers", "TXD": "Steuer",
}  # fmt: skip
"""Kinds of remarks (UNTDID 4451), as far as they say more than "remark"."""


def unit(code: str) -> str:
    """``unit("KGM") == "kg"``."""
    return UNITS.get(code.strip().upper(), code.strip())
