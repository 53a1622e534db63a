"""The cells of a sheet -> a table: by its headings, wherever they stand, and never by a guess."""

from __future__ import annotations

import pytest

from reportgen.model import Field, Finding, Kind, Sheet
from reportgen.tables import recognise as recognising
from reportgen.tables.headers import Vocabulary, vocabulary
from reportgen.tables.recognise import Table
from reportgen.tables.recognise import recognise as recognise_tables
from tests.tables.small import CASES, KINDS, sheet


def recognise(sheet: Sheet, known: Vocabulary, file: str) -> tuple[Table | None, list[Finding], str]:
    """The last table of a sheet, what is wrong, and the kind that was meant."""
    found = recognise_tables(sheet, known, file)
    findings = [each for each, _ in found.findings]
    return (
        found.tables[-1] if found.tables else None,
        findings,
        found.findings[0][1] if found.findings else "",
    )


def test_the_header_is_found_below_titles_and_notes() -> None:
    table, findings, _ = recognise(
        sheet(
            """
            近海镇2023年行政复议案件台账
            填报单位：司法所   填报日期：2024年1月5日

            序号 | 案号 | 收 案 日 期 | 审理结果 | 备注
            1    | 甲1  | 2023-5-1     | 维持     |
            2    | 甲2  | 2023-6-1     | 撤销     |
            """
        ),
        KINDS,
        "台账.xlsx",
    )
    assert not findings
    assert table
    assert (table.kind.name, dict(table.columns), tuple(table.rows)) == (
        "行政复议",
        {"案号": 1, "收到日期": 2, "结果": 3},
        (4, 5),
    )
    assert table.year == (2023, 0, 0)
    assert table.sender == "司法所"


