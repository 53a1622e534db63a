"""What is wrong with a year by itself: its cells, its texts, and the year before, where there is one."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.tasks import checking
from reportgen.word.document import Template

CASES = """
案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果
复1  | {year}.3.1 | {year}.3.8 | {year}.4.20 | {result}
"""


def _never() -> Template:
    raise AssertionError("the template is asked for only where there is a year before")


@pytest.mark.parametrize("last", ["", "不知"])
def test_the_year_before_is_looked_at_where_it_was_collected(tmp_path: Path, last: str) -> None:
    for year, result in (("2023", "不明白"), ("2022", last)):
        if result:
            table = CASES.format(year=year, result=result)
            write_xlsx(tmp_path / "来件" / year / "司法所" / "复议.xlsx", table)
    project = pipeline.open_project(tmp_path)
    project.collect()
    with pipeline._ledger(project) as ledger:
        template = (lambda: project.template) if last else _never
        found = checking.find(ledger, project.profile, template, {}, 2023, "某镇")
    codes = {each.code for each in found}
    assert "CEL003" in codes
    assert ("FIG003" in codes) is bool(last)
