"""Cases of formats: what a file is, whatever its name says, and what must not be opened or read as blank."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from tests.make.cases_files import (
    FIRST_SHEET,
    Parts,
    csv_text,
    ods,
    pack,
    pack_encrypted,
    pack_gbk,
    typed,
    xls,
    xlsx,
)

PENALTIES = """
案号    | 立案日期     | 当事人 | 处罚种类 | 罚没金额
罚字1号 | d:2023-03-01 | 甲某某 | 罚款     | n:500
罚字2号 | d:2023-05-12 | 乙某某 | 警告     |
"""
TYPED = PENALTIES.replace("d:", "").replace("n:", "")  # as a .csv gives it: nothing but text
OTHERS = PENALTIES.replace("罚字", "另字")

# Error values and formulas without a result: E2 and E3.
WRONG = """
案号    | 立案日期     | 处罚种类 | 备注 | 罚没金额
罚字1号 | d:2023-03-01 | 罚款     | 一   | #REF!
罚字2号 | d:2023-05-12 | 罚款     | 二   | =SUM(1,2)
罚字3号 | d:2023-06-20 | 罚款     | 三   | n:300
"""
LEDGER = "台账.xlsx"


def _in_sheet(pattern: str, by: str) -> Callable[[Parts], None]:
    """An edit of the first sheet's XML."""

    def edit(parts: Parts) -> None:
        parts[FIRST_SHEET], count = re.subn(
            pattern.encode(), by.encode(), parts[FIRST_SHEET], flags=re.DOTALL
        )
        assert count, f"nothing matches {pattern}"

    return edit


def _prefixed(parts: Parts) -> None:
    sheet = re.sub(rb"<(/?)(\w)", rb"<\1x:\2", parts[FIRST_SHEET])
    parts[FIRST_SHEET] = sheet.replace(b'xmlns="', b'xmlns:x="')


def _pretty(parts: Parts) -> None:
    """Each tag on a line of its own, and each attribute of a cell too."""
    sheet = re.sub(rb">\s*<", b">\n  <", parts[FIRST_SHEET])
    parts[FIRST_SHEET] = re.sub(rb'<c r="(\w+)"', rb'<c\n    r = "\1"\n   ', sheet)


def _moved(parts: Parts) -> None:
    """The sheet under another name, which only the workbook's relations tell."""
    parts["xl/data/s.xml"] = parts.pop(FIRST_SHEET)
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = parts[name].replace(b"worksheets/sheet1.xml", b"data/s.xml")


def _single_quoted(parts: Parts) -> None:
    parts[FIRST_SHEET] = parts[FIRST_SHEET].replace(b'"', b"'")


