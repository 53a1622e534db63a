"""What people have noted at the cells of a table -> findings where a note takes the row out of the count, or corrects a cell."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.expressions import expression
from reportgen.model import Cell, Finding, Place, Sheet, is_blank
from reportgen.numerals import number_text
from reportgen.rules import finding
from reportgen.tables.exclusions import excluded
from reportgen.tables.recognise import Table

_CORRECTED = expression(
    r"应[该当]?[为是改]|更正|更改[为成]|改[为成]|(?<!没)(?<!没有)(?<!未)有误|(?<!无)(?<!没)(?<!没有)错误|[写填录登]错|不准|不对|(?:待|需|请|未|有待)(?:再|进一步)?(?:核|查|确认|定|补)"
    r"|存疑|估计|估算|预估|约\s*\d|以.{1,12}为准|不含|另有|漏[报登填记]|[上去]年的?(?:活动|案件|数|事|$)"
)
_BARE = expression(r"(?:[约共计实]|实际)?\s*([0-9][0-9,]*(?:\.[0-9]+)?)\s*[^\W\d_年月日]{0,3}[。.]?")


def noted(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """Yield a finding at each cell of a row of data at which somebody has noted that it is not as it should be."""
    rows = set(table.rows) if sheet.comments else ()
    for (row, column), text in sorted(sheet.comments.items()):
        if row in rows and column < len(sheet.rows[row]):
            place = Place(file, sheet.name, row + 1, column)
            if words := excluded(text):
                message = f"这一格的批注写着“{words}”，这一行照样计入了"
                fix = "不应计入的，从表里删去；应当计入的，删去批注。"
                yield finding("ROW006", message, place, fix=fix)
            elif words := _correction(text, sheet.rows[row][column]):
                yield finding("CEL016", f"这一格的批注写着{words}；批注不算数，格里写的照样收进了底账", place)


def _correction(text: str, cell: Cell) -> str:
    """The words by which a note corrects a cell or doubts it, or another number that it gives."""
    if found := _CORRECTED.search(text):
        return f"“{found[0]}”"
    bare = _BARE.fullmatch(text.strip())
    held = number_text(cell) if isinstance(cell, (int, float)) else str(cell).strip()
    is_other = (
        bare and not is_blank(cell) and held[:1].isdigit() and not held.startswith(bare[1].replace(",", ""))
    )
    return "另一个数" if is_other else ""
