"""The catalogue: two shelves of listings and their full-text tables."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

STATEMENTS = (
    """CREATE TABLE catalogue_edition (
    shelf TEXT NOT NULL,
    filling INTEGER NOT NULL,
    complete INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    reading INTEGER NOT NULL,
    source_name TEXT NOT NULL,
    source_year INTEGER,
    rows INTEGER NOT NULL,
    by_state TEXT NOT NULL,
    PRIMARY KEY (shelf)
)
 STRICT""",
    """CREATE TABLE catalogue_shown (
    only INTEGER NOT NULL CHECK (only = 1),
    shelf TEXT NOT NULL,
    PRIMARY KEY (only)
)
 STRICT""",
    """CREATE TABLE catalogue_a (
    "row" INTEGER NOT NULL,
    ndc TEXT NOT NULL,
    ndc11 TEXT NOT NULL,
    name TEXT NOT NULL,
    generic_name TEXT NOT NULL,
    labeler TEXT NOT NULL,
    form TEXT NOT NULL,
    route TEXT NOT NULL,
    ingredients TEXT NOT NULL,
    strength TEXT NOT NULL,
    equivalence_key TEXT NOT NULL,
    schedule TEXT NOT NULL,
    schedule_source TEXT NOT NULL,
    product_type TEXT NOT NULL,
    category TEXT NOT NULL,
    application TEXT NOT NULL,
    classes TEXT NOT NULL,
    package_text TEXT NOT NULL,
    state TEXT NOT NULL,
    doubt TEXT NOT NULL,
    unit TEXT,
    pack_quantity INTEGER,
    inner_packs TEXT NOT NULL,
    started_on TEXT,
    ended_on TEXT,
    sample INTEGER NOT NULL,
    excluded INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY ("row"),
    CHECK ((unit IS NULL) = (pack_quantity IS NULL)),
    UNIQUE (ndc)
)
 STRICT""",
    """CREATE INDEX catalogue_a_by_equivalence ON catalogue_a (equivalence_key)""",
    """CREATE INDEX catalogue_a_by_ndc11 ON catalogue_a (ndc11)""",
    """CREATE TABLE catalogue_a_inner (
    ndc TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    quantity INTEGER,
    PRIMARY KEY (ndc, "row")
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE catalogue_a_place (
    place INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    PRIMARY KEY (place),
    UNIQUE ("row")
)
 STRICT""",
    """CREATE TABLE catalogue_b (
    "row" INTEGER NOT NULL,
    ndc TEXT NOT NULL,
    ndc11 TEXT NOT NULL,
    name TEXT NOT NULL,
    generic_name TEXT NOT NULL,
    labeler TEXT NOT NULL,
    form TEXT NOT NULL,
    route TEXT NOT NULL,
    ingredients TEXT NOT NULL,
    strength TEXT NOT NULL,
    equivalence_key TEXT NOT NULL,
    schedule TEXT NOT NULL,
    schedule_source TEXT NOT NULL,
    product_type TEXT NOT NULL,
    category TEXT NOT NULL,
    application TEXT NOT NULL,
    classes TEXT NOT NULL,
    package_text TEXT NOT NULL,
    state TEXT NOT NULL,
    doubt TEXT NOT NULL,
    unit TEXT,
    pack_quantity INTEGER,
    inner_packs TEXT NOT NULL,
    started_on TEXT,
    ended_on TEXT,
    sample INTEGER NOT NULL,
    excluded INTEGER NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY ("row"),
    CHECK ((unit IS NULL) = (pack_quantity IS NULL)),
    UNIQUE (ndc)
)
 STRICT""",
    """CREATE INDEX catalogue_b_by_equivalence ON catalogue_b (equivalence_key)""",
    """CREATE INDEX catalogue_b_by_ndc11 ON catalogue_b (ndc11)""",
    """CREATE TABLE catalogue_b_inner (
    ndc TEXT NOT NULL,
    "row" INTEGER NOT NULL,
    quantity INTEGER,
    PRIMARY KEY (ndc, "row")
)
 WITHOUT ROWID,
 STRICT""",
    """CREATE TABLE catalogue_b_place (
    place INTEGER NOT NULL,
    "row" INTEGER NOT NULL,
    PRIMARY KEY (place),
    UNIQUE ("row")
)
 STRICT""",
    """CREATE VIRTUAL TABLE catalogue_a_words USING fts5(name, generic_name, other, content='', tokenize="ascii tokenchars '.'", prefix='1 2 3')""",
    """CREATE VIRTUAL TABLE catalogue_a_codes USING fts5(digits, content='', tokenize='trigram', detail='full')""",
    """CREATE VIRTUAL TABLE catalogue_a_vocabulary USING fts5(word, tokenize='trigram')""",
    """CREATE VIRTUAL TABLE catalogue_b_words USING fts5(name, generic_name, other, content='', tokenize="ascii tokenchars '.'", prefix='1 2 3')""",
    """CREATE VIRTUAL TABLE catalogue_b_codes USING fts5(digits, content='', tokenize='trigram', detail='full')""",
    """CREATE VIRTUAL TABLE catalogue_b_vocabulary USING fts5(word, tokenize='trigram')""",
)


def upgrade() -> None:
    """Make the catalogue tables."""
    for statement in STATEMENTS:
        op.execute(statement)
