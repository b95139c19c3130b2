"""Teilnahmebescheinigungen: issued for those who were there long enough, and checked by number and what stands on them."""

from __future__ import annotations

from datetime import UTC, datetime
from secrets import compare_digest
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from archive.installation.course import Course
from archive.problems import Invalid
from service.course_papers import days_of, stamp
from service.errors import status_of
from service.parts import AtHouse, Form, House, entered
from service.rendering import day, render
from service.routes.evaluation import pdf, plan_of
from training.certificate import Certificate, as_pdf, must_be_due, must_be_printable, proof, proof_of
from training.plan import minutes_of

router = APIRouter(prefix="/kurse")
ASKED = {
    "nummer": "Nummer",
    "name": "Name",
    "kurs": "Kurs",
    "zeitraum": "Zeitraum",
    "umfang": "Umfang in Unterrichtseinheiten",
}


@router.get("/bescheinigung-pruefen")
def ask(request: Request) -> Response:
    """The fields of a certificate that somebody holds."""
    return render(request, "certificate_check.html", asked=ASKED, typed={}, result=None)


@router.post("/bescheinigung-pruefen")
def check(request: Request, house: AtHouse, form: Form) -> Response:
    """Whether it was issued here with exactly this on it."""
    typed = {key: entered(form, key, 200) for key in ASKED}
    typed["nummer"] = typed["nummer"].upper()
    kept = house.installation.records.certificate(typed["nummer"])
    genuine = kept is not None and compare_digest(kept.proof, proof(*typed.values()))
    issued = day(kept.issued) if kept and genuine else ""
    return render(request, "certificate_check.html", asked=ASKED, typed=typed, result=genuine, issued=issued)


@router.get("/{number}/bescheinigungen")
def form(request: Request, house: AtHouse, number: str) -> Response:
    """One name at a time: names are printed and not kept."""
    return _screen(request, house, house.installation.courses.get(number), {})


@router.post("/{number}/bescheinigungen")
def issue(request: Request, house: AtHouse, number: str, form: Form) -> Response:
    """The certificate as PDF."""
    course = house.installation.courses.get(number)
    typed = {key: entered(form, key, 200) for key in ("name", "ort", "minuten")}
    try:
        made = _certificate(house, course, typed)
    except Invalid as problem:
        return _screen(request, house, course, typed, problem=problem)
    house.installation.records.certify(made.serial, proof_of(made))
    return pdf(as_pdf(made, stamp(), day(datetime.now(UTC))), f"bescheinigung-{made.serial}.pdf")


def _certificate(house: House, course: Course, typed: dict[str, str]) -> Certificate:
    plan = plan_of(house, course)
    if not typed["name"] or not typed["ort"]:
        raise Invalid("Bitte geben Sie Name und Ort ein.", cause="certificate without name or place")
    must_be_printable(typed["name"])
    if not typed["minuten"].isdecimal():
        raise Invalid("Bitte geben Sie die Minuten der Anwesenheit als Zahl ein.", cause="no minutes")
    attended = min(int(typed["minuten"][:6]), minutes_of(plan))
    must_be_due(attended, minutes_of(plan))
    issuer = house.parts(house.settings.space).space.orders.firm().name or course.trainer
    contents = tuple(f"{unit.title}: {unit.content}" for unit in plan)
    serial = house.installation.records.new_serial()
    return Certificate(serial, typed["name"], course.title, days_of(course), attended, contents, typed["ort"], course.trainer, issuer)


def _screen(request: Request, house: House, course: Course, typed: dict[str, str], *, problem: Invalid | None = None) -> Response:
    total = minutes_of(plan_of(house, course))
    values: dict[str, Any] = {"course": course, "typed": {"minuten": str(total)} | typed, "total": total}
    status = status_of(problem) if problem else 200
    return render(request, "certificates.html", status=status, problem=problem.message if problem else "", **values)
