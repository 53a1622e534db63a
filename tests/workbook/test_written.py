"""Cells that are found by what is written of them are those that attributes and values come to, in whatever workbook of a form."""

from __future__ import annotations

from random import Random

import pytest

from reportgen.workbook import written as module
from reportgen.workbook.cells import read_cells
from reportgen.workbook.manners import Manners
from reportgen.workbook.notes import Unusual
from reportgen.workbook.styles import Look
from reportgen.workbook.texts import shared_texts
from reportgen.workbook.written import Form, Written, form_of

LOOKS = (Look(), Look(days="day"), Look(percent=True), Look(struck=True))
FORMS = (
    "", ' s="0"/>', "><v>{count}</v>", ' s="0"><v>{amount}</v>', ' s="1"><v>{day}</v>', ' s="0" t="s"><v>{text}</v>',
    ' t="s"><v>{text}</v>', ' t="b"><v>1</v>', ' t="b"><v>0</v>', ' s="1"/>',
)  # fmt: skip
TELLING = (' s="2"><v>0.5</v>', ' s="3" t="s"><v>0</v>', ' t="e"><v>#N/A</v>', ' t="str"><v>甲</v>')
STRANGE = (
    ' s="0"><f>A2/A3</f><v>1</v>', ' s="0"><v/>', ' s="0"><v xml:space="preserve">1</v>', ' t="s"><v>99</v>', "><v>1e5</v>",
    ' s="0"><v></v>', "><v>甲</v>", ' q="0"><v>1</v>', ' t="inlineStr"><is><t>甲</t></is>', "><v>1-2</v>", ' s="1"><v>-1</v>',
    ">", ' s="0"/><v>1</v>', ' s="0"><v>1</>', ' s="0"/v>',
)  # fmt: skip


def sheet(random: Random, texts: int, others: tuple[str, ...] = ()) -> bytes:
    columns = [random.choices(FORMS, k=random.choice((1, 1, 2))) for _ in range(4)]
    rows = []
    for number in range(1, random.choice((4, 60, 120))):
        cells = ""
        for letter, forms in zip("ABCD", columns, strict=True):
            form = random.choice(others) if others and random.random() < 0.02 else random.choice(forms)
            values = {
                "count": random.randrange(1200), "amount": random.randrange(10**6) / 10, "day": random.randrange(45000, 45365),
                "text": random.randrange(texts),
            }  # fmt: skip
            whole = form.format(**values)
            cells += f'<c r="{letter}{number}"{whole}{"" if whole.endswith(("/>", "/v>")) and "<v>" not in whole else "</c>"}' if whole else ""  # fmt: skip
        rows.append(f'<row r="{number}">{cells}</row>')
    return "".join(rows).encode()


def read(rows: bytes, manners: Manners, written: Written | None) -> tuple[object, ...]:
    try:
        found = read_cells(rows, 4, manners, written)
    except Unusual:
        return ("unusual",)
    if written and found.is_shared:
        assert written.texts.issuperset(
            cell for column in found.columns for cell in column if isinstance(cell, str)
        )
    return found.columns, found.notes


@pytest.mark.parametrize("others", [(), TELLING, STRANGE])
def test_the_sheets_of_many_workbooks_are_read_as_each_by_itself(others: tuple[str, ...]) -> None:
    random = Random(2023)
    form = Form()
    read_at_once = 0
    for workbook in range(40):
        count = random.randrange(1, 90)
        xml = "".join(f"<si><t>第{workbook}本{at}</t></si>" for at in range(count))
        texts = shared_texts(f"<sst>{xml}</sst>".encode())
        manners = Manners(LOOKS, texts, date1904=False)
        written = Written(form, manners)
        for _ in range(3):
            rows = sheet(random, count, others)
            alone = read(rows, Manners(LOOKS, texts, date1904=False), None)
            assert read(rows, manners, written) == alone
            read_at_once += read_cells(rows, 4, manners, written).is_shared if len(alone) > 1 else 0
    assert read_at_once > 100 or others


def test_what_a_form_remembers_is_little_and_bound_to_its_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 30)
    form = form_of(b"styles", date1904=False)
    assert form_of(b"styles", date1904=True) is not form
    for first in range(0, 4000, 100):
        rows = "".join(
            f'<row r="{at + 1}"><c r="A{at + 1}" s="1"><v>{first + at}</v></c></row>' for at in range(100)
        )
        manners = Manners(LOOKS, shared_texts(b""), date1904=False)
        read_cells(rows.encode(), 1, manners, Written(form, manners))
        assert len(form.cells) <= 131
