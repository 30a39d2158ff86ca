from datetime import UTC, datetime

from rxdesk.ports.scanner import Scan
from ui.notices import Level, Notice, Notices
from ui.scans import ScanRouter

SCAN = Scan(text="ABC", device="Counter scanner", scanned_at=datetime(2026, 11, 23, 12, tzinfo=UTC))


class Room:
    """A router, and what was said and taken."""

    def __init__(self) -> None:
        self.said: list[Notice] = []
        self.taken: list[str] = []
        self.heard: list[Scan] = []
        notices = Notices()
        notices.listen(self.said.append)
        self.dialog_open = False
        self.router = ScanRouter(notices, self.heard.append, dialog_is_open=lambda: self.dialog_open)

    def takes_as(self, name: str, *, use: bool = True) -> "Taker":
        return Taker(self, name, use=use)


class Taker:
    def __init__(self, room: Room, name: str, *, use: bool) -> None:
        self.room, self.name, self.use = room, name, use

    def __call__(self, scan: Scan) -> bool:
        self.room.taken.append(f"{self.name} {scan.text}")
        return self.use


def test_the_listener_on_top_gets_the_scan_and_nobody_else() -> None:
    room = Room()
    room.router.listen(room.takes_as("screen"))
    dialog = room.router.listen(room.takes_as("dialog"))
    room.router.scanned(SCAN)
    dialog.release()
    room.router.scanned(SCAN)
    assert room.taken == ["dialog ABC", "screen ABC"]
    assert room.said == []
    assert room.heard == [SCAN, SCAN]


def test_a_scan_nobody_listens_for_is_said() -> None:
    room = Room()
    room.router.scanned(SCAN)
    (notice,) = room.said
    assert notice.level is Level.REFUSED
    assert notice.remedy


def test_a_scan_the_top_has_no_use_for_is_said_and_does_not_fall_through() -> None:
    room = Room()
    room.router.listen(room.takes_as("screen"))
    room.router.listen(room.takes_as("dialog", use=False))
    room.router.scanned(SCAN)
    assert room.taken == ["dialog ABC"]
    assert len(room.said) == 1


def test_a_dialog_without_use_for_scans_keeps_them_from_the_screen_behind() -> None:
    room = Room()
    room.router.listen(room.takes_as("screen"))
    closed = room.router.listen_to_none()
    room.router.scanned(SCAN)
    closed.release()
    room.router.scanned(SCAN)
    assert room.taken == ["screen ABC"]
    assert len(room.said) == 1


def test_listeners_may_go_in_any_order_and_more_than_once() -> None:
    room = Room()
    screen = room.router.listen(room.takes_as("screen"))
    dialog = room.router.listen(room.takes_as("dialog"))
    screen.release()
    screen.release()
    room.router.scanned(SCAN)
    dialog.release()
    room.router.scanned(SCAN)
    assert room.taken == ["dialog ABC"]
    assert len(room.said) == 1


def test_a_dialog_that_forgot_to_listen_lets_no_scan_through_to_the_screen_behind() -> None:
    room = Room()
    room.router.listen(room.takes_as("screen"))
    room.dialog_open = True
    room.router.scanned(SCAN)
    assert room.taken == []
    assert len(room.said) == 1


def test_a_dialog_that_listens_gets_its_scan() -> None:
    room = Room()
    room.router.listen(room.takes_as("screen"))
    room.dialog_open = True
    room.router.listen(room.takes_as("dialog"), in_dialog=True)
    room.router.scanned(SCAN)
    assert room.taken == ["dialog ABC"]
