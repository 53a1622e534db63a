"""The forms of a workbook -> its last sheet, which says how they are filled in and what will be checked.

No cell may read as a heading of a kind, or collect would take this sheet for a table: hence 计量单位, and the letters of
the columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportgen.forms.demands import ASKED, RETURNED
from reportgen.forms.drawing import CELL, HEAD, STRONG, TEXT, TITLE, Look, Sheet, height
from reportgen.forms.page import FIRST, INSTRUCTIONS, Form
from reportgen.forms.ways import meanings, nothing_at, ways
from reportgen.model import Kind, column_letters
from reportgen.numerals import chinese_number
from reportgen.periods import whole
from reportgen.tables.labels import DONE, GONE, UNCHECKED

_RULES = (
    "每个工作表是一张报送表。从“示例”的下一行填起，一行填一件；灰色的示例不用删，不会计入。",
    "带 * 的列必须填。空白不等于零：是零就写 0，不清楚的问明白再填。",
    "没有发生的事也要报：写一个“无”字交回来（写在哪一格，见下面各表），不要不交。",
    "有下拉列表的从列表里选；日期写成 {day} 这样；数字只写数，不写单位。鼠标停在列名上，能看到这一列怎么填、会核对什么。",
    "不要合并单元格，不要改标题和列名，不要在表的外面写字；表名下面一行的“填报人”“审核人”“联系电话”直接写在后面。",
    "行数不限，一直往下填。合计行可写可不写；要写，就在“序号”列写“合计”。",
    f"下面各条核对，“{RETURNED}”指查出来的，表要退回改正；“{ASKED}”指查出来的，表照收，但会来问，属实的不用改。",
    "填完直接保存，仍是 .xlsx 文件，不要转成图片、PDF 或 Word。",
)
_WIDTHS = (26.0, 11.0, 38.0, 48.0, 11.0)  # of the columns


class _Line(NamedTuple):
    """A line of the instructions: a text for each column, one for all, or none."""

    look: Look
    texts: Sequence[str]


_BLANK = _Line(TEXT, ())


def instruct(
    sheet: Sheet, named: Sequence[tuple[str, Form]], title: str, part: str = ""
) -> dict[str, dict[str, str]]:
    """Write the instructions to the forms, each with its sheet's name, for a part of the year or all of it; return where the long
    lists of values stand, by kind and field.
    """
    found = [_Line(TITLE, (title,))]
    day = named[0][1].day if named else ""
    rules = (rule.format(day=day) for rule in _RULES)
    found += [_Line(TEXT, (f"{number}. {rule}",)) for number, rule in enumerate(rules, 1)]
    for place, (name, form) in enumerate(named, 1):
        head = f"{chinese_number(place)}、《{form.kind.title}》，填在工作表“{name}”"
        found += [_BLANK, _Line(STRONG, (head,)), *_told(form, part)]
    lists: dict[str, dict[str, str]] = {}
    for kind, name, values in _long_lists([form for _, form in named]):
        found += [_BLANK, _Line(STRONG, (f"《{kind.title}》“{name}”的可选取值",))]
        first = len(found) + 1
        found += [_Line(TEXT, (value,)) for value in values]
        lists.setdefault(kind.name, {})[name] = f"'{INSTRUCTIONS}'!$A${first}:$A${len(found)}"
    _write(sheet, found)
    return lists


def _told(form: Form, part: str) -> Iterator[_Line]:
    """The lines that say of each column of a form how it is filled, what is checked, and where to write 无."""
    shown = form.shown
    yield _Line(HEAD, ("列名", "是否必填", "类型和写法", "可选取值", "计量单位"))
    for number, (name, declared) in enumerate(shown.items()):
        if declared is None:
            continue
        must = "必填" if declared.required else "可以不填"
        how = [*ways(declared, form.day), *meanings(name, declared, form.kind)]
        how += ["个人信息，不印进报告"] if declared.personal else []
        values = "、".join(declared.enum) if _fits(declared.enum) else "见最后的清单"
        yield _Line(CELL, (f"{column_letters(number)}列 {name}", must, "；".join(how), values, declared.unit))
    for place, each in enumerate(form.demands, 1):
        fix = f"。怎么改：{each.fix}" if each.fix else ""
        yield _Line(TEXT, (f"核对{place}　{each.text}{fix}",))
    yield _Line(TEXT, (_nothing(form, part),))


def _nothing(form: Form, part: str) -> str:
    """What to do where nothing is to be reported."""
    if form.carried:
        return (
            f"上年的行都没有了的，把“{UNCHECKED}”都改成“{GONE}”，照样交回；都还有、没有变的，都改成“{DONE}”。"
        )
    cell = f"在第{FIRST}行“{nothing_at(form.shown)}”列写“无”，照样交回。"
    if form.rows:
        return f"已经印好的每一行都要填，是零写 0；{whole(part)}没有发生的，把印好的“{form.kind.key}”都删去，{cell}"
    return f"没有发生的，{cell}"


def _long_lists(forms: Sequence[Form]) -> Iterator[tuple[Kind, str, Sequence[str]]]:
    """Yield kind, field and values of each list that a rule cannot hold."""
    for form in forms:
        for name, declared in form.shown.items():
            if declared and not _fits(declared.enum):
                yield form.kind, name, declared.enum


def _write(sheet: Sheet, found: Sequence[_Line]) -> None:
    """Write the lines from the top; a text that stands alone goes over all columns."""
    for number, each in enumerate(_WIDTHS, 1):
        sheet.wide(number, each)
    for row, (look, texts) in enumerate(found, 1):
        if len(texts) == 1:
            sheet.across(row, len(_WIDTHS), texts[0], look)
        for number, text in enumerate(texts if len(texts) > 1 else (), 1):
            sheet.put(row, number, text, look)
        if texts:
            spans = _WIDTHS if len(texts) > 1 else (sum(_WIDTHS),)
            sheet.tall(row, height(texts, spans, look["font_size"]) + 4)


def _fits(values: Sequence[str]) -> bool:
    """Whether Excel takes values inside a rule: 255 signs at most, parted by commas, with no blanks around them."""
    plain = all(value == value.strip() and not re.search('[,"]', value) for value in values)
    return plain and len(",".join(values).encode("utf-16-le")) <= 2 * 255
