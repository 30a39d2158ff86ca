"""The two kinds of failure a person may meet.

A `Refusal` is a rule that said no: expected, shown, never logged as an error.
A `Trouble` is the world that failed: a disk, a port, a printer.
Anything else that is raised is a bug, and is reported as one.
"""

from __future__ import annotations


class _Said(Exception):  # noqa: N818  # the words of the house; a refusal is not an error
    """A failure that composes its own two sentences from the fields it is given.

    Attributes:
        said: One sentence: what is so.
        remedy: One sentence: what to do.
    """

    def __init__(self, said: str, remedy: str) -> None:
        super().__init__(f"{said} {remedy}")
        self.said = said
        self.remedy = remedy

    @property
    def code(self) -> str:
        """Return the class name: the stable name of the situation, for software that reads it."""
        return type(self).__name__


class Refusal(_Said):
    """A rule of the pharmacy said no; nothing was changed. One subclass per situation."""


class Trouble(_Said):
    """The world failed: a disk, a port, a printer. What was asked has not been done."""
