"""The cells of an .xlsb by their records, and what they are that values do not tell."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from datetime import date, time, timedelta

import pytest

from reportgen.model import FileRefused, Sheet
from reportgen.workbook import xlsb
from tests.make.cases_files import pack
from tests.trials.damage_sources import record, wide

_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROW = record(0, struct.pack("<LLHBBB", 0, 0, 300, 0, 0, 0))
HIDDEN_ROW = record(0, struct.pack("<LLHBBB", 1, 0, 300, 0, 0x10, 0))


def related(name: str, *targets: tuple[str, str]) -> tuple[str, bytes]:
    listed = "".join(
        f'<Relationship Id="r{number}" Type="{_TYPE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets)
    )
    return name, f"<Relationships>{listed}</Relationships>".encode()


def book(
    *sheet: bytes, kind: str = "worksheet", parts: Mapping[str, bytes] | None = None, flags: int = 0
) -> bytes:
    """A workbook of one sheet, called 台账, of these records, with parts of its own."""
    listed = record(156, struct.pack("<LL", 0, 1) + wide("r0") + wide("台账"))
    beside = [("sharedStrings", "texts.bin"), ("styles", "styles.bin")]
    return pack(
        dict(
            [
                related("_rels/.rels", ("officeDocument", "xl/workbook.bin")),
                related("xl/_rels/workbook.bin.rels", (kind, "/sheets/one.bin"), *(beside if parts else ())),
                ("xl/workbook.bin", record(153, struct.pack("<LLL", flags, 0, 0)) + listed),
                ("sheets/one.bin", b"".join(sheet)),
                *(parts or {}).items(),
            ]
        )
    )


def cell(kind: int, column: int, content: bytes = b"", style: int = 0) -> bytes:
    return record(kind, struct.pack("<LL", column, style) + content)


def read(content: bytes) -> Sheet:
    (found,) = xlsb.sheets(content)
    return found


def test_every_kind_of_value_is_read() -> None:
    rich = b"\0" + wide("丙") + bytes(4)
    found = read(
        book(
            ROW,
            cell(2, 0, struct.pack("<l", 12 << 2 | 2)),
            cell(2, 1, struct.pack("<l", 1234 << 2 | 3)),
            cell(2, 2, struct.pack("<d", 0.5)[4:]),
            cell(5, 3, struct.pack("<d", 1.25)),
            cell(6, 4, wide("甲")),
            cell(8, 5, wide("乙")),
            cell(62, 6, rich),
            cell(9, 7, struct.pack("<d", 3)),
            cell(4, 8, b"\1"),
            cell(10, 9, b"\0"),
            cell(1, 10),
            cell(6, 12, wide("")),
        )
    )
    assert (found.name, found.rows) == (
        "台账",
        [[12.0, 12.34, 0.5, 1.25, "甲", "乙", "丙", 3.0, True, False]],
    )


def test_a_short_cell_stands_in_the_column_behind_the_one_before() -> None:
    style = bytes(4)
    shorts = (
        record(17, style + wide("甲")), record(12, style), record(16, style + struct.pack("<d", 2)),
        record(15, style + b"\1"), record(13, style + struct.pack("<l", 7 << 2 | 2)),
    )  # fmt: skip
    found = read(book(ROW, *shorts, cell(6, 8, wide("乙")), record(17, style + wide("丙"))))
    assert found.rows == [["甲", "", 2.0, True, 7.0, "", "", "", "乙", "丙"]]


@pytest.mark.parametrize(
    "length",
    [b"\x00", b"\x01x", b"\x80\x01" + b"x" * 128, b"\x81\x01" + b"x" * 129, b"\x80\x80\x01" + b"x" * 16384],
)
def test_a_record_is_passed_over_by_its_length(length: bytes) -> None:
    assert read(book(ROW, b"\x7f" + length, cell(6, 0, wide("甲")))).rows == [["甲"]]


@pytest.mark.parametrize(
    ("stream", "kinds"),
    [
        (b"\x05\x00\x07\x00", [5, 7]),
        (b"\x81\x01\x00", [129]),
        (b"\x83\x02\x00", [259]),
        (b"\xff\x7f\x00", [0x3FFF]),
        (b"\x05\x80\x00\x07\x00", [5, 7]),
    ],
)
def test_a_kind_of_two_bytes_has_seven_bits_of_the_first(stream: bytes, kinds: list[int]) -> None:
    assert [kind for kind, _ in xlsb._records(stream)] == kinds


def test_a_package_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(FileRefused, match="解压后过大"):
        read(book(bytes(2**21)))


def test_shared_texts_and_formats_are_followed_wherever_they_lie() -> None:
    texts = record(19, b"\0" + wide("零")) + record(19, b"\1" + wide("一") + bytes(9))
    formats = (0, 14, 9, 176, 177, 178, 46)
    styles = b"".join(
        [
            record(44, struct.pack("<H", 176) + wide('yyyy"年"')),
            record(44, struct.pack("<H", 177) + wide("[h]:mm")),
            record(44, struct.pack("<H", 178) + wide('0.0"m"%')),
            record(47, struct.pack("<HH", 0, 14) + bytes(12)),  # a style that is none of a cell
            record(617),
            *(record(47, struct.pack("<HH", 0, each) + bytes(12)) for each in formats),
            record(618),
        ]
    )
    cells = [cell(5, at, struct.pack("<d", 45000.0), at) for at in range(len(formats))]
    parts = {"xl/texts.bin": texts, "xl/styles.bin": styles}
    content = book(
        ROW, *cells, cell(7, 7, struct.pack("<L", 1)), cell(5, 8, struct.pack("<d", 0.5), 1), parts=parts
    )
    found = read(content)
    days = timedelta(days=45000)
    assert found.rows == [
        [45000.0, date(2023, 3, 15), 45000.0, date(2023, 3, 15), days, 45000.0, days, "一", time(12)]
    ]
    assert found.percents == {(0, 2), (0, 5)}
    later = read(book(ROW, *cells, parts=parts, flags=1))
    assert (later.rows[0][1], later.date1904) == (date(2027, 3, 16), True)


@pytest.mark.parametrize("kind", [3, 11])
def test_errors_hidden_rows_and_columns_and_merged_cells_are_told(kind: int) -> None:
    found = read(
        book(
            record(60, struct.pack("<LLLLH", 1, 2, 0, 0, 1)),
            record(60, struct.pack("<LLLLH", 3, 3, 0, 0, 0)),
            ROW,
            cell(6, 0, wide("甲")),
            HIDDEN_ROW,
            cell(kind, 1, b"\x17"),
            record(146),
            record(176, struct.pack("<LLLL", 0, 1, 0, 0)),
        )
    )
    assert found.rows == [["甲", ""], ["", ""]]
    assert (found.unread, found.hidden_rows) == ({(1, 1): "#REF!"}, {1})
    assert (found.hidden_columns, found.merged) == ({1, 2}, [((0, 0), (1, 0))])


def test_a_sheet_of_another_kind_is_told_where_it_holds_something() -> None:
    full, blank = (ROW, cell(6, 0, wide("甲"))), (ROW, cell(1, 0))
    for kind, other in (("xlMacrosheet", "宏"), ("dialogsheet", "对话框"), ("chartsheet", "图表")):
        assert [(each.rows, each.holds) for each in xlsb.sheets(book(*full, kind=kind))] == [([], other)]
    assert list(xlsb.sheets(book(*blank, kind="xlMacrosheet"))) == []
    assert read(book(ROW, record(550, wide("r1")))).holds == "图片或图形"


def test_a_cell_far_out_is_refused_and_a_format_far_out_is_none() -> None:
    far = record(0, struct.pack("<LL", 2**20 - 1, 0))
    assert read(book(ROW, cell(6, 0, wide("甲")), far, cell(1, 16383))).rows == [["甲"]]
    with pytest.raises(FileRefused, match="范围过大"):
        read(book(far, cell(6, 16383, wide("甲"))))


def test_a_sheet_that_is_not_there_is_named() -> None:
    with pytest.raises(FileRefused, match="工作表“台账”的内容在文件里找不到"):
        read(
            book()
            .replace(b"/sheets/one.bin", b"/sheets/two.bin")
            .replace(b"sheets/one.bin", b"sheets/new.bin")
        )


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        book(ROW)[:-30],
        book(ROW, b"\x06\x7fabc"),  # a record that is cut off
        book(ROW, cell(6, 0, struct.pack("<L", 99) + b"a")),  # a text that is
        book(ROW, cell(5, 0, b"1")),
        book(ROW, cell(7, 0, struct.pack("<L", 1))),  # a shared text that is not there
        book(ROW, cell(5, 20000, bytes(8))),
        book(record(0, struct.pack("<LL", 2**31, 0)), cell(5, 0, bytes(8))),
    ],
)
def test_a_damaged_one_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused, match="已损坏"):
        list(xlsb.sheets(content))


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (0, "#NULL!"), (7, "#DIV/0!"), (15, "#VALUE!"), (23, "#REF!"), (29, "#NAME?"), (36, "#NUM!"), (42, "#N/A"),
        (43, "#GETTING_DATA"), (44, "错误值"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", [3, 11, 14])
def test_each_error_has_its_name(kind: int, code: int, error: str) -> None:
    said = record(14, bytes((0, 0, 0, 0, code))) if kind == 14 else cell(kind, 0, bytes([code]))
    assert read(book(ROW, said)).unread == {(0, 0): error}


@pytest.mark.parametrize(("state", "hidden"), [(0, False), (1, True), (2, True)])
def test_a_sheet_is_hidden_where_its_state_says_so(state: int, hidden: bool) -> None:
    listed = record(156, struct.pack("<LL", state, 1) + wide("r0") + wide("台账"))
    content = book(
        ROW,
        cell(6, 0, wide("甲")),
        parts={"xl/workbook.bin": listed, "xl/texts.bin": b"", "xl/styles.bin": b""},
    )
    assert read(content).hidden is hidden


@pytest.mark.parametrize(
    ("row", "column", "is_sound"),
    [(2**20 - 1, 0, True), (2**20, 0, False), (0, 16383, True), (0, 16384, False)],
)
def test_a_sheet_ends_where_those_of_excel_end(row: int, column: int, is_sound: bool) -> None:
    content = book(record(0, struct.pack("<LL", row, 0)), cell(1, column))
    if is_sound:
        assert read(content).rows == []
    else:
        with pytest.raises(FileRefused, match="已损坏"):
            read(content)


@pytest.mark.parametrize(
    ("ends", "hidden"), [((1, 1), {1}), ((16383, 16383), {16383}), ((16382, 99999), {16382, 16383})]
)
def test_hidden_columns_end_where_a_sheet_ends(ends: tuple[int, int], hidden: set[int]) -> None:
    assert read(book(record(60, struct.pack("<LLLLH", *ends, 0, 0, 1)))).hidden_columns == hidden


@pytest.mark.parametrize(
    ("ends", "merged"),
    [((0, 0, 0, 0), []), ((0, 0, 0, 1), [((0, 0), (0, 1))]), ((2, 3, 1, 1), [((2, 1), (3, 1))])],
)
def test_a_cell_alone_is_not_merged(ends: tuple[int, ...], merged: object) -> None:
    assert read(book(ROW, record(176, struct.pack("<LLLL", *ends)))).merged == merged


@pytest.mark.parametrize(("number", "percent"), [(8, False), (9, True), (10, True), (11, False)])
def test_a_cell_has_the_format_of_its_number_whatever_else_is_said_beside_it(
    number: int, percent: bool
) -> None:
    styles = record(617) + record(47, struct.pack("<HH", 0, number) + bytes(12)) + record(618)
    cells = [cell(5, at, struct.pack("<d", 0.5), style) for at, style in enumerate((0, 0x1000000, 1))]
    found = read(book(ROW, *cells, parts={"xl/styles.bin": styles, "xl/texts.bin": b""}))
    assert found.percents == ({(0, 0), (0, 1)} if percent else set())
    assert found.rows == [[0.5] * 3]


def test_a_row_that_says_nothing_of_itself_and_a_text_that_is_none_are_passed_over() -> None:
    short = record(0, struct.pack("<LL", 1, 0) + b"\xff\xff\xff")
    none = cell(6, 0, b"\xff\xff\xff\xff")
    found = read(book(ROW, none, short, cell(6, 0, wide("甲"))))
    assert (found.rows, found.hidden_rows) == ([[""], ["甲"]], set())


@pytest.mark.parametrize(("most", "fits"), [(6, True), (5, False)])
def test_a_sheet_is_as_high_and_as_wide_as_to_its_last_cell(
    most: int, fits: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.workbook.notes.LARGEST_BOX", most)
    content = book(record(0, struct.pack("<LL", 1, 0)), cell(6, 2, wide("甲")), cell(1, 9))
    if fits:
        assert read(content).rows == [[""] * 3, ["", "", "甲"]]
    else:
        with pytest.raises(FileRefused, match="范围过大"):
            read(content)


def test_what_a_formula_works_out_is_told_apart_from_what_was_typed() -> None:
    found = read(book(ROW, cell(5, 0, struct.pack("<d", 1)), cell(9, 1, struct.pack("<d", 1))))
    assert found.formulas == {(0, 1)}
