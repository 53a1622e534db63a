"""A sum that must hold, as a check declares it -> its terms, and the SELECT of the rows where it does not hold."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from reportgen.model import Check
from reportgen.profile.terms import Term, is_of_one_sheet, members, terms, unequal, variants

COUNTED = "受理 = (SELECT count(*) - 1 FROM 台账 WHERE 月 = 1)"


def rule(equation: str) -> Check:
    return Check(code="甲", title="甲", sheet="表", severity="error", equation=equation)


def test_each_term_has_its_sign_its_side_and_its_column() -> None:
    assert terms("上年结转 ＋ 新收 = 办结 - 未结") == (
        Term(1, False, "上年结转"), Term(1, False, "新收"), Term(-1, True, "办结"), Term(1, True, "未结"),
    )  # fmt: skip
    assert terms("-甲 = 乙") == (Term(-1, False, "甲"), Term(-1, True, "乙"))
    column, counted = terms(COUNTED)
    assert (column.column, counted.column, counted.counts, counted.rows) == ("受理", "", "台账", True)
    assert is_of_one_sheet("甲 = 乙")
    assert not is_of_one_sheet(COUNTED)


@pytest.mark.parametrize("equation", ["甲 + 乙", "甲 = 乙 = 丙", "甲 + = 乙", "= 甲", ""])
def test_what_has_not_two_sides_is_no_equation(equation: str) -> None:
    assert terms(equation) == ()


def test_the_rows_are_selected_in_which_it_does_not_hold() -> None:
    with closing(sqlite3.connect(":memory:")) as ledger:
        ledger.execute("CREATE TABLE 表 (行, 甲, 乙, 和)")
        rows = [
            (1, 1, 2, 3),
            (2, 1, 2, 4),
            (3, None, 3, 3),
            (4, 1, 2, None),
            (5, None, None, 3),
            (6, 0.1, 0.2, 0.3),
        ]
        ledger.executemany("INSERT INTO 表 VALUES (?, ?, ?, ?)", rows)
        found = ledger.execute(unequal(rule("甲 + 乙 = 和"), "行")).fetchall()
        held = ledger.execute(unequal(rule("甲 + 乙 = 和"), "行", " AND 行 > 2")).fetchall()
    ledger.close()
    assert found == [(2, 1, 2, 4)]
    assert held == []


def test_a_check_stands_for_as_many_as_it_names_columns() -> None:
    check = Check(
        code="甲", title="{each}过大", sheet="表", severity="error", fails="{each} > 3", marks="{each}",
        says="{each}是{每}", each=("乙", "丙"),
    )  # fmt: skip
    assert [(each.fails, each.marks, each.says) for each in variants(check)] == [
        ("乙 > 3", "乙", "乙是{每}"), ("丙 > 3", "丙", "丙是{每}"),
    ]  # fmt: skip
    assert variants(rule("甲 = 乙")) == [rule("甲 = 乙")]


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("(SELECT sum(页数) FROM 簿 WHERE 月 = 月份)", "页数"), ("( select coalesce(sum( 页数 ), 0) FROM 簿)", "页数"),
        ("(SELECT total(页数) FROM 簿)", "页数"), ("(SELECT count(*) FROM 簿)", ""), ("(SELECT sum(页数) + 1 FROM 簿)", ""),
        ("(SELECT sum(页数 * 2) FROM 簿)", ""), ("页数", ""),
    ],
)  # fmt: skip
def test_a_select_may_add_a_column_up(text: str, column: str) -> None:
    assert Term(1, True, text).adds == column


def test_the_rows_that_are_added_up_are_selected() -> None:
    with closing(sqlite3.connect(":memory:")) as ledger:
        ledger.execute("CREATE TABLE 表 (_source, _row, 月份, 甲)")
        ledger.execute("CREATE TABLE 簿 (_source, _row, 月, 页数)")
        ledger.executemany("INSERT INTO 表 VALUES (1, ?, ?, 0)", [(2, 1), (3, 2), (4, 3)])
        ledger.executemany("INSERT INTO 簿 VALUES (7, ?, ?, 0)", [(2, 1), (3, 2), (4, 1)])
        check = rule("甲 = (SELECT coalesce(sum(页数), 0) FROM 簿 WHERE 月 = 月份)")
        found = ledger.execute(members(check)).fetchall()
    assert found == [(1, 2, "7:2 7:4"), (1, 3, "7:3"), (1, 4, None)]
