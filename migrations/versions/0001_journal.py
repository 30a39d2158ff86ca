"""The journal, its projections, and what lies beside them."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

STATEMENTS = (
    """CREATE TABLE entry (
    seq INTEGER NOT NULL,
    id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    order_part INTEGER NOT NULL,
    order_digest BLOB NOT NULL,
    station TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    station_seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    version INTEGER NOT NULL,
    happened_at TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    utc_offset_min INTEGER NOT NULL,
    person TEXT,
    witness TEXT,
    meaning TEXT,
    reason TEXT NOT NULL,
    corrects TEXT,
    program TEXT NOT NULL,
    payload TEXT NOT NULL,
    prev_hash BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (order_id, order_part),
    UNIQUE (station, epoch, station_seq),
    CONSTRAINT entry_hashes_are_sha256 CHECK (length(hash) = 32 AND length(prev_hash) = 32),
    UNIQUE (id)
)
 STRICT""",
    """CREATE INDEX entry_corrects ON entry (corrects) WHERE corrects IS NOT NULL""",
    """CREATE INDEX entry_kind ON entry (kind, seq)""",
    """CREATE INDEX entry_product ON entry (payload ->> '$.product', seq)""",
    """CREATE INDEX entry_recorded ON entry (recorded_at, kind, person)""",
    """CREATE TABLE movement (
    entry_seq INTEGER NOT NULL,
    line INTEGER NOT NULL,
    product TEXT NOT NULL,
    lot TEXT NOT NULL,
    serial TEXT NOT NULL,
    expiry TEXT,
    quantity INTEGER NOT NULL,
    from_place TEXT NOT NULL,
    to_place TEXT NOT NULL,
    happened_at TEXT NOT NULL,
    PRIMARY KEY (entry_seq, line),
    CONSTRAINT movement_is_of_something CHECK (quantity > 0),
    CONSTRAINT movement_goes_somewhere CHECK (from_place <> to_place)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE INDEX movement_demand ON movement (product, to_place, happened_at, from_place, quantity)""",
    """CREATE INDEX movement_lot ON movement (product, lot, serial, entry_seq)""",
    """CREATE TABLE stock (
    product TEXT NOT NULL,
    lot TEXT NOT NULL,
    serial TEXT NOT NULL,
    place TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    first_seq INTEGER NOT NULL,
    last_seq INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    PRIMARY KEY (product, lot, serial, place)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE INDEX stock_on_hand ON stock (product, lot, serial, place, quantity) WHERE quantity <> 0 AND substr(place, 1, 1) <> '@'""",
    """CREATE INDEX stock_place ON stock (place, product, lot, serial, quantity) WHERE quantity <> 0 AND substr(place, 1, 1) <> '@' AND place <> ''""",
    """CREATE INDEX stock_serial ON stock (product, serial) WHERE serial != ''""",
    """CREATE TABLE lot (
    product TEXT NOT NULL,
    lot TEXT NOT NULL,
    expiry TEXT,
    usable_through TEXT,
    first_seq INTEGER NOT NULL,
    two_expiries INTEGER NOT NULL,
    PRIMARY KEY (product, lot)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE INDEX lot_usable_through ON lot (usable_through)""",
    """CREATE TABLE pharmacy (
    id INTEGER NOT NULL CONSTRAINT one_pharmacy CHECK (id = 1),
    name TEXT NOT NULL,
    sample INTEGER NOT NULL,
    PRIMARY KEY (id)
)
 STRICT""",
    """CREATE TABLE person (
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    initials TEXT NOT NULL,
    role TEXT NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (person)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE place (
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    walk_order INTEGER NOT NULL,
    active INTEGER NOT NULL,
    PRIMARY KEY (place)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE product (
    product TEXT NOT NULL,
    name TEXT NOT NULL,
    generic_name TEXT NOT NULL,
    strength TEXT NOT NULL,
    form TEXT NOT NULL,
    labeler TEXT NOT NULL,
    unit TEXT NOT NULL,
    pack_quantity INTEGER NOT NULL,
    equivalence_key TEXT NOT NULL,
    ndc11 TEXT NOT NULL,
    flags TEXT NOT NULL,
    search_text TEXT NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (product)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE INDEX product_equivalence ON product (equivalence_key)""",
    """CREATE UNIQUE INDEX product_name ON product (name COLLATE "NOCASE", product)""",
    """CREATE TABLE product_schedule (
    product TEXT NOT NULL,
    from_day TEXT NOT NULL,
    schedule TEXT NOT NULL,
    PRIMARY KEY (product, from_day)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE pack_code (
    code TEXT NOT NULL,
    product TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    level TEXT NOT NULL,
    derived INTEGER NOT NULL,
    PRIMARY KEY (code)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE INDEX pack_code_product ON pack_code (product)""",
    """CREATE TABLE level (
    product TEXT NOT NULL,
    minimum INTEGER,
    maximum INTEGER,
    home TEXT,
    PRIMARY KEY (product)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE hold (
    hold TEXT NOT NULL,
    product TEXT,
    lot TEXT,
    serial TEXT,
    place TEXT,
    cause TEXT NOT NULL,
    note TEXT NOT NULL,
    held_at TEXT NOT NULL,
    released_by TEXT,
    PRIMARY KEY (hold)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE INDEX hold_standing ON hold (product, place) WHERE released_by IS NULL""",
    """CREATE TABLE ordered (
    entry_seq INTEGER NOT NULL,
    line INTEGER NOT NULL,
    entry TEXT NOT NULL,
    product TEXT NOT NULL,
    ordered INTEGER NOT NULL,
    outstanding INTEGER NOT NULL,
    ordered_at TEXT NOT NULL,
    PRIMARY KEY (entry_seq, line)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE INDEX ordered_outstanding ON ordered (product, outstanding) WHERE outstanding > 0""",
    """CREATE INDEX ordered_product ON ordered (product, entry_seq)""",
    """CREATE TABLE order_receipt (
    receipt TEXT NOT NULL,
    entry_seq INTEGER NOT NULL,
    line INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (receipt, entry_seq, line)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE counted (
    count TEXT NOT NULL,
    product TEXT NOT NULL,
    lot TEXT NOT NULL,
    serial TEXT NOT NULL,
    place TEXT NOT NULL,
    expiry TEXT,
    counted INTEGER NOT NULL,
    expected INTEGER NOT NULL,
    at_seq INTEGER NOT NULL,
    counted_at TEXT NOT NULL,
    unsettled INTEGER NOT NULL,
    settled_by TEXT,
    reversed INTEGER NOT NULL,
    PRIMARY KEY (count)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE INDEX counted_line ON counted (product, lot, serial, place, at_seq)""",
    """CREATE INDEX counted_unsettled ON counted (product) WHERE unsettled != 0""",
    """CREATE TABLE reversal (
    entry TEXT NOT NULL,
    "by" TEXT NOT NULL,
    PRIMARY KEY (entry)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE fill (
    rx_number TEXT NOT NULL,
    fill_number INTEGER NOT NULL,
    product TEXT NOT NULL,
    part INTEGER NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (rx_number, fill_number, product, part)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE station (
    id INTEGER NOT NULL CONSTRAINT one_station CHECK (id = 1),
    station TEXT NOT NULL,
    epoch INTEGER NOT NULL,
    schema_fingerprint TEXT NOT NULL,
    PRIMARY KEY (id)
)
 STRICT""",
    """CREATE TABLE credential (
    person TEXT NOT NULL,
    pin_hash TEXT,
    badge_digest TEXT,
    failures INTEGER NOT NULL,
    last_failure_at TEXT,
    PRIMARY KEY (person),
    UNIQUE (badge_digest)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE draft (
    person TEXT NOT NULL,
    screen TEXT NOT NULL,
    content TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    PRIMARY KEY (person, screen)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE setting (
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (owner, name)
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER movement_is_never_changed BEFORE UPDATE ON movement
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER movement_is_never_deleted BEFORE DELETE ON movement
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER entry_is_never_replaced BEFORE INSERT ON entry
    WHEN EXISTS (SELECT 1 FROM entry WHERE seq = NEW.seq OR id = NEW.id
        OR (order_id = NEW.order_id AND order_part = NEW.order_part)
        OR (station = NEW.station AND epoch = NEW.epoch AND station_seq = NEW.station_seq))
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
    """CREATE TRIGGER movement_is_never_replaced BEFORE INSERT ON movement
    WHEN EXISTS (SELECT 1 FROM movement WHERE entry_seq = NEW.entry_seq AND line = NEW.line)
    BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
)


def upgrade() -> None:
    """Make the tables, indexes and triggers of the journal."""
    for statement in STATEMENTS:
        op.execute(statement)
