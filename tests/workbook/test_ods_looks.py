"""How the cells of an .ods look: by their styles, which build on others, and by what they show."""

from __future__ import annotations

import io
import zipfile

import pytest

from reportgen.model import FileRefused, Sheet
from reportgen.workbook import ods
from reportgen.workbook.notes import PARTLY_RAISED, PARTLY_STRUCK
from reportgen.workbook.ods_looks import CELL, COLUMN, ROW, Look, Styles, is_more_than_digits

NAMES = "xmlns:office='o' xmlns:table='t' xmlns:text='x' xmlns:style='s' xmlns:fo='f' xmlns:number='n'"
STRUCK = "style:text-line-through-style='solid'"
NOT_STRUCK = "style:text-line-through-style='none' style:text-line-through-type='none'"


def style(name: str, text: str = "", family: str = CELL, cell: str = "", parent: str = "") -> str:
    return (
        f"<style:style style:name='{name}' style:family='{family}' style:parent-style-name='{parent}'>"
        f"<style:table-cell-properties {cell}/><style:text-properties {text}/></style:style>"
    )


def written(rows: str, styles: str = "", common: str = "") -> bytes:
    out = io.BytesIO()
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:spreadsheet><table:table table:name='表'>{rows}</table:table></office:spreadsheet>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("content.xml", content)
        if common:
            package.writestr("styles.xml", f"<office:styles {NAMES}>{common}</office:styles>")
    return out.getvalue()


def cell(
    name: str = "", inside: str = "<text:p>甲</text:p>", more: str = "office:value-type='string'"
) -> str:
    named = f"table:style-name='{name}'" if name else ""
    return f"<table:table-cell {named} {more}>{inside}</table:table-cell>"


def size(name: str, family: str, said: str, parent: str = "") -> str:
    part = "row" if family == ROW else "column"
    return (
        f"<style:style style:name='{name}' style:family='{family}' style:parent-style-name='{parent}'>"
        f"<style:table-{part}-properties {said}/></style:style>"
    )


@pytest.mark.parametrize(
    ("said", "hidden"),
    [
        ("0mm", {1, 2}),
        ("0.000cm", {1, 2}),
        ("0in", {1, 2}),
        (".0pt", {1, 2}),
        ("0.35mm", {1, 2}),
        ("0.035cm", {1, 2}),
        ("0.0139in", {1, 2}),
        ("1pt", {1, 2}),
        ("0.5mm", set()),
        ("2pt", set()),
        ("10mm", set()),
    ],
)
def test_a_row_and_a_column_of_no_size_are_hidden(said: str, hidden: set[int]) -> None:
    styles = size("r", ROW, f"style:row-height='{said}'") + size("c", COLUMN, f"style:column-width='{said}'")
    columns = (
        "<table:table-column/><table:table-column table:style-name='c' table:number-columns-repeated='2'/>"
    )
    flat = "table:style-name='r' table:number-rows-repeated='2'"
    found = read(columns + row(cell(), cell(), cell()) + row(cell(), more=flat) + row(cell()), styles)
    assert (set(found.hidden_rows), set(found.hidden_columns)) == (hidden, hidden)


def test_a_size_may_be_said_by_the_style_that_another_builds_on() -> None:
    styles = size("none", ROW, "style:row-height='0mm'") + size("r", ROW, "", "none")
    assert set(read(row(cell(), more="table:style-name='r'") + row(cell()), styles).hidden_rows) == {0}


def number(value: float, shown: str, more: str = "") -> str:
    return cell("", shown, f"office:value-type='float' office:value='{value}' {more}")


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def read(*args: str) -> Sheet:
    (found,) = ods.sheets(written(*args))
    return found


def test_what_a_style_does_not_say_is_said_by_those_it_builds_on() -> None:
    common = (
        f"<style:default-style style:family='{CELL}'><style:text-properties fo:color='#FFFFFF'/></style:default-style>"
        + style("Default", "fo:color='#000000'")
        + style("划", STRUCK, parent="Default")
    )
    styles = (
        style("a", parent="划") + style("b", NOT_STRUCK, parent="划") + style("c") + style("d", parent="d")
    )
    found = read(row(cell("a"), cell("b"), cell("c"), cell("没有"), cell(), cell("d")), styles, common)
    assert found.struck == {(0, 0)}
    assert found.unseen == {(0, 2), (0, 3), (0, 4)}, "white, as is said of all"


def test_a_cell_has_the_style_of_its_row_or_its_column() -> None:
    columns = (
        "<table:table-column table:number-columns-repeated='2'/>"
        "<table:table-column table:default-cell-style-name='a'/><table:table-column/>"
    )
    of_row = "table:default-cell-style-name='a'"
    rows = row(cell(), cell(), cell(), cell()) + row(cell(), cell("b"), more=of_row)
    found = read(columns + rows, style("a", STRUCK) + style("b"))
    assert found.struck == {(0, 2), (1, 0)}


