"""Master data from CSV: every encoding and notation, what Excel breaks, saved column maps, upsert that takes nothing away."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from archive.column_maps import ColumnMap, chosen
from archive.figures import BadCellError, Notation, day, decimal, notation, number
from archive.locations import Locations
from archive.order import Customer, Order, PurchaseOrder, PurchaseOrderLine, Supplier
from archive.orders_csv import import_csv, preview
from archive.problems import Invalid
from archive.rebuild import rebuild
from archive.space import Space, open_space
from archive.tables_csv import read_table
from archive.verify import verify
from tests.cast import ANNA, furnish

LINES = "Bestell-Nr.;Lieferant;Auftrag;Pos;Artikel-Nr.;Text;Menge;ME;Preis;PE;Zeugnis\r\n"


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    yield opened
    opened.close()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_every_encoding_and_separator(space: Space, encoding: str, mark: str) -> None:
    text = "Auftragsnummer;Kunde;Bezeichnung\r\nA-26-0200;Bäckerei Öhlmann;Rührwerk für Süßes\r\n".replace(";", mark)
    shown = import_csv(space, text.encode(encoding), ANNA)
    assert (shown.new, shown.errors) == (1, ())
    assert space.orders.get("A-26-0200") == Order("A-26-0200", "Bäckerei Öhlmann", "Rührwerk für Süßes")


@pytest.mark.parametrize(
    ("cell", "written", "value"),
    [
        ("12", Notation(), "12"),
        ("12,5", Notation(), "12.5"),
        ("12.5", Notation(), "12.5"),
        ("1.234,56", Notation(), "1234.56"),
        ("1,234.56", Notation(), "1234.56"),
        ("1.234.567", Notation(), "1234567"),
        ("1'234,50", Notation(), "1234.50"),
        ("1 234,50 €", Notation(), "1234.50"),
        ("1.000", Notation(), "1000"),
        ("1.000", Notation(comma=True), "1000"),
        ("1.000", Notation(point=True), "1.000"),
        ("1,000", Notation(), "1.000"),
        ("1,000", Notation(point=True), "1000"),
        ("0,125", Notation(point=True), "0.125"),
        ("0.125", Notation(comma=True), "0.125"),
        ("1234,567", Notation(point=True), "1234.567"),
        ("12,50-", Notation(), "-12.50"),
    ],
)
def test_figures(cell: str, written: Notation, value: str) -> None:
    assert decimal(cell, written) == Decimal(value)


@pytest.mark.parametrize("cell", ["8,00155E+07", "zwölf", "1.23.4", "1,2.3,4", "#WERT!", "=A1*2", "12 ST", "1.2345.678"])
def test_figures_that_are_none(cell: str) -> None:
    with pytest.raises(BadCellError):
        decimal(cell, Notation())


def test_a_column_tells_its_notation_and_contradicts_itself_never_silently() -> None:
    assert notation(["1.000", "12,5", "3"]) == Notation(comma=True)
    assert notation(["1,000", "12.5"]) == Notation(point=True)
    assert notation(["1.000", "2,000"]) == Notation()
    both = notation(["12,5", "12.5"])
    assert decimal("12,50", both) == Decimal("12.50")
    with pytest.raises(BadCellError, match="nicht eindeutig"):
        decimal("1.000", both)


@pytest.mark.parametrize("cell", ["0004711", "A-26/0112", "12E5", "4711.10", "100.24.007/03", "3E4"])
def test_numbers_stay_as_they_are(cell: str) -> None:
    assert number(cell) == cell


@pytest.mark.parametrize("cell", ["8,00155E+07", "8.00155E+07", "1E+11", "01. Feb", "Jan 26", "2. Mrz 2026", "#NAME?", "########"])
def test_what_excel_has_broken_is_refused(cell: str) -> None:
    with pytest.raises(BadCellError):
        number(cell)


def test_excel_can_protect_a_number_as_a_formula() -> None:
    assert number('="0815"') == "0815"


@pytest.mark.parametrize("cell", ["02.10.2026", "2.10.26", "2026-10-02", "20261002", "02.10.2026 00:00:00", "2026-10-02T00:00:00"])
def test_days(cell: str) -> None:
    assert day(cell) == date(2026, 10, 2)


@pytest.mark.parametrize("cell", ["46297", "31.02.2026", "10/22/2026", "Herbst", "01.01.1900"])
def test_days_that_are_none(cell: str) -> None:
    with pytest.raises(BadCellError):
        day(cell)


def test_rows_become_purchase_orders_with_lines(space: Space) -> None:
    furnish(space)
    data = (
        LINES + "0417;Stahlhandel Düren GmbH;A-26-0101;10;0004711;Rundstahl;1.200,5;kg;8,00;100;EN 10204-3.1\r\n"
        "0417;;A-26-0102;20;;Flachstahl;4;ST;;;nein\r\n"
    )
    shown = import_csv(space, data.encode("cp1252"), ANNA)
    assert (shown.new, shown.errors, shown.table.encoding) == (1, (), "Windows-1252")
    purchase = space.orders.purchase_order("0417")
    assert purchase.supplier == "70001"
    assert purchase.orders == ("A-26-0101", "A-26-0102")
    assert purchase.lines[0] == PurchaseOrderLine(
        "10", "0004711", "Rundstahl", Decimal("1200.5"), "kg", Decimal("8.00"), Decimal(100), "3.1", "A-26-0101"
    )
    assert purchase.lines[1].certificate == ""
    assert verify(space).ok


def test_errors_name_row_column_and_value_and_leave_the_whole_purchase_order_out(space: Space) -> None:
    data = LINES + (
        "B1;;;10;4711;Gut;1;ST;1;;\n"
        "B1;;;20;8,00155E+07;Verkürzt;1;ST;1;;\n"
        "B2;;;10;;Menge fehlt nicht;viel;ST;1;;vielleicht\n"
        ";;;10;;Ohne Nummer;1;ST;1;;\n"
        "B3;;;10;;Gut;1;ST;1;;\n"
        "B3;;;10;;Doppelt;2;ST;1;;\n"
        "B4;70001;;10;;Gut;1;ST;1;;\n"
        "B4;70002;;20;;Anderer Lieferant;1;ST;1;;\n"
        "B5;;;10;;Gut;1;ST;1;;\n"
    )
    shown = import_csv(space, data.encode(), ANNA)
    assert [(error.row, error.column, error.value) for error in shown.errors] == [
        (3, "artikelnummer", "8,00155E+07"),
        (4, "menge", "viel"),
        (4, "zeugnis", "vielleicht"),
        (5, "bestellnummer", ""),
        (7, "position", "10"),
        (9, "lieferantennummer", "70002"),
    ]
    assert [item.number for item in shown.items] == ["B5"]
    assert list(space.orders.existing(PurchaseOrder, ["B1", "B2", "B3", "B4", "B5"])) == ["B5"]


def test_nothing_is_taken_away(space: Space) -> None:
    old = PurchaseOrder(
        "B1",
        "70001",
        ("A-26-0101",),
        date(2026, 10, 2),
        (
            PurchaseOrderLine("10", "4711", "Rundstahl", Decimal(5), "ST", Decimal(8), Decimal(100), "3.1", "A-26-0101"),
            PurchaseOrderLine("20", "4712", "Flachstahl", Decimal(7), "ST"),
        ),
    )
    space.orders.save([old, Supplier("70001", "Stahlhandel", ("StaHa",), ibans=("DE89370400440532013000",), city="Düren")], ANNA)
    import_csv(space, b"Bestellnummer;Position;Menge;Preis\nB1;10;6;\nB1;30;1;\n", ANNA)
    new = space.orders.purchase_order("B1")
    assert new.lines == (
        dataclasses.replace(old.lines[0], quantity=Decimal(6)),
        old.lines[1],
        PurchaseOrderLine("30", quantity=Decimal(1)),
    )
    assert dataclasses.replace(new, lines=old.lines) == old
    import_csv(space, "Lieferantennummer;Name;IBAN;Ort\n70001;Stahlhandel Düren;DE88200800000970375700;\n".encode(), ANNA)
    (supplier,) = space.orders.suppliers()
    assert supplier == Supplier(
        "70001", "Stahlhandel Düren", ("StaHa", "Stahlhandel"), ibans=("DE89370400440532013000", "DE88200800000970375700"), city="Düren"
    )


def test_the_same_file_again_changes_nothing(space: Space) -> None:
    data = (LINES + "B1;70001;A-1;10;4711;Rundstahl;1,50;ST;8,00;100;3.1\n").encode()
    assert import_csv(space, data, ANNA).new == 1
    seq = space.journal.head()[0]
    again = import_csv(space, data, ANNA)
    assert (again.new, again.changed, again.same, space.journal.head()[0]) == (0, 0, 1, seq)


def test_an_import_cut_short_goes_on_where_it_ended(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.orders.AT_ONCE", 10)
    data = ("Auftragsnummer;Kunde\n" + "".join(f"A-26-{n:04d};Kunde {n}\n" for n in range(35))).encode()

    def cut(done: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_csv(space, data, ANNA, progress=cut)
    assert len(space.orders.all()) == 20
    rest = import_csv(space, data, ANNA)
    assert (rest.new, rest.same) == (15, 20)
    assert len(space.orders.all()) == 35
    assert verify(space).ok


def test_customers_and_unknown_orders(space: Space) -> None:
    furnish(space)
    shown = import_csv(space, b"Kunden-Nr.;Name;Ort;E-Mail\n10001;Pumpen Kessel GmbH;Aachen;einkauf@example.org\n", ANNA)
    assert shown.kind == "kunden"
    assert space.orders.customer("10001") == Customer("10001", "Pumpen Kessel GmbH", "Aachen", "einkauf@example.org")
    hints = import_csv(space, (LINES + "B9;70009;A-99-0001;10;;Blech;1;ST;;;\n").encode(), ANNA).hints
    assert len(hints) == 2
    assert "A-99-0001" in hints[0]
    assert not space.orders.existing(Order, ["A-99-0001"])


def test_a_saved_map_is_used_again_by_itself(space: Space) -> None:
    data = b"Vorgang;Wer;Was\nA-26-0300;Kessel;Lagerbock\n"
    with pytest.raises(Invalid) as problem:
        preview(space, data)
    assert "ordnen Sie die Spalten zu" in problem.value.message
    table = read_table(data)
    mapped = chosen(table, "auftraege", ("auftragsnummer", "kunde", "bezeichnung"))
    space.column_maps.save(dataclasses.replace(mapped, name="Unser ERP"), ANNA)
    assert preview(space, data).items == (Order("A-26-0300", "Kessel", "Lagerbock"),)
    assert space.column_maps.of(read_table(b"Wer;Vorgang;Was\n")) is None
    rebuild(space.catalog, space.store)
    assert [saved.name for saved in space.column_maps.all()] == ["Unser ERP"]
    with pytest.raises(Invalid):
        space.column_maps.save(ColumnMap("auftraege", ("a",), ("",)), ANNA)


def test_a_choice_of_columns_must_make_sense() -> None:
    table = read_table(b"A;B\n1;2\n")
    for keys in (("auftragsnummer",), ("auftragsnummer", "auftragsnummer"), ("iban", "")):
        with pytest.raises(Invalid):
            chosen(table, "auftraege", keys)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"Farbe;Form\nrot;rund\n", b"\xff\xfeA", b"x" * (51 * 1024 * 1024), b";" * 200 + b"\n"])
def test_what_is_no_list(space: Space, data: bytes) -> None:
    with pytest.raises(Invalid):
        preview(space, data)
