"""Hilfe: how things are done, which keys there are, what the words mean."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from service.rendering import render

router = APIRouter()

GLOSSARY = (
    ("Auftrag", "Eine Bestellung, die ein Kunde bei Ihnen aufgegeben hat. Die Auftragsnummer ist Ihre eigene."),
    ("Beleg", "Ein Papier oder eine Datei zu einem Auftrag, zum Beispiel eine Rechnung oder ein Lieferschein."),
    ("Belegart", "Was für ein Papier es ist: Rechnung, Lieferschein, Angebot und so weiter."),
    ("Bestellung", "Was Sie selbst bei einem Lieferanten bestellt haben."),
    ("Eingangsnummer", "Die Nummer, unter der ein Beleg bei Ihnen angekommen ist. Sie beweist, dass er gespeichert ist."),
    ("Fundstelle", "Die Stelle auf der Seite, an der ein Wert steht. Sie ist mit einem Kasten markiert."),
    ("Klärung", "Hier warten Belege, bei denen die Auftragsmappe nicht sicher ist. Ein Mensch entscheidet."),
    ("Mappe", "Alle Belege zu einem Auftrag."),
    ("Original", "Die Datei genau so, wie sie ankam. Sie wird nie verändert."),
    ("Sammelrechnung", "Eine Rechnung für mehrere Aufträge. Sie liegt einmal im Archiv und erscheint in jeder der Mappen."),
    ("Verlauf", "Alles, was mit einem Beleg oder einer Mappe geschehen ist, mit Zeitpunkt und Person."),
)


@router.get("/hilfe")
def show(request: Request) -> Response:
    """The help needs nothing but itself, so that it is there when something else is not."""
    return render(request, "help.html", quiet=True, glossary=GLOSSARY)
