"""What retention promises on every database: old papers are proposed, held ones are not, and a rebuild finds the holds again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from archive.old_papers import candidates
from archive.problems import Invalid, NotFound
from archive.rebuild import rebuild
from archive.retaining import kept, over
from archive.space import Space
from archive.verify import verify
from tests.cast import ANNA, ORDERS, furnish, hand_in, proposal

TODAY = date(2040, 1, 1)
STEEL = "Stahlhandel Düren GmbH"


def filed(space: Space, doctype: str, order: str = "A-26-0101", **fields: str) -> str:
    """A filed paper that says ``fields``."""
    number = hand_in(space, f"{doctype} {order} {fields}".encode()).eingangsnummer
    space.documents.file(number, proposal(space, number, doctype=doctype, order=order, fields=fields))
    return number


def proposed(space: Space, day: date = TODAY) -> list[str]:
    return [each.document.eingangsnummer for each in over(space, day)]


class RetentionContract:
    """Every test gets an empty space."""

    def test_a_paper_is_proposed_the_day_after_its_last(self, space: Space) -> None:
        furnish(space)
        old = filed(space, "rechnung", rechnungsdatum="2014-12-31", rechnungsnummer="R1")
        filed(space, "rechnung", rechnungsnummer="R2")
        assert proposed(space, date(2022, 12, 31)) == []
        assert proposed(space, date(2023, 1, 1)) == [old]

    def test_a_waiting_paper_is_never_proposed(self, space: Space) -> None:
        furnish(space)
        filed(space, "rechnung", order="", rechnungsdatum="2014-12-31")
        assert proposed(space) == []

    def test_an_invoice_prolongs_the_delivery_note_it_names(self, space: Space) -> None:
        furnish(space)
        note = filed(space, "lieferschein", lieferscheinnummer="LS 80015511", lieferdatum="2026-03-02", lieferant=STEEL)
        filed(space, "rechnung", rechnungsnummer="X", lieferscheinnummer="80015511", lieferant="Normteile West KG")
        assert kept(space, space.documents.get(note)).term.last == date(2032, 12, 31)
        filed(space, "rechnung", rechnungsnummer="R9", rechnungsdatum="2026-04-01", lieferscheinnummer="LS-80015511", lieferant=STEEL)
        found = kept(space, space.documents.get(note)).term
        assert (found.last, "die Rechnung R9 diesen" in found.sentence) == (date(2034, 12, 31), True)

    def test_a_certificate_counts_from_the_last_delivery_of_its_folder(self, space: Space) -> None:
        furnish(space)
        certificate = filed(space, "pruefbescheinigung", lieferdatum="2026-03-02")
        filed(space, "lieferschein", lieferscheinnummer="1", lieferdatum="2026-08-03")
        assert kept(space, space.documents.get(certificate)).term.last == date(2036, 8, 3)
        drawing = filed(space, "zeichnung")
        assert kept(space, space.documents.get(drawing)).term.last is None

    def test_a_hold_takes_paper_or_folder_off_the_list(self, space: Space) -> None:
        furnish(space)
        one, other = filed(space, "rechnung", rechnungsdatum="2014-05-01"), filed(space, "mahnung", "A-26-0102")
        assert proposed(space, date(2050, 1, 1)) == [one, other]
        space.holds.put("beleg", one, "Streit um den Preis", ANNA)
        space.holds.put("mappe", "A-26-0102", "Betriebsprüfung", ANNA)
        assert proposed(space, date(2050, 1, 1)) == []
        assert [(hold.of, hold.reason, hold.who) for hold in kept(space, space.documents.get(other)).holds] == [
            ("mappe", "Betriebsprüfung", ANNA)
        ]
        space.holds.lift("beleg", one, "beigelegt", ANNA)
        assert proposed(space, date(2050, 1, 1)) == [one]
        assert [entry.kind for entry in space.journal.about(one)][-2:] == ["aufbewahrung_gesperrt", "aufbewahrung_freigegeben"]
        assert verify(space).ok

    def test_holds_are_found_again_by_a_rebuild(self, space: Space, reopen: Callable[[bool], Space]) -> None:
        furnish(space)
        number = filed(space, "rechnung", rechnungsdatum="2014-05-01")
        space.holds.put("beleg", number, "Streit", ANNA)
        space.close()
        anew = reopen(True)
        rebuild(anew.catalog, anew.store)
        assert [hold.reason for hold in anew.holds.on(number, ())] == ["Streit"]
        assert verify(anew).ok
        anew.close()

    def test_a_hold_needs_a_reason_and_something_to_hold(self, space: Space) -> None:
        furnish(space)
        with pytest.raises(Invalid):
            space.holds.put("mappe", "A-26-0101", "  ", ANNA)
        with pytest.raises(Invalid):
            space.holds.lift("mappe", "A-26-0101", "gibt es nicht", ANNA)
        with pytest.raises(NotFound):
            space.holds.put("mappe", "A-99-9999", "warum", ANNA)
        with pytest.raises(NotFound):
            space.holds.put("beleg", "E-2026-0009999", "warum", ANNA)

    def test_what_surely_stays_is_not_even_looked_at(self, space: Space) -> None:
        furnish(space)
        space.orders.save([replace(ORDERS[1], state="fertig")], ANNA)
        drawings = [filed(space, "zeichnung"), filed(space, "zeichnung", "A-26-0102")]
        invoices = {"1": (STEEL, "2026-01-02"), "2": (STEEL, "2025-03-04"), "3": ("Normteile West KG", "2026-01-02")}
        notes = [
            filed(space, "lieferschein", lieferscheinnummer=f"800{each}", lieferdatum="2025-03-02", lieferant=STEEL) for each in invoices
        ]
        for each, (sender, day) in invoices.items():
            filed(space, "rechnung", rechnungsdatum=day, lieferscheinnummer=f"800{each}", lieferant=sender)
        assert [each for each in proposed(space, date(2034, 6, 1)) if each in notes] == notes[1:]
        with space.catalog.read() as connection:
            early = connection.execute(candidates(date(2034, 6, 1))).scalars().all()
            late = connection.execute(candidates(date(2040, 6, 1))).scalars().all()
        assert [each for each in early if each in notes] == notes[1:]
        assert [each for each in late if each in (*drawings, *notes)] == [drawings[1], *notes]
