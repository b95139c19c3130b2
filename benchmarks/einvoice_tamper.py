"""Hybrids whose data were changed in one place: is it told, and is an untouched one left in peace?

    PYTHONPATH=. python -m benchmarks.einvoice_tamper FOLDER… [--verbose]

In the XML of each hybrid PDF one value is changed at a time, as a fraudster or a broken program would: a digit of the number,
the day, the gross amount, one of the accounts (with wrong and with right check digits). Pages are read once, PDFs that say the
same (copies) count once. Only values that are printed are changed: what is not printed already deviates. Writes the table of
benchmarks/einvoice.md; --verbose names what stayed unnoticed, and every deviation of an original.
"""

from __future__ import annotations

import argparse
import html
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from archive.kinds import iban
from archive.problems import Problem
from archive.scan import EInvoice, Reading, Scan
from benchmarks.extraction import Nobody
from ingest.einvoice import parse
from ingest.pages import survey
from ingest.read import read
from ingest.understand import understand

_FIELDS = {"number": "rechnungsnummer", "day": "rechnungsdatum", "gross": "brutto", "account": "iban", "account, valid": "iban"}
_TERMS = {"number": "BT-1", "day": "BT-2", "gross": "BT-112", "account": "BT-84", "account, valid": "BT-84"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    print("| folder | hybrids | originals that deviate | " + " | ".join(_FIELDS) + " |\n|" + " --- |" * (3 + len(_FIELDS)))
    for folder in arguments.folders:
        print(_row(folder, verbose=arguments.verbose))


def _row(folder: Path, *, verbose: bool) -> str:
    count: Counter[str] = Counter()
    for path, reading, xml in _hybrids(folder):
        count["hybrids"] += 1
        before = _deviations(reading)
        count["deviate"] += bool(before)
        for said in before.values() if verbose else ():
            print(f"  {path.name}: original: {said}")
        for kind, value, changed in _changes(reading.einvoice):
            if _FIELDS[kind] in before:
                continue  # it stands nowhere on the page as it is
            noticed = _noticed(reading, xml.replace(f">{html.escape(value)}<", f">{changed}<"), kind)
            count.update({kind: 1, kind + " told": noticed})
            if verbose and not noticed:
                print(f"  {path.name}: {kind} {value} changed to {changed} is not told")
    cells = [folder.name, str(count["hybrids"]), str(count["deviate"])]
    cells += [f"{count[kind + ' told']} of {count[kind]}" for kind in _FIELDS]
    return f"| {' | '.join(cells)} |"


def _hybrids(folder: Path) -> Iterator[tuple[Path, Reading, str]]:
    known = set()
    for path in sorted(folder.rglob("*.pdf")):
        try:
            xml = survey(str(path.resolve()), "application/pdf")["xml"]
            reading = read(path, Scan("0" * 64, path.name, "application/pdf", "benchmark", datetime.now(UTC))) if xml else None
        except Problem:
            continue
        text = (xml, tuple(page.text for page in reading.pages)) if reading else ()
        if reading and reading.einvoice and reading.pages and reading.pages[0].how != "einvoice" and text not in known:
            known.add(text)
            yield path, reading, xml


def _deviations(reading: Reading) -> dict[str, str]:
    found = [doubt for doubt in understand(reading, Nobody()).doubts if doubt.reason.startswith("PDF weicht")]
    return {doubt.about: doubt.reason for doubt in found}


def _noticed(reading: Reading, xml: str, kind: str) -> bool:
    try:
        changed = parse(xml.encode(), "x.xml")
    except Problem:
        return True
    return _FIELDS[kind] in _deviations(replace(reading, einvoice=changed))


def _changes(invoice: EInvoice | None) -> Iterator[tuple[str, str, str]]:
    for kind, term in _TERMS.items():
        for value in dict.fromkeys((invoice.terms.get(term, "") if invoice else "").splitlines()):
            if (changed := _changed(kind, value)) != value:
                yield kind, value, changed


def _changed(kind: str, value: str) -> str:
    if kind == "day":
        digits = value.replace("-", "")[:8]
        later = date.fromisoformat(f"{digits[:4]}-{digits[4:6]}-{digits[6:]}") + timedelta(days=3)
        return later.isoformat() if "-" in value else later.strftime("%Y%m%d")
    if kind == "gross":
        return f"{float(value) + 10:.2f}"
    at = max((place for place, char in enumerate(value) if char.isdigit()), default=-1)
    if at < 0 or (kind == "account, valid" and not iban.valid("".join(value.split()))):
        return value
    other = value[:at] + str((int(value[at]) + 1) % 10) + value[at + 1 :]
    return _with_check_digits(other) if kind == "account, valid" else other


def _with_check_digits(value: str) -> str:
    bare = "".join(value.split())
    ways: Sequence[str] = [f"{bare[:2]}{digits:02}{bare[4:]}" for digits in range(98)]
    return next((way for way in ways if iban.valid(way)), value)


if __name__ == "__main__":
    main()
