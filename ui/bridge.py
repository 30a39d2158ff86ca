"""The one place where other threads enter Qt.

Two ways in, both queued into the GUI thread and neither waited for:

- `ask` runs a job on the journal thread, which does every act and every read in the order they were asked
  for, and hands the answer to the GUI thread.
- `inward` wraps a callback of the GUI so that a device thread may call it.

A refusal goes to whoever asked, a trouble to the notices. Anything else is a bug: it is logged in full under
a short id and said once, honestly, with that id.
"""

from __future__ import annotations

import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from rxdesk.domain.errors import Refusal, Trouble
from ui.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.notices import Notices

T = TypeVar("T")

_log = logging.getLogger(__name__)


class ProgramFault(Trouble):
    """The program itself failed; what was asked has not been done.

    Attributes:
        report_id: Under which the full report stands in the log.
    """

    def __init__(self, report_id: str) -> None:
        super().__init__(
            "RxDesk made a mistake, and what you asked for was not done.",
            f"Try it again; if it happens once more, report the number {report_id}.",
        )
        self.report_id = report_id


class Bridge(QObject):
    """Hands work to the journal thread and answers back to the GUI thread."""

    _entered = Signal(object)

    def __init__(self, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._journal = ThreadPoolExecutor(max_workers=1, thread_name_prefix="journal")
        self._open = True
        self._entered.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        refused: Callable[[Refusal], None] | None = None,
        *,
        troubled: Callable[[Trouble], None] | None = None,
    ) -> None:
        """Run a job on the journal thread and answer on the GUI thread.

        Args:
            job: An act or a read; it touches no widget.
            then: Called with what the job returned.
            refused: Called with the refusal; without it the refusal is said as a notice.
            troubled: Called with a trouble, or with the `ProgramFault` of a bug, after it has been said.
        """
        if self._open:
            self._journal.submit(self._work, job, then, refused or self._say, troubled)

    def inward(self, listener: Callable[[T], None]) -> Callable[[T], None]:
        """Return a callback that any thread may call; `listener` then runs on the GUI thread, in order."""

        def enter(given: T) -> None:
            self._entered.emit(partial(listener, given))

        return enter

    def report(self, fault: BaseException) -> ProgramFault:
        """Log a bug in full, say it once, and return what to tell whoever asked. GUI thread only."""
        told = self._logged(fault)
        self._notices.say(Notice.of(told))
        return told

    def close(self) -> None:
        """Finish what was asked, then take nothing more; answers that come now are dropped."""
        self._open = False
        self._journal.shutdown(wait=True)

    def _work(
        self,
        job: Callable[[], T],
        then: Callable[[T], None],
        refused: Callable[[Refusal], None],
        troubled: Callable[[Trouble], None] | None,
    ) -> None:
        try:
            answer = job()
        except Refusal as refusal:
            self._entered.emit(partial(refused, refusal))
        except Trouble as trouble:
            self._entered.emit(partial(self._tell, trouble, troubled))
        except Exception as fault:  # noqa: BLE001  # the journal thread's top: a bug is reported, not lost
            self._entered.emit(partial(self._tell, self._logged(fault), troubled))
        else:
            self._entered.emit(partial(then, answer))

    def _tell(self, trouble: Trouble, troubled: Callable[[Trouble], None] | None) -> None:
        self._say(trouble)
        if troubled is not None:
            troubled(trouble)

    def _say(self, failure: Refusal | Trouble) -> None:
        self._notices.say(Notice.of(failure))

    def _logged(self, fault: BaseException) -> ProgramFault:
        told = ProgramFault(secrets.token_hex(3))
        _log.error("fault %s", told.report_id, exc_info=fault)
        return told

    @Slot(object)
    def _run(self, call: Callable[[], None]) -> None:
        if not self._open:
            return
        try:
            call()
        except Exception as fault:  # noqa: BLE001  # the GUI thread's top: Qt would only print it
            self.report(fault)
