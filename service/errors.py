"""Every failure as an answer: a German page, a fragment for htmx, or JSON. The one table from problems to HTTP codes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from secrets import token_hex
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from archive.problems import Invalid, NotFound, Problem, Tampered, TooHeavy, Unavailable, Unreadable
from service.auth.visitor import Forbidden, LoginNeeded, MustChange, SeatOver, SetupNeeded, Visitor, visitor_of
from service.rendering import render

log = logging.getLogger(__name__)

STATUS: dict[type[Problem], int] = {
    NotFound: 404,
    Invalid: 422,
    Unreadable: 422,
    TooHeavy: 413,
    Unavailable: 503,
    Tampered: 500,
    LoginNeeded: 401,
    SetupNeeded: 401,
    SeatOver: 401,
    MustChange: 403,
    Forbidden: 403,
}
"""The HTTP code of each kind of problem; any other problem is a 500."""

HTTP = {
    400: ("Die Anfrage war nicht vollständig.", "Bitte laden Sie die Seite neu und versuchen Sie es noch einmal."),
    403: (
        "Diese Anfrage kam von einer fremden Seite.",
        "Sie wurde deshalb nicht ausgeführt. Bitte arbeiten Sie direkt in der Auftragsmappe.",
    ),
    404: ("Diese Seite gibt es nicht.", "Bitte prüfen Sie die Adresse oder nutzen Sie die Suche oben."),
    405: ("Das geht an dieser Stelle nicht.", "Bitte gehen Sie zurück und nutzen Sie die Knöpfe auf der Seite."),
    408: ("Die Übertragung ist stehen geblieben.", "Bitte prüfen Sie die Verbindung und senden Sie noch einmal."),
    413: ("Die Datei oder Eingabe ist zu groß.", "Bitte teilen Sie sie auf und versuchen Sie es noch einmal."),
    421: (
        "Unter diesem Namen ist die Auftragsmappe nicht erreichbar.",
        "Bitte öffnen Sie sie über die Adresse, die beim Start genannt wird.",
    ),
    422: ("Eine Eingabe fehlt oder passt nicht.", "Bitte prüfen Sie Ihre Eingaben."),
}
DOORS: dict[type[Problem], str] = {
    LoginNeeded: "/anmelden",
    SetupNeeded: "/einrichten",
    MustChange: "/konto",
    SeatOver: "/platz/ende",
}
"""Where a person is led who may not come in yet."""
TITLES = {
    401: "Bitte anmelden",
    403: "Nicht ausgeführt",
    404: "Nicht gefunden",
    405: "Das geht hier nicht",
    413: "Zu groß",
    422: "Bitte prüfen",
    500: "Das hätte nicht passieren dürfen",
    503: "Gerade nicht erreichbar",
}


def install(app: FastAPI) -> None:
    """Registers the handlers; what they do not know is caught by the guard around the application."""
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_validation)


def status_of(problem: Problem) -> int:
    """The HTTP code that tells a program what kind of problem this is."""
    return next((status for kind, status in STATUS.items() if isinstance(problem, kind)), 500)


@dataclass(frozen=True, slots=True)
class Words:
    """What is said about a failure. ``number`` is the id under which the log knows it."""

    code: str
    message: str
    advice: str = ""
    number: str = ""


def answer(request: Request, status: int, words: Words) -> Response:
    """A failure in the form the other side can show."""
    headers = {503: {"Retry-After": "20"}, 401: {"WWW-Authenticate": "Bearer"}}.get(status, {})
    if wants_json(request):
        body = {"code": words.code, "message": f"{words.message} {words.advice}".strip(), **({"id": words.number} if words.number else {})}
        return JSONResponse({"problem": body}, status, headers)
    if not hasattr(request.state, "visitor"):
        request.state.visitor = _asking(request)
    template = "parts/problem.html" if request.headers.get("hx-request") else "problem.html"
    response = render(request, template, status=status, quiet=True, heading=TITLES.get(status, "Das hat nicht geklappt"), words=words)
    response.headers.update(headers)
    return response


def _asking(request: Request) -> Visitor | None:
    """Who asked for what does not exist: for the menu of the page that says so."""
    house = request.app.state.house
    try:
        return visitor_of(request, house.installation, house.settings)
    except Problem:
        return None


def unexpected(request: Request, error: Exception) -> Response:
    """Logs what nobody foresaw under a fresh id and says so to the person."""
    number = token_hex(4)
    log.error("unexpected error %s on %s %s", number, request.method, request.url.path, exc_info=error)
    message = "In der Auftragsmappe ist ein Fehler aufgetreten. Ihre Belege sind sicher."
    advice = "Bitte versuchen Sie es noch einmal. Kommt der Fehler wieder, nennen Sie bitte die Fehlernummer."
    return answer(request, 500, Words("fehler", message, advice, number))


def wants_json(request: Request) -> bool:
    """Programs get JSON: everything below /api, and whoever asks for it."""
    accept = request.headers.get("accept", "")
    return request.url.path.startswith(("/api/", "/healthz", "/readyz")) or ("application/json" in accept and "text/html" not in accept)


def http_failure(request: Request, status: int) -> Response:
    """A failure of HTTP itself in plain German."""
    message, advice = HTTP.get(status, HTTP[400])
    return answer(request, status, Words(f"http_{status}", message, advice))


def _on_problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, Problem):
        raise error
    status = status_of(error)
    if type(error) in DOORS and not wants_json(request):
        return _led(request, DOORS[type(error)])
    if status < 500:
        log.info("%s %s: %s", request.method, request.url.path, error)
        return answer(request, status, Words(error.code, error.message))
    number = token_hex(4)
    log.warning("problem %s on %s %s: %s", number, request.method, request.url.path, error)
    return answer(request, status, Words(error.code, error.message, number=number))


def _led(request: Request, door: str) -> Response:
    """To the door, and back to this page afterwards; a form that was sent has to be sent again."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    goal = f"{door}?{urlencode({'weiter': here})}" if request.method == "GET" and not request.headers.get("hx-request") else door
    if request.headers.get("hx-request"):
        return Response(status_code=200, headers={"HX-Redirect": goal})
    return RedirectResponse(goal, 303)


def _on_http(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    response = http_failure(request, status)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


def _on_validation(request: Request, error: Exception) -> Response:
    log.info("%s %s: %s", request.method, request.url.path, error)
    return http_failure(request, 422)
