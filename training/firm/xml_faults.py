"""Electronic invoices that are wrong on purpose: broken rules, a broken schema, a profile that is no invoice, print unlike data."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from training.firm.masterdata import CENT
from training.firm.paper import Paper
from training.firm.xml_cii import cii
from training.firm.xml_invoice import HEADER, node, required, text

MINIMUM = "urn:factur-x.eu:1p0:minimum"
_CII = "urn:un:unece:uncefact:data:standard:"
_APART = Decimal("90.00")


def spoiled(data: bytes, fault: str) -> bytes:
    """The data with the fault; other faults leave it as it is."""
    if fault == "xml_regel":
        without = re.sub(rb"<cbc:BuyerReference>[^<]*</cbc:BuyerReference>", b"", data)
        return re.sub(rb"(<ram:DuePayableAmount>)(\d+)", lambda found: found[1] + str(int(found[2]) + 3).encode(), without)
    return data.replace(b"cbc:IssueDate>", b"cbc:Issuedate>") if fault == "xml_format" else data


def print_apart(paper: Paper) -> Paper:
    """The paper as the print of a hybrid shows it when program and layout have drifted apart."""
    sums = required(paper)
    net = sums.net + _APART
    tax = (net * sums.rate / 100).quantize(CENT)
    return replace(paper, sums=replace(sums, net=net, tax=tax, gross=net + tax))


def minimum(paper: Paper) -> bytes:
    """The few data of the profile MINIMUM, cut out of the full ones so that they say the same."""
    whole = cii(paper, MINIMUM).decode()
    sums = required(paper)
    head = re.sub(r"<ram:IncludedNote>.*?</ram:IncludedNote>", "", _part(whole, "rsm:ExchangedDocument>"))
    agreement = node(
        "ram:ApplicableHeaderTradeAgreement",
        node(
            "ram:SellerTradeParty",
            text("ram:Name", paper.sender.name),
            node("ram:PostalTradeAddress", text("ram:CountryID", paper.sender.country)),
            node("ram:SpecifiedTaxRegistration", text("ram:ID", paper.sender.vat_id, schemeID="VA")),
        ),
        node("ram:BuyerTradeParty", text("ram:Name", paper.receiver.name)),
        _part(whole, "ram:BuyerOrderReferencedDocument>", r"<ram:IssuerAssignedID>.*?"),
    )
    totals = node(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        text("ram:TaxBasisTotalAmount", sums.net),
        text("ram:TaxTotalAmount", sums.tax, currencyID="EUR"),
        text("ram:GrandTotalAmount", sums.gross),
        text("ram:DuePayableAmount", sums.gross),
    )
    settled = node("ram:ApplicableHeaderTradeSettlement", text("ram:InvoiceCurrencyCode", "EUR"), totals)
    trade = node("rsm:SupplyChainTradeTransaction", agreement, node("ram:ApplicableHeaderTradeDelivery"), settled)
    body = node(
        "rsm:CrossIndustryInvoice",
        _part(whole, "rsm:ExchangedDocumentContext>"),
        head,
        trade,
        xmlns__rsm=f"{_CII}CrossIndustryInvoice:100",
        xmlns__ram=f"{_CII}ReusableAggregateBusinessInformationEntity:100",
        xmlns__udt=f"{_CII}UnqualifiedDataType:100",
    )
    return (HEADER + body + "\n").encode()


def _part(whole: str, name: str, begins: str = ".*?") -> str:
    found = re.search(rf"<{name}{begins}</{name}", whole)
    if not found:
        message = f"the full data have no {name}"
        raise ValueError(message)
    return found[0]
