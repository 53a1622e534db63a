"""How far a check looks is told by what it reads; and the shipped profile's checks, one by one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportgen.model import Check, Profile
from reportgen.profile import levels

GOLDEN = Path(__file__).parents[1] / "golden" / "checks.txt"


@pytest.mark.parametrize(
    ("sql", "reads", "level"),
    [
        ({"fails": "人数 > 50"}, ["案件.人数", "案件._row"], levels.CELL),
        ({"fails": "结案 < 收到"}, ["案件.结案", "案件.收到", "案件._row", "案件."], levels.ROW),
        ({"fails": "成绩 > (select max(成绩) from 案件)"}, ["案件.成绩"], levels.TABLE),
        ({"query": "SELECT …"}, ["案件.案号", "案件._source"], levels.TABLE),
        ({"equation": "合计 = 甲 + 乙"}, ["案件.合计", "案件.甲", "案件.乙"], levels.ROW),
        ({"equation": "合计 = (SELECT sum(人数) FROM 案件)"}, ["案件.合计", "案件.人数"], levels.TABLE),
        ({"fails": "证号 NOT IN (SELECT 证号 FROM 人员)"}, ["案件.证号", "人员.证号"], levels.TABLES),
        ({"query": "SELECT …"}, ["人员.证号"], levels.TABLES),
        ({"query": "SELECT …"}, ["案件.案号", "人员.证号", "案件._year"], levels.LAST_YEAR),
        ({"query": "SELECT …"}, ["案件.案号", "上年案件.案号", "案件._department"], levels.LAST_YEAR),
        ({"query": "SELECT …"}, ["案件.案号", "案件._unit"], levels.BODIES),
        ({"query": "SELECT …", "all_bodies": True}, ["案件.人数", "案件._year"], levels.BODIES),
        ({"query": "SELECT …"}, ["案件.案号", "案件._department"], levels.BODIES),
    ],
)
def test_a_check_has_the_level_of_what_it_sets_side_by_side(
    sql: dict[str, Any], reads: list[str], level: levels.Level
) -> None:
    check = Check(code="A1", title="甲", sheet="案件", severity="error", says="甲", **sql)
    pairs = [(kind, name) for kind, _, name in (each.partition(".") for each in reads)]
    assert levels.level(check, pairs) == level


def test_a_level_is_said_with_its_number() -> None:
    assert str(levels.TABLES) == "第2级（表与表之间）"
    assert [each.number for each in levels.LEVELS] == [1, 1, 1, 2, 2, 3]


def test_the_checks_of_the_shipped_profile_are_these(rule_of_law: Profile, update: bool) -> None:
    text = "".join(
        f"{each.code} {each.severity} {levels.level(each, rule_of_law.reads[each.code])} {each.sheet}.{each.marks} {each.title}\n"
        for each in rule_of_law.checks.values()
    )
    if update:
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_every_check_of_the_shipped_profile_says_why_and_how_and_shows_it(rule_of_law: Profile) -> None:
    for each in rule_of_law.checks.values():
        assert each.basis
        assert each.fix
        assert "<-" in each.example
        assert not each.says.endswith("。")
