"""Where the business terms of EN 16931 stand in the two XML syntaxes, as data. Paths use local names; "|" separates alternatives.

Element names of ZUGFeRD 1.0 are first replaced by today's (``RENAMED``), so that one list of CII paths serves all versions.
"""

from __future__ import annotations

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

_TRADE = "SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRADE}/ApplicableHeaderTradeAgreement"
_DELIVERY = f"{_TRADE}/ApplicableHeaderTradeDelivery"
_SETTLEMENT = f"{_TRADE}/ApplicableHeaderTradeSettlement"
_SUM = f"{_SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation"
_SELLER = f"{_AGREEMENT}/SellerTradeParty"
_BUYER = f"{_AGREEMENT}/BuyerTradeParty"
_MEANS = f"{_SETTLEMENT}/SpecifiedTradeSettlementPaymentMeans"

CII = {
    "BT-1": "ExchangedDocument/ID",
    "BT-2": "ExchangedDocument/IssueDateTime/DateTimeString",
    "BT-3": "ExchangedDocument/TypeCode",
    "BT-5": f"{_SETTLEMENT}/InvoiceCurrencyCode|{_SETTLEMENT}/OrderCurrencyCode",
    "BT-9": f"{_SETTLEMENT}/SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString",
    "BT-10": f"{_AGREEMENT}/BuyerReference",
    "BT-11": f"{_AGREEMENT}/SpecifiedProcuringProject/ID",
    "BT-12": f"{_AGREEMENT}/ContractReferencedDocument/IssuerAssignedID|{_AGREEMENT}/ContractReferencedDocument/ID",
    "BT-13": f"{_AGREEMENT}/BuyerOrderReferencedDocument/IssuerAssignedID|{_AGREEMENT}/BuyerOrderReferencedDocument/ID",
    "BT-14": f"{_AGREEMENT}/SellerOrderReferencedDocument/IssuerAssignedID",
    "BT-16": f"{_DELIVERY}/DespatchAdviceReferencedDocument/IssuerAssignedID|{_DELIVERY}/DeliveryNoteReferencedDocument/IssuerAssignedID"
    f"|{_DELIVERY}/DeliveryNoteReferencedDocument/ID",
    "BT-20": f"{_SETTLEMENT}/SpecifiedTradePaymentTerms/Description",
    "BT-22": "ExchangedDocument/IncludedNote/Content",
    "BT-25": f"{_SETTLEMENT}/InvoiceReferencedDocument/IssuerAssignedID",
    "BT-27": f"{_SELLER}/Name",
    "BT-29": f"{_SELLER}/ID|{_SELLER}/GlobalID",
    "BT-30": f"{_SELLER}/SpecifiedLegalOrganization/ID",
    "BT-31": f"{_SELLER}/SpecifiedTaxRegistration/ID[@schemeID='VA']",
    "BT-32": f"{_SELLER}/SpecifiedTaxRegistration/ID[@schemeID='FC']",
    "BT-44": f"{_BUYER}/Name",
    "BT-48": f"{_BUYER}/SpecifiedTaxRegistration/ID[@schemeID='VA']",
    "BT-72": f"{_DELIVERY}/ActualDeliverySupplyChainEvent/OccurrenceDateTime/DateTimeString",
    "BT-84": f"{_MEANS}/PayeePartyCreditorFinancialAccount/IBANID|{_MEANS}/PayeePartyCreditorFinancialAccount/ProprietaryID",
    "BT-86": f"{_MEANS}/PayeeSpecifiedCreditorFinancialInstitution/BICID",
    "BT-106": f"{_SUM}/LineTotalAmount",
    "BT-109": f"{_SUM}/TaxBasisTotalAmount",
    "BT-110": f"{_SUM}/TaxTotalAmount",
    "BT-112": f"{_SUM}/GrandTotalAmount",
    "BT-113": f"{_SUM}/TotalPrepaidAmount",
    "BT-115": f"{_SUM}/DuePayableAmount",
}
CII_LINES = f"{_TRADE}/IncludedSupplyChainTradeLineItem"
_PRICE = "SpecifiedLineTradeAgreement/NetPriceProductTradePrice"
_BILLED = "SpecifiedLineTradeDelivery/BilledQuantity"
_ORDERED = "SpecifiedLineTradeDelivery/RequestedQuantity"
_LINE_SETTLEMENT = "SpecifiedLineTradeSettlement"
CII_LINE = {
    "BT-126": "AssociatedDocumentLineDocument/LineID",
    "BT-127": "AssociatedDocumentLineDocument/IncludedNote/Content",
    "BT-128": f"{_LINE_SETTLEMENT}/AdditionalReferencedDocument/IssuerAssignedID",
    "BT-129": f"{_BILLED}|{_ORDERED}",
    "BT-130": f"{_BILLED}/@unitCode|{_ORDERED}/@unitCode",
    "BT-131": f"{_LINE_SETTLEMENT}/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount"
    f"|{_LINE_SETTLEMENT}/SpecifiedTradeSettlementHeaderMonetarySummation/LineTotalAmount",
    "BT-132": "SpecifiedLineTradeAgreement/BuyerOrderReferencedDocument/LineID",
    "BT-146": f"{_PRICE}/ChargeAmount",
    "BT-149": f"{_PRICE}/BasisQuantity",
    "BT-150": f"{_PRICE}/BasisQuantity/@unitCode",
    "BT-153": "SpecifiedTradeProduct/Name",
    "BT-155": "SpecifiedTradeProduct/SellerAssignedID",
    "BT-156": "SpecifiedTradeProduct/BuyerAssignedID",
}

