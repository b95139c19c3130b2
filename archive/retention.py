"""How long a paper must be kept: to the day, with the reason in German. Pure; the periods stand with the document types.

Deletes nothing and does not know whether a tax assessment is still open (§ 147 Abs. 3 AO): people put a hold on such papers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from archive.doctypes import Retention


@dataclass(frozen=True, slots=True)
class Facts:
    """What the period of one paper follows from.

    ``issued`` is the day the paper names; ``delivered`` the last delivery, and ``youngest`` the youngest paper, of its folders;
    ``running`` an order of it that is not finished; ``invoice`` number and day of the last invoice that names this delivery note.
    """

    received: date
    issued: date | None = None
    delivered: date | None = None
    youngest: date | None = None
    running: str = ""
    invoice: tuple[str, date] | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """Until when a paper must be kept: the last day, ``None`` as long as the period has not begun, and why (German)."""

    last: date | None
    sentence: str

    def over(self, today: date) -> bool:
        """Whether the last day has passed."""
        return self.last is not None and self.last < today


def term(rule: Retention, facts: Facts) -> Term:
    """The period of a paper."""
    if rule.start == "lieferung":
        return _from_delivery(rule, facts)
    if rule.start == "mappe":
        return _from_folder(rule, facts)
    if rule.invoiced and facts.invoice:
        number, day = facts.invoice
        year = max(day.year, own_day(facts).year)
        return _until(date(year + rule.invoiced, 12, 31), f"die Rechnung {number} diesen Lieferschein nennt", _years(rule.invoiced, year))
    day = own_day(facts)
    origin = "Jahr des Eingangs" if day != facts.issued else "Jahr des Belegs"
    return _until(date(day.year + rule.years, 12, 31), rule.why, f"{_years(rule.years, day.year)}, dem {origin}")


def own_day(facts: Facts) -> date:
    """The day of the paper. One that lies beyond the year after it came in was misread: then the day it came in counts."""
    if facts.issued is None or facts.issued.year > facts.received.year + 1:
        return facts.received
    return facts.issued


def later(day: date, years: int) -> date:
    """The last day of a period that began with an event: the same day, or the last of February where it has no 29th (§ 188 BGB)."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _from_delivery(rule: Retention, facts: Facts) -> Term:
    day = max(filter(None, (facts.delivered, own_day(facts))))
    origin = "der letzten Lieferung der Mappe" if day == facts.delivered else "dem Tag des Belegs"
    return _until(later(day, rule.years), rule.why, f"{rule.years} Jahre ab {origin}, dem {day:%d.%m.%Y}")


def _from_folder(rule: Retention, facts: Facts) -> Term:
    if facts.running:
        return Term(None, f"Aufbewahren ohne Ende, solange der Auftrag {facts.running} läuft, weil {rule.why}.")
    year = max(filter(None, (facts.youngest, own_day(facts)))).year
    return _until(date(year + rule.years, 12, 31), rule.why, f"{_years(rule.years, year)}, dem Jahr des jüngsten Belegs der Mappe")


def _until(last: date, why: str, period: str) -> Term:
    return Term(last, f"Aufbewahren bis {last:%d.%m.%Y}, weil {why}: {period}.")


def _years(years: int, year: int) -> str:
    return f"{years} Jahre ab Ende {year}"
