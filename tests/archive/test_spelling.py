"""Numbers of our own that papers can not tell apart are not entered side by side."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.locations import Locations
from archive.order import Order, PurchaseOrder, Supplier
from archive.orders_csv import import_csv
from archive.problems import Invalid
from archive.space import Space, open_space
from tests.cast import ANNA, furnish


@pytest.fixture
def space(tmp_path: Path) -> Iterator[Space]:
    opened = open_space(Locations(tmp_path, f"sqlite:{tmp_path / 'tabellen'}", f"file:{tmp_path / 'ablage'}"), "firma")
    yield opened
    opened.close()


def test_a_number_that_reads_like_another_is_left_out_and_named(space: Space) -> None:
    furnish(space)
    there = space.orders.all()[0].order.number
    shown = import_csv(space, f"Auftragsnummer;Kunde\n{there};Neu\n{there.lower().replace('-', ' ')};X\nKV 1;X\nkv1;X\n".encode(), ANNA)
    assert [item.number for item in shown.items] == [there, "KV 1"]
    assert [(error.row, error.column) for error in shown.errors] == [(3, "auftragsnummer"), (5, "auftragsnummer")]
    assert there in shown.errors[0].message
    assert "KV 1" in shown.errors[1].message


@pytest.mark.parametrize("item", [Order("kv/1"), PurchaseOrder("K V 1")])
def test_what_papers_can_not_tell_apart_is_not_entered(space: Space, item: Order | PurchaseOrder) -> None:
    same = Order("KV 1") if isinstance(item, Order) else PurchaseOrder("KV 1")
    space.orders.save([same, Supplier("70 001", "A"), Supplier("70001", "B")], ANNA)
    with pytest.raises(Invalid) as refused:
        space.orders.save([item], ANNA)
    assert "nicht von „KV 1“ zu unterscheiden" in refused.value.message
    space.orders.save(
        [dataclasses.replace(same, orders=()) if isinstance(same, PurchaseOrder) else dataclasses.replace(same, title="x")], ANNA
    )
