"""How long from a scan's last byte on the wire to the router's listener on the GUI thread? By hand.

    python tests/bench/scan_latency.py --scans 300

A pseudo terminal, the real reader thread, the real bridge and the real router; nothing painted. POSIX.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QTimer

from devices.scanner.reader import SerialScanner, SerialScannerSettings
from rxdesk.ports.scanner import DeviceReport, DeviceState, PortSeen, Scan, ScannerCallbacks
from tests.fake_scanner import FakeScanner
from ui.bridge import Bridge
from ui.notices import Notices
from ui.scans import ScanRouter

_CODE = "]d2010030002143380217270831" + "10LOT12\x1d21SERIAL00001"


class _Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC)

    def utc_offset_min(self) -> int:
        return 0

    def today(self) -> date:
        return date(2026, 11, 23)


def _measure(scans: int) -> list[float]:
    app = QCoreApplication([])
    notices = Notices()
    bridge = Bridge(notices)
    router = ScanRouter(notices)
    sent_at: list[float] = []
    took_ms: list[float] = []
    with FakeScanner() as fake:

        def send() -> None:
            sent_at.append(time.perf_counter())  # before the write: after it the reader is already at work
            fake.scan(_CODE)

        def take(scan: Scan) -> bool:
            took_ms.append((time.perf_counter() - sent_at[-1]) * 1000)
            if len(took_ms) == scans:
                app.exit()
            else:
                QTimer.singleShot(23, send)  # no multiple of the reader's timeout
            return bool(scan.text)

        def changed(report: DeviceReport) -> None:
            if report.state is DeviceState.READY:
                QTimer.singleShot(100, send)

        router.listen(take)
        callbacks = ScannerCallbacks(bridge.inward(router.scanned), bridge.inward(changed), print)
        scanner = SerialScanner(
            SerialScannerSettings(device="Counter scanner", port=PortSeen(url=str(fake.path))),
            _Clock(),
            callbacks,
        )
        scanner.start()
        app.exec()
        scanner.stop()
    bridge.close()
    return sorted(took_ms)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="Measure a scan's way from the wire to the router.")
    arguments.add_argument("--scans", type=int, default=300)
    times = _measure(arguments.parse_args().scans)
    sys.stdout.write(
        f"median {statistics.median(times):.2f} ms, 99 % {times[int(len(times) * 0.99)]:.2f} ms, "
        f"most {times[-1]:.2f} ms of {len(times)} scans\n"
    )
