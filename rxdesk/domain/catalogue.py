"""The catalogue: the imported directory of every product that exists.

Reference data, replaced whole and versioned by file hash. The moment a product is first received or set
up, its row is copied into the pharmacy's own products by a journal entry; nothing looks back here after.

Records made by the hundred thousand say `gc=False`: they hold no cycles, and following them through the
garbage collector costs an import a sixth of its time (measured).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from rxdesk.domain.quantity import Quantity, Unit
from rxdesk.domain.schedule import Schedule


class PackageState(StrEnum):
    """Whether a listed package can be received without a question."""

    STOCKABLE = "stockable"
    BULK = "bulk"  # drums, unfinished and schedule I listings: not pharmacy stock
    KIT = "kit"  # several products in one; its size is to be confirmed by a person
    UNREAD = "unread"  # the package text gives no certain total; its size is to be confirmed


class Ingredient(Struct, frozen=True, gc=False):
    """An active substance and how much of it, in the directory's own words."""

    substance: str  # "HYDROCODONE BITARTRATE"
    amount: str  # "7.5", a decimal number as text; "" when the directory gives none
    unit: str  # "mg/15mL"; "" when the directory gives none


class CatalogueRow(Struct, frozen=True, kw_only=True, gc=False):
    """One listed package: what a directory says, and what RxDesk reads in it."""

    ndc: str  # native, hyphenated: the key
    ndc11: str  # 5-4-2 billing form without hyphens; not unique; "" where none can be made
    name: str  # proprietary name with its suffix; the generic name when the directory has none
    generic_name: str
    labeler: str
    form: str  # the directory's dosage form: "TABLET, FILM COATED"
    route: str  # "ORAL"; several joined by "; "
    ingredients: tuple[Ingredient, ...]
    strength: str  # as shown to people, ISMP notation
    equivalence_key: str  # equal for products a pharmacist may substitute; "" when unknown
    schedule: Schedule
    schedule_source: str  # "FDA", or what the file says of where its schedule comes from; "" when none
    product_type: str  # "HUMAN PRESCRIPTION DRUG"
    category: str  # marketing category: "ANDA", "BULK INGREDIENT"; "" when not given
    application: str  # "NDA021018"; "" when none
    classes: str  # pharmacologic classes, as listed
    package_text: str  # the directory's own words
    state: PackageState
    doubt: str  # why the state is not stockable, a sentence; "" when it is
    unit: Unit | None  # base unit; None while the size is to be confirmed
    pack_quantity: Quantity | None  # base units in the package; None while it is to be confirmed
    inner: tuple[InnerPack, ...]  # packages inside this one that bear an NDC of their own
    started_on: date | None  # start of marketing
    ended_on: date | None  # end of marketing, when announced
    sample: bool  # a physician's sample, which a pharmacy may not stock (21 USC 353(c))
    excluded: bool  # FDA leaves the listing out of the directory proper
    line: int  # where in its file the row stands, from 1


class InnerPack(Struct, frozen=True, gc=False):
    """A package inside another one, known by an NDC of its own."""

    ndc: str
    quantity: Quantity | None  # base units in one of it; None when the text does not say


class RemarkKind(StrEnum):
    """What became of a line that was not plain."""

    REPAIRED = "repaired"  # taken in, after a stated correction
    NOTED = "noted"  # taken in as it stands, with something a person may want to know
    REFUSED = "refused"  # left out


class Remark(Struct, frozen=True, gc=False):
    """What was repaired, noted or refused on a line of a directory, and why."""

    kind: RemarkKind
    file: str
    line: int  # from 1, the heading included
    about: str  # stable name of the situation, to count by: "lost leading zeros"
    said: str  # one sentence for a person


class CatalogueEdition(Struct, frozen=True, kw_only=True):
    """Which directory the catalogue holds."""

    sha256: str  # of the files as read, hex
    source_name: str  # file names, without their folders
    source_year: int | None  # the year whose market the directory describes, when known
    rows: int
    by_state: Mapping[PackageState, int]


class CatalogueHit(Struct, frozen=True, kw_only=True):
    """A row that answers a search."""

    row: CatalogueRow
    stocked: bool  # the pharmacy keeps it
    forgiven: bool  # found only after forgiving a typing mistake


class CatalogueMatch(Struct, frozen=True, kw_only=True):
    """A row that a code may stand for."""

    row: CatalogueRow
    quantity: Quantity | None  # base units in the pack that bears the code; None: to be confirmed
    inner: bool  # the code is that of a package inside the listed one


class FieldChange(Struct, frozen=True):
    """A field of a listed package that a newer directory gives differently."""

    field: str
    before: str
    after: str


class RowChange(Struct, frozen=True):
    """What a newer directory says differently of one package."""

    ndc: str
    name: str
    changes: tuple[FieldChange, ...]


class CatalogueDifference(Struct, frozen=True, kw_only=True):
    """What a newer directory adds, changes and no longer lists."""

    added: tuple[str, ...]  # native NDCs, in order
    changed: tuple[RowChange, ...]
    gone: tuple[str, ...]


class ImportReport(Struct, frozen=True, kw_only=True):
    """What an import of a directory found and did."""

    edition: CatalogueEdition
    replaced: CatalogueEdition | None  # what the catalogue held before
    unchanged: bool  # the same files had been imported already; nothing was written
    remarks_by_about: Mapping[str, int]  # how often each situation arose
    remarks: tuple[Remark, ...]  # by file and line; the first ones of each situation
    difference: CatalogueDifference
