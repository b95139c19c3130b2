"""E-invoices measured against their own XML: what is recognised, what is mapped, what the rules say, and what it costs.

    python benchmarks/einvoice.py FOLDER… [--verbose]

The truth of a term is the first text the XML holds at the element of its name, looked up with other paths than the reader's.
Writes the table of benchmarks/einvoice.md to standard output; the last column is milliseconds of validation per file, warm.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from pathlib import Path

from lxml import etree

from archive.problems import Problem
from ingest.einvoice import Opened, unfold
from ingest.validation import report

_ROOTS = ("Invoice", "CreditNote", "CrossIndustryInvoice", "CrossIndustryDocument", "SCRDMCCBDACIOMessageStructure")
_UBL = {"BT-1": "/*/ID", "BT-2": "/*/IssueDate", "BT-5": "/*/DocumentCurrencyCode", "BT-13": "/*/OrderReference/ID",
        "BT-27": "//AccountingSupplierParty//RegistrationName", "BT-44": "//AccountingCustomerParty//RegistrationName",
        "BT-84": "/*/PaymentMeans/PayeeFinancialAccount/ID", "BT-109": "//LegalMonetaryTotal/TaxExclusiveAmount",
        "BT-112": "//LegalMonetaryTotal/TaxInclusiveAmount", "BT-115": "//LegalMonetaryTotal/PayableAmount"}  # fmt: skip
_CII = {"BT-1": "/*/*[contains(local-name(),'ExchangedDocument')]/ID", "BT-2": "/*/*/IssueDateTime/DateTimeString",
        "BT-5": "//InvoiceCurrencyCode", "BT-13": "/*/*/*/BuyerOrderReferencedDocument/*[contains(local-name(),'ID')]",
        "BT-27": "//SellerTradeParty/Name", "BT-44": "//BuyerTradeParty/Name", "BT-84": "//PayeePartyCreditorFinancialAccount/IBANID",
        "BT-109": "/*/*/*/*/TaxBasisTotalAmount", "BT-112": "/*/*/*/*/GrandTotalAmount", "BT-115": "/*/*/*/*/DuePayableAmount"}  # fmt: skip
_LINES = {
    "ubl": ("//InvoiceLine|//CreditNoteLine", {"BT-126": "ID", "BT-129": "InvoicedQuantity|CreditedQuantity",
            "BT-131": "LineExtensionAmount", "BT-146": "Price/PriceAmount", "BT-149": "Price/BaseQuantity", "BT-153": "Item/Name"}),
    "cii": ("//IncludedSupplyChainTradeLineItem", {"BT-126": "*/LineID", "BT-129": "*/BilledQuantity",
            "BT-131": "*/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount", "BT-153": "SpecifiedTradeProduct/Name",
            "BT-146": "*/NetPriceProductTradePrice/ChargeAmount", "BT-149": "*/NetPriceProductTradePrice/BasisQuantity"}),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    print("| folder | files | e-invoices | read | header terms | line terms | gültig | nicht geprüft | fehlerhaft | validation |")
    print("|" + " --- |" * 10)
    for folder in arguments.folders:
        print(_row(folder, arguments.verbose))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(f"\nThis process: {used.ru_utime + used.ru_stime:.1f} s CPU, {used.ru_maxrss / 1024:.0f} MB")


def _row(folder: Path, verbose: bool) -> str:
    count: Counter[str] = Counter()
    spent = 0.0
    for path in sorted(folder.rglob("*.xml")):
        count["files"] += 1
        root = _plain(path)
        count["invoices"] += root is not None and root.tag in _ROOTS
        try:
            opened = unfold(path.read_bytes(), "")
        except Problem as problem:
            if verbose:
                print(f"  {path.name}: {problem.message}")
            continue
        count["read"] += 1
        if root is not None:
            count += _compare(root, opened, path.name if verbose else "")
        begin = time.perf_counter()
        count[report(opened.invoice, opened.xml.decode()).state] += 1
        spent += time.perf_counter() - begin
    cells = [folder.name, *(str(count[key]) for key in ("files", "invoices", "read"))]
    cells += [f"{count[f'{kind} right']} of {count[kind]}" for kind in ("header", "line")]
    cells += [str(count[state]) for state in ("gültig", "nicht geprüft", "fehlerhaft")]
    return f"| {' | '.join(cells)} | {1000 * spent / max(1, count['read']):.0f} ms |"


def _plain(path: Path) -> etree._Element | None:
    try:
        root = etree.fromstring(path.read_bytes(), etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except etree.XMLSyntaxError:
        return None
    for element in root.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return root


def _compare(root: etree._Element, opened: Opened, name: str) -> Counter[str]:
    count: Counter[str] = Counter()
    for term, path in (_UBL if opened.invoice.syntax == "ubl" else _CII).items():
        wanted = [text for hit in root.xpath(path) if (text := "".join(hit.itertext()).strip())]
        if wanted:
            right = opened.invoice.terms.get(term, "") in (wanted[0], "\n".join(dict.fromkeys(wanted)))
            count.update({"header": 1, "header right": int(right)})
            if name and not right:
                print(f"  {name}: {term} is {wanted[0]!r}, read {opened.invoice.terms.get(term)!r}")
    rows, terms = _LINES[opened.invoice.syntax]
    found = root.xpath(rows)
    for number, row in enumerate(found):
        read = opened.invoice.lines[number] if number < len(opened.invoice.lines) else {}
        for term, path in terms.items():
            wanted = [text for hit in row.xpath(path) if (text := "".join(hit.itertext()).strip())]
            if wanted:
                right = read.get(term) == wanted[0]
                count.update({"line": 1, "line right": int(right)})
                if name and not right:
                    print(f"  {name}, line {number + 1}: {term} is {wanted[0]!r}, read {read.get(term)!r}")
    return count


if __name__ == "__main__":
    main()
