from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from devices.printing.system import ComputerPrinters
from rxdesk.ports.printer import (
    InstalledPrinter,
    NoPrintSystem,
    PrinterUnknown,
    PrintJobRefused,
    PrintSystemSilent,
    SentJob,
)

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no lp to imitate")

PDF = b"%PDF-1.4 \xff\x00 not looked into"
LPSTAT = """
import sys
print("Zebra\\nBack_office" if sys.argv[1] == "-e" else "system default destination: Back_office")
"""
LP = """
import pathlib, sys
here = pathlib.Path(__file__).parent
(here / "words").write_text("\\n".join(sys.argv[1:]))
(here / "given").write_bytes(sys.stdin.buffer.read())
print("request id is Zebra-12 (1 file(s))")
"""


def _print_system(folder: Path, **commands: str) -> ComputerPrinters:
    for name, program in commands.items():
        command = folder / name
        command.write_text(f"#!{sys.executable}\n{program}")
        command.chmod(0o755)
    return ComputerPrinters(search_path=str(folder), patience_s=20)


def test_the_printers_of_the_computer_are_listed_with_the_usual_one(tmp_path: Path) -> None:
    printers = _print_system(tmp_path, lpstat=LPSTAT)
    assert printers.installed_printers() == (
        InstalledPrinter("Back_office", default=True),
        InstalledPrinter("Zebra", default=False),
    )


def test_a_pdf_is_handed_over_whole_and_unscaled(tmp_path: Path) -> None:
    printers = _print_system(tmp_path, lpstat=LPSTAT, lp=LP)
    sent = printers.print_pdf(PDF, printer="Zebra", title="Shelf labels", copies=2)
    words = (tmp_path / "words").read_text().split("\n")
    assert (sent, (tmp_path / "given").read_bytes(), words) == (
        SentJob("Zebra", "Zebra-12"),
        PDF,
        ["-d", "Zebra", "-n", "2", "-t", "Shelf labels", "-o", "print-scaling=none"],
    )


def test_a_computer_without_a_print_system_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoPrintSystem, match="no print system"):
        _print_system(tmp_path).installed_printers()


def test_a_printer_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(PrinterUnknown, match="'DYMO' is not set up"):
        _print_system(tmp_path, lpstat=LPSTAT, lp=LP).print_pdf(PDF, printer="DYMO", title="Labels")


def test_what_the_print_system_refuses_is_said_in_its_own_words(tmp_path: Path) -> None:
    refusing = 'import sys\nsys.stdin.buffer.read()\nsys.exit("lp: Destination is not accepting jobs.")'
    with pytest.raises(PrintJobRefused, match="Destination is not accepting jobs"):
        _print_system(tmp_path, lpstat=LPSTAT, lp=refusing).print_pdf(PDF, printer="Zebra", title="Labels")


def test_a_print_system_that_never_answers_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    _print_system(tmp_path, lpstat="import signal\nsignal.pause()")
    with pytest.raises(PrintSystemSilent, match="not known"):
        ComputerPrinters(search_path=str(tmp_path), patience_s=0.2).installed_printers()


def test_no_printer_set_up_is_an_empty_list(tmp_path: Path) -> None:
    assert _print_system(tmp_path, lpstat="").installed_printers() == ()
