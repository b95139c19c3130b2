"""What the lists over all folders promise on every database: complete, up to date after every change, the same after a rebuild."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import select, update

from archive import overview
from archive.browsing import Asked, State, delivered, purchase_orders
from archive.catalog import tables as t
from archive.content import Correction
from archive.decisions import Said
from archive.deviation import Tolerances
from archive.document import Evidence, Line
from archive.folder_list import Wanted, folders
from archive.folders import decide, folder
from archive.judging import judge_due, waiting
from archive.order import Order, PurchaseOrder, PurchaseOrderLine, Supplier
from archive.overview import Question
from archive.profile import Profile
from archive.rebuild import rebuild
from archive.receiving import Arrival, receive
from archive.space import Space
from archive.verify import verify
from tests.cast import ANNA, furnish, hand_in, proposal

TODAY = datetime.now(UTC).astimezone().date()
ONE, TWO = "A-26-0101", "A-26-0102"
BOX = (60.0, 300.0, 500.0, 312.0)


def bill(space: Space, *, order: str = "A-26-0101", fields: dict[str, str] | None = None) -> str:
    """An invoice without any doubt, filed or waiting."""
    number = hand_in(space, f"re {order} {fields}".encode()).eingangsnummer
    values = {"rechnungsnummer": "RE-1", "brutto": "1190.00", "lieferant": "Stahlhandel Düren GmbH"} | (fields or {})
    space.documents.file(number, proposal(space, number, order=order, fields=values))
    return number


def judge(space: Space) -> None:
    while judge_due(space):
        pass


def listed(space: Space, question: Question, today: date = TODAY) -> list[str]:
    judge(space)
    found = overview.entries(space, question, today)
    assert overview.count(space, question, today) == len(found)
    return [entry.order or entry.paper for entry in found]


class OverviewContract:
    """Every test gets an empty space."""

    def test_what_is_missing_is_listed_when_it_is_late(self, space: Space) -> None:
        furnish(space)
        old = PurchaseOrder("B-26-00401", "70001", ("A-26-0101",), TODAY - timedelta(days=40))
        new = PurchaseOrder("B-26-00402", "70001", ("A-26-0102",), TODAY - timedelta(days=3))
        space.orders.save([old, new], ANNA)
        assert listed(space, Question("fehlt")) == ["A-26-0101"]
        assert listed(space, Question("fehlt", early=True)) == ["A-26-0101", "A-26-0102"]
        assert listed(space, Question("fehlt", words="düren b-26-00402", early=True)) == ["A-26-0102"]
        (entry,) = overview.entries(space, Question("fehlt"), TODAY)
        assert entry.sentence == "Es fehlen: Lieferschein und Rechnung zu Bestellung B-26-00401 (Stahlhandel Düren GmbH)"
        assert (entry.customer, entry.since, entry.supplier) == ("Pumpen Kessel GmbH", old.ordered, "Stahlhandel Düren GmbH")
        assert verify(space).ok

    def test_every_change_is_judged_and_nothing_else(self, space: Space) -> None:
        furnish(space)
        judge(space)
        assert waiting(space) == 0
        number = bill(space)
        assert waiting(space) == 2
        judge(space)
        space.documents.correct(number, Correction(orders=("A-26-0102",)), ANNA)
        judge(space)
        rows = {row.order.number: row for row in folders(space.catalog, Wanted("a-26-010")).items}
        for key in ("A-26-0101", "A-26-0102"):
            now = folder(space, key).completeness
            assert (rows[key].state, rows[key].headline) == (now.state, now.headline)
            assert rows[key] in folders(space.catalog, Wanted(folder=now.state, order="laufend")).items
        newest, oldest = (folders(space.catalog, Wanted(size=1, page=page)).items[0].order.number for page in (1, 99))
        assert newest > oldest
        space.orders.save([Supplier("70001", "Stahlhandel Aachen GmbH")], ANNA)
        assert waiting(space) == 2
        judge(space)
        assert [e.supplier for e in overview.entries(space, Question("fehlt", early=True), TODAY)][:1] == ["Stahlhandel Aachen GmbH"]

    def test_a_rebuild_finds_the_same_lists(self, space: Space) -> None:
        furnish(space)
        bill(space, fields={"skonto_bis": TODAY.isoformat(), "skonto_prozent": "2.00"})
        bill(space, order="")
        judge(space)
        before = _tables(space)
        rebuild(space.catalog, space.store)
        judge(space)
        assert _tables(space) == before
        assert before["open_item"]

    def test_discounts_that_end_soon_are_listed_with_what_they_save(self, space: Space) -> None:
        furnish(space)
        for days in (-1, 2, 20):
            until = TODAY + timedelta(days=days)
            bill(space, fields={"rechnungsnummer": f"R{days}", "skonto_bis": until.isoformat(), "skonto_prozent": "2.00"})
        judge(space)
        soon = overview.entries(space, Question("skonto"), TODAY)
        assert [(e.number, e.amount, e.sentence) for e in soon] == [("R2", "23.80", "2 % Skonto auf 1.190,00 €")]
        assert [e.number for e in overview.entries(space, Question("skonto", early=True), TODAY)] == ["R2", "R20"]

    def test_invoices_that_nobody_checked(self, space: Space) -> None:
        furnish(space)
        waits = bill(space, order="")
        assert listed(space, Question("ungeprueft")) == []
        assert listed(space, Question("ungeprueft"), TODAY + timedelta(days=10)) == [waits]
        assert listed(space, Question("wartet")) == [waits]
        space.documents.correct(waits, Correction(orders=("A-26-0101",)), ANNA)
        space.documents.correct(waits, Correction(), ANNA)
        assert listed(space, Question("ungeprueft", early=True)) == []

    def test_a_decision_takes_a_deviation_off_the_list(self, space: Space) -> None:
        furnish(space)
        number = hand_in(space, b"ls").eingangsnummer
        read = proposal(space, number, doctype="lieferschein", fields={"lieferscheinnummer": "L1", "bestellnummer": "B-26-00401"})
        row = Line("10", "4711", "Rundstahl", Decimal(7), "ST", None, Decimal(1), None, Evidence(1, BOX, "Rundstahl"))
        space.documents.file(number, dataclasses.replace(read, lines=(row,)))
        rest = Question("fehlt", kind="nicht_geliefert")
        assert listed(space, rest) == ["A-26-0101"]
        key = folder(space, "A-26-0101").completeness.judged[0].deviation.key
        decide(space, "A-26-0101", key, Said("storniert", "Rest wird nicht gebraucht"), ANNA)
        assert listed(space, rest) == []

    def test_the_profile_of_the_firm_decides_and_is_kept(self, space: Space) -> None:
        furnish(space)
        priced = PurchaseOrderLine("10", "4711", "Rundstahl", Decimal(12), "ST", Decimal("8.00"))
        space.orders.save([PurchaseOrder("B-26-00401", "70001", ("A-26-0101",), TODAY, (priced,))], ANNA)
        assert "auftragsbestaetigung" not in {g.doctype for g in folder(space, "A-26-0101").completeness.gaps}
        changed = Profile(("auftragsbestaetigung", "rechnung"), {"rechnung": 0}, Tolerances(price=Decimal("0.05")), 3, 7)
        space.profiles.save(changed, ANNA)
        space.profiles.save(changed, ANNA)
        assert space.profiles.get() == changed
        assert [entry.kind for entry in space.journal.about("profil")] == ["profil"]
        texts = folder(space, "A-26-0101").completeness.missing
        assert [text.split(" zu ")[0] for text in texts] == ["Es fehlt: Auftragsbestätigung", "Es fehlt: Rechnung"]
        assert "A-26-0101" in listed(space, Question("fehlt"))
        rebuild(space.catalog, space.store)
        assert space.profiles.get() == changed

    def test_finished_orders_want_nothing(self, space: Space) -> None:
        space.orders.save([Order("A-26-0200", state="fertig"), PurchaseOrder("B-1234", "", ("A-26-0200",), date(2026, 1, 2))], ANNA)
        assert listed(space, Question("fehlt", early=True)) == []
        assert overview.state_counts(space) == {"abgeschlossen": 1}

    def test_what_can_not_be_judged_is_told_and_holds_up_nothing(self, space: Space) -> None:
        furnish(space)
        broken = bill(space, order=ONE)
        bill(space, order=TWO)
        with space.catalog.write() as connection:
            damaged = update(t.document).where(t.document.c.eingangsnummer == broken).values(content="{")
            connection.execute(damaged)
        assert judge_due(space, most=1) == 1
        judge(space)
        told = overview.entries(space, Question("pruefen"), TODAY)
        failed = {entry.order or entry.paper for entry in told if entry.kind == "nicht_geprueft"}
        assert failed == {ONE, broken}
        assert (TWO, "nicht_pruefbar") in {(entry.order, entry.kind) for entry in told}
        rebuild(space.catalog, space.store)
        judge(space)
        assert [entry for entry in overview.entries(space, Question("pruefen"), TODAY) if entry.kind == "nicht_geprueft"] == []

    def test_a_purchase_order_is_delivered_when_every_folder_it_is_for_has_its_rows(self, space: Space) -> None:
        furnish(space)
        rows = [PurchaseOrderLine(str(at), str(at), "Bolzen", Decimal(5), "ST", order=order) for at, order in ((1, ONE), (2, TWO))]
        bought = PurchaseOrder("B-26-00409", "70001", (ONE, TWO, "A-26-0103"), lines=tuple(rows))
        space.orders.save([bought], ANNA)

        def states() -> list[str]:
            judge(space)
            every: tuple[State, ...] = ("offen", "geliefert", "laufend", "abgeschlossen")
            asked = {state: purchase_orders(space.catalog, Asked(bought.number, state)).items for state in every}
            assert delivered(space.catalog, [bought.number, "B-26-00401"]) >= {each.number for each in asked["geliefert"]}
            return [state for state, items in asked.items() if items]

        for quantity, position, state in ((5, 1, "offen"), (3, 2, "offen")):
            receive(space, Arrival(bought, {f"{bought.number}/{position}": Decimal(quantity)}, TODAY, "8:00"), (), ANNA)
            assert states() == [state, "laufend"]
        (rest,) = folder(space, TWO).completeness.judged
        decide(space, TWO, rest.deviation.key, Said("akzeptiert", "Reicht."), ANNA)
        assert states() == ["geliefert", "laufend"]
        decide(space, TWO, rest.deviation.key, Said("offen", ""), ANNA)
        receive(space, Arrival(bought, {f"{bought.number}/2": Decimal(2)}, TODAY, "9:00"), (), ANNA)
        assert states() == ["geliefert", "laufend"]
        space.orders.save([dataclasses.replace(bought, closed=True)], ANNA)
        assert states() == ["abgeschlossen"]


def _tables(space: Space) -> dict[str, list[tuple[object, ...]]]:
    with space.catalog.read() as connection:
        tables = (t.folder_state, t.open_item)
        return {table.name: [tuple(r) for r in connection.execute(select(table).order_by(*table.primary_key.columns))] for table in tables}
