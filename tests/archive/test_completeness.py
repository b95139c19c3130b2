"""When a folder is complete, and the sentences that say what is missing (AC-2.1 to AC-2.4 of the domain)."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from archive.completeness import Completeness, Contents, completeness
from archive.decisions import Decision
from archive.document import Document
from archive.order import STOCK, Order, PurchaseOrder
from archive.shares import sentence, shares
from archive.threeway import Rules, match
from tests.bought import ORDER, RECEIVED, doubt, paper, purchase, row, wanted

BOLT, STEEL = ("10", "4711", "Sechskantschraube M12"), ("20", "RD60", "Rundstahl 42CrMo4 Ø 60 mm")
ORDERED = purchase("B-26-00401", wanted(*BOLT, 100, "ST", "2.50"))
NOW = RECEIVED + timedelta(days=34)


def judged(
    papers: list[Document], *purchases: PurchaseOrder, state: str = "laufend", decisions: dict[str, Decision] | None = None
) -> Completeness:
    order = dataclasses.replace(Order(ORDER), state=state)  # type: ignore[arg-type]
    found = match(ORDER, purchases, papers, Rules(STOCK))
    return completeness(Contents(order, purchases, papers), found, decisions or {}, NOW)


def ls(number: str, quantity: float, **fields: str) -> Document:
    return paper("lieferschein", number, [row(*BOLT, quantity, "ST")], **fields)


def re(number: str, quantity: float, price: str = "2.50", **fields: str) -> Document:
    return paper("rechnung", number, [row(*BOLT, quantity, "ST", price)], **fields)


def test_a_new_folder_is_empty() -> None:
    assert (judged([]).state, judged([]).headline) == ("leer", "Noch leer")


def test_what_was_ordered_is_awaited() -> None:
    old = dataclasses.replace(ORDERED, ordered=date(2026, 10, 30))
    now = judged([], old)
    assert now.state == "offen"
    assert now.missing == ("Es fehlen: Lieferschein und Rechnung zu Bestellung B-26-00401 (Stahlhandel Düren GmbH), bestellt vor 37 Tagen",)


def test_60_of_100_leave_a_rest_and_want_an_invoice() -> None:
    now = judged([ls("80015511", 60)], ORDERED)
    assert now.state == "offen"
    assert now.headline == "offen, Restmenge 40, 1 Beleg fehlt"
    assert now.missing == ("Es fehlt: Rechnung zu Lieferschein 80015511 (Stahlhandel Düren GmbH), seit 26 Tagen",)
    assert [each.deviation.sentence for each in now.judged] == [
        "Restmenge 40 Stk: Position 10 Sechskantschraube M12 (Bestellung B-26-00401), 60 von 100 Stk geliefert"
    ]


def test_60_of_100_invoiced_leave_only_the_rest() -> None:
    now = judged([ls("L1", 60), re("R1", 60)], ORDERED)
    assert (now.state, now.headline, now.missing) == ("offen", "offen, Restmenge 40", ())


def test_60_and_40_with_one_invoice_are_complete() -> None:
    now = judged([ls("L1", 60), ls("L2", 40), re("R1", 100)], ORDERED)
    assert (now.state, now.headline, now.missing, now.judged) == ("vollstaendig", "Vollständig", (), ())


def test_60_and_40_with_an_invoice_over_60_want_one_for_the_second_note() -> None:
    now = judged([ls("L1", 60), ls("L2", 40), re("R1", 60)], ORDERED)
    assert now.missing == ("Es fehlt: Rechnung zu Lieferschein L2 (Stahlhandel Düren GmbH), seit 32 Tagen",)


def test_an_invoice_that_names_the_note_but_charges_less_leaves_a_rest() -> None:
    now = judged([ls("L1", 100), re("R1", 60, lieferscheinnummer="L1")], ORDERED)
    assert now.missing == (
        "Es fehlt: Rechnung über 40 Stk, Position 10 Sechskantschraube M12, Bestellung B-26-00401 (Stahlhandel Düren GmbH), seit 32 Tagen",
    )


def test_an_invoice_before_its_note_wants_the_note() -> None:
    now = judged([re("R1", 100)], ORDERED)
    assert (now.state, now.missing) == (
        "offen",
        ("Es fehlt: Lieferschein zu Bestellung B-26-00401 (Stahlhandel Düren GmbH), seit 32 Tagen",),
    )


def test_twelve_per_cent_more_is_a_deviation_until_somebody_decides() -> None:
    papers = [ls("L1", 100), re("R1", 100, "2.80")]
    before = judged(papers, ORDERED)
    (only,) = before.judged
    assert (before.state, before.headline, only.deviation.type) == ("abweichung", "1 Abweichung", "preis")
    for choice, state in (("akzeptiert", "vollstaendig"), ("reklamiert", "abweichung"), ("gutschrift_angefordert", "abweichung")):
        decided = {only.deviation.key: Decision(choice, "so besprochen", "Anna", datetime.now(UTC))}  # type: ignore[arg-type]
        assert judged(papers, ORDERED, decisions=decided).state == state


def test_a_cancelled_rest_closes_the_line() -> None:
    papers = [ls("L1", 60), re("R1", 60)]
    (rest,) = judged(papers, ORDERED).judged
    cancelled = {rest.deviation.key: Decision("storniert", "Rest wird nicht mehr gebraucht", "Anna", datetime.now(UTC))}
    assert judged(papers, ORDERED, decisions=cancelled).state == "vollstaendig"


def test_papers_without_readable_rows_are_looked_at_as_papers() -> None:
    note, bill = paper("lieferschein", "L1", []), paper("rechnung", "R1", [], lieferscheinnummer="L1")
    assert judged([note], ORDERED).missing == ("Es fehlt: Rechnung zu Lieferschein L1 (Stahlhandel Düren GmbH), seit 32 Tagen",)
    both = judged([note, bill], ORDERED)
    assert (both.state, both.missing, {each.deviation.type for each in both.judged}) == ("offen", (), {"nicht_pruefbar"})


def test_purchase_orders_without_rows_are_looked_at_as_papers() -> None:
    bare = purchase("B-26-00401")
    assert judged([ls("L1", 60)], bare).missing == ("Es fehlt: Rechnung zu Lieferschein L1 (Stahlhandel Düren GmbH), seit 32 Tagen",)
    both = judged([ls("L1", 60), re("R1", 60)], bare)
    assert (both.state, both.missing) == ("offen", ())
    assert both.unchecked == ("Zu diesem Auftrag sind keine Bestellpositionen erfasst, Mengen und Preise sind nicht prüfbar",)


def test_a_paper_with_a_doubt_keeps_the_folder_open() -> None:
    doubtful = dataclasses.replace(re("R1", 100), doubts=(doubt("iban"),))
    now = judged([ls("L1", 100), doubtful], ORDERED)
    assert (now.state, now.unchecked) == ("offen", ("Noch zu prüfen: Rechnung R1 (1 Hinweis)",))


def test_a_finished_order_is_closed() -> None:
    assert judged([ls("L1", 60)], ORDERED, state="fertig").state == "abgeschlossen"


def collective() -> tuple[list[PurchaseOrder], Document]:
    """An invoice over three purchase orders for three orders, with freight."""
    orders = (ORDER, "A-26-0102", "A-26-0103")
    purchases = [purchase(f"B-26-0040{at}", wanted(*BOLT, 10 * at, "ST", "18.75"), orders=(orders[at - 1],)) for at in (1, 2, 3)]
    rows = [row(*BOLT, 10 * at, "ST", "18.75") for at in (1, 2, 3)]
    return purchases, paper("rechnung", "R1", rows, names="B-26-00401 B-26-00402 B-26-00403", orders=orders)


def test_a_collective_invoice_shows_its_share() -> None:
    purchases, bill = collective()
    found = match("A-26-0103", purchases, [bill], Rules(STOCK))
    assert sentence(found.papers[bill.eingangsnummer], "A-26-0103") == (
        "Sammelrechnung, betrifft 3 Aufträge, Anteil dieses Auftrags 562,50 €"
    )


def test_additional_costs_follow_the_value_and_no_cent_is_lost() -> None:
    purchases, bill = collective()
    freight = dataclasses.replace(bill, lines=(*bill.lines, row("", "", "Fracht", 1, "psch", "50.00")))
    found = match(ORDER, purchases, [freight], Rules(STOCK))
    parts = shares(found.papers[bill.eingangsnummer])
    totals = {order: share.total for order, share in parts.items()}
    assert totals == {ORDER: Decimal("195.83"), "A-26-0102": Decimal("391.67"), "A-26-0103": Decimal("587.50")}
    assert sum(totals.values()) == Decimal("1175.00")
    assert sum(share.costs for share in parts.values()) == Decimal("50.00")


def test_one_order_may_bear_all_additional_costs() -> None:
    purchases, bill = collective()
    freight = dataclasses.replace(bill, lines=(*bill.lines, row("", "", "Fracht", 1, "psch", "50.00")))
    paired = match(ORDER, purchases, [freight], Rules(STOCK)).papers[bill.eingangsnummer]
    parts = shares(paired, "A-26-0102")
    assert {order: share.costs for order, share in parts.items()} == {ORDER: 0, "A-26-0102": Decimal("50.00"), "A-26-0103": 0}
    assert sum(share.total for share in parts.values()) == Decimal("1175.00")
    assert sentence(paired, "A-26-0102", "A-26-0102").endswith("Anteil dieses Auftrags 425,00 €")


def test_a_share_that_can_not_be_told_is_said_to_be_so() -> None:
    purchases, bill = collective()
    blind = dataclasses.replace(bill, lines=())
    found = match(ORDER, purchases, [blind], Rules(STOCK))
    assert sentence(found.papers[bill.eingangsnummer], ORDER) == (
        "Sammelrechnung, betrifft 3 Aufträge, Anteil dieses Auftrags nicht bestimmbar"
    )


def test_rows_of_other_orders_on_a_collective_invoice_are_not_strange_here() -> None:
    purchases, bill = collective()
    note = ls("L1", 10)
    assert judged([note, bill], *purchases[:1]).state == "abweichung"
    found = match(ORDER, purchases, [note, bill], Rules(STOCK))
    assert completeness(Contents(Order(ORDER), purchases[:1], [note, bill]), found, {}, NOW).state == "vollstaendig"


def test_a_monthly_invoice_without_our_numbers_is_led_by_its_delivery_notes() -> None:
    bill = re("R1", 100, names="", lieferscheinnummer="L1 L2")
    now = judged([ls("L1", 60), ls("L2", 40), bill], ORDERED)
    assert (now.state, now.missing, now.judged) == ("vollstaendig", (), ())


def test_rows_for_delivery_notes_that_lie_in_other_folders_are_not_strange() -> None:
    other = purchase("B-26-00402", wanted(*STEEL, 6, "ST", "80.00"), orders=("A-26-0102",))
    fields = {"names": "", "lieferscheinnummer": "L1 L9"}
    rows = [row(*BOLT, 100, "ST", "2.50"), row(*STEEL, 6, "ST", "80.00")]
    both = paper("rechnung", "R1", rows, orders=(ORDER, "A-26-0102"), **fields)  # type: ignore[arg-type]
    found = match(ORDER, [ORDERED, other], [ls("L1", 100), both], Rules(STOCK))
    assert found.deviations == ()
    assert {order: share.total for order, share in shares(found.papers[both.eingangsnummer]).items()} == {
        ORDER: Decimal("250.00"),
        "A-26-0102": Decimal("480.00"),
    }
    before_the_other_note_came = paper("rechnung", "R1", rows, **fields)  # type: ignore[arg-type]
    assert match(ORDER, [ORDERED], [ls("L1", 100), before_the_other_note_came], Rules(STOCK)).deviations == ()
