"""Every serial scanner of the station, started and stopped together."""

from __future__ import annotations

from collections.abc import Sequence

from devices.scanner.reader import SerialScanner, SerialScannerSettings
from devices.transport import LineSettings
from devices.watch import existing_ports
from rxdesk.ports.clock import Clock
from rxdesk.ports.scanner import PortSeen, ScannerCallbacks, ScannerSetup


class ScannerGroup:
    """The scanners in use; each has a thread of its own."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._running: list[SerialScanner] = []

    def ports(self) -> Sequence[PortSeen]:
        """Return the serial ports that exist now."""
        return existing_ports()

    def use(self, setups: Sequence[ScannerSetup], callbacks: ScannerCallbacks) -> None:
        """Read these scanners from now on, and no others."""
        self.stop()
        for setup in setups:
            settings = SerialScannerSettings(
                device=setup.device,
                port=setup.port,
                line=LineSettings(baud=setup.baud_rate),
                profile=setup.profile,
            )
            scanner = SerialScanner(settings, self._clock, callbacks)
            self._running.append(scanner)
            scanner.start()

    def stop(self) -> None:
        """Let go of every scanner; returns when their threads have ended."""
        for scanner in self._running:
            scanner.stop()
        self._running.clear()
