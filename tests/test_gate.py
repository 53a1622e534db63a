"""The gate: one body's errors stop its own report and that of all, and no other; no body is taken for another."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest
from conftest import write_xlsx

from reportgen import pipeline
from reportgen.opening import check_profile
from reportgen.stages import validate
from tests.make.county import TOWNS, collected, lay, send
from tests.make.declared import opened, write_profile, write_template


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


def test_a_blank_that_stops_a_bodys_report_is_told_once_and_with_its_body(tmp_path: Path) -> None:
    project = collected(tmp_path)
    write_xlsx(tmp_path / "来件/2023/乙镇/司法所/调解.xlsx", "件数\n约6", "调解")
    project.collect()
    assert [(each.code, each.department) for each in project.validate(2023)] == [("CEL001", "乙镇司法所")]


@pytest.mark.parametrize(
    ("said", "told"), [("甲镇, 乙镇", "FIG003"), ("甲镇, 乙镇, 丙乡: {until: 2022}", "")]
)
def test_a_body_that_is_no_more_is_left_out_of_last_year_by_nobody(
    tmp_path: Path, said: str, told: str
) -> None:
    root = lay(tmp_path)
    write_template(root / "templates/年报/report-汇总.docx", ["处罚{{案件.总数}}件，{{案件.总数 | 增减}}。"])
    shutil.rmtree(root / "来件/2023/丙乡")
    text = f"unit: 某县\nprofile: 年报\nbodies: {{{said}}}\n"
    (root / "reportgen.yaml").write_text(text, encoding="utf-8")
    project = pipeline.open_project(root, "汇总")
    project.collect()
    done = project.render(2023)
    assert [each.code for each in done.findings] == ([told] if told else [])
    assert bool(done.file) is not bool(told)
    if done.file:
        assert docx.Document(str(done.file)).paragraphs[0].text == "处罚5件，减少1件。"


@pytest.mark.parametrize(("said", "codes"), [("丁镇", ["FIG003", "TPL005"]), ("丁镇: {from: 2023}", [])])
def test_a_new_body_is_not_asked_for_the_year_before(tmp_path: Path, said: str, codes: list[str]) -> None:
    root = lay(tmp_path)
    write_template(root / "templates/年报/report-汇总.docx", ["处罚{{案件.总数}}件，{{案件.总数 | 增减}}。"])
    text = f"unit: 某县\nprofile: 年报\nbodies: {{甲镇, 乙镇, 丙乡, {said}}}\n"
    (root / "reportgen.yaml").write_text(text, encoding="utf-8")
    send(root, "丁镇", 2023, [1], 9)
    project = pipeline.open_project(root, "汇总")
    project.collect()
    done = project.render(2023)
    assert [each.code for each in done.findings] == codes
    if done.file:
        assert docx.Document(str(done.file)).paragraphs[0].text == "处罚10件，增加4件。"


def test_a_folder_of_a_body_in_a_year_without_it_is_not_collected(tmp_path: Path) -> None:
    root = lay(tmp_path)
    text = "unit: 某县\nprofile: 年报\nbodies: {甲镇, 乙镇, 丙乡: {until: 2022}}\n"
    (root / "reportgen.yaml").write_text(text, encoding="utf-8")
    project = pipeline.open_project(root)
    project.collect()
    found = project.validate(2023)
    assert {each.code for each in found} == {"FIL024"}
    assert found[0].message == "“调解.xlsx”是丙乡2023年的，设置里丙乡到2022年为止，没有收"


def test_names_are_compared_in_any_width(tmp_path: Path) -> None:
    root = lay(tmp_path, ("甲镇（北）", "Ａ镇"))
    shutil.move(root / "来件/2023/甲镇（北）", root / "来件/2023/甲镇(北)")
    shutil.move(root / "来件/2023/Ａ镇", root / "来件/2023/a镇")
    project = pipeline.open_project(root)
    project.collect()
    assert project.validate(2023) == []
    assert project.figures(2023).figures[0][0].value == 5


def test_waivers_that_are_no_bodys_are_told(tmp_path: Path) -> None:
    project = collected(tmp_path)
    for name in ("waivers.yaml", "waivers-甲镇.yaml", "waivers-已镇.yaml"):
        (tmp_path / name).write_text("[]", encoding="utf-8")
    assert [(each.code, each.place.file) for each in project.validate(2023)] == [
        ("SET008", "waivers-已镇.yaml")
    ]


def test_a_text_that_a_body_lacks_is_to_be_set_for_the_body(tmp_path: Path) -> None:
    root = lay(tmp_path)
    write_template(root / "templates/年报/report.docx", ["处罚{{案件.总数}}件。", "{{报告.署名}}"])
    with (root / "reportgen.yaml").open("a", encoding="utf-8") as file:
        file.write("report: {署名: 某县人民政府}\n")
    project = pipeline.open_project(root)
    project.collect()
    assert project.render(2023).file
    (found,) = project.of("甲镇").render(2023).findings
    assert found.fix == "在工作目录的 reportgen.yaml 的 bodies 里“甲镇”下面写 report: {署名: ……}"


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


SHEETS = "调解: {title: 调解台账, from: [甲镇], fields: {件数: {type: integer, required: true}}}\n"
COMPARED = "调解{{调解.件数}}件{{#调解.件数 | 同比}}，{{调解.件数 | 同比}}{{/调解.件数 | 同比}}。"


def with_a_line(root: Path, line: str) -> pipeline.Project:
    """A workspace of two years, of which the earlier has a mistake, with a template of this line."""
    write_profile(root / "p", SHEETS, "调解:\n  件数: {measure: sum(件数), unit: 件}\n", [line])
    return opened(root, {"2022/甲镇/调解": "件数\n不明白", "2023/甲镇/调解": "件数\n3"})


def with_another(project: pipeline.Project, line: str) -> pipeline.Project:
    write_template(project.workspace.root / "p" / "report.docx", [line])
    return pipeline.open_project(project.workspace.root)


def test_rows_are_not_judged_again_for_another_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = with_a_line(tmp_path, "调解{{调解.件数}}件。")
    assert not project.validate(2023)
    monkeypatch.setattr(validate, "validate", lambda *_, **__: pytest.fail("judged again"))
    assert not with_another(project, "调解纠纷{{调解.件数}}件。").validate(2023)
    assert [each.code for each in with_another(project, COMPARED).validate(2023)] == ["FIG003"]
    with pytest.raises(pytest.fail.Exception):  # it leaves a doubt, which is told among the rows
        with_another(project, "调解{{调解.件数}}件，同比下降。").validate(2023)


def test_a_template_that_compares_is_held_to_what_is_wrong_with_the_year_before(tmp_path: Path) -> None:
    project = with_a_line(tmp_path, "调解{{调解.件数}}件。")
    assert not project.validate(2023)
    assert [each.code for each in with_another(project, COMPARED).validate(2023)] == ["FIG003"]
    assert not with_another(project, "调解纠纷{{调解.件数}}件。").validate(2023)


def test_what_a_template_leaves_in_doubt_is_told_of_it_alone(tmp_path: Path) -> None:
    project = with_a_line(tmp_path, "调解{{调解.件数}}件。")
    assert not project.validate(2023)
    told = with_another(project, "调解{{调解.件数}}件，同比下降。").validate(2023)
    assert [each.code for each in told] == ["TPL018"]
    assert not with_another(project, "调解纠纷{{调解.件数}}件。").validate(2023)
