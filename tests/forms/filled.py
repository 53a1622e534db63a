"""Forms of a few columns, and forms as a clerk fills them in: every sheet with rows that its columns take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl

from reportgen.forms import book as forms
from reportgen.forms import page, ways
from reportgen.forms.drawing import Book, Sheet
from reportgen.forms.page import Cover
from reportgen.forms.paper import Drawn
from reportgen.model import Check, Field, Kind, Profile
from reportgen.pipeline import Form, Project
from reportgen.stages.owed import asked_of


def plausible(name: str, declared: Field, number: int, department: str) -> Any:
    """What a clerk may type into the n-th row of a column."""
    match declared.type:
        case "date":
            return date(2023, 1 + number, 10 + number)
        case "boolean":
            return ("是", "否")[number % 2]
        case "integer" | "number":
            least = declared.minimum if declared.minimum is not None else min(declared.maximum or 0, 0) - 9
            return least + number
    if declared.enum:
        return declared.enum[number % len(declared.enum)]
    return f"AB{number:06}" if declared.pattern else f"00{number}{department}{name}"


def fill(project: Project, form: Form, rows: int = 3) -> tuple[openpyxl.Workbook, int]:
    """Write rows below the example of every sheet of a form, and into all that are printed there; return the workbook, and
    how many.
    """
    book, count = openpyxl.load_workbook(form.file), 0
    for sheet, kind in zip(book.worksheets, asked_of(project.profile, form.department, 2023), strict=False):
        columns = ways.columns(kind).items()
        printed = sum(cell.value is not None for cell in sheet["B"][page.FIRST - 1 :])
        count += (printed or rows) if rows else 0
        for number in range((printed or rows) if rows else 0):
            for column, (name, declared) in enumerate(columns, 1):
                cell: Any = sheet.cell(page.FIRST + number, column)
                cell.value = plausible(name, declared, number, form.department) if declared else number + 1
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        signed: Any = sheet["A3"]
        signed.value = "填报人：张某某　　审核人：李某某　　联系电话：6612345　　填报日期：2024年1月8日"
    return book, count


def drawn(*kinds: Kind, department: str = "司法所", year: int = 2023) -> openpyxl.Workbook:
    """The forms of kinds that no check asks anything of."""
    profile = Profile(
        name="方案",
        kinds={kind.name: kind for kind in kinds},
        figures={},
        checks={},
        reads={},
        template=b"",
        digest="",
    )
    return openpyxl.load_workbook(BytesIO(forms.workbook(profile, kinds, Cover(department, year))))


def on_a_sheet(draw: Callable[[Sheet], object]) -> Any:
    """The sheet on which something was drawn, as it is read."""
    book = Book(Drawn())
    draw(book.sheet("表"))
    return openpyxl.load_workbook(BytesIO(forms.packed(book))).worksheets[0]


def kind_of(**fields: Field) -> Kind:
    return Kind(name="复议", title="复议台账", fields=fields)


def form(year: int = 2023, **fields: Field) -> openpyxl.Workbook:
    """The form of one kind with these fields."""
    return drawn(kind_of(**fields), year=year)


def listed_values(book: openpyxl.Workbook, listed: str) -> list[Any]:
    """The values that a rule takes from cells of the workbook."""
    name, _, cells = listed.rpartition("!")
    return [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]


def checked(kind: Kind, *checks: Check, reads: dict[str, set[str]] | None = None) -> Profile:
    """A profile of one kind and its checks, each of which reads the columns that are given by its code."""
    pairs = {
        each.code: frozenset((kind.name, name) for name in (reads or {}).get(each.code, ()))
        for each in checks
    }
    return Profile(
        name="方案", kinds={kind.name: kind}, figures={}, checks={each.code: each for each in checks}, reads=pairs,
        template=b"", digest="",
    )  # fmt: skip
