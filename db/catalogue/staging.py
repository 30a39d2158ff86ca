"""A directory staged on the ledger's own connection, to be shown by the unit of work that journals it."""

from __future__ import annotations

from collections.abc import Callable

from db.catalogue.load import Staged, stage, switch, tidy
from db.troubles import translated
from db.work import Ledger
from rxdesk.domain.catalogue import ImportReport
from rxdesk.ports.catalogue import DirectorySource, Progress


class StagedOnFile:
    """A directory on the shelf that is not shown yet."""

    def __init__(self, ledger: Ledger, staged: Staged) -> None:
        self._ledger = ledger
        self._staged = staged

    @property
    def report(self) -> ImportReport:
        """Return what was found, and what would change."""
        return self._staged.report

    def switch(self) -> None:
        """Show it, in the unit of work that is open."""
        switch(self._ledger.connection, self._staged)

    def tidy(self) -> None:
        """Empty what is no longer shown; outside any unit of work."""
        with translated(self._ledger.file.path):
            tidy(self._ledger.connection)


def stage_on(
    ledger: Ledger, source: DirectorySource, progress: Progress, cancelled: Callable[[], bool]
) -> StagedOnFile:
    """Read a directory onto the shelf that is not shown.

    Raises:
        Refusal: It cannot be taken in, or `cancelled` said to stop.
        Trouble: The disk failed.
    """
    with translated(ledger.file.path):
        return StagedOnFile(ledger, stage(ledger.connection, source, progress=progress, cancelled=cancelled))
