"""What goes out to the departments: who gets which form, and where it is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from conftest import copy_samples

from reportgen import pipeline
from reportgen.forms.page import FIRST
from reportgen.ledger.reading import open_to_read
from reportgen.model import CannotRun
from reportgen.pipeline import Form, Project
from reportgen.tables.form_version import version_of
from reportgen.tasks.correspondence import Prefill, forms, leaflet


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A workspace of the samples in which nothing was collected yet."""
    return pipeline.open_project(copy_samples(tmp_path_factory.mktemp("forms")))


def test_a_blank_form_goes_to_every_department_that_owes_a_sheet(clean: Project, tmp_path: Path) -> None:
    written = clean.forms(2024, tmp_path)
    assert [each.department for each in written] == list(clean.profile.departments)
    first = written[0]
    assert first.file == tmp_path / first.department / f"2024年报送表（{first.department}）.xlsx"
    assert first.file.is_file()
    owed = [kind.name for kind in clean.profile.kinds.values() if first.department in kind.owners]
    assert list(first.sheets) == owed


def test_forms_for_an_inbox_or_for_nobody_are_not_written(clean: Project, tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="在来件夹里，空白表会被当作交来的表收集"):
        clean.forms(2023, clean.workspace.inbox / "2023")
    kinds = {name: replace(kind, owners=()) for name, kind in clean.profile.kinds.items()}
    nobody = replace(clean, profile=replace(clean.profile, kinds=kinds))
    with pytest.raises(CannotRun, match="没有写哪个部门报送哪张表"):
        nobody.forms(2023, tmp_path)


def test_forms_go_into_the_output_even_where_the_inbox_lies_around_it(clean: Project, tmp_path: Path) -> None:
    output = tmp_path / "来件" / "输出"
    around = replace(clean, workspace=replace(clean.workspace, inbox=tmp_path / "来件", output=output))
    written = around.forms(2024)
    assert {each.file.parent.parent for each in written} == {output / "表样" / "2024"}


def test_two_departments_never_share_a_folder(clean: Project, tmp_path: Path) -> None:
    owners = ("甲/乙", "甲:乙", "甲_乙_", "A", "a", "...")
    kind = replace(clean.profile.kinds["行政复议"], owners=owners)
    own = replace(clean, profile=replace(clean.profile, kinds={kind.name: kind}))
    written = own.forms(2024, tmp_path)
    assert [(each.department, each.file.parent.name) for each in written] == [
        ("甲/乙", "甲_乙"), ("甲:乙", "甲_乙_"), ("甲_乙_", "甲_乙__"), ("A", "A"), ("a", "a_"), ("...", "部门"),
    ]  # fmt: skip
    assert all(each.file.is_file() and each.sheets == ("行政复议",) for each in written)


# Rows of the year before


@pytest.fixture
def collected(tmp_path: Path) -> Project:
    """A workspace in which the samples of two years were collected."""
    project = pipeline.open_project(copy_samples(tmp_path))
    pipeline.collect(project)
    return project


def prefilled(project: Project, **asked: bool) -> dict[str, Form]:
    written = forms(project.workspace, project.profile, 2024, prefill=Prefill(**asked))
    return {each.department: each for each in written}


def come_back(
    project: Project, form: Form, sheet: str, *said: str
) -> tuple[int, list[tuple[str, str, str, str]]]:
    """Hand a form in, with words in the column 核对 of a sheet from its first row on; return the findings and the rows."""
    book = openpyxl.load_workbook(form.file)
    for row, word in enumerate(said, FIRST):
        cell: Any = book[sheet].cell(row, 1)
        cell.value = word
    folder = project.workspace.inbox / "2024" / form.department
    folder.mkdir(parents=True, exist_ok=True)
    book.save(folder / form.file.name)
    pipeline.collect(project)
    with open_to_read(project.workspace.ledger, project.profile.kinds) as ledger:
        rows = sum(each.rows for each in ledger.handed(2024) if each.kind == sheet)
    found = [each for each in pipeline.validate(project, 2024)[1] if each.place.sheet == sheet]
    return rows, [
        (each.code, each.severity, each.place.cell, each.message) for each in found if each.place.row
    ]


def test_standing_lists_come_with_the_rows_of_the_year_before(collected: Project) -> None:
    written = prefilled(collected)
    carried = {name: dict(each.carried) for name, each in written.items() if each.carried}
    assert carried == {"党政办": {"规范性文件": 6}, "宣传办": {"文化阵地": 21}}
    sheet = openpyxl.load_workbook(written["党政办"].file)["规范性文件"]
    first = [cell.value for cell in sheet[FIRST]]
    assert first[:3] == ["待核对", "近海镇环境卫生责任区管理规定", "近政规〔2018〕2号"]
    assert "工作举措" not in written["党政办"].carried, "what was done in a year is not done again"


