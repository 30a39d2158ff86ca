"""A process of its own that receives and dispenses on a journal file; run as a module by a test.

Arguments: the file, a name for its orders, how many rounds. Each round receives a pack of a lot of its own
and dispenses ten from a lot that every process shares. It says "ready" and waits for a
line on standard input to begin.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rxdesk.domain.identity import LotNumber, OrderId
from rxdesk.domain.orders import DispenseItem, PickFrom, ReceiveLot
from rxdesk.domain.quantity import units
from tests.db_files import HYDROXYZINE, SHELF, Bench, CountedIds

SHARED = LotNumber("SHARED")


def main(file: Path, name: str, rounds: int) -> None:
    """Post the rounds."""
    bench = Bench(file, ids=CountedIds(name))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for number in range(rounds):
        bench.post(
            ReceiveLot(
                id=OrderId(f"{name}-r{number}"),
                product=HYDROXYZINE,
                lot=LotNumber(name),
                expiry="2027-12-31",
                packs=1,
                place=SHELF,
            )
        )
        bench.post(
            DispenseItem(
                id=OrderId(f"{name}-d{number}"),
                product=HYDROXYZINE,
                quantity=units(10),
                rx_number=f"{name}{number}",
                picks=(PickFrom(lot=SHARED, place=SHELF, quantity=units(10)),),
                reason="the shared lot is the one at hand",
            )
        )
    bench.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
