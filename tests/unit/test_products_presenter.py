from collections.abc import Sequence
from typing import Any

import pytest

from rxdesk.domain.changes import Changes, Topic
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import PlaceId, ProductId
from rxdesk.domain.labels import ShelfLabel
from rxdesk.domain.orders import LinkCode, SetLevels, UnlinkCode
from rxdesk.domain.own_codes import shelf_code
from rxdesk.domain.places import PlaceKind
from rxdesk.domain.quantity import units
from rxdesk.domain.records import CodeMeaning
from rxdesk.domain.schedule import Schedule
from rxdesk.domain.sheets import TableSheet
from rxdesk.ports.queries import ProductFilter
from rxdesk.ports.scanner import Scan
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import NOW, place_row, product_card, product_row
from tests.shown_list import ShownList
from ui.parts.subjects import Arrival
from ui.screens.products.presenter import ProductsPresenter
from ui.screens.products.product_list import KeptRow, standing_chips
from ui.screens.products.state import LevelsTyped, PanelState, SetUpState, Tab

FIRST, SECOND = ProductId("99301-417-01"), ProductId("0002-1433-80")


class ProductsShown(ShownList):
    def __init__(self) -> None:
        super().__init__()
        self.panels: list[PanelState | None] = []
        self.set_up: SetUpState | None = None
        self.homes: Sequence[tuple[str, str]] = ()
        self.text = ""
        self.selected: ProductId | None = None

    def show_panel(self, state: PanelState | None) -> None:
        self.panels.append(state)

    def show_set_up(self, state: SetUpState | None) -> None:
        self.set_up = state

    def show_homes(self, homes: Sequence[tuple[str, str]]) -> None:
        self.homes = homes

    def show_text(self, text: str) -> None:
        self.text = text

    def select_product(self, product: ProductId) -> None:
        self.selected = product

    @property
    def panel(self) -> PanelState:
        state = self.panels[-1]
        assert state is not None
        return state


def products() -> tuple[ProductsPresenter, ProductsShown, FakeGiven]:
    reads = FakeReads(
        products=[
            product_row(FIRST, minimum=units(100), maximum=units(300)),
            product_row(SECOND, name="insulin glargine", minimum=None, home=None, schedule=Schedule.II),
        ],
        place_rows=[place_row("A3-02"), place_row("QUARANTINE", PlaceKind.QUARANTINE)],
    )
    given, view = FakeGiven(reads), ProductsShown()
    return ProductsPresenter(given, view, table=view), view, given


def scan(text: str) -> Scan:
    return Scan(text=text, device="typed", scanned_at=NOW)


def test_the_first_time_products_chips_and_bins_are_asked_for() -> None:
    presenter, view, _ = products()
    presenter.shown()

    assert view.opened == [(2, [FIRST, SECOND])]
    assert view.counts["controlled"] == 1
    assert view.homes == (("", "No bin of its own"), ("A3-02", "A3-02"))


def test_the_selected_product_is_shown_with_its_levels() -> None:
    presenter, view, _ = products()
    presenter.select(FIRST)

    assert view.panel.name == "hydrOXYzine HCl"
    assert view.panel.described == "25 mg tablet · bottle of 100 · Northfield Generics"
    assert view.panel.typed == LevelsTyped(minimum="100", maximum="300", home="A3-02")
    assert view.panel.figures[0] == ("142", "tablets · 2 lots")


def test_running_down_the_list_asks_only_for_where_it_ends() -> None:
    presenter, view, given = products()
    given.held_back = True
    for product in (FIRST, SECOND, FIRST, SECOND):
        presenter.select(product)
    given.answer()

    assert [panel.product for panel in view.panels if panel is not None] == [SECOND]


def test_levels_are_set_as_they_are_typed() -> None:
    presenter, view, given = products()
    presenter.select(FIRST)
    presenter.editing.type_levels(LevelsTyped(minimum="1,000", maximum="", home="A3-02"))
    presenter.editing.save()

    (order,) = given.orders
    assert isinstance(order, SetLevels)
    assert (order.product, order.minimum, order.maximum) == (FIRST, units(1000), None)
    assert order.home == PlaceId("A3-02")
    assert view.panel.saved
    assert not view.panel.changed


def test_levels_that_are_on_file_already_post_nothing() -> None:
    presenter, _, given = products()
    presenter.select(FIRST)
    presenter.editing.save()
    assert given.orders == []


def test_a_level_that_is_no_number_is_refused_before_anything_is_posted() -> None:
    presenter, view, given = products()
    presenter.select(FIRST)
    presenter.editing.type_levels(LevelsTyped(minimum="many"))
    presenter.editing.save()

    assert given.orders == []
    assert view.panel.problem.startswith("“many” is not a quantity.")
    assert given.said[-1].inline


def test_a_refusal_stands_in_the_panel_and_what_was_typed_stays() -> None:
    presenter, view, given = products()
    given.refuse = lambda _order: Refusal("The maximum is below the minimum.", "Type a larger one.")
    presenter.select(FIRST)
    presenter.editing.type_levels(LevelsTyped(minimum="100", maximum="50"))
    presenter.editing.save()

    assert view.panel.problem == "The maximum is below the minimum. Type a larger one."
    assert view.panel.typed.maximum == "50"


