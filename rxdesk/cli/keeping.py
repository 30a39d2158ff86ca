"""`rxdesk begin`, `check`, `rebuild`, `backup`, `restore`: the file itself."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rxdesk.cli.output import err, out, out_json
from rxdesk.compose import House, check_folder, rebuild_folder, restore_folder
from rxdesk.domain.identity import PersonId


def print_check(folder: Path, *, as_json: bool) -> int:
    """Check the file and print a sentence for each finding.

    Returns:
        0 when everything holds, 1 when anything does not.
    """
    report = check_folder(folder)
    if as_json:
        out_json(
            {
                "holds": report.holds,
                "entries": report.entries,
                "head": report.head,
                "findings": report.findings,
            }
        )
    else:
        for finding in report.findings:
            for sentence in finding.sentences:
                (out if finding.holds else err)(sentence)
        if report.head:
            out(f"The journal ends at {report.head}.")
    return 0 if report.holds else 1


def run_rebuild(folder: Path, person: PersonId | None) -> int:
    """Write every projection again from the journal, with the file to ourselves."""
    differed = rebuild_folder(folder, person)
    if differed:
        out(f"Rebuilt everything. These tables had differed from the journal: {', '.join(differed)}.")
    else:
        out("Rebuilt everything; nothing had differed from the journal.")
    return 0


def run_backup(house: House, file: Path) -> int:
    """Write a verified copy."""
    out(house.desk.keeping.backup(file))
    return 0


def run_restore(folder: Path, copy: Path) -> int:
    """Put a verified copy in place of the file and begin a new epoch."""
    manifest = restore_folder(folder, copy)
    out(
        f"Restored {manifest.entries:,} entries from {copy.name}; a new epoch has begun. "
        "What stood before is kept beside the data file."
    )
    return 0


def run_begin(house: House, *, pharmacy: str, name: str, initials: str, role: str, pin: str) -> int:
    """Begin a pharmacy's file with its first person."""
    person = house.desk.doors.open_pharmacy(
        pharmacy=pharmacy, name=name, initials=initials, role=role, pin=pin
    )
    out(f"{pharmacy} is ready; {person.name} may sign in.")
    return 0


def run_import(house: House, person: PersonId | None, files: Sequence[Path]) -> int:
    """Replace the catalogue and print what was found."""
    told = -1

    def progress(done: int, total: int) -> None:
        nonlocal told
        percent = 0 if total == 0 else done * 100 // total
        if percent >= told + 10:
            told = percent
            err(f"{done:,} of {total:,} rows")

    report = house.desk.import_catalogue(person, files, progress, lambda: False)
    if report.unchanged:
        out("These files are the catalogue already; nothing was changed.")
        return 0
    edition, difference = report.edition, report.difference
    states = ", ".join(f"{count:,} {state}" for state, count in edition.by_state.items() if count)
    out(f"Imported {edition.rows:,} packages from {edition.source_name}: {states}.")
    out(
        f"{len(difference.added):,} added, {len(difference.changed):,} changed, "
        f"{len(difference.gone):,} no longer listed."
    )
    for about, count in sorted(report.remarks_by_about.items()):
        out(f"{count:,} × {about}")
    for remark in report.remarks:
        err(f"{remark.file}, line {remark.line}: {remark.said}")
    return 0
