"""Several clues for an order: those that agree make it surer, those that do not are named; goods alone; our own cover sheets."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest

from archive.document import Proposal
from archive.order import Known, PurchaseOrder, PurchaseOrderLine
from archive.policy import decided, foremost, sentence
from archive.scan import Code, Reading
from ingest.clues import together
from ingest.understand import understand
from tests.papers import REGISTER, Memory, reading

NOTE = """
#Stahlhandel Düren GmbH

Stahlhandel Düren GmbH · Hafenweg 3 · 52349 Düren
Musterwerk Maschinenbau GmbH
Jülicher Straße 1
52070 Aachen

#Lieferschein
Lieferschein-Nr.: 80015599     Datum: 12.11.2026     Kunden-Nr.: {customer}
{reference}

Pos  Artikel-Nr.  Menge   Bezeichnung
{rows}

USt-IdNr. DE136695976
"""
FLAT, ROUND = "10   FL6010       4 Stk    Flachstahl 60x10", "20   RD6042       12 Stk   Rundstahl 42CrMo4 60 mm"


def line(position: str, article: str, quantity: int) -> PurchaseOrderLine:
    return PurchaseOrderLine(position, article, "", Decimal(quantity), "ST", Decimal("2.50"))


def purchase(number: str, order: str, *lines: PurchaseOrderLine) -> PurchaseOrder:
    return PurchaseOrder(number, "70001", (order,), lines=lines)


BOTH = purchase("B-26-00417", "A-26-0112", line("10", "FL6010", 4), line("20", "RD6042", 12))
OTHER = purchase("B-26-00418", "A-26-0113", line("10", "FL6010", 4), line("20", "VK3030", 9))


def understood(
    *rows: str,
    reference: str = "",
    purchases: tuple[PurchaseOrder, ...] = (BOTH, OTHER),
    customer: str = "104711",
    register: Memory = REGISTER,
) -> Proposal:
    text = NOTE.format(reference=reference, rows="\n".join(rows), customer=customer)
    return understand(reading(text), dataclasses.replace(register, purchases=purchases))


def test_two_rows_of_one_open_purchase_order_file_a_paper_without_any_number_of_ours() -> None:
    proposal = understood(FLAT, ROUND)
    (link,) = proposal.links
    assert link.order == "A-26-0112"
    goods = "Artikel und Mengen von 2 Positionen (FL6010, RD6042)"
    assert link.reason == f"unsere Kundennummer, {goods} zur offenen Bestellung B-26-00417 dieses Lieferanten passen"
    assert link.evidence is not None
    assert link.evidence.box is not None
    assert decided(proposal), sentence(proposal)


WAITING = [
    ((FLAT,), (BOTH, OTHER), ""),  # one row that two purchase orders have
    ((FLAT,), (BOTH,), ""),  # one row is not enough
    ((FLAT, ROUND), (BOTH, purchase("B-26-00419", "A-26-0114", *BOTH.lines)), ""),  # ordered twice alike
    ((FLAT, "20   RD6042       7 Stk   Rundstahl 42CrMo4 60 mm"), (BOTH,), ""),  # another quantity
    ((FLAT, ROUND), (BOTH,), "Ihre Bestellung: B-26-00999"),  # a number of ours that nobody knows
    ((FLAT, ROUND), (), ""),
]


@pytest.mark.parametrize(("rows", "purchases", "reference"), WAITING)
def test_goods_that_do_not_tell_surely_are_only_suggested(
    rows: tuple[str, ...], purchases: tuple[PurchaseOrder, ...], reference: str
) -> None:
    proposal = understood(*rows, purchases=purchases, reference=reference)
    assert (proposal.links, decided(proposal)) == ((), False)
    suggested = {suggestion.order for suggestion in proposal.suggestions}
    assert suggested <= {"A-26-0112", "A-26-0113", "A-26-0114"}
    assert bool(suggested) == bool(purchases)


def test_goods_say_more_than_a_number_that_is_like_two_of_ours() -> None:
    alike = [Known("auftrag", number, (number,)) for number in ("A-26-0O17", "A-26-O017")]

    def first(*entries: Known) -> str:
        register = dataclasses.replace(REGISTER, entries=entries)
        return understood(FLAT, reference="Ihre Auftragsnummer: A-26-OO17", purchases=(BOTH,), register=register).suggestions[0].order

    assert first(*alike) == "A-26-0112"
    assert first(alike[0]) == "A-26-0O17"


def test_goods_and_number_that_agree_are_both_kept_and_make_it_surer() -> None:
    alone = understood(FLAT, ROUND, reference="Ihre Bestellung: B-26-00417", purchases=())
    both = understood(FLAT, ROUND, reference="Ihre Bestellung: B-26-00417   Kommission: A-26-0112")
    assert [link.order for link in both.links] == ["A-26-0112"] * len(both.links)
    assert len(both.links) == 2
    assert foremost(both.links)[0].confidence > foremost(alone.links)[0].confidence
    assert len({link.reason for link in both.links}) == 2


def test_a_purchase_order_whose_goods_are_others_is_doubted_and_both_are_named() -> None:
    wrong = purchase("B-26-00418", "A-26-0113", line("10", "VK3030", 9))
    proposal = understood(FLAT, ROUND, reference="Ihre Bestellung: B-26-00418", purchases=(BOTH, wrong))
    assert not decided(proposal)
    (doubt,) = [d for d in proposal.doubts if d.about == "order"]
    assert doubt.reason == ("Auf dem Papier steht die Bestellung B-26-00418, Artikel und Mengen passen aber nur zur Bestellung B-26-00417.")


def test_a_purchase_order_and_a_delivery_note_that_lead_apart_are_both_named() -> None:
    register = dataclasses.replace(REGISTER, notes=(Known("lieferschein", "80015511", ("A-26-0113",), "70001", "E-1"),))
    text = NOTE.replace("#Lieferschein\nLieferschein-Nr.: 80015599", "#Rechnung\nRechnungs-Nr.: 4711   Lieferschein-Nr.: 80015511")
    proposal = understand(reading(text.format(reference="Ihre Bestellung: B-26-00417", rows=FLAT, customer="")), register)
    reasons = [d.reason for d in proposal.doubts if d.about == "order"]
    assert reasons == ["Die Bestellung B-26-00417 führt zu A-26-0112, der Lieferschein 80015511 liegt aber in A-26-0113."]
    assert [link.through for link in proposal.links if link.order == "A-26-0113"] == ["E-1"]


def covered(text: str) -> Proposal:
    plain: Reading = reading(NOTE.format(reference="", rows=FLAT, customer=""))
    return understand(dataclasses.replace(plain, codes=(Code(text, "QR Code", 1, (20.0, 20.0, 60.0, 60.0)),)), REGISTER)


def test_our_own_cover_sheet_is_the_surest() -> None:
    (link,) = covered("MAPPE:A-26-0114").links
    assert (link.order, link.reason) == ("A-26-0114", "der Strichcode A-26-0114 nennt (Seite 1)")
    assert link.evidence is not None
    assert link.evidence.box == (20.0, 20.0, 60.0, 60.0)


@pytest.mark.parametrize("text", ["MAPPE:A-26-0999", "A-26-0114", "Unsere Auftragsnummer A-26-0114", "MAPPE:"])
def test_other_codes_lead_nowhere(text: str) -> None:
    assert covered(text).links == ()


@pytest.mark.parametrize("text", ["A-26-0114", "(400)A-26-0114(37)2", "Bestellung;a-26-0114"])
def test_a_code_of_others_that_holds_a_number_of_ours_is_a_suggestion_and_files_nothing(text: str) -> None:
    proposal = covered(text)
    assert not decided(proposal)
    assert ("A-26-0114", "der Strichcode A-26-0114 nennt (Seite 1)") in [(each.order, each.reason) for each in proposal.suggestions]


@pytest.mark.parametrize("text", ["A-26-01145", "XA-26-0114", "A-26-0114 " + "x" * 500])
def test_a_code_without_a_number_of_ours_suggests_nothing(text: str) -> None:
    assert all("Strichcode" not in each.reason for each in covered(text).suggestions)


def test_clues_together_are_worth_at_least_the_best_and_never_certain() -> None:
    assert together([0.97]) == 0.97
    assert together([0.7, 0.7]) == pytest.approx(0.91)
    assert together([0.97, 0.97]) == 0.995
    assert together([0.999]) == 0.999


def test_a_paper_for_a_cancelled_order_waits() -> None:
    gone = Known("bestellung", "B-26-00417", ("A-26-0112",), "70001", cancelled=("A-26-0112",))
    register = dataclasses.replace(REGISTER, entries=(gone, *(k for k in REGISTER.entries if k.number != gone.number)))
    proposal = understood(FLAT, reference="Ihre Bestellung: B-26-00417", purchases=(), register=register)
    assert not decided(proposal)
    assert "Der Auftrag A-26-0112 ist storniert." in sentence(proposal)
