"""How scans come into the window: serial scanners, keyboard scanners, typed codes; and badges on the way.

A badge never reaches a screen: wherever it is scanned it means that somebody else steps up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from rxdesk.desk import Desk
from rxdesk.domain.scan import ScannedBadge, ScannedText, read_scan, scan_from_line
from rxdesk.domain.scan_refusals import ScanRefused
from rxdesk.ports.scanner import DeviceReport, Scan, ScannerCallbacks
from ui.kept_scanners import KeptScanners
from ui.notices import Notice, Notices
from ui.wedge import WedgeFilter, WedgeSettings

if TYPE_CHECKING:
    from rxdesk.domain.errors import Trouble
    from ui.context import Inward
    from ui.scans import ScanRouter

TYPED: Final = "typed"


class DeskClock:
    """The desk's clock as the keyboard filter asks it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""
        return self._desk.now()

    def utc_offset_min(self) -> int:
        """Return how many minutes local time is ahead of UTC now."""
        offset = self._desk.now().astimezone().utcoffset()
        return 0 if offset is None else int(offset.total_seconds() // 60)

    def today(self) -> date:
        """Return the pharmacy's local day."""
        return self._desk.today()


class Hearing(QObject):
    """Brings every scan to the router, and badges to whoever changes the person.

    Args:
        app: Where the keyboard filter is installed.
        desk: Its scanners.
        inward: The way from their threads.
        router: Gives each scan to the screen in front.
        notices: Where a scanner's trouble is said.
        badge: Called with the raw text of a badge.
        changed: Called when a scanner's state changed; screens have themselves told by `on_change`.
    """

    def __init__(
        self,
        app: QApplication,
        *,
        desk: Desk,
        inward: Inward,
        router: ScanRouter,
        notices: Notices,
        badge: Callable[[str], None],
        changed: Callable[[], None],
    ) -> None:
        super().__init__()
        self._app, self._desk, self._router = app, desk, router
        self._notices, self._badge, self._changed = notices, badge, changed
        self._kept = KeptScanners()
        self._told: list[Callable[[], None]] = []
        self._reports: dict[str, DeviceReport] = {}
        self._wedge: WedgeFilter | None = None
        self._callbacks = ScannerCallbacks(
            scanned=inward(self.scanned),
            state_changed=inward(self._state_changed),
            troubled=inward(self._troubled),
        )

    @property
    def reports(self) -> Mapping[str, DeviceReport]:
        """Return the last report of each serial scanner, by name."""
        return self._reports

    @property
    def kept(self) -> KeptScanners:
        """Return what is listened to now."""
        return self._kept

    def on_change(self, told: Callable[[], None]) -> None:
        """Have `told` called whenever a scanner's state changed."""
        self._told.append(told)

    def use(self, kept: KeptScanners) -> None:
        """Listen to these scanners from now on."""
        if kept.serial != self._kept.serial or kept.profile != self._kept.profile:
            self._reports = {}
            self._desk.scanners.use(kept.setups(), self._callbacks)
        self._kept = kept
        self._desk.set_profile(kept.profile)
        self.listen_to_keys(on=self._wedge is not None, anew=True)
        self._tell()

    def listen_to_keys(self, *, on: bool, anew: bool = False) -> None:
        """Take fast keys for a scanner, or leave every key to the fields.

        Args:
            on: Whether to listen.
            anew: Whether to begin again when it listens already, as after a change of the profile.
        """
        if on == (self._wedge is not None) and not anew:
            return
        if self._wedge is not None:
            self._app.removeEventFilter(self._wedge)
            self._wedge.deleteLater()
            self._wedge = None
        if on:
            settings = WedgeSettings(profile=self._kept.profile)
            self._wedge = WedgeFilter(self.scanned, DeskClock(self._desk), settings, self)
            self._app.installEventFilter(self._wedge)

    def stop(self) -> None:
        """Listen no more; returns when the scanners' threads have ended."""
        self.listen_to_keys(on=False)
        self._desk.scanners.stop()

    def scanned(self, scan: Scan) -> None:
        """Take a scan from wherever it came."""
        try:
            meaning = read_scan(
                scan.text, today=self._desk.today(), profile=scan.profile or self._kept.profile
            )
        except ScanRefused:
            meaning = None  # the screen in front says why, in its own words
        if isinstance(meaning, ScannedBadge):
            self._badge(scan.text)
        else:
            self._router.scanned(scan)

    def typed(self, text: str) -> Scan | None:
        """Return what was typed as a scan; None when it is words to look for."""
        raw = scan_from_line(text)
        try:
            meaning = read_scan(raw, today=self._desk.today(), profile=self._kept.profile)
        except ScanRefused:
            # Letters and blanks are words; a wrong code is a code, and is refused as one.
            meaning = (
                None if any(letter.isdigit() for letter in raw) and " " not in raw else ScannedText(raw=raw)
            )
        if isinstance(meaning, ScannedText):
            return None
        return Scan(text=raw, device=TYPED, scanned_at=self._desk.now())

    def _state_changed(self, report: DeviceReport) -> None:
        self._reports = {**self._reports, report.device: report}
        self._tell()

    def _tell(self) -> None:
        for told in (self._changed, *self._told):
            told()

    def _troubled(self, trouble: Trouble) -> None:
        self._notices.say(Notice.of(trouble))
