"""What somebody has explained is no error any more and is told apart; a waiver that is wrong, over or idle is a finding."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from conftest import edit, json_of, run
from openpyxl.worksheet.worksheet import Worksheet

from reportgen import pipeline
from reportgen.model import Finding, count_errors
from reportgen.pipeline import Project

LATE = "CASE004"
AHEAD, PAST = date.today() + timedelta(days=30), date.today() - timedelta(days=1)
ROW = "[{{year: 2023, code: {code}, {at}, reason: {reason}, by: 张三, until: {until}}}]"
BOOK, SHEET = "2023/司法所/行政复议台账.xlsx", "复议"


@pytest.fixture
def late(workspace: Path) -> Path:
    """The samples with one case answered too late."""
    edit(
        workspace / "来件" / BOOK, SHEET,
        lambda sheet: sheet.__setitem__("E4", "2023-03-01") or sheet.__setitem__("F4", "2023-03-20"),
    )  # fmt: skip
    pipeline.collect(pipeline.open_project(workspace))
    return workspace


def key_of(root: Path) -> str:
    return str(openpyxl.load_workbook(root / "来件" / BOOK)[SHEET]["B4"].value)


def explain(
    root: Path, at: str, *, code: str = LATE, reason: str = "补正的时间不计入", until: date = AHEAD
) -> Project:
    text = ROW.format(code=code, at=at, reason=reason, until=until)
    (root / "waivers.yaml").write_text(text, encoding="utf-8")
    return pipeline.open_project(root)


def found(project: Project) -> list[Finding]:
    return pipeline.validate(project, 2023)[1]


def test_the_error_is_there_without_a_waiver(late: Path) -> None:
    (only,) = found(pipeline.open_project(late))
    assert (only.code, only.severity, only.waived) == (LATE, "error", "")


def test_an_explained_error_keeps_no_report_back_and_is_told_apart(late: Path) -> None:
    refused = pipeline.render(pipeline.open_project(late), 2023)
    assert refused.file is None, "and that it is wrong is remembered"
    project = explain(late, f"key: {key_of(late)}")
    (only,) = found(project)
    assert (only.code, only.severity, count_errors([only])) == (LATE, "warning", 0)
    assert "；已说明：补正的时间不计入（张三，有效到" in only.message
    assert pipeline.build(project, 2023).rendered.file
    printed = run("validate", "2023", at=late)
    assert printed.returncode == 0
    assert "已说明（1 项，不挡报告，留在清单里）" in printed.stdout
    assert "0 项错误，0 项提醒，已说明 1 项" in printed.stdout
    said = json_of("validate", "2023", at=late)
    assert (said["errors"], said["warnings"], said["waived"]) == (0, 0, 1)
    assert said["findings"][0]["waived"].startswith("补正的时间不计入")


def test_taking_a_waiver_away_brings_the_error_back_though_findings_are_remembered(late: Path) -> None:
    project = explain(late, f"key: {key_of(late)}")
    assert count_errors(found(project)) == count_errors(found(project)) == 0
    (late / "waivers.yaml").unlink()
    assert count_errors(found(project)) == 1
    assert pipeline.render(project, 2023).file is None


@pytest.mark.parametrize(
    ("at", "code", "said"),
    [
        ("key: 没有这一号", LATE, "没有对上一处"),
        ("key: 没有这一号", "CASE002", "没有对上一处"),
    ],
)
def test_a_waiver_that_meets_nothing_is_told(late: Path, at: str, code: str, said: str) -> None:
    listed = found(explain(late, at, code=code))
    assert sorted(each.code for each in listed) == [LATE, "SET008"]
    assert said in "".join(each.message for each in listed)
    assert count_errors(listed) == 1


def test_a_waiver_that_has_run_out_does_not_hold_and_is_told(late: Path) -> None:
    listed = found(explain(late, f"key: {key_of(late)}", until=PAST))
    assert sorted(each.code for each in listed) == [LATE, "SET008"]
    assert "已经过期" in "".join(each.message for each in listed)
    assert count_errors(listed) == 1


@pytest.mark.parametrize("code", ["CEL001", "OWE001", "ROW002", "FIG002", "TAB001", "LED001"])
def test_what_was_not_read_or_not_sent_cannot_be_explained_away(late: Path, code: str) -> None:
    listed = found(explain(late, "file: 行政复议台账.xlsx, row: 4", code=code))
    assert sorted(each.code for each in listed) == [LATE, "SET007"]
    assert f"{code}不能用说明代替改正" in "".join(each.message for each in listed)


def test_a_code_that_there_is_not_is_told_as_such(late: Path) -> None:
    listed = found(explain(late, "file: 行政复议台账.xlsx, row: 4", code="CASE00X"))
    assert sorted(each.code for each in listed) == [LATE, "SET007"]
    assert [(each.message, each.fix) for each in listed if each.code == "SET007"] == [
        ("没有编号是“CASE00X”的核对", "是不是“CASE010”？")
    ]


def test_a_row_that_has_a_key_is_named_by_it_for_cells_move(late: Path) -> None:
    listed = found(explain(late, "file: 行政复议台账.xlsx, cell: F4"))
    assert count_errors(listed) == 2
    assert "“案号”" in "".join(each.message for each in listed)


def test_a_row_without_a_key_is_named_by_its_place(late: Path) -> None:
    (book,) = (late / "来件" / "2023").rglob("*学法*.xlsx")
    edit(book, openpyxl.load_workbook(book).sheetnames[0], _doubled)
    project = pipeline.open_project(late)
    pipeline.collect(project)
    (double,) = [each for each in found(project) if each.code == "ROW008"]
    project = explain(late, f"file: {book.name}, row: {double.place.row}", code="ROW008")
    (same,) = [each for each in found(project) if each.code == "ROW008"]
    assert same.waived


def _doubled(sheet: Worksheet) -> None:
    """Let a row stand twice, one below the other."""
    sheet.insert_rows(6)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(6, column).value = sheet.cell(5, column).value


def test_the_key_of_a_personal_column_is_not_to_be_written(late: Path) -> None:
    listed = found(explain(late, "key: ZF12345678", code="EXAM001"))
    (wrong,) = [each for each in listed if each.code == "SET007"]
    assert "个人信息" in wrong.message
    assert "ZF12345678" not in "".join(str(each) for each in listed)


def test_a_reason_names_nobody(late: Path) -> None:
    listed = found(explain(late, f"key: {key_of(late)}", reason="见11010519491231002X的来信"))
    (wrong,) = [each for each in listed if each.code == "SET007"]
    assert "个人信息" in wrong.message
    assert "11010519491231002X" not in "".join(str(each) for each in listed)


def test_a_waiver_of_another_year_is_none_of_this_ones(late: Path) -> None:
    text = "[{year: 2022, code: CASE004, key: 没有, reason: 甲, by: 乙, until: 2099-01-01}]"
    (late / "waivers.yaml").write_text(text, encoding="utf-8")
    assert [each.code for each in found(pipeline.open_project(late))] == [LATE]


def test_what_was_explained_last_year_does_not_keep_this_years_report_back(workspace: Path) -> None:
    book = workspace / "来件/2022/司法所/行政复议台账.xlsx"
    edit(
        book, SHEET,
        lambda sheet: sheet.__setitem__("E4", "2022-03-01") or sheet.__setitem__("F4", "2022-03-20"),
    )  # fmt: skip
    project = pipeline.open_project(workspace)
    pipeline.collect(project)
    assert [each.code for each in found(project)] == ["FIG003"]
    key = openpyxl.load_workbook(book)[SHEET]["B4"].value
    text = f"[{{year: 2022, code: CASE004, key: {key}, reason: 甲, by: 乙, until: 2099-01-01}}]"
    (workspace / "waivers.yaml").write_text(text, encoding="utf-8")
    assert found(project) == []


def test_what_is_explained_goes_back_to_no_department(late: Path) -> None:
    explain(late, f"key: {key_of(late)}")
    run("validate", "2023", "--returns", "退回", at=late)
    assert not list((late / "退回").rglob("*.xlsx"))
