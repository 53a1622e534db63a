"""The ledger: one transaction per workbook, views of one year, and what a profile's SQL may not do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from reportgen.ledger import file as store
from reportgen.ledger import reading as ledgers
from reportgen.ledger import sql as views
from reportgen.ledger import writing as posting
from reportgen.ledger.sql import QueryError
from reportgen.ledger.writing import WritableLedger
from reportgen.model import CannotRun, Entry, Field, Kind, Place, Problem, TypedTable
from reportgen.rules import finding

CASES = Kind(
    name="案件",
    title="案件台账",
    fields={
        "案号": Field(type="string", required=True, unique=True),
        "申请人": Field(type="string", personal=True),
        "收到日期": Field(type="date"),
        "人数": Field(type="integer"),
    },
)
KINDS = {"案件": CASES}
COLUMNS = {"案号": 0, "申请人": 1, "收到日期": 2, "人数": 3}


def workbook(year: int, name: str = "") -> Entry:
    return Entry(name or f"{year}/司法所/台账.xlsx", year, "司法所", "0" * 64, 10, "profile")


def filled(*rows: tuple[int, str, str, date, int | None]) -> TypedTable:
    stored = [(row, number, who, day.isoformat(), count) for row, number, who, day, count in rows]
    numbers, *values = zip(*stored, strict=True) if stored else ((), *[()] * 4)
    return TypedTable("案件", "台账", COLUMNS, numbers, values)


@pytest.fixture
def ledger() -> Iterator[WritableLedger]:
    with posting.in_memory(KINDS) as empty:
        empty.replace(
            workbook(2023),
            [filled((4, "甲", "张三", date(2023, 5, 1), 2), (5, "乙", "张三", date(2023, 6, 1), 3))],
            [],
        )
        empty.replace(workbook(2022), [filled((4, "丙", "李四", date(2022, 5, 1), 7))], [])
        empty.views.scope(2023)
        yield empty


def test_a_view_shows_one_year_and_on_request_the_years_before(ledger: WritableLedger) -> None:
    assert ledger.views.select("SELECT 案号 FROM 案件") == [("甲",), ("乙",)]
    ledger.views.scope(2023, 2)
    assert ledger.views.select("SELECT count(*), sum(人数) FROM 案件") == [(3, 12)]
    ledger.views.scope(2022)
    assert ledger.views.select("SELECT 案号, report_year() FROM 案件") == [("丙", 2022)]


def test_a_workbook_collected_again_replaces_its_rows(ledger: WritableLedger) -> None:
    ledger.replace(workbook(2023), [filled((4, "丁", "王五", date(2023, 7, 1), 1))], [])
    assert ledger.views.select("SELECT 案号 FROM 案件") == [("丁",)]


def test_a_failure_in_the_middle_leaves_the_earlier_rows(ledger: WritableLedger) -> None:
    def breaks() -> Iterator[TypedTable]:
        yield filled((4, "丁", "王五", date(2023, 7, 1), 1))
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.replace(workbook(2023), breaks(), [])
    assert ledger.views.select("SELECT 案号 FROM 案件") == [("甲",), ("乙",)]


def test_a_dropped_workbook_takes_rows_and_problems_with_it(ledger: WritableLedger) -> None:
    place = Place("2023/司法所/台账.xlsx", "台账", 4, 2)
    ledger.replace(workbook(2023), [], [Problem(finding("CEL001", "收到日期“五月”不是日期", place), "五月")])
    assert [each.place for each in ledger.problems(2023)] == [place]
    ledger.drop(["2023/司法所/台账.xlsx"])
    assert (ledger.problems(2023), ledger.workbooks(2023)) == ([], [])


def test_sql_sees_tokens_for_personal_values_that_compare_but_do_not_tell(ledger: WritableLedger) -> None:
    (first,), (second,) = ledger.views.select("SELECT 申请人 FROM 案件")
    assert first == second
    assert "张" not in first
    assert ledger.views.select("SELECT count(DISTINCT 申请人) FROM 案件") == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 申请人 FROM main.案件",
        "SELECT file FROM _workbooks",
        "SELECT sql FROM sqlite_master",
        "DELETE FROM 案件",
        "UPDATE main.案件 SET 案号 = 'x'",
        "PRAGMA table_info(案件)",
        "ATTACH ':memory:' AS other",
        "DROP VIEW 案件",
        "SELECT sql FROM sqlite_temp_master",
        'WITH "案件" AS (SELECT 申请人 FROM main."案件") SELECT 申请人 FROM "案件"',
        'SELECT 申请人 FROM (SELECT 申请人 FROM main."案件") AS "案件"',
        'SELECT file FROM (SELECT file FROM main._workbooks) AS "案件"',
        "SELECT token('张三')",
        "SELECT random()",
        "SELECT date('now')",
        "SELECT count(*) FROM _workbooks",
        "SELECT 1 WHERE EXISTS (SELECT 1 FROM _problems)",
        "SELECT count(*) FROM sqlite_master",
        "SELECT count(*) FROM sqlite_temp_schema",
    ],
)
def test_sql_can_read_the_views_and_do_nothing_else(ledger: WritableLedger, sql: str) -> None:
    with pytest.raises(QueryError, match=r"只能读已声明的表|写法不对"):
        ledger.views.select(sql)


def test_tokens_differ_from_run_to_run() -> None:
    seen = set()
    for _ in range(2):
        with posting.in_memory(KINDS) as fresh:
            fresh.replace(workbook(2023), [filled((4, "甲", "张三", date(2023, 5, 1), 2))], [])
            fresh.views.scope(2023)
            seen |= set(fresh.views.select("SELECT 申请人 FROM 案件"))
    assert len(seen) == 2


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 案号 FROM 案件",
        "SELECT count(*) FROM 案件",
        "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM 案件)",
        "WITH x AS (SELECT * FROM 案件) SELECT count(*) FROM x",
    ],
)
def test_the_sheets_that_sql_reads_are_known_however_it_reads_them(ledger: WritableLedger, sql: str) -> None:
    assert {kind for kind, _ in ledger.views.reads(sql)} == {"案件"}


def test_sql_that_never_ends_is_ended(ledger: WritableLedger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "QUERY_SECONDS", 0.05)
    with pytest.raises(QueryError, match="还没有结果"):
        ledger.views.select(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        )


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("SELECT 案好 FROM 案件", "没有“案好”这一列"),
        ("SELECT 案号 FROM 案子", "没有“案子”这张表"),
        ("SELECT weekdays(收到日期, 收到日期) FROM 案件", "没有“weekdays”这个函数"),
        ("SELECT days(收到日期) FROM 案件", "参数个数不对"),
        ("SELECT 案号 FROM 案件 WHERE 案号 == == 1", "附近的写法不对"),
    ],
)
def test_what_sqlite_says_about_sql_is_put_into_chinese(
    ledger: WritableLedger, sql: str, sentence: str
) -> None:
    with pytest.raises(QueryError, match=sentence):
        ledger.views.reads(sql)


@pytest.mark.parametrize(
    ("start", "end", "count", "estimated"),
    [
        ("2024-03-01", "2024-03-12", 7, False),
        ("2024-02-08", "2024-02-19", 3, False),  # Spring Festival: 9 worked, 10-17 off, Sunday 18 worked
        ("2024-03-12", "2024-03-01", 0, False),
        ("2051-03-01", "2051-03-08", 5, True),
    ],
)
def test_working_days_follow_the_state_councils_table(
    ledger: WritableLedger, start: str, end: str, count: int, estimated: bool
) -> None:
    assert ledger.views.select(f"SELECT workdays('{start}', '{end}')") == [(count,)]
    assert ledger.views.calendar.estimated is estimated


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


def test_a_ledger_of_another_version_is_collected_anew(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    with posting.open_to_write(file, KINDS) as ledger:
        ledger.replace(workbook(2023), [filled((4, "甲", "张三", date(2023, 5, 1), 2))], [])
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(CannotRun, match="另一个版本"):
        ledgers.open_to_read(file, KINDS)
    with posting.open_to_write(file, KINDS) as ledger:
        assert ledger.workbooks() == []


def test_a_column_declared_otherwise_is_made_anew_and_its_workbooks_are_due_again(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    with posting.open_to_write(file, KINDS) as ledger:
        ledger.replace(workbook(2023), [filled((4, "甲", "张三", date(2023, 5, 1), 2))], [])
    changed = Kind(name="案件", title="案件台账", fields={**CASES.fields, "结果": Field(type="string")})
    with pytest.raises(CannotRun, match="列改过了"):
        ledgers.open_to_read(file, {"案件": changed})
    with posting.open_to_write(file, {"案件": changed}) as ledger:
        assert [each.profile for each in ledger.workbooks()] == [""]


def test_a_ledger_opened_to_read_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    posting.open_to_write(file, KINDS).__exit__(None, None, None)
    reading = WritableLedger(store.open_to_read(file, KINDS), KINDS)
    with reading as ledger, pytest.raises(CannotRun, match="不能写入"):
        ledger.replace(workbook(2023), [], [])


def test_a_file_that_is_no_ledger_is_told_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "底账.sqlite"
    file.write_text("这不是数据库" * 200, encoding="utf-8")
    with pytest.raises(CannotRun, match="底账文件已损坏"):
        ledgers.open_to_read(file, KINDS)
