"""Who has handed in what: each state with a workbook or two, and what `status` says and leaves with."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import edit, json_of, run, write_xlsx

from reportgen import pipeline
from reportgen.pipeline import Project
from reportgen.stages.status import Department, Submission, Submissions

CASES = """
序号 | 案号 | 收案日期  | 答复日期  | 结案日期  | 审理结果
1    | 复1  | 2023.3.1  | 2023.3.8  | 2023.4.20 | 维持
2    | 复2  | 2023.5.4  | 2023.5.10 | 2023.6.20 | 撤销
"""
HEADER = "序号 | 案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "来件" / "2023" / "司法所").mkdir(parents=True)
    return pipeline.open_project(tmp_path)


def put(project: Project, table: str, name: str = "复议.xlsx", department: str = "司法所") -> Path:
    return write_xlsx(project.workspace.inbox / "2023" / department / name, table, "复议")


def status(project: Project, year: int = 2023) -> Submissions:
    pipeline.collect(project)
    return pipeline.status(project, year)


def department(found: Submissions, name: str) -> Department:
    (one,) = [each for each in found.departments if each.name == name]
    return one


def sheet(found: Submissions, kind: str = "行政复议", of: str = "司法所") -> Submission:
    (one,) = [each for each in department(found, of).submissions if each.kind.name == kind]
    return one


def test_a_table_with_rows_is_received_with_its_file_rows_and_time(project: Project) -> None:
    put(project, CASES)
    one = sheet(status(project))
    assert (one.state, one.owed, one.rows, one.errors, one.remark) == ("received", True, 2, 0, "")
    (file,) = one.files
    assert (file.file, file.sheet, file.rows) == ("来件/2023/司法所/复议.xlsx", "复议", 2)
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", file.collected)


def test_the_tables_of_one_kind_are_added_up(project: Project) -> None:
    put(project, CASES)
    put(project, CASES.replace("复", "又"), "又.xlsx")
    one = sheet(status(project))
    assert ([each.rows for each in one.files], one.rows) == ([2, 2], 4)


@pytest.mark.parametrize(("row", "remark"), [("无", ""), ("", "表里没有写“无”，请问清")])
def test_a_table_without_rows_is_a_zero_report(project: Project, row: str, remark: str) -> None:
    put(project, f"{HEADER}\n{row}")
    found = status(project)
    assert (sheet(found).state, sheet(found).remark) == ("zero", remark)
    assert (found.received, found.zero) == (1, 1)


def test_a_row_that_could_not_be_understood_is_no_zero_report(project: Project) -> None:
    put(project, "姓名 | 执法证号 | 考试日期 | 成绩 | 结果\n第一季度 | | | |", department="综合行政执法局")
    one = sheet(status(project), "执法考试", "综合行政执法局")
    assert (one.state, one.rows, one.errors) == ("received", 0, 1)


def test_what_never_came_is_missing_from_every_department_that_owes_it(project: Project) -> None:
    put(project, CASES)
    found = status(project)
    assert sheet(found, "工作举措", "派出所").state == "missing"
    assert (found.owed, found.received, found.missing, found.refused) == (21, 1, 20, 0)
    assert [each.name for each in found.departments] == list(project.profile.departments)


def test_a_year_of_which_nothing_came_is_missing_altogether(project: Project) -> None:
    put(project, CASES)
    found = status(project, 2021)
    assert (found.owed, found.missing, found.complete) == (21, 21, False)


def test_a_table_without_a_required_column_is_sent_back_with_the_reason(project: Project) -> None:
    put(project, CASES.replace("案号", "编码"))
    found = status(project)
    (refusal,) = sheet(found).refused
    assert sheet(found).state == "refused"
    assert (refusal.file, refusal.sheet) == ("来件/2023/司法所/复议.xlsx", "复议")
    assert refusal.reason.startswith("《行政复议案件台账》缺少“案号”一列")
    assert (found.refused, found.missing, found.unread) == (1, 20, 0)


def test_a_kind_is_refused_as_long_as_one_of_its_tables_is(project: Project) -> None:
    put(project, CASES)
    put(project, CASES.replace("案号", "编码").replace("复", "又"), "又.xlsx")
    found = status(project)
    assert (sheet(found).state, sheet(found).rows, found.received) == ("refused", 2, 0)


def test_a_corrected_file_counts_and_the_one_it_replaced_is_named(project: Project) -> None:
    put(project, CASES)
    put(project, CASES.replace("撤销", "维持"), "复议（更正）.xlsx")
    one = sheet(status(project))
    assert (one.state, one.rows) == ("received", 2)
    assert [each.file for each in one.files] == ["来件/2023/司法所/复议（更正）.xlsx"]
    assert [(each.file, each.replaced) for each in one.replaced] == [
        ("来件/2023/司法所/复议.xlsx", "来件/2023/司法所/复议（更正）.xlsx")
    ]


def test_an_error_is_counted_at_the_table_it_stands_in(project: Project) -> None:
    below = "\n\n活动日期 | 活动主题 | 活动类型 | 参加人次\n2023-5-1 | 甲 | 校园普法 | 百余\n"
    put(project, CASES.replace("2023.3.1 ", "去年") + below)
    found = status(project)
    assert (sheet(found).errors, sheet(found, "普法活动").errors) == (1, 1)


def test_what_sends_a_table_back_is_no_error_of_the_one_above_it(project: Project) -> None:
    put(project, CASES + "\n\n阵地类型 | 建成时间 | 提档升级时间 | 村\n广场 | 2023-5-1 | | 甲村\n")
    found = status(project)
    assert (sheet(found).state, sheet(found).errors) == ("received", 0)
    assert sheet(found, "文化阵地").state == "refused"


def test_what_nobody_knows_the_kind_of_is_listed_under_its_department(project: Project) -> None:
    put(project, "甲 | 乙 | 丙\n1 | 2 | 3", "谁.xlsx")
    (project.workspace.inbox / "2023" / "司法所" / "坏.xlsx").write_bytes(b"")
    (project.workspace.inbox / "2023" / "司法所" / "函.pdf").write_bytes(b"%PDF-1.7")
    found = status(project)
    unread = department(found, "司法所").unread
    assert {(each.file.rpartition("/")[2], each.sheet, each.severity) for each in unread} == {
        ("坏.xlsx", "", "error"),
        ("函.pdf", "", "warning"),
        ("谁.xlsx", "复议", "error"),
    }
    assert all(each.reason for each in unread)
    assert (found.unread, found.refused) == (2, 0), "a letter that came along is owed by nobody"


def test_a_file_of_an_unknown_department_or_year_comes_last(project: Project, tmp_path: Path) -> None:
    put(project, "甲 | 乙 | 丙\n1 | 2 | 3", department="财政所")
    pipeline.collect(project)
    stray = write_xlsx(tmp_path / "另存" / "活动.xlsx", "甲 | 乙\n1 | 2")
    pipeline.collect(project, [stray])
    last = pipeline.status(project, 2023).departments[-1]
    assert last.name == ""
    assert sorted(each.reason for each in last.unread) == [
        "“财政所”不是方案里的报送部门",
        "不知道是哪一年的数据",
    ]


def test_a_sheet_in_the_wrong_folder_is_an_extra_line_and_a_hint(project: Project) -> None:
    put(project, CASES, department="宣传办")
    found = status(project)
    extra, owed = sheet(found, of="宣传办"), sheet(found)
    assert (extra.owed, extra.state) == (False, "received")
    assert extra.remark == "应由司法所报送，是不是放错了文件夹"
    assert (owed.state, owed.remark) == ("missing", "宣传办的文件夹里有一张，是不是放错了")
    assert (found.owed, found.received, found.missing) == (21, 0, 21)


def test_a_kind_that_figures_read_and_nobody_owes_is_missing_from_nobody(project: Project) -> None:
    put(project, CASES)
    pipeline.collect(project)
    kinds = {name: replace(kind, owners=()) for name, kind in project.profile.kinds.items()}
    found = pipeline.status(replace(project, profile=replace(project.profile, kinds=kinds)), 2023)
    assert (sheet(found).state, sheet(found).owed, sheet(found).remark) == ("received", False, "")
    assert {each.remark for each in found.departments[-1].submissions} == {"方案里没有写由谁报送"}


def test_departments_that_owe_nothing_come_after_those_that_do_in_the_order_of_their_names(
    project: Project,
) -> None:
    put(project, CASES)
    put(project, CASES.replace("案号", "编码").replace("复", "又"), department="宣传办")
    (project.workspace.inbox / "2023" / "派出所").mkdir()
    (project.workspace.inbox / "2023" / "派出所" / "坏.xlsx").write_bytes(b"")
    pipeline.collect(project)
    kinds = {
        name: replace(kind, owners=tuple({"司法所", "党政办"} & set(kind.owners)))
        for name, kind in project.profile.kinds.items()
    }
    owing = replace(project, profile=replace(project.profile, kinds=kinds))
    names = [each.name for each in pipeline.status(owing, 2023).departments]
    assert names == [*owing.profile.departments, "宣传办", "派出所", ""]


def test_what_nobody_owes_comes_last_even_where_no_file_is_without_a_department(project: Project) -> None:
    put(project, CASES)
    found = status(project)
    assert "" not in [each.name for each in found.departments]
    kinds = {name: replace(kind, owners=()) for name, kind in project.profile.kinds.items()}
    last = pipeline.status(replace(project, profile=replace(project.profile, kinds=kinds)), 2023).departments[
        -1
    ]
    assert (last.name, last.unread) == ("", ())
    assert {(each.owed, each.state) for each in last.submissions} == {(True, "missing")}


def test_an_error_in_a_header_belongs_to_its_own_table(project: Project) -> None:
    below = "\n\n活动日期 | 活动主题 | 活动类型 | 参加人次（元）\n2023-5-1 | 甲 | 校园普法 | 3\n"
    put(project, CASES + below)
    found = status(project)
    assert [each.place.row for each in pipeline.validate(project, 2023)[1] if each.code == "TAB006"] == [6]
    assert (sheet(found).errors, sheet(found, "普法活动").errors) == (0, 1)


@pytest.mark.parametrize(("name", "complete"), [("坏.xlsx", False), ("函.pdf", True)])
def test_a_file_that_may_hold_what_is_owed_must_be_read(workspace: Path, name: str, complete: bool) -> None:
    (workspace / "来件" / "2023" / "司法所" / name).write_bytes(b"")
    assert status(pipeline.open_project(workspace)).complete is complete


def test_a_ledger_that_is_behind_is_never_complete(collected: Project) -> None:
    assert pipeline.status(collected, 2023).complete
    changed = replace(collected, profile=replace(collected.profile, digest="other"))
    found = pipeline.status(changed, 2023)
    assert (found.outdated, found.complete) == (True, False)


def test_before_anything_came_everything_is_owed(project: Project) -> None:
    found = pipeline.status(project, 2023)
    assert (found.owed, found.received, found.missing, found.outdated) == (21, 0, 21, False)
    assert [each.name for each in found.departments] == list(project.profile.departments)
    assert not project.workspace.ledger.exists()


def test_what_came_and_was_not_collected_yet_is_told_as_that(project: Project) -> None:
    put(project, CASES)
    found = pipeline.status(project, 2023)
    assert (found.missing, found.outdated) == (21, True)
    (told,) = found.behind
    assert told.message == "来件夹里有1个文件还没有收集（来件/2023/司法所/复议.xlsx）"
    assert told.fix == "运行 reportgen collect"


@pytest.mark.parametrize("year", ["2022", "2023"])
def test_the_clean_samples_are_complete(collected: Project, year: str) -> None:
    done = run("status", year, at=collected.workspace.root)
    assert done.returncode == 0
    assert f"表收齐了，运行 reportgen validate {year} 核对" in done.stdout


def test_the_faulty_samples_lack_one_sheet_and_have_one_to_send_back(faulty: Path) -> None:
    shutil.rmtree(faulty / "底账")
    before = run("status", "2023", at=faulty)
    assert (before.returncode, before.stderr) == (1, "")
    assert "应报 21 张，已收 0 张（其中零报告 0 张），缺 21 张，退回 0 张。" in before.stdout
    run("collect", at=faulty)
    done = run("status", "2023", "--json", at=faulty)
    assert done.returncode == 1
    found = json.loads(done.stdout)
    lines = {
        (each["department"], sheet["kind"], sheet["state"])
        for each in found["departments"]
        for sheet in each["sheets"]
        if sheet["state"] != "received"
    }
    assert lines == {("司法所", "存在问题", "missing"), ("宣传办", "文化阵地", "refused")}
    assert (found["missing"], found["refused"], found["unread"]) == (1, 1, 0)
    shown = run("status", "2023", at=faulty)
    assert shown.returncode == 1
    assert "应报 21 张，已收 19 张（其中零报告 0 张），缺 1 张，退回 1 张。" in shown.stdout
    assert "向司法所催报，把没有收进的表退回宣传办改正" in shown.stdout


def test_the_json_of_status(faulty: Path) -> None:
    run("collect", at=faulty)
    found = json_of("status", "2023", at=faulty)
    sums = {"owed", "received", "zero", "missing", "refused", "unread"}
    assert set(found) == {"year", "period", "outdated", "departments", *sums}
    for each in found["departments"]:
        assert set(each) == {"department", "sheets", "unread"}
        for one in each["sheets"]:
            assert set(one) == {
                *("kind", "title", "owed", "state", "rows", "errors"),
                *("files", "refused", "replaced", "reason"),
            }
            assert all(set(file) == {"file", "sheet", "rows", "collected"} for file in one["files"])
            assert (one["state"] == "refused") == bool(one["refused"])
            assert (one["state"] == "refused") <= bool(one["reason"])


def test_personal_values_are_not_shown(project: Project) -> None:
    file = put(project, "姓名 | 执法证号 | 考试日期 | 成绩 | 结果\n赵某人 | X7 | 昨天 | 80 | 合格", "考.xlsx")
    edit(file, "复议", lambda sheet: sheet.append([None, None, "钱某人", None, None]))
    pipeline.collect(project)
    root = project.workspace.root
    said = run("status", "2023", at=root).stdout + run("status", "2023", "--json", at=root).stdout
    assert "考.xlsx" in said
    assert re.findall("赵某人|钱某人|X7", said) == []
