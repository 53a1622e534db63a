"""The cells of a sheet and the declared kinds -> its tables: which kind, which column is which field, which rows.

Recognition goes by the headings, wherever the header row stands. A sheet that fits two kinds, or none, is
told and never guessed.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import Cell, Finding, Kind, Place, Sheet, is_blank
from reportgen.rules import finding
from reportgen.tables.doubts import doubts
from reportgen.tables.form_version import differences, other_version
from reportgen.tables.headers import (
    Fit,
    Header,
    Vocabulary,
    fits,
    header_of,
    headings_seen,
    missing,
    next_table,
)
from reportgen.tables.headings import nfkc, normalise, sender_in, year_in
from reportgen.tables.rows import Body, Passed, body, sort_rows
from reportgen.tables.unchecked import unchecked_rows
from reportgen.tables.units import units_below, units_of

_Title = tuple[int, int, str]  # a line above a header, with its row and column
MOST_TABLES = 200  # of a sheet
_NOTHING = Body(0, ())
_SILENT = {"total", "nothing", "heading", "example"}  # rows of which no text says a unit of the table
_YEAR_BEHIND = expression(r"[(（【\[]\s*((?:19|20)\d\d)年?度?(?:数|实际|数据)?\s*[)）】\]]")
_LONGEST_HEADING = 60
_SHOWN = 5  # columns that a sheet lacks
_CONTINUED = expression(r"续|接上(?:页|表)")


@dataclass(slots=True)
class Table:
    """A recognised table. Rows and columns are indexes from 0 into the sheet; `body` holds their cells.

    `top` is the first row that goes with the table, a title's; `header` is the header's last row, -1 where the table goes
    on from an earlier sheet, and `depth` how many it has; `end` is the row where the next table begins. `passed` are the
    rows below the header that are no data. `units` are the units that the headings give. `year` (with its cell) and
    `sender` are what the lines above the header say, `titles` these, each with its row and column. `unknown` are the
    headings that mean no field.
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
    titles: Sequence[_Title] = ()

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
    if all(cell == "" for row in sheet.rows for cell in row):
        return Recognised([], [])
    tables: list[Table] = []
    findings: list[tuple[Finding, str]] = []
    start, end = 0, len(sheet.rows)
    while start < end and len(tables) < MOST_TABLES:
        fitting = fits(sheet, known, start)
        top = max((fit.top for fit in fitting.values()), default=start)
        titles = list(_titles(sheet.rows[start:top], start))
        chosen, wrong = _choose(sheet, known, fitting, titles, start, file)
        if chosen:
            found, start = _table(sheet, known, known.kinds[chosen], fitting[chosen], titles, start, file)
        else:
            found, start = _unknown(sheet, known, fitting, wrong, None if start else previous, file)
        tables += found.tables
        findings += found.findings
    if start < end:
        message = f"一张工作表里的表超过{MOST_TABLES}张，第{start + 1}行以后的没有读"
        findings.append((finding("TAB008", message, Place(file, sheet.name, start + 1)), ""))
    return Recognised(tables, findings, found.strange)


def _unknown(
    sheet: Sheet,
    known: Vocabulary,
    fitting: Mapping[str, Fit],
    wrong: Sequence[Finding],
    previous: Table | None,
    file: str,
) -> tuple[Recognised, int]:
    """What there is where no kind was chosen: the rest of the table before, or what is wrong; and the next table's row."""
    if previous and not fitting and (continued := _continued(sheet, previous)):
        doubtful = [(each, previous.kind.name) for each in _wrong_rows(sheet, continued, file)]
        return Recognised([continued], doubtful), len(sheet.rows)
    unknown = Recognised([], [(each, "") for each in wrong], not fitting)
    tops = [fit for fit in fitting.values() if len(fit.columns) > 2]
    if not tops:
        return unknown, len(sheet.rows)
    best = max(tops, key=lambda fit: fit.rank)
    return unknown, next_table(sheet, known, best, _below(sheet, best.last))


