"""Why a scan is not read: one class per situation, each with its remedy.

A scan that cannot be read exactly is refused, never repaired. The sentence quotes what was read, so
that a person with the pack in hand can compare; `element` names the offending element for software.
"""

from __future__ import annotations

from rxdesk.domain.errors import Refusal

_SCAN_AGAIN = "Scan the code again, from another angle or distance."
_TYPE_INSTEAD = "If the code is damaged, type the number printed beside it."


class ScanRefused(Refusal):
    """A scan was not read. Nothing of it may be used.

    Attributes:
        element: The application identifier concerned, such as "10", or None for the code as a whole.
    """

    def __init__(self, said: str, remedy: str, *, element: str | None = None) -> None:
        super().__init__(said, remedy)
        self.element = element

    @property
    def sentence(self) -> str:
        """Return what is so, by the name the JSON of a scan uses."""
        return self.said


class CodeEmpty(ScanRefused):
    """Nothing came but perhaps the identifier of the symbol."""

    def __init__(self) -> None:
        super().__init__("The scanner sent an empty code.", _SCAN_AGAIN)


class CodeTooLong(ScanRefused):
    """More characters came than any code on a pack holds."""

    def __init__(self, length: int, longest: int) -> None:
        super().__init__(
            f"The scanner sent {length:,} characters; no code on a pack has more than {longest:,}.",
            "Check that the scanner sends Enter after each code, then scan again.",
        )


class CharacterForeign(ScanRefused):
    """A character came that the code cannot hold."""

    def __init__(self, character: str, *, element: str | None = None, title: str = "") -> None:
        where = f"The {title} ({element})" if element else "The code"
        super().__init__(
            f"{where} holds {_named(character)}, which cannot stand there.",
            _remedy_for(character),
            element=element,
        )
        self.character = character


class LetterCaseReversed(ScanRefused):
    """Capitals came as small letters and the reverse: Caps Lock was on."""

    def __init__(self, identifier: str) -> None:
        super().__init__(
            f"The code begins with {identifier}, with capitals and small letters exchanged.",
            "Turn Caps Lock off and scan again.",
        )


class LayoutMismatch(ScanRefused):
    """The keyboard layout of the computer turned the scanner's keys into other characters."""

    def __init__(self, begin: str) -> None:
        super().__init__(
            f"The code begins with {begin}: the keyboard layout changed its characters.",
            "Set the scanner's keyboard country to that of the computer, then scan again.",
        )


class CodesRunTogether(ScanRefused):
    """Two codes came as one."""

    def __init__(self) -> None:
        super().__init__(
            "Two codes arrived as one.",
            "Check that the scanner sends Enter after each code, then scan them one by one.",
        )


class CheckDigitWrong(ScanRefused):
    """A number does not follow from its own check digit: it was misread, or misprinted."""

    def __init__(self, number: str, *, element: str | None = None, title: str = "number") -> None:
        super().__init__(
            f"The check digit of the {title} {number} is wrong.",
            f"{_SCAN_AGAIN} {_TYPE_INSTEAD}",
            element=element,
        )
        self.number = number


class IdentifierUnknown(ScanRefused):
    """What should begin an element is no application identifier."""

    def __init__(self, rest: str) -> None:
        super().__init__(
            f"“{rest[:24]}” begins with no GS1 application identifier.",
            f"{_SCAN_AGAIN} {_TYPE_INSTEAD}",
        )


class ElementTruncated(ScanRefused):
    """An element ends before it is complete."""

    def __init__(self, element: str | None, title: str, value: str) -> None:
        name = title if element is None else f"{title} ({element})"
        super().__init__(
            f"The {name} is cut off after “{value}”.",
            f"{_SCAN_AGAIN} {_TYPE_INSTEAD}",
            element=element,
        )


class ElementMalformed(ScanRefused):
    """An element does not have the form its application identifier prescribes."""

    def __init__(self, element: str, title: str, value: str) -> None:
        super().__init__(
            f"The {title} ({element}) cannot be “{value}”.",
            f"{_SCAN_AGAIN} {_TYPE_INSTEAD}",
            element=element,
        )


class SeparatorLost(ScanRefused):
    """A variable-length element runs past its greatest length: the separator after it did not come."""

    def __init__(self, element: str, title: str, value: str) -> None:
        super().__init__(
            f"The {title} ({element}) does not end: “{value}” is longer than it may be.",
            "Set the scanner to send the GS1 separator (GS, FNC1), then scan again.",
            element=element,
        )


class ElementsConflict(ScanRefused):
    """The same element came twice with two values."""

    def __init__(self, element: str, title: str, values: tuple[str, str]) -> None:
        super().__init__(
            f"The code holds two values for {title} ({element}): {values[0]} and {values[1]}.",
            "Scan one code at a time; if it is one code, type what is printed beside it.",
            element=element,
        )


class DateImpossible(ScanRefused):
    """A date is not in the calendar, or leaves out a day it must name."""

    def __init__(self, element: str, title: str, value: str) -> None:
        super().__init__(
            f"The {title} ({element}) “{value}” is not a date.",
            f"{_SCAN_AGAIN} If it stays so, set the pack aside and tell the supplier.",
            element=element,
        )


class ReadingAmbiguous(ScanRefused):
    """A code without symbol identifier can be read in two ways.

    Attributes:
        readings: What it may mean, in words.
    """

    def __init__(self, text: str, readings: tuple[str, ...]) -> None:
        super().__init__(
            f"“{text}” can be {' or '.join(readings)}.",
            "Turn on the AIM symbology identifier in the scanner, then scan again.",
        )
        self.readings = readings


class AddOnAlone(ScanRefused):
    """Only the small add-on beside a product code was read."""

    def __init__(self) -> None:
        super().__init__(
            "Only the add-on beside the product code was read.", "Scan the large code left of it."
        )


class DigitalLinkMalformed(ScanRefused):
    """A web address has the shape of a GS1 Digital Link but does not follow the standard."""

    def __init__(self) -> None:
        super().__init__(
            "The web address in the code is not a correct GS1 Digital Link.",
            "Scan another code on the pack, or type the number printed beside it.",
        )


class FormatUnread(ScanRefused):
    """A code is of a known format that this version does not read."""

    def __init__(self, format_name: str) -> None:
        super().__init__(
            f"This is a code in {format_name} format, which RxDesk does not read.",
            "Scan the GS1 or UPC code on the pack, or type the number printed beside it.",
        )


class OwnCodeDamaged(ScanRefused):
    """A code begins like RxDesk's own but its check does not hold."""

    def __init__(self) -> None:
        super().__init__(
            "This code looks like one RxDesk printed, but its check does not hold.",
            f"{_SCAN_AGAIN} If it stays so, print the label anew.",
        )


def _named(character: str) -> str:
    if character == " ":
        return "a blank"
    return f"“{character}”" if character.isprintable() else f"the control character {ord(character):02X}"


def _remedy_for(character: str) -> str:
    if not character.isascii():
        return "Set the scanner's keyboard country to that of the computer, then scan again."
    if character.isprintable():
        return "If the scanner sends it for the GS1 separator, set the scanner to send GS, then scan again."
    return "Set the scanner to send the plain code followed by Enter, then scan again."
