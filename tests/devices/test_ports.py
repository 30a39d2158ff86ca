from __future__ import annotations

import os

import pytest

from devices.states import DeviceStates
from devices.transport import (
    LineSettings,
    PortAbsent,
    PortTrouble,
    PortUnusable,
    ScannerLost,
    open_port,
)
from devices.watch import existing_ports, find_again
from rxdesk.ports.scanner import DeviceReport, DeviceState, PortSeen

KNOWN = PortSeen(url="COM5", vid=0x0C2E, pid=0x0B6A, serial_number="S1")


posix = pytest.mark.skipif(os.name != "posix", reason="the path is one of POSIX systems")


def seen(url: str, serial_number: str | None = "S1", pid: int = 0x0B6A) -> PortSeen:
    return PortSeen(url=url, vid=0x0C2E, pid=pid, serial_number=serial_number)


@pytest.mark.parametrize(
    ("known", "existing", "address"),
    [
        (KNOWN, [seen("COM5")], "COM5"),
        (KNOWN, [seen("COM5", "S2"), seen("COM9")], "COM9"),
        (KNOWN, [seen("COM5", "S2"), seen("COM6", pid=1)], None),
        (KNOWN, [], None),
        (seen("COM5", None), [seen("COM7", "S9")], "COM7"),
        (seen("COM5", None), [seen("COM7", None), seen("COM8", None)], None),
        (seen("COM5", None), [seen("COM5", None), seen("COM8", None)], "COM5"),
        (PortSeen(url="socket://localhost:4001"), [], "socket://localhost:4001"),
    ],
)
def test_a_known_scanner_is_found_by_its_numbers_or_not_at_all(
    known: PortSeen, existing: list[PortSeen], address: str | None
) -> None:
    assert find_again(known, existing) == address


def test_the_existing_ports_are_listed_without_repeats() -> None:
    addresses = [port.url for port in existing_ports()]
    assert len(addresses) == len(set(addresses))


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("/dev/there-is-no-such-port", PortAbsent),
        pytest.param("/dev/null", PortUnusable, marks=posix),
        ("nosuch://port", PortUnusable),
        ("socket://127.0.0.1:1", PortUnusable),
    ],
)
def test_a_port_that_cannot_be_opened_says_which_and_what_to_do(url: str, trouble: type[PortTrouble]) -> None:
    with pytest.raises(trouble) as failed:
        open_port(url, LineSettings())
    assert failed.value.port == url
    assert url in failed.value.said


def test_an_impossible_speed_is_a_trouble_and_no_bug() -> None:
    with pytest.raises(PortUnusable):
        open_port("loop://", LineSettings(baud=-1))


def test_what_is_written_to_a_loop_is_read_from_it() -> None:
    with open_port("loop://", LineSettings()) as port:
        port.write(b"ABC")
        received = b""
        while received != b"ABC":
            received += port.read()
        assert port.read() == b""


def test_a_port_that_was_closed_reads_and_writes_as_lost() -> None:
    port = open_port("loop://", LineSettings())
    port.close()
    with pytest.raises(ScannerLost):
        port.read()
    with pytest.raises(ScannerLost):
        port.write(b"A")


def test_a_lost_device_is_announced_once_and_not_again_for_each_attempt() -> None:
    reports: list[DeviceReport] = []
    states = DeviceStates("Counter scanner", reports.append)
    states.become(DeviceState.OPENING, port="COM5")
    states.become(DeviceState.READY, port="COM5")
    for _ in range(3):
        states.become(DeviceState.LOST, port="COM5", trouble=ScannerLost("COM5"))
        states.become(DeviceState.OPENING, port="COM5")
    states.become(DeviceState.LOST, port="COM5", trouble=PortAbsent("COM5"))
    states.become(DeviceState.READY, port="COM6")
    assert [(report.state, report.port) for report in reports] == [
        (DeviceState.OPENING, "COM5"),
        (DeviceState.READY, "COM5"),
        (DeviceState.LOST, "COM5"),
        (DeviceState.READY, "COM6"),
    ]
    assert states.was_ready
