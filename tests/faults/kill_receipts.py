"""Kills the program in the middle of receipts, again and again, and looks at what is left. POSIX.

    python tests/faults/kill_receipts.py --rounds 50 [--seed 1]

Each round starts the real window on the same file, feeds it packs through a pseudo terminal while somebody
types, and ends it with SIGKILL at a random moment. Then: every receipt a person saw painted is in the
journal; nothing is half done; what was typed and kept is there; `rxdesk check` exits 0; and the next start
shows the delivery as it was.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlcipher3 import dbapi2

sys.path.insert(0, str(Path(__file__).parents[2]))

from rxdesk.compose import FILE_NAME, open_house
from rxdesk.domain.identity import OrderId
from rxdesk.domain.orders import SetLevels, SetUpPlace, SetUpProduct
from rxdesk.domain.quantity import units
from rxdesk.usecases.post import Request
from tests.db_files import HYDROXYZINE, SHELF, details
from tests.fake_scanner import FakeScanner
from ui.kept_scanners import SCANNERS_SETTING, STATION, KeptScanner, KeptScanners

ROOT = Path(__file__).parents[2]
PIN = "824713"
GTIN = "00399301417014"
_PATIENCE_S = 30.0


@dataclass(slots=True)
class Tally:
    """What the rounds found.

    Attributes:
        rounds: How often the program was killed.
        painted: Receipts a person saw.
        received: Receipts in the journal.
        unseen: Receipts in the journal that were not painted yet: killed between commit and glass.
        wrong: What should not be, one sentence each.
    """

    rounds: int = 0
    painted: set[str] = field(default_factory=set[str])
    received: int = 0
    unseen: int = 0
    wrong: list[str] = field(default_factory=list[str])


def make_pharmacy(folder: Path, scanner: Path) -> None:
    """Make a pharmacy with one product that is received without a question."""
    kept = KeptScanners(serial=(KeptScanner(device="Counter scanner", url=str(scanner)),))
    with open_house(folder) as house:
        person = house.desk.doors.open_pharmacy(
            pharmacy="Maple Street Pharmacy",
            name="Kiran Patel",
            initials="KP",
            role="pharmacist_in_charge",
            pin=PIN,
        ).person
        product = details("Hydroxyzine HCl", gtin14=GTIN)
        for order in (
            SetUpPlace(id=OrderId("k-1"), place=SHELF),
            SetUpProduct(id=OrderId("k-2"), product=HYDROXYZINE, details=product),
            SetLevels(id=OrderId("k-3"), product=HYDROXYZINE, minimum=units(1), home=SHELF),
        ):
            house.post(Request(order=order, person=person))
        house.desk.keeping.set_setting(STATION, SCANNERS_SETTING, msgspec.json.encode(kept).decode())


class Round:
    """One life of the program, and its end."""

    def __init__(self, folder: Path, scanner: FakeScanner, chance: random.Random) -> None:
        self._scanner, self._chance = scanner, chance
        self._said = b""
        self.painted: list[str] = []
        self.kept = ""
        self.shown = ""
        self._program = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("receiving_window.py")), str(folder), PIN],
            stdout=subprocess.PIPE,
            cwd=ROOT,
        )

    def live(self, first: int) -> int:
        """Scan packs until a random moment, kill the program, and return how many were scanned.

        Raises:
            TimeoutError: The program did not come so far.
        """
        deadline = time.monotonic() + _PATIENCE_S
        while not self.shown:
            self._hear(0.1, deadline)
        self._hear(0.2, deadline)  # rows of the delivery that are painted again
        scanned, enough = 0, len(self.painted) + self._chance.randint(1, 12)
        while len(self.painted) < enough:
            scanned += self._scan(first + scanned)
            self._hear(self._chance.uniform(0.0, 0.04), deadline)
        scanned += self._scan(first + scanned)
        time.sleep(self._chance.uniform(0.0, 0.03))  # somewhere between the wire and the glass
        self._program.kill()
        self._program.wait()
        self._hear(0.0, deadline)
        return scanned

    def end(self) -> None:
        """Leave nothing running, whatever happened."""
        self._program.kill()
        self._program.wait()
        if self._program.stdout is not None:
            self._program.stdout.close()

    def _scan(self, number: int) -> int:
        self._scanner.scan(f"]d201{GTIN}1728043010LOT1\x1d21S{number:08d}")
        return 1

    def _hear(self, seconds: float, deadline: float) -> None:
        """Take in what the program says for so long."""
        if time.monotonic() > deadline:
            message = f"the program said only: {self._said!r}, {self.painted!r}"
            raise TimeoutError(message)
        assert self._program.stdout is not None
        out, until = self._program.stdout.fileno(), time.monotonic() + seconds
        while select.select([out], [], [], max(0.0, until - time.monotonic()))[0]:
            heard = os.read(out, 65_536)
            if not heard:
                return
            *lines, self._said = (self._said + heard).split(b"\n")
            for line in lines:
                self._take(line.decode())

    def _take(self, line: str) -> None:
        word, _, rest = line.partition(" ")
        match word:
            case "painted":
                self.painted.append(rest)
            case "kept":
                self.kept = rest
            case "shown":
                self.shown = rest
            case _:
                pass


def rounds(folder: Path, count: int, chance: random.Random) -> Tally:
    """Kill the program so many times on one file and return what was found."""
    tally = Tally()
    with FakeScanner() as scanner:
        make_pharmacy(folder, scanner.path)
        scanned, before, reference = 1, 0, ""
        for _ in range(count):
            life = Round(folder, scanner, chance)
            try:
                scanned += life.live(scanned)
            finally:
                life.end()
            tally.rounds += 1
            shown, _, taken_up = life.shown.partition(" ")
            if int(shown) != before:
                tally.wrong.append(f"{shown} receipts were taken up again where {before} had been made")
            if not taken_up.startswith(reference):
                tally.wrong.append(f"{taken_up!r} was taken up again where {reference!r} had been kept")
            before, reference = _look(folder, life, tally)
            # What the dead program had not read is read by nobody: the next one begins with a new cable.
            scanner.unplug()
            scanner.plug()
    return tally


def _look(folder: Path, life: Round, tally: Tally) -> tuple[int, str]:
    """Look at the file a killed program left; return its receipts and the reference kept with them."""
    tally.painted.update(life.painted)
    connection = dbapi2.connect(str(folder / FILE_NAME))  # the first to open it lets the log be recovered
    try:
        received = {row[0] for row in connection.execute(_RECEIVED)}
        halves = connection.execute(_HALVES).fetchall()
        draft = connection.execute("SELECT content FROM draft WHERE screen = 'receive'").fetchone()
    finally:
        connection.close()
    lost = sorted(tally.painted - received)
    if lost:
        tally.wrong.append(f"painted and lost: {lost}")
    if halves:
        tally.wrong.append(f"half done: {halves}")
    reference = "" if draft is None else str(msgspec.json.decode(draft[0]).get("reference", ""))
    if not reference.startswith(life.kept):
        tally.wrong.append(f"kept {life.kept!r}, found {reference!r}")
    tally.received = len(received)
    tally.unseen = len(received - tally.painted)
    checked = subprocess.run(
        [sys.executable, "-m", "rxdesk", "--data", str(folder), "check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if checked.returncode != 0:
        tally.wrong.append(f"rxdesk check: {checked.stdout}{checked.stderr}")
    return len(received), reference


_RECEIVED = "SELECT payload ->> '$.serial' FROM entry WHERE kind = 'LotReceived'"
# An entry without its movement, a movement without its entry, or a line that is not what was moved.
_HALVES = """
SELECT 'entry', seq FROM entry WHERE kind = 'LotReceived' AND seq NOT IN (SELECT entry_seq FROM movement)
UNION ALL SELECT 'movement', entry_seq FROM movement WHERE entry_seq NOT IN (SELECT seq FROM entry)
UNION ALL SELECT 'stock', serial FROM stock WHERE place NOT LIKE '@%' AND quantity <> 100000
"""


def main() -> int:
    """Run the rounds and print what was found."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=20)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="rxdesk-kill-") as name:
        tally = rounds(Path(name) / "data", given.rounds, random.Random(given.seed))
    sys.stdout.write(
        f"{tally.rounds} kills; {len(tally.painted)} receipts painted, {tally.received} in the journal, "
        f"{tally.unseen} of them never seen; {len(tally.wrong)} wrong\n"
    )
    for sentence in tally.wrong:
        sys.stdout.write(f"  {sentence}\n")
    return 1 if tally.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
