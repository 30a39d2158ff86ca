"""What may end an import of a directory."""

from __future__ import annotations

from rxdesk.domain.errors import Refusal


class ImportCancelled(Refusal):
    """A person stopped an import."""

    def __init__(self) -> None:
        super().__init__(
            "The import was cancelled; the catalogue is what it was before.",
            "Import the directory again when it suits.",
        )


class ImportOvertaken(Refusal):
    """Another import began while this one ran."""

    def __init__(self) -> None:
        super().__init__(
            "Another import of a catalogue began while this one ran, and took its place.",
            "Wait for the other one to finish.",
        )


class DirectoryEmpty(Refusal):
    """A directory gave no rows that could be taken in."""

    def __init__(self, name: str, refused: int) -> None:
        super().__init__(
            f"{name} gave no product that could be read; {refused:,} lines were refused.",
            "Look at the reasons line by line, and fetch the file again if it is damaged.",
        )
