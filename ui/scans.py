"""Who receives the next scan.

Every scanner, serial or keyboard, ends here, on the GUI thread. The listener on top of the stack gets
the scan and nobody else: that is what the person was looking at. A dialog listens for itself while it
is open, if only to take no scans. What nobody takes is said, never dropped in silence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.notices import Level, Notice

if TYPE_CHECKING:
    from collections.abc import Callable

    from rxdesk.ports.scanner import Scan
    from ui.notices import Notices

    Takes = Callable[[Scan], bool]


class Listening:
    """A listener's place in the stack, until it is released."""

    def __init__(self, stack: list[Listening], takes: Takes, *, in_dialog: bool) -> None:
        self.takes = takes
        self.in_dialog = in_dialog
        self._stack = stack
        stack.append(self)

    def release(self) -> None:
        """Listen no more. Releasing again changes nothing; the order of releases does not matter."""
        if self in self._stack:
            self._stack.remove(self)


class ScanRouter:
    """Gives each scan to the listener on top.

    Args:
        notices: Where it is said that nobody took a scan.
        heard: Called for each scan before it is given on: the tick and the flash.
        dialog_is_open: Whether something modal covers the screens; then only a listener of a dialog gets
            scans, so that a dialog that forgot to listen does not let them through to the screen behind.
    """

    def __init__(
        self,
        notices: Notices,
        heard: Callable[[Scan], None] | None = None,
        *,
        dialog_is_open: Callable[[], bool] = lambda: False,
    ) -> None:
        self._notices = notices
        self._heard = heard
        self._dialog_is_open = dialog_is_open
        self._stack: list[Listening] = []

    def listen(self, takes: Takes, *, in_dialog: bool = False) -> Listening:
        """Put a listener on top of the stack.

        Args:
            takes: Called with each scan; returns whether it had a use for it.
            in_dialog: Whether it belongs to a modal dialog.
        """
        return Listening(self._stack, takes, in_dialog=in_dialog)

    def listen_to_none(self) -> Listening:
        """Let no scan through while something on top, such as a dialog, has no use for one."""
        return self.listen(lambda _: False, in_dialog=True)

    def scanned(self, scan: Scan) -> None:
        """Give a scan to the listener on top; say so when it, or nobody, takes it. GUI thread only."""
        if self._heard is not None:
            self._heard(scan)
        top = self._stack[-1] if self._stack else None
        covered = top is not None and not top.in_dialog and self._dialog_is_open()
        if top is None or covered or not top.takes(scan):
            self._notices.say(
                Notice(
                    Level.REFUSED,
                    "A code was scanned where no scan is expected; nothing was changed.",
                    "Finish what is open, or go to the screen you want to scan on, and scan again.",
                )
            )
