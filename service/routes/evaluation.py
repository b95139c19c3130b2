"""Schulungsplan and Auswertung of a course, to read, to print, and as figures for a spreadsheet."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.installation.course import Course, PlannedUnit
from archive.problems import Invalid
from service.course_papers import evaluation_pdf, plan_pdf
from service.exercises import exercises, of_course
from service.parts import AtHouse, Form, House, entered
from service.rendering import render
from training.evaluation import LEAST, Evaluation, Group, as_csv, evaluated, shown
from training.plan import Unit, minutes_of, units
from training.tasks import Task

router = APIRouter(prefix="/kurse")
ALL = "alle Kurse"
MOST_MINUTES = 600


@router.get("/auswertung.csv")
def all_csv(house: AtHouse) -> Response:
    """The figures over all courses."""
    return _csv(_evaluation(house, house.installation.courses.all()), "auswertung.csv")


@router.get("/auswertung.pdf")
def all_pdf(house: AtHouse) -> Response:
    """The evaluation over all courses."""
    return pdf(evaluation_pdf(ALL, _evaluation(house, house.installation.courses.all())), "auswertung.pdf")


@router.get("/{number}/plan")
def plan(request: Request, house: AtHouse, number: str, gespeichert: str = "") -> Response:
    """The plan with minutes planned and taken."""
    course = house.installation.courses.get(number)
    listed = plan_of(house, course)
    return render(request, "plan.html", course=course, units=listed, total=minutes_of(listed), saved=bool(gespeichert))


@router.post("/{number}/plan")
def take(house: AtHouse, number: str, form: Form) -> Response:
    """Keeps what the units are about, how long they are to take and how long they really took."""
    course = house.installation.courses.get(number)
    minutes, planned = {}, []
    for unit in plan_of(house, course):
        if text := entered(form, f"minuten_{unit.number}", 10):
            minutes[unit.number] = _minutes(text)
        wanted = entered(form, f"geplant_{unit.number}", 10)
        content = entered(form, f"inhalt_{unit.number}", 400) or unit.content
        planned.append(PlannedUnit(unit.title, content, _minutes(wanted) if wanted else unit.planned))
    house.installation.courses.plan(number, planned)
    house.installation.records.take(number, minutes)
    return RedirectResponse(f"/kurse/{number}/plan?gespeichert=1", 303)


@router.get("/{number}/plan.pdf")
def printed_plan(house: AtHouse, number: str) -> Response:
    """The plan to print."""
    course = house.installation.courses.get(number)
    return pdf(plan_pdf(course, plan_of(house, course)), f"schulungsplan-{number}.pdf")


@router.get("/{number}/auswertung")
def evaluation(request: Request, house: AtHouse, number: str) -> Response:
    """What came out, for all together."""
    course = house.installation.courses.get(number)
    return render(request, "evaluation.html", course=course, found=_evaluation(house, [course]), shown=shown, least=LEAST)


@router.get("/{number}/auswertung.csv")
def figures(house: AtHouse, number: str) -> Response:
    """The figures for a spreadsheet."""
    return _csv(_evaluation(house, [house.installation.courses.get(number)]), f"auswertung-{number}.csv")


@router.get("/{number}/auswertung.pdf")
def printed(house: AtHouse, number: str) -> Response:
    """The evaluation to print."""
    course = house.installation.courses.get(number)
    return pdf(evaluation_pdf(course.title, _evaluation(house, [course])), f"auswertung-{number}.pdf")


def plan_of(house: House, course: Course) -> list[Unit]:
    """The plan of a course with what is known of its minutes."""
    return units(of_course(house, course), house.installation.records.taken(course.id), course.plan)


def pdf(data: bytes, name: str) -> Response:
    """A file to keep or print."""
    return Response(data, media_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _minutes(text: str) -> int:
    if not text.isdecimal() or int(text) > MOST_MINUTES:
        raise Invalid(f"Bitte geben Sie die Minuten als Zahl von 0 bis {MOST_MINUTES} ein.", cause=f"minutes {text!r}")
    return int(text)


def _evaluation(house: House, courses: list[Course]) -> Evaluation:
    return evaluated(_practised(house, courses), [_group(house, course) for course in courses])


def _group(house: House, course: Course) -> Group:
    kept = house.installation
    steps, answers = kept.courses.steps(course.id), kept.records.answers(course.id)
    return Group(len(kept.courses.places(course.id)), course.ended is not None, steps, answers)


def _practised(house: House, courses: list[Course]) -> tuple[Task, ...]:
    if len(courses) == 1:
        return of_course(house, courses[0])
    keys = {each.key for course in courses for each in of_course(house, course)}
    return tuple(each for each in exercises(house, gone=True) if each.key in keys)


def _csv(found: Evaluation, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    # With a mark at the beginning, so that spreadsheets read the umlauts.
    return Response("\ufeff" + as_csv(found), media_type="text/csv; charset=utf-8", headers=headers)
