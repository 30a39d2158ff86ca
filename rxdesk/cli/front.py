"""The front of the command line: arguments, and which command they mean."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol

from rxdesk.cli import acts, keeping, lists, paper, scans
from rxdesk.cli.output import err
from rxdesk.cli.signing_in import read_pin, sign_in
from rxdesk.compose import FILE_NAME, House, open_house, program_version
from rxdesk.domain.errors import Refusal, Trouble
from rxdesk.domain.identity import PersonId
from rxdesk.domain.scan import ScannerProfile
from rxdesk.machine import SystemClock
from rxdesk.paths import data_folder
from rxdesk.ports.found import FoundListed, FoundProduct
from rxdesk.ports.queries import StockFilter
from rxdesk.sample.folder import make_sample_once


class Commands(Protocol):
    """Where commands are added; argparse keeps the name of its own class to itself."""

    def add_parser(self, name: str, *, help: str) -> argparse.ArgumentParser:  # noqa: A002  # argparse names it so
        """Add a command."""
        ...


REFUSED: Final = 1
FAILED: Final = 2


class NoPharmacy(Trouble):
    """A command asks of a folder that holds no pharmacy; it must not make an empty one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no pharmacy in {folder}.",
            "Name its folder with --data, or begin one: rxdesk begin NAME --name PERSON --initials XX.",
        )


def parser() -> argparse.ArgumentParser:
    """Return the parser of every argument there is."""
    top = argparse.ArgumentParser(
        prog="rxdesk",
        description="A perpetual inventory for a pharmacy back room. Without a command: the window.",
    )
    top.add_argument("--version", action="version", version=f"rxdesk {program_version()}")
    top.add_argument("--data", type=Path, metavar="DIR", help="the data folder (default: the person's own)")
    top.add_argument("--sample", action="store_true", help="the sample pharmacy, in a file of its own")
    window = top.add_argument_group("window")
    window.add_argument("--screenshot", type=Path, metavar="FILE", help="draw the window offscreen and end")
    window.add_argument("--screen", default="scan", metavar="KEY", help="which screen to draw")
    window.add_argument("--theme", choices=("light", "dark", "high_contrast"))
    window.add_argument("--size", default="1440x900", metavar="WxH")
    window.add_argument("--scale", type=float, default=1.0, help="device pixels per pixel of the drawing")
    window.add_argument("--text", type=int, choices=(100, 115, 130, 150), help="text size in percent")
    window.add_argument("--open", metavar="SUBJECT", help="an NDC or place to show on the screen")

    commands = top.add_subparsers(dest="command", metavar="COMMAND")
    _begin(commands)
    scan = commands.add_parser("scan", help="read raw scans, one per line, and say what each means")
    scan.add_argument("file", nargs="?", default="-")
    scan.add_argument("--jsonl", action="store_true", help="lines are JSON objects with raw, profile, now")
    _acting(commands)
    _showing(commands)
    _keeping(commands)
    return top


def run(arguments: argparse.Namespace) -> int:
    """Run a command and return its exit code."""
    return said_in_sentences(lambda: _run(arguments))


def said_in_sentences(work: Callable[[], int]) -> int:
    """Do some work; say refusals and failures of the world as sentences, with an exit code of their own."""
    try:
        return work()
    except Refusal as refusal:
        err(f"{refusal.said} {refusal.remedy}")
        return REFUSED
    except Trouble as trouble:
        err(f"{trouble.said} {trouble.remedy}")
        return FAILED
    except BrokenPipeError:
        # Whoever read our output has read enough; nothing is left to say to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        name = "" if error.filename is None else f"{error.filename}: "
        err(f"{name}{error.strerror or error}.")
        return FAILED


def folder_of(arguments: argparse.Namespace) -> Path:
    """Return the data folder the arguments mean; the sample is written when it is first asked for."""
    folder: Path = arguments.data or data_folder()
    if not arguments.sample:
        return folder
    sample = folder / "sample"
    make_sample_once(sample, _say_progress)
    return sample


def _say_progress(done: int, total: int) -> None:
    if done == 1:
        err("Writing the sample pharmacy; this happens once.")
    if done * 10 // total > (done - 1) * 10 // total:
        err(f"{done * 100 // total} %")


def _run(arguments: argparse.Namespace) -> int:
    folder = folder_of(arguments)
    match arguments.command:
        case "acts":
            return acts.print_schemas()
        case "scan":
            return _scan(arguments, folder)
        case "check":
            return keeping.print_check(folder, as_json=arguments.json)
        case "restore":
            return keeping.run_restore(folder, arguments.file)
        case "begin":
            with open_house(folder) as house:
                return _begin_in(house, arguments)
        case _:
            if arguments.command != "import" and not (folder / FILE_NAME).exists():
                raise NoPharmacy(folder)
            with open_house(folder) as house:
                return _run_in(house, arguments, folder)


def _begin_in(house: House, arguments: argparse.Namespace) -> int:
    pin = read_pin("PIN (6 to 12 digits): ", arguments.pin_fd)
    return keeping.run_begin(
        house,
        pharmacy=arguments.pharmacy,
        name=arguments.name,
        initials=arguments.initials,
        role=arguments.role,
        pin=pin,
    )


