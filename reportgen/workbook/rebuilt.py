"""The sheets of a workbook that is no .xlsx -> an .xlsx of the same cells: values as typed, days and percentages shown so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from reportgen.model import Cell, Sheet, column_letters
from reportgen.workbook.markup import quoted, text
from reportgen.workbook.notes import NOT_CALCULATED
from reportgen.workbook.registered import TRANSITIONAL
from reportgen.workbook.zipped import pack

_FIRST_DAY = datetime(1899, 12, 30)
_EARLIEST, _SAFE = (
    datetime(1900, 1, 1),
    datetime(1900, 3, 1),
)  # before the latter Excel counts a day that was none
_DAY, _MOMENT, _TIME, _HOURS, _PERCENT = (
    "yyyy\\-mm\\-dd",
    "yyyy\\-mm\\-dd\\ hh:mm",
    "hh:mm:ss",
    "[h]:mm:ss",
    "0.00%",
)
_LONGEST = 15  # digits that a number of Excel has
_AROUND = re.compile(r"([^\d.,-]*)(-?\d[\d,]*(?:\.\d+)?)([^\d]*)", re.ASCII)
_WIDEST = 60  # digits of a column
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
Look = tuple[str, bool]  # a number format, and whether the text is struck out


def rebuilt(sheets: Iterable[Sheet]) -> tuple[bytes, dict[str, str]]:
    """Return an .xlsx of the cells of some sheets, merged, hidden and struck out as they were, and by their names what the
    sheets are called in it.
    """
    looks: dict[Look, int] = {("General", False): 0}
    names: dict[str, str] = {}
    hidden: list[bool] = []
    parts: dict[str, bytes] = {}
    for number, sheet in enumerate(sheets, 1):
        used = _looks(sheet)
        for each in used.values():
            looks.setdefault(each, len(looks))
        formats = {cell: looks[look] for cell, look in used.items()}
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(sheet, formats)
        names[sheet.name] = _allowed(sheet.name, names.values())
        hidden.append(sheet.hidden)
    frame = _frame(list(zip(names.values(), hidden, strict=True)))
    return pack(frame | {"xl/styles.xml": _styles(list(looks))} | parts), names


def _allowed(name: str, taken: Collection[str]) -> str:
    """A sheet's name as Excel takes it: without signs that mean something in a formula, not too long, and its own."""
    plain = re.sub(r"[\[\]:*?/\\]", "_", name).strip("'")[:28] or "Sheet"
    known = {each.casefold() for each in taken}
    names = (f"{plain}{number}" if number > 1 else plain for number in range(1, len(known) + 2))
    return next(each for each in names if each.casefold() not in known)


def _looks(sheet: Sheet) -> dict[tuple[int, int], Look]:
    """The format of each cell that has one of its own."""
    found: dict[tuple[int, int], Look] = {}
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            at = (row, column)
            code = _code(cell, at in (sheet.percents or ()), sheet.printed.get(at, ""))
            if code != "General" or at in sheet.struck:
                found[at] = code, at in sheet.struck
    return found


def _code(cell: Cell, percent: bool, printed: str) -> str:
    if isinstance(cell, (str, bool)):
        return "General"
    if isinstance(cell, datetime):
        return _MOMENT if cell.time() != time() else _DAY
    if isinstance(cell, date):
        return _DAY
    if isinstance(cell, time):
        return _TIME
    if isinstance(cell, timedelta):
        return _HOURS
    return _PERCENT if percent else _printed_as(cell, printed)


def _printed_as(number: float, printed: str) -> str:
    """A format that prints a number as it was seen: with zeros before it, or a unit behind; no matter where it was divided."""
    match = _AROUND.fullmatch(printed)
    if not match or number < 0:
        return "General"
    before, digits, behind = match.groups()
    digits = digits.replace(",", "")
    if float(digits) != number:
        return "General"
    whole, _, part = digits.partition(".")
    code = "0" * (len(whole) if whole.startswith("0") else 1) + (f".{'0' * len(part)}" if part else "")
    return "".join((_literal(before), code, _literal(behind))) if printed != f"{number:g}" else "General"


def _literal(words: str) -> str:
    return f'"{words}"' if words and '"' not in words else ""


def _sheet(sheet: Sheet, formats: Mapping[tuple[int, int], int]) -> bytes:
    rows = []
    for number, cells in enumerate(sheet.rows):
        made = "".join(
            _cell(
                number, column, cell, formats.get((number, column), 0), sheet.unread.get((number, column), "")
            )
            for column, cell in enumerate(cells)
        )
        hidden = ' hidden="1"' if number in sheet.hidden_rows else ""
        if made or hidden:
            rows.append(f'<row r="{number + 1}"{hidden}>{made}</row>')
    merged = [
        f'<mergeCell ref="{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"/>'
        for (top, left), (bottom, right) in sheet.merged
        if (top, left) != (bottom, right)
    ]
    ranges = f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>' if merged else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{TRANSITIONAL.main}"><sheetFormatPr defaultRowHeight="15"/>{_columns(sheet)}'
        f"<sheetData>{''.join(rows)}</sheetData>{ranges}</worksheet>"
    ).encode()


