"""What the figures mean: sentences for whoever looks after the installation, each with what to do. Pure; asks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from archive.jobs import rhythm
from service.operations.figures import Figures
from service.operations.forecast import forecast

State = Literal["gut", "achtung", "schlecht"]

SILENT = timedelta(minutes=5)
"""For so long nobody may have looked after the spaces."""
SLOW = timedelta(minutes=30)
"""So long a paper may wait to be read before anybody is told."""
SOON = 60
"""Days until a full disk that are worth a word; a week is an alarm."""
_TIGHT = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that was looked at: how it is, in a sentence, and what to do when it is not good."""

    area: str
    state: State
    sentence: str
    advice: str = ""


def judge(figures: Figures) -> list[Point]:
    """All points, the worst first."""
    points = [*_workers(figures), *_reading(figures), *_disk(figures), *_spaces(figures)]
    return sorted(points, key=lambda point: ("schlecht", "achtung", "gut").index(point.state))


def worst(points: list[Point]) -> State:
    """The worst state among them."""
    return points[0].state if points else "gut"


def _workers(figures: Figures) -> Iterator[Point]:
    alive = sorted(name for name, age in figures.line.workers.items() if age < rhythm.ALIVE)
    if not alive:
        yield Point(
            "Arbeiter",
            "schlecht",
            "Es läuft kein Arbeiter. Papiere werden angenommen, aber nicht gelesen.",
            "Starten Sie „mappe serve“ oder „mappe worker“. Nichts ist verloren; es geht dann von selbst weiter.",
        )
        return
    lost = sorted(set(figures.line.workers) - set(alive))
    if lost:
        yield Point(
            "Arbeiter",
            "achtung",
            f"{_number(len(alive), 'Arbeiter läuft', 'Arbeiter laufen')}; nicht mehr gemeldet: {', '.join(lost[:5])}.",
            "Ihre Papiere haben andere übernommen. Sehen Sie nach, ob dieser Rechner aus ist oder keine Verbindung zur Datenbank hat.",
        )
    else:
        yield Point("Arbeiter", "gut", f"{_number(len(alive), 'Arbeiter läuft', 'Arbeiter laufen')}.")


def _reading(figures: Figures) -> Iterator[Point]:
    waiting = figures.line.waiting.get("process", 0)
    oldest = [since for each in figures.standings.values() if (since := each.waiting_since)]
    age = figures.at - datetime.fromisoformat(min(oldest)) if oldest else timedelta()
    backlog = sum(each.backlog for each in figures.standings.values())
    more = f" Dazu {_number(backlog, 'Papier', 'Papiere')} aus einer Übernahme." if backlog else ""
    if age > SLOW:
        yield Point(
            "Lesen",
            "achtung",
            f"Das älteste ungelesene Papier wartet seit {_ago(age)}; {_number(waiting, 'Papier ist', 'Papiere sind')} in der Reihe.{more}",
            "Bei einem großen Stapel ist das richtig so. Sonst helfen mehr Arbeiter (MAPPE_WORKERS) oder ein weiterer Rechner.",
        )
    else:
        yield Point("Lesen", "gut", f"{_number(waiting, 'Papier wartet', 'Papiere warten')} darauf, gelesen zu werden.{more}")


def _disk(figures: Figures) -> Iterator[Point]:
    ahead = forecast(figures.standings.values(), figures.disk.free, figures.at.date())
    free = f"{_gigabytes(figures.disk.free)} von {_gigabytes(figures.disk.total)} sind frei"
    when = "" if ahead.days is None else f", bei {_gigabytes(ahead.daily)} am Tag reicht das noch etwa {_number(ahead.days, 'Tag', 'Tage')}"
    advice = "Schaffen Sie Platz oder vergrößern Sie den Datenträger. Ist er voll, werden keine Papiere mehr angenommen."
    if figures.disk.free < _TIGHT or (ahead.days is not None and ahead.days <= 7):
        yield Point("Speicherplatz", "schlecht", f"{free}{when}.", advice)
    elif ahead.days is not None and ahead.days <= SOON:
        yield Point("Speicherplatz", "achtung", f"{free}{when}.", advice)
    else:
        yield Point("Speicherplatz", "gut", f"{free}{when}.")


def _spaces(figures: Figures) -> Iterator[Point]:
    for name, title in figures.titles.items():
        about = f"Bereich „{title}“"
        standing = figures.standings.get(name)
        if standing is None or figures.at - datetime.fromisoformat(standing.at) > SILENT:
            yield Point(
                about,
                "achtung",
                "Nach diesem Bereich hat seit über fünf Minuten kein Arbeiter gesehen.",
                "Läuft einer, steht der Grund im Protokoll. Öffnet sich der Bereich nicht, hilft „mappe verify“ oder „mappe rebuild“.",
            )
            continue
        if standing.index_problem:
            yield Point(
                about, "achtung", f"Suche: {standing.index_problem}", "Sie wird von selbst neu aufgebaut. Die Mappen sind vollständig."
            )
        if standing.uncopied > 1000:
            told = f"{standing.uncopied} Einträge des Journals liegen noch nicht in der Ablage."
            yield Point(about, "achtung", told, "Die Ablage antwortet nicht oder ist voll. Prüfen Sie sie; danach holt der Dienst es nach.")
        if standing.failing:
            told = f"{_number(standing.failing, 'Papier wartet', 'Papiere warten')} wegen einer Störung auf einen neuen Versuch."
            yield Point(about, "achtung", told, "Der Eingang nennt zu jedem den Grund. Es wird von selbst wieder versucht.")
        quota = figures.quotas.get(name, 0) * 1_000_000
        if quota and standing.held > 0.9 * quota:
            state: State = "schlecht" if standing.held >= quota else "achtung"
            told = f"{_gigabytes(standing.held)} von {_gigabytes(quota)} sind belegt."
            yield Point(
                about, state, told, "Erhöhen Sie die Grenze mit „mappe space limit“. Ist sie erreicht, wird nichts mehr angenommen."
            )


def _number(count: int, one: str, more: str) -> str:
    return f"{count:,} {one if count == 1 else more}".replace(",", ".")


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.1f} GB".replace(".", ",") if size >= 1e8 else f"{size / 1e6:.1f} MB".replace(".", ",")


def _ago(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    return _number(minutes, "Minute", "Minuten") if minutes < 120 else _number(minutes // 60, "Stunde", "Stunden")
