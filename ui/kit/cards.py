"""Surfaces: cards, banners in three tiers, and what an empty screen says."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from ui.kit.buttons import Button, IconButton, Kind
from ui.kit.chips import chip_colors
from ui.kit.icons import paint_icon
from ui.kit.labels import Label, Sentences
from ui.kit.paint import paint_box, painter_on
from ui.kit.shown import show_if
from ui.kit.theme import look
from ui.kit.tones import Chip, Fill, Tone

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class Card(QFrame):
    """A white surface with a hairline around it, for one matter."""

    def __init__(
        self, *, padding: int = 20, gap: int = 12, across: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self.column = QBoxLayout(direction, self)
        self.column.setContentsMargins(padding, padding - 2, padding, padding - 2)
        self.column.setSpacing(gap)


class Icon(QWidget):
    """An icon that stands on its own; it is decoration, the words beside it speak."""

    def __init__(
        self, name: str, color: str = "text_muted", *, size: int = 18, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._color = color
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, color: str) -> None:
        """Show another icon in the colour of another token."""
        self._name, self._color = name, color
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = look().px(self._size)
        return QSize(side, side)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = painter_on(self)
        paint_icon(painter, QRectF(self.rect()), self._name, look().color(self._color))
        painter.end()


class Tinted(QFrame):
    """A surface in the soft colour of a tone."""

    def __init__(self, tone: Tone, *, radius: int = 8, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self._fill = Fill.SOFT
        self._radius = radius
        self.setProperty("ink", self.ink())

    def show_tone(self, tone: Tone, fill: Fill = Fill.SOFT) -> None:
        """Take the colour of another tone."""
        self._tone, self._fill = tone, fill
        self.setProperty("ink", self.ink())
        for words in self.findChildren(QLabel):  # their colour hangs on a property of this surface
            self.style().unpolish(words)
            self.style().polish(words)
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        fill, line, _ = chip_colors(Chip("", "", self._tone, self._fill))
        painter = painter_on(self)
        paint_box(painter, QRectF(self.rect()), fill=fill, line=line, radius=self._radius)
        painter.end()

    def ink(self) -> str:
        """Return the token for what is written on this surface."""
        return f"on_{self._tone.value}" if self._fill == Fill.SOLID else f"on_{self._tone.value}_soft"


class Tier(StrEnum):
    """How much a banner interrupts."""

    INLINE = "inline"  # read it and go on
    ACKNOWLEDGE = "acknowledge"  # go on after saying that it was read
    STOP = "stop"  # a rule says no; going on needs a reason, or is impossible


_TIER_ICONS = {
    Tone.DANGER: "octagon-x",
    Tone.WARNING: "triangle-alert",
    Tone.CAUTION: "triangle-alert",
    Tone.OK: "circle-check",
    Tone.INFO: "info",
}


class Banner(Tinted):
    """A message inside a screen: an icon, the sentences, and an answer when the tier asks for one.

    Signals:
        answered: The person acknowledged it, or chose the way on that a stop offers.
        dismissed: The person put it away.
    """

    answered = Signal()
    dismissed = Signal()

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(Tone.CAUTION, parent=parent)
        self._icon = Icon("triangle-alert")
        self._words = Sentences()
        self._answer = Button("")
        self._close = IconButton("x", "Dismiss")
        row = QHBoxLayout(self)
        row.setContentsMargins(13, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._answer)
        row.addWidget(self._close)
        self._answer.clicked.connect(self.answered)
        self._close.clicked.connect(self.dismissed)
        self.hide()

    def show_message(  # a message is exactly these
        self,
        said: str,
        remedy: str = "",
        *,
        tier: Tier = Tier.INLINE,
        tone: Tone | None = None,
        answer: str = "",
        dismissable: bool = False,
    ) -> None:
        """Show a message.

        Args:
            said: What is so.
            remedy: What to do.
            tier: How much it interrupts; a stop is painted solid.
            tone: Its colour; red for a stop and caution otherwise, when it is not given.
            answer: The words of the button that answers it; "I have read this" for an acknowledgement.
            dismissable: Whether it can be put away without an answer.
        """
        tone = tone or (Tone.DANGER if tier == Tier.STOP else Tone.CAUTION)
        self.show_tone(tone, Fill.SOLID if tier == Tier.STOP else Fill.SOFT)
        self._icon.show_icon(_TIER_ICONS.get(tone, "info"), self.ink())
        self._words.show_sentences(said, remedy)
        answer = answer or ("I have read this" if tier == Tier.ACKNOWLEDGE else "")
        self._answer.setText(answer)
        show_if(self._answer, bool(answer))
        show_if(self._close, dismissable)
        self.setAccessibleName(f"{said} {remedy}".strip())
        show_if(self, True)


class EmptyState(QWidget):
    """What a screen says while it has nothing to show: what it is for, and the first thing to do.

    Signals:
        action_wanted: The person took up the offer.
    """

    action_wanted = Signal()

    def __init__(self, icon: str, sentence: str, action: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentence = Label(sentence, "muted", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._action = Button(action, kind=Kind.PRIMARY)
        show_if(self._action, bool(action))
        column = QVBoxLayout(self)
        column.setSpacing(14)
        column.addStretch(1)
        column.addWidget(Icon(icon, "border_strong", size=40), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._sentence)
        column.addWidget(self._action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._action.clicked.connect(self.action_wanted)

    @property
    def words(self) -> tuple[str, str]:
        """Return the sentence and the words of the offer; those are empty when nothing is offered."""
        return self._sentence.text(), self._action.text()

    def show_words(self, sentence: str, action: str = "") -> None:
        """Say something else, and offer something else or nothing."""
        self._sentence.setText(sentence)
        self._action.setText(action)
        show_if(self._action, bool(action))