_SUPPLIER = "AccountingSupplierParty/Party"
_CUSTOMER = "AccountingCustomerParty/Party"
_ACCOUNT = "PaymentMeans/PayeeFinancialAccount"

UBL = {
    "BT-1": "ID",
    "BT-2": "IssueDate",
    "BT-3": "InvoiceTypeCode|CreditNoteTypeCode",
    "BT-5": "DocumentCurrencyCode",
    "BT-9": "DueDate|PaymentMeans/PaymentDueDate",
    "BT-10": "BuyerReference",
    "BT-11": "ProjectReference/ID",
    "BT-12": "ContractDocumentReference/ID",
    "BT-13": "OrderReference/ID",
    "BT-14": "OrderReference/SalesOrderID",
    "BT-16": "DespatchDocumentReference/ID",
    "BT-20": "PaymentTerms/Note",
    "BT-22": "Note",
    "BT-25": "BillingReference/InvoiceDocumentReference/ID",
    "BT-27": f"{_SUPPLIER}/PartyLegalEntity/RegistrationName|{_SUPPLIER}/PartyName/Name",
    "BT-29": f"{_SUPPLIER}/PartyIdentification/ID",
    "BT-30": f"{_SUPPLIER}/PartyLegalEntity/CompanyID",
    "BT-31": f"{_SUPPLIER}/PartyTaxScheme[TaxScheme/ID='VAT']/CompanyID",
    "BT-32": f"{_SUPPLIER}/PartyTaxScheme[not(TaxScheme/ID='VAT')]/CompanyID",
    "BT-44": f"{_CUSTOMER}/PartyLegalEntity/RegistrationName|{_CUSTOMER}/PartyName/Name",
    "BT-48": f"{_CUSTOMER}/PartyTaxScheme[TaxScheme/ID='VAT']/CompanyID",
    "BT-72": "Delivery/ActualDeliveryDate",
    "BT-84": f"{_ACCOUNT}/ID",
    "BT-86": f"{_ACCOUNT}/FinancialInstitutionBranch/ID",
    "BT-106": "LegalMonetaryTotal/LineExtensionAmount",
    "BT-109": "LegalMonetaryTotal/TaxExclusiveAmount",
    "BT-110": "TaxTotal/TaxAmount",
    "BT-112": "LegalMonetaryTotal/TaxInclusiveAmount",
    "BT-113": "LegalMonetaryTotal/PrepaidAmount",
    "BT-115": "LegalMonetaryTotal/PayableAmount",
}
UBL_LINES = "InvoiceLine|CreditNoteLine"
UBL_LINE = {
    "BT-126": "ID",
    "BT-127": "Note",
    "BT-128": "DocumentReference/ID",
    "BT-129": "InvoicedQuantity|CreditedQuantity",
    "BT-130": "InvoicedQuantity/@unitCode|CreditedQuantity/@unitCode",
    "BT-131": "LineExtensionAmount",
    "BT-132": "OrderLineReference/LineID",
    "BT-146": "Price/PriceAmount",
    "BT-149": "Price/BaseQuantity",
    "BT-150": "Price/BaseQuantity/@unitCode",
    "BT-153": "Item/Name",
    "BT-155": "Item/SellersItemIdentification/ID",
    "BT-156": "Item/BuyersItemIdentification/ID",
}

MANY = frozenset({"BT-16", "BT-22", "BT-25", "BT-127"})
"""Terms that may stand several times; their values are joined by line breaks. Of all others the first counts."""
