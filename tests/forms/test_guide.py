"""The instructions that go along with the forms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.forms import page
from reportgen.forms.demands import Demand
from reportgen.forms.guide import instruct
from reportgen.model import Field, Kind
from tests.forms.filled import drawn, form, kind_of, listed_values, on_a_sheet

TEXT, NUMBER = Field(type="string"), Field(type="number")


@pytest.mark.parametrize(
    ("values", "inside"),
    [
        (("维持", "撤销"), True),
        (("甲" * 127, "乙" * 127), True),  # 255 signs
        (("甲" * 127, "乙" * 128), False),
        (("😀" * 100,), True),  # two signs each, as Excel counts
        (("😀" * 128,), False),
        (("甲,乙",), False),
        (('"甲"',), False),
        ((" 甲", "乙"), False),
    ],
)
def test_a_list_stands_in_the_rule_where_excel_takes_it_there(values: tuple[str, ...], inside: bool) -> None:
    book = form(果=Field(type="string", enum=values))
    (found,) = book.worksheets[0].data_validations.dataValidation
    if inside:
        assert found.formula1 == f'"{",".join(values)}"'
    else:
        assert listed_values(book, found.formula1) == list(values)
    told = [row for row in book[page.INSTRUCTIONS].values if row[0] == "B列 果"]
    assert told[0][3] == ("、".join(values) if inside else "见最后的清单")


def test_the_instructions_tell_rule_by_rule_and_column_by_column() -> None:
    book = form(甲=Field(type="string", required=True, personal=True), 数=Field(type="number", unit="元"))
    guide = book[page.INSTRUCTIONS]
    rows = [[cell for cell in row if cell] for row in guide.values]
    assert rows[0] == ["2023年报送表填表说明（司法所）"]
    assert [row[0][:3] for row in rows[1:9]] == [f"{n}. " for n in range(1, 9)]
    assert rows[9:] == [
        [],
        ["一、《复议台账》，填在工作表“复议”"],
        ["列名", "是否必填", "类型和写法", "可选取值", "计量单位"],
        ["B列 甲", "必填", "文字；个人信息，不印进报告"],
        ["C列 数", "可以不填", "数字，可以有小数；只写数，不写单位；空着是没有填，不是零", "元"],
        ["没有发生的，在第6行“甲”列写“无”，照样交回。"],
    ]
    assert [guide.column_dimensions[column].width for column in "ABCDE"] == [26, 11, 38, 48, 11]
    assert "A1:E1" in str(guide.merged_cells)
    assert "A12:E12" not in str(guide.merged_cells)
    assert round(guide.row_dimensions[1].height, 1) == 26.4
    assert round(guide.row_dimensions[12].height, 1) == 19.4
    assert guide.row_dimensions[10].height is None


def test_a_blank_line_parts_the_kinds_and_the_lists() -> None:
    kinds = [
        Kind(name=name, title=f"{name}台账", fields={"果": Field(type="string", enum=("甲,乙", "丙"))})
        for name in "天地"
    ]
    guide = drawn(*kinds)[page.INSTRUCTIONS]
    column = [row[0] for row in guide.values][9:]
    assert column == [
        None, "一、《天台账》，填在工作表“天”", "列名", "B列 果", "没有发生的，在第6行“果”列写“无”，照样交回。",
        None, "二、《地台账》，填在工作表“地”", "列名", "B列 果", "没有发生的，在第6行“果”列写“无”，照样交回。",
        None, "《天台账》“果”的可选取值", "甲,乙", "丙",
        None, "《地台账》“果”的可选取值", "甲,乙", "丙",
    ]  # fmt: skip


def test_a_long_line_of_the_instructions_is_wrapped_within_its_column() -> None:
    long = Field(type="string", aliases=("乙",), enum=tuple(f"第{n}类事项" for n in "一二三四五六七八九十"))
    guide = form(果=long)[page.INSTRUCTIONS]
    assert guide["D13"].value.startswith("第一类事项、第二类事项")
    assert round(guide.row_dimensions[13].height, 1) == round(1.4 * 11 * 3 + 4, 1)


def told(shown: page.Form) -> list[str]:
    """What the instructions say of a form below its columns."""
    sheet = on_a_sheet(lambda sheet: instruct(sheet, [("复议", shown)], "填表说明"))
    return [str(row[0]) for row in sheet.values][12 + len(shown.kind.fields) :]


def test_the_instructions_say_what_will_be_checked_and_how_to_mend_it() -> None:
    asked = [
        Demand(frozenset({"甲"}), "会退回：甲早于乙", "核对两个日期"),
        Demand(frozenset({"乙"}), "会问到：不写句号", ""),
    ]
    assert told(page.Form(kind_of(甲=TEXT, 乙=TEXT), {}, asked))[:-1] == [
        "核对1　会退回：甲早于乙。怎么改：核对两个日期",
        "核对2　会问到：不写句号",
    ]


def test_nothing_to_report_is_said_otherwise_where_rows_are_there_already() -> None:
    kind = kind_of(月份=NUMBER, 数=NUMBER)
    months = page.Form(replace(kind, key="月份"), {}, (), [{"月份": 1}, {"月份": 2}])
    assert told(months) == [
        "已经印好的每一行都要填，是零写 0；全年没有发生的，把印好的“月份”都删去，在第6行“月份”列写“无”，照样交回。"
    ]
    (said,) = told(page.Form(kind, {}, (), [{"数": 1}], carried=True))
    assert said.startswith("上年的行都没有了的，把“待核对”都改成“不再有”，照样交回")
