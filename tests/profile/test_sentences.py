"""A check's sentence and a row that it finds wrong -> what is said of the row."""

from __future__ import annotations

from reportgen.ledger.sql_functions import TOKEN
from reportgen.profile.sentences import filled


def test_values_stand_in_the_place_of_names_and_nothing_personal() -> None:
    row = {"人数": 3.0, "结果": None, "姓名": f"{TOKEN}0a"}
    assert filled("{姓名}有{人数}人，结果{结果}", row) == "***有3人，结果空白"
