"""What a screen is given, made of a `FakeGiven`: for tests that show a screen."""

from __future__ import annotations

from typing import Any, cast

from tests.fakes_desk import FakeGiven
from ui.context import Context


def fake_context(given: FakeGiven) -> Context:
    """Return a context whose every wish ends in the fake."""
    return Context(
        desk=given.desk,
        ask=given.ask,
        post=given.post,
        session=given.session,
        notices=given.notices,
        preferences=given.preferences,
        go=given.go,
        preview=given.preview,
        save_file=given.save_file,
        inward=lambda listener: listener,
        window=cast("Any", None),
        reverse=given.reverse,
        scanners=cast("Any", None),
        announce=cast("Any", None),
    )
