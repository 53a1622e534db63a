"""The gate: one body's errors stop its own report and that of all, and no other; no body is taken for another."""

from __future__ import annotations

from pathlib import Path

from conftest import write_xlsx

from reportgen import pipeline
from reportgen.opening import check_profile
from tests.make.county import TOWNS, collected, lay, send


def test_the_same_number_and_the_same_row_in_two_townships_are_two_cases(tmp_path: Path) -> None:
    project = collected(tmp_path)
    assert pipeline.validate(project, 2023)[1] == []
    assert project.figures(2023).errors == 0


def test_what_is_told_of_a_body_names_commands_about_it(tmp_path: Path) -> None:
    project = collected(tmp_path)
    write_xlsx(tmp_path / "来件/2023/丙乡/司法所/补.xlsx", "件数\n3", "调解")
    (told,) = project.validate(2023)
    assert told.fix.startswith("运行 reportgen collect --unit 丙乡 再收一次；")


def test_the_figures_are_over_all_bodies_and_last_years_are(tmp_path: Path) -> None:
    project = collected(tmp_path, "汇总")
    found = {each.definition.full_name: each for each, _ in project.figures(2023).figures}
    assert (found["案件.总数"].value, found["案件.总数"].previous) == (9, 6)
    assert [(each["_unit"], each["总数"]) for each in found["案件.各镇"].items or ()] == [
        *zip(TOWNS, (2, 3, 4), strict=True),
        ("合计", 9),
    ]
    own, _ = pipeline.figures(project.of("乙镇"), 2023).figures[0]
    assert (own.value, own.previous) == (3, 2)


def test_an_error_of_one_body_stops_its_report_and_that_of_all_alone(tmp_path: Path) -> None:
    project = collected(tmp_path)
    write_xlsx(tmp_path / "来件/2023/乙镇/执法队/案件.xlsx", "案号 | 罚款\n1 | 100\n1 | 100", "案件")
    project.collect()
    assert [bool(project.of(each).render(2023).file) for each in TOWNS] == [True, False, True]
    done = project.render(2023)
    assert done.file is None
    assert {(each.code, each.department) for each in done.findings if each.severity == "error"} == {
        ("ROW001", "乙镇执法队")
    }


def test_what_a_body_has_not_sent_is_no_zero(tmp_path: Path) -> None:
    project = collected(tmp_path)
    (tmp_path / "来件/2023/丙乡/司法所/调解.xlsx").unlink()
    project.collect()
    found = {each.definition.full_name: each for each, _ in project.figures(2023).figures}
    assert (found["调解.总数"].value, found["案件.总数"].value) == (None, 9)
    (lacks,) = project.validate(2023)
    assert (lacks.code, lacks.department) == ("OWE001", "丙乡司法所")
    assert project.of("甲镇").render(2023).file


def test_what_lies_in_no_bodys_folder_stops_the_report_of_all(tmp_path: Path) -> None:
    project = collected(tmp_path)
    send(tmp_path, "丁镇", 2023, [1], 1)
    assert [reason for _, reason in project.collect().refused] == ["不在任何一个单位的文件夹里，没有收"] * 2
    assert {each.code for each in project.validate(2023)} == {"FIL024"}
    assert project.of("甲镇").render(2023).file


def test_what_has_changed_since_it_was_collected_is_said_of_its_body(tmp_path: Path) -> None:
    project = collected(tmp_path)
    send(tmp_path, "乙镇", 2023, [1], 1)
    (behind,) = project.validate(2023)
    assert (behind.code, behind.message[:3]) == ("FIL020", "乙镇：")
    assert project.render(2023, as_collected=True).file


def test_waivers_are_a_bodys_own(tmp_path: Path) -> None:
    project = collected(tmp_path)
    (tmp_path / "waivers-甲镇.yaml").write_text(
        "- {year: 2023, code: ROW001, key: 9, reason: 无, by: 某人, until: 2999-01-01}\n", encoding="utf-8"
    )
    assert [each.code for each in project.of("甲镇").validate(2023)] == ["SET008"]
    assert project.of("乙镇").validate(2023) == []


