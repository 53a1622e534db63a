"""What is wrong with a workbook -> the sheet 退回单 that lists it; and how such a sheet is known again when it comes back."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, NamedTuple

from reportgen.expressions import expression
from reportgen.model import Sheet, column_letters

if TYPE_CHECKING:
    from reportgen.workbook.restyled import Styles

TITLE = "退回单"
MOST = 5_000  # lines; Excel takes 65,530 links of a sheet
_NUMBER = "退回编号"
_MARK = expression(r"退回编号\s*(\d{1,3})-([0-9a-f]{16}(?:-[0-9a-f]{16})*)-([0-9a-f]{8})(?![0-9a-f])")
_COUNTS = expression(r"退回时行数\s*(.+)-([0-9a-f]{8})\s*$")
_ROWS = 12  # among the first of which the mark stands
_HEADINGS = ("序号", "轻重", "位置", "问题", "为什么", "怎样改")
_WIDTHS = (6, 9, 24, 46, 40, 46)  # of the columns, in digits
_LINE = 15.0  # points


class Count(NamedTuple):
    """How many rows a sheet had when it was returned, and how many of them the department was told to take out."""

    sheet: str
    rows: int
    spare: int = 0


class Round(NamedTuple):
    """The how many-th time a file is returned, and by the beginnings of their digests the file, and those that it came from;
    and the rows that it had.
    """

    number: int
    files: tuple[str, ...]
    counts: tuple[Count, ...] = ()

    @property
    def answer(self) -> str:
        """As an entry of the ledger holds it."""
        return " ".join((str(self.number), *self.files))


class Told(NamedTuple):
    """A line of the list. `cell` is the sheet, row (from 1) and column (from 0) that it leads to, where there is one."""

    weight: str
    place: str
    what: str
    why: str
    how: str
    cell: tuple[str, int, int] | None = None


class Slip(NamedTuple):
    """What a 退回单 says: its title, a few sentences, and the list; `round` is written as its mark."""

    title: str
    said: Sequence[str]
    told: Sequence[Told]
    round: Round


def mark(round: Round) -> str:
    """Return the sign by which a sheet is known to be ours; made up by nobody by chance."""
    said = "-".join((str(round.number), *round.files))
    return f"{_NUMBER} {said}-{_check(said)}"


def round_of(sheet: Sheet) -> Round | None:
    """Return of which round a sheet is the 退回单; None for any other sheet, whatever its name."""
    lines = [column[:_ROWS] for column in sheet.columns] if sheet.columns else sheet.rows[:_ROWS]
    texts = [cell for line in lines for cell in line if cell.__class__ is str]
    if _NUMBER not in "\n".join(texts):
        return None
    for found in filter(None, map(_MARK.search, texts)):
        round = Round(int(found[1]), tuple(found[2].split("-")))
        if mark(round) == found[0].replace("  ", " "):
            return round._replace(counts=_counts_in(sheet))
    return None


def counts_line(counts: Sequence[Count]) -> str:
    """Return the rows of the sheets as the 退回单 carries them: no sheet's name has one of these signs in a workbook of Excel."""
    said = "/".join(":".join(map(str, each if each.spare else each[:2])) for each in counts)
    return f"退回时行数 {said}-{_check(said)}"


def _counts_in(sheet: Sheet) -> tuple[Count, ...]:
    for row in sheet.rows[:_ROWS]:
        for cell in row:
            found = _COUNTS.match(cell) if isinstance(cell, str) else None
            if found and _check(found[1]) == found[2]:
                parts = (each.split(":") for each in found[1].split("/"))
                return tuple(Count(name, *map(int, numbers)) for name, *numbers in parts)
    return ()


def _check(said: str) -> str:
    return hashlib.sha256(f"{TITLE}{said}".encode()).hexdigest()[:8]


def answer_of(sheet: Sheet) -> str:
    """Return the round of which a sheet is the 退回单, as an entry holds it; empty for any other sheet."""
    round = round_of(sheet)
    return round.answer if round else ""


def name_beside(others: Collection[str]) -> str:
    """Return a name for the sheet that no other one has."""
    taken = {each.casefold() for each in others}
    names = (f"{TITLE}{number}" if number > 1 else TITLE for number in range(1, len(taken) + 2))
    return next(each for each in names if each.casefold() not in taken)


