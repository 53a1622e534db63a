"""The rows behind figures -> the sheets of a workbook that hold them, written as text: they are nearly all of its cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import BytesIO
from itertools import islice
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZipFile

from reportgen.evidence.grounds import Grounds, behind
from reportgen.expressions import expression
from reportgen.model import Value, column_letters
from reportgen.numerals import truth_text
from reportgen.stages.figures import Record
from reportgen.workbook.zipped import repacked

FIGURES, ROWS = "数据项", "来源"
MOST_LINKS = 65_530  # of a sheet, which Excel opens
EXACT = 10**15  # numbers below it are kept whole
_MOST_ROWS = 1_048_576  # of a sheet
_LONGEST = 32_767  # signs of a cell, as UTF-16 counts them
_REMEMBERED = 10_000  # texts
_AT_ONCE = 500  # rows that are packed together
_HEADS = ("文件", "工作表", "单元格")
_LETTERS = [column_letters(column) for column in range(16_384)]
_EPOCH = date(1899, 12, 31).toordinal()
_UNFIT = expression("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TO_ESCAPE = expression(r"[&<>\r]|_x[0-9A-Fa-f]{4}_|^\s|\s$")
_CODE = expression(r"_(?=x[0-9A-Fa-f]{4}_)")
_SAMPLES = expression(r'<row r="2".*</row>')
_SAMPLE = expression(r'<c r="[A-Z]+2"( s="\d+")/>')
_DIMENSION = expression(r'<dimension ref="[^"]*"/>')


class Position(NamedTuple):
    """Where the rows of a figure stand: the sheet, and the row of their head, from 0."""

    sheet: str
    row: int


class _Looks(NamedTuple):
    """What is written of a cell for its look, in the order of the samples."""

    head: str
    line: str
    day: str
    link: str


class _Texts(dict[str, str]):
    """What is written of cells with texts behind their places, by the text."""

    def __init__(self, look: str) -> None:
        self._look = look

    def __missing__(self, said: str) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()
        made = self[said] = f'{self._look} t="inlineStr"><is>{_element(fit(said))}</is></c>'
        return made


def positions(told: Sequence[Grounds]) -> dict[str, Position]:
    """Return where the rows of each figure are written; those that do not fit begin on a sheet of their own."""
    found: dict[str, Position] = {}
    number, row = 1, 1
    for each in told:
        height = 1 + _height(each)
        if row + height + 1 > _MOST_ROWS:
            number, row = number + 1, 1
        found[each.name] = Position(ROWS if number == 1 else f"{ROWS}{number}", row)
        row += height + 1
    return found


def _height(each: Grounds) -> int:
    return min(len(each.parts) or len(each.records), _MOST_ROWS - 4)


def with_rows(
    content: bytes, told: Sequence[Grounds], at: Mapping[str, Position], figures: Mapping[str, int]
) -> bytes:
    """Return a workbook with the rows behind figures, which stand in the rows `figures` of its first sheet, from 0.

    The sheets of `at` come next; each has its first row, and in its second one empty cells as samples of the looks of a
    head, a line, a day and a link.
    """
    named = {each.name: each for each in told}
    pages: dict[str, list[Grounds]] = {}
    for each in told:
        pages.setdefault(at[each.name].sheet, []).append(each)
    with ZipFile(BytesIO(content)) as archive:
        changed = {}
        for number, page in enumerate(pages.values(), 2):
            name = f"xl/worksheets/sheet{number}.xml"
            changed[name] = _filled(archive.read(name).decode(), page, named, at, figures)
        return repacked(content, archive.infolist(), changed)


def _filled(
    sheet: str,
    told: Sequence[Grounds],
    named: Mapping[str, Grounds],
    at: Mapping[str, Position],
    figures: Mapping[str, int],
) -> Iterator[bytes]:
    """The pieces of a sheet with its rows."""
    samples = _SAMPLES.search(sheet)
    assert samples
    looks = _Looks(*_SAMPLE.findall(samples[0]))
    last = at[told[-1].name].row + 1 + _height(told[-1])
    widest = max(len(_heads(each)) for each in told)
    size = f'<dimension ref="A1:{column_letters(widest)}{last}"/>'
    yield _DIMENSION.sub(size, sheet[: samples.start()]).encode()
    links: list[str] = []
    for each in told:
        back = f"'{FIGURES}'!A{figures[each.name] + 1}"
        links += islice(_links(each, at, back), MOST_LINKS - len(links))
        for piece in _section(each, named, at, looks):
            yield piece.encode()
    tail = sheet[samples.end() :].removeprefix("</sheetData>")
    yield f"</sheetData><hyperlinks>{''.join(links)}</hyperlinks>{tail}".encode()


def _heads(each: Grounds) -> Sequence[str]:
    """The heads of a section, behind the figure's name."""
    if each.parts:
        return (each.figure.definition.made_by, "来源")
    if not each.records:
        return ("没有一行",)
    raw = any(one.raws for one in each.records)
    return (*_HEADS, *each.fields, *(("原文",) if raw else ()))


