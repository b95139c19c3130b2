"""The business terms in UBL 2.1: Invoice and CreditNote, as XRechnung and Peppol use them. Data only."""

from __future__ import annotations

from ingest.terms import Group, Syntax

_SELLER, _BUYER = "AccountingSupplierParty/Party", "AccountingCustomerParty/Party"
_TAXREP = "TaxRepresentativeParty"
_MEANS = "PaymentMeans"
_ACCOUNT = f"{_MEANS}/PayeeFinancialAccount"
_SUM = "LegalMonetaryTotal"
_SHIP = "Delivery/DeliveryLocation"


def _address(terms: tuple[str, ...], path: str) -> dict[str, str]:
    streets = ("StreetName", "AdditionalStreetName", "AddressLine/Line")
    names = (*streets, "CityName", "PostalZone", "CountrySubentity", "Country/IdentificationCode")
    return {term: f"{path}/{name}" for term, name in zip(terms, names, strict=True)}


_HEAD = {
    "BT-1": "ID",
    "BT-2": "IssueDate",
    "BT-3": "InvoiceTypeCode|CreditNoteTypeCode",
    "BT-5": "DocumentCurrencyCode",
    "BT-6": "TaxCurrencyCode",
    "BT-7": "TaxPointDate",
    "BT-8": "InvoicePeriod/DescriptionCode",
    "BT-9": f"DueDate|{_MEANS}/PaymentDueDate",
    "BT-10": "BuyerReference",
    "BT-11": "ProjectReference/ID|AdditionalDocumentReference[DocumentTypeCode='50']/ID",
    "BT-12": "ContractDocumentReference/ID",
    "BT-13": "OrderReference/ID",
    "BT-14": "OrderReference/SalesOrderID",
    "BT-15": "ReceiptDocumentReference/ID",
    "BT-16": "DespatchDocumentReference/ID",
    "BT-17": "OriginatorDocumentReference/ID",
    "BT-18": "AdditionalDocumentReference[DocumentTypeCode='130']/ID",
    "BT-19": "AccountingCost",
    "BT-20": "PaymentTerms/Note",
    "BT-22": "Note",
    "BT-23": "ProfileID",
    "BT-25": "BillingReference/InvoiceDocumentReference/ID",
    "BT-26": "BillingReference/InvoiceDocumentReference/IssueDate",
    "BT-27": f"{_SELLER}/PartyLegalEntity/RegistrationName|{_SELLER}/PartyName/Name",
    "BT-28": f"{_SELLER}/PartyName/Name",
    "BT-29": f"{_SELLER}/PartyIdentification/ID[not(@schemeID='SEPA')]",
    "BT-30": f"{_SELLER}/PartyLegalEntity/CompanyID",
    "BT-31": f"{_SELLER}/PartyTaxScheme[TaxScheme/ID='VAT']/CompanyID",
    "BT-32": f"{_SELLER}/PartyTaxScheme[not(TaxScheme/ID='VAT')]/CompanyID",
    "BT-33": f"{_SELLER}/PartyLegalEntity/CompanyLegalForm",
    "BT-34": f"{_SELLER}/EndpointID",
    **_address(("BT-35", "BT-36", "BT-162", "BT-37", "BT-38", "BT-39", "BT-40"), f"{_SELLER}/PostalAddress"),
    "BT-41": f"{_SELLER}/Contact/Name",
    "BT-42": f"{_SELLER}/Contact/Telephone",
    "BT-43": f"{_SELLER}/Contact/ElectronicMail",
    "BT-44": f"{_BUYER}/PartyLegalEntity/RegistrationName|{_BUYER}/PartyName/Name",
    "BT-45": f"{_BUYER}/PartyName/Name",
    "BT-46": f"{_BUYER}/PartyIdentification/ID",
    "BT-47": f"{_BUYER}/PartyLegalEntity/CompanyID",
    "BT-48": f"{_BUYER}/PartyTaxScheme[TaxScheme/ID='VAT']/CompanyID",
    "BT-49": f"{_BUYER}/EndpointID",
    **_address(("BT-50", "BT-51", "BT-163", "BT-52", "BT-53", "BT-54", "BT-55"), f"{_BUYER}/PostalAddress"),
    "BT-56": f"{_BUYER}/Contact/Name",
    "BT-57": f"{_BUYER}/Contact/Telephone",
    "BT-58": f"{_BUYER}/Contact/ElectronicMail",
    "BT-59": "PayeeParty/PartyName/Name",
    "BT-60": "PayeeParty/PartyIdentification/ID[not(@schemeID='SEPA')]",
    "BT-61": "PayeeParty/PartyLegalEntity/CompanyID",
    "BT-62": f"{_TAXREP}/PartyName/Name",
    "BT-63": f"{_TAXREP}/PartyTaxScheme/CompanyID",
    **_address(("BT-64", "BT-65", "BT-164", "BT-66", "BT-67", "BT-68", "BT-69"), f"{_TAXREP}/PostalAddress"),
    "BT-70": "Delivery/DeliveryParty/PartyName/Name",
    "BT-71": f"{_SHIP}/ID",
    "BT-72": "Delivery/ActualDeliveryDate",
    "BT-73": "InvoicePeriod/StartDate",
    "BT-74": "InvoicePeriod/EndDate",
    **_address(("BT-75", "BT-76", "BT-165", "BT-77", "BT-78", "BT-79", "BT-80"), f"{_SHIP}/Address"),
    "BT-81": f"{_MEANS}/PaymentMeansCode",
    "BT-82": f"{_MEANS}/PaymentMeansCode/@name",
    "BT-83": f"{_MEANS}/PaymentID",
    "BT-84": f"{_ACCOUNT}/ID",
    "BT-85": f"{_ACCOUNT}/Name",
    "BT-86": f"{_ACCOUNT}/FinancialInstitutionBranch/ID",
    "BT-87": f"{_MEANS}/CardAccount/PrimaryAccountNumberID",
    "BT-88": f"{_MEANS}/CardAccount/HolderName",
    "BT-89": f"{_MEANS}/PaymentMandate/ID",
    "BT-90": f"{_SELLER}/PartyIdentification/ID[@schemeID='SEPA']|PayeeParty/PartyIdentification/ID[@schemeID='SEPA']",
    "BT-91": f"{_MEANS}/PaymentMandate/PayerFinancialAccount/ID",
    "BT-106": f"{_SUM}/LineExtensionAmount",
    "BT-107": f"{_SUM}/AllowanceTotalAmount",
    "BT-108": f"{_SUM}/ChargeTotalAmount",
    "BT-109": f"{_SUM}/TaxExclusiveAmount",
    "BT-110": "TaxTotal/TaxAmount[@currencyID=../../DocumentCurrencyCode]|TaxTotal/TaxAmount",
    "BT-111": "TaxTotal/TaxAmount[@currencyID=../../TaxCurrencyCode and not(@currencyID=../../DocumentCurrencyCode)]",
    "BT-112": f"{_SUM}/TaxInclusiveAmount",
    "BT-113": f"{_SUM}/PrepaidAmount",
    "BT-114": f"{_SUM}/PayableRoundingAmount",
    "BT-115": f"{_SUM}/PayableAmount",
}


