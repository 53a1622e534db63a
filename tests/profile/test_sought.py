"""What a condition looks for in a column, and that it says the same of every row without what stands nowhere."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from reportgen.model import Profile
from reportgen.profile.queries import failing
from reportgen.profile.sought import sought, without

VALUES = (None, "", "某某村", "工作（一）", "待补充_", "a村", "村")


@pytest.mark.parametrize(
    ("condition", "looked_for"),
    [
        ("甲 LIKE '%某某%'", {("甲", "某某")}),
        ("(甲 NOT LIKE '%。' or 甲 GLOB '*__*') AND 乙 > 3", {("甲", "。"), ("甲", "__")}),
        ("CASE WHEN 甲 LIKE '%某%' THEN 乙 LIKE '%待%' ELSE NOT 甲 LIKE '%填%' END", {("甲", "某"), ("乙", "待"), ("甲", "填")}),
        ("甲 LIKE '某%'", set()),  # asked at the beginning only
        ("甲 LIKE '%XX%'", set()),  # small letters, too
        ("甲 LIKE '%某_%'", set()),
        ("甲 GLOB '*[某]*'", set()),
        ("甲 || 乙 LIKE '%某%'", set()),  # not of one column
        ("甲 LIKE '%某%' || 乙", set()),
        ("甲 LIKE '%某%' ESCAPE '某'", set()),
        ("表.甲 LIKE '%某%'", set()),
        ("乙 = '甲 OR 甲 LIKE ' || '%某%'", set()),
        ("乙 = '''( 甲 LIKE ''%某%'')'", set()),
        ("乙 BETWEEN 1 AND 甲 LIKE '%某%'", set()),
        ("甲 IN (SELECT 甲 FROM 别处 WHERE 甲 LIKE '%某%')", set()),
        ("乙 > 1 -- '\nAND 甲 LIKE '%某%'", set()),
    ],
)  # fmt: skip
def test_a_condition_looks_for_texts_in_columns(condition: str, looked_for: set[tuple[str, str]]) -> None:
    assert sought(condition) == looked_for


def holds(condition: str, value: str | None) -> object:
    with closing(sqlite3.connect(":memory:")) as known:
        return known.execute(f"SELECT {condition} FROM (SELECT ? AS 甲, ? AS 乙)", (value, value)).fetchone()[
            0
        ]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize(
    "condition",
    [
        "甲 LIKE '%某某%'",
        "甲 NOT LIKE '%某某%'",
        "NOT 甲 LIKE '%待补充%'",
        "甲 LIKE '%村' OR 甲 LIKE '%（一）%' AND 乙 NOT GLOB '*充_*'",
        "(甲 NOT LIKE '%某某%') IS NULL",
        "CASE WHEN 甲 LIKE '%某某%' THEN 1 ELSE 甲 NOT LIKE '%村' END",
    ],
)
def test_without_what_stands_nowhere_it_says_the_same(condition: str, value: str | None) -> None:
    nowhere = {(name, text) for name, text in sought(condition) if text not in (value or "")}
    written = without(condition, nowhere)
    assert holds(written, value) == holds(condition, value)
    assert not nowhere.intersection(sought(written))


def test_the_shipped_checks_look_for_texts_as_they_say(rule_of_law: Profile) -> None:
    conditions = [failing(check) for check in rule_of_law.checks.values() if check.fails]
    assert sum(len(sought(each)) for each in conditions) > 50
    assert [without(each, ()) for each in conditions] == conditions