def test_untouched_rows_of_the_year_before_are_not_counted_and_close_the_gate(collected: Project) -> None:
    rows, found = come_back(collected, prefilled(collected)["党政办"], "规范性文件")
    assert rows == 0
    assert found == [("ROW016", "error", f"A{FIRST}", "从这一格起6行是上年的，还写着“待核对”，没有计入")], (
        "and not as if there were none"
    )


def test_rows_that_were_looked_at_count_and_those_that_are_no_more_do_not(collected: Project) -> None:
    form = prefilled(collected)["党政办"]
    rows, found = come_back(
        collected, form, "规范性文件", "不再有", "已核对", "待核对", "已核对", "", "待核对"
    )
    assert rows == 2
    assert [each[2] for each in found if each[0] == "ROW016"] == [f"A{FIRST + at}" for at in (2, 4, 5)]
    rows, found = come_back(collected, form, "规范性文件", "不再有", *["已核对"] * 5)
    assert rows == 5
    assert not [each for each in found if each[0] != "NORM001"], "which the profile asks: one has run out"
    rows, found = come_back(collected, form, "规范性文件", *["不再有"] * 6)
    assert (rows, found) == (0, []), "a list that has become empty was said to be"


def test_lists_of_people_come_with_their_names_only_where_that_was_asked_for(collected: Project) -> None:
    plain = prefilled(collected)
    assert {name: each.withheld for name, each in plain.items() if each.withheld} == {
        "司法所": ("法律顾问",), "综合行政执法局": ("执法人员",),
    }  # fmt: skip
    with open_to_read(collected.workspace.ledger, collected.profile.kinds) as ledger:
        people = {str(each) for each in ledger.personal()}
    for each in plain.values():
        assert not people & _texts(each.file), "no name leaves the ledger unasked"
    asked = prefilled(collected, personal=True)
    assert dict(asked["综合行政执法局"].carried) == {"执法人员": 15}
    assert asked["综合行政执法局"].file.stem.endswith("（含个人信息）")
    holding = {name for name, each in asked.items() if people & _texts(each.file)}
    assert holding == {"综合行政执法局", "司法所"}, "each in its own form only"


def _texts(file: Path) -> set[str]:
    book = openpyxl.load_workbook(file)
    return {
        str(cell)
        for sheet in book
        for row in sheet.iter_rows(min_row=FIRST, values_only=True)
        for cell in row
    }


def test_a_year_that_was_never_collected_has_nothing_to_carry_over(tmp_path: Path) -> None:
    project = pipeline.open_project(copy_samples(tmp_path))
    with pytest.raises(CannotRun, match="还没有底账"):
        prefilled(project)
    pipeline.collect(project)
    with pytest.raises(CannotRun, match="底账里没有2029年的表，带不出上年的行"):
        forms(project.workspace, project.profile, 2030, prefill=Prefill())


def test_rows_are_carried_over_from_a_ledger_that_is_up_to_date_only(collected: Project) -> None:
    owes = {
        name: [each.name for each in collected.profile.kinds.values() if name in each.owners]
        for name in collected.profile.departments
    }
    lines = [f"  {name}: {{owes: [{', '.join(each)}]}}" for name, each in owes.items()]
    lines = [each.replace("党政办: {", "党政综合办公室: {aliases: [党政办], ") for each in lines]
    settings = collected.workspace.root / "reportgen.yaml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text("\n".join([before, "departments:", *lines, ""]), encoding="utf-8")
    renamed = pipeline.open_project(collected.workspace.root)
    with pytest.raises(CannotRun, match="底账不是最新的，带出的会是以前的行；请先运行 reportgen collect"):
        prefilled(renamed)
    pipeline.collect(renamed)
    assert dict(prefilled(renamed)["党政综合办公室"].carried) == {"规范性文件": 6}
    file = next((collected.workspace.inbox / "2023").rglob("规范性文件目录.xlsx"))
    file.unlink()
    with pytest.raises(CannotRun, match="底账不是最新的"):
        prefilled(renamed)


def test_it_is_told_where_rows_come_from_a_sheet_with_errors(collected: Project) -> None:
    file = next((collected.workspace.inbox / "2023").rglob("规范性文件目录.xlsx"))
    book = openpyxl.load_workbook(file)
    sheet: Any = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any("印发日期" in str(cell.value) for cell in row))
    cell = next(cell for cell in head if "印发日期" in str(cell.value))
    sheet.cell(cell.row + 1, cell.column).value = "去年春天"
    book.save(file)
    pipeline.collect(collected)
    written = prefilled(collected)
    assert {name: dict(each.wrong) for name, each in written.items() if each.wrong} == {
        "党政办": {"规范性文件": 1}
    }
    sheet.cell(cell.row, cell.column).value = "某一列"
    book.save(file)
    pipeline.collect(collected)
    refused = prefilled(collected)["党政办"]
    assert (dict(refused.carried), dict(refused.wrong)) == ({}, {"规范性文件": 1}), (
        "and nothing was carried over"
    )


