"""The cells of a sheet and the declared kinds -> where headers stand, and which column is which field.

A header is one to three rows of text; a heading below another goes by both: 培训情况/学时, or 学时.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from reportgen.expressions import expression
from reportgen.model import Cell, Kind, Sheet, is_blank
from reportgen.tables.headings import normalise
from reportgen.tables.labels import CHECKED, Columns, columns_of, joined
from reportgen.tables.units import Given, unit_in

if TYPE_CHECKING:
    from reportgen.tables.heads import Head

SEARCHED_ROWS = 40
_DEEPEST = 3  # rows of a header
_LONGEST = 60  # characters of a heading
_REMEMBERED = 1_000  # headers
_WIDEST = 200  # columns of one that is remembered
_LONGEST_REMEMBERED = 60  # characters of a cell of such
USUAL = {"序号", "备注", "说明", CHECKED}  # headings that mean no field, and that nobody needs to be told of
_LONGEST_WORD = 15
_DIGIT = expression(r"\d")
_MANY_DIGITS = expression(r"\d{5}")
_AMOUNT = expression(r"\d[\d.,:/年月日 -]*")
_ANOTHER = 3  # headings in a row below that make it another table's header


@dataclass(slots=True)
class Fit:
    """How a kind fits a header: the fields found, and columns that claim a field already taken."""

    top: int
    depth: int
    columns: Mapping[str, int] = field(default_factory=dict)
    twice: Sequence[tuple[str, int]] = ()

    @property
    def rank(self) -> tuple[int, int, int]:
        """How well it fits: most fields, fewest rows, uppermost."""
        return (len(self.columns), -self.depth, -self.top)

    @property
    def last(self) -> int:
        """The header's last row."""
        return self.top + self.depth - 1


