"""What the workplace is made of: the screens there are, what was kept, and what was asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from rxdesk.desk import Desk
from rxdesk.ports.rows import Pharmacy
from ui.choices import STATION_SETTING, StationChoices, read_station_choices
from ui.kept_scanners import SCANNERS_SETTING, STATION, KeptScanners, read_kept_scanners
from ui.kit.tokens import TextScale, Theme

if TYPE_CHECKING:
    from ui.context import Context, Screen
    from ui.frame.window import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenEntry:
    """A screen of the navigation."""

    key: str
    title: str
    icon: str
    build: Callable[[Context], Screen]
    group: str = ""
    shortcut: str = ""
    at_foot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What the window needs to know before it is shown."""

    pharmacy: Pharmacy | None = None  # None: the file is not begun
    station: StationChoices = field(default_factory=StationChoices)
    scanners: KeptScanners = field(default_factory=KeptScanners)
    last_backup_at: datetime | None = None


def read_opening(desk: Desk) -> Opening:
    """Read it, in one job on the journal thread."""
    return Opening(
        pharmacy=desk.reads.pharmacy(),
        station=read_station_choices(desk.reads.setting(STATION, STATION_SETTING)),
        scanners=read_kept_scanners(desk.reads.setting(STATION, SCANNERS_SETTING)),
        last_backup_at=desk.keeping.last_backup_at(),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What was asked for on the command line; None leaves it to what is kept.

    Attributes:
        theme: The theme to wear.
        text: The text size to wear.
        screen: The screen to show first.
        subject: What to open there.
        without_pin: Step in as the first pharmacist without a PIN; only the sample's file lets anybody do so.
        size: Of the window, in pixels.
        sound: Whether scans and notices are heard.
        try_sample: Opens the sample pharmacy in a window of its own; None where that cannot be done.
        ready: Called when the first screen is in front.
    """

    theme: Theme | None = None
    text: TextScale | None = None
    screen: str | None = None
    subject: object | None = None
    without_pin: bool = False
    size: tuple[int, int] = (1440, 900)
    sound: bool = True
    try_sample: Callable[[], None] | None = None
    ready: Callable[[Frame], None] | None = None
