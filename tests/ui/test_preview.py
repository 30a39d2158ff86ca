"""Pages before they are paper, and the honest words after they were sent."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any, cast

import pytest
from PIL import Image
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from rxdesk.domain.refusals import ProductNotKept
from rxdesk.ports.printer import InstalledPrinter, NoPrintSystem, PrintJobRefused, SentJob
from tests.fakes_desk import FakeGiven
from ui.frame.parts import Page
from ui.frame.window import Frame
from ui.overlay import Covers
from ui.preview import Preview


@dataclass
class Printers:
    there: tuple[InstalledPrinter, ...] | None = (InstalledPrinter("Counter laser", default=True),)
    sent: list[tuple[bytes, str, str, int]] = field(default_factory=list[tuple[bytes, str, str, int]])
    refuse: str = ""

    def installed_printers(self) -> tuple[InstalledPrinter, ...]:
        if self.there is None:
            raise NoPrintSystem
        return self.there

    def print_pdf(self, pdf: bytes, *, printer: str, title: str, copies: int = 1) -> SentJob:
        if self.refuse:
            raise PrintJobRefused(printer, self.refuse)
        self.sent.append((pdf, printer, title, copies))
        return SentJob(printer, "7")


class Draughtsman:
    def pages_as_images(self, pdf: bytes, *, dpi: int) -> tuple[bytes, ...]:
        picture = BytesIO()
        Image.new("RGB", (85, 110), "white").save(picture, "PNG")
        return (picture.getvalue(),) * 2


class Desk:
    def __init__(self, qtbot: QtBot) -> None:
        page = Page(key="one", title="One", icon="boxes", widget=QWidget())
        self.frame = Frame([page], pharmacy="Maple Street")
        qtbot.addWidget(self.frame)
        self.frame.show()
        self.printers, self.given = Printers(), FakeGiven()
        self.saved: list[tuple[str, bytes]] = []
        self.preview = Preview(
            Covers(self.frame, self.frame),
            desk=replace(self.given.desk, printer=self.printers, draughtsman=cast("Any", Draughtsman())),
            ask=self.given.ask,
            preferences=lambda: self.given.preferences,
            save_file=self.save,
        )

    def save(self, name: str, make: Callable[[], bytes]) -> None:
        self.saved.append((name, make()))

    def button(self, words: str) -> QAbstractButton:
        return next(part for part in self.preview.findChildren(QAbstractButton) if part.text() == words)

    def names(self) -> list[str]:
        return [part.accessibleName() for part in self.preview.findChildren(QWidget) if part.isVisible()]


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return Desk(qtbot)


def test_every_page_is_shown_and_sent_as_it_was_seen(desk: Desk, qtbot: QtBot) -> None:
    desk.preview.show_document("Reorder sheet", lambda: b"%PDF")
    qtbot.waitUntil(lambda: "Page 2 of 2" in desk.names())
    desk.button("Print").click()
    assert desk.printers.sent == [(b"%PDF", "Counter laser", "Reorder sheet", 1)]


def test_a_job_that_was_sent_is_not_called_printed(desk: Desk) -> None:
    desk.preview.show_document("Reorder sheet", lambda: b"%PDF")
    desk.button("Print").click()
    said = next(name for name in desk.names() if name.startswith("Sent to"))
    assert said.startswith("Sent to Counter laser as job 7. Look at the printer")


def test_without_a_printer_the_pages_can_still_be_saved(desk: Desk) -> None:
    desk.printers.there = None
    desk.preview.show_document("Reorder sheet", lambda: b"%PDF")
    assert not desk.button("Print").isEnabled()
    desk.button("Save as PDF").click()
    assert desk.saved == [("Reorder sheet.pdf", b"%PDF")]
    assert desk.given.said == []


def test_a_job_the_system_did_not_take_says_why(desk: Desk) -> None:
    desk.printers.refuse = "the queue is stopped"
    desk.preview.show_document("Reorder sheet", lambda: b"%PDF")
    desk.button("Print").click()
    assert any("the queue is stopped" in name for name in desk.names())
    assert desk.button("Print").isEnabled()


def test_what_cannot_be_drawn_says_why_and_prints_nothing(desk: Desk) -> None:
    def draw() -> bytes:
        raise ProductNotKept("99301-417-01")

    desk.preview.show_document("Label", draw)
    assert any("is not kept here" in name for name in desk.names())
    assert not desk.button("Print").isEnabled()


def test_the_printer_used_last_is_offered_first(desk: Desk) -> None:
    desk.printers.there = (
        InstalledPrinter("Counter laser", default=True),
        InstalledPrinter("Labels", default=False),
    )
    desk.given.preferences.set("preview/printer", "Labels")
    desk.preview.show_document("Label", lambda: b"%PDF")
    desk.button("Print").click()
    assert desk.printers.sent[0][1] == "Labels"
