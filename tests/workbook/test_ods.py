"""The values of an .ods, and what its cells are that values do not tell."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest

from reportgen.model import FileRefused, Sheet
from reportgen.workbook import ods
from reportgen.workbook.notes import NOT_CALCULATED, Notes
from tests.make.cases_files import pack

HEAD = "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x' xmlns:calcext='c'><office:spreadsheet>"
TAIL = "</office:spreadsheet></office:document-content>"
ONE = "<table:table-cell office:value-type='float' office:value='1'><text:p>1</text:p></table:table-cell>"


def written(*sheets: str, name: str = "content.xml") -> bytes:
    """An .ods of these sheets, called 表0, 表1, …"""
    tables = (
        f"<table:table table:name='表{number}'>{rows}</table:table>" for number, rows in enumerate(sheets)
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(name, HEAD + "".join(tables) + TAIL)
    return out.getvalue()


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def cell(more: str = "", shown: str = "") -> str:
    inside = f"<text:p>{shown}</text:p>" if shown else ""
    return f"<table:table-cell {more}>{inside}</table:table-cell>"


def sheet(*rows: str) -> Sheet:
    (found,) = ods.sheets(written("".join(rows)))
    return found


def noted(found: Sheet) -> Notes:
    return Notes(
        dict(found.unread), set(found.percents or ()), set(found.hidden_rows), set(found.hidden_columns),
        list(found.merged),
    )  # fmt: skip


def notes(*rows: str) -> Notes:
    return noted(sheet(*rows))


@pytest.mark.parametrize(
    ("kind", "shown", "seen"),
    [
        ("table:formula='of:=A1' calcext:value-type='error'", "#REF!", "#REF!"),
        ("table:formula='of:=A1' calcext:value-type='error'", "", "错误值"),
        ("table:formula='of:=A1' office:value-type='float'", "#DIV/0!", "#DIV/0!"),
        ("table:formula='of:=A1' office:value-type='string'", "Err:502", "Err:502"),
        ("table:formula='of:=A1'", "", NOT_CALCULATED),
        ("table:formula='of:=A1' office:value-type='string'", "", ""),
        ("table:formula='of:=A1' office:value-type='float'", "12", ""),
        ("office:value-type='string'", "#REF!", ""),  # somebody wrote this
        ("", "", ""),
    ],
)
def test_errors_and_formulas_without_a_result_are_seen(kind: str, shown: str, seen: str) -> None:
    assert notes(row(ONE), row(ONE, cell(kind, shown))).unread == ({(1, 1): seen} if seen else {})


def test_percentages_are_known_by_their_type_however_often_they_are_repeated() -> None:
    percent = "office:value-type='percentage' table:number-columns-repeated='2'"
    found = notes(
        row(ONE, cell(percent, "95%"), ONE, more="table:number-rows-repeated='3'"), row(cell(percent, "1%"))
    )
    assert found.percents == {(0, 1), (0, 2), (1, 1), (1, 2), (2, 1), (2, 2), (3, 0), (3, 1)}


def test_hidden_rows_and_columns_are_seen() -> None:
    columns = (
        "<table:table-column/><table:table-column table:number-columns-repeated='2' table:visibility='collapse'/>"
        "<table:table-column table:visibility='visible'/><table:table-column table:visibility='filter'/>"
    )
    hidden = row(ONE, more="table:visibility='filter' table:number-rows-repeated='2'")
    found = notes(columns, row(ONE), hidden, row(ONE), row(ONE, more="table:visibility='collapse'"))
    assert (found.hidden_columns, found.hidden_rows) == ({1, 2, 4}, {1, 2, 4})


def test_a_covered_cell_takes_its_place() -> None:
    covered = "<table:covered-table-cell table:number-columns-repeated='2'/>"
    error = cell("table:formula='of:=A1' calcext:value-type='error'", "#REF!")
    assert notes(row(ONE, covered, error)).unread == {(0, 3): "#REF!"}


def test_each_sheet_is_counted_from_its_first_cell() -> None:
    percent = cell("office:value-type='percentage'", "1%")
    found = ods.sheets(written(row(ONE, percent) * 3, row(percent), row(ONE) + row(percent)))
    assert [each.percents for each in found] == [
        {(0, 1), (1, 1), (2, 1)},
        {(0, 0)},
        {(1, 0)},
    ]


@pytest.mark.parametrize(
    ("rows", "columns", "fits"),
    [
        (1000, 5000, True),
        (1000, 5001, False),
        (1001, 5000, False),
        (100_000, 50, True),
        (5_000_001, 1, False),
    ],
)
def test_a_sheet_reaches_as_far_as_its_last_cell_that_says_something(
    rows: int, columns: int, fits: bool
) -> None:
    blanks = cell(f"table:number-columns-repeated='{columns - 1}'") if columns > 1 else ""
    far = row(blanks, ONE, more=f"table:number-rows-repeated='{rows}'")
    if fits:
        notes(
            far, row(cell("table:number-columns-repeated='16384'"), more="table:number-rows-repeated='9999'")
        )
    else:
        with pytest.raises(FileRefused, match="范围过大"):
            notes(far)


def test_the_reach_of_a_sheet_is_that_of_its_rows_and_columns_together() -> None:
    wide = row(cell("table:number-columns-repeated='2500'"), ONE)
    with pytest.raises(FileRefused, match="范围过大"):
        notes(wide, row(ONE, more="table:number-rows-repeated='2500'"))
    apart = ods.sheets(written(wide, row(ONE, more="table:number-rows-repeated='2500'")))
    assert [(each.name, len(each.rows)) for each in apart] == [("表0", 1), ("表1", 2500)]


@pytest.mark.parametrize(("most", "fit"), [(5, True), (4, False)])
def test_the_cells_of_all_sheets_are_counted_together(
    most: int, fit: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportgen.workbook.notes.LARGEST_BOX", most)
    both = written(row(ONE * 2), row(ONE * 3))
    if fit:
        assert [each.rows for each in ods.sheets(both)] == [[[1.0] * 2], [[1.0] * 3]]
    else:
        with pytest.raises(FileRefused, match="范围过大"):
            list(ods.sheets(both))


@pytest.mark.parametrize(("most", "fit"), [(6, True), (5, False)])
def test_each_row_of_a_sheet_is_counted_once(most: int, fit: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.workbook.notes.LARGEST_BOX", most)
    rows = written(row(ONE * 2) * 3)
    if fit:
        assert [each.rows for each in ods.sheets(rows)] == [[[1.0] * 2] * 3]
    else:
        with pytest.raises(FileRefused, match="范围过大"):
            list(ods.sheets(rows))


def test_merged_cells_are_ranges() -> None:
    down = cell(
        "table:number-rows-spanned='3' table:number-columns-spanned='1' office:value-type='string'", "甲"
    )
    across = cell("table:number-columns-spanned='2' office:value-type='string'", "乙")
    covered = "<table:covered-table-cell/>"
    found = notes(row(ONE), row(down, across, covered), row(covered, ONE), row(covered, ONE))
    assert found.merged == [((1, 0), (3, 0)), ((1, 1), (1, 2))]


def test_each_sheet_has_its_own_notes_and_tables_inside_of_cells_have_none() -> None:
    error = cell("calcext:value-type='error'", "#N/A")
    inner = f"<table:table-cell><table:table table:name='内'>{row(error)}</table:table></table:table-cell>"
    found = {each.name: noted(each) for each in ods.sheets(written(row(inner, ONE), row(ONE, error)))}
    assert found == {"表0": Notes(), "表1": Notes(unread={(0, 1): "#N/A"})}


@pytest.mark.parametrize(
    "rows",
    [
        row(cell("table:number-columns-repeated='16384'"), ONE) * 400,
        row(ONE, more="table:number-rows-repeated='5000001'"),
        row(more="table:number-rows-repeated='1000000'") + row(ONE * 6),
    ],
)
def test_a_cell_far_out_is_refused(rows: str) -> None:
    with pytest.raises(FileRefused, match="范围过大"):
        list(ods.sheets(written(rows)))


def test_blanks_far_out_are_none() -> None:
    blank = row(cell("table:number-columns-repeated='16384'"), more="table:number-rows-repeated='1048576'")
    assert notes(row(ONE), blank) == Notes()


@pytest.mark.parametrize("count", ["0", "-3"])
def test_a_count_that_is_none_is_one(count: str) -> None:
    blank = cell(f"table:number-columns-repeated='{count}'")
    assert notes(row(blank, cell("calcext:value-type='error'", "#N/A"))).unread == {(0, 1): "#N/A"}


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        written("", name="other.xml"),
        written(row(cell("table:number-columns-repeated='many'"))),
        written("</table:table>"),
    ],
)
def test_a_damaged_one_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused, match="已损坏"):
        list(ods.sheets(content))


def test_white_space_between_elements_is_none_and_within_a_text_is_one_blank() -> None:
    text = "<text:p>\n  甲\n  乙  丙\t</text:p>\n <text:p>丁</text:p>\n"
    rows = f"\n <table:table-row> \n<table:table-cell office:value-type='string'>\n{text}</table:table-cell>\n {ONE} </table:table-row>\n"
    assert sheet(rows).rows == [["甲 乙  丙\n丁", 1.0]]


@pytest.mark.parametrize(
    ("between", "read"),
    [
        ("<text:line-break/>", "1\n2"), ("<text:tab/>", "1\t2"), ("<text:s/>", "1 2"), ("<text:s text:c='3'/>", "1   2"),
        ("<text:ruby><text:ruby-base>x</text:ruby-base><text:ruby-text>y</text:ruby-text></text:ruby>", "1x\ny2"),
        ("<text:span>x</text:span>", "1x2"), ("<office:annotation><text:p>9</text:p></office:annotation>", "12"),
        ("<draw:frame><text:p>9</text:p></draw:frame>", "12"), ("<table:shapes><text:p>9</text:p></table:shapes>", "12"),
        ("<text:s text:c='1'/>", "1 2"), ("<text:a>x</text:a>", "1x2"), ("</text:p><text:h>x</text:h><text:p>", "1\nx\n2"),
    ],
)  # fmt: skip
def test_what_divides_a_text_divides_it(between: str, read: str) -> None:
    assert sheet(row(cell("office:value-type='string'", f"1{between}2"))).rows == [[read]]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("float' office:value='12.50", 12.5),
        ("percentage' office:value='0.5", 0.5),
        ("currency' office:value='3", 3.0),
        ("boolean' office:boolean-value='true", True),
        ("boolean' office:boolean-value='FALSE", False),
        ("date' office:date-value='2023-05-12", date(2023, 5, 12)),
        ("date' office:date-value='2023-5-2", date(2023, 5, 2)),
        ("date' office:date-value='2023-05-12T08:30:15Z", datetime(2023, 5, 12, 8, 30, 15)),
        ("date' office:date-value='二月", "二月"),
        ("date' office:date-value='2023-13-01", "2023-13-01"),
        ("date' office:date-value='", "x"),
        ("time' office:time-value='", "x"),
        ("boolean' office:boolean-value='", "x"),
        ("time' office:time-value='PT08H30M00S", time(8, 30)),
        ("time' office:time-value='PT0H", time(0)),
        ("time' office:time-value='PT23H59M59S", time(23, 59, 59)),
        ("time' office:time-value='PT24H", timedelta(days=1)),
        ("time' office:time-value='P1DT2H3M4,5S", timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
        ("time' office:time-value='PT36H00M00.5S", timedelta(hours=36, seconds=0.5)),
        ("time' office:time-value='-PT1H", timedelta(hours=-1)),
        ("time' office:time-value='P99999999999D", "P99999999999D"),
        ("time' office:time-value='一时", "一时"),
        ("string' office:string-value='甲", "甲"),
        ("string", "x"),
        ("void", "x"),
        ("float", "x"),  # without its value: what is shown
    ],
)
def test_a_value_is_what_its_attributes_say(kind: str, value: object) -> None:
    assert sheet(row(cell(f"office:value-type='{kind}'", "x"))).rows == [[value]]


def test_repeated_and_covered_cells_stand_where_they_are_shown() -> None:
    twice = ONE.replace("<table:table-cell ", "<table:table-cell table:number-columns-repeated='2' ")
    blank = "<table:table-cell table:number-columns-repeated='2'/>"
    covered = ONE.replace("table-cell", "covered-table-cell")
    found = sheet(row(blank, twice, covered, more="table:number-rows-repeated='2'"), row(), row(ONE))
    assert found.rows == [["", "", 1.0, 1.0, 1.0]] * 2 + [[""] * 5, [1.0, "", "", "", ""]]


def test_a_hidden_sheet_is_known_by_its_style_and_what_it_holds_by_its_shapes() -> None:
    style = "<style:style style:name='s'><style:table-properties table:display='false'/></style:style>"
    shapes = "<table:shapes><draw:frame><text:p>图</text:p></draw:frame></table:shapes>"
    second = f"<table:table table:style-name='s'>{shapes}{row(ONE)}</table:table>"
    content = f"{HEAD}{style}<table:table>{row(ONE)}</table:table>{second}{TAIL}"
    assert [
        (each.hidden, each.holds, each.rows) for each in ods.sheets(pack({"content.xml": content.encode()}))
    ] == [
        (False, "", [[1.0]]),
        (True, "图片或图形", [[1.0]]),
    ]


def test_what_is_hidden_or_merged_is_so_in_its_own_sheet_alone() -> None:
    columns = "<table:table-column table:visibility='collapse'/>"
    merged = cell("table:number-columns-spanned='2' office:value-type='string'", "甲")
    plain = row(ONE, ONE)
    first, second = ods.sheets(written(plain, columns + row(merged, more="table:visibility='filter'")))
    assert noted(first) == Notes()
    assert noted(second) == Notes(merged=[((0, 0), (0, 1))], hidden_rows={0}, hidden_columns={0})


@pytest.mark.parametrize("around", ["table:dde-links", "table:tracked-changes", "office:forms"])
def test_tables_beside_the_sheets_are_none(around: str) -> None:
    beside = f"<{around}><table:table table:name='x'/></{around}>"
    content = f"{HEAD}{beside}<table:table>{row(ONE)}</table:table>{TAIL}"
    assert [each.rows for each in ods.sheets(pack({"content.xml": content.encode()}))] == [[[1.0]]]


def test_many_blanks_in_few_bytes_are_refused() -> None:
    with pytest.raises(FileRefused, match="范围过大"):
        sheet(row(cell("office:value-type='string'", "<text:s text:c='5000001'/>")))


def test_one_with_a_password_is_told_however_that_is_spelled() -> None:
    for spelling in ("manifest:encryption-data", "m:encryption-data"):
        manifest = f"<m xmlns:m='a'><{spelling}/></m>".encode("utf-16")
        with pytest.raises(FileRefused, match="文件有密码"):
            list(ods.sheets(pack({"META-INF/manifest.xml": manifest, "content.xml": b"\0"})))


def test_only_a_large_one_takes_long() -> None:
    assert not ods.is_heavy(written(row(ONE)))
    assert not ods.is_heavy(b"PK")
    for part in ("content.xml", "styles.xml"):
        for size, stored in ((2**25, ()), (2**20, (part,))):
            assert not ods.is_heavy(pack({part: bytes(size)}, stored=stored))
            assert ods.is_heavy(pack({part: bytes(size + 1)}, stored=stored))
    assert not ods.is_heavy(pack({"other.xml": bytes(2**25 + 1)}))


def test_what_a_formula_works_out_is_told_apart_from_what_was_typed() -> None:
    shown = cell("table:formula='of:=[.A1]' office:value-type='float' office:value='1'", "1")
    assert sheet(row(ONE, shown), row(shown, ONE)).formulas == {(0, 1), (1, 0)}