@pytest.mark.parametrize(
    ("text", "behind", "unseen"),
    [
        ("fo:color='#FFFFFF'", "", True),
        ("fo:color='#ffffff'", "fo:background-color='transparent'", True),
        ("fo:color='#00FF00'", "fo:background-color='#00ff00'", True),
        ("fo:color='#ffffff'", "fo:background-color='#00ff00'", False),
        ("fo:color='#ffffff' style:use-window-font-color='true'", "", False),
        ("", "fo:background-color='#ffffff'", False),
    ],
)
def test_a_text_of_the_colour_behind_it_is_not_to_be_seen(text: str, behind: str, unseen: bool) -> None:
    assert bool(read(row(cell("a")), style("a", text, cell=behind)).unseen) is unseen


def test_parts_of_a_text_may_look_otherwise() -> None:
    texts = (
        style("T1", "style:text-line-through-type='single' style:text-position='0% 100%'", "text")
        + style("T2", "style:text-position='33% 58%'", "text")
        + style("T3", NOT_STRUCK + " fo:color='#000000'", "text")
        + style("划", STRUCK)
        + style("白", "fo:color='#ffffff'")
    )

    def of(name: str, inside: str) -> str:
        return f"<text:span text:style-name='{name}'>{inside}</text:span>"

    cells = [
        cell("", f"<text:p>500{of('T1', '300')}</text:p>"),
        cell("", f"<text:p>5{of('T2', '2')}</text:p>"),
        cell("", f"<text:p>{of('T1', '甲')} {of('T1', of('T2', '乙'))}</text:p>"),
        cell("划", f"<text:p>{of('T3', '甲')}</text:p>"),
        cell("划", f"<text:p>{of('T3', '甲')}乙</text:p>"),
        cell("白", f"<text:p>{of('T3', '甲')}</text:p>"),
        cell("白", f"<text:p>{of('T1', '甲')}</text:p>"),
        cell("", f"<text:p>{of('T2', '甲')}</text:p>"),
    ]
    found = read(row(*cells), texts)
    assert found.partly == {(0, 0): PARTLY_STRUCK, (0, 1): PARTLY_RAISED, (0, 4): PARTLY_STRUCK}
    assert (found.struck, found.unseen) == ({(0, 2), (0, 6)}, {(0, 6)})


def test_what_is_printed_for_a_number_is_what_the_cell_shows() -> None:
    cells = [
        number(601, "<text:p>0601</text:p>"),
        number(5, "<text:p>5万</text:p>"),
        number(5, "<text:p>5.00</text:p>"),
        number(5, "<text:p/>"),
        number(0, "<text:p/>"),
        number(5, ""),  # some write no texts
        cell("", "<text:p>0.5%</text:p>", "office:value-type='percentage' office:value='0.005'"),
    ]
    found = read(row(*cells))
    assert found.printed == {(0, 0): "0601", (0, 1): "5万"}
    assert (found.unseen, found.percents) == ({(0, 3)}, {(0, 6)})


def test_what_is_repeated_looks_alike() -> None:
    twice = number(7, "<text:p>007</text:p>", "table:number-columns-repeated='2'")
    found = read(row(twice, more="table:number-rows-repeated='2'"))
    assert found.printed == {(at, column): "007" for at in (0, 1) for column in (0, 1)}


@pytest.mark.parametrize(
    ("shown", "held", "more"),
    [
        ("12", 12, False), ("12.0", 12, False), ("1,234", 1234, False), ("-3", -3, False), ("(3)", -3, False),
        ("￥3.5", 3.5, False), (" 0.3 ", 0.333, False), (".5", 0.5, False), ("1E+05", 123456, False), ("1 1/2", 1.5, False),
        ("1.234,5", 1234.5, False), ("0", 0, False), ("012", 12, True), ("12", 12000, True), ("12件", 12, True),
        ("-", 0, True), ("12.5", 12, True), ("甲", 1, True), ("2.68", 2.675, False), ("-2.68", -2.675, False),
        ("2.69", 2.675, True), ("13", 12.5, False), ("12", 12.5, False), ("13", 12.49, True), ("0.5", 0.5, False),
        ("00.5", 0.5, True), ("1,234,567.8", 1234567.75, False), ("0.667", 2 / 3, False), ("0.668", 2 / 3, True),
    ],
)  # fmt: skip
def test_digits_are_all_that_is_shown_of_most_numbers(shown: str, held: float, more: bool) -> None:
    assert is_more_than_digits(shown, held) is more


@pytest.mark.parametrize("sign", " \t\n-+()（）¥￥$€£\u3000\xa0")
def test_a_sign_or_a_currency_beside_a_number_says_nothing(sign: str) -> None:
    assert not is_more_than_digits(f"{sign}12", 12)
    assert not is_more_than_digits(f"12{sign}", 12)


def test_styles_that_are_damaged_are_told_and_those_of_other_things_passed_over() -> None:
    with pytest.raises(FileRefused, match="已损坏"):
        list(ods.sheets(written(row(cell()), common="<style:style")))
    styles = Styles()
    styles.start("number:number-style", {"style:name": "N1"})
    styles.start("style:text-properties", {"fo:color": "#ffffff"})
    assert styles.cell("N1") == Look()
