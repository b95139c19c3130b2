"""Checking e-invoices: the three classes, what is never called valid, exchangeable packs, and that no network is needed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from archive.scan import Validity
from ingest.einvoice import unfold
from ingest.validation import report
from ingest.validation.packs import SHIPPED, BadPackError, load, packs
from tests.ingest.einvoices import FACTUR_X, XRECHNUNG

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"


def checked(data: bytes, attachment: str = "", extra: Path | None = None) -> Validity:
    opened = unfold(data, attachment)
    return report(opened.invoice, opened.xml.decode(), extra)


def test_an_xrechnung_that_keeps_all_rules_is_valid_and_names_the_rules() -> None:
    found = checked(XRECHNUNG)
    assert (found.state, found.objections, found.gap) == ("gültig", (), "")
    assert any("XRechnung 3.0.2" in name for name in found.rules)
    assert "SaxonC" in found.tool


@pytest.mark.parametrize("attachment", ["", "factur-x.xml"])
def test_a_factur_x_is_checked_alone_and_inside_a_pdf(attachment: str) -> None:
    found = checked(FACTUR_X, attachment)
    assert (found.state, found.objections) == ("gültig", ())
    assert any(("Factur-X" if attachment else "CEN") in name for name in found.rules)


@pytest.mark.parametrize(
    ("old", "new", "error_class", "rule", "said"),
    [
        (b"<c:IssueDate>2026-03-18", b"<c:IssueDate>gestern", "Formatfehler", "XSD", "gestern"),
        (b"<c:ID>RE-2026-1</c:ID>", b"", "Formatfehler", "XSD", "IssueDate"),
        (b'EUR">119.00</c:TaxInclusive', b'EUR">120.00</c:TaxInclusive', "Geschäftsregelfehler", "BR-CO-15", "Bruttobetrag"),
        (b"<c:BuyerReference>K-4711</c:BuyerReference>", b"", "Geschäftsregelfehler", "BR-DE-15", "BT-10"),
        (b'currencyID="EUR">25.00', b'currencyID="EUR">-25.00', "Geschäftsregelfehler", "BR-27", "negativ"),
        (b"DE89370400440532013000", b"DE89370400440532013001", "Inhaltsfehler", "IBAN", "Prüfziffer"),
        (b"DE136695976", b"DE136695977", "Inhaltsfehler", "UST-ID", "Prüfziffer"),
        (b"<a:Delivery><c:ActualDeliveryDate>2026-03-17</c:ActualDeliveryDate></a:Delivery>", b"", "Inhaltsfehler",
         "§ 14 Abs. 4 Nr. 6 UStG", "Zeitpunkt der Lieferung"),
    ],
)  # fmt: skip
def test_each_error_ends_in_its_class(old: bytes, new: bytes, error_class: str, rule: str, said: str) -> None:
    assert old in XRECHNUNG
    found = checked(XRECHNUNG.replace(old, new))
    hit = next(o for o in found.objections if o.rule == rule)
    assert (hit.error_class, said in hit.sentence) == (error_class, True)
    assert found.state == ("gültig" if error_class == "Inhaltsfehler" else "fehlerhaft")
    assert hit.place.startswith("/Invoice") or rule.startswith("§")


@pytest.mark.parametrize(
    ("profile", "gap"),
    [
        (b"urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0", "Geprüft wurde nur"),
        (b"urn:cen.eu:en16931:2017#compliant#urn:xoev-de:kosit:standard:xrechnung_1.2", "Geprüft wurde nur"),
        (b"urn:example:unbekannt", "nicht alle Regeln"),
    ],
)
def test_what_could_not_be_checked_whole_is_never_valid(profile: bytes, gap: str) -> None:
    found = checked(XRECHNUNG.replace(b"urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0", profile))
    assert found.state == "nicht geprüft"
    assert gap in found.gap


def test_rules_that_break_leave_the_invoice_unchecked(tmp_path: Path) -> None:
    broken = {"EN16931-UBL-validation.xslt": b"<no-stylesheet/>"}
    pack(tmp_path / "neu.zip", "EN 16931 (CEN)", "99.0", broken)
    assert checked(XRECHNUNG, extra=tmp_path).state == "nicht geprüft"
    assert checked(XRECHNUNG).state == "gültig"


def test_a_pack_that_is_dropped_in_replaces_an_older_one_at_once(tmp_path: Path) -> None:
    name = "EN16931-UBL-validation.xslt"
    source = next(SHIPPED.glob("cen-*/*.zip"))
    with zipfile.ZipFile(source) as archive:
        rules = archive.read(name)
    assert "EN 16931 (CEN) 99.0" not in checked(XRECHNUNG, extra=tmp_path).rules
    pack(tmp_path / "neu.zip", "EN 16931 (CEN)", "99.0", {name: rules})
    assert "EN 16931 (CEN) 99.0" in checked(XRECHNUNG, extra=tmp_path).rules
    pack(tmp_path / "alt.zip", "XRechnung", "1.0", {name: rules})
    assert "XRechnung 1.0" not in checked(XRECHNUNG, extra=tmp_path).rules


def pack(path: Path, name: str, version: str, files: dict[str, bytes]) -> None:
    rules = "".join(f'\n[[rule]]\ncheck = "schematron"\nfile = "{file}"\nroot = "Invoice"\nprofile = "en16931"\n' for file in files)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pack.toml", f'name = "{name}"\nversion = "{version}"\nlicence = "x"\n{rules}')
        for file, data in files.items():
            archive.writestr(file, data)


def test_a_zip_without_a_good_manifest_is_left_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "fremd.zip", "w") as archive:
        archive.writestr("../boese.xsl", "x")
    (tmp_path / "kaputt.zip").write_bytes(b"PK no zip")
    found, bad = packs(tmp_path)
    assert (len(found), sorted(bad)) == (4, ["fremd.zip", "kaputt.zip"])
    with pytest.raises(BadPackError):
        load(tmp_path / "fremd.zip")


def test_every_shipped_pack_carries_its_licence() -> None:
    for path in SHIPPED.glob("*/*.zip"):
        with zipfile.ZipFile(path) as archive:
            assert archive.read("LICENSE") == (path.parent / "LICENSE").read_bytes()
            assert load(path).licence


@pytest.mark.shared
def test_the_test_suite_of_xrechnung_is_valid() -> None:
    folder = SHARED / "xrechnung_testsuite"
    if not folder.is_dir():
        pytest.skip("the XRechnung test suite does not lie beside the repository")
    files = [path for path in sorted(folder.glob("*.xml")) if b"CustomizationID" in path.read_bytes() or b"Guideline" in path.read_bytes()]
    wrong = {path.name: found.state for path in files if (found := checked(path.read_bytes())).state != "gültig"}
    assert len(files) > 80
    assert wrong == {}
