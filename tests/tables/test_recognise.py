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


def seen(rows: str) -> str:
    (found,) = recognise(sheet(rows), KINDS, "台账.xlsx")[1]
    assert found.code == "TAB001"
    return found.message.removeprefix("认不出这是哪一种表，见到的表头：")


@pytest.mark.parametrize(
    "below", ["会议 | 3 | 甲 | 2023-5-1", "会议 | 5.2 | 甲 | 乙", "会议 | 丙 | 丁 | 2023年5月1日"]
)
def test_of_a_sheet_of_no_kind_the_whole_header_is_shown(below: str) -> None:
    assert seen(f"类别 | 次数 | 结果 | 时间\n{below}") == "类别、次数、结果、时间"


@pytest.mark.parametrize(
    "rows",
    [
        "王小明 | 次数 | 结果 | 甲\n李四 | 乙 | 维持 | 丙",  # nothing tells it from a row of data
        "王小明 | 5 | 结果 | 甲\n李四 | 4 | 维持 | 丙",
        "王小明 | 王小明 | 结果 | 甲\n李四 | 4 | 维持 | 丙",
        f"王小明 | {'长' * 16} | 结果 | 甲\n李四 | 4 | 维持 | 丙",
        "王小明 | 无 | 结果 | 甲\n李四 | 第4组 | 维持 | 丙",
    ],
)
def test_of_what_may_be_a_row_of_data_only_known_headings_are_shown(rows: str) -> None:
    assert seen(rows) == "结果"


def test_the_one_kind_that_a_sheet_is_most_like_is_named_with_what_it_lacks() -> None:
    known = vocabulary(
        {each.name: each for each in (required("甲", *"一二三四五"), required("乙", *"一六七"))}
    )
    (found,) = recognise(sheet("一 | 二 | 它\nx | y | 3"), known, "表.xlsx")[1]
    assert found.message == "认不出这是哪一种表，见到的表头：一、二、它；最像《甲表》，缺：三、四、五"
    (found,) = recognise(sheet("一 | 它\nx | 3"), known, "表.xlsx")[1]
    assert found.message == "认不出这是哪一种表，见到的表头：一、它"


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
        told = [(each.code, each.place.row, meant) for each, meant in found.findings]
        assert told == [("TAB008", 7, "")] * (count > 2)
        assert count == 2 or "第7行以后的没有读" in found.findings[0][0].message


MONEY = Kind(
    name="处罚",
    title="处罚统计",
    fields={
        "事项": Field(type="string", required=True),
        "金额": Field(type="number", required=True, unit="元"),
    },
)


@pytest.mark.parametrize(
    ("rows", "units"),
    [
        ("甲 | 3 |\n合计（万元） | 3 |", {}),
        ("本年度未发生处罚（万元） | |", {}),
        ("甲 | 3 |\n事项 | 金额 | 备注（万元）\n乙 | 4 |", {}),
        ("例：罚款（万元） | 5 |\n甲 | 3 |", {}),
        ("甲 | 3 |\n填表人：甲 | | （万元）", {"金额": "万元"}),
        ("甲 | 3 |\n注：金额单位为万元 | |", {"金额": "万元"}),
        ("（单位） | 万元 |\n甲 | 3 |", {"金额": "万元"}),
    ],
)
def test_the_rows_that_are_notes_or_give_units_say_the_unit_and_no_others(
    rows: str, units: dict[str, str]
) -> None:
    found = recognise_tables(
        sheet(f"事项 | 金额 | 备注（万元）\n{rows}"), vocabulary({"处罚": MONEY}), "统计.xlsx"
    )
    assert [dict(each.units) for each in found.tables] == [units]


@pytest.mark.parametrize("rows", [[], [[]], [["", ""], ["", ""]]])
def test_a_sheet_without_a_filled_cell_has_no_table_and_no_fault(rows: list[list[str]]) -> None:
    assert recognise_tables(Sheet("Sheet2", [[*row] for row in rows]), KINDS, "台账.xlsx") == ([], [], False)


