"""JSON taken apart as it streams past, so that a file larger than the memory can be read."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable, Iterator
from typing import Final

from rxdesk.domain.errors import Refusal

VALUE_AT_MOST: Final = 8 * 1024**2
"""Characters of one value; the largest product of the directory has about 300,000."""

_BLANKS: Final = re.compile(r"[ \t\r\n]*")


class JsonBroken(Refusal):
    """A JSON file ends early, is not JSON, or holds a value beyond all measure."""

    def __init__(self, name: str, values: int) -> None:
        super().__init__(
            f"{name} is not complete JSON: it cannot be read on after {values:,} values.",
            "Fetch it again from where it came from.",
        )
        self.values = values


class JsonReader:
    """Walks the outermost list or object of a JSON file without holding the rest of it."""

    def __init__(self, name: str, chunks: Iterable[bytes]) -> None:
        self._name = name
        self._texts = codecs.iterdecode(chunks, "utf-8-sig")
        self._decoder = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._values = 0

    def peek(self) -> str:
        """Return the next character that is not blank, or nothing at the end."""
        while True:
            blank = _BLANKS.match(self._text, self._at)
            self._at = blank.end() if blank else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def value(self) -> object:
        """Take the next value, whole.

        Raises:
            JsonBroken: There is none, or it does not end.
        """
        self.peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                end = -1
                value = None
            except RecursionError as error:
                raise self._broken() from error
            # A number that touches the end of what was read may go on in what was not.
            if 0 <= end < len(self._text):
                break
            if len(self._text) - self._at > VALUE_AT_MOST or not self._more():
                if end < 0:
                    raise self._broken()
                break
        self._at = end
        self._values += 1
        return value

    def items(self) -> Iterator[object]:
        """Take the items of the list that comes next, one by one.

        Raises:
            JsonBroken: The list is not one, or does not end.
        """
        self._expect("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield self.value()
            if self._either(",", "]") == "]":
                return

    def entries(self) -> Iterator[str]:
        """Walk the object that comes next, key by key; the caller takes each value before the next key.

        Raises:
            JsonBroken: The object is not one, or does not end.
        """
        self._expect("{")
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise self._broken()
            self._expect(":")
            yield key
            if self._either(",", "}") == "}":
                return

    def _expect(self, mark: str) -> None:
        if self.peek() != mark:
            raise self._broken()
        self._at += 1

    def _either(self, first: str, second: str) -> str:
        mark = self.peek()
        if mark not in {first, second}:
            raise self._broken()
        self._at += 1
        return mark

    def _more(self) -> bool:
        """Read on; False at the end of the file."""
        try:
            text = next(self._texts, None)
        except UnicodeDecodeError as error:
            raise self._broken() from error
        if text is None:
            return False
        self._text = self._text[self._at :] + text
        self._at = 0
        return True

    def _broken(self) -> JsonBroken:
        return JsonBroken(self._name, self._values)
