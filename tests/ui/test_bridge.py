"""Work goes to the journal thread and comes back to the window's, in order, whatever becomes of it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from rxdesk.domain.errors import Refusal, Trouble
from ui.bridge import Bridge, ProgramFault
from ui.notices import Level, Notice, Notices

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


class Ear:
    """Hears what is said."""

    def __init__(self) -> None:
        self.notices = Notices()
        self.heard: list[Notice] = []
        self.notices.listen(self.heard.append)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def bridge(ear: Ear, qapp: object) -> Iterator[Bridge]:
    made = Bridge(ear.notices)
    yield made
    made.close()


def fail_with(failure: Exception) -> None:
    raise failure


def test_a_job_runs_elsewhere_and_its_answer_comes_home(bridge: Bridge, qtbot: QtBot) -> None:
    ran: list[str] = []
    answers: list[tuple[int, str]] = []

    def job() -> int:
        ran.append(threading.current_thread().name)
        return 42

    bridge.ask(job, lambda answer: answers.append((answer, threading.current_thread().name)))
    qtbot.waitUntil(lambda: bool(answers))
    assert ran[0].startswith("journal")
    assert answers == [(42, threading.main_thread().name)]


def test_jobs_run_one_at_a_time_in_the_order_they_were_asked_for(bridge: Bridge, qtbot: QtBot) -> None:
    order: list[int] = []
    answers: list[int] = []
    for number in range(50):
        bridge.ask(lambda number=number: order.append(number) or number, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 50)
    assert order == answers == list(range(50))


def test_a_refusal_goes_to_whoever_asked_and_is_not_said_twice(
    bridge: Bridge, ear: Ear, qtbot: QtBot
) -> None:
    refused: list[Refusal] = []
    bridge.ask(lambda: fail_with(Refusal("The lot is held.", "Release it.")), fail_if_called, refused.append)
    qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].said == "The lot is held."
    assert ear.heard == []


def test_a_refusal_nobody_takes_is_said(bridge: Bridge, ear: Ear, qtbot: QtBot) -> None:
    bridge.ask(lambda: fail_with(Refusal("The lot is held.", "Release it.")), fail_if_called)
    qtbot.waitUntil(lambda: bool(ear.heard))
    assert ear.heard == [Notice(Level.REFUSED, "The lot is held.", "Release it.")]


def test_a_trouble_is_said_and_whoever_asked_is_told(bridge: Bridge, ear: Ear, qtbot: QtBot) -> None:
    told: list[Trouble] = []
    bridge.ask(
        lambda: fail_with(Trouble("The disk is full.", "Make room.")), fail_if_called, troubled=told.append
    )
    qtbot.waitUntil(lambda: bool(told))
    assert [notice.level for notice in ear.heard] == [Level.TROUBLE]


def test_a_bug_is_logged_in_full_under_the_number_the_person_is_told(
    bridge: Bridge, ear: Ear, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Trouble] = []
    bridge.ask(lambda: fail_with(ZeroDivisionError("ours")), fail_if_called, troubled=told.append)
    qtbot.waitUntil(lambda: bool(told))
    fault = told[0]
    assert isinstance(fault, ProgramFault)
    assert fault.report_id in ear.heard[0].words
    assert f"fault {fault.report_id}" in caplog.text
    assert "ZeroDivisionError: ours" in caplog.text
    assert "ours" not in ear.heard[0].words
    caplog.clear()


def test_the_next_job_runs_after_one_that_failed(
    bridge: Bridge, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    answers: list[str] = []
    bridge.ask(lambda: fail_with(KeyError("ours")), fail_if_called)
    bridge.ask(lambda: "still here", answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == ["still here"]
    caplog.clear()


def test_a_mistake_in_the_answer_is_reported_and_not_lost(
    bridge: Bridge, ear: Ear, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    bridge.ask(lambda: 1, lambda _one: fail_with(ValueError("in the glass")))
    qtbot.waitUntil(lambda: bool(ear.heard))
    assert "in the glass" in caplog.text
    caplog.clear()


def test_another_thread_calls_into_the_window_in_order(bridge: Bridge, qtbot: QtBot) -> None:
    heard: list[tuple[int, str]] = []

    def hear(number: int) -> None:
        heard.append((number, threading.current_thread().name))

    scanned = bridge.inward(hear)
    thread = threading.Thread(target=lambda: [scanned(number) for number in range(100)])
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(heard) == 100)
    assert heard == [(number, threading.main_thread().name) for number in range(100)]


def test_closing_finishes_what_was_asked_and_takes_nothing_more(ear: Ear, qapp: object) -> None:
    bridge, done, late = Bridge(ear.notices), list[int](), list[int]()
    for number in range(5):
        bridge.ask(lambda number=number: done.append(number), lambda _none: None)
    bridge.close()
    bridge.ask(lambda: late.append(1), lambda _none: None)
    assert done == [0, 1, 2, 3, 4]
    assert late == []


def fail_if_called(answer: object) -> None:
    raise AssertionError(f"answered {answer!r}")
