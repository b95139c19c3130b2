"""Certificates: heats and batches stand in columns of their own, the number of a norm is none of the paper."""

from __future__ import annotations

from ingest.understand import understand
from tests.papers import REGISTER, reading

PAPER = """
#Stahlwerk Hambach AG

#Abnahmeprüfzeugnis / Inspection certificate EN 10204 - 3.1

Zeugnis-Nr. / Certificate No.: A03-448812     Datum / Date: 22.10.2026

Pos.      Schmelze-Nr.     Charge        Abmessung     Stück
          Heat No.         Batch
1         481226           B7731         60 x 3000     2
2         481226           B7732         60 x 3000     2
3         481309           B7801         60 x 3000     2

Werkstoff: 42CrMo4+QT nach EN ISO 683-2
"""


def test_heats_and_batches_end_with_their_table() -> None:
    found = understand(reading(PAPER), REGISTER)
    assert found.doctype == "pruefbescheinigung"
    assert set(found.numbers("schmelze")) == {"481226", "481309", "B7731", "B7732", "B7801"}


def test_the_number_of_a_norm_is_not_that_of_the_paper() -> None:
    assert understand(reading(PAPER), REGISTER).numbers("zeugnisnummer") == ("A03-448812",)
    without = PAPER.replace("Zeugnis-Nr. / Certificate No.: A03-448812", "")
    assert understand(reading(without), REGISTER).numbers("zeugnisnummer") == ()
