"""The look the program wears: Fusion, one complete palette, one style sheet and the fonts, all from tokens.

Qt keeps style, palette and font once per application, and so does this module: `look()` is the same
object everywhere. Chosen over passing it to every constructor because delegates, icon engines and event
filters need it too and there can never be two looks at once. Nothing is decided from it.

Widgets that paint themselves read `look()` while painting. A change of theme or text size reaches them as
Qt's own `StyleChange`, so nobody subscribes to anything.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, cast

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette

from rxdesk.paths import shipped
from ui.kit.tokens import TextScale, Theme, colors_by_name, design

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QApplication

    from ui.kit.tokens import Design, FontStep


class Look:
    """The tokens as Qt values, in the theme and text size now worn."""

    def __init__(self) -> None:
        self.theme = Theme.LIGHT
        self.scale = TextScale.NORMAL
        self.design: Design = design()

    @property
    def colors(self) -> Mapping[str, str]:
        """Return the colours of the theme now worn, by name."""
        return colors_by_name(self.design.color[self.theme])

    def color(self, name: str) -> QColor:
        """Return one colour of the theme now worn."""
        return QColor(_color(self.theme, name))

    def px(self, length: float) -> int:
        """Return a length given in pixels at 100 % at the text size now worn."""
        return round(length * self.scale / 100)

    def font(self, step: str = "body", *, weight: int | None = None, mono: bool = False) -> QFont:
        """Return the font of one step of the scale: caption, body, body_strong, subtitle, title and so on."""
        fonts = self.design.font
        chosen = cast("FontStep", getattr(fonts.scale, step))
        return self.sized_font(chosen.px, weight=weight or chosen.weight, mono=mono)

    def sized_font(self, px: float, *, weight: int = 400, mono: bool = False) -> QFont:
        """Return a font of `px` pixels at 100 %; for the few sizes that belong to a part, as a chip's."""
        return QFont(_font(mono, self.px(px), weight))


# Kept because a screen full of cells asks for some hundred fonts and colours each time it is painted.
@cache
def _color(theme: Theme, name: str) -> QColor:
    return QColor(getattr(design().color[theme], name))


@cache
def _font(mono: bool, px: int, weight: int) -> QFont:
    fonts = design().font
    font = QFont([fonts.mono if mono else fonts.ui, *fonts.fallback])
    font.setPixelSize(px)
    font.setWeight(QFont.Weight(weight))
    # Hinting squeezes Plex at small sizes and moves letters apart from what was measured.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


@cache
def look() -> Look:
    """Return the look the program wears."""
    return Look()


def dress(app: QApplication, theme: Theme, scale: TextScale = TextScale.NORMAL) -> None:
    """Put a theme and a text size on the whole program, at start or while it runs."""
    worn = look()
    worn.theme, worn.scale = theme, scale
    _load_fonts()
    app.setStyle("Fusion")
    app.setPalette(_palette(worn))
    app.setFont(worn.font())
    app.setStyleSheet(style_sheet(worn))


def style_sheet(worn: Look) -> str:
    """Return `resources/style.qss` with `${colour}` and `${12}` (pixels at 100 %) filled in.

    Raises:
        KeyError: The sheet names a colour that the tokens do not have.
    """
    known = dict(worn.colors) | {
        "scroll": worn.colors["border_strong" if worn.theme == Theme.HIGH_CONTRAST else "border"],
        "ui_font": worn.design.font.ui,
        "mono_font": worn.design.font.mono,
    }

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        return f"{worn.px(int(name))}px" if name.isdigit() else known[name]

    return re.sub(r"\$\{(\w+)\}", fill, shipped("resources", "style.qss").read_text(encoding="utf-8"))


@cache
def _load_fonts() -> None:
    # A file that does not load is answered by the fallback families: the program must still open.
    for path in sorted(shipped("resources", "fonts").glob("*.woff2")):
        QFontDatabase.addApplicationFont(str(path))


_ROLES = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface_alt",
    QPalette.ColorRole.ToolTipBase: "toast_bg",
    QPalette.ColorRole.ToolTipText: "toast_text",
    QPalette.ColorRole.PlaceholderText: "text_hint",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "on_danger",
    QPalette.ColorRole.Light: "surface_alt",
    QPalette.ColorRole.Midlight: "grid",
    QPalette.ColorRole.Dark: "border_strong",
    QPalette.ColorRole.Mid: "border",
    QPalette.ColorRole.Shadow: "border_strong",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "on_selection",
    QPalette.ColorRole.Link: "primary",
    QPalette.ColorRole.LinkVisited: "primary",
    QPalette.ColorRole.Accent: "primary",
}
_DISABLED = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)


def _palette(worn: Look) -> QPalette:
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, worn.color(name))
    for role in _DISABLED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, worn.color("text_disabled"))
    return palette
