"""Every table of the journal's file, its constraints and its units.

The journal (`entry`) is the truth. `movement` and everything below it are projections: written by
`db.projections` in the same transaction, dropped and written again only by a rebuild. The tables of
the last section are neither: credentials, drafts and settings are not journaled.

The migrations hold the DDL that makes these tables; a test compares the two.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TextClause,
    UniqueConstraint,
    text,
)

APPLICATION_ID: Final = 0x52784401
"""Marks the file as RxDesk's (`PRAGMA application_id`): "Rx", "D", 1."""

SCHEMA_HEAD: Final = "0002"
"""The last migration this program knows; a file beyond it is refused."""

SCHEMA_FINGERPRINT: Final = "00317cfd03f61997b6fe7707a9204317cd9083e5ebf45f00f755d7cc9aded984"
"""SHA-256 over the schema's own words after the last migration; see `db.schema_words`."""

METADATA: Final = MetaData()

ENTRY = Table(
    "entry",
    METADATA,
    Column("seq", Integer, primary_key=True, comment="order in this file; not hashed"),
    Column("id", Text, nullable=False, unique=True, comment="UUIDv7"),
    Column("order_id", Text, nullable=False),
    Column("order_part", Integer, nullable=False, comment="place among the order's entries, from 0"),
    Column("order_digest", LargeBinary, nullable=False, comment="SHA-256 of the order's content"),
    Column("station", Text, nullable=False),
    Column("epoch", Integer, nullable=False, comment="rises with each restore or clone"),
    Column("station_seq", Integer, nullable=False, comment="order in the station's chain, from 1"),
    Column("kind", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("happened_at", Text, nullable=False, comment="ISO 8601, UTC, microseconds"),
    Column("recorded_at", Text, nullable=False, comment="ISO 8601, UTC, microseconds"),
    Column("utc_offset_min", Integer, nullable=False, comment="minutes local time is ahead of UTC"),
    Column("person", Text),
    Column("witness", Text),
    Column("meaning", Text),
    Column("reason", Text, nullable=False),
    Column("corrects", Text),
    Column("program", Text, nullable=False, comment="version that wrote the row"),
    Column("payload", Text, nullable=False, comment="canonical JSON of the fact"),
    Column("prev_hash", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("order_id", "order_part"),
    UniqueConstraint("station", "epoch", "station_seq"),
    CheckConstraint("length(hash) = 32 AND length(prev_hash) = 32", name="entry_hashes_are_sha256"),
    sqlite_strict=True,
)
Index("entry_corrects", ENTRY.c.corrects, sqlite_where=ENTRY.c.corrects.is_not(None))
Index("entry_product", text("payload ->> '$.product'"), ENTRY.c.seq, _table=ENTRY)
# Journal lists filter and count on these alone; reading payloads to count a million entries takes seconds.
Index("entry_kind", ENTRY.c.kind, ENTRY.c.seq)
Index("entry_recorded", ENTRY.c.recorded_at, ENTRY.c.kind, ENTRY.c.person)

MOVEMENT = Table(
    "movement",
    METADATA,
    Column("entry_seq", Integer, primary_key=True),
    Column("line", Integer, primary_key=True, comment="place among the entry's movements, from 0"),
    Column("product", Text, nullable=False),
    Column("lot", Text, nullable=False),
    Column("serial", Text, nullable=False, comment="empty when packs are not told apart"),
    Column("expiry", Text, comment="ISO day or month, as the entry gave it"),
    Column("quantity", Integer, nullable=False, comment="thousandths of a base unit, above zero"),
    Column("from_place", Text, nullable=False),
    Column("to_place", Text, nullable=False),
    Column("happened_at", Text, nullable=False, comment="ISO 8601, UTC"),
    CheckConstraint("quantity > 0", name="movement_is_of_something"),
    CheckConstraint("from_place <> to_place", name="movement_goes_somewhere"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("movement_lot", MOVEMENT.c.product, MOVEMENT.c.lot, MOVEMENT.c.serial, MOVEMENT.c.entry_seq)
Index(
    "movement_demand",
    MOVEMENT.c.product,
    MOVEMENT.c.to_place,
    MOVEMENT.c.happened_at,
    MOVEMENT.c.from_place,
    MOVEMENT.c.quantity,
)

STOCK = Table(
    "stock",
    METADATA,
    Column("product", Text, primary_key=True),
    Column("lot", Text, primary_key=True),
    Column("serial", Text, primary_key=True),
    Column("place", Text, primary_key=True, comment="outside places too: a lot's balances sum to zero"),
    Column("quantity", Integer, nullable=False, comment="thousandths of a base unit, signed"),
    Column("first_seq", Integer, nullable=False, comment="entry that first touched the line"),
    Column("last_seq", Integer, nullable=False, comment="entry that last touched the line"),
    Column("opened", Integer, nullable=False, comment="1: something was issued out of it"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
# What lists show. Lots used up and outside places stay in the table for ever; at 100,000 lines on hand and
# 800,000 others a count takes 1 ms with it and 58 ms without, a sorted page 0.2 to 43 ms and 68 to 280 ms.
_ON_HAND: Final = "{0}quantity <> 0 AND substr({0}place, 1, 1) <> '@'"
Index(
    "stock_on_hand",
    STOCK.c.product,
    STOCK.c.lot,
    STOCK.c.serial,
    STOCK.c.place,
    STOCK.c.quantity,
    sqlite_where=text(_ON_HAND.format("")),
)
# Its last condition says nothing and is there to be missing elsewhere: SQLite would else take this index for
# lists that the other one holds in order.
_IN_PLACE: Final = _ON_HAND + " AND {0}place <> ''"
Index(
    "stock_place",
    STOCK.c.place,
    STOCK.c.product,
    STOCK.c.lot,
    STOCK.c.serial,
    STOCK.c.quantity,
    sqlite_where=text(_IN_PLACE.format("")),
)


def on_hand(alias: str = STOCK.name) -> TextClause:
    """Return the condition for lines that are there: inside, and not zero.

    Its words must be those of the index, figures and all, or SQLite does not see that the index fits.
    """
    return text(_ON_HAND.format(f"{alias}."))


def in_place(alias: str = STOCK.name) -> TextClause:
    """Return the same condition where lines are looked up or sorted by their place."""
    return text(_IN_PLACE.format(f"{alias}."))


Index("stock_serial", STOCK.c.product, STOCK.c.serial, sqlite_where=STOCK.c.serial != "")

LOT = Table(
    "lot",
    METADATA,
    Column("product", Text, primary_key=True),
    Column("lot", Text, primary_key=True, comment="case-sensitive"),
    Column("expiry", Text, comment="ISO day or month; NULL: unknown"),
    Column("usable_through", Text, comment="ISO day; NULL: unknown"),
    Column("first_seq", Integer, nullable=False),
    Column("two_expiries", Integer, nullable=False, comment="1: packs of this lot bore two dates"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("lot_usable_through", LOT.c.usable_through)

PHARMACY = Table(
    "pharmacy",
    METADATA,
    Column("id", Integer, CheckConstraint("id = 1", name="one_pharmacy"), primary_key=True),
    Column("name", Text, nullable=False),
    Column("sample", Integer, nullable=False, comment="1: sample or training data"),
    sqlite_strict=True,
)

PERSON = Table(
    "person",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("initials", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("active", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

PLACE = Table(
    "place",
    METADATA,
    Column("place", Text, primary_key=True, comment="its code, as on its label"),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("walk_order", Integer, nullable=False),
    Column("active", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

PRODUCT = Table(
    "product",
    METADATA,
    Column("product", Text, primary_key=True, comment="native NDC with hyphens"),
    Column("name", Text, nullable=False),
    Column("generic_name", Text, nullable=False),
    Column("strength", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("labeler", Text, nullable=False),
    Column("unit", Text, nullable=False, comment="EA, ML or GM"),
    Column("pack_quantity", Integer, nullable=False, comment="thousandths of a base unit"),
    Column("equivalence_key", Text, nullable=False),
    Column("ndc11", Text, nullable=False, comment="not unique"),
    Column("flags", Text, nullable=False, comment="blank-separated, with blanks around"),
    Column("search_text", Text, nullable=False, comment="lower case: names, NDC with and without hyphens"),
    Column("details", Text, nullable=False, comment="the whole of ProductDetails as JSON"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("product_equivalence", PRODUCT.c.equivalence_key)
# Unique by its second column; said so because SQLite then walks it in order without sorting.
Index("product_name", PRODUCT.c.name.collate("NOCASE"), PRODUCT.c.product, unique=True)

PRODUCT_SCHEDULE = Table(
    "product_schedule",
    METADATA,
    Column("product", Text, primary_key=True),
    Column("from_day", Text, primary_key=True, comment="ISO day; empty: since always"),
    Column("schedule", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

PACK_CODE = Table(
    "pack_code",
    METADATA,
    Column("code", Text, primary_key=True, comment="GTIN-14 or opaque text"),
    Column("product", Text, nullable=False),
    Column("quantity", Integer, nullable=False, comment="thousandths of a base unit in the pack"),
    Column("level", Text, nullable=False),
    Column("derived", Integer, nullable=False, comment="1: computed from the NDC, not seen on a pack"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("pack_code_product", PACK_CODE.c.product)

LEVEL = Table(
    "level",
    METADATA,
    Column("product", Text, primary_key=True),
    Column("minimum", Integer, comment="thousandths of a base unit; NULL: not watched"),
    Column("maximum", Integer, comment="thousandths of a base unit"),
    Column("home", Text, comment="the bin the product belongs in"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

HOLD = Table(
    "hold",
    METADATA,
    Column("hold", Text, primary_key=True, comment="id of the entry that made it"),
    Column("product", Text),
    Column("lot", Text),
    Column("serial", Text),
    Column("place", Text),
    Column("cause", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("held_at", Text, nullable=False),
    Column("released_by", Text, comment="id of the entry that lifted it"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("hold_standing", HOLD.c.product, HOLD.c.place, sqlite_where=HOLD.c.released_by.is_(None))

ORDERED = Table(
    "ordered",
    METADATA,
    Column("entry_seq", Integer, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("entry", Text, nullable=False, comment="id of the entry that ordered it"),
    Column("product", Text, nullable=False),
    Column("ordered", Integer, nullable=False, comment="thousandths of a base unit"),
    Column("outstanding", Integer, nullable=False, comment="thousandths not yet received nor cancelled"),
    Column("ordered_at", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("ordered_product", ORDERED.c.product, ORDERED.c.entry_seq)
Index("ordered_outstanding", ORDERED.c.product, ORDERED.c.outstanding, sqlite_where=text("outstanding > 0"))

ORDER_RECEIPT = Table(
    "order_receipt",
    METADATA,
    Column("receipt", Text, primary_key=True, comment="id of the entry that received it"),
    Column("entry_seq", Integer, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("quantity", Integer, nullable=False, comment="thousandths this receipt took off the order"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

COUNTED = Table(
    "counted",
    METADATA,
    Column("count", Text, primary_key=True, comment="id of the entry that counted"),
    Column("product", Text, nullable=False),
    Column("lot", Text, nullable=False),
    Column("serial", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("expiry", Text),
    Column("counted", Integer, nullable=False, comment="thousandths of a base unit"),
    Column("expected", Integer, nullable=False, comment="thousandths, at the pinned position"),
    Column("at_seq", Integer, nullable=False, comment="journal position the figure stands for"),
    Column("counted_at", Text, nullable=False, comment="ISO 8601, UTC"),
    Column("unsettled", Integer, nullable=False, comment="thousandths, signed; what waits for a pharmacist"),
    Column("settled_by", Text, comment="id of the entry that settled it"),
    Column("reversed", Integer, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)
Index("counted_line", COUNTED.c.product, COUNTED.c.lot, COUNTED.c.serial, COUNTED.c.place, COUNTED.c.at_seq)
Index("counted_unsettled", COUNTED.c.product, sqlite_where=COUNTED.c.unsettled != 0)

REVERSAL = Table(
    "reversal",
    METADATA,
    Column("entry", Text, primary_key=True, comment="id of the entry that was reversed"),
    Column("by", Text, nullable=False, comment="id of the entry that reversed it"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

FILL = Table(
    "fill",
    METADATA,
    Column("rx_number", Text, primary_key=True),
    Column("fill_number", Integer, primary_key=True),
    Column("product", Text, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("entry", Text, nullable=False, comment="id of the entry that dispensed it"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

PROJECTIONS: Final = (
    MOVEMENT,
    STOCK,
    LOT,
    PHARMACY,
    PERSON,
    PLACE,
    PRODUCT,
    PRODUCT_SCHEDULE,
    PACK_CODE,
    LEVEL,
    HOLD,
    ORDERED,
    ORDER_RECEIPT,
    COUNTED,
    REVERSAL,
    FILL,
)
"""Every table that is the journal seen from one side."""

APPEND_ONLY: Final = (ENTRY, MOVEMENT)
"""Tables whose rows are never changed nor deleted while the program runs."""

# --- beside the journal ---------------------------------------------------------------------------

STATION = Table(
    "station",
    METADATA,
    Column("id", Integer, CheckConstraint("id = 1", name="one_station"), primary_key=True),
    Column("station", Text, nullable=False, comment="UUIDv7"),
    Column("epoch", Integer, nullable=False),
    Column("schema_fingerprint", Text, nullable=False, comment="SHA-256 over the schema's own words"),
    sqlite_strict=True,
)

CREDENTIAL = Table(
    "credential",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("pin_hash", Text, comment="Argon2id, encoded"),
    Column("badge_digest", Text, unique=True, comment="SHA-256 of the badge's 128-bit token, hex"),
    Column("failures", Integer, nullable=False, comment="wrong PINs in a row"),
    Column("last_failure_at", Text),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

DRAFT = Table(
    "draft",
    METADATA,
    Column("person", Text, primary_key=True),
    Column("screen", Text, primary_key=True),
    Column("content", Text, nullable=False, comment="JSON, the screen's own"),
    Column("saved_at", Text, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

SETTING = Table(
    "setting",
    METADATA,
    Column("owner", Text, primary_key=True, comment="a person's id, or empty for the station"),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False, comment="JSON"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

TRIGGERS: Final[dict[str, str]] = {
    f"{table.name}_{suffix}": statement.format(table=table.name)
    for table in APPEND_ONLY
    for suffix, statement in {
        "is_never_changed": (
            "CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        ),
        "is_never_deleted": (
            "CREATE TRIGGER {table}_is_never_deleted BEFORE DELETE ON {table} "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        ),
    }.items()
} | {
    # INSERT OR REPLACE deletes the old row without firing DELETE triggers unless recursive_triggers is
    # on; this guard does not hang on that pragma.
    "entry_is_never_replaced": (
        "CREATE TRIGGER entry_is_never_replaced BEFORE INSERT ON entry "
        "WHEN EXISTS (SELECT 1 FROM entry WHERE seq = NEW.seq OR id = NEW.id "
        "OR (order_id = NEW.order_id AND order_part = NEW.order_part) "
        "OR (station = NEW.station AND epoch = NEW.epoch AND station_seq = NEW.station_seq)) "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    ),
    "movement_is_never_replaced": (
        "CREATE TRIGGER movement_is_never_replaced BEFORE INSERT ON movement "
        "WHEN EXISTS (SELECT 1 FROM movement WHERE entry_seq = NEW.entry_seq AND line = NEW.line) "
        "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
    ),
}
"""The triggers that must stand; `check` and every migration look for each."""
