"""A USB serial scanner without hardware: a pseudo terminal that behaves like one.

What a bare `os.openpty` does not do: keep a stable name across replugging (a symbolic link, as under
/dev/serial/by-id), garble what it sends when the program set another line speed, tear a code apart,
and understand the commands for trigger and beep. POSIX only.

By hand, to feed a running program:

    python tests/fake_scanner.py --path scanner.tty
    > ]d201003000214338021727083110A1<GS>21X   sends a code
    > half ]d20100300021                       sends the beginning of one, without its end
    > unplug                                   pulls the cable; plug, wait SECONDS and quit are the other words
"""

from __future__ import annotations

import argparse
import os
import pty
import select
import sys
import tempfile
import termios
import threading
import time
import tty
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

_SPEEDS = {
    getattr(termios, name): int(name[1:]) for name in dir(termios) if name[0] == "B" and name[1:].isdigit()
}
_COMMANDS = {
    b"\x1b7": "good beep",  # ESC 7 and ESC 8, a comma after them on some models
    b"\x1b8": "bad beep",
    b"\x16T\r": "trigger on",  # SYN T CR
    b"\x16U\r": "trigger off",
}


class FakeScanner:
    """A scanner on a pseudo terminal. Plugged in from the start.

    Args:
        path: Where its stable name is to stand; a new folder's without one.
        baud: The scanner's own line speed.
        suffix: What it sends after each code.
    """

    def __init__(self, path: Path | None = None, *, baud: int = 9600, suffix: str = "\r") -> None:
        self.path = path or Path(tempfile.mkdtemp(prefix="scanner-")) / "tty"
        self.baud = baud
        self.suffix = suffix
        self.commands: list[str] = []
        self._ends: tuple[int, int] | None = None
        self.plug()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    @property
    def plugged(self) -> bool:
        """Return whether the cable is in."""
        return self._ends is not None

    @property
    def terminal(self) -> str:
        """Return the address behind the stable name; another one after each plugging."""
        return str(self.path.readlink())

    @property
    def program_baud(self) -> int:
        """Return the line speed the program has set: the scanner's end sees the other's settings."""
        return _SPEEDS[termios.tcgetattr(self._ours)[5]]

    def plug(self, path: Path | None = None) -> None:
        """Put the cable in, at another stable name if one is given."""
        if self._ends is not None:
            return
        self.path = path or self.path
        ours, theirs = pty.openpty()
        tty.setraw(theirs)
        # Their end stays open here, or what is sent before the program opens it would be lost.
        self._ends = (ours, theirs)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(os.ttyname(theirs))
        self._wake_read, self._wake = os.pipe()
        self._listener = threading.Thread(target=self._listen, args=(ours,), name="fake scanner", daemon=True)
        self._listener.start()

    def unplug(self) -> None:
        """Pull the cable; the program's next read fails."""
        if self._ends is None:
            return
        ours, theirs = self._ends
        self._ends = None
        self.path.unlink(missing_ok=True)
        os.write(self._wake, b"x")  # a thread inside select() keeps a pseudo terminal alive
        self._listener.join()
        for end in (theirs, ours, self._wake_read, self._wake):
            os.close(end)

    def scan(self, text: str, *, suffix: str | None = None, piece: int = 0, pause_s: float = 0.0) -> None:
        """Send one code.

        Args:
            text: What the symbol holds, AIM identifier and all.
            suffix: What follows instead of the scanner's own suffix.
            piece: How many bytes are written at once; all when 0.
            pause_s: How long to wait between pieces.
        """
        self.send(
            (text + (self.suffix if suffix is None else suffix)).encode("latin-1"),
            piece=piece,
            pause_s=pause_s,
        )

    def send(self, raw: bytes, *, piece: int = 0, pause_s: float = 0.0) -> None:
        """Send bytes as they are, garbled when the program's line speed is not the scanner's."""
        wire = self._as_on_the_wire(raw)
        for begin in range(0, len(wire), piece or len(wire)):
            os.write(self._ours, wire[begin : begin + (piece or len(wire))])
            time.sleep(pause_s)

    @property
    def _ours(self) -> int:
        if self._ends is None:
            message = "the fake scanner is not plugged in"
            raise OSError(message)
        return self._ends[0]

    def _as_on_the_wire(self, raw: bytes) -> bytes:
        program = self.program_baud
        if program == self.baud:
            return raw
        step = max(1, round(self.baud / program))  # a faster sender's characters run together
        return bytes((byte * 37 + 0x80) & 0xFF for byte in raw[::step])

    def _listen(self, ours: int) -> None:
        received = b""
        while self._wake_read not in select.select([ours, self._wake_read], [], [])[0]:
            received += os.read(ours, 1024)
            while received:
                known = next((command for command in _COMMANDS if received.startswith(command)), None)
                if known is None and any(command.startswith(received) for command in _COMMANDS):
                    break  # the rest is on its way
                if known is not None:
                    self.commands.append(_COMMANDS[known])
                received = received[len(known or b"x") :]


def _main() -> None:
    arguments = argparse.ArgumentParser(description="A serial scanner without hardware.")
    arguments.add_argument("--path", type=Path, help="where its stable name is to stand")
    arguments.add_argument("--baud", type=int, default=9600)
    given = arguments.parse_args()
    with FakeScanner(given.path, baud=given.baud) as scanner:
        sys.stdout.write(
            f"scanner at {scanner.path}; type codes, half CODE, unplug, plug, wait SECONDS, quit\n"
        )
        sys.stdout.flush()
        for line in sys.stdin:
            match line.rstrip("\n").split(" ", 1):
                case ["quit"]:
                    break
                case ["plug"]:
                    scanner.plug()
                case ["unplug"]:
                    scanner.unplug()
                case ["wait", seconds]:
                    time.sleep(float(seconds))
                case ["half", half]:
                    scanner.scan(half.replace("<GS>", "\x1d"), suffix="")
                case _:
                    scanner.scan(line.rstrip("\n").replace("<GS>", "\x1d"))


if __name__ == "__main__":
    _main()
