"""A row of data that says that it stands for several, or for another year -> a question: it counts once, and in this year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportgen.characters import half
from reportgen.expressions import expression
from reportgen.model import Cell, Finding, Place, Sheet
from reportgen.rules import finding
from reportgen.tables.labels import joined

if TYPE_CHECKING:
    from reportgen.tables.recognise import Table

_COUNT = r"(?:[2-9]|[1-9]\d|[两二三四五六七八九十]{1,2})"
_TIMES = expression(
    rf"(?:(?:系列活动)?(?:一?共|共计|合计|分|含)\(?{_COUNT}个?(?:场次?|期|批次?|堂|件|起|宗)(?:活动|开展|举办|进行|讲座)?\)?"
    rf"|(?:系列活动)?\(?{_COUNT}场次?(?:活动|讲座)?\)?|第?\d{{1,2}}[-—~～至、和及]第?\d{{1,2}}[次场期批]次?|等{_COUNT}[次场件起]|每[月周季][度]?(?:各?一)?[次场]|.{{0,4}}各[一两\d][场次])[。.]?"
)
_BEHIND = expression(
    rf"[(]([^()]{{2,10}})[)]\s*$|(?<![第\d])((?:等)?(?:[2-9]|[1-9]\d)[场次]次?|[×xX*]\s*{_COUNT})\s*$"
)
_OF_A_YEAR = expression(
    r"(?:[含系为]|属于?|补[录登报])?((?:19|20)\d\d)年度?(?:的|受理|收到|活动|案件|结转|补[录登报]|举办|开展|发生|建成|数据)*[。.]?"
)
_KEYS = expression(
    r"\d\s*号?\s*[、,;和及]\s*第?\d+\s*号?$|等\s*\d+\s*[件起宗个]|\(共?\s*\d+\s*[件起宗案]\)$|[)\]〕】]\s*第?(\d+)\s*号?\s*[-—~～至]\s*(\d+)\s*号?$"
)
_LISTED = (*"、,，;；和及等", "件)", "件）", "案)", "案）", "起)", "起）", "宗)", "宗）")
_RANGE = expression(r"[)）\]〕】]\s*第?\d+\s*号?\s*[-—~～至]")
_ENDS = ")）场次23456789两三四五六七八九十"  # of a text that may say how many times it was
_LONGEST = 16  # signs of a remark that says nothing else
_ONE_EACH = "几场、几件合写一行的，一场一件一行分开写；只是一场一件的，改掉这句话。"
_PEOPLE = expression(
    r"[一-鿿]{2,4}\s*[、,;/\n]\s*[一-鿿]{2,4}|等\s*[\d一二两三四五六七八九十]*\s*[人名位]|^[\d两三四五六七八九十]{1,3}[人名位]$"
)
_PEOPLE_SIGNS = tuple("、,，;；/\n人名位")
_ONE_PERSON = "几个人合写一格的，一人一行分开写；只是一个人的，只写一个姓名。"
_ONE_KEY = "几件合写一格的，一件一行分开写；只是一件的，只写一个编号。"
_OTHER_YEAR = "是别的年度的，从表里删去；是本年的，改掉这句话。"


def several(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """Yield a finding at each key that lists more than one; where rows are people, at each name that is more than one; and where they
    are events of a year, at each text that says how often that was, or in which other year.
    """
    key = table.kind.fields.get(table.kind.key)
    for name, column in table.columns.items():
        declared = table.kind.fields[name]
        if declared.type != "string":
            continue
        cells = table.body.column(column, table.rows)
        if declared.unique or name == table.kind.key:
            for at in _lists(cells):
                message = f"{name}一格里写着不止一个，这一行只按一件计入"
                place = Place(file, sheet.name, table.rows[at] + 1, column)
                yield finding("ROW006", message, place, fix=_ONE_KEY)
        elif declared.personal and declared.required and (key is None or key.personal):
            for at in _of_people(cells):
                message = f"{name}一格里写着不止一个人，这一行只按一人计入"
                place = Place(file, sheet.name, table.rows[at] + 1, column)
                yield finding("ROW006", message, place, fix=_ONE_PERSON)
    if table.kind.period:
        yield from _of_events(sheet, table, file)


def _lists(cells: Sequence[Cell]) -> Iterator[int]:
    """The indexes of keys that are more than one: 7、8号, 7-9号, 7号等3件."""
    texts = joined(cells)
    if not (any(sign in texts for sign in _LISTED) or _RANGE.search(texts)):
        return
    for at, cell in enumerate(cells):
        found = _KEYS.search(half(cell).strip()) if isinstance(cell, str) else None
        if found and (found[1] is None or 0 < int(found[2]) - int(found[1]) < 100):
            yield at


def _of_people(cells: Sequence[Cell]) -> Iterator[int]:
    """The indexes of names that are more than one."""
    texts = joined(cells)
    if any(sign in texts for sign in _PEOPLE_SIGNS):
        yield from (
            at
            for at, cell in enumerate(cells)
            if isinstance(cell, str) and _PEOPLE.search(half(cell).strip())
        )


def _of_events(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    fields = {column: name for name, column in table.columns.items()}
    names = {column for name, column, *_ in table.above.texts if table.kind.fields[name].required}
    for column in sorted({*table.above.spoken, *names}):
        if table.body.blanks[column] == len(table.body):
            continue
        cells = table.body.column(column, table.rows)
        for at, said, is_count in _told(cells, is_remark=column in table.above.spoken):
            heading = fields.get(column) or table.above.headings[column] or "表头以外的格"
            place, row = Place(file, sheet.name, table.rows[at] + 1, column), sheet.rows[table.rows[at]]
            if is_count or _TIMES.fullmatch(said):
                message = f"{heading}里写着“{said}”，这一行只按一次计入"
                yield finding("ROW006", message, place, fix=_ONE_EACH)
            elif (year := _OF_A_YEAR.fullmatch(said)) and not _knows(row, column, year[1]):
                message = f"{heading}里写着“{said}”，这一行照样计入了"
                yield finding("ROW006", message, place, fix=_OTHER_YEAR)


def _told(cells: Sequence[Cell], *, is_remark: bool) -> Iterator[tuple[int, str, bool]]:
    """Short remarks, each with its index; of other texts what stands in brackets at their end, or how many times it was, and that
    it is a count.
    """
    if not is_remark:
        texts = joined(cells)
        if not any(f"{sign}\n" in texts or texts.endswith(sign) for sign in _ENDS):
            return
    for at, cell in enumerate(cells):
        if cell.__class__ is not str or not cell:
            continue
        if is_remark and len(cell) <= _LONGEST:
            yield at, half(cell).strip(), False
        elif cell[-1] in _ENDS and (found := _BEHIND.search(half(cell[-_LONGEST:]))):
            yield at, (found[1] or found[2]).strip(), bool(found[2])


def _knows(row: Sequence[Cell], column: int, year: str) -> bool:
    """Whether another cell of a row speaks of a year."""
    return any(year in str(cell) for at, cell in enumerate(row) if at != column)
