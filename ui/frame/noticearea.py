"""Where notices stand: errors until they are put away, everything else until the next one comes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from ui.kit.buttons import Button, Kind
from ui.kit.cards import Icon, Tinted
from ui.kit.keys import DISMISS
from ui.kit.labels import Label, Sentences
from ui.kit.shown import show_if
from ui.kit.tones import Tone
from ui.notices import Level, Notice

_AT_ONCE = 3  # more would push the work off the screen; older ones come up as the newer are put away
_LOOKS = {
    Level.DONE: (Tone.OK, "circle-check"),
    Level.NOTE: (Tone.INFO, "info"),
    Level.REFUSED: (Tone.DANGER, "ban"),
    Level.TROUBLE: (Tone.WARNING, "triangle-alert"),
}


class _NoticeBar(Tinted):
    """One notice: icon, both sentences, how often it was said, and a button to put it away."""

    def __init__(self, notice: Notice) -> None:
        tone, picture = _LOOKS[notice.level]
        super().__init__(tone)
        self.notice = notice
        self._times = 1
        self._count = Label(role="caption")
        self._count.hide()
        self.close_button = Button("Dismiss", "x", kind=Kind.QUIET)
        self.close_button.setToolTip(f"Dismiss  ({DISMISS.keys})")
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 4, 6, 4)
        row.setSpacing(10)
        row.addWidget(Icon(picture, self.ink()), 0, Qt.AlignmentFlag.AlignVCenter)
        words = Sentences()
        words.show_sentences(notice.said, notice.remedy)
        row.addWidget(words, 1)
        row.addWidget(self._count)
        row.addWidget(self.close_button)
        self.setAccessibleName(notice.words)

    def repeat(self) -> None:
        """Say that the same notice came again."""
        self._times += 1
        self._count.setText(f"{self._times:,} times")
        self._count.show()


class NoticeArea(QWidget):
    """The notices above a screen, the newest on top.

    Signals:
        dismissed: A notice was put away.
    """

    dismissed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._bars: list[_NoticeBar] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 14, 20, 0)
        self._column.setSpacing(8)
        self._more = Label(role="caption")
        self._column.addWidget(self._more)
        self._settle()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Return the notices that stand here, the newest first."""
        return tuple(bar.notice for bar in self._bars)

    def show_notice(self, notice: Notice) -> None:
        """Show a notice on top and speak it to a screen reader."""
        self._announce(notice)
        if notice.inline:
            return  # the screen shows the words itself
        for bar in self._bars:
            if bar.notice == notice:
                bar.repeat()
                return
        for bar in [bar for bar in self._bars if not bar.notice.stays]:
            self._remove(bar)
        bar = _NoticeBar(notice)
        bar.close_button.clicked.connect(lambda: self._dismiss(bar))
        self._bars.insert(0, bar)
        self._column.insertWidget(0, bar)
        self._settle()

    def dismiss_newest(self) -> None:
        """Put the newest notice away."""
        if self._bars:
            self._dismiss(self._bars[0])

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == event.Type.StyleChange:
            self.updateGeometry()

    def _dismiss(self, bar: _NoticeBar) -> None:
        self._remove(bar)
        self._settle()
        self.dismissed.emit(bar.notice)

    def _remove(self, bar: _NoticeBar) -> None:
        self._bars.remove(bar)
        self._column.removeWidget(bar)
        bar.hide()
        bar.deleteLater()

    def _settle(self) -> None:
        for place, bar in enumerate(self._bars):
            show_if(bar, place < _AT_ONCE)
        waiting = len(self._bars) - _AT_ONCE
        self._more.setText(f"{waiting:,} older below" if waiting > 0 else "")
        show_if(self._more, waiting > 0)
        show_if(self, bool(self._bars))

    def _announce(self, notice: Notice) -> None:
        event = QAccessibleAnnouncementEvent(self, notice.words)
        if notice.stays:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
