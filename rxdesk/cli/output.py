"""What commands print: results on standard output, sentences about failures on standard error."""

from __future__ import annotations

import sys
from typing import Any

import msgspec


def out(text: str) -> None:
    """Print a line of result."""
    sys.stdout.write(text + "\n")


def out_json(value: Any) -> None:
    """Print a value as one line of JSON, at once: another program may be waiting for it."""
    sys.stdout.write(msgspec.json.encode(value, enc_hook=_text).decode() + "\n")
    sys.stdout.flush()


def err(text: str) -> None:
    """Print a sentence for the person at the terminal."""
    sys.stderr.write(text + "\n")


def _text(value: object) -> str:
    return str(value)
