"""A row's cells -> what its words say that it is: a total, a footer, a note, an example; or a row of data.

No row is told by the look of one cell: words count only where nothing else that a row must have is filled, or where the
row stands above or below all rows of data.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

from reportgen.expressions import expression
from reportgen.model import Cell, Kind, is_blank
from reportgen.tables.headings import normalise
from reportgen.tables.units import Given, unit_in, unit_line

Sort = Literal[
    "data", "total", "footer", "note", "title", "heading", "numbers", "units", "example", "nothing", "spare", "doubtful", "blank", "carried"
]  # fmt: skip
CHECKED = "核对"  # heads the column of a form that says of rows of the year before whether they still hold
UNCHECKED, DONE, GONE = "待核对", "已核对", "不再有"  # what stands there; a row counts that was looked at
_LABEL = expression(
    r"(填表人|填报人|制表人|报表人|审核人|审批人|负责人|单位负责人|分管领导|统计人|经办人|联系人|联系电话"
    r"|填报单位|填报日期|填表日期|填报时间|制表时间|报送日期|注|备注|说明|填表说明"
    r"|(?:填表|制表|审核|复核|校对|核对|签发|监制|附注|(?:数据|资料)来源|主要负责人|主管领导|承办人|报送时间|(?:打印|导出)(?:日期|时间)|制表(?:单位|日期)|填报说明)(?=(?:\([^)]*\))?:))"
    r"(\([^)]*\))?(:|$)"
)
# where no text can be data, whatever names someone, a day or a note
_ANY_LABEL = expression(
    r"([^\W\d]{0,6}(?:人|者|员|领导|单位|部门|日期|时间|电话|手机|签[字名章收]|盖章|审[核批]|复核|[校核]对|[制填编]表|填报|报送|签发|编制|监制|来源|注|说明|传真|邮箱|地址)"
    r"(?=(?:\([^)]*\))?:))(\([^)]*\))?(:|$)"
)
_REMARK_OF_A_FORM = expression(r"\(.*\)|[※*].*|[本此]表.*|\d{1,2}[.、](?=[^\W\d]).*")
_SEALED = expression(r".*(以下空白|\(?盖章\)?|公章\)?|签字\)?)")
_PAGE = expression(
    r"-*(第?\d+页[,/，、]?)?\(?[共计]\d+页\)?-*|-*第\d+页(/\d+页?)?-*|page\d+(of\d+)?|\d+/\d+页|[-—–]+\d{1,3}[-—–]+",
    re.I,
)
_NOTED = expression(r"\(.*\)|[※*].*|\d{1,2}[.、].*|.*率")
_SIGNED = expression(r"\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?")
_UNIT_OF = r"(?:\([^()]*\))?"
_COUNTED = r"\d+(?:\.\d+)?[^\d\s]{0,4}"
_SPAN = r"(?:以?上|本[页月季年期]度?|全?年度?|[一二三四]季度?|[上下]半年|(?:\d{1,2}[-~—–至到])?\d{1,2}月份?|各[村镇项类]|全[镇乡市县区])?"
_OF_WHAT = r"(?:人数|人次|件数|次数|场次|户数|金额|数量|数额|数|值)?"
_TOTAL = expression(
    rf"(.{{0,8}}(?:合计|总计|小计|合計|總計|小計){_OF_WHAT}|{_SPAN}(?:共计|累计|汇总|总共|一共|总和|总额?){_OF_WHAT}|计|[∑Σ]|(?:sub|grand)?total|sum){_UNIT_OF}:?"
    rf"(?:{_COUNTED})?{_UNIT_OF}",
    re.IGNORECASE,
)
_PLAIN_TOTAL = r"合计|总计|小计|共计|总数|本[页月季年]小计|(?:sub|grand)?total"
_MEANT_AS_TOTAL = expression(
    rf"(全(?:镇|乡|市|县|区|省|街道|年|局|所|村|体|部))(?:合计|总计)?{_UNIT_OF}:?|([总一合]?共|总计){_COUNTED}|(其中)(?::.*|.{{0,8}})"
)
_STATISTIC = expression(r"(平均|最高|最低)(?:分|值|数)?:?")
_EXAMPLE = expression(
    r"\(?(?:填写|填表|填报|参考)?(例如|例子|举例(?:说明)?|例|示例|样例|范例|样表|example|e\.?g\.?|栏次)[行子]?(?:\d{1,2}|[一二三])?\)?(?:[:.,、].*|\(.*\))?",
    re.IGNORECASE,
)
_SET_OFF = expression(r"[*★☆※“”‘’\"'「」]")  # around a word that is to be seen
_BRACKETS = str.maketrans("[【〔]】〕", "((()))")
CROSSED_OUT = {"无", "零报告", "/", "//", "-", "--", "—", "——", "无此项"}
_A_PERIOD = r"(?:[本我该今全当]?(?:年度?|[一二三四上下半]*(?:年|季度?|月)|单位|部门|镇|乡|村|街道|局|所|办|期)|\d{4}年度?)"
_PERIOD = rf"{_A_PERIOD}{{0,3}}"
_NOTHING_SAID = expression(
    rf"{_PERIOD}(?:没有|[暂尚均]?[无未])(?:发生|收到|开展|涉及|办理|受理|产生|出现|组织|制定|出台|举办|此|该|相关|上报|报送|需|新增|印发|制发|召开"
    r"|行政|案件|申请|纠纷|内容|事项|情况|数据).{0,60}"
    rf"|(?:[^,:]{{1,14}}[,:])?(?:{_A_PERIOD}{{1,3}},?){{1,2}}(?:没有|[暂尚均]?无|未).{{0,40}}"
    rf"|(?:[^,:]{{1,14}}[,:])?(?:{_PERIOD}|[本此]表)(?:没有|[暂尚均]?无|不涉及|不适用|零报告|零申报|零|为零|无内容|为空|空白?|n/a|null|none)(?:\(零报告\))?[。.]?",
    re.DOTALL | re.IGNORECASE,
)  # fmt: skip
_REMEMBERED = 1_000  # rows of texts
_LONGEST_DENIAL = 100  # signs
_GROUP = expression(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十]{1,3}\)|第[一二三四五六七八九十]{1,3}[部类组章]).+"
)
_UNITS = expression(r"(?:计量)?单位[:：]?.{0,8}|\([^()]{1,12}\)")
_OF_UNITS = expression(r"\(?(?:[^\W\d]{2})?单位[:为是].+")
_FIRST_COUNT = (1, "1", "(1)", "（1）", "甲", "A", "a", "①", "栏次")
_SECOND_COUNT = (1, 2, "1", "2", "(1)", "(2)", "（1）", "（2）", "甲", "乙", "A", "B", "a", "b", "①", "②")
_OF_A_COLUMN = expression(r"^\(?(\d+)\)?(?:=[\d+\-*/×÷()]+)?$")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
# what a whole row that is no data may begin with
_QUICK = expression(
    r"\s*(?:$|[/\-—－(（【〔\[“「※*＊★例示样范举栏无零填制报审负单分统经联注备说全其平最]|[Ee](?:xam|\.?g)|[总共]?共\s*\d|第\s*\d|\d{1,2}[.、]|.{0,8}?(?:[合总小共累]\s*计|汇\s*总|总\s*[数和额])"
    r"|(?:[Ss][Uu][Bb]|[Gg][Rr][Aa][Nn][Dd])?\s*[Tt][Oo][Tt][Aa][Ll]|[Ss][Uu][Mm]|[Pp][Aa][Gg][Ee])"
)
_FIRST = frozenset(
    "/-—－(（【〔[“「※*＊★Ee例示样范举栏无零填制报审负单分统经联注备说全其平最总共第0123456789 \t\n\u3000"
)
_WITHIN = ("计", "总", "otal", "OTAL", "sum", "Sum", "SUM", "age ", "AGE ")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table: all of them, those that each row must fill, those with numbers, those with no text, and
    the declared words of those that have such. Rows of texts are remembered in `met` with what they are.
    """

    all: tuple[int, ...]
    owed: frozenset[int]
    numbers: frozenset[int]
    counted: frozenset[int]
    words: Mapping[int, frozenset[str]] = field(default_factory=dict)
    met: dict[tuple[Cell, ...], Verdict] = field(default_factory=dict, compare=False)


