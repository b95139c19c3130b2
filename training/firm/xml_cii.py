"""An electronic invoice in CII: an XRechnung, or the data half of a ZUGFeRD PDF. Proves nothing about the rules of the standard."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from training.firm.paper import Paper, Row
from training.firm.parties import Party
from training.firm.xml_invoice import BILLING, HEADER, UNITS, XRECHNUNG, delivered, mail, node, reference, required, text, theirs

_CII = "urn:un:unece:uncefact:data:standard:"


def cii(paper: Paper, profile: str = XRECHNUNG) -> bytes:
    """The same in CII."""
    sums = required(paper)
    context = node("ram:GuidelineSpecifiedDocumentContextParameter", text("ram:ID", profile))
    process = node("ram:BusinessProcessSpecifiedDocumentContextParameter", text("ram:ID", BILLING))
    head = node(
        "rsm:ExchangedDocument",
        text("ram:ID", paper.number),
        text("ram:TypeCode", "380"),
        node("ram:IssueDateTime", _cii_day(f"{paper.day:%Y%m%d}")),
        node("ram:IncludedNote", text("ram:Content", "Musterdaten – alle Angaben frei erfunden")),
    )
    body = node(
        "rsm:CrossIndustryInvoice",
        node("rsm:ExchangedDocumentContext", process, context),
        head,
        node(
            "rsm:SupplyChainTradeTransaction",
            *_cii_lines(paper.rows, sums.rate),
            _cii_agreement(paper),
            _cii_delivery(paper),
            _cii_pay(paper),
        ),
        xmlns__rsm=f"{_CII}CrossIndustryInvoice:100",
        xmlns__ram=f"{_CII}ReusableAggregateBusinessInformationEntity:100",
        xmlns__udt=f"{_CII}UnqualifiedDataType:100",
    )
    return (HEADER + body + "\n").encode()


def _cii_day(value: str) -> str:
    return text("udt:DateTimeString", value, format="102")


def _cii_lines(rows: Iterable[Row], rate: Decimal) -> list[str]:
    return [
        node(
            "ram:IncludedSupplyChainTradeLineItem",
            node("ram:AssociatedDocumentLineDocument", text("ram:LineID", row.position)),
            node("ram:SpecifiedTradeProduct", text("ram:SellerAssignedID", row.article), text("ram:Name", row.text)),
            node(
                "ram:SpecifiedLineTradeAgreement",
                node("ram:BuyerOrderReferencedDocument", text("ram:LineID", row.position)),
                node(
                    "ram:NetPriceProductTradePrice",
                    text("ram:ChargeAmount", row.price),
                    text("ram:BasisQuantity", row.base, unitCode=UNITS[row.unit]),
                ),
            ),
            node("ram:SpecifiedLineTradeDelivery", text("ram:BilledQuantity", row.quantity, unitCode=UNITS[row.unit])),
            node(
                "ram:SpecifiedLineTradeSettlement",
                node(
                    "ram:ApplicableTradeTax",
                    text("ram:TypeCode", "VAT"),
                    text("ram:CategoryCode", "S"),
                    text("ram:RateApplicablePercent", rate),
                ),
                node("ram:SpecifiedTradeSettlementLineMonetarySummation", text("ram:LineTotalAmount", row.total)),
            ),
        )
        for row in rows
    ]


def _cii_party(name: str, party: Party, number: str = "") -> str:
    return node(
        name,
        *([text("ram:ID", number)] if number else []),
        text("ram:Name", party.name),
        node(
            "ram:DefinedTradeContact",
            text("ram:PersonName", party.management),
            node("ram:TelephoneUniversalCommunication", text("ram:CompleteNumber", party.phone)),
            node("ram:EmailURIUniversalCommunication", text("ram:URIID", mail(party))),
        ),
        node(
            "ram:PostalTradeAddress",
            text("ram:PostcodeCode", party.postcode),
            text("ram:LineOne", party.street),
            text("ram:CityName", party.city),
            text("ram:CountryID", party.country),
        ),
        node("ram:URIUniversalCommunication", text("ram:URIID", mail(party), schemeID="EM")),
        node("ram:SpecifiedTaxRegistration", text("ram:ID", party.vat_id, schemeID="VA")),
    )


def _cii_agreement(paper: Paper) -> str:
    return node(
        "ram:ApplicableHeaderTradeAgreement",
        text("ram:BuyerReference", reference(paper, "kundennummer") or "Musterwerk"),
        _cii_party("ram:SellerTradeParty", paper.sender),
        _cii_party("ram:BuyerTradeParty", paper.receiver, reference(paper, "kundennummer")),
        node("ram:SellerOrderReferencedDocument", text("ram:IssuerAssignedID", theirs(paper))),
        node("ram:BuyerOrderReferencedDocument", text("ram:IssuerAssignedID", reference(paper, "bestellnummer"))),
    )


def _cii_delivery(paper: Paper) -> str:
    happened = node("ram:OccurrenceDateTime", _cii_day(f"{delivered(paper):%Y%m%d}"))
    note = reference(paper, "lieferscheinnummer")
    despatch = [node("ram:DespatchAdviceReferencedDocument", text("ram:IssuerAssignedID", note))] if note else []
    return node("ram:ApplicableHeaderTradeDelivery", node("ram:ActualDeliverySupplyChainEvent", happened), *despatch)


def _cii_pay(paper: Paper) -> str:
    sums = required(paper)
    tax = node(
        "ram:ApplicableTradeTax",
        text("ram:CalculatedAmount", sums.tax),
        text("ram:TypeCode", "VAT"),
        text("ram:BasisAmount", sums.net),
        text("ram:CategoryCode", "S"),
        text("ram:RateApplicablePercent", sums.rate),
    )
    account = node("ram:PayeePartyCreditorFinancialAccount", text("ram:IBANID", paper.sender.iban))
    terms = node("ram:SpecifiedTradePaymentTerms", node("ram:DueDateDateTime", _cii_day(f"{sums.due:%Y%m%d}")))
    totals = node(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        text("ram:LineTotalAmount", sums.net),
        text("ram:TaxBasisTotalAmount", sums.net),
        text("ram:TaxTotalAmount", sums.tax, currencyID="EUR"),
        text("ram:GrandTotalAmount", sums.gross),
        text("ram:DuePayableAmount", sums.gross),
    )
    means = node("ram:SpecifiedTradeSettlementPaymentMeans", text("ram:TypeCode", "58"), account)
    return node("ram:ApplicableHeaderTradeSettlement", text("ram:InvoiceCurrencyCode", "EUR"), means, tax, terms, totals)
