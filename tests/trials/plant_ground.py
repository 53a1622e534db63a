"""The clean samples, ready to take a fault: what a kind of fault draws from, changes and says of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeVar

from reportgen.model import Kind
from tests.make.samples_write import Book
from tests.trials.plant_page import NotHere, Page, PageBook, Value, page
from tests.trials.plant_relations import TOWNSHIP, Relations

if TYPE_CHECKING:
    from _typeshed import SupportsLenAndGetItem

FORMATS = ("xlsx", "xls", "ods")


T = TypeVar("T")


class Chance(Random):
    """Draws; where there is nothing to draw from, the fault cannot be planted here."""

    def choice(self, seq: SupportsLenAndGetItem[T]) -> T:
        """Raises NotHere."""
        if not len(seq):
            raise NotHere
        return super().choice(seq)


@dataclass(frozen=True)
class Spot:
    """Where a fault was planted, and what the cell or the row held before and holds now; column 0 is the whole row, and
    row 0 the whole sheet. `also` are the other places of a fault that has no cell of its own: a row that is not there
    shows at the rows beside the gap, and at the total or the other sheet that still counts it. `names` are the field and the
    heading of its column, or the title of the sheet.
    """

    file: str
    sheet: str
    row: int
    column: int
    was: str
    now: str
    also: tuple[tuple[str, str, int], ...] = ()
    names: tuple[str, ...] = ()


def described(title: str, spot: Spot, changed: Sequence[str], said: Sequence[str]) -> str:
    """Say where a fault was planted, and what changed or was said, on some lines."""
    at = (
        f"row {spot.row}, column {spot.column}" if spot.column else f"row {spot.row}" if spot.row else "sheet"
    )
    lines = [f"{title}: {spot.file} › {spot.sheet} › {at}", f"    {spot.was[:150]!r} -> {spot.now[:150]!r}"]
    return "\n".join([*lines, *(f"    {each[:200]}" for each in [*changed[:4], *said[:3]])])


@dataclass
class Ground:
    """What one fault is drawn from. A workbook is copied when a page of it is drawn, and once more as it should be read."""

    chance: Chance
    kinds: Mapping[str, Kind]
    books: Mapping[int, Sequence[PageBook]]
    formats: Sequence[str] = FORMATS
    relations: Relations = TOWNSHIP
    touched: dict[str, PageBook] = field(default_factory=dict)
    sound: dict[str, PageBook] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    judged: bool = False

    @property
    def year(self) -> int:
        """The report's year."""
        return max(self.books)

    def draw(
        self, fits: Callable[[Page], bool] = lambda page: True, *, year: int = 0, bare: bool | None = None
    ) -> Page:
        """Return a page that fits, of a year or mostly of the report's, to be changed in place. Raises NotHere.

        What no report hangs on is varied: the format of the file and, unless `bare` is False, whether there is a row of
        totals and a column that counts the rows.
        """
        year = year or self.chance.choices(sorted(self.books), (1, 6))[0]
        fitting = [
            (book, at) for book in self.books[year] for at, each in enumerate(book.pages) if fits(each)
        ]
        if not fitting:
            raise NotHere
        book, at = self.chance.choice(fitting)
        drawn = self.take(book)
        page = drawn.pages[at]
        if bare is not False:
            if bare or self.chance.random() < 0.6:
                page.drop_totals()
            if self.chance.random() < 0.25:
                page.drop_number()
        self.sound[drawn.file] = deepcopy(drawn)
        return page

    def page_of(self, drawn: Page, kind: str) -> Page:
        """Another page of the same year. Raises NotHere."""
        year = self.book(drawn).year
        for book in [*self.touched.values(), *self.books[year]]:
            for at, each in enumerate(book.pages):
                if book.year == year and each.kind.name == kind:
                    if book.file not in self.touched:
                        book = self.take(book)
                        self.sound[book.file] = deepcopy(book)
                    return book.pages[at]
        raise NotHere

    def take(self, book: PageBook) -> PageBook:
        """Copy a workbook, to be changed in place; it may come in another format."""
        drawn = deepcopy(book)
        here = [each for each in (drawn.suffix, *FORMATS) if each in self.formats]
        drawn.suffix = here[0] if self.chance.random() < 0.5 else self.chance.choice(here)
        if drawn.file != book.file:
            self.gone.add(book.file)
        self.touched[drawn.file] = drawn
        return drawn

    def book(self, drawn: Page) -> PageBook:
        """The workbook of a page that was drawn."""
        return next(book for book in self.touched.values() if any(each is drawn for each in book.pages))

    def truth(self, drawn: Page) -> Page:
        """The same page as it should be read: change it where that is not the clean sample."""
        self.judged = True
        book = self.book(drawn)
        at = next(at for at, each in enumerate(book.pages) if each is drawn)
        return self.sound[book.file].pages[at]

    def spot(self, drawn: Page, row: int, column: int, was: object, now: object) -> Spot:
        """Say where a fault was planted."""
        heading = drawn.cells.get(drawn.heading(column)) if column in drawn.fields else None
        names = (drawn.fields[column], str(heading)) if heading else () if row else (drawn.kind.title,)
        return Spot(self.book(drawn).file, drawn.tab, row, column, _shown(was), _shown(now), names=names)

    def add(self, drawn: Page, stem: str, pages: Sequence[Page], folder: str = "") -> PageBook:
        """Put another file beside, or in a folder below, that of a page."""
        book = self.book(drawn)
        department = f"{book.department}/{folder}" if folder else book.department
        added = PageBook(book.year, department, stem, book.suffix, list(pages))
        self.touched[added.file] = added
        return added


