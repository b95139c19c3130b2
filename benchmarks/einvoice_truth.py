"""What the XML of an e-invoice says, taken from it without the reader: the truth ``benchmarks/einvoice.py`` measures against.

Written from the bindings of EN 16931 on its own: other paths, no code of ``ingest``. Elements are found by local name, so
that the names of ZUGFeRD 1.0 are alternatives here and not renamed. Every value counts, in the order of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

_CII_PARTY = {
    "name": "Name", "id": "*[self::ID or self::GlobalID]", "legal": "SpecifiedLegalOrganization/ID",
    "trading": "SpecifiedLegalOrganization/TradingBusinessName", "vat": "SpecifiedTaxRegistration/ID[@schemeID='VA']",
    "tax": "SpecifiedTaxRegistration/ID[@schemeID='FC']", "endpoint": "URIUniversalCommunication/URIID",
    "street": "PostalTradeAddress/LineOne", "extra": "PostalTradeAddress/LineTwo", "third": "PostalTradeAddress/LineThree",
    "city": "PostalTradeAddress/CityName", "zip": "PostalTradeAddress/PostcodeCode",
    "region": "PostalTradeAddress/CountrySubDivisionName", "country": "PostalTradeAddress/CountryID",
    "person": "DefinedTradeContact/PersonName", "phone": "DefinedTradeContact/TelephoneUniversalCommunication/CompleteNumber",
    "mail": "DefinedTradeContact/EmailURIUniversalCommunication/URIID",
}  # fmt: skip
_UBL_PARTY = {
    "name": "PartyLegalEntity/RegistrationName", "id": "PartyIdentification/ID[not(@schemeID='SEPA')]",
    "legal": "PartyLegalEntity/CompanyID",
    "vat": "PartyTaxScheme[normalize-space(TaxScheme/ID)='VAT']/CompanyID", "endpoint": "EndpointID",
    "tax": "PartyTaxScheme[normalize-space(TaxScheme/ID)!='VAT']/CompanyID", "trading": "PartyName/Name",
    "street": "PostalAddress/StreetName", "extra": "PostalAddress/AdditionalStreetName", "third": "PostalAddress/AddressLine/Line",
    "city": "PostalAddress/CityName", "zip": "PostalAddress/PostalZone", "region": "PostalAddress/CountrySubentity",
    "country": "PostalAddress/Country/IdentificationCode", "person": "Contact/Name", "phone": "Contact/Telephone",
    "mail": "Contact/ElectronicMail",
}  # fmt: skip
_PARTIES = {
    "seller": "name=27 trading=28 id=29 legal=30 vat=31 tax=32 endpoint=34 street=35 extra=36 third=162 city=37 zip=38 region=39 country=40"
    " person=41 phone=42 mail=43",
    "buyer": "name=44 trading=45 id=46 legal=47 vat=48 endpoint=49 street=50 extra=51 third=163 city=52 zip=53 region=54 country=55"
    " person=56 phone=57 mail=58",
    "payee": "name=59 id=60 legal=61",
    "taxrep": "name=62 vat=63 street=64 extra=65 third=164 city=66 zip=67 region=68 country=69",
    "shipto": "name=70 id=71 street=75 extra=76 third=165 city=77 zip=78 region=79 country=80",
}
_DOC = "/*/*[self::ExchangedDocument or self::HeaderExchangedDocument]"
_SET = "//*[self::ApplicableHeaderTradeSettlement or self::ApplicableSupplyChainTradeSettlement]"
_AGR = "//*[self::ApplicableHeaderTradeAgreement or self::ApplicableSupplyChainTradeAgreement]"
_DEL = "//*[self::ApplicableHeaderTradeDelivery or self::ApplicableSupplyChainTradeDelivery]"
_SUMS = f"{_SET}/*[self::SpecifiedTradeSettlementHeaderMonetarySummation or self::SpecifiedTradeSettlementMonetarySummation]"
_REF = "*[self::IssuerAssignedID or self::ID]"
_TAXCUR, _CUR = f"{_SET}/TaxCurrencyCode", f"{_SET}/InvoiceCurrencyCode"
CII_HEAD: dict[str, str] = {
    "BT-1": f"{_DOC}/ID", "BT-2": f"{_DOC}/IssueDateTime", "BT-3": f"{_DOC}/TypeCode", "BT-6": _TAXCUR,
    "BT-5": f"{_SET}/InvoiceCurrencyCode|{_SET}/OrderCurrencyCode", "BT-7": f"{_SET}/ApplicableTradeTax/TaxPointDate",
    "BT-8": f"{_SET}/ApplicableTradeTax/DueDateTypeCode", "BT-9": f"{_SET}/SpecifiedTradePaymentTerms/DueDateDateTime",
    "BT-10": f"{_AGR}/BuyerReference", "BT-11": f"{_AGR}/SpecifiedProcuringProject/ID",
    "BT-12": f"{_AGR}/ContractReferencedDocument/{_REF}", "BT-13": f"{_AGR}/BuyerOrderReferencedDocument/{_REF}",
    "BT-14": f"{_AGR}/SellerOrderReferencedDocument/{_REF}", "BT-15": f"{_DEL}/ReceivingAdviceReferencedDocument/{_REF}",
    "BT-16": f"{_DEL}/*[self::DespatchAdviceReferencedDocument or self::DeliveryNoteReferencedDocument]/{_REF}",
    "BT-17": f"{_AGR}/AdditionalReferencedDocument[TypeCode='50']/IssuerAssignedID",
    "BT-18": f"{_AGR}/AdditionalReferencedDocument[TypeCode='130']/IssuerAssignedID",
    "BT-19": f"{_SET}/ReceivableSpecifiedTradeAccountingAccount/ID", "BT-20": f"{_SET}/SpecifiedTradePaymentTerms/Description",
    "BT-22": f"{_DOC}/IncludedNote/Content",
    "BT-23": "//BusinessProcessSpecifiedDocumentContextParameter/ID",
    "BT-25": f"{_SET}/InvoiceReferencedDocument/{_REF}", "BT-26": f"{_SET}/InvoiceReferencedDocument/FormattedIssueDateTime",
    "BT-33": "//SellerTradeParty/Description", "BT-72": "//ActualDeliverySupplyChainEvent/OccurrenceDateTime",
    "BT-73": f"{_SET}/BillingSpecifiedPeriod/StartDateTime", "BT-74": f"{_SET}/BillingSpecifiedPeriod/EndDateTime",
    "BT-81": f"{_SET}/SpecifiedTradeSettlementPaymentMeans/TypeCode", "BT-82": f"{_SET}/SpecifiedTradeSettlementPaymentMeans/Information",
    "BT-83": f"{_SET}/PaymentReference", "BT-84": "//PayeePartyCreditorFinancialAccount/*[self::IBANID or self::ProprietaryID]",
    "BT-85": "//PayeePartyCreditorFinancialAccount/AccountName", "BT-86": "//PayeeSpecifiedCreditorFinancialInstitution/BICID",
    "BT-87": "//ApplicableTradeSettlementFinancialCard/ID", "BT-88": "//ApplicableTradeSettlementFinancialCard/CardholderName",
    "BT-89": f"{_SET}/SpecifiedTradePaymentTerms/DirectDebitMandateID", "BT-90": f"{_SET}/CreditorReferenceID",
    "BT-91": "//PayerPartyDebtorFinancialAccount/IBANID", "BT-106": f"{_SUMS}/LineTotalAmount", "BT-107": f"{_SUMS}/AllowanceTotalAmount",
    "BT-108": f"{_SUMS}/ChargeTotalAmount", "BT-109": f"{_SUMS}/TaxBasisTotalAmount",
    "BT-110": f"{_SUMS}/TaxTotalAmount[not(@currencyID) or @currencyID={_CUR} or not({_TAXCUR})]",
    "BT-111": f"{_SUMS}/TaxTotalAmount[@currencyID={_TAXCUR} and not(@currencyID={_CUR})]",
    "BT-112": f"{_SUMS}/GrandTotalAmount", "BT-113": f"{_SUMS}/TotalPrepaidAmount", "BT-114": f"{_SUMS}/RoundingAmount",
    "BT-115": f"{_SUMS}/DuePayableAmount",
}  # fmt: skip
UBL_HEAD: dict[str, str] = {
    "BT-1": "/*/ID", "BT-2": "/*/IssueDate", "BT-3": "/*/InvoiceTypeCode|/*/CreditNoteTypeCode", "BT-5": "/*/DocumentCurrencyCode",
    "BT-6": "/*/TaxCurrencyCode", "BT-7": "/*/TaxPointDate", "BT-8": "/*/InvoicePeriod/DescriptionCode",
    "BT-9": "/Invoice/DueDate|/CreditNote/PaymentMeans/PaymentDueDate", "BT-10": "/*/BuyerReference",
    "BT-11": "/Invoice/ProjectReference/ID",
    "BT-12": "/*/ContractDocumentReference/ID", "BT-13": "/*/OrderReference/ID", "BT-14": "/*/OrderReference/SalesOrderID",
    "BT-15": "/*/ReceiptDocumentReference/ID", "BT-16": "/*/DespatchDocumentReference/ID", "BT-17": "/*/OriginatorDocumentReference/ID",
    "BT-18": "/*/AdditionalDocumentReference[DocumentTypeCode='130']/ID", "BT-19": "/*/AccountingCost", "BT-20": "/*/PaymentTerms/Note",
    "BT-22": "/*/Note", "BT-23": "/*/ProfileID", "BT-25": "/*/BillingReference/InvoiceDocumentReference/ID",
    "BT-26": "/*/BillingReference/InvoiceDocumentReference/IssueDate", "BT-33": "//AccountingSupplierParty//CompanyLegalForm",
    "BT-72": "/*/Delivery/ActualDeliveryDate", "BT-73": "/*/InvoicePeriod/StartDate", "BT-74": "/*/InvoicePeriod/EndDate",
    "BT-81": "/*/PaymentMeans/PaymentMeansCode", "BT-82": "/*/PaymentMeans/PaymentMeansCode/@name", "BT-83": "/*/PaymentMeans/PaymentID",
    "BT-84": "//PayeeFinancialAccount/ID", "BT-85": "//PayeeFinancialAccount/Name", "BT-86": "//FinancialInstitutionBranch/ID",
    "BT-87": "//CardAccount/PrimaryAccountNumberID", "BT-88": "//CardAccount/HolderName", "BT-89": "//PaymentMandate/ID",
    "BT-90": "//PartyIdentification/ID[@schemeID='SEPA']", "BT-91": "//PayerFinancialAccount/ID",
    "BT-106": "//LegalMonetaryTotal/LineExtensionAmount", "BT-107": "//LegalMonetaryTotal/AllowanceTotalAmount",
    "BT-108": "//LegalMonetaryTotal/ChargeTotalAmount", "BT-109": "//LegalMonetaryTotal/TaxExclusiveAmount",
    "BT-110": "/*/TaxTotal/TaxAmount[not(@currencyID) or @currencyID=/*/DocumentCurrencyCode]",
    "BT-111": "/*/TaxTotal/TaxAmount[@currencyID=/*/TaxCurrencyCode and not(@currencyID=/*/DocumentCurrencyCode)]",
    "BT-112": "//LegalMonetaryTotal/TaxInclusiveAmount", "BT-113": "//LegalMonetaryTotal/PrepaidAmount",
    "BT-114": "//LegalMonetaryTotal/PayableRoundingAmount", "BT-115": "//LegalMonetaryTotal/PayableAmount",
}  # fmt: skip
_LP = "*[self::SpecifiedLineTradeAgreement or self::SpecifiedSupplyChainTradeAgreement]"
_LS = "*[self::SpecifiedLineTradeSettlement or self::SpecifiedSupplyChainTradeSettlement]"
_LSUM = "*[self::SpecifiedTradeSettlementLineMonetarySummation or self::SpecifiedTradeSettlementMonetarySummation]"
_QUANTITY = "(*/BilledQuantity|*[not(*/BilledQuantity)]/RequestedQuantity)"
CII_LINE: dict[str, str] = {
    "BT-126": "AssociatedDocumentLineDocument/LineID", "BT-127": "AssociatedDocumentLineDocument/IncludedNote/Content",
    "BT-129": _QUANTITY, "BT-130": f"{_QUANTITY}/@unitCode", "BT-131": f"{_LS}/{_LSUM}/LineTotalAmount",
    "BT-128": f"{_LS}/AdditionalReferencedDocument/IssuerAssignedID", "BT-132": f"{_LP}/BuyerOrderReferencedDocument/LineID",
    "BT-133": f"{_LS}/ReceivableSpecifiedTradeAccountingAccount/ID", "BT-134": f"{_LS}/BillingSpecifiedPeriod/StartDateTime",
    "BT-135": f"{_LS}/BillingSpecifiedPeriod/EndDateTime", "BT-146": f"{_LP}/NetPriceProductTradePrice/ChargeAmount",
    "BT-147": f"{_LP}/GrossPriceProductTradePrice/AppliedTradeAllowanceCharge/ActualAmount",
    "BT-148": f"{_LP}/GrossPriceProductTradePrice/ChargeAmount", "BT-149": f"{_LP}/NetPriceProductTradePrice/BasisQuantity",
    "BT-150": f"{_LP}/NetPriceProductTradePrice/BasisQuantity/@unitCode", "BT-151": f"{_LS}/ApplicableTradeTax/CategoryCode",
    "BT-152": f"{_LS}/ApplicableTradeTax/*[self::RateApplicablePercent or self::ApplicablePercent]",
    "BT-153": "SpecifiedTradeProduct/Name", "BT-154": "SpecifiedTradeProduct/Description",
    "BT-155": "SpecifiedTradeProduct/SellerAssignedID",
    "BT-156": "SpecifiedTradeProduct/BuyerAssignedID", "BT-157": "SpecifiedTradeProduct/GlobalID",
    "BT-158": "SpecifiedTradeProduct/DesignatedProductClassification/ClassCode", "BT-159": "SpecifiedTradeProduct/OriginTradeCountry/ID",
    "BT-X-22": f"{_LP}/BuyerOrderReferencedDocument/{_REF}",
    "BT-X-92": f"*/*[self::DespatchAdviceReferencedDocument or self::DeliveryNoteReferencedDocument]/{_REF}",
}  # fmt: skip
UBL_LINE: dict[str, str] = {
    "BT-126": "ID", "BT-127": "Note", "BT-128": "DocumentReference/ID", "BT-129": "InvoicedQuantity|CreditedQuantity",
    "BT-130": "InvoicedQuantity/@unitCode|CreditedQuantity/@unitCode", "BT-131": "LineExtensionAmount",
    "BT-132": "OrderLineReference/LineID",
    "BT-133": "AccountingCost", "BT-134": "InvoicePeriod/StartDate", "BT-135": "InvoicePeriod/EndDate", "BT-146": "Price/PriceAmount",
    "BT-147": "Price/AllowanceCharge/Amount", "BT-148": "Price/AllowanceCharge/BaseAmount", "BT-149": "Price/BaseQuantity",
    "BT-150": "Price/BaseQuantity/@unitCode", "BT-151": "Item/ClassifiedTaxCategory/ID", "BT-152": "Item/ClassifiedTaxCategory/Percent",
    "BT-153": "Item/Name", "BT-154": "Item/Description", "BT-155": "Item/SellersItemIdentification/ID",
    "BT-156": "Item/BuyersItemIdentification/ID", "BT-157": "Item/StandardItemIdentification/ID",
    "BT-158": "Item/CommodityClassification/ItemClassificationCode", "BT-159": "Item/OriginCountry/IdentificationCode",
    "BT-X-22": "OrderLineReference/OrderReference/ID",
}  # fmt: skip
_CII_AC = "SpecifiedTradeAllowanceCharge[normalize-space(ChargeIndicator)='{0}']"
_CII_MONEY = ("ActualAmount", "BasisAmount", "CalculationPercent", "Reason", "ReasonCode")
_UBL_AC = "AllowanceCharge[normalize-space(ChargeIndicator)='{0}']"
_UBL_MONEY = ("Amount", "BaseAmount", "MultiplierFactorNumeric", "AllowanceChargeReason", "AllowanceChargeReasonCode")
_CII_TAX = ("CategoryTradeTax/CategoryCode", "CategoryTradeTax/*[self::RateApplicablePercent or self::ApplicablePercent]")
_UBL_TAX = ("TaxCategory/ID", "TaxCategory/Percent")
_MONEY = {"BG-20": ("false", (92, 93, 94, 97, 98, 95, 96)), "BG-21": ("true", (99, 100, 101, 104, 105, 102, 103)),
          "BG-27": ("false", (136, 137, 138, 139, 140)), "BG-28": ("true", (141, 142, 143, 144, 145))}  # fmt: skip
_ROOT_OF = {"seller": "//AccountingSupplierParty/Party", "buyer": "//AccountingCustomerParty/Party", "payee": "/*/PayeeParty",
            "taxrep": "/*/TaxRepresentativeParty", "shipto": "/*/Delivery"}  # fmt: skip
_CII_OF = {"seller": f"{_AGR}/SellerTradeParty", "buyer": f"{_AGR}/BuyerTradeParty", "payee": f"{_SET}/PayeeTradeParty",
           "taxrep": f"{_AGR}/SellerTaxRepresentativeTradeParty", "shipto": f"{_DEL}/ShipToTradeParty"}  # fmt: skip


def plain_tree(data: bytes) -> etree._Element | None:
    """The tree with local names, ``None`` for what is no XML."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True))
    except etree.XMLSyntaxError:
        return None
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def head(root: etree._Element, *, ubl: bool) -> Iterator[tuple[str, list[str]]]:
    """Each term of the head that the XML has, with all its values."""
    yield from _values(root, UBL_HEAD if ubl else CII_HEAD)
    for party, terms in _PARTIES.items():
        yield from _values(root, {f"BT-{number}": _party(party, part, ubl=ubl) for part, number in _pairs(terms)})


