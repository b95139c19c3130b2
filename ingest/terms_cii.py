"""The business terms in UN/CEFACT CII: ZUGFeRD 1 and 2, Factur-X, XRechnung CII, Order-X. Data only.

Element names of ZUGFeRD 1.0 are first replaced by today's (``RENAMED``), so that one list of paths serves all versions.
"""

from __future__ import annotations

from ingest.terms import Group, Syntax

RENAMED = {
    "HeaderExchangedDocument": "ExchangedDocument",
    "SpecifiedExchangedDocumentContext": "ExchangedDocumentContext",
    "SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
    "ApplicableSupplyChainTradeAgreement": "ApplicableHeaderTradeAgreement",
    "ApplicableSupplyChainTradeDelivery": "ApplicableHeaderTradeDelivery",
    "ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
    "SpecifiedTradeSettlementMonetarySummation": "SpecifiedTradeSettlementHeaderMonetarySummation",
    "SpecifiedSupplyChainTradeAgreement": "SpecifiedLineTradeAgreement",
    "SpecifiedSupplyChainTradeDelivery": "SpecifiedLineTradeDelivery",
    "SpecifiedSupplyChainTradeSettlement": "SpecifiedLineTradeSettlement",
}

_T = "SupplyChainTradeTransaction"
_A = f"{_T}/ApplicableHeaderTradeAgreement"
_D = f"{_T}/ApplicableHeaderTradeDelivery"
_S = f"{_T}/ApplicableHeaderTradeSettlement"
_SUM = f"{_S}/SpecifiedTradeSettlementHeaderMonetarySummation"
_MEANS = f"{_S}/SpecifiedTradeSettlementPaymentMeans"
_TERMS = f"{_S}/SpecifiedTradePaymentTerms"
_PERIOD = "BillingSpecifiedPeriod"


def _id(path: str) -> str:
    """References carry ``IssuerAssignedID`` today and ``ID`` in ZUGFeRD 1.0."""
    return f"{path}/IssuerAssignedID|{path}/ID"


def _address(terms: tuple[str, ...], path: str) -> dict[str, str]:
    names = ("LineOne", "LineTwo", "LineThree", "CityName", "PostcodeCode", "CountrySubDivisionName", "CountryID")
    return {term: f"{path}/PostalTradeAddress/{name}" for term, name in zip(terms, names, strict=True)}


