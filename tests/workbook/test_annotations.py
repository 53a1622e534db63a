"""What people have noted at the cells of a sheet is read, however the workbook is written."""

from __future__ import annotations

import io

import openpyxl
import pytest
from openpyxl.comments import Comment

from reportgen.workbook import ods, plain_xlsx, read, xlsx
from reportgen.workbook.annotations import comments_at, said
from reportgen.workbook.regular import regular
from tests.workbook.test_ods import row, written

THREAD = "[线程批注]\n\n你的Excel版本可读取此线程批注; 但如果在更新版本的Excel中打开文件,则对批注所作的任何改动都将被删除。\n\n注释:\n    "


def book(**comments: str) -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["案号", "金额"])
    made.active.append(["甲", 5])
    for address, text in comments.items():
        made.active[address].comment = Comment(text, "甲某某")
    made.create_sheet("另一张").append(["无"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_comments_stand_at_their_cells_on_their_sheet() -> None:
    content = book(B2="应为7", A1="甲某某:\n 请填写")
    first, second = plain_xlsx.sheets(content)
    assert (first.comments, second.comments) == ({(1, 1): "应为7", (0, 0): "请填写"}, {})
    assert [each.comments for each in plain_xlsx.sheets(book())] == [{}, {}]


def test_a_workbook_written_otherwise_has_them_too() -> None:
    content = book(B2="应为7")
    assert xlsx.scan(content).sheets["Sheet"].comments == {(1, 1): "应为7"}
    assert regular(content).comments == {"Sheet": {(1, 1): "应为7"}, "另一张": {}}
    scan = xlsx.scan(content)
    assert [each.comments for each in read._sheets(scan.package, scan)] == [{(1, 1): "应为7"}, {}]


def test_an_ods_has_them_without_who_noted_it_and_when() -> None:
    noted = (
        "<table:table-cell office:value-type='float' office:value='5'><office:annotation><dc:creator xmlns:dc='d'>甲某某</dc:creator>"
        "<dc:date xmlns:dc='d'>2024-01-05</dc:date><text:p>应为<text:span>7</text:span></text:p></office:annotation><text:p>5</text:p>"
        "</table:table-cell>"
    )
    [sheet] = ods.sheets(written(row(noted)))
    assert (sheet.rows, sheet.comments) == ([[5.0]], {(0, 0): "应为7"})


@pytest.mark.parametrize(
    ("comment", "words"),
    [
        ("作者:\n应为7", "应为7"),
        ("应为：7", "应为：7"),
        (f"{THREAD}应为7", "应为7"),
        ("【退回：金额没有填】", ""),
        ("【退回：金额没有填】\n—— 以下是这一格原有的批注 ——\n应为7", "应为7"),
    ],
)
def test_what_a_person_says_is_told_from_what_programs_put_before_it(comment: str, words: str) -> None:
    assert said(comment) == words


def test_comments_that_cannot_be_read_are_none() -> None:
    content = book(B2="应为7")
    assert comments_at(content, "xl/worksheets/sheet1.xml")
    assert comments_at(content[:-30], "xl/worksheets/sheet1.xml") == {}
    assert comments_at(content, "xl/worksheets/sheet9.xml") == {}
