"""A table typed: values in the types of their fields, raw texts of what was converted, a problem at each bad cell."""

from __future__ import annotations

from typing import Any

from reportgen.model import Field, Kind, Sheet, TypedTable
from reportgen.tables.headers import vocabulary
from reportgen.tables.recognise import recognise
from reportgen.tables.typed import Columns, typed_table

KIND = Kind(
    name="案件",
    title="案件台账",
    fields={
        "编号": Field(type="string", required=True),
        "日期": Field(type="date"),
        "人数": Field(type="integer", unit="人"),
        "比例": Field(type="number", unit="%"),
        "姓名": Field(type="string", personal=True, pattern="某."),
    },
)
HEADER = ["编号", "日期", "人数", "比例", "姓名"]


def typed(
    *rows: list[Any], year: int | None = 2023, **notes: Any
) -> tuple[TypedTable, list[tuple[str, str, str]]]:
    """A drawn table of cases, typed, and of its problems the cell, the code and the raw text."""
    sheet = Sheet("表", [HEADER, *rows], **notes)
    (table,) = recognise(sheet, vocabulary({"案件": KIND}), "甲.xlsx").tables
    found, problems = typed_table(Columns(), sheet, table, "甲.xlsx", year, [])
    return found, [(each.finding.place.cell, each.finding.code, each.raw) for each in problems]


def test_values_stand_by_column_and_what_was_converted_keeps_its_text() -> None:
    found, problems = typed(["1号", "5月12日", "12人", "95%", "某甲"], ["2号", "", 3.0, "", ""])
    assert not problems
    assert (found.kind, found.sheet, list(found.numbers), found.header) == ("案件", "表", [2, 3], 1)
    assert dict(zip(found.columns, map(list, found.values), strict=True)) == {
        "编号": ["1号", "2号"],
        "日期": ["2023-05-12", None],
        "人数": [12, 3],
        "比例": [95.0, None],
        "姓名": ["某甲", None],
    }
    assert found.raws == {"日期": {2: "5月12日"}, "人数": {2: "12人"}, "比例": {2: "95%"}}


def test_a_cell_that_cannot_be_taken_is_told_at_its_place_and_is_no_value() -> None:
    found, problems = typed(["1号", "不详", "许多", 0.5, "张三"])
    assert problems == [
        ("B2", "CEL001", "不详"),
        ("C2", "CEL001", "许多"),
        ("D2", "CEL001", "0.5"),
        ("E2", "CEL005", "张三"),
    ]
    assert [column[0] for column in found.values] == ["1号", None, None, None, None]


def test_the_value_of_a_personal_field_is_not_shown() -> None:
    sheet = Sheet("表", [HEADER, ["1号", "", "", "", "张三"]])
    (table,) = recognise(sheet, vocabulary({"案件": KIND}), "甲.xlsx").tables
    _, (problem,) = typed_table(Columns(), sheet, table, "甲.xlsx", None, [])
    assert "张三" not in problem.finding.message


def test_what_looks_empty_and_is_none_is_told_and_never_a_value() -> None:
    found, problems = typed(["1号", "2023-5-1", "", "", ""], unread={(1, 2): "#REF!"})
    assert problems == [("C2", "CEL007", "#REF!")]
    assert found.values[2] == [None]


def test_a_merged_number_is_told_and_a_merged_text_holds_for_its_rows() -> None:
    found, problems = typed(
        ["1号", "2023-5-1", 12.0, "", ""],
        ["2号", "", "", "", ""],
        merged=[((1, 1), (2, 1)), ((1, 2), (2, 2))],
    )
    assert problems == [("C3", "CEL008", "")]
    assert (list(found.values[1]), found.values[2]) == (["2023-05-01", "2023-05-01"], [12, None])


def test_a_ditto_sign_repeats_the_cell_above_and_stays_as_its_text() -> None:
    found, problems = typed(["1号", "2023-5-1", "", "", ""], ["2号", "〃", "", "", ""])
    assert not problems
    assert list(found.values[1]) == ["2023-05-01", "2023-05-01"]
    assert found.raws["日期"] == {2: "2023-5-1", 3: "〃"}


