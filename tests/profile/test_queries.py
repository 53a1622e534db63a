"""Figures and checks -> the SQL that selects their rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.model import Check, FigureDefinition
from reportgen.profile.queries import compared, measured_field, measuring, selected, selecting


@pytest.mark.parametrize(
    ("measure", "field"),
    [
        ("count(*)", ""),
        ("sum(人数)", "人数"),
        ("avg( 人数 )", "人数"),
        ("count(distinct 姓名)", "姓名"),
        ("min(人数) + 1", ""),
        ("total(人数)", ""),
        ("sum((人数))", ""),
    ],
)
def test_the_field_of_a_measure(measure: str, field: str) -> None:
    assert measured_field(measure) == field


def test_the_rows_of_a_figure_meet_its_whole_condition() -> None:
    plain = FigureDefinition(group="案件", name="总数", sheet="案件")
    some = FigureDefinition(group="案件", name="维持", sheet="案件", where="甲 = 1 OR 乙 = 2")
    assert selected(plain, "_row") == 'SELECT _row FROM "案件"'
    assert selected(some, "*") == 'SELECT * FROM "案件" WHERE (甲 = 1 OR 乙 = 2)'


def test_a_check_selects_by_its_condition_or_by_its_query() -> None:
    fails = Check(code="甲", title="", sheet="案件", severity="error", says="", fails="人数 = 0")
    query = Check(code="甲", title="", sheet="案件", severity="error", says="", query="SELECT 1")
    assert selecting(fails, "_row") == 'SELECT _row FROM "案件" WHERE (人数 = 0)'
    assert selecting(query, "_row") == "SELECT 1"


@pytest.mark.parametrize(
    ("measure", "sql"),
    [
        ("count(*)", "count(*)"),
        ("sum( 人数 )", 'CASE WHEN sum( "人数") IS NULL THEN 0 ELSE sum( "人数") END'),
        ("value(人数)", 'CASE count(*) WHEN 1 THEN max("人数") END'),
        ("count(distinct 村)", 'count(distinct plain("村"))'),
    ],
)
def test_what_is_counted_once_is_compared_as_people_read_it(measure: str, sql: str) -> None:
    assert measuring(FigureDefinition(group="甲", name="乙", sheet="丙", measure=measure)) == sql


def test_a_check_holds_from_a_day_and_until_another() -> None:
    check = Check(
        code="A1", title="", sheet="案件", severity="error", says="", fails="人数 = 0 OR 1", by="收到"
    )
    assert selecting(replace(check, since="2024-01-01", until="2024-12-31")) == (
        "SELECT * FROM \"案件\" WHERE [收到] >= '2024-01-01' AND [收到] <= '2024-12-31' AND (人数 = 0 OR 1)"
    )
    query = replace(check, fails="", query="SELECT _source, _row, 收到 FROM 案件", until="2023-12-31")
    assert selecting(query) == f"SELECT * FROM ({query.query}) WHERE [收到] <= '2023-12-31'"
    assert selecting(replace(query, until="")) == query.query


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("结果='维持' AND 甲.类别 <> '其他'", [("结果", ["维持"], False), ("类别", ["其他"], True)]),
        ("结果 NOT IN ('维持', '撤''销')", [("结果", ["维持", "撤'销"], True)]),
        ("'维持' = 甲.结果", [("结果", ["维持"], False)]),
        ("thIS '维持'", []),
    ],
)
def test_a_compared_column_is_a_whole_word(sql: str, found: list[tuple[str, list[str], bool]]) -> None:
    assert list(compared(sql)) == found
