"""What the business terms of EN 16931 are called in German. Data only."""

from __future__ import annotations

_NAMES = """
BT-1=Rechnungsnummer|BT-2=Rechnungsdatum|BT-3=Art des Dokuments|BT-5=Währung|BT-6=Währung der Umsatzsteuer|BT-7=Steuerdatum
BT-8=Code für das Steuerdatum|BT-9=Fällig am|BT-10=Referenz des Käufers|BT-11=Projektnummer|BT-12=Vertragsnummer|BT-13=Bestellnummer
BT-14=Auftragsnummer des Verkäufers|BT-15=Wareneingangsmeldung|BT-16=Lieferscheinnummer|BT-17=Ausschreibung oder Los|BT-18=Objekt
BT-19=Buchungskonto des Käufers|BT-20=Zahlungsbedingungen|BT-21=Art der Bemerkung|BT-22=Bemerkung|BT-23=Geschäftsprozess
BT-24=Profil (Spezifikation)|BT-25=Vorige Rechnung|BT-26=Datum der vorigen Rechnung|BT-27=Verkäufer
BT-28=Handelsname des Verkäufers|BT-29=Kennung des Verkäufers|BT-30=Registernummer des Verkäufers|BT-31=USt-IdNr. des Verkäufers
BT-32=Steuernummer des Verkäufers|BT-33=Rechtliche Angaben des Verkäufers|BT-34=Elektronische Adresse des Verkäufers
BT-35=Straße des Verkäufers|BT-36=Adresszusatz des Verkäufers|BT-162=Weiterer Adresszusatz des Verkäufers|BT-37=Ort des Verkäufers
BT-38=Postleitzahl des Verkäufers|BT-39=Region des Verkäufers|BT-40=Land des Verkäufers|BT-41=Ansprechperson des Verkäufers
BT-42=Telefon des Verkäufers|BT-43=E-Mail des Verkäufers|BT-44=Käufer|BT-45=Handelsname des Käufers|BT-46=Kundennummer
BT-47=Registernummer des Käufers|BT-48=USt-IdNr. des Käufers|BT-49=Elektronische Adresse des Käufers|BT-50=Straße des Käufers
BT-51=Adresszusatz des Käufers|BT-163=Weiterer Adresszusatz des Käufers|BT-52=Ort des Käufers|BT-53=Postleitzahl des Käufers
BT-54=Region des Käufers|BT-55=Land des Käufers|BT-56=Ansprechperson des Käufers|BT-57=Telefon des Käufers
BT-58=E-Mail des Käufers|BT-59=Zahlungsempfänger|BT-60=Kennung des Zahlungsempfängers|BT-61=Registernummer des Zahlungsempfängers
BT-62=Steuervertreter des Verkäufers|BT-63=USt-IdNr. des Steuervertreters|BT-64=Straße des Steuervertreters
BT-65=Adresszusatz des Steuervertreters|BT-164=Weiterer Adresszusatz
BT-66=Ort des Steuervertreters|BT-67=Postleitzahl des Steuervertreters|BT-68=Region des Steuervertreters
BT-69=Land des Steuervertreters|BT-70=Lieferung an
BT-71=Kennung des Lieferorts|BT-72=Lieferdatum|BT-73=Abrechnung von|BT-74=Abrechnung bis|BT-75=Straße des Lieferorts
BT-76=Adresszusatz des Lieferorts|BT-77=Ort der Lieferung|BT-78=Postleitzahl des Lieferorts|BT-79=Region des Lieferorts
BT-80=Land des Lieferorts|BT-165=Weiterer Adresszusatz|BT-81=Zahlungsart|BT-82=Text zur Zahlungsart|BT-83=Verwendungszweck
BT-84=IBAN|BT-85=Kontoinhaber|BT-86=BIC|BT-87=Kartennummer|BT-88=Karteninhaber|BT-89=Mandatsreferenz|BT-90=Gläubiger-ID
BT-91=Belastetes Konto|BT-92=Nachlass|BT-93=Grundbetrag des Nachlasses|BT-94=Prozentsatz des Nachlasses
BT-95=Steuerkategorie des Nachlasses|BT-96=Steuersatz des Nachlasses|BT-97=Grund des Nachlasses
BT-98=Code für den Grund des Nachlasses|BT-99=Zuschlag|BT-100=Grundbetrag des Zuschlags|BT-101=Prozentsatz des Zuschlags
BT-102=Steuerkategorie des Zuschlags|BT-103=Steuersatz des Zuschlags|BT-104=Grund des Zuschlags
BT-105=Code für den Grund des Zuschlags|BT-106=Summe der Positionen|BT-107=Summe der Nachlässe|BT-108=Summe der Zuschläge
BT-109=Nettobetrag|BT-110=Umsatzsteuer|BT-111=Umsatzsteuer in Buchungswährung|BT-112=Bruttobetrag|BT-113=Bereits bezahlt
BT-114=Rundung|BT-115=Zahlbetrag|BT-116=Steuerbasis|BT-117=Steuerbetrag|BT-118=Steuerkategorie|BT-119=Steuersatz
BT-120=Grund der Steuerbefreiung|BT-121=Code der Steuerbefreiung|BT-122=Nummer der Anlage|BT-123=Beschreibung der Anlage
BT-124=Verweis auf eine Anlage|BT-125=Anlage|BT-126=Position|BT-127=Bemerkung zur Position|BT-128=Objekt der Position|BT-129=Menge
BT-130=Einheit|BT-131=Nettobetrag der Position|BT-132=Bestellposition|BT-133=Buchungskonto der Position
BT-134=Zeitraum der Position von|BT-135=Zeitraum der Position bis|BT-136=Nachlass der Position|BT-137=Grundbetrag des Nachlasses
BT-138=Prozentsatz des Nachlasses|BT-139=Grund des Nachlasses|BT-140=Code des Nachlasses|BT-141=Zuschlag der Position
BT-142=Grundbetrag des Zuschlags|BT-143=Prozentsatz des Zuschlags|BT-144=Grund des Zuschlags|BT-145=Code des Zuschlags
BT-146=Einzelpreis|BT-147=Rabatt auf den Einzelpreis|BT-148=Einzelpreis ohne Rabatt|BT-149=Preiseinheit|BT-150=Einheit des Preises
BT-151=Steuerkategorie der Position|BT-152=Steuersatz der Position|BT-153=Artikel|BT-154=Beschreibung|BT-155=Artikelnummer
BT-156=Ihre Artikelnummer|BT-157=Internationale Artikelnummer|BT-158=Warengruppe|BT-159=Ursprungsland|BT-160=Eigenschaft
BT-161=Wert der Eigenschaft|BT-X-22=Bestellnummer der Position|BT-X-92=Lieferscheinnummer der Position|BG-1=Bemerkung|BG-2=Verfahren
BG-3=Vorige Rechnung|BG-4=Verkäufer|BG-5=Anschrift des Verkäufers|BG-6=Kontakt des Verkäufers|BG-7=Käufer
BG-8=Anschrift des Käufers|BG-9=Kontakt des Käufers|BG-10=Zahlungsempfänger|BG-11=Steuervertreter
BG-12=Anschrift des Steuervertreters|BG-13=Lieferung|BG-14=Abrechnungszeitraum|BG-15=Lieferanschrift|BG-16=Zahlung
BG-17=Überweisung|BG-18=Kartenzahlung|BG-19=Lastschrift|BG-20=Nachlässe|BG-21=Zuschläge|BG-22=Summen|BG-23=Umsatzsteuer
BG-24=Anlagen|BG-25=Positionen|BG-26=Zeitraum der Position|BG-27=Nachlässe der Position|BG-28=Zuschläge der Position|BG-29=Preis
BG-30=Steuer der Position|BG-31=Artikel|BG-32=Eigenschaften des Artikels
"""
NAMES = dict(part.split("=", 1) for part in _NAMES.replace("\n", "|").split("|") if part)


def name(term: str) -> str:
    """``name("BT-1") == "Rechnungsnummer"``, the term itself for one without a name."""
    return NAMES.get(term, term)