def _columns(sheet: Sheet) -> str:
    """How wide the columns are, by what stands in the first rows."""
    width = max((len(row) for row in sheet.rows), default=0)
    wide = [8] * width
    headed = {left for (_, left), (_, right) in sheet.merged if left != right}
    for row in sheet.rows[:200]:
        for column, cell in enumerate(row):
            if column not in headed or cell == "":
                wide[column] = max(wide[column], min(_WIDEST, 2 + _wide(str(cell)[:_WIDEST])))
    hidden = set(sheet.hidden_columns)
    made = (
        f'<col min="{at + 1}" max="{at + 1}" width="{size}" customWidth="1"{" hidden=" + chr(34) + "1" + chr(34) if at in hidden else ""}/>'
        for at, size in enumerate(wide)
    )
    return f"<cols>{''.join(made)}</cols>" if wide else ""


def _wide(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in words)


def _cell(row: int, column: int, cell: Cell, look: int, unread: str) -> str:
    head = f'<c r="{column_letters(column)}{row + 1}"' + (f' s="{look}"' if look else "")
    if unread.startswith("#"):
        return f'{head} t="e"><v>{text(unread)}</v></c>'
    if cell == "":
        return f"{head}/>" if look or unread == NOT_CALCULATED else ""
    if isinstance(cell, bool):
        return f'{head} t="b"><v>{int(cell)}</v></c>'
    number = _number(cell)
    if number is None:
        words = str(cell)
        return f'{head} t="inlineStr"><is><t xml:space="preserve">{text(words)}</t></is></c>'
    return f"{head}><v>{number}</v></c>"


def _number(cell: Cell) -> str | None:
    """A value as Excel stores numbers; None for what is a text there."""
    if isinstance(cell, str):
        return None
    if isinstance(cell, (int, float)):
        return repr(cell) if len(str(cell).lstrip("-")) <= 25 else repr(float(cell))
    if isinstance(cell, time):
        return repr((cell.hour * 3600 + cell.minute * 60 + cell.second) / 86400)
    if isinstance(cell, timedelta):
        return repr(cell / timedelta(days=1))
    moment = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
    if moment < _EARLIEST:
        return None
    days = (moment - _FIRST_DAY) / timedelta(days=1) - (moment < _SAFE)
    return repr(int(days) if days == int(days) else days)


def _styles(looks: Sequence[Look]) -> bytes:
    codes = {
        code: 164 + at
        for at, code in enumerate(dict.fromkeys(code for code, _ in looks if code != "General"))
    }
    formats = "".join(f'<numFmt numFmtId="{at}" formatCode="{quoted(code)}"/>' for code, at in codes.items())
    font = '<sz val="11"/><name val="宋体"/>'
    cells = "".join(
        f'<xf numFmtId="{codes.get(code, 0)}" fontId="{int(struck)}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>'
        for code, struck in looks
    )
    listed = f'<numFmts count="{len(codes)}">{formats}</numFmts>' if codes else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{TRANSITIONAL.main}">{listed}'
        f'<fonts count="2"><font>{font}</font><font><strike/>{font}</font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
        '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
        '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(looks)}">{cells}</cellXfs><cellStyles count="1"><cellStyle name="Normal" '
        'xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ).encode()


def _frame(names: Sequence[tuple[str, bool]]) -> dict[str, bytes]:
    """The parts that say what the others are; the first sheet that is not hidden is the one in front."""
    front = next((at for at, (_, hidden) in enumerate(names) if not hidden), 0)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    related = TRANSITIONAL.related
    sheets = "".join(
        f'<sheet name="{quoted(name)}" sheetId="{at}"{" state=" + chr(34) + "hidden" + chr(34) if hidden else ""} r:id="rId{at}"/>'
        for at, (name, hidden) in enumerate(names, 1)
    )
    relations = "".join(
        f'<Relationship Id="rId{at}" Type="{related}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(names) + 1)
    )
    styles = f'<Relationship Id="rId{len(names) + 1}" Type="{related}/styles" Target="styles.xml"/>'
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{at}.xml" ContentType="{_KIND}worksheet+xml"/>'
        for at in range(1, len(names) + 1)
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.'
        'openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}styles+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{related}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{TRANSITIONAL.main}" xmlns:r="{related}"><bookViews><workbookView activeTab="{front}"/></bookViews>'
        f"<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}{styles}</Relationships>',
    }
    return {name: f"{head}{part}".encode() for name, part in parts.items()}
