"""`rxdesk scan`: what raw scans mean, one JSON object per line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

import msgspec

from rxdesk.cli.output import out_json
from rxdesk.domain.errors import Refusal
from rxdesk.domain.scan import ScannerProfile, scan_from_line
from rxdesk.domain.scan_described import describe_scan

ProductOf = Callable[[str, ScannerProfile], dict[str, str] | None]
"""Answers what a raw scan of a scanner stands for in a data file; None when it stands for nothing known."""


class _Profile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    prefix: str = ""
    suffix: str = ""
    gs: str = ""


class _Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    raw: str
    profile: _Profile = _Profile()
    now: date | None = None


class LineUnreadable(Refusal):
    """A line under --jsonl is not an object with a raw scan."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This line is not a scan: {why.rstrip('.')}.",
            'Write {"raw": "…", "profile": {"prefix": "", "suffix": "", "gs": ""}, "now": "YYYY-MM-DD"}.',
        )


def print_scans(lines: Iterable[str], *, today: date, jsonl: bool, product_of: ProductOf) -> int:
    """Print what each scan means, or why it was refused: an answer either way, so the exit code is 0."""
    for line in lines:
        text = line.rstrip("\n")
        try:
            given = _given(text) if jsonl else _Given(raw=scan_from_line(text))
        except LineUnreadable as refusal:
            answer: dict[str, Any] = {
                "refused": {"class": refusal.code, "sentence": refusal.said, "remedy": refusal.remedy}
            }
        else:
            profile = ScannerProfile(
                prefix=given.profile.prefix, suffix=given.profile.suffix, gs=given.profile.gs
            )
            answer = dict(describe_scan(given.raw, given.now or today, profile))
            product = None if "refused" in answer else product_of(given.raw, profile)
            if product is not None:
                answer["product"] = product
        out_json(answer)
    return 0


def _given(text: str) -> _Given:
    try:
        return msgspec.json.decode(text, type=_Given)
    except msgspec.DecodeError as error:
        raise LineUnreadable(str(error)) from error
