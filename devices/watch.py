"""Which serial ports exist now, and where a known scanner is among them."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from serial.tools import list_ports

from rxdesk.ports.scanner import PortSeen

if TYPE_CHECKING:
    from collections.abc import Sequence

_one_at_a_time = threading.Lock()  # on Windows listing in one thread blocks opening in another (pyserial 309)


def existing_ports() -> tuple[PortSeen, ...]:
    """Return the serial ports that exist now, in the order of their addresses.

    USB numbers are absent for a built-in port. A pseudo terminal is never among them.
    """
    with _one_at_a_time:
        found = sorted(list_ports.comports(), key=lambda port: port.device)
    return tuple(
        PortSeen(
            url=port.device,
            description=port.description or "",
            vid=port.vid,
            pid=port.pid,
            serial_number=port.serial_number,
        )
        for port in found
    )


def find_again(known: PortSeen, existing: Sequence[PortSeen]) -> str | None:
    """Return the address of a known scanner now, or None when it is not plugged in.

    A USB scanner is recognised by vendor, product and serial number, wherever it is plugged in. One
    without a serial number is recognised only while it is the only one of its kind, or still at its
    old address. Anything else, a built-in port or a URL, is its address.
    """
    if known.vid is None:
        return known.url
    alike = [port for port in existing if (port.vid, port.pid) == (known.vid, known.pid)]
    if known.serial_number is not None:
        alike = [port for port in alike if port.serial_number == known.serial_number]
    addresses = [port.url for port in alike]
    if known.url in addresses:
        return known.url
    return addresses[0] if len(addresses) == 1 else None
