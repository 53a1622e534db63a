"""Workbooks -> rows in the ledger: what is read, what is refused, and what a second run does."""

from __future__ import annotations

import gc
import hashlib
import shutil
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import edit, write_xlsx

from reportgen import pipeline
from reportgen.model import CannotRun, Entry
from reportgen.pipeline import Project
from reportgen.stages import collect
from reportgen.workspace.incoming import Incoming

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
    return {
        figure.definition.full_name: figure.value for figure, _ in pipeline.figures(project, year).figures
    }


def codes(project: Project, year: int = 2023) -> list[tuple[str, str]]:
    """The findings of a year that are not about sheets still owed."""
    return [
        (each.code, each.place.cell) for each in pipeline.validate(project, year)[1] if each.code != "OWE001"
    ]


def test_a_workbook_becomes_rows_with_their_places(project: Project) -> None:
    done = pipeline.collect(project)
    assert (done.workbooks, done.sheets, done.rows, done.unchanged) == (1, 1, 2, 0)
    ((figure, sources),) = pipeline.trace(project, 2023, "行政复议.撤销").figures
    assert figure.value == 1
    (source,) = sources
    assert (source.file, source.sheet, source.row) == ("来件/2023/司法所/复议.xlsx", "复议", 4)
    assert {cell: str(value) for cell, value in source.cells.items()} == {
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


def told(project: Project, *paths: Path, year: int | None = None) -> tuple[collect.Collected, int]:
    """What a run says, and how many files it told of as it went."""
    counts: list[int] = []
    done = pipeline.collect(project, paths, year, progress=lambda _: nullcontext(counts.append))
    return done, sum(counts)


def test_a_run_of_what_is_known_does_nothing_and_tells_every_file(project: Project) -> None:
    write_xlsx(project.workspace.inbox / "2023" / "司法所" / "新.xlsx", CASES.replace("复", "又"), "复议")
    assert told(project) == (collect.Collected(2, 2, 4, 0, [], [], [], [], accounts=[]), 2)
    assert told(project) == (collect.Collected(0, 0, 0, 2, [], [], [], [], accounts=[]), 2)
    write_xlsx(project.workspace.inbox / "2023" / "司法所" / "三.xlsx", CASES.replace("复", "三"), "复议")
    assert told(project) == (collect.Collected(1, 1, 2, 2, [], [], [], [], accounts=[]), 3)


@pytest.mark.parametrize("collecting", [True, False])
def test_garbage_is_looked_for_after_a_run_as_it_was_before(project: Project, collecting: bool) -> None:
    (gc.enable if collecting else gc.disable)()
    try:
        pipeline.collect(project)
        assert gc.isenabled() is collecting
    finally:
        gc.enable()


def test_what_was_wrong_is_told_again_where_nothing_is_read_again(project: Project) -> None:
    folder = project.workspace.inbox / "2023" / "司法所"
    write_xlsx(folder / "谁.xlsx", "甲 | 乙\n1 | 2", "单")
    write_xlsx(folder / "复议（更正）.xlsx", CASES.replace("撤销", "维持"), "复议")
    (folder / "坏.xlsx").write_bytes(b"")
    first, again = told(project)[0], told(project)[0]
    assert first.workbooks == 3
    for done in (first, again):
        assert [each[0] for each in done.refused] == ["来件/2023/司法所/坏.xlsx"]
        assert [each[:2] for each in done.unrecognised] == [("来件/2023/司法所/谁.xlsx", "单")]
        assert [tuple(done.replaced[0])] == [
            ("来件/2023/司法所/复议.xlsx", "复议", "来件/2023/司法所/复议（更正）.xlsx")
        ]
    for name, replaced in (("复议.xlsx", 1), ("复议（更正）.xlsx", 0)):
        assert len(told(project, folder / name)[0].replaced) == replaced, "it is told of those that are read"
    other = write_xlsx(project.workspace.root / "另.xlsx", CASES.replace("复", "又"), "复议")
    elsewhere = told(project, other, year=2023)[0]
    assert (elsewhere.refused, elsewhere.unrecognised, elsewhere.replaced) == ([], [], [])


def test_a_file_that_can_no_longer_be_read_is_read_again(project: Project) -> None:
    pipeline.collect(project)
    file = Incoming(
        project.workspace.inbox / "2023/司法所/复议.xlsx", "来件/2023/司法所/复议.xlsx", 2023, "司法所"
    )
    entry = Entry(
        file.name, 2023, "司法所", hashlib.sha256(file.read()).hexdigest(), 1, project.profile.digest
    )
    assert collect._as_before(file, entry, project.profile, 2023)
    assert collect._as_before(file, entry, project.profile, None)
    assert not collect._as_before(file, entry, project.profile, 2022)
    assert not collect._as_before(file, replace(entry, profile="其他"), project.profile, None)
    assert not collect._as_before(file, None, project.profile, None)
    for gone in (replace(file, path=Path("没有")), replace(file, refused="加了密")):
        assert not collect._as_before(gone, entry, project.profile, None)
    loose, undated = replace(file, loose=True), replace(entry, year=0)
    assert collect._as_before(loose, undated, project.profile, 2023)
    assert not collect._as_before(loose, entry, project.profile, 2023)


@pytest.mark.parametrize(
    ("replaced", "ends"),
    [({1: 2}, True), ({1: 2, 2: 3}, True), ({1: 2, 2: 1}, False), ({1: 2, 2: 3, 3: 2}, False)],
)
def test_tables_that_replace_each_other_in_a_circle_all_stay(replaced: dict[int, int], ends: bool) -> None:
    assert collect._ends(replaced, 1) is ends


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
    (folder / "desktop.ini").write_bytes(b"")
    assert pipeline.collect(project).refused == []


@pytest.mark.parametrize(
    ("name", "what"), [("回复.pdf", "扫描件"), ("材料.rar", "压缩包"), ("总结.docx", "文字文件")]
)
def test_a_file_that_is_no_workbook_is_named_and_not_passed_over(
    project: Project, name: str, what: str
) -> None:
    (project.workspace.inbox / "2023" / "司法所" / name).write_bytes(b"something")
    assert [(file, what in reason) for file, reason in pipeline.collect(project).refused] == [
        (f"来件/2023/司法所/{name}", True)
    ]
    assert ("FIL005", "") in codes(project)


def test_a_title_of_another_year_is_a_finding_at_its_cell(project: Project) -> None:
    file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"
    write_xlsx(file, CASES.replace("近海镇2023年", "近海镇2022年"), "复议")
    pipeline.collect(project)
    assert codes(project) == [("FIL002", "A1")]


def test_a_year_asked_for_against_the_folder_is_refused_and_changes_nothing(project: Project) -> None:
    pipeline.collect(project)
    done = pipeline.collect(project, [project.workspace.inbox / "2023"], 2022)
    assert [reason for _, reason in done.refused] == ["文件夹是2023年，--year 却是2022年，没有读"]
    assert values(project)["行政复议.总数"] == 2


def test_a_file_of_no_year_is_refused(project: Project, tmp_path: Path) -> None:
    stray = write_xlsx(tmp_path / "另存" / "复议.xlsx", CASES.replace("近海镇2023年", ""), "复议")
    done = pipeline.collect(project, [stray])
    assert [reason for _, reason in done.refused] == ["不知道是哪一年的数据"]
    assert pipeline.collect(project, [stray], 2023).refused == []


def test_a_blank_cell_and_a_bad_cell_are_told_apart(project: Project) -> None:
    file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"
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
    write_xlsx(
        project.workspace.inbox / "2023" / "宣传办" / "复议.xlsx", CASES.replace("| 复", "| 又"), "复议"
    )
    pipeline.collect(project)
    assert codes(project) == [("OWE002", "")]


def test_an_inbox_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="没有来件夹“来件”"):
        pipeline.collect(pipeline.open_project(tmp_path))


