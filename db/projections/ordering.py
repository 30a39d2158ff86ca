"""What is on order, and what of it has come."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from db.moments import stored
from db.schema import ORDER_RECEIPT, ORDERED
from rxdesk.domain.facts import EntryReversed, LotReceived, ProductsOrdered
from rxdesk.domain.records import Entry

_ORDER: Final = insert(ORDERED)
_OUTSTANDING: Final = (
    select(ORDERED.c.entry_seq, ORDERED.c.line, ORDERED.c.outstanding)
    .where(ORDERED.c.product == bindparam("of"), ORDERED.c.outstanding > 0)
    .order_by(ORDERED.c.entry_seq, ORDERED.c.line)
)
_LESS: Final = (
    update(ORDERED)
    .where(ORDERED.c.entry_seq == bindparam("at_seq"), ORDERED.c.line == bindparam("at_line"))
    .values(outstanding=ORDERED.c.outstanding - bindparam("taken"))
)
_RECEIPT: Final = insert(ORDER_RECEIPT)
_RECEIPTS: Final = select(ORDER_RECEIPT.c.entry_seq, ORDER_RECEIPT.c.line, ORDER_RECEIPT.c.quantity).where(
    ORDER_RECEIPT.c.receipt == bindparam("of")
)
_CANCEL: Final = update(ORDERED).where(ORDERED.c.entry == bindparam("of")).values(outstanding=0)


def apply(connection: Connection, entry: Entry) -> None:
    """Bring what is on order up to date with an entry: receipts take off the oldest order first."""
    match entry.fact:
        case ProductsOrdered(lines=lines):
            ordered_at = stored(entry.happened_at)
            connection.execute(
                _ORDER,
                [
                    {
                        "entry_seq": entry.seq,
                        "line": number,
                        "entry": entry.id,
                        "product": line.product,
                        "ordered": line.quantity,
                        "outstanding": line.quantity,
                        "ordered_at": ordered_at,
                    }
                    for number, line in enumerate(lines)
                ],
            )
        case LotReceived() as fact:
            _receive(connection, entry, fact)
        case EntryReversed(entry=reversed_entry, entry_kind="LotReceived"):
            rows = connection.execute(_RECEIPTS, {"of": reversed_entry}).all()
            _take(connection, [(row.entry_seq, row.line, -row.quantity) for row in rows])
        case EntryReversed(entry=reversed_entry, entry_kind="ProductsOrdered"):
            connection.execute(_CANCEL, {"of": reversed_entry})
        case _:
            pass


def _receive(connection: Connection, entry: Entry, fact: LotReceived) -> None:
    left = int(fact.quantity)
    taken: list[tuple[int, int, int]] = []
    for row in connection.execute(_OUTSTANDING, {"of": fact.product}):
        if left <= 0:
            break
        part = min(left, row.outstanding)
        taken.append((row.entry_seq, row.line, part))
        left -= part
    _take(connection, taken)
    if taken:
        connection.execute(
            _RECEIPT,
            [
                {"receipt": entry.id, "entry_seq": seq, "line": line, "quantity": part}
                for seq, line, part in taken
            ],
        )


def _take(connection: Connection, taken: list[tuple[int, int, int]]) -> None:
    if taken:
        rows: list[dict[str, Any]] = [
            {"at_seq": seq, "at_line": line, "taken": part} for seq, line, part in taken
        ]
        connection.execute(_LESS, rows)
