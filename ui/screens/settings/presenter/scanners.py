"""Scanners: which serial ports there are, which are listened to, what they wrap around codes, and a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec

from rxdesk.ports.scanner import DeviceReport, DeviceState, PortSeen, Scan
from ui.device_words import state_words
from ui.kept_scanners import SCANNERS_SETTING, STATION, KeptScanner, KeptScanners
from ui.parts.given import Given
from ui.scan_words import ScanInWords, scan_in_words
from ui.screens.settings.state import PortChoice, ScannerLine


class StationScanners(Protocol):
    """The scanners of the station; see `ui.context.StationScanners`."""

    @property
    def kept(self) -> KeptScanners:
        """Return what is listened to now."""
        ...

    @property
    def reports(self) -> Mapping[str, DeviceReport]:
        """Return the last report of each serial scanner, by name."""
        ...

    def use(self, kept: KeptScanners) -> None:
        """Listen to these from now on."""
        ...


class ScannersView(Protocol):
    """The section."""

    def show_ports(self, ports: Sequence[PortChoice]) -> None:
        """Show the serial ports that exist now and are not used yet."""
        ...

    def show_scanners(self, lines: Sequence[ScannerLine]) -> None:
        """Show the serial scanners that are listened to."""
        ...

    def show_wrapping(self, kept: KeptScanners) -> None:
        """Show what scanners wrap around each code."""
        ...

    def show_scan(self, device: str, words: ScanInWords) -> None:
        """Show the last scan: characters and meaning."""
        ...

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why it was not done; empty texts take the last one away."""
        ...


class ScannersPresenter:
    """The conversation about scanners."""

    def __init__(self, view: ScannersView, given: Given, scanners: StationScanners) -> None:
        self._view = view
        self._given = given
        self._scanners = scanners
        self._ports: dict[str, PortSeen] = {}

    def read(self) -> None:
        """Look which ports exist now."""
        self._view.show_wrapping(self._scanners.kept)
        self.show_states()
        self._given.ask(self._given.desk.scanners.ports, self._show_ports)

    def show_states(self) -> None:
        """Show how each scanner is."""
        reports = self._scanners.reports
        lines = [_line(kept, reports.get(kept.device)) for kept in self._scanners.kept.serial]
        self._view.show_scanners(lines)

    def add(self, url: str, name: str, baud_rate: int) -> None:
        """Listen to a port from now on."""
        port = self._ports.get(url)
        if port is None:
            self._view.show_refusal(
                "No port is chosen.", "Plug the scanner in, look again, and choose its port."
            )
            return
        device = name.strip() or port.description or "Scanner"
        kept = self._scanners.kept
        if device.casefold() in {scanner.device.casefold() for scanner in kept.serial}:
            self._view.show_refusal(f"A scanner named {device} is set up already.", "Type another name.")
            return
        self._keep(msgspec.structs.replace(kept, serial=(*kept.serial, _kept(port, device, baud_rate))))

    def remove(self, device: str) -> None:
        """Listen to a scanner no more."""
        kept = self._scanners.kept
        left = tuple(scanner for scanner in kept.serial if scanner.device != device)
        self._keep(msgspec.structs.replace(kept, serial=left))

    def wrap(self, *, prefix: str, suffix: str, gs: str) -> None:
        """Say what scanners wrap around each code and send instead of GS."""
        if len(gs) > 1:
            self._view.show_refusal(
                "Only one character can stand for GS.", "Type the one your scanner sends, or leave it empty."
            )
            return
        kept = self._scanners.kept
        self._keep(msgspec.structs.replace(kept, prefix=prefix, suffix=suffix, gs=gs))

    def scanned(self, scan: Scan) -> None:
        """Show what came, and what it means."""
        profile = scan.profile or self._scanners.kept.profile
        words = scan_in_words(scan.text, today=self._given.desk.today(), profile=profile)
        self._view.show_scan(scan.device, words)

    def _keep(self, kept: KeptScanners) -> None:
        keeping, text = self._given.desk.keeping, msgspec.json.encode(kept).decode()
        self._view.show_refusal("", "")
        self._given.ask(
            lambda: keeping.set_setting(STATION, SCANNERS_SETTING, text), lambda _: self._use(kept)
        )

    def _use(self, kept: KeptScanners) -> None:
        self._scanners.use(kept)
        self.read()

    def _show_ports(self, ports: Sequence[PortSeen]) -> None:
        self._ports = {port.url: port for port in ports}
        used = {scanner.url for scanner in self._scanners.kept.serial}
        self._view.show_ports(
            [PortChoice(url=port.url, words=_port_words(port)) for port in ports if port.url not in used]
        )


def _line(kept: KeptScanner, report: DeviceReport | None) -> ScannerLine:
    if report is None:
        return ScannerLine(device=kept.device, port=kept.url, state="being looked for", good=False)
    return ScannerLine(
        device=kept.device,
        port=report.port or kept.url,
        state=state_words(report),
        good=report.state is DeviceState.READY,
    )


def _kept(port: PortSeen, device: str, baud_rate: int) -> KeptScanner:
    # The numbers go with it: the port's address changes with each replugging, they do not.
    return KeptScanner(
        device=device,
        url=port.url,
        description=port.description,
        vid=port.vid,
        pid=port.pid,
        serial_number=port.serial_number,
        baud_rate=baud_rate,
    )


def _port_words(port: PortSeen) -> str:
    # pyserial says "n/a" of a port that tells nothing about itself.
    return f"{port.description} ({port.url})" if port.description not in {"", "n/a"} else port.url
