"""What each command runs: the gate, what cannot be run and why, and what is written whole or not at all."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import RULE_OF_LAW, copy_samples, write_xlsx

from reportgen import pipeline
from reportgen.model import Broken, CannotRun, count_errors
from reportgen.pipeline import Project

CASES = """
案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果
复1  | 2023.3.1 | 2023.3.8 | 2023.4.20 | 维持
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A workspace of one workbook, collected."""
    write_xlsx(tmp_path / "来件" / "2023" / "司法所" / "复议.xlsx", CASES)
    opened = pipeline.open_project(tmp_path)
    pipeline.collect(opened)
    return opened


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The samples, collected; tests only write reports."""
    opened = pipeline.open_project(copy_samples(tmp_path_factory.mktemp("clean")))
    pipeline.collect(opened)
    return opened


# the gate


def test_a_report_is_written_while_no_error_is_open(clean: Project, tmp_path: Path) -> None:
    for name in ("报告.DOCX", "报告.docx"):
        done = pipeline.render(clean, 2023, tmp_path / name)
        assert (done.file, done.findings, done.draft) == (tmp_path / name, [], False)
        assert done.file.read_bytes()[:2] == b"PK"
    names = {each.name for each in tmp_path.iterdir()}
    assert names <= {"报告.DOCX", "报告.docx"}, "nothing is left beside them"


@pytest.mark.parametrize(
    "where", ["来件/2023/报告.docx", "方案/report.docx", "方案/../来件/新/报告.docx", "报告.doc", "夹.docx"]
)
def test_a_report_takes_the_place_of_nothing_that_it_is_made_from(tmp_path: Path, where: str) -> None:
    root = copy_samples(tmp_path)
    shutil.copytree(RULE_OF_LAW, root / "方案")
    (root / "夹.docx").mkdir()
    settings = root / "reportgen.yaml"
    settings.write_text("unit: 近海镇\nprofile: 方案\n", encoding="utf-8")
    opened = pipeline.open_project(root)
    pipeline.collect(opened)
    template = (root / "方案" / "report.docx").read_bytes()
    with pytest.raises(CannotRun, match=r"不能写到|不是 \.docx 文件名"):
        pipeline.render(opened, 2023, root / where)
    assert (root / "方案" / "report.docx").read_bytes() == template
    assert not list((root / "来件").rglob("*.docx"))


def test_an_error_keeps_the_gate_shut_and_a_draft_says_how_many(project: Project) -> None:
    refused = pipeline.render(project, 2023)
    assert refused.file is None
    assert count_errors(refused.findings) == pipeline.figures(project, 2023).errors > 0
    assert not project.workspace.output.joinpath("表样").exists()
    drafted = pipeline.render(project, 2023, draft=True)
    assert drafted.file
    assert drafted.file.name.endswith("（草稿）.docx")
    assert drafted.findings == refused.findings


def test_build_collects_and_renders(tmp_path: Path) -> None:
    told: list[int] = []
    opened = pipeline.open_project(copy_samples(tmp_path))
    built = pipeline.build(opened, 2023, lambda count: _progress(count, told))
    assert built.collected.workbooks == 36
    assert built.rendered.file
    assert built.rendered.file.parent == opened.workspace.output
    assert told[0] == 36
    assert sum(told[1:]) == 36


def _progress(count: int, told: list[int]) -> AbstractContextManager[Callable[[int], None]]:
    told.append(count)
    return nullcontext(told.append)


# what is asked for


def test_without_a_year_the_latest_is_checked(clean: Project, project: Project) -> None:
    assert pipeline.validate(clean)[0] == 2023
    assert pipeline.validate(clean, 2022) == (2022, [])
    assert pipeline.validate(project)[0] == 2023


def test_every_figure_is_listed_with_its_rows_and_one_with_their_cells(clean: Project) -> None:
    listed = {
        figure.definition.full_name: (figure.value, sources)
        for figure, sources in pipeline.figures(clean, 2023).figures
    }
    assert list(listed) == list(clean.profile.figures)
    counted, errors, behind = pipeline.counted(clean, 2023)
    assert [(figure.value, rows) for figure, rows in counted] == [
        (value, len(sources)) for value, sources in listed.values()
    ]
    assert (errors, behind) == (0, [])
    value, sources = listed["行政复议.撤销"]
    ((figure, traced),) = pipeline.trace(clean, 2023, "行政复议.撤销").figures
    assert (figure.value, len(traced)) == (value, len(sources)) == (1, 1)
    assert sources[0].cells == {}
    assert "撤销" in traced[0].cells.values()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("行政复议.撤消", "没有叫“行政复议.撤消”的数据项。是不是“行政复议.撤销”？"),
        ("天气", "没有叫“天气”的数据项。"),
    ],
)
def test_a_figure_that_there_is_not_is_told(clean: Project, name: str, sentence: str) -> None:
    with pytest.raises(CannotRun) as told:
        pipeline.trace(clean, 2023, name)
    assert str(told.value) == sentence


