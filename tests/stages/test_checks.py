"""What checks find together is what each finds alone, whichever were passed over because no row meets them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.ledger.reading import open_to_read
from reportgen.model import Profile
from reportgen.pipeline import Project
from reportgen.profile.queries import selecting
from reportgen.profile.terms import variants
from reportgen.stages import unmet
from reportgen.stages.checks import by_checks, check_rows


@pytest.mark.parametrize("look", [0, 1, 1000])
def test_all_checks_find_the_same_as_each_alone(
    faulty: Path, rule_of_law: Profile, look: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unmet, "_WORTH_A_LOOK", look)
    project = pipeline.open_project(faulty)
    pipeline.collect(project)
    checks = list(rule_of_law.checks.values())
    with open_to_read(project.workspace.ledger, rule_of_law.kinds) as ledger:
        alone = [told for each in checks for told in check_rows(ledger, rule_of_law, each, 2023)]
        assert len(alone) > 15
        assert by_checks(ledger, rule_of_law, checks, 2023) == alone


def test_a_sheet_is_read_table_by_table_whatever_a_check_asks(
    collected: Project, rule_of_law: Profile
) -> None:
    """An index that SQLite makes for one query would be gone through anew for each table."""
    with open_to_read(collected.workspace.ledger, rule_of_law.kinds) as ledger:
        ledger.views.scope(2023)
        ledger.views.select("SELECT 1 FROM 上年行政复议")
        ledger._connection.set_authorizer(None)
        for check in rule_of_law.checks.values():
            for each in variants(check):
                plan = ledger._connection.execute(f"EXPLAIN QUERY PLAN {selecting(each)}").fetchall()
                steps = [step for *_, step in plan if step.startswith(("SEARCH k ", "SCAN k"))]
                assert all("USING INTEGER PRIMARY KEY" in step for step in steps), (check.code, steps)
                assert steps


def test_sheets_that_are_joined_are_not_compared_row_by_row(collected: Project, rule_of_law: Profile) -> None:
    with open_to_read(collected.workspace.ledger, rule_of_law.kinds) as ledger:
        ledger.views.scope(2023)
        ledger._connection.set_authorizer(None)
        joined = "SELECT 1 FROM 行政复议 AS 甲 JOIN 行政诉讼 AS 乙 ON 甲.案号 = 乙.案号"
        plan = ledger._connection.execute(f"EXPLAIN QUERY PLAN {joined}").fetchall()
        assert any(step.startswith("SEARCH k USING AUTOMATIC") for *_, step in plan)
