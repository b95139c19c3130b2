"""That a space can be proved, and made again from the store: run on every database together with the other promises."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from archive.content import Correction
from archive.folders import folder
from archive.problems import Tampered, Unavailable, Unreadable
from archive.rebuild import rebuild
from archive.space import Space
from archive.verify import verify
from tests.cast import ANNA, ORDERS, PURCHASES, furnish, hand_in, proposal


class ProofContract:
    """Every test gets an empty space; ``reopen`` deletes its tables and opens it again."""

    def test_everything_proves_true_and_rebuilds_the_same(self, space: Space, reopen: Callable[[bool], Space]) -> None:
        furnish(space)
        lived_in(space)
        assert verify(space).ok
        before = picture(space)
        space.close()
        again = reopen(True)
        assert rebuild(again.catalog, again.store) == len(list(again.journal.after(0)))
        assert picture(again) == before
        assert verify(again).ok
        again.close()

    def test_tables_older_than_the_journal_are_not_worked_with(self, space: Space, reopen: Callable[[bool], Space]) -> None:
        furnish(space)
        space.close()
        with pytest.raises(Tampered):
            reopen(False)

    @pytest.mark.parametrize(
        ("statement", "kind"),
        [
            ("UPDATE journal SET who = 'Eve' WHERE seq = 9", "journal"),
            ("UPDATE journal SET body = replace(body, '119.00', '118.00') WHERE kind = 'abgelegt'", "journal"),
            ("DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)", "journal"),
            ("UPDATE document SET content = replace(content, '119.00', '118.00')", "tabelle"),
            ("DELETE FROM link", "tabelle"),
            ("INSERT INTO orders SELECT 'A-0', plain, reversed, folded, words, state, content FROM orders LIMIT 1", "tabelle"),
        ],
    )
    def test_a_change_behind_the_back_is_named(self, space: Space, statement: str, kind: str) -> None:
        furnish(space)
        number = lived_in(space)
        with space.catalog.write() as connection:
            connection.execute(text(statement))
        verdict = verify(space)
        assert not verdict.ok
        assert kind in {problem.kind for problem in verdict.problems}
        if "119.00" in statement:
            assert number in {problem.eingangsnummer for problem in verdict.problems}


def lived_in(space: Space) -> str:
    """A few papers in all states; gives the Eingangsnummer of a filed invoice."""
    first = hand_in(space, b"eins", "Ünïcödé 💾.pdf").eingangsnummer
    space.documents.file(first, proposal(space, first))
    second = hand_in(space, b"zwei").eingangsnummer
    space.documents.file(second, proposal(space, second, order=""))
    space.documents.correct(second, Correction(orders=("A-26-0102", "A-26-0103")), ANNA)
    space.documents.undo(second, ANNA)
    space.documents.reject(hand_in(space, b"drei").eingangsnummer, Unreadable("Die Datei ist leer."))
    space.documents.postpone(hand_in(space, b"vier").eingangsnummer, Unavailable("Die Ablage antwortet nicht."))
    hand_in(space, b"eins")
    return first


def picture(space: Space) -> object:
    """Everything a person can see of a space."""
    lines = space.intake.recent(1000)
    documents = [space.documents.get(number) for _, number in space.documents.changed_after(0, 1000)]
    folders = [folder(space, order.number) for order in ORDERS]
    history = [space.journal.about(line.eingangsnummer) for line in lines]
    return lines, documents, folders, history, [space.orders.purchase_order(p.number) for p in PURCHASES], space.orders.suppliers()
