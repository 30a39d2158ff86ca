"""Serial ports, opened by URL; whatever goes wrong with one becomes a Trouble that says so.

All of pyserial is behind this file, so that it can be exchanged: it has had no release since 2020.
"""

from __future__ import annotations

import errno
import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import serial

from rxdesk.domain.errors import Trouble

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self


def _failures() -> tuple[type[Exception], ...]:
    # TypeError and ValueError are what pyserial raises in a read when the port is closed under it.
    common = (serial.SerialException, OSError, TypeError, ValueError)
    try:
        termios = importlib.import_module("termios")
    except ImportError:  # Windows has none
        return common
    return (*common, termios.error)  # not an OSError, and raised for a pty that died


_FAILURES: Final = _failures()
READ_TIMEOUT_S: Final = 0.05
_WRITE_TIMEOUT_S: Final = 0.5
_MOST_BYTES: Final = 4096


class PortTrouble(Trouble):
    """A port failed.

    Attributes:
        port: Its address.
    """

    def __init__(self, said: str, remedy: str, *, port: str) -> None:
        super().__init__(said, remedy)
        self.port = port


class PortAbsent(PortTrouble):
    """There is no such port."""

    def __init__(self, port: str) -> None:
        super().__init__(
            f"There is no port {port}.", "Plug the scanner in; it is found again by itself.", port=port
        )


class PortBusy(PortTrouble):
    """Another program has the port."""

    def __init__(self, port: str) -> None:
        super().__init__(
            f"Another program is using {port}.",
            "Close the other program; the port is tried again by itself.",
            port=port,
        )


class PortDenied(PortTrouble):
    """The system does not let this person use the port."""

    def __init__(self, port: str) -> None:
        super().__init__(
            f"This account may not use {port}.",
            "Add the account to the group that owns the port (on Debian “dialout”), then sign in again.",
            port=port,
        )


class PortUnusable(PortTrouble):
    """The port exists and cannot be opened or set."""

    def __init__(self, port: str, why: str) -> None:
        super().__init__(
            f"{port} cannot be used: {why}.",
            "Check its address and speed in the scanner's settings.",
            port=port,
        )


class ScannerLost(PortTrouble):
    """The port failed while it was open: the cable was pulled or the scanner switched off."""

    def __init__(self, port: str) -> None:
        super().__init__(
            f"The scanner at {port} is gone.",
            "Plug it in again; it is found by itself, at this port or another.",
            port=port,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSettings:
    """How bytes travel; for a USB scanner in serial mode the speed is only nominal."""

    baud: int = 9600
    data_bits: int = 8
    parity: str = "N"  # N, E, O
    stop_bits: int = 1


class _Wire(Protocol):
    """What is used of a pyserial port of any kind."""

    @property
    def in_waiting(self) -> int: ...
    def read(self, size: int = 1, /) -> bytes: ...
    def write(self, b: bytes, /) -> int | None: ...
    def reset_input_buffer(self) -> None: ...
    def close(self) -> None: ...


class OpenPort:
    """A port that is open, and whose every failure is a `ScannerLost`.

    Reading and writing belong to one thread. `is_open` of the library is never asked: it stays true
    after the cable is pulled.
    """

    def __init__(self, port: str, wire: _Wire) -> None:
        self._port = port
        self._wire = wire

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self) -> bytes:
        """Return what has arrived, waiting up to `READ_TIMEOUT_S` for the first byte.

        Raises:
            ScannerLost: The port failed.
        """
        try:
            return self._wire.read(min(max(1, self._wire.in_waiting), _MOST_BYTES))
        except _FAILURES as failure:
            raise ScannerLost(self._port) from failure

    def write(self, command: bytes) -> None:
        """Send a command to the device.

        Raises:
            ScannerLost: The port failed, or took nothing for half a second.
        """
        try:
            self._wire.write(command)
        except _FAILURES as failure:
            raise ScannerLost(self._port) from failure

    def close(self) -> None:
        """Let go of the port; a port that already failed closes quietly."""
        try:
            self._wire.close()
        except _FAILURES:  # what is gone needs no closing, and its loss was told by the read that met it
            return


def open_port(url: str, line: LineSettings) -> OpenPort:
    """Return a port, open and empty of what was sent while nobody listened.

    Args:
        url: A device ("/dev/ttyACM0", "COM5") or what pyserial takes: socket://, rfc2217://, loop://.
        line: How bytes travel.

    Raises:
        PortTrouble: The port cannot be opened; the subclass says why.
    """
    try:
        wire = serial.serial_for_url(
            url,
            line.baud,
            bytesize=line.data_bits,
            parity=line.parity,
            stopbits=line.stop_bits,
            timeout=READ_TIMEOUT_S,
            write_timeout=_WRITE_TIMEOUT_S,
            exclusive=True,
        )
    except _FAILURES as failure:
        raise _why_not_open(url, failure) from failure
    try:
        wire.reset_input_buffer()
    except _FAILURES as failure:
        wire.close()
        raise ScannerLost(url) from failure
    return OpenPort(url, wire)


def _why_not_open(url: str, failure: BaseException) -> PortTrouble:
    # On Windows the number is only in the text: "PermissionError(13, 'Access is denied.', None, 5)".
    text = str(failure)
    number = getattr(failure, "errno", None)
    if number in {errno.ENOENT, errno.ENODEV, errno.ENXIO} or "FileNotFoundError" in text:
        return PortAbsent(url)
    if number in {errno.EBUSY, errno.EAGAIN} or "PermissionError(13" in text:
        return PortBusy(url)
    if number in {errno.EACCES, errno.EPERM}:
        return PortDenied(url)
    return PortUnusable(url, text.rstrip(".") or type(failure).__name__)