_SELLER, _BUYER = f"{_A}/SellerTradeParty", f"{_A}/BuyerTradeParty"
_SHIP, _PAYEE, _TAXREP = f"{_D}/ShipToTradeParty", f"{_S}/PayeeTradeParty", f"{_A}/SellerTaxRepresentativeTradeParty"
_EXTRA = f"{_A}/AdditionalReferencedDocument"
_HEAD = {
    "BT-1": "ExchangedDocument/ID",
    "BT-2": "ExchangedDocument/IssueDateTime/DateTimeString|ExchangedDocument/IssueDateTime",
    "BT-3": "ExchangedDocument/TypeCode",
    "BT-5": f"{_S}/InvoiceCurrencyCode|{_S}/OrderCurrencyCode",
    "BT-6": f"{_S}/TaxCurrencyCode",
    "BT-7": f"{_S}/ApplicableTradeTax/TaxPointDate/DateString",
    "BT-8": f"{_S}/ApplicableTradeTax/DueDateTypeCode",
    "BT-9": f"{_TERMS}/DueDateDateTime/DateTimeString|{_TERMS}/DueDateDateTime",
    "BT-10": f"{_A}/BuyerReference",
    "BT-11": f"{_A}/SpecifiedProcuringProject/ID",
    "BT-12": _id(f"{_A}/ContractReferencedDocument"),
    "BT-13": _id(f"{_A}/BuyerOrderReferencedDocument"),
    "BT-14": _id(f"{_A}/SellerOrderReferencedDocument"),
    "BT-15": _id(f"{_D}/ReceivingAdviceReferencedDocument"),
    "BT-16": f"{_id(f'{_D}/DespatchAdviceReferencedDocument')}|{_id(f'{_D}/DeliveryNoteReferencedDocument')}",
    "BT-17": f"{_EXTRA}[TypeCode='50']/IssuerAssignedID",
    "BT-18": f"{_EXTRA}[TypeCode='130']/IssuerAssignedID",
    "BT-19": f"{_S}/ReceivableSpecifiedTradeAccountingAccount/ID",
    "BT-20": f"{_TERMS}/Description",
    "BT-22": "ExchangedDocument/IncludedNote/Content",
    "BT-23": "ExchangedDocumentContext/BusinessProcessSpecifiedDocumentContextParameter/ID",
    "BT-25": _id(f"{_S}/InvoiceReferencedDocument"),
    "BT-26": f"{_S}/InvoiceReferencedDocument/FormattedIssueDateTime/DateTimeString",
    "BT-27": f"{_SELLER}/Name",
    "BT-28": f"{_SELLER}/SpecifiedLegalOrganization/TradingBusinessName",
    "BT-29": f"{_SELLER}/ID|{_SELLER}/GlobalID",
    "BT-30": f"{_SELLER}/SpecifiedLegalOrganization/ID",
    "BT-31": f"{_SELLER}/SpecifiedTaxRegistration/ID[@schemeID='VA']",
    "BT-32": f"{_SELLER}/SpecifiedTaxRegistration/ID[@schemeID='FC']",
    "BT-33": f"{_SELLER}/Description",
    "BT-34": f"{_SELLER}/URIUniversalCommunication/URIID",
    **_address(("BT-35", "BT-36", "BT-162", "BT-37", "BT-38", "BT-39", "BT-40"), _SELLER),
    "BT-41": f"{_SELLER}/DefinedTradeContact/PersonName|{_SELLER}/DefinedTradeContact/DepartmentName",
    "BT-42": f"{_SELLER}/DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber",
    "BT-43": f"{_SELLER}/DefinedTradeContact/EmailURIUniversalCommunication/URIID",
    "BT-44": f"{_BUYER}/Name",
    "BT-45": f"{_BUYER}/SpecifiedLegalOrganization/TradingBusinessName",
    "BT-46": f"{_BUYER}/ID|{_BUYER}/GlobalID",
    "BT-47": f"{_BUYER}/SpecifiedLegalOrganization/ID",
    "BT-48": f"{_BUYER}/SpecifiedTaxRegistration/ID[@schemeID='VA']",
    "BT-49": f"{_BUYER}/URIUniversalCommunication/URIID",
    **_address(("BT-50", "BT-51", "BT-163", "BT-52", "BT-53", "BT-54", "BT-55"), _BUYER),
    "BT-56": f"{_BUYER}/DefinedTradeContact/PersonName|{_BUYER}/DefinedTradeContact/DepartmentName",
    "BT-57": f"{_BUYER}/DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber",
    "BT-58": f"{_BUYER}/DefinedTradeContact/EmailURIUniversalCommunication/URIID",
    "BT-59": f"{_PAYEE}/Name",
    "BT-60": f"{_PAYEE}/ID|{_PAYEE}/GlobalID",
    "BT-61": f"{_PAYEE}/SpecifiedLegalOrganization/ID",
    "BT-62": f"{_TAXREP}/Name",
    "BT-63": f"{_TAXREP}/SpecifiedTaxRegistration/ID",
    **_address(("BT-64", "BT-65", "BT-164", "BT-66", "BT-67", "BT-68", "BT-69"), _TAXREP),
    "BT-70": f"{_SHIP}/Name",
    "BT-71": f"{_SHIP}/ID|{_SHIP}/GlobalID",
    "BT-72": f"{_D}/ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString"
    f"|{_D}/ActualDeliverySupplyChainEvent/OccurrenceDateTime",
    "BT-73": f"{_S}/{_PERIOD}/StartDateTime/DateTimeString",
    "BT-74": f"{_S}/{_PERIOD}/EndDateTime/DateTimeString",
    **_address(("BT-75", "BT-76", "BT-165", "BT-77", "BT-78", "BT-79", "BT-80"), _SHIP),
    "BT-81": f"{_MEANS}/TypeCode",
    "BT-82": f"{_MEANS}/Information",
    "BT-83": f"{_S}/PaymentReference",
    "BT-84": f"{_MEANS}/PayeePartyCreditorFinancialAccount/IBANID|{_MEANS}/PayeePartyCreditorFinancialAccount/ProprietaryID",
    "BT-85": f"{_MEANS}/PayeePartyCreditorFinancialAccount/AccountName",
    "BT-86": f"{_MEANS}/PayeeSpecifiedCreditorFinancialInstitution/BICID",
    "BT-87": f"{_MEANS}/ApplicableTradeSettlementFinancialCard/ID",
    "BT-88": f"{_MEANS}/ApplicableTradeSettlementFinancialCard/CardholderName",
    "BT-89": f"{_TERMS}/DirectDebitMandateID",
    "BT-90": f"{_S}/CreditorReferenceID",
    "BT-91": f"{_MEANS}/PayerPartyDebtorFinancialAccount/IBANID",
    "BT-106": f"{_SUM}/LineTotalAmount",
    "BT-107": f"{_SUM}/AllowanceTotalAmount",
    "BT-108": f"{_SUM}/ChargeTotalAmount",
    "BT-109": f"{_SUM}/TaxBasisTotalAmount",
    "BT-110": f"{_SUM}/TaxTotalAmount[@currencyID=../../InvoiceCurrencyCode]|{_SUM}/TaxTotalAmount",
    "BT-111": f"{_SUM}/TaxTotalAmount[@currencyID=../../TaxCurrencyCode and not(@currencyID=../../InvoiceCurrencyCode)]",
    "BT-112": f"{_SUM}/GrandTotalAmount",
    "BT-113": f"{_SUM}/TotalPrepaidAmount",
    "BT-114": f"{_SUM}/RoundingAmount",
    "BT-115": f"{_SUM}/DuePayableAmount",
}


