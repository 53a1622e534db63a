"""The workbook of evidence lies beside the report, the same for the same ledger, and says what is still wrong."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reportgen import pipeline
from reportgen.model import Finding
from reportgen.pipeline import Project
from reportgen.tasks import evidence


@pytest.fixture
def written(collected: Project, tmp_path: Path) -> evidence.Written:
    figures = {each.definition.full_name: each for each, _ in pipeline.counted(collected, 2023)[0]}
    told = evidence.grounds_of(collected.workspace, collected.profile, figures, 2023)
    wrong = [Finding("ROW001", "error", "两行一样")]
    return evidence.write(collected.workspace, told, wrong, 2023, tmp_path)


def test_every_number_leads_to_as_many_rows_as_it_counts(
    collected: Project, written: evidence.Written
) -> None:
    book = openpyxl.load_workbook(written.file)
    rows = {each[0].value: each for each in book["数据项"].iter_rows(min_row=4)}
    assert written.told == len(rows) == len(collected.profile.figures)
    number = rows["矛盾调解.总数"][3]
    assert number.value == 121
    start = int(number.hyperlink.location.rpartition("A")[2])
    names = [cell.value for (cell,) in book["来源"].iter_rows(min_row=start, max_col=1)]
    assert names[:122] == ["矛盾调解.总数"] * 122
    assert names[122] is None


def test_it_says_that_errors_are_open_and_is_not_written_anew_without_need(
    collected: Project, written: evidence.Written
) -> None:
    assert openpyxl.load_workbook(written.file)["数据项"]["A2"].value.startswith("还有 1 项错误没有改正")
    assert (written.file.name, written.kept) == ("2023年数据底稿.xlsx", None)