def _allowance(charge: str, terms: tuple[str, ...]) -> Group:
    reason = ("AllowanceChargeReason", "AllowanceChargeReasonCode")
    names = ("Amount", "BaseAmount", "MultiplierFactorNumeric", *reason, "TaxCategory/ID", "TaxCategory/Percent")
    return Group(f"AllowanceCharge[ChargeIndicator='{charge}']", dict(zip(terms, names, strict=False)))


_LINE = {
    "BT-126": "ID",
    "BT-127": "Note",
    "BT-128": "DocumentReference/ID",
    "BT-129": "InvoicedQuantity|CreditedQuantity",
    "BT-130": "InvoicedQuantity/@unitCode|CreditedQuantity/@unitCode",
    "BT-131": "LineExtensionAmount",
    "BT-132": "OrderLineReference/LineID",
    "BT-133": "AccountingCost",
    "BT-134": "InvoicePeriod/StartDate",
    "BT-135": "InvoicePeriod/EndDate",
    "BT-146": "Price/PriceAmount",
    "BT-147": "Price/AllowanceCharge/Amount",
    "BT-148": "Price/AllowanceCharge/BaseAmount",
    "BT-149": "Price/BaseQuantity",
    "BT-150": "Price/BaseQuantity/@unitCode",
    "BT-151": "Item/ClassifiedTaxCategory/ID",
    "BT-152": "Item/ClassifiedTaxCategory/Percent",
    "BT-153": "Item/Name",
    "BT-154": "Item/Description",
    "BT-155": "Item/SellersItemIdentification/ID",
    "BT-156": "Item/BuyersItemIdentification/ID",
    "BT-157": "Item/StandardItemIdentification/ID",
    "BT-158": "Item/CommodityClassification/ItemClassificationCode",
    "BT-159": "Item/OriginCountry/IdentificationCode",
    # No terms of the norm, but UBL allows them: order and delivery note of a single line, as collective invoices need them.
    "BT-X-22": "OrderLineReference/OrderReference/ID",
    "BT-X-92": "DespatchLineReference/DocumentReference/ID",
}
_TAX = {
    "BT-116": "TaxableAmount",
    "BT-117": "TaxAmount",
    "BT-118": "TaxCategory/ID",
    "BT-119": "TaxCategory/Percent",
    "BT-120": "TaxCategory/TaxExemptionReason",
    "BT-121": "TaxCategory/TaxExemptionReasonCode",
}
_FILE = "Attachment/EmbeddedDocumentBinaryObject"
_DOCUMENT = {
    "BT-122": "ID",
    "BT-123": "DocumentDescription",
    "BT-124": "Attachment/ExternalReference/URI",
    "BT-125": _FILE,
    "BT-125-1": f"{_FILE}/@mimeCode",
    "BT-125-2": f"{_FILE}/@filename",
}

