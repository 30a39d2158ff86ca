"""A pharmacy's first day, from an empty folder to paper, driven by a script in each test's docstring.

Everything is real but the scanner's wire, the printer and the dialog that asks for a file.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from rxdesk.compose import check_folder, open_house
from rxdesk.domain.own_codes import shelf_code
from tests.db_files import FixedClock
from tests.directory_files import flat_row, write_flat
from tests.fake_scanner import FakeScanner
from tests.journeys.station import Station
from tests.listed_rows import gtin_of
from tests.paper_reading import bare, codes_on, page_texts, pictures
from ui.kept_scanners import SCANNERS_SETTING, STATION, KeptScanner, KeptScanners

LISINOPRIL = "0143-9714-01"
METFORMIN = "0093-1048-01"
CETIRIZINE = "0378-3635-05"

Open = Callable[[], Station]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def open_station(qtbot: QtBot, tmp_path: Path, clock: FixedClock) -> Iterator[Open]:
    folder = tmp_path / "data"
    with ExitStack() as stack:
        scanner = stack.enter_context(FakeScanner(tmp_path / "scanner"))
        kept = KeptScanners(serial=(KeptScanner(device="Counter scanner", url=str(scanner.path)),))
        with open_house(folder, clock=clock) as house:
            house.desk.keeping.set_setting(STATION, SCANNERS_SETTING, msgspec.json.encode(kept).decode())

        def open_it() -> Station:
            house = stack.enter_context(open_house(folder, window=True, clock=clock))
            station = Station(qtbot, house, folder, scanner)
            stack.callback(_take_apart)
            stack.callback(station.close)
            return station

        yield open_it
    gc.collect()


def _take_apart() -> None:
    # Here, while only this thread runs: collected later, it might be on another one.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a directory of three products, which the file dialog will choose."""
    file = write_flat(
        tmp_path / "directory.csv",
        flat_row(LISINOPRIL),
        flat_row(
            METFORMIN, name="Metformin", generic="metformin hydrochloride", labeler="Teva", strength="500"
        ),
        flat_row(CETIRIZINE, name="Cetirizine", generic="cetirizine hydrochloride", labeler="Mylan"),
    )
    choose(monkeypatch, file)
    return file


