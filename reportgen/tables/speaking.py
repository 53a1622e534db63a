"""The lines above and below the rows of a table -> questions where they speak of its rows: which do not count, how many there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from reportgen.characters import half
from reportgen.expressions import expression
from reportgen.model import Finding, Kind, Place, Sheet
from reportgen.rules import finding

if TYPE_CHECKING:
    from reportgen.tables.recognise import Table

_SPEAKING = ("note", "footer", "title", "doubtful")  # rows that may
_LIST = r"[\d一二三四五六七八九十][\d一二三四五六七八九十、,和及与~～至—–\-\s]*"
_POINTED = expression(
    rf"第\s*{_LIST}(?:项|条|行|号|起|件|场|次|宗|笔)|序号\s*(?:为|是|第)?\s*{_LIST}|[带标注有打加][^,。;]{{0,4}}(?:[*＊★☆△▲※●]|[红黄绿蓝灰])|[红黄绿蓝灰](?:色|字|底)|(?:最后|末)[一两]?[行条项]"
)
_NOT_SO = expression(
    r"作废|取消|撤[回销]|合并|重复|同一|不(?:计|含|在|属|予|统计)|未(?:计|列|能|实际|开展|举[办行]|召开|完成)|剔除|[上去]年|(?:19|20)\d\d年|有误|更正|应为|改为|估[算计]|预估|待核"
)
_UNSURE = expression(
    r"(?:数据|数字|人数|人次|本表|以上|上[述表])[^,。;]{0,8}?(?:估[算计]|预估|约数|初步统计|暂定|未经?(?:核实|核对|审核)|待核|有误|不准确)"
)
_AGAINST = expression("作废|[撤取合重同不未剔去有更应改上估预待初暂约]|(?:19|20)")  # one stands in each
_COUNTED = expression(
    r"(?:([^,。;:\d]{0,16})共|合计|共计|总计)(?:计|有|开展|举[办行]|组织|召开|受理|办理|收到|调[处解]|登记|审结|发生)*([^,。;\d]{0,12}?)\s*(\d{1,6})\s*"
    r"(场次|场|件|起|次|宗|例|处|期)(?=[,。;、(]|$)"
)


def speaking(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """Yield a finding at each line that says of some rows of the table that they do not count, of its numbers that they are not
    sure, or that there are more or fewer rows.
    """
    if not table.rows:
        return
    beside = [(row, column, text) for row, column, text in table.titles if row < table.first - table.depth]
    beside += [
        (each.row, column, cell)
        for each in table.passed
        if each.sort in _SPEAKING
        for column, cell in enumerate(sheet.rows[each.row])
        if isinstance(cell, str) and cell
    ]
    for row, column, text in beside:
        words, counted = _read(text)
        place = Place(file, sheet.name, row + 1, column)
        if words:
            yield finding("ROW005", f"这一行写着“{words}”，没有当作数据；它说的行照样计入了", place)
        elif counted and (count := _other_count(counted, table)):
            fix = "核对是不是漏了行、多了行；只是这句话写错的，改正。"
            yield finding("ROW005", f"这一行写着“{count}”，表里却是{len(table.rows)}行", place, fix=fix)


@lru_cache(maxsize=4096)
def _read(text: str) -> tuple[str, re.Match[str] | None]:
    """What a line says against some rows or numbers, and how many rows it says that there are."""
    said = half(text)
    return _of_rows(said) if _AGAINST.search(said) else "", _COUNTED.search(said)


def _of_rows(text: str) -> str:
    """The words by which a line points at rows and says that they do not count, or says that numbers are not sure."""
    for found in _POINTED.finditer(text):
        clause = text[found.start() :].split("。")[0].split(";")[0]
        if said := _NOT_SO.search(clause, found.end() - found.start()):
            return clause[: said.end()]
    unsure = _UNSURE.search(text)
    return unsure[0] if unsure else ""


def _other_count(found: re.Match[str], table: Table) -> str:
    """How many rows a line says that there are, where that is neither their number nor that of any word in a column."""
    words, count = (found[2].strip(": ") or (found[1] or "").strip()), int(found[3])
    if not (words == "" or _is_of(words, table.kind)) or count == len(table.rows):
        return ""
    for column in table.columns.values():
        cells = table.body.column(column, table.rows)
        numbers = [cell for cell in cells if isinstance(cell, (int, float))]
        if count in (len({*cells}), sum(numbers)) or count in map(cells.count, {*cells}):
            return ""
    return f"{found[3]}{found[4]}"


def _is_of(words: str, kind: Kind) -> bool:
    """Whether words name what a table is of, by two signs that follow each other in its title."""
    return any(
        words[at : at + 2] in kind.title or words[at : at + 2] in kind.name for at in range(len(words) - 1)
    )