def test_a_form_that_was_filled_in_is_never_written_over(collected: Project) -> None:
    form = prefilled(collected)["党政办"]
    book = openpyxl.load_workbook(form.file)
    book["规范性文件"].cell(FIRST, 1).value = "已核对"
    book.save(form.file)
    filled = form.file.read_bytes()
    kept = prefilled(collected)["党政办"].kept
    assert kept
    assert (kept.read_bytes(), form.file.read_bytes() == filled) == (filled, False)


def test_the_day_by_which_forms_are_due_is_the_settings_unless_said(tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text(
        "unit: 近海镇\nreport:\n  报送期限: 次年1月10日\n  2024: {报送期限: 2025年1月8日}\n", encoding="utf-8"
    )
    project = pipeline.open_project(tmp_path)

    def due(year: int, said: str = "") -> str:
        form = forms(project.workspace, project.profile, year, due=said)[0]
        line = str(openpyxl.load_workbook(form.file).worksheets[0]["A2"].value)
        return line.partition("报送期限：")[2].split()[0]

    assert [due(2023), due(2024), due(2024, "2025年1月15日")] == [
        "2024年1月10日",
        "2025年1月8日",
        "2025年1月15日",
    ]


def test_a_form_of_another_time_is_told_where_its_columns_are_others(clean: Project, tmp_path: Path) -> None:
    kind = clean.profile.kinds["普法活动"]
    fewer = replace(kind, fields={name: each for name, each in kind.fields.items() if name != "资料份数"})
    old = replace(clean.profile, kinds={**clean.profile.kinds, "普法活动": fewer})
    form = next(
        each for each in forms(clean.workspace, old, 2023, tmp_path / "旧") if each.department == "宣传办"
    )
    told = _told(clean, form, tmp_path / "甲")
    assert [each for each in told if each[1] == "普法活动"] == [
        (
            "TAB018",
            "普法活动",
            "A2",
            f"用的不是现在的表样（这张的版本是{version_of([fewer])}），没有“资料份数”",
        )
    ]
    renamed = replace(kind, fields={**kind.fields, "地点": replace(kind.fields["地点"], aliases=("场地",))})
    other = replace(clean.profile, kinds={**clean.profile.kinds, "普法活动": renamed})
    form = next(
        each for each in forms(clean.workspace, other, 2023, tmp_path / "新") if each.department == "宣传办"
    )
    assert _told(clean, form, tmp_path / "乙") == [], "another version with the same columns is as good"


def _told(project: Project, form: Form, root: Path) -> list[tuple[str, str, str, str]]:
    """What is said of the version of a form that came back."""
    file = root / "来件" / "2023" / form.department / form.file.name
    file.parent.mkdir(parents=True)
    file.write_bytes(form.file.read_bytes())
    (root / "reportgen.yaml").write_text("unit: 近海镇\n", encoding="utf-8")
    there = pipeline.open_project(root)
    pipeline.collect(there)
    found = [each for each in pipeline.validate(there, 2023)[1] if "版本" in each.message + each.fix]
    return [(each.code, each.place.sheet, each.place.cell, each.message) for each in found]


def test_an_old_form_without_a_column_that_is_required_now_is_told_to_be_one(
    clean: Project, tmp_path: Path
) -> None:
    kind = clean.profile.kinds["普法活动"]
    fewer = replace(kind, fields={name: each for name, each in kind.fields.items() if name != "参加人次"})
    old = replace(clean.profile, kinds={**clean.profile.kinds, "普法活动": fewer})
    form = next(
        each for each in forms(clean.workspace, old, 2023, tmp_path / "旧") if each.department == "宣传办"
    )
    assert [each[:2] for each in _told(clean, form, tmp_path / "甲")] == [("TAB002", "普法活动")]


def test_the_page_that_goes_with_the_forms_is_written_anew_and_an_edited_one_kept(clean: Project) -> None:
    workspace = replace(clean.workspace, report={"报送期限": "次年1月10日"})
    file, kept = leaflet(workspace, clean.profile, 2024)
    assert (file.name, kept) == ("报送说明.docx", None)
    assert "请在2025年1月10日前，" in docx.Document(str(file)).paragraphs[1].text
    assert leaflet(workspace, clean.profile, 2024, due="2025年1月20日") == (file, None)
    assert "请在2025年1月20日前，" in docx.Document(str(file)).paragraphs[1].text
    document = docx.Document(str(file))
    document.add_paragraph("联系人：办公室")
    document.save(str(file))
    edited = file.read_bytes()
    _, kept = leaflet(workspace, clean.profile, 2024)
    assert kept
    assert (kept.read_bytes(), file.read_bytes() == edited) == (edited, False)
