"""What a check asks, asked so that it is sooner answered: the year and month of a date, and what stands more than once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from reportgen.ledger import sql_functions as functions
from reportgen.model import Profile
from reportgen.profile.quicker import by_digits, by_month, repeated


@pytest.mark.parametrize(
    ("sql", "written"),
    [
        ("year(受理日期) = 2023", "CAST(substr(受理日期, 1, 4) AS INTEGER) = 2023"),
        ("Month( 表.受理日期 ) > 2", "CAST(substr(表.受理日期, 6, 2) AS INTEGER) > 2"),
        ("year(编号)", "year(编号)"),
        ("year(不是列)", "year(不是列)"),
        ("year(cutoff())", "year(cutoff())"),
        ("'year(受理日期)' = 编号", "'year(受理日期)' = 编号"),
        ("workyear(受理日期)", "workyear(受理日期)"),
    ],
)
def test_parts_of_dates_are_taken_from_their_digits(rule_of_law: Profile, sql: str, written: str) -> None:
    assert by_digits(sql, rule_of_law.kinds) == written


@pytest.mark.parametrize("day", [None, "2023-01-31", "0999-12-01", "2024-10-09"])
def test_the_digits_say_what_the_functions_say(rule_of_law: Profile, day: str | None) -> None:
    asked = (by_digits(f"{part}(受理日期)", rule_of_law.kinds) for part in ("year", "month"))
    with closing(sqlite3.connect(":memory:")) as known:
        told = known.execute(f"SELECT {', '.join(asked)} FROM (SELECT ? AS 受理日期)", (day,)).fetchone()
    assert told == (functions.year(day), functions.month(day))


def test_a_name_that_is_no_date_on_some_sheet_is_left_alone(rule_of_law: Profile) -> None:
    kind = next(each for each in rule_of_law.kinds.values() if "受理日期" in each.fields)
    other = replace(kind, name="别的", fields={"受理日期": replace(kind.fields["受理日期"], type="string")})
    assert by_digits("year(受理日期)", {**rule_of_law.kinds, "别的": other}) == "year(受理日期)"


_COUNT = "(SELECT count(*) FROM 矛盾调解 WHERE month(受理日期) = 月份 AND {})"


@pytest.mark.parametrize(
    "others",
    [
        "调解结果 = '成功'",
        "year(受理日期) = report_year() AND (办结日期 IS NULL OR year(办结日期) = report_year())",
        "编号 <> 'a) OR (b' AND 涉及人数 < 3",
        "涉及人数 <= 受理数",  # of the row that asks
        "涉及人数 <= (SELECT max(受理数) FROM 矛盾调解月报)",
    ],
)
def test_rows_are_counted_once_and_come_to_the_same_in_every_month(rule_of_law: Profile, others: str) -> None:
    counted = by_month(f"SELECT {_COUNT.format(others)} FROM 矛盾调解月报", rule_of_law.kinds)
    assert "MATERIALIZED" in counted
    with closing(sqlite3.connect(":memory:")) as known:
        known.create_function("month", 1, functions.month)
        known.create_function("year", 1, functions.year)
        known.create_function("report_year", 0, lambda: 2023)
        known.execute("CREATE TABLE 矛盾调解 (编号, 受理日期, 办结日期, 调解结果, 涉及人数)")
        known.execute("CREATE TABLE 矛盾调解月报 (月份, 受理数)")
        days = (None, "2023-01-05", "2023-01-31", "2022-02-01", "2023-02-01", "2023-11-11")
        rows = [(day, end, how, number) for day in days for end in days for how, number in _HOW]
        known.executemany("INSERT INTO 矛盾调解 VALUES ('1', ?, ?, ?, ?)", rows)
        known.executemany(
            "INSERT INTO 矛盾调解月报 VALUES (?, ?)", [(1, 2), (2, 1), (3, 9), (None, 1), (1, 1)]
        )
        told = known.execute(counted).fetchall()
        assert told == known.execute(f"SELECT {_COUNT.format(others)} FROM 矛盾调解月报").fetchall()
    assert len(set(told)) > 1


_HOW = (("成功", 1), (None, 2), ("不成功", None))


@pytest.mark.parametrize(
    "sql",
    [
        _COUNT.format("调解结果 = '成功' OR 涉及人数 = 1"),
        _COUNT.format("涉及人数 = 1 GROUP BY 编号"),
        _COUNT.format("(涉及人数 = 1 OR workdays(受理日期, 办结日期) > 3)"),
        _COUNT.format("涉及人数 = 1").replace("= 月份", "= 涉及人数"),
        _COUNT.format("涉及人数 = 1").replace("month(受理日期)", "month(编号)"),
        _COUNT.format("涉及人数 = 1").replace("矛盾调解", "上年矛盾调解"),
        _COUNT.format("涉及人数 = 1").replace("= 月份", "= _row"),
        "'" + _COUNT.format("涉及人数 = 1") + "'",
    ],
)
def test_what_is_counted_by_more_than_conditions_is_left_alone(rule_of_law: Profile, sql: str) -> None:
    assert by_month(sql, rule_of_law.kinds) == sql


def test_the_months_of_the_shipped_profile_are_counted_once(rule_of_law: Profile) -> None:
    counted = {
        code
        for code, each in rule_of_law.checks.items()
        if each.equation and by_month(each.equation, rule_of_law.kinds) != each.equation
    }
    assert counted == {"MEDI003", "MEDI004"}


def test_what_stands_more_than_once_is_asked_of_groups(rule_of_law: Profile) -> None:
    told = {each.code: repeated(each) for each in rule_of_law.checks.values() if repeated(each)}
    assert len(told) >= 10
    assert told["TEXT007"] == (
        "SELECT 1 FROM 工作举措 WHERE 工作内容 IS NOT NULL GROUP BY 工作内容 HAVING count(*) > 1 LIMIT 1"
    )
    assert "状态 = '继续有效' GROUP BY 文件名称" in told["NORM007"]
    check = rule_of_law.checks["TEXT007"]
    for other in (
        "工作内容 > '' GROUP BY 工作内容",
        "length(工作内容) > 1",
        "工作内容 > '' UNION SELECT 1, 2, 3, 4 FROM 别的",
    ):
        assert not repeated(replace(check, query=check.query.replace("工作内容 IS NOT NULL", other)))
    assert not repeated(replace(check, query=check.query.replace("第几次 > 1", "第几次 > 2")))
    assert not repeated(replace(check, query=check.query + " AND 事项 IS NOT NULL"))
