"""The sheets that a department owes -> the workbook that it fills in. `collect` reads a filled one as any other workbook.

What a form says of a column comes from the column's declaration and the profile's checks. This folder alone knows XlsxWriter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from reportgen.forms.demands import demands
from reportgen.forms.drawing import Book, sheet_name
from reportgen.forms.guide import instruct
from reportgen.forms.page import INSTRUCTIONS, Cover, Form, draw, finish, plain_rows
from reportgen.forms.paper import Drawn
from reportgen.forms.specimen import specimens
from reportgen.forms.standing import Rows
from reportgen.model import Kind, Profile, Value
from reportgen.periods import Period
from reportgen.profile.lasting import every_key
from reportgen.program import VERSION
from reportgen.tables.form_version import SAID, version_of
from reportgen.workbook.zipped import pack


def workbook(
    profile: Profile, kinds: Sequence[Kind], cover: Cover, carried: Mapping[str, Rows] | None = None
) -> bytes:
    """Return the workbook that a department fills in: a sheet for each kind, and the instructions. `carried` are the rows
    of the year before, by kind.
    """
    book = Book(Drawn())
    examples = specimens(profile, kinds, cover.year, cover.part)
    forms = [
        _form(profile, kind, example, (carried or {}).get(kind.name, ()), Period(cover.year, cover.part))
        for kind, example in zip(kinds, examples, strict=True)
    ]
    sheets = [(book.sheet(sheet_name(form.kind.name)), form) for form in forms]
    guide = book.sheet(INSTRUCTIONS)
    title = f"{cover.period}报送表{INSTRUCTIONS}（{cover.department}）"
    lists = instruct(guide, [(sheet.name, form) for sheet, form in sheets], title, cover.part)
    for sheet, form in sheets:
        draw(sheet, form, cover, lists.get(form.kind.name, {}))
    for sheet in (*(sheet for sheet, _ in sheets), guide):
        finish(sheet)
    made = f"reportgen {VERSION} {version_of(kinds)}"
    book.file.set_custom_property(SAID, made)
    book.file.set_properties({"created": datetime(cover.year, 1, 1)})
    return packed(book)


def packed(book: Book) -> bytes:
    """End a workbook, and return its file; in its sheets, empty rows grow with what is written in them."""
    parts = book.file.parts()
    return pack({name: plain_rows(part) if "/sheet" in name else part for name, part in parts.items()})


def _form(profile: Profile, kind: Kind, example: Mapping[str, Value], carried: Rows, period: Period) -> Form:
    return Form(
        kind, example, demands(profile, kind), carried or every_key(kind), bool(carried), period.example
    )
