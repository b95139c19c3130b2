"""Words of the trade in plain German, for the page of words and for the screens they stand on. Shows nothing itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """A word, other forms it is written in, and what it means, in one or two short sentences."""

    word: str
    meaning: str
    forms: tuple[str, ...] = ()


TERMS = (
    Term("Abgleich", "Bestellung, Lieferschein und Rechnung werden Zeile für Zeile verglichen.", ("Dreifach-Abgleich",)),
    Term("Abweichung", "Etwas passt nicht zusammen, zum Beispiel Preis oder Menge.", ("Abweichungen",)),
    Term("Anzahlung", "Ein Teil des Preises, der vor der Lieferung bezahlt wird.", ("Anzahlungsrechnung",)),
    Term("Auftrag", "Eine Bestellung, die ein Kunde bei Ihnen aufgegeben hat. Die Auftragsnummer ist Ihre eigene."),
    Term("Auftragsbestätigung", "Der Lieferant bestätigt, was er zu welchem Preis und Termin liefert.", ("Auftragsbestätigungen",)),
    Term("Aufbewahrung", "So lange muss ein Beleg nach dem Gesetz erhalten bleiben.", ("Aufbewahrungsfrist",)),
    Term("Beleg", "Ein Papier oder eine Datei zu einem Auftrag, zum Beispiel eine Rechnung oder ein Lieferschein."),
    Term("Belegart", "Was für ein Papier es ist: Rechnung, Lieferschein, Angebot und so weiter."),
    Term("Bestellung", "Was Sie selbst bei einem Lieferanten bestellt haben."),
    Term("Charge", "Die Nummer, unter der Material zusammen hergestellt wurde. Sie steht auch auf dem Zeugnis.", ("Schmelze", "Chargen")),
    Term("Dublette", "Ein Beleg, der ein zweites Mal angekommen ist.", ("Dubletten",)),
    Term("E-Rechnung", "Eine Rechnung als Daten. Es gelten die Daten, nicht das Bild.", ("E-Rechnungen", "XRechnung", "ZUGFeRD")),
    Term("Eingangsnummer", "Die Nummer, unter der ein Beleg bei Ihnen angekommen ist. Sie beweist, dass er gespeichert ist."),
    Term("Frachtbrief", "Das Papier der Spedition, das die Ware begleitet.", ("CMR",)),
    Term("Fundstelle", "Die Stelle auf der Seite, an der ein Wert steht. Sie ist mit einem Kasten markiert."),
    Term("Gemeinkosten", "Ausgaben, die zu keinem einzelnen Auftrag gehören."),
    Term("Gutschrift", "Der Lieferant gibt Geld zurück oder rechnet es an.", ("Gutschriften",)),
    Term("IBAN", "Die Nummer eines Bankkontos."),
    Term("Klärung", "Hier warten Belege, bei denen die Auftragsmappe nicht sicher ist. Ein Mensch entscheidet."),
    Term("Kommission", "Das Wort oder die Nummer, unter der ein Lieferant für einen Ihrer Aufträge packt."),
    Term("Lieferschein", "Das Papier, das mit der Ware kommt. Es sagt, was und wie viel geliefert ist.", ("Lieferscheine",)),
    Term("Mahnung", "Der Lieferant erinnert an eine Rechnung, die noch nicht bezahlt ist.", ("Mahnungen",)),
    Term("Mappe", "Alle Belege zu einem Auftrag."),
    Term("Nachforderung", "Sie bitten den Lieferanten um ein Papier, das fehlt."),
    Term("Original", "Die Datei genau so, wie sie ankam. Sie wird nie verändert."),
    Term("Pflichtangabe", "Was nach dem Gesetz auf jeder Rechnung stehen muss.", ("Pflichtangaben",)),
    Term("Preiseinheit", "Für wie viel Stück der Preis gilt, zum Beispiel für 100 Stück."),
    Term("Prüfbescheinigung", "Ein Zeugnis über das Material, zum Beispiel 3.1.", ("Prüfbescheinigungen", "Prüfzeugnis")),
    Term("Sammelrechnung", "Eine Rechnung für mehrere Aufträge. Sie erscheint in jeder der Mappen.", ("Sammelrechnungen",)),
    Term("Schlussrechnung", "Die letzte Rechnung. Frühere Anzahlungen sind darauf abgezogen."),
    Term("Skonto", "Ein Abzug für schnelles Bezahlen, zum Beispiel 2 % in 10 Tagen."),
    Term("Stückliste", "Alle Teile, aus denen etwas gebaut wird."),
    Term("Teillieferung", "Der Lieferant schickt erst einen Teil der Ware. Der Rest kommt später.", ("Teillieferungen",)),
    Term("Trennblatt", "Ein Blatt zwischen zwei Papieren. Daran erkennt die Auftragsmappe, wo das nächste beginnt.", ("Trennblätter",)),
    Term("Übertrag", "Die Summe der vorigen Seite, mit der die nächste weiterrechnet."),
    Term("USt-IdNr.", "Die Steuernummer einer Firma für Geschäfte in der EU. Sie beginnt mit dem Land, zum Beispiel DE."),
    Term("Verlauf", "Alles, was mit einem Beleg oder einer Mappe geschehen ist, mit Zeitpunkt und Person."),
    Term("Wareneingangsschein", "Ihr eigenes Papier darüber, was angekommen ist.", ("Wareneingangsscheine",)),
)
"""In the order of the alphabet."""