def _links(each: Grounds, at: Mapping[str, Position], back: str) -> Iterator[str]:
    """The links of a section: each name to the figure, and each part to its own rows."""
    top = at[each.name].row + 1
    target, shown = quoteattr(back), quoteattr(each.name)
    said = _parts(each)
    for row in range(top, top + 1 + _height(each)):
        yield f'<hyperlink ref="A{row}" location={target} display={shown}/>'
        name = each.parts[row - top - 1] if each.parts and row > top else ""
        if name in at:
            there = quoteattr(f"'{at[name].sheet}'!A{at[name].row + 1}")
            yield f'<hyperlink ref="B{row}" location={there} display={quoteattr(said[row - top - 1])}/>'


def _parts(each: Grounds) -> Sequence[str]:
    """What is said of the figures that one is made of."""
    roles = each.figure.definition.roles if each.parts else ()
    return [f"{role}：{name}" if role else name for name, role in zip(each.parts, roles, strict=True)]


def _source(part: Grounds, named: Mapping[str, Grounds]) -> str:
    """The first cells behind a part."""
    return "；".join(f"{said}{'：' if said else ''}{each.source}" for said, each in behind(part, named))


def _section(
    each: Grounds, named: Mapping[str, Grounds], at: Mapping[str, Position], looks: _Looks
) -> Iterator[str]:
    """The rows of a figure: its name in each of them, and below the heads its parts or its records."""
    top = at[each.name].row + 1
    heads, links, lines = (_Texts(look) for look in (looks.head, looks.link, looks.line))
    yield _row(top, [links[each.name], *(heads[said] for said in _heads(each))])
    for row, (name, said) in enumerate(zip(each.parts, _parts(each), strict=True), top + 1):
        source = _source(named[name], named) if name in named else ""
        yield _row(
            row, [links[each.name], (links if name in at else lines)[said], lines[source] if source else ""]
        )
    records = each.records[: _height(each)]
    for start in range(0, len(records), _AT_ONCE):
        rows = enumerate(records[start : start + _AT_ONCE], top + 1 + start)
        yield "".join(
            [_row(row, [links[each.name], *_record(one, each.fields, lines, looks)]) for row, one in rows]
        )


def _row(number: int, cells: Sequence[str]) -> str:
    """A row of cells, from what is written of them behind their places: nothing of one that is empty."""
    written = [
        f'<c r="{letters}{number}"{cell}' for letters, cell in zip(_LETTERS, cells, strict=False) if cell
    ]
    return f'<row r="{number}">{"".join(written)}</row>'


def _record(one: Record, fields: Sequence[str], lines: Mapping[str, str], looks: _Looks) -> Iterator[str]:
    """The cells of a record behind the figure's name."""
    place, values = one.place, one.values
    yield lines[place.file]
    yield lines[place.sheet]
    yield lines[place.cell or f"第{place.row}行"]
    for name in fields:
        yield _cell(values.get(name), lines, looks)
    if one.raws:
        yield lines["；".join(f"{name}写的是“{text}”" for name, text in one.raws.items())]


def _cell(value: Value, lines: Mapping[str, str], looks: _Looks) -> str:
    """What is written of a value, as what it is."""
    if isinstance(value, str):
        return lines[value]
    if value is None:
        return ""
    if isinstance(value, bool):
        return lines[truth_text(value)]
    if isinstance(value, date):
        days = value.toordinal() - _EPOCH
        return f"{looks.day}><v>{days + (days > 59)}</v></c>"  # Excel has a 29 February 1900
    if abs(value) < EXACT:
        return f"{looks.line}><v>{value:.16G}</v></c>"
    return lines[str(value)]


def _element(said: str) -> str:
    """The element of a text."""
    if not _TO_ESCAPE.search(said):
        return f"<t>{said}</t>"
    space = ' xml:space="preserve"' if said != said.strip() else ""
    coded = escape(_CODE.sub("_x005F_", said)).replace("\r", "_x000D_")
    return f"<t{space}>{coded}</t>"


def fit(said: str) -> str:
    """Return a text as a cell holds it: without signs that a workbook does not have, and not too long."""
    shown = _UNFIT.sub("", said)
    if len(shown) * 2 <= _LONGEST:
        return shown
    return shown.encode("utf-16-le")[: 2 * _LONGEST].decode("utf-16-le", "ignore")
