"""A list as long as a year: every row is read, and every error names its row. How long that takes stands in benchmarks/master_data.md."""

from __future__ import annotations

from pathlib import Path

from archive.locations import Locations
from archive.order import PurchaseOrder
from archive.orders_csv import import_csv
from archive.space import open_space
from tests.cast import ANNA, furnish

HEAD = "Bestell-Nr.;Lieferant;Auftrag;Pos;Artikel-Nr.;Text;Menge;ME;Preis;PE;Zeugnis\r\n"
ROWS, EACH = 5000, 5
WRONG = {17: "viel", 2500: "8,00155E+07", 4999: "zwölf"}


def test_ac_6_3_five_thousand_rows_in_cp1252_with_a_row_exact_list_of_errors(tmp_path: Path) -> None:
    space = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    furnish(space)
    data = HEAD + "".join(
        f"P{row // EACH:05};Stahlhandel Düren GmbH;A-26-0101;{row % EACH + 1}0;{row:07};Öse;{WRONG.get(row, '12,5')};ST;8,00;;\r\n"
        for row in range(ROWS)
    )
    shown = import_csv(space, data.encode("cp1252"), ANNA)
    assert shown.table.encoding == "Windows-1252"
    assert [(error.row, error.column, error.value) for error in shown.errors] == [(row + 2, "menge", text) for row, text in WRONG.items()]
    left_out = {f"P{row // EACH:05}" for row in WRONG}
    every = [f"P{number:05}" for number in range(ROWS // EACH)]
    kept = space.orders.existing(PurchaseOrder, every)
    assert set(kept) == set(every) - left_out
    assert [len(space.orders.purchase_order(number).lines) for number in ("P00000", "P00998")] == [EACH, EACH]
    assert space.orders.purchase_order("P00001").lines[0].text == "Öse"
    space.close()