def test_a_commit_brings_fresh_figures_and_keeps_what_is_typed() -> None:
    presenter, view, given = products()
    presenter.shown()
    presenter.select(FIRST)
    typed = LevelsTyped(minimum="120", maximum="300", home="A3-02")
    presenter.editing.type_levels(typed)
    given.fake_reads.products[0] = product_row(FIRST, on_hand=units(90), minimum=units(100))
    presenter.changed(Changes(topics=frozenset({Topic.STOCK})))

    assert view.panel.figures[0][0] == "90"
    assert view.panel.typed == typed


def test_back_puts_the_levels_on_file_back_before_it_leaves() -> None:
    presenter, view, _ = products()
    presenter.select(FIRST)
    presenter.editing.type_levels(LevelsTyped(minimum="5"))

    assert presenter.back()
    assert view.panel.typed.minimum == "100"
    assert not presenter.back()


def test_a_code_is_linked_with_how_much_its_pack_holds() -> None:
    presenter, view, given = products()
    presenter.select(FIRST)
    presenter.editing.choose_tab("codes")
    presenter.editing.type_code(" 4711 ")
    presenter.editing.say_quantity(units(30))
    presenter.editing.link()

    (order,) = given.orders
    assert isinstance(order, LinkCode)
    assert (order.code, order.product, order.quantity) == ("4711", FIRST, units(30))
    assert view.panel.code == ""


def test_a_code_without_a_quantity_is_not_linked() -> None:
    presenter, _, given = products()
    presenter.select(FIRST)
    presenter.editing.type_code("4711")
    presenter.editing.say_quantity(None)
    presenter.editing.link()
    assert given.orders == []


def test_a_link_is_taken_back() -> None:
    presenter, view, given = products()
    code = CodeMeaning(code="4711", product=FIRST, quantity=units(30), level="saleable", derived=False)
    given.fake_reads.cards[FIRST] = product_card(product_row(FIRST), codes=(code,))
    presenter.select(FIRST)
    presenter.editing.unlink("4711")

    assert [(row.key, row.pack) for row in view.panel.codes] == [("4711", "30 tablets")]
    (order,) = given.orders
    assert isinstance(order, UnlinkCode)
    assert order.code == "4711"


def test_a_pack_scanned_at_the_codes_is_taken_to_be_linked() -> None:
    presenter, view, _ = products()
    presenter.select(FIRST)
    at_levels = presenter.scanned(scan("0300021433802"))
    presenter.editing.choose_tab("codes")

    assert not at_levels
    assert presenter.scanned(scan("a code of nobody"))
    assert (view.panel.tab, view.panel.code) == (Tab.CODES, "a code of nobody")


def test_a_scanned_shelf_label_selects_its_product() -> None:
    presenter, view, _ = products()
    assert presenter.scanned(scan(shelf_code(SECOND)))
    assert view.selected == SECOND
    assert view.panel.product == SECOND


def test_another_screen_may_ask_for_a_filter_or_a_product() -> None:
    presenter, view, _ = products()
    presenter.lines.search("insulin")
    presenter.open(ProductFilter.NO_LEVELS)
    filtered = view.current
    presenter.open(FIRST)

    assert (filtered, view.current, view.text) == ("no_levels", "all", "")
    assert view.selected == FIRST


def test_labels_of_all_selected_products_are_drawn_together() -> None:
    presenter, _, given = products()
    presenter.labels([FIRST, SECOND])

    assert given.previews == ["Shelf labels for 2 products"]
    assert [label.ndc for label in given.paper.labels if isinstance(label, ShelfLabel)] == [FIRST, SECOND]


def test_wishes_about_a_product_are_handed_to_their_screens() -> None:
    presenter, _, given = products()
    presenter.look_up(FIRST)
    presenter.receive(FIRST)
    assert given.went == [("scan", FIRST), ("receive", Arrival(product=FIRST))]


def test_a_workbook_holds_every_product_with_its_levels() -> None:
    presenter, _, given = products()
    presenter.shown()
    presenter.lines.export_workbook()

    (sheet,) = given.paper.sheets
    assert isinstance(sheet, TableSheet)
    first, second = sheet.sections[0].rows
    assert first[:2] == ("hydrOXYzine HCl 25 mg tablet", FIRST)
    assert (first[7], second[7], second[3]) == (100, None, "C-II")
    assert len(first) == len(sheet.columns)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"usable": units(50), "minimum": units(100)}, ["Low stock"]),
        ({"usable": units(50), "minimum": units(100), "on_order": units(10)}, ["Low stock", "On order"]),
        ({"on_hand": units(0), "minimum": None}, ["None here"]),
        ({"usable": units(100), "minimum": units(100), "schedule": Schedule.II}, ["C-II"]),
    ],
)
def test_a_product_says_how_it_stands(given: dict[str, Any], words: list[str]) -> None:
    assert [chip.words for chip in standing_chips(KeptRow(product_row(**given)))] == words