def test_a_year_without_a_table_is_told_with_those_that_have_some(clean: Project, tmp_path: Path) -> None:
    with pytest.raises(
        CannotRun,
        match=r"底账里没有2021年的表（底账里有2022、2023年的）；请把表放进“来件/2021/部门名/”再收集",
    ):
        pipeline.figures(clean, 2021)
    (tmp_path / "来件" / "2023").mkdir(parents=True)
    empty = pipeline.open_project(tmp_path)
    pipeline.collect(empty)
    for run in (pipeline.figures, pipeline.render):
        with pytest.raises(CannotRun, match=r"底账里没有2023年的表（底账是空的）"):
            run(empty, 2023)
    with pytest.raises(CannotRun, match="底账是空的；请先把各部门的表放进来件夹"):
        pipeline.validate(empty)


def test_a_workbook_given_by_path_does_not_forget_the_inbox(project: Project, tmp_path: Path) -> None:
    other = write_xlsx(tmp_path / "别处" / "又.xlsx", CASES.replace("复1", "复2"))
    (project.workspace.inbox / "2023" / "司法所" / "复议.xlsx").unlink()
    assert pipeline.collect(project, [other], 2023).dropped == []
    assert pipeline.collect(project).dropped == ["来件/2023/司法所/复议.xlsx"], (
        "and what lies elsewhere stays"
    )


@pytest.mark.parametrize("detailed", [False, True])
def test_collecting_and_building_tell_of_each_sheet_only_where_it_is_asked_for(
    tmp_path: Path, detailed: bool
) -> None:
    for year in (2023, 2024):
        write_xlsx(tmp_path / "来件" / str(year) / "司法所" / "复议.xlsx", CASES)
    opened = pipeline.open_project(tmp_path)
    asked = {"detailed": True} if detailed else {}
    for collected in (
        pipeline.collect(opened, year=2023, **asked),
        pipeline.build(opened, 2024, **asked).collected,
    ):
        assert (collected.workbooks, len(collected.accounts)) == (1, int(detailed))


def test_of_one_year_only_what_left_its_own_folder_is_forgotten(tmp_path: Path) -> None:
    inbox = tmp_path / "来件"
    files = [
        write_xlsx(inbox / name / "司法所" / "复议.xlsx", CASES.replace("复1", name))
        for name in ("2022", "2023")
    ]
    loose = write_xlsx(inbox / "散放.xlsx", CASES)
    opened = pipeline.open_project(tmp_path)
    pipeline.collect(opened)
    for file in (*files, loose):
        file.unlink()
    (inbox / "2022").joinpath("司法所").rmdir()
    assert pipeline.collect(opened, year=2023).dropped == ["来件/2023/司法所/复议.xlsx", "来件/散放.xlsx"]
    assert pipeline.collect(opened).dropped == ["来件/2022/司法所/复议.xlsx"]


