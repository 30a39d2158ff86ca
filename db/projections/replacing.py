"""The one way a projection's row takes the place of an earlier one."""

from __future__ import annotations

from sqlalchemy import Table
from sqlalchemy.dialects.sqlite import Insert, insert


def replacing(table: Table) -> Insert:
    """Return a statement that inserts a row, or overwrites every column of the row with its key.

    An upsert and not INSERT OR REPLACE: the latter deletes the old row first.
    """
    new = insert(table)
    keys = list(table.primary_key)
    return new.on_conflict_do_update(
        index_elements=keys,
        set_={column.name: new.excluded[column.name] for column in table.columns if column not in keys},
    )
