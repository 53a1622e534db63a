"""A workbook returned: marks, notes and a 退回单, and all other parts as they were, byte for byte."""

from __future__ import annotations

import io
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from reportgen.model import FileRefused
from reportgen.workbook.read import read
from reportgen.workbook.registered import STRICT, TRANSITIONAL
from reportgen.workbook.returned import returned
from reportgen.workbook.slip import Round, Slip, Told, round_of
from reportgen.workbook.zipped import pack

SLIP = Slip(
    "退回单",
    ["第1次退回"],
    [Told("须改正", "台账 › C2", "错了", "因为", "改正", ("台账", 2, 2))],
    Round(1, ("0" * 16,)),
)
NOTES = {("台账", 2, 2): "【退回：须改正】错了", ("台账", 9, 1): "【退回：须改正】没有填"}


def book(**more: str) -> bytes:
    made = openpyxl.Workbook()
    made.active.title = "台账"
    made.active.append(["编号", "日期", "金额"])
    made.active.append(["甲1", "2023-05-12", 3])
    other = made.create_sheet("另表")
    other.append(["x", 1])
    other.defined_names["另"] = DefinedName("另", attr_text="另表!$A$1")
    if "comment" in more:
        made.active[more["comment"]].comment = Comment("原有的", "乙")
        other["A1"].comment = Comment("另一张的", "乙")
    return saved(made)


def saved(made: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {each: package.read(each) for each in package.namelist()}


def loaded(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def test_cells_are_filled_and_have_a_note_and_the_slip_stands_in_front() -> None:
    done = loaded(returned(book(), NOTES, SLIP).content)
    assert done.sheetnames == ["退回单", "台账", "另表"]
    for address, words in (("C2", "【退回：须改正】错了"), ("B9", "【退回：须改正】没有填")):
        assert done["台账"][address].comment.text == words
        assert done["台账"][address].fill.fgColor.rgb == "FFFFD28A"
    assert done["台账"]["A2"].fill.patternType is None
    links = [each.hyperlink.location for row in done["退回单"] for each in row if each.hyperlink]
    assert links == ["'台账'!C2"]
    assert done["另表"].defined_names["另"].attr_text == "另表!$A$1"
    assert done.active.title == "台账"


def test_all_other_parts_stay_as_they_were() -> None:
    content = book()
    before, after = parts(content), parts(returned(content, NOTES, SLIP).content)
    changed = {name for name, part in before.items() if after[name] != part}
    assert changed == {
        "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/worksheets/sheet1.xml",
    }  # fmt: skip
    assert after.keys() - before.keys() == {
        "xl/worksheets/sheet3.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml", "xl/worksheets/_rels/sheet1.xml.rels",
    }  # fmt: skip


def test_what_is_read_is_the_same() -> None:
    one, two = list(read(book())), list(read(returned(book(), NOTES, SLIP).content))
    assert round_of(two[0]) == SLIP.round
    assert [(each.name, [row for row in each.rows if any(row)]) for each in one] == [
        (each.name, [[*row] for row in each.rows if any(row)]) for each in two[1:]
    ]
    assert not any(
        (each.unseen, each.struck, each.unread, each.hidden) != (set(), set(), {}, False) for each in two[1:]
    )


def test_the_same_is_written_twice() -> None:
    content = book()  # which openpyxl writes with the time of the clock
    assert returned(content, NOTES, SLIP) == returned(content, NOTES, SLIP)


@pytest.mark.parametrize("at", ["C2", "A1"])
def test_comments_that_are_there_stay(at: str) -> None:
    done = loaded(returned(book(comment=at), NOTES, SLIP).content)
    assert "原有的" in done["台账"][at].comment.text
    assert "【退回：须改正】错了" in done["台账"]["C2"].comment.text
    assert done["另表"]["A1"].comment.text == "另一张的"


def test_a_file_returned_again_has_the_new_marks_only() -> None:
    once = returned(book(comment="C2"), NOTES, SLIP).content
    told = [Told("须改正", "台账 › A2", "又错了", "", "改", ("台账", 2, 0))]
    again = returned(
        once,
        {("台账", 2, 0): "【退回：须改正】又错了"},
        Slip("退回单", [], told, Round(2, ("1" * 16, "0" * 16))),
        "退回单",
    )
    done = loaded(again.content)
    assert done.sheetnames == ["退回单", "台账", "另表"]
    assert done["台账"]["C2"].comment.text.strip() == "原有的"
    assert done["台账"]["C2"].fill.patternType in (None, "none")
    assert done["台账"]["B9"].comment is None
    assert done["台账"]["A2"].comment.text == "【退回：须改正】又错了"
    assert round_of(next(iter(read(again.content)))) == Round(2, ("1" * 16, "0" * 16))


def test_a_cell_with_a_thread_is_filled_and_its_thread_left_alone() -> None:
    content = parts(book(comment="C2"))
    content = {
        name: part.replace("<author>乙</author>".encode(), b"<author>tc={1}</author>").replace(
            b"<author>&#20057;</author>", b"<author>tc={1}</author>"
        )
        for name, part in content.items()
    }
    done = returned(pack(content), NOTES, SLIP)
    assert done.kept == [("台账", 2, 2)]
    assert loaded(done.content)["台账"]["C2"].comment.text == "原有的"
    assert loaded(done.content)["台账"]["C2"].fill.patternType == "solid"
    assert "原有往来批注" in str([each.value for row in loaded(done.content)["退回单"] for each in row])


def test_a_strict_workbook_stays_strict() -> None:
    strict = {
        name: part.replace(TRANSITIONAL.main.encode(), STRICT.main.encode()).replace(
            TRANSITIONAL.related.encode(), STRICT.related.encode()
        )
        for name, part in parts(book()).items()
    }
    done = parts(returned(pack(strict), NOTES, SLIP).content)
    assert not [name for name, part in done.items() if TRANSITIONAL.main.encode() in part]
    assert f"{STRICT.related}/comments".encode() in done["xl/worksheets/_rels/sheet1.xml.rels"]
    assert [each.name for each in read(pack(done), alone=True)] == ["退回单", "台账", "另表"]


def test_macros_and_damage_are_told() -> None:
    content = parts(book())
    types = content["[Content_Types].xml"].replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    assert returned(pack(content | {"[Content_Types].xml": types}), NOTES, SLIP).has_macros
    for broken in (b"PK\x03\x04", pack(content | {"xl/worksheets/sheet1.xml": b"<worksheet/>"})):
        with pytest.raises(FileRefused):
            returned(broken, NOTES, SLIP)


def test_a_hidden_sheet_is_said_to_be_hidden() -> None:
    made = loaded(book())
    made["台账"].sheet_state, made.active = "hidden", 1
    done = loaded(returned(saved(made), NOTES, SLIP).content)
    assert done["台账"].sheet_state == "hidden"
    assert done["台账"]["C2"].comment.text == "【退回：须改正】错了"
    assert "取消隐藏后再点" in str([each.value for row in done["退回单"] for each in row])


def test_a_package_of_64_bits_is_returned() -> None:
    file = io.BytesIO()
    with ZipFile(file, "w") as package:
        for name, part in parts(book()).items():
            with package.open(name, "w", force_zip64=True) as opened:
                opened.write(part)
    assert loaded(returned(file.getvalue(), NOTES, SLIP).content)["台账"]["C2"].comment
