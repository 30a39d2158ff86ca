"""The section for taking over the old system's stock."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.context import Context
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, Card, EmptyState
from ui.kit.columns import Align, Column
from ui.kit.fields import ChoiceField
from ui.kit.flow import FlowLayout
from ui.kit.labels import Label
from ui.kit.preferences import Preferences
from ui.kit.rows import RowsModel
from ui.kit.tablecard import TableCard
from ui.kit.tones import Chip, Tone
from ui.parts.labelled import Labelled
from ui.screens.settings.presenter.go_live import GoLivePresenter
from ui.screens.settings.state import OldStockLine, ProblemLine

_TABLES: Final = "Tables (*.csv *.txt *.tsv *.gz);;All files (*)"
_WIDTH: Final = 190  # pixels at 100 % for one column's choice
_PROBLEMS: Final[tuple[Column[ProblemLine], ...]] = (
    Column(
        key="line", title="Line", text=lambda p: f"{p.line:,}", align=Align.RIGHT, width=80, sortable=False
    ),
    Column(
        key="weight",
        title="",
        chips=lambda p: (
            Chip("Stops", "octagon-x", Tone.DANGER) if p.stops else Chip("Note", "info", Tone.INFO),
        ),
        width=100,
        sortable=False,
    ),
    Column(key="said", title="What is so", text=lambda p: p.sentence, stretch=True, sortable=False),
)


class GoLiveSection(QWidget):
    """Choose a file, say what its columns mean, look at what would happen, take it over."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._preferences: Preferences = context.preferences
        self._banner = Banner()
        self._choose = Button("Choose a file …", "upload", kind=Kind.PRIMARY)
        self._take = Button("Take it over", "check", kind=Kind.PRIMARY)
        self._verdict = Label(
            "A table with one line per lot and place: NDC, lot, expiry, place, quantity. Also levels, if it has them.",
            "body",
            wrap=True,
        )
        self._mapping = QWidget()
        self._fields = FlowLayout(self._mapping, gap=10)
        self._choices: dict[str, ChoiceField] = {}
        self._lines: TableCard | None = None
        self._problems = RowsModel[ProblemLine](_PROBLEMS)
        self._told = TableCard(
            "What was found",
            self._problems,
            name="settings/old_stock_problems",
            preferences=context.preferences,
            empty=EmptyState("circle-check", "Every line can be taken over as it stands."),
        )
        self._told.offer(export=False, paper=False)
        self._tables = QHBoxLayout()
        self._presenter = GoLivePresenter(self, context)
        self._lay_out()
        self._choose.clicked.connect(self._choose_file)
        self._take.clicked.connect(self._presenter.take_over)
        self._take.setEnabled(False)

    def read(self) -> None:
        """Nothing is read before a file is chosen."""

    def show_mapping(
        self, fields: Sequence[tuple[str, str]], columns: Sequence[str], mapping: dict[str, str]
    ) -> None:
        """Show which column of the file stands for which field."""
        if list(self._choices) != [field for field, _ in fields]:
            self._make_choices(fields)
        offered = [("", "(none)"), *((column, column) for column in columns)]
        for field, choice in self._choices.items():
            choice.show_choices(offered, mapping.get(field, ""))
        self._mapping.show()

    def show_lines(self, titles: Sequence[str], lines: Sequence[OldStockLine]) -> None:
        """Show the first lines as they were understood; the columns depend on the mapping."""
        if self._lines is not None:
            self._tables.removeWidget(self._lines)
            self._lines.deleteLater()
        columns: tuple[Column[OldStockLine], ...] = tuple(
            _column(place, title) for place, title in enumerate(titles)
        )
        if not columns:
            self._lines = None
            return
        self._lines = TableCard(
            "The first lines, as they were understood",
            RowsModel[OldStockLine](columns, lines),
            name="settings/old_stock",
            preferences=self._preferences,
            empty=EmptyState("file-text", "The file holds no lines."),
        )
        self._lines.offer(export=False, paper=False)
        self._tables.insertWidget(0, self._lines, 3)

    def show_problems(self, problems: Sequence[ProblemLine]) -> None:
        """Show the lines that cannot be taken over."""
        self._told.show()
        self._problems.show(problems)

    def show_verdict(self, sentence: str, *, may_take: bool) -> None:
        """Say what taking over would do."""
        self._verdict.setText(sentence)
        self._take.setEnabled(may_take)

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why it was not done."""
        if said:
            self._banner.show_message(said, remedy, dismissable=True)
        else:
            self._banner.hide()

    def _make_choices(self, fields: Sequence[tuple[str, str]]) -> None:
        while (item := self._fields.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        self._choices = {}
        for field, title in fields:
            choice = ChoiceField(title)
            choice.chosen.connect(partial(self._map, field))
            self._fields.addWidget(Labelled(title, choice, width=_WIDTH))
            self._choices[field] = choice

    def _map(self, field: str, column: str) -> None:
        self._presenter.map_column(field, column)

    def _choose_file(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, "The old system’s stock", "", _TABLES)
        if file:
            self._presenter.choose_file(Path(file))

    def _lay_out(self) -> None:
        card = Card(padding=20, gap=12)
        card.column.addWidget(Label("The old system’s stock, bins and levels", "subtitle"))
        card.column.addWidget(self._banner)
        card.column.addWidget(self._verdict)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._choose)
        row.addStretch(1)
        row.addWidget(self._take)
        card.column.addLayout(row)
        card.column.addWidget(self._mapping)
        self._mapping.hide()
        self._told.hide()
        self._tables.setSpacing(14)
        self._tables.addWidget(self._told, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(card)
        column.addLayout(self._tables, 1)
        column.addStretch(0)


def _column(place: int, title: str) -> Column[OldStockLine]:
    return Column(
        key=str(place),
        title=title,
        text=lambda line: line.cells[place] if place < len(line.cells) else "",
        width=130,
        sortable=False,
    )