class Verdict(NamedTuple):
    """What a row is, by which words, and where alone it is that: above (`head`) or below (`tail`) all rows of data; else
    it is `otherwise`.
    """

    sort: Sort
    words: str = ""
    where: Literal["", "head", "tail"] = ""
    otherwise: Sort = "doubtful"


_DATA, _DOUBTFUL = Verdict("data"), Verdict("doubtful")


def columns_of(kind: Kind, columns: Mapping[str, int]) -> Columns:
    """Return what is to be known of a table's columns; `columns` maps the kind's fields to columns of the sheet."""
    owed, numbers, counted, words = set(), set(), set(), {}
    for name, column in columns.items():
        declared = kind.fields[name]
        if declared.required:
            owed.add(column)
        if declared.type in ("integer", "number"):
            numbers.add(column)
        if declared.type != "string":
            counted.add(column)
        if declared.enum:
            words[column] = frozenset((*declared.enum, *declared.synonyms))
    return Columns(
        tuple(sorted(columns.values())), frozenset(owed), frozenset(numbers), frozenset(counted), words
    )


def verdict(row: Sequence[Cell], known: Columns, *, alone: bool = False) -> Verdict:
    """Tell what a row is by its words. `alone` says that it is the one row of its table."""
    if alone or {*map(type, row)} != {str}:
        return _verdict(row, known, alone=alone)
    key = tuple(row)
    if key not in known.met:
        if len(known.met) >= _REMEMBERED:
            known.met.clear()
        known.met[key] = _verdict(row, known)
    return known.met[key]