def _allowance(path: str, charge: str, terms: tuple[str, ...]) -> Group:
    tax = ("CategoryTradeTax/CategoryCode", "CategoryTradeTax/RateApplicablePercent|CategoryTradeTax/ApplicablePercent")
    names = ("ActualAmount", "BasisAmount", "CalculationPercent", "Reason", "ReasonCode", *tax)
    rows = f"{path}SpecifiedTradeAllowanceCharge[ChargeIndicator/Indicator='{charge}' or ChargeIndicator='{charge}']"
    return Group(rows, dict(zip(terms, names, strict=False)))


_LA, _LD, _LS = "SpecifiedLineTradeAgreement", "SpecifiedLineTradeDelivery", "SpecifiedLineTradeSettlement"
_PRICE, _GROSS = f"{_LA}/NetPriceProductTradePrice", f"{_LA}/GrossPriceProductTradePrice"
_Q = f"{_LD}/BilledQuantity|{_LD}/RequestedQuantity|{_LD}/AgreedQuantity|{_LD}/DespatchedQuantity"
_LINE = {
    "BT-126": "AssociatedDocumentLineDocument/LineID",
    "BT-127": "AssociatedDocumentLineDocument/IncludedNote/Content",
    "BT-128": f"{_LS}/AdditionalReferencedDocument/IssuerAssignedID|{_LA}/AdditionalReferencedDocument/IssuerAssignedID",
    "BT-129": _Q,
    "BT-130": "|".join(f"{path}/@unitCode" for path in _Q.split("|")),
    "BT-131": f"{_LS}/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"
    f"|{_LS}/SpecifiedTradeSettlementHeaderMonetarySummation/LineTotalAmount",
    "BT-132": f"{_LA}/BuyerOrderReferencedDocument/LineID",
    "BT-133": f"{_LS}/ReceivableSpecifiedTradeAccountingAccount/ID",
    "BT-134": f"{_LS}/{_PERIOD}/StartDateTime/DateTimeString",
    "BT-135": f"{_LS}/{_PERIOD}/EndDateTime/DateTimeString",
    "BT-146": f"{_PRICE}/ChargeAmount",
    "BT-147": f"{_GROSS}/AppliedTradeAllowanceCharge/ActualAmount",
    "BT-148": f"{_GROSS}/ChargeAmount",
    "BT-149": f"{_PRICE}/BasisQuantity|{_GROSS}/BasisQuantity",
    "BT-150": f"{_PRICE}/BasisQuantity/@unitCode|{_GROSS}/BasisQuantity/@unitCode",
    "BT-151": f"{_LS}/ApplicableTradeTax/CategoryCode",
    "BT-152": f"{_LS}/ApplicableTradeTax/RateApplicablePercent|{_LS}/ApplicableTradeTax/ApplicablePercent",
    "BT-153": "SpecifiedTradeProduct/Name",
    "BT-154": "SpecifiedTradeProduct/Description",
    "BT-155": "SpecifiedTradeProduct/SellerAssignedID",
    "BT-156": "SpecifiedTradeProduct/BuyerAssignedID",
    "BT-157": "SpecifiedTradeProduct/GlobalID",
    "BT-158": "SpecifiedTradeProduct/DesignatedProductClassification/ClassCode",
    "BT-159": "SpecifiedTradeProduct/OriginTradeCountry/ID",
    # EXTENDED only: order and delivery note of a single line, as collective invoices need them.
    "BT-X-22": _id(f"{_LA}/BuyerOrderReferencedDocument"),
    "BT-X-92": f"{_id(f'{_LD}/DespatchAdviceReferencedDocument')}|{_id(f'{_LD}/DeliveryNoteReferencedDocument')}",
}