def _shown(value: object) -> str:
    """A cell, or a row of cells, on a line."""
    if isinstance(value, Mapping):
        return " | ".join(str(value[column]) for column in sorted(value) if value[column] is not None)
    return "" if value is None else str(value)


Plant = Callable[[Ground], Spot]


@dataclass(frozen=True)
class FaultKind:
    """A kind of fault. `asks`: a person sees on the page that something is odd, so that it must be said even where nothing
    printed hangs on it. `fault`: False where what is planted is only other true data, which nobody can find. `group` is that
    of the audit's faults, and `apart` the reason why one of them cannot be seen, whoever looks, or, where it must be `told` all
    the same, why its row cannot be known.
    """

    name: str
    plant: Plant
    asks: bool = False
    fault: bool = True
    formats: Sequence[str] = FORMATS
    group: str = ""
    apart: str = ""
    profile: str = "rule-of-law"
    told: bool = False


KINDS: dict[str, FaultKind] = {}
AUDIT: dict[str, FaultKind] = {}


def kind(
    name: str, *, asks: bool = False, fault: bool = True, formats: Sequence[str] = FORMATS
) -> Callable[[Plant], Plant]:
    """Enter a function that plants a fault under the name of its kind."""

    def enter(plant: Plant) -> Plant:
        KINDS[name] = FaultKind(name, plant, asks, fault, formats)
        return plant

    return enter


def enter(
    name: str, group: str, profile: str = "rule-of-law", *, apart: str = "", told: bool = False
) -> Callable[[Plant], Plant]:
    """Enter a function that plants a fault of the audit's; `apart` says why nobody can see it, or its row."""

    def entered(plant: Plant) -> Plant:
        assert name not in AUDIT, name
        AUDIT[name] = FaultKind(name, plant, asks=True, group=group, apart=apart, profile=profile, told=told)
        return plant

    return entered


def books(kinds: Mapping[str, Kind], years: Mapping[int, Sequence[Book]]) -> dict[int, list[PageBook]]:
    """Lay the workbooks of both years out; sheets without a cell are left out."""
    return {
        year: [
            PageBook(
                year, book.department, Path(book.file).stem, Path(book.file).suffix[1:],
                [page(sheet, kinds) for sheet in book.sheets if sheet.columns],
            )
            for book in of_year
        ]
        for year, of_year in years.items()
    }  # fmt: skip


def values(page: Page, row: int) -> dict[int, Value]:
    """The cells of a row, copied."""
    return dict(page.row(row))
