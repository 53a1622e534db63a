"""The nouns: what a sheet owes, where a value stands, what was found, what a figure is. No I/O."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from textwrap import dedent
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeVar

from reportgen.aliases import Alias, Years
from reportgen.characters import INVISIBLE
from reportgen.definitions import COUNT as COUNT
from reportgen.definitions import DEPARTMENT as DEPARTMENT
from reportgen.definitions import TOTAL as TOTAL
from reportgen.definitions import UNIT as UNIT
from reportgen.definitions import YEAR as YEAR
from reportgen.definitions import FigureDefinition as FigureDefinition
from reportgen.named_numbers import Parameter as Parameter
from reportgen.plots import Plot
from reportgen.quotations import Quote
from reportgen.typed_tables import CLASSES as CLASSES
from reportgen.typed_tables import Account as Account
from reportgen.typed_tables import Sums as Sums
from reportgen.typed_tables import TypedTable as TypedTable
from reportgen.typed_tables import Value as Value

if TYPE_CHECKING:
    from reportgen.suspects import Suspect

Cell = int | float | str | bool | time | date | datetime | timedelta
Range = tuple[tuple[int, int], tuple[int, int]]
FieldType = Literal["string", "integer", "number", "date", "boolean"]
ALWAYS = "always"  # of a column that counts whatever the cut-off
Severity = Literal["error", "warning"]
_Key = TypeVar("_Key")
_Known = TypeVar("_Known")


class CannotRun(Exception):
    """A command cannot be carried out; the text is a Chinese sentence for the user."""


class FileRefused(Exception):
    """A file is not read, and the command goes on; the text is a Chinese sentence that says why and what to do."""


class Broken(Exception):
    """The settings, the profile or the template have mistakes; `findings` are all of them."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("报告方案或设置有错")
        self.findings = findings


