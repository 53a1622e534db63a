"""Workbooks -> rows in the ledger: what is read, what is refused, and what a second run does."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import edit, write_xlsx

from reportgen import pipeline
from reportgen.pipeline import CannotRun, Project

CASES = """
近海镇2023年行政复议案件台账
序号 | 案号 | 收案日期  | 答复日期  | 结案日期  | 审理结果
1    | 复1  | 2023.3.1  | 2023.3.8  | 2023.4.20 | 维持
2    | 复2  | 2023.5.4  | 2023.5.10 | 2023.6.20 | 撤销
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    write_xlsx(tmp_path / "来件" / "2023" / "司法所" / "复议.xlsx", CASES, "复议")
    return pipeline.open_project(tmp_path)


def values(project: Project, year: int = 2023) -> dict[str, object]:
    return {figure.definition.full_name: figure.value for figure, _ in pipeline.figures(project, year)}


def codes(project: Project, year: int = 2023) -> list[tuple[str, str]]:
    """The findings of a year that are not about sheets still owed."""
    return [
        (each.code, each.place.cell) for each in pipeline.validate(project, year)[1] if each.code != "OWE001"
    ]


def test_a_workbook_becomes_rows_with_their_places(project: Project) -> None:
    done = pipeline.collect(project)
    assert (done.workbooks, done.sheets, done.rows, done.unchanged) == (1, 1, 2, 0)
    figure, sources = pipeline.trace(project, 2023, "行政复议.撤销")
    assert figure.value == 1
    (source,) = sources
    assert (source.file, source.sheet, source.row) == ("来件/2023/司法所/复议.xlsx", "复议", 4)
    assert source.cells == {
        "B4": "复2",
        "C4": "2023-05-04",
        "D4": "2023-05-10",
        "E4": "2023-06-20",
        "F4": "撤销",
    }


def test_a_second_run_reads_only_what_changed(project: Project) -> None:
    pipeline.collect(project)
    write_xlsx(project.workspace.inbox / "2023" / "司法所" / "新.xlsx", CASES.replace("复", "又"), "复议")
    done = pipeline.collect(project)
    assert (done.workbooks, done.unchanged) == (1, 1)


def test_a_changed_workbook_replaces_its_rows(project: Project) -> None:
    pipeline.collect(project)
    edit(
        project.workspace.inbox / "2023" / "司法所" / "复议.xlsx", "复议", lambda sheet: sheet.delete_rows(4)
    )
    pipeline.collect(project)
    assert values(project)["行政复议.总数"] == 1


def test_a_workbook_that_left_the_inbox_takes_its_rows_with_it_and_is_named(project: Project) -> None:
    pipeline.collect(project)
    file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"
    file.rename(file.with_name("另一个.xlsx"))
    done = pipeline.collect(project)
    assert done.dropped == ["来件/2023/司法所/复议.xlsx"]
    assert values(project)["行政复议.总数"] == 2


