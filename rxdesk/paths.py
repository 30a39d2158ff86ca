"""Where shipped files and the person's own files are.

Migrations and resources ride in the wheel and in the frozen bundle under `rxdesk/_shipped/`; in a
checkout they stand at the repository root. The installed place is looked at first, so that a checkout
that happens to lie above an installation is never read by mistake.
"""

from __future__ import annotations

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_PLACES = (_PACKAGE / "_shipped", _PACKAGE.parent)


def shipped(*parts: str) -> Path:
    """Return the path of a file or folder that comes with the program.

    Args:
        *parts: The way to it, for example `"resources", "tokens.json"`.

    Raises:
        FileNotFoundError: The installation is incomplete; the message names every place looked at.
    """
    looked_at = [place.joinpath(*parts) for place in _PLACES]
    for path in looked_at:
        if path.exists():
            return path
    raise FileNotFoundError("Not shipped: " + ", ".join(map(str, looked_at)))


def data_folder() -> Path:
    """Return the folder that holds this person's files; it is not created here."""
    return platformdirs.user_data_path("rxdesk", appauthor=False)
