from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rxdesk.domain.tall_man import look_alikes, shown_name, tall_man


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("HYDROXYZINE HYDROCHLORIDE", "hydrOXYzine HYDROCHLORIDE"),
        ("hydralazine", "hydrALAZINE"),
        ("Doxorubicin (liposomal)", "DOXOrubicin (liposomal)"),
        ("glyburide-metformin", "glyBURIDE-metformin"),
        ("Lisinopril", "Lisinopril"),
        ("levodopamine", "levodopamine"),
    ],
)
def test_a_listed_word_is_shown_in_its_tall_man_form(name: str, shown: str) -> None:
    assert tall_man(name) == shown


def test_a_name_knows_what_it_is_confused_with() -> None:
    assert look_alikes("HYDROXYZINE PAMOATE") == ("hydrALAZINE", "HYDROmorphone")


def test_a_name_off_the_list_is_confused_with_nothing() -> None:
    assert look_alikes("Lisinopril") == ()


@given(st.text(max_size=60))
def test_tall_man_letters_change_only_the_case(name: str) -> None:
    assert tall_man(name).casefold() == name.casefold()


@pytest.mark.parametrize(
    ("name", "generic", "shown"),
    [
        ("HYDROXYZINE HYDROCHLORIDE", "HYDROXYZINE HYDROCHLORIDE", "hydrOXYzine hydrochloride"),
        ("METOPROLOL SUCCINATE", "metoprolol succinate", "Metoprolol succinate"),
        ("METHADONE", "Methadone Hydrochloride", "Methadone"),
        (
            "HYDROCODONE BITARTRATE AND ACETAMINOPHEN",
            "Hydrocodone bitartrate, Acetaminophen",
            "Hydrocodone bitartrate and acetaminophen",
        ),
        ("ELIQUIS", "apixaban", "ELIQUIS"),
        ("Warfarin Sodium", "WARFARIN SODIUM", "Warfarin Sodium"),
        ("METOPROLOL", "", "METOPROLOL"),
    ],
)
def test_a_generic_in_capitals_is_shown_in_small_letters_and_a_brand_as_it_is(
    name: str, generic: str, shown: str
) -> None:
    assert shown_name(name, generic) == shown