def _verdict(row: Sequence[Cell], known: Columns, *, alone: bool = False) -> Verdict:
    filled = [column for column, cell in enumerate(row) if not is_blank(cell)]
    if not filled:
        return Verdict("blank")
    at = _lead(row, filled, known)
    label = normalise(cell, marks=True) if isinstance(cell := row[at], str) else ""
    owed = known.owed.intersection(filled)
    if _label(row, at, known) and (said := _labelled(row, filled, at, owed, known)):
        return said
    said = _page(row, filled) or _example(label) or _total(row, at, label, owed, known)
    if said := said or _nothing(row, filled, owed, known, alone=alone):
        return said
    if not known.owed - owed and (len(known.owed) > 1 or len(known.all) < 3):
        return _DATA
    if not owed:
        return _without_owed(row, filled, label, known)
    return _partly(row, filled, at, label, owed, known)


def counts_columns(row: Sequence[Cell]) -> bool:
    """Whether a row counts the columns, 1 2 3 …, 甲 乙 1 2 …, A B C … or ① ② ③ … throughout, as printed forms do below
    their header; 5=3+4 says how a column comes about.
    """
    first, second, *_ = [*[cell for cell in row if cell != ""], "", ""]
    if not (_counts(first, _FIRST_COUNT) and _counts(second, _SECOND_COUNT)):
        return False
    cells = [str(cell).strip().removesuffix(".0") for cell in row if not is_blank(cell)]
    cells = cells[1:] if cells and cells[0] == "栏次" else cells
    if len(cells) < 3:
        return False
    if any(cells == [*signs[: len(cells)]] for signs in (_LETTERS, _LETTERS.lower(), _CIRCLED)):
        return True
    stems = [cell for cell in cells if cell in _STEMS]
    numbers = [_OF_A_COLUMN.sub(r"\1", normalise(cell, marks=True)) for cell in cells if cell not in _STEMS]
    return (
        bool(numbers)
        and stems == [*_STEMS[: len(stems)]]
        and numbers == [str(index + 1) for index in range(len(numbers))]
    )


def _counts(cell: Cell, counts: Collection[Cell]) -> bool:
    return (cell.strip() if isinstance(cell, str) else cell) in counts


def is_units(row: Sequence[Cell], known: Columns) -> bool:
    """Whether a row below a header gives units and nothing else, at least one of them for a column of numbers."""
    cells = {column: cell for column, cell in enumerate(row) if not is_blank(cell)}
    understood = 0
    for column, cell in cells.items():
        if not isinstance(cell, str):
            return False
        if len(cell) > 40:
            return False
        text = normalise(cell, marks=True)
        if len(text) > 14 or re.search(r"\d", text):
            return False
        said = unit_in(text if text.startswith("(") else f"({text})")
        if said == Given() and not _UNITS.fullmatch(text):
            return False
        understood += bool(said.units) and column in known.numbers
    return understood > 0


