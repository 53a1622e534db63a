"""How a form looks: its widths, heights, lines and locks, and the notes on its headings."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest

from reportgen.forms import page
from reportgen.model import Field, Kind
from tests.forms.filled import drawn, form, kind_of, on_a_sheet

TEXT, NUMBER = Field(type="string"), Field(type="number")


def widths(**fields: Field) -> list[float]:
    """The widths of the columns of a form that are seen, 序号 first."""
    sheet = form(**fields).worksheets[0]
    spans = [each for each in sheet.column_dimensions.values() if not each.hidden]  # of equal columns
    return [round(each.width, 2) for each in spans for _ in range(each.min, each.max + 1)]


def test_a_column_is_as_wide_as_its_longest_word_and_no_wider_than_26_digits() -> None:
    words = Field(type="string", enum=("维持", "责令履行法定职责"))
    assert widths(名=NUMBER, 这一列的名称是十字=NUMBER, 结果=words) == [8, 11, 21, 19]
    assert widths(这一列的名称共有十二个字=NUMBER, 这一列的名称有十一个字=NUMBER) == [8, 26, 25]
    assert widths(a数b量c=NUMBER, abcdefghijkl=NUMBER) == [8, 11, 15]
    full = dict.fromkeys(["ｆｕｌｌ字宽"], NUMBER)
    assert widths(**full) == [8, 15]


def test_an_example_is_as_wide_as_a_heading() -> None:
    assert widths(年=Field(type="date"), 数=Field(type="number", minimum=123456789012.5)) == [8, 13, 17]


def test_free_text_shares_evenly_what_is_left_of_the_page() -> None:
    assert widths(甲=TEXT, 乙=TEXT, 丙=TEXT, 丁=TEXT, 戊=TEXT) == [8, 22, 22, 22, 22, 22]
    assert widths(甲=TEXT, 数=NUMBER, 乙=TEXT, 丙=TEXT) == [8, 33, 11, 33, 33]
    assert widths(**{f"第{n}": TEXT for n in range(10)}) == [8, *[11.0] * 10]


def test_free_text_takes_no_more_than_34_digits_beside_its_own() -> None:
    assert widths(甲=TEXT) == [8, 45]
    assert widths(甲=TEXT, 乙=TEXT) == [8, 45, 45]


def test_codes_and_lists_are_no_free_text() -> None:
    assert widths(代码=Field(type="string", unique=True), 结果=Field(type="string", enum=("是",))) == [
        8,
        11,
        11,
    ]


def test_a_row_is_as_high_as_its_lines_need() -> None:
    sheet = form(甲=NUMBER, 这一列的名称共有十二个字=NUMBER).worksheets[0]
    heights = [round(sheet.row_dimensions[row].height, 1) for row in (1, page.HEADER, page.EXAMPLE)]
    assert heights == [36.4, 23.4, 19.4]
    long = form(**{"一二三四五六七八九十" * 3: NUMBER}).worksheets[0]
    assert round(long.row_dimensions[page.HEADER].height, 1) == round(1.4 * 11 * 3 + 8, 1)


def test_a_title_wider_than_the_table_is_wrapped_in_its_own_size() -> None:
    sheet = drawn(Kind(name="表", title="很长的标题" * 4, fields={"甲": NUMBER})).worksheets[0]
    assert round(sheet.row_dimensions[1].height, 1) == round(1.4 * 16 * 4 + 14, 1)
    assert {str(each) for each in sheet.merged_cells.ranges} == {"A1:B1", "A2:B2", "A3:B3"}


def test_a_form_is_printed_in_the_middle_of_numbered_pages() -> None:
    book = form(甲=TEXT)
    assert book.active == book.worksheets[0]
    for sheet in book.worksheets:
        assert sheet.print_options.horizontalCentered
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_a_locked_sheet_lets_rows_be_added_sorted_and_filtered() -> None:
    protection = form(甲=TEXT).worksheets[0].protection
    forbidden = {name for name in ("formatCells", "insertRows", "sort", "autoFilter", "deleteColumns",
                                   "insertColumns") if getattr(protection, name)}  # fmt: skip
    assert forbidden == {"deleteColumns", "insertColumns"}


def test_fonts_and_lines_are_those_of_an_official_table() -> None:
    book = form(甲=TEXT, 数=NUMBER, 果=Field(type="string", enum=("是",)))
    sheet, guide = book.worksheets
    title, head, sample = sheet["A1"], sheet["B4"], sheet["B5"]
    assert (title.font.name, title.font.sz, title.alignment.horizontal) == ("黑体", 16, "center")
    assert (head.font.name, head.font.b, head.fill.fgColor.rgb) == ("宋体", True, "FFDDE6F0")
    assert (sample.font.i, sample.font.color.rgb) == (True, "FF808080")
    for cell in (head, sample):
        box = cell.border
        assert [side.style for side in (box.left, box.right, box.top, box.bottom)] == ["thin"] * 4
        assert cell.alignment.wrap_text
    assert [sheet[f"{column}5"].alignment.horizontal for column in "ABCD"] == [
        "center",
        None,
        "center",
        "center",
    ]
    assert guide["A1"].font.name == "黑体"


def test_lines_are_drawn_around_the_rows_that_are_filled() -> None:
    sheet = form(甲=TEXT, 乙=TEXT).worksheets[0]
    ((cells, (rule,)),) = [(each.sqref, each.rules) for each in sheet.conditional_formatting]
    assert (str(cells), rule.formula) == ("A6:C2000", ["COUNTA($A6:$C6)>0"])
    assert rule.dxf.border.left.style == "thin"


def note(declared: Field, name: str = "甲") -> list[str]:
    """The lines of the note on a heading."""
    return str(form(**{name: declared}).worksheets[0]["B4"].comment.text).splitlines()


def test_a_note_tells_all_that_a_field_asks_for() -> None:
    assert note(TEXT) == ["【甲】", "没有的可以空着", "文字"]
    asked = Field(
        type="number", required=True, personal=True, minimum=0, maximum=1.5, unit="万元", aliases=("乙", "丙")
    )
    assert note(asked) == [
        "【甲】", "必填", "数字，可以有小数", "0 到 1.5", "只写数，不写单位", "单位：万元",
        "个人信息：只留在底账里，不印进报告", "也叫：乙、丙",
    ]  # fmt: skip
    assert note(Field(type="integer", minimum=3))[2:] == ["整数", "不小于 3", "空着是没有填，不是零"]
    assert note(Field(type="number", maximum=-3))[2:] == [
        "数字，可以有小数",
        "不大于 -3",
        "空着是没有填，不是零",
    ]
    assert note(Field(type="string", pattern="[0-9]+", unique=True))[2:] == [
        "文字", "写法要合乎规则 [0-9]+", "各行不能重复",
    ]  # fmt: skip
    assert note(Field(type="number", unit="％"))[3] == "百分之五写 5，不写百分号"
    assert note(Field(type="boolean"))[2:] == ["写“是”或“否”", "空着是没有填，不是“否”"]


@pytest.mark.parametrize(("length", "spelt"), [(119, True), (120, True), (121, False)])
def test_a_list_of_up_to_120_signs_is_spelt_out_in_the_note(length: int, spelt: bool) -> None:
    values = ("甲" * (length - 2), "乙")
    assert (f"可选：{'、'.join(values)}" in note(Field(type="string", enum=values))) is spelt


@pytest.mark.parametrize(("aliases", "height"), [((), 76), (("乙",), 96), (("很长的别名" * 5,), 116)])
def test_a_note_is_as_high_as_its_lines(aliases: tuple[str, ...], height: int) -> None:
    noted = page.note(
        "甲", declared := Field(type="string", aliases=aliases), page.Form(kind_of(甲=declared), {})
    )
    assert noted
    assert (noted.width, noted.height) == (270, height)


def paged(rows: int, carried: bool = True) -> Any:
    """A form with so many rows that are there already."""
    kind = kind_of(名=TEXT, 证号=Field(type="string", personal=True), 日=Field(type="date"), 数=NUMBER)
    known = [{"名": f"第{at}件", "日": date(2020, 1, 1), "数": at} for at in range(rows)]
    cover = page.Cover("司法所", 2024, "近海镇", "2025年1月10日")
    filled = page.Form(kind, {"名": "某件"}, (), known, carried)
    return on_a_sheet(lambda sheet: page.draw(sheet, filled, cover, {}))


def test_rows_are_ruled_to_the_end_of_the_page_on_which_the_last_one_stands() -> None:
    blank = paged(0, carried=False)
    ends = [paged(count).max_row for count in (1, 10, 17, 30)]
    tall = sum(blank.row_dimensions[row].height for row in range(1, page.FIRST))
    assert tall + 22 * (blank.max_row - page.EXAMPLE) <= 482 < tall + 22 * (blank.max_row - page.EXAMPLE + 1)
    assert ends[0] == ends[1] < ends[2] == ends[3], "and then of the second page"
    assert blank[f"E{blank.max_row}"].border.bottom.style == "thin"
    assert (blank.sheet_format.defaultRowHeight, blank.row_dimensions[page.FIRST].height) == (22, None)


def test_a_wide_form_has_more_rows_on_a_page_since_it_is_printed_smaller() -> None:
    narrow = form(甲=NUMBER).worksheets[0].max_row
    wide = form(**{f"这一列的名称共有十二个字{n}": NUMBER for n in range(8)}).worksheets[0].max_row
    assert wide > narrow


def test_rows_of_the_year_before_are_marked_and_told_apart() -> None:
    sheet = paged(2)
    assert [[cell.value for cell in row] for row in sheet["A6:E7"]] == [
        ["待核对", "第0件", None, datetime(2020, 1, 1), 0],
        ["待核对", "第1件", None, datetime(2020, 1, 1), 1],
    ]
    assert sheet["A4"].value == "核对"
    assert "改成“已核对”" in sheet["A4"].comment.text
    assert "个人信息没有带出，要补填" in sheet["A2"].value
    old, _ = (rule for each in sheet.conditional_formatting for rule in each.rules)
    assert old.formula == ['$A6="待核对"']
    (rule, *_) = sheet.data_validations.dataValidation
    assert (str(rule.sqref), rule.formula1, rule.showErrorMessage) == (
        "A6:A2000",
        '"待核对,已核对,不再有"',
        False,
    )


def test_rows_that_every_form_has_are_numbered() -> None:
    sheet = paged(2, carried=False)
    assert [cell.value for cell in sheet["A"][3:8]] == ["序号", "示例", 1, 2, None]


def test_every_sheet_says_whose_it_is_by_when_it_is_due_and_who_signs() -> None:
    sheet = paged(0, carried=False)
    said, signed = sheet["A2"].value.split("　　"), sheet["A3"].value
    assert said[:2] == ["填报单位：近海镇司法所", "报送期限：2025年1月10日"]
    assert said[2].startswith("表样版本：")
    assert re.findall("(.+?)：　*", signed) == ["填报人", "审核人", "联系电话", "填报日期"]
    assert "报送期限：　　　　　　" in form(甲=TEXT).worksheets[0]["A2"].value, "room to write it in"
    own = page.Form(kind_of(甲=TEXT), {})
    assert page.said_above(own, page.Cover("近海镇司法所", 2024, "近海镇"), 99).startswith(
        "填报单位：近海镇司法所　"
    )
    narrow = form(甲=NUMBER).worksheets[0]
    assert narrow["A2"].value.count("\n") == 2, "one below the other where there is no room"
