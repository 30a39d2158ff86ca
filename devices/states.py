"""A device's passage through its states, announced once each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rxdesk.ports.scanner import DeviceReport, DeviceState

if TYPE_CHECKING:
    from collections.abc import Callable

    from rxdesk.domain.errors import Trouble

PAUSES_S = (0.2, 0.5, 1.0, 2.0, 5.0)
"""Seconds between attempts to open a device; the last one repeats."""


class DeviceStates:
    """Remembers how one device is and tells of each change, not of each attempt."""

    def __init__(self, device: str, announce: Callable[[DeviceReport], None]) -> None:
        self._device = device
        self._announce = announce
        self._last: DeviceReport | None = None
        self._was_ready = False

    @property
    def was_ready(self) -> bool:
        """Return whether the device was ready at any time before."""
        return self._was_ready

    def become(self, state: DeviceState, *, port: str = "", trouble: Trouble | None = None) -> None:
        """Announce a state unless it is the one announced last, for the same reason at the same port.

        Looking for a lost device again and again is announced neither as opening nor as lost anew.
        """
        last = self._last
        if last is not None:
            if state is DeviceState.OPENING and last.state is not DeviceState.READY:
                return
            same = port == last.port and type(trouble) is type(last.trouble)
            if state is last.state and (same or state in {DeviceState.ABSENT, DeviceState.LOST}):
                return
        self._was_ready = self._was_ready or state is DeviceState.READY
        self._last = DeviceReport(device=self._device, state=state, port=port, trouble=trouble)
        self._announce(self._last)
