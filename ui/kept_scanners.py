"""The scanners of a station as they are kept in its settings. No Qt."""

from __future__ import annotations

from typing import Final

import msgspec

from rxdesk.domain.scan import ScannerProfile
from rxdesk.ports.scanner import PortSeen, ScannerSetup

STATION: Final = ""
"""The owner of settings that belong to the station and to nobody in particular."""
SCANNERS_SETTING: Final = "scanners"


class KeptScanner(msgspec.Struct, frozen=True, kw_only=True):
    """A serial scanner as the station keeps it."""

    device: str  # its name as people know it
    url: str  # where it was plugged in when it was chosen
    description: str = ""
    vid: int | None = None
    pid: int | None = None
    serial_number: str | None = None
    baud_rate: int = 9600


class KeptScanners(msgspec.Struct, frozen=True, kw_only=True):
    """The scanners of a station, and what they wrap around each code."""

    serial: tuple[KeptScanner, ...] = ()
    prefix: str = ""
    suffix: str = ""
    gs: str = ""

    @property
    def profile(self) -> ScannerProfile:
        """Return what scanners wrap around each code."""
        return ScannerProfile(prefix=self.prefix, suffix=self.suffix, gs=self.gs)

    def setups(self) -> tuple[ScannerSetup, ...]:
        """Return the serial scanners as the devices want them."""
        return tuple(
            ScannerSetup(
                device=kept.device,
                port=PortSeen(
                    url=kept.url,
                    description=kept.description,
                    vid=kept.vid,
                    pid=kept.pid,
                    serial_number=kept.serial_number,
                ),
                baud_rate=kept.baud_rate,
                profile=self.profile,
            )
            for kept in self.serial
        )


def read_kept_scanners(text: str | None) -> KeptScanners:
    """Return what a kept text says; no scanner where there is none, or it is of another program."""
    if text is None:
        return KeptScanners()
    try:
        return msgspec.json.decode(text, type=KeptScanners)
    except msgspec.DecodeError:
        return KeptScanners()