def test_percentages_are_told_by_their_cells() -> None:
    found, problems = typed(["1号", "", 0.12, 0.95, ""], percents={(1, 2), (1, 3)})
    assert found.values[3] == (95.0,) or list(found.values[3]) == [95.0]
    assert problems == [("C2", "CEL001", "0.12")]


def test_without_a_year_a_day_alone_is_no_date() -> None:
    assert typed(["1号", "5月12日", "", "", ""], year=None)[1] == [("B2", "CEL001", "5月12日")]


def test_columns_share_what_they_remember_only_where_cells_come_to_the_same() -> None:
    columns = Columns()
    sheet = Sheet("表", [HEADER, ["1号", "", "", "", ""]])
    (table,) = recognise(sheet, vocabulary({"案件": KIND}), "甲.xlsx").tables
    typed_table(columns, sheet, table, "甲.xlsx", 2023, [])
    typed_table(columns, sheet, table, "甲.xlsx", 2022, [])
    assert len(columns._alike) == 2 * len(HEADER)


def test_what_a_page_shows_of_a_text_is_the_text_and_of_a_number_is_asked() -> None:
    found, problems = typed(
        [601.0, 45058.0, 12.0, "", ""], printed={(1, 0): "0601", (1, 2): "12万人", (1, 4): "某甲"}
    )
    assert [column[0] for column in found.values] == ["0601", "2023-05-12", None, None, None]
    assert problems == [("C2", "CEL010", "12.0")]


def test_what_is_raised_in_part_is_asked_in_every_column_that_is_no_free_text() -> None:
    partly = {(1, column): "上标或下标" for column in range(5)}
    found, problems = typed(["1号", "2023-5-1", 12.0, "", ""], partly=partly)
    assert problems == [("B2", "CEL001", "2023-5-1"), ("C2", "CEL001", "12.0"), ("D2", "CEL001", "")]
    assert [column[0] for column in found.values] == ["1号", None, None, None, None]


def test_what_says_nothing_is_named_and_a_personal_one_is_not() -> None:
    kind = Kind(name="人", title="人员", fields={"编号": Field(type="string", required=True), "日期": Field(type="date"),
                                               "姓名": Field(type="string", required=True, personal=True)})  # fmt: skip
    messages = []
    for name in ("/", "", "​"):
        sheet = Sheet("表", [["编号", "日期", "姓名"], ["1号", "", name], ["无​", "2023-5-1", "甲"]])
        (table,) = recognise(sheet, vocabulary({"人": kind}), "甲.xlsx").tables
        _, problems = typed_table(Columns(), sheet, table, "甲.xlsx", None, [])
        messages.append([each.finding.message for each in problems])
    assert messages[0] == ["编号只写了“无␣”，等于没有填", "姓名只写了没有内容的字，等于没有填"]
    assert messages[1] == messages[2] == ["编号只写了“无␣”，等于没有填", "姓名没有填"]


def test_a_row_without_a_value_for_want_of_a_result_is_told_once_and_keeps_no_raw_text() -> None:
    found, problems = typed(
        ["1号", "5月12日", "12人", "", ""],
        ["2号", "〃", "〃", "", ""],
        unread={(1, 1): "#REF!", (2, 3): "#N/A", (0, 4): "#N/A"},
    )
    assert problems == [("B2", "CEL007", "#REF!"), ("D3", "CEL007", "#N/A")]
    assert [list(column) for column in found.values[1:4]] == [[None, "2023-05-12"], [12, 12], [None, None]]
    assert found.raws == {"日期": {3: "〃"}, "人数": {2: "12人", 3: "〃"}}


def test_the_rows_that_are_no_data_leave_no_gap_in_the_numbers_of_the_others() -> None:
    found, _ = typed(["1号", "", 1.0, "", ""], ["合计", "", 1.0, "", ""], ["2号", "2023-5-1", 2.0, "", ""])
    assert (list(found.numbers), found.header, found.last) == ([2, 4], 1, 4)
    found, _ = typed(["1号", "", 1.0, "", ""], ["2号", "", 2.0, "", ""])
    assert (list(found.numbers), found.last) == ([2, 3], 3)
