"""Bytes to frames: where one code ends and the next begins. Pure; time is fed in.

A read may end in the middle of a code or hold several. What ends a code is a character, or silence
when the scanner sends none. Bytes that are no text are the mark of a wrong line speed, and are named
so instead of being handed on as a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rxdesk.domain.errors import Trouble

_STX, _ETX = 0x02, 0x03
_SEPARATORS_IN_CODES: Final = frozenset({0x04, 0x1D, 0x1E})  # EOT, GS, RS of GS1 and ISO/IEC 15434


class Ending(StrEnum):
    """What ends a code."""

    ANY = "any"  # CR, LF, TAB or ETX; silence too, until one of them has been seen
    CR = "cr"
    LF = "lf"
    TAB = "tab"
    STX_ETX = "stx_etx"
    SILENCE = "silence"


_END_BYTES: Final = {
    Ending.ANY: frozenset({0x0D, 0x0A, 0x09, _ETX}),
    Ending.CR: frozenset({0x0D}),
    Ending.LF: frozenset({0x0A}),
    Ending.TAB: frozenset({0x09}),
    Ending.STX_ETX: frozenset({_ETX}),
    Ending.SILENCE: frozenset[int](),
}


class WrongLineSpeed(Trouble):
    """What arrived is no text, as happens when the two ends of a wire disagree about its speed."""

    def __init__(self) -> None:
        super().__init__(
            "The scanner sends noise instead of a code; its line speed differs from the one set here.",
            "Set the same baud rate in the scanner and in its settings here.",
        )


class CodeCutOff(Trouble):
    """A code began and did not end."""

    def __init__(self, received: int) -> None:
        super().__init__(
            f"A code broke off after {received:,} characters and was not used.", "Scan it again."
        )
        self.received = received


class CodeEndless(Trouble):
    """More came than any code holds, without an end."""

    def __init__(self, received: int) -> None:
        super().__init__(
            f"The scanner sent {received:,} characters without an end; they were not used.",
            "Set the scanner to send Enter after each code, then scan again.",
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """One code as it came, without what ended it."""

    content: bytes

    @property
    def text(self) -> str:
        """Return one character for each byte; what is not ASCII is left for the reading to refuse."""
        return self.content.decode("latin-1")


class Framer:
    """Cuts a stream of bytes into frames.

    Args:
        ending: What ends a code.
        silence_s: How long nothing must come for silence to end a code.
        stale_s: How long after its last byte an unended code is given up, where silence does not end one.
        longest: How many bytes a code may have.
    """

    def __init__(
        self,
        ending: Ending = Ending.ANY,
        *,
        silence_s: float = 0.08,
        stale_s: float = 1.0,
        longest: int = 4096,
    ) -> None:
        self._ending = ending
        self._silence_s = silence_s
        self._stale_s = stale_s
        self._longest = longest
        self._held = bytearray()
        self._last_s = 0.0
        self._end_seen = False
        self._overflowing = False
        self._noisy = False

    def feed(self, received: bytes, at_s: float) -> list[Frame | Trouble]:
        """Return what `received` completes, in order.

        Args:
            received: The bytes of one read, possibly none.
            at_s: When they came, by a clock that only goes forward.
        """
        out = self._after_silence(at_s)
        if at_s - self._last_s >= self._silence_s:
            self._noisy = False
        if not received:
            return out
        self._last_s = at_s
        if self._noisy:  # the rest of the same garbled code, which may hold a few clean bytes
            return out
        ends = _END_BYTES[self._ending]
        for byte in received:
            if self._noisy:
                break
            if byte == _STX:
                out += self._broken_off()
            elif byte in ends:
                out += self._ended()
                self._end_seen = not self._noisy
            elif self._ending is Ending.STX_ETX and byte in {0x0D, 0x0A}:
                continue  # a line end after ETX is decoration
            else:
                out += self._hold(byte)
        return out

    def broken_off(self) -> list[Frame | Trouble]:
        """Return what to say about a code that was under way when the wire failed; it is dropped."""
        return self._broken_off()

    def _after_silence(self, at_s: float) -> list[Frame | Trouble]:
        if not self._held and not self._overflowing:
            return []
        quiet_s = at_s - self._last_s
        silence_ends = self._ending is Ending.SILENCE or (self._ending is Ending.ANY and not self._end_seen)
        if silence_ends and quiet_s >= self._silence_s:
            return self._ended()
        return self._broken_off() if quiet_s >= self._stale_s else []

    def _hold(self, byte: int) -> list[Frame | Trouble]:
        if self._overflowing:
            return []
        self._held.append(byte)
        if len(self._held) <= self._longest:
            return []
        self._overflowing = True
        return [self._why_dropped(CodeEndless(len(self._held)))]

    def _ended(self) -> list[Frame | Trouble]:
        content = bytes(self._held)
        overflowed, self._overflowing = self._overflowing, False
        self._held.clear()
        if overflowed or not content:  # already told; or the LF of a CR LF
            return []
        if _is_noise(content):
            self._noisy = True
            return [WrongLineSpeed()]
        return [Frame(content)]

    def _broken_off(self) -> list[Frame | Trouble]:
        told, self._overflowing = self._overflowing, False
        dropped: list[Frame | Trouble] = []
        if self._held and not told:
            dropped.append(self._why_dropped(CodeCutOff(len(self._held))))
        self._held.clear()
        return dropped

    def _why_dropped(self, otherwise: Trouble) -> Trouble:
        return WrongLineSpeed() if _is_noise(bytes(self._held)) else otherwise


def _is_noise(content: bytes) -> bool:
    """Return whether a quarter of the bytes or more belong to no text a code could hold.

    One strange byte may be a real character of a foreign code; a wrong speed garbles most of them.
    """
    strange = sum(1 for byte in content if not 0x20 <= byte < 0x7F and byte not in _SEPARATORS_IN_CODES)
    return strange * 4 >= len(content)
