"""The procedural documentation (Verfahrensdokumentation) as a draft in Markdown, out of how this installation is really set up.

What only people know stands there as a question. It never says that anything is certified, because nothing is.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version

from archive.catalog.engine import SCHEMA
from archive.catalog.veil import types
from archive.deleting import deleted
from archive.doctypes import Retention, doctype, doctypes
from archive.inspection import uninspected
from archive.installation.access import KEPT as ACCESS_KEPT
from archive.installation.events import KEPT as EVENTS_KEPT
from archive.installation.person import ROLE_NAMES
from archive.problems import Unavailable
from archive.store.protection import protection
from service import __version__
from service.auth.rights import OF_ROLE
from service.parts import House, Parts
from service.settings import Settings

STARTS = {
    "jahr": "ab Ende des Jahres, in dem der Beleg entstand",
    "lieferung": "ab dem Tag der letzten Lieferung",
    "mappe": "ab Ende des Jahres, in dem der jüngste Beleg der Mappe entstand",
}
ASK = "**Bitte ergänzen:**"
INTRODUCTION = (
    "Dieser Entwurf beschreibt, wie das Programm eingestellt ist. Er ist kein Testat und keine Bescheinigung; ob das Verfahren den "
    "Vorschriften genügt, beurteilen Sie mit Ihrer Steuerberatung. Was nur Sie wissen, steht als Frage da."
)
PACKAGES = ("fastapi", "sqlalchemy", "pikepdf", "pypdfium2", "pytesseract", "whoosh-reloaded", "dbos")


def procedure(parts: Parts, house: House, who: str) -> str:
    """The whole text."""
    chapters = (_general, _scanning, _use, _technical, _operation, _retention, _privacy, _own)
    made = datetime.now(UTC).astimezone()
    firm = parts.space.orders.firm().name or "Ihre Firma"
    lines = [
        "# Verfahrensdokumentation Auftragsmappe",
        "",
        f"{firm}. Entwurf vom {made:%d.%m.%Y, %H:%M Uhr}, erstellt durch {who} mit Fassung {__version__}, Bereich „{parts.space.name}“.",
        "",
        INTRODUCTION,
        "",
    ]
    for chapter in chapters:
        lines += [*chapter(parts, house), ""]
    return "\n".join(lines).rstrip() + "\n"


def _general(parts: Parts, house: House) -> Iterator[str]:
    firm = parts.space.orders.firm()
    yield from ("## 1. Allgemeines", "")
    yield "- Firma: " + (
        ", ".join(filter(None, (firm.name, firm.street, f"{firm.postcode} {firm.city}".strip()))) or f"{ASK} Name und Anschrift"
    )
    yield "- Zweck: Belege zu Aufträgen erfassen, lesen, ihrer Mappe zuordnen, vergleichen, wiederfinden und aufbewahren."
    counts = parts.space.intake.counts()
    yield f"- Umfang: {sum(counts.values())} Eingänge, davon {counts['filed']} abgelegt, {counts['deleted']} gelöscht."
    yield f"- {ASK} Wer ist für das Verfahren verantwortlich, wer vertritt? Ab wann gilt diese Fassung?"
    people = [m for person in house.installation.people.all() if person.active for m in person.memberships if m.space == parts.space.name]
    yield from ("", "### Rollen", "")
    if not people:
        yield "Es ist niemand eingetragen: Wer an diesem Rechner sitzt, darf alles. Für den Betrieb in der Firma sind Zugänge nötig."
        return
    for role, name in ROLE_NAMES.items():
        mine = [m for m in people if m.role == role]
        rights = ", ".join(sorted(right.value for right in OF_ROLE[role]))
        secret = sum(m.confidential for m in mine)
        yield f"- {name}: {len(mine)} Personen, davon {secret} mit Recht auf Vertrauliches. Darf: {rights}."


def _scanning(parts: Parts, _house: House) -> Iterator[str]:
    count, _ = uninspected(parts.space.catalog, 1)
    yield from ("## 2. Vom Papier zur Datei (ersetzendes Scannen)", "")
    yield f"- {ASK} Wer öffnet die Post, wer scannt, wann nach dem Eingang, mit welchem Gerät, mit welcher Auflösung, wann in Farbe?"
    yield "- Jeder Scan wird Byte für Byte aufbewahrt, wie er hereinkommt; Drehen und Teilen ändern das Original nicht."
    yield (
        "- Sichtprüfung: Eine Person vergleicht Scan und Papier auf Vollständigkeit und Lesbarkeit und hält "
        f"das fest. Zurzeit ohne: {count}."
    )
    yield "- Ein unlesbarer Scan wird als „neu zu scannen“ vermerkt; der neue Scan ist ein eigener Eingang."
    yield f"- {ASK} Wann und von wem wird das Papier vernichtet? Welche Papiere bleiben im Original (Urkunden, Zollpapiere, Bilanzen)?"
    yield "- Nach dem Scannen wird nur mit der Datei gearbeitet. Wer danach etwas auf das Papier schreibt, scannt es neu."


def _use(_parts: Parts, _house: House) -> Iterator[str]:
    yield from ("## 3. Anwenderdokumentation", "")
    yield "- Jeder Eingang erhält sofort eine laufende Eingangsnummer ohne Lücken, auch ein abgelehnter; erst danach wird er quittiert."
    yield "- Reihenfolge des Vertrauens beim Lesen: Daten der E-Rechnung, Zahl- und Barcodes, Text im PDF, Texterkennung."
    yield (
        "- Zu jedem Wert sind Seite, Stelle, gelesener Text und Regel festgehalten. Die Lesung (alle Wörter "
        "mit ihrer Stelle) wird aufbewahrt."
    )
    yield "- Unsicheres wartet in der Klärung auf einen Menschen; eine unbekannte Auftragsnummer legt nie einen Auftrag an."
    yield "- Korrekturen ändern den Beleg nicht: Jede ist ein neuer Eintrag im Journal, der alte Stand bleibt lesbar und zurücknehmbar."
    yield (
        "- Bestellung, Lieferschein und Rechnung werden Zeile für Zeile verglichen; Entscheidungen über "
        "Abweichungen nennen Grund und Person."
    )
    yield (
        "- Bei E-Rechnungen sind die XML-Daten das Original. Sie werden geprüft, nicht umgewandelt; die lesbare Ansicht ist daraus erzeugt."
    )
    yield "- Das Handbuch liegt dem Programm bei (Verwaltung → Hilfe)."


def _technical(parts: Parts, _house: House) -> Iterator[str]:
    settings = parts.settings
    yield from ("## 4. Technische Systemdokumentation", "")
    yield f"- Programm: Auftragsmappe {__version__}, Tabellen in Fassung {SCHEMA}, Python {platform.python_version()}, {platform.system()}."
    yield f"- Texterkennung: {_tesseract()}."
    yield "- Bibliotheken: " + ", ".join(_packages()) + "."
    yield f"- Tabellen und Journal: {'SQLite' if settings.db.startswith('sqlite') else 'PostgreSQL'}."
    yield f"- Ablage der Originale: {'Ordner auf dem Datenträger' if settings.store.startswith('file:') else 'S3-Server'}."
    yield f"- Suche: {settings.index.partition(':')[0]}. Sie ist abgeleitet und wird jederzeit neu aufgebaut."
    yield f"- Lesevorgänge nebeneinander: {settings.workers}; größte Datei: {settings.upload_mb} MB."
    yield f"- Erreichbar: {_reach(settings)}."
    yield f"- Scan-Ordner: {'eingerichtet' if settings.watch else 'nicht eingerichtet'}."
    yield from ("", "### Unveränderbarkeit", "")
    yield f"- {_protected(parts)}"
    yield "- Jedes Original liegt unter seiner Prüfsumme (SHA-256) und wird nie überschrieben."
    yield "- Jede Änderung ist ein Eintrag im Journal. Jeder Eintrag trägt die Prüfsumme seines Vorgängers; fehlt oder ändert sich einer, "
    yield "  stimmt ab dort keine mehr. Das Journal liegt zusätzlich als Dateien in der Ablage."
    seq, head = parts.space.journal.head()
    yield f"- Stand des Journals bei dieser Ausgabe: Eintrag {seq}, Prüfsumme {head}."


def _operation(_parts: Parts, _house: House) -> Iterator[str]:
    yield from ("## 5. Betriebsdokumentation", "")
    yield "- Sicherung: „mappe backup ORDNER“ kopiert Originale, Lesungen und Journal im laufenden Betrieb und prüft jede Prüfsumme."
    yield f"- {ASK} Wie oft wird gesichert, wohin, wer prüft es? Wann wurde zuletzt eine Wiederherstellung geübt („mappe restore“)?"
    yield "- Nachweis: „mappe verify“ prüft jedes Original, jeden Eintrag und jede Tabelle und nennt Beanstandungen mit Eingangsnummer."
    yield f"- {ASK} Wie oft läuft der Nachweis, und wo werden seine Ergebnisse abgelegt?"
    yield "- Wiederaufbau: „mappe rebuild“ stellt alle Tabellen allein aus Originalen und Journal wieder her."
    yield "- Datenzugriff: Z1 und Z2 über die Rolle „Prüfung (nur ansehen)“ mit letztem Tag; Z3 über „Prüfung → Datenträger“."
    yield "- Ausgabe ohne das Programm: „mappe export alles ORDNER“ schreibt Mappen, Originale und Tabellen, lesbar in jedem Browser."


def _retention(parts: Parts, _house: House) -> Iterator[str]:
    yield from ("## 6. Aufbewahrung und Löschen", "")
    for each in doctypes().values():
        yield f"- {each.plural}: {_term(each.retention)}, weil {each.retention.why}."
    yield ""
    yield (
        "Das Programm löscht nichts von selbst, weil es offene Steuerbescheide (§ 147 Abs. 3 AO) nicht kennt. Es schlägt vor; eine Person "
    )
    yield (
        "beantragt, eine andere bestätigt. Geschützte Belege und Mappen sind ausgenommen. Nach dem Löschen "
        "bleiben Eingangsnummer, Prüfsumme, "
    )
    yield f"Grund, beide Namen und die früheren Einträge im Journal. Gelöscht bisher: {len(deleted(parts.space, 1_000_000))}."
    yield ""
    yield (
        "Fehlscans (etwa private Post) kommen sofort in Quarantäne und werden nach der Zustimmung einer "
        "zweiten Person auch vor Ablauf einer "
    )
    yield "Frist gelöscht."


def _privacy(parts: Parts, _house: House) -> Iterator[str]:
    yield from ("## 7. Datenschutz", "")
    yield (
        "- Vertraulich von selbst: "
        + ", ".join(doctype(key).plural for key in types())
        + "; dazu einzeln gekennzeichnete Belege und Mappen."
    )
    yield (
        f"- Wer welchen Beleg angesehen hat, wird {ACCESS_KEPT.days} Tage aufbewahrt; Anmeldungen und "
        f"Änderungen an Personen {EVENTS_KEPT.days} Tage."
    )
    yield f"- Lerndaten aus Schulungen: {parts.settings.learning_days} Tage nach Kursende, danach gelöscht."
    yield "- Das Programm sendet nichts nach außen, außer an Stellen, die Sie selbst eintragen."
    yield f"- {ASK} Verzeichnis der Verarbeitungstätigkeiten und Betriebsvereinbarung (Vorlagen liegen dem Programm bei)."


def _own(_parts: Parts, _house: House) -> Iterator[str]:
    yield from ("## 8. Internes Kontrollsystem", "")
    yield "- Täglich: Klärung leeren. Monatlich: Übersicht „fehlt“ und „älter als 10 Tage ungeprüft“. Jährlich: Löschvorschlag."
    yield "- Vier Augen: Löschen, Fehlscans. Trennung: Wer prüft, kann nichts ändern."
    yield f"- {ASK} Wer führt diese Kontrollen durch, und wo wird das festgehalten? Änderungen dieser Dokumentation mit Datum und Grund:"


def _term(rule: Retention) -> str:
    longer = f" ({rule.invoiced} Jahre, wenn eine Rechnung ihn nennt)" if rule.invoiced else ""
    return f"{rule.years} Jahre {STARTS[rule.start]}{longer}"


def _protected(parts: Parts) -> str:
    try:
        return protection(parts.space.store).sentence
    except Unavailable as problem:
        return f"Ob die Ablage sperrt, ließ sich gerade nicht feststellen: {problem.message}"


def _reach(settings: Settings) -> str:
    if settings.local:
        return "nur auf diesem Rechner"
    return "im Netz, verschlüsselt" if settings.secure else "im Netz, nicht verschlüsselt"


def _packages() -> Iterator[str]:
    for name in PACKAGES:
        try:
            yield f"{name} {version(name)}"
        except ModuleNotFoundError:
            continue


def _tesseract() -> str:
    program = shutil.which("tesseract")
    if not program:
        return "nicht installiert"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=False).stdout
    return said.partition("\n")[0].strip() or "Tesseract, Fassung unbekannt"
