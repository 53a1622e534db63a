"""The rows of the year before in a form that came back -> findings where it does not say whether they still hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reportgen.model import Finding, Place, Sheet
from reportgen.rules import finding
from reportgen.tables.form_rows import UNSURE
from reportgen.tables.labels import CHECKED, DONE, GONE, UNCHECKED
from reportgen.tables.rows import Body, Passed

_WORDS = f"“{DONE}”“{GONE}”“{UNCHECKED}”"
_SAID_OF = {
    UNCHECKED: f"从这一格起{{}}行是上年的，还写着“{UNCHECKED}”，没有计入",
    UNSURE: f"从这一格起{{}}行的“{CHECKED}”写的不是{_WORDS}，分不清还有没有，没有计入",
}
_MEND = f"还有的写“{DONE}”，没有了的写“{GONE}”，不写别的；新增的行也可以写“{DONE}”。"


def unchecked_rows(
    sheet: Sheet, body: Body, passed: Sequence[Passed], columns: Mapping[str, int], file: str
) -> Iterator[Finding]:
    """Yield that rows are not counted since nobody has looked at them or it is not clear what was found, one finding for
    those that stand together; and that the column is gone which says it.
    """
    carried = [each for each in passed if each.sort == "carried"]
    for word, message in _SAID_OF.items() if carried else ():
        rows = [each.row for each in carried if each.words == word]
        for first in (row for row in rows if row - 1 not in rows):
            count = next(number for number in range(1, len(rows) + 1) if first + number not in rows)
            place = Place(file, sheet.name, first + 1, body.checked)
            yield finding("ROW016", message.format(count), place, fix=_MEND if word == UNSURE else "")
    if body.checked < 0:
        yield from _column_gone(sheet, body, set(columns.values()), file)


def _column_gone(sheet: Sheet, body: Body, fields: set[int], file: str) -> Iterator[Finding]:
    says = sheet.texts is None or not {UNCHECKED, GONE}.isdisjoint(sheet.texts)
    for at, cells in enumerate(body.columns) if says else ():
        if at in fields or {UNCHECKED, GONE}.isdisjoint(cells):
            continue
        row = next(row for row, cell in enumerate(cells) if cell in (UNCHECKED, GONE))
        message = f"这里写着“{cells[row]}”，这一列的表头却不是“{CHECKED}”，分不清哪些行不计"
        fix = f"带出了上年的行的表样，把这一列的表头改回“{CHECKED}”；不是的，改掉这几个字。"
        yield finding("ROW016", message, Place(file, sheet.name, body.first + row + 1, at), fix=fix)
        return
    if body.carried:
        message = f"这张表样带出了上年的{body.carried}行，表头里却没有“{CHECKED}”一列，分不清哪些行核对过"
        fix = f"把“{CHECKED}”一列补回来，逐行写“{DONE}”或“{GONE}”。"
        yield finding("ROW016", message, Place(file, sheet.name, body.first), fix=fix)
