"""Page ranges as people type them."""

import pytest

from archive.problems import Invalid
from archive.stack import ranges_of


def test_ranges_as_people_type_them() -> None:
    assert ranges_of("1-2, 3 ;4–6+8") == [(1, 2), (3,), (4, 5, 6, 8)]
    for wrong in ("a", "1-", "1--2", "1..3"):
        with pytest.raises(Invalid):
            ranges_of(wrong)
