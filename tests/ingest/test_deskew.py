"""Pages that lie askew on the glass: the angle is measured up to fifteen degrees, and level pages stay as they are."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from ingest import deskew
from tests.ingest.drawn import paper


@pytest.mark.parametrize("degrees", [-14.0, -9.5, -5.0, -1.2, 0.5, 3.0, 7.3, 12.0, 14.5])
def test_the_angle_is_measured(degrees: float) -> None:
    page = paper().rotate(degrees, Image.Resampling.BILINEAR, expand=True, fillcolor=255)
    assert deskew.angle(page) == pytest.approx(degrees, abs=0.2)


def test_what_is_level_or_has_no_lines_stays() -> None:
    specks = np.random.default_rng(5).integers(0, 256, (1169, 827)).astype(np.uint8)
    assert deskew.angle(paper()) == 0.0
    assert deskew.angle(Image.new("L", (827, 1169), 255)) == 0.0
    assert abs(deskew.angle(Image.fromarray(specks))) <= 6.0


@pytest.mark.parametrize("degrees", [-12.0, 4.0])
def test_boxes_lie_where_the_words_are_shown(degrees: float) -> None:
    level = (100.0, 200.0, 160.0, 210.0)
    there = deskew.tilted(level, degrees, 595, 842)
    back = deskew.tilted(there, -degrees, 595, 842)
    assert back == pytest.approx(level)
    assert (there[1] < level[1]) == (degrees < 0)
