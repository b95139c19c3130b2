"""What is kept of people: the list, and all that is kept of one of them, for a request under Art. 15 DSGVO. Erases nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from archive.installation.access import KEPT as ACCESS
from archive.installation.events import KEPT as EVENTS
from archive.installation.person import ROLE_NAMES
from archive.mentions import acts_of, mentioned
from service.parts import House, Parts

MOST = 10_000


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of personal data: what, what for, how long, and how it goes."""

    what: str
    purpose: str
    until: str
    erased: str


def kept(learning_days: int) -> list[Kept]:
    """All kinds of data about people that this installation keeps."""
    law = "Aufbewahrungspflicht (§ 147 AO, § 257 HGB); Art. 17 Abs. 3 b DSGVO"
    return [
        Kept(
            "Belege: Namen, Anschriften, Unterschriften, Bankverbindungen", f"Buchhaltung, {law}", "Frist der Belegart", "Löschen zu zweit"
        ),
        Kept("Fehlscans, etwa private Post", "keiner", "bis eine zweite Person zustimmt", "Quarantäne sofort, Löschen zu zweit"),
        Kept("Journal: wer was wann geändert hat", f"Nachvollziehbarkeit, {law}", "wie die Belege", "bleibt, auch nach dem Löschen"),
        Kept("Zugänge: Name, Anmeldename, Rolle", "Zugang", "solange der Zugang besteht", "Sperren; der Name bleibt im Journal"),
        Kept("Anmeldungen und Änderungen an Personen", "Sicherheit", f"{EVENTS.days} Tage", "von selbst"),
        Kept("Wer welchen Beleg angesehen hat", "Nachweis von Zugriffen", f"{ACCESS.days} Tage", "von selbst"),
        Kept("Sitzungen (Gerät, Zeit)", "Anmeldung", "höchstens 7 Tage", "von selbst oder beim Abmelden"),
        Kept("Lerndaten: Platznummer, Schritte, ohne Namen", "Schulung", f"{learning_days} Tage nach Kursende", "von selbst"),
        Kept("Zertifikate: Nummer und Fingerabdruck, ohne Namen", "Echtheit prüfen", "ohne Ende", "kein Personenbezug"),
    ]


def about(house: House, parts: Parts, name: str) -> dict[str, Any]:
    """Everything that is kept under a name in this space: account, events, accesses, acts, and papers that name it."""
    people = [person for person in house.installation.people.all() if name.casefold() in (person.name.casefold(), person.login.casefold())]
    accounts = [
        {
            "name": person.name,
            "anmeldename": person.login,
            "zweiter_faktor": bool(person.totp),
            "gesperrt": not person.active,
            "rollen": [{"rolle": ROLE_NAMES[m.role], "bis": m.until} for m in person.memberships if m.space == parts.space.name],
        }
        for person in people
        if any(m.space == parts.space.name for m in person.memberships)
    ]
    events = [event for event in house.installation.events.recent(parts.space.name, MOST) if name in (event.who, *event.text.split(" ("))]
    looks = house.accesses.of(parts.space.name, who=name, limit=MOST)
    return {
        "name": name,
        "bereich": parts.space.name,
        "zugang": accounts,
        "ereignisse": [{"wann": event.at, "wer": event.who, "was": event.text} for event in events],
        "zugriffe": [{"wann": look.at, "was": look.what, "wie": look.how} for look in looks],
        "handlungen": [{"wann": at, "art": kind, "gegenstand": subject} for at, kind, subject in acts_of(parts.space.catalog, name, MOST)],
        "belege_mit_diesem_namen": mentioned(parts.space.catalog, name, MOST),
    }
