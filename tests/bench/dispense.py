"""How a dispense through the whole house compares with the same rows written by raw SQLite, in one run.

    python tests/bench/dispense.py [--n 500] [--json]

Both sides work on files of the same shape with the same pragmas and take turns, so that whatever else the
machine does hits both. The raw side begins a transaction, inserts the entry, the movement and the fill,
updates the two balances, and commits: the rows the act writes, and nothing else. The act also checks who
may, reads the stock, chooses lots, encodes and hashes the entry. CPU time is the steadier of the two ratios.
"""

from __future__ import annotations

import argparse
import itertools
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from sqlcipher3 import dbapi2

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rxdesk.domain.identity import LotNumber
from rxdesk.domain.orders import DispenseItem, ReceiveLot
from rxdesk.domain.quantity import units
from tests.db_files import HYDROXYZINE, SHELF, Bench, CountedIds, opened_bench


def stocked(folder: Path, name: str) -> Bench:
    """Return a pharmacy with ten lots of one product."""
    bench = opened_bench(folder, name)
    for number in range(10):
        bench.post(
            ReceiveLot(
                id=bench.order_id(),
                product=HYDROXYZINE,
                lot=LotNumber(f"LOT{number}"),
                expiry=f"2028-{number % 12 + 1:02d}",
                quantity=units(1_000_000),
                place=SHELF,
            )
        )
    return bench


def raw_side(path: Path) -> Callable[[int], None]:
    """Return a function that writes a dispense's rows with the bare driver."""
    connection = dbapi2.connect(str(path), isolation_level=None, cached_statements=512)
    for pragma in (
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "recursive_triggers = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")
    columns = [row[1] for row in connection.execute("PRAGMA table_info(entry)")][1:]
    last = list(connection.execute("SELECT * FROM entry ORDER BY seq DESC LIMIT 1").fetchone())
    values: dict[str, Any] = dict(zip(columns, last[1:], strict=True))
    insert = f"INSERT INTO entry ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    balance = (
        "INSERT INTO stock VALUES (?, ?, '', ?, ?, ?, ?, 1) ON CONFLICT (product, lot, serial, place) "
        "DO UPDATE SET quantity = quantity + excluded.quantity, last_seq = excluded.last_seq"
    )

    def dispense(number: int) -> None:
        connection.execute("BEGIN IMMEDIATE")
        values["station_seq"] += 1
        values["id"] = f"raw-{number:012d}-0000-0000-000000000000"
        values["order_id"] = f"raw-order-{number:012d}-000000000000"
        seq = connection.execute(insert, list(values.values())).lastrowid
        connection.execute(
            "INSERT INTO movement VALUES (?, 0, ?, 'LOT0', '', '2028-01', 1000, ?, '@patient', ?)",
            (seq, HYDROXYZINE, SHELF, values["happened_at"]),
        )
        connection.execute(balance, (HYDROXYZINE, "LOT0", SHELF, -1000, seq, seq))
        connection.execute(balance, (HYDROXYZINE, "LOT0", "@patient", 1000, seq, seq))
        connection.execute(
            "INSERT INTO fill VALUES (?, 0, ?, 1, ?)", (str(number), HYDROXYZINE, values["id"])
        )
        connection.execute("COMMIT")

    return dispense


def house_side(bench: Bench) -> Callable[[int], None]:
    """Return a function that dispenses through the use case, journal, chain and projections."""

    def dispense(number: int) -> None:
        bench.post(
            DispenseItem(
                id=bench.order_id(), product=HYDROXYZINE, quantity=units(1), rx_number=f"{number:07d}"
            )
        )

    return dispense


def measured(sides: dict[str, Callable[[int], None]], n: int) -> dict[str, dict[str, float]]:
    """Take turns n times and return wall and CPU milliseconds of each side."""
    wall: dict[str, list[float]] = {name: [] for name in sides}
    cpu: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(n):
        for name, side in sides.items():
            begun, used = time.perf_counter(), time.process_time()
            side(number)
            cpu[name].append((time.process_time() - used) * 1000)
            wall[name].append((time.perf_counter() - begun) * 1000)
    return {
        name: {
            "p50_ms": statistics.median(wall[name]),
            "p99_ms": statistics.quantiles(wall[name], n=100)[98],
            "cpu_ms": statistics.fmean(cpu[name]),
        }
        for name in sides
    }


def statements_per_dispense(bench: Bench) -> int:
    """Count the statements one dispense sends, BEGIN and COMMIT included."""
    sent: list[str] = []
    driver: Any = bench.ledger.connection.connection.driver_connection
    driver.set_trace_callback(sent.append)
    house_side(bench)(9_999_999)
    driver.set_trace_callback(None)
    # A statement that fires a trigger is traced again when the trigger has run.
    return sum(1 for _ in itertools.groupby(sent))


def main() -> int:
    """Run the benchmark and print it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--n", type=int, default=500)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="rxdesk-bench-") as name:
        folder = Path(name)
        stocked(folder, "house").close()
        shutil.copy(folder / "house.sqlite3", folder / "raw.sqlite3")
        bench = Bench(folder / "house.sqlite3", ids=CountedIds("run"))
        sides = {"raw": raw_side(folder / "raw.sqlite3"), "house": house_side(bench)}
        measured(sides, 20)  # warm caches
        bench.clock.go_on()
        sides_again = {"raw": _shifted(sides["raw"]), "house": _shifted(sides["house"])}
        figures = measured(sides_again, given.n)
        statements = statements_per_dispense(bench)
        bench.close()
    ratios = {key: figures["house"][key] / figures["raw"][key] for key in ("p50_ms", "p99_ms", "cpu_ms")}
    result = {"n": given.n, **figures, "ratio": ratios, "statements": statements}
    if given.json:
        sys.stdout.write(msgspec.json.encode(result).decode() + "\n")
    else:
        for side in ("raw", "house"):
            sys.stdout.write(
                f"{side:6}" + "".join(f"{k} {v:7.3f}  " for k, v in figures[side].items()) + "\n"
            )
        sys.stdout.write("ratio " + "".join(f"{k} {v:7.2f}  " for k, v in ratios.items()) + "\n")
        sys.stdout.write(f"statements per dispense: {statements}\n")
    return 0


def _shifted(side: Callable[[int], None]) -> Callable[[int], None]:
    return lambda number: side(1_000_000 + number)


if __name__ == "__main__":
    sys.exit(main())
