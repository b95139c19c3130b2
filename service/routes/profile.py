"""Verwaltung, Vollständigkeit: which papers a purchase needs here, how long to wait for them, how far they may differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive.deviation import Tolerances
from archive.doctypes import doctype
from archive.kinds import kind
from archive.problems import Invalid, Problem
from archive.profile import PAPERS, Profile
from service.errors import status_of
from service.parts import Form, Here, entered
from service.rendering import render

router = APIRouter(prefix="/verwaltung/vollstaendigkeit")

SHARES = {
    "price": "Preis je Einheit",
    "measured": "Menge bei Gewicht und Länge (kg, m, m²)",
    "counted": "Menge bei Stückware",
    "charges_share": "Nebenkosten, Teil des Warenwerts",
}
AMOUNTS = {"charges": "Nebenkosten, die immer in Ordnung sind", "rounding": "Rundung je Zeile"}
WAITS = (*PAPERS, "pruefbescheinigung")


@router.get("")
def screen(request: Request, parts: Here, gespeichert: str = "") -> Response:
    """The profile as it is."""
    return _screen(request, parts.space.profiles.get(), saved=bool(gespeichert))


@router.post("")
def save(request: Request, parts: Here, form: Form) -> Response:
    """Keeps a changed profile; all folders are judged anew with it."""
    before = parts.space.profiles.get()
    try:
        parts.space.profiles.save(_entered(form, before), parts.who)
    except Invalid as problem:
        return _screen(request, before, form=form, problem=problem)
    parts.put("index")
    return RedirectResponse("/verwaltung/vollstaendigkeit?gespeichert=1", 303)


def _entered(form: Mapping[str, str], before: Profile) -> Profile:
    values = dict(form)
    shares = {key: _number(values, key, label) / 100 for key, label in SHARES.items()}
    amounts = {key: _number(values, key, label) for key, label in AMOUNTS.items()}
    return replace(
        before,
        needed=tuple(key for key in PAPERS if values.get(f"braucht_{key}")),
        wait={key: _days(values, f"tage_{key}", doctype(key).name) for key in WAITS},
        tolerances=Tolerances(**shares, **amounts),
        unchecked=_days(values, "ungeprueft", "Rechnungen ungeprüft"),
        skonto=_days(values, "skonto", "Skonto"),
    )


def _days(form: dict[str, str], key: str, label: str) -> int:
    typed = entered(form, key, 20)
    if not (typed.isascii() and typed.isdigit()):
        raise Invalid(f"„{label}“: Bitte geben Sie ganze Tage ein, zum Beispiel 7.", cause=f"no whole days in {key}")
    return int(typed)


def _number(form: dict[str, str], key: str, label: str) -> Decimal:
    typed = entered(form, key, 20)
    parsed = kind("quantity").parse(typed)
    if parsed is None:
        raise Invalid(f"„{label}“: Bitte geben Sie eine Zahl ein.", cause=f"no number in {key}")
    return Decimal(parsed.value)


def _screen(
    request: Request, profile: Profile, *, saved: bool = False, form: Mapping[str, str] | None = None, problem: Problem | None = None
) -> Response:
    """The form with the profile, or with what was typed when that was refused."""
    allowed = profile.tolerances
    shown = kind("quantity").show

    def field(key: str, value: str) -> str:
        return value if form is None else form.get(key, "")

    return render(
        request,
        "profile.html",
        status=status_of(problem) if problem else 200,
        problem=problem,
        saved=saved,
        papers=[(key, doctype(key).name, key in profile.needed if form is None else f"braucht_{key}" in form) for key in PAPERS],
        waits=[(key, doctype(key).name, field(f"tage_{key}", str(profile.days(key)))) for key in WAITS],
        shares=[(key, label, field(key, shown(f"{(getattr(allowed, key) * 100).normalize():f}"))) for key, label in SHARES.items()],
        amounts=[(key, label, field(key, shown(f"{getattr(allowed, key):f}"))) for key, label in AMOUNTS.items()],
        unchecked=field("ungeprueft", str(profile.unchecked)),
        skonto=field("skonto", str(profile.skonto)),
    )
