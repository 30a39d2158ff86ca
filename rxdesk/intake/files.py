"""Outside files opened with care: plain, gzipped or zipped, within limits, whatever they are called.

A stored path inside an archive is never used, only its last part as a name to show. Sizes are taken from
what is really unpacked, because an archive may lie about them.
"""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from rxdesk.domain.errors import Refusal, Trouble

UNPACKED_AT_MOST: Final = 2 * 1024**3
"""Bytes that all parts of one file may unpack to; the whole openFDA directory is about 0.3 GB."""

RATIO_AT_MOST: Final = 100
"""How many times larger than its archive a part may be; directories pack 8 to 25 times."""

RATIO_FROM: Final = 16 * 1024**2
"""Unpacked bytes below which the ratio says nothing: a small file of blanks packs a thousandfold."""

PARTS_AT_MOST: Final = 200
"""Files inside one archive or folder."""

_CHUNK: Final = 1 << 20
_GZIP_MAGIC: Final = b"\x1f\x8b"
_ZIP_MAGIC: Final = b"PK\x03\x04"


class FileMissing(Refusal):
    """A file that was named is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no file {path}.", "Check its name and folder.")


class FileUnreadable(Trouble):
    """The disk or its permissions kept a file from being read."""

    def __init__(self, name: str, cause: OSError) -> None:
        super().__init__(
            f"{name} could not be read: {cause.strerror or cause}.",
            "Check that it is not open elsewhere and that you may read it, then try again.",
        )


class ArchiveDamaged(Refusal):
    """An archive ends early, is encrypted, or does not unpack."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name} cannot be unpacked: {why}.", "Fetch it again from where it came from.")


class ArchiveTooLarge(Refusal):
    """An archive unpacks to far more than a directory can be."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} is no product directory: {why}.",
            "Give the file as the FDA publishes it.",
        )


class ByteStream(Protocol):
    """Bytes that are read once, from the start."""

    def read(self, size: int, /) -> bytes:
        """Return up to so many bytes; none at the end."""
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


@dataclass(frozen=True, slots=True)
class Part:
    """One readable file: on its own, inside an archive, or in a folder."""

    name: str  # to show: its last part only
    packed_size: int | None  # bytes in the archive; None for a plain file
    open: Callable[[], ByteStream]  # a fresh stream of unpacked bytes, from the start

    def chunks(self) -> Iterator[bytes]:
        """Yield the unpacked bytes.

        Raises:
            ArchiveDamaged: It does not unpack.
            ArchiveTooLarge: It unpacks to more than the limits allow.
            FileUnreadable: The disk failed.
        """
        unpacked = 0
        try:
            with closing(self.open()) as stream:
                while chunk := stream.read(_CHUNK):
                    unpacked += len(chunk)
                    self._check_size(unpacked)
                    yield chunk
        except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error, NotImplementedError) as error:
            raise ArchiveDamaged(self.name, str(error) or "it ends early") from error
        except RuntimeError as error:  # what zipfile raises for an encrypted part
            raise ArchiveDamaged(self.name, "it is encrypted") from error
        except OSError as error:
            raise FileUnreadable(self.name, error) from error

    def _check_size(self, unpacked: int) -> None:
        if unpacked > UNPACKED_AT_MOST:
            raise ArchiveTooLarge(self.name, f"it unpacks to more than {UNPACKED_AT_MOST // 1024**3} GB")
        if (
            self.packed_size is not None
            and unpacked > RATIO_FROM
            and unpacked > RATIO_AT_MOST * self.packed_size
        ):
            raise ArchiveTooLarge(self.name, f"it unpacks to more than {RATIO_AT_MOST} times its size")


def parts_of(path: Path) -> list[Part]:
    """Return every readable file a path stands for: itself, an archive's parts, or a folder's files.

    Raises:
        FileMissing: There is nothing there.
        ArchiveDamaged: It is an archive that does not open.
        ArchiveTooLarge: It holds too many parts.
        FileUnreadable: The disk failed.
    """
    try:
        if path.is_dir():
            return _folder_parts(path)
        with path.open("rb") as stream:
            magic = stream.read(4)
    except FileNotFoundError as error:
        raise FileMissing(path) from error
    except OSError as error:
        raise FileUnreadable(path.name, error) from error
    if magic.startswith(_GZIP_MAGIC):
        return [Part(path.name.removesuffix(".gz"), path.stat().st_size, lambda: gzip.open(path, "rb"))]
    if magic == _ZIP_MAGIC:
        return _zip_parts(path)
    return [Part(path.name, None, lambda: path.open("rb"))]


def _folder_parts(folder: Path) -> list[Part]:
    files = sorted(entry for entry in folder.iterdir() if entry.is_file() and not entry.name.startswith("."))
    if len(files) > PARTS_AT_MOST:
        raise ArchiveTooLarge(folder.name, f"the folder holds more than {PARTS_AT_MOST} files")
    return [part for file in files for part in parts_of(file)]


def _zip_parts(path: Path) -> list[Part]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
    except zipfile.BadZipFile as error:
        raise ArchiveDamaged(path.name, str(error)) from error
    except OSError as error:
        raise FileUnreadable(path.name, error) from error
    if len(members) > PARTS_AT_MOST:
        raise ArchiveTooLarge(path.name, f"it holds more than {PARTS_AT_MOST} files")
    if sum(member.file_size for member in members) > UNPACKED_AT_MOST:
        raise ArchiveTooLarge(path.name, f"it unpacks to more than {UNPACKED_AT_MOST // 1024**3} GB")
    return [
        Part(_last_name(member.filename), member.compress_size, _opener(path, member))
        for member in members
        if not member.filename.startswith("__MACOSX/")
    ]


def _opener(path: Path, member: zipfile.ZipInfo) -> Callable[[], ByteStream]:
    def open_member() -> ByteStream:
        with zipfile.ZipFile(path) as archive:
            return archive.open(member)  # keeps the archive's file open until it is closed itself

    return open_member


def _last_name(stored: str) -> str:
    """Return the last part of a stored path, which is all of it that is trusted."""
    return PurePosixPath(stored.replace("\\", "/")).name


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as it lies on the disk, in hex.

    Raises:
        FileUnreadable: The disk failed.
    """
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise FileUnreadable(path.name, error) from error
