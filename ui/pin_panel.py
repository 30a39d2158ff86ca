"""People as large tiles beside a field and a pad for the PIN: the panel of signing in and of signing an act."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from ui.kit.buttons import Button, Kind
from ui.kit.cards import Banner
from ui.kit.fields import PinField
from ui.kit.flow import FlowLayout
from ui.kit.labels import Label
from ui.kit.paint import CENTER, paint_box, paint_ring, paint_text, painter_on
from ui.kit.theme import look
from ui.kit.tones import Tone

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

    from rxdesk.domain.identity import PersonId
    from ui.proving import Face

_TILE = (232, 72)  # pixels at 100 %
_PAD_KEY = (72, 48)
LONGEST_PIN = 12


class FaceTile(QAbstractButton):
    """A person: initials in a circle, name and role."""

    def __init__(self, face: Face, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._face = face
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{face.name}, {face.role}")

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(_TILE[0]), look().px(_TILE[1]))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, px, rect = look().color, look().px, QRectF(self.rect())
        chosen, radius = self.isChecked(), look().design.radius.card
        fill = color("primary_soft" if chosen else "surface_alt" if self.underMouse() else "surface")
        painter = painter_on(self)
        paint_box(
            painter,
            rect,
            fill=fill,
            line=color("primary" if chosen else "border"),
            radius=radius,
            width=2 if chosen else 1,
        )
        side = px(44)
        circle = QRectF(px(14), (rect.height() - side) / 2, side, side)
        paint_box(
            painter, circle, fill=color("primary" if chosen else "primary_soft"), line=None, radius=side / 2
        )
        ink = color("on_primary" if chosen else "on_primary_soft")
        paint_text(
            painter,
            circle,
            self._face.initials,
            font=look().font("body", weight=700),
            color=ink,
            align=CENTER,
        )
        left = circle.right() + px(12)
        words = QRectF(left, 0, rect.right() - left - px(10), rect.height() / 2 + px(2))
        strong, small = look().font("subtitle"), look().font("caption")
        bottom = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
        top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        ink = color("on_primary_soft" if chosen else "text")
        paint_text(painter, words, self._face.name, font=strong, color=ink, align=bottom)
        words.moveTop(rect.height() / 2 + px(4))
        muted = color("on_primary_soft" if chosen else "text_muted")
        paint_text(painter, words, self._face.role, font=small, color=muted, align=top)
        if self.hasFocus():
            paint_ring(painter, rect, radius)
        painter.end()


class PinPad(QWidget):
    """Digits to press where there is no keyboard at hand.

    Signals:
        digit_pressed: A digit, as text.
        back_pressed: The last digit is to go.
    """

    digit_pressed = Signal(str)
    back_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)
        for place, digit in enumerate("123456789"):
            self._add(grid, digit, place // 3, place % 3)
        self._add(grid, "0", 3, 1)
        back = Button("", "undo")
        back.setAccessibleName("Take the last digit back")
        back.setToolTip("Take the last digit back")
        self._size(back)
        back.clicked.connect(self.back_pressed)
        grid.addWidget(back, 3, 2)

    def _add(self, grid: QGridLayout, digit: str, row: int, column: int) -> None:
        key = Button(digit)
        self._size(key)
        key.clicked.connect(partial(self.digit_pressed.emit, digit))
        grid.addWidget(key, row, column)

    def _size(self, key: Button) -> None:
        # The pad is for fingers: with the keyboard the digits go straight into the field.
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setMinimumSize(look().px(_PAD_KEY[0]), look().px(_PAD_KEY[1]))


class ProofPanel(QWidget):
    """The panel in which somebody proves who they are; the view of `ui.proving.Proof`.

    Signals:
        chosen: A tile was chosen: the person's id.
        entered: A PIN was entered.
    """

    chosen = Signal(str)
    entered = Signal(str)

    def __init__(self, action: str, parent: QWidget | None = None) -> None:
        """Make the panel.

        Args:
            action: What the button says: "Sign in", "Sign".
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self._tiles: dict[PersonId, FaceTile] = {}
        self._faces: tuple[Face, ...] = ()
        self._grid = QWidget()
        self._flow = FlowLayout(self._grid, gap=10)
        self._pin = PinField()
        self._pin.setMaxLength(LONGEST_PIN)
        self._pin.setPlaceholderText("PIN")
        self._pin.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pad = PinPad()
        self._enter = Button(action, "log-in", kind=Kind.PRIMARY, tall=True)
        self._who = Label("", "subtitle")
        self._who.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._banner = Banner()
        self._lay_out()
        self._pin.returnPressed.connect(self._submit)
        self._enter.clicked.connect(self._submit)
        self._pad.digit_pressed.connect(self._pin.insert)
        self._pad.back_pressed.connect(self._pin.backspace)

    def take_focus(self) -> None:
        """Put the keys where they are needed: into the PIN, or on the first tile."""
        if any(tile.isChecked() for tile in self._tiles.values()) or not self._tiles:
            self._pin.setFocus()
        else:
            next(iter(self._tiles.values())).setFocus()

    def show_faces(self, faces: Sequence[Face], chosen: PersonId | None) -> None:
        """Show who can be chosen, and who is."""
        if tuple(faces) != self._faces:
            self._rebuild(faces)
        for person, tile in self._tiles.items():
            tile.setChecked(person == chosen)
        face = next((face for face in faces if face.person == chosen), None)
        self._who.setText(face.name if face else "Choose who you are")
        if self.isVisible():
            self.take_focus()

    def show_complaint(self, said: str, remedy: str) -> None:
        """Say what is wrong; empty texts take the last one away."""
        if said:
            self._banner.show_message(said, remedy, tone=Tone.WARNING)
        else:
            self._banner.hide()

    def show_busy(self, *, busy: bool) -> None:
        """Take no keys while the PIN is being checked."""
        self._enter.setEnabled(not busy)
        self._pin.setReadOnly(busy)

    def clear_pin(self) -> None:
        """Empty the field and be ready for the next try."""
        self._pin.clear()
        if self.isVisible() and any(tile.isChecked() for tile in self._tiles.values()):
            self._pin.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A digit typed while a tile has the keys belongs to the PIN.
        if event.text().isdigit() and event.text().isascii():
            self._pin.setFocus()
            self._pin.insert(event.text())
        else:
            super().keyPressEvent(event)

    def _submit(self) -> None:
        self.entered.emit(self._pin.take())

    def _rebuild(self, faces: Sequence[Face]) -> None:
        for tile in self._tiles.values():
            self._flow.removeWidget(tile)
            tile.deleteLater()
        self._faces = tuple(faces)
        self._tiles = {}
        for face in faces:
            tile = FaceTile(face)
            tile.clicked.connect(partial(self.chosen.emit, face.person))
            self._flow.addWidget(tile)
            self._tiles[face.person] = tile

    def _lay_out(self) -> None:
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._grid)
        scroll.setMinimumWidth(look().px(_TILE[0]) + 16)
        proof = QVBoxLayout()
        proof.setSpacing(12)
        proof.addWidget(self._who)
        proof.addWidget(self._pin)
        proof.addWidget(self._pad, 0, Qt.AlignmentFlag.AlignHCenter)
        proof.addWidget(self._enter)
        proof.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addWidget(scroll, 1)
        row.addLayout(proof)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._banner)
        column.addLayout(row, 1)
