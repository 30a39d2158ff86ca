"""How scans come in: badges on the way to whoever changes the person, typed codes as codes, words as words."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar, cast

import pytest
from PySide6.QtWidgets import QApplication

from rxdesk.domain.own_codes import badge_code, place_code
from rxdesk.domain.scan import ScannerProfile
from rxdesk.ports.scanner import DeviceReport, DeviceState, Scan, ScannerCallbacks, ScannerSetup
from tests.fakes_desk import FakeGiven
from tests.made_rows import NOW
from ui.hearing import Hearing
from ui.kept_scanners import KeptScanner, KeptScanners
from ui.scans import ScanRouter

T = TypeVar("T")
BADGE = badge_code("0123456789ABCDEF" * 2)


class Devices:
    def __init__(self) -> None:
        self.setups: list[ScannerSetup] = []
        self.callbacks: ScannerCallbacks | None = None

    def use(self, setups: list[ScannerSetup], callbacks: ScannerCallbacks) -> None:
        self.setups, self.callbacks = list(setups), callbacks

    def stop(self) -> None:
        self.setups = []


class Counter:
    def __init__(self, app: QApplication) -> None:
        given, self.devices = FakeGiven(), Devices()
        self.given = given
        self.profiles: list[ScannerProfile] = []
        self.scans: list[Scan] = []
        self.badges: list[str] = []
        self.changes = 0
        router = ScanRouter(given.notices)
        router.listen(self.take)
        self.hearing = Hearing(
            app,
            desk=replace(given.desk, scanners=cast("Any", self.devices), set_profile=self.profiles.append),
            inward=self.inward,
            router=router,
            notices=given.notices,
            badge=self.badges.append,
            changed=self.count,
        )

    def inward(self, listener: Callable[[T], None]) -> Callable[[T], None]:
        return listener

    def take(self, scan: Scan) -> bool:
        self.scans.append(scan)
        return True

    def count(self) -> None:
        self.changes += 1


@pytest.fixture
def counter(qapp: QApplication) -> Counter:
    return Counter(qapp)


def scan(text: str) -> Scan:
    return Scan(text=text, device="Counter scanner", scanned_at=NOW)


def test_a_badge_never_reaches_a_screen(counter: Counter) -> None:
    counter.hearing.scanned(scan(BADGE))
    assert counter.badges == [BADGE]
    assert counter.scans == []


def test_everything_else_goes_to_who_listens_even_what_cannot_be_read(counter: Counter) -> None:
    counter.hearing.scanned(scan(place_code("A3-02")))
    counter.hearing.scanned(scan("]d20100300930171711"))
    assert [one.text for one in counter.scans] == [place_code("A3-02"), "]d20100300930171711"]


@pytest.mark.parametrize("words", ["metformin", "hydroxyzine 25 mg", "Northfield", "B7730A"])
def test_words_typed_into_the_scan_bar_are_looked_for(counter: Counter, words: str) -> None:
    assert counter.hearing.typed(words) is None


@pytest.mark.parametrize("code", ["]d2010030093017171010B7730A", "00300930171710"])
def test_a_code_typed_into_the_scan_bar_is_a_scan(counter: Counter, code: str) -> None:
    typed = counter.hearing.typed(code)
    assert typed is not None
    assert (typed.text, typed.device) == (code, "typed")


def test_a_code_with_a_wrong_check_digit_is_refused_as_a_code_and_not_looked_for(counter: Counter) -> None:
    assert counter.hearing.typed("00300930171711") is not None


def test_scanners_are_read_with_what_they_wrap_around_codes(counter: Counter) -> None:
    kept = KeptScanners(serial=(KeptScanner(device="Counter scanner", url="/dev/ttyACM0"),), prefix="~")
    counter.hearing.use(kept)
    (setup,) = counter.devices.setups
    assert (setup.device, setup.profile) == ("Counter scanner", ScannerProfile(prefix="~"))
    assert counter.profiles == [ScannerProfile(prefix="~")]
    counter.hearing.scanned(scan("~" + BADGE))
    assert counter.badges == ["~" + BADGE]


def test_a_change_of_state_is_told_to_everybody_who_asked(counter: Counter) -> None:
    told: list[None] = []
    counter.hearing.on_change(lambda: told.append(None))
    counter.hearing.use(KeptScanners(serial=(KeptScanner(device="Counter scanner", url="/dev/ttyACM0"),)))
    assert counter.devices.callbacks is not None
    report = DeviceReport(device="Counter scanner", state=DeviceState.READY)
    counter.devices.callbacks.state_changed(report)
    assert counter.hearing.reports == {"Counter scanner": report}
    assert len(told) == 2
    assert counter.changes == 2
