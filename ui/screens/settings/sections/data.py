"""The section of the data: catalogue, backup, and where the file is."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.context import Context
from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner, Card, EmptyState
from ui.kit.columns import Align, Column
from ui.kit.labels import Label
from ui.kit.rows import RowsModel
from ui.kit.tablecard import TableCard
from ui.kit.tones import Tone
from ui.screens.settings.presenter.data import DataPresenter
from ui.screens.settings.sections.parts import in_a_row, scrolled
from ui.screens.settings.state import ImportShown, RemarkLine

_DIRECTORIES: Final = "Directories (*.zip *.txt *.json *.csv *.gz);;All files (*)"
_COLUMNS: Final[tuple[Column[RemarkLine], ...]] = (
    Column(
        key="line",
        title="Line",
        text=lambda r: f"{r.remark.line:,}",
        align=Align.RIGHT,
        width=90,
        sortable=False,
    ),
    Column(
        key="kind",
        title="What became of it",
        text=lambda r: r.remark.kind.value.capitalize(),
        width=150,
        sortable=False,
    ),
    Column(key="said", title="Why", text=lambda r: r.remark.said, stretch=True, sortable=False),
    Column(key="file", title="File", text=lambda r: r.remark.file, muted=True, width=180, sortable=False),
)


class DataSection(QWidget):
    """Import with progress and report; backup now."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._banner = Banner()
        self._edition = Label("", "body", wrap=True)
        self._import = Button("Import a directory …", "import", kind=Kind.PRIMARY)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress of the import")
        self._progress = Label("", "caption")
        self._cancel = Button("Cancel the import", "x")
        self._sentence = Banner()
        self._counts = QGridLayout()
        self._remarks = RowsModel[RemarkLine](_COLUMNS)
        self._report = TableCard(
            "Remarks, by line",
            self._remarks,
            name="settings/remarks",
            preferences=context.preferences,
            empty=EmptyState("circle-check", "Every line was taken in as it stands."),
        )
        self._backup_words = Label(
            "The journal and everything in it, copied and read back.", "muted", wrap=True
        )
        self._backup = Button("Back up now …", "database-backup")
        self._file = Label("", "mono", wrap=True)
        self._presenter = DataPresenter(self, context, inward=context.inward, announce=context.announce)
        self._lay_out()
        self._import.clicked.connect(self._choose_files)
        self._cancel.clicked.connect(self._presenter.cancel_import)
        self._backup.clicked.connect(self._choose_target)
        self.show_idle()
        self.show_import(None)

    def read(self) -> None:
        """Read what is held and when it was last backed up."""
        self._presenter.read()

    def show_edition(self, sentence: str) -> None:
        """Show which directory the catalogue holds."""
        self._edition.setText(sentence)

    def show_file(self, words: str) -> None:
        """Show where the file is, and which program this is."""
        self._file.setText(words)

    def show_backup(self, sentence: str) -> None:
        """Show what the newest backup found."""
        self._backup_words.setText(sentence)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far an import has come."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        of = f" of about {total:,}" if total else ""
        self._progress.setText(f"{done:,}{of} packages read" if done else "The files are being read.")
        self._show_running(running=True)

    def show_idle(self) -> None:
        """The import ended, one way or another."""
        self._show_running(running=False)

    def show_import(self, shown: ImportShown | None) -> None:
        """Show what an import found and did."""
        self._report.setVisible(shown is not None and bool(shown.remarks))
        while (item := self._counts.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.deleteLater()
        if shown is None:
            self._sentence.hide()
            return
        self._sentence.show_message(shown.sentence, tone=Tone.OK)
        for line, (figure, words) in enumerate(shown.counts):
            number = Label(figure, "strong")
            number.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._counts.addWidget(number, line, 0)
            self._counts.addWidget(Label(words), line, 1)
        self._remarks.show(shown.remarks)

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why it was not done."""
        if said:
            self._banner.show_message(said, remedy, dismissable=True)
        else:
            self._banner.hide()

    def _show_running(self, *, running: bool) -> None:
        for part in (self._bar, self._progress, self._cancel):
            part.setVisible(running)
        self._import.setEnabled(not running)

    def _choose_files(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self, "Import a directory of products", "", _DIRECTORIES)
        self._presenter.import_catalogue([Path(file) for file in files])

    def _choose_target(self) -> None:
        target, _ = QFileDialog.getSaveFileName(
            self, "Back up", str(Path.home() / "rxdesk-backup.sqlite3"), "Backups (*.sqlite3)"
        )
        if target:
            self._presenter.back_up(Path(target))

    def _lay_out(self) -> None:
        self._report.offer(export=False, paper=False)
        self._report.setMinimumHeight(320)
        catalogue = Card(padding=20, gap=12)
        catalogue.column.addWidget(Label("Catalogue", "subtitle"))
        for part in (self._banner, self._edition):
            catalogue.column.addWidget(part)
        catalogue.column.addLayout(in_a_row(self._import, self._cancel, self._progress))
        catalogue.column.addWidget(self._bar)
        catalogue.column.addWidget(self._sentence)
        self._counts.setColumnStretch(1, 1)
        self._counts.setHorizontalSpacing(12)
        catalogue.column.addLayout(self._counts)
        backup = Card(padding=20, gap=12)
        backup.column.addWidget(Label("Backup", "subtitle"))
        backup.column.addWidget(self._backup_words)
        backup.column.addLayout(in_a_row(self._backup))
        where = Card(padding=20, gap=8)
        where.column.addWidget(Label("Where the data is", "subtitle"))
        where.column.addWidget(self._file)
        self._file.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        below = QHBoxLayout()
        below.setSpacing(14)
        below.addWidget(backup, 1)
        below.addWidget(where, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(14)
        column.addWidget(catalogue)
        column.addWidget(self._report)
        column.addLayout(below)
        column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scrolled(inside))
