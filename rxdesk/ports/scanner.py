"""Scanners, as the rest of the house sees them: what they hand over and how they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from rxdesk.domain.errors import Trouble
    from rxdesk.domain.scan import ScannerProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One pull of a trigger, not yet understood."""

    text: str = field(repr=False)  # as it came, GS kept, line end gone; it may hold a badge's token
    device: str  # the scanner's name as people know it
    scanned_at: datetime  # aware UTC
    profile: ScannerProfile | None = None  # how to read this scanner's wrapping, when it was set up


class DeviceState(StrEnum):
    """How a device is."""

    ABSENT = "absent"  # its port does not exist
    OPENING = "opening"
    READY = "ready"
    LOST = "lost"  # it was ready, and is being looked for
    REFUSED = "refused"  # its port exists and cannot be used


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceReport:
    """A device's state at the moment it changed."""

    device: str
    state: DeviceState
    port: str = ""  # where it is now, when that is known
    trouble: Trouble | None = None  # why, when something failed


@dataclass(frozen=True, slots=True)
class ScannerCallbacks:
    """Whom a scanner tells. All are called from the scanner's own thread and must return at once."""

    scanned: Callable[[Scan], None]
    state_changed: Callable[[DeviceReport], None]
    troubled: Callable[[Trouble], None]  # something that arrived was dropped; never silently


@dataclass(frozen=True, slots=True, kw_only=True)
class PortSeen:
    """A serial port that exists now. Its address changes with each replugging; the numbers do not."""

    url: str  # "/dev/ttyACM0", "COM5": only good for opening
    description: str = ""
    vid: int | None = None  # USB vendor
    pid: int | None = None  # USB product
    serial_number: str | None = None


class Scanner(Protocol):
    """A device that turns codes into scans until it is stopped."""

    @property
    def device(self) -> str:
        """Return the scanner's name as people know it."""
        ...

    def start(self) -> None:
        """Begin looking for the device; returns at once."""
        ...

    def stop(self) -> None:
        """Let go of the device; returns when its thread has ended."""
        ...


class Ports(Protocol):
    """Where a scanner may be plugged in."""

    def __call__(self) -> Sequence[PortSeen]:
        """Return the serial ports that exist now."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerSetup:
    """One serial scanner as a person set it up."""

    device: str  # its name as people know it: "Counter scanner"
    port: PortSeen  # where it was then, and the numbers by which it is found again
    baud_rate: int = 9600
    profile: ScannerProfile | None = None


class Scanners(Protocol):
    """Every serial scanner of the station."""

    def ports(self) -> Sequence[PortSeen]:
        """Return the serial ports that exist now. May take a moment: not for the window's thread."""
        ...

    def use(self, setups: Sequence[ScannerSetup], callbacks: ScannerCallbacks) -> None:
        """Read these scanners from now on, and no others."""
        ...

    def stop(self) -> None:
        """Let go of every scanner; returns when their threads have ended."""
        ...
