"""A recognised table -> what in it may not be meant as it stands: texts between its rows, words that take a row out of the
count, gaps in the numbering, cells beyond the headings or in the column beside their own. All of these are only asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from reportgen.expressions import expression
from reportgen.model import Cell, Field, Finding, Place, Sheet, is_blank
from reportgen.rules import finding
from reportgen.tables.exclusions import excluded, excluded_by_name, exclusions, voided
from reportgen.tables.several import several
from reportgen.tables.speaking import speaking

if TYPE_CHECKING:
    from reportgen.tables.recognise import Table
    from reportgen.tables.rows import Passed

_NUMBERING = {"序号", "顺序号", "项次", "no", "no.", "NO", "NO.", "No", "No."}
_DATED = expression(r"\s*(19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?")
_EXAMPLE = expression(
    r"[(（【\[“\"*＊※★]*(?:(?:填写|填表|填报|参考)?(?:示例|样例|范例|举例|例如|例子|示范|演示|样表|模板|范本|example|e\.?g\.?|例|如|示)[行子]?\s*(?:\d{1,2}|[一二三])?\s*(?:[:：)）】\]”\"]|$)"
    r"|(?:填写|填表|填报|参考)?(?:示例|样例|范例)(?!点)|(?:参考|样式)$)",
    re.IGNORECASE,
)
_EXAMPLES = expression("[例示样模范如参eE]")  # one stands in each
_LABEL = 20  # signs of a text that may say so
_WORD = expression(r"[^\W\d_〇零一二三四五六七八九十百]{1,8}")
_LONE_DATE = "签章或日期"  # it stands below a table; within or above the rows it may be what is left of one
_FIRST = 5  # rows where an example may stand
_MORE = expression(r"另有|另外还?有|还有.{0,8}未|未(?:列入|计入|登记|统计|录入)|漏[报登填]|补报")
_BARE = expression(r"[0-9]+(?:\.[0-9]+)?")
_FEW = 4  # rows of a column of which one is not like the others
_SHOWN = 5  # rows named in a sentence


def doubts(sheet: Sheet, table: Table, file: str) -> Sequence[Finding]:
    """Return what is to be asked about a table and has no fault that a type would show: of a cell the same but once."""
    asked = [*_asked(sheet, table, file)]
    return [*{(each.code, each.place): each for each in reversed(asked)}.values()][::-1] if asked else asked


def _asked(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    yield from _between(sheet, table, file)
    yield from speaking(sheet, table, file)
    if table.rows:
        if words := excluded_by_name(sheet.name):
            message = f"工作表的名称里有“{words}”，表里的{len(table.rows)}行照样计入了"
            yield finding("ROW006", message, Place(file, sheet.name))
        yield from _other_headings(sheet, table, file)
        yield from _examples(sheet, table, file)
        yield from _taken_out(sheet, table, file)
        yield from _beyond(sheet, table, file)
        yield from _shifted(sheet, table, file)
        yield from _strange_texts(sheet, table, file)
        yield from several(sheet, table, file)


def _between(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """Titles of groups, one finding for all; and each text that stands between rows of data."""
    groups = [each.row for each in table.passed if each.sort == "title"]
    if groups:
        message = f"第{_listed(groups)}行当作分组的标题，没有计入"
        yield finding("ROW005", message, Place(file, sheet.name, groups[0] + 1))
    first, last = (table.rows[0], table.rows[-1]) if table.rows else (0, -1)
    if spare := [each.row for each in table.passed if each.sort == "spare" and first < each.row < last]:
        message = f"第{_listed(spare)}行只有序号，夹在数据行中间，没有计入"
        column = next(at for at, cell in enumerate(sheet.rows[spare[0]]) if not is_blank(cell))
        yield finding("ROW015", message, Place(file, sheet.name, spare[0] + 1, column))
    for each in table.passed:
        if each.sort not in ("note", "footer") or each.words == "页码":
            continue
        inside = (first if each.words != _LONE_DATE else -1) < each.row < last
        words = _words_of_doubt(sheet, each, inside=inside)
        if not (inside or (words and table.rows)):
            continue
        column = next(at for at, cell in enumerate(sheet.rows[each.row]) if not is_blank(cell))
        place = Place(file, sheet.name, each.row + 1, column)
        if words:
            yield finding("ROW005", f"这一行写着“{words}”，没有当作数据；它上下的行照样计入了", place)
        elif _free(each.words) or each.sort == "note" or each.words == _LONE_DATE:
            yield finding("ROW005", "这一行文字夹在数据行中间，没有当作数据", place)


def _words_of_doubt(sheet: Sheet, passed: Passed, *, inside: bool) -> str:
    """What a note says of rows that are not here, or a text by itself or between the rows of some that do not count."""
    if not (inside or passed.sort == "note" or _free(passed.words)):
        return ""
    text = "".join(cell for cell in sheet.rows[passed.row] if isinstance(cell, str))
    more = _MORE.search(text) if passed.sort == "note" else None
    return more[0] if more else excluded(text) if inside or _free(passed.words) else ""


def _free(words: str) -> bool:
    return words in ("只有一格文字", "没有一个必填的格")


def _listed(rows: Sequence[int]) -> str:
    shown = "、".join(str(row + 1) for row in rows[:_SHOWN])
    return shown if len(rows) <= _SHOWN else f"{shown}等{len(rows)}"


def _other_headings(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """Headings of fields that say in a bracket that what stands below is of last year, planned, or a part only."""
    for name, column, words in table.above.other:
        message = f"“{name}”的表头写着“{words}”，这一列照样当作本年的{name}收进了底账"
        yield finding("TAB017", message, Place(file, sheet.name, table.header + 1, column))


def _examples(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """Texts that begin with 例： or the like in the first rows of data, which were filled in whole."""
    rows = table.rows[:_FIRST]
    span = slice(rows[0] - table.body.first, rows[-1] + 1 - table.body.first)
    texts = [cell for column in table.body.columns for cell in column[span] if cell.__class__ is str]
    if not _EXAMPLES.search("".join(texts)):
        return
    for row in rows:
        for column, cell in enumerate(sheet.rows[row]):
            if not isinstance(cell, str) or not _EXAMPLES.search(cell):
                continue
            if words := _EXAMPLE.match(cell.lstrip()[:_LABEL]):
                message = f"这一行写着“{words[0].strip()}”，像是举例，照样计入了"
                yield finding("ROW006", message, Place(file, sheet.name, row + 1, column))


def _taken_out(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """Words of exclusion in the columns of remarks and in those of no field; gaps in a column of numbers."""
    taken = {column: name for name, column in table.columns.items()}
    for column in table.above.spoken:
        if table.body.blanks[column] == len(table.body):
            continue
        cells = table.body.column(column, table.rows)
        heading = table.above.headings[column]
        if column not in taken and (heading in _NUMBERING or not heading):
            yield from _gaps(sheet, table, column, heading, file)
            if str not in set(map(type, cells)):
                continue
            yield from _words_for_numbers(sheet, table, column, cells, file)
        named = heading or taken.get(column, "")
        for at, words in exclusions(cells, named, of_things=not table.kind.period):
            message = f"{heading or '表头以外的格'}里写着“{words}”，这一行照样计入了"
            yield finding("ROW006", message, Place(file, sheet.name, table.rows[at] + 1, column))


def _gaps(sheet: Sheet, table: Table, column: int, heading: str, file: str) -> Iterator[Finding]:
    """A number that is left out where all others are there, each once: perhaps a row that was lost."""
    cells = table.body.column(column, table.rows)
    if list(cells) == list(range(1, len(cells) + 1)):
        return
    if cells.count("") == len(cells):
        return
    numbers = [number for cell in table.body.columns[column] if (number := _whole(cell)) is not None]
    mine = {
        number: row
        for row, cell in zip(table.rows, cells, strict=True)
        if (number := _whole(cell)) is not None
    }
    if (
        (len(mine) < 2 and [*mine] != [2])
        or len(numbers) != len(set(numbers))
        or len(mine) < len(cells) - cells.count("")
    ):
        return
    lowest = 1 if min(numbers) == 2 else min(numbers)
    if not 0 < max(numbers) - lowest - (len(numbers) - 1) <= max(3, len(mine) // 5):
        return
    lost = sorted(set(range(lowest, max(numbers))) - set(numbers))
    after = min((number for number in mine if number > lost[0]), default=max(mine))
    message = f"{heading or '第一列的编号'}少了{'、'.join(map(str, lost[:_SHOWN]))}，是不是漏了一行"
    yield finding("ROW007", message, Place(file, sheet.name, mine[after] + 1, column))


def _words_for_numbers(
    sheet: Sheet, table: Table, column: int, cells: Sequence[Cell], file: str
) -> Iterator[Finding]:
    """Words where most rows have their number: 示范, 补, 作废 may say that a row is none."""
    words = [at for at, cell in enumerate(cells) if isinstance(cell, str) and _WORD.fullmatch(cell.strip())]
    if 0 < 2 * len(words) < len(cells) - cells.count(""):
        for at in words:
            message = f"编号一格写着“{str(cells[at]).strip()}”，这一行照样计入了"
            yield finding("ROW006", message, Place(file, sheet.name, table.rows[at] + 1, column))


def _whole(cell: Cell) -> int | None:
    """The number of a row: 3, 3.0, or a text of digits."""
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return int(cell) if float(cell).is_integer() else None
    return int(cell) if isinstance(cell, str) and re.fullmatch(r"[0-9]{1,6}", cell.strip()) else None


def _beyond(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """Cells of rows of data in columns that no heading stands over, unless they number the rows."""
    taken = set(table.columns.values())
    for column in table.above.unheaded:
        if table.body.blanks[column] == len(table.body):
            continue
        cells = table.body.column(column, table.rows)
        filled = [at for at, cell in enumerate(cells) if not is_blank(cell)]
        if not filled:
            continue
        if column < min(taken) and all(_whole(cells[at]) is not None for at in filled):
            continue
        message = f"这一列没有表头，却有{len(filled)}行数据在这里写了字，没有计入"
        yield finding("TAB011", message, Place(file, sheet.name, table.rows[filled[0]] + 1, column))


def _shifted(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """A blank cell of a date or of declared words whose value stands in the column beside it, where none else stands."""
    for name, column, declared, beside in table.above.shiftable:
        if not 0 < table.body.blanks[column] < len(table.body):
            continue
        cells = table.body.column(column, table.rows)
        for each in beside:
            neighbours = table.body.column(each, table.rows)
            fitting = list(_fitting(neighbours, declared)) if _may_fit(neighbours, declared) else []
            if len(fitting) > max(1, len(cells) // 10) or any(cells[at] != "" for at in fitting):
                continue
            for at in fitting:
                where = "旁边" if abs(each - column) == 1 else "备注"
                message = f"“{name}”空着，{where}一格里却像是{name}，这一行像是错开了一列"
                yield finding("ROW010", message, Place(file, sheet.name, table.rows[at] + 1, column))


def _strange_texts(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """Words of exclusion in brackets at the end of a text; and a bare number in a column of free words, which may be meant
    for the column beside.
    """
    for name, column, is_remark, numbers_are_strange in table.above.texts:
        cells = table.body.column(column, table.rows)
        if not is_remark:
            for at, words in voided(cells):
                message = f"{name}里写着“{words}”，这一行照样计入了"
                yield finding("ROW006", message, Place(file, sheet.name, table.rows[at] + 1, column))
        if numbers_are_strange:
            for at in _numbers_among_words(cells):
                message = f"“{name}”一格里是数，别的行写的都是文字，这一行像是错开了一列"
                yield finding("ROW010", message, Place(file, sheet.name, table.rows[at] + 1, column))


def _numbers_among_words(cells: Sequence[Cell]) -> Sequence[int]:
    """The cells of a column that are bare numbers, where hardly one is."""
    try:
        if not any(map(str.isdecimal, cells)):  # type: ignore[arg-type]
            return []
    except TypeError:
        pass  # one is no text
    bare = [at for at, cell in enumerate(cells) if cell != "" and _BARE.fullmatch(str(cell))]
    filled = len(cells) - cells.count("")
    return bare if filled >= _FEW and len(bare) <= max(1, filled // 10) else []


def _may_fit(cells: Sequence[Cell], declared: Field) -> bool:
    """Whether a look at each cell may be worth while."""
    distinct = {*cells}
    if declared.enum:
        return not distinct.isdisjoint((*declared.enum, *declared.synonyms))
    types = {*map(type, distinct)}
    return bool(types & {date, datetime}) or any(
        isinstance(each, str) and _DATED.match(each) for each in distinct
    )


def _fitting(cells: Iterable[Cell], declared: Field) -> Iterator[int]:
    """The cells that hold what a field is to hold: one of its words, or a date."""
    words = {*declared.enum, *declared.synonyms}
    for at, cell in enumerate(cells):
        if isinstance(cell, str):
            text = cell.strip()
            if text in words or (declared.type == "date" and _DATED.fullmatch(text)):
                yield at
        elif declared.type == "date" and isinstance(cell, (date, datetime)):
            yield at
