"""``mappe einvoice``: kind, profile, verdict with findings per class, and all terms."""

from __future__ import annotations

import json
from pathlib import Path

from tests.ingest.einvoices import XRECHNUNG
from tests.service.cli.command_line import Mappe


def test_as_json(mappe: Mappe, tmp_path: Path) -> None:
    (tmp_path / "gut.xml").write_bytes(XRECHNUNG)
    (tmp_path / "schlecht.xml").write_bytes(XRECHNUNG.replace(b'EUR">119.00</c:TaxInclusive', b'EUR">120.00</c:TaxInclusive'))
    (tmp_path / "keine.xml").write_bytes(b"<?xml version='1.0'?><a><b/></a>")
    ran = mappe("einvoice", "gut.xml", "schlecht.xml", "keine.xml", "--json")
    good, bad, none = (json.loads(line) for line in ran.out.splitlines())
    assert ran.status == 1
    assert (good["kind"], good["container"], good["profile"]["name"]) == ("ubl", "xml", "XRechnung 3.0")
    assert good["document"] == {"code": "380", "name": "Rechnung"}
    assert good["validity"]["state"] == "gültig"
    assert good["terms"]["BT-13"] == "B-26-00417"
    assert good["lines"][0]["BT-146"] == "25.00"
    assert good["groups"]["BG-23"][0]["BT-117"] == "19.00"
    assert bad["validity"]["state"] == "fehlerhaft"
    assert bad["validity"]["findings"]["Geschäftsregelfehler"][0]["rule"] == "BR-CO-15"
    assert bad["validity"]["findings"]["Formatfehler"] == []
    assert none["problem"]["code"] == "unlesbar"


def test_for_people(mappe: Mappe, tmp_path: Path) -> None:
    (tmp_path / "gut.xml").write_bytes(XRECHNUNG)
    ran = mappe("einvoice", "gut.xml")
    assert ran.status == 0
    assert "XRechnung 3.0 (UBL), gültig" in ran.out
    assert "Bestellnummer (BT-13): B-26-00417" in ran.out
