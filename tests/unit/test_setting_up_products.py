from dataclasses import replace

import pytest

from rxdesk.domain.catalogue import PackageState
from rxdesk.domain.errors import Refusal
from rxdesk.domain.identity import ProductId
from rxdesk.domain.ndc import NdcUnreadable
from rxdesk.domain.orders import SetUpProduct
from rxdesk.domain.quantity import Unit, units
from rxdesk.domain.schedule import Schedule
from tests.fakes_desk import FakeGiven, FakeReads
from tests.made_rows import catalogue_hit
from ui.screens.products.setting_up import SettingUp
from ui.screens.products.state import Details, SetUpState, Step
from ui.screens.products.typed import DetailMissing, NdcUnclear, read_details

LISTED, KEPT, KIT = ProductId("99301-417-01"), ProductId("99301-417-02"), ProductId("99301-417-03")
TYPED = Details(ndc="0002-1433-80", name="Trulicity", form="INJECTION, SOLUTION", pack_quantity=units(2))


class Conversation:
    def __init__(self) -> None:
        doubtful = catalogue_hit(
            KIT, state=PackageState.KIT, doubt="It is a kit.", pack_quantity=None, unit=None
        )
        reads = FakeReads(listed=[catalogue_hit(LISTED), catalogue_hit(KEPT, stocked=True), doubtful])
        self.given = FakeGiven(reads)
        self.kept: list[ProductId] = []
        self.act = SettingUp(self.given, lambda: None, self.kept.append)
        self.act.begin()
        self.act.search("hydroxyzine")

    @property
    def state(self) -> SetUpState:
        assert self.act.state is not None
        return self.act.state


def test_the_catalogue_is_searched_as_somebody_types() -> None:
    assert [row.key for row in Conversation().state.rows] == [LISTED, KEPT, KIT]


def test_a_listed_product_is_confirmed_and_then_kept() -> None:
    talk = Conversation()
    talk.act.choose(LISTED)
    step = talk.state.step
    talk.act.keep()

    (order,) = talk.given.orders
    assert isinstance(order, SetUpProduct)
    assert (step, order.product, order.pack_quantity, order.details) == (Step.CONFIRM, LISTED, None, None)
    assert talk.kept == [LISTED]
    assert talk.act.state is None


def test_a_product_that_is_kept_already_is_opened() -> None:
    talk = Conversation()
    talk.act.choose(KEPT)
    assert talk.given.orders == []
    assert talk.kept == [KEPT]


def test_a_package_of_uncertain_size_is_kept_with_the_size_a_person_confirms() -> None:
    talk = Conversation()
    talk.act.choose(KIT)
    asked = (talk.state.asks_size, talk.state.said)
    talk.act.say_quantity(units(6))
    talk.act.keep()

    (order,) = talk.given.orders
    assert isinstance(order, SetUpProduct)
    assert asked == (True, "It is a kit.")
    assert order.pack_quantity == units(6)


def test_a_refusal_stays_beside_the_question() -> None:
    talk = Conversation()
    talk.given.refuse = lambda _order: Refusal("It is a bulk listing.", "Choose a package.")
    talk.act.choose(LISTED)
    talk.act.keep()

    assert talk.state.problem == "It is a bulk listing. Choose a package."
    assert talk.kept == []


def test_esc_goes_back_to_the_results_and_then_out() -> None:
    talk = Conversation()
    talk.act.choose(LISTED)

    assert talk.act.back()
    assert talk.state.step is Step.SEARCH
    assert talk.act.back()
    assert not talk.act.back()


def test_details_are_typed_for_a_product_that_no_directory_lists() -> None:
    talk = Conversation()
    talk.act.search("Trulicity")
    talk.act.type_details()
    begun_with = talk.state.details.name
    talk.act.write(TYPED)
    talk.act.keep_details()

    (order,) = talk.given.orders
    assert isinstance(order, SetUpProduct)
    assert order.details is not None
    assert begun_with == "Trulicity"
    assert (order.product, order.details.source) == ("0002-1433-80", "typed")
    assert talk.kept == ["0002-1433-80"]


def test_what_is_missing_is_said_at_its_field() -> None:
    talk = Conversation()
    talk.act.type_details()
    talk.act.write(replace(TYPED, name=" "))
    talk.act.keep_details()

    assert (talk.state.at, talk.state.problem) == (
        "name",
        "The name is missing. Type it as it stands on the pack.",
    )
    assert talk.given.orders == []


def test_typed_details_are_read_into_what_the_journal_keeps() -> None:
    typed = replace(TYPED, schedule="C-II", flags=frozenset({"refrigerated", "high_alert"}), unit="ML")
    product, details = read_details(typed)

    assert product == "0002-1433-80"
    assert (details.unit, details.pack_quantity) == (Unit.MILLILITRE, units(2))
    assert (details.name, details.generic_name) == ("Trulicity", "Trulicity")
    assert details.schedules[0].schedule is Schedule.II
    assert details.flags == ("high_alert", "refrigerated")
    assert [(level.gtin14, level.derived) for level in details.pack_levels] == [("00300021433802", True)]
    assert details.ndc11 == "00002143380"


@pytest.mark.parametrize("field", ["ndc", "name", "form"])
def test_a_product_without_its_essentials_is_refused(field: str) -> None:
    with pytest.raises(DetailMissing) as refused:
        read_details(replace(TYPED, **{field: ""}))
    assert refused.value.field == field


def test_a_product_without_a_package_size_is_refused() -> None:
    with pytest.raises(DetailMissing, match="package size"):
        read_details(replace(TYPED, pack_quantity=None))


def test_ten_bare_digits_may_be_several_codes_and_are_asked_again() -> None:
    with pytest.raises(NdcUnclear, match="0002-1433-80 or"):
        read_details(replace(TYPED, ndc="0002143380"))


def test_a_text_that_is_no_code_is_refused() -> None:
    with pytest.raises(NdcUnreadable):
        read_details(replace(TYPED, ndc="Trulicity"))
