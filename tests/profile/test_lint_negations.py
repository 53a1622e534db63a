"""A figure that is called 未… asks for what is not done, and one that is called done for what is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.make.declared import mistakes, write_profile

SHEETS = """
来访:
  title: 来访登记表
  from: [甲镇]
  fields:
    来访日期: {type: date, required: true}
    办理结果: {type: string, enum: [化解, 不予受理], as_of: 办结日期, synonyms: {解决: 化解}}
    办结日期: {type: date}
    答复日期: {type: date}
    退回日期: {type: date}
    未答复原因: {type: string}
    负责人接访: {type: boolean}
"""


@pytest.mark.parametrize(
    ("name", "where", "wrong"),
    [
        ("未办结", "办理结果 IS NOT NULL", True), ("未办结", "办结日期 IS NOT NULL", True), ("尚未答复", "答复日期 IS NOT NULL", True), ("未接访", "负责人接访 = 1", True),
        ("未接访", "负责人接访", True), ("未化解", "办理结果 = '化解'", True), ("未解决件数", "办理结果 = '化解'", True), ("未办结", "办理结果 IS NOT NULL AND 办结日期 IS NOT NULL", True),
        ("办结", "办理结果 IS NULL", True), ("已答复", "答复日期 IS NULL", True), ("办结件数", "办结日期 IS NULL", True), ("已接访", "负责人接访 = 0", True), ("已化解", "办理结果 <> '化解'", True),
        ("未办结", "办理结果 IS NULL", False), ("未答复", "未答复原因 IS NOT NULL", False), ("未受理", "退回日期 IS NOT NULL", False), ("未受理", "办理结果 = '不予受理'", False),
        ("未按时答复", "答复日期 IS NOT NULL AND 答复日期 > '2023-06-30'", False), ("未化解", "办理结果 <> '化解'", False), ("未接访", "负责人接访 = 0", False),
        ("办结", "办理结果 IS NOT NULL", False), ("在办", "办理结果 IS NULL", False), ("剩余", "办结日期 IS NULL", False), ("待答复", "答复日期 IS NULL", False),
        ("已办结未答复", "答复日期 IS NULL", False), ("未成年人", "负责人接访 = 1", False), ("未化解", "办理结果 IN ('化解', '不予受理')", False),
    ],
)  # fmt: skip
def test_a_name_that_denies_goes_with_a_condition_that_does(
    tmp_path: Path, name: str, where: str, *, wrong: bool
) -> None:
    found = mistakes(write_profile(tmp_path / "p", SHEETS, f'来访:\n  {name}: {{where: "{where}"}}\n'))
    assert [f"“来访.{name}”的名称" in each.message for each in found] == [True] * wrong