def required(name: str, *fields: str) -> Kind:
    return Kind(
        name=name, title=f"{name}表", fields={each: Field(type="string", required=True) for each in fields}
    )


@pytest.mark.parametrize(
    ("kinds", "header", "codes"),
    [
        ([required("甲", *"一二三四")], "一 | 二", ["TAB002", "TAB002"]),
        ([required("甲", *"一二三四五")], "一 | 二", ["TAB001"]),
        ([required("甲", *"一二")], "一 | 它", ["TAB001"]),
        ([required("甲", *"一二三"), required("乙", *"一二四")], "一 | 二", ["TAB001"]),
        ([required("甲", *"一二三四"), required("乙", *"一二四")], "一 | 二", ["TAB002"]),
        ([required("甲", *"一二三四"), required("乙", *"一二四六")], "一 | 二 | 三", ["TAB002"]),
    ],
)
def test_a_header_with_two_fields_and_half_of_those_required_is_of_the_nearest_kind(
    kinds: list[Kind], header: str, codes: list[str]
) -> None:
    known = vocabulary({each.name: each for each in kinds})
    assert [each.code for each in recognise(sheet(f"{header}\nx | y"), known, "表.xlsx")[1]] == codes


def test_of_the_headings_seen_those_of_data_and_beyond_the_thirtieth_are_not_shown() -> None:
    kind = required("甲", *(f"列{number}" for number in range(80)))
    known = vocabulary({"甲": kind})
    header = " | ".join(f"列{number}" for number in range(35))
    message = recognise(sheet(f"{header}\nx"), known, "表.xlsx")[1][0].message
    assert message.endswith("、列29；最像《甲表》，缺：列35、列36、列37、列38、列39等45列")
    for line, shown in (
        ("列1 | 序号 | 它", "列1、序号、它"),
        ("列1 | 它", "列1"),
        ("列1 | 序号 | 它12345", "列1、序号"),
    ):
        assert recognise(sheet(f"{line}\nx"), known, "表.xlsx")[1][0].message.endswith(f"：{shown}")


def test_the_nearest_heading_is_the_one_most_alike() -> None:
    kind = required("甲", "案号", "收到申请日期")
    message = recognise(
        sheet("甲表 |\n序号 | 案号 | 到期日期 | 收到申请日 | 备注\n1 | x | y | z"),
        vocabulary({"甲": kind}),
        "表.xlsx",
    )[1][0].fix
    assert "最接近的是“收到申请日”" in message


def test_of_three_kinds_that_fit_two_are_named() -> None:
    kinds = {
        name: Kind(name=name, title=f"{name}台账", fields=CASES.fields) for name in ("复议", "诉讼", "仲裁")
    }
    (found,) = recognise(sheet("案号 | 收到日期\n甲 | 2023-5-1"), vocabulary(kinds), "台账.xlsx")[1]
    assert (found.code, found.message) == ("TAB003", "这张表既像《复议台账》又像《诉讼台账》")


def test_the_name_of_a_sheet_or_the_longest_title_says_the_kind() -> None:
    kinds = {
        name: Kind(name=name, title=title, fields=CASES.fields)
        for name, title in (("复议", "复议台账"), ("诉讼", "诉讼台账"), ("应诉", "行政诉讼台账"))
    }
    body = "案号 | 收到日期\n甲 | 2023-5-1"
    for drawn, name in ((sheet(body, "诉讼"), "诉讼"), (sheet(f"2023年行政诉讼台账 |\n{body}"), "应诉")):
        table, findings, _ = recognise(drawn, vocabulary(kinds), "台账.xlsx")
        assert not findings
        assert table
        assert table.kind.name == name


