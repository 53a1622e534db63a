"""A kind, its example and the rows that are known -> the sheet that a department fills in: drawn, checked by Excel, locked
but for its rows, and laid out for paper.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reportgen.forms.demands import Demand
from reportgen.forms.drawing import (
    BOX,
    DAY,
    FAINT,
    HEAD,
    LEFT,
    LINE,
    MIDDLE,
    OPEN,
    OPEN_LINE,
    PLAIN,
    TITLE,
    Look,
    Sheet,
    clean,
    height,
    lines,
    width,
)
from reportgen.forms.standing import Rows
from reportgen.forms.ways import (
    Columns,
    columns,
    heading,
    meanings,
    nothing_at,
    prompting,
    validation,
    ways,
)
from reportgen.model import Field, Kind, Value, column_letters
from reportgen.periods import Period
from reportgen.program import VERSION
from reportgen.tables.form_version import NUMBER, SAID, mark_of
from reportgen.tables.labels import CHECKED, DONE, GONE, UNCHECKED

HEADER, EXAMPLE, FIRST = 4, 5, 6  # rows of a sheet: the headings, the example, the first one to fill
LAST = 2000  # the last row that Excel checks: others cut rules of whole columns, or choke on them
INSTRUCTIONS = "填表说明"  # collect passes over a sheet of this name
SIGNED = ("填报人", "审核人", "联系电话", "填报日期")
_GAP = (3, 8)  # full widths to write in, at least and at most
_PAGE = 118  # digits that stand side by side on A4, landscape
_SHORT = 120  # signs up to which a list of values is spelt out
_ROOM = (755.0, 482.0)  # points across and down within the margins
_ROW = 22.0  # points of an empty row
_DRAWN = 21.75  # as XlsxWriter has it, which takes whole pixels
_FIXED = b' ht="%.16g" customHeight="1"' % _DRAWN
_ALLOWED = ("format_cells", "format_columns", "format_rows", "insert_rows", "sort", "autofilter")
_OLD: Look = {"italic": True, "font_color": "#808080", "bg_color": "#FFF2CC"}
_FORMATS = {"string": "@", "date": DAY}
_CARRIED = f"带“{UNCHECKED}”的行是上年报过的：逐行核对、改正，还有的改成“{DONE}”，没有了的改成“{GONE}”；不改的行不计入。"
_WITHHELD = "个人信息没有带出，要补填。"


class Cover(NamedTuple):
    """What stands on every sheet: who fills it in, for which year, or part of it, whose it is, and by when it is to be back."""

    department: str
    year: int
    unit: str = ""
    due: str = ""
    part: str = ""

    @property
    def period(self) -> str:
        """What of time it is for, in a title."""
        return Period(self.year, self.part).named


class Note(NamedTuple):
    """What is said at a heading, and how large it is, in pixels."""

    text: str
    width: int
    height: int


@dataclass(frozen=True)
class Form:
    """A kind as a sheet: its columns, its example by field, what its checks ask, the rows that are there already, whether these
    are the year before's, and a day of its time, as one is written.
    """

    kind: Kind
    example: Mapping[str, Value]
    demands: Sequence[Demand] = ()
    rows: Rows = ()
    carried: bool = False
    day: str = "2023-5-12"

    @cached_property
    def shown(self) -> Columns:
        """The columns from the left."""
        return columns(self.kind, carried=self.carried)

    @cached_property
    def mark(self) -> str:
        """What it says of itself: by which version of the program it was made, and what it was made of."""
        carried = len(self.rows) if self.carried else 0
        return f"{SAID}：{VERSION}-{mark_of(self.kind, self.example, carried)}"


def draw(sheet: Sheet, form: Form, cover: Cover, lists: Mapping[str, str]) -> None:
    """Draw the sheet of a kind; `lists` says where the values stand that are too many for a rule."""
    shown = form.shown
    headings = [heading(name, declared) for name, declared in shown.items()]
    examples: list[Value] = [form.example.get(name) for name in shown]
    examples[0] = "示例"
    widths = _widths(shown, headings, examples)
    _restrict(sheet, form, widths, lists)
    _draw_top(sheet, form, cover, widths)
    for number, declared in enumerate(shown.values(), 1):
        sheet.put(HEADER, number, headings[number - 1], HEAD)
        sheet.put(EXAMPLE, number, examples[number - 1], {**FAINT, **_aligned(declared), **BOX})
    sheet.tall(HEADER, height(headings, widths) + 8)
    sheet.tall(EXAMPLE, height([str(each or "") for each in examples], widths) + 4)
    _draw_rows(sheet, form, widths)
    _annotate(sheet, form)
    # again, where it stays though the first column is deleted
    sheet.put(3, len(widths) + 1, form.mark, OPEN_LINE)
    sheet.paper.set_column(len(widths), len(widths), None, None, {"hidden": True})
    sheet.paper.freeze_panes(EXAMPLE - 1, 0)
    sheet.paper.repeat_rows(HEADER - 1)


def finish(sheet: Sheet) -> None:
    """Lock what is not to be changed, without a password, and lay the sheet out on A4."""
    page = sheet.paper
    page.protect("", {**dict.fromkeys(_ALLOWED, True), "objects": True, "scenarios": True})
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    page.center_horizontally()
    page.set_header("", {"margin": 0.3})
    page.set_footer("&C第 &P 页，共 &N 页", {"margin": 0.4})


def plain_rows(part: bytes) -> bytes:
    """Return the part of a sheet in which no empty row is of a fixed height, so that it grows with what is written in it."""
    part = part.replace(_FIXED, b"")
    return part.replace(b'defaultRowHeight="%.16g"' % _DRAWN, b'defaultRowHeight="%.16g"' % _ROW)


def said_above(form: Form, cover: Cover, room: float) -> str:
    """Return the line below the title, or lines where there is no room for one: who fills the sheet in, by when, and on
    which version; and what to do with the rows of the year before.
    """
    unit = "" if cover.unit in cover.department else cover.unit
    said = [f"填报单位：{unit}{cover.department}", f"报送期限：{cover.due or '　' * 6}"]
    said.append(form.mark)
    line = "　　".join(said)
    line = line if width(line) < room else "\n".join(said)
    if not form.carried:
        return line
    personal = [name for name, each in form.kind.fields.items() if each.personal]
    withheld = personal and not any(row.get(name) for row in form.rows for name in personal)
    return f"{line}\n{_CARRIED}{_WITHHELD if withheld else ''}"


def signed_by(room: float) -> str:
    """Return the line that says who has filled the sheet in, with room to write in."""
    least, most = _GAP
    gap = int((room - sum(width(each) + 2 for each in SIGNED)) / len(SIGNED) / 2)
    return ("　" * min(max(gap, least), most)).join(f"{each}：" for each in SIGNED)


def _draw_top(sheet: Sheet, form: Form, cover: Cover, widths: Sequence[float]) -> None:
    """The lines above the table: its title, whose it is and by when, and who signs it, which may be written in."""
    room = sum(widths)
    title, said = f"{cover.period}{form.kind.title}", said_above(form, cover, room)
    rows = ((1, title, TITLE, 16, 14), (2, said, LINE, 11, 4), (3, signed_by(room), OPEN_LINE, 11, 6))
    for row, text, look, size, more in rows:
        sheet.across(row, len(widths), text, look)
        sheet.tall(row, height([text], [room], size) + more)


def _draw_rows(sheet: Sheet, form: Form, widths: Sequence[float]) -> None:
    """Write the rows that are known, and rule them and as many empty ones as fill their last page."""
    sheet.paper.set_default_row(_ROW)
    known = [[row.get(name) for name in form.shown] for row in form.rows]
    for number, row in enumerate(known, 1):
        row[0] = UNCHECKED if form.carried else number if form.shown.get(NUMBER, NUMBER) is None else row[0]
    heights = [max(_ROW, height([str(each or "") for each in row], widths) + 4) for row in known]
    top = sum(sheet.heights[row] for row in range(1, FIRST))
    looks = [{**_written(declared), **BOX} for declared in form.shown.values()]
    for at in range(_ruled(heights, top, sheet.heights[HEADER], widths)):
        for number, look in enumerate(looks):
            sheet.put(FIRST + at, number + 1, known[at][number] if at < len(known) else None, look)
        if at < len(heights) and heights[at] > _ROW:
            sheet.tall(FIRST + at, heights[at])


def _ruled(heights: Sequence[float], top: float, header: float, widths: Sequence[float]) -> int:
    """How many rows go to the end of the page on which the last of those of these heights stands."""
    across, down = _ROOM
    down /= min(1.0, across / (5.25 * sum(widths)))
    count, used = 0, top
    while True:
        tall = heights[count] if count < len(heights) else _ROW
        if used + tall > down:
            if count >= len(heights):
                return max(count, 1)
            used = header
        used += tall
        count += 1


def _restrict(sheet: Sheet, form: Form, widths: Sequence[float], lists: Mapping[str, str]) -> None:
    """Make the columns ready to be filled: open to writing, in the format of their type, checked by Excel.

    The looks belong to the columns too, and lines are drawn around what is filled below those that are ruled: a form
    has no last row.
    """
    shown = form.shown
    nothing = "" if form.carried else nothing_at(shown)
    for number, (name, declared) in enumerate(shown.items()):
        sheet.wide(number + 1, widths[number], _written(declared))
        rule = validation(name, declared, lists.get(name, ""), form.day) if declared else None
        if name == CHECKED and form.carried:
            rule = prompting(name, _CARRIED, (UNCHECKED, DONE, GONE))
        if rule:
            first = FIRST + (name == nothing) - 1
            sheet.paper.data_validation(first, number, LAST - 1, number, dict(rule))
    right = column_letters(len(shown) - 1)
    cells = FIRST - 1, 0, LAST - 1, len(shown) - 1
    rules = [(f'$A{FIRST}="{UNCHECKED}"', _OLD)] if form.carried else []
    # the old first: where two rules are met, LibreOffice shows the first
    for formula, look in (*rules, (f"COUNTA($A{FIRST}:${right}{FIRST})>0", BOX)):
        drawn = {"type": "formula", "criteria": f"={formula}", "format": sheet.book.look(look)}
        sheet.paper.conditional_format(*cells, drawn)


def _annotate(sheet: Sheet, form: Form) -> None:
    """Put the notes on the headings."""
    for number, (name, declared) in enumerate(form.shown.items()):
        if noted := note(name, declared, form):
            size = {"width": noted.width, "height": noted.height}
            looks = {"author": INSTRUCTIONS, "font_name": "宋体", "font_size": 9}
            sheet.paper.write_comment(HEADER - 1, number, noted.text, {**size, **looks})


def _written(declared: Field | None) -> Look:
    """How what is written in a column looks."""
    form = {"num_format": _FORMATS[declared.type]} if declared and declared.type in _FORMATS else {}
    return {**PLAIN, **_aligned(declared), **OPEN, **form}


def _aligned(declared: Field | None) -> Look:
    return LEFT if declared and declared.type == "string" and not declared.enum else MIDDLE


def _widths(shown: Columns, headings: Sequence[str], examples: Sequence[Value]) -> list[float]:
    """The widths of columns: what the longest word in them needs; free text shares what is left of the page."""
    widths, free = [], []
    for number, declared in enumerate(shown.values()):
        words = [headings[number], str(examples[number] or ""), *(declared.enum if declared else ())]
        if declared and declared.type == "string" and not (declared.enum or declared.unique):
            free.append(number)
        widths.append(float(min(max(11 if declared else 8, *(width(word) + 3 for word in words)), 26)))
    for count, number in enumerate(free):
        widths[number] += min(max(_PAGE - sum(widths), 0) / (len(free) - count), 34)
    return widths


def note(name: str, declared: Field | None, form: Form) -> Note | None:
    """Return the note on a heading: whether to fill the column, how, what a blank means, what the checks ask of it, and by
    what other names it goes.
    """
    if declared is None:
        return _comment([f"【{name}】", _CARRIED]) if name == CHECKED else None
    values = "、".join(declared.enum)
    found = [f"【{name}】", "必填" if declared.required else "没有的可以空着", *ways(declared, form.day)]
    found += [f"可选：{values}"] if 0 < len(values) <= _SHORT else []
    found += [f"单位：{declared.unit}"] if declared.unit else []
    found += meanings(name, declared, form.kind)
    found += [each.text for each in form.demands if name in each.columns]
    found += ["个人信息：只留在底账里，不印进报告"] if declared.personal else []
    found += [f"也叫：{'、'.join(declared.aliases)}"] if declared.aliases else []
    return _comment(found)


def _comment(found: Sequence[str]) -> Note:
    tall = 20 * sum(lines(line, 34) for line in found) + 16
    return Note(clean("\n".join(found)), 270, tall)
