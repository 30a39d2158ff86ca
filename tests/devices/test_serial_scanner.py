from __future__ import annotations

from datetime import UTC, date, datetime
from queue import Queue
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import pytest

pytest.importorskip("termios", reason="pseudo terminals need a POSIX system")

from devices.scanner.framing import CodeCutOff, Ending, WrongLineSpeed
from devices.scanner.reader import ScannerFault, SerialScanner, SerialScannerSettings
from devices.transport import LineSettings, PortAbsent, PortBusy, ScannerLost, open_port
from rxdesk.domain.scan import ScannerProfile
from rxdesk.ports.scanner import DeviceReport, DeviceState, PortSeen, Scan, ScannerCallbacks
from tests.fake_scanner import FakeScanner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from rxdesk.domain.errors import Trouble

T = TypeVar("T")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
CODE = "]d2010030002143380217270831" + "10A1\x1d21X"


class NoonClock:
    def now(self) -> datetime:
        return NOON

    def utc_offset_min(self) -> int:
        return 0

    def today(self) -> date:
        return NOON.date()


class Heard:
    """Everything a scanner said, to be taken in order; waiting for it has a limit and no guess."""

    def __init__(self) -> None:
        self.scans: Queue[Scan] = Queue()
        self.reports: Queue[DeviceReport] = Queue()
        self.troubles: Queue[Trouble] = Queue()

    @property
    def callbacks(self) -> ScannerCallbacks:
        return ScannerCallbacks(self.scans.put, self.reports.put, self.troubles.put)

    def next_text(self) -> str:
        return taken(self.scans).text

    def until(self, state: DeviceState) -> DeviceReport:
        while True:
            report = taken(self.reports)
            if report.state is state:
                return report


def taken(queue: Queue[T]) -> T:
    return queue.get(timeout=20)


Start: TypeAlias = "Callable[..., tuple[SerialScanner, Heard]]"


@pytest.fixture
def fake(tmp_path: Path) -> Iterator[FakeScanner]:
    with FakeScanner(tmp_path / "tty") as scanner:
        yield scanner


@pytest.fixture
def start() -> Iterator[Callable[..., tuple[SerialScanner, Heard]]]:
    running: list[SerialScanner] = []

    def started(
        fake: FakeScanner,
        *,
        baud: int = 9600,
        ending: Ending = Ending.ANY,
        port: PortSeen | None = None,
        ports: Callable[[], list[PortSeen]] = list,
        callbacks: ScannerCallbacks | None = None,
    ) -> tuple[SerialScanner, Heard]:
        heard = Heard()
        settings = SerialScannerSettings(
            device="Counter scanner",
            port=port or PortSeen(url=str(fake.path)),
            line=LineSettings(baud=baud),
            ending=ending,
            profile=ScannerProfile(gs="^"),
        )
        scanner = SerialScanner(settings, NoonClock(), callbacks or heard.callbacks, ports=ports)
        running.append(scanner)
        scanner.start()
        return scanner, heard

    yield started
    for scanner in running:
        scanner.stop()


def test_a_scan_arrives_with_its_device_moment_and_profile(fake: FakeScanner, start: Start) -> None:
    _, heard = start(fake)
    heard.until(DeviceState.READY)
    fake.scan(CODE)
    assert taken(heard.scans) == Scan(
        text=CODE, device="Counter scanner", scanned_at=NOON, profile=ScannerProfile(gs="^")
    )


def test_codes_sent_back_to_back_arrive_all_and_in_order(fake: FakeScanner, start: Start) -> None:
    _, heard = start(fake)
    heard.until(DeviceState.READY)
    sent = [f"]d201003000214338022{number}" for number in range(300)]
    for code in sent:
        fake.scan(code, suffix="\r\n")
    assert [heard.next_text() for _ in sent] == sent


def test_a_code_sent_byte_by_byte_arrives_whole(fake: FakeScanner, start: Start) -> None:
    _, heard = start(fake)
    heard.until(DeviceState.READY)
    fake.scan(CODE, piece=1, pause_s=0.001)
    assert heard.next_text() == CODE


def test_a_scanner_without_suffix_is_read_by_its_silence(fake: FakeScanner, start: Start) -> None:
    _, heard = start(fake, ending=Ending.SILENCE)
    heard.until(DeviceState.READY)
    fake.scan(CODE, suffix="")
    assert heard.next_text() == CODE


def test_a_cable_pulled_in_mid_code_loses_only_that_code_and_says_so(fake: FakeScanner, start: Start) -> None:
    _, heard = start(fake)
    for number in range(3):
        heard.until(DeviceState.READY)
        fake.scan(f"WHOLE{number}")
        assert heard.next_text() == f"WHOLE{number}"
        fake.scan("HALF A CODE", suffix="")
        fake.unplug()
        assert isinstance(heard.until(DeviceState.LOST).trouble, ScannerLost | PortAbsent)
        fake.plug()
    heard.until(DeviceState.READY)
    fake.scan("AFTER")
    assert heard.next_text() == "AFTER"
    assert all(isinstance(trouble, CodeCutOff) for trouble in list(heard.troubles.queue))


