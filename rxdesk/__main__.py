"""The front door: arguments, the house, and whom to hand it to. The only Qt line of `rxdesk`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from rxdesk.cli.front import folder_of, parser, run, said_in_sentences
from rxdesk.cli.output import err
from rxdesk.compose import open_house


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program and return its exit code."""
    arguments = parser().parse_args(argv)
    if arguments.command is not None:
        return run(arguments)
    return said_in_sentences(lambda: _run_window(arguments))


def _run_window(arguments: argparse.Namespace) -> int:
    if arguments.screenshot is not None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        os.environ.setdefault("QT_SCALE_FACTOR", str(arguments.scale))
    elif not _has_screen():
        err(
            "There is no screen to open a window on. "
            "To see the window as a picture: rxdesk --sample --screenshot FILE"
        )
        return 2
    folder = folder_of(arguments)
    with open_house(folder, window=True) as house:
        from ui import app, asked_for  # noqa: PLC0415  # Qt is loaded only when there is a window to open

        return app.run(
            house.desk,
            wishes=asked_for.wishes_of(arguments),
            screenshot=asked_for.screenshot_of(arguments),
            sample_command=_sample_command(arguments),
        )


def _sample_command(arguments: argparse.Namespace) -> tuple[str, ...]:
    # A frozen program is its own executable; anywhere else Python runs the package.
    program = (sys.executable,) if getattr(sys, "frozen", False) else (sys.executable, "-m", "rxdesk")
    data = () if arguments.data is None else ("--data", str(arguments.data))
    return (*program, *data, "--sample")


def _has_screen() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