def _run_in(house: House, arguments: argparse.Namespace, folder: Path) -> int:
    match arguments.command:
        case "stock":
            return lists.print_stock(house, only=arguments.only, text=arguments.text, as_csv=arguments.csv)
        case "journal":
            return lists.print_journal(
                house,
                product=arguments.product,
                kinds=tuple(arguments.kind),
                limit=arguments.limit,
                as_csv=arguments.csv,
            )
        case "label":
            return paper.write_labels(
                house, arguments.ndc, stock_key=arguments.stock, skip=arguments.skip, file=arguments.output
            )
        case "report":
            return paper.write_reorder(house, made_by=arguments.by, file=arguments.output)
        case "backup":
            return keeping.run_backup(house, arguments.file)
        case _:
            return _run_as(house, arguments, folder)


def _run_as(house: House, arguments: argparse.Namespace, folder: Path) -> int:
    person: PersonId | None = None
    if arguments.person is not None:
        person, signer = sign_in(house, arguments.person, arguments.pin_fd)
        if arguments.command == "do":
            lines = acts.lines_of(arguments.file)
            return acts.run_orders(house, lines, person=person, signer=signer, batch=max(1, arguments.batch))
    # Neither of these posts stock: without --as the entry says that nobody was signed in.
    if arguments.command == "import":
        return keeping.run_import(house, person, arguments.files)
    return keeping.run_rebuild(folder, person)


def _scan(arguments: argparse.Namespace, folder: Path) -> int:
    lines = acts.lines_of(arguments.file)
    today = SystemClock().today()
    if not (folder / FILE_NAME).exists():
        return scans.print_scans(lines, today=today, jsonl=arguments.jsonl, product_of=_nothing_known)
    with open_house(folder) as house:

        def product_of(raw: str, profile: ScannerProfile) -> dict[str, str] | None:
            house.reads.profile = profile
            match house.reads.find(raw):
                case FoundProduct(card=card):
                    return {"ndc": card.row.product, "name": card.row.name, "kept": "yes"}
                case FoundListed(hits=(hit,)):
                    return {"ndc": hit.row.ndc, "name": hit.row.name, "kept": "no"}
                case _:
                    return None

        return scans.print_scans(lines, today=today, jsonl=arguments.jsonl, product_of=product_of)


def _acting(commands: Commands) -> None:
    imports = commands.add_parser("import", help="import a directory of products")
    imports.add_argument("what", choices=("catalogue",))
    imports.add_argument("files", nargs="+", type=Path, metavar="FILE")
    _person(imports)
    commands.add_parser("acts", help="print the JSON Schema of every order and fact")
    post = commands.add_parser("do", help="post orders, one JSON object per line")
    post.add_argument("file", help="a file, or - for standard input")
    post.add_argument("--batch", type=int, default=1, metavar="N", help="orders that share a durable commit")
    _person(post, required=True)


def _showing(commands: Commands) -> None:
    stock = commands.add_parser("stock", help="print stock lines")
    stock.add_argument("text", nargs="?", default="", help="words that must all occur")
    stock.add_argument("--only", choices=[only.value for only in StockFilter], default=StockFilter.ALL.value)
    _format(stock)
    journal = commands.add_parser("journal", help="print journal entries, newest first")
    journal.add_argument("--product", metavar="NDC")
    journal.add_argument("--kind", action="append", default=[], metavar="KIND")
    journal.add_argument("--limit", type=int, metavar="N")
    _format(journal)
    label = commands.add_parser("label", help="write shelf labels as a PDF")
    label.add_argument("ndc", nargs="+")
    label.add_argument("--stock", metavar="KEY", help="the blank labels")
    label.add_argument(
        "--skip", type=int, default=0, metavar="N", help="cells of the first sheet already used"
    )
    label.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    report = commands.add_parser("report", help="write a sheet as a PDF")
    report.add_argument("what", choices=("reorder",))
    report.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")
    report.add_argument("--by", default="", metavar="NAME", help="who makes it")


def _keeping(commands: Commands) -> None:
    checking = commands.add_parser("check", help="check the chain, the guards and everything shown")
    checking.add_argument("--json", action="store_true")
    _person(commands.add_parser("rebuild", help="write every projection again from the journal"))
    backup = commands.add_parser("backup", help="write a verified copy")
    backup.add_argument("file", type=Path)
    restoring = commands.add_parser("restore", help="put a verified copy in place of the file")
    restoring.add_argument("file", type=Path)


def _nothing_known(_raw: str, _profile: ScannerProfile) -> None:
    """Answer for a folder without a file."""


def _begin(commands: Commands) -> None:
    begin = commands.add_parser("begin", help="begin a pharmacy's data file")
    begin.add_argument("pharmacy")
    begin.add_argument("--name", required=True, help="of the first person")
    begin.add_argument("--initials", required=True)
    begin.add_argument("--role", choices=("pharmacist_in_charge", "manager"), default="pharmacist_in_charge")
    begin.add_argument("--pin-fd", type=int, metavar="N", help="file descriptor whose first line is the PIN")


def _person(command: argparse.ArgumentParser, *, required: bool = False) -> None:
    command.add_argument(
        "--as", dest="person", required=required, metavar="PERSON", help="who acts: name or initials"
    )
    command.add_argument(
        "--pin-fd", type=int, metavar="N", help="file descriptor whose first line is the PIN"
    )


def _format(command: argparse.ArgumentParser) -> None:
    either = command.add_mutually_exclusive_group()
    either.add_argument("--json", action="store_true", help="one JSON object per line (the default)")
    either.add_argument("--csv", action="store_true")
