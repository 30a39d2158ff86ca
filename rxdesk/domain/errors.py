"""The two kinds of failure a person may meet.

A `Refusal` is a rule that said no: expected, shown, never logged as an error.
A `Trouble` is the world that failed: a disk, a port, a printer.
Anything else that is raised is a bug, and is reported as one.
"""

from __future__ import annotations


class Refusal(Exception):  # noqa: N818  # the word of the house; it is not an error
    """A rule of the pharmacy said no; nothing was changed.

    Subclasses are one per situation, take fields rather than sentences, and compose the two
    sentences themselves: `said` states what is so, `remedy` states what to do.

    Attributes:
        code: The stable name of the situation, for software that reads refusals.
        said: One sentence: what is so.
        remedy: One sentence: what to do.
    """

    def __init__(self, said: str, remedy: str) -> None:
        super().__init__(f"{said} {remedy}")
        self.said = said
        self.remedy = remedy

    @property
    def code(self) -> str:
        """Return the class name, which is the stable name of the situation."""
        return type(self).__name__


class Trouble(Exception):  # noqa: N818  # the word of the house
    """The world failed: a disk, a port, a printer. What was asked has not been done.

    Attributes:
        code: The stable name of the situation.
        said: One sentence: what is so.
        remedy: One sentence: what to do.
    """

    def __init__(self, said: str, remedy: str) -> None:
        super().__init__(f"{said} {remedy}")
        self.said = said
        self.remedy = remedy

    @property
    def code(self) -> str:
        """Return the class name, which is the stable name of the situation."""
        return type(self).__name__
