"""What Today shows. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rxdesk.ports.queries import StockFilter
from rxdesk.ports.rows import Today
from ui.kit.tones import Tone
from ui.parts.subjects import Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where something leads: a screen, and what it is to open."""

    screen: str
    subject: object | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One thing the day may ask for."""

    key: str
    icon: str
    count: int
    words: str  # what is counted
    ask: str  # what to do about it; or that there is nothing to do
    tone: Tone
    way: Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of the first things to do in a new pharmacy."""

    key: str
    icon: str
    title: str
    sentence: str
    action: str
    way: Way
    done: str = ""  # what is so once it is done


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a figure of the day is put into words."""

    key: str
    icon: str
    one: str
    many: str
    ask: str
    none: str
    tone: Tone
    way: Way


_KINDS: Final[tuple[_Kind, ...]] = (
    _Kind(
        "expired_lines", "circle-x", "lot has expired", "lots have expired",
        "Take them off the shelf.", "Nothing has expired.", Tone.DANGER,
        Way(screen="expiring", subject=StockFilter.EXPIRED),
    ),
    _Kind(
        "within_30_days", "triangle-alert", "lot expires within 30 days", "lots expire within 30 days",
        "Use them first, or return them.", "Nothing expires within 30 days.", Tone.WARNING,
        Way(screen="expiring", subject=StockFilter.D30),
    ),
    _Kind(
        "undated_lines", "circle-question-mark", "lot without an expiry date", "lots without an expiry date",
        "Read the date on the pack.", "Every lot has an expiry date.", Tone.CAUTION,
        Way(screen="expiring", subject=StockFilter.NO_DATE),
    ),
    _Kind(
        "below_minimum", "shopping-cart", "product below its minimum", "products below their minimum",
        "Order them.", "Nothing is below its minimum.", Tone.INFO, Way(screen="reorder"),
    ),
    _Kind(
        "holds", "ban", "hold stands", "holds stand",
        "Decide what becomes of the stock.", "Nothing is on hold.", Tone.WARNING,
        Way(screen="stock", subject=StockFilter.HELD),
    ),
    _Kind(
        "negative_lines", "minus", "line is below zero", "lines are below zero",
        "Count them.", "No line is below zero.", Tone.WARNING,
        Way(screen="stock", subject=StockFilter.NEGATIVE),
    ),
    _Kind(
        "open_differences", "clipboard-list", "count difference is open", "count differences are open",
        "A pharmacist names the cause.", "No count difference is open.", Tone.WARNING,
        Way(screen="journal", subject=Waiting.DIFFERENCES),
    ),
    _Kind(
        "on_order_products", "truck", "product is on order", "products are on order",
        "Receive them when they arrive.", "Nothing is on order.", Tone.INFO,
        Way(screen="reorder", subject=Waiting.ON_ORDER),
    ),
)  # fmt: skip


def tiles_of(today: Today) -> tuple[Tile, ...]:
    """Return what the day asks for; a figure of zero is calm and says so."""
    return tuple(_tile(kind, getattr(today, kind.key)) for kind in _KINDS)


def steps_of(today: Today) -> tuple[Step, ...]:
    """Return the first things to do, done ones included; nothing once stock is on hand."""
    if today.lines or today.dispensed_today:
        return ()
    return (
        Step(
            key="catalogue",
            icon="book-open-text",
            title="Import the catalogue",
            sentence="A product directory knows names, strengths and packages, so that nobody types them.",
            action="Import",
            way=Way(screen="settings", subject="data"),
            done=f"{today.catalogue_rows:,} products are listed." if today.catalogue_rows else "",
        ),
        Step(
            key="old_stock",
            icon="import",
            title="Take over your stock",
            sentence="A file from the program you used before brings in lots, bins and levels at once.",
            action="Take over",
            way=Way(screen="settings", subject="go_live"),
        ),
        Step(
            key="receive",
            icon="package-plus",
            title="Receive the first goods",
            sentence="Scan a package: product, lot and expiry are read from its code.",
            action="Receive",
            way=Way(screen="receive"),
        ),
    )


def _tile(kind: _Kind, count: int) -> Tile:
    return Tile(
        key=kind.key,
        icon=kind.icon,
        count=count,
        words=kind.one if count == 1 else kind.many,
        ask=kind.ask if count else kind.none,
        tone=kind.tone if count else Tone.NEUTRAL,
        way=kind.way,
    )
