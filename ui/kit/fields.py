"""Fields a person types into, with what is wrong said in a sentence below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from rxdesk.domain.errors import Refusal
from rxdesk.domain.expiry import Expiry
from ui.kit.icons import icon, paint_icon
from ui.kit.labels import Label
from ui.kit.paint import paint_box, paint_ring, paint_text, painter_on
from ui.kit.shown import show_if
from ui.kit.theme import look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QPaintEvent

SECRET = "rxdesk_secret"  # noqa: S105  # the name of a property
"""The property of a field whose keys must never be taken for a scan, nor kept anywhere."""


class TextField(QLineEdit):
    """A line of text. With nothing typed to take back it leaves Ctrl+Z to the window."""

    def __init__(
        self, name: str, *, placeholder: str = "", mono: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)
        self.setProperty("mono", mono)

    @override
    def event(self, event: QEvent) -> bool:
        # Qt's own field keeps the key for itself even then, and an act could not be reversed from here.
        undo = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
        if undo and event.type() == event.Type.ShortcutOverride and not self.isUndoAvailable():
            event.ignore()
            return False
        return super().event(event)

    def show_invalid(self, *, invalid: bool) -> None:
        """Mark the field as wrong, or as right again."""
        if self.property("invalid") != invalid:
            self.setProperty("invalid", invalid)
            self.style().unpolish(self)
            self.style().polish(self)


class PinField(TextField):
    """A PIN: dots on the screen, and never taken for a scan."""

    def __init__(self, name: str = "PIN", parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setProperty(SECRET, True)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )

    def take(self) -> str:
        """Return what was typed and empty the field, so that it stays nowhere."""
        typed = self.text()
        self.clear()
        return typed


class SearchField(TextField):
    """Words to look for; Down goes on to what was found, Esc empties it first.

    Signals:
        down_pressed: The person goes on to the list below.
    """

    down_pressed = Signal()

    def __init__(self, name: str, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder=placeholder, parent=parent)
        self.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)

    @override
    def event(self, event: QEvent) -> bool:
        # Otherwise the window's Esc, one level back, would take it first.
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == event.Type.ShortcutOverride and self.text():
            event.accept()
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class DateField(TextField):
    """An expiry: a date, or a month without a day; shown as "14 Dec 2026" once it is left.

    Signals:
        expiry_changed: Another expiry stands here: an `Expiry`, or None.
    """

    expiry_changed = Signal(object)

    def __init__(self, name: str, *, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder="2027-08 or 8/31/2027", parent=parent)
        self._today = today
        self._expiry: Expiry | None = None
        self._refused: Refusal | None = None
        self.textEdited.connect(self._read)

    @property
    def expiry(self) -> Expiry | None:
        """Return the expiry that was typed, or None while there is none."""
        return self._expiry

    @property
    def complaint(self) -> str:
        """Return what is wrong with the text and what to do, or nothing."""
        return str(self._refused) if self._refused is not None else ""

    def show_expiry(self, expiry: Expiry | None) -> None:
        """Show an expiry; says nothing about it."""
        self._expiry, self._refused = expiry, None
        self.setText(expiry.shown if expiry else "")
        self.show_invalid(invalid=False)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._expiry is not None:
            self.setText(self._expiry.shown)
        # Only now: while it is being typed every date is still wrong.
        self.show_invalid(invalid=self._refused is not None)

    def _read(self, text: str) -> None:
        before, self._expiry, self._refused = self._expiry, None, None
        if text.strip():
            try:
                self._expiry = Expiry.from_typed(text, today=self._today())
            except Refusal as refusal:
                self._refused = refusal
        if self._refused is None:
            self.show_invalid(invalid=False)
        if before != self._expiry:
            self.expiry_changed.emit(self._expiry)


class ChoiceField(QComboBox):
    """One of a few choices, each with a stable key.

    Signals:
        chosen: The person chose another: its key.
    """

    chosen = Signal(str)

    def __init__(
        self, name: str, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_choices(choices)
        self.activated.connect(self._choose)

    @property
    def key(self) -> str:
        """Return the key of the choice, or an empty text when there are none."""
        return str(self.currentData() or "")

    def show_choices(self, choices: Sequence[tuple[str, str]], current: str | None = None) -> None:
        """Offer these choices, as pairs of key and words; keeps the current one if it is among them."""
        current = current if current is not None else self.key
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.show_choice(current)

    def show_choice(self, key: str) -> None:
        """Show one choice; says nothing about it."""
        self.setCurrentIndex(max(0, self.findData(key)))

    def _choose(self, place: int) -> None:
        self.chosen.emit(self.itemData(place))

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width() + look().px(24), look().px(look().design.size.control))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, px, rect = look().color, look().px, QRectF(self.rect())
        radius = look().design.radius.control
        painter = painter_on(self)
        paint_box(painter, rect, fill=color("surface"), line=color("border_strong"), radius=radius)
        words = rect.adjusted(px(12), 0, -px(32), 0)
        ink = color("text" if self.isEnabled() else "text_disabled")
        paint_text(painter, words, self.currentText(), font=look().font(), color=ink)
        side = px(16)
        square = QRectF(rect.right() - px(28), rect.center().y() - side / 2, side, side)
        paint_icon(painter, square, "chevron-down", color("text_muted"))
        if self.hasFocus():
            paint_ring(painter, rect, radius)
        painter.end()


class Form(QWidget):
    """Labelled fields one below the other, each with room for a sentence that says what is wrong."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._complaints: dict[QWidget, Label] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        self._grid.setColumnStretch(1, 1)

    def add_field(self, words: str, field: QWidget, *, hint: str = "") -> None:
        """Add a labelled field.

        Args:
            words: The label; it becomes the field's spoken name if that has none.
            field: The field.
            hint: A small sentence below it, about what belongs there.
        """
        label = Label(words, "strong")
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(words)
        complaint = Label(role="invalid", wrap=True)
        complaint.hide()
        column = QVBoxLayout()
        column.setSpacing(3)
        column.addWidget(field)
        if hint:
            column.addWidget(Label(hint, "hint", wrap=True))
        column.addWidget(complaint)
        line = self._grid.rowCount()
        label.setMinimumHeight(look().px(look().design.size.control))
        self._grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addLayout(column, line, 1)
        self._complaints[field] = complaint

    def show_complaint(self, field: QWidget, sentence: str = "") -> None:
        """Say what is wrong with a field, or with an empty sentence that nothing is."""
        complaint = self._complaints[field]
        complaint.setText(sentence)
        show_if(complaint, bool(sentence))
        field.setAccessibleDescription(sentence)
        if isinstance(field, TextField):
            field.show_invalid(invalid=bool(sentence))
