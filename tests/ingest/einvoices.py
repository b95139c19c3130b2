"""Small e-invoices that keep all rules, for tests to bend: an XRechnung in UBL, a Factur-X in CII."""

from __future__ import annotations

import base64

PDF = b"%PDF-1.4 angehaengt"

_UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
XRECHNUNG = f"""<?xml version="1.0" encoding="UTF-8"?>
<ubl:Invoice xmlns:ubl="{_UBL}Invoice-2" xmlns:c="{_UBL}CommonBasicComponents-2" xmlns:a="{_UBL}CommonAggregateComponents-2">
<c:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0</c:CustomizationID>
<c:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</c:ProfileID><c:ID>RE-2026-1</c:ID><c:IssueDate>2026-03-18</c:IssueDate>
<c:DueDate>2026-04-17</c:DueDate><c:InvoiceTypeCode>380</c:InvoiceTypeCode>
<c:Note>Sammelrechnung zu Lieferschein 80015511 und Lieferschein 80015512</c:Note>
<c:DocumentCurrencyCode>EUR</c:DocumentCurrencyCode><c:BuyerReference>K-4711</c:BuyerReference>
<a:OrderReference><c:ID>B-26-00417</c:ID><c:SalesOrderID>S-9</c:SalesOrderID></a:OrderReference>
<a:AdditionalDocumentReference><c:ID>ZN-1</c:ID><c:DocumentDescription>Zeugnis</c:DocumentDescription><a:Attachment>
<c:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="../zeugnis.pdf"
>{base64.b64encode(PDF).decode()}</c:EmbeddedDocumentBinaryObject>
</a:Attachment></a:AdditionalDocumentReference>
<a:AccountingSupplierParty><a:Party><c:EndpointID schemeID="EM">re@mueller.example</c:EndpointID>
<a:PostalAddress><c:StreetName>Weg 1</c:StreetName><c:CityName>Aachen</c:CityName><c:PostalZone>52062</c:PostalZone>
<a:Country><c:IdentificationCode>DE</c:IdentificationCode></a:Country></a:PostalAddress>
<a:PartyTaxScheme><c:CompanyID>DE136695976</c:CompanyID><a:TaxScheme><c:ID>VAT</c:ID></a:TaxScheme></a:PartyTaxScheme>
<a:PartyLegalEntity><c:RegistrationName>Müller GmbH</c:RegistrationName><c:CompanyID>HRB 1</c:CompanyID></a:PartyLegalEntity>
<a:Contact><c:Name>Anna Ott</c:Name><c:Telephone>0241 123456</c:Telephone>
<c:ElectronicMail>ott@mueller.example</c:ElectronicMail></a:Contact>
</a:Party></a:AccountingSupplierParty>
<a:AccountingCustomerParty><a:Party><c:EndpointID schemeID="EM">re@musterwerk.example</c:EndpointID>
<a:PostalAddress><c:StreetName>Platz 2</c:StreetName><c:CityName>Aachen</c:CityName><c:PostalZone>52064</c:PostalZone>
<a:Country><c:IdentificationCode>DE</c:IdentificationCode></a:Country></a:PostalAddress>
<a:PartyLegalEntity><c:RegistrationName>Musterwerk GmbH</c:RegistrationName></a:PartyLegalEntity></a:Party></a:AccountingCustomerParty>
<a:Delivery><c:ActualDeliveryDate>2026-03-17</c:ActualDeliveryDate></a:Delivery>
<a:PaymentMeans><c:PaymentMeansCode>58</c:PaymentMeansCode>
<a:PayeeFinancialAccount><c:ID>DE89370400440532013000</c:ID></a:PayeeFinancialAccount></a:PaymentMeans>
<a:PaymentTerms><c:Note>#SKONTO#TAGE=14#PROZENT=2.00#
</c:Note></a:PaymentTerms>
<a:TaxTotal><c:TaxAmount currencyID="EUR">19.00</c:TaxAmount><a:TaxSubtotal><c:TaxableAmount currencyID="EUR">100.00</c:TaxableAmount>
<c:TaxAmount currencyID="EUR">19.00</c:TaxAmount><a:TaxCategory><c:ID>S</c:ID><c:Percent>19</c:Percent>
<a:TaxScheme><c:ID>VAT</c:ID></a:TaxScheme></a:TaxCategory></a:TaxSubtotal></a:TaxTotal>
<a:LegalMonetaryTotal><c:LineExtensionAmount currencyID="EUR">100.00</c:LineExtensionAmount>
<c:TaxExclusiveAmount currencyID="EUR">100.00</c:TaxExclusiveAmount><c:TaxInclusiveAmount currencyID="EUR">119.00</c:TaxInclusiveAmount>
<c:PayableAmount currencyID="EUR">119.00</c:PayableAmount></a:LegalMonetaryTotal>
<a:InvoiceLine><c:ID>1</c:ID><c:InvoicedQuantity unitCode="H87">400</c:InvoicedQuantity>
<c:LineExtensionAmount currencyID="EUR">100.00</c:LineExtensionAmount><a:OrderLineReference><c:LineID>10</c:LineID></a:OrderLineReference>
<a:Item><c:Name>Scheibe</c:Name><a:SellersItemIdentification><c:ID>S-8</c:ID></a:SellersItemIdentification>
<a:ClassifiedTaxCategory><c:ID>S</c:ID><c:Percent>19</c:Percent><a:TaxScheme><c:ID>VAT</c:ID></a:TaxScheme></a:ClassifiedTaxCategory></a:Item>
<a:Price><c:PriceAmount currencyID="EUR">25.00</c:PriceAmount><c:BaseQuantity unitCode="H87">100</c:BaseQuantity></a:Price></a:InvoiceLine>
</ubl:Invoice>
""".encode()

