from datetime import UTC, datetime, timedelta

from rxdesk.domain.errors import Trouble
from rxdesk.ports.scanner import DeviceReport, DeviceState
from ui.kit.tones import Tone
from ui.statusline import BACKUP, DATABASE, KEYBOARD, scanner_chip, statuses

NOW = datetime(2026, 11, 23, 14, 42, tzinfo=UTC)
READY = DeviceReport(device="Counter scanner", state=DeviceState.READY, port="/dev/ttyACM0")
LOST = DeviceReport(device="Counter scanner", state=DeviceState.LOST)


def words(key: str, *, last_backup_at: datetime | None = None, keyboard: bool = True) -> tuple[str, Tone]:
    told = statuses(
        {"Counter scanner": LOST}, keyboard_scanner=keyboard, last_backup_at=last_backup_at, now=NOW
    )
    found = next(status for status in told if status.key == key)
    return found.words, found.tone


def test_a_scanner_is_told_by_name_and_state() -> None:
    assert words("scanner/Counter scanner") == ("Counter scanner: lost, being looked for", Tone.WARNING)


def test_a_backup_of_today_is_told_by_its_time() -> None:
    at = NOW - timedelta(minutes=1)
    assert words(BACKUP, last_backup_at=at) == (f"Backed up {at.astimezone():%H:%M}", Tone.OK)


def test_an_old_or_missing_backup_is_a_warning() -> None:
    assert words(BACKUP) == ("Never backed up", Tone.WARNING)
    assert words(BACKUP, last_backup_at=NOW - timedelta(days=5))[1] is Tone.WARNING


def test_a_station_without_any_scanner_says_so() -> None:
    told = statuses({}, keyboard_scanner=False, last_backup_at=None, now=NOW)
    assert next(status.words for status in told if status.key == KEYBOARD) == "No scanner is set up"


def test_the_scan_bar_promises_only_what_would_be_heard() -> None:
    assert scanner_chip({"a": READY}, keyboard_scanner=False).words == "Scanner ready"
    assert scanner_chip({"a": LOST}, keyboard_scanner=False).words == "Scanner not ready"
    assert scanner_chip({"a": LOST}, keyboard_scanner=True).words == "Keyboard scanner ready"
    assert scanner_chip({}, keyboard_scanner=False).words == "No scanner"


def test_a_write_that_failed_is_said_where_otherwise_everything_is_saved() -> None:
    full = Trouble("The disk is full; nothing was saved.", "Make space on the disk.")
    said = [
        status
        for unwritten in (None, full)
        for status in statuses({}, keyboard_scanner=True, last_backup_at=NOW, now=NOW, unwritten=unwritten)
        if status.key == DATABASE
    ]
    assert [(status.words, status.tone) for status in said] == [
        ("Everything is saved", Tone.OK),
        ("Not saved: The disk is full; nothing was saved.", Tone.WARNING),
    ]
