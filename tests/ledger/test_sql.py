"""What a profile's SQL sees: views of one year, tokens for personal values, and nothing else; and what is wrong with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from reportgen.ledger import sql as views
from reportgen.ledger import writing
from reportgen.ledger.sql import QueryError
from reportgen.ledger.writing import WritableLedger
from tests.ledger.rows import KINDS, filled, two_years, workbook


@pytest.fixture
def ledger() -> Iterator[WritableLedger]:
    with two_years() as opened:
        yield opened


def test_a_view_shows_one_year_and_on_request_the_years_before(ledger: WritableLedger) -> None:
    assert ledger.views.select("SELECT 案号 FROM 案件") == [("甲",), ("乙",)]
    ledger.views.scope(2023, 2)
    assert ledger.views.select("SELECT count(*), sum(人数) FROM 案件") == [(3, 12)]
    ledger.views.scope(2022)
    assert ledger.views.select("SELECT 案号, report_year() FROM 案件") == [("丙", 2022)]


def test_a_second_view_shows_the_year_before_the_last_of_a_span(ledger: WritableLedger) -> None:
    assert ledger.views.select("SELECT 案号, _year FROM 上年案件") == [("丙", 2022)]
    ledger.views.scope(2023, 2)
    assert ledger.views.select("SELECT 案号 FROM 上年案件") == [("丙",)]
    ledger.views.scope(2022)
    assert ledger.views.select("SELECT count(*) FROM 上年案件") == [(0,)]


def test_conditions_are_asked_together(ledger: WritableLedger) -> None:
    asked = ["案号 = '甲'", "案号 = '丙'", "人数 > 1 OR 人数 IS NULL", "NULL", "没有"]
    assert ledger.views.met("案件", asked[:4]) == [True, False, True, False]
    assert ledger.views.met("案件", asked[1:2]) == [False]
    assert ledger.views.met("案件", asked) == [True] * 5
    assert ledger.views.gives("SELECT 1 FROM 案件")
    assert ledger.views.gives("SELECT 没有 FROM 案件")
    assert not ledger.views.gives("SELECT 1 FROM 案件 WHERE 人数 > 99")
    assert not ledger.views.failed


def test_a_text_stands_nowhere_where_no_value_of_the_year_holds_it(ledger: WritableLedger) -> None:
    assert ledger.views.nowhere("案件", "案号", {"甲", "丙", "甲乙", "甲\n乙x"}) == {"丙", "甲乙", "甲\n乙x"}
    ledger.views.scope(2022)
    assert ledger.views.nowhere("案件", "案号", ["甲", "丙"]) == {"甲"}
    assert ledger.views.nowhere("没有", "案号", ["甲"]) == set()
    assert not ledger.views.failed


def test_tokens_of_two_years_compare(ledger: WritableLedger) -> None:
    ledger.replace(workbook(2022), [filled((4, "丙", "张三", date(2022, 5, 1), 7))], [])
    same = "SELECT count(*) FROM 案件 AS 今 JOIN 上年案件 AS 上 ON 上.申请人 = 今.申请人"
    assert ledger.views.select(same) == [(2,)]
    ((token,),) = ledger.views.select("SELECT 申请人 FROM 上年案件")
    assert "张" not in token


@pytest.mark.parametrize(
    ("cutoffs", "as_written", "seen"),
    [
        ({}, False, 1),
        ({2022: "2022-04-30"}, False, 0),
        ({2022: "2022-04-30"}, True, 1),
        ({2023: "2022-04-30"}, False, 1),
    ],
)
def test_the_year_before_is_shown_as_it_stood_at_its_own_cut_off(
    cutoffs: dict[int, str], as_written: bool, seen: int
) -> None:
    dated = {"案件": replace(KINDS["案件"], period="收到日期")}
    with writing.in_memory(dated) as ledger:
        ledger.replace(workbook(2022), [filled((4, "丙", "李四", date(2022, 5, 1), 7))], [])
        ledger.views.cutoffs = cutoffs
        ledger.views.scope(2023, as_written=as_written)
        assert ledger.views.select("SELECT count(*) FROM 上年案件") == [(seen,)]


def test_what_is_read_of_the_year_before_has_a_name_of_its_own(ledger: WritableLedger) -> None:
    read = ledger.views.reads("SELECT 今.案号 FROM 案件 AS 今 JOIN 上年案件 AS 上 ON 上.人数 = 今.人数")
    assert {("案件", "案号"), ("案件", "人数"), ("上年案件", "人数")} <= read
    assert ("上年案件", "案号") not in read


def test_sql_sees_tokens_for_personal_values_that_compare_but_do_not_tell(ledger: WritableLedger) -> None:
    (first,), (second,) = ledger.views.select("SELECT 申请人 FROM 案件")
    assert first == second
    assert "张" not in first
    assert ledger.views.select("SELECT count(DISTINCT 申请人) FROM 案件") == [(1,)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT 申请人 FROM main.案件",
        "SELECT 今.申请人 FROM main.案件 AS 今 JOIN 上年案件",
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
        "SELECT randomblob(4)",
        "SELECT load_extension('x')",
        "SELECT time('now')",
        "SELECT datetime('now')",
        "SELECT julianday('now')",
        "SELECT unixepoch('now')",
        "SELECT strftime('%Y', 'now')",
        "SELECT current_date",
        "SELECT current_time",
        "SELECT current_timestamp",
    ],
)
def test_sql_can_read_the_views_and_do_nothing_else(ledger: WritableLedger, sql: str) -> None:
    with pytest.raises(QueryError, match=r"只能读已声明的表|写法不对"):
        ledger.views.select(sql)


@pytest.mark.skipif(sqlite3.sqlite_version_info < (3, 43), reason="this SQLite has no such function")
def test_the_clock_of_a_newer_sqlite_is_closed_too(ledger: WritableLedger) -> None:
    with pytest.raises(QueryError, match="只能读已声明的表"):
        ledger.views.select("SELECT timediff('now', '2023-01-01')")


def test_tokens_differ_from_run_to_run() -> None:
    seen = set()
    for _ in range(2):
        with writing.in_memory(KINDS) as fresh:
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
    ("sql", "sentence"),
    [
        ("SELECT 案号 FROM 案件 WHERE 案号 = '甲", "读不懂"),
        ("SELECT 案号 FROM 案件 WHERE (案号", "没有写完"),
        ("SELECT sum(sum(人数)) FROM 案件", "SQL 不能运行"),
    ],
)
def test_sql_that_is_cut_short_or_odd_is_told_in_chinese(
    ledger: WritableLedger, sql: str, sentence: str
) -> None:
    with pytest.raises(QueryError, match=sentence):
        ledger.views.select(sql)


def test_the_fields_that_sql_reads_are_known(ledger: WritableLedger) -> None:
    assert {name for _, name in ledger.views.reads("SELECT 1 FROM 案件 WHERE 人数 > 1")} == {"", "人数"}
    assert ledger.views.columns("SELECT 案号 AS 号, 人数 FROM 案件") == ["号", "人数"]
    assert ledger.views.select_named("SELECT 案号 AS 号, 人数 FROM 案件")[1] == {"号": "乙", "人数": 3}


def test_the_days_that_a_report_counts_end_where_it_says(ledger: WritableLedger) -> None:
    assert ledger.views.select("SELECT cutoff()") == [("2023-12-31",)]
    ledger.views.cutoffs = {2023: "2023-11-30"}
    assert ledger.views.select("SELECT cutoff()") == [("2023-11-30",)]


def test_a_part_of_the_year_begins_and_ends_within_it(ledger: WritableLedger) -> None:
    asked = "SELECT report_start(), cutoff(), last_cutoff()"
    assert ledger.views.select(asked) == [("2023-01-01", "2023-12-31", "2022-12-31")]
    ledger.views.part = "第二季度"
    ledger.views.cutoffs = {2022: "2022-05-31"}
    ledger.views.scope(2022)
    ledger.views.scope(2023)
    assert ledger.views.select(asked) == [("2023-04-01", "2023-06-30", "2022-05-31")]


def test_a_cut_off_over_several_years_is_the_last_years(ledger: WritableLedger) -> None:
    ledger.views.cutoffs = {2022: "2022-10-31", 2023: "2023-11-30"}
    ledger.views.scope(2023, 2)
    assert list(ledger.views.select("SELECT cutoff(), report_year()")) == [("2023-11-30", 2023)]
