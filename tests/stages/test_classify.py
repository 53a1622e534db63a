"""How a file is read, row by row, as a clerk is shown it; personal cells are masked."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from conftest import copy_samples

from reportgen import pipeline
from reportgen.model import CannotRun, Field, Kind
from reportgen.stages.classify import MASK, SheetRead, classify
from reportgen.workbook.slip import Round, mark
from reportgen.workspace.incoming import Incoming

KINDS = {
    "处罚": Kind(
        name="处罚",
        title="处罚台账",
        fields={
            "案号": Field(type="string", required=True),
            "当事人": Field(type="string", personal=True),
            "金额": Field(type="number", unit="元"),
        },
    )
}


def read(tmp_path: Path, sheets: dict[str, list[list[object]]]) -> list[SheetRead]:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        made = book.create_sheet(name)
        for row in rows:
            made.append(row)
    file = tmp_path / "台账.xlsx"
    book.save(file)
    return classify(KINDS, Incoming(file, "台账.xlsx", 2023, "司法所"))


def test_each_row_has_its_class_and_each_cell_its_own(tmp_path: Path) -> None:
    table: list[list[object]] = [
        ["处罚台账"],
        ["案号", "当事人", "金额", "去向"],
        ["1号", "王某某", 500, "市局"],
        [],
        ["合计", None, 500],
        ["填表人：甲"],
    ]
    (found,) = read(tmp_path, {"表": table})
    assert (found.kinds, found.filled) == (["处罚台账"], 12)
    assert [(row.number, row.sort, row.words) for row in found.rows] == [
        (1, "title", ""), (2, "heading", ""), (3, "value", ""), (5, "total", "合计"), (6, "footer", "填表人"),
    ]  # fmt: skip
    assert found.rows[2].cells == {
        0: ("1号", "value"), 1: (MASK, "value"), 2: ("500", "value"), 3: ("市局", "unknown")
    }  # fmt: skip
    assert found.cells == {"title": 1, "heading": 4, "value": 3, "unknown": 1, "total": 2, "footer": 1}


def test_sheets_that_hold_no_table_are_shown_as_such_and_persons_are_masked(tmp_path: Path) -> None:
    note, other = read(tmp_path, {"填表说明": [["请填"]], "名单": [["物品", "当事人"], ["笔", "王某某"]]})
    assert (note.rows[0].sort, note.cells) == ("note", {"note": 1})
    assert [row.sort for row in other.rows] == ["other", "other"]
    assert other.rows[1].cells[1] == (MASK, "other")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    file = tmp_path / "坏.xlsx"
    file.write_bytes(b"%PDF-1.7")
    with pytest.raises(CannotRun, match=r"坏\.xlsx："):
        classify(KINDS, Incoming(file, "坏.xlsx", 2023, "司法所"))
    with pytest.raises(CannotRun, match="文件读不了"):
        classify(KINDS, Incoming(tmp_path / "无.xlsx", "无.xlsx", 2023, "司法所"))


def test_one_sheet_of_one_file_is_asked_for(tmp_path: Path) -> None:
    root = copy_samples(tmp_path)
    project = pipeline.open_project(root)
    file = next(root.rglob("2023/组织人事办/学法培训和学时.xlsx"))
    names = [each.name for each in pipeline.reading(project, file)]
    assert [each.name for each in project.reading(file, names[1])] == [names[1]]
    with pytest.raises(CannotRun, match="没有叫“别的”的工作表"):
        project.reading(file, "别的")
    with pytest.raises(CannotRun, match="不是一个工作簿"):
        project.reading(file.parent.parent)


def test_the_samples_are_read_whole(tmp_path: Path) -> None:
    root = copy_samples(tmp_path)
    project = pipeline.open_project(root)
    for file in sorted(root.rglob("2023/*/*.*")):
        for sheet in project.reading(file):
            assert sum(sheet.cells.values()) == sheet.filled == sum(len(row.cells) for row in sheet.rows)
            assert sheet.cells.get("doubtful", 0) == 0


def test_a_slip_that_was_returned_is_shown_and_not_read(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        {
            "改过名的": [["退回单"], [mark(Round(1, ("0" * 16,)))], ["案号", "金额"], ["1", 500]],
            "台账": [["案号", "金额"], ["1", 500]],
        },
    )
    assert [each.kinds for each in found] == [[], ["处罚台账"]]
    assert {each.sort for each in found[0].rows} == {"note"}
