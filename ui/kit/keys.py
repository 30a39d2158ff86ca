"""The one table of commands and the keys that give them; the cheat sheet, the palette and the buttons read it.

No Qt here: keys are written as Qt and people both read them ("Ctrl+K").
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """Where a key works."""

    EVERYWHERE = "Everywhere"
    PRODUCT = "With a product on the screen"
    SCREEN = "Where a button says so"
    TABLE = "In a table"
    FIELD = "In a field"
    SCREENS = "Screens"


@dataclass(frozen=True, slots=True)
class Command:
    """Something a key does."""

    name: str  # stable
    keys: str  # as on the keycap
    words: str  # what it does
    scope: Scope


HELP = Command("help", "F1", "Help and this list of keys", Scope.EVERYWHERE)
SCAN_BAR = Command("scan_bar", "F2", "Go to the scan bar", Scope.EVERYWHERE)
FIND = Command("find", "Ctrl+K", "Find any command, product or screen", Scope.EVERYWHERE)
BACK = Command("back", "Esc", "One level back", Scope.EVERYWHERE)
REVERSE = Command("reverse", "Ctrl+Z", "Reverse the last action", Scope.EVERYWHERE)
THEME = Command("theme", "Ctrl+Shift+T", "Change between light, dark and high contrast", Scope.EVERYWHERE)
LOCK = Command("lock", "Ctrl+L", "Lock the screen or change the person", Scope.EVERYWHERE)
DISMISS = Command("dismiss", "Ctrl+Backspace", "Put the newest notice away", Scope.EVERYWHERE)

DISPENSE = Command("dispense", "F5", "Pull for dispensing", Scope.PRODUCT)
RECEIVE = Command("receive", "F6", "Receive", Scope.PRODUCT)
COUNT = Command("count", "F7", "Count", Scope.PRODUCT)
QUARANTINE = Command("quarantine", "F8", "Quarantine", Scope.PRODUCT)
LABEL = Command("label", "F9", "Print a label", Scope.PRODUCT)

ADD = Command("add", "Ctrl+N", "Add a product, a place or a person", Scope.SCREEN)
SAVE = Command("save", "Ctrl+S", "Save", Scope.SCREEN)
PRINT = Command("print", "Ctrl+P", "Print, or the pull sheet", Scope.SCREEN)
MOVE = Command("move", "Ctrl+M", "Move the lot to another place", Scope.SCREEN)
MARK_ORDERED = Command("mark_ordered", "Ctrl+M", "Mark as ordered", Scope.SCREEN)
REVERSE_ENTRY = Command("reverse_entry", "Ctrl+R", "Reverse the entry that is shown", Scope.SCREEN)
TO_QUARANTINE = Command("to_quarantine", "Shift+F8", "Bring the lots to quarantine", Scope.SCREEN)
TO_RETURNS = Command("to_returns", "Ctrl+F8", "Bring the lots to the returns bin", Scope.SCREEN)

OPEN_ROW = Command("open_row", "Enter", "Open the row", Scope.TABLE)
COPY_ROWS = Command("copy_rows", "Ctrl+C", "Copy the selected rows with their headers", Scope.TABLE)
SELECT_ALL = Command("select_all", "Ctrl+A", "Select every row", Scope.TABLE)
STEP = Command("step", "Up, Down", "One more, one less in a quantity", Scope.FIELD)
NEXT_FIELD = Command("next_field", "Tab", "Go to the next field", Scope.FIELD)

COMMANDS: tuple[Command, ...] = (
    *(HELP, SCAN_BAR, FIND, BACK, REVERSE, DISMISS, THEME, LOCK),
    *(DISPENSE, RECEIVE, COUNT, QUARANTINE, LABEL),
    *(ADD, SAVE, PRINT, MOVE, MARK_ORDERED, REVERSE_ENTRY, TO_QUARANTINE, TO_RETURNS),
    *(OPEN_ROW, COPY_ROWS, SELECT_ALL),
    *(STEP, NEXT_FIELD),
)

SCREEN_KEYS: tuple[str, ...] = tuple(f"Ctrl+{number}" for number in (*range(1, 10), 0))
"""The keys of the first ten screens, in the order of the navigation."""