def test_how_a_workbook_is_read_is_told_sheet_by_sheet(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "两张.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.create_sheet("复议")
    book.save(file)
    assert [each.name for each in pipeline.reading(project, file)] == ["说明", "复议"]
    assert [each.name for each in pipeline.reading(project, file, "复议")] == ["复议"]
    with pytest.raises(CannotRun) as told:
        pipeline.reading(project, file, "复义")
    assert str(told.value) == "没有叫“复义”的工作表。是不是“复议”？这个文件里有：说明、复议"


@pytest.mark.parametrize("files", [0, 2])
def test_how_a_folder_is_read_is_not_told(project: Project, tmp_path: Path, files: int) -> None:
    folder = tmp_path / "夹"
    folder.mkdir()
    for number in range(files):
        write_xlsx(folder / f"{number}.xlsx", CASES)
    with pytest.raises(CannotRun, match=r"夹”不是一个工作簿；请写明一个文件"):
        pipeline.reading(project, folder)


def test_sql_that_the_rows_do_not_bear_is_told(project: Project) -> None:
    profile = project.profile
    name, definition = next(each for each in profile.figures.items() if each[1].sheet == "行政复议")
    figures = {name: replace(definition, where="abs(-9223372036854775807 - 1) > 0")}
    broken = replace(project, profile=replace(profile, figures=figures))
    with pytest.raises(CannotRun, match=r"^报告方案里的 SQL 不能运行："):
        pipeline.trace(broken, 2023, name)


def test_each_year_counts_to_its_own_cut_off(tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text(
        "report: {2022: {截止日期: 2022年6月30日}, 2023: {截止日期: 2023年3月31日}}", encoding="utf-8"
    )
    for year in (2022, 2023):
        rows = "\n".join(f"复{month} | {year}.{month}.1 | {year}.{month}.2 | | " for month in range(1, 13))
        heading = "案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果\n"
        write_xlsx(tmp_path / "来件" / str(year) / "司法所" / "复议.xlsx", heading + rows)
    opened = pipeline.open_project(tmp_path)
    pipeline.collect(opened)
    ((figure, _),) = pipeline.trace(opened, 2023, "行政复议.总数").figures
    assert (figure.value, figure.previous) == (3, 6)


@pytest.mark.parametrize(
    ("day", "told"), [("2024年1月31日", ["SET002"]), ("2022-12-31", ["SET002"]), ("2023年11月30日", [])]
)
def test_a_cut_off_in_another_year_is_told(project: Project, day: str, told: list[str]) -> None:
    workspace = replace(project.workspace, report={"截止日期": day})
    _, found = pipeline.validate(replace(project, workspace=workspace), 2023)
    said = [each for each in found if each.code == "SET002"]
    assert [each.code for each in said] == told
    assert [each.message for each in said] == [
        f"2023年报告的截止日期写的是“{day}”，先按12月31日核对" for _ in told
    ]


def test_findings_come_in_the_order_of_the_sheet_and_a_cell_is_not_told_twice(tmp_path: Path) -> None:
    rows = ["复2 | 哪天 | 2023.3.8 | 早 | 维持", "复1 | | | 晚 | 不知"]
    text = "\n".join(["案号 | 收案日期 | 答复日期 | 结案日期 | 审理结果", *rows])
    write_xlsx(tmp_path / "来件" / "2023" / "司法所" / "复议.xlsx", text)
    opened = pipeline.open_project(tmp_path)
    pipeline.collect(opened)
    found = pipeline.validate(opened, 2023)[1]
    departments = opened.profile.departments
    told = [(departments.index(each.department), each.place, each.code) for each in found]
    assert told == sorted(told), "department by department, in the order of the profile"
    assert len({number for number, *_ in told}) > 1
    assert [each.code for each in found] != sorted(each.code for each in found)
    assert len(told) == len(set(told))


# what is wrong with the workspace


def test_a_folder_that_is_none_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="这个文件夹"):
        pipeline.open_project(tmp_path / "没有")


def test_mistakes_of_settings_come_before_all_others(tmp_path: Path) -> None:
    (tmp_path / "reportgen.yaml").write_text("unti: 近海镇\n", encoding="utf-8")
    with pytest.raises(Broken, match="报告方案或设置有错") as broken:
        pipeline.open_project(tmp_path)
    assert [(each.code, each.place.file) for each in broken.value.findings] == [("PRO001", "reportgen.yaml")]


def test_a_profile_with_mistakes_and_without_a_template_tells_both(tmp_path: Path) -> None:
    folder = shutil.copytree(RULE_OF_LAW, tmp_path / "templates" / "own")
    (folder / "report.docx").unlink()
    figures = folder / "figures.yaml"
    figures.write_text(figures.read_text(encoding="utf-8").replace("where:", "wher:", 1), encoding="utf-8")
    (tmp_path / "reportgen.yaml").write_text("profile: own\n", encoding="utf-8")
    with pytest.raises(Broken) as broken:
        pipeline.open_project(tmp_path)
    assert {each.code for each in broken.value.findings} == {"PRO001", "TPL008"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("report: {年度: 二〇二三}", "“年度”不能在 report 里改"),
        ("report: {主送机构: 县政府}", "报告里没有地方印“主送机构”"),
        ("report: {20230: {文号: 甲}}", "“20230”不是年度"),
        ("report: {截止日期: 十一月底}", "“截止日期”不是日期"),
    ],
)
def test_a_text_in_the_settings_that_would_do_nothing_is_told(
    tmp_path: Path, text: str, message: str
) -> None:
    (tmp_path / "reportgen.yaml").write_text(f"unit: 近海镇\n{text}\n", encoding="utf-8")
    with pytest.raises(Broken) as broken:
        pipeline.open_project(tmp_path)
    assert [(each.code, each.message) for each in broken.value.findings] == [("SET002", message)]


