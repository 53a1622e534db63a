"""The sheets that a department owes -> the workbook that it fills in. `collect` reads a filled one as any other workbook.

What a form says of a column comes from the column's declaration and the profile's checks. This folder alone knows openpyxl.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.xml.functions import tostring

from reportgen.forms.demands import demands
from reportgen.forms.drawing import sheet_name
from reportgen.forms.guide import instruct
from reportgen.forms.page import INSTRUCTIONS, Cover, Form, draw, finish
from reportgen.forms.specimen import specimen
from reportgen.forms.standing import Rows
from reportgen.model import Kind, Profile
from reportgen.profile.lasting import every_key
from reportgen.tables.form_version import SAID, version_of
from reportgen.workbook.zipped import pack

_PARTS = (  # as openpyxl names them, and as Excel does
    (r"comments/comment(\d+)\.xml", r"comments\1.xml"),
    (r"drawings/commentsDrawing(\d+)\.vml", r"drawings/vmlDrawing\1.vml"),
)


def workbook(
    profile: Profile, kinds: Sequence[Kind], cover: Cover, carried: Mapping[str, Rows] | None = None
) -> bytes:
    """Return the workbook that a department fills in: a sheet for each kind, and the instructions. `carried` are the rows
    of the year before, by kind.
    """
    book = Workbook()
    guide = book.worksheets[0]
    guide.title = INSTRUCTIONS
    forms = [_form(profile, kind, cover.year, (carried or {}).get(kind.name, ())) for kind in kinds]
    sheets = [(book.create_sheet(sheet_name(form.kind.name), -1), form) for form in forms]
    title = f"{cover.year}年报送表{INSTRUCTIONS}（{cover.department}）"
    lists = instruct(guide, [(sheet.title, form) for sheet, form in sheets], title)
    for sheet, form in sheets:
        draw(sheet, form, cover, lists.get(form.kind.name, {}))
    for sheet in book.worksheets:
        finish(sheet)
    book.active = 0
    made = f"reportgen {version('reportgen')} {version_of(kinds)}"
    book.custom_doc_props.append(StringProperty(name=SAID, value=made))  # type: ignore[attr-defined]
    return _bytes(book, datetime(cover.year, 1, 1))


def _form(profile: Profile, kind: Kind, year: int, carried: Rows) -> Form:
    asked = demands(profile, kind)
    return Form(kind, specimen(profile, kind, year), asked, carried or every_key(kind), bool(carried))


def _bytes(book: Workbook, stamp: datetime) -> bytes:
    """The file of a workbook, with nothing of the clock in it, and its notes where every program looks for them."""
    file = BytesIO()
    book.save(file)
    book.properties.created = book.properties.modified = stamp  # which saving has set to now
    with ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts |= {"docProps/core.xml": tostring(book.properties.to_tree())}
    return pack({_usual(name): _told_of(name, content) for name, content in parts.items()})


def _usual(part: str) -> str:
    """The name of a part as Excel gives it: exceljs opens no workbook whose notes are elsewhere."""
    for pattern, usual in _PARTS:
        part = re.sub(f"^xl/{pattern}$", rf"xl/{usual}", part)
    return part


def _told_of(part: str, content: bytes) -> bytes:
    """A part that names others, with their usual names."""
    start = {"[Content_Types].xml": "/xl/", "xl/worksheets/_rels/": "../"}
    for head, before in start.items():
        for pattern, usual in _PARTS if part.startswith(head) else ():
            content = re.sub(f'"/xl/{pattern}"'.encode(), f'"{before}{usual}"'.encode(), content)
    return content