def test_two_kinds_side_by_side_are_told_at_their_header() -> None:
    beside = (
        "甲乙\n案号 | 收到日期 | 结果 | | 日期 | 主题 | 学时\n甲 | 2023-5-1 | 维持 | | 2023-6-1 | 宪法 | 4"
    )
    (found,) = recognise(sheet(beside), KINDS, "台账.xlsx")[1]
    assert (found.code, found.place.row) == ("TAB008", 2)
    assert "《行政复议案件台账》和《学法培训登记表》并排" in found.message


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("案号 | 收到日期 | 日期 | 主题", []),
        ("案号 | 收到日期 | 日期 | 主题 | 学时", ["TAB008"]),
        ("案号 | 结果 | 日期 | 主题 | 学时", ["TAB002", "TAB008"]),
    ],
)
def test_three_headings_of_another_kind_make_another_table(header: str, codes: list[str]) -> None:
    findings = recognise(sheet(f"行政复议案件台账\n{header}\n甲 | 2023-5-1"), KINDS, "台账.xlsx")[1]
    assert [(each.code, each.place.row) for each in findings] == [(code, 2) for code in codes]


def test_the_first_of_several_years_and_senders_above_a_header_counts() -> None:
    table, _, _ = recognise(
        sheet("填报单位：司法所 | 2022年台账\n报送单位：宣传办 | 2021年台账\n案号 | 收到日期\n甲 | 2023-5-1"), KINDS, "表.xlsx"
    )  # fmt: skip
    assert table
    assert (table.year, table.sender) == ((2022, 0, 1), "司法所")


@pytest.mark.parametrize(
    ("rest", "tables"),
    [
        ("续表\n乙 | 2023-6-1 | 撤销", 1),
        ("续表\n乙 | 2023-6-1", 0),
        ("乙 | 续 | 撤销", 0),
        ("近海镇\n乙 | 2023-6-1 | 撤销\n续表", 0),
    ],
)
def test_a_table_goes_on_where_the_first_line_says_so_and_all_columns_are_there(
    rest: str, tables: int
) -> None:
    first = recognise_tables(
        sheet("案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持"), KINDS, "台账.xlsx"
    ).tables[0]
    found = recognise_tables(sheet(rest), KINDS, "台账.xlsx", first).tables
    assert [tuple(each.rows) for each in found] == [(1,)] * tables


def test_a_rest_without_rows_is_no_zero_report_and_one_with_a_doubtful_row_says_so() -> None:
    first = recognise_tables(
        sheet("案号 | 收到日期 | 结果\n甲 | 2023-5-1 | 维持"), KINDS, "台账.xlsx"
    ).tables[0]
    found = recognise_tables(sheet("续表\n填表人：甲 | | 审核人：乙"), KINDS, "台账.xlsx", first)
    assert ([tuple(each.rows) for each in found.tables], found.findings) == ([()], [])
    doubtful = recognise_tables(sheet("日期 | 主题 | 学时\n | 第一季度 |"), KINDS, "培训.xlsx").findings
    assert [(each.code, kind) for each, kind in doubtful] == [("ROW004", "学法培训")]


def test_a_header_of_two_columns_of_two_kinds_ends_the_sheet() -> None:
    kinds = {name: required(name, "一", "二") for name in ("甲", "乙")} | {
        "丙": required("丙", "三", "四", "五")
    }
    found = recognise_tables(
        sheet("一 | 二 |\nx | y |\nx | y |\n三 | 四 | 五\nx | y | z"), vocabulary(kinds), "表.xlsx"
    )
    assert (found.tables, [each.code for each, _ in found.findings]) == ([], ["TAB003"])


def test_columns_at_hand_are_as_good_as_rows() -> None:
    for drawn in (sheet("案号 | 收到日期\n甲 | 2023-5-1"), sheet("案号 | 收到日期")):
        drawn.columns = [list(column) for column in zip(*drawn.rows, strict=True)]
        (table,) = recognise_tables(drawn, KINDS, "台账.xlsx").tables
        assert [list(column) for column in table.body.columns] == (
            [["甲"], ["2023-5-1"]] if len(drawn.rows) > 1 else []
        )
