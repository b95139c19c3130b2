"""Several papers that went through the feeder together: one file, and which pages of it belong to which paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PIL import Image

from training.firm import files, images, marks, scanner
from training.firm.chance import chance
from training.firm.files import NOISY_DPI, Work
from training.firm.layouts import backs
from training.firm.pdf import Pdf
from training.firm.raster import rasterise
from training.firm.scenario import Stack


@dataclass(slots=True)
class Order:
    """What lies where in a stack: pages of each paper, and the pages that belong to none."""

    papers: dict[str, tuple[int, int]] = field(default_factory=dict)
    blank: list[int] = field(default_factory=list)
    separators: list[int] = field(default_factory=list)


def order(stack: Stack, works: Mapping[str, Work]) -> Order:
    """The pages of a stack, counted without drawing them."""
    found, page = Order(), 1
    for place, key in enumerate(stack.papers):
        if stack.separated and place:
            found.separators.append(page)
            page += 1
        count = files.pages_of(works[key])
        found.papers[key] = (page, page + count - 1)
        page += count
        if stack.back:
            found.blank.append(page)
            page += 1
    return found


def make(stack: Stack, works: Mapping[str, Work]) -> bytes:
    """The bytes of the file, as the office scanner makes it."""
    first = works[stack.papers[0]]
    pdf = Pdf("Scan (Musterdaten)", f"{first.paper.day:%Y%m%d}")
    rng = chance(first.seed, "stapel", stack.name)
    desk = marks.Desk(NOISY_DPI / 72, "", "")
    for place, key in enumerate(stack.papers):
        pages = files.scans(works[key], works[key].paper, NOISY_DPI)
        if stack.separated and place:
            pages.insert(0, scanner.scan(rasterise(backs.separator(), NOISY_DPI, rng), [], desk, rng))
        if stack.back:
            pages.append(scanner.scan(Image.new("RGB", (1653, 2339), "white"), [], desk, rng))
        for page in pages:
            pdf.picture(images.scanned(page, NOISY_DPI, 70))
    return pdf.finish()
