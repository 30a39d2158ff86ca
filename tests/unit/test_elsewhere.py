from dataclasses import replace
from datetime import datetime
from typing import Any, cast

import pytest

from tests.fakes_desk import FakeGiven
from tests.made_rows import NOW
from ui.elsewhere import Elsewhere


class Keeping:
    def __init__(self) -> None:
        self.changed = False
        self.looked = 0

    def changed_elsewhere(self) -> bool:
        self.looked += 1
        return self.changed

    def last_backup_at(self) -> datetime | None:
        return NOW


class File:
    def __init__(self) -> None:
        self.keeping, self.given = Keeping(), FakeGiven()
        self.changes = 0
        self.backups: list[datetime | None] = []
        self.elsewhere = Elsewhere(
            replace(self.given.desk, keeping=cast("Any", self.keeping)),
            self.given.ask,
            changed=self.count,
            backed_up=self.backups.append,
        )

    def count(self) -> None:
        self.changes += 1


@pytest.fixture
def file() -> File:
    return File()


def test_a_commit_of_another_process_is_told_and_a_quiet_file_is_not(file: File) -> None:
    file.elsewhere.look()
    assert file.changes == 0
    file.keeping.changed = True
    file.elsewhere.look()
    assert file.changes == 1
    assert file.backups == [NOW, NOW]


def test_looks_do_not_pile_up_while_an_import_holds_the_journal(file: File) -> None:
    file.given.held_back = True
    for _ in range(60):
        file.elsewhere.look()
    file.given.answer()
    assert file.keeping.looked == 1
