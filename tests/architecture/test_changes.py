"""The changelog is read by people in the window, so its shape is checked as code is."""

from __future__ import annotations

import re
from pathlib import Path

TEXT = (Path(__file__).resolve().parents[2] / "resources" / "changes.md").read_text(encoding="utf-8")
VERSION = re.compile(r"## (?:Unreleased|(\d+)\.(\d+)\.(\d+) - \d{4}-\d{2}-\d{2})")
KINDS = {"### Added", "### Changed", "### Fixed", "### Removed"}


def _headings(level: str) -> list[str]:
    return [line for line in TEXT.splitlines() if line.startswith(f"{level} ")]


def _entries() -> list[str]:
    return [" ".join(entry.split()) for entry in re.findall(r"^- (.+(?:\n  .+)*)", TEXT, re.MULTILINE)]


def test_the_changelog_has_one_title() -> None:
    assert _headings("#") == ["# Changes"]
    assert TEXT.startswith("# Changes\n")


def test_every_version_is_a_number_with_its_day_or_unreleased() -> None:
    assert _headings("##")
    assert [heading for heading in _headings("##") if not VERSION.fullmatch(heading)] == []


def test_versions_stand_newest_first() -> None:
    matches = [VERSION.fullmatch(heading) for heading in _headings("##")]
    numbers = [tuple(int(part) for part in match.groups()) for match in matches if match and match[1]]
    assert numbers == sorted(numbers, reverse=True)
    assert "## Unreleased" not in _headings("##")[1:]


def test_every_kind_of_change_is_a_known_one() -> None:
    assert [heading for heading in _headings("###") if heading not in KINDS] == []


def test_every_change_is_a_sentence() -> None:
    assert _entries()
    assert [entry for entry in _entries() if not re.fullmatch(r"[A-Z0-9`].*\.", entry)] == []


def test_no_line_stands_outside_title_lead_heading_or_change() -> None:
    after_lead = TEXT[TEXT.index("\n## ") :]
    stray = [line for line in after_lead.splitlines() if line and not re.match(r"#{2,3} |- |  \S", line)]
    assert stray == []