def test_a_changed_profile_asks_for_a_new_collect(project: Project) -> None:
    pipeline.collect(project)
    changed = replace(project, profile=replace(project.profile, digest="other"))
    assert ("LED001", "") in codes(changed)
    assert pipeline.collect(changed).unchanged == 0
    assert ("LED001", "") not in codes(changed)


def test_error_values_and_formulas_without_a_result_are_no_blanks(project: Project) -> None:
    file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"

    def spoil(sheet: Any) -> None:
        sheet["F3"] = "=VLOOKUP(A1,B:B,1)"
        sheet["E4"] = "#REF!"
        sheet["E4"].data_type = "e"

    edit(file, "复议", spoil)
    pipeline.collect(project)
    found = [each for each in pipeline.validate(project, 2023)[1] if each.code != "OWE001"]
    assert [(each.code, each.place.cell, each.message) for each in found] == [
        ("CEL007", "F3", "复议结果里是没有算出结果的公式"),
        ("CEL007", "E4", "结案日期里是#REF!"),
    ]


def test_a_cell_far_out_is_refused_before_it_is_read(project: Project) -> None:
    file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"
    edit(file, "复议", lambda sheet: sheet.__setitem__("XFD1048576", 1))
    done = pipeline.collect(project)
    assert ["范围过大" in reason for _, reason in done.refused] == [True]


