"""What rules ask, answered on the connection that will write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    ScalarSelect,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.sql.expression import ClauseElement

from db import journal
from db.catalogue import lookup
from db.moments import read_moment
from db.prepared import run
from db.schema import (
    COUNTED,
    ENTRY,
    FILL,
    HOLD,
    LEVEL,
    LOT,
    MOVEMENT,
    ORDERED,
    PACK_CODE,
    PERSON,
    PHARMACY,
    PLACE,
    PRODUCT,
    REVERSAL,
    STOCK,
    in_place,
    on_hand,
)
from rxdesk.domain.catalogue import CatalogueRow
from rxdesk.domain.expiry import Expiry
from rxdesk.domain.facts import HoldReason, ProductDetails
from rxdesk.domain.identity import EntryId, LotNumber, OrderId, PersonId, PlaceId, ProductId, Serial
from rxdesk.domain.people import Role
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.records import (
    CodeMeaning,
    CountedLine,
    Entry,
    Hold,
    Levels,
    LineMovement,
    Lot,
    Person,
    Place,
    Product,
    StockLine,
)
from rxdesk.domain.stock import LineKey, Movement

_details = msgspec.json.Decoder(ProductDetails)

_HEAD_SEQ: Final = select(func.coalesce(func.max(ENTRY.c.seq), 0))
_PRODUCT: Final = select(PRODUCT.c.product, PRODUCT.c.details).where(PRODUCT.c.product == bindparam("of"))
_PLACE: Final = select(PLACE).where(PLACE.c.place == bindparam("of"))
_PLACE_HOLDS_STOCK: Final = select(literal(1)).where(STOCK.c.place == bindparam("of"), in_place()).limit(1)
_PERSON: Final = select(PERSON).where(PERSON.c.person == bindparam("of"))
_PEOPLE: Final = select(PERSON).order_by(PERSON.c.name)
_LOT: Final = select(LOT).where(LOT.c.product == bindparam("of"), LOT.c.lot == bindparam("lot"))


def _standing(answer: Column[Any]) -> ScalarSelect[Any]:
    return (
        select(answer)
        .where(
            HOLD.c.released_by.is_(None),
            or_(HOLD.c.product == STOCK.c.product, HOLD.c.product.is_(None)),
            or_(HOLD.c.lot.is_(None), HOLD.c.lot == STOCK.c.lot),
            or_(HOLD.c.serial.is_(None), HOLD.c.serial == STOCK.c.serial),
            or_(HOLD.c.place.is_(None), HOLD.c.place == STOCK.c.place),
        )
        .order_by(HOLD.c.held_at, HOLD.c.hold)
        .limit(1)
        .correlate(STOCK)
        .scalar_subquery()
    )


STANDING_HOLD: Final = _standing(HOLD.c.hold)
"""The first hold that stops a line of stock: on its lot, container, product or place."""

STANDING_HOLD_CAUSE: Final = _standing(HOLD.c.cause)
"""What that hold is for."""

_LINES: Final = (
    select(
        STOCK.c.product,
        STOCK.c.lot,
        STOCK.c.serial,
        STOCK.c.place,
        STOCK.c.quantity,
        STOCK.c.opened,
        STOCK.c.first_seq,
        PLACE.c.kind.label("place_kind"),
        LOT.c.expiry,
        STANDING_HOLD.label("held_by"),
        STANDING_HOLD_CAUSE.label("held_for"),
    )
    .join(PLACE, PLACE.c.place == STOCK.c.place)
    .outerjoin(LOT, and_(LOT.c.product == STOCK.c.product, LOT.c.lot == STOCK.c.lot))
    .where(STOCK.c.product == bindparam("of"), on_hand())
    .order_by(*STOCK.primary_key)
)
_HOLD: Final = select(HOLD).where(HOLD.c.hold == bindparam("of"))
_BALANCE: Final = select(STOCK.c.quantity).where(
    STOCK.c.product == bindparam("product"),
    STOCK.c.lot == bindparam("lot"),
    STOCK.c.serial == bindparam("serial"),
    STOCK.c.place == bindparam("place"),
)
_LINE_MOVEMENTS: Final = (
    select(
        ENTRY.c.id,
        MOVEMENT.c.entry_seq,
        ENTRY.c.kind,
        ENTRY.c.happened_at,
        case(
            (MOVEMENT.c.to_place == bindparam("place"), MOVEMENT.c.quantity), else_=-MOVEMENT.c.quantity
        ).label("change"),
    )
    .join(ENTRY, ENTRY.c.seq == MOVEMENT.c.entry_seq)
    .where(
        MOVEMENT.c.product == bindparam("product"),
        MOVEMENT.c.lot == bindparam("lot"),
        MOVEMENT.c.serial == bindparam("serial"),
        MOVEMENT.c.entry_seq > bindparam("after"),
        or_(MOVEMENT.c.to_place == bindparam("place"), MOVEMENT.c.from_place == bindparam("place")),
    )
    .order_by(MOVEMENT.c.entry_seq, MOVEMENT.c.line)
)
_SERIAL: Final = select(STOCK.c.lot, STOCK.c.place, STOCK.c.quantity).where(
    STOCK.c.product == bindparam("product"),
    STOCK.c.serial == bindparam("serial"),
    STOCK.c.serial != literal_column("''"),
)
_CODE: Final = select(PACK_CODE).where(PACK_CODE.c.code == bindparam("of"))
_LEVELS: Final = select(LEVEL).where(LEVEL.c.product == bindparam("of"))
_REVERSAL: Final = select(REVERSAL.c.by).where(REVERSAL.c.entry == bindparam("of"))
_MOVEMENTS_BY: Final = (
    select(MOVEMENT)
    .join(ENTRY, ENTRY.c.seq == MOVEMENT.c.entry_seq)
    .where(ENTRY.c.id == bindparam("of"))
    .order_by(MOVEMENT.c.line)
)
_ON_ORDER: Final = select(func.coalesce(func.sum(ORDERED.c.outstanding), 0)).where(
    ORDERED.c.product == bindparam("of"), ORDERED.c.outstanding > 0
)
# A row's own method `count` hides a column of that name.
_counted_lines: Final = select(COUNTED.c.count.label("entry"), COUNTED)
_COUNTS: Final = _counted_lines.where(
    COUNTED.c.product == bindparam("product"),
    COUNTED.c.lot == bindparam("lot"),
    COUNTED.c.serial == bindparam("serial"),
    COUNTED.c.place == bindparam("place"),
    COUNTED.c.reversed == 0,
).order_by(COUNTED.c.at_seq, COUNTED.c.count)
_COUNT: Final = _counted_lines.where(COUNTED.c.count == bindparam("of"))
_PARTS: Final = select(FILL.c.part).where(
    FILL.c.rx_number == bindparam("rx_number"),
    FILL.c.fill_number == bindparam("fill_number"),
    FILL.c.product == bindparam("product"),
)
_OPENING: Final = select(literal(1)).where(ENTRY.c.kind == "OpeningStockLoaded").limit(1)
_OPENED: Final = select(literal(1)).select_from(PHARMACY).limit(1)


class KnownOnFile:
    """The present state of the pharmacy, read on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def head_seq(self) -> int:
        """Return the journal's last position; 0 when it is empty."""
        return run(self._connection, _HEAD_SEQ).scalar() or 0

    def find_product(self, product: ProductId) -> Product | None:
        """Return a product the pharmacy keeps."""
        row = self._one(_PRODUCT, of=product)
        return None if row is None else Product(product=product, details=_details.decode(row.details))

    def find_catalogue_row(self, product: ProductId) -> CatalogueRow | None:
        """Return a product from the catalogue."""
        return lookup.by_ndc(self._connection, product)

    def find_place(self, place: PlaceId) -> Place | None:
        """Return a place, outside ones included."""
        row = self._one(_PLACE, of=place)
        if row is None:
            return None
        return Place(
            place=place,
            name=row.name,
            kind=PlaceKind(row.kind),
            walk_order=row.walk_order,
            active=bool(row.active),
        )

    def place_holds_stock(self, place: PlaceId) -> bool:
        """Tell whether any line in a place is not zero."""
        return self._one(_PLACE_HOLDS_STOCK, of=place) is not None

    def find_person(self, person: PersonId) -> Person | None:
        """Return a person, leavers included."""
        row = self._one(_PERSON, of=person)
        return None if row is None else _person(row)

    def people(self) -> Sequence[Person]:
        """Return everybody, leavers included."""
        return [_person(row) for row in run(self._connection, _PEOPLE)]

    def find_lot(self, product: ProductId, lot: LotNumber) -> Lot | None:
        """Return a lot that was ever here."""
        row = self._one(_LOT, of=product, lot=lot)
        if row is None:
            return None
        return Lot(product=product, lot=lot, expiry=_expiry(row.expiry), first_seq=row.first_seq)

    def stock_of(self, product: ProductId) -> Sequence[StockLine]:
        """Return every inside line of a product that is not zero."""
        return [self._line(row) for row in run(self._connection, _LINES, {"of": product})]

    def balance(self, key: LineKey) -> Quantity:
        """Return a line's balance, zero when it never held anything; outside lines too."""
        row = self._one(_BALANCE, **key._asdict())
        return Quantity(0 if row is None else row.quantity)

    def line_movements_after(self, key: LineKey, seq: int) -> Sequence[LineMovement]:
        """Return movements in and out of a line later than a position, oldest first."""
        return [
            LineMovement(
                entry=EntryId(row.id),
                seq=row.entry_seq,
                kind=row.kind,
                change=Quantity(row.change),
                happened_at=read_moment(row.happened_at),
            )
            for row in run(self._connection, _LINE_MOVEMENTS, {**key._asdict(), "after": seq})
        ]

    def serial_places(self, product: ProductId, serial: Serial) -> Sequence[tuple[LineKey, Quantity]]:
        """Return every line, inside or outside, a serial was ever in, with its balance."""
        rows = run(self._connection, _SERIAL, {"product": product, "serial": serial})
        return [
            (LineKey(product, LotNumber(row.lot), serial, PlaceId(row.place)), Quantity(row.quantity))
            for row in rows
        ]

    def find_hold(self, hold: EntryId) -> Hold | None:
        """Return a hold."""
        row = self._one(_HOLD, of=hold)
        if row is None:
            return None
        return Hold(
            hold=hold,
            product=row.product,
            lot=row.lot,
            serial=row.serial,
            place=row.place,
            cause=HoldReason(row.cause),
            note=row.note,
            standing=row.released_by is None,
        )

    def find_code(self, code: str) -> CodeMeaning | None:
        """Return what a GTIN-14 or linked code stands for."""
        row = self._one(_CODE, of=code)
        if row is None:
            return None
        return CodeMeaning(
            code=code,
            product=ProductId(row.product),
            quantity=Quantity(row.quantity),
            level=row.level,
            derived=bool(row.derived),
        )

    def find_levels(self, product: ProductId) -> Levels | None:
        """Return a product's levels."""
        row = self._one(_LEVELS, of=product)
        if row is None:
            return None
        return Levels(product=product, minimum=row.minimum, maximum=row.maximum, home=row.home)

    def find_entry(self, entry: EntryId) -> Entry | None:
        """Return an entry."""
        return journal.find_entry(self._connection, entry)

    def entries_of_order(self, order_id: OrderId) -> Sequence[Entry]:
        """Return the entries one order made, in order."""
        taken = journal.taken_order(self._connection, order_id)
        return () if taken is None else taken[1]

    def reversal_of(self, entry: EntryId) -> EntryId | None:
        """Return the entry that reversed this one, if any did."""
        row = self._one(_REVERSAL, of=entry)
        return None if row is None else EntryId(row.by)

    def movements_by(self, entry: EntryId) -> Sequence[Movement]:
        """Return the movements an entry made, in order."""
        return [
            Movement(
                product=ProductId(row.product),
                lot=LotNumber(row.lot),
                serial=Serial(row.serial),
                expiry=row.expiry,
                quantity=Quantity(row.quantity),
                from_place=PlaceId(row.from_place),
                to_place=PlaceId(row.to_place),
            )
            for row in run(self._connection, _MOVEMENTS_BY, {"of": entry})
        ]

    def on_order(self, product: ProductId) -> Quantity:
        """Return how much of a product is ordered and not yet received."""
        return Quantity(run(self._connection, _ON_ORDER, {"of": product}).scalar() or 0)

    def counts_of(self, key: LineKey) -> Sequence[CountedLine]:
        """Return the counts of a line that were not reversed, oldest first."""
        return [_counted(row) for row in run(self._connection, _COUNTS, key._asdict())]

    def find_count(self, count: EntryId) -> CountedLine | None:
        """Return a counted line."""
        row = self._one(_COUNT, of=count)
        return None if row is None else _counted(row)

    def dispensed_parts(self, rx_number: str, fill_number: int, product: ProductId) -> frozenset[int]:
        """Return the parts of a fill that were dispensed and not reversed."""
        rows = run(
            self._connection, _PARTS, {"rx_number": rx_number, "fill_number": fill_number, "product": product}
        )
        return frozenset(row.part for row in rows)

    def has_opening(self) -> bool:
        """Tell whether opening stock was ever loaded."""
        return self._one(_OPENING) is not None

    def is_opened(self) -> bool:
        """Tell whether the file belongs to a pharmacy already."""
        return self._one(_OPENED) is not None

    def _line(self, row: Any) -> StockLine:
        return StockLine(
            product=ProductId(row.product),
            lot=LotNumber(row.lot),
            serial=Serial(row.serial),
            place=PlaceId(row.place),
            place_kind=PlaceKind(row.place_kind),
            quantity=Quantity(row.quantity),
            expiry=_expiry(row.expiry),
            opened=bool(row.opened),
            first_seq=row.first_seq,
            held_by=None if row.held_by is None else EntryId(row.held_by),
            held_for=None if row.held_for is None else HoldReason(row.held_for),
        )

    def _one(self, statement: ClauseElement, **values: object) -> Any | None:
        return run(self._connection, statement, values).first()


def _person(row: Any) -> Person:
    return Person(
        person=PersonId(row.person),
        name=row.name,
        initials=row.initials,
        role=Role(row.role),
        active=bool(row.active),
    )


def _expiry(text: str | None) -> Expiry | None:
    return None if text is None else Expiry.from_iso(text)


def _counted(row: Any) -> CountedLine:
    return CountedLine(
        count=EntryId(row[0]),
        key=LineKey(ProductId(row.product), LotNumber(row.lot), Serial(row.serial), PlaceId(row.place)),
        at_seq=row.at_seq,
        counted_at=read_moment(row.counted_at),
        expiry=row.expiry,
        unsettled=Quantity(row.unsettled),
    )
