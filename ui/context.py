"""What every screen is given: the desk, the way to ask it, and the person's eyes, ears and hands.

A screen is built once by its `build(context)` and lives as long as the window. It is told when it is
shown, what changed, what was scanned and what it is to open; it asks the desk only through `ask`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from PySide6.QtWidgets import QWidget

from rxdesk.desk import Desk
from rxdesk.domain.changes import Changes
from rxdesk.ports.scanner import DeviceReport, Scan
from ui.asking import Ask, PostOrder, Reverse, Session
from ui.kit.preferences import Preferences
from ui.kit.tokens import TextScale, Theme
from ui.notices import Notices

if TYPE_CHECKING:
    from ui.kept_scanners import KeptScanners

T = TypeVar("T")


class Inward(Protocol):
    """Wraps a callback of the window so that a job may call it while it runs: for progress."""

    def __call__(self, listener: Callable[[T], None]) -> Callable[[T], None]:
        """Return a callback for any thread; `listener` then runs on the window's thread, in order."""
        ...


class WindowChoices(Protocol):
    """What a person may choose of the window itself. Every choice works at once and is kept."""

    @property
    def theme(self) -> Theme:
        """Return the theme now worn."""
        ...

    @property
    def text_scale(self) -> TextScale:
        """Return the text size now worn."""
        ...

    @property
    def idle_minutes(self) -> int:
        """Return after how many untouched minutes the station locks."""
        ...

    @property
    def keyboard_scanner(self) -> bool:
        """Return whether fast keys are taken for a scanner that types."""
        ...

    def choose_theme(self, theme: Theme) -> None:
        """Wear a theme; it is the person's own choice."""
        ...

    def choose_text_scale(self, scale: TextScale) -> None:
        """Wear a text size; it is the person's own choice."""
        ...

    def choose_idle_minutes(self, minutes: int) -> None:
        """Lock the station after so many untouched minutes; it is the station's."""
        ...

    def choose_keyboard_scanner(self, *, on: bool) -> None:
        """Take fast keys for a scanner, or leave every key to the fields; it is the station's."""
        ...


class StationScanners(Protocol):
    """The scanners of the station, as the window listens to them."""

    @property
    def kept(self) -> KeptScanners:
        """Return what is listened to now."""
        ...

    @property
    def reports(self) -> Mapping[str, DeviceReport]:
        """Return the last report of each serial scanner, by name."""
        ...

    def use(self, kept: KeptScanners) -> None:
        """Listen to these from now on."""
        ...

    def on_change(self, told: Callable[[], None]) -> None:
        """Have `told` called whenever a scanner's state changed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every screen is given.

    Attributes:
        desk: All a person can ask for.
        ask: The way to ask it.
        post: The way to do something.
        session: Who is signed in.
        notices: The one door to the person's eyes and ears.
        preferences: What the person chose: column order, widths, filters.
        go: Shows a screen by its key, and hands it something to open: a product, a place, an entry.
        preview: Shows a PDF with print and save: title and the job that draws it.
        save_file: Asks where to save and writes what the job makes: suggested name and job.
        reverse: Asks why and reverses an entry: the entry, and what it says.
        inward: The way for a running job to tell the window how far it has come.
        window: What a person may choose of the window itself.
        scanners: The scanners of the station.
        announce: Tells every screen what was altered by something other than `post`.
    """

    desk: Desk
    ask: Ask
    post: PostOrder
    session: Session
    notices: Notices
    preferences: Preferences
    go: Callable[[str, object | None], None]
    preview: Callable[[str, Callable[[], bytes]], None]
    save_file: Callable[[str, Callable[[], bytes]], None]
    reverse: Reverse
    inward: Inward
    window: WindowChoices
    scanners: StationScanners
    announce: Callable[[Changes], None]


class Screen(Protocol):
    """A screen as the window sees it."""

    @property
    def widget(self) -> QWidget:
        """Return what is shown."""
        ...

    def shown(self) -> None:
        """The screen came to the front: ask for what is stale."""
        ...

    def hidden(self) -> None:
        """The screen went to the back."""
        ...

    def changed(self, changes: Changes) -> None:
        """Something was altered: refresh if in front and concerned, else remember to."""
        ...

    def scanned(self, scan: Scan) -> bool:
        """Take a scan that came while the screen was in front; False when it has no use for it."""
        ...

    def open(self, subject: object) -> None:
        """Show something in particular."""
        ...


@runtime_checkable
class GoesBack(Protocol):
    """A screen with levels of its own: Esc brings it one level back."""

    def back(self) -> bool:
        """Go one level back; return whether there was a way back."""
        ...


@runtime_checkable
class SearchesAsTyped(Protocol):
    """A screen that looks for what is typed in the scan bar while it is typed."""

    def search(self, text: str) -> None:
        """Look for these words."""
        ...

    def go_to_results(self) -> None:
        """Put the keyboard on what is shown below the scan bar."""
        ...