def test_a_file_given_by_path_is_added_and_drops_nothing(project: Project, tmp_path: Path) -> None:
    pipeline.collect(project)
    other = write_xlsx(
        tmp_path / "另存" / "复议.xlsx", CASES.replace("2023", "2022").replace("复", "又"), "复议"
    )
    done = pipeline.collect(project, [other])
    assert (done.workbooks, done.dropped) == (1, [])
    assert (values(project)["行政复议.总数"], values(project, 2022)["行政复议.总数"]) == (2, 2)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "文件是空的"),
        (b"<html><table></table></html>", "改了后缀的网页"),
        (b"PK\x03\x04" + b"\0" * 300, "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "已损坏"),
        (b"%PDF-1.7", "不是 Excel 工作簿"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_and_stops_no_other(
    project: Project, content: bytes, reason: str
) -> None:
    bad = project.workspace.inbox / "2023" / "司法所" / "坏.xlsx"
    bad.write_bytes(content)
    done = pipeline.collect(project)
    assert done.workbooks == 1
    ((name, said),) = done.refused
    assert name == "来件/2023/司法所/坏.xlsx"
    assert reason in said
    assert pipeline.collect(project).refused == done.refused, "it is said again as long as it is true"
    assert ("FIL001", "") in codes(project)


def test_lock_files_and_hidden_files_are_passed_over(project: Project) -> None:
    folder = project.workspace.inbox / "2023" / "司法所"
    (folder / "~$复议.xlsx").write_bytes(b"lock")
    (folder / ".复议.xlsx").write_bytes(b"hidden")
    (folder / "说明.txt").write_text("说明", encoding="utf-8")
    assert pipeline.collect(project).refused == []


def test_a_title_of_another_year_is_a_finding_at_its_cell(project: Project) -> None:
    file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"
    write_xlsx(file, CASES.replace("近海镇2023年", "近海镇2022年"), "复议")
    pipeline.collect(project)
    assert codes(project) == [("FIL002", "A1")]


def test_a_year_asked_for_against_the_folder_is_a_finding(project: Project) -> None:
    pipeline.collect(project, [project.workspace.inbox / "2023"], 2022)
    assert codes(project) == [("FIL002", "")]


def test_a_file_of_no_year_is_refused(project: Project, tmp_path: Path) -> None:
    stray = write_xlsx(tmp_path / "另存" / "复议.xlsx", CASES.replace("近海镇2023年", ""), "复议")
    done = pipeline.collect(project, [stray])
    assert [reason for _, reason in done.refused] == ["不知道是哪一年的数据"]
    assert pipeline.collect(project, [stray], 2023).refused == []


def test_a_blank_cell_and_a_bad_cell_are_told_apart(project: Project) -> None:
    file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"
    edit(file, "复议", lambda sheet: sheet.cell(3, 3, None) and None)
    write_xlsx(file, CASES.replace("2023.3.1 ", "").replace("撤销", "撤消"), "复议")
    pipeline.collect(project)
    assert codes(project) == [("CEL002", "C3"), ("CEL003", "F4")]


def test_a_personal_value_is_never_shown(project: Project) -> None:
    file = project.workspace.inbox / "2023" / "综合行政执法局" / "考试.xlsx"
    table = "姓名 | 执法证号 | 考试日期 | 成绩 | 结果\n赵某人 | X\x0b77 | 2023-5-1 | 80 | 合格\n赵某人 | Y88 | 2023-5-1 | 80 | 合格\n钱某人 | Y88 | 2023-5-1 | 80 | 合格"
    write_xlsx(file, table.replace("\x0b", "_x000B_"), "成绩")
    pipeline.collect(project)
    said = " ".join(each.message for each in pipeline.validate(project, 2023)[1])
    assert "执法证号已在" in said
    assert "Y88" not in said
    assert "赵某人" not in said
    assert "Y88" not in str(pipeline.trace(project, 2023, "执法考试.参考人数"))


def test_a_total_that_is_not_the_sum_is_a_finding(project: Project) -> None:
    table = "活动日期 | 活动主题 | 活动类型 | 参加人次\n2023-5-1 | 甲 | 校园普法 | 100\n2023-6-1 | 乙 | 校园普法 | 200\n合计 | | | {}"
    file = project.workspace.inbox / "2023" / "宣传办" / "活动.xlsx"
    write_xlsx(file, table.format("300人次"))
    pipeline.collect(project)
    assert codes(project) == []
    write_xlsx(file, table.format(310))
    pipeline.collect(project)
    assert codes(project) == [("ROW002", "D4")]


def test_a_sheet_from_a_department_that_does_not_owe_it_is_pointed_out(project: Project) -> None:
    write_xlsx(project.workspace.inbox / "2023" / "宣传办" / "复议.xlsx", CASES.replace("复", "又"), "复议")
    pipeline.collect(project)
    assert codes(project) == [("OWE002", "")]


def test_an_inbox_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="没有来件夹“来件”"):
        pipeline.collect(pipeline.open_project(tmp_path))


def test_a_changed_profile_asks_for_a_new_collect(project: Project) -> None:
    pipeline.collect(project)
    changed = Project(project.workspace, type(project.profile)(**{**_fields(project), "digest": "other"}))
    assert ("LED001", "") in codes(changed)
    assert pipeline.collect(changed).unchanged == 0
    assert ("LED001", "") not in codes(changed)


def _fields(project: Project) -> dict[str, object]:
    return {name: getattr(project.profile, name) for name in project.profile.__slots__}
