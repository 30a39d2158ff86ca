"""What the status bar says: every scanner, the last backup, the database. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

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
    writable: bool = True,
) -> tuple[Status, ...]:
    """Return everything the status bar says, scanners first.

    Args:
        scanners: The last report of each serial scanner, by name.
        keyboard_scanner: Whether fast keys are taken for scans.
        last_backup_at: When the last backup was made; None when there is none.
        now: The present moment.
        writable: Whether the last write to the file went well.
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
    told.append(
        Status(key=DATABASE, words="Everything is saved", icon="database", tone=Tone.OK, side=Side.RIGHT)
        if writable
        else Status(
            key=DATABASE,
            words="The last change could not be saved",
            icon="triangle-alert",
            tone=Tone.WARNING,
            side=Side.RIGHT,
        )
    )
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


def _backup(last: datetime | None, now: datetime) -> Status:
    if last is None:
        words, tone = "Never backed up", Tone.WARNING
    elif now - last > _OLD_BACKUP:
        words, tone = f"Last backed up {moment_words(last)}", Tone.WARNING
    else:
        same_day = last.astimezone().date() == now.astimezone().date()
        words, tone = f"Backed up {time_words(last) if same_day else moment_words(last)}", Tone.OK
    return Status(key=BACKUP, words=words, icon="database-backup", tone=tone, side=Side.RIGHT)