def test_a_value_of_one_row_is_each_bodys_own_and_none_over_all(tmp_path: Path) -> None:
    root = lay(tmp_path)
    file = root / "templates" / "年报" / "figures.yaml"
    more = "  上报数: {value: 件数, unit: 件}\n  各镇上报: {by: 单位, columns: [上报数]}\n"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    project = pipeline.open_project(root, "汇总")
    project.collect()
    assert project.render(2023).file
    found = {each.definition.full_name: each for each, _ in project.figures(2023).figures}
    assert found["调解.上报数"].value is None
    assert [each["上报数"] for each in found["调解.各镇上报"].items or ()] == [5, 6, 7]
    assert pipeline.figures(project.of("乙镇"), 2023).figures[-2][0].value == 6


TWICE = """
P001:
  title: 同一个人报在两个单位
  sheet: 人员
  all_bodies: true
  query: SELECT 甲._source, 甲._row, 甲._unit FROM 人员 甲 JOIN 人员 乙 ON 甲.证号 = 乙.证号 AND 甲._unit > 乙._unit
  marks: 证号
  severity: error
  says: "{_unit}的这个人别的单位也报了"
  example: |
    [乙镇 人员]
    证号 | 学时
    101  | 40     <- 证号
    102  | 60
    [丙乡 人员]
    证号 | 学时
    101  | 40
"""
PEOPLE = """
人员:
  title: 培训人员名册
  from: [司法所]
  fields: {证号: {type: string, required: true, personal: true}, 学时: {type: integer, required: true}}
"""


def with_people(root: Path, *numbers: str) -> pipeline.Project:
    """A county with a check over all its towns, of each of which one person was trained."""
    folder = lay(root) / "templates/年报"
    with (folder / "sheets.yaml").open("a", encoding="utf-8") as file:
        file.write(PEOPLE)
    (folder / "checks.yaml").write_text(TWICE, encoding="utf-8")
    for town, number in zip(TOWNS, numbers, strict=True):
        write_xlsx(root / f"来件/2023/{town}/司法所/人员.xlsx", f"证号 | 学时\n{number} | 40", "人员")
    project = pipeline.open_project(root)
    project.collect()
    return project


def test_a_check_over_all_bodies_is_an_error_of_all_alone(tmp_path: Path) -> None:
    project = with_people(tmp_path, "33-101", "33-102", "33-101")
    (found,) = (each for each in project.validate(2023) if each.severity == "error")
    assert (found.code, found.message, found.department) == (
        "P001",
        "甲镇的这个人别的单位也报了",
        "甲镇司法所",
    )
    assert str(found.place) == "来件/2023/甲镇/司法所/人员.xlsx › 人员 › A2"
    assert project.render(2023).file is None
    assert project.of("甲镇").render(2023).file
    assert project.validate(2023)[-1] == found  # as it is remembered
    assert check_profile(tmp_path).examples == 1


def test_what_somebody_explains_of_all_bodies_stands_in_the_waivers_of_all(tmp_path: Path) -> None:
    project = with_people(tmp_path, "33-101", "33-102", "33-101")
    assert project.figures(2023).errors == 1
    said = "{year: 2023, code: P001, file: 来件/2023/甲镇/司法所/人员.xlsx, cell: A2, reason: 两镇借调, by: 张三, until: 2099-12-31}"
    (tmp_path / "waivers.yaml").write_text(f"- {said}\n", encoding="utf-8")
    assert project.figures(2023).errors == 0
    assert project.render(2023).file


def test_a_check_over_all_bodies_holds_where_there_is_one(tmp_path: Path) -> None:
    with_people(tmp_path, "33-101", "33-102", "33-101")
    said = "unit: 某县\nprofile: 年报\n"
    (tmp_path / "reportgen.yaml").write_text(said, encoding="utf-8")
    assert "P001" in pipeline.open_project(tmp_path).profile.checks