def test_a_scanner_replugged_under_another_address_is_found_by_its_numbers(
    fake: FakeScanner, start: Start, tmp_path: Path
) -> None:
    def seen(path: Path) -> PortSeen:
        return PortSeen(url=str(path), vid=0x0C2E, pid=0x0B6A, serial_number="S1")

    def ports() -> list[PortSeen]:
        other = PortSeen(url="/dev/null", vid=0x0C2E, pid=0x0B6A, serial_number="S2")
        return [other, seen(fake.path)] if fake.plugged else [other]

    _, heard = start(fake, port=seen(fake.path), ports=ports)
    assert heard.until(DeviceState.READY).port == str(tmp_path / "tty")
    fake.unplug()
    heard.until(DeviceState.LOST)
    fake.plug(tmp_path / "another")
    assert heard.until(DeviceState.READY).port == str(tmp_path / "another")
    fake.scan(CODE)
    assert heard.next_text() == CODE


def test_a_wrong_line_speed_is_named_once_and_is_never_a_code(fake: FakeScanner, start: Start) -> None:
    _, heard = start(fake, baud=115200)
    heard.until(DeviceState.READY)
    fake.scan(CODE)
    assert isinstance(taken(heard.troubles), WrongLineSpeed)
    fake.scan(CODE)
    fake.baud = 115200
    fake.unplug()
    heard.until(DeviceState.LOST)
    fake.plug()
    heard.until(DeviceState.READY)
    fake.scan("GOOD")
    assert heard.next_text() == "GOOD"
    assert heard.troubles.empty()


def test_a_scanner_that_is_not_plugged_in_is_absent_until_it_is(fake: FakeScanner, start: Start) -> None:
    fake.unplug()
    _, heard = start(fake)
    absent = heard.until(DeviceState.ABSENT)
    assert isinstance(absent.trouble, PortAbsent)
    fake.plug()
    heard.until(DeviceState.READY)


def test_a_port_another_program_uses_is_refused_by_name_until_it_is_free(
    fake: FakeScanner, start: Start
) -> None:
    other = open_port(str(fake.path), LineSettings())
    _, heard = start(fake)
    assert isinstance(heard.until(DeviceState.REFUSED).trouble, PortBusy)
    other.close()
    heard.until(DeviceState.READY)


def test_two_scanners_at_once_do_not_mix(fake: FakeScanner, start: Start, tmp_path: Path) -> None:
    with FakeScanner(tmp_path / "second") as second:
        (_, first_heard), (_, second_heard) = start(fake), start(second)
        first_heard.until(DeviceState.READY)
        second_heard.until(DeviceState.READY)
        for number in range(50):
            fake.scan(f"FIRST{number}", piece=3)
            second.scan(f"SECOND{number}", piece=4)
        assert [first_heard.next_text() for _ in range(50)] == [f"FIRST{number}" for number in range(50)]
        assert [second_heard.next_text() for _ in range(50)] == [f"SECOND{number}" for number in range(50)]


def test_a_command_reaches_the_scanner(fake: FakeScanner, start: Start) -> None:
    scanner, heard = start(fake)
    heard.until(DeviceState.READY)
    scanner.send(b"\x1b7")
    fake.scan("A")
    heard.next_text()
    scanner.stop()
    fake.unplug()  # its listener has then read all that was sent
    assert fake.commands == ["good beep"]


def test_what_was_scanned_while_nobody_listened_is_not_wanted(fake: FakeScanner, start: Start) -> None:
    fake.scan("STALE")
    _, heard = start(fake)
    heard.until(DeviceState.READY)
    fake.scan("FRESH")
    assert heard.next_text() == "FRESH"


def test_each_state_is_announced_once_while_the_scanner_is_looked_for(
    fake: FakeScanner, start: Start
) -> None:
    asked: Queue[None] = Queue()

    def ports() -> list[PortSeen]:
        asked.put(None)
        return []

    _, heard = start(fake, port=PortSeen(url="COM5", vid=1, pid=2), ports=ports)
    for _ in range(3):
        taken(asked)
    assert [report.state for report in list(heard.reports.queue)] == [DeviceState.ABSENT]


def test_a_bug_in_a_listener_ends_the_device_with_a_report(
    fake: FakeScanner, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    def burst(_: Scan) -> None:
        message = "a bug"
        raise RuntimeError(message)

    heard = Heard()
    start(fake, callbacks=ScannerCallbacks(burst, heard.reports.put, heard.troubles.put))
    heard.until(DeviceState.READY)
    fake.scan(CODE)
    assert isinstance(heard.until(DeviceState.REFUSED).trouble, ScannerFault)
    assert isinstance(taken(heard.troubles), ScannerFault)
    assert "a bug" in caplog.text
    caplog.clear()


def test_a_stopped_scanner_has_let_go_of_its_port(fake: FakeScanner, start: Start) -> None:
    scanner, heard = start(fake)
    heard.until(DeviceState.READY)
    scanner.stop()
    open_port(str(fake.path), LineSettings()).close()
    assert scanner.device == "Counter scanner"