_CII = "urn:un:unece:uncefact:data:standard:"
FACTUR_X = f"""<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="{_CII}CrossIndustryInvoice:100" xmlns:udt="{_CII}UnqualifiedDataType:100"
 xmlns:ram="{_CII}ReusableAggregateBusinessInformationEntity:100">
<rsm:ExchangedDocumentContext><ram:GuidelineSpecifiedDocumentContextParameter><ram:ID>urn:cen.eu:en16931:2017</ram:ID>
</ram:GuidelineSpecifiedDocumentContextParameter></rsm:ExchangedDocumentContext>
<rsm:ExchangedDocument><ram:ID>RE-2026-2</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime>
<udt:DateTimeString format="102">20260318</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction><ram:IncludedSupplyChainTradeLineItem>
<ram:AssociatedDocumentLineDocument><ram:LineID>1</ram:LineID></ram:AssociatedDocumentLineDocument>
<ram:SpecifiedTradeProduct><ram:Name>Blech</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>100.00</ram:ChargeAmount>
</ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="KGM">1</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode>
<ram:RateApplicablePercent>19.00</ram:RateApplicablePercent></ram:ApplicableTradeTax><ram:SpecifiedTradeSettlementLineMonetarySummation>
<ram:LineTotalAmount>100.00</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem><ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>Schmidt KG</ram:Name><ram:PostalTradeAddress><ram:PostcodeCode>52062</ram:PostcodeCode>
<ram:LineOne>Weg 1</ram:LineOne><ram:CityName>Aachen</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>
<ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE136695976</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:Name>Musterwerk GmbH</ram:Name><ram:PostalTradeAddress><ram:PostcodeCode>52064</ram:PostcodeCode>
<ram:LineOne>Platz 2</ram:LineOne><ram:CityName>Aachen</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress>
</ram:BuyerTradeParty>
<ram:BuyerOrderReferencedDocument><ram:IssuerAssignedID>B-26-00417</ram:IssuerAssignedID></ram:BuyerOrderReferencedDocument>
</ram:ApplicableHeaderTradeAgreement><ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>
<udt:DateTimeString format="102">20260317</udt:DateTimeString></ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent>
</ram:ApplicableHeaderTradeDelivery><ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradeSettlementPaymentMeans><ram:TypeCode>58</ram:TypeCode><ram:PayeePartyCreditorFinancialAccount>
<ram:IBANID>DE89370400440532013000</ram:IBANID></ram:PayeePartyCreditorFinancialAccount></ram:SpecifiedTradeSettlementPaymentMeans>
<ram:ApplicableTradeTax><ram:CalculatedAmount>19.00</ram:CalculatedAmount><ram:TypeCode>VAT</ram:TypeCode>
<ram:BasisAmount>100.00</ram:BasisAmount><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>19.00</ram:RateApplicablePercent>
</ram:ApplicableTradeTax><ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime>
<udt:DateTimeString format="102">20260417</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>100.00</ram:LineTotalAmount>
<ram:TaxBasisTotalAmount>100.00</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">19.00</ram:TaxTotalAmount>
<ram:GrandTotalAmount>119.00</ram:GrandTotalAmount><ram:DuePayableAmount>119.00</ram:DuePayableAmount>
</ram:SpecifiedTradeSettlementHeaderMonetarySummation></ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction>
</rsm:CrossIndustryInvoice>
""".encode()
