"""The built-in findings about the way to a report: each one's example is laid out in a workspace and run.

It leads to this finding and to no other, where the example says.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reportgen.built_in.of_reports import REPORTS
from tests.examples import drawn


@pytest.mark.parametrize("code", REPORTS)
def test_the_example_of_a_rule_leads_to_it_and_to_no_other(code: str, tmp_path: Path) -> None:
    assert drawn.outcome(REPORTS[code].example, tmp_path) == ({code}, [])


@pytest.mark.parametrize(
    ("code", "right", "wrong"),
    [
        ("OWE001", "[2023/宣传办] 空文件夹   <-", "[2023/档案馆] 空文件夹   <-"),
        ("OWE003", "（更正）.xlsx]\n案号 | 立案日期   | 罚没金额\n1 ", "（更正）.xlsx]\n案号 | 立案日期   | 罚没金额\n2 "),
        ("LED001", "    文号: {type: string}", "    主题: {type: string, required: true}"),
        ("LED002", "，再收集时断了电", ""),
        ("FIG003", "去年三月", "2022-03-01"),
        ("PRO001", "requird", "required"),
        ("PRO002", "罚没金客", "罚没金额"),
        ("SET001", "unit: 近海镇", "unit: 近海镇\nreport: {主送机关: 县人民政府}"),
    ],
)  # fmt: skip
def test_an_example_that_is_wrong_fails(code: str, right: str, wrong: str, tmp_path: Path) -> None:
    example = REPORTS[code].example + "\n"
    assert right in example
    assert drawn.outcome(example.replace(right, wrong, 1), tmp_path) != ({code}, [])
