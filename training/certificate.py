"""The certificate of attendance: what stands on it, its fingerprint, and whether it may be issued. No grade, no chamber's logo."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass

from archive.problems import Invalid
from training.leaflet import Leaflet, printed
from training.plan import ENOUGH, UNIT


@dataclass(frozen=True, slots=True)
class Certificate:
    """Everything that stands on it."""

    serial: str
    name: str
    course: str
    days: str
    minutes: int
    contents: tuple[str, ...]
    place: str
    trainer: str
    issuer: str

    @property
    def units(self) -> str:
        """The time as units of 45 minutes."""
        return f"{self.minutes / UNIT:.1f}".replace(".", ",").removesuffix(",0")


def proof(serial: str, name: str, course: str, days: str, units: str) -> str:
    """The fingerprint of what a certificate says about a person; blanks and capitals do not count, every other letter does.

    Letters count as they are printed: who checks it types what stands there, and who issued it may have typed marks that do not.
    """
    said = [" ".join(printed(value).split()).casefold() for value in (serial, name, course, days, units)]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def proof_of(certificate: Certificate) -> str:
    """The fingerprint of a certificate."""
    return proof(certificate.serial, certificate.name, certificate.course, certificate.days, certificate.units)


def must_be_printable(name: str) -> None:
    """Raises ``Invalid`` for a name in letters the font has not."""
    if printed(name).count("?") > name.count("?"):
        raise Invalid(
            "Diesen Namen kann die Bescheinigung nicht drucken. Bitte schreiben Sie ihn mit lateinischen Buchstaben, wie im Ausweis.",
            cause="name in another script",
        )


def must_be_due(attended: int, minutes: int) -> None:
    """Raises ``Invalid`` when somebody was not there long enough."""
    needed = math.ceil(ENOUGH * minutes)
    if attended < needed:
        share = round(100 * ENOUGH)
        raise Invalid(
            f"Eine Bescheinigung gibt es ab {share} % Anwesenheit, das sind {needed} von {minutes} Minuten.",
            cause=f"{attended} of {minutes} minutes",
        )


def as_pdf(certificate: Certificate, day: str, issued: str) -> bytes:
    """The certificate to print; ``day`` as ``20260131``, ``issued`` as people write it."""
    sheet = Leaflet("Teilnahmebescheinigung", f"{certificate.issuer} · Nummer {certificate.serial}")
    sheet.heading("Teilnahmebescheinigung", 22)
    sheet.heading(certificate.name, 17)
    sheet.text(f"hat teilgenommen an: {certificate.course}")
    sheet.text(f"Zeitraum: {certificate.days}")
    sheet.text(f"Umfang: {certificate.units} Unterrichtseinheiten zu {UNIT} Minuten")
    sheet.heading("Inhalte")
    for content in certificate.contents:
        sheet.text(f"– {content}")
    sheet.text("Geübt wurde an einer erfundenen Musterfirma. Diese Bescheinigung ist keine Bewertung der Leistung.")
    sheet.heading(f"{certificate.place}, {issued}")
    sheet.text(f"Leitung: {certificate.trainer}")
    sheet.text(f"Ausgestellt von: {certificate.issuer}")
    sheet.heading("Prüfen", 10)
    sheet.text(f"Nummer: {certificate.serial}")
    sheet.text(f"Prüfsumme (SHA-256): {proof_of(certificate)[:32]}")
    return sheet.pdf(day)
