"""The journal in German: one sentence per entry for the Verlauf of a paper or a folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from archive.doctypes import doctype, field_name
from archive.entry import Entry
from archive.policy import listed


def sentence(entry: Entry) -> str:
    """What happened, for people. ``entry.who`` and ``entry.at`` are shown beside it."""
    return _SENTENCES[entry.kind](entry.body)


def _received(body: Mapping[str, Any]) -> str:
    if body.get("parent") and body["source"] == "wareneingang":
        return f"Foto zum Wareneingang {body['parent']}."
    if body.get("parent") and body["source"] == "ausgepackt":
        return f"Eingegangen als „{body['name']}“, ausgepackt aus {body['parent']}."
    if body.get("parent"):
        return f"Eingegangen als „{body['name']}“, Anhang der E-Rechnung {body['parent']}."
    if body["source"] == "post":
        return f"Eingegangen als „{body['name']}“ (aus dem Postfach „{body['hint']}“)."
    if body["source"] == "link":
        return f"Eingegangen als „{body['name']}“ (über den Link für {body['hint']})."
    below = f", Unterordner „{body['hint']}“" if body.get("hint") else ""
    return f"Eingegangen als „{body['name']}“ ({_SOURCES.get(body['source'], body['source'])}{below})."


def _state(body: Mapping[str, Any]) -> str:
    return str(body["sentence"])


def _corrected(body: Mapping[str, Any]) -> str:
    decision = body["correction"]
    parts = [str(body["sentence"])]
    if decision["doctype"] is not None:
        parts.append(f"Belegart: {doctype(decision['doctype']).name}.")
    parts += [f"{field_name(key)}: {value or 'entfernt'}." for key, value in decision["fields"].items()]
    return " ".join(parts)


def _taken_back(body: Mapping[str, Any]) -> str:
    return f"Entscheidung zurückgenommen. {body['sentence']}".strip()


def _decided(body: Mapping[str, Any]) -> str:
    chosen = _CHOICES[body["choice"]]
    return f"{body['sentence']}. Entscheidung: {chosen}" + (f" („{body['reason']}“)." if body["reason"] else ".")


def _because(body: Mapping[str, Any]) -> str:
    return f" Grund: {body['reason']}." if body["reason"] else ""


def _part(body: Mapping[str, Any]) -> str:
    verb = "Entstanden aus den Seiten von" if body["source"] == "teilung" else "Zusammengefasst aus"
    return f"{verb} {listed(body['parents'])}."


def _deferred(body: Mapping[str, Any]) -> str:
    until = date.fromisoformat(body["until"])
    return f"Zurückgestellt bis {until:%d.%m.%Y}" + (f": {body['note'].rstrip('.')}." if body["note"] else ".")


def _inspected(body: Mapping[str, Any]) -> str:
    if body["result"] == "lesbar":
        return "Sichtprüfung: vollständig und lesbar."
    return f"Sichtprüfung: neu zu scannen. {body['note'].rstrip('.')}."


def _deletion_proposed(body: Mapping[str, Any]) -> str:
    return f"Zum Löschen vorgeschlagen ({_WHY_DELETED[body['kind']]}). Grund: {body['reason'].rstrip('.')}."


def _erased(body: Mapping[str, Any]) -> str:
    return f"Bytes endgültig entfernt ({len(body['keys'])} Dateien), SHA-256 {body['sha256'][:12]}…."


def _confidential(body: Mapping[str, Any]) -> str:
    return "Als vertraulich gekennzeichnet." if body["choice"] == "vertraulich" else "Nicht mehr vertraulich."


def _papers(count: int) -> str:
    return "1 Papier" if count == 1 else f"{count} Papiere"


_CHOICES = {
    "akzeptiert": "akzeptiert",
    "reklamiert": "beim Lieferanten reklamiert",
    "gutschrift_angefordert": "Gutschrift angefordert",
    "storniert": "storniert",
    "offen": "wieder offen",
}

_WHY_DELETED = {"frist": "Frist abgelaufen", "fehlscan": "Fehlscan", "video": "Video"}

_SOURCES = {
    "web": "hochgeladen",
    "api": "über die Schnittstelle",
    "befehl": "über die Befehlszeile",
    "altbestand": "bei der Übernahme des Altbestands",
    "wareneingang": "beim Wareneingang",
    "ordner": "aus dem Scan-Ordner",
    "demo": "Musterdaten",
    "telefon": "mit dem Telefon aufgenommen",
}

_SENTENCES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "eingang": _received,
    "abgelegt": _state,
    "wartet": _state,
    "gestoert": _state,
    "abgelehnt": _state,
    "ausgepackt": _state,
    "korrigiert": _corrected,
    "zurueckgenommen": _taken_back,
    "neu_lesen": lambda _body: "Wird noch einmal gelesen.",
    "auftrag": lambda body: f"Auftrag {body['number']} angelegt oder geändert.",
    "bestellung": lambda body: f"Bestellung {body['number']} angelegt oder geändert.",
    "lieferant": lambda body: f"Lieferant {body['name']} angelegt oder geändert.",
    "kunde": lambda body: f"Kunde {body['name']} angelegt oder geändert.",
    "spalten": lambda body: f"Zuordnung der Spalten „{body['name']}“ gemerkt.",
    "abweichung_entschieden": _decided,
    "teil": _part,
    "aufgeteilt": _state,
    "zusammengefasst": _state,
    "aufgeloest": _state,
    "verworfen": _state,
    "gedreht": lambda body: f"Seite {body['page']} um {body['degrees']} Grad gedreht; sie wird noch einmal gelesen.",
    "zurueckgestellt": _deferred,
    "gleiches_papier": lambda body: f"Dasselbe Papier wie {body['first']}.{_because(body)}",
    "anderes_papier": lambda body: f"Ein anderes Papier als {body['first']}.{_because(body)}",
    "nebenkosten_entschieden": lambda body: f"Nebenkosten {'trägt ' + body['order'] if body['order'] else 'nach Wert verteilt'}.",
    "profil": lambda _body: "Vollständigkeitsprofil geändert.",
    "gelernt": lambda body: f"Gelernt: {body['sentence']}.",
    "verlernt": lambda body: f"Nicht mehr gelernt: {body['sentence']}.",
    "aufbewahrung_gesperrt": lambda body: f"Vor dem Löschen geschützt. Grund: {body['reason'].rstrip('.')}.",
    "aufbewahrung_freigegeben": lambda body: f"Schutz vor dem Löschen aufgehoben. Grund: {body['reason'].rstrip('.')}.",
    "vertraulich": _confidential,
    "loeschen_vorgeschlagen": _deletion_proposed,
    "loeschen_abgelehnt": lambda body: f"Löschen abgelehnt.{_because(body)}",
    "in_quarantaene": _state,
    "sichtpruefung": _inspected,
    "quarantaene_aufgehoben": lambda _body: "Aus der Quarantäne geholt.",
    "geloescht": _state,
    "vernichtet": _erased,
    "wissen_geloescht": lambda body: f"Endgültig gelöscht, vorgeschlagen von {body['proposed_by']}. Grund: {body['reason'].rstrip('.')}.",
    "wissen_vernichtet": _erased,
    "wissen": lambda body: f"„{body['note']['title']}“ geschrieben oder geändert.",
    "wissen_entfernt": lambda _body: "Aus dem Wissen entfernt.",
    "uebung": lambda _body: "Eigene Übung geschrieben oder geändert.",
    "uebung_entfernt": lambda _body: "Eigene Übung entfernt.",
    "link_angelegt": lambda body: f"Link zum {body['link']['direction'].capitalize()} für „{body['link']['title']}“ angelegt.",
    "link_benutzt": lambda body: f"Über den Link: {body['eingangsnummer']}.",
    "link_zurueckgenommen": lambda _body: "Link zurückgenommen.",
    "herausgegeben": lambda body: f"Herausgegeben als {body['how']}: {_papers(len(body['papers']))}.",
    "firma": lambda _body: "Angaben zur eigenen Firma geändert.",
}
