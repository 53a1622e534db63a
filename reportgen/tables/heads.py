"""The first rows of a sheet, down to a header -> which kind of table stands below, and what the lines above it say.

Departments fill in the same forms: what such rows came to is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reportgen.expressions import expression
from reportgen.model import Cell, Finding, Kind, Place, Sheet
from reportgen.rules import finding
from reportgen.tables.above import Above, above
from reportgen.tables.headers import (
    Fit,
    Header,
    Vocabulary,
    columns_in,
    fits,
    header_of,
    headings_seen,
    missing,
)
from reportgen.tables.headings import nfkc, normalise, sender_in, year_in
from reportgen.tables.labels import Columns
from reportgen.tables.units import units_of

Title = tuple[int, int, str]  # a line above a header, with its row and column
_YEAR_BEHIND = expression(r"[(（【\[]\s*((?:19|20)\d\d)年?度?(?:数|实际|数据)?\s*[)）】\]]")
_LONGEST_HEADING = 60
_SHOWN = 5  # columns that a sheet lacks
_DEEPEST = 12  # rows down to a header that are remembered
_LONGEST = 2_000  # characters of these
_REMEMBERED = 1_000


class Read(NamedTuple):
    """A header that a table stands below: its kind, how that fits, what else it says, and its columns. `titles` are the lines
    above it, and then the years in its headings; `year` (with its row and column) and `sender` are what they say, `beside` what else stands
    above the rows; `units` are those of the numbers' columns where nothing below gives any, and None where one is wrong.
    """

    kind: Kind
    fit: Fit
    header: Header
    columns: Columns
    titles: Sequence[Title]
    years: Sequence[Title]
    year: tuple[int, int, int] | None
    sender: str
    beside: Above
    units: Mapping[str, str] | None


class Head(NamedTuple):
    """What kinds fit the rows down to a header; and of one that was chosen the header, or else what is wrong."""

    fitting: Mapping[str, Fit]
    read: Read | None = None
    wrong: Sequence[Finding] = ()


def head_of(sheet: Sheet, known: Vocabulary, start: int, file: str) -> Head:
    """Return what the rows of a sheet from `start` on come to, down to the next header."""
    rows = () if start else _first_rows(sheet)
    last = len(rows) - 1
    key = (sheet.name, rows, tuple(each for each in sheet.merged if each[0][0] <= last))
    if rows and key in known.heads:
        return known.heads[key]
    head = _head(sheet, known, start, file)
    # below a header that has all that its kind requires, no other was looked for
    whole = any(
        fit.last == last and not missing(known.kinds[kind], fit) for kind, fit in head.fitting.items()
    )
    if whole and head.read and sum(len(cell) for row in rows for cell in row) < _LONGEST:
        if len(known.heads) >= _REMEMBERED:
            known.heads.clear()
        known.heads[key] = head
    return head


def _first_rows(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    """The rows of texts above the first with anything else, which is no part of a header; none where they are many."""
    rows: list[tuple[str, ...]] = []
    for at in range(min(_DEEPEST + 1, len(sheet.rows))):
        row = sheet.rows[at]
        if {*map(type, row)} != {str}:
            return tuple(rows)
        rows.append(tuple(row))  # type: ignore[arg-type]
    return ()


def _head(sheet: Sheet, known: Vocabulary, start: int, file: str) -> Head:
    fitting = fits(sheet, known, start)
    top = max((fit.top for fit in fitting.values()), default=start)
    titles = list(titles_in(sheet.rows[start:top], start))
    chosen, wrong = _choose(sheet, known, fitting, titles, start, file)
    if not chosen:
        return Head(fitting, None, wrong)
    kind, fit = known.kinds[chosen], fitting[chosen]
    lines = [each for each in titles if each[0] < fit.top]
    years = [(year, row, column) for row, column, text in lines if (year := year_in(text))]
    senders = [sender for _, _, text in lines if (sender := sender_in(text))]
    of_headings, header = [*_years_of_headings(sheet, fit)], header_of(sheet, known, kind, fit)
    units, unclear = units_of(
        sheet, kind, fit.columns, header.units_from(fit.top), [*lines, (-1, -1, sheet.name)], file
    )
    read = Read(
        kind, fit, header, columns_in(known, kind, fit.columns), lines, of_headings,
        years[0] if years else None, senders[0] if senders else "",
        above(sheet, kind, fit.columns, start, (fit.top, fit.last + 1), [*lines, *of_headings]),
        None if unclear else units,
    )  # fmt: skip
    return Head(fitting, read)


def _choose(
    sheet: Sheet,
    known: Vocabulary,
    fitting: Mapping[str, Fit],
    titles: Sequence[Title],
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


def _years_of_headings(sheet: Sheet, fit: Fit) -> Iterator[Title]:
    """The years that headings of fields give in brackets, as lines above the table give theirs."""
    for row in range(fit.top, fit.last + 1):
        for column in fit.columns.values():
            cell = sheet.rows[row][column]
            if isinstance(cell, str) and (match := _YEAR_BEHIND.search(cell[:_LONGEST_HEADING])):
                yield row, column, f"({match[1]}年)"


def titles_in(rows: Iterable[Sequence[Cell]], start: int = 0) -> Iterator[Title]:
    """Yield the texts of rows in half width, with their rows and columns."""
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
