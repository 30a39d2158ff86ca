from rxdesk.domain.labels import OwnCode
from rxdesk.domain.own_codes import OwnKind, read_own_code
from rxdesk.domain.quantity import Unit, units
from rxdesk.domain.schedule import Schedule
from rxdesk.usecases.print_label import shelf_label
from tests.made_rows import product_card, product_row


def test_a_shelf_label_says_what_stands_there_and_how_much_should() -> None:
    label = shelf_label(product_card(product_row(minimum=units(100), maximum=units(300))))

    assert (label.name, label.strength, label.form) == ("hydrOXYzine HCl", "25 mg", "tablet")
    assert (label.ndc, label.place, label.unit) == ("99301-417-01", "A3-02", "tablets")
    assert (label.minimum, label.maximum) == (units(100), units(300))


def test_a_shelf_label_names_the_product_without_being_one_of_its_packs() -> None:
    code = shelf_label(product_card(product_row("0002-1433-80"))).code

    assert isinstance(code, OwnCode)
    assert read_own_code(code.text) == (OwnKind.SHELF, "0002-1433-80")


def test_a_product_without_a_home_has_no_place_on_its_label() -> None:
    assert shelf_label(product_card(product_row(home=None))).place == ""


def test_the_form_is_written_as_people_say_it() -> None:
    assert shelf_label(product_card(product_row(form="TABLET, FILM COATED"))).form == "film-coated tablet"


def test_the_levels_of_a_liquid_are_counted_in_millilitres() -> None:
    row = product_row(form="SOLUTION", unit=Unit.MILLILITRE)
    assert shelf_label(product_card(row)).unit == "mL"


def test_the_schedule_stands_before_the_other_warnings() -> None:
    row = product_row(schedule=Schedule.II, flags=("rems", "refrigerated", "high_alert"))
    assert shelf_label(product_card(row)).marks == ("C-II", "High alert", "Refrigerate", "REMS")
