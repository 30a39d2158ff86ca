"""The codes that stand for a product, as lists show them. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rxdesk.domain.records import CodeMeaning
from rxdesk.domain.wording import amount_words
from rxdesk.ports.rows import ProductCard
from ui.kit.columns import Column


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code that stands for the product."""

    code: CodeMeaning
    pack: str

    @property
    def key(self) -> str:
        """Return the code."""
        return self.code.code


def code_rows(card: ProductCard) -> tuple[CodeRow, ...]:
    """Return the codes that stand for the product."""
    unit, form = card.row.unit, card.row.form
    return tuple(CodeRow(code, amount_words(code.quantity, unit, form)) for code in card.codes)


CODE_COLUMNS: Final[tuple[Column[CodeRow], ...]] = (
    Column(key="code", title="Code", text=lambda row: row.code.code, mono=True, stretch=True, sortable=False),
    Column(key="pack", title="Stands for", text=lambda row: row.pack, width=160, sortable=False),
    Column(
        key="level", title="Level", text=lambda row: row.code.level.capitalize(), width=120, sortable=False
    ),
    Column(
        key="source",
        title="Known from",
        text=lambda row: (
            "Computed from the NDC, not yet seen on a pack" if row.code.derived else "A pack or a person"
        ),
        muted=True,
        width=330,
        sortable=False,
    ),
)
