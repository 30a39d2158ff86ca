"""What the status bar says: every scanner, the last backup, the database. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from rxdesk.domain.errors import Trouble
from rxdesk.ports.scanner import DeviceReport, DeviceState
from ui.device_words import STATES, state_words
from ui.frame.parts import Side, Status
from ui.kit.tones import Chip, Fill, Tone
from ui.moments import moment_words, time_words

SCANNER: Final = "scanner/"
KEYBOARD: Final = "keyboard_scanner"
BACKUP: Final = "backup"
DATABASE: Final = "database"

_OLD_BACKUP: Final = timedelta(days=2)


def statuses(
    scanners: Mapping[str, DeviceReport],
    *,
    keyboard_scanner: bool,
    last_backup_at: datetime | None,
    now: datetime,
    unwritten: Trouble | None = None,
) -> tuple[Status, ...]:
    """Return everything the status bar says, scanners first.

    Args:
        scanners: The last report of each serial scanner, by name.
        keyboard_scanner: Whether fast keys are taken for scans.
        last_backup_at: When the last backup was made; None when there is none.
        now: The present moment.
        unwritten: What the last write to the file failed with; None when it went well.
    """
    told = [
        Status(
            key=SCANNER + name,
            words=f"{name}: {state_words(report)}",
            icon="cable" if report.state is DeviceState.READY else "unplug",
            tone=STATES[report.state][1],
        )
        for name, report in scanners.items()
    ]
    if keyboard_scanner:
        told.append(Status(key=KEYBOARD, words="Keyboard scanner: listening", icon="keyboard"))
    if not told:
        told.append(Status(key=KEYBOARD, words="No scanner is set up", icon="unplug", tone=Tone.WARNING))
    told.append(_backup(last_backup_at, now))
    told.append(_database(unwritten))
    return tuple(told)


def scanner_chip(scanners: Mapping[str, DeviceReport], *, keyboard_scanner: bool) -> Chip:
    """Return the chip in the scan bar: whether a scan would be heard now."""
    ready = [name for name, report in scanners.items() if report.state is DeviceState.READY]
    if ready or (keyboard_scanner and not scanners):
        return Chip("Scanner ready", "cable" if ready else "keyboard", Tone.OK, Fill.SOFT)
    if keyboard_scanner:
        return Chip("Keyboard scanner ready", "keyboard", Tone.OK, Fill.SOFT)
    if scanners:
        return Chip("Scanner not ready", "unplug", Tone.WARNING, Fill.SOFT)
    return Chip("No scanner", "unplug", Tone.NEUTRAL, Fill.SOFT)


def _database(unwritten: Trouble | None) -> Status:
    if unwritten is None:
        words, icon, tone = "Everything is saved", "database", Tone.OK
    else:
        words, icon, tone = f"Not saved: {unwritten.said}", "triangle-alert", Tone.WARNING
    return Status(key=DATABASE, words=words, icon=icon, tone=tone, side=Side.RIGHT)


def _backup(last: datetime | None, now: datetime) -> Status:
    if last is None:
        words, tone = "Never backed up", Tone.WARNING
    elif now - last > _OLD_BACKUP:
        words, tone = f"Last backed up {moment_words(last)}", Tone.WARNING
    else:
        same_day = last.astimezone().date() == now.astimezone().date()
        words, tone = f"Backed up {time_words(last) if same_day else moment_words(last)}", Tone.OK
    return Status(key=BACKUP, words=words, icon="database-backup", tone=tone, side=Side.RIGHT)
