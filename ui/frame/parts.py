"""What the frame is given to show, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ui.kit.tones import Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Badge:
    """A count beside a screen's name in the navigation."""

    count: int
    words: str  # what is counted, for a screen reader: "lots to pull"
    stop: bool = False  # something there must be stopped: painted in the stop colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A screen as the frame knows it."""

    key: str
    title: str
    icon: str
    widget: QWidget
    group: str = ""  # the heading it stands under; pages of a group follow each other
    shortcut: str = ""
    at_foot: bool = False  # below the others, beside Help
    badge: Badge | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPerson:
    """Who is signed in."""

    name: str  # "K. Patel"
    role: str  # "Technician"
    initials: str  # "KP"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAction:
    """The newest act, as the strip tells it."""

    said: str  # "Pulled 30 tablets of hydrOXYzine 25 mg, lot B7730A. 42 left in this lot."
    at: str  # local time, "09:41"
    person: str
    subject: str = ""  # the part of `said` that stands in bold
    reversible: bool = True  # whether Reverse is offered
    key: object = None  # given back with the wish to reverse it


class Side(StrEnum):
    """Where in the status bar something stands."""

    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """One thing the status bar says, in words and with an icon."""

    key: str
    words: str
    icon: str = ""
    tone: Tone = Tone.NEUTRAL
    side: Side = Side.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One thing the finder found."""

    words: str  # in tall-man letters when it is a product
    kind: str  # "Screen", "Command", "Product": shown at the right
    icon: str = "search"
    keys: str = ""  # its shortcut, if it has one
    subject: object = None  # given back when it is chosen


Provider = Callable[[str, Callable[[Sequence[Found]], None]], None]
"""Answers what was typed: `provider(text, deliver)`; it must not wait, and may deliver later."""