def test_a_copied_workbook_is_found_and_not_counted_silently(project: Project) -> None:
    folder = project.workspace.inbox / "2023" / "司法所"
    shutil.copy(folder / "复议.xlsx", folder / "复议 - 副本.xlsx")
    pipeline.collect(project)
    assert codes(project) == [("ROW003", "")]


def test_a_column_that_figures_need_is_missed_with_the_headings_nobody_knows(project: Project) -> None:
    file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"
    write_xlsx(file, CASES.replace("审理结果", "处理情况"), "复议")
    pipeline.collect(project)
    found = [each for each in pipeline.validate(project, 2023)[1] if each.code != "OWE001"]
    assert [(each.code, each.message) for each in found] == [
        ("TAB005", "没有“复议结果”一列；没有认出的表头：处理情况")
    ]


def test_merged_cells_in_the_data_are_no_blanks(project: Project) -> None:
    file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"
    edit(file, "复议", lambda sheet: sheet.merge_cells("F3:F4"))
    pipeline.collect(project)
    assert codes(project) == []
    assert values(project)["行政复议.维持"] == 2


@pytest.mark.parametrize(("first", "right"), [("小计 | | | 100\n", True), ("", False)])
def test_the_total_of_a_section_is_the_sum_from_some_total_on(
    project: Project, first: str, right: bool
) -> None:
    head = "活动日期 | 活动主题 | 活动类型 | 参加人次\n2023-5-1 | 甲 | 校园普法 | 100\n"
    tail = "2023-6-1 | 乙 | 校园普法 | 200\n合计 | | | 200"
    write_xlsx(project.workspace.inbox / "2023" / "宣传办" / "活动.xlsx", head + first + tail)
    pipeline.collect(project)
    assert (codes(project) == []) is right


def test_a_sheet_of_notes_beside_the_data_is_passed_over(project: Project) -> None:
    file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"
    edit(file, "复议", lambda sheet: sheet.parent.create_sheet("填表说明").append(["案号", "照法院的写"]))
    assert pipeline.collect(project).unrecognised == []
    assert codes(project) == []


def test_a_ledger_damaged_in_the_middle_is_told_in_one_sentence(project: Project) -> None:
    pipeline.collect(project)
    content = bytearray(project.workspace.ledger.read_bytes())
    content[4096:] = b"x" * (len(content) - 4096)
    project.workspace.ledger.write_bytes(bytes(content))
    with pytest.raises(CannotRun, match="底账文件已损坏"):
        pipeline.validate(project, 2023)