def _choose(
    sheet: Sheet,
    known: Vocabulary,
    fitting: Mapping[str, Fit],
    titles: Sequence[_Title],
    start: int,
    file: str,
) -> tuple[str, list[Finding]]:
    """The kind of the table, or nothing and why."""
    kinds, where = known.kinds, Place(file, sheet.name)
    if not fitting:
        return "", [finding("TAB001", "认不出这是哪一种表，没有一个认识的表头", where)]
    top = max(fitting.values(), key=lambda fit: fit.rank).top
    named = _named(known, [text for row, _, text in titles if row < top])
    named = named or ("" if start else _named(known, [sheet.name]))
    complete = [name for name, fit in fitting.items() if not missing(kinds[name], fit)]
    if named in fitting:
        return named, []
    if complete:
        most = max(len(fitting[name].columns) for name in complete)
        best = [name for name in complete if len(fitting[name].columns) == most]
        return (best[0], []) if len(best) == 1 else ("", [_several(kinds, fitting, best, where)])
    if chosen := _nearest(kinds, fitting):
        return chosen, []
    seen = "、".join(headings_seen(sheet, known, top))
    message = f"认不出这是哪一种表，见到的表头：{seen}{_most_like(kinds, fitting)}"
    return "", [finding("TAB001", message, where)]


def _several(
    kinds: Mapping[str, Kind], fitting: Mapping[str, Fit], best: Sequence[str], where: Place
) -> Finding:
    """The complaint that a header fits several kinds: they stand side by side, or it cannot be told which one it is."""
    first, second = (kinds[name].title for name in best[:2])
    if not set.intersection(*(set(fitting[name].columns.values()) for name in best)):
        place = Place(where.file, where.sheet, fitting[best[0]].last + 1)
        return finding("TAB008", f"《{first}》和《{second}》并排在一起", place)
    return finding("TAB003", f"这张表既像《{first}》又像《{second}》", where)


def _table(
    sheet: Sheet, known: Vocabulary, kind: Kind, fit: Fit, titles: Sequence[_Title], top: int, file: str
) -> tuple[Recognised, int]:
    """The table below a header, unless this has a fault; also where the next one begins."""
    below = _below(sheet, fit.last)
    end = next_table(sheet, known, fit, below)
    header = header_of(sheet, known, kind, fit)
    if wrong := _wrong_header(sheet, known, kind, fit, header, file):
        return Recognised([], [(each, kind.name) for each in wrong]), end
    titles = [each for each in titles if each[0] < fit.top]
    cells = body(sheet, fit.last + 1, end, kind, fit.columns, below)
    rows = sort_rows(sheet, cells, kind, fit.columns, fit.depth)
    given, wrong = _units(sheet, kind, fit, header, [*titles, *_passed_over(sheet, rows.passed)], file)
    years = [(year, row, column) for row, column, text in titles if (year := year_in(text))]
    senders = [sender for _, _, text in titles if (sender := sender_in(text))]
    table = Table(
        kind, fit.last, fit.last + 1 + len(cells), fit.columns, rows.data, cells, rows.passed, given,
        years[0] if years else None, senders[0] if senders else "", header.unknown, fit.depth, top,
        [*titles, *_years_of_headings(sheet, fit)],
    )  # fmt: skip
    wrong += _wrong_rows(sheet, table, file)
    return Recognised([table], [(each, kind.name) for each in wrong]), end


def _years_of_headings(sheet: Sheet, fit: Fit) -> Iterator[_Title]:
    """The years that headings of fields give in brackets, as lines above the table give theirs."""
    for row in range(fit.top, fit.last + 1):
        for column in fit.columns.values():
            cell = sheet.rows[row][column]
            if isinstance(cell, str) and (match := _YEAR_BEHIND.search(cell[:_LONGEST_HEADING])):
                yield row, column, f"({match[1]}年)"


def _wrong_header(
    sheet: Sheet, known: Vocabulary, kind: Kind, fit: Fit, header: Header, file: str
) -> list[Finding]:
    """What keeps a table from being read: columns that it lacks, has twice, or that are another table's."""
    findings = []
    if header.lacking:
        seen, place = headings_seen(sheet, known, fit.top, fit.depth), Place(file, sheet.name, fit.top + 1)
        findings = [_missing_column(kind, name, seen, known, place) for name in header.lacking]
        if version := other_version(kind, [text for _, _, text in _titles(sheet.rows[: fit.top])]):
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
    return finding("ROW004", f"第{row + 1}行不像数据，也不像合计和落款", place)


def _older(sheet: Sheet, table: Table, file: str) -> Iterator[Finding]:
    """That a table was filled into a form of another version, where its columns are others."""
    for row, column, text in table.titles:
        if version := other_version(table.kind, [text]):
            if other := differences(table.kind, table.columns, table.unknown):
                message = f"用的不是现在的表样（这张的版本是{version}），{other}"
                yield finding("TAB018", message, Place(file, sheet.name, row + 1, column))
            return


