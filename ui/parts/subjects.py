"""What one screen hands another to go on with, beside the plain ids. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rxdesk.domain.identity import ProductId
from rxdesk.domain.quantity import Quantity
from rxdesk.domain.stock import LineKey
from rxdesk.ports.scanner import Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """A product to dispense, as far as it is known already."""

    product: ProductId
    quantity: Quantity | None = None
    scan: Scan | None = None  # the pack in hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Goods to receive: of a product, and the pack in hand when it was scanned."""

    product: ProductId
    scan: Scan | None = None


class LineAct(StrEnum):
    """What is to be done with a line of stock."""

    COUNT = "count"
    QUARANTINE = "quarantine"
    MOVE = "move"


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLine:
    """A line of stock to look up, and the act to begin with it."""

    line: LineKey
    act: LineAct | None = None


class Waiting(StrEnum):
    """What waits on a screen that shows more than one thing."""

    DIFFERENCES = "differences"  # count differences, in the journal
    ON_ORDER = "on_order"  # open orders, beside what is to be ordered
