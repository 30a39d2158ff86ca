"""What every test of the glass gets: the program's own look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ui.kit.theme import dress
from ui.kit.tokens import TextScale, Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


@pytest.fixture(scope="session", autouse=True)
def _dressed(qapp: QApplication) -> None:
    dress(qapp, Theme.LIGHT)


@pytest.fixture
def wardrobe(qapp: QApplication) -> Iterator[QApplication]:
    """Return the application for a test that changes the look; the usual one is put back."""
    yield qapp
    dress(qapp, Theme.LIGHT, TextScale.NORMAL)
