"""What Scan & look up shows, as one frozen record. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from rxdesk.domain.quantity import Quantity
from rxdesk.domain.stock import LineKey
from ui.kit.shown_product import ShownProduct
from ui.parts.codes import CodeRow
from ui.parts.finding import HitRow, LinkState
from ui.screens.scan.counting import CountState
from ui.screens.scan.holding import HoldState
from ui.screens.scan.moving import MoveState
from ui.screens.scan.rows import EquivalentRow, HistoryRow, LotRow


class Tab(StrEnum):
    """The lists below the product."""

    ACT_ON = "act_on"
    LOTS = "lots"
    HISTORY = "history"
    EQUIVALENTS = "equivalents"
    CODES = "codes"


class Below(StrEnum):
    """What stands below the product now."""

    LISTS = "lists"
    HITS = "hits"
    COUNT = "count"
    HOLD = "hold"
    MOVE = "move"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanState:
    """Everything the screen shows but the list of lots to act on, which comes page by page."""

    product: ShownProduct | None = None
    kept: bool = False  # one of the pharmacy's own; else it is only listed
    held: bool = False  # the scanned line is on hold
    unit: str = ""
    quantity: Quantity | None = None  # proposed for the acts
    line: LineKey | None = None  # the scanned line
    below: Below = Below.LISTS
    asked: str = ""
    hits: tuple[HitRow, ...] = ()
    tab: Tab = Tab.ACT_ON
    lots: tuple[LotRow, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    equivalents: tuple[EquivalentRow, ...] = ()
    codes: tuple[CodeRow, ...] = ()
    count: CountState | None = None
    hold: HoldState | None = None
    move: MoveState | None = None
    link: LinkState | None = None

    @property
    def shown_product(self) -> ShownProduct | None:
        """Return the product as it is shown: without its figures while it is counted."""
        if self.product is None or self.count is None:
            return self.product
        return replace(self.product, figures=(("…", "hidden while counting"),))
