"""The structure tree of a PDF gives its paragraphs, whatever the page looks like."""

from __future__ import annotations

import pytest

from reportgen.pdf.tagged import Line, NoTree, lines
from tests.pdf.pages import pdf


def test_paragraphs_come_whole_and_page_numbers_not_at_all() -> None:
    assert lines(pdf([("H1", ["标题"]), ("P", ["共有12", "件，办结11件。"]), ("Own", ["自己的样式"])])) == [
        Line("标题"),
        Line("共有12件，办结11件。"),
        Line("自己的样式"),
    ]


@pytest.mark.parametrize(
    ("shown", "broken"),
    [
        (["12345", "678"], ("12345│678",)),
        (["1234", "5678", ".10"], ("1234│5678│.10",)),
        (["100", "%"], ("100│%",)),
        (["12345", "件"], ()),
        (["第1", "村"], ()),
        (["12345678"], ()),
    ],
)
def test_a_number_that_is_broken_in_its_cell_is_seen(shown: list[str], broken: tuple[str, ...]) -> None:
    assert lines(pdf([("TD", shown)])) == [Line("".join(shown), broken, True)]


def test_what_stands_in_a_chart_is_known_and_joins_no_paragraph() -> None:
    told = lines(pdf([("P", ["前文"]), ("Figure", ["12"]), ("P", ["后文"])]))
    assert told == [Line("前文"), Line("12", drawn=True), Line("后文")]


def test_empty_paragraphs_are_left_out() -> None:
    assert lines(pdf([("P", []), ("P", [" "]), ("P", ["有"])])) == [Line("有")]


@pytest.mark.parametrize("file", [pdf([("P", ["有"])], tagged=False), b"%PDF-1.6\n", b"", b"PK"])
def test_what_has_no_tree_is_told(file: bytes) -> None:
    with pytest.raises(NoTree):
        lines(file)
