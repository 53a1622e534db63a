"""A page to hand on is a Word file that python-docx reads, the same whenever it is made."""

from __future__ import annotations

from io import BytesIO

import docx

from reportgen.word.leaflet import page


def test_a_page_says_what_it_is_given() -> None:
    rows = [("部门", "表"), ("甲 & 乙<办>", "台账")]
    content = page("说明", ["先说", "再说"], rows, (1, 3), ["后说"])
    document = docx.Document(BytesIO(content))
    assert [each.text for each in document.paragraphs] == ["说明", "先说", "再说", "后说"]
    (table,) = document.tables
    assert [tuple(cell.text for cell in row.cells) for row in table.rows] == rows
    assert content == page("说明", ["先说", "再说"], rows, (1, 3), ["后说"])


def test_the_columns_share_the_width() -> None:
    (table,) = docx.Document(BytesIO(page("", [], [("甲", "乙")], (1, 3), []))).tables
    first, second = (column.width for column in table.columns)
    assert abs(second - 3 * first) <= 3 * 635
