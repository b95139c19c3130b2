"""E-invoices measured against their own XML: what is recognised, what is mapped, what the rules say, and what it costs.

    PYTHONPATH=. python -m benchmarks.einvoice FOLDER… [--verbose] [--cost]

The truth of a term is what ``einvoice_truth`` finds in the XML with paths of its own; a term that may stand several times must
be read with its first or with all values.
Writes the table of benchmarks/einvoice.md to standard output; the last column is milliseconds of validation per file, warm.
With --cost every file also goes the whole way, and its CPU time is told.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from lxml import etree

from archive.problems import Problem
from benchmarks import einvoice_cost
from benchmarks import einvoice_truth as truth
from ingest.einvoice import Opened, unfold
from ingest.validation import report

Told = Callable[[str, str, list[str], str], None]
_ROOTS = ("Invoice", "CreditNote", "CrossIndustryInvoice", "CrossIndustryDocument", "SCRDMCCBDACIOMessageStructure")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--cost", action="store_true")
    arguments = parser.parse_args()
    print("| folder | files | e-invoices | read | header terms | line terms | gültig | nicht geprüft | fehlerhaft | validation |")
    print("|" + " --- |" * 10)
    for folder in arguments.folders:
        print(_row(folder, arguments.verbose))
    used = resource.getrusage(resource.RUSAGE_SELF)
    if arguments.cost:
        files = [path for folder in arguments.folders for path in sorted(folder.rglob("*.xml"))]
        print(f"\n{einvoice_cost.told(files)}")
    print(f"\nThis process: {used.ru_utime + used.ru_stime:.1f} s CPU, {used.ru_maxrss / 1024:.0f} MB")


def _row(folder: Path, verbose: bool) -> str:
    count: Counter[str] = Counter()
    spent = 0.0
    for path in sorted(folder.rglob("*.xml")):
        count["files"] += 1
        root = truth.plain_tree(path.read_bytes())
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


def _compare(root: etree._Element, opened: Opened, name: str) -> Counter[str]:
    count: Counter[str] = Counter()
    invoice, ubl = opened.invoice, opened.invoice.syntax == "ubl"

    def told(kind: str, where: str, wanted: list[str], read: str) -> None:
        right = read == wanted[0] or read == "\n".join(dict.fromkeys(wanted))
        count.update({kind: 1, f"{kind} right": int(right)})
        if name and not right:
            print(f"  {name}: {where} is {wanted!r:.300}, read {read!r:.300}")

    for term, wanted in truth.head(root, ubl=ubl):
        told("header", term, wanted, invoice.terms.get(term, ""))
    groups = {key: truth.money(root, key, ubl=ubl) for key in ("BG-20", "BG-21")}
    groups |= {"BG-1": truth.notes(root, ubl=ubl), "BG-3": truth.earlier(root, ubl=ubl), "BG-23": truth.taxes(root, ubl=ubl)}
    for key, found in groups.items():
        _members("header", key, found, invoice.groups.get(key, ()), told)
    for number, row in enumerate(truth.rows(root, ubl=ubl)):
        read = invoice.lines[number] if number < len(invoice.lines) else {}
        for term, wanted in truth.line(row, ubl=ubl):
            told("line", f"line {number + 1} {term}", wanted, read.get(term, ""))
        for key in ("BG-27", "BG-28"):
            mine = [m for m in invoice.groups.get(key, ()) if m.get("BT-126", "") == read.get("BT-126", "")]
            _members("line", f"line {number + 1} {key}", truth.money(row, key, ubl=ubl), mine, told)
    return count


def _members(kind: str, where: str, wanted: list[dict[str, str]], read: Sequence[Mapping[str, str]], told: Told) -> None:
    for number, member in enumerate(wanted):
        mine = read[number] if number < len(read) else {}
        for term, value in member.items():
            told(kind, f"{where} {term}", [value], mine.get(term, ""))


if __name__ == "__main__":
    main()
