"""The computer's own printers, by the commands `lp` and `lpstat` of CUPS (Linux and macOS).

A PDF is handed over at its true size and is then *sent*; what the printer does with it is not asked here.
Windows has no such command that keeps the size and can be told the printer, so there the answer is
`NoPrintSystem`, and the person prints the saved PDF.

Source: CUPS manual pages lp(1) and lpstat(1).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from typing import Final

from rxdesk.ports.printer import (
    InstalledPrinter,
    NoPrintSystem,
    PrinterUnknown,
    PrintJobRefused,
    PrintSystemSilent,
    SentJob,
)

_PATIENCE_S: Final = 20.0
_DEFAULT: Final = re.compile(r"^system default destination: (?P<name>\S+)$", re.MULTILINE)
_REQUEST: Final = re.compile(r"request id is (?P<job>\S+)")


class ComputerPrinters:
    """Answers `rxdesk.ports.printer.SystemPrinter`; each call waits for the print system.

    Args:
        search_path: Where the commands are looked for; None for the computer's usual places.
        patience_s: Seconds to wait for an answer.
    """

    def __init__(self, *, search_path: str | None = None, patience_s: float = _PATIENCE_S) -> None:
        self._search_path = search_path
        self._patience_s = patience_s

    def installed_printers(self) -> tuple[InstalledPrinter, ...]:
        """List the printers by name.

        Raises:
            NoPrintSystem: There are no such commands on this computer.
            PrintSystemSilent: The print system did not answer.
        """
        names = self._run("lpstat", "-e").stdout.split()
        default = _DEFAULT.search(self._run("lpstat", "-d").stdout) if names else None
        return tuple(
            InstalledPrinter(name, default=default is not None and default["name"] == name)
            for name in sorted(names, key=str.lower)
        )

    def print_pdf(self, pdf: bytes, *, printer: str, title: str, copies: int = 1) -> SentJob:
        """Hand a PDF to a printer's queue, unscaled.

        Raises:
            NoPrintSystem: There are no such commands on this computer.
            PrinterUnknown: No printer has that name.
            PrintJobRefused: The queue did not take it.
            PrintSystemSilent: The print system did not answer; the job may stand in the queue.
        """
        if printer not in {known.name for known in self.installed_printers()}:
            raise PrinterUnknown(printer)
        shown = "".join(character if character.isprintable() else " " for character in title)
        answer = self._run(
            "lp", "-d", printer, "-n", str(copies), "-t", shown, "-o", "print-scaling=none", given=pdf
        )
        if answer.returncode != 0:
            reason = answer.stderr.strip().removeprefix("lp: ").rstrip(".") or "it gave no reason"
            raise PrintJobRefused(printer, reason)
        taken = _REQUEST.search(answer.stdout)
        return SentJob(printer, taken["job"] if taken else "")

    def _run(self, command: str, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[str]:
        found = shutil.which(command, path=self._search_path)
        if found is None:
            raise NoPrintSystem
        try:
            done = subprocess.run(  # noqa: S603  # no shell; the words are options and a listed printer
                [found, *words],
                input=given,
                capture_output=True,
                check=False,
                timeout=self._patience_s,
                env={**os.environ, "LC_ALL": "C"},  # the answers are read, so they must not be translated
            )
        except subprocess.TimeoutExpired as silent:
            raise PrintSystemSilent(self._patience_s) from silent
        except OSError as failed:
            raise NoPrintSystem from failed
        return subprocess.CompletedProcess(
            done.args,
            done.returncode,
            done.stdout.decode(errors="replace"),
            done.stderr.decode(errors="replace"),
        )