def rows(root: etree._Element, *, ubl: bool) -> list[etree._Element]:
    """The lines."""
    return list(root.xpath("/*/InvoiceLine|/*/CreditNoteLine" if ubl else "//IncludedSupplyChainTradeLineItem"))


def line(row: etree._Element, *, ubl: bool) -> Iterator[tuple[str, list[str]]]:
    """Each term of a line that the XML has, with all its values."""
    yield from _values(row, UBL_LINE if ubl else CII_LINE)


def money(root: etree._Element, group: str, *, ubl: bool) -> list[dict[str, str]]:
    """Allowances or charges of the head (BG-20, BG-21) or of a line (BG-27, BG-28), ``root`` being the line."""
    charge, numbers = _MONEY[group]
    whole = group in ("BG-20", "BG-21")
    path = ("/*/" if ubl else f"{_SET}/") if whole else ("" if ubl else f"{_LS}/")
    found = root.xpath(path + (_UBL_AC if ubl else _CII_AC).format(charge))
    names = dict(zip((f"BT-{n}" for n in numbers), _UBL_MONEY + _UBL_TAX if ubl else _CII_MONEY + _CII_TAX, strict=False))
    return [{term: values[0] for term, values in _values(one, names)} for one in found]


def notes(root: etree._Element, *, ubl: bool) -> list[dict[str, str]]:
    """The remarks with their kind (BG-1)."""
    names = {"BT-22": "self::*"} if ubl else {"BT-21": "SubjectCode", "BT-22": "Content"}
    return [{t: v[0] for t, v in _values(one, names)} for one in root.xpath("/*/Note" if ubl else f"{_DOC}/IncludedNote")]


