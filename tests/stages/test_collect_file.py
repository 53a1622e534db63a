"""A reader remembers between files: what it takes from one is what a reader that remembers nothing takes from it."""

from __future__ import annotations

import gc
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.model import Field, Kind, Sheet
from reportgen.stages import collect_file as collecting
from reportgen.stages.collect_file import Reader, Taken, collect_file, refuse
from reportgen.workbook.notes import CELL_PICTURE, NOT_CALCULATED
from reportgen.workspace.incoming import Incoming

BASE = {"type": "number", "required": True}
DIFFERENT: dict[str, tuple[Any, Any]] = {  # an attribute of a field, and a cell that shows the difference
    "type": ("integer", 2.5),
    "required": (False, ""),
    "enum": ((7.0,), 3),
    "minimum": (5, 3),
    "maximum": (2, 3),
    "pattern": (r"\d", 35),
    "unit": ("万元", "3万元"),
    "synonyms": ({"甲": "乙"}, "甲"),
}
SAME = {
    "unique",
    "personal",
    "aliases",
    "as_of",
    "open",
    "example",
    "only",
}  # a cell's value does not hang on these


def test_what_a_value_hangs_on_is_named_whole() -> None:
    assert {each.name for each in fields(Field)} == DIFFERENT.keys() | SAME


@pytest.mark.parametrize("name", DIFFERENT)
def test_fields_that_differ_in_it_do_not_share(name: str) -> None:
    base = {**BASE, "type": "string"} if name == "synonyms" else BASE
    other, _ = DIFFERENT[name]
    assert Field(**base).converts_as != Field(**{**base, name: other}).converts_as


def kind(name: str, **declared: Field) -> Kind:
    return Kind(name=name, title=f"{name}台账", owners=("司法所",), fields=declared)


KINDS = {
    each.name: each
    for each in (
        kind(
            "甲",
            编号=Field(type="string", required=True),
            日期=Field(type="date", required=True),
            金额=Field(type="number", unit="元", minimum=0),
            结果=Field(type="string", enum=("维持", "撤销"), synonyms={"维": "维持"}),
        ),
        kind(
            "乙",
            编号=Field(type="string", required=True),
            日期=Field(type="date", required=True, pattern="2023.*"),
            金额=Field(type="number", unit="元", minimum=100),
            结果=Field(type="string", enum=("维持", "撤销"), synonyms={"维": "撤销"}),
            备考=Field(type="string"),
        ),
    )
}
BODY = [["A1", "5月12日", 50, "维"], ["A2", "2022-05-01", "2万元", "维持"], ["A3", 45058, 200, "撤"]]


def sheets() -> Iterator[tuple[int, Sequence[Sequence[object]]]]:
    """The same rows under the titles of two kinds, of two years, with other units and columns in another order."""
    for name in KINDS:
        for year in (2022, 2023):
            for unit in ("金额", "金额（万元）", "金额（人）"):
                heading = ["编号", "日期", unit, "结果"]
                yield year, [[f"{name}台账"], heading, *BODY]
                yield year, [[f"{name}台账"], heading[::-1], *(row[::-1] for row in BODY)]
                yield year, [[f"{name}台账"], [*heading, "金额"], *([*row, 1] for row in BODY)]
                yield year, [[f"{name}台账"], [*heading, "备考"], *([*row, "见附件"] for row in BODY)]


def test_what_one_reader_takes_from_many_files_is_what_new_readers_take(tmp_path: Path) -> None:
    one = Reader(KINDS, ("司法所",), "profile")
    for number, (year, rows) in enumerate([*sheets()] * 2):
        book, out = openpyxl.Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(list(row))
        book.save(out)
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(out.getvalue())
        file = Incoming(path, path.name, year, "司法所")
        assert collect_file(one, file, None) == collect_file(one.unused(), file, None), rows[:2]


# What a file is, before and after it is read

HEADING, DATA = ["编号", "日期", "金额", "结果"], ["A1", "2023-05-01", 50, "维持"]


