"""Scanning to verify: only a pack of the product verifies a fill."""

from __future__ import annotations

import pytest

from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import LotNumber, ProductId
from rxdesk.domain.orders import DispenseItem, LinkCode, ReceiveLot, SetUpProduct
from rxdesk.domain.own_codes import shelf_code
from rxdesk.domain.quantity import units
from rxdesk.usecases.dispense_item import PackUnread, ShelfLabelScanned
from tests.db_files import SHELF, Bench, details

KEPT = ProductId("0143-9714-01")


@pytest.fixture
def stocked(bench: Bench) -> Bench:
    bench.post(SetUpProduct(id=bench.order_id(), product=KEPT, details=details("Lisinopril")))
    lot = LotNumber("A")
    bench.post(ReceiveLot(id=bench.order_id(), product=KEPT, lot=lot, expiry="2028-01", packs=1, place=SHELF))
    return bench


def _dispense(bench: Bench, raw_scan: str) -> DispenseItem:
    return DispenseItem(
        id=bench.order_id(), product=KEPT, quantity=units(10), rx_number="7001", raw_scan=raw_scan
    )


@pytest.mark.parametrize(
    ("raw_scan", "refusal"), [(shelf_code(KEPT), ShelfLabelScanned), ("SOME-CODE", PackUnread)]
)
def test_what_is_no_pack_of_the_product_verifies_nothing(
    stocked: Bench, raw_scan: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        stocked.post(_dispense(stocked, raw_scan))


def test_a_code_linked_to_the_product_verifies_it(stocked: Bench) -> None:
    stocked.post(LinkCode(id=stocked.order_id(), code="SOME-CODE", product=KEPT, quantity=units(100)))
    assert stocked.post(_dispense(stocked, "SOME-CODE")).entries
