"""A number that a profile's checks and figures name."""

from __future__ import annotations

from reportgen import model
from reportgen.named_numbers import Parameter


def test_it_is_one_of_the_nouns() -> None:
    assert model.Parameter is Parameter
