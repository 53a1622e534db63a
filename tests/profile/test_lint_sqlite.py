"""SQL whose result hangs on the version of SQLite is told, with what to write instead; what does not is let be."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.model import Finding, Profile
from reportgen.profile import load as profile
from tests.profile.small import CHECKS, FIGURES, SHEETS, write

WITH_MONEY = SHEETS + "    金额: {type: number}\n    比例: {type: number}\n"


def doubts(
    folder: Path, fails: str = "人数 = 0", query: str = "", where: str = "结果 = '维持'"
) -> list[Finding]:
    checks = CHECKS.replace("fails: 人数 = 0", f'query: "{query}"' if query else f'fails: "{fails}"')
    checks = checks.replace("人数是{人数}", "错")
    figures = FIGURES.replace("结果 = '维持'", f'"{where}"')
    loaded, wrong = profile.load(write(folder, WITH_MONEY, figures, checks))
    assert loaded, wrong
    return list(loaded.doubts)


ROWS = "SELECT _source, _row FROM (SELECT _source, _row, {} FROM 案件) WHERE {}"
SUM = "(SELECT sum(另.金额) FROM 案件 AS 另) AS 合计"


@pytest.mark.parametrize(
    ("fails", "said", "fix"),
    [
        ("round(金额, 2) > 3", "round()逢五", "rounded(数, 位数)"),
        ("ROUND (金额) > 3", "round()逢五", "rounded(数, 位数)"),
        ("printf('%.2f', 金额) = '3.00'", "printf()", "rounded"),
        ("CAST(金额 AS TEXT) = '3'", "小数转成文字", "rounded"),
        ("iif(人数 > 1, 1, 0)", "有的 SQLite 没有的函数", "CASE WHEN"),
        ("人数 IS DISTINCT FROM 3", "IS DISTINCT FROM", "IS NOT"),
        ("人数 = (SELECT 人数 FROM 案件 LIMIT 1)", "LIMIT 取哪几行没有规定", "ORDER BY"),
        ("结果 = (SELECT group_concat(结果) FROM 案件)", "group_concat()连起来的先后", "count()"),
        ("金额 <> (SELECT sum(金额) FROM 案件)", "", ""),
    ],
)
def test_what_hangs_on_the_version_is_told(tmp_path: Path, fails: str, said: str, fix: str) -> None:
    found = doubts(tmp_path, fails)
    if not said:
        assert not found or "“金额”是小数" in found[0].message
        return
    (only,) = found
    assert (only.code, only.severity) == ("PRO014", "warning")
    assert said in only.message
    assert fix in only.fix
    assert only.place.sheet == "第5行"


@pytest.mark.parametrize(
    ("made", "where", "told"),
    [
        (SUM, "金额合计 = 人数", False),
        (SUM, "金额合计 = 合计", True),
        (SUM, "合计 <> 人数", True),
        (SUM, "人数 = 合计", True),
        (SUM, "合计 > 人数", False),
        (SUM, "合计 >= 人数", False),
        (SUM.replace("金额", "人数"), "合计 <> 人数", False),
        (SUM.replace("sum", "avg").replace("金额", "人数"), "合计 <> 人数", True),
        (SUM.replace("sum", "added"), "合计 <> 人数", False),
        (SUM, "rounded(合计, 2) <> 人数", False),
    ],
)
def test_a_sum_of_fractions_is_not_to_be_equal(tmp_path: Path, made: str, where: str, told: bool) -> None:
    made = f"人数, 人数 AS 金额合计, {made}" if "金额合计" in where else f"人数, {made}"
    found = doubts(tmp_path, query=ROWS.format(made, where))
    assert bool(found) is told
    if told:
        assert "比是否相等" in found[0].message


def test_a_figures_condition_is_told_too_and_a_word_in_quotes_is_none(tmp_path: Path) -> None:
    (only,) = doubts(tmp_path, where="round(金额, 1) > 2")
    assert only.message.startswith("“案件.维持”的条件：round()")
    assert doubts(tmp_path, "案号 = 'round(LIMIT'") == []


def test_the_shipped_profile_means_the_same_everywhere(rule_of_law: Profile) -> None:
    assert [each for each in rule_of_law.doubts if each.code == "PRO014"] == []
