"""Names of firms over two lines and of traders without a legal form: found, and never sure where the print leaves a choice."""

from __future__ import annotations

from archive.document import Finding
from archive.policy import SURE
from ingest.understand import understand
from tests.papers import REGISTER, reading

WINDOW = "\n\n\n\n\nMusterwerk Maschinenbau GmbH\nIndustriestraße 12\n52070 Aachen\n\n#Rechnung\nRechnungs-Nr. 4711\n"
FOOT = "\n" * 44


def sender(text: str) -> Finding | None:
    return next((f for f in understand(reading(text), REGISTER).findings if f.field == "lieferant"), None)


def test_a_name_in_two_lines_is_whole_but_asked_for() -> None:
    found = sender(f"{WINDOW}{FOOT}Brandt & Söhne            Sparkasse Neuss\nAntriebstechnik GmbH      BIC WELADEDNXXX\nWerkstr. 8\n")
    assert found is not None
    assert (found.value, found.confidence < SURE) == ("Brandt & Söhne Antriebstechnik GmbH", True)


def test_the_rest_of_the_legal_form_belongs_to_the_name() -> None:
    found = sender(
        f"{WINDOW}{FOOT}Kessler Hydraulik GmbH            Sparkasse Neuss\n& Co. KG                          BIC WELADEDNXXX\nWerkstr. 8\n"
    )
    assert found is not None
    assert found.value == "Kessler Hydraulik GmbH & Co. KG"


def test_a_name_that_stands_in_one_line_elsewhere_is_not_made_longer() -> None:
    found = sender(f"#Antriebstechnik GmbH\n{WINDOW}{FOOT}Unser Partner vor Ort\nAntriebstechnik GmbH\nWerkstr. 8\n")
    assert found is not None
    assert found.value == "Antriebstechnik GmbH"


def test_a_trader_stands_above_the_own_street_and_town() -> None:
    found = sender(f"@0.4 Schleiferei Maria Wolters\n@0.4 Dorfstraße 19 · 52399 Merzenich\n{WINDOW}")
    assert found is not None
    assert found.value == "Schleiferei Maria Wolters"


def test_no_tax_is_told_in_words() -> None:
    text = f"#Blechwerk Rur GmbH\n{WINDOW}\nGesamtsumme: 2.304,68 Euro\nGemäß 8 19 UStG wird keine Umsatzsteuer berechnet.\n"
    proposal = understand(reading(text), REGISTER)
    assert [proposal.value(key) for key in ("netto", "steuer", "brutto")] == ["2304.68", "0.00", "2304.68"]


def test_typewriter_letters_set_thousands_wide_apart() -> None:
    sums = "Zwischensumme   47 319,30 €\nUmsatzsteuer 19 %   8 990,67 €\nZu zahlen   56 309,97 €\n"
    proposal = understand(reading(f"#Blechwerk Rur GmbH\n{WINDOW}\n{sums}"), REGISTER)
    assert [proposal.value(key) for key in ("netto", "steuer", "brutto")] == ["47319.30", "8990.67", "56309.97"]


def test_a_name_without_a_legal_form_is_that_of_the_web_address() -> None:
    found = sender(f"Azur Einrichtung\nLagerweg 4\n{WINDOW}{FOOT}Tel. 0241 1234 · info@azur-einrichtung.de\n")
    assert found is not None
    assert found.value == "Azur Einrichtung"


def test_the_web_address_does_not_hide_the_firm_behind_a_sign() -> None:
    found = sender(f"Azur Einrichtung\n{WINDOW}{FOOT}Azur Einrichtung GmbH · Lagerweg 4 · 52070 Aachen · www.azur-einrichtung.de\n")
    assert found is not None
    assert found.value == "Azur Einrichtung GmbH"


def test_an_address_at_a_provider_of_mail_names_nobody() -> None:
    found = sender(f"Outlook\n{WINDOW}{FOOT}bestellung@outlook.de\n")
    assert found is None or found.value != "Outlook"


def test_a_sentence_before_the_name_is_no_part_of_it() -> None:
    found = sender(f"{WINDOW}{FOOT}All services are sold by Nimbus Web Services, Inc.\n")
    assert found is not None
    assert found.value == "Nimbus Web Services, Inc."


def test_a_heading_does_not_reach_over_a_blank_strip() -> None:
    found = sender(
        "@0.5 Käufer:\n\n@0.5 Musterwerk Maschinenbau GmbH\n@0.5 Weg 1\n\n\n\n@0.5 Grundbesitz Nord GmbH\n@0.5 Musterstraße 42\n" + FOOT
    )
    assert found is not None
    assert found.value == "Grundbesitz Nord GmbH"


