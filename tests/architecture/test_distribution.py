"""The wheel: the four packages with generic names are ours alone, and what the program reads comes along."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHO_OWNS = """
import importlib.metadata, json
owners = importlib.metadata.packages_distributions()
print(json.dumps({name: owners.get(name) for name in ("rxdesk", "ui", "db", "devices")}))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_no_other_distribution_owns_one_of_the_four_packages(wheel: Path, tmp_path: Path) -> None:
    # Two distributions that ship `db` overwrite each other in silence, and removing one breaks the other.
    ZipFile(wheel).extractall(tmp_path)
    answer = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}){WHO_OWNS}"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    )
    owners = {name: ["rxdesk"] for name in ("rxdesk", "ui", "db", "devices")}
    assert json.loads(answer.stdout) == owners


def test_the_wheel_brings_every_migration_and_resource(wheel: Path) -> None:
    shipped = {name.removeprefix("rxdesk/_shipped/") for name in ZipFile(wheel).namelist()}
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in ("migrations", "resources")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert wanted
    assert wanted - shipped == set()


def test_the_wheel_holds_nothing_but_the_program(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"rxdesk", "ui", "db", "devices"}
