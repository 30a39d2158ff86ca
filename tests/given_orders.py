"""Orders that would be taken as they are, so that a test says only what is wrong with its own."""

from __future__ import annotations

from typing import Any

import pytest

from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import LotNumber, PersonId, Serial
from rxdesk.domain.orders import (
    MoveStock,
    Order,
    ReceiveLot,
)
from rxdesk.domain.quantity import units
from tests.db_files import (
    HYDROXYZINE,
    OTHER_SHELF,
    SHELF,
    Bench,
)

GTIN = "00399301417014"
LOT = LotNumber("B7730A")
PACK = Serial("10004417")


def receipt(bench: Bench, **changes: Any) -> ReceiveLot:
    fields: dict[str, Any] = {
        "id": bench.order_id(),
        "product": HYDROXYZINE,
        "lot": LOT,
        "expiry": "2027-12-31",
        "packs": 1,
        "place": SHELF,
    }
    return ReceiveLot(**(fields | changes))


def move(bench: Bench, **changes: Any) -> MoveStock:
    fields: dict[str, Any] = {
        "id": bench.order_id(),
        "product": HYDROXYZINE,
        "lot": LOT,
        "quantity": units(100),
        "from_place": SHELF,
        "to_place": OTHER_SHELF,
    }
    return MoveStock(**(fields | changes))


def refused(bench: Bench, order: Order, kind: type[Refusal], **who: PersonId | None) -> Refusal:
    """Post an order that must be refused and leave nothing behind."""
    before = head(bench)
    with pytest.raises(kind) as caught:
        bench.post(order, **who)
    assert head(bench) == before
    assert caught.value.said.endswith(".")
    assert caught.value.remedy.endswith(".")
    return caught.value


def head(bench: Bench) -> int:
    with bench.ledger() as unit:
        return unit.known.head_seq()
