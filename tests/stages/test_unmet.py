"""The checks that no row meets are passed over, and no other: what all of them find is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.ledger.reading import Ledger, open_to_read
from reportgen.model import Profile
from reportgen.stages.checks import check_rows
from reportgen.stages.unmet import unmet


@pytest.fixture
def opened(faulty: Path, rule_of_law: Profile) -> Iterator[Ledger]:
    project = pipeline.open_project(faulty)
    pipeline.collect(project)
    with open_to_read(project.workspace.ledger, rule_of_law.kinds) as ledger:
        yield ledger


def test_what_is_met_is_asked_about_and_what_is_not_is_not(opened: Ledger, rule_of_law: Profile) -> None:
    of_rows = [each for each in rule_of_law.checks.values() if each.fails]
    met = {check.code for check in of_rows if check_rows(opened, rule_of_law, check, 2023)}
    assert len(met) > 5
    assert set(unmet(opened, rule_of_law, of_rows, 2023)) == {each.code for each in of_rows} - met


def test_a_check_that_had_to_estimate_a_day_is_asked_by_itself(opened: Ledger, rule_of_law: Profile) -> None:
    check = replace(rule_of_law.checks["CASE004"], fails="workdays('2051-01-03', 收到日期 || '') > 900")
    late = replace(check, code="X", fails="workdays('2050-01-03', '2051-02-01') > 900")
    assert set(unmet(opened, rule_of_law, [check], 2023)) == {"CASE004"}
    assert set(unmet(opened, rule_of_law, [check, late], 2023)) == set()


def test_what_cannot_be_asked_together_is_asked_one_by_one(opened: Ledger, rule_of_law: Profile) -> None:
    good = rule_of_law.checks["CASE004"]
    wrong = replace(good, code="X", fails="没有这一列 > 1")
    assert set(unmet(opened, rule_of_law, [good, wrong], 2023)) == set()
    assert not opened.views.failed
