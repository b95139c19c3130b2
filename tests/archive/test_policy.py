"""When a paper is filed without a person, and the sentence it gets."""

from __future__ import annotations

from archive.document import Doubt, Link, Proposal
from archive.policy import SURE, decided, listed, sentence
from archive.scan import Reading
from tests.cast import scan_of


def _proposal(*links: Link, about: str = "") -> Proposal:
    scan = scan_of("0" * 64)
    doubts = (Doubt(about, "Das Datum ist nicht sicher gelesen.", "Stimmt es?"),) if about else ()
    return Proposal(scan, Reading(scan, ()), "rechnung", "", (), (), links, doubts)


def _link(order: str, confidence: float = 0.95) -> Link:
    return Link(order, f"auf dem Papier {order} steht (Seite 1)", confidence, None)


def test_a_sure_link_files_and_gives_the_reason() -> None:
    proposal = _proposal(_link("A-1"), _link("A-2", SURE))
    assert decided(proposal)
    assert sentence(proposal).startswith("Abgelegt in A-1 und A-2, weil auf dem Papier A-1 steht (Seite 1) und auf dem Papier A-2")


def test_nothing_goes_into_a_folder_that_is_not_sure_because_another_one_is() -> None:
    proposal = _proposal(_link("A-1"), _link("A-2", SURE - 0.01))
    assert not decided(proposal)
    assert sentence(proposal) == (
        "Wartet: Es ist nicht sicher, ob das Papier in A-2 gehört. Dafür spricht, dass auf dem Papier A-2 steht (Seite 1)."
    )


def test_doubts_about_values_do_not_hold_a_paper_but_others_do() -> None:
    assert decided(_proposal(_link("A-1"), about="brutto"))
    assert not decided(_proposal(_link("A-1"), about="order"))
    assert sentence(_proposal(_link("A-1"), about="order")) == "Wartet: Das Datum ist nicht sicher gelesen."


def test_no_link_is_no_decision() -> None:
    assert not decided(_proposal())
    assert sentence(_proposal()).startswith("Wartet: Es ist nicht sicher")


def test_lists_are_german() -> None:
    assert [listed(parts) for parts in (["A"], ["A", "B"], ["A", "B", "C"])] == ["A", "A und B", "A, B und C"]
