"""What was found for each of several bodies, as a county is told of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportgen import pipeline
from reportgen.model import CannotRun, Place
from reportgen.rules import finding
from reportgen.stages.of_bodies import idle_waivers, is_everyones, not_compared, of_body
from reportgen.workspace.settings import Workspace
from tests.make.county import TOWNS, collected


def test_a_finding_names_the_body_by_the_department_the_file_or_what_is_said() -> None:
    of_department = finding("OWE001", "没有收到", Place(sheet="调解"), department="司法所")
    of_file = finding("FIL003", "不知道哪年", Place("来件/甲镇/某.xlsx"))
    of_ledger = finding("FIL020", "来件夹又有变动")
    named = [*of_body("甲镇", [of_department, of_file, of_ledger], set())]
    assert named == [
        replace(of_department, department="甲镇司法所"),
        of_file,
        replace(of_ledger, message="甲镇：来件夹又有变动"),
    ]


def test_what_is_wrong_with_the_profile_is_told_once() -> None:
    everyones = finding("PRO012", "2030年没有假日表")
    assert is_everyones(everyones)
    assert [*of_body("甲镇", [everyones], set())] == [everyones]
    assert [*of_body("乙镇", [everyones], {everyones})] == []


def test_what_was_collected_is_added_up(tmp_path: Path) -> None:
    project = collected(tmp_path)
    done = project.collect()
    assert (done.workbooks, done.unchanged, done.refused) == (0, 4 * len(TOWNS), [])


def test_files_by_path_need_a_body(tmp_path: Path) -> None:
    project = collected(tmp_path)
    file = tmp_path / "来件/2023/乙镇/执法队/案件.xlsx"
    with pytest.raises(CannotRun, match="要写明是哪个单位的，如 --unit 甲镇"):
        pipeline.collect(project, [file])
    assert pipeline.collect(project.of("乙镇"), [file]).unchanged == 1


def county(root: Path) -> Workspace:
    return Workspace(
        root,
        "某县",
        root,
        root / "输出",
        root / "底账" / "底账.sqlite",
        root,
        bodies={"甲镇": {}, "乙镇": {}},
    )


@pytest.mark.parametrize(("part", "own"), [("", "waivers-甲镇.yaml"), ("上半年", "waivers-上半年-甲镇.yaml")])
def test_waivers_of_another_part_of_the_year_are_not_idle(tmp_path: Path, part: str, own: str) -> None:
    for name in ("", "-甲镇", "-上半年", "-上半年-甲镇", "-丙镇", "-上半-甲镇"):
        (tmp_path / f"waivers{name}.yaml").touch()
    told = [*idle_waivers(county(tmp_path).during(part) if part else county(tmp_path))]
    assert [each.place.file for each in told] == ["waivers-上半-甲镇.yaml", "waivers-丙镇.yaml"]
    assert f"如 {own}，" in told[0].fix


def test_what_the_figures_are_not_compared_with_is_the_same_part_of_the_year_before(tmp_path: Path) -> None:
    told = not_compared(["甲镇"], county(tmp_path).during("上半年"), 2023)
    assert told.message == "2022年上半年没有收到甲镇的表，全部单位的数不与上年比较"
