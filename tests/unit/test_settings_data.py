from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from rxdesk.desk import OldStockPreview
from rxdesk.domain.catalogue import (
    CatalogueDifference,
    CatalogueEdition,
    ImportReport,
    PackageState,
    Remark,
    RemarkKind,
)
from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.identity import OrderId, PersonId
from rxdesk.domain.orders import LoadOpeningStock
from tests.fakes_settings import Room
from ui.screens.settings.presenter.data import DataPresenter
from ui.screens.settings.presenter.go_live import GoLivePresenter


@pytest.fixture
def room() -> Room:
    return Room()


# --- catalogue and backup ----------------------------------------------------------------------------


def edition() -> CatalogueEdition:
    return CatalogueEdition(
        sha256="ab",
        source_name="ndctext.zip",
        source_year=2026,
        rows=62_873,
        by_state={PackageState.STOCKABLE: 60_000},
    )


def report(*, unchanged: bool = False) -> ImportReport:
    return ImportReport(
        edition=edition(),
        replaced=None,
        unchanged=unchanged,
        remarks_by_about={"lost leading zeros": 7},
        remarks=(Remark(RemarkKind.REPAIRED, "package.txt", 12, "lost leading zeros", "Zeros were added."),),
        difference=CatalogueDifference(added=("1", "2"), changed=(), gone=("3",)),
    )


def test_an_import_says_how_far_it_is_and_what_it_did(room: Room) -> None:
    announced: list[Changes] = []

    def importing(
        person: PersonId,
        files: Sequence[Path],
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> ImportReport:
        progress(100, 62_873)
        room.reads.edition = edition()
        return report()

    room.given.desk = replace(room.given.desk, import_catalogue=importing)
    presenter = DataPresenter(room.glass, room.given, inward=room.inward, announce=announced.append)
    presenter.import_catalogue([Path("ndctext.zip")])
    assert room.glass.progress == [(0, 0), (100, 62_873)]
    assert room.glass.idle == 1
    assert room.glass.imported is not None
    assert "2 are new, 0 changed, 1 are no longer listed" in room.glass.imported.sentence
    assert ("7", "lost leading zeros") in room.glass.imported.counts
    assert room.glass.edition.startswith("62,873 packages from ndctext.zip.")
    assert Topic.CATALOGUE in announced[0].topics


def test_a_cancelled_import_is_told_to_stop(room: Room) -> None:
    seen: list[bool] = []
    presenter: DataPresenter | None = None

    def importing(
        person: PersonId,
        files: Sequence[Path],
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> ImportReport:
        assert presenter is not None
        presenter.cancel_import()
        seen.append(cancelled())
        return report(unchanged=True)

    room.given.desk = replace(room.given.desk, import_catalogue=importing)
    presenter = DataPresenter(room.glass, room.given, inward=room.inward, announce=lambda _: None)
    presenter.import_catalogue([Path("ndctext.zip")])
    assert seen == [True]


def test_the_same_files_again_change_nothing_and_say_so(room: Room) -> None:
    def importing(*_: object) -> ImportReport:
        return report(unchanged=True)

    room.given.desk = replace(room.given.desk, import_catalogue=importing)
    presenter = DataPresenter(room.glass, room.given, inward=room.inward, announce=lambda _: None)
    presenter.import_catalogue([Path("ndctext.zip")])
    assert room.glass.imported is not None
    assert room.glass.imported.sentence == "ndctext.zip had been imported already; nothing was changed."


# --- the old system's stock ---------------------------------------------------------------------------


class OldStock:
    def __init__(self) -> None:
        self.mappings: list[dict[str, str] | None] = []
        self.problems: tuple[tuple[int, str], ...] = ()

    def preview(self, file: Path, mapping: dict[str, str] | None) -> OldStockPreview:
        self.mappings.append(mapping)
        order = LoadOpeningStock(id=OrderId("o1"), file_name=file.name, file_hash="ab")
        return OldStockPreview(
            columns=("NDC", "Batch"),
            mapping=mapping or {"ndc": "NDC"},
            fields=(("ndc", "NDC"), ("lot", "Lot number")),
            rows=(("0002-4771-61",),),
            problems=self.problems,
            notes=((3, "The zeros of the NDC were put back."),),
            order=None if self.problems else order,
        )


@pytest.fixture
def old_stock(room: Room) -> OldStock:
    fake = OldStock()
    room.given.desk = replace(room.given.desk, old_stock=cast("Any", fake))
    return fake


def test_a_file_is_taken_over_whole(room: Room, old_stock: OldStock) -> None:
    presenter = GoLivePresenter(room.glass, room.given)
    presenter.choose_file(Path("stock.csv"))
    assert room.glass.may_take
    presenter.take_over()
    assert isinstance(room.given.orders[0], LoadOpeningStock)
    assert room.glass.verdict == "The old system’s stock was taken over."


def test_one_bad_line_stops_all_of_it(room: Room, old_stock: OldStock) -> None:
    old_stock.problems = ((7, "There is no lot number."),)
    presenter = GoLivePresenter(room.glass, room.given)
    presenter.choose_file(Path("stock.csv"))
    assert not room.glass.may_take
    assert [(problem.line, problem.stops) for problem in room.glass.problems] == [(7, True), (3, False)]
    presenter.take_over()
    assert room.given.orders == []


def test_another_column_for_a_field_reads_the_file_again(room: Room, old_stock: OldStock) -> None:
    presenter = GoLivePresenter(room.glass, room.given)
    presenter.choose_file(Path("stock.csv"))
    presenter.map_column("lot", "Batch")
    presenter.map_column("ndc", "")
    assert old_stock.mappings == [None, {"ndc": "NDC", "lot": "Batch"}, {"lot": "Batch"}]
    assert room.glass.titles == ["Lot number"]
