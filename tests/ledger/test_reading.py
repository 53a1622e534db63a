"""What a ledger tells of the rows that it holds: repeated values, twins, problems, times, types."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from reportgen.ledger import reading, writing
from reportgen.ledger.writing import WritableLedger
from reportgen.model import Account, Field, Kind, Place, Problem, TypedTable
from reportgen.rules import finding
from tests.ledger.rows import FIRST, KINDS, filled, two_years, workbook


@pytest.fixture
def ledger() -> Iterator[WritableLedger]:
    with two_years() as opened:
        yield opened


def test_a_repeated_value_is_found_at_its_second_place(ledger: WritableLedger) -> None:
    ledger.replace(workbook(2023, "二.xlsx"), [filled((9, "甲", "赵六", date(2023, 8, 1), 1))], [])
    ((_, row, first, value),) = ledger.repeated("案件", "案号", 2023)
    assert (row, str(first), value) == (9, "2023/司法所/台账.xlsx › 台账 › A4", "甲")


def test_values_that_people_read_as_the_same_are_repeated(ledger: WritableLedger) -> None:
    rows = [(9, "（2023）A 1", "赵六", date(2023, 8, 1), 1), (10, "(2023)a1", "赵六", date(2023, 8, 2), 1)]
    ledger.replace(workbook(2023, "二.xlsx"), [filled(*rows)], [])
    assert [row for _, row, _, _ in ledger.repeated("案件", "案号", 2023)] == [10]


def test_rows_alike_in_two_tables_are_twins(ledger: WritableLedger) -> None:
    row = (4, "甲", "张三", date(2023, 5, 1), 2)
    ledger.replace(workbook(2023, "二.xlsx"), [filled(row)], [])
    assert [(first[1], second[1]) for first, second in ledger.twins("案件", 2023)] == [(4, 4)]


def test_rows_that_differ_in_blanks_only_are_twins(ledger: WritableLedger) -> None:
    row = (4, "甲 ", "张 三", date(2023, 5, 1), 2)
    ledger.replace(workbook(2023, "二.xlsx"), [filled(row)], [])
    assert [(first[1], second[1]) for first, second in ledger.twins("案件", 2023)] == [(4, 4)]


def test_rows_alike_in_one_table_are_no_twins(ledger: WritableLedger) -> None:
    ledger.replace(
        workbook(2023, "二.xlsx"), [filled((4, "丁", "赵六", *FIRST[3:]), (5, "丁", "赵六", *FIRST[3:]))], []
    )
    assert ledger.twins("案件", 2023) == []


def test_each_other_table_with_a_row_is_told_with_the_first_one(ledger: WritableLedger) -> None:
    for name in ("三.xlsx", "二.xlsx"):
        ledger.replace(workbook(2023, name), [filled(FIRST)], [])
    pairs = ledger.twins("案件", 2023)
    places = [tuple(str(ledger.place(*each)) for each in pair) for pair in pairs]
    assert places == [
        ("2023/司法所/台账.xlsx › 台账 › 第4行", "三.xlsx › 台账 › 第4行"),
        ("2023/司法所/台账.xlsx › 台账 › 第4行", "二.xlsx › 台账 › 第4行"),
    ]


def test_values_of_another_year_are_not_repeated(ledger: WritableLedger) -> None:
    ledger.replace(workbook(2022, "二.xlsx"), [filled((4, "甲", "张三", date(2022, 5, 1), 2))], [])
    assert ledger.repeated("案件", "案号", 2023) == []
    assert ledger.repeated("案件", "案号", 2022) == []
    assert ledger.twins("案件", 2022) == []


def test_the_cells_of_a_row_have_their_types_and_no_personal_ones_are_among_them() -> None:
    fields = {"日期": "date", "办结": "boolean", "金额": "number", "人数": "integer", "姓名": "string"}
    kind = Kind(
        name="办件",
        title="办件表",
        fields={name: Field(type=type_, personal=name == "姓名") for name, type_ in fields.items()},
    )
    with writing.in_memory({"办件": kind}) as ledger:
        columns = {name: at for at, name in enumerate(fields)}
        values = [["2023-05-01", None], [1, 0], [2.5, None], [3, 4], ["张三", "李四"]]
        ledger.replace(workbook(2023), [TypedTable("办件", "表", columns, [4, 7], values)], [])
        assert ledger.cells("办件", 1, 4) == {"日期": date(2023, 5, 1), "办结": True, "金额": 2.5, "人数": 3}
        assert ledger.cells("办件", 1, 7) == {"日期": None, "办结": False, "金额": None, "人数": 4}
        assert ledger.cells("办件", 1, 7)["办结"] is False
        assert ledger.personal() == {"张三", "李四"}


def test_problems_are_those_of_the_year_and_of_files_without_one(ledger: WritableLedger) -> None:
    for year, name in ((2023, "乙.xlsx"), (2022, "丙.xlsx"), (0, "甲.xlsx")):
        ledger.replace(workbook(year, name), [], [Problem(finding("FIL001", "坏", Place(name)))])
    assert [each.place.file for each in ledger.problems(2023)] == ["乙.xlsx", "甲.xlsx"]
    assert [each.department for each in ledger.problems(2022)] == ["司法所", "司法所"]


def test_what_kept_a_table_out_is_told_with_the_kind_that_was_meant(ledger: WritableLedger) -> None:
    told = finding("TAB002", "缺少“案号”一列", Place("乙.xlsx", "表", 1), fix="改表头")
    ledger.replace(
        workbook(2023, "乙.xlsx"), [], [Problem(told, kind="案件"), Problem(finding("TAB009", "空表"))]
    )
    (away,) = ledger.turned_away(2023)
    turned = away.finding
    assert (turned.place, turned.department, turned.fix, away.kind) == (
        told.place,
        "司法所",
        "改表头",
        "案件",
    )
    assert ledger.turned_away(2022) == []
    assert ledger.unrecognised(reading.TURNED_AWAY) == [("乙.xlsx", "表", "缺少“案号”一列")]


def test_a_table_is_listed_with_its_rows_and_when_it_came_to_the_minute(ledger: WritableLedger) -> None:
    (handed,) = ledger.handed(2023)
    assert (handed.department, handed.kind, handed.file, handed.sheet) == (
        "司法所",
        "案件",
        "2023/司法所/台账.xlsx",
        "台账",
    )
    assert (handed.header, handed.rows, handed.replaced) == (1, 2, "")
    assert handed.collected == ledger.now[:16]
    assert ledger.received(2023) == {("司法所", "案件")}
    assert ledger.received(2021) == set()


def test_workbooks_tables_and_rows_are_counted_but_for_those_refused(ledger: WritableLedger) -> None:
    ledger.replace(replace(workbook(2023, "坏.xlsx"), refused="打不开"), [], [])
    names = {each.file for each in ledger.workbooks()}
    assert len(names) == 3
    assert ledger.counts(names) == (2, 2, 3)
    assert ledger.counts({"2022/司法所/台账.xlsx", "坏.xlsx"}) == (1, 1, 1)
    assert ledger.refused() == [("坏.xlsx", "打不开")]


def test_the_fields_of_a_row_have_their_columns_letters(ledger: WritableLedger) -> None:
    assert KINDS["案件"].fields.keys() == ledger.origin(1).columns.keys()
    assert ledger.place(1, 5, "人数").cell == "D5"
    assert ledger.place(1, 5, "没有的列").cell == ""
    assert [each.file for each in ledger.origins(2022)] == ["2022/司法所/台账.xlsx"]


def test_rows_alike_in_one_table_are_doubles_of_the_first_in_the_order_of_files(
    ledger: WritableLedger,
) -> None:
    same = ("丁", "赵六", date(2023, 7, 1), 4)
    rows = [(9, *same), (6, *same), (12, *same), (7, "戊", *same[1:])]
    for name in ("乙.xlsx", "丙.xlsx"):
        ledger.replace(workbook(2023, name), [filled(*rows)], [])
    found = [(ledger.origin(source).file, first, row) for source, first, row in ledger.doubles("案件", 2023)]
    assert found == [("丙.xlsx", 6, 9), ("丙.xlsx", 6, 12), ("乙.xlsx", 6, 9), ("乙.xlsx", 6, 12)]
    assert ledger.doubles("案件", 2022) == []


@pytest.mark.parametrize("name", ["赵 六", "赵\u200b六", "赵六 ", "赵六。"])
def test_rows_that_differ_in_what_cannot_be_seen_are_doubles(ledger: WritableLedger, name: str) -> None:
    rows = [(6, "丁", "赵六", date(2023, 7, 1), 4), (9, "丁", name, date(2023, 7, 1), 4)]
    ledger.replace(workbook(2023, "乙.xlsx"), [filled(*rows)], [])
    assert [each[1:] for each in ledger.doubles("案件", 2023)] == [(6, 9)]


def test_a_workbook_is_there_since_it_was_first_collected(ledger: WritableLedger) -> None:
    assert {ledger.since(each.file) for each in ledger.workbooks()} == {ledger.now}


def test_tables_of_some_months_are_told_with_these(ledger: WritableLedger) -> None:
    part = finding(reading.PART, "只有上半年", Place("乙.xlsx", "表", 1))
    other = Problem(finding("FIL001", "坏", Place("乙.xlsx")))
    ledger.replace(workbook(2023, "乙.xlsx"), [], [Problem(part, "1,2,12", "案件"), other])
    ((told, kind, months),) = ledger.parts(2023)
    assert (told.code, told.place, told.department) == (reading.PART, part.place, "司法所")
    assert (kind, months) == ("案件", {1, 2, 12})
    assert ledger.parts(2022) == []


def test_what_became_of_the_cells_is_accounted_for_by_table_and_by_sheet_without_one(
    ledger: WritableLedger,
) -> None:
    passed = [("total", "合计", 9), ("note", "注", 10), ("total", "小计", 7)]
    table = replace(filled(FIRST), account=Account({"value": 4, "total": 2}, passed))
    entry = replace(workbook(2023, "乙.xlsx"), beside={"说明": {"other": 3}})
    ledger.replace(entry, [table], [])
    assert list(ledger.accounts({"乙.xlsx"})) == [
        ("乙.xlsx", "台账", "案件", 1, {"value": 4, "total": 2}, {"total": 2, "note": 1}),
        ("乙.xlsx", "说明", "", 0, {"other": 3}, {}),
    ]
    assert [each.rows for each in ledger.accounts({"2023/司法所/台账.xlsx", "甲.xlsx"})] == [2]


def test_a_year_is_to_be_collected_where_it_was_read_otherwise_or_not_to_the_end(
    ledger: WritableLedger,
) -> None:
    assert not ledger.outdated(2023, "profile")
    assert not ledger.outdated(2021, "another")
    assert ledger.outdated(2023, "another")
    ledger.outdate(["2022/司法所/台账.xlsx"])
    assert (ledger.outdated(2022, "profile"), ledger.outdated(2023, "profile")) == (True, False)
    ledger.begin()
    assert ledger.outdated(2023, "profile")


def test_rows_are_sorted_as_a_person_would_lay_out_their_files(ledger: WritableLedger) -> None:
    for name in ("10号.xlsx", "2号.xlsx"):
        ledger.replace(workbook(2023, name), [filled((5, *FIRST[1:]), FIRST)], [])
    rows = [(source, row) for source in (3, 4) for row in (5, 4)]
    ordered = sorted(rows, key=lambda each: ledger.order(*each))
    assert [(ledger.origin(source).file, row) for source, row in ordered] == [
        ("2号.xlsx", 4), ("2号.xlsx", 5), ("10号.xlsx", 4), ("10号.xlsx", 5),
    ]  # fmt: skip


def test_a_cell_is_blank_where_nothing_stands_in_it(ledger: WritableLedger) -> None:
    ledger.replace(workbook(2023, "乙.xlsx"), [filled((*FIRST[:4], None))], [])
    assert [ledger.is_blank("案件", 3, 4, name) for name in ("案号", "人数")] == [False, True]


def test_rows_of_two_tables_that_say_the_same_in_all_fields_are_counted(ledger: WritableLedger) -> None:
    ledger.replace(workbook(2023, "乙.xlsx"), [filled(FIRST, (5, *FIRST[1:4], 9), (6, *FIRST[1:]))], [])
    assert ledger.alike(1, 3) == 1
    assert ledger.alike(3, 3) == 3
    assert ledger.alike(1, 2) == 0
