"""What a space promises on every database: run by each of them with a ``space`` fixture and a ``reopen`` fixture."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from archive.content import Correction
from archive.folders import folder
from archive.order import Order
from archive.problems import Invalid, NotFound, Unavailable, Unreadable
from archive.space import Space
from archive.verify import verify
from tests.cast import ANNA, ORDERS, furnish, hand_in, proposal


class SpaceContract:
    """Every test gets an empty space."""

    def test_a_paper_is_acknowledged_and_filed(self, space: Space) -> None:
        furnish(space)
        receipt = hand_in(space, b"%PDF-1 rechnung", "Scan 17.pdf")
        assert receipt.eingangsnummer == f"E-{datetime.now().astimezone().year}-0000001"
        assert space.intake.get(receipt.eingangsnummer).state == "received"
        space.documents.file(receipt.eingangsnummer, proposal(space, receipt.eingangsnummer))
        document = space.documents.get(receipt.eingangsnummer)
        assert (document.state, document.orders, document.value("brutto")) == ("filed", ("A-26-0101",), "119.00")
        assert document.sentence.startswith("Abgelegt in A-26-0101, weil hinter ‚Ihre Bestellung‘ B-26-00401 steht")
        assert [d.eingangsnummer for d in folder(space, "A-26-0101").documents] == [receipt.eingangsnummer]
        assert space.documents.reading(receipt.eingangsnummer).pages[0].words[2].text == "Zahnräder"
        assert document.lines == proposal(space, receipt.eingangsnummer).lines

    def test_the_same_bytes_get_a_number_but_are_not_filed_twice(self, space: Space) -> None:
        first, second = hand_in(space, b"same"), hand_in(space, b"same", "noch einmal.pdf")
        assert (first.duplicate_of, second.duplicate_of) == ("", first.eingangsnummer)
        again = space.intake.get(second.eingangsnummer)
        assert again.state == "rejected"
        assert first.eingangsnummer in again.sentence
        with pytest.raises(Invalid):
            space.documents.correct(second.eingangsnummer, Correction(orders=()), ANNA)

    def test_rejected_bytes_may_come_again(self, space: Space) -> None:
        first = hand_in(space, b"broken")
        space.documents.reject(first.eingangsnummer, Unreadable("Die Datei ist leer."))
        assert hand_in(space, b"broken").duplicate_of == ""

    def test_numbers_have_no_gap_with_many_hands(self, space: Space) -> None:
        def hand() -> None:
            for i in range(5):
                hand_in(space, f"{threading.get_ident()} {i}".encode())

        threads = [threading.Thread(target=hand) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        numbers = sorted(int(line.eingangsnummer[-7:]) for line in space.intake.recent())
        assert numbers == list(range(1, 21))
        assert verify(space).ok

    def test_counts_add_up(self, space: Space) -> None:
        furnish(space)
        for name in ("filed", "waiting", "rejected", "new"):
            number = hand_in(space, name.encode()).eingangsnummer
            if name in ("filed", "waiting"):
                space.documents.file(number, proposal(space, number, order="A-26-0101" if name == "filed" else ""))
            elif name == "rejected":
                space.documents.reject(number, Unreadable("Die Datei ist leer."))
        assert space.intake.counts() == {"received": 1, "filed": 1, "waiting": 1, "rejected": 1, "replaced": 0, "deleted": 0}

    def test_filing_twice_changes_nothing(self, space: Space) -> None:
        furnish(space)
        number = hand_in(space, b"x").eingangsnummer
        for order in ("A-26-0101", "A-26-0102"):
            space.documents.file(number, proposal(space, number, order=order))
        assert space.documents.get(number).orders == ("A-26-0101",)
        assert [entry.kind for entry in space.journal.about(number)] == ["eingang", "abgelegt"]

    def test_a_waiting_paper_is_filed_when_it_becomes_sure_but_not_over_a_person(self, space: Space) -> None:
        furnish(space)
        number = hand_in(space, b"x").eingangsnummer
        unsure = proposal(space, number, order="", fields={"bestellnummer": "B 26 00499"})
        space.documents.file(number, unsure)
        space.documents.file(number, unsure)
        assert len(space.journal.about(number)) == 2
        assert [d.eingangsnummer for d in space.documents.waiting_for(["B-26-00499"])] == [number]
        assert [d.eingangsnummer for d in space.documents.all_waiting()] == [number]
        space.documents.file(number, proposal(space, number))
        assert space.documents.get(number).state == "filed"
        space.documents.correct(number, Correction(orders=("A-26-0103",)), ANNA)
        space.documents.file(number, proposal(space, number))
        assert space.documents.get(number).orders == ("A-26-0103",)

    def test_correct_and_take_back(self, space: Space) -> None:
        furnish(space)
        number = hand_in(space, b"x").eingangsnummer
        space.documents.file(number, proposal(space, number, order=""))
        with pytest.raises(Invalid):
            space.documents.correct(number, Correction(), ANNA)
        changes = Correction(doctype="lieferschein", orders=("A-26-0101", "A-26-0102"), fields={"brutto": "1.234,5", "rechnungsnummer": ""})
        after = space.documents.correct(number, changes, ANNA)
        assert (after.state, after.doctype, after.orders) == ("filed", "lieferschein", ("A-26-0101", "A-26-0102"))
        assert (after.value("brutto"), after.value("rechnungsnummer"), after.doubts) == ("1234.50", "", ())
        assert ANNA in after.sentence
        space.documents.correct(number, Correction(orders=()), ANNA)
        assert "ohne Auftrag" in space.documents.get(number).sentence
        space.documents.undo(number, ANNA)
        assert space.documents.get(number).orders == ("A-26-0101", "A-26-0102")
        space.documents.undo(number, ANNA)
        assert (space.documents.get(number).state, space.documents.get(number).orders) == ("waiting", ())
        with pytest.raises(Invalid):
            space.documents.undo(number, ANNA)

    def test_an_automatic_filing_is_taken_back_and_stays_so(self, space: Space) -> None:
        furnish(space)
        number = hand_in(space, b"x").eingangsnummer
        space.documents.file(number, proposal(space, number))
        space.documents.undo(number, ANNA)
        waiting = space.documents.get(number)
        assert (waiting.state, waiting.orders, [s.order for s in waiting.suggestions]) == ("waiting", (), ["A-26-0101"])
        assert folder(space, "A-26-0101").documents == ()
        space.documents.file(number, proposal(space, number))
        assert space.documents.get(number).state == "waiting"
        space.documents.undo(number, ANNA)
        assert space.documents.get(number).orders == ("A-26-0101",)

    def test_wrong_corrections_are_refused_and_change_nothing(self, space: Space) -> None:
        furnish(space)
        number = hand_in(space, b"x").eingangsnummer
        space.documents.file(number, proposal(space, number))
        for bad in (Correction(orders=("A-99-9999",)), Correction(doctype="liebesbrief"), Correction(fields={"brutto": "viel"})):
            with pytest.raises(Invalid):
                space.documents.correct(number, bad, ANNA)
        assert len(space.journal.about(number)) == 2

    def test_an_unreadable_paper_can_be_filed_by_hand_and_taken_back(self, space: Space) -> None:
        furnish(space)
        number = hand_in(space, b"secret").eingangsnummer
        space.documents.reject(number, Unreadable("Die Datei ist mit einem Passwort geschützt."))
        with pytest.raises(NotFound):
            space.documents.get(number)
        assert space.documents.correct(number, Correction(doctype="rechnung", orders=("A-26-0101",)), ANNA).orders == ("A-26-0101",)
        with pytest.raises(NotFound):
            space.documents.reading(number)
        space.documents.undo(number, ANNA)
        assert space.intake.get(number).state == "rejected"
        assert folder(space, "A-26-0101").documents == ()

    def test_a_disturbance_is_tried_again_and_then_left_to_people(self, space: Space) -> None:
        number = hand_in(space, b"x").eingangsnummer
        problem = Unavailable("Die Ablage antwortet nicht.")
        space.documents.postpone(number, problem)
        line = space.intake.get(number)
        assert (line.state, line.problem, line.attempts) == ("waiting", "nicht_erreichbar", 1)
        assert line.next_try is not None
        assert space.intake.due(datetime.now(UTC)) == []
        assert space.intake.due(line.next_try + timedelta(seconds=1)) == [number]
        for _ in range(9):
            space.documents.postpone(number, problem)
        assert space.intake.get(number).next_try is None
        space.documents.read_again(number, ANNA)
        assert space.intake.get(number).state == "received"

    def test_received_papers_are_due_after_a_while(self, space: Space) -> None:
        number = hand_in(space, b"x").eingangsnummer
        assert space.intake.due(datetime.now(UTC)) == []
        assert space.intake.due(datetime.now(UTC) + timedelta(minutes=1)) == [number]

    def test_own_numbers_are_found_in_every_spelling(self, space: Space) -> None:
        furnish(space)
        assert [k.orders for k in space.orders.known(["b 26/00401", "nichts", "12"])] == [("A-26-0101",)]
        assert [k.orders for k in space.orders.known(["B-26-00402"])] == [("A-26-0102",)]
        assert [k.orders for k in space.orders.known(["B-26-00403"])] == [("Gemeinkosten/Lager",)]
        assert [k.number for k in space.orders.known(["A-26-0102"])] == ["A-26-0102"]
        for wrong in ("B-26-OO4O1", "B-26-00481", "B-26-0401", "B-26-000401", "B-62-00401", "8-26-00401"):
            assert "B-26-00401" in [k.number for k in space.orders.alike([wrong])], wrong
        assert space.orders.alike(["B-27-99401", "B-26-00401"[:4]]) == []

    def test_a_filed_delivery_note_leads_to_its_orders(self, space: Space) -> None:
        furnish(space)
        number = hand_in(space, b"ls").eingangsnummer
        fields = {"lieferscheinnummer": "80015511", "lieferant": "Stahlhandel Düren GmbH"}
        space.documents.file(number, proposal(space, number, doctype="lieferschein", fields=fields))
        assert [(k.orders, k.supplier) for k in space.orders.delivered(["8001 5511"])] == [(("A-26-0101",), "70001")]
        assert space.orders.delivered(["80015512"]) == []

    def test_an_invoice_number_is_found_among_the_papers_of_before(self, space: Space) -> None:
        furnish(space)
        first, second = hand_in(space, b"one").eingangsnummer, hand_in(space, b"two").eingangsnummer
        fields = {"rechnungsnummer": "RE-2026/1158", "lieferant": "Stahlhandel Düren GmbH"}
        for number in (first, second):
            space.documents.file(number, proposal(space, number, fields=fields))
        scans = {number: space.intake.get(number).scan for number in (first, second)}
        found = space.orders.papers_with("rechnungsnummer", "re 2026 1158", scans[second])
        assert [(e.eingangsnummer, e.supplier) for e in found] == [(first, "Stahlhandel Düren GmbH")]
        assert space.orders.papers_with("rechnungsnummer", "RE-2026/1158", scans[first]) == []
        assert space.orders.papers_with("lieferscheinnummer", "RE-2026/1158", scans[second]) == []

    def test_master_data_is_saved_once_and_never_deleted(self, space: Space) -> None:
        assert space.orders.save(ORDERS, ANNA) == 3
        assert space.orders.save(ORDERS, ANNA) == 0
        assert space.orders.save([Order("A-26-0101", "Neu GmbH")], ANNA) == 1
        assert space.orders.get("A-26-0101").customer == "Neu GmbH"
        assert [row.order.number for row in space.orders.all("öhl")] == ["A-26-0103"]
        assert [row.order.number for row in space.orders.all("100%")] == []

    def test_missing_papers_are_named(self, space: Space) -> None:
        furnish(space)
        assert folder(space, "A-26-0101").missing == (
            "Es fehlen: Lieferschein und Rechnung zu Bestellung B-26-00401 (Stahlhandel Düren GmbH)",
        )
        number = hand_in(space, b"ls").eingangsnummer
        fields = {"lieferscheinnummer": "80015511", "bestellnummer": "B-26-00401", "lieferant": "Stahlhandel Düren GmbH"}
        space.documents.file(number, proposal(space, number, doctype="lieferschein", fields=fields))
        assert folder(space, "A-26-0101").missing == ("Es fehlt: Rechnung zu Lieferschein 80015511 (Stahlhandel Düren GmbH), seit heute",)
        invoice = hand_in(space, b"re").eingangsnummer
        space.documents.file(invoice, proposal(space, invoice))
        assert folder(space, "A-26-0101").missing == ()

    def test_the_index_can_ask_what_changed(self, space: Space) -> None:
        furnish(space)
        numbers = [hand_in(space, f"{i}".encode()).eingangsnummer for i in range(3)]
        for number in numbers:
            space.documents.file(number, proposal(space, number))
        changed = space.documents.changed_after(0)
        assert [number for _, number in changed] == numbers
        space.documents.correct(numbers[0], Correction(), ANNA)
        assert [number for _, number in space.documents.changed_after(changed[-1][0])] == [numbers[0]]
