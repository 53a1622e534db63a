"""Plain conditions: read as sqlglot reads them, whatever they are; what is not plain is left to it."""

from __future__ import annotations

import pytest
import sqlglot
from hypothesis import given
from hypothesis import strategies as some
from sqlglot.errors import SqlglotError

from reportgen.model import Field, Kind, Profile
from reportgen.profile.parsed import Expression, Unknown
from reportgen.profile.plain_conditions import tree
from reportgen.profile.queries import condition
from reportgen.profile.terms import variants
from reportgen.profile.worded import Words

FIELDS = {"甲": Field(type="string"), "乙日": Field(type="date"), "丙": Field(type="boolean"), "丁数": Field(type="number")}  # fmt: skip
KINDS = {"案件": Kind(name="案件", title="案件", fields=FIELDS)}


def said(found: Expression | None, kinds: dict[str, Kind], sheet: str) -> str:
    """What a tree is in words; empty where not all of it can be said."""
    try:
        return Words(kinds, sheet).said(found) if found else ""
    except Unknown:
        return ""


def by_sqlglot(sql: str) -> Expression | None:
    """The tree that sqlglot makes."""
    try:
        return sqlglot.parse_one(sql, dialect="sqlite")
    except SqlglotError:
        return None


def test_the_conditions_of_the_shipped_profile_are_read_as_sqlglot_reads_them(rule_of_law: Profile) -> None:
    asked = [(each.sheet, condition(each)) for each in rule_of_law.figures.values()]
    asked += [(of.sheet, of.fails) for each in rule_of_law.checks.values() for of in variants(each)]
    asked = [(sheet, sql) for sheet, sql in asked if sql]
    kinds = dict(rule_of_law.kinds)
    plain = [(sheet, sql) for sheet, sql in asked if tree(sql)]
    assert [
        sql for sheet, sql in plain if said(tree(sql), kinds, sheet) != said(by_sqlglot(sql), kinds, sheet)
    ] == []
    assert {sql for _, sql in asked if "SELECT" not in sql} <= {sql for _, sql in plain}, (
        "all of them are plain"
    )


COLUMN = some.sampled_from(["甲", "乙日", "丙", "丁数", '"甲"', "戊", "_year"])
VALUE = some.recursive(
    some.one_of(
        COLUMN,
        some.sampled_from(["'维持'", "'%它''的%'", "'2023-06-30'", "'-12-31'", "'%'", "0", "1", "3.50", "cutoff()", "report_year()", "-2"]),
    ),
    lambda inner: some.one_of(
        some.builds("{} {} {}".format, inner, some.sampled_from(["+", "-", "*", "/", "||"]), inner),
        some.builds("({})".format, inner),
        some.builds("-{}".format, some.sampled_from(["丁数", "(丁数)", "1"])),
        some.builds("{}({})".format, some.sampled_from(["year", "month", "abs", "length", "plain", "people", "round", "替"]), inner),
        some.builds("{}({}, {})".format, some.sampled_from(["days", "coalesce", "rounded", "workdays"]), inner, inner),
    ),
    max_leaves=4,
)  # fmt: skip
CONDITION = some.recursive(
    some.one_of(
        some.builds("{} {} {}".format, VALUE, some.sampled_from(["=", "==", "<>", "!=", "<", "<=", ">", ">=", "LIKE", "not like", "GLOB", "NOT GLOB"]), VALUE),
        some.builds("{} IS {}".format, VALUE, some.sampled_from(["NULL", "NOT NULL", "null"])),
        some.builds("{} {} ({}, {})".format, VALUE, some.sampled_from(["IN", "NOT IN", "in"]), VALUE, VALUE),
        some.builds("{} {} {} AND {}".format, VALUE, some.sampled_from(["BETWEEN", "NOT BETWEEN"]), VALUE, VALUE),
        some.builds("丁数 > CASE WHEN {} = 1 THEN {} ELSE 20 END".format, VALUE, VALUE),
        some.builds("({} IS NULL) {} ({} IS NULL)".format, COLUMN, some.sampled_from(["=", "<>"]), COLUMN),
    ),
    lambda inner: some.one_of(
        some.builds("{} {} {}".format, inner, some.sampled_from(["AND", "OR", "and"]), inner),
        some.builds("NOT {}".format, inner),
        some.builds("NOT ({})".format, inner),
        some.builds("({})".format, inner),
    ),
    max_leaves=5,
)  # fmt: skip


@given(sql=CONDITION)
def test_any_plain_condition_is_read_as_sqlglot_reads_it(sql: str) -> None:
    found = tree(sql)
    assert found is not None or "--" in sql
    assert found is None or said(found, KINDS, "案件") == said(by_sqlglot(sql), KINDS, "案件")


@pytest.mark.parametrize(
    "sql",
    [
        "", "甲 =", "(甲 = 1", "甲 = 1)", "甲 = 1 2", "甲 = 'x", "甲 = 乙 = 丙", "甲 = 乙 IS NULL", "甲 < 乙 LIKE 丙", "甲 NOT = 1", "甲 IS 乙", "甲 ISNULL", "甲 IS NOT 1",
        "甲 IN ()", "甲 IN (SELECT 甲 FROM 案件)", "甲 IN 乙", "EXISTS (SELECT 1)", "甲 = 1 -- 尾", "甲 /* 注 */ = 1", "甲 = 1 -- 2", "甲 % 2 = 1", "甲 & 1 = 1", "t.甲 = 1", "[甲] = 1", "`甲` = 1",
        "甲 = 1e5", "甲 = .5", "甲 = x'00'", "CAST(甲 AS INTEGER) = 1", "甲 = '1' COLLATE NOCASE", "甲 LIKE '1' ESCAPE '!'", "CASE 甲 WHEN 1 THEN 2 ELSE 3 END = 1", "甲 > CASE WHEN 甲 = 1 THEN 2 END",
        "count(*) = 1", "甲 = NOT 乙", "甲 BETWEEN 1", "甲 = ?", "甲 = ；",
    ],
)  # fmt: skip
def test_what_is_not_plain_is_left_to_sqlglot(sql: str) -> None:
    assert tree(sql) is None