def _continued(sheet: Sheet, previous: Table) -> Table | None:
    """The rest of the table of the sheet before, where this sheet's name or first line says so and is wide enough."""
    top = next(
        (index for index, row in enumerate(sheet.rows) if sum(not is_blank(each) for each in row) > 1), 0
    )
    says = [sheet.name, *(text for _, _, text in _titles(sheet.rows[:top]))]
    if not any(_CONTINUED.search(text) for text in says) or max(previous.columns.values()) >= len(
        sheet.rows[0]
    ):
        return None
    below = body(sheet, top, len(sheet.rows), previous.kind, previous.columns, _below(sheet, top - 1))
    rows = sort_rows(sheet, below, previous.kind, previous.columns)
    return Table(
        previous.kind, -1, len(sheet.rows), previous.columns, rows.data, below, rows.passed, previous.units,
        sender=previous.sender,
    )  # fmt: skip


def _below(sheet: Sheet, header: int) -> list[Sequence[Cell]]:
    """The cells below a row, by column."""
    if sheet.columns:
        return [column[header + 1 :] for column in sheet.columns] if header + 1 < len(sheet.rows) else []
    return list(zip(*sheet.rows[header + 1 :], strict=True))


def _units(
    sheet: Sheet, kind: Kind, fit: Fit, header: Header, lines: Sequence[_Title], file: str
) -> tuple[dict[str, str], list[Finding]]:
    """The units of the numbers' columns where the sheet gives them, and what is not understood."""
    headings = {name: (unit, fit.top + row, column) for name, (unit, row, column) in header.units.items()}
    below = units_below((each for each in lines if each[0] > fit.last), fit.columns) if lines else {}
    under = {(row, column) for _, row, column in below.values()}
    around = [each for each in lines if each[:2] not in under]
    return units_of(sheet, kind, fit.columns, below | headings, [*around, (-1, -1, sheet.name)], file)


def _passed_over(sheet: Sheet, passed: Sequence[Passed]) -> list[_Title]:
    """The texts of the rows below a header that are no data and may speak of the table: units, footers and notes."""
    return [
        (each.row, column, cell)
        for each in passed
        if each.sort not in _SILENT
        for column, cell in enumerate(sheet.rows[each.row])
        if isinstance(cell, str) and cell.strip()
    ]


def _nearest(kinds: Mapping[str, Kind], fits: Mapping[str, Fit]) -> str:
    """The kind of which at least two fields, and half of the required ones, are there; or nothing."""
    near = []
    for name, fit in fits.items():
        required = sum(declared.required for declared in kinds[name].fields.values())
        share = 1 - len(missing(kinds[name], fit)) / required
        if len(fit.columns) >= 2 and share >= 0.5:
            near.append((share, len(fit.columns), name))
    near.sort(reverse=True)
    if len(near) > 1 and near[0][:2] == near[1][:2]:
        return ""
    return near[0][2] if near else ""


def _most_like(kinds: Mapping[str, Kind], fits: Mapping[str, Fit]) -> str:
    """The one kind of which most fields are there, two at least, and what of it is not."""
    most = max(len(fit.columns) for fit in fits.values())
    like = [name for name, fit in fits.items() if len(fit.columns) == most]
    if most < 2 or len(like) > 1:
        return ""
    kind = kinds[like[0]]
    lacking = missing(kind, fits[kind.name])
    more = f"等{len(lacking)}列" if len(lacking) > _SHOWN else ""
    return f"；最像《{kind.title}》，缺：{'、'.join(lacking[:_SHOWN])}{more}"


def _missing_column(kind: Kind, name: str, seen: Sequence[str], known: Vocabulary, place: Place) -> Finding:
    words = (name, *kind.fields[name].aliases)
    free = [each for each in seen if kind.name not in dict(known.words.get(each, ()))]
    near = {m for word in words for m in difflib.get_close_matches(normalise(word), free, n=1, cutoff=0.5)}
    hint = f"最接近的是“{sorted(near)[0]}”，" if near else ""
    message = f"《{kind.title}》缺少“{name}”一列，见到的表头：{'、'.join(seen)}"
    return finding("TAB002", message, place, fix=f"{hint}请把表头改成“{name}”或补上这一列")


def _titles(rows: Iterable[Sequence[Cell]], start: int = 0) -> Iterator[_Title]:
    for index, row in enumerate(rows, start):
        for column, cell in enumerate(row):
            if cell != "" and isinstance(cell, str) and cell.strip():
                yield index, column, nfkc(cell)


def _named(known: Vocabulary, texts: Iterable[str]) -> str:
    """The kind whose title stands in a title line or is the sheet's name: the longest title wins."""
    found = [
        (len(known.kinds[kind].title), kind)
        for text in map(normalise, texts)
        for kind, title, name in known.names
        if title in text or text == name
    ]
    return max(found)[1] if found else ""
