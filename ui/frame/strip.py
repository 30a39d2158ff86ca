"""The last-action strip: who did what, when, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from rxdesk.domain.labels import tall_man_runs
from ui.kit.icons import paint_icon
from ui.kit.keys import REVERSE
from ui.kit.paint import VCENTER_LEFT, paint_box, paint_ring, paint_text, painter_on, text_width
from ui.kit.shown import show_if
from ui.kit.theme import look

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QPaintEvent

    from ui.frame.parts import LastAction


class _Sentence(QWidget):
    """What was done, its subject or at least tall-man letters in bold; shortened at the end when there is no room."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: list[tuple[str, bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def show_sentence(self, said: str, subject: str) -> None:
        if subject:
            before, found, after = said.partition(subject)
            self._runs = [(before, False), (found, True), (after, False)]
        else:
            self._runs = [(run.text, run.strong) for run in tall_man_runs(said)]
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(80, look().px(24))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter, x = painter_on(self), 0.0
        for text, bold in self._runs:
            font = look().font("body", weight=700 if bold else 400)
            room = self.width() - x
            paint_text(
                painter, QRectF(x, 0, room, self.height()), text, font=font, color=look().color("toast_text")
            )
            x += QFontMetricsF(font).horizontalAdvance(text)
            if x >= self.width():
                break
        painter.end()


class _ReverseButton(QPushButton):
    """The way back, in the strip's own colour."""

    def __init__(self) -> None:
        super().__init__("Reverse…")
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(f"{REVERSE.words}  ({REVERSE.keys})")

    @override
    def sizeHint(self) -> QSize:
        words = text_width(self.text(), look().font("body_strong"))
        return QSize(round(words) + look().px(18 + 8 + 20), look().px(32))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, px, rect, painter = look().color, look().px, QRectF(self.rect()), painter_on(self)
        ink = color("toast_action" if self.isEnabled() else "toast_muted")
        if self.underMouse() and self.isEnabled():
            paint_box(painter, rect, fill=None, line=ink, radius=look().design.radius.control)
        side = px(17)
        paint_icon(painter, QRectF(px(10), (rect.height() - side) / 2, side, side), "undo-2", ink)
        words = QRectF(px(10) + side + px(8), 0, rect.width(), rect.height())
        paint_text(
            painter, words, self.text(), font=look().font("body_strong"), color=ink, align=VCENTER_LEFT
        )
        if self.hasFocus():
            paint_ring(painter, rect, look().design.radius.control, color("toast_action"))
        painter.end()


class LastActionStrip(QFrame):
    """The newest act on a dark strip that is always there.

    Signals:
        reverse_wanted: The person wants to reverse it: its key.
    """

    reverse_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._key: object = None
        self._icon, self._when = "history", ""
        self._sentence, self._reverse = _Sentence(), _ReverseButton()
        self._row = QHBoxLayout(self)
        self._row.setSpacing(10)
        self._row.addWidget(self._sentence, 1)
        self._row.addWidget(self._reverse)
        self._reverse.clicked.connect(self.want_reverse)
        self._size()
        self.show_action(None)

    def show_action(self, action: LastAction | None) -> None:
        """Show the newest act, or that there is none yet."""
        self._key = action.key if action else None
        self._icon = "circle-check" if action else "history"
        self._when = f"{action.at}  {action.person}" if action else ""
        said = action.said if action else "Nothing has been done in this session yet."
        self._sentence.show_sentence(said, action.subject if action else "")
        show_if(self._reverse, action is not None and action.reversible)
        self.setAccessibleName(f"Last action: {said} {self._when}")
        self._size()
        self.update()

    def want_reverse(self) -> None:
        """Wish to reverse the act that is shown, if it can be."""
        if self._key is not None and not self._reverse.isHidden():
            self.reverse_wanted.emit(self._key)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange:
            self._size()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        color, px, rect, painter = look().color, look().px, QRectF(self.rect()), painter_on(self)
        paint_box(painter, rect, fill=color("toast_bg"), line=None, radius=look().design.radius.control)
        side = px(19)
        square = QRectF(px(14), (rect.height() - side) / 2, side, side)
        paint_icon(painter, square, self._icon, color("toast_action"))
        font = look().font("caption")
        end = self._reverse.x() - px(10) if not self._reverse.isHidden() else rect.right() - px(14)
        when = QRectF(
            end - text_width(self._when, font) - 2, 0, text_width(self._when, font) + 2, rect.height()
        )
        paint_text(painter, when, self._when, font=font, color=color("toast_muted"))
        painter.end()

    def _size(self) -> None:
        px = look().px
        self.setFixedHeight(px(46))
        when = text_width(self._when, look().font("caption"))
        room = round(when) + px(26) if self._when else px(10)
        # The time stands between the sentence and the button, or at the end where there is none.
        self._row.setContentsMargins(px(42), 4, room if self._reverse.isHidden() else px(10), 4)
        self._row.setSpacing(room)