def page(slip: Slip, styles: Styles, main: str) -> bytes:
    """Return the sheet's XML in a namespace; its formats are added to the workbook's."""
    from reportgen.workbook.markup import quoted  # to know a slip again, nothing is written

    look = _Looks(styles)
    rows = [_row(1, [slip.title], [look.title], height=30)]
    marks = [counts_line(slip.round.counts)] * bool(slip.round.counts) + [mark(slip.round)]
    lines = [*slip.said, *marks]
    merges = [f"A{number}:F{number}" for number in range(1, len(lines) + 2)]
    for at, words in enumerate(lines, 2):
        looked = look.faint if at > len(slip.said) + 1 else look.said
        rows.append(_row(at, [words], [looked], height=_LINE * _lines(words, sum(_WIDTHS))))
    top = len(lines) + 2
    rows.append(_row(top, _HEADINGS, [look.head] * 6, height=20))
    links = []
    for at, told in enumerate(slip.told[:MOST], 1):
        row = top + at
        cells = [at, told.weight, told.place, told.what, told.why, told.how]
        place = look.link if told.cell else look.text
        looks = [look.middle, look.middle, place, look.text, look.text, look.text]
        tall = max(_lines(str(words), width - 1) for words, width in zip(cells[1:], _WIDTHS[1:], strict=True))
        rows.append(_row(row, cells, looks, height=_LINE * tall + 4))
        if told.cell:
            links.append(f'<hyperlink ref="C{row}" location="{quoted(_location(*told.cell))}"/>')
    if len(slip.told) > MOST:
        rows.append(_row(top + MOST + 1, [f"另有{len(slip.told) - MOST}处没有列出"], [look.said]))
    return _sheet(main, rows, merges, links, top)


class _Looks:
    """The formats of the sheet."""

    def __init__(self, styles: Styles) -> None:
        thin = "".join(
            f'<{side} style="thin"><color rgb="FF999999"/></{side}>'
            for side in ("left", "right", "top", "bottom")
        )
        border = f"<border>{thin}<diagonal/></border>"
        left = '<alignment vertical="top" wrapText="1"/>'
        middle = '<alignment horizontal="center" vertical="top" wrapText="1"/>'
        self.title = styles.add(font=_font(18, bold=True), alignment='<alignment vertical="center"/>')
        self.said = styles.add(font=_font(11), alignment=left)
        self.faint = styles.add(font=_font(9, color="FF808080"), alignment=left)
        self.head = styles.add(font=_font(11, bold=True), fill="FFE7E6E6", border=border, alignment=middle)
        self.text = styles.add(font=_font(11), border=border, alignment=left)
        self.middle = styles.add(font=_font(11), border=border, alignment=middle)
        self.link = styles.add(font=_font(11, color="FF0563C1", line=True), border=border, alignment=left)


def _font(size: int, *, bold: bool = False, color: str = "FF000000", line: bool = False) -> str:
    marks = "<b/>" * bold + "<u/>" * line
    return f'<font>{marks}<sz val="{size}"/><color rgb="{color}"/><name val="宋体"/></font>'


def _row(number: int, cells: Sequence[object], looks: Sequence[int], height: float = 0) -> str:
    from reportgen.workbook.markup import text

    tall = f' ht="{min(height, 400):g}" customHeight="1"' if height else ""
    made = []
    for column, (cell, look) in enumerate(zip(cells, looks, strict=True)):
        head = f'<c r="{column_letters(column)}{number}" s="{look}"'
        if isinstance(cell, int):
            made.append(f"{head}><v>{cell}</v></c>")
        else:
            made.append(f'{head} t="inlineStr"><is><t xml:space="preserve">{text(str(cell))}</t></is></c>')
    return f'<row r="{number}"{tall}>{"".join(made)}</row>'


def _lines(words: str, width: int) -> int:
    """How many lines a text takes in a column."""
    return sum(1 + (_wide(line) - 1) // width if line else 1 for line in words.split("\n"))


def _wide(line: str) -> int:
    """How many digits side by side are as wide as a text, in which all that is not ASCII is taken for Chinese."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def _location(sheet: str, row: int, column: int) -> str:
    name = sheet.replace("'", "''")
    return f"'{name}'!{column_letters(column)}{row}"


def _sheet(main: str, rows: Sequence[str], merges: Sequence[str], links: Sequence[str], top: int) -> bytes:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(_WIDTHS, 1)
    )
    merged = "".join(f'<mergeCell ref="{each}"/>' for each in merges)
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{main}"><sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="{top}" topLeftCell="A{top + 1}"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f'<cols>{columns}</cols><sheetData>{"".join(rows)}</sheetData><mergeCells count="{len(merges)}">{merged}</mergeCells>'
        f'{linked}<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()
