"""Backs of papers and the sheets between them: terms of business in grey small print, separator sheets. No paper of its own."""

from __future__ import annotations

from training.firm.draw import A4, MM, Face, Sheet, wrap
from training.firm.layouts.codes import bars
from training.firm.paper import Paper

GREY = Face("serif", 5.6, "#8a8a8a")
_TERMS = """
Geltung. Alle Lieferungen und Leistungen erfolgen ausschließlich aufgrund dieser Bedingungen. Abweichende Bedingungen des
Bestellers werden nicht Vertragsinhalt, auch wenn wir ihnen nicht ausdrücklich widersprechen.

Angebote und Preise. Unsere Angebote sind freibleibend. Die Preise gelten ab Werk ausschließlich Verpackung, Fracht, Zoll und
Versicherung, zuzüglich der gesetzlichen Umsatzsteuer am Tag der Lieferung.

Lieferung. Teillieferungen sind zulässig. Lieferfristen beginnen mit dem Datum der Auftragsbestätigung, jedoch nicht vor Klärung
aller Einzelheiten des Auftrags. Höhere Gewalt verlängert die Frist angemessen.

Gefahrübergang. Die Gefahr geht mit der Übergabe an den Spediteur oder Frachtführer auf den Besteller über.

Zahlung. Rechnungen sind innerhalb der genannten Frist ohne Abzug zahlbar. Bei Verzug werden Zinsen in gesetzlicher Höhe
berechnet.

Eigentumsvorbehalt. Die Ware bleibt bis zur vollständigen Bezahlung aller Forderungen aus der Geschäftsverbindung unser Eigentum.

Mängel. Der Besteller hat die Ware unverzüglich zu untersuchen und Mängel schriftlich anzuzeigen. Wir leisten nach unserer Wahl
Nachbesserung oder Ersatz.

Haftung. Schadensersatzansprüche sind ausgeschlossen, soweit nicht Vorsatz oder grobe Fahrlässigkeit vorliegt.

Erfüllungsort und Gerichtsstand ist unser Sitz. Es gilt deutsches Recht. Musterdaten – alle Angaben frei erfunden.
""".strip().split("\n\n")


def terms(paper: Paper) -> Sheet:
    """The terms of business on the back, in two columns, three times as long as anybody reads."""
    sheet = Sheet(A4)
    sheet.text((20 * MM, 18 * MM), f"Allgemeine Lieferungs- und Zahlungsbedingungen der {paper.sender.name}", GREY.sized(8))
    x, y = 20 * MM, 26 * MM
    for number in range(1, 70):
        for line in wrap(f"§ {number} {_TERMS[(number - 1) % len(_TERMS)]}", GREY, 82 * MM):
            if y > 280 * MM and x > 100 * MM:
                return sheet
            if y > 280 * MM:
                x, y = 108 * MM, 26 * MM
            sheet.text((x, y), line, GREY)
            y += 7
        y += 4
    return sheet


def separator() -> Sheet:
    """The sheet that people lay between two papers before they scan a stack."""
    sheet = Sheet(A4)
    face = Face("sans-bold", 54, "#111111", "centre")
    sheet.text((A4[0] / 2, 90 * MM), "TRENNBLATT", face)
    bars(sheet, (40 * MM, 120 * MM), "TRENNBLATT", (0.9 * MM, 38 * MM))
    sheet.text((A4[0] / 2, 190 * MM), "Dieses Blatt trennt zwei Belege. Bitte wiederverwenden.", face.sized(14))
    sheet.text((A4[0] / 2, 290 * MM), "Musterdaten", face.sized(7))
    return sheet
