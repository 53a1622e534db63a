"""The header of a table and the lines above it -> what they come to beside the fields: which columns are to be asked about
what. It is the same for all tables of one form, and is worked out once for these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from reportgen.characters import half
from reportgen.expressions import expression
from reportgen.model import Cell, Field, Kind, Sheet, is_blank
from reportgen.tables.form_rows import checked_column, mark_above
from reportgen.tables.form_version import Mark, other_version
from reportgen.tables.headings import normalise
from reportgen.tables.units import unit_line

_REMARKS = ("备注", "附注", "说明")
_ANOTHER_THING = expression(
    r"[(\[【〔]([^()\[\]【】〔〕]{0,6}(?:上年|去年|往年|前年|上期|目标|计划(?!内|外|生育)|预计|预算|估计|拟(?!定)|旧|作废|停用|原(?:有|来)?(?=[)）\]】〕])|应到|其中|约(?![谈定束见法])|概数|[场人户村月日]均|平均(?!分)|不含|不包[括含]|除外|[×xX*]\s*10+|本月|当月|本季|当季|[上下]半年|[一二三四1-4]季度"
    r"|近?[两二三四五]年|(?<![\d\-—–~～至到])(?:1[0-2]|[1-9])月(?![\d\-—–~～至到])|截[至止])[^()\[\]【】〔〕]{0,8})[)\]】〕]"
)
_LONGEST_HEADING = 60
_NO_MARK = Mark()


@dataclass(frozen=True, slots=True)
class Above:
    """What stands above the rows of a table: the last heading over each column, if any; how many cells are of which class;
    the form's mark, and the column 核对; the place of a title that gives another version of the form; the headings of
    fields that speak of another thing, with the field, the column and the words.

    Of the columns: `spoken` may say that a row does not count, no heading is over `unheaded`, a cell of those in `shiftable`
    may stand in one of the columns named beside them, and `texts` are free words, with whether they are remarks, and whether
    a number among them is strange.
    """

    headings: Sequence[str] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    mark: Mark = _NO_MARK
    checked: int = -1
    older: tuple[int, int] | None = None
    other: Sequence[tuple[str, int, str]] = ()
    spoken: Sequence[int] = ()
    unheaded: Sequence[int] = ()
    shiftable: Sequence[tuple[str, int, Field, Sequence[int]]] = ()
    texts: Sequence[tuple[str, int, bool, bool]] = ()


def above(
    sheet: Sheet, kind: Kind, columns: Mapping[str, int], top: int, header: tuple[int, int],
    titles: Sequence[tuple[int, int, str]] = (),
) -> Above:  # fmt: skip
    """Return what stands above the rows of a table whose first line is `top`, and whose `header` begins and ends before
    these rows; the two are the same where it has none. `columns` are those of the fields.
    """
    start, first = header
    rows, width = [sheet.rows[row] for row in range(start, first)], len(sheet.rows[0])
    headings = [_heading(rows, column) for column in range(width)]
    remarks = {column for name, column in columns.items() if _is_remark(name, kind.fields[name])}
    others = set(range(width)) - set(columns.values())
    return Above(
        headings,
        _counts(sheet, top, start, first),
        mark_above(sheet, first),
        checked_column(sheet, first),
        next(((row, column) for row, column, text in titles if other_version(kind, [text])), None),
        [*_other_things(rows, kind, columns)],
        sorted(remarks | others),
        [at for at in sorted(others - _spanned(sheet, start, first)) if not headings[at]] if rows else [],
        [*_shiftable(kind, columns, others, remarks)],
        [
            (name, column, column in remarks, not kind.fields[name].unique and name != kind.key)
            for name, column in columns.items()
            if kind.fields[name].type == "string" and not kind.fields[name].enum
        ],
    )


def class_above(cell: Cell) -> str:
    """Return the class of a cell above a header."""
    return "unit" if isinstance(cell, str) and unit_line(cell).units else "title"


def _counts(sheet: Sheet, top: int, start: int, first: int) -> dict[str, int]:
    counts = {"title": 0, "unit": 0, "heading": 0}
    for row in range(top, first):
        for cell in sheet.rows[row]:
            if cell != "":
                counts["heading" if row >= start else class_above(cell)] += 1
    return counts


def _heading(header: Sequence[Sequence[Cell]], column: int) -> str:
    """The last heading over a column, or nothing where there is none."""
    return next(
        (
            normalise(cell)
            for row in reversed(header)
            if isinstance(cell := row[column], str) and cell.strip()
        ),
        "",
    )


def _is_remark(name: str, declared: Field) -> bool:
    return name.endswith(_REMARKS) and _is_free(declared)


def _is_free(declared: Field) -> bool:
    return declared.type == "string" and not (declared.enum or declared.required or declared.personal)


def _other_things(
    header: Sequence[Sequence[Cell]], kind: Kind, columns: Mapping[str, int]
) -> Iterator[tuple[str, int, str]]:
    """The headings of fields that say in a bracket that what stands below is of last year, planned, or a part only."""
    for row in header:
        for name, column in columns.items():
            heading = row[column]
            if not isinstance(heading, str) or not (words := _another_thing(heading)):
                continue
            if heading not in (name, *kind.fields[name].aliases):
                yield name, column, words


@lru_cache(maxsize=4096)
def _another_thing(heading: str) -> str:
    found = _ANOTHER_THING.search(half(heading[:_LONGEST_HEADING]))
    return found[1] if found else ""


def _spanned(sheet: Sheet, start: int, first: int) -> set[int]:
    """The columns over which a heading of a header spans that is merged with others."""
    return {
        column
        for (top, left), (bottom, right) in sheet.merged
        if top < first and bottom >= start
        for column in range(left, right + 1)
        if left < right and not is_blank(sheet.rows[top][left])
    }


def _shiftable(
    kind: Kind, columns: Mapping[str, int], others: set[int], remarks: set[int]
) -> Iterator[tuple[str, int, Field, Sequence[int]]]:
    """The dates and declared words that need not be there, with the columns where they may stand instead of their own."""
    free = others | {column for name, column in columns.items() if _is_free(kind.fields[name])}
    for name, column in columns.items():
        declared = kind.fields[name]
        beside = free & {column - 1, column + 1} | (remarks if declared.enum else set())
        if not declared.required and beside and (declared.type == "date" or declared.enum):
            yield name, column, declared, sorted(beside)