def column_letters(column: int) -> str:
    """Return Excel's letters of a column counted from 0: 0 -> A, 27 -> AB."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Place(NamedTuple):
    """Where something stands: a file, and in it a sheet, a row (from 1) and a column (from 0).

    For a profile's or a template's place, `sheet` is a description a person can find and `row` a line.
    """

    file: str = ""
    sheet: str = ""
    row: int = 0
    column: int = -1

    @property
    def cell(self) -> str:
        """The cell in A1 form, or an empty string where the place is no single cell."""
        return f"{column_letters(self.column)}{self.row}" if self.row and self.column >= 0 else ""

    def __str__(self) -> str:
        inside = self.cell or (f"第{self.row}行" if self.row else "")
        return " › ".join(part for part in (self.file, self.sheet, inside) if part)


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet, from A1 on; an empty cell is an empty string, and all rows are equally long.

    `merged` holds (first, last) cells as (row, column), counted from 0, where the format tells them. `unread` holds the cells, by
    (row, column), that look empty but are not: error values and formulas without a result. `percents` are the cells that show
    percentages, and `date1904` says whether days count from 1904: None where the format does not tell. `struck` are the cells whose text
    is struck out, `unseen` those that show nothing of what they hold; `printed` is what the page shows for a number where that is more
    than its digits, and `partly` says of which cells a part is struck out or raised. `comments` are what people have noted at cells.
    `columns` are the cells by column where a reader has them so. `holds` says in words what else the sheet holds, which is not read,
    `formulas` are the cells that a formula fills, `texts` all that its workbook has, where that is known: no cell holds another.
    """

    name: str
    rows: Sequence[list[Cell]]
    merged: Sequence[Range] = ()
    hidden: bool = False
    unread: Mapping[tuple[int, int], str] = field(default_factory=dict)
    percents: Collection[tuple[int, int]] | None = ()
    date1904: bool | None = False
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    struck: Collection[tuple[int, int]] = ()
    unseen: Collection[tuple[int, int]] = ()
    printed: Mapping[tuple[int, int], str] = field(default_factory=dict)
    partly: Mapping[tuple[int, int], str] = field(default_factory=dict)
    columns: Sequence[Sequence[Cell]] = field(default=(), compare=False)
    holds: str = ""
    formulas: Collection[tuple[int, int]] = ()
    texts: frozenset[str] | None = field(default=None, compare=False)
    comments: Mapping[tuple[int, int], str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where, why it matters and how to mend it. An error closes the gate. `waived` is the reason that
    somebody has given for it, and who; it is then no error any more. `suspects` are the numbers of which one is probably why, the
    likeliest first.
    """

    code: str
    severity: Severity
    message: str
    place: Place = field(default_factory=Place)
    department: str = ""
    basis: str = ""
    fix: str = ""
    waived: str = ""
    suspects: tuple[Suspect, ...] = ()


def count_errors(findings: Iterable[Finding]) -> int:
    """Return how many findings close the gate."""
    return sum(each.severity == "error" for each in findings)


def unexplained(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings for which nobody has given a reason."""
    return [each for each in findings if not each.waived]


def is_blank(cell: Cell) -> bool:
    """Whether a cell shows nothing in Excel: it is empty, or holds only what cannot be seen."""
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return not text or (not text[0].isprintable() and not text.translate(INVISIBLE).strip())


def looked_up(known: Mapping[_Key, _Known], keys: Sequence[_Key]) -> Sequence[_Known]:
    """Return what is known by each of many keys, all in one call. Raises KeyError."""
    return itemgetter(*keys)(known) if len(keys) > 1 else [known[key] for key in keys]


class Slot(NamedTuple):
    """What a tag of the Word template stands for.

    `text` is printed by `{{name}}`; None means there is nothing to print, and printing it is an error. `truth` decides
    `{{#name}}` and `{{^name}}`. A list has `items`, one mapping of names to slots for each turn, and `fields`, the names its
    items know even when there are none. `source` names the cell of a text that a department wrote, `figure` a number of ours;
    `quotes` are the figures in a text, and `plot` is what a chart shows.
    """

    text: str | None
    truth: bool
    items: tuple[Mapping[str, Slot], ...] | None = None
    fields: tuple[str, ...] = ()
    source: str = ""
    figure: str = ""
    quotes: tuple[Quote, ...] = ()
    plot: Plot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of a sheet kind; the vocabulary is Frictionless Table Schema's, with a few words more.

    `aliases` are other headings, `synonyms` other spellings of values, `unit` that of numbers, `example` is for forms. A
    personal field never leaves the ledger. `as_of` is the date that decides whether the value counts at the cut-off,
    before which it is `open`; or ALWAYS, where no date decides it. `only` these departments are asked for it, if given.
    """

    type: FieldType
    required: bool = False
    unique: bool = False
    personal: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    unit: str = ""
    aliases: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=dict)
    as_of: str = ""
    open: str = ""
    example: str = ""
    only: tuple[str, ...] = ()

    @property
    def converts_as(self) -> tuple[object, ...]:
        """What a cell's value hangs on: fields of which this is equal take the same cells for the same values."""
        return (
            self.type, self.required, self.enum, self.minimum, self.maximum, self.pattern, self.unit,
            frozenset(self.synonyms.items()), self.unique,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of sheet that departments hand in; `owners` are the departments that owe it.

    `period` is the date by which a row belongs to a year, `since` the one from which a row of a standing list counts.
    `years` are those in which an owner owes it, unless it is all of them, and `there` those in which the body that it is asked
    of has an owner at all.
    """

    name: str
    title: str
    owners: tuple[str, ...] = ()
    key: str = ""
    period: str = ""
    since: str = ""
    fields: Mapping[str, Field]
    years: Mapping[str, Years] = field(default_factory=dict)
    there: Mapping[str, Years] = field(default_factory=dict)

    def owed_in(self, year: int) -> tuple[str, ...]:
        """Return the departments that owe it for a year."""
        return tuple(
            one for one in self._owed_in(year) if one not in self.there or self.there[one].hold(year)
        )

    def spared_in(self, year: int) -> tuple[str, ...]:
        """Return the departments that would owe it for a year and that the body has not, where it has none of them."""
        return () if self.owed_in(year) else self._owed_in(year)

    def _owed_in(self, year: int) -> tuple[str, ...]:
        return tuple(one for one in self.owners if one not in self.years or self.years[one].hold(year))

    @property
    def own_date(self) -> str:
        """The date after which a row begins to count, if the kind declares one."""
        return self.period or self.since


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule that selects the rows that are wrong: `fails` is a condition on one sheet, `query` a SELECT, maybe of
    rows `as_written`, `equation` a sum that must hold in each row. It stands for as many as `each` names columns, if any. One over
    `all_bodies` sees the rows of all, and is none of a single one. One of `whole_years` is not asked of a part of the year.

    It holds for the rows of which the date in `by` is not before `since`, nor after `until`. `parameters` are the names of
    the numbers that it uses.
    """

    code: str
    title: str
    sheet: str
    severity: Severity
    says: str = ""
    marks: str = ""
    fails: str = ""
    query: str = ""
    equation: str = ""
    each: tuple[str, ...] = ()
    as_written: bool = False
    all_bodies: bool = False
    whole_years: bool = False
    example: str = ""
    basis: str = ""
    fix: str = ""
    file: str = "checks.yaml"
    since: str = ""
    until: str = ""
    by: str = ""
    parameters: tuple[str, ...] = ()


class Rule(NamedTuple):
    """A built-in finding's title, weight, reason, remedy and drawn example, as `explain` prints them."""

    title: str
    severity: Severity
    why: str
    fix: str
    indented: str = ""

    @property
    def example(self) -> str:
        """The example as it is shown."""
        return dedent(self.indented).strip("\n ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What one kind of report needs.

    `reads` gives the (kind, field) pairs that each figure, by its full name, and each check, by its code, reads.
    `digest` changes whenever the sheets are declared otherwise. `doubts` are warnings about what it declares. `lines` are
    the texts of the template's paragraphs, with their tags, and `paper` is its file; `bodies` are those over which the figures are, each with its years, and `beside` the names of all of its county's. `named` are the departments that the settings name, and
    `aliases` their other names. `off` are the checks that the settings turn off. `staffs` are the years, by body and department,
    in which a body has a department, where that is not always.
    """

    name: str
    kinds: Mapping[str, Kind]
    figures: Mapping[str, FigureDefinition]
    checks: Mapping[str, Check]
    reads: Mapping[str, frozenset[tuple[str, str]]]
    template: bytes
    digest: str
    doubts: tuple[Finding, ...] = ()
    lines: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    off: Mapping[str, Check] = field(default_factory=dict)
    paper: str = "report.docx"
    bodies: Mapping[str, Years] = field(default_factory=dict)
    beside: frozenset[str] = frozenset()
    staffs: Mapping[str, Mapping[str, Years]] = field(default_factory=dict)

    @property
    def paper_place(self) -> str:
        """What findings call the template."""
        return f"{self.name}/{self.paper}"

    @property
    def departments(self) -> tuple[str, ...]:
        """Every department: those that the settings name, or else all that owe a sheet, in the order of the sheets."""
        owners = (owner for kind in self.kinds.values() for owner in kind.owners)
        return self.named or tuple(dict.fromkeys(owners))


class Source(NamedTuple):
    """A row of a sheet; `cells` maps addresses to the values read, `raws` to texts that say it otherwise; none personal."""

    file: str
    sheet: str
    row: int
    cells: Mapping[str, Value] = {}
    raws: Mapping[str, str] = {}


class Figure(NamedTuple):
    """A value of the report. `value` is None where nothing can be computed; `items` holds a list's entries, `places` the cells
    that each entry of a `rows` list came from, and `cells` the numbers of each entry of a list by a column, by their names, as
    figures. `absent` says that a sheet it reads has not come, `before` whose `previous` is.
    """

    definition: FigureDefinition
    value: int | float | None
    text: str | None
    items: tuple[Mapping[str, Value], ...] | None = None
    places: tuple[str, ...] = ()
    previous: int | float | None = None
    absent: bool = False
    cells: tuple[Mapping[str, Figure], ...] = ()
    before: str = "上年"


@dataclass(frozen=True, slots=True)
class Entry:
    """A collected workbook in the ledger: its name in the workspace, and what it was collected as. `year` is 0 where it is not known, `refused` says why nothing was taken, and `profile` is the digest of the profile.
    `beside` counts the filled cells, by sheet and class, of the sheets that hold no table. `answers` is, for a returned
    file that has come back, how often it was returned, and by the beginnings of their digests what it came from.
    """

    file: str
    year: int
    department: str
    sha256: str = ""
    size: int = 0
    profile: str = ""
    refused: str = ""
    beside: Mapping[str, Mapping[str, int]] = field(default_factory=dict, compare=False)
    answers: str = ""


class Stamp(NamedTuple):
    """By what a file is known to be the same without being read: its bytes, and when they and its entry were changed."""

    size: int
    modified: int
    changed: int


class Problem(NamedTuple):
    """A finding about a workbook, with the raw text of its cell, or the kind that its table was meant as, where clear."""

    finding: Finding
    raw: str = ""
    kind: str = ""
