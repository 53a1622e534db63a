"""The numbers that an equation's break may come of -> the end of a sentence that names them."""

from __future__ import annotations

import pytest

from reportgen.mistyping import OFTEN
from reportgen.suspects import Suspect
from reportgen.values.suspicions import worded


@pytest.mark.parametrize("slip", [*OFTEN, "rows", ""])
def test_every_slip_has_words(slip: str) -> None:
    words = worded([Suspect("D7", "丙", 12, slip, "丁", 3, wide=1, equally=True)])
    assert words.startswith("；最可能是丙")
    assert "12" in words or slip == "rows"


@pytest.mark.parametrize(
    ("value", "wide", "words"),
    [
        (62, 2, "多写了2个0，应为62"),
        (620, -1, "少写了1个0，应为620"),
        (6.2, 1, "的小数点错了1位，应为6.2"),
        (6, 4, "像是把元和万元弄混了，应为6"),
    ],
)
def test_a_power_of_ten_is_said_as_it_was_typed(value: float, wide: int, words: str) -> None:
    assert worded([Suspect("D7", "丙", value, "power of ten", wide=wide)]) == f"；最可能是丙{words}"


def test_equals_and_lesser_ones_are_told_apart() -> None:
    one = Suspect("B2", "甲", 5, "mistyped", equally=True)
    two, three = Suspect("C2", "乙", 6, "row above", equally=True), Suspect("D2", "丙", 7, "sign")
    assert worded([]) == ""
    assert worded([one, three]) == "；最可能是甲有一位数字打错了，应为5；也可能是丙的正负号写反了，应为7"
    assert worded([one, two]) == "；同样说得通的有2种：甲有一位数字打错了，应为5，或乙照抄了上一行的数，应为6"


def test_a_crossing_is_said_outright() -> None:
    assert (
        worded([Suspect("B2", "甲", 5, "", equally=True, crossed=True)])
        == "；两处不符都指向B2：甲填错了，应为5"
    )