_Text = TypeVar("_Text", bound=Cell)
_Claims = tuple[
    str, Mapping[str, int], Sequence[tuple[str, int]]
]  # a kind, its fields found, and those found twice


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says to a kind: the required fields it lacks, the headings beside it that belong to another table,
    those that mean no field, and what it says of a field's unit, with its row, from the header's first, and column.
    """

    lacking: Sequence[str]
    foreign: Sequence[str]
    unknown: tuple[str, ...]
    units: Mapping[str, tuple[Given, int, int]]

    def units_from(self, top: int) -> dict[str, tuple[Given, int, int]]:
        """Return what it says of units, with the row of the sheet, where its first row is `top`."""
        return {name: (unit, top + row, column) for name, (unit, row, column) in self.units.items()}


@dataclass(frozen=True)
class Vocabulary:
    """The kinds of sheet, which field of which kind each normalised heading may mean, these headings as they are
    declared, the kinds' titles, and (kind, title, name) of each kind, both normalised.

    What headers of one row came to is remembered in `met`, what else they say in `said`, what the lines above come to in
    `heads`, and the columns of tables in `columns`: departments fill in the same forms.
    """

    kinds: Mapping[str, Kind]
    words: Mapping[str, list[tuple[str, str]]]
    declared: frozenset[str]
    titles: Sequence[str]
    names: Sequence[tuple[str, str, str]]
    met: dict[tuple[str, ...], list[_Claims]] = field(default_factory=dict)
    said: dict[tuple[str, tuple[Cell, ...]], Header] = field(default_factory=dict)
    heads: dict[tuple[object, ...], Head] = field(default_factory=dict)
    columns: dict[tuple[object, ...], Columns] = field(default_factory=dict)


def vocabulary(kinds: Mapping[str, Kind]) -> Vocabulary:
    """Return the headings of kinds, made ready for recognising many sheets."""
    words: dict[str, list[tuple[str, str]]] = {}
    declared: set[str] = set()
    for kind in kinds.values():
        for name, declaration in kind.fields.items():
            spellings = (name, *declaration.aliases)
            declared.update(spellings)
            for word in dict.fromkeys(map(normalise, spellings)):
                words.setdefault(word, []).append((kind.name, name))
    titles = [kind.title for kind in kinds.values()]
    names = [(kind.name, normalise(kind.title), normalise(kind.name)) for kind in kinds.values()]
    return Vocabulary(kinds, words, frozenset(declared | set(words)), titles, names)


def fits(sheet: Sheet, known: Vocabulary, start: int) -> dict[str, Fit]:
    """Return the best header, from the row `start` on, of each kind that has at least one of its fields there: most
    fields, fewest header rows, uppermost. Below a header that has all that a kind requires, none is looked for.
    """
    best: dict[str, Fit] = {}
    stop = min(start + SEARCHED_ROWS, len(sheet.rows))
    texts: dict[int, list[str]] = {}
    hits: dict[int, bool] = {}

    def is_known(row: int) -> bool:
        if row not in texts:
            texts[row] = _texts(sheet.rows[row])
            hits[row] = not known.words.keys().isdisjoint(texts[row])
        return hits[row]

    top = start - 1
    while (top := top + 1) < stop:
        hit = is_known(top)
        if not texts[top]:
            continue
        several = sum(map(bool, texts[top])) > 1
        for depth in range(1, min(_DEEPEST, stop - top) + 1):
            last = top + depth - 1
            if depth > 1 and not (several and all(isinstance(cell, str) for cell in sheet.rows[last])):
                break  # a title is not the upper part of a header, nor are numbers and days its lower part
            hit = is_known(last) or hit
            if not texts[last]:
                break
            if not hit:
                continue
            rows = [texts[row] for row in range(top, last + 1)]
            for kind, fit in _fits_at(sheet, known, top, rows).items():
                if kind not in best or fit.rank > best[kind].rank:
                    best[kind] = fit
                if not missing(known.kinds[kind], fit):
                    stop = min(stop, fit.last + 1)
    return best


def missing(kind: Kind, fit: Fit) -> list[str]:
    """Return the fields that a kind requires and a header does not have."""
    return [name for name, declared in kind.fields.items() if declared.required and name not in fit.columns]


def next_table(sheet: Sheet, known: Vocabulary, fit: Fit, below: Sequence[Sequence[Cell]]) -> int:
    """Return the row where, below a header, another table begins with its title or header; else the number of rows.

    `below` are the cells below the header by column.
    """
    rows, first = sheet.rows, fit.last + 1
    header = rows[fit.last]
    candidates: set[int] = set()
    titled: set[int] = set()
    first_columns, others = below[:_ANOTHER], below[_ANOTHER:]
    met = sum(not known.declared.isdisjoint(column) for column in first_columns)
    if met and met + sum(not known.declared.isdisjoint(column) for column in others) >= _ANOTHER:
        candidates.update(range(first, len(rows)))
    for column in below[:2]:
        texts = joined(column)
        for title in [each for each in known.titles if each in texts]:
            for index, cell in enumerate(column, start=first):
                if cell.__class__ is str and len(cell) > 3 and title in cell:
                    titled.update(range(index, min(index + 6, len(rows))))
    for index in sorted(candidates | titled):
        words = [
            cell
            for cell, above in zip(_texts(rows[index]), header, strict=False)
            if cell in known.words
            and (index in titled or not (isinstance(above, str) and normalise(above) == cell))
        ]
        if len(words) >= _ANOTHER:
            return _with_titles(rows, index, first)
    return len(rows)


def header_of(sheet: Sheet, known: Vocabulary, kind: Kind, fit: Fit) -> Header:
    """Return what the header of a table says beside where the fields of its kind are."""
    rows = sheet.rows[fit.top : fit.last + 1]
    if fit.depth > 1 or not _is_short(rows[0]):
        spread = [_spread(sheet, fit.top + at, row) for at, row in enumerate(rows[:-1])]
        return _header(rows, [*spread, rows[-1]], known, kind, fit)
    key = kind.name, tuple(rows[0])
    if key not in known.said:
        _keep_small(known.said)
        known.said[key] = _header(rows, rows, known, kind, fit)
    return known.said[key]


def columns_in(known: Vocabulary, kind: Kind, columns: Mapping[str, int]) -> Columns:
    """Return what is to be known of a table's columns, as `columns_of` does."""
    key = kind.name, *columns.items()
    if key not in known.columns:
        _keep_small(known.columns)
        known.columns[key] = columns_of(kind, columns)
    return known.columns[key]


def _header(
    rows: Sequence[Sequence[Cell]],
    spread: Sequence[Sequence[Cell]],
    known: Vocabulary,
    kind: Kind,
    fit: Fit,
) -> Header:
    taken = set(fit.columns.values())
    foreign = [
        str(cell).strip()
        for row in rows
        for column, cell in enumerate(row)
        if column not in taken and isinstance(cell, str) and normalise(cell) in known.words
    ]
    unknown = []
    for column in sorted(set(range(len(rows[0]))) - taken):
        words = [normalise(cell) for row in rows if isinstance(cell := row[column], str) and cell.strip()]
        if words and words[-1] not in USUAL:
            unknown.append(words[-1])
    units = {}
    for name, column in fit.columns.items():
        for at, row in enumerate(spread):
            cell = row[column]
            if isinstance(cell, str) and (unit := unit_in(cell)) != Given():
                units[name] = (unit, at, column)
    return Header(missing(kind, fit), foreign, tuple(unknown), units)


def _with_titles(rows: Sequence[Sequence[Cell]], header: int, first: int) -> int:
    """The first of the lines right above a header that hold one cell only or none, its title lines."""
    top = header
    while top > first and sum(not is_blank(cell) for cell in rows[top - 1]) <= 1:
        top -= 1
    return top