CII = Syntax(
    name="cii",
    profile="ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID",
    head=_HEAD,
    line=Group(f"{_T}/IncludedSupplyChainTradeLineItem", _LINE),
    groups={
        "BG-1": Group("ExchangedDocument/IncludedNote", {"BT-21": "SubjectCode", "BT-22": "Content"}),
        "BG-3": Group(
            f"{_S}/InvoiceReferencedDocument",
            {"BT-25": "IssuerAssignedID|ID", "BT-26": "FormattedIssueDateTime/DateTimeString|IssueDateTime/DateTimeString|IssueDateTime"},
        ),
        "BG-17": Group(
            f"{_MEANS}[PayeePartyCreditorFinancialAccount]",
            {
                "BT-84": "PayeePartyCreditorFinancialAccount/IBANID|PayeePartyCreditorFinancialAccount/ProprietaryID",
                "BT-85": "PayeePartyCreditorFinancialAccount/AccountName",
                "BT-86": "PayeeSpecifiedCreditorFinancialInstitution/BICID",
            },
        ),
        "BG-20": _allowance(f"{_S}/", "false", ("BT-92", "BT-93", "BT-94", "BT-97", "BT-98", "BT-95", "BT-96")),
        "BG-21": _allowance(f"{_S}/", "true", ("BT-99", "BT-100", "BT-101", "BT-104", "BT-105", "BT-102", "BT-103")),
        "BG-23": Group(
            f"{_S}/ApplicableTradeTax",
            {
                "BT-116": "BasisAmount",
                "BT-117": "CalculatedAmount",
                "BT-118": "CategoryCode",
                "BT-119": "RateApplicablePercent|ApplicablePercent",
                "BT-120": "ExemptionReason",
                "BT-121": "ExemptionReasonCode",
            },
        ),
        "BG-24": Group(
            f"{_EXTRA}[not(TypeCode='50' or TypeCode='130')]|{_EXTRA}[AttachmentBinaryObject]",
            {
                "BT-122": "IssuerAssignedID",
                "BT-123": "Name",
                "BT-124": "URIID",
                "BT-125": "AttachmentBinaryObject",
                "BT-125-1": "AttachmentBinaryObject/@mimeCode",
                "BT-125-2": "AttachmentBinaryObject/@filename",
            },
        ),
    },
    line_groups={
        "BG-27": _allowance(f"{_LS}/", "false", ("BT-136", "BT-137", "BT-138", "BT-139", "BT-140")),
        "BG-28": _allowance(f"{_LS}/", "true", ("BT-141", "BT-142", "BT-143", "BT-144", "BT-145")),
        "BG-32": Group("SpecifiedTradeProduct/ApplicableProductCharacteristic", {"BT-160": "Description", "BT-161": "Value"}),
    },
)
