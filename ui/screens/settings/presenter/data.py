"""The data itself: the catalogue with its import, the backup, and where the file is."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from rxdesk.domain.catalogue import CatalogueEdition, ImportReport, PackageState
from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.errors import Refusal, Trouble
from ui.notices import Level, Notice
from ui.parts.given import Given
from ui.screens.settings.state import ImportShown, RemarkLine

T = TypeVar("T")

_STATE_WORDS = {
    PackageState.STOCKABLE: "can be received at once",
    PackageState.KIT: "kits, their size to be confirmed",
    PackageState.UNREAD: "packages whose size is to be confirmed",
    PackageState.BULK: "bulk or unfinished, not pharmacy stock",
}


class Inward(Protocol):
    """The way for a running job to tell the window something; see `ui.context.Inward`."""

    def __call__(self, listener: Callable[[T], None]) -> Callable[[T], None]:
        """Return a callback for any thread."""
        ...


class DataView(Protocol):
    """The section."""

    def show_edition(self, sentence: str) -> None:
        """Show which directory the catalogue holds."""
        ...

    def show_file(self, words: str) -> None:
        """Show where the file is, and which program this is."""
        ...

    def show_backup(self, sentence: str) -> None:
        """Show when the last backup was made, or what the newest one found."""
        ...

    def show_progress(self, done: int, total: int) -> None:
        """Show how far an import has come; a total of 0 is not known."""
        ...

    def show_idle(self) -> None:
        """The import ended, one way or another."""
        ...

    def show_import(self, shown: ImportShown | None) -> None:
        """Show what an import found and did."""
        ...

    def show_refusal(self, said: str, remedy: str) -> None:
        """Say why it was not done; empty texts take the last one away."""
        ...


class DataPresenter:
    """The conversation about the data."""

    def __init__(
        self, view: DataView, given: Given, *, inward: Inward, announce: Callable[[Changes], None]
    ) -> None:
        self._view = view
        self._given = given
        self._inward = inward
        self._announce = announce
        self._cancelled: threading.Event | None = None

    def read(self) -> None:
        """Read what is held and when it was last backed up."""
        desk = self._given.desk
        self._view.show_file(f"{desk.file}\nRxDesk {desk.program}")
        self._given.ask(desk.reads.catalogue_edition, lambda edition: self._view.show_edition(_held(edition)))

    def import_catalogue(self, files: Sequence[Path]) -> None:
        """Replace the catalogue by these files, one directory in all."""
        person = self._given.session.person
        if person is None or not files or self._cancelled is not None:
            return
        cancelled = self._cancelled = threading.Event()
        told = self._inward(self._tell)
        desk = self._given.desk
        self._view.show_refusal("", "")
        self._view.show_import(None)
        self._view.show_progress(0, 0)
        self._given.ask(
            lambda: desk.import_catalogue(
                person.person,
                files,
                lambda done, total: told((done, total)),
                cancelled.is_set,
            ),
            self._imported,
            self._refuse_import,
            troubled=self._fail_import,
        )

    def cancel_import(self) -> None:
        """Stop the import; the catalogue stays as it was."""
        if self._cancelled is not None:
            self._cancelled.set()

    def back_up(self, target: Path) -> None:
        """Write a verified copy."""
        keeping = self._given.desk.keeping
        self._view.show_backup("The copy is being written and read back.")
        self._given.ask(
            lambda: keeping.backup(target),
            self._backed_up,
            self._refuse_backup,
            troubled=lambda trouble: self._view.show_backup(trouble.said),
        )

    def _tell(self, progress: tuple[int, int]) -> None:
        if self._cancelled is not None:
            self._view.show_progress(*progress)

    def _imported(self, report: ImportReport) -> None:
        self._end()
        self._view.show_import(import_shown(report))
        self._announce(Changes(topics=frozenset({Topic.CATALOGUE, Topic.JOURNAL})))
        self.read()

    def _refuse_import(self, refusal: Refusal) -> None:
        self._end()
        self._view.show_refusal(refusal.said, refusal.remedy)

    def _fail_import(self, trouble: Trouble) -> None:
        self._end()
        self._view.show_refusal(trouble.said, trouble.remedy)

    def _end(self) -> None:
        self._cancelled = None
        self._view.show_idle()

    def _backed_up(self, sentence: str) -> None:
        self._view.show_backup(sentence)
        self._given.notices.say(Notice(Level.DONE, sentence))

    def _refuse_backup(self, refusal: Refusal) -> None:
        self._view.show_backup("")
        self._view.show_refusal(refusal.said, refusal.remedy)


def import_shown(report: ImportReport) -> ImportShown:
    """Return what an import found and did, in words."""
    if report.unchanged:
        sentence = f"{report.edition.source_name} had been imported already; nothing was changed."
    else:
        difference = report.difference
        sentence = (
            f"The catalogue now holds {report.edition.source_name} with {report.edition.rows:,} packages: "
            f"{len(difference.added):,} are new, {len(difference.changed):,} changed, "
            f"{len(difference.gone):,} are no longer listed."
        )
    states = [(f"{report.edition.by_state.get(state, 0):,}", words) for state, words in _STATE_WORDS.items()]
    remarks = [(f"{count:,}", about) for about, count in report.remarks_by_about.items()]
    return ImportShown(
        sentence=sentence,
        counts=(*states, *remarks),
        remarks=tuple(
            RemarkLine(number=number, remark=remark) for number, remark in enumerate(report.remarks)
        ),
        report=report,
    )


def _held(edition: CatalogueEdition | None) -> str:
    if edition is None:
        return "No catalogue was imported yet. Import FDA’s NDC directory, and every product can be found by name."
    year = f" The directory describes the market of {edition.source_year}." if edition.source_year else ""
    return f"{edition.rows:,} packages from {edition.source_name}.{year}"
