"""A true number and the one that was typed for it -> the slips that lead from one to the other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.mistyping import slips


def likeliest(true: float, typed: float | None, above: float | None = None, last: float | None = None) -> str:
    found = [each for each in slips(true, typed, above, last) if each.weight]
    return max(found, key=lambda each: each.weight).name if found else ""


@pytest.mark.parametrize(
    ("true", "typed", "slip"),
    [
        (128, 182, "transposed"),
        (13, 3, "dropped"),
        (105, 5, "dropped"),
        (12, 122, "doubled"),
        (12, 112, "doubled"),
        (12, 192, "inserted"),
        (12, 13, "mistyped"),
        (12.5, 12.6, "mistyped"),
        (1.25, 12.5, "power of ten"),
        (120, 12, "power of ten"),
        (6, 60000, "power of ten"),
        (6, -6, "sign"),
        (12, None, "blank"),
        (12, 47, ""),
        (123, 456, ""),
        (-3, 12, ""),
    ],
)
def test_a_slip_is_known_by_what_it_does_to_the_digits(true: float, typed: float | None, slip: str) -> None:
    assert likeliest(true, typed) == slip


def test_what_stands_above_or_stood_there_last_year_weighs_more_than_a_digit() -> None:
    assert likeliest(12, 15, above=15) == "row above"
    assert likeliest(12, 15, last=15) == "last year"
    assert likeliest(12, 15, above=14, last=13) == "mistyped"


def test_a_digit_beside_the_right_one_is_likelier_than_one_far_off() -> None:
    (near,) = (each.weight for each in slips(4, 5, None, None) if each.name == "mistyped")
    (far,) = (each.weight for each in slips(4, 0, None, None) if each.name == "mistyped")
    assert near > 3 * far


@given(st.integers(0, 10**9), st.integers(-(10**9), 10**9))
def test_no_slip_is_sure_and_all_are_found_for_any_numbers(true: int, typed: int) -> None:
    assert sum(each.weight for each in slips(true, typed, None, None)) < 0.5
