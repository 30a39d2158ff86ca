"""The thread that reads one serial scanner, for as long as the program runs.

It looks for its device, opens it, frames what comes and hands scans over; when the device is lost it
says so, drops the half code, and looks again with growing pauses, at whatever address the device
comes back. It knows callbacks only.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from devices.scanner.framing import Ending, Frame, Framer, WrongLineSpeed
from devices.states import PAUSES_S, DeviceStates
from devices.transport import LineSettings, PortAbsent, PortTrouble, ScannerLost, open_port
from devices.watch import existing_ports, find_again
from rxdesk.domain.errors import Trouble
from rxdesk.ports.scanner import DeviceState, Scan

if TYPE_CHECKING:
    from devices.transport import OpenPort
    from rxdesk.domain.scan import ScannerProfile
    from rxdesk.ports.clock import Clock
    from rxdesk.ports.scanner import Ports, PortSeen, ScannerCallbacks

_log = logging.getLogger(__name__)


class ScannerFault(Trouble):
    """The program itself failed while reading a scanner; the scanner is no longer read."""

    def __init__(self, device: str) -> None:
        super().__init__(
            f"RxDesk made a mistake and no longer reads {device}.", "Start RxDesk again; the log says more."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialScannerSettings:
    """One serial scanner as it was set up."""

    device: str  # its name as people know it: "Counter scanner"
    port: PortSeen  # where it was when it was set up, and the numbers by which it is found again
    line: LineSettings = field(default_factory=LineSettings)
    ending: Ending = Ending.ANY
    profile: ScannerProfile | None = None


class SerialScanner:
    """A serial scanner and the thread that reads it."""

    def __init__(
        self,
        settings: SerialScannerSettings,
        clock: Clock,
        callbacks: ScannerCallbacks,
        *,
        ports: Ports = existing_ports,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._callbacks = callbacks
        self._ports = ports
        self._states = DeviceStates(settings.device, callbacks.state_changed)
        self._framer = Framer(settings.ending)
        self._address = settings.port.url
        self._noise_told = False
        self._commands: deque[bytes] = deque()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"scanner {settings.device}", daemon=True)

    @property
    def device(self) -> str:
        """Return the scanner's name as people know it."""
        return self._settings.device

    def start(self) -> None:
        """Begin looking for the device; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """Let go of the device and wait until its thread has ended. Not to be called from a callback."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join()

    def send(self, command: bytes) -> None:
        """Have the reading thread send a command, such as a beep; lost if the device is not there."""
        self._commands.append(command)

    def _run(self) -> None:
        try:
            self._look_and_read()
        except Exception:  # noqa: BLE001  # the device thread's top: a bug is logged and said, and ends this device only
            _log.exception("fault while reading %s", self.device)
            fault = ScannerFault(self.device)
            self._states.become(DeviceState.REFUSED, trouble=fault)
            self._callbacks.troubled(fault)

    def _look_and_read(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            opened = False
            try:
                with self._open() as port:
                    opened = True
                    self._states.become(DeviceState.READY, port=self._address)
                    self._read_until_stopped(port)
            except PortTrouble as trouble:
                self._tell(trouble)
            failures = 0 if opened else failures + 1
            self._stopping.wait(PAUSES_S[min(failures, len(PAUSES_S) - 1)])

    def _open(self) -> OpenPort:
        known = self._settings.port
        address = find_again(known, self._ports() if known.vid is not None else ())
        if address is None:
            raise PortAbsent(known.url)
        self._address = address
        self._states.become(DeviceState.OPENING, port=address)
        self._commands.clear()
        return open_port(address, self._settings.line)

    def _read_until_stopped(self, port: OpenPort) -> None:
        while not self._stopping.is_set():
            while self._commands:
                port.write(self._commands.popleft())
            self._hand_over(self._framer.feed(port.read(), time.monotonic()))

    def _hand_over(self, framed: list[Frame | Trouble]) -> None:
        for item in framed:
            if isinstance(item, Frame):
                self._noise_told = False
                self._callbacks.scanned(
                    Scan(
                        text=item.text,
                        device=self.device,
                        scanned_at=self._clock.now(),
                        profile=self._settings.profile,
                    )
                )
            elif not (
                isinstance(item, WrongLineSpeed) and self._noise_told
            ):  # once, not for each garbled code
                self._noise_told = isinstance(item, WrongLineSpeed)
                self._callbacks.troubled(item)

    def _tell(self, trouble: PortTrouble) -> None:
        self._hand_over(self._framer.broken_off())
        if isinstance(trouble, ScannerLost | PortAbsent):
            state = DeviceState.LOST if self._states.was_ready else DeviceState.ABSENT
        else:
            state = DeviceState.REFUSED
        self._states.become(state, port=trouble.port, trouble=trouble)
