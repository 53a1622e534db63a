"""Two rows whose names are exchanged, and two files in each other's folders, are told by the numbers of the year before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.model import Finding
from tests.make.county import TOWNS, lay
from tests.make.declared import opened, write_profile

SHEETS = """
信访:
  title: 信访统计表
  from: [甲镇, 乙镇]
  fields:
    村: {type: string, required: true}
    件数: {type: integer, unit: 件}
    人数: {type: integer, unit: 人}
检查:
  title: 检查统计表
  from: [甲镇, 乙镇]
  fields:
    次数: {type: integer, required: true, unit: 次}
    户数: {type: integer, required: true, unit: 户}
宣讲:
  title: 宣讲登记表
  from: [甲镇, 乙镇]
  fields:
    日期: {type: date, required: true}
    主题: {type: string, required: true}
    听众: {type: integer, unit: 人}
"""
FIGURES = "信访:\n  件数: {measure: sum(件数), unit: 件}\n"
Rows = Sequence[Sequence[object]]


def told(root: Path, sent: Mapping[str, Rows], heads: str) -> list[Finding]:
    write_profile(root / "p", SHEETS, FIGURES, ["信访{{信访.件数}}件。"])
    drawn = {
        name: "\n".join([heads, *(" | ".join(map(str, row)) for row in rows)]) for name, rows in sent.items()
    }
    found = opened(root, drawn).validate(2023)
    return [each for each in found if each.code == "YOY008"]


BEFORE = [["东村", 40, 400], ["西村", 90, 880], ["南村", 60, 610]]


@pytest.mark.parametrize(
    ("now", "at"),
    [
        ([["东村", 92, 860], ["西村", 41, 420], ["南村", 62, 600]], ["B2"]),
        ([["东村", 92, 420], ["西村", 41, 860], ["南村", 62, 600]], []),  # 人数 is as it was
        ([["东村", 44, 420], ["西村", 85, 860], ["南村", 62, 600]], []),
        ([["东村", 92, 860], ["西村", 88, 900], ["南村", 62, 600]], []),
        ([["东村", 120, 1200], ["西村", 30, 250], ["南村", 62, 600]], []),
        ([["东村", "", 860], ["西村", 41, 420], ["南村", 62, 600]], ["C2"]),
    ],
)  # fmt: skip
def test_two_rows_with_each_others_names_are_told_and_a_year_that_differs_is_not(
    tmp_path: Path, now: Rows, at: list[str]
) -> None:
    found = told(tmp_path, {"2023/甲镇/信访": now, "2022/甲镇/信访": BEFORE}, "村 | 件数 | 人数")
    assert [each.place.cell for each in found] == at
    if at == ["B2"]:
        assert found[0].message.startswith("件数92件，")
        assert found[0].message.endswith(" B3 是41件，像是两行对调了：上年这一行是40件，那一行是90件")


@pytest.mark.parametrize(
    ("before", "now", "at"),
    [
        ((41, 92), (92, 41), ["C2"]),
        ((41, 92), (92, 42), []),
        ((40, 90), (90, 40), []),
    ],
)
def test_of_what_has_a_day_only_the_very_same_numbers_are_told(
    tmp_path: Path, before: tuple[int, int], now: tuple[int, int], at: list[str]
) -> None:
    sent = {
        f"{year}/甲镇/宣讲": [[f"{year}-03-08", "东村", numbers[0]], [f"{year}-06-08", "西村", numbers[1]]]
        for year, numbers in ((2022, before), (2023, now))
    }
    assert [each.place.cell for each in told(tmp_path, sent, "日期 | 主题 | 听众")] == at


def test_two_towns_with_each_others_files_are_told(tmp_path: Path) -> None:
    sent = {
        "2023/甲镇/检查": [[305, 88]], "2023/乙镇/检查": [[122, 31]], "2022/甲镇/检查": [[120, 30]], "2022/乙镇/检查": [[300, 90]],
    }  # fmt: skip
    found = told(tmp_path, sent, "次数 | 户数")
    assert [(each.place.cell, each.severity) for each in found] == [("A2", "warning")]


def test_of_many_rows_that_have_moved_none_is_told(tmp_path: Path) -> None:
    before = [[f"{at}村", round(40 * 1.27**at), 400] for at in range(1, 11)]
    now = [[f"{at}村", round(40 * 1.27 ** (11 - at)), 400] for at in range(1, 11)]
    assert told(tmp_path, {"2023/甲镇/信访": now, "2022/甲镇/信访": before}, "村 | 件数 | 人数") == []


def test_two_bodies_with_each_others_files_are_told_over_all_of_them(tmp_path: Path) -> None:
    lay(tmp_path)
    for year, numbers in ((2022, (40, 90)), (2023, (91, 41))):
        for town, number in zip(TOWNS, numbers, strict=False):
            write_xlsx(tmp_path / f"来件/{year}/{town}/司法所/调解.xlsx", f"件数\n{number}", "调解")
    project = pipeline.open_project(tmp_path)
    project.collect()
    (found,) = (each for each in project.validate(2023) if each.code == "YOY008")
    assert (found.place.file, found.department) == (
        f"来件/2023/{TOWNS[0]}/司法所/调解.xlsx",
        f"{TOWNS[0]}司法所",
    )
