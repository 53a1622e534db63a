"""Which lists go on from year to year, and which keys are known before anything is filled in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.model import Field, Kind, Profile
from reportgen.profile.lasting import during, every_key, is_standing

KEY = Field(type="string", required=True, unique=True)
MONTH = Field(type="integer", required=True, unique=True, minimum=1, maximum=12)


def kind(key: str = "", period: str = "", since: str = "", **fields: Field) -> Kind:
    return Kind(name="表", title="表", key=key, period=period, since=since, fields=fields)


def narrowed(declared: Kind, part: str) -> Kind:
    profile = Profile(
        name="方案", kinds={"表": declared}, figures={}, checks={}, reads={}, template=b"", digest=""
    )
    return during(profile, part).kinds["表"]


QUARTER = Field(type="integer", unique=True, minimum=1, maximum=4, unit="季度")


@pytest.mark.parametrize(
    ("declared", "part", "keys"),
    [
        (replace(MONTH, unit="月"), "上半年", [1, 2, 3, 4, 5, 6]),
        (replace(MONTH, unit="月"), "第二季度", [4, 5, 6]),
        (replace(MONTH, unit="月"), "12月", [12]),
        (replace(MONTH, unit="月"), "", [*range(1, 13)]),
        (MONTH, "上半年", [*range(1, 13)]),  # twelve of something else
        (replace(MONTH, unit="月", maximum=24), "上半年", [*range(1, 25)]),  # how long, in months
        (QUARTER, "前三季度", [1, 2, 3]),
        (QUARTER, "下半年", [3, 4]),
        (replace(KEY, enum=("一季度", "二季度", "三季度", "四季度")), "上半年", ["一季度", "二季度"]),
        (replace(KEY, enum=("五月", "六月", "七月")), "上半年", ["五月", "六月"]),
        (replace(KEY, enum=("上半年", "别的")), "下半年", ["上半年", "别的"]),
    ],
)
def test_a_part_of_the_year_has_its_own_months_and_quarters(
    declared: Field, part: str, keys: list[object]
) -> None:
    own = narrowed(kind(key="键", 键=declared), part)
    assert [row["键"] for row in every_key(own)] == keys
    assert not is_standing(own) or declared is not MONTH
    assert narrowed(own, part) == own, "what is remembered is as what is declared"


def test_only_the_key_is_of_the_part() -> None:
    when = Field(type="string", enum=("上半年", "下半年"))
    own = narrowed(kind(key="号", 号=KEY, 拟办=when), "上半年")
    assert own.fields["拟办"] == when


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


def test_a_check_of_whole_years_is_none_of_a_part(rule_of_law: Profile) -> None:
    assert during(rule_of_law, "") is rule_of_law
    gone = rule_of_law.checks.keys() - during(rule_of_law, "上半年").checks.keys()
    assert gone == {"HOUR001", "HOUR002", "LAST101", "LAST111", "LAST121", "LAST153"}
