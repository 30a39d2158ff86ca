"""A quantity: typed, or stepped with the keys beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget
from typing_extensions import override

from rxdesk.domain.errors import Refusal
from rxdesk.domain.quantity import LARGEST, NOTHING, THOUSAND, Quantity, quantity_text, read_quantity, units
from ui.kit.fields import TextField
from ui.kit.icons import paint_icon
from ui.kit.labels import Label
from ui.kit.paint import paint_box, painter_on
from ui.kit.shown import show_if
from ui.kit.theme import look

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QPaintEvent


class QuantityStepper(QWidget):
    """A quantity with a minus, a field and a plus in one box, and its unit in words beside it.

    Up and Down step too. An empty field is no quantity, which is not zero: counts are never prefilled.

    Signals:
        quantity_changed: Another quantity stands here: a `Quantity`, or None.
        submitted: Enter was pressed in the field.
    """

    quantity_changed = Signal(object)
    submitted = Signal()

    def __init__(
        self,
        name: str,
        *,
        unit: str = "",
        whole: bool = True,
        least: Quantity = NOTHING,
        low: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make an empty stepper.

        Args:
            name: What a screen reader calls it.
            unit: What is counted, in words ("tablets", "mL").
            whole: Whether only whole units can be counted.
            least: The least quantity there can be.
            low: Whether it stands in a row with other fields, and is as high as they are.
            parent: The widget it stands in.
        """
        super().__init__(parent)
        self._whole, self._least = whole, least
        self._quantity: Quantity | None = None
        self._complaint = ""
        self._unit = Label(unit, "muted")
        self._box = _Box(name, low=low)
        self._box.field.setAccessibleName(f"{name}, {unit}" if unit else name)
        show_if(self._unit, bool(unit))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._box)
        row.addWidget(self._unit)
        self.setFocusProxy(self._box.field)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._box.field.textEdited.connect(self._read)
        self._box.field.returnPressed.connect(self.submitted)
        self._box.less.clicked.connect(lambda: self._step(-1))
        self._box.more.clicked.connect(lambda: self._step(1))
        self._box.stepped.connect(self._step)

    @property
    def quantity(self) -> Quantity | None:
        """Return the quantity, or None while the field is empty or says none."""
        return self._quantity

    @property
    def complaint(self) -> str:
        """Return what is wrong with the text and what to do, or nothing."""
        return self._complaint

    def show_quantity(self, quantity: Quantity | None) -> None:
        """Show a quantity, or none; says nothing about it."""
        self._quantity = quantity
        self._box.field.setText("" if quantity is None else quantity_text(quantity))
        self._complain("")

    def show_unit(self, unit: str, *, whole: bool = True) -> None:
        """Count in another unit."""
        self._whole = whole
        self._unit.setText(unit)
        show_if(self._unit, bool(unit))

    def select_all(self) -> None:
        """Select the quantity, so that the next figure typed replaces it."""
        self._box.field.selectAll()

    def _read(self, text: str) -> None:
        quantity, complaint = None, ""
        if text.strip():
            try:
                quantity = read_quantity(text)
            except Refusal as refusal:
                complaint = str(refusal)
        if quantity is not None and self._whole and quantity % THOUSAND:
            quantity, complaint = None, "Only whole units are counted here. Type a number without a point."
        if quantity is not None and quantity < self._least:
            quantity, complaint = None, f"The least is {quantity_text(self._least)}. Type that or more."
        self._complain(complaint)
        self._take(quantity)

    def _step(self, by: int) -> None:
        standing = self._quantity if self._quantity is not None else NOTHING
        quantity = Quantity(min(max(standing + units(by), self._least), LARGEST))
        self._box.field.setText(quantity_text(quantity))
        self._complain("")
        self._take(quantity)

    def _take(self, quantity: Quantity | None) -> None:
        if quantity != self._quantity:
            self._quantity = quantity
            self.quantity_changed.emit(quantity)

    def _complain(self, complaint: str) -> None:
        self._complaint = complaint
        self._box.show_invalid(invalid=bool(complaint))


class _Box(QWidget):
    """The painted box: minus, field, plus."""

    stepped = Signal(int)

    def __init__(self, name: str, *, low: bool) -> None:
        super().__init__()
        self._invalid = False
        self._low = low
        self.field = TextField(name)
        self.field.setProperty("bare", True)
        self.field.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.field.installEventFilter(self)
        self.less, self.more = (
            _StepButton("minus", f"{name}: one less"),
            _StepButton("plus", f"{name}: one more"),
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for part in (self.less, self.field, self.more):
            row.addWidget(part)
        self._size()

    def show_invalid(self, *, invalid: bool) -> None:
        self._invalid = invalid
        self.update()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QFocusEvent):
            self.update()
        elif isinstance(event, QKeyEvent) and event.type() == event.Type.KeyPress:
            step = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self.stepped.emit(step)
                return True
        return False

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange:
            self._size()
        elif event.type() == event.Type.EnabledChange:
            # A dash says that there is nothing to count; an empty field would ask for a figure.
            self.field.setPlaceholderText("" if self.isEnabled() else "–")
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, rect, radius = look().color, QRectF(self.rect()), look().design.radius.control
        focused = self.field.hasFocus()
        idle = "border_strong" if self.isEnabled() else "border"
        line = "warning" if self._invalid else "focus" if focused else idle
        width = look().design.border.focus_ring if focused or self._invalid else look().design.border.input
        painter = painter_on(self)
        paint_box(painter, rect, fill=color("surface"), line=color(line), radius=radius, width=width)
        for x in (self.field.x(), self.field.x() + self.field.width()):
            painter.fillRect(QRectF(x, 1, 1, rect.height() - 2), color("border"))
        painter.end()

    def _size(self) -> None:
        px, size = look().px, look().design.size
        letters = px(16 if self._low else 20)
        self.field.setFont(look().font("scan_input", weight=700))
        self.field.setStyleSheet(f"font-size: {letters}px; font-weight: 700;")
        side, middle = (size.control, 60) if self._low else (size.hit_target_touch, 78)
        for button in (self.less, self.more):
            button.setMinimumWidth(px(side))
        self.setFixedSize(px(side) * 2 + px(middle), px(size.control if self._low else size.primary_action))


class _StepButton(QAbstractButton):
    """A minus or a plus inside the box; the keys Up and Down do the same, so Tab passes it by."""

    def __init__(self, icon: str, name: str) -> None:
        super().__init__()
        self._icon = icon
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAutoRepeat(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        rect, side = QRectF(self.rect()), look().px(16)
        painter = painter_on(self)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            paint_box(
                painter, rect.adjusted(3, 3, -3, -3), fill=look().color("primary_soft"), line=None, radius=6
            )
        square = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
        ink = look().color("text" if self.isEnabled() else "text_disabled")
        paint_icon(painter, square, self._icon, ink)
        painter.end()
