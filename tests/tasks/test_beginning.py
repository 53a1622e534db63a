"""A workspace is begun in one go: from nothing to a first report in three steps, and never over what is there."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import docx
import pytest
from conftest import ROOT, copy_samples

from reportgen import pipeline
from reportgen.model import Broken, CannotRun
from reportgen.tasks import beginning
from reportgen.tasks.beginning import begin
from reportgen.tasks.correspondence import LEAFLET
from reportgen.workspace import issued
from reportgen.workspace.new_settings import Asked, departments
from reportgen.workspace.outputs import write
from tests.make.county import lay

OWES = {
    "党综办=党政办（至2022）": "规范性文件、依申请公开、工作会议、工作举措",
    "法治办=司法所": "行政复议、行政诉讼、矛盾调解、矛盾调解月报、法律顾问、工作举措、存在问题、下步安排",
    "宣传办": "普法活动、文化阵地、工作举措",
    "派出所": "工作举措",
    "组织人事办": "学法培训、学时",
    "综合行政执法局": "执法人员、执法考试、工作举措",
}
ASKED = Asked("近海镇", 2023, "rule-of-law", departments(f"{name}：{owes}" for name, owes in OWES.items()))
NAMES = ["党综办", "法治办", "宣传办", "派出所", "组织人事办", "综合行政执法局"]


def there(root: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(root)): file.read_bytes()
        for file in root.rglob("*")
        if file.is_file() and "底账" not in str(file)
    }


def test_from_nothing_to_a_report(tmp_path: Path) -> None:
    root = tmp_path / "新" / "镇"
    done = begin(root, ASKED)
    assert [name for name, _ in done.written] == [
        "reportgen.yaml", "templates/rule-of-law", "来件/2023", "来件/2022", "输出/表样/2023", f"输出/表样/2023/{LEAFLET}",
    ]  # fmt: skip
    assert done.there == ()
    for year in ("2022", "2023"):
        assert sorted(each.name for each in (root / "来件" / year).iterdir()) == sorted(NAMES)
    shutil.rmtree(root / "来件/2022")
    shutil.copytree(ROOT / "samples/2022", root / "来件/2022")  # under the names of then
    for name, new in [(name, name) for name in NAMES[2:]] + [("党政办", "党综办"), ("司法所", "法治办")]:
        shutil.copytree(ROOT / "samples/2023" / name, root / "来件/2023" / new, dirs_exist_ok=True)
    built = pipeline.build(pipeline.open_project(root), 2023)
    assert built.rendered.file, built.rendered.findings
    assert pipeline.open_project(root).status(2022).complete


def test_the_first_build_need_not_check_the_profile_again(tmp_path: Path) -> None:
    begin(tmp_path, ASKED)
    project = pipeline.open_project(tmp_path)
    assert project.loaded is None
    assert project.profile.departments == tuple(NAMES)


def test_the_report_is_the_same_as_without_departments_in_the_settings(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        copy_samples(tmp_path / name)
    plain = tmp_path / "甲"
    (plain / "reportgen.yaml").unlink()
    order = departments(["派出所", "综合行政执法局", "司法所", "宣传办", "组织人事办", "党政办"])
    begin(plain, Asked("近海镇", 2023, "rule-of-law", order))
    reports = []
    for name in ("甲", "乙"):
        project = pipeline.open_project(tmp_path / name)
        project.collect()
        file = project.render(2023).file
        assert file
        reports.append(file.read_bytes())
    assert reports[0] == reports[1]


def test_a_second_run_adds_what_is_missing_and_changes_nothing(tmp_path: Path) -> None:
    begin(tmp_path, ASKED)
    form = tmp_path / "输出/表样/2023/宣传办/2023年报送表（宣传办）.xlsx"
    form.write_bytes(b"filled in")
    figures = tmp_path / "templates/rule-of-law/figures.yaml"
    figures.write_text(figures.read_text(encoding="utf-8") + "# 改过\n", encoding="utf-8")
    before = there(tmp_path)
    assert begin(tmp_path, ASKED._replace(unit="别的镇")).written == ()
    assert there(tmp_path) == before
    lost = ["输出/表样/2023/派出所/2023年报送表（派出所）.xlsx", "templates/rule-of-law/README.md"]
    for name in lost:
        (tmp_path / name).unlink()
    (tmp_path / "来件/2023/派出所").rmdir()
    done = begin(tmp_path, ASKED)
    assert [name for name, _ in done.written] == [
        "templates/rule-of-law/README.md",
        "来件/2023",
        "输出/表样/2023",
    ]
    assert there(tmp_path) == before
    assert (tmp_path / "来件/2023/派出所").is_dir()


def test_a_folder_under_another_name_of_a_department_is_its_folder(tmp_path: Path) -> None:
    (tmp_path / "来件/2022/党政办").mkdir(parents=True)
    (tmp_path / "来件/2023/近海镇司法所").mkdir(parents=True)
    begin(tmp_path, ASKED)
    assert "党综办" not in {each.name for each in (tmp_path / "来件/2022").iterdir()}
    assert "法治办" not in {each.name for each in (tmp_path / "来件/2023").iterdir()}


def test_a_folder_of_a_year_may_be_called_otherwise(tmp_path: Path) -> None:
    (tmp_path / "来件/2022年度/宣传办").mkdir(parents=True)
    begin(tmp_path, ASKED)
    assert sorted(each.name for each in (tmp_path / "来件").iterdir()) == ["2022年度", "2023"]
    assert sorted(each.name for each in (tmp_path / "来件/2022年度").iterdir()) == sorted(NAMES)


def test_settings_of_a_pyproject_are_settings(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.reportgen]\nunit = "近海镇"\n', encoding="utf-8")
    assert begin(tmp_path, ASKED).there == (("pyproject.toml", "设置：单位、部门、报告里要印的文字"),)
    assert not (tmp_path / "reportgen.yaml").exists()


def test_a_department_has_no_folder_and_no_form_for_the_years_in_which_it_owes_nothing(
    tmp_path: Path,
) -> None:
    more = departments(["应急办（2023起）：工作举措", "老干办："])
    begin(tmp_path, ASKED._replace(departments={**ASKED.departments, **more}))
    folders = [
        {each.name for each in (tmp_path / "来件" / year).iterdir()} - set(NAMES) for year in ("2022", "2023")
    ]
    assert folders == [set(), {"应急办"}]
    assert {each.name for each in (tmp_path / "输出/表样/2023").iterdir()} - set(NAMES) == {"应急办", LEAFLET}


def test_the_page_says_who_hands_in_what(tmp_path: Path) -> None:
    begin(tmp_path, ASKED)
    document = docx.Document(BytesIO((tmp_path / "输出/表样/2023" / LEAFLET).read_bytes()))
    (table,) = document.tables
    rows = {row.cells[0].text: row.cells[1].text for row in table.rows[1:]}
    assert list(rows) == NAMES
    assert rows["组织人事办"] == "学法培训登记表、工作人员学法学时统计表"
    assert document.paragraphs[0].text == "近海镇2023年报送说明"


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (["司法所：行政复义"], "方案里没有叫“行政复义”的表。是不是“行政复议”"),
        (["司法所：行政复议"], "现在没有部门报送行政诉讼、"),
        (["司法室"], "没有写“司法室”报送哪些表"),
        (["司法室"], "什么也不报的，冒号后面空着。可以报的表：行政复议、行政诉讼、"),
        (["司法所：行政复议"], "要报的表写在部门名称和冒号后面"),
    ],
)
def test_what_the_settings_could_not_hold_is_told_before_anything_is_written(
    said: list[str], says: str, tmp_path: Path
) -> None:
    with pytest.raises(CannotRun, match=says):
        begin(tmp_path / "新", ASKED._replace(departments=departments(said)))
    assert not (tmp_path / "新").exists()


def test_a_profile_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="没有叫“别的”的报告方案"):
        begin(tmp_path / "新", ASKED._replace(profile="别的"))
    assert not (tmp_path / "新").exists()


def test_settings_with_a_mistake_are_told_and_left(tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text("unti: 近海镇\n", encoding="utf-8")
    with pytest.raises(Broken):
        begin(tmp_path, ASKED)
    assert [each.name for each in tmp_path.iterdir()] == ["reportgen.yaml"]


@pytest.mark.parametrize("last", [2, 4, 8])  # the first form, another, and the page that goes with them
def test_a_run_that_is_cut_off_is_taken_up_by_the_next(
    last: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = tmp_path / "whole"
    begin(whole, ASKED)
    number = 0

    def failing(file: Path, content: bytes) -> None:
        nonlocal number
        number += 1
        if number == last:
            raise CannotRun("磁盘已满")
        write(file, content)

    cut = tmp_path / "cut"
    with monkeypatch.context() as patched:
        for module in (beginning, issued):
            patched.setattr(module, "write", failing)
        with pytest.raises(CannotRun):
            begin(cut, ASKED)
    begin(cut, ASKED)
    assert there(cut) == there(whole)


def test_each_of_several_bodies_gets_its_folders_and_forms(tmp_path: Path) -> None:
    lay(tmp_path)
    shutil.rmtree(tmp_path / "来件/2023/乙镇")
    shutil.rmtree(tmp_path / "来件/2022/丙乡/司法所")
    settings = tmp_path / "reportgen.yaml"
    told = "bodies: {甲镇: {}, 乙镇: {without: [执法队]}, 丙乡: {from: 2023}}"
    settings.write_text(f"unit: 某县\nprofile: 年报\n{told}\n", encoding="utf-8")
    done = begin(tmp_path, ASKED)
    assert (done.several, done.astray) == (True, ())
    assert done.written == (
        ("来件/2023", "2023年的来件，3个单位，补上1个部门的文件夹"),
        ("输出/单位名称/表样/2023", "3 个单位的空白表样 5 份"),
        ("输出/单位名称/表样/2023/报送说明.docx", "和表样一起发给各部门的一页说明"),
    )
    assert [each.name for each in (tmp_path / "来件/2023/乙镇").iterdir()] == ["司法所"]
    assert not (tmp_path / "来件/2022/丙乡/司法所").exists()
    forms = sorted(str(each.relative_to(tmp_path / "输出")) for each in (tmp_path / "输出").rglob("*.xlsx"))
    assert [each.split("/")[0] for each in forms] == ["丙乡", "丙乡", "乙镇", "甲镇", "甲镇"]
    assert begin(tmp_path, ASKED).written == ()


def test_what_was_made_before_there_were_bodies_is_told(tmp_path: Path) -> None:
    lay(tmp_path)
    settings = tmp_path / "reportgen.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text("unit: 某县\nprofile: 年报\n", encoding="utf-8")
    shutil.rmtree(tmp_path / "来件")
    assert begin(tmp_path, ASKED).astray == ()
    settings.write_text(text, encoding="utf-8")
    done = begin(tmp_path, ASKED)
    assert done.astray == ("来件/2023/司法所", "来件/2023/执法队", "来件/2022/司法所", "来件/2022/执法队")
    assert done.unsent == "输出/表样/2023"
    assert (tmp_path / "来件/2023/甲镇/司法所").is_dir()
