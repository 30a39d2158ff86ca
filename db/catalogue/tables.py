"""The catalogue's tables: everything twice, because one shelf is shown while the other is filled.

Decision, 2026-11: two fixed shelves and a pointer over making new tables and renaming them. The program's
guarded connection may not make or drop tables, the schema's fingerprint stays what it was, and a switch is
one UPDATE in the transaction that journals it. Refused: an edition column in one set of tables, because
taking 300,000 rows out of a full-text index takes longer than filling an empty one.

The full-text tables hold no text of their own (`content=''`): words come from here, rows from the listing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import CheckConstraint, Column, Index, Integer, MetaData, Table, Text, column
from sqlalchemy import table as lightweight_table
from sqlalchemy.sql.expression import TableClause

CATALOGUE_METADATA: Final = MetaData()
"""The catalogue's ordinary tables."""

SHELF_NAMES: Final = ("a", "b")


def _listing(shelf: str) -> Table:
    name = f"catalogue_{shelf}"
    listing = Table(
        name,
        CATALOGUE_METADATA,
        Column("row", Integer, primary_key=True),
        Column("ndc", Text, nullable=False, unique=True, comment="native, hyphenated"),
        Column("ndc11", Text, nullable=False, comment="5-4-2 without hyphens; not unique; '' where none"),
        Column("name", Text, nullable=False),
        Column("generic_name", Text, nullable=False),
        Column("labeler", Text, nullable=False),
        Column("form", Text, nullable=False),
        Column("route", Text, nullable=False),
        Column("ingredients", Text, nullable=False, comment="JSON list of [substance, amount, unit]"),
        Column("strength", Text, nullable=False, comment="ISMP notation"),
        Column("equivalence_key", Text, nullable=False),
        Column("schedule", Text, nullable=False),
        Column("schedule_source", Text, nullable=False),
        Column("product_type", Text, nullable=False),
        Column("category", Text, nullable=False),
        Column("application", Text, nullable=False),
        Column("classes", Text, nullable=False),
        Column("package_text", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("doubt", Text, nullable=False),
        Column("unit", Text, comment="EA, ML or GM; null while to be confirmed"),
        Column("pack_quantity", Integer, comment="thousandths of the base unit; null while to be confirmed"),
        Column("inner_packs", Text, nullable=False, comment="JSON list of [NDC, thousandths or null]"),
        Column("started_on", Text, comment="ISO date"),
        Column("ended_on", Text, comment="ISO date"),
        Column("sample", Integer, nullable=False),
        Column("excluded", Integer, nullable=False),
        Column("line", Integer, nullable=False, comment="where in its file the row stands"),
        CheckConstraint("(unit IS NULL) = (pack_quantity IS NULL)"),
        sqlite_strict=True,
    )
    Index(f"{name}_by_ndc11", listing.c.ndc11)
    Index(f"{name}_by_equivalence", listing.c.equivalence_key)
    return listing


def _inner(shelf: str) -> Table:
    return Table(
        f"catalogue_{shelf}_inner",
        CATALOGUE_METADATA,
        Column("ndc", Text, primary_key=True, comment="of the package inside"),
        Column("row", Integer, primary_key=True, comment="the listing around it"),
        Column("quantity", Integer, comment="thousandths of the base unit in one; null when unknown"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _places(shelf: str) -> Table:
    return Table(
        f"catalogue_{shelf}_place",
        CATALOGUE_METADATA,
        Column("place", Integer, primary_key=True, comment="alphabetical place, rowid of the full text"),
        Column("row", Integer, nullable=False, unique=True),
        sqlite_strict=True,
    )


EDITIONS: Final = Table(
    "catalogue_edition",
    CATALOGUE_METADATA,
    Column("shelf", Text, primary_key=True, comment="a or b"),
    Column("filling", Integer, nullable=False, comment="rises with each import that begins"),
    Column("complete", Integer, nullable=False, comment="1 when every row and word is there"),
    Column("sha256", Text, nullable=False, comment="of the files imported, hex"),
    Column("reading", Integer, nullable=False, comment="version of the reader that made the rows"),
    Column("source_name", Text, nullable=False),
    Column("source_year", Integer),
    Column("rows", Integer, nullable=False),
    Column("by_state", Text, nullable=False, comment="JSON object of counts"),
    sqlite_strict=True,
)

SHOWN: Final = Table(
    "catalogue_shown",
    CATALOGUE_METADATA,
    Column("only", Integer, CheckConstraint("only = 1"), primary_key=True),
    Column("shelf", Text, nullable=False, comment="a or b"),
    sqlite_strict=True,
)


# Names, generic names and all else by word; columns kept apart so that names come first.
_WORDS: Final = (
    "fts5(name, generic_name, other, content='', tokenize=\"ascii tokenchars '.'\", prefix='1 2 3')"
)
# Digits of NDCs, any three of them in a row.
_CODES: Final = "fts5(digits, content='', tokenize='trigram', detail='full')"
# Every word once: for parts of words and for typing mistakes.
_VOCABULARY: Final = "fts5(word, tokenize='trigram')"


CATALOGUE_DDL: Final = tuple(
    f"CREATE VIRTUAL TABLE catalogue_{shelf}_{suffix} USING {definition}"
    for shelf in SHELF_NAMES
    for suffix, definition in (("words", _WORDS), ("codes", _CODES), ("vocabulary", _VOCABULARY))
)
"""Statements that make the full-text tables, to be run after `CATALOGUE_METADATA.create_all`."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One of the two sets of tables."""

    name: str
    listing: Table
    inner: Table
    places: Table
    words: TableClause
    codes: TableClause
    vocabulary: TableClause


def _shelf(name: str) -> Shelf:
    def full_text(suffix: str, *columns: str) -> TableClause:
        full_name = f"catalogue_{name}_{suffix}"
        # FTS5 answers MATCH on a hidden column that bears the table's own name, and takes orders in it.
        return lightweight_table(
            full_name, column("rowid", Integer), column(full_name), *map(column, columns)
        )

    return Shelf(
        name=name,
        listing=_listing(name),
        inner=_inner(name),
        places=_places(name),
        words=full_text("words", "name", "generic_name", "other"),
        codes=full_text("codes", "digits"),
        vocabulary=full_text("vocabulary", "word"),
    )


SHELVES: Final = {name: _shelf(name) for name in SHELF_NAMES}
