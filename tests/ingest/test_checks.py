"""Every check K1 to K17 on papers where it must object and on papers where it must keep silent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.doctypes import doctype
from archive.order import Earlier, Firm
from ingest.check import CHECKS
from ingest.check_ids import payment_code
from ingest.facts import Facts
from ingest.paper import prepare
from ingest.understand import understand
from tests.papers import REGISTER, STEEL, reading

LINES = """Pos   Bezeichnung               Menge   Einzelpreis    Gesamt
10    Rundstahl 42CrMo4          2 Stk      40,00       80,00
20    Flachstahl                 4 Stk       5,00       20,00"""
PAPER = """
#Stahlhandel Düren GmbH

{reader}

#Rechnung
Rechnungs-Nr.: RE-2026-1158
Rechnungsdatum: {day}
Fällig am: {due}
{delivered}
Ihre Bestellung: B-26-00417

{lines}

{totals}
{more}

{tax_ids}
IBAN {iban}   BIC {bic}
"""
GOOD = {
    "reader": "Musterwerk Maschinenbau GmbH\nJülicher Straße 1\n52070 Aachen",
    "day": "12.11.2026",
    "due": "12.12.2026",
    "delivered": "Lieferdatum: 10.11.2026",
    "lines": LINES,
    "totals": "Summe netto 100,00\nzzgl. 19 % MwSt 19,00\nGesamtbetrag 119,00",
    "more": "",
    "tax_ids": "USt-IdNr. DE136695976",
    "iban": "DE88 2008 0000 0970 3757 00",
    "bic": "COBADEFFXXX",
}
NO_TAX = "Summe netto 100,00\nMwSt 0,00\nGesamtbetrag 100,00"
SMALL = {"lines": "", "tax_ids": "", "delivered": ""}
CODE = "BCD\n002\n1\nSCT\n\nStahlhandel Düren GmbH\n{iban}\nEUR{amount}\n\n\n{purpose}"


def totals(net: str, tax: str, gross: str, rate: str = "19") -> str:
    return f"Summe netto {net}\nzzgl. {rate} % MwSt {tax}\nGesamtbetrag {gross}"


CASES: list[tuple[str, dict[str, str], str, str]] = [
    # K1
    ("K1 good", {}, "zeilen", ""),
    ("K1 total of a row", {"lines": LINES.replace("20,00", "26,00")}, "zeilen", "4 × 5,00 nicht 26,00"),
    ("K1 proposal", {"lines": LINES.replace("20,00", "26,00")}, "zeilen", "Stimmt 20,00?"),
    ("K1 a row is missing", {"lines": LINES.rsplit("\n", 1)[0]}, "zeilen", "Nettobetrag"),
    ("K1 per hundred", {"lines": LINES.replace("4 Stk       5,00", "4 Stk     500,00/100")}, "zeilen", ""),
    (
        "K1 discount without its sign",
        {
            "lines": LINES.replace("Einzelpreis    Gesamt", "Einzelpreis   Rab.%   Gesamt").replace(
                "5,00       20,00", "6,25   20,0   20,00"
            )
        },
        "zeilen",
        "",
    ),
    ("K1 freight", {"totals": "Fracht 10,00\n" + totals("110,00", "20,90", "130,90")}, "zeilen", ""),
    ("K1 discount of all", {"totals": "Rabatt 10,00\n" + totals("90,00", "17,10", "107,10")}, "zeilen", ""),
    # K2
    ("K2 good", {}, "steuer", ""),
    ("K2 wrong tax", {"totals": totals("100,00", "18,00", "118,00")}, "steuer", "19 % von 100,00 sind 19,00"),
    ("K2 lower rate", {"totals": totals("100,00", "7,00", "107,00", "7")}, "steuer", ""),
    ("K2 a cent of rounding", {"totals": totals("100,03", "19,01", "119,04")}, "steuer", ""),
    ("K2 rate misread, tax wrong", {"totals": totals("100,00", "21,80", "121,80", "13")}, "steuer", "21,8 % von 100,00"),
    ("K2 rate misread, tax right", {"totals": totals("100,00", "19,00", "119,00", "13")}, "steuer", ""),
    ("K2 a rate of far away", {"totals": totals("100,00", "25,00", "125,00", "25")}, "steuer", ""),
    ("K2 Skonto is no rate", {"more": "Bei Zahlung bis 20.11.2026 2 % Skonto"}, "steuer", ""),
    # K3
    ("K3 good", {}, "brutto", ""),
    ("K3 gross misread", {"totals": totals("100,00", "19,00", "179,00")}, "brutto", "ergeben nicht"),
    ("K3 proposal", {"totals": totals("100,00", "19,00", "179,00")}, "brutto", "119,00?"),
    ("K3 digits lost", {"totals": totals("100,00", "19,00", "19,00")}, "brutto", "119,00?"),
    ("K3 gross alone", {"totals": "Gesamtbetrag 119,00"}, "brutto", "nachrechnen"),
    ("K3 rows and rate propose", {"totals": "19 % MwSt\nGesamtbetrag 118,00"}, "brutto", "Sind es 119,00?"),
    ("K3 a cent off", {"totals": totals("100,00", "19,00", "119,01")}, "brutto", "nicht sicher"),
    # K4
    ("K4 nothing paid", {"more": "Bereits bezahlt 0,00\nZahlbetrag 119,00"}, "brutto", ""),
    ("K4 paid in part", {"more": "Anzahlung 19,00\nZahlbetrag 100,00"}, "brutto", ""),
    ("K4 wrong rest", {"more": "Anzahlung 19,00\nZahlbetrag 110,00"}, "brutto", "Zahlbetrag"),
    # K5
    ("K5 good", {}, "iban", ""),
    ("K5 one digit", {"iban": "DE88 2008 0000 0970 3757 01"}, "iban", "Prüfziffer"),
    ("K5 the known one is proposed", {"iban": "DE88 2008 0000 0970 3757 01"}, "iban", "bekannt ist DE88200800000970375700"),
    (
        "K5 no other reading",
        {"iban": "DE02 1203 0000 0000 2020 52"},
        "iban",
        "0000 2020 52 stimmt nicht",
    ),
    ("K5 printed with another digit", {"iban": "DE88 2008 0000 0910 3757 00"}, "iban", "gelesen ist ‚DE88 2008 0000 0910 3757 00'"),
    ("K5 digits lost", {"iban": "DE88 2008 0000 0970 3757"}, "iban", "bekannt ist"),
    # K6
    ("K6 other account", {"iban": "DE02 1203 0000 0000 2020 51"}, "iban", "telefonisch"),
    # K7
    ("K7 good", {}, "iban", ""),
    ("K7 bank of another country", {"bic": "INGBNL2A"}, "iban", "BIC INGBNL2A"),
    ("K7 no BIC", {"bic": ""}, "iban", ""),
    ("K7 another German bank", {"bic": "GENODED1AAC"}, "iban", "BIC GENODED1AAC gehört nicht zur Bank"),
    ("K7 a bank we can not tell", {"bic": "AACSDE33XXX"}, "iban", ""),
    ("K7 letters of the bank differ", {"iban": "NL50 INGB 0683 2513 09", "bic": "RABONL2U"}, "iban", "gehört nicht zur Bank"),
    # K8
    ("K8 good", {}, "ust_id", ""),
    ("K8 one digit", {"tax_ids": "USt-IdNr. DE136695975"}, "ust_id", "Prüfziffer"),
    ("K8 proposal", {"tax_ids": "USt-IdNr. DE136695975"}, "ust_id", "bekannt ist DE136695976"),
    ("K8 no other reading", {"tax_ids": "USt-IdNr. DE115235682"}, "ust_id", "Die Prüfziffer der USt-IdNr. DE115235682 stimmt nicht"),
    ("K8 valid but not the known one", {"tax_ids": "USt-IdNr. DE115235681"}, "ust_id", "bekannt ist DE136695976"),
    # K9
    ("K9 good", {"tax_ids": "Steuernummer 207/5811/0155"}, "steuernummer", ""),
    ("K9 no such state", {"tax_ids": "Steuernummer 2075811015599"}, "steuernummer", "Bundesland"),
    # K10
    ("K10 good", {}, "rechnungsdatum", ""),
    ("K10 tomorrow is allowed", {"day": "23.11.2026"}, "rechnungsdatum", ""),
    ("K10 in the future", {"day": "12.11.2027", "due": "12.12.2027"}, "rechnungsdatum", "Zukunft"),
    ("K10 too old", {"day": "12.11.2019"}, "rechnungsdatum", "400 Tage"),
    ("K10 due before", {"due": "01.11.2026"}, "faellig_am", "vor dem Rechnungsdatum"),
    ("K10 due on the day", {"due": "12.11.2026"}, "faellig_am", ""),
    ("K10 delivered much later", {"delivered": "Lieferdatum: 12.03.2027"}, "lieferdatum", "60 Tage"),
    ("K10 delivered a little later", {"delivered": "Lieferdatum: 12.12.2026"}, "lieferdatum", ""),
    ("another currency", {"totals": "Netto USD 100,00\nMwSt 19 % USD 19,00\nGesamtbetrag USD 119,00"}, "waehrung", "lautet auf USD"),
    ("nothing to read", {"totals": "", "lines": ""}, "brutto", "fehlt oder war nicht zu lesen"),
    # K10, days with another label
    ("K10 only the day it is due", {"day": "", "delivered": ""}, "rechnungsdatum", "fehlt oder war nicht zu lesen"),
    # K12
    ("K12 good", {}, "empfaenger", ""),
    ("K12 somebody else", {"reader": "Andere Werke AG\nHauptstraße 5\n50667 Köln"}, "empfaenger", "nicht als Empfänger"),
    ("K12 our address, old name", {"reader": "Muster & Söhne\nJülicher Straße 1\n52070 Aachen"}, "empfaenger", ""),
    # K13
    ("K13 good", {}, "pflichtangaben", ""),
    ("K13 no tax id", {"tax_ids": "", "totals": totals("300,00", "57,00", "357,00")}, "pflichtangaben", "Steuernummer"),
    ("K13 no delivery", {"delivered": "", "totals": totals("300,00", "57,00", "357,00")}, "pflichtangaben", "Zeitpunkt der Lieferung"),
    (
        "K13 month is enough",
        {"delivered": "", "more": "Leistungsmonat Oktober", "totals": totals("300,00", "57,00", "357,00")},
        "pflichtangaben",
        "",
    ),
    ("K13 small", SMALL, "pflichtangaben", ""),
    ("K13 small without rate", SMALL | {"totals": "Gesamtbetrag 119,00"}, "pflichtangaben", "Steuersatz"),
    (
        "K13 month of the paper's day is not enough",
        {"delivered": "", "more": "Aachen, 12. November 2026", "totals": totals("300,00", "57,00", "357,00")},
        "pflichtangaben",
        "Zeitpunkt der Lieferung",
    ),
    (
        "K13 month without a day",
        {"delivered": "", "more": "Wartung Oktober 2026", "totals": totals("300,00", "57,00", "357,00")},
        "pflichtangaben",
        "",
    ),
    # K14
    ("K14 lowered rate today", {"totals": totals("100,00", "16,00", "116,00", "16")}, "steuer", "16 % passt nicht"),
    ("K14 lowered rate then", {"totals": totals("100,00", "16,00", "116,00", "16"), "delivered": "Lieferdatum: 10.11.2020"}, "steuer", ""),
    ("K14 full rate then", {"delivered": "Lieferdatum: 10.11.2020"}, "steuer", "19 % passt nicht"),
    # K15
    ("K15 export", {"totals": NO_TAX, "more": "Zero-rated export of goods"}, "steuer", ""),
    ("K15 no reason", {"totals": NO_TAX}, "steuer", "keinen Grund"),
    ("K15 we owe the tax", {"totals": NO_TAX, "more": "Steuerschuldnerschaft des Leistungsempfängers"}, "steuer", ""),
    ("K15 small business", {"totals": NO_TAX, "more": "Gemäß § 19 UStG ohne Umsatzsteuer"}, "steuer", ""),
    # K16
    ("K16 good", {"more": "Bei Zahlung bis 20.11.2026 gewähren wir 2 % Skonto (2,38 EUR)"}, "skonto", ""),
    ("K16 wrong amount", {"more": "Bei Zahlung bis 20.11.2026 gewähren wir 2 % Skonto (3,38 EUR)"}, "skonto", "3,38"),
    ("K16 after the last day", {"more": "Bei Zahlung bis 20.12.2026 gewähren wir 2 % Skonto"}, "skonto", "nach der Fälligkeit"),
]


@pytest.mark.parametrize(("changes", "about", "says"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_it_objects_where_it_must_and_only_there(changes: dict[str, str], about: str, says: str) -> None:
    doubts = understand(reading(PAPER.format(**(GOOD | changes))), REGISTER).doubts
    mine = [f"{d.reason} {d.question}" for d in doubts if d.about == about]
    if says:
        assert any(says in text for text in mine), doubts
    else:
        assert mine == []


def test_the_good_paper_is_good() -> None:
    assert understand(reading(PAPER.format(**GOOD)), REGISTER).doubts == ()


def test_a_reminder_comes_after_the_day_it_reminds_of() -> None:
    reminder = PAPER.format(**(GOOD | {"due": "01.11.2026"})).replace("#Rechnung\n", "#2. Mahnung\n")
    assert not [d for d in understand(reading(reminder), REGISTER).doubts if d.about == "faellig_am"]


def test_an_account_is_not_asked_for_where_none_is_kept() -> None:
    order = PAPER.format(**GOOD).replace("#Rechnung\n", "#Bestellung\n").replace("Rechnungs-Nr.: RE-2026-1158\n", "")
    assert not [d for d in understand(reading(order), REGISTER).doubts if d.about == "iban"]


def test_goods_that_are_taken_back_have_a_printed_quantity() -> None:
    row = LINES.partition("\n")[0] + "\n10    Rundstahl 42CrMo4          -1 Stk     100,00     -100,00"
    note = PAPER.format(**(GOOD | {"lines": row, "totals": totals("-100,00", "-19,00", "-119,00")})).replace("#Rechnung\n", "#Gutschrift\n")
    assert not [d for d in understand(reading(note), REGISTER).doubts if d.about == "zeilen"]


def test_an_invoice_that_came_before_waits() -> None:
    before = Earlier("E-26-000007", STEEL.name)
    known = replace(REGISTER, before=(before,), number_before="RE-2026-1158")
    doubts = understand(reading(PAPER.format(**GOOD)), known).doubts
    assert [(d.about, "E-26-000007" in d.reason) for d in doubts] == [("paper", True)]


def test_the_number_of_another_supplier_is_no_matter() -> None:
    known = replace(REGISTER, before=(Earlier("E-26-000007", "Schraubenhof Nord KG"),), number_before="RE-2026-1158")
    assert understand(reading(PAPER.format(**GOOD)), known).doubts == ()


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({}, ""),
        ({"iban": "DE02120300000000202051"}, "iban"),
        ({"amount": "191.00"}, "brutto"),
        ({"purpose": "RE-2026-9999"}, "rechnungsnummer"),
        ({"purpose": "Danke"}, ""),
    ],
)
def test_the_payment_code_says_what_is_printed(changes: dict[str, str], about: str) -> None:
    code = CODE.format(**({"iban": "DE88200800000970375700", "amount": "119.00", "purpose": "RE-2026-1158"} | changes))
    seen = understand(reading(PAPER.format(**GOOD)), REGISTER)
    paper = prepare(seen.reading, doctype("rechnung"), Firm(), own=False)
    facts = Facts(paper, {f.field: f for f in seen.findings}, seen.findings, STEEL, Firm(), codes=(code,))
    assert [d.about for d in payment_code(facts)] == ([about] if about else [])


def test_all_checks_are_listed_once() -> None:
    assert len(set(CHECKS)) == len(CHECKS) >= 17