def workbook(
    sheets: Mapping[str, Sequence[Sequence[object]]], hide: Mapping[str, Sequence[str]] | None = None
) -> bytes:
    """A workbook of sheets by name, with the rows and columns of `hide` hidden; without any, the sheet itself."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    hide = hide or {}
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for each in hide.get(name, ()):
            (
                sheet.row_dimensions[int(each)] if each.isdigit() else sheet.column_dimensions[each]
            ).hidden = True
        if name in hide and not hide[name]:
            sheet.sheet_state = "hidden"
    book.save(out)
    return out.getvalue()


def taken(folder: Path, name: str, content: bytes, department: str = "司法所", **other: Any) -> Taken:
    """What a file of 2023 comes to."""
    path = folder / name
    path.write_bytes(content)
    reader = Reader(KINDS, ("司法所", "宣传办"), "profile")
    return collect_file(reader, Incoming(path, name, 2023, department, **other), None)


def told(one: Taken) -> list[tuple[str, str, str]]:
    found = [each.finding for each in one.problems]
    return [(each.code, each.message, each.place.cell or str(each.place.row or "")) for each in found]


@pytest.mark.parametrize(
    ("suffix", "what"),
    [
        *((suffix, "文字文件") for suffix in ("doc", "docx", "wps", "txt", "rtf", "md", "TXT")),
        *((suffix, "扫描件或图片") for suffix in ("pdf", "jpg", "jpeg", "png", "tif", "tiff", "bmp", "ofd")),
        *((suffix, "压缩包") for suffix in ("zip", "rar", "7z")),
        ("mp4", "不是工作簿的文件"),
        ("没有后缀", "不是工作簿的文件"),
    ],
)
def test_a_file_that_is_no_workbook_is_told_by_what_it_is(tmp_path: Path, suffix: str, what: str) -> None:
    one = taken(tmp_path, f"甲.{suffix}", "文字".encode())
    assert told(one) == [("FIL005", f"{what}，没有读", "")]
    assert (one.entry.refused, one.entry.size, one.tables) == (f"{what}，没有读", 6, ())


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "dat"])
def test_a_workbook_is_read_whatever_it_is_called(tmp_path: Path, suffix: str) -> None:
    one = taken(tmp_path, f"甲.{suffix}", workbook({"表": [["甲台账"], HEADING, DATA]}))
    assert (told(one), [len(each.numbers) for each in one.tables], one.entry.refused) == ([], [1], "")


def test_a_loose_file_is_not_read(tmp_path: Path) -> None:
    one = taken(tmp_path, "甲.xlsx", workbook({"表": [["甲台账"], HEADING, DATA]}), loose=True)
    assert [code for code, _, _ in told(one)] == ["FIL003"]
    assert one.tables == ()


@pytest.mark.parametrize("name", ["说明", "填表说明", "填报说明", "使用说明", "填表须知", " 说明 "])
def test_a_sheet_of_instructions_is_passed_over_whatever_it_holds(tmp_path: Path, name: str) -> None:
    one = taken(
        tmp_path, "甲.xlsx", workbook({name: [["甲台账"], HEADING, DATA], "表": [["甲台账"], HEADING, DATA]})
    )
    assert ([each.sheet for each in one.tables], told(one)) == (["表"], [])


@pytest.mark.parametrize("name", ["选项", "字典", "下拉", "下拉选项", "下拉列表", "目录", "封面", "封面 "])
def test_a_sheet_that_goes_along_is_passed_over_where_it_is_no_table(tmp_path: Path, name: str) -> None:
    book = {name: [["一", "二"], ["三", "四"]], "表": [["甲台账"], HEADING, DATA]}
    assert told(taken(tmp_path, "甲.xlsx", workbook(book))) == []
    (table,) = taken(tmp_path, "甲.xlsx", workbook({name: [["甲台账"], HEADING, DATA]})).tables
    assert len(table.numbers) == 1


def test_a_workbook_without_a_table_is_told_as_empty_or_as_one_that_only_explains(tmp_path: Path) -> None:
    empty = taken(tmp_path, "甲.xlsx", workbook({"表": [], "又": [[None]]}))
    ((code, message, _),) = told(empty)
    assert (code, "一个字也没有" in message, empty.entry.refused) == ("FIL001", True, message)
    ((code, message, _),) = told(taken(tmp_path, "甲.xlsx", workbook({"说明": [["怎么填"]]})))
    assert (code, "只有说明" in message) == ("FIL001", True)
    ((code, _, _),) = told(
        taken(tmp_path, "甲.xlsx", workbook({"表": [], "又": [["一", "二"], ["三", "四"]]}))
    )
    assert code == "TAB001"


def test_what_is_hidden_is_taken_and_told_at_its_place(tmp_path: Path) -> None:
    rows = [["甲台账"], HEADING, DATA, ["A2", *DATA[1:]], ["A3", *DATA[1:]]]
    one = taken(
        tmp_path,
        "甲.xlsx",
        workbook({"表": rows, "又": [["甲台账"], HEADING, DATA]}, {"表": ["4", "5", "C"], "又": []}),
    )
    assert told(one) == [
        ("TAB010", "有2行数据是隐藏的，也收进了底账", "4"),
        ("TAB010", "隐藏的列也收进了底账：金额", "C2"),
        ("TAB007", "这张表是隐藏的，也收进了底账", ""),
    ]
    assert [len(each.numbers) for each in one.tables] == [3, 1]
    assert told(taken(tmp_path, "乙.xlsx", workbook({"表": rows}, {"表": ["1", "F"]}))) == []
    assert told(taken(tmp_path, "乙.xlsx", workbook({"表": rows[:2]}, {"表": ["C"]})))[0][0] == "TAB009"


def test_a_sheet_that_another_department_owes_is_told(tmp_path: Path) -> None:
    content = workbook({"表": [["甲台账"], HEADING, DATA]})
    assert told(taken(tmp_path, "甲.xlsx", content, "宣传办")) == [
        ("OWE002", "《甲台账》应由司法所报送，这里是宣传办报送的", "")
    ]
    stray = taken(tmp_path, "甲.xlsx", content, "财政所")
    assert ([code for code, _, _ in told(stray)], stray.tables) == (["FIL004"], ())
    assert stray.entry.refused == told(stray)[0][1]


def test_a_file_of_no_year_has_none_in_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "甲.xlsx"
    path.write_bytes(workbook({"表": [["甲台账"], HEADING, DATA]}))
    one = collect_file(Reader(KINDS, ("司法所",), "p"), Incoming(path, path.name, None, "司法所"), None)
    assert (one.entry.year, one.tables, len(one.entry.refused) > 0) == (0, (), True)
    asked = collect_file(Reader(KINDS, ("司法所",), "p"), Incoming(path, path.name, None, "司法所"), 2022)
    assert (asked.entry.year, len(asked.tables)) == (2022, 1)


def test_a_file_that_ended_its_reader_is_known_by_its_bytes_where_there_are_any(tmp_path: Path) -> None:
    reader = Reader(KINDS, ("司法所",), "profile")
    (tmp_path / "甲.xlsx").write_bytes(b"x")
    for file, size in (("甲.xlsx", 1), ("没有.xlsx", 0)):
        one = refuse(reader, Incoming(tmp_path / file, file, None, "司法所"), "读不了")
        assert (one.entry.size, one.entry.year, one.entry.refused, one.entry.profile) == (
            size,
            0,
            "读不了",
            "profile",
        )
        assert bool(one.entry.sha256) is bool(size)


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ([], "一个字也没有"),
        (["图片"], "工作簿里只有图片，没有能读的文字和数字；请把要报的内容填成表后再报送"),
        (
            ["图片", "图表", "图片"],
            "工作簿里只有图片和图表，没有能读的文字和数字；请把要报的内容填成表后再报送",
        ),
        (["错误值（#REF!）"], "；请改正公式，用 Excel 或 WPS 打开、保存一次后再报送"),
        ([NOT_CALCULATED], "；请改正公式，用 Excel 或 WPS 打开、保存一次后再报送"),
        (["图片", NOT_CALCULATED], "；请改正公式，用 Excel 或 WPS 打开、保存一次后再报送"),
    ],
)
def test_why_nothing_can_be_read_and_what_is_to_be_done(held: list[str], said: str) -> None:
    assert said in collecting._empty(held)


@pytest.mark.parametrize(
    ("unread", "holds", "said"),
    [
        ([], "", ""),
        ([], "图片", "图片"),
        (["#REF!"], "", "错误值（#REF!）"),
        (["#REF!", "#REF!", "#N/A"], "图片", "错误值（#REF!、#N/A）和图片"),
        (["#1", "#2", "#3", "#4"], "", "错误值（#1、#2、#3）"),
        ([NOT_CALCULATED, "#REF!"], "", f"错误值（#REF!）和{NOT_CALCULATED}"),
        ([CELL_PICTURE], "图表", f"{CELL_PICTURE}和图表"),
    ],
)
def test_what_a_sheet_without_a_value_holds(unread: list[str], holds: str, said: str) -> None:
    places = {(0, column): each for column, each in enumerate(unread)}
    assert collecting._held(Sheet("表", [], unread=places, holds=holds)) == said


def test_nothing_of_a_file_that_was_read_is_left_for_the_garbage_collector(tmp_path: Path) -> None:
    # which does not run while files are collected: of 20,000 workbooks each would stay in memory
    reader = Reader(KINDS, ("司法所",), "profile")
    file = tmp_path / "台账.xlsx"
    file.write_bytes(workbook({name: [[f"{name}台账"], HEADING, DATA] for name in KINDS}))
    incoming = Incoming(file, "2023/司法所/台账.xlsx", 2023, "司法所")
    assert collect_file(reader, incoming, None).tables
    gc.collect()
    collect_file(reader, incoming, None)
    assert gc.collect() == 0
