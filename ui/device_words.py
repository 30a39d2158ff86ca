"""How a device is, in words and colour. No Qt."""

from __future__ import annotations

from typing import Final

from rxdesk.ports.scanner import DeviceReport, DeviceState
from ui.kit.tones import Tone

STATES: Final[dict[DeviceState, tuple[str, Tone]]] = {
    DeviceState.ABSENT: ("not plugged in", Tone.WARNING),
    DeviceState.OPENING: ("being opened", Tone.NEUTRAL),
    DeviceState.READY: ("ready", Tone.OK),
    DeviceState.LOST: ("lost, being looked for", Tone.WARNING),
    DeviceState.REFUSED: ("cannot be used", Tone.WARNING),
}


def state_words(report: DeviceReport) -> str:
    """Return how a device is, with why when something failed."""
    words, _ = STATES[report.state]
    where = f" on {report.port}" if report.port and report.state is DeviceState.READY else ""
    return f"{words}{where}"
