"""Put another directory of all products in place of the catalogue.

It is staged beside the one that is shown, in short transactions that nobody's scan waits for; then one
transaction switches and journals. Cancelling leaves the old catalogue as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from rxdesk.domain.catalogue import ImportReport, PackageState
from rxdesk.domain.facts import CatalogueReplaced
from rxdesk.domain.identity import PersonId
from rxdesk.domain.people import PERMISSIONS, ROLE_NAMES, Permission
from rxdesk.domain.refusals import NotPermitted, PersonUnknown
from rxdesk.ports.catalogue import DirectorySource, Progress
from rxdesk.ports.clock import Clock
from rxdesk.ports.ids import Ids
from rxdesk.ports.work import Work
from rxdesk.usecases.post import append_own, note_clock


class StagedCatalogue(Protocol):
    """A directory that was read onto the shelf that is not shown."""

    @property
    def report(self) -> ImportReport:
        """Return what was found, and what would change."""
        ...

    def switch(self) -> None:
        """Show it, in the unit of work that is open."""
        ...

    def tidy(self) -> None:
        """Empty what is no longer shown; outside any unit of work."""
        ...


Stage = Callable[[DirectorySource, Progress, Callable[[], bool]], StagedCatalogue]


def replace_catalogue(
    work: Work,
    clock: Clock,
    ids: Ids,
    stage: Stage,
    *,
    person: PersonId | None,
    source: DirectorySource,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> ImportReport:
    """Read a directory in, switch to it and journal that; a directory that is shown already changes nothing.

    The catalogue is reference data, so the command line may replace it with nobody signed in (`person` None);
    the entry then names nobody.

    Raises:
        NotPermitted, PersonUnknown: The person may not.
        Refusal: The directory cannot be taken in, or `cancelled` said to stop; nothing changed.
        Trouble: A disk failed; nothing changed.
    """
    if person is not None:
        _require_permission(work, person)
    staged = stage(source, progress, cancelled)
    report = staged.report
    if report.unchanged:
        return report
    with work() as unit:
        staged.switch()
        note_clock(unit, clock, ids)
        fact = CatalogueReplaced(
            file_name=report.edition.source_name,
            file_hash=report.edition.sha256,
            rows=report.edition.rows,
            stockable=report.edition.by_state.get(PackageState.STOCKABLE, 0),
            added=len(report.difference.added),
            changed=len(report.difference.changed),
            gone=len(report.difference.gone),
        )
        append_own(unit, clock, ids, fact, person)
        unit.commit()
    staged.tidy()
    return report


def _require_permission(work: Work, person: PersonId) -> None:
    with work() as unit:
        actor = unit.known.find_person(person)
    if actor is None or not actor.active:
        raise PersonUnknown("this person")
    if Permission.SET_UP not in PERMISSIONS[actor.role]:
        raise NotPermitted(actor.name, ROLE_NAMES[actor.role], "replace the catalogue")
