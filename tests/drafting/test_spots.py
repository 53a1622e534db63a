"""The numbers of a paragraph, each with its own words and not those of its neighbours."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from reportgen.drafting.spots import Spot, spots
from reportgen.prose.figure_words import COUNTED
from reportgen.word.passages import Passage

UNITS = re.compile(
    "|".join(f"[十百千万亿]*{re.escape(each)}" for each in sorted(COUNTED, key=len, reverse=True))
)


def found(text: str, *heads: str) -> list[Spot]:
    return list(spots(Passage("", 0, text, heads=heads), UNITS, 2023))


@pytest.mark.parametrize(
    ("text", "value", "unit", "scaled"),
    [
        ("受理121起", 121, "起", False),
        ("参加8,889人次", 8889, "人次", False),
        ("参加１２人次", 12, "人次", False),
        ("罚没1.2万元", 12000, "元", True),
        ("共三十二件", 32, "件", False),
        ("成功率百分之九十五", 95, "%", False),
        ("增长1.5个百分点", Decimal("1.5"), "个百分点", False),
    ],
)
def test_a_number_is_read_with_its_unit(text: str, value: int | Decimal, unit: str, scaled: bool) -> None:
    (spot,) = found(text)
    assert (spot.number.value, spot.unit, spot.scaled) == (value, unit, scaled)


def test_the_words_of_other_numbers_are_not_its_own() -> None:
    first, second = found("全镇受理矛盾纠纷9件，其中调解成功8件。新建阵地。")
    assert (first.near, second.near) == ("全镇受理矛盾纠纷。", "其中调解成功。")
    assert "成功" not in first.sentence
    assert "新建" not in second.sentence
    assert "受理" not in second.sentence


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("党委会（3次）、领导小组会（2次）", ["党委会(。", "领导小组会(。"]),
        ("开展“法治夜市”2场次", ["法治夜市”。"]),
        ("本级人员6人及下沉人员3人", ["本级人员。", "及下沉人员。"]),
        ("4次党委会议和3次专题会议", ["。党委会议和", "。专题会议"]),
    ],
)
def test_words_before_a_bracket_are_the_number_s_and_those_of_the_next_are_not(
    text: str, near: list[str]
) -> None:
    assert [each.near for each in found(text)] == near


def test_a_cell_takes_the_words_beside_and_above_it() -> None:
    (spot,) = found("7", "行政复议维持", "件数")
    assert spot.near == "行政复议维持。件数。。"
    assert found("7", "第一行", "序号") == []


def test_dates_and_names_are_told_from_counts() -> None:
    assert [each.sort for each in found("2023年5月12日印发近政发〔2023〕3号")] == [
        "date",
        "date",
        "date",
        "name",
        "name",
    ]