UBL = Syntax(
    name="ubl",
    profile="CustomizationID",
    head=_HEAD,
    line=Group("InvoiceLine|CreditNoteLine", _LINE),
    groups={
        "BG-1": Group("Note", {"BT-22": "."}),
        "BG-3": Group("BillingReference/InvoiceDocumentReference", {"BT-25": "ID", "BT-26": "IssueDate"}),
        "BG-17": Group(
            f"{_MEANS}[PayeeFinancialAccount]",
            {
                "BT-84": "PayeeFinancialAccount/ID",
                "BT-85": "PayeeFinancialAccount/Name",
                "BT-86": "PayeeFinancialAccount/FinancialInstitutionBranch/ID",
            },
        ),
        "BG-20": _allowance("false", ("BT-92", "BT-93", "BT-94", "BT-97", "BT-98", "BT-95", "BT-96")),
        "BG-21": _allowance("true", ("BT-99", "BT-100", "BT-101", "BT-104", "BT-105", "BT-102", "BT-103")),
        "BG-23": Group("TaxTotal/TaxSubtotal", _TAX),
        "BG-24": Group("AdditionalDocumentReference[not(DocumentTypeCode='130' or DocumentTypeCode='50')]", _DOCUMENT),
    },
    line_groups={
        "BG-27": _allowance("false", ("BT-136", "BT-137", "BT-138", "BT-139", "BT-140")),
        "BG-28": _allowance("true", ("BT-141", "BT-142", "BT-143", "BT-144", "BT-145")),
        "BG-32": Group("Item/AdditionalItemProperty", {"BT-160": "Name", "BT-161": "Value"}),
    },
)
