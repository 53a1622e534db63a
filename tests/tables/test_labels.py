"""What the words of a row say that it is, and where they say nothing."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from reportgen.model import Cell, Field, Kind
from reportgen.tables.labels import (
    Verdict,
    columns_of,
    counts_columns,
    is_count,
    is_group,
    is_units,
    labelled,
    verdict,
)

KIND = Kind(
    name="案件",
    title="案件登记表",
    fields={
        "编号": Field(type="string", required=True),
        "日期": Field(type="date", required=True),
        "类别": Field(type="string", enum=("甲类", "乙类", "合计")),
        "人数": Field(type="integer", required=True, unit="人"),
        "金额": Field(type="number", unit="元"),
    },
)
COLUMNS = {"编号": 1, "日期": 2, "类别": 3, "人数": 4, "金额": 5}
KNOWN = columns_of(KIND, COLUMNS)  # column 0 is a 序号, column 6 a 备注


def row(drawn: str) -> list[Cell]:
    cells: list[Cell] = [each.strip() for each in drawn.split("|")]
    return [*cells, *[""] * (7 - len(cells))]


@pytest.mark.parametrize(
    ("drawn", "sort"),
    [
        # 序号 | 编号 | 日期 | 类别 | 人数 | 金额 | 备注
        ("合计： | | | | 3 | 5", "total"),
        ("合计（件） | | | | 3", "total"),
        ("合 计（2件） | | | | 3", "total"),
        (" | 总计 | | | 3", "total"),
        (" | 总数 | 2件 | | 3", "total"),
        (" | 共2件 | | | 3", "total"),
        (" | 本页小计 | | | 3", "total"),
        (" | TOTAL | | | 3", "total"),
        (" | 全镇 | | | 3", "total"),
        (" | 其中：罚款 | | | 2", "total"),
        (" | 平均 | | | 4", "total"),
        ("7 | 合计 | | | 3", "total"),
        ("合计人数 | | | | 3", "total"),
        (" | 总人数： | | | 3", "total"),
        ("本年度累计 | | | | 3", "total"),
        ("1～12月累计 | | | | 3", "total"),
        ("一共3件 | | | | 3", "total"),
        ("合計 | | | | 3", "total"),
        ("计 | | | | 3", "total"),
        (" | 计划内合计人数偏少", "doubtful"),
        (" | 合计 | | 合计 | 3", "data"),
        (" | 全镇 | 2023-1-5 | | 3", "data"),
        (" | 合计 | 2023-1-5 | | 3", "doubtful"),
        (" | 汇总工作不到位", "doubtful"),
        (" | 资料汇总 ", "doubtful"),
        ("例： | 甲1 | 2023-1-5 | 甲类 | 3", "example"),
        ("范例 | 甲1 | 2023-1-5 | 甲类 | 3", "example"),
        ("填写样例 | 甲1 | 2023-1-5 | 甲类 | 3", "example"),
        (" | 示例：甲1 | 2023-1-5 | 甲类 | 3", "example"),
        ("[示例] | 甲1 | 2023-1-5 | 甲类 | 3", "example"),
        ("“例” | 甲1 | 2023-1-5 | 甲类 | 3", "example"),
        ("＊示例 | 甲1 | 2023-1-5 | 甲类 | 3", "example"),
        ("示例行 | 甲1 | 2023-1-5 | 甲类 | 3", "example"),
        ("e.g. | 甲1 | 2023-1-5 | 甲类 | 3", "example"),
        ("例会 | 甲1 | 2023-1-5 | 甲类 | 3", "data"),
        ("示范 | 甲1 | 2023-1-5 | 甲类 | 3", "data"),
        ("例行检查 | 甲1 | 2023-1-5 | 甲类 | 3", "data"),
        ("3 | 甲3", "data"),
        (" | 个别部门未落实", "doubtful"),
        (" | 群众知晓率", "doubtful"),
        (" | 2.数字化水平不高", "doubtful"),
        (" | 一、邻里纠纷", "doubtful"),
        (" | 第1页 共2页", "footer"),
        ("第 2 页", "footer"),
        ("1/3页", "footer"),
        ("填表人：甲 | 审核人：乙", "footer"),
        ("填表人： | 甲 | 审核人： | 乙", "footer"),
        ("填表人：甲 | 甲1 | 2023-1-5 | 甲类 | 3", "data"),
        ("备注不全 | 甲1", "doubtful"),
        ("注：按季度填报", "note"),
        ("2.未审结的空着", "note"),
        ("以下作废", "note"),
        ("3", "spare"),
        (" | | 2023-1-5", "doubtful"),
        (" | | | | | | 2023年1月5日", "note"),
        ("无 | | | |", "nothing"),
        (" | | | | | | ", "blank"),
        (" | 无 | 无 | 合计 | 无", "data"),
    ],
)
def test_a_row_is_what_its_words_and_its_filled_cells_say(drawn: str, sort: str) -> None:
    assert verdict(row(drawn), KNOWN).sort == sort


@pytest.mark.parametrize(
    ("drawn", "where"),
    [
        ("例： | 甲1 | 2023-1-5 | | 3", "head"),
        (" | 填表人：甲", "tail"),
        ("填表人：甲", ""),
        (" | （盖章）", "tail"),
    ],
)
def test_words_in_a_column_that_must_be_filled_count_at_an_end_of_the_table_only(
    drawn: str, where: str
) -> None:
    assert verdict(row(drawn), KNOWN).where == where


def test_a_sentence_that_nothing_happened_counts_where_it_stands_alone() -> None:
    said = row(" | 本年度未发生行政处罚案件。")
    assert (verdict(said, KNOWN).sort, verdict(said, KNOWN, alone=True).sort) == ("doubtful", "nothing")
    other = row(" | 个别部门未落实普法责任制")
    assert verdict(other, KNOWN, alone=True).sort == "doubtful"


@pytest.mark.parametrize(
    "text", ["个别部门未落实", "群众知晓率", "2.数字化水平不高", "说明不够", "资料汇总", "第三季度"]
)
def test_a_row_of_two_columns_of_which_one_is_filled_is_one_with_a_gap(text: str) -> None:
    kind = Kind(
        name="问题", title="问题", fields={"问题": Field(type="string", required=True), "原因": Field(type="string", required=True)}
    )  # fmt: skip
    known = columns_of(kind, {"问题": 0, "原因": 1})
    assert verdict([text, ""], known).sort == verdict(["", text], known).sort == "data"


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ([1.0, 2.0, 3.0, 4.0], True),
        (["1", "2", "3"], True),
        (["甲", "乙", "1", "2", "3"], True),
        (["栏次", "1", "2", "3"], True),
        (["（1）", "（2）", "（3）"], True),
        (["甲1", "2023-1-5", "甲", 4.0, 5.0, 6.0], False),
        ([1.0, 2.0], False),
        (["甲", "乙", "丙"], False),
        ([1.0, 2.0, 4.0], False),
        ([1, 2, 3], True),
        ([1, 2], False),
        ([2, 3, 4], False),
        ([0, 1, 2], False),
        (["甲", "1", "2"], True),
        (["甲", 1.0, 2.0], True),
        (["甲", "丙", "1", "2"], False),
        (["甲", "乙", "丙", "1"], True),
        (["乙", "甲", "1", "2"], False),
        (["(1)", "(2)", "(3)"], True),
        (["栏次", "甲", "乙", "1"], True),
        (["栏次", "1", "2"], False),
        (["栏次", "2", "3", "4"], False),
        ([" 1 ", "", "2", " ", "3"], True),
        (["1", "甲1", "3"], False),
        (["1"], False),
        ([], False),
    ],
)
def test_a_row_counts_the_columns_only_throughout(cells: list[Cell], counts: bool) -> None:
    assert counts_columns(cells) is counts


@pytest.mark.parametrize(
    ("drawn", "units"),
    [
        (" | | | | （人） | （万元）", True),
        (" | | （年月日） | | 人 | 万元", True),
        (" | | | | 单位：人 |", True),
        (" | 甲 | | | 人 | 元", False),
        (" | （甲） | | |", False),
        ("1 | | | | （人） |", False),
        (" | | | | | | 元", False),
        (" | " + "长" * 39 + " | | | （人）", False),
        (" | | | | （人" + " " * 36 + "） |", True),
        (" | | | | （人" + " " * 38 + "） |", False),
        (" | （" + "长" * 12 + "） | | | （人）", True),
        (" | （" + "长" * 13 + "） | | | （人）", False),
        (" | 单位：" + "长" * 8 + " | | | （人）", True),
        (" | （第1类） | | | （人）", False),
    ],
)
def test_a_row_of_units_gives_units_and_nothing_else(drawn: str, units: bool) -> None:
    assert is_units(row(drawn), KNOWN) is units


NOTHING = ["无", "零报告", "/", "//", "-", "--", "—", "——", "无此项"]


@pytest.mark.parametrize("word", NOTHING)
def test_every_word_that_crosses_a_row_out_does_so_alone_and_beside_others(word: str) -> None:
    for drawn in (
        f" | {word}",
        f"1 | {word}",
        f" | {word} | {word} | | {word}",
        f"{word} | 无",
        f" | | | | | | {word}",
    ):
        assert verdict(row(drawn), KNOWN) == Verdict(
            "nothing", next(each for each in row(drawn) if each in NOTHING)
        )
    for drawn in (f" | 甲1 | {word}", f" | {word} | 2023-5-1 | | 3"):
        assert verdict(row(drawn), KNOWN).sort != "nothing"


@pytest.mark.parametrize(
    ("cells", "sort"),
    [
        ([1, "无"], "nothing"),
        ([1.0, "无"], "nothing"),
        (["999", "无"], "nothing"),
        ([1000, "无"], "data"),
        ([1.5, "无"], "data"),
        ([1, "无", "", "", 3], "data"),
        ([1, "无", "", "", "", 3.0], "data"),
        ([1, "本年度未发生案件"], "data"),
        (["", "", "", "", "", "", "本年度未发生案件"], "nothing"),
        ([1, "", "", "", "", "", "本年度未发生案件"], "nothing"),
        (["本年度未发生案件", "无"], "doubtful"),
    ],
)
def test_beside_a_word_for_nothing_a_number_counts_only_where_it_numbers_the_row(
    cells: list[Cell], sort: str
) -> None:
    assert verdict([*cells, *[""] * (7 - len(cells))], KNOWN).sort == sort


@pytest.mark.parametrize(
    ("drawn", "told"),
    [
        ("合计： | | | | 3 | 5", Verdict("total", "合计")),
        (" | 全镇 | | | 3", Verdict("total", "全镇")),
        (" | 平均分 | | | 4", Verdict("total", "平均")),
        (" | 共2件 | | | 3", Verdict("total", "共")),
        (" | 合计", Verdict("total", "合计")),
        (" | 年度合计 | | | 无", Verdict("doubtful")),
        (" | 年度合计 | | | 3", Verdict("total", "年度合计")),
        (" | 年度合计3件", Verdict("total", "年度合计")),
        (" | 年度合计 | 2件 | | 3", Verdict("total", "年度合计")),
        (" | 第2页 | | | 共3页", Verdict("footer", "页码")),
        ("Page 1 of 3", Verdict("footer", "页码")),
        ("第2页 | 甲1", Verdict("doubtful")),
        ("例3 | 甲1 | 2023-1-5 | 甲类 | 3", Verdict("example", "例", "head")),
        ("填表人：甲 | | 审核人：乙", Verdict("footer", "填表人", "tail")),
        ("填表人：甲", Verdict("footer", "填表人")),
        ("填表说明：甲", Verdict("note", "填表说明")),
        ("备注：甲", Verdict("note", "备注")),
        ("注", Verdict("note", "注")),
        (" | 备注", Verdict("doubtful")),
        (" | | | | | | （盖章）", Verdict("footer", "签章")),
        (" | | | | | | 见附件", Verdict("note", "只有一格文字")),
        ("见附件 | | | | | | 二份", Verdict("note", "没有一个必填的格")),
        ("3 | | | | | | 见附件", Verdict("note", "只有一格文字")),
        ("3 | | | | | | ", Verdict("spare", "只有序号")),
        (" | | | | | 2023-5-1", Verdict("footer", "签章或日期")),
        (" | | | | | （盖章）", Verdict("footer", "签章或日期")),
        ("3 | | | | | 2023-5-1", Verdict("data")),
        (" | | | | | （见附件）", Verdict("note", "(")),
        (" | | | | | ※见附件", Verdict("note", "※")),
        (" | | | | | *见附件", Verdict("note", "*")),
        (" | | | | | 3.见附件", Verdict("note", "说明")),
        (" | | | | | 知晓率 | 高", Verdict("note", "说明")),
        ("甲 | | | | | 知晓率 | 高", Verdict("data")),
        (" | | | | | 5元", Verdict("data")),
        (" | 单位：万元", Verdict("units", "单位", "tail")),
        (" | 单位：司法所", Verdict("doubtful")),
        (" | （盖章）", Verdict("footer", "签章", "tail")),
        (" | 邢某（盖章） | 2023-5-1", Verdict("doubtful")),
        (" | 甲1 | 2023-5-1 | 甲类", Verdict("data")),
        (" | 甲1 | 2023-5-1", Verdict("doubtful")),
        (" | 甲1 | | 甲类", Verdict("doubtful")),
        (" | 甲1 | | 甲类 | | 5", Verdict("data")),
        ("甲 | 甲1", Verdict("doubtful")),
        ("3 | 甲1 | | 甲类", Verdict("data")),
    ],
)
def test_a_row_is_told_with_its_words_and_its_place(drawn: str, told: Verdict) -> None:
    assert verdict(row(drawn), KNOWN) == told


def test_a_row_with_one_numbered_title_is_in_doubt_where_two_columns_must_be_filled() -> None:
    kind = Kind(
        name="问题", title="问题", fields={each: Field(type="string", required=True) for each in ("问题", "原因")}
    )  # fmt: skip
    known = columns_of(kind, {"问题": 0, "原因": 1})
    assert [verdict([text, "", ""], known).sort for text in ("一、街面", "街面", "（一份）", "※一份", "2023-5-1")] == [
        "doubtful", "data", "doubtful", "doubtful", "doubtful",
    ]  # fmt: skip
    assert verdict([date(2023, 5, 1), "", ""], known).sort == "doubtful"
    assert verdict([datetime(2023, 5, 1), "", ""], known).sort == "doubtful"
    assert verdict(["一、街面", "", "甲"], known).sort == "data"


@pytest.mark.parametrize(("columns", "sort"), [(2, "data"), (3, "footer")])
def test_a_row_that_fills_the_one_column_it_must_is_data_where_there_are_two_columns(
    columns: int, sort: str
) -> None:
    names = ("事项", "金额", "说明")[:columns]
    kind = Kind(
        name="表", title="表", fields={each: Field(type="string", required=each == "事项") for each in names}
    )
    known = columns_of(kind, {name: at for at, name in enumerate(names)})
    assert verdict(["近海镇（盖章）", *[""] * (columns - 1)], known).sort == sort


@pytest.mark.parametrize(
    ("cell", "counts"),
    [("5", True), ("5件", True), ("共5件", True), ("计5件", True), (5, True), (5.0, True), ("5.5", True), ("2023年", False),
     ("5月", False), ("5-6", False), ("5/6", False), ("甲5", False), ("共 5 件", True), ("", False)],
)  # fmt: skip
def test_a_cell_that_says_how_many_is_a_count_and_a_day_is_none(cell: Cell, counts: bool) -> None:
    assert is_count(cell) is counts


@pytest.mark.parametrize(
    ("label", "group"),
    [("一、街面", True), ("(二)街面", True), ("第三部分", True), ("十二、街面", True), ("一、", False), ("1、街面", False), ("街面", False)],
)  # fmt: skip
def test_the_title_of_a_group_is_numbered_in_chinese(label: str, group: bool) -> None:
    assert is_group(label) is group


@pytest.mark.parametrize(
    ("lead", "found"),
    [
        (["甲", "乙"], []),
        ([1.0, 2.0], []),
        (["甲", "年度合计", 3.0, "Total", "grand total", "page 2"], [1, 3, 4, 5]),
        (["填表人：甲", "甲", "注：", "", "1.见附件", "第2页"], [0, 2, 4, 5]),
        (["【示例】", "［甲］", "“例”", "＊例", "Example", "E区", "e.g."], [0, 2, 3, 4, 6]),
        ([1.0, "例：", "举", "备注", "无", "--"], [1, 2, 3, 4, 5]),
    ],
)
def test_the_rows_that_may_be_something_else_are_those_that_begin_so(
    lead: list[Cell], found: list[int]
) -> None:
    assert labelled(lead) == found


def test_a_sentence_in_the_one_column_that_must_be_filled_says_that_nothing_happened_where_it_is_alone() -> (
    None
):
    kind = Kind(
        name="问题", title="问题", fields={"问题": Field(type="string", required=True), "原因": Field(type="string")}
    )  # fmt: skip
    known, said = columns_of(kind, {"问题": 0, "原因": 1}), "本年度未发生案件"
    assert verdict([said, ""], known, alone=True).sort == "nothing"
    assert verdict([said, "x"], known, alone=True).sort == verdict([said, ""], known).sort == "data"


DATED = columns_of(
    Kind(
        name="活动", title="活动登记表", fields={"日期": Field(type="date", required=True), "主题": Field(type="string", required=True)}
    ),
    {"日期": 0, "主题": 1},
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("制表：甲", "footer"),
        ("复核：甲", "footer"),
        ("单位（盖章）：", "footer"),
        ("数据来源：各村", "footer"),
        ("打印日期：2024-01-05", "footer"),
        ("附注：无", "note"),
        ("（此表一式两份）", "note"),
        ("※ 本表按月填", "note"),
        ("本表由各部门填写", "note"),
        ("1.每月5日前报", "note"),
        ("- 1 -", "footer"),
        ("另有2场", "data"),
        ("2023.5", "data"),
        ("1.2.3", "data"),
    ],
)
def test_what_stands_below_a_column_of_dates_and_is_plainly_no_date_is_a_footer_or_a_note(
    text: str, sort: str
) -> None:
    said = verdict([text, ""], DATED)
    assert said.sort == sort
    assert said.where == ("tail" if sort in ("footer", "note") and text != "- 1 -" else "")


def test_a_label_that_is_not_known_may_be_what_a_department_wrote_in_a_column_of_texts() -> None:
    assert verdict([text := "联系部门：甲"], DATED).sort == "footer"
    assert verdict(["", text], DATED).sort != "footer"


@pytest.mark.parametrize(
    "text",
    [
        "本年度无", "今年无。", "2023年度，本单位未开展普法活动", "经核实，本年度无案件", "无（零报告）", "【无】", "“无”", "N/A", "本单位不涉及", "此表为空",
        "截至12月31日，无", "说明：本年度没有",
    ],
)  # fmt: skip
def test_the_one_row_of_a_table_may_say_in_many_words_that_there_is_nothing(text: str) -> None:
    assert verdict(row(f" | {text}"), KNOWN, alone=True).sort in ("nothing", "note")
    assert verdict(row(f" | {text} | 2023-1-5 | | 3"), KNOWN, alone=True).sort == "data"


@pytest.mark.parametrize(
    "text",
    ["无证摊贩整治", "未成年人保护宣传", "没有围墙的校园", "不涉及利益的调解", "空白点排查", "本镇普法"],
)
def test_a_text_that_only_begins_so_says_no_such_thing(text: str) -> None:
    assert verdict(row(f" | {text}"), KNOWN, alone=True).sort != "nothing"


@pytest.mark.parametrize(
    ("cells", "counts"),
    [
        ("甲 乙 丙 1 2 丁", True),
        ("甲 乙 1 2 3=1+2", True),
        ("A B C D", True),
        ("a b c", True),
        ("① ② ③", True),
        ("A B D", False),
        ("甲 丙 1 2", False),
        ("甲 乙 丙", False),
        ("① ③ ②", False),
        ("1 2 4=1+2", False),
    ],
)
def test_columns_are_counted_in_stems_and_numbers_letters_or_circled_numbers(
    cells: str, counts: bool
) -> None:
    assert counts_columns(cells.split()) is counts