# what is written


@pytest.mark.parametrize("name", ["报告.doc", "报告", "夹.docx"])
def test_a_report_goes_into_a_docx_file_and_nowhere_else(clean: Project, tmp_path: Path, name: str) -> None:
    (tmp_path / "夹.docx").mkdir()
    with pytest.raises(CannotRun, match="请写成 某某报告"):
        pipeline.render(clean, 2023, tmp_path / name)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            PermissionError(errno.EACCES, "denied"),
            "没有写入权限，或文件正在 Word、Excel 或 WPS 中打开；请关闭后再试",
        ),
        (OSError(errno.ENOSPC, "full"), "磁盘已满；请腾出空间后再试"),
        (IsADirectoryError(errno.EISDIR, "folder"), "这里是文件夹而不是文件，请换一个文件名"),
        (NotADirectoryError(errno.ENOTDIR, "file"), "这里是文件夹而不是文件，请换一个文件名"),
        (OSError(errno.EINVAL, "invalid"), "请检查路径和文件名"),
    ],
)
def test_a_report_that_cannot_be_written_leaves_the_earlier_one(
    clean: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, sentence: str
) -> None:
    file = tmp_path / "报告.docx"
    pipeline.render(clean, 2023, file, draft=True)
    earlier = file.read_bytes()

    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CannotRun) as told:
        pipeline.render(clean, 2023, file)
    assert str(told.value) == f"“{file}”写不进去：{sentence}"
    assert file.read_bytes() == earlier
    assert [each.name for each in tmp_path.iterdir()] == ["报告.docx"], "and no part of the new one"


# what was found before


def test_a_year_is_not_checked_again_while_nothing_has_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.stages import validate, wording

    first = pipeline.validate(project, 2023)[1]
    with monkeypatch.context() as never:
        never.delattr(validate, "validate")
        never.delattr(wording, "in_texts")
        assert pipeline.validate(project, 2023)[1] == first
        assert pipeline.counted(project, 2023)[1] == count_errors(first)


def test_a_changed_file_is_told_though_the_year_was_checked_before(project: Project) -> None:
    pipeline.validate(project, 2023)
    file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"
    write_xlsx(file, CASES.replace("维持", "撤消"))
    assert "FIL020" in {each.code for each in pipeline.validate(project, 2023)[1]}
    pipeline.collect(project)
    assert "CEL003" in {each.code for each in pipeline.validate(project, 2023)[1]}


def test_other_settings_and_sql_that_failed_are_checked_anew(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.ledger import sql

    with monkeypatch.context() as slow:
        slow.setattr(sql, "QUERY_SECONDS", -1.0)
        slow.setattr(sql, "STEPS", 1)
        assert "PRO003" in {each.code for each in pipeline.validate(project, 2023)[1]}
    (project.workspace.root / "reportgen.yaml").write_text(
        "unit: 某镇\nreport: {截止日期: 2023年2月1日}\n", encoding="utf-8"
    )
    again = pipeline.open_project(project.workspace.root)
    assert again.stamp != project.stamp
    assert "PRO003" not in {each.code for each in pipeline.validate(project, 2023)[1]}


def test_no_number_is_told_beside_what_another_has_collected_since(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportgen.stages import figures as figuring

    counted = figuring.figures

    def slowly(*arguments: Any) -> Any:
        found = counted(*arguments)
        file = project.workspace.inbox / "2023" / "司法所" / "复议.xlsx"
        write_xlsx(file, CASES.replace("维持", "撤销"))
        pipeline.collect(pipeline.open_project(project.workspace.root))
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(figuring, "figures", slowly)
        for command in (pipeline.validate, pipeline.render, pipeline.figures):
            write_xlsx(project.workspace.inbox / "2023" / "司法所" / "复议.xlsx", CASES)
            pipeline.collect(project)
            with pytest.raises(CannotRun, match="又收集了来件"):
                command(project, 2023)  # type: ignore[operator]
    with pipeline._ledger(project) as ledger:
        assert ledger.remembered.findings(2023, project.stamp) is None
    assert pipeline.figures(project, 2023).figures
