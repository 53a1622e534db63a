"""Which lists go on from year to year, and which keys are known before anything is filled in."""

from __future__ import annotations

import pytest

from reportgen.model import Field, Kind, Profile
from reportgen.profile.lasting import every_key, is_standing

KEY = Field(type="string", required=True, unique=True)
MONTH = Field(type="integer", required=True, unique=True, minimum=1, maximum=12)


def kind(key: str = "", period: str = "", since: str = "", **fields: Field) -> Kind:
    return Kind(name="表", title="表", key=key, period=period, since=since, fields=fields)


def test_a_list_stands_where_its_rows_belong_to_no_year() -> None:
    day = Field(type="date")
    assert is_standing(kind(key="号", 号=KEY))
    assert is_standing(kind(since="日", 日=day))
    assert not is_standing(kind(key="号", period="日", 号=KEY, 日=day)), "cases"
    assert not is_standing(kind(key="月份", 月份=MONTH)), "a row for each month"
    assert not is_standing(kind(事=KEY)), "texts"


def test_the_lists_of_the_shipped_profile_that_stand(rule_of_law: Profile) -> None:
    standing = {name for name, each in rule_of_law.kinds.items() if is_standing(each)}
    assert standing == {"执法人员", "规范性文件", "法律顾问", "文化阵地"}


@pytest.mark.parametrize(
    ("declared", "keys"),
    [
        (MONTH, list(range(1, 13))),
        (Field(type="string", unique=True, enum=("春", "夏", "秋", "冬")), ["春", "夏", "秋", "冬"]),
        (Field(type="integer", unique=True, minimum=1, maximum=32), []),
        (Field(type="integer", unique=True, minimum=1, maximum=31), list(range(1, 32))),
        (Field(type="integer", unique=True, minimum=1), []),
        (Field(type="integer", minimum=1, maximum=12), []),  # several rows of a month
        (KEY, []),
    ],
)
def test_a_key_of_few_values_gives_a_row_for_each(declared: Field, keys: list[object]) -> None:
    assert [row["键"] for row in every_key(kind(key="键", 键=declared))] == keys
