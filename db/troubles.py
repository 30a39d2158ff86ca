"""What the disk and the database library say, turned into troubles a person can act on."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from rxdesk.domain.errors import Trouble


class LedgerBusy(Trouble):
    """Another process kept the file locked for longer than anybody should wait."""

    def __init__(self) -> None:
        super().__init__(
            "Another program is using the data file and did not let go of it.",
            "Close the other program or wait until it has finished, then try again.",
        )


class DiskFull(Trouble):
    """The disk is full; nothing was written."""

    def __init__(self) -> None:
        super().__init__("The disk is full; nothing was saved.", "Make space on the disk, then do it again.")


class LedgerReadOnly(Trouble):
    """The file may not be written."""

    def __init__(self) -> None:
        super().__init__(
            "The data file may not be written; nothing was saved.",
            "Check the permissions of the data folder and that its disk is not write-protected.",
        )


class LedgerUnwritable(Trouble):
    """The disk failed while reading or writing."""

    def __init__(self) -> None:
        super().__init__(
            "The disk failed while the data file was read or written; this act was not saved.",
            "Check the disk and its cable, then start RxDesk again; what was saved before is still there.",
        )


class LedgerDamaged(Trouble):
    """The file is not a database, or a part of it cannot be read."""

    def __init__(self) -> None:
        super().__init__(
            "The data file is damaged.",
            "Do not work on. Run `rxdesk check`, and restore the last backup if it confirms this.",
        )


class LedgerMissing(Trouble):
    """The file cannot be opened."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The data file {path.name} cannot be opened.", "Check that its folder exists and can be read."
        )


_MASK: Final = 0xFF  # an extended result code carries its primary code in the low byte


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Turn failures of the world into troubles; failures of ours pass as they are.

    Raises:
        Trouble: The subclass that names what failed.
    """
    try:
        yield
    except DBAPIError as error:
        trouble = trouble_of(error.orig, path)
        if trouble is None:
            raise
        raise trouble from error
    except dbapi2.Error as error:
        trouble = trouble_of(error, path)
        if trouble is None:
            raise
        raise trouble from error


def trouble_of(error: BaseException | None, path: Path) -> Trouble | None:
    """Return the trouble a driver's error stands for; None when the fault is ours.

    Source: sqlite.org, "Result and Error Codes".
    """
    code = getattr(error, "sqlite_errorcode", None)
    if not isinstance(code, int):
        return None
    match code & _MASK:
        case dbapi2.SQLITE_BUSY | dbapi2.SQLITE_LOCKED:
            return LedgerBusy()
        case dbapi2.SQLITE_FULL:
            return DiskFull()
        case dbapi2.SQLITE_READONLY:
            return LedgerReadOnly()
        case dbapi2.SQLITE_IOERR:
            return LedgerUnwritable()
        case dbapi2.SQLITE_CORRUPT | dbapi2.SQLITE_NOTADB:
            return LedgerDamaged()
        case dbapi2.SQLITE_CANTOPEN:
            return LedgerMissing(path)
        case _:
            return None
