"""What may be wrong with the dates that a profile declares, and what nothing holds to the cut-off."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import load_profile

from reportgen.model import Finding
from reportgen.profile import load as profile
from reportgen.profile.lint_dates import unheld
from tests.profile.small import CHECKS, write

SHEETS = """
案件:
  title: 案件台账
  from: [司法所]
  period: 收到日期
  fields:
    收到日期: {type: date, required: true}
    办结日期: {type: date}
    有效期至: {type: date}
    人数: {type: integer}
    结果: {type: string, enum: [办结, 未办], as_of: 办结日期, open: 未办}
"""
FIGURES = """
案件:
  办结: {where: 结果 = '办结'}
  清单: {rows: [收到日期]}
"""


def loaded(folder: Path, old: str = "", new: str = "", figures: str = FIGURES) -> list[Finding]:
    assert old in SHEETS
    found, findings = profile.load(write(folder, SHEETS.replace(old, new, 1), figures, CHECKS))
    return [*findings, *(found.doubts if found else ())]


def test_declared_dates_without_a_mistake(tmp_path: Path) -> None:
    assert loaded(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "message", "fix"),
    [
        ("period: 收到日期", "period: 收到时期", "没有叫“收到时期”的日期列", "收到日期"),
        ("period: 收到日期", "period: 人数", "没有叫“人数”的日期列", "收到日期"),
        ("period: 收到日期", "since: 收到", "没有叫“收到”的日期列", "收到日期"),
        ("period: 收到日期", "period: 收到日期\n  since: 办结日期", "只能写一个", ""),
        ("as_of: 办结日期", "as_of: 办结", "没有叫“办结”的日期列", "办结日期"),
        ("open: 未办", "open: 未结", "没有叫“未结”的“结果”的取值", "未办"),
        ("as_of: 办结日期", "as_of: always", "写了 open，就要用 as_of", ""),
    ],
)
def test_a_mistake_in_a_declared_date(tmp_path: Path, old: str, new: str, message: str, fix: str) -> None:
    (found,) = loaded(tmp_path, old, new)
    assert (found.code, found.severity) == ("PRO002", "error")
    assert message in found.message
    assert fix in found.fix


def test_a_status_that_no_date_holds_is_a_warning_where_there_are_dates_that_could(tmp_path: Path) -> None:
    (found,) = loaded(tmp_path, ", as_of: 办结日期, open: 未办")
    assert (found.code, found.severity) == ("PRO011", "warning")
    assert found.place.sheet == "第11行"
    assert "“结果”" in found.message
    assert "as_of" in found.fix
    assert loaded(tmp_path, ", as_of: 办结日期, open: 未办", ", as_of: always") == []


def test_a_date_that_a_condition_goes_by_is_a_status_too(tmp_path: Path) -> None:
    figures = "案件:\n  办结: {where: 办结日期 IS NOT NULL}\n"
    assert loaded(tmp_path, figures=figures) == [], "the outcome is decided by it"
    (found,) = loaded(tmp_path, ", as_of: 办结日期, open: 未办", figures=figures)
    assert "“办结日期”" in found.message
    itself = "办结日期: {type: date, as_of: 办结日期}"
    sheets = SHEETS.replace("办结日期: {type: date}", itself).replace(", as_of: 办结日期, open: 未办", "")
    found_profile, findings = profile.load(write(tmp_path, sheets, figures, CHECKS))
    assert found_profile
    assert (findings, found_profile.doubts) == ([], ())


def test_what_figures_do_not_go_by_needs_no_date(tmp_path: Path) -> None:
    assert loaded(tmp_path, ", as_of: 办结日期, open: 未办", figures="案件:\n  清单: {rows: [结果]}\n") == []


@pytest.mark.parametrize(
    ("old", "new", "loose"),
    [
        ("", "", []),
        (", as_of: 办结日期, open: 未办", "", [("办结日期", True)]),
        ("  period: 收到日期\n", "", [("收到日期", False)]),
        (", as_of: 办结日期, open: 未办", ", as_of: always", []),
    ],
)
def test_the_dates_that_nothing_says_how_to_count(
    tmp_path: Path, old: str, new: str, loose: list[tuple[str, bool]]
) -> None:
    write(tmp_path, SHEETS.replace(old, new, 1), FIGURES, CHECKS)
    assert [(name, weighs) for _, name, weighs in unheld(load_profile(tmp_path))] == loose
