"""What a check asks, asked so that it is sooner answered: the year and month of a date, and what stands more than once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from reportgen.ledger import sql_functions as functions
from reportgen.model import Profile
from reportgen.profile.quicker import by_digits, repeated


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
