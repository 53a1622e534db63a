"""The cells of a sheet and the declared kinds -> its tables: which kind, which column is which field, which rows.

Recognition goes by the headings, wherever the header row stands. A sheet that fits two kinds, or none, is
told and never guessed.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import Cell, Finding, Kind, Place, Sheet, is_blank
from reportgen.rules import finding
from reportgen.tables.above import Above, above
from reportgen.tables.doubts import doubts
from reportgen.tables.form_version import differences, other_version
from reportgen.tables.headers import Vocabulary, headings_seen, next_table
from reportgen.tables.headings import normalise
from reportgen.tables.heads import Head, Read, Title, head_of, titles_in
from reportgen.tables.labels import columns_of
from reportgen.tables.rows import Body, Passed, body, sort_rows
from reportgen.tables.unchecked import unchecked_rows
from reportgen.tables.units import gives_unit, units_below, units_of

MOST_TABLES = 200  # of a sheet
_NAMED = 3  # columns of a row that is not understood
_NOTHING = Body(0, ())
_SILENT = {"total", "nothing", "heading", "example"}  # rows of which no text says a unit of the table
_CONTINUED = expression(r"续|接上(?:页|表)")


@dataclass(slots=True)
class Table:
    """A recognised table. Rows and columns are indexes from 0 into the sheet; `body` holds their cells.

    `top` is the first row that goes with the table, a title's; `header` is the header's last row, -1 where the table goes
    on from an earlier sheet, and `depth` how many it has; `end` is the row where the next table begins. `passed` are the
    rows below the header that are no data. `units` are the units that the headings give. `year` (with its cell) and
    `sender` are what the lines above the header say, `titles` these, each with its row and column. `unknown` are the
    headings that mean no field, `above` is what else stands above the rows.
    """

    kind: Kind
    header: int
    end: int
    columns: Mapping[str, int]
    rows: Sequence[int]
    body: Body
    passed: Sequence[Passed] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    year: tuple[int, int, int] | None = None
    sender: str = ""
    unknown: tuple[str, ...] = ()
    depth: int = 1
    top: int = 0
    titles: Sequence[Title] = ()
    above: Above = field(default_factory=Above)

    @property
    def first(self) -> int:
        """The first row below the header."""
        return self.body.first

    @property
    def titled_year(self) -> int | None:
        """The year that the title lines give."""
        return self.year[0] if self.year else None

    @property
    def totals(self) -> tuple[int, ...]:
        """The 合计 rows."""
        return tuple(each.row for each in self.passed if each.sort == "total")

    def forget_rows(self) -> None:
        """Keep what is known of the table besides its rows."""
        self.rows, self.body, self.passed = (), _NOTHING, ()


class Recognised(NamedTuple):
    """What a sheet, or a part of it, holds: its tables, what is wrong, and for a finding the kind that was meant, where
    that is clear.

    `strange` says that there is not one heading that anybody knows.
    """

    tables: list[Table]
    findings: list[tuple[Finding, str]]
    strange: bool = False


def recognise(sheet: Sheet, known: Vocabulary, file: str, previous: Table | None = None) -> Recognised:
    """Return the tables of a sheet, one below the other; an empty sheet has none.

    `previous` is the last table of the sheet before, which a sheet without headings may continue if it says 续.
    """
    if all(cell == "" for line in sheet.columns or sheet.rows for cell in line):
        return Recognised([], [])
    tables: list[Table] = []
    findings: list[tuple[Finding, str]] = []
    start, end = 0, len(sheet.rows)
    while start < end and len(tables) < MOST_TABLES:
        head = head_of(sheet, known, start, file)
        if head.read:
            found, start = _table(sheet, known, head.read, start, file)
        else:
            found, start = _unknown(sheet, known, head, None if start else previous, file)
        tables += found.tables
        findings += found.findings
    if start < end:
        message = f"一张工作表里的表超过{MOST_TABLES}张，第{start + 1}行以后的没有读"
        findings.append((finding("TAB008", message, Place(file, sheet.name, start + 1)), ""))
    return Recognised(tables, findings, found.strange)


def _unknown(
    sheet: Sheet, known: Vocabulary, head: Head, previous: Table | None, file: str
) -> tuple[Recognised, int]:
    """What there is where no kind was chosen: the rest of the table before, or what is wrong; and the next table's row."""
    fitting = head.fitting
    if previous and not fitting and (continued := _continued(sheet, previous)):
        doubtful = [(each, previous.kind.name) for each in _wrong_rows(sheet, continued, file)]
        return Recognised([continued], doubtful), len(sheet.rows)
    unknown = Recognised([], [(each, "") for each in head.wrong], not fitting)
    tops = [fit for fit in fitting.values() if len(fit.columns) > 2]
    if not tops:
        return unknown, len(sheet.rows)
    best = max(tops, key=lambda fit: fit.rank)
    return unknown, next_table(sheet, known, best, _below(sheet, best.last))