def choose(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    """Have the system's dialog choose a file: it is not ours, and a test cannot press its buttons."""

    def chosen(*_: object) -> tuple[list[str], str]:
        return [str(file)], ""

    monkeypatch.setattr(QFileDialog, "getOpenFileNames", chosen)


def test_a_first_day_goes_from_an_empty_folder_to_paper(
    open_station: Open, directory: Path, tmp_path: Path
) -> None:
    """The script of the day.

    # the first run, by keyboard
    type Name of the pharmacy: Maple Street Pharmacy
    press Continue
    type Your name: Kiran Patel
    type PIN: 824713
    type The same PIN again: 824713
    press Continue
    press Continue, scanner or not
    press Start empty
    miss Welcome to RxDesk

    # two places, a colleague, a directory
    open Settings
    type Code: A3-02
    enter Code
    see 5 places
    press New place
    type Code: B1-07
    enter Code
    see 6 places
    press People
    type Name: Ana Ruiz
    type Initials: AR
    choose Role: Technician
    press Save
    see 2 people
    press Catalogue and backup
    press Import a directory …
    see The catalogue now holds directory.csv with 3 packages

    # a pack whose DataMatrix says everything but the shelf
    open Receive
    scan ]d2010030143971401917270331<GS>10A1<GS>21SN0001
    see Scan the shelf’s label, or choose where the pack goes.
    scan {place A3-02}
    see Lisinopril 10 mg tablet | 0143-9714-01 | A1
    stock 0143-9714-01 lot A1 in A3-02 is 100

    # a pack with a UPC only: lot and expiry are typed
    choose Goes into: A3-02
    scan ]E00301439714019
    see Type the lot printed beside LOT
    type Lot number: B2
    type Expiry: 2027-09
    enter Expiry
    see Lisinopril 10 mg tablet | 0143-9714-01 | B2
    stock 0143-9714-01 lot B2 in A3-02 is 100

    # a pack nobody knows: linked once, and the task goes on
    scan ]d2010085001234501517280131<GS>10C3
    see Nobody has said yet what the code 00850012345015 stands for.
    type Find a product: cetirizine
    see Cetirizine 10 mg tablet
    key Down
    key Return
    press Link the code
    see Cetirizine 10 mg tablet | 0378-3635-05 | C3
    stock 0378-3635-05 lot C3 in A3-02 is 100
    scan ]d2010085001234501517280131<GS>10C4
    see Cetirizine 10 mg tablet | 0378-3635-05 | C4
    stock 0378-3635-05 lot C4 in A3-02 is 100

    # dispensed over two lots, the first to expire first; what stands is shown before it is posted
    open Dispense
    type Prescription number: 7001234
    scan ]d2010030143971401917270331<GS>10A1<GS>21SN0001
    see Pack verified, lot A1
    type Quantity: 120
    see A1 | 100
    see B2 | 20
    key F5
    see Dispensed 120 tablets of Lisinopril 10 mg
    stock 0143-9714-01 lot A1 in A3-02 is 0
    stock 0143-9714-01 lot B2 in A3-02 is 80

    # an expired pack is refused, whatever is typed
    type Prescription number: 7001235
    scan ]d2010030143971401917260831<GS>10OLD9
    see expired
    miss Pack verified, lot OLD9
    key Esc
    key Esc

    # it was the wrong patient's label: reversed with a reason, and dispensed again
    key Ctrl+Z
    type Reason: Wrong prescription
    press Reverse
    stock 0143-9714-01 lot A1 in A3-02 is 100
    stock 0143-9714-01 lot B2 in A3-02 is 100
    type Prescription number: 7001236
    scan ]E00301439714019
    see Pack verified
    type Quantity: 30
    key F5
    stock 0143-9714-01 lot A1 in A3-02 is 70

    # carried to another shelf, counted there without seeing the figure
    open Scan & look up
    scan ]d2010030143971401917270930<GS>10B2
    press Lots of this product  2
    press Move
    choose Lot and place: B2
    choose To: B1-07
    type Quantity to move: 40
    enter Quantity to move
    stock 0143-9714-01 lot B2 in A3-02 is 60
    stock 0143-9714-01 lot B2 in B1-07 is 40
    see Lots of this product  3
    key F7
    see hidden while counting
    choose Lot and place: B1-07
    type Counted: 38
    enter Counted
    stock 0143-9714-01 lot B2 in B1-07 is 38

    # the shelf label, then levels that make it run low, and the sheet to order by
    key F9
    see 1 page
    press Print
    see Sent to Label desk as job 1.
    press Close
    open Products
    see Lisinopril 10 mg tablet
    type Search products: lisin
    key Down
    key Down
    type Minimum: 200
    type Maximum: 400
    enter Maximum
    see minimum 200, maximum 400
    open Reorder
    see Mark 1 product as ordered
    press Print
    see 1 page
    press Print
    see Sent to Label desk as job 2.
    press Close

    # the journal knows all of it, and says it
    open Journal
    see Received 1 pack (100 tablets) of Lisinopril 10 mg, lot A1, serial SN0001, into A3-02.
    see Code 00850012345015
    see Dispensed 120 tablets of Lisinopril 10 mg
    see Reversed a fill of Lisinopril 10 mg
    see Moved 40 tablets of Lisinopril 10 mg, lot B2, from A3-02 to B1-07.
    see Counted 38 tablets of Lisinopril 10 mg, lot B2, in B1-07
    see Levels of Lisinopril 10 mg: minimum 200, maximum 400.
    """
    station = open_station()
    station.follow(test_a_first_day_goes_from_an_empty_folder_to_paper)
    (_, label), (_, sheet) = station.printer.papers
    station.close()
    assert codes_on(pictures(label, dpi=300)[0]) == [("]d1", shelf_code(LISINOPRIL))]
    assert bare(LISINOPRIL) in page_texts(label)[0]
    assert codes_on(pictures(sheet, dpi=300)[0]) == [("]d2", "01" + gtin_of("0"))]
    assert (
        bare("168 available; minimum 200, maximum 400: 232 needed, 3 packs of 100.") in page_texts(sheet)[0]
    )
    assert check_folder(tmp_path / "data").holds


def test_a_pack_listed_in_the_public_directory_is_received_without_typing(
    open_station: Open, shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The script with a directory as it comes; the pack is of one of its products.

    type Name of the pharmacy: Maple Street Pharmacy
    press Continue
    type Your name: Kiran Patel
    type PIN: 824713
    type The same PIN again: 824713
    press Continue
    press Continue, scanner or not
    press Start empty
    miss Welcome to RxDesk
    open Settings
    type Code: A3-02
    enter Code
    see 5 places
    press Catalogue and backup
    press Import a directory …
    see The catalogue now holds ndc_packages_sample.csv with 3,000 packages
    open Receive
    choose Goes into: A3-02
    scan ]d2010030002512377817270331<GS>10D5<GS>21SN0009
    see Effient 10 mg
    stock 0002-5123-77 lot D5 in A3-02 is 90
    """
    choose(monkeypatch, shared / "data" / "ndc" / "ndc_packages_sample.csv")
    station = open_station()
    station.follow(test_a_pack_listed_in_the_public_directory_is_received_without_typing)
    station.close()
    assert check_folder(tmp_path / "data").holds
