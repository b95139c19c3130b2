"""The four thick bars of a patch T, as separator sheets of scanner vendors carry them: seen on the picture, told like a code.

Such a sheet says nothing in letters. What it means is not decided here: it only suggests where a paper may begin.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from archive.scan import Box, Code
from ingest.sheet import Sheet

TEXT = "PATCHT"
_DPI = 75.0
"""Enough for a narrow bar, which is 2 mm thick."""
_BARS = np.array([1, 1, 2.5, 1, 1, 1, 2.5])
"""Bars and gaps in narrow bars: narrow, wide, narrow, wide. Upside down it is patch 2, which parts stacks as well."""
_THICK = (0.05, 0.12)
"""Inches of a narrow bar; 0.08 by the standard, and a copy may be smaller or larger."""
_OFF = 0.35
"""By how much of a narrow bar each bar or gap may be off."""
_LONG = 1.5
"""Inches over which the bars have to run; 2 by the standard."""
_STEP = 0.1
"""Inches between two places that are looked at."""
_GLANCE = 8
"""Dots along a bar of which one is looked at first: pages without anything long and thick are done at that."""
_PART = 4


def find(sheet: Sheet, page: int) -> tuple[Code, ...]:
    """The patch on a sheet, whichever way it lies; its box in points."""
    grey = sheet.image.reduce(max(1, int(sheet.dpi / _DPI)))
    dark = np.asarray(grey) < 128
    dpi = grey.width / sheet.width * 72
    for across in (False, True):
        seen = dark.T if across else dark
        if _has_bars(seen, dpi) and (box := _patch(seen, dpi)):
            x0, y0, x1, y1 = (round(place * 72 / dpi, 1) for place in box)
            return (Code(TEXT, "Patch T", page, (y0, x0, y1, x1) if across else (x0, y0, x1, y1)),)
    return ()


def _has_bars(dark: NDArray[np.bool_], dpi: float) -> bool:
    """Is there anything on the page as thick as a bar, and a part as long: one that lies askew leaves its row."""
    thick, long = max(int(_THICK[0] * dpi), 1), max(int(_LONG * dpi / _GLANCE / _PART), 1)
    some = dark[:, ::_GLANCE]
    if some.shape[0] < thick or some.shape[1] < long:
        return False
    solid = np.logical_and.reduce([some[by : len(some) - thick + 1 + by] for by in range(thick)])
    return bool(np.logical_and.reduce([solid[:, by : solid.shape[1] - long + 1 + by] for by in range(long)]).any())


def _patch(dark: NDArray[np.bool_], dpi: float) -> Box | None:
    """Where neighbouring columns show the bars at about the same height."""
    step = max(1, round(_STEP * dpi))
    run: list[tuple[int, float, float]] = []
    for column in range(0, dark.shape[1], step):
        here = _bars(dark[:, column], dpi)
        if here and (not run or abs(here[0] - run[-1][1]) <= _THICK[1] * dpi):
            run.append((column, *here))
        elif _enough(run, dpi):
            break
        else:
            run = [(column, *here)] if here else []
    if not _enough(run, dpi):
        return None
    return run[0][0], min(top for _, top, _ in run), run[-1][0], max(bottom for _, _, bottom in run)


def _enough(run: list[tuple[int, float, float]], dpi: float) -> bool:
    return len(run) > 1 and run[-1][0] - run[0][0] >= _LONG * dpi


def _bars(column: NDArray[np.bool_], dpi: float) -> tuple[float, float] | None:
    """Top and bottom of the bars in one column of dots."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], column, [False])).astype(np.int8)))
    units = (edges[len(_BARS) :: 2] - edges[: -len(_BARS) : 2]) / _BARS.sum()
    for likely in np.flatnonzero((units >= _THICK[0] * dpi) & (units <= _THICK[1] * dpi)):
        some = edges[2 * likely : 2 * likely + len(_BARS) + 1]
        unit = units[likely]
        lengths = np.array([after - before for before, after in pairwise(some)]) / unit
        if bool((abs(lengths - _BARS) <= _OFF * np.maximum(_BARS, 1)).all()):
            return float(some[0]), float(some[-1])
        if bool((abs(lengths - _BARS[::-1]) <= _OFF * np.maximum(_BARS[::-1], 1)).all()):
            return float(some[0]), float(some[-1])
    return None
