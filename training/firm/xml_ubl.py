"""An electronic invoice in UBL (XRechnung). Writes what the paper says; proves nothing about the rules of the standard."""

from __future__ import annotations

from decimal import Decimal

from training.firm.paper import Paper, Row, Sums
from training.firm.parties import Party
from training.firm.xml_invoice import BILLING, HEADER, UNITS, XRECHNUNG, delivered, mail, node, reference, required, text, theirs

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"


def ubl(paper: Paper) -> bytes:
    """An XRechnung in UBL."""
    sums = required(paper)
    body = node(
        "ubl:Invoice",
        text("cbc:CustomizationID", XRECHNUNG),
        text("cbc:ProfileID", BILLING),
        text("cbc:ID", paper.number),
        text("cbc:IssueDate", paper.day),
        text("cbc:DueDate", sums.due),
        text("cbc:InvoiceTypeCode", "380"),
        text("cbc:Note", "Musterdaten – alle Angaben frei erfunden"),
        text("cbc:DocumentCurrencyCode", "EUR"),
        text("cbc:BuyerReference", reference(paper, "kundennummer") or "Musterwerk"),
        node("cac:OrderReference", text("cbc:ID", reference(paper, "bestellnummer")), text("cbc:SalesOrderID", theirs(paper))),
        *_despatch(paper),
        _ubl_party("cac:AccountingSupplierParty", paper.sender),
        _ubl_party("cac:AccountingCustomerParty", paper.receiver, reference(paper, "kundennummer")),
        node("cac:Delivery", text("cbc:ActualDeliveryDate", delivered(paper))),
        node(
            "cac:PaymentMeans",
            text("cbc:PaymentMeansCode", "58"),
            node("cac:PayeeFinancialAccount", text("cbc:ID", paper.sender.iban), text("cbc:Name", paper.sender.name)),
        ),
        node("cac:PaymentTerms", text("cbc:Note", f"Zahlbar bis {sums.due:%d.%m.%Y}")),
        _ubl_tax(sums),
        _ubl_totals(sums),
        *(_ubl_line(row, sums.rate) for row in paper.rows),
        xmlns__ubl=f"{_UBL}Invoice-2",
        xmlns__cac=f"{_UBL}CommonAggregateComponents-2",
        xmlns__cbc=f"{_UBL}CommonBasicComponents-2",
    )
    return (HEADER + body + "\n").encode()


def _despatch(paper: Paper) -> list[str]:
    note = reference(paper, "lieferscheinnummer")
    return [node("cac:DespatchDocumentReference", text("cbc:ID", note))] if note else []


def _ubl_party(name: str, party: Party, number: str = "") -> str:
    address = node(
        "cac:PostalAddress",
        text("cbc:StreetName", party.street),
        text("cbc:CityName", party.city),
        text("cbc:PostalZone", party.postcode),
        node("cac:Country", text("cbc:IdentificationCode", party.country)),
    )
    return node(
        name,
        node(
            "cac:Party",
            text("cbc:EndpointID", mail(party), schemeID="EM"),
            *([node("cac:PartyIdentification", text("cbc:ID", number))] if number else []),
            node("cac:PartyName", text("cbc:Name", party.name)),
            address,
            node("cac:PartyTaxScheme", text("cbc:CompanyID", party.vat_id), node("cac:TaxScheme", text("cbc:ID", "VAT"))),
            node("cac:PartyLegalEntity", text("cbc:RegistrationName", party.name), text("cbc:CompanyID", party.register)),
            node(
                "cac:Contact",
                text("cbc:Name", party.management),
                text("cbc:Telephone", party.phone),
                text("cbc:ElectronicMail", mail(party)),
            ),
        ),
    )


def _euro(name: str, value: Decimal) -> str:
    return text(name, value, currencyID="EUR")


def _ubl_category(name: str, rate: Decimal) -> str:
    return node(name, text("cbc:ID", "S"), text("cbc:Percent", rate), node("cac:TaxScheme", text("cbc:ID", "VAT")))


def _ubl_tax(sums: Sums) -> str:
    part = node(
        "cac:TaxSubtotal",
        _euro("cbc:TaxableAmount", sums.net),
        _euro("cbc:TaxAmount", sums.tax),
        _ubl_category("cac:TaxCategory", sums.rate),
    )
    return node("cac:TaxTotal", _euro("cbc:TaxAmount", sums.tax), part)


def _ubl_totals(sums: Sums) -> str:
    return node(
        "cac:LegalMonetaryTotal",
        _euro("cbc:LineExtensionAmount", sums.net),
        _euro("cbc:TaxExclusiveAmount", sums.net),
        _euro("cbc:TaxInclusiveAmount", sums.gross),
        _euro("cbc:PayableAmount", sums.gross),
    )


def _ubl_line(row: Row, rate: Decimal) -> str:
    code = UNITS[row.unit]
    return node(
        "cac:InvoiceLine",
        text("cbc:ID", row.position),
        text("cbc:InvoicedQuantity", row.quantity, unitCode=code),
        text("cbc:LineExtensionAmount", row.total, currencyID="EUR"),
        node("cac:OrderLineReference", text("cbc:LineID", row.position)),
        node(
            "cac:Item",
            text("cbc:Name", row.text),
            node("cac:SellersItemIdentification", text("cbc:ID", row.article)),
            _ubl_category("cac:ClassifiedTaxCategory", rate),
        ),
        node("cac:Price", text("cbc:PriceAmount", row.price, currencyID="EUR"), text("cbc:BaseQuantity", row.base, unitCode=code)),
    )