def test_a_hidden_sheet_is_pointed_out(project: Project) -> None:
    def hide(sheet: Any) -> None:
        sheet.parent.create_sheet("其他")["A1"] = "其他"
        sheet.sheet_state = "hidden"

    edit(project.workspace.inbox / "2023" / "司法所" / "复议.xlsx", "复议", hide)
    pipeline.collect(project)
    assert ("TAB007", "") in codes(project)


def test_the_rows_of_a_kind_that_left_the_profile_do_not_come_back(project: Project) -> None:
    pipeline.collect(project)
    kinds = {name: kind for name, kind in project.profile.kinds.items() if name != "行政复议"}
    without = replace(project.profile, kinds=kinds, figures={}, checks={}, reads={}, digest="other")
    pipeline.collect(replace(project, profile=without))
    pipeline.collect(project)
    assert values(project)["行政复议.总数"] == 2


def test_a_year_folder_may_be_written_with_its_character(project: Project) -> None:
    (project.workspace.inbox / "2023").rename(project.workspace.inbox / "2023年")
    pipeline.collect(project)
    assert values(project)["行政复议.总数"] == 2


def test_a_workbook_outside_the_year_folders_is_told_and_not_read(project: Project) -> None:
    inbox = project.workspace.inbox
    source = next((inbox / "2023" / "司法所").glob("*.xlsx"))
    loose = [inbox / name for name in ("甲.xlsx", "2023年补报/司法所/乙.xlsx", "丙.docx")]
    for path in loose:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source.read_bytes())
    for year in (None, 2023):
        done = pipeline.collect(project, year=year)
        assert {name.rpartition("/")[2] for name, _ in done.refused} == {"甲.xlsx", "乙.xlsx"}
    found = {(each.code, Path(each.place.file).name) for each in pipeline.validate(project, 2023)[1]}
    assert found >= {("FIL003", "甲.xlsx"), ("FIL003", "乙.xlsx")}
    loose[0].unlink()
    loose[1].rename(inbox / "2023" / "司法所" / "乙.xlsx")
    done = pipeline.collect(project, year=2023)
    assert (len(done.dropped), done.refused) == (2, [])


def test_a_year_folder_may_say_that_it_is_one_of_a_whole_year(project: Project) -> None:
    (project.workspace.inbox / "2023").rename(project.workspace.inbox / "2023年度")
    assert pipeline.collect(project, year=2023).workbooks > 0


def test_a_folder_with_settings_of_its_own_is_another_workspace(project: Project) -> None:
    other = project.workspace.inbox / "往年"
    other.mkdir()
    (other / "reportgen.yaml").write_text("unit: 邻镇", encoding="utf-8")
    (other / "台账.xlsx").write_bytes(b"no workbook")
    assert pipeline.collect(project).refused == []


def test_an_inbox_elsewhere_forgets_deleted_files_too(tmp_path: Path) -> None:
    (tmp_path / "工作").mkdir()
    (tmp_path / "工作" / "reportgen.yaml").write_text("inbox: ../收件", encoding="utf-8")
    file = write_xlsx(tmp_path / "收件" / "2023" / "司法所" / "复议.xlsx", CASES, "复议")
    write_xlsx(tmp_path / "收件" / "2023" / "司法所" / "又.xlsx", CASES.replace("复", "又"), "复议")
    project = pipeline.open_project(tmp_path / "工作")
    pipeline.collect(project)
    file.unlink()
    assert len(pipeline.collect(project).dropped) == 1


def test_a_file_that_cannot_be_opened_closes_the_gate(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline.collect(project)
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "复议.xlsx":
            raise PermissionError
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert [reason for _, reason in pipeline.collect(project).refused] == ["文件读不了；请检查权限"]
    assert codes(project) == [("FIL001", "")]
    monkeypatch.undo()
    assert pipeline.collect(project).refused == []
    assert values(project)["行政复议.总数"] == 2