def is_group(label: str) -> bool:
    """Whether a text is numbered as the titles of groups are: 一、 (二) 第三部分."""
    return bool(_GROUP.fullmatch(label))


def _lead(row: Sequence[Cell], filled: Sequence[int], known: Columns) -> int:
    """The cell that names a row: the first one, but for a number in a column of no field."""
    named = (each for each in filled if each in known.all or not _is_number(row[each]))
    return next(named, filled[0])


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, (int, float)) or (isinstance(cell, str) and cell.strip().isdigit())


def _page(row: Sequence[Cell], filled: Sequence[int]) -> Verdict | None:
    first = row[filled[0]]
    if not (
        isinstance(first, str) and ("页" in first or "page" in first.lower() or first.strip()[:1] in "-—–")
    ):
        return None
    texts = [normalise(cell, marks=True) if isinstance(cell := row[each], str) else "" for each in filled]
    return Verdict("footer", "页码") if all(map(_PAGE.fullmatch, texts)) else None


def _example(label: str) -> Verdict | None:
    found = _EXAMPLE.fullmatch(_SET_OFF.sub("", label.translate(_BRACKETS))) if label else None
    return Verdict("example", found[1], "head") if found else None


def _total(row: Sequence[Cell], at: int, label: str, owed: Collection[int], known: Columns) -> Verdict | None:
    """A total, unless a column of declared words has one of them: then the row is data, and 合计 may be that word."""
    strong, weak = _TOTAL.fullmatch(label), _MEANT_AS_TOTAL.fullmatch(label) or _STATISTIC.fullmatch(label)
    if not (strong or weak) or any(_declared(row[column], words) for column, words in known.words.items()):
        return None
    others = [column for column in owed if column != at and column not in known.numbers]
    others = [column for column in others if not is_count(row[column])]
    if others:
        return _DOUBTFUL if strong else None
    found = strong or weak
    if not found or not (re.fullmatch(_PLAIN_TOTAL, label) or _states_numbers(row, at, label, known)):
        return None
    return Verdict("total", next((each for each in found.groups() if each), label))


def _states_numbers(row: Sequence[Cell], at: int, label: str, known: Columns) -> bool:
    """Whether a row that may be a total has a number to be compared: one that has none may be a text of a department."""
    others = (cell for column, cell in enumerate(row) if column != at and not is_blank(cell))
    return bool(re.search(r"\d", label)) or any(re.search(r"\d", str(cell)) for cell in others)


def _declared(cell: Cell, words: Collection[str]) -> bool:
    return isinstance(cell, str) and cell.strip() in words


def is_count(cell: Cell) -> bool:
    """Whether a cell states how many there are: 5, 5件, 共5件."""
    text = normalise(cell, marks=True) if isinstance(cell, str) else str(cell)
    return bool(re.fullmatch(rf"共?计?{_COUNTED}", text)) and not re.search(r"年|月|-|/|\.\d+\.", text)


def _nothing(
    row: Sequence[Cell], filled: Sequence[int], owed: Collection[int], known: Columns, *, alone: bool
) -> Verdict | None:
    """A row that only says that there is nothing to report: 无, 本年度未收到申请, perhaps behind a 序号."""
    said = []
    for column in filled:
        cell = row[column]
        text = str(cell).strip()
        if _declared(cell, known.words.get(column, ())):
            return None
        if isinstance(cell, str) and not text.isdigit():
            said.append(text)
            if len(said) > 1 and not CROSSED_OUT.issuperset(said):
                return None
        elif column in known.counted or not re.fullmatch(r"\d{1,3}(\.0)?", text):
            return None
    if said and CROSSED_OUT.issuperset(said):
        return Verdict("nothing", said[0])
    whole = known.owed <= set(owed) and len(known.owed) > 1
    if len(said) != 1 or whole or not (alone or all(is_blank(row[column]) for column in known.all)):
        return None
    text = _SET_OFF.sub("", normalise(said[0][:_LONGEST_DENIAL], marks=True))
    text = text[1:-1] if text[:1] + text[-1:] in ("()", "[]", "【】") else text
    return Verdict("nothing", "没有、未") if _NOTHING_SAID.fullmatch(text) else None


