"""A reader remembers between files: what it takes from one is what a reader that remembers nothing takes from it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportgen.model import Field, Kind
from reportgen.stages.collect_file import Reader, collect_file
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
SAME = {"unique", "personal", "aliases", "as_of", "open"}  # a cell's value does not hang on these


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