def _texts(row: Sequence[Cell]) -> list[str]:
    """A row's cells as headings; no list where it is none: it is empty, or begins with a number or a date."""
    lead = next((cell for cell in row if cell != ""), "")
    if not isinstance(lead, str) or not lead:
        return []
    return [normalise(cell) if isinstance(cell, str) and 0 < len(cell) < _LONGEST else "" for cell in row]


def _fits_at(sheet: Sheet, known: Vocabulary, top: int, rows: Sequence[Sequence[str]]) -> dict[str, Fit]:
    key = tuple(rows[0])
    if len(rows) == 1 and key in known.met:
        claims = known.met[key]
    elif len(rows) == 1:
        claims = _claims(known, ([text] if text else [] for text in key))
        if _is_short(key):
            _keep_small(known.met)
            known.met[key] = claims
    else:
        claims = _claims(known, _candidates(sheet, top, rows))
    return {kind: Fit(top, len(rows), columns, twice) for kind, columns, twice in claims}


def _claims(known: Vocabulary, candidates: Iterable[Sequence[str]]) -> list[_Claims]:
    """What each kind finds in a header, given by column as the headings that it may go by."""
    columns: dict[str, dict[str, int]] = {}
    twice: dict[str, list[tuple[str, int]]] = {}
    for column, words in enumerate(candidates):
        for kind, name in next((known.words[each] for each in words if each in known.words), ()):
            if columns.setdefault(kind, {}).setdefault(name, column) != column:
                twice.setdefault(kind, []).append((name, column))
    return [(kind, found, twice.get(kind, [])) for kind, found in columns.items()]


def _is_short(row: Sequence[Cell]) -> bool:
    """Whether a row is as short as a header is, and may be remembered."""
    return len(row) <= _WIDEST and all(
        not isinstance(cell, str) or len(cell) < _LONGEST_REMEMBERED for cell in row
    )


def _keep_small(memory: dict[Any, Any]) -> None:
    if len(memory) >= _REMEMBERED:
        memory.clear()


def _candidates(sheet: Sheet, top: int, rows: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """For each column, the headings it may go by, most specific first, in a header of several rows."""
    spread = [_spread(sheet, top + index, row) for index, row in enumerate(rows[:-1])]
    for column in range(len(rows[0])):
        own = [row[column] for row in rows]
        if not any(own):
            yield []
            continue
        parts = [
            own[index] or (spread[index][column] if index < len(spread) and any(own[index + 1 :]) else "")
            for index in range(len(rows))
        ]
        parts = [part for part in parts if part]
        tails = [parts[index:] for index in range(len(parts))]
        yield [word for tail in tails for word in dict.fromkeys(("/".join(tail), "".join(tail)))]


def _spread(sheet: Sheet, index: int, row: Sequence[_Text]) -> list[_Text]:
    """An upper header row with each heading over all the columns it spans; where merges are unknown, up to the next."""
    spread = list(row)
    if sheet.merged:
        for (top, left), (bottom, right) in sheet.merged:
            if top <= index <= bottom and left < right and top == bottom:
                spread[left : right + 1] = [row[left]] * len(spread[left : right + 1])
        return spread
    for column in range(1, len(spread)):
        spread[column] = spread[column] or spread[column - 1]
    return spread


def headings_seen(sheet: Sheet, known: Vocabulary, top: int, depth: int = 1) -> list[str]:
    """Return the headings to show; where most cells are no known heading, and no number or day stands below one of them, the row may
    be data, and only those that are known are shown.
    """
    cells = [cell for row in sheet.rows[top : top + depth] for cell in row if not is_blank(cell)]
    seen = list(dict.fromkeys(normalise(cell) for cell in cells if isinstance(cell, str)))
    words = [word for word in seen if word in known.words or word in USUAL]
    shown = seen if 2 * len(words) > len(cells) or _heads_numbers(sheet, top + depth - 1) else words
    return [word for word in shown if not _MANY_DIGITS.search(word)][:30]


def _heads_numbers(sheet: Sheet, row: int) -> bool:
    """Whether a row is of short words only, no two alike, and has a number or a day below one of them."""
    words = [cell for cell in sheet.rows[row] if not is_blank(cell)]
    if len({*words}) < len(words) or not all(
        isinstance(each, str) and len(each) <= _LONGEST_WORD and not _DIGIT.search(each) for each in words
    ):
        return False
    below = next((each for each in sheet.rows[row + 1 :] if sum(not is_blank(cell) for cell in each) > 1), [])
    return any(
        not is_blank(word) and not is_blank(cell) and _AMOUNT.fullmatch(str(cell))
        for word, cell in zip(sheet.rows[row], below, strict=False)
    )
