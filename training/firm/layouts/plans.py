"""The layouts that are settings: which head, where the references stand, which columns, which grid, which totals."""

from __future__ import annotations

from training.firm.layouts import eras, heads, infos
from training.firm.layouts.desk import Column, Plan
from training.firm.layouts.eras import LANDSCAPE

A5_WIDE = (595.0, 420.0)

INVOICE = (
    Column("pos", 5),
    Column("article", 14),
    Column("text", 35),
    Column("quantity", 9, right=True),
    Column("unit", 6),
    Column("price", 12, right=True),
    Column("base", 6, right=True),
    Column("total", 14, right=True),
)
SHORT = (
    Column("quantity", 9, right=True),
    Column("unit", 7),
    Column("text", 42),
    Column("price", 14, right=True),
    Column("base", 6, right=True),
    Column("total", 15, right=True),
)
DELIVERY = (
    Column("pos", 6),
    Column("article", 16),
    Column("text", 46),
    Column("quantity", 11, right=True),
    Column("unit", 8),
    Column("rest", 12, right=True),
)
GOODS = (Column("quantity", 10, right=True), Column("unit", 8), Column("text", 50), Column("article", 18), Column("rest", 12, right=True))

PLANS = {
    "din_b": Plan(heads.of_supplier, infos.right_block, INVOICE),
    "din_a": Plan(heads.of_supplier, infos.line_block, INVOICE, address=32, title=98, grid="linien", totals="kasten"),
    "linienlos": Plan(heads.of_supplier, infos.right_block, SHORT, grid="ohne", points=10, foot="zeilen"),
    "kasten": Plan(heads.of_supplier, infos.boxed, INVOICE, grid="kasten", totals="kasten", points=9, margins=(20, 14)),
    "modern": Plan(heads.of_supplier, infos.left_block, INVOICE, address=34, grid="zebra", margins=(25, 16)),
    "quer": Plan(
        heads.of_supplier, infos.boxed, INVOICE, size=LANDSCAPE, address=35, title=82, grid="striche", totals="spalten", foot="zeilen"
    ),
    "schreibmaschine": Plan(
        heads.plain, infos.typed, SHORT, grid="striche", points=10.5, foot="zeilen", margins=(25, 22), font="typewriter"
    ),
    "nadel": Plan(heads.fanfold, infos.printer, INVOICE, grid="striche", points=9.5, foot="zeilen", margins=(17, 15), font="matrix"),
    "ls_din": Plan(heads.of_supplier, infos.right_block, DELIVERY),
    "ls_kasten": Plan(heads.of_supplier, infos.boxed, DELIVERY, grid="kasten", points=9, margins=(20, 14)),
    "ls_quer": Plan(heads.of_supplier, infos.line_block, DELIVERY, size=LANDSCAPE, address=33, title=80, grid="linien", foot="zeilen"),
    "ls_nadel": Plan(heads.fanfold, infos.printer, DELIVERY, grid="striche", foot="zeilen", margins=(17, 16), font="matrix"),
    "ls_modern": Plan(heads.of_supplier, infos.left_block, GOODS, address=34, grid="zebra", margins=(25, 16)),
    "ls_schmal": Plan(
        heads.plain, infos.boxed, GOODS, size=A5_WIDE, address=25, title=64, grid="linien", foot="zeilen", points=8.5, margins=(15, 12)
    ),
    **eras.INVOICES,
    **eras.NOTES,
    "brief": Plan(heads.of_supplier, infos.right_block, INVOICE, greeting=True, points=10),
    "eigen": Plan(heads.own, infos.right_block, INVOICE, greeting=True, grid="zebra"),
    "eigen_ls": Plan(heads.own, infos.right_block, DELIVERY, grid="zebra"),
}