def test_a_two_row_header_is_read_with_its_merged_cells() -> None:
    table, _, _ = recognise(
        sheet(
            """
            序号 | 日期     | 培训情况 |      | 备注
                 |          | 主题     | 学时 |
            1    | 2023-5-1 | 宪法     | 4    |
            """,
            merged=(((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (0, 3)), ((0, 4), (1, 4))),
        ),
        KINDS,
        "培训.xlsx",
    )
    assert table
    assert (dict(table.columns), tuple(table.rows)) == ({"日期": 1, "主题": 2, "学时": 3}, (2,))


def test_totals_footers_blank_rows_and_repeated_headers_are_no_data() -> None:
    table, _, _ = recognise(
        sheet(
            """
            序号 | 日期     | 主题 | 学时
            1    | 2023-5-1 | 宪法 | 4
            2    |          |      |

            序号 | 日期     | 主题 | 学时
            3    | 2023-6-1 | 民法 | 4
            合 计 |         |      | 8
            填表人：甲 | 审核人：乙
            注：本表按季度填报
            """
        ),
        KINDS,
        "培训.xlsx",
    )
    assert table
    assert (tuple(table.rows), table.totals) == ((1, 5), (6,))


def test_an_empty_form_is_a_zero_report_worth_a_look() -> None:
    table, findings, _ = recognise(sheet("案号 | 收到日期 | 结果\n填表人：甲 | |"), KINDS, "台账.xlsx")
    assert table
    assert tuple(table.rows) == ()
    assert [(each.code, each.severity) for each in findings] == [("TAB009", "warning")]


@pytest.mark.parametrize("word", ["无", "零报告", "/"])
def test_a_form_that_says_nothing_happened_has_no_rows(word: str) -> None:
    table, findings, _ = recognise(sheet(f"案号 | 收到日期 | 结果\n{word} | |"), KINDS, "台账.xlsx")
    assert not findings
    assert table
    assert tuple(table.rows) == ()


def test_a_missing_column_names_the_headings_seen_and_the_nearest() -> None:
    table, findings, meant = recognise(
        sheet("行政复议案件台账\n序号 | 案号 | 收到日 | 结果\n1 | 甲 | 2023-5-1 | 维持"), KINDS, "台账.xlsx"
    )
    assert (table, meant) == (None, "行政复议")
    (found,) = findings
    assert (found.code, found.place.row) == ("TAB002", 2)
    assert "“收到日期”" in found.message
    assert "序号、案号、收到日、结果" in found.message
    assert "“收到日”" in found.fix


def test_an_unknown_sheet_is_told_and_not_guessed() -> None:
    table, findings, _ = recognise(sheet("物品 | 数量\n笔 | 3"), KINDS, "其他.xlsx")
    assert table is None
    assert [(each.code, each.message) for each in findings] == [
        ("TAB001", "认不出这是哪一种表，没有一个认识的表头")
    ]


def test_the_cells_of_a_sheet_without_a_header_are_not_shown() -> None:
    _, findings, _ = recognise(sheet("赵某 | 110101199003071234\n钱某 | 13800138000"), KINDS, "名单.xlsx")
    assert "赵某" not in findings[0].message


@pytest.mark.parametrize("row", ["年度合计 | 2023-5-1 | 全部培训 | 4", "第一季度 | | |"])
def test_a_row_that_looks_like_neither_is_told(row: str) -> None:
    table, findings, _ = recognise(
        sheet(f"日期 | 主题 | 类型 | 学时\n{row}\n2023-6-1 | 宪法 | 集中 | 4"), KINDS, "培训.xlsx"
    )
    assert table
    assert [(each.code, each.place.row) for each in findings] == [("ROW004", 2)]


def test_tables_below_one_another_are_both_read() -> None:
    below = "行政复议案件台账\n案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持\n| |\n日期 | 主题 | 学时\n2023-6-1 | 宪法 | 4"
    found = recognise_tables(sheet(below), KINDS, "台账.xlsx")
    assert not found.findings
    assert [(each.kind.name, tuple(each.rows)) for each in found.tables] == [
        ("行政复议", (2,)),
        ("学法培训", (5,)),
    ]


def test_a_table_beside_another_is_told_and_not_lost() -> None:
    beside = "行政复议案件台账\n案号 | 收到日期 | 结果 | | 日期 | 主题 | 学时\n甲 | 2023-5-1 | 维持 | | 2023-6-1 | 宪法 | 4"
    _, findings, _ = recognise(sheet(beside), KINDS, "台账.xlsx")
    assert [(each.code, each.place.row) for each in findings] == [("TAB008", 2)]


@pytest.mark.parametrize(
    ("heading", "codes"), [("金额（万元）", []), ("金额（元）", []), ("金额（人次）", [("TAB006", "B1")])]
)
def test_a_heading_with_a_unit_that_cannot_be_converted_is_told(
    heading: str, codes: list[tuple[str, str]]
) -> None:
    amounts = Kind(
        name="处罚",
        title="处罚统计",
        fields={"事项": Field(type="string", required=True), "金额": Field(type="number", unit="元")},
    )
    _, findings, _ = recognise(sheet(f"事项 | {heading}\n甲 | 3"), vocabulary({"处罚": amounts}), "统计.xlsx")
    assert [(each.code, each.place.cell) for each in findings] == codes


def test_a_sheet_that_fits_two_kinds_is_told_unless_its_title_says_which() -> None:
    twin = Kind(name="行政诉讼", title="行政诉讼案件台账", fields=CASES.fields)
    both = vocabulary({**KINDS.kinds, twin.name: twin})
    body = "案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持"
    table, findings, _ = recognise(sheet(body), both, "台账.xlsx")
    assert (table, [each.code for each in findings]) == (None, ["TAB003"])
    table, _, _ = recognise(sheet(f"2023年行政诉讼案件台账\n{body}"), both, "台账.xlsx")
    assert table
    assert table.kind is twin


def test_two_columns_of_one_meaning_are_told() -> None:
    _, findings, _ = recognise(
        sheet("案号 | 收到日期 | 收案日期\n甲 | 2023-5-1 | 2023-5-2"), KINDS, "台账.xlsx"
    )
    assert [(each.code, each.place.cell) for each in findings] == [("TAB004", "C1")]


def test_an_empty_sheet_is_passed_over() -> None:
    assert recognise(Sheet("Sheet2", []), KINDS, "台账.xlsx") == (None, [], "")


def test_the_year_and_the_sender_stand_above_the_header_and_not_below() -> None:
    above = "近海镇2022年台账\n填报单位：司法所\n案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持\n2021年 | 2023-5-1 |"
    table, _, _ = recognise(sheet(above), KINDS, "台账.xlsx")
    assert table
    assert (table.titled_year, table.year, table.sender) == (2022, (2022, 0, 0), "司法所")


@pytest.mark.parametrize("name", ["续表", "Sheet2（接上表）"])
def test_a_sheet_that_says_so_goes_on_with_the_table_before(name: str) -> None:
    first = recognise_tables(
        sheet("案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持"), KINDS, "台账.xlsx"
    ).tables[0]
    rest = sheet("乙 | 2023-6-1 | 撤销\n丙 | 2023-7-1 | 维持", name)
    found = recognise_tables(rest, KINDS, "台账.xlsx", first)
    assert not found.findings
    (table,) = found.tables
    assert (table.kind, table.header, tuple(table.rows)) == (first.kind, -1, (0, 1))
    other = recognise_tables(sheet("乙 | 2023-6-1 | 撤销", "Sheet2"), KINDS, "台账.xlsx", first)
    assert (other.tables, [each.code for each, _ in other.findings]) == ([], ["TAB001"])


def test_what_nobody_knows_is_strange_and_what_is_half_known_is_not() -> None:
    assert recognise_tables(sheet("物品 | 数量\n笔 | 3"), KINDS, "其他.xlsx").strange
    assert not recognise_tables(sheet("结果 | 数量\n笔 | 3"), KINDS, "其他.xlsx").strange
    assert not recognise_tables(
        sheet("案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持"), KINDS, "台账.xlsx"
    ).strange


def test_a_table_of_which_the_kind_cannot_be_told_hides_none_below_it() -> None:
    twin = Kind(name="行政诉讼", title="行政诉讼案件台账", fields=CASES.fields)
    below = "案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持\n| |\n日期 | 主题 | 学时\n2023-6-1 | 宪法 | 4"
    found = recognise_tables(sheet(below), vocabulary({**KINDS.kinds, twin.name: twin}), "台账.xlsx")
    assert [each.kind.name for each in found.tables] == ["学法培训"]
    assert [(each.code, meant) for each, meant in found.findings] == [("TAB003", "")]


def test_of_too_many_tables_the_first_are_read_and_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    one = "案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持\n"
    monkeypatch.setattr(recognising, "MOST_TABLES", 2)
    for count in (2, 3):
        found = recognise_tables(sheet("行政复议案件台账\n".join(["", *[one] * count])), KINDS, "台账.xlsx")
        assert len(found.tables) == 2
        assert [each.code for each, _ in found.findings] == ["TAB008"] * (count > 2)
