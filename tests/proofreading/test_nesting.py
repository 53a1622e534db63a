"""A list in the entries of another is these entries' own, or an error: never the whole of it in each."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from reportgen.model import Broken
from tests.make.declared import opened, printed, write_profile
from tests.stages.test_entries import SENT, SHEETS

FIGURES = """
调解:
  件数: {unit: 件}
  按镇: {by: 报送部门, columns: [件数]}
  按类别: {by: 类别, unit: 件}
  各镇类别: {by: 类别, within: 报送部门, present: true, unit: 件}
  清单: {rows: [村]}
"""


def test_an_inner_list_is_printed_for_its_own_entry(tmp_path: Path) -> None:
    line = (
        "{{#调解.按镇}}{{序号}}.{{报送部门}}{{件数}}件{{#调解.各镇类别}}，{{序号}}{{类别}}{{数量}}件{{#末项}}等{{/末项}}{{/调解.各镇类别}}"
        "{{^调解.各镇类别}}，没有{{/调解.各镇类别}}；{{/调解.按镇}}"
    )
    write_profile(tmp_path / "p", SHEETS, FIGURES, [line])
    assert printed(opened(tmp_path, SENT))[0] == [
        "1.甲镇3件，1邻里2件，2婚姻1件等；2.乙镇1件，1婚姻1件等；3.丙镇0件，没有；"
    ]


def test_equal_cells_below_one_another_are_merged(tmp_path: Path) -> None:
    row = [
        "{{#调解.按镇}}{{#调解.各镇类别}}{{报送部门 | 合并}}",
        "{{类别}}",
        "{{数量}}{{/调解.各镇类别}}{{/调解.按镇}}",
    ]
    write_profile(tmp_path / "p", SHEETS, FIGURES, ["共{{调解.件数}}件"], [[["镇", "类别", "件数"], row]])
    project = opened(tmp_path, SENT)
    (table,) = printed(project)[1]
    assert table == [
        ["镇", "类别", "件数"],
        ["甲镇", "邻里", "2"],
        ["甲镇", "婚姻", "1"],
        ["乙镇", "婚姻", "1"],
    ]
    cells = (
        docx.Document(str(project.render(2023).file)).tables[0].columns[0]._gridCol.getparent().getparent()
    )
    assert [cell.vMerge for row in cells.tr_lst for cell in row.tc_lst[:1]] == [
        None,
        "restart",
        "continue",
        None,
    ]


@pytest.mark.parametrize(
    ("line", "message", "fix"),
    [
        ("{{#调解.按镇}}{{#调解.按类别}}{{类别}}{{/调解.按类别}}{{/调解.按镇}}", "清单“调解.按类别”写在清单“调解.按镇”里面", "给“按类别”加上 within: 报送部门"),
        ("{{#调解.按镇}}{{#调解.清单}}{{村}}{{/调解.清单}}{{/调解.按镇}}", "清单“调解.清单”写在清单“调解.按镇”里面", "移到“{{/调解.按镇}}”的后面"),
        ("{{#调解.各镇类别}}{{类别}}{{/调解.各镇类别}}", "要写在按“报送部门”的清单里面", "by: 报送部门"),
        ("{{#调解.按类别}}{{#调解.各镇类别}}{{类别}}{{/调解.各镇类别}}{{/调解.按类别}}", "要写在按“报送部门”的清单里面", "by: 报送部门"),
    ],
)  # fmt: skip
def test_a_list_that_would_be_repeated_whole_is_refused(
    tmp_path: Path, line: str, message: str, fix: str
) -> None:
    write_profile(tmp_path / "p", SHEETS, FIGURES, ["共{{调解.件数}}件", line])
    with pytest.raises(Broken) as told:
        opened(tmp_path, SENT)
    (found,) = told.value.findings
    assert (found.code, found.department, found.place.file) == ("TPL025", "", "p/report.docx")
    assert message in found.message
    assert fix in found.fix


@pytest.mark.parametrize(
    "line",
    [
        "{{#调解.件数}}{{#调解.按类别}}{{类别}}{{/调解.按类别}}{{/调解.件数}}", "{{^调解.按镇}}{{#调解.清单}}{{村}}{{/调解.清单}}{{/调解.按镇}}",
        "{{#调解.按镇}}{{报送部门}}{{/调解.按镇}}{{#调解.按类别}}{{类别}}{{/调解.按类别}}", "{{#调解.按镇}}{{^调解.按类别}}无{{/调解.按类别}}{{/调解.按镇}}",
    ],
)  # fmt: skip
def test_a_list_beside_another_or_in_a_condition_is_none_within_it(tmp_path: Path, line: str) -> None:
    write_profile(tmp_path / "p", SHEETS, FIGURES, ["共{{调解.件数}}件", line])
    assert opened(tmp_path, SENT).profile


def test_in_a_draft_an_inner_list_whose_sheet_is_missing_shows_its_gap(tmp_path: Path) -> None:
    sheets = SHEETS + "走访:\n  title: 走访表\n  from: [甲镇]\n  fields:\n    方式: {type: string}\n"
    figures = FIGURES + "  走访: {sheet: 走访, by: 方式, within: 报送部门}\n"
    line = "{{#调解.按镇}}{{报送部门}}{{#调解.走访}}{{方式}}{{数量}}{{/调解.走访}}；{{/调解.按镇}}"
    write_profile(tmp_path / "p", sheets, figures, ["共{{调解.件数}}件", line])
    project = opened(tmp_path, SENT)
    file = project.render(2023, draft=True).file
    assert file
    texts = [each.text for each in docx.Document(str(file)).paragraphs]
    assert (
        "甲镇【缺：方式】【缺：数量】；乙镇【缺：方式】【缺：数量】；丙镇【缺：方式】【缺：数量】；" in texts
    )
