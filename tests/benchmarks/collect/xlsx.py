"""Rows of cells -> the bytes of an .xlsx as Excel and WPS write it, many times faster than openpyxl would.

Every cell and row has its address, every cell a style, texts are shared, days are numbers in a date format.
The zip's dates are fixed: same rows, same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

Cell = str | int | float | bool | None
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_BORDER = "".join(
    f'<{side} style="thin"><color auto="1"/></{side}>' for side in ("left", "right", "top", "bottom")
)
# formats: 0 plain, 1 a cell with borders, 2 the same for a day (number format 14), 3 the title
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2">'
    '<font><sz val="11"/><name val="宋体"/><charset val="134"/></font>'
    '<font><b/><sz val="16"/><name val="宋体"/><charset val="134"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    f"<border>{_BORDER}<diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyBorder="1"/>'
    '<xf numFmtId="14" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class Day(int):
    """A day as Excel counts them, from 1900 on."""


def workbook(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> bytes:
    """Return a workbook of these sheets; the first row of each is its title, merged across."""
    strings: dict[str, int] = {}
    parts = [_sheet(rows, strings) for rows in sheets.values()]
    names = [f"worksheets/sheet{number}.xml" for number in range(1, len(parts) + 1)]
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as package:
        for name, xml in (
            ("[Content_Types].xml", _content_types(names)),
            ("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])),
            ("xl/workbook.xml", _book(list(sheets))),
            (
                "xl/_rels/workbook.xml.rels",
                _relations(
                    [*(("worksheet", name) for name in names), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
                ),
            ),
            *((f"xl/{name}", xml) for name, xml in zip(names, parts, strict=True)),
            ("xl/styles.xml", _STYLES),
            ("xl/sharedStrings.xml", _shared(strings)),
        ):  # fmt: skip
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            package.writestr(entry, xml)
    return packed.getvalue()


def _sheet(rows: Sequence[Sequence[Cell]], strings: dict[str, int]) -> str:
    width = max(map(len, rows))
    last = _LETTERS[width - 1]
    lines = []
    for number, row in enumerate(rows, 1):
        style = 3 if number == 1 else 1
        addressed = zip(_LETTERS, row, strict=False)
        cells = "".join([_cell(f"{letter}{number}", cell, style, strings) for letter, cell in addressed])
        lines.append(f'<row r="{number}" spans="1:{width}" ht="18" customHeight="1">{cells}</row>')
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><dimension ref="A1:{last}{len(rows)}"/>'
        '<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="13.5"/>'
        f'<cols><col min="1" max="{width}" width="14.5" customWidth="1"/></cols>'
        f'<sheetData>{"".join(lines)}</sheetData><mergeCells count="1"><mergeCell ref="A1:{last}1"/></mergeCells>'
        '<pageMargins left="0.75" right="0.75" top="1" bottom="1" header="0.5" footer="0.5"/></worksheet>'
    )


def _cell(address: str, cell: Cell, style: int, strings: dict[str, int]) -> str:
    if cell is None:
        return f'<c r="{address}" s="{style}"/>'
    if isinstance(cell, str):
        return f'<c r="{address}" s="{style}" t="s"><v>{strings.setdefault(cell, len(strings))}</v></c>'
    if isinstance(cell, Day):
        return f'<c r="{address}" s="2"><v>{int(cell)}</v></c>'
    if isinstance(cell, bool):
        return f'<c r="{address}" s="{style}" t="b"><v>{int(cell)}</v></c>'
    return f'<c r="{address}" s="{style}"><v>{cell}</v></c>'


def _shared(strings: Mapping[str, int]) -> str:
    items = "".join([f"<si><t>{escape(text)}</t></si>" for text in strings])
    return f'{_HEAD}<sst xmlns="{_MAIN}" count="{len(strings)}" uniqueCount="{len(strings)}">{items}</sst>'


def _book(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    views = '<bookViews><workbookView windowWidth="24000" windowHeight="9840"/></bookViews>'
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">{views}<sheets>{sheets}</sheets></workbook>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{items}</Relationships>'


def _content_types(names: Sequence[str]) -> str:
    kinds = {"workbook.xml": "sheet.main", "styles.xml": "styles", "sharedStrings.xml": "sharedStrings"}
    kinds |= dict.fromkeys(names, "worksheet")
    items = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{_TYPES}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    defaults = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}<Default Extension="xml" ContentType="application/xml"/>{items}</Types>'
