"""The look holds together: contrast, complete tokens, fonts, icons, and a change while the program runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QFontInfo, QIcon, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from rxdesk.paths import shipped
from ui.kit.chips import chip_colors, chip_size, paint_chip
from ui.kit.icons import icon, paint_icon
from ui.kit.theme import dress, look, style_sheet
from ui.kit.tokens import TextScale, Theme, design
from ui.kit.tones import Chip, Fill, Status, Tone, expiry_chip, status_chip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

READABLE = 4.5  # WCAG 2.2, 1.4.3 Contrast (Minimum), level AA
VISIBLE = 3.0  # WCAG 2.2, 1.4.11 Non-text Contrast

TEXT_PAIRS = (
    *(("text", "bg"), ("text", "surface"), ("text_muted", "bg"), ("text_muted", "surface")),
    *(("text_hint", "surface"), ("text_hint", "bg"), ("nav_text", "nav_bg"), ("nav_muted", "nav_bg")),
    *(("nav_active_text", "nav_active_bg"), ("nav_title", "nav_bg"), ("on_primary", "primary")),
    *(
        ("on_primary", "primary_hover"),
        ("on_primary", "primary_pressed"),
        ("on_primary_soft", "primary_soft"),
    ),
    *(("on_selection", "selection"), ("on_danger", "danger"), ("on_warning", "warning"), ("on_ok", "ok")),
    *((f"on_{tone}_soft", f"{tone}_soft") for tone in Tone),
    *((tone, "surface") for tone in ("danger", "warning", "ok", "info")),
    *(("toast_text", "toast_bg"), ("toast_action", "toast_bg"), ("toast_muted", "toast_bg")),
    *(("on_nav_badge_stop", "nav_badge_stop"), ("on_nav_badge_note", "nav_badge_note")),
)
LINE_PAIRS = (("border_strong", "surface"), ("border_strong", "bg"), ("focus", "surface"), ("focus", "bg"))


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: str, other: str, theme: Theme) -> float:
    colors = design().color[theme]
    light, dark = sorted((luminance(QColor(getattr(colors, name))) for name in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_every_text_can_be_read(ink: str, ground: str, theme: Theme) -> None:
    assert contrast(ink, ground, theme) >= READABLE


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize(("line", "ground"), LINE_PAIRS)
def test_every_ring_and_edge_can_be_seen(line: str, ground: str, theme: Theme) -> None:
    assert contrast(line, ground, theme) >= VISIBLE


@pytest.mark.parametrize("theme", Theme)
def test_the_style_sheet_names_only_colours_that_are_there(theme: Theme, wardrobe: QApplication) -> None:
    dress(wardrobe, theme)
    assert "${" not in style_sheet(look())


def test_every_colour_role_of_the_palette_is_ours(wardrobe: QApplication) -> None:
    dress(wardrobe, Theme.DARK)
    ours = {QColor(value).name() for value in look().colors.values()}
    roles = [
        role
        for role in QPalette.ColorRole
        if role not in {QPalette.ColorRole.NoRole, QPalette.ColorRole.NColorRoles}
    ]
    assert {role.name for role in roles if wardrobe.palette().color(role).name() not in ours} == set()


def test_the_fonts_are_the_shipped_ones(qapp: QApplication) -> None:
    assert QFontInfo(look().font()).family() == "IBM Plex Sans"
    assert QFontInfo(look().font(mono=True)).family() == "IBM Plex Mono"


def test_text_size_scales_fonts_and_lengths(wardrobe: QApplication) -> None:
    dress(wardrobe, Theme.LIGHT, TextScale.LARGEST)
    assert look().font("body").pixelSize() == 21
    assert look().px(48) == 72


def test_a_change_of_theme_reaches_a_window_that_is_open(wardrobe: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    before = window.grab().toImage().pixelColor(5, 5)
    dress(wardrobe, Theme.DARK)
    assert before == QColor(design().color[Theme.LIGHT].bg)
    assert window.grab().toImage().pixelColor(5, 5) == QColor(design().color[Theme.DARK].bg)


def test_every_icon_the_tokens_name_is_shipped() -> None:
    named = {chip.icon for chip in (*design().severity.values(), *design().status.values())}
    missing = [name for name in named if not shipped("resources", "icons").joinpath(f"{name}.svg").exists()]
    assert missing == []


def test_every_shipped_icon_can_be_tinted() -> None:
    files = list(shipped("resources", "icons").glob("*.svg"))
    assert files
    assert [file.name for file in files if "currentColor" not in file.read_text(encoding="utf-8")] == []


def painted(side: int, ratio: float, color: str) -> QImage:
    image = QImage(round(side * ratio), round(side * ratio), QImage.Format.Format_ARGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    paint_icon(painter, QRectF(0, 0, side, side), "check", QColor(color))
    painter.end()
    return image


def inked(image: QImage) -> list[tuple[int, int]]:
    return [
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 200
    ]


def test_an_icon_is_drawn_in_the_colour_it_is_asked_for(qapp: QApplication) -> None:
    image = painted(24, 1, "#b42318")
    assert inked(image)
    assert all(image.pixelColor(x, y).red() > image.pixelColor(x, y).green() for x, y in inked(image))


def test_an_icon_has_real_pixels_on_a_sharp_screen(qapp: QApplication) -> None:
    assert len(inked(painted(24, 2, "#000000"))) > 3 * len(inked(painted(24, 1, "#000000")))


def test_a_disabled_icon_is_grey(qapp: QApplication) -> None:
    def shade(mode: QIcon.Mode) -> QColor:
        image = icon("check", "primary").pixmap(QSize(24, 24), mode).toImage()
        x, y = inked(image)[0]
        return image.pixelColor(x, y)

    assert shade(QIcon.Mode.Disabled) != shade(QIcon.Mode.Normal)


@pytest.mark.parametrize(
    ("days", "words", "tone", "fill"),
    [
        (None, "No expiry date", Tone.NEUTRAL, Fill.SOFT),
        (-9, "Expired 9 days ago", Tone.DANGER, Fill.SOLID),
        (-1, "Expired yesterday", Tone.DANGER, Fill.SOLID),
        (0, "Last day today", Tone.WARNING, Fill.SOLID),
        (1, "1 day left", Tone.WARNING, Fill.SOLID),
        (30, "30 days left", Tone.WARNING, Fill.SOLID),
        (31, "31 days left", Tone.WARNING, Fill.SOFT),
        (90, "90 days left", Tone.WARNING, Fill.SOFT),
        (91, "3 months left", Tone.CAUTION, Fill.SOFT),
        (180, "6 months left", Tone.CAUTION, Fill.SOFT),
        (181, "6 months", Tone.OK, Fill.NONE),
    ],
)
def test_time_left_is_said_by_colour_shape_and_words(
    days: int | None, words: str, tone: Tone, fill: Fill
) -> None:
    chip = expiry_chip(days)
    assert (chip.words, chip.tone, chip.fill) == (words, tone, fill)
    assert chip.icon


def test_red_is_kept_for_what_must_stop() -> None:
    red = {days for days in range(-400, 1000) if expiry_chip(days).tone == Tone.DANGER}
    assert red == set(range(-400, 0))
    assert {status for status in Status if status_chip(status).tone == Tone.DANGER} == {
        Status.QUARANTINE,
        Status.RECALLED,
    }


def test_no_two_states_share_a_shape() -> None:
    shapes = [chip.icon for chip in design().severity.values()]
    assert len(shapes) == len(set(shapes))


@pytest.mark.parametrize("fill", Fill)
@pytest.mark.parametrize("tone", Tone)
def test_every_chip_can_be_read_in_every_theme(tone: Tone, fill: Fill, wardrobe: QApplication) -> None:
    for theme in Theme:
        look().theme = theme
        ground, _, ink = chip_colors(Chip("words", "check", tone, fill))
        ground = ground or look().color("surface")
        light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= READABLE


def test_a_chip_without_room_shortens_its_words_inside_its_edge(qapp: QApplication) -> None:
    chip = expiry_chip(-400)
    image = QImage(60, 24, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    paint_chip(painter, QRectF(0, 0, 40, 24), chip)
    painter.end()
    assert chip_size(chip).width() > 60
    assert all(image.pixelColor(x, 12).alpha() == 0 for x in range(42, 60))