def _twice(content: bytes) -> bytes:
    """The same workbook with its sheet in it twice: one program reads the first, another the second."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = [(name, packed.read(name)) for name in packed.namelist()]
    return pack([*parts, (FIRST_SHEET, dict(parts)[FIRST_SHEET].replace(b"500", b"900"))])


_ROWS = [[str(typed(cell.strip()) or "") for cell in line.split("|")] for line in TYPED.strip().splitlines()]


def _rows(row: str, cell: str) -> str:
    """The table in another markup: the tags of a row and of a cell, with % for what is inside."""
    inside = ("".join(cell.replace("%", each) for each in line) for line in _ROWS)
    return "".join(row.replace("%", each) for each in inside)


HTML = f'<html><head><meta charset="utf-8"></head><body><table>{_rows("<tr>%</tr>", "<td>%</td>")}</table></body></html>'
XML_2003 = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
    ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="处罚"><Table>'
    + _rows("<Row>%</Row>", '<Cell><Data ss:Type="String">%</Data></Cell>')
    + "</Table></Worksheet></Workbook>"
)
_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def _macro(parts: Parts) -> None:
    types = parts["[Content_Types].xml"]
    assert _MIME.encode() in types
    parts["[Content_Types].xml"] = types.replace(_MIME.encode(), _MACRO.encode())


CASES: dict[str, dict[str, bytes]] = {
    # what the bytes are, not the suffix
    "xlsx-named-xls": {"台账.xls": xlsx(PENALTIES)},
    "xls-named-xlsx": {LEDGER: xls(PENALTIES)},
    "xlsm": {"台账.xlsm": xlsx(PENALTIES, edit=_macro)},
    "ods": {"台账.ods": ods({"处罚": PENALTIES})},
    "csv-utf8": {"台账.csv": csv_text(TYPED).encode()},
    "csv-utf8-bom": {"台账.csv": csv_text(TYPED).encode("utf-8-sig")},
    "csv-gb18030": {"台账.csv": csv_text(TYPED).encode("gb18030")},
    "csv-semicolon": {"台账.csv": csv_text(TYPED, ";").encode("gb18030")},
    "csv-tab": {"台账.csv": csv_text(TYPED, "\t").encode()},
    "csv-quoted-newline": {
        "台账.csv": csv_text(TYPED.replace("甲某某", '甲某某，绰号"甲,哥"⏎乙某某')).encode("gb18030")
    },
    "html-named-xls": {"台账.xls": HTML.encode()},
    "xml-spreadsheet-2003": {"台账.xls": XML_2003.encode()},
    "empty-file": {LEDGER: b""},
    # what a careless exporter leaves out or gets wrong
    "cells-without-address": {LEDGER: xlsx(PENALTIES, edit=_in_sheet(r'(<(?:c|row)) r="\w+"', r"\1"))},
    "extent-wrong": {
        LEDGER: xlsx(PENALTIES, edit=_in_sheet(r'<dimension ref="[^"]*"', '<dimension ref="A1"'))
    },
    "sheet-elsewhere": {LEDGER: xlsx(PENALTIES, edit=_moved)},
    # archives: a folder like any other
    "zip-as-folder": {
        "材料.zip": pack({"子目录/台账.xlsx": xlsx(PENALTIES), "另一本.xls": xls(OTHERS)}),
    },
    "zip-gbk-names": {"材料.zip": pack_gbk({"附件/处罚台账.xlsx": xlsx(PENALTIES)})},
    "zip-entry-outside": {
        "材料.zip": pack(
            {"../上一级.xlsx": xlsx(PENALTIES), "/根目录.xlsx": xlsx(PENALTIES), LEDGER: xlsx(OTHERS)}
        ),
    },
    "zip-encrypted": {"材料.zip": pack_encrypted(LEDGER, xlsx(PENALTIES), b"1234")},
    "zip-in-zip": {"材料.zip": pack({"内层.zip": pack({LEDGER: xlsx(PENALTIES)}), LEDGER: xlsx(OTHERS)})},
    "passed-over-files": {
        "2023/执法队/台账.xlsx": xlsx(PENALTIES),
        "2023/执法队/~$台账.xlsx": b"\x06user" + b" " * 50,
        "2023/执法队/.DS_Store": b"\x00\x00\x00\x01Bud1",
        "2023/执法队/.台账.xlsx.swp": b"swap",
        "2023/执法队/Thumbs.db": b"\xd0\xcf\x11\xe0",
        "2023/执法队/__MACOSX/._台账.xlsx": b"\x00\x05\x16\x07",
        "2023/执法队/材料.zip": pack(
            {
                "另一本.xlsx": xlsx(OTHERS),
                "__MACOSX/._另一本.xlsx": b"\x00\x05\x16\x07",
                ".DS_Store": b"\x00\x00\x00\x01Bud1",
                "~$另一本.xlsx": b"\x06user",
                "Thumbs.db": b"\xd0\xcf\x11\xe0",
            }
        ),
    },
    # what would read as blank
    "error-cell": {LEDGER: xlsx(WRONG.replace("=SUM(1,2)", "n:200"))},
    "formula-without-result": {LEDGER: xlsx(WRONG.replace("#REF!", "n:100"))},
    "formula-with-result": {
        LEDGER: xlsx(
            WRONG.replace("#REF!", "n:100"), edit=_in_sheet(r"(</f>)<v\s*/>|(</f>)<v></v>", "</f><v>200</v>")
        )
    },
    "errors-in-prefixed-tags": {LEDGER: xlsx(WRONG, edit=_prefixed)},
    "errors-in-single-quotes": {LEDGER: xlsx(WRONG, edit=_single_quoted)},
    "errors-in-pretty-xml": {LEDGER: xlsx(WRONG, edit=_pretty)},
    "xls-error-cell": {"台账.xls": xls(WRONG.replace("=SUM(1,2)", "n:200"))},
    "ods-error-cell": {"台账.ods": ods(WRONG.replace("=SUM(1,2)", "n:200"))},
    "ods-formula-without-result": {"台账.ods": ods(WRONG.replace("#REF!", "n:100"))},
    # what must not be opened
    "cell-far-out": {LEDGER: xlsx(PENALTIES, lambda book: book.active.cell(1048576, 16384, 1))},
    "doctype-in-sheet": {
        LEDGER: xlsx(
            PENALTIES, edit=_in_sheet(r"<worksheet", '<!DOCTYPE worksheet [<!ENTITY a "b">]><worksheet')
        )
    },
    "duplicate-parts": {LEDGER: _twice(xlsx(PENALTIES))},
}
