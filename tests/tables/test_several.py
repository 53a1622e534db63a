"""A row that says that it stands for several, or for another year, is asked about; one that only sounds like it is not."""

from __future__ import annotations

import pytest

from reportgen.model import Field, Kind, Sheet
from reportgen.tables.headers import vocabulary
from reportgen.tables.recognise import recognise

EVENTS = Kind(
    name="活动",
    title="活动登记表",
    key="编号",
    period="日期",
    fields={
        "编号": Field(type="string", required=True, unique=True),
        "日期": Field(type="date", required=True),
        "主题": Field(type="string", required=True),
    },
)
THINGS = Kind(
    name="名册", title="名册", fields={"编号": Field(type="string", unique=True), "日期": Field(type="date")}
)


def told(
    number: str = "1", theme: str = "讲座", remark: str = "", kind: Kind = EVENTS
) -> list[tuple[str, str]]:
    rows = [
        ["编号", "日期", "主题", "备注"],
        [number, "2023-04-06", theme, remark],
        ["88", "2023-05-06", "夜市", ""],
    ]
    found = recognise(Sheet(kind.name, rows), vocabulary({kind.name: kind}), "台账.xlsx").findings
    return [(each.place.cell, each.message) for each, _ in found if each.code == "ROW006"]


@pytest.mark.parametrize(
    "number",
    [
        "海行复〔2023〕7、8号",
        "海行复〔2023〕7-9号",
        "海行复〔2023〕7号至9号",
        "7号等3件",
        "7号（共2件）",
        "7,8",
        "JH-0601和0602",
    ],
)
def test_a_key_of_several_is_told(number: str) -> None:
    assert told(number) == [("A2", "编号一格里写着不止一个，这一行只按一件计入")]


@pytest.mark.parametrize(
    "number",
    [
        "海行复〔2023〕7号",
        "海行复〔2023〕7-1号",
        "JH-0601",
        "2023-15",
        "2023/1/15",
        "近调（2023）001号",
        "和平村1号",
    ],
)
def test_a_key_of_one_is_not(number: str) -> None:
    assert told(number) == []


@pytest.mark.parametrize(
    ("theme", "remark", "cell", "words"),
    [
        ("讲座（共3场）", "", "C2", "共3场"), ("讲座（两场）", "", "C2", "两场"), ("讲座3场", "", "C2", "3场"),
        ("讲座×2", "", "C2", "×2"), ("讲座（第1-5场）", "", "C2", "第1-5场"),
        ("会议2次", "", "C2", "2次"), ("会议等3次", "", "C2", "等3次"), ("会议（第3、5次）", "", "C2", "第3、5次"),
        ("讲座", "两场", "D2", "两场"), ("讲座", "共3场", "D2", "共3场"), ("讲座", "分3批开展", "D2", "分3批开展"),
        ("讲座", "每月一次", "D2", "每月一次"), ("讲座", "系列活动（5场）", "D2", "系列活动(5场)"),
    ],
)  # fmt: skip
def test_a_row_of_several_events_is_told(theme: str, remark: str, cell: str, words: str) -> None:
    column = "主题" if cell == "C2" else "备注"
    assert told(theme=theme, remark=remark) == [(cell, f"{column}里写着“{words}”，这一行只按一次计入")]


@pytest.mark.parametrize(
    ("theme", "remark"),
    [("讲座（第3场）", ""), ("会议第2次", ""), ("讲座", "开会2次"), ("讲座", "2次"), ("第3场", ""), ("三期", ""), ("讲座（三）", ""), ("讲座", "调解2次"), ("讲座", "参加3批次人员"), ("迎新2023", "")],
)  # fmt: skip
def test_a_row_of_one_event_is_not(theme: str, remark: str) -> None:
    assert told(theme=theme, remark=remark) == []


@pytest.mark.parametrize("remark", ["2022年的", "2022年补录", "含2022年", "2022年度活动"])
def test_a_remark_of_another_year_is_told(remark: str) -> None:
    assert told(remark=remark) == [("D2", f"备注里写着“{remark}”，这一行照样计入了")]
    assert told(theme=f"讲座（{remark}）") == [("C2", f"主题里写着“{remark}”，这一行照样计入了")]


@pytest.mark.parametrize("remark", ["2023年活动", "2022年1月收到来信", "2024年还要办", ""])
def test_a_remark_of_this_year_is_not(remark: str) -> None:
    assert told(remark=remark) == []


def test_rows_that_are_no_events_are_not_asked_how_often_they_were() -> None:
    assert told(remark="两场", kind=THINGS) == []


PEOPLE = Kind(name="名册", title="名册", fields={"姓名": Field(type="string", required=True, personal=True)})
OF_CASES = Kind(
    name="案件",
    title="案件台账",
    key="案号",
    fields={
        "案号": Field(type="string", unique=True),
        "姓名": Field(type="string", required=True, personal=True),
    },
)


def of_people(name: str, kind: Kind) -> list[tuple[str, str]]:
    rows = [["案号", "姓名"], ["1", name], ["2", "甲乙丙"]]
    found = recognise(Sheet(kind.name, rows), vocabulary({kind.name: kind}), "名册.xlsx").findings
    return [(each.place.cell, each.message) for each, _ in found if each.code == "ROW006"]


@pytest.mark.parametrize("name", ["张三、李四", "张三\n李四", "张三等3人", "3人", "张三/李四", "张三，李四"])
def test_a_row_of_several_people_is_told_where_rows_are_people(name: str) -> None:
    assert of_people(name, PEOPLE) == [("B2", "姓名一格里写着不止一个人，这一行只按一人计入")]
    assert of_people(name, OF_CASES) == []


@pytest.mark.parametrize(
    "name", ["张三", "张 三", "买买提·艾力", "张三（兼职）", "欧阳修文", "Anna Smith", "张三丰1"]
)
def test_a_row_of_one_person_is_not(name: str) -> None:
    assert of_people(name, PEOPLE) == []
