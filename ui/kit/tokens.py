"""The design tokens, typed: every colour, size and font of the program comes from `resources/tokens.json`.

No Qt here, so that anything may ask how a thing looks without bringing in a toolkit. Sizes are logical
pixels at a text size of 100 %; `Look.px` scales them for the text size the person chose.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum
from functools import cache
from typing import TYPE_CHECKING

import msgspec

from rxdesk.paths import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping


class Theme(StrEnum):
    """The three ways the program can look."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"

    @property
    def words(self) -> str:
        """Return the name a person reads."""
        return self.value.replace("_", " ").capitalize()


class TextScale(IntEnum):
    """The text sizes a person can choose, in per cent."""

    NORMAL = 100
    LARGE = 115
    LARGER = 130
    LARGEST = 150


class Colors(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One theme's colours as `#RRGGBB`, named by what they are for. `on_x` is what is written on `x`."""

    bg: str
    surface: str
    surface_alt: str
    surface_sunken: str
    nav_bg: str
    nav_text: str
    nav_muted: str
    nav_active_bg: str
    nav_active_text: str
    nav_accent: str
    nav_hover_bg: str
    nav_title: str
    nav_brand: str
    text: str
    text_muted: str
    text_hint: str
    text_disabled: str
    border: str
    border_strong: str
    grid: str
    primary: str
    primary_hover: str
    primary_pressed: str
    on_primary: str
    primary_soft: str
    on_primary_soft: str
    focus: str
    selection: str
    on_selection: str
    danger: str
    on_danger: str
    danger_soft: str
    on_danger_soft: str
    danger_line: str
    warning: str
    on_warning: str
    warning_soft: str
    on_warning_soft: str
    warning_line: str
    caution_soft: str
    on_caution_soft: str
    caution_line: str
    ok: str
    on_ok: str
    ok_soft: str
    on_ok_soft: str
    ok_line: str
    info: str
    on_info: str
    info_soft: str
    on_info_soft: str
    info_line: str
    neutral_soft: str
    on_neutral_soft: str
    neutral_line: str
    control_soft: str
    on_control_soft: str
    control_line: str
    toast_bg: str
    toast_text: str
    toast_action: str
    toast_muted: str
    nav_badge_stop: str
    on_nav_badge_stop: str
    nav_badge_note: str
    on_nav_badge_note: str
    overlay: str


class FontStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One size of text."""

    px: int  # logical pixels at 100 %
    weight: int  # 100 to 900, as in OpenType


class FontScale(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sizes of text there are; no widget uses another."""

    caption: FontStep
    body: FontStep
    body_strong: FontStep
    subtitle: FontStep
    title: FontStep
    scan_input: FontStep
    display: FontStep
    metric: FontStep


class Fonts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The families and their sizes."""

    ui: str
    mono: str  # identifiers only: NDC, GTIN, lot, serial
    fallback: tuple[str, ...]  # when a shipped file cannot be loaded
    scale: FontScale


class Radius(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Corner radii in logical pixels."""

    control: int
    card: int
    keycap: int
    popup: int


class Size(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Heights and widths in logical pixels at 100 %."""

    control: int
    control_touch: int
    primary_action: int
    scan_bar: int
    nav_width: int
    nav_item: int
    row_compact: int
    row_default: int
    row_touch: int
    icon: int
    icon_nav: int
    status_bar: int
    hit_target_min: int
    hit_target_touch: int


class Border(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Line widths in logical pixels; they do not grow with the text."""

    hairline: int
    input: int
    focus_ring: int


class ChipSize(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The measures of a chip in logical pixels at 100 %."""

    height: int
    padding_x: int
    icon: int
    gap: int
    border: int
    weight: int
    size_px: int


class ChipDesign(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one severity or status is shown; `{n}` in the words stands for a number."""

    tone: str
    fill: str
    icon: str
    words: str


class Design(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of `resources/tokens.json`."""

    why: dict[str, str]
    color: dict[Theme, Colors]
    font: Fonts
    radius: Radius
    size: Size
    border: Border
    chip: ChipSize
    severity: dict[str, ChipDesign]
    status: dict[str, ChipDesign]


@cache
def design() -> Design:
    """Return the design tokens, read once and checked against their types."""
    return msgspec.json.decode(shipped("resources", "tokens.json").read_bytes(), type=Design)


def colors_by_name(colors: Colors) -> Mapping[str, str]:
    """Return every colour of a theme by the name the style sheet and the icons use."""
    return msgspec.structs.asdict(colors)
