"""What can be seen or is spoken on a page, for tests that compare it with what they expect."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget


def seen(page: QWidget) -> set[str]:
    """Return every word that can be seen or is spoken on a page."""
    QApplication.processEvents()  # layouts show what was just added when the events are handled
    words: set[str] = set()
    for part in page.findChildren(QWidget):
        if part.isVisibleTo(page):
            words.add(part.accessibleName())
            words.add(part.text() if isinstance(part, (QLabel, QAbstractButton, QLineEdit)) else "")
    return words


def focused(page: QWidget) -> QWidget:
    """Return where the keyboard is.

    Raises:
        AssertionError: It is nowhere.
    """
    focus = page.window().focusWidget()
    assert focus is not None
    return focus
