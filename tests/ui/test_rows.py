"""The table model announces only what differs, and never forgets which row is which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from tests.ui.kit_rows import COLUMNS, Line, line
from ui.kit.rows import KEY_ROLE, RowsModel

if TYPE_CHECKING:
    from collections.abc import Iterable

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


class Ear:
    """Hears what a model announces, in words."""

    def __init__(self, model: RowsModel[Line]) -> None:
        self.heard: list[str] = []
        model.rowsInserted.connect(self._inserted)
        model.rowsRemoved.connect(self._removed)
        model.dataChanged.connect(self._changed)
        model.layoutChanged.connect(lambda: self.heard.append("arranged"))
        model.modelReset.connect(lambda: self.heard.append("reset"))

    def _inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.heard.append(f"inserted {first}-{last}")

    def _removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        self.heard.append(f"removed {first}-{last}")

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self.heard.append(f"changed {first.row()}-{last.row()}")


def model_of(keys: Iterable[int]) -> RowsModel[Line]:
    return RowsModel(COLUMNS, map(line, keys))


def test_showing_the_same_rows_announces_nothing() -> None:
    model = model_of(range(5))
    ear = Ear(model)
    model.show(list(map(line, range(5))))
    assert ear.heard == []


@pytest.mark.parametrize(
    ("before", "after", "announced"),
    [
        ([1, 2, 3], [1, 2, 3, 4, 5], ["inserted 3-4"]),
        ([1, 4], [1, 2, 3, 4], ["inserted 1-2"]),
        ([1, 2, 3, 4], [1, 4], ["removed 1-2"]),
        ([1, 2, 3, 4, 5], [2, 4], ["removed 4-4", "removed 2-2", "removed 0-0"]),
        ([1, 2, 3], [3, 1, 2], ["arranged"]),
        ([1, 2], [3, 4], ["removed 0-1", "inserted 0-1"]),
        ([], [1], ["inserted 0-0"]),
        ([1], [], ["removed 0-0"]),
    ],
)
def test_only_the_difference_is_announced(before: list[int], after: list[int], announced: list[str]) -> None:
    model = model_of(before)
    ear = Ear(model)
    model.show(map(line, after))
    assert ear.heard == announced


def test_changed_rows_are_announced_in_runs() -> None:
    model = model_of(range(6))
    ear = Ear(model)
    model.show([line(0), line(1, 9), line(2, 9), line(3), line(4, 9), line(5)])
    assert ear.heard == ["changed 1-2", "changed 4-4"]


def test_one_put_row_repaints_one_row() -> None:
    model = model_of(range(6))
    ear = Ear(model)
    model.put(line(3, 42))
    assert ear.heard == ["changed 3-3"]
    assert model.row_at(3) == line(3, 42)


def test_putting_an_unchanged_row_announces_nothing() -> None:
    model = model_of(range(6))
    ear = Ear(model)
    model.put(line(3))
    assert ear.heard == []


def test_a_put_row_that_is_new_is_added_at_the_end() -> None:
    model = model_of(range(2))
    model.put(line(9))
    assert [row.key for row in model.rows] == [0, 1, 9]


def test_a_dropped_row_is_gone_and_dropping_it_again_changes_nothing() -> None:
    model = model_of(range(3))
    model.drop(1)
    model.drop(1)
    assert [row.key for row in model.rows] == [0, 2]


def test_two_rows_with_one_key_are_a_mistake() -> None:
    model = model_of(range(2))
    with pytest.raises(ValueError, match="same key"):
        model.show([line(1), line(1)])


def test_the_selection_follows_its_row_through_sorting_and_removal() -> None:
    model = model_of(range(5))
    selection = QItemSelectionModel(model)
    selection.select(
        model.index(3, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    model.show(map(line, (4, 3, 2)))
    assert [index.data(KEY_ROLE) for index in selection.selectedRows()] == [3]


def test_a_screen_reader_hears_the_words_of_a_chip() -> None:
    model = RowsModel(COLUMNS, [Line(1, "losartan", days_left=-9)])
    assert model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "Expired 9 days ago"


def test_numbers_keep_to_the_right() -> None:
    model = model_of([1])
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 12), st.integers(0, 3)), unique_by=lambda pair: pair[0]), max_size=6
    )
)
def test_any_sequence_of_shows_ends_with_what_was_shown_last(shows: list[list[tuple[int, int]]]) -> None:
    model: RowsModel[Line] = RowsModel(COLUMNS)
    tester = QAbstractItemModelTester(model, FATAL)
    for pairs in shows:
        held = {QPersistentModelIndex(model.index(place, 0)): row.key for place, row in enumerate(model.rows)}
        rows = [line(key, on_hand) for key, on_hand in pairs]
        model.show(rows)
        assert list(model.rows) == rows
        assert all(model.find_position(row.key) == place for place, row in enumerate(rows))
        for index, key in held.items():
            assert index.isValid() == (key in {row.key for row in rows})
            assert not index.isValid() or index.data(KEY_ROLE) == key
    del tester