def _table(sheet: Sheet, known: Vocabulary, head: Read, top: int, file: str) -> tuple[Recognised, int]:
    """The table below a header, unless this has a fault; also where the next one begins."""
    kind, fit = head.kind, head.fit
    below = _below(sheet, fit.last)
    end = next_table(sheet, known, fit, below)
    if wrong := _wrong_header(sheet, known, head, file):
        return Recognised([], [(each, kind.name) for each in wrong]), end
    cells = body(sheet, fit.last + 1, end, kind, fit.columns, below, head.beside)
    rows = sort_rows(sheet, cells, head.columns, fit.depth)
    given, wrong = _units(sheet, head, _passed_over(sheet, rows.passed), file)
    table = Table(
        kind, fit.last, fit.last + 1 + len(cells), fit.columns, rows.data, cells, rows.passed, given,
        head.year, head.sender, head.header.unknown, fit.depth, top, [*head.titles, *head.years], head.beside,
    )  # fmt: skip
    wrong += _wrong_rows(sheet, table, file)
    return Recognised([table], [(each, kind.name) for each in wrong]), end


def _wrong_header(sheet: Sheet, known: Vocabulary, head: Read, file: str) -> list[Finding]:
    """What keeps a table from being read: columns that it lacks, has twice, or that are another table's."""
    kind, fit, header = head.kind, head.fit, head.header
    findings = []
    if header.lacking:
        seen, place = headings_seen(sheet, known, fit.top, fit.depth), Place(file, sheet.name, fit.top + 1)
        findings = [_missing_column(kind, name, seen, known, place) for name in header.lacking]
        if version := other_version(kind, [text for _, _, text in titles_in(sheet.rows[: fit.top])]):
            fix = f"这张表填在旧的表样上（版本{version}）：请用现在的表样，把填好的行移过去。"
            findings = [replace(each, fix=fix) for each in findings]
    if len(header.foreign) >= 3:
        message = f"第{fit.last + 1}行像是另有一张表的表头：{'、'.join(header.foreign)}"
        return [*findings, finding("TAB008", message, Place(file, sheet.name, fit.last + 1))]
    return findings + [
        finding("TAB004", f"这一列和另一列都是“{name}”", Place(file, sheet.name, fit.last + 1, column))
        for name, column in fit.twice
    ]


def _wrong_rows(sheet: Sheet, table: Table, file: str) -> list[Finding]:
    """What needs a look below a header: rows that look like nothing known, or no row and no word of it."""
    sorts = {each.sort for each in table.passed}
    findings = [_doubtful(sheet, table, each.row, file) for each in table.passed if each.sort == "doubtful"]
    findings += unchecked_rows(sheet, table.body, table.passed, table.columns, file)
    findings += _older(sheet, table, file)
    if not (table.rows or sorts & {"doubtful", "nothing", "carried"} or table.header < 0):
        message = "表里没有一行数据，也没有写“无”"
        findings.append(finding("TAB009", message, Place(file, sheet.name, table.header + 1)))
    return [*findings, *doubts(sheet, table, file)]


def _doubtful(sheet: Sheet, table: Table, row: int, file: str) -> Finding:
    place = Place(file, sheet.name, row + 1)
    if row - table.first in table.body.examples:
        fix = "是示例，删去这一行；确实是报送的内容，写得具体些，不要和示例一样。"
        return finding("ROW004", f"第{row + 1}行和表样上的示例一样，没有计入", place, fix=fix)
    return finding("ROW004", f"第{row + 1}行{_filled(table, row)}不像数据，也不像合计和落款", place)


