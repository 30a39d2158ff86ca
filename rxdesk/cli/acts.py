"""`rxdesk acts` and `rxdesk do`: the acts as an interface for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from rxdesk.cli.output import out, out_json
from rxdesk.compose import House
from rxdesk.domain.errors import Refusal
from rxdesk.domain.facts import AnyFact
from rxdesk.domain.identity import PersonId
from rxdesk.domain.orders import AnyOrder, Order
from rxdesk.domain.records import Entry
from rxdesk.usecases.post import Outcome, Request, post_within

_ORDERS: Final = msgspec.json.Decoder(AnyOrder)
LONGEST_LINE: Final = 4_000_000
"""Characters of one order; more is not an order but a mistake."""


class OrderUnreadable(Refusal):
    """A line is not an order."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This line is not an order: {why.rstrip('.')}.", "See `rxdesk acts` for the shape of each order."
        )


class LineNotText(Refusal):
    """A line is not text in the encoding everything here is in."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Line {number} is not UTF-8 text; it and what follows were left alone.",
            "Save the file as UTF-8 and give it again: what was posted before is posted once.",
        )


def schemas() -> dict[str, Any]:
    """Return the JSON Schema of every order and every fact."""
    (orders, facts), shared = msgspec.json.schema_components(
        (AnyOrder, AnyFact), ref_template="#/$defs/{name}"
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "RxDesk orders and facts",
        "orders": orders,
        "facts": facts,
        "$defs": shared,
    }


def print_schemas() -> int:
    """Print the schemas."""
    out(msgspec.json.format(msgspec.json.encode(schemas())).decode())
    return 0


def lines_of(file: str) -> Iterator[str]:
    """Yield the lines of a file, or of standard input for `-`.

    Raises:
        LineNotText: A line is not UTF-8.
    """
    if file == "-":
        stream = sys.stdin.buffer
        yield from (_text(number, line) for number, line in enumerate(stream, start=1))
        return
    with Path(file).open("rb") as stream:
        yield from (_text(number, line) for number, line in enumerate(stream, start=1))


def _text(number: int, line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise LineNotText(number) from error


def run_orders(
    house: House, lines: Iterable[str], *, person: PersonId, signer: PersonId | None, batch: int = 1
) -> int:
    """Post orders, one JSON object per line, and print one answer per order, after it is on disk.

    Args:
        house: The opened data folder.
        lines: The orders.
        person: Who acts.
        signer: Who signs controlled acts; None when the person may not.
        batch: How many orders share a durable commit; their answers come after it.

    Returns:
        0 when every order was taken, 1 when any was refused.
    """
    refused = False
    waiting: list[tuple[int, str]] = []
    for number, line in enumerate(lines, start=1):
        if line.strip():
            waiting.append((number, line))
        if len(waiting) >= batch:
            refused |= _run_batch(house, waiting, person, signer)
            waiting.clear()
    if waiting:
        refused |= _run_batch(house, waiting, person, signer)
    return 1 if refused else 0


def _run_batch(house: House, lines: list[tuple[int, str]], person: PersonId, signer: PersonId | None) -> bool:
    answers: list[dict[str, Any]] = []
    with house.ledger() as unit:
        for number, line in lines:
            answer: dict[str, Any] = {"line": number}
            try:
                order = _read(line)
                answer["order"] = order.id
                # A rule refuses before it writes, so a refused order leaves nothing in the shared commit.
                request = Request(order=order, person=person, signer=signer)
                answer |= _answer(post_within(unit, house.clock, house.ids, request))
            except Refusal as refusal:
                answer["refused"] = refusal_record(refusal)
            answers.append(answer)
        unit.commit()
    for answer in answers:
        out_json(answer)
    return any("refused" in answer for answer in answers)


def _read(line: str) -> Order:
    if len(line) > LONGEST_LINE:
        raise OrderUnreadable("it is too long")
    try:
        return _ORDERS.decode(line)
    except msgspec.DecodeError as error:
        raise OrderUnreadable(str(error)) from error


def _answer(outcome: Outcome) -> dict[str, Any]:
    """Return the entry an order was about, and beside it what had to be written on the way."""
    main = next(entry for entry in outcome.entries if entry.fact is outcome.fact)
    also = [_entry(entry) for entry in outcome.entries if entry is not main]
    return {"repeated": outcome.repeated, **_entry(main), **({"also": also} if also else {})}


def _entry(entry: Entry) -> dict[str, Any]:
    return {"seq": entry.seq, "id": entry.id, "hash": entry.hash.hex(), "fact": entry.fact}


def refusal_record(refusal: Refusal) -> dict[str, str]:
    """Return a refusal as other programs read it."""
    return {"class": refusal.code, "sentence": refusal.said, "remedy": refusal.remedy}
