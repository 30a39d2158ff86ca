"""Shipped files are found where they were installed, and at the repository root otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rxdesk import paths

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    installed, checkout = tmp_path / "_shipped", tmp_path / "checkout"
    for place in (installed, checkout):
        place.mkdir()
    monkeypatch.setattr(paths, "_PLACES", (installed, checkout))
    return installed, checkout


def test_the_installed_file_comes_before_the_one_in_the_checkout(places: tuple[Path, Path]) -> None:
    for place in places:
        (place / "tokens.json").write_text("{}", encoding="utf-8")
    assert paths.shipped("tokens.json") == places[0] / "tokens.json"


def test_a_checkout_is_read_where_nothing_is_installed(places: tuple[Path, Path]) -> None:
    (places[1] / "tokens.json").write_text("{}", encoding="utf-8")
    assert paths.shipped("tokens.json") == places[1] / "tokens.json"


def test_a_missing_file_names_every_place_that_was_looked_at(places: tuple[Path, Path]) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        paths.shipped("resources", "tokens.json")
    assert all(str(place / "resources" / "tokens.json") in str(missing.value) for place in places)


def test_the_resources_of_this_program_are_found() -> None:
    assert paths.shipped("resources", "tokens.json").is_file()


def test_a_persons_files_are_not_among_the_shipped_ones() -> None:
    assert paths.data_folder().name == "rxdesk"
    assert paths.data_folder() != paths.shipped("resources").parent
