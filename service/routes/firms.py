"""Lieferanten and Kunden: their lists and their forms, which differ in their fields only."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from archive import browsing
from archive.browsing import Asked, Listed
from archive.catalog.engine import Catalog
from archive.order import Customer, Supplier, objection
from archive.orders import KINDS
from archive.problems import Invalid, NotFound
from service.entering import CHANGED, checked, mail, several, stand
from service.parts import Form, Here, Parts, entered
from service.rendering import render
from service.routes.papers import steps

F = TypeVar("F", Supplier, Customer)


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a form; with ``rows`` it takes several entries, one on each line."""

    name: str
    label: str
    help: str = ""
    rows: int = 0
    required: bool = False
    mail: bool = False


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it is to be shown. ``existing`` is the number of one that is there already."""

    values: Mapping[str, str]
    existing: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Kind(Generic[F]):
    """Suppliers or customers: how they are called, how they are listed, shown in a form and made from one."""

    type: type[F]
    address: str
    one: str
    plural: str
    new: str
    empty: str
    closed: str
    fields: tuple[Input, ...]
    listed: Callable[[Catalog, Asked], Listed[F]]
    values: Callable[[F], Mapping[str, str]]
    entered: Callable[[dict[str, str], str], F]


def _router(kind: Kind[F]) -> APIRouter:
    router = APIRouter(prefix=kind.address)

    @router.get("")
    def listing(request: Request, parts: Here, q: str = "", seite: int = 1, gespeichert: str = "") -> Response:
        """All of them by name."""
        found = kind.listed(parts.space.catalog, Asked(q.strip(), page=seite))
        return render(request, "firms.html", kind=kind, found=found, query=q, saved=gespeichert)

    @router.get("/neu")
    def new(request: Request, parts: Here) -> Response:
        """The empty form."""
        return _form(request, parts, kind, Filled({}))

    @router.post("/neu")
    def create(request: Request, parts: Here, form: Form) -> Response:
        """Creates one; an existing one is never overwritten here."""
        try:
            firm = kind.entered(form, _number(form))
        except Invalid as problem:
            return _form(request, parts, kind, Filled(form, problem=problem.message))
        if parts.space.orders.existing(kind.type, [firm.number]):
            there = f"Die Nummer {firm.number} gibt es schon. Bitte wählen Sie eine andere."
            return _form(request, parts, kind, Filled(form, problem=there))
        return _saved(parts, kind, firm)

    _changes(router, kind)
    return router


def _changes(router: APIRouter, kind: Kind[F]) -> None:
    @router.get("/{number:path}/bearbeiten")
    def edit(request: Request, parts: Here, number: str) -> Response:
        """The form of one that exists."""
        return _form(request, parts, kind, Filled(kind.values(_one(parts, kind, number)), number))

    @router.post("/{number:path}/bearbeiten")
    def save(request: Request, parts: Here, number: str, form: Form) -> Response:
        """Saves one that exists; its number stays."""
        now = _one(parts, kind, number)
        if form.get("stand", "") != stand(now):
            return _form(request, parts, kind, Filled(kind.values(now), number, CHANGED))
        try:
            firm = dataclasses.replace(kind.entered(form, number), closed=now.closed)
        except Invalid as problem:
            return _form(request, parts, kind, Filled(form, number, problem.message))
        return _saved(parts, kind, firm)

    @router.post("/{number:path}/zustand")
    def state(parts: Here, number: str, form: Form) -> Response:
        """Offers one no longer for choice, or again."""
        return _saved(parts, kind, dataclasses.replace(_one(parts, kind, number), closed=form.get("zustand") == "abgeschlossen"))


def _one(parts: Parts, kind: Kind[F], number: str) -> F:
    found = parts.space.orders.existing(kind.type, [number])
    if number not in found:
        raise NotFound(f"{kind.one} {number} gibt es hier nicht.", cause=f"no {kind.type.__name__} {number}")
    return found[number]


def _number(form: dict[str, str]) -> str:
    number = entered(form, "nummer")
    if wrong := objection(number, names_folder=True):
        raise Invalid(wrong, cause=f"bad number {number!r}")
    return number


def _name(form: dict[str, str]) -> str:
    name = entered(form, "name", 200)
    if not name:
        raise Invalid("Bitte geben Sie den Namen ein.", cause="no name")
    return name


def _saved(parts: Parts, kind: Kind[F], firm: F) -> Response:
    parts.space.orders.save([firm], parts.who)
    parts.put("match")
    return RedirectResponse(f"{kind.address}?gespeichert={quote(firm.name)}", 303)


def _form(request: Request, parts: Parts, kind: Kind[F], form: Filled) -> Response:
    existing = form.existing
    entries = [entry for entry in parts.space.journal.about(existing) if entry.kind == KINDS[kind.type]] if existing else []
    filled = {name: form.values.get(name, "") for name in ("stand", *(field.name for field in kind.fields))}
    closed = bool(existing) and _one(parts, kind, existing).closed
    return render(
        request,
        "firm_form.html",
        status=422 if form.problem else 200,
        kind=kind,
        values=filled,
        existing=existing,
        closed=closed,
        problem=form.problem,
        trail=steps(entries),
    )


def _supplier_values(supplier: Supplier) -> dict[str, str]:
    return {
        "name": supplier.name,
        "namen": "\n".join(supplier.aliases),
        "ort": supplier.city,
        "kundennummer": supplier.customer_number,
        "iban": "\n".join(supplier.ibans),
        "ust_id": "\n".join(supplier.vat_ids),
        "email": supplier.email,
        "stand": stand(supplier),
    }


def _supplier(form: dict[str, str], number: str) -> Supplier:
    return Supplier(
        number=number,
        name=_name(form),
        aliases=tuple(part for part in dict.fromkeys(line.strip() for line in entered(form, "namen").splitlines()) if part),
        vat_ids=checked(several(entered(form, "ust_id")), "vat_id", "USt-IdNr."),
        ibans=checked(several(entered(form, "iban")), "iban", "IBAN"),
        customer_number=entered(form, "kundennummer", 60),
        city=entered(form, "ort", 200),
        email=mail(entered(form, "email", 200)),
    )


def _customer_values(customer: Customer) -> dict[str, str]:
    return {
        "name": customer.name,
        "ort": customer.city,
        "email": customer.email,
        "notiz": customer.note,
        "stand": stand(customer),
    }


def _customer(form: dict[str, str], number: str) -> Customer:
    rest = (entered(form, "ort", 200), mail(entered(form, "email", 200)), entered(form, "notiz", 2000))
    return Customer(number, _name(form), *rest)


_NAME, _CITY, _MAIL = Input("name", "Name", required=True), Input("ort", "Ort"), Input("email", "E-Mail", mail=True)

SUPPLIERS = Kind(
    type=Supplier,
    address="/lieferanten",
    one="Lieferant",
    plural="Lieferanten",
    new="Neuer Lieferant",
    empty="Hier steht noch kein Lieferant. Legen Sie den ersten an, oder lesen Sie Ihre Lieferanten aus einer CSV-Datei ein.",
    closed="Dieser Lieferant ist abgeschlossen. Er wird nicht mehr zur Auswahl angeboten, seine Papiere werden weiter erkannt.",
    fields=(
        Input(
            "nummer", "Lieferantennummer", "Ihre eigene Nummer, zum Beispiel 70001. Sie kann später nicht geändert werden.", required=True
        ),
        _NAME,
        Input("namen", "Weitere Namen", "Wie er auf Papieren sonst heißt, ein Name je Zeile.", rows=2),
        _CITY,
        Input("kundennummer", "Unsere Kundennummer dort"),
        Input("iban", "IBAN", "Eine je Zeile. Steht auf einer Rechnung eine andere, werden Sie gewarnt.", rows=2),
        Input("ust_id", "USt-IdNr.", rows=1),
        _MAIL,
    ),
    listed=browsing.suppliers,
    values=_supplier_values,
    entered=_supplier,
)
CUSTOMERS = Kind(
    type=Customer,
    address="/kunden",
    one="Kunde",
    plural="Kunden",
    new="Neuer Kunde",
    empty="Hier steht noch kein Kunde. Legen Sie den ersten an, oder lesen Sie Ihre Kunden aus einer CSV-Datei ein.",
    closed="Dieser Kunde ist abgeschlossen und wird nicht mehr zur Auswahl angeboten.",
    fields=(
        Input("nummer", "Kundennummer", "Sie kann später nicht geändert werden.", required=True),
        _NAME,
        _CITY,
        _MAIL,
        Input("notiz", "Notiz", rows=3),
    ),
    listed=browsing.customers,
    values=_customer_values,
    entered=_customer,
)

supplier_router = _router(SUPPLIERS)
customer_router = _router(CUSTOMERS)
