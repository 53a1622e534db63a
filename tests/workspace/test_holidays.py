"""Holidays that the settings give: a year's whole plan, as the notice says it, or what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import edit

from reportgen import pipeline
from reportgen.ledger.sql_functions import published
from reportgen.model import Finding
from reportgen.workspace import settings
from reportgen.workspace.holidays import idle_holidays, plans, wrong_holidays
from reportgen.workspace.settings import Workspace

REST = "2051-01-01 至 2051-01-03, 2051-02-11—2051-02-17, 2051年4月5日, 2051-05-01, 2051-10-01到2051-10-07"
PLAN = f"{{rest: [{REST}], work: [2051-02-18, 2051-10-08]}}"


def workspace(root: Path, plan: str = PLAN, year: int = 2051) -> Workspace:
    (root / "reportgen.yaml").write_text(
        f"unit: 近海镇\ninbox: 来件\noutput: output\nholidays:\n  {year}: {plan}\n", encoding="utf-8"
    )
    found, wrong = settings.load(root)
    assert found, wrong
    return found


def test_a_plan_names_days_and_stretches_of_days(tmp_path: Path) -> None:
    found = workspace(tmp_path)
    assert wrong_holidays(found) == []
    plan = plans(found)[2051]
    assert {"2051-01-02", "2051-02-11", "2051-02-17", "2051-04-05", "2051-10-07"} <= plan.off
    assert len(plan.off) == 3 + 7 + 1 + 1 + 7
    assert plan.work == {"2051-02-18", "2051-10-08"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2051年4月5日", "2051年4月31日", "不是日历上有的日期"),
        ("2051-10-01到2051-10-07", "2051-10-07到2051-10-01", "起止写反了"),
        ("2051-10-01到2051-10-07", "2051-05-02到2051-10-07", "起止写反了"),
        ("2051年4月5日", "2052-04-05", "2052-04-05不在2051年"),
        ("2051-02-18,", "2051-02-17, 2051-02-18,", "2051-02-17又放假又上班"),
        ("2051-02-18,", "2051-02-20, 2051-02-18,", "2051-02-20不是周末"),
        ("2051-05-01, ", "", "没有写全，缺2051-05-01"),
        ("2051-02-11—2051-02-17, ", "", "没有写全，只有"),
    ],
)
def test_a_plan_that_cannot_be_is_told_and_not_used(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in PLAN
    found = workspace(tmp_path, PLAN.replace(old, new))
    assert said in "".join(each.message for each in wrong_holidays(found))
    assert {each.code for each in wrong_holidays(found)} == {"SET011"}
    assert plans(found) == {}


def test_a_year_is_a_year(tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text(f"holidays: {{明年: {PLAN}}}", encoding="utf-8")
    found = settings.load(tmp_path)[0]
    assert found
    assert [each.message for each in wrong_holidays(found)] == ["“明年”不是年度"]


def test_the_published_table_goes_before_the_settings_and_that_is_said_where_they_differ(
    tmp_path: Path,
) -> None:
    table = published(2024)
    assert table
    listed = f"rest: [{', '.join(sorted(table.off))}, 2024-06-08, 2024-06-09]"
    same = workspace(tmp_path, f"{{{listed}, work: [{', '.join(sorted(table.work))}]}}", 2024)
    assert list(idle_holidays(same)) == [], "weekends need not be listed"
    other = workspace(tmp_path, f"{{{listed}}}", 2024)
    (told,) = idle_holidays(other)
    assert (told.code, told.severity) == ("SET012", "warning")
    assert "有8天不同：2024-02-04、2024-02-18、2024-04-07等" in told.message


@pytest.fixture
def workspace_of_2051(workspace: Path) -> Path:
    """The samples of 2023 as those of 2051, with a case answered after eleven weekdays, of which two are holidays."""
    (workspace / "来件" / "2023").rename(workspace / "来件" / "2051")
    edit(
        workspace / "来件/2051/司法所/行政复议台账.xlsx", "复议",
        lambda sheet: sheet.__setitem__("E4", "2051-9-22") or sheet.__setitem__("F4", "2051-10-9"),
    )  # fmt: skip
    return workspace


def of_the_case(root: Path) -> list[Finding]:
    project = pipeline.open_project(root)
    pipeline.collect(project)
    return [each for each in pipeline.validate(project, 2051)[1] if each.code in ("CASE003", "PRO012")]


def test_a_given_plan_is_counted_by_and_no_estimate(workspace_of_2051: Path) -> None:
    (estimated,) = of_the_case(workspace_of_2051)
    assert (estimated.code, estimated.severity) == ("CASE003", "warning")
    assert "2051年没有假日表" in estimated.message
    workspace(workspace_of_2051)
    assert of_the_case(workspace_of_2051) == [], (
        "with the holidays it was answered in time, and nothing is estimated"
    )
