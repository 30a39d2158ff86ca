"""The bar above every screen: the scan bar, the finder, the theme and the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from ui.kit.buttons import Button, IconButton, Kind
from ui.kit.chips import ChipLabel
from ui.kit.fields import TextField
from ui.kit.icons import paint_icon
from ui.kit.keys import FIND, SCAN_BAR, THEME
from ui.kit.paint import (
    CENTER,
    keycap_width,
    paint_box,
    paint_keycap,
    paint_ring,
    paint_text,
    painter_on,
    text_width,
)
from ui.kit.shown import show_if
from ui.kit.theme import look
from ui.kit.tokens import Theme

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QPaintEvent

    from ui.frame.parts import ShownPerson
    from ui.kit.tones import Chip, Tone

_FLASH_MS = 600  # long enough to be seen from the corner of an eye, shorter than the next scan


class ScanBar(QWidget):
    """Where a scan shows that it was heard, and where codes and names can be typed.

    Signals:
        submitted: Enter was pressed: the text, which is then taken away.
        edited: The text while it is being typed.
        down_pressed: Down was pressed: on to what was found.
    """

    submitted = Signal(str)
    edited = Signal(str)
    down_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._flash: Tone | None = None
        self.field = TextField("Scan or type")
        self.field.setProperty("bare", True)
        self.field.setAccessibleDescription(
            "Scan a package from anywhere, or type a name, NDC or lot and press Enter"
        )
        self.field.setPlaceholderText("Scan a package, or type a name, NDC or lot")
        self.field.installEventFilter(self)
        self._chip = ChipLabel()
        row = QHBoxLayout(self)
        row.setSpacing(14)
        row.addWidget(self.field, 1)
        row.addWidget(self._chip)
        self.setFocusProxy(self.field)
        self._fading = QTimer(self, interval=_FLASH_MS, singleShot=True)
        self._fading.timeout.connect(self._fade)
        self.field.returnPressed.connect(self._submit)
        self.field.textEdited.connect(self.edited)
        self._size()

    def show_scanner(self, chip: Chip | None) -> None:
        """Say in a chip whether a scanner is ready."""
        self._chip.show_chip(chip)

    def flash(self, tone: Tone) -> None:
        """Light up for a moment: a scan was heard, or was refused."""
        self._flash = tone
        self.update()
        self._fading.start()

    def take_focus(self) -> None:
        """Go to the field and select what stands there."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            self.update()
        elif (
            isinstance(event, QKeyEvent)
            and event.type() == event.Type.KeyPress
            and event.key() == Qt.Key.Key_Down
        ):
            self.down_pressed.emit()
            return True
        return False

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange:
            self._size()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, px, rect = look().color, look().px, QRectF(self.rect())
        focused, painter = self.field.hasFocus(), painter_on(self)
        line = self._flash.value if self._flash else "focus" if focused else "border_strong"
        fill = f"{self._flash.value}_soft" if self._flash else "surface"
        width = look().design.border.focus_ring if focused or self._flash else look().design.border.input
        paint_box(painter, rect, fill=color(fill), line=color(line), radius=10, width=width)
        side = px(26)
        square = QRectF(px(17), rect.center().y() - side / 2, side, side)
        paint_icon(painter, square, "scan-barcode", color("primary"))
        edge = QPointF(rect.right() - px(14), rect.center().y())
        cap = QRectF(0, 0, keycap_width(SCAN_BAR.keys), px(21))
        cap.moveCenter(QPointF(edge.x() - cap.width() / 2, edge.y()))
        paint_box(painter, cap, fill=color("neutral_soft"), line=None, radius=look().design.radius.keycap)
        paint_keycap(painter, edge, SCAN_BAR.keys, ink=color("text_muted"), line=color("neutral_line"))
        painter.end()

    def _submit(self) -> None:
        text = self.field.text().strip()
        self.field.clear()
        if text:
            self.submitted.emit(text)

    def _fade(self) -> None:
        self._flash = None
        self.update()

    def _size(self) -> None:
        px = look().px
        self.setFixedHeight(px(look().design.size.scan_bar))
        self.layout().setContentsMargins(px(55), 2, round(keycap_width(SCAN_BAR.keys)) + px(28), 2)  # pyright: ignore[reportOptionalMemberAccess]
        self.field.setStyleSheet(f"font-size: {px(20)}px; font-weight: 400;")


