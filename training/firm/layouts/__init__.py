"""The layouts of the demo papers by name: each makes drawn pages from a paper. What a paper says is decided elsewhere."""

from __future__ import annotations

from training.firm.draw import Sheet
from training.firm.layouts.certificate import certificate
from training.firm.layouts.desk import Desk
from training.firm.layouts.floor import drawing, work_sheet
from training.firm.layouts.form import form
from training.firm.layouts.freight import freight
from training.firm.layouts.plans import PLANS
from training.firm.layouts.slip import slip
from training.firm.layouts.table import table
from training.firm.layouts.tail import tail
from training.firm.paper import Paper

SPECIAL = {
    "formular": form,
    "ls_formular": form,
    "zeugnis": certificate,
    "fracht": freight,
    "bon": slip,
    "werk": work_sheet,
    "zeichnung": drawing,
}


def draw(paper: Paper) -> list[Sheet]:
    """The pages of a paper."""
    if paper.layout in SPECIAL:
        return SPECIAL[paper.layout](paper)
    desk = Desk(paper, PLANS[paper.layout])
    desk.open()
    if paper.rows:
        table(desk)
    tail(desk)
    return desk.done()
