"""Words on the glass: labels by role, labelled figures, lines and headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.kit.names import sentence_html
from ui.kit.shown import show_if

if TYPE_CHECKING:
    from typing import Literal

    Role = Literal[
        "body", "strong", "muted", "caption", "hint", "mono", "mono_strong",
        "mono_large", "title", "subtitle", "subtitle_muted", "display", "metric", "invalid",
    ]  # fmt: skip


class Label(QLabel):
    """A label in one of the roles of the style sheet; never interprets what it shows as markup."""

    def __init__(
        self, words: str = "", role: Role = "body", *, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)


class Sentences(QLabel):
    """What is so and what to do, one after the other; names keep their tall letters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_sentences(self, said: str, remedy: str = "") -> None:
        """Show what is so, in bold when what to do follows."""
        first = (
            f'<span style="font-weight: 600">{sentence_html(said)}</span>' if remedy else sentence_html(said)
        )
        self.setText(f"{first} {sentence_html(remedy)}".strip())
        self.setAccessibleName(f"{said} {remedy}".strip())


class Metric(QWidget):
    """A large figure and what it counts."""

    def __init__(self, figure: str = "", words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figure = Label(role="metric")
        self._words = Label(role="caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._figure)
        column.addWidget(self._words)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        self.show_figure(figure, words)

    def show_figure(self, figure: str, words: str) -> None:
        """Show another figure and what it counts."""
        self._figure.setText(figure)
        self._words.setText(words)
        self.setAccessibleName(f"{figure} {words}")


class Identifier(QWidget):
    """A small caption with an identifier beside it, as in "NDC 99301-0417-01"."""

    def __init__(
        self,
        caption: str,
        value: str = "",
        *,
        mono: bool = True,
        strong: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._caption = Label(caption, "hint")
        self._value = Label(value, ("mono_large" if strong else "mono") if mono else "strong")
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(self._caption)
        row.addWidget(self._value)
        self.show_value(value)

    def show_value(self, value: str) -> None:
        """Show another identifier; nothing is shown for an empty one."""
        self._value.setText(value)
        show_if(self, bool(value))
        self.setAccessibleName(f"{self._caption.text()} {value}")


class Line(QFrame):
    """A hairline between two parts of a card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "line")


class SectionHeader(QWidget):
    """The title of a part of a screen, a sentence about it, and room for tools at its right."""

    def __init__(self, title: str, sentence: str = "", *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Label(title, "title")
        self._sentence = Label(sentence, "muted", wrap=True)
        show_if(self._sentence, bool(sentence))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addLayout(words, 1)

    def show_title(self, title: str) -> None:
        """Show another title."""
        self._title.setText(title)

    def show_sentence(self, sentence: str) -> None:
        """Show another sentence below the title."""
        self._sentence.setText(sentence)
        show_if(self._sentence, bool(sentence))

    def add_tool(self, tool: QWidget) -> None:
        """Put a button at the right end."""
        self._row.addWidget(tool, 0, Qt.AlignmentFlag.AlignTop)
