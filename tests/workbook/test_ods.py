"""The values of an .ods, and what its cells are that values do not tell."""

from __future__ import annotations

import io
import zipfile

import pytest

from reportgen.model import FileRefused, Sheet
from reportgen.workbook import ods
from reportgen.workbook.notes import NOT_CALCULATED, Notes

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
    found = ods.scan(written(row(ONE, percent) * 3, row(percent), row(ONE) + row(percent))).sheets
    assert [found[f"表{number}"].percents for number in range(3)] == [
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
        (5_000_000, 1, True),
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
    assert ods.scan(written(wide, row(ONE, more="table:number-rows-repeated='2500'"))).sheets.keys() == {
        "表0",
        "表1",
    }


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