def test_a_short_name_of_one_supplier_does_not_stand_for_another_firm() -> None:
    foot = "Schraubenhof Wurmtal GmbH · Lagerweg 4 · 52070 Aachen\n"
    found = sender(f"#Schraubenhof\n{WINDOW}{FOOT}{foot}")
    assert found is not None
    assert found.value == "Schraubenhof Wurmtal GmbH"


def test_a_short_name_still_names_its_firm() -> None:
    for foot in ("", "Schraubenhof Nord KG · Lagerweg 4 · 52070 Aachen\n", "Schraubenhof Nord-Lager KG, Aachen\n"):
        found = sender(f"#Schraubenhof\n{WINDOW}{FOOT}{foot}")
        assert found is not None
        assert found.value == "Schraubenhof Nord KG"


def test_the_firm_above_its_street_goes_before_a_heading() -> None:
    for heading in ("Datenblatt", "Konformitätserklärung", "Produktinformation"):
        found = sender(f"#{heading}\nBeckmann Automation GmbH & Co. KG\nHülshorstweg 20, 33415 Verl\n\nProdukt: Klemme EL1008\n")
        assert found is not None
        assert found.value == "Beckmann Automation GmbH & Co. KG"


def test_a_legal_form_in_small_letters() -> None:
    found = sender("#Lieferschein\n\nifu electronic gmbh\nFriedrichstr. 1, 45128 Essen\n\nLieferschein-Nr.: LS-1\n")
    assert found is not None
    assert found.value == "ifu electronic gmbh"


def test_the_owner_is_no_part_of_the_name() -> None:
    found = sender("Hotel zur Post, Inh. Maria Lenz\nMarktplatz 3, 70173 Stuttgart\n\n#Rechnung 4711\n")
    assert found is not None
    assert found.value == "Hotel zur Post"


def test_volts_behind_a_comma_are_no_town() -> None:
    text = "muster elektronik GmbH        Elektronikring 1\n\n#Rechnung 4711\n\nGleichrichterdiode, 1000V, 1A\n"
    found = sender(text)
    assert found is not None
    assert found.value == "muster elektronik GmbH"


def test_the_firm_goes_before_its_word_at_the_head() -> None:
    found = sender(
        f"#ALPHYDRA\nwww.alphydra.example\n{WINDOW}{FOOT}Alphydra Hydrauliktechnik Gesellschaft m.b.H.    FN 288417k\nA-4600 Wels\n"
    )
    assert found is not None
    assert found.value == "Alphydra Hydrauliktechnik Gesellschaft m.b.H."


def test_the_court_of_a_register_and_an_owner_are_no_firms() -> None:
    text = f"Elektro Pauquet e. K.\nInh. Thomas Pauquet e. K.\n{WINDOW}{FOOT}USt-Id DE122009485 * HRA 5521 AG Aachen\n"
    found = sender(text)
    assert found is not None
    assert found.value == "Elektro Pauquet e. K."


def test_a_heading_to_the_right_is_another_ones() -> None:
    columns = (
        "Camforge Software Ltd.                      Bill to\nUnit 12, Harcourt Quay                      Musterwerk Maschinenbau GmbH\n"
    )
    found = sender(f"#Invoice\n\n{columns}")
    assert found is not None
    assert (found.value, found.confidence < SURE) == ("Camforge Software Ltd.", True)


def test_a_sender_line_whose_marks_were_lost() -> None:
    line = "@0.66 MLJ Messtechnik und Kalibrierdienst GmbH + Göschwitzer Str. 60 + 07745 Jena"
    found = sender(f"\n\n\n\n{line}{WINDOW}")
    assert found is not None
    assert (found.value, found.confidence >= SURE) == ("MLJ Messtechnik und Kalibrierdienst GmbH", True)


def test_our_customer_number_names_nobody_where_the_paper_contradicts() -> None:
    head = f"Stahlhof Niederrhein Handelsges. mbH & Co. KG, Ruhrorter Str. 112, 47059 Duisburg{WINDOW}Kundennummer: 104711\n"
    found = sender(head)
    assert found is not None
    assert (found.value, found.confidence < SURE) == ("Stahlhandel Düren GmbH", True)
    other = sender(f"{head}USt-IdNr. DE811907980\n")
    assert other is not None
    assert other.value == "Stahlhof Niederrhein Handelsges. mbH & Co. KG"
