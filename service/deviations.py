"""What does not fit in a folder, prepared for the screen: sentences with links to both places, and boxes on the pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from archive.completeness import Judged
from archive.decisions import Choice, Decision
from archive.deviation import PENDING, Place
from service.sheet import Sheet, Spot, spot_of

CHOICES: dict[Choice, str] = {
    "akzeptiert": "Akzeptieren: Das ist so in Ordnung",
    "reklamiert": "Reklamiert: Der Lieferant muss es richtigstellen",
    "gutschrift_angefordert": "Gutschrift angefordert",
    "storniert": "Storniert: Der Rest wird nicht mehr gebraucht",
}
DECIDED: dict[Choice, str] = {
    "akzeptiert": "Akzeptiert",
    "reklamiert": "Reklamiert",
    "gutschrift_angefordert": "Gutschrift angefordert",
    "storniert": "Storniert",
    "offen": "Offen",
}


@dataclass(frozen=True, slots=True)
class ShownPlace:
    """One side of a comparison. ``spot`` ties it to its box; ``href`` is "" for a purchase order of which no paper is here."""

    spot: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class ShownDeviation:
    """A deviation for people. ``twins`` are the Eingangsnummern of two papers that look like one, empty for all others."""

    key: str
    sentence: str
    wrong: bool
    settled: bool
    decision: Decision | None
    places: tuple[ShownPlace, ...]
    twins: tuple[str, ...] = ()


def shown_deviations(judged: Sequence[Judged]) -> list[ShownDeviation]:
    """What is unsettled first, and what is wrong before what is merely open."""
    rows = [_shown(number, each) for number, each in enumerate(judged, 1)]
    return sorted(rows, key=lambda row: (row.settled, not row.wrong))


def with_deviations(sheet: Sheet, judged: Sequence[Judged]) -> Sheet:
    """The sheet with a box wherever a deviation points to it."""
    spots = list(_spots(sheet.number, judged))
    pages = (replace(page, spots=(*page.spots, *(spot for at, spot in spots if at == page.number))) for page in sheet.pages)
    return replace(sheet, pages=tuple(pages))


def _spots(eingangsnummer: str, judged: Sequence[Judged]) -> Iterator[tuple[int, Spot]]:
    for number, each in enumerate(judged, 1):
        for at, place in enumerate(each.deviation.evidence, 1):
            if place.eingangsnummer == eingangsnummer and place.box:
                yield place.page, spot_of(f"d{number}p{at}", each.deviation.sentence, place.box)


def _shown(number: int, each: Judged) -> ShownDeviation:
    deviation = each.deviation
    places = tuple(_place(f"d{number}p{at}", place) for at, place in enumerate(deviation.evidence, 1))
    twins = tuple(place.eingangsnummer for place in deviation.evidence) if deviation.type == "doppelt" else ()
    return ShownDeviation(deviation.key, deviation.sentence, deviation.type not in PENDING, each.settled, each.decision, places, twins)


def _place(spot: str, place: Place) -> ShownPlace:
    page = f", Seite {place.page}" if place.page else ""
    if not place.eingangsnummer:
        return ShownPlace(spot, f"{place.label} (Stammdaten)", "")
    target = f"kasten-{spot}" if place.box and place.page else "beleg"
    return ShownPlace(spot, f"{place.label}{page}", f"?beleg={quote(place.eingangsnummer)}&seite={place.page or 1}#{target}")
