"""The profile -> a blank workbook for each department that owes sheets.

What a form says of a column comes from the column's declaration; `collect` reads a filled form as any other workbook.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any, NamedTuple
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from reportgen.model import Field, Kind, Value, column_letters
from reportgen.numerals import LARGEST, NO, YES, chinese_number, number_text
from reportgen.patterns import may_fit
from reportgen.tables.headings import normalise
from reportgen.workbook.zipped import pack

Columns = Mapping[str, Field | None]  # None is the 序号 that no field stands for
HEADER, EXAMPLE, FIRST = 3, 4, 5  # rows of a sheet: the headings, the example, the first one to fill
INSTRUCTIONS = "填表说明"  # collect passes over a sheet of this name
_LAST = 1_048_576  # row of any sheet
_NUMBER = "序号"
_PAGE = 118  # digits that stand side by side on A4, landscape
_SHORT = 120  # signs up to which a list of values is spelt out
_DAYS: tuple[float, float] = (
    7306,
    73050,
)  # 1920-01-01 to 2099-12-31, so that 2023, typed alone, is no day in 1905
_FORMATS = {"string": "@", "date": "yyyy-mm-dd"}
_EXCEL: dict[str, Any] = {"integer": "whole", "number": "decimal", "date": "date"}
_WORDS = {
    "string": "文字",
    "integer": "整数",
    "number": "数字，可以有小数",
    "date": "日期，写成 2023-5-12 这样",
    "boolean": f"写“{YES}”或“{NO}”",
}
_RULES = (
    "每个工作表是一张报送表。从“示例”的下一行填起，一行填一件；灰色的示例不用删，不会计入。",
    "带 * 的列必须填。空白不等于零：是零就写 0，不清楚的问明白再填。",
    "没有发生的事也要报：写一个“无”字交回来（写在哪一格，见下面各表），不要不交。",
    "有下拉列表的从列表里选；日期写成 2023-5-12 这样；数字只写数，不写单位。鼠标停在列名上，能看到这一列怎么填。",
    "不要合并单元格，不要改标题和列名，不要在表的外面写字。",
    "行数不限，一直往下填。合计行可写可不写；要写，就在“序号”列写“合计”。",
    "填完直接保存，仍是 .xlsx 文件，不要转成图片、PDF 或 Word。",
)


class _Look(NamedTuple):
    font: Font
    alignment: Alignment
    border: Border = Border()
    fill: PatternFill = PatternFill()


class _Line(NamedTuple):
    """A line of the instructions: a text for each column, one for all, or none."""

    look: _Look
    texts: Sequence[str]


_MIDDLE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(vertical="center", wrap_text=True)
_PLAIN, _BOLD = Font(name="宋体", size=11), Font(name="宋体", size=11, bold=True)
_THIN = Side(style="thin", color="808080")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_TITLE = _Look(Font(name="黑体", size=16), _MIDDLE)
_LINE = _Look(_PLAIN, Alignment(vertical="center"))
_TEXT, _STRONG, _CELL = _Look(_PLAIN, _LEFT), _Look(_BOLD, _LEFT), _Look(_PLAIN, _LEFT, _BOX)
_HEAD = _Look(_BOLD, _MIDDLE, _BOX, PatternFill("solid", fgColor="DDE6F0"))
_FAINT = Font(name="宋体", size=11, italic=True, color="808080")
_BLANK = _Line(_TEXT, ())
_GUIDE = (26.0, 11.0, 38.0, 48.0, 11.0)  # widths of the columns of the instructions


def workbook(kinds: Sequence[Kind], department: str, year: int) -> bytes:
    """Return the workbook that a department fills in: a sheet for each kind, and the instructions."""
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = INSTRUCTIONS
    named = [(book.create_sheet(_sheet_name(kind.name), -1), kind, columns(kind)) for kind in kinds]
    lists = _instruct(guide, named, f"{year}年报送表{INSTRUCTIONS}（{department}）")
    for sheet, kind, shown in named:
        _draw(sheet, f"{year}年{kind.title}", f"填报单位：{department}", shown, year)
        _restrict(sheet, shown, lists.get(kind.name, {}))
    for sheet in book.worksheets:
        _finish(sheet)
    book.active = 0
    return _bytes(book, datetime(year, 1, 1))


def columns(kind: Kind) -> Columns:
    """Return the columns of a form from the left: 序号, a field only where the kind declares it, and then the rest."""
    numbered = [
        name for name, each in kind.fields.items() if _NUMBER in map(normalise, (name, *each.aliases))
    ]
    first: Columns = {name: kind.fields[name] for name in numbered} or {_NUMBER: None}
    return {**first, **kind.fields}


def heading(name: str, declared: Field | None) -> str:
    """Return the heading of a column, with star and unit, the latter where it still reads as the same heading."""
    star = "*" if declared and declared.required else ""
    unit = declared.unit if declared else ""
    full = f"{star}{name}（{unit}）"
    plain = unit and unicodedata.normalize("NFKC", unit) == unit
    return full if plain and normalise(full) == normalise(name) else f"{star}{name}"


def example(name: str, declared: Field, year: int) -> Value:
    """Return an invented value that a field takes; None where none was found for its pattern."""
    match declared.type:
        case "date":
            return date(year, 5, 12)
        case "boolean":
            return YES
        case "integer" | "number":
            low = -math.inf if declared.minimum is None else declared.minimum
            high = math.inf if declared.maximum is None else declared.maximum
            value = min(max(12, low), high)
            return math.ceil(value) if declared.type == "integer" else value
    choices = declared.enum or (_invented(year) if declared.pattern else (f"某{name}",))
    return next((each for each in choices if may_fit(declared.pattern, each)), None)


def _invented(year: int) -> Iterator[str]:
    """Texts of the make that a pattern mostly asks for."""
    yield from ("某某", f"某〔{year}〕1号", f"〔{year}〕1号", f"（{year}）某1号")
    for digits in ("1" * count for count in range(1, 31)):
        yield from (f"{start}{digits}" for start in ("", year, f"{year}-", "A", "AA", "AAA", "AAAA"))


def _draw(sheet: Worksheet, title: str, sender: str, shown: Columns, year: int) -> None:
    """Draw the sheet of one kind: title, sender, headings with their notes, the example."""
    headings = [heading(name, declared) for name, declared in shown.items()]
    others = list(shown.items())[1:]
    examples: list[Value] = ["示例", *(example(name, each, year) for name, each in others if each)]
    widths = _widths(shown, headings, examples)
    _put(sheet, 1, 1, title, _TITLE)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(shown))
    for number, (name, declared) in enumerate(shown.items(), 1):
        _put(sheet, 2, number, sender if number == 1 else None, _LINE)
        _put(sheet, HEADER, number, headings[number - 1], _HEAD)
        sheet.cell(HEADER, number).comment = _note(name, declared) if declared else None
        _put(sheet, EXAMPLE, number, examples[number - 1], _Look(_FAINT, _aligned(declared), _BOX))
        sheet.column_dimensions[column_letters(number - 1)].width = widths[number - 1]
    sheet.row_dimensions[1].height = _height([title], [sum(widths)], 16) + 14
    sheet.row_dimensions[2].height = 20
    sheet.row_dimensions[HEADER].height = _height(headings, widths) + 8
    sheet.row_dimensions[EXAMPLE].height = _height([str(each or "") for each in examples], widths) + 4
    sheet.freeze_panes = f"A{EXAMPLE}"
    sheet.print_title_rows = f"{HEADER}:{HEADER}"


def _restrict(sheet: Worksheet, shown: Columns, lists: Mapping[str, str]) -> None:
    """Make the columns ready to be filled: open to writing, in the format of their type, checked by Excel.

    The looks belong to the columns, not to so many rows, and lines are drawn around what is filled: a form has no
    last row, and prints no empty pages.
    """
    nothing = _nothing_at(shown)
    for number, (name, declared) in enumerate(shown.items()):
        letters = column_letters(number)
        column = sheet.column_dimensions[letters]
        column.font, column.alignment = _PLAIN, _aligned(declared)
        column.protection = Protection(locked=False)
        if declared:
            column.number_format = _FORMATS.get(declared.type, "General")
            for rule in _validation(name, declared, lists.get(name, "")):
                rule.add(f"{letters}{FIRST + (name == nothing)}:{letters}{_LAST}")
                sheet.add_data_validation(rule)
    right = column_letters(len(shown) - 1)
    formula = f"COUNTA($A{FIRST}:${right}{FIRST})>0"
    filled = FormulaRule(formula=[formula], border=_BOX)  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add(f"A{FIRST}:{right}{_LAST}", filled)


def _aligned(declared: Field | None) -> Alignment:
    return _LEFT if declared and declared.type == "string" and not declared.enum else _MIDDLE


def _widths(shown: Columns, headings: Sequence[str], examples: Sequence[Value]) -> list[float]:
    """The widths of columns: what the longest word in them needs; free text shares what is left of the page."""
    widths, free = [], []
    for number, declared in enumerate(shown.values()):
        words = [headings[number], str(examples[number] or ""), *(declared.enum if declared else ())]
        if declared and declared.type == "string" and not (declared.enum or declared.unique):
            free.append(number)
        widths.append(float(min(max(11 if declared else 8, *(_width(word) + 3 for word in words)), 26)))
    for count, number in enumerate(free):
        widths[number] += min(max(_PAGE - sum(widths), 0) / (len(free) - count), 34)
    return widths


def _validation(name: str, declared: Field, listed: str) -> Iterator[DataValidation]:
    """What Excel is to refuse in a column; `listed` is where the values stand that are too many for the rule itself."""
    if declared.enum or declared.type == "boolean":
        values = listed or '"' + ",".join(declared.enum or (YES, NO)) + '"'
        rule = DataValidation(type="list", formula1=values, allow_blank=True)
        rule.error = f"“{_cut(name, 40)}”只能从下拉列表里选"
    elif declared.type == "string":
        return
    else:
        low, high = _DAYS if declared.type == "date" else (-LARGEST, LARGEST)
        low = low if declared.minimum is None else declared.minimum
        high = high if declared.maximum is None else declared.maximum
        bounds = number_text(low), number_text(high)
        rule = DataValidation(_EXCEL[declared.type], *bounds, allow_blank=True)
        says = _cut("；".join(_ways(declared)), 150)
        rule.error = f"“{_cut(name, 40)}”不对，应当是：{says}"
        rule.promptTitle, rule.prompt, rule.showInputMessage = _cut(name, 30), says, True
    rule.errorTitle, rule.errorStyle, rule.showErrorMessage = "请改一下", "stop", True
    yield rule


def _ways(declared: Field) -> list[str]:
    """How a column is to be written, in a few phrases."""
    ways = ["从下拉列表里选" if declared.enum else _WORDS[declared.type]]
    bounds = (declared.minimum, declared.maximum)
    least, most = ("" if bound is None else number_text(bound) for bound in bounds)
    if least and most:
        ways.append(f"{least} 到 {most}")
    elif least or most:
        ways.append(f"不小于 {least}" if least else f"不大于 {most}")
    if declared.unit:
        ways.append("百分之五写 5，不写百分号" if declared.unit in "%％" else "只写数，不写单位")
    if declared.pattern:
        ways.append(f"写法要合乎规则 {declared.pattern}")
    if declared.unique:
        ways.append("各行不能重复")
    return ways


def _note(name: str, declared: Field) -> Comment:
    """The note on a heading: whether to fill the column, how, and by what other names it goes."""
    values = "、".join(declared.enum)
    lines = [f"【{name}】", "必填" if declared.required else "没有的可以空着", *_ways(declared)]
    lines += [f"可选：{values}"] if 0 < len(values) <= _SHORT else []
    lines += [f"单位：{declared.unit}"] if declared.unit else []
    lines += ["个人信息：只留在底账里，不印进报告"] if declared.personal else []
    lines += [f"也叫：{'、'.join(declared.aliases)}"] if declared.aliases else []
    height = 20 * sum(_lines(line, 34) for line in lines) + 16
    return Comment(_clean("\n".join(lines)), INSTRUCTIONS, height, 270)


def _instruct(
    sheet: Worksheet, named: Sequence[tuple[Worksheet, Kind, Columns]], title: str
) -> dict[str, dict[str, str]]:
    """Write the instructions; return where the long lists of values stand, by kind and field.

    No cell may read as a heading of a kind, or collect would take this sheet for a table: hence 计量单位, and the
    letters of the columns.
    """
    lines = [_Line(_TITLE, (title,))]
    lines += [_Line(_TEXT, (f"{number}. {rule}",)) for number, rule in enumerate(_RULES, 1)]
    for place, (form, kind, shown) in enumerate(named, 1):
        head = f"{chinese_number(place)}、《{kind.title}》，填在工作表“{form.title}”"
        lines += [_BLANK, _Line(_STRONG, (head,)), *_told(shown)]
    lists: dict[str, dict[str, str]] = {}
    for kind, name, values in _long_lists(named):
        lines += [_BLANK, _Line(_STRONG, (f"《{kind.title}》“{name}”的可选取值",))]
        first = len(lines) + 1
        lines += [_Line(_TEXT, (value,)) for value in values]
        lists.setdefault(kind.name, {})[name] = f"'{INSTRUCTIONS}'!$A${first}:$A${len(lines)}"
    _write(sheet, lines)
    return lists


def _told(shown: Columns) -> Iterator[_Line]:
    """The lines that say of each column of a form how it is filled, and where to write 无."""
    yield _Line(_HEAD, ("列名", "是否必填", "类型和写法", "可选取值", "计量单位"))
    for number, (name, declared) in enumerate(shown.items()):
        if declared is None:
            continue
        must = "必填" if declared.required else "可以不填"
        ways = [*_ways(declared), *(["个人信息，不印进报告"] if declared.personal else [])]
        values = "、".join(declared.enum) if _fits(declared.enum) else "见最后的清单"
        texts = (f"{column_letters(number)}列 {name}", must, "；".join(ways), values, declared.unit)
        yield _Line(_CELL, texts)
    yield _Line(_TEXT, (f"没有发生的，在第{FIRST}行“{_nothing_at(shown)}”列写“无”，照样交回。",))


def _long_lists(
    named: Sequence[tuple[Worksheet, Kind, Columns]],
) -> Iterator[tuple[Kind, str, Sequence[str]]]:
    """Yield kind, field and values of each list that a rule cannot hold."""
    for _, kind, shown in named:
        for name, declared in shown.items():
            if declared and not _fits(declared.enum):
                yield kind, name, declared.enum


def _write(sheet: Worksheet, lines: Sequence[_Line]) -> None:
    """Write the lines of the instructions from the top; a text that stands alone goes over all columns."""
    for number, width in enumerate(_GUIDE):
        sheet.column_dimensions[column_letters(number)].width = width
    for row, (look, texts) in enumerate(lines, 1):
        if not texts:
            continue
        for number, text in enumerate(texts, 1):
            _put(sheet, row, number, text, look)
        if len(texts) == 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(_GUIDE))
        spans = _GUIDE if len(texts) > 1 else (sum(_GUIDE),)
        sheet.row_dimensions[row].height = _height(texts, spans, look.font.sz or 11) + 4


def _fits(values: Sequence[str]) -> bool:
    """Whether Excel takes values inside a rule: 255 signs at most, parted by commas, with no blanks around them."""
    plain = all(value == value.strip() and not re.search('[,"]', value) for value in values)
    return plain and len(",".join(values).encode("utf-16-le")) <= 2 * 255


def _nothing_at(shown: Columns) -> str:
    """The column that takes the word 无: one that Excel does not check, or else the first one, whose first cell is
    left unchecked.
    """
    fields = {name: each for name, each in shown.items() if each}
    texts = [name for name, each in fields.items() if each.type == "string" and not each.enum]
    return next(iter(texts or fields))


def _finish(sheet: Worksheet) -> None:
    """Lock what is not to be changed, without a password, and lay the sheet out on A4."""
    protection, page = sheet.protection, sheet.page_setup
    protection.sheet = True
    protection.formatCells = protection.formatColumns = protection.formatRows = (
        False  # False is: not forbidden
    )
    protection.insertRows = protection.sort = protection.autoFilter = False
    page.orientation, page.paperSize, page.fitToWidth, page.fitToHeight = "landscape", 9, 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"  # type: ignore[union-attr]


def _put(sheet: Worksheet, row: int, column: int, value: Value, look: _Look) -> None:
    """Write a value with its looks; a text is never a formula, whatever it begins with."""
    cell: Any = sheet.cell(row, column)
    cell.value = _clean(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    cell.font, cell.alignment, cell.border, cell.fill = look
    if isinstance(value, date):
        cell.number_format = _FORMATS["date"]


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def _cut(text: str, most: int) -> str:
    """A text short enough for Excel, which calls a workbook damaged over a longer one."""
    return _clean(text if len(text) <= most else text[: most - 1] + "…")


def _sheet_name(name: str) -> str:
    """A name that Excel takes for a sheet, and short enough for openpyxl to number it where it is there already."""
    return re.sub(r"[\\*?:/\[\]]", "_", _clean(name))[:28].strip("' ") or "表"


def _width(text: str) -> int:
    """How many digits wide a text is: a Chinese sign takes two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)


def _lines(text: str, width: float) -> int:
    return max(1, math.ceil(_width(text) / max(width - 1, 1)))


def _height(texts: Sequence[str], widths: Sequence[float], size: float = 11) -> float:
    """The height in points of a row in which texts of this size are wrapped."""
    spans = zip(texts, widths, strict=False)
    return 1.4 * size * max(_lines(text, width * 11 / size) for text, width in spans)


def _bytes(book: Workbook, stamp: datetime) -> bytes:
    """The file of a workbook, with nothing of the clock in it."""
    file = BytesIO()
    book.save(file)
    book.properties.created = book.properties.modified = stamp  # which saving has set to now
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return pack(parts | {"docProps/core.xml": tostring(book.properties.to_tree())})
