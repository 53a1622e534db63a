"""A line above or below a table that speaks of its rows is asked about where what it says is not what is counted."""

from __future__ import annotations

import pytest

from reportgen.model import Field, Kind, Sheet
from reportgen.tables.headers import vocabulary
from reportgen.tables.recognise import recognise

KIND = Kind(
    name="普法活动",
    title="普法宣传活动登记表",
    fields={
        "日期": Field(type="date", required=True),
        "主题": Field(type="string", required=True),
        "类型": Field(type="string"),
        "人次": Field(type="integer", required=True),
    },
)
DATA = [
    ["日期", "主题", "类型", "人次"],
    ["2023-04-06", "讲座", "广场宣传", 30],
    ["2023-05-06", "夜市", "广场宣传", 40],
    ["2023-06-06", "开学", "校园普法", 50],
]


def told(line: str, *, above: bool = False) -> list[str]:
    whole = [line, "", "", ""]
    rows = [whole, *DATA] if above else [*DATA, whole]
    found = recognise(Sheet("活动", rows), vocabulary({KIND.name: KIND}), "活动.xlsx").findings
    return [each.message for each, _ in found if each.code == "ROW005"]


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("注：第1、2项因疫情取消", "第1、2项因疫情取消"),
        ("注：序号1、2为同一场活动", "序号1、2为同一"),
        ("说明：带*的为2022年活动", "带*的为2022年"),
        ("注：标红的活动不计入总数", "标红的活动不计"),
        ("备注：最后一行为上年数据", "最后一行为上年"),
        ("注：人次为估算数", "人次为估算"),
    ],
)
def test_a_line_that_says_that_rows_do_not_count_is_told(line: str, words: str, *, above: bool) -> None:
    [message] = told(line, above=above)
    assert message.endswith(f"{words}”，没有当作数据；它说的行照样计入了")


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize(
    ("line", "count"),
    [
        ("备注：全年共开展普法活动4场，120人次", "4场"),
        ("注：以上活动共2件", ""),
        ("说明：普法宣传共4场次。", "4场次"),
    ],
)
def test_a_line_that_counts_other_rows_is_told(line: str, count: str, *, above: bool) -> None:
    expected = [f"这一行写着“{count}”，表里却是3行"] if count else []  # two are of one type
    assert told(line, above=above) == expected


@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize(
    "line",
    [
        "备注：全年共开展普法活动3场，120人次", "说明：普法活动共解答咨询35起", "注：共解答法律咨询35件", "注：活动地点写到村",
        "填表说明：同一活动不重复填报", "说明：第一次填报的，写明类型", "注：人次以签到为准", "填表人：甲    审核人：乙", "注：校园普法共1场",
        "说明：撤回的不计入",
    ],
)  # fmt: skip
def test_any_other_line_is_not(line: str, *, above: bool) -> None:
    assert told(line, above=above) == []
