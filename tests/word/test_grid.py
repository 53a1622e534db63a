"""The rows and cells of a table by the columns of its grid, and none of a table that stands in one of its cells."""

from __future__ import annotations

from typing import Any

from lxml import etree

from reportgen.word.elements import TBL, read_text
from reportgen.word.grid import cells_of, placed, rows_of, span_of
from tests.word.test_fill import NAMES, p, row, table


def built(*rows: str) -> Any:
    return next(etree.fromstring(f"<w:body {NAMES}>{table(*rows)}</w:body>").iter(TBL))


def test_rows_and_cells_are_the_tables_own() -> None:
    inner = f"<w:tc><w:tcPr/>{table(row('丙', '丁'), row('戊'))}{p('')}</w:tc>"
    outer = built(row("甲", "乙"), f"<w:tr>{inner}</w:tr>", "<label/>")
    own = list(rows_of(outer))
    assert [len(list(cells_of(each))) for each in own] == [2, 1]
    assert [each.tag for each in rows_of(outer, "label")][-1] == "label"


def test_cells_stand_where_those_before_them_end() -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="3"/></w:tcPr><w:p/></w:tc>'
    odd = '<w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr><w:p/></w:tc>'
    cells = "".join((wide, odd, f"<w:tc>{p('末')}</w:tc>"))
    (only,) = rows_of(built(f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{cells}</w:tr>'))
    found = list(placed(only))
    assert [(at, span_of(cell)) for at, cell in found] == [(2, 3), (5, 1), (6, 1)]
    assert read_text(found[-1][1][0]) == "末"
