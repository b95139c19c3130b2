"""The forms of suppliers and customers: their fields, what stands in them, and what was typed back as one of both. Saves nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from archive import browsing
from archive.browsing import Asked, Listed
from archive.catalog.engine import Catalog
from archive.order import Customer, Supplier, objection, renamed
from archive.problems import Invalid
from service.entering import checked, mail, several, stand
from service.parts import entered

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
    after: Callable[[F, F], F]
    """What becomes of one that was changed, by what it was before."""


def number_of(form: dict[str, str]) -> str:
    """The number that was typed. Raises ``Invalid`` for one that can be none."""
    number = entered(form, "nummer")
    if wrong := objection(number, names_folder=True):
        raise Invalid(wrong, cause=f"bad number {number!r}")
    return number


def _name(form: dict[str, str]) -> str:
    name = entered(form, "name", 200)
    if not name:
        raise Invalid("Bitte geben Sie den Namen ein.", cause="no name")
    return name


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
    after=renamed,
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
    after=lambda _before, after: after,
)
