"""What is printed about a course: its plan and its evaluation as PDF. Decides nothing about what may be shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from archive.installation.course import Course
from service.rendering import day
from training.evaluation import Evaluation, shown
from training.leaflet import Leaflet
from training.plan import Unit


def days_of(course: Course) -> str:
    """When the course was, as people write it."""
    first, last = day(course.created), day(course.ended or datetime.now(UTC))
    return first if first == last else f"{first} bis {last}"


def stamp() -> str:
    """Today as PDF files want it."""
    return f"{datetime.now(UTC).astimezone():%Y%m%d}"


def plan_pdf(course: Course, plan: Sequence[Unit]) -> bytes:
    """The plan with minutes planned and taken."""
    sheet = Leaflet(f"Schulungsplan: {course.title}", f"{course.title}, {days_of(course)}, Leitung: {course.trainer}")
    sheet.heading(f"Schulungsplan: {course.title}", 16)
    widths = (0.06, 0.2, 0.4, 0.12, 0.11, 0.11)
    sheet.row(("UE", "Baustein", "Inhalt", "Übungen", "geplant", "wirklich"), widths, bold=True)
    for unit in plan:
        numbers = ", ".join(map(str, unit.exercises))
        taken = "" if unit.taken is None else f"{unit.taken} Min."
        sheet.row((str(unit.number), unit.title, unit.content, numbers, f"{unit.planned} Min.", taken), widths)
    return sheet.pdf(stamp())


def evaluation_pdf(title: str, evaluation: Evaluation) -> bytes:
    """The evaluation; figures of few people are said to be left out."""
    sheet = Leaflet(f"Auswertung: {title}", f"{title}. Zahlen, hinter denen weniger als 5 Personen stehen, sind weggelassen.")
    sheet.heading(f"Auswertung: {title}", 16)
    sheet.text(f"Plätze: {evaluation.places}")
    sheet.heading("Übungen")
    widths = (0.44, 0.14, 0.14, 0.14, 0.14)
    sheet.row(("Übung", "begonnen", "geschafft", "Versuche", "Tipps"), widths, bold=True)
    for each in evaluation.exercises:
        figures = (shown(each.begun), shown(each.done), shown(each.tries), shown(each.hints))
        sheet.row((f"{each.number}. {each.title}", *figures), widths)
    sheet.heading("Einschätzungen (1 = gar nicht, 5 = ja, sicher)")
    columns = (0.2, 0.5, 0.15, 0.15)
    sheet.row(("Bogen", "Satz", "Personen", "Mittelwert"), columns, bold=True)
    for item in evaluation.items:
        sheet.row((item.sheet, item.sentence, shown(item.answers), shown(item.mean)), columns)
    if evaluation.said:
        sheet.heading("In eigenen Worten")
        for words in evaluation.said:
            sheet.text(f"– {words}")
    return sheet.pdf(stamp())
