"""Accounts cut in two by a narrow column or the end of a line: put together only where the check digits are right."""

from __future__ import annotations

import pytest

from archive.scan import Word
from ingest.paper import PrintedPage
from ingest.wrapped_iban import wrapped


def page(*rows: tuple[tuple[float, str], ...]) -> PrintedPage:
    """Rows 10 points apart; each text begins at its place, a letter is 4 points wide and words stand 3 apart."""
    made = []
    for number, row in enumerate(rows):
        words = []
        for left, text in row:
            at = left
            for part in text.split():
                words.append(Word(part, (at, 10.0 * number, at + 4 * len(part), 10.0 * number + 8), 0.9))
                at += 4 * len(part) + 3
        made.append(tuple(words))
    return PrintedPage(1, 595, 842, 8, tuple(made), (), frozenset())


COLUMN = page(
    ((60, "Brandt & Söhne"), (240, "Sparkasse Neuss"), (390, "USt-IdNr.")),
    ((60, "Antriebstechnik GmbH"), (240, "IBAN DE88 2008 0000"), (390, "DE136695976")),
    ((60, "Werkstr. 8"), (240, "0970 3757 00"), (390, "AG Neuss")),
)
FLOWING = page(((60, "UID: ATU12345675 · Raiffeisenbank Linz · IBAN DE88 2008 0000 0970"),), ((60, "3757 00 · BIC RZOOAT2L"),))
CLOSE = page(
    (
        (60, "Komponenten Fink"),
        (133, "Hohenzollerische Landesbank, IBAN DE88"),
    ),
    (
        (60, "AG, Sitz HRB 77"),
        (133, "2008 0000 0970 3757 00, BIC SOLADES1SIG"),
    ),
)
"""Hardly a blank between the columns."""
MISREAD = page(((240, "IBAN DE88 2OO8 0000"),), ((240, "097O 3757 00"),))


@pytest.mark.parametrize("sheet", [COLUMN, FLOWING, CLOSE, MISREAD])
def test_an_account_goes_on_below(sheet: PrintedPage) -> None:
    found = [value for number in range(len(sheet.rows)) for _, value in wrapped(sheet, number)]
    assert found == ["DE88200800000970375700"]


@pytest.mark.parametrize(
    "rows",
    [
        (((240, "IBAN DE88 2008 0000"),), ((240, "0970 3757 01"),)),  # check digits wrong
        (((240, "IBAN DE88 2008 0000"),), ((440, "0970 3757 00"), (480, "x"))),  # another column ... and no beginning of a row
        (((240, "Ref DE88"),), ((240, "2008 0000 0970 3757 00"),)),  # too little to be one cut in two
        (((240, "IBAN DE88 2008 0000 0970 3757 00"),), ((240, "4711"),)),  # whole already
    ],
)
def test_what_does_not_prove_itself_is_left(rows: tuple[tuple[tuple[float, str], ...], ...]) -> None:
    sheet = page(((20, "links"), *rows[0]), ((20, "links"), *rows[1]))
    assert not [value for number in range(len(sheet.rows)) for _, value in wrapped(sheet, number)]


def test_a_letter_read_into_the_first_block_is_left_out() -> None:
    sheet = page(((240, "IBAN DE8S8 2008 0000"),), ((240, "0970 3757 00"),))
    assert [value for _, value in wrapped(sheet, 0)] == ["DE88200800000970375700"]


@pytest.mark.parametrize(
    "rows",
    [
        (((240, "IBAN DE88"),), ((240, "2008 0000 0970 3757 00"),)),
        (((240, "IBAN DE88 2008"),), ((240, "0000 0970 3757"),), ((240, "00"),)),
        (((240, "IBAN DE88 2008 0000"),), ((238, "10970 3757 00"),)),
    ],
)
def test_narrow_columns(rows: tuple[tuple[tuple[float, str], ...], ...]) -> None:
    """One block behind the label, an account in three rows, the line between columns read as 1."""
    assert [value for _, value in wrapped(page(*rows), 0)] == ["DE88200800000970375700"]
