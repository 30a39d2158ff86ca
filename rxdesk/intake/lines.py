"""Bytes turned into lines of text, whatever the old program thought its encoding was.

UTF-8 first, line by line, because one stray byte says nothing about the rest; a line that is not UTF-8 is
Windows-1252, and is reported. UTF-16 is believed only with its byte order mark.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from rxdesk.domain.errors import Refusal

_UTF8_MARK: Final = codecs.BOM_UTF8
_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def text_lines(chunks: Iterable[bytes], *, repaired: Callable[[int], None]) -> Iterator[str]:
    """Yield lines with their line ends.

    Args:
        chunks: The bytes, in pieces of any size.
        repaired: Told the number, from 1, of each line that was not UTF-8.
    """
    stream = iter(chunks)
    first = next(stream, b"")
    if first.startswith(_UTF16_MARKS):
        yield from _utf16_lines(_chained(first, stream))
        return
    pending = first.removeprefix(_UTF8_MARK)
    number = 0
    for chunk in stream:
        block, found, rest = pending.rpartition(b"\n")
        if found:
            for line in _decoded(block + found, number, repaired):
                number += 1
                yield line
        pending = rest + chunk
    for line in _decoded(pending, number, repaired):
        yield line


def _decoded(block: bytes, before: int, repaired: Callable[[int], None]) -> Iterator[str]:
    """Decode whole lines: all at once where they are UTF-8, else one by one."""
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError:
        for number, line in enumerate(io.BytesIO(block), before + 1):
            try:
                yield line.decode("utf-8")
            except UnicodeDecodeError:
                repaired(number)
                yield line.decode("cp1252", errors="replace")
        return
    yield from io.StringIO(text, newline="\n")


def _utf16_lines(chunks: Iterator[bytes]) -> Iterator[str]:
    pending = ""
    for text in codecs.iterdecode(chunks, "utf-16", errors="replace"):
        block, found, rest = (pending + text).rpartition("\n")
        yield from io.StringIO(block + found, newline="\n")
        pending = rest
    yield from io.StringIO(pending, newline="\n")


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


class TableBroken(Refusal):
    """A table's quotation marks do not close, so its rows cannot be told apart."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(
            f"{name} cannot be read from line {line:,} on: a quotation mark is not closed.",
            "Save it again as CSV, or as tab-separated text.",
        )
        self.line = line


def table_rows(lines: Iterable[str], *, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line with the number, from 1, of the line it ends on.

    A tab-separated file is taken literally, because the FDA writes quotation marks into names unescaped;
    other delimiters follow the usual rules of CSV. Blank lines are left out.

    Raises:
        TableBroken: A quoted cell grows beyond what any cell can be.
    """
    if delimiter == "\t":
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield number, line.rstrip("\r\n").split("\t")
        return
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        for cells in reader:
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise TableBroken(name, reader.line_num) from error


def delimiter_of(heading: str) -> str:
    """Return what separates the columns of a heading: whichever of tab, bar, semicolon, comma is most frequent."""
    return max("\t|;,", key=heading.count)
