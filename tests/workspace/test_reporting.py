"""The departments of the settings: who owes what in which year, by which names, and what is wrong with them."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import copy_samples

from reportgen import pipeline
from reportgen.model import Broken, Field, Finding, Kind, Profile
from reportgen.pipeline import Project
from reportgen.stages.owed import asked_of
from reportgen.workspace import settings
from reportgen.workspace.reporting import with_departments

ALL = """departments:
  党政综合办公室: {aliases: [{name: 党政办, until: 2022}]}
  司法所:
  宣传办:
  派出所:
  组织人事办:
  综合行政执法局:
"""


def asked(root: Path, profile: Profile, text: str) -> tuple[Profile, list[Finding]]:
    (root / "reportgen.yaml").write_text(f"unit: 近海镇\ndepartments:\n{text}", encoding="utf-8")
    loaded, findings = settings.load(root)
    assert loaded, findings
    return with_departments(loaded, profile)


def owners(kind: Kind, *years: int) -> list[tuple[str, ...]]:
    return [kind.owed_in(year) for year in years]


def opened_with(root: Path, departments: str) -> Project:
    (root / "reportgen.yaml").write_text(
        f"unit: 近海镇\ninbox: 来件\noutput: output\n{departments}", encoding="utf-8"
    )
    return pipeline.open_project(root)


def printed(project: Project, year: int) -> dict[str, tuple[object, str | None]]:
    return {
        name: (each.value, each.text)
        for name, each in ((e.definition.full_name, e) for e, _ in project.figures(year).figures)
    }


def test_without_departments_the_profile_is_as_it_was(tmp_path: Path, rule_of_law: Profile) -> None:
    (tmp_path / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
    loaded, _ = settings.load(tmp_path)
    assert loaded
    assert with_departments(loaded, rule_of_law) == (rule_of_law, [])


def test_a_renamed_department_breaks_neither_year(workspace: Path) -> None:
    before = opened_with(workspace, "")
    before.collect()
    figures, found = printed(before, 2023), before.validate(2023)
    shutil.move(workspace / "来件/2023/党政办", workspace / "来件/2023/党政综合办公室")
    after = opened_with(workspace, ALL)
    after.collect()
    assert (printed(after, 2023), len(after.validate(2023))) == (figures, len(found))
    for year in (2022, 2023):
        assert after.status(year).complete
        assert after.status(year).departments[0].name == "党政综合办公室"
    assert {each.file.parent.name for each in after.forms(2023)} == set(after.profile.departments)
    assert after.render(2023, workspace / "报告.docx").file


def test_a_name_of_other_years_is_no_name_of_this_year(workspace: Path) -> None:
    project = opened_with(workspace, ALL)
    done = project.collect()
    assert {name.split("/")[1] for name, _ in done.refused} == {"2023"}
    assert {reason for _, reason in done.refused} == {"“党政办”是党政综合办公室的名称，可2023年不这样叫"}


def test_a_new_department_owes_nothing_for_the_years_before(workspace: Path) -> None:
    project = opened_with(
        workspace, ALL.replace(", until: 2022", "") + "  应急办: {from: 2023, owes: [工作举措]}\n"
    )
    project.collect()
    assert project.status(2022).complete
    assert "应急办" not in {each.name for each in project.status(2022).departments}
    assert [each.message for each in project.validate(2022) if each.code == "OWE001"] == []
    missing = [each for each in project.validate(2023) if each.code == "OWE001"]
    assert [each.message for each in missing] == ["没有收到应急办的《法治建设工作举措》"]
    assert "应急办" not in {each.department for each in project.forms(2022)}


def test_a_new_department_that_has_no_year_is_told_how_to_get_one(workspace: Path) -> None:
    project = opened_with(workspace, ALL.replace(", until: 2022", "") + "  应急办: {owes: [矛盾调解]}\n")
    project.collect()
    (told,) = [each for each in project.validate(2023) if each.code == "FIG003"]
    assert told.fix.endswith("2023年新设的部门，在设置 departments 里“应急办”下面写 from: 2023。")


def test_what_the_departments_are_is_remembered_and_read_anew_when_it_changes(uncollected: Path) -> None:
    assert opened_with(uncollected, "").collect().workbooks == 36
    changed = opened_with(uncollected, ALL.replace(", until: 2022", ""))
    assert changed.collect().workbooks == 36
    again = pipeline.open_project(uncollected)
    assert again.loaded is None  # it is remembered, and not checked anew
    assert again.profile == changed.profile
    assert again.collect().unchanged == 36


@pytest.mark.parametrize(
    ("owes", "years", "expected"),
    [
        ("  司法所:\n  应急办: {owes: [行政复议]}\n", (2023,), [("司法所", "应急办")]),
        ("  司法所:\n  应急办: {owes: [行政复议案件台账]}\n", (2023,), [("司法所", "应急办")]),  # its title
        ("  法治办: {aliases: [司法所]}\n", (2023,), [("法治办",)]),
        ("  法治办: {aliases: [司法所], owes: []}\n  司法办: {owes: [行政复议]}\n", (2023,), [("司法办",)]),
        ("  司法所: {until: 2022}\n  法治办: {from: 2023, owes: [行政复议]}\n", (2022, 2023), [("司法所",), ("法治办",)]),
        ("  司法所: {owes: [{sheet: 行政复议, until: 2022}]}\n  法治办: {owes: [{sheet: 行政复议, from: 2023}]}\n", (2022, 2023), [("司法所",), ("法治办",)]),
        ("  法治办: {from: 2022, owes: [{sheet: 行政复议, from: 2020}]}\n", (2021, 2022), [(), ("法治办",)]),
    ],
)  # fmt: skip
def test_who_owes_a_sheet_in_which_year(
    owes: str, years: tuple[int, ...], expected: list[tuple[str, ...]], tmp_path: Path, rule_of_law: Profile
) -> None:
    assert owners(asked(tmp_path, rule_of_law, owes)[0].kinds["行政复议"], *years) == expected


@pytest.mark.parametrize(
    ("text", "line", "message", "fix"),
    [
        ("  司法所: {owes: [行政复义]}", 3, "方案里没有叫“行政复义”的表", "是不是“行政复议”"),
        ("  司法室:", 3, "没有写“司法室”报送哪些表，方案里也没有这个部门", "是不是“司法所”"),
        ("  司法所:\n  宣传办: {aliases: [司法所]}", 4, "“司法所”既是司法所，又是宣传办的别名", "只能指一个部门"),
        ("  司法所: {aliases: [法治办]}\n  宣传办:\n    aliases:\n    - 法治办", 6, "“法治办”既是司法所，又是宣传办的别名", ""),
        ("  司法所: {from: 24}", 3, "“24”不是年度", "2024"),
        ("  司法所: {from: 2024, until: 2023}", 3, "“司法所”从2024年起，却只到2023年", "核对"),
        ("  司法所: {aliases: [{nam: 法治办}]}", 3, "不认识的键“nam”", "是不是“name”"),
        ("  司法所: {owes: [{name: 行政复议}]}", 3, "缺少“sheet”", "写成 {sheet: 名称"),
        ("  派出所:\n    owes:\n    - {sheet: 工作举措, until: 2023}\n    - {sheet: 工作举措, from: 2025}", 6, "“派出所”的 owes 里“工作举措”写了不止一次", "只写一次"),
        ("  派出所:\n    owes:\n    - {sheet: 行政复议、工作举措, until: 2023}\n    - 工作举措", 6, "“派出所”的 owes 里“工作举措”写了不止一次", ""),
        ("  派出所:\n    owes:\n    - 法治建设工作举措\n    - {sheet: 工作举措, from: 2030}", 6, "“派出所”的 owes 里“工作举措”写了不止一次", ""),
        ("  司法所: {aliases: [a/b]}", 3, "“a/b”不能作部门的名称", "斜杠"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line(
    text: str, line: int, message: str, fix: str, tmp_path: Path, rule_of_law: Profile
) -> None:
    found = asked(tmp_path, rule_of_law, text)[1]
    told = [each for each in found if each.message == message]
    assert told, found
    assert (told[0].code, told[0].place.sheet) == ("SET005", f"第{line}行")
    assert fix in told[0].fix


def test_a_column_of_some_is_asked_of_the_departments_that_they_are_now(
    tmp_path: Path, rule_of_law: Profile
) -> None:
    kind = rule_of_law.kinds["行政复议"]
    fields = kind.fields | {"村": Field(type="string", only=("司法所",))}
    profile = replace(rule_of_law, kinds={**rule_of_law.kinds, kind.name: replace(kind, fields=fields)})
    for text, ask in (
        ("  法治办: {aliases: [司法所]}\n  应急办: {owes: [行政复议]}\n", ["法治办"]),
        ("  应急办: {owes: [行政复议]}\n", []),
    ):
        found = asked(tmp_path, profile, text)[0]
        forms = {name: asked_of(found, name, 2023) for name in found.departments}
        assert [name for name, kinds in forms.items() if "村" in kinds[0].fields] == ask


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("  法治办: {owes: [行政复议]}\n  宣传办: {owes: []}\n", "司法所"),
        ("  法治办: {aliases: [{name: 司法所, from: 2023}]}\n  宣传办: {owes: []}\n", ""),
        ("  法治办: {owes: [行政复议]}\n  应急办: {owes: []}\n", "司法所、宣传办"),
        (
            "  司法所: {owes: []}\n  宣传办: {owes: []}\n  应急办: {owes: [行政复议]}\n",
            "",
        ),  # which is there, and does not owe it
    ],
)
def test_a_column_of_a_department_that_is_called_otherwise_now_is_told(
    text: str, lost: str, tmp_path: Path, rule_of_law: Profile
) -> None:
    kind = rule_of_law.kinds["行政复议"]
    fields = {**kind.fields, "村": Field(type="string", only=("司法所", "宣传办"))}
    profile = replace(rule_of_law, kinds={kind.name: replace(kind, fields=fields)}, figures={})
    found, wrong = asked(tmp_path, profile, text)
    message = f"《{kind.title}》的“村”一列方案里只要{lost}填，departments 里没有这个部门，表样里就没有这一列"
    told = [(each.code, each.severity, each.message) for each in found.doubts]
    assert told == [("SET005", "warning", message)] * bool(lost)
    assert wrong == [], "a town that has no such department gives its report all the same"


def test_names_may_change_hands_from_one_year_to_the_next(tmp_path: Path, rule_of_law: Profile) -> None:
    text = "  司法所: {aliases: [{name: 法治办, until: 2023}]}\n  宣传办: {aliases: [{name: 法治办, from: 2024}]}\n"
    assert not [each for each in asked(tmp_path, rule_of_law, text)[1] if "别名" in each.message]


def test_a_sheet_that_figures_count_must_be_owed(tmp_path: Path) -> None:
    with pytest.raises(Broken) as broken:
        opened_with(copy_samples(tmp_path), "departments:\n  应急办: {owes: [工作举措]}\n")
    (told,) = broken.value.findings
    assert told.message.startswith("departments 要写全部的部门，现在没有部门报送行政复议、行政诉讼")
    assert "矛盾调解月报" not in told.message  # which only a check reads


def test_a_department_of_another_shape_is_told(tmp_path: Path) -> None:
    with pytest.raises(Broken) as broken:
        opened_with(copy_samples(tmp_path), "departments:\n  司法所: {ows: [行政复议]}\n")
    (told,) = broken.value.findings
    assert (told.code, told.message, told.fix) == ("PRO001", "不认识的键“ows”", "是不是“owes”？")


def test_a_folder_of_two_departments_is_not_said_to_be_of_another_year(workspace: Path) -> None:
    shutil.move(workspace / "来件/2023/党政办", workspace / "来件/2023/司法所和宣传办")
    project = opened_with(workspace, ALL)
    reasons = {reason for name, reason in project.collect().refused if "司法所和宣传办" in name}
    assert reasons == {"“司法所和宣传办”不是方案里的报送部门"}


@pytest.mark.parametrize(
    "owes",
    ["[行政复议、行政诉讼]", "[行政复议，行政诉讼]", "[行政复议, 行政诉讼]", "['行政复议；行政诉讼、']"],
)
def test_sheets_may_be_set_apart_by_chinese_commas(owes: str, tmp_path: Path, rule_of_law: Profile) -> None:
    others = "".join(
        f"  {name}: {{owes: [{', '.join(k for k, kind in rule_of_law.kinds.items() if name in kind.owners)}]}}\n"
        for name in rule_of_law.departments
    )
    found, findings = asked(tmp_path, rule_of_law, f"{others}  甲: {{owes: {owes}}}\n")
    assert findings == []
    assert [name for name, kind in found.kinds.items() if "甲" in kind.owners] == ["行政复议", "行政诉讼"]


def test_of_sheets_set_apart_by_chinese_commas_the_wrong_one_is_told(
    tmp_path: Path, rule_of_law: Profile
) -> None:
    _, (told,) = asked(tmp_path, rule_of_law, "  司法所: {owes: [行政复议、行政诉松]}\n")
    assert told.message == "方案里没有叫“行政诉松”的表"
    assert told.place.sheet == "第3行"


def test_a_sheet_whose_own_title_has_a_chinese_comma_is_one(tmp_path: Path, rule_of_law: Profile) -> None:
    kinds = {**rule_of_law.kinds, "行政复议": replace(rule_of_law.kinds["行政复议"], title="复议、诉讼台账")}
    profile = replace(rule_of_law, kinds=kinds)
    found, _ = asked(tmp_path, profile, "  甲: {owes: [复议、诉讼台账]}\n")
    assert [name for name, kind in found.kinds.items() if "甲" in kind.owners] == ["行政复议"]


def test_years_hold_for_each_of_several_sheets_in_one_entry(tmp_path: Path, rule_of_law: Profile) -> None:
    found, _ = asked(tmp_path, rule_of_law, "  甲: {owes: [{sheet: 行政复议、行政诉讼, from: 2024}]}\n")
    assert [owners(found.kinds[name], 2023, 2024) for name in ("行政复议", "行政诉讼")] == [[(), ("甲",)]] * 2


def test_the_line_that_is_advised_is_taken(tmp_path: Path, rule_of_law: Profile) -> None:
    there = "  司法所:\n  派出所: {owes: []}\n"  # which alone is asked for a column
    _, (told,) = asked(tmp_path, rule_of_law, there)
    line = told.fix.rpartition("写 ")[2]
    assert asked(tmp_path, rule_of_law, f"{there}  乙: {{{line}}}\n")[1] == []