def _filled(table: Table, row: int) -> str:
    """Which columns of a row are filled, and which that must be are not; nothing where none of either is."""
    cells = table.body.row(row)
    there = [name for name, at in table.columns.items() if not is_blank(cells[at])]
    needed = [name for name, each in table.kind.fields.items() if each.required and name in table.columns]
    lacking = [name for name in needed if name not in there]
    if not (there and lacking):
        return ""
    return f"填了{_some(there)}，没有填{_some(lacking)}，"


def _some(names: Sequence[str]) -> str:
    """Names of columns, the first of many."""
    return "".join(f"“{each}”" for each in names[:_NAMED]) + "等" * (len(names) > _NAMED)


def _older(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """That a table was filled into a form of another version, where its columns are others."""
    if not table.above.older:
        return
    row, column = table.above.older
    text = next(text for *at, text in table.titles if (*at,) == table.above.older)
    if other := differences(table.kind, table.columns, table.unknown):
        message = f"用的不是现在的表样（这张的版本是{other_version(table.kind, [text])}），{other}"
        yield finding("TAB018", message, Place(file, sheet.name, row + 1, column))


def _continued(sheet: Sheet, previous: Table) -> Table | None:
    """The rest of the table of the sheet before, where this sheet's name or first line says so and is wide enough."""
    top = next(
        (index for index, row in enumerate(sheet.rows) if sum(not is_blank(each) for each in row) > 1), 0
    )
    says = [sheet.name, *(text for _, _, text in titles_in(sheet.rows[:top]))]
    if not any(_CONTINUED.search(text) for text in says) or max(previous.columns.values()) >= len(
        sheet.rows[0]
    ):
        return None
    beside = above(sheet, previous.kind, previous.columns, 0, (top, top))
    below = body(sheet, top, len(sheet.rows), previous.kind, previous.columns, _below(sheet, top - 1), beside)
    rows = sort_rows(sheet, below, columns_of(previous.kind, previous.columns))
    return Table(
        previous.kind, -1, len(sheet.rows), previous.columns, rows.data, below, rows.passed, previous.units,
        sender=previous.sender, above=beside,
    )  # fmt: skip


def _below(sheet: Sheet, header: int) -> list[Sequence[Cell]]:
    """The cells below a row, by column."""
    if sheet.columns:
        return [column[header + 1 :] for column in sheet.columns] if header + 1 < len(sheet.rows) else []
    return list(zip(*sheet.rows[header + 1 :], strict=True))


def _units(
    sheet: Sheet, head: Read, passed: Sequence[Title], file: str
) -> tuple[dict[str, str], list[Finding]]:
    """The units of the numbers' columns where the sheet gives them, and what is not understood."""
    if head.units is not None and not any(gives_unit(text) for _, _, text in passed):
        return dict(head.units), []
    kind, fit, lines = head.kind, head.fit, [*head.titles, *passed]
    headings = head.header.units_from(fit.top)
    below = units_below(passed, fit.columns) if passed else {}
    under = {(row, column) for _, row, column in below.values()}
    around = [each for each in lines if each[:2] not in under]
    return units_of(sheet, kind, fit.columns, below | headings, [*around, (-1, -1, sheet.name)], file)


def _passed_over(sheet: Sheet, passed: Sequence[Passed]) -> list[Title]:
    """The texts of the rows below a header that are no data and may speak of the table: units, footers and notes."""
    return [
        (each.row, column, cell)
        for each in passed
        if each.sort not in _SILENT
        for column, cell in enumerate(sheet.rows[each.row])
        if cell != "" and isinstance(cell, str) and cell.strip()
    ]


def _missing_column(kind: Kind, name: str, seen: Sequence[str], known: Vocabulary, place: Place) -> Finding:
    words = (name, *kind.fields[name].aliases)
    free = [each for each in seen if kind.name not in dict(known.words.get(each, ()))]
    near = {m for word in words for m in difflib.get_close_matches(normalise(word), free, n=1, cutoff=0.5)}
    hint = f"最接近的是“{sorted(near)[0]}”，" if near else ""
    message = f"《{kind.title}》缺少“{name}”一列，见到的表头：{'、'.join(seen)}"
    return finding("TAB002", message, place, fix=f"{hint}请把表头改成“{name}”或补上这一列")