class PersonButton(QAbstractButton):
    """Who is signed in, and when the station locks; pressed, it offers to change the person."""

    def __init__(self) -> None:
        super().__init__()
        self._name, self._below, self._initials = "", "", ""
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_person(None)

    def show_person(self, person: ShownPerson | None, note: str = "") -> None:
        """Show who is signed in, and a note such as "locks in 4 min"."""
        self._name = person.name if person else "Nobody signed in"
        self._initials = person.initials if person else ""
        self._below = " · ".join(filter(None, (person.role if person else "", note)))
        self.setAccessibleName(f"{self._name}, {self._below}. Change the person")
        self.setToolTip("Lock or change the person  (Ctrl+L)")
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        words = max(
            text_width(self._name, look().font("body_strong")),
            text_width(self._below, look().font("caption")),
        )
        return QSize(round(words + look().px(36) + look().px(12)) + 8, look().px(44))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, px, painter = look().color, look().px, painter_on(self)
        side = px(36)
        disc = QRectF(2, (self.height() - side) / 2, side, side)
        paint_box(painter, disc, fill=color("primary_soft"), line=None, radius=side / 2)
        ink, font = color("on_primary_soft"), look().font("body_strong")
        if self._initials:
            paint_text(painter, disc, self._initials, font=font, color=ink, align=CENTER)
        else:
            paint_icon(painter, disc.adjusted(9, 9, -9, -9), "user", ink)
        x, middle = disc.right() + px(12), self.height() / 2
        above = QRectF(x, middle - px(19), self.width() - x, px(20))
        below = QRectF(x, middle, self.width() - x, px(18))
        paint_text(painter, above, self._name, font=font, color=color("text"))
        paint_text(painter, below, self._below, font=look().font("caption"), color=color("text"))
        if self.hasFocus():
            paint_ring(painter, QRectF(self.rect()), look().design.radius.control)
        painter.end()


class TopBar(QFrame):
    """Scan bar, finder, theme, person.

    Signals:
        find_wanted: The finder was asked for.
        theme_wanted: Another theme was asked for.
        person_wanted: The person block was pressed.
    """

    find_wanted = Signal()
    theme_wanted = Signal()
    person_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scan_bar = ScanBar()
        self.person = PersonButton()
        self._find = Button("Find anything", "command", kind=Kind.QUIET)
        self._find.setToolTip(f"{FIND.words}  ({FIND.keys})")
        self._find_small = IconButton("command", "Find anything")
        self._find_small.setToolTip(f"{FIND.words}  ({FIND.keys})")
        self._theme = IconButton("moon", THEME.words)
        self._theme.setToolTip(f"{THEME.words}  ({THEME.keys})")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 12, 20, 12)
        row.setSpacing(16)
        row.addWidget(self.scan_bar, 1)
        for part in (self._find, self._find_small, self._theme, self.person):
            row.addWidget(part)
        self._find.clicked.connect(self.find_wanted)
        self._find_small.clicked.connect(self.find_wanted)
        self._theme.clicked.connect(self.theme_wanted)
        self.person.clicked.connect(self.person_wanted)
        self.show_rail(rail=False)
        self._show_theme()

    def show_rail(self, *, rail: bool) -> None:
        """Give up words where the window is narrow."""
        show_if(self._find, not rail)
        show_if(self._find_small, rail)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange:
            self._show_theme()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        painter.fillRect(self.rect(), look().color("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, look().color("border"))
        painter.end()

    def _show_theme(self) -> None:
        icons = {Theme.LIGHT: "moon", Theme.DARK: "sun", Theme.HIGH_CONTRAST: "contrast"}
        self._theme.show_icon(icons[look().theme])