def _labelled(
    row: Sequence[Cell], filled: Sequence[int], at: int, owed: Collection[int], known: Columns
) -> Verdict | None:
    """填表人：甲, or 填表人： and 甲 in the next cell; anything beside them makes the row one of data."""
    labels = {column: found for column in filled if (found := _label(row, column, known))}
    values = {
        filled[index + 1]
        for index, column in enumerate(filled[:-1])
        if column in labels and labels[column].end() == len(labels[column].string)
    }
    if set(owed) - labels.keys() - values:
        return None
    if any(column in labels and not labels[column].group().endswith(":") for column in owed):
        return _DOUBTFUL  # 备注 alone may be what a department wrote
    word = labels[at][1]
    sort: Sort = "note" if word.endswith(("注", "说明")) else "footer"
    return Verdict(sort, word, "tail" if owed else "")


def _label(row: Sequence[Cell], column: int, known: Columns) -> re.Match[str] | None:
    """The label that a cell begins with."""
    if not isinstance(cell := row[column], str):
        return None
    text = normalise(cell, marks=True)
    is_text = column in known.all and column not in known.counted and column not in known.words
    return _LABEL.match(text) or (None if is_text else _ANY_LABEL.match(text))


def _note(row: Sequence[Cell], label: str, filled: Sequence[int]) -> Verdict:
    if _SEALED.fullmatch(label):
        return Verdict("footer", "签章")
    return Verdict("note", "只有一格文字" if len(filled) == 1 else "没有一个必填的格")


def _without_owed(row: Sequence[Cell], filled: Sequence[int], label: str, known: Columns) -> Verdict:
    """A row that fills none of the columns that a row must fill: no data unless other fields say more than a remark."""
    inside = [column for column in known.all if not is_blank(row[column])]
    texts = [column for column in filled if column in inside or not _is_number(row[column])]
    if not texts:
        return Verdict("spare", "只有序号")
    if not inside:
        return _note(row, label, texts)
    if len(filled) == 1 and (_is_date(row[texts[0]], label) or _SEALED.fullmatch(label)):
        return Verdict("footer", "签章或日期")
    if len(texts) <= 2 and isinstance(row[texts[0]], str) and _NOTED.fullmatch(label):
        return Verdict("note", label[:1] if label[0] in "※*(" else "说明")
    return _DATA


def _partly(
    row: Sequence[Cell], filled: Sequence[int], at: int, label: str, owed: Collection[int], known: Columns
) -> Verdict:
    """A row that fills some of the columns that it must fill: data with gaps, or in doubt; a seal below all data."""
    if len(filled) == 1 and _SEALED.fullmatch(label):
        return Verdict("footer", "签章", "tail")
    if len(filled) == 1 and _OF_UNITS.fullmatch(label) and unit_line(label).units:
        return Verdict("units", "单位", "tail")
    if len(filled) == 1 and at in known.counted and _REMARK_OF_A_FORM.fullmatch(label):
        return Verdict("note", "说明", "tail")
    if len(filled) == 1 and (re.fullmatch(r"\(.*\)|[※*].*", label) or _is_date(row[at], label)):
        return _DOUBTFUL
    inside = sum(not is_blank(row[column]) for column in known.all)
    numbered = filled[0] not in known.all and _is_number(row[filled[0]])
    few = len(set(owed) - {at}) <= 1 and inside <= 2 and isinstance(row[at], str) and not numbered
    if few and (len(known.owed) > 2 or (len(filled) == 1 and _GROUP.fullmatch(label))):
        return _DOUBTFUL
    return _DATA


def _is_date(cell: Cell, label: str) -> bool:
    return isinstance(cell, (date, datetime)) or bool(_SIGNED.fullmatch(label))


def labelled(lead: Sequence[Cell]) -> list[int]:
    """Return the rows that, by their first cell, may be something else than data though nothing is missing."""
    texts = {cell for cell in lead if cell.__class__ is str}
    all_of_them = "\n".join(texts)
    within = any(each in all_of_them for each in _WITHIN)
    told = {cell for cell in texts if (within or cell[:1] in _FIRST) and _QUICK.match(cell)}
    return [at for at, cell in enumerate(lead) if cell in told] if told else []


def joined(cells: Sequence[Cell]) -> str:
    """Return the texts of a column, one below the other."""
    try:
        return "\n".join(cells)  # type: ignore[arg-type]  # as it is for most columns, many times as fast
    except TypeError:
        return "\n".join([cell for cell in cells if cell.__class__ is str])
