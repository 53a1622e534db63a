"""Workbooks to return, full of what a program loses that loads and saves them, by four programs that write them."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import openpyxl
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

ROWS = [(f"近调〔2023〕{number:03}号", 40_000 + number, number * 1.5, "和风村") for number in range(1, 31)]
HEADINGS = ("编号", "日期", "金额", "村")
_EXCELJS = """
const ExcelJS = require('exceljs');
(async () => {
  for (const kind of ['rich', 'comments', 'protected', 'merged', 'table', 'formulas']) {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('台账'); const other = book.addWorksheet('另表', {state: 'hidden'});
    sheet.addRow(['编号', '日期', '金额', '村']);
    for (let i = 1; i <= 30; i++) sheet.addRow(['近调' + i, new Date(2023, 4, i % 28 + 1), i * 1.5, '和风村']);
    other.addRow(['甲', 1]);
    if (kind === 'rich') sheet.getCell('A5').value = {richText: [{font: {bold: true}, text: '近'}, {text: '调'}]};
    if (kind === 'comments') { sheet.getCell('C3').note = '原有的批注'; sheet.getCell('D9').note = {texts: [{font: {bold: true}, text: '粗'}, {text: '细'}]}; }
    if (kind === 'protected') await sheet.protect('密码', {formatCells: false});
    if (kind === 'merged') { sheet.mergeCells('D2:D6'); sheet.autoFilter = 'A1:D31'; sheet.getRow(4).hidden = true; }
    if (kind === 'table') other.addTable({name: '表', ref: 'D1', columns: [{name: '甲'}, {name: '乙'}], rows: [[1, 2], [3, 4]]});
    if (kind === 'formulas') for (let i = 2; i <= 31; i++) sheet.getCell('C' + i).value = {formula: 'ROW()*2', result: i * 2};
    sheet.addConditionalFormatting({ref: 'C2:C31', rules: [{type: 'dataBar', minLength: 0, maxLength: 100, cfvo: [{type: 'min'}, {type: 'max'}], color: {argb: 'FF638EC6'}}]});
    await book.xlsx.writeFile(process.argv[2] + '/exceljs-' + kind + '.xlsx');
  }
})();
"""


def by_openpyxl() -> Iterator[tuple[str, bytes]]:
    """Yield workbooks that openpyxl writes, each with what another lacks."""
    for name in (
        "plain",
        "comments",
        "protected",
        "merged",
        "chart",
        "validation",
        "names",
        "formulas",
        "dark",
        "many",
    ):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "台账"
        sheet.append(HEADINGS)
        for row in ROWS:
            sheet.append(row)
        other = book.create_sheet("另'表")
        other.append(["甲", 1])
        _dress(name, book, sheet, other)
        yield f"openpyxl-{name}", _saved(book)


def _dress(name: str, book, sheet, other) -> None:  # type: ignore[no-untyped-def]
    if name == "comments":
        sheet["C3"].comment = Comment("原有的批注", "甲")
        other["A1"].comment = Comment("另一张的", "乙")
    elif name == "protected":
        sheet.protection.set_password("密码")
        sheet.protection.enable()
        book.security.lockStructure = True
    elif name == "merged":
        sheet.merge_cells("D2:D6")
        sheet.row_dimensions[4].hidden = True
        sheet.auto_filter.ref = "A1:D31"
        sheet.freeze_panes = "B2"
    elif name == "chart":
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=31), titles_from_data=True)
        sheet.add_chart(chart, "G3")
        sheet.conditional_formatting.add(
            "C2:C31",
            ColorScaleRule(start_type="min", start_color="FFFFFF", end_type="max", end_color="FF0000"),
        )
        sheet.conditional_formatting.add(
            "B2:B31",
            CellIsRule(operator="lessThan", formula=["5"], fill=PatternFill("solid", bgColor="FFFF00")),
        )
    elif name == "validation":
        rule = DataValidation(type="list", formula1='"和风村,海晏村"')
        rule.add("D2:D2000")
        sheet.add_data_validation(rule)
    elif name == "names":
        sheet.defined_names["本表"] = DefinedName("本表", attr_text="台账!$A$1")
        other.defined_names["另"] = DefinedName("另", attr_text="'另''表'!$A$1")
        sheet.print_title_rows = "1:1"
        book.active = 1
        other.sheet_state = "visible"
    elif name == "formulas":
        for row in range(2, 32):
            sheet.cell(row, 3, f"=ROW()*{row}")
    elif name == "dark":
        for cell in sheet[1]:
            cell.font, cell.fill = Font(color="FFFFFF", bold=True), PatternFill("solid", fgColor="1F4E78")
    elif name == "many":
        for number in range(5):
            book.create_sheet(f"表{number}").append(["x"])
        book["表2"].sheet_state = "veryHidden"


def _saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def by_xlsxwriter() -> Iterator[tuple[str, bytes]]:
    """Yield workbooks that XlsxWriter writes."""
    import xlsxwriter

    for name in (
        "plain",
        "drawn",
        "comments",
        "sparklines",
        "rich",
        "chart",
        "formulas",
        "macros",
        "controls",
        "long",
    ):
        file = io.BytesIO()
        book = xlsxwriter.Workbook(file)
        sheet, other = book.add_worksheet("台账"), book.add_worksheet("另表")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for column, heading in enumerate(HEADINGS):
            sheet.write(0, column, heading)
        for row, (number, date, amount, village) in enumerate(ROWS, 1):
            sheet.write_string(row, 0, number)
            sheet.write_number(row, 1, date, day)
            sheet.write_number(row, 2, amount)
            sheet.write_string(row, 3, village)
        other.write(0, 0, "甲")
        _decorate(name, book, sheet, other)
        book.close()
        yield f"xlsxwriter-{name}", file.getvalue()


def _decorate(name: str, book, sheet, other) -> None:  # type: ignore[no-untyped-def]
    if name == "drawn":
        sheet.insert_textbox("F2", "说明文字", {"width": 200, "height": 80})
        sheet.set_header('&L&"宋体"&14近海镇')
    elif name == "comments":
        sheet.write_comment("C3", "原有的批注", {"author": "甲"})
        other.write_comment("A1", "另一张的")
    elif name == "sparklines":
        sheet.add_sparkline("F2", {"range": "台账!C2:C31"})
        sheet.conditional_format("C2:C31", {"type": "data_bar", "data_bar_2010": True})
        sheet.data_validation("D2:D31", {"validate": "list", "source": "=另表!$A$1:$A$3"})
        sheet.ignore_errors({"number_stored_as_text": "A1:A31"})
    elif name == "rich":
        bold = book.add_format({"bold": True})
        sheet.write_rich_string("A5", "近", bold, "调〔2023〕", "004号")
    elif name == "chart":
        chart = book.add_chart({"type": "column"})
        chart.add_series(
            {"values": "=台账!$C$2:$C$31", "data_labels": {"value": True, "custom": [{"value": "甲"}]}}
        )
        sheet.insert_chart("F2", chart)
        book.add_chartsheet("图").set_chart(book.add_chart({"type": "line"}) if False else _line(book))
    elif name == "formulas":
        for row in range(1, 31):
            sheet.write_formula(row, 2, "=ROW()*2", None, row * 2 + 2)
        sheet.write_array_formula("F2:F4", "{=C2:C4*2}", None, 8)
    elif name == "macros":
        book.define_name("另表!本名", "=另表!$A$1")
        other.activate()
        other.hide_gridlines(2)
    elif name == "controls":
        sheet.insert_button("F3", {"macro": "甲", "caption": "按"})
        sheet.write_comment("B4", "有按钮的表里的批注")
    elif name == "long":
        sheet.set_column("A:A", 30, book.add_format({"bg_color": "#DDEBF7"}))
        sheet.set_row(40, None, book.add_format({"italic": True}))
        sheet.outline_settings(True, False, True, False)


def _line(book):  # type: ignore[no-untyped-def]
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=台账!$C$2:$C$31"})
    return chart


def by_exceljs(folder: Path, modules: Path | None) -> Iterator[tuple[str, bytes]]:
    """Yield workbooks that exceljs writes, where `modules` is a folder in which npm has installed it."""
    node = shutil.which("node")
    if modules is None or node is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    script = modules / "make-returned.js"
    script.write_text(_EXCELJS, encoding="utf-8")
    subprocess.run([node, str(script), str(folder)], check=True, cwd=modules, timeout=120)
    for file in sorted(folder.glob("*.xlsx")):
        yield file.stem, file.read_bytes()