def earlier(root: etree._Element, *, ubl: bool) -> list[dict[str, str]]:
    """The preceding invoices (BG-3)."""
    names = {"BT-25": "ID", "BT-26": "IssueDate"} if ubl else {"BT-25": _REF, "BT-26": "*[contains(local-name(),'IssueDateTime')]"}
    path = "/*/BillingReference/InvoiceDocumentReference" if ubl else f"{_SET}/InvoiceReferencedDocument"
    return [{t: v[0] for t, v in _values(one, names)} for one in root.xpath(path)]


def taxes(root: etree._Element, *, ubl: bool) -> list[dict[str, str]]:
    """The breakdown of value added tax (BG-23)."""
    names = (
        {"BT-116": "TaxableAmount", "BT-117": "TaxAmount", "BT-118": "TaxCategory/ID", "BT-119": "TaxCategory/Percent"}
        if ubl
        else {
            "BT-116": "BasisAmount",
            "BT-117": "CalculatedAmount",
            "BT-118": "CategoryCode",
            "BT-119": "*[self::RateApplicablePercent or self::ApplicablePercent]",
        }
    )
    path = "/*/TaxTotal/TaxSubtotal" if ubl else f"{_SET}/ApplicableTradeTax"
    return [{term: values[0] for term, values in _values(one, names)} for one in root.xpath(path)]


def _pairs(terms: str) -> list[tuple[str, str]]:
    return [(part, number) for part, _, number in (pair.partition("=") for pair in terms.split())]


def _party(party: str, part: str, *, ubl: bool) -> str:
    if not ubl:
        return f"{_CII_OF[party]}/{_CII_PARTY[part]}"
    base = _ROOT_OF[party]
    if party == "shipto":
        where = {"name": "DeliveryParty/PartyName/Name", "id": "DeliveryLocation/ID"}
        return f"{base}/" + (where.get(part) or "DeliveryLocation/" + _UBL_PARTY[part].replace("PostalAddress", "Address"))
    return f"{base}/" + ("PartyName/Name" if part == "name" and party in ("payee", "taxrep") else _UBL_PARTY[part])


def _values(node: etree._Element, paths: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    for term, path in paths.items():
        found = [str(hit) if isinstance(hit, str) else "".join(str(t) for t in hit.itertext()) for hit in node.xpath(path)]
        if values := [value.strip() for value in found if value.strip()]:
            yield term, values
