"""What is said of rows of the year before that came back unchecked, or in a form that has lost its column 核对."""

from __future__ import annotations

import pytest

from reportgen.model import Range
from reportgen.tables.form_version import mark_of
from reportgen.tables.recognise import recognise
from tests.tables.small import CASES, KINDS, sheet

HEADS = "案号 | 收到日期"


def found(
    heads: str, *rows: str, came: int = 0, merged: tuple[Range, ...] = ()
) -> tuple[list[int], list[str]]:
    """The rows that count, from 1 below the header, and the cells at which something is told."""
    mark = f"表样版本：1.0-{mark_of(CASES, {}, came)}" if came else "行政复议案件台账"
    drawn = sheet("\n".join([f"{mark} | |", heads, *rows]), merged=merged)
    told = recognise(drawn, KINDS, "台账.xlsx")
    return [row - 1 for row in told.tables[0].rows], [
        each.place.cell or str(each.place.row) for each, _ in told.findings if each.code == "ROW016"
    ]


def cases(*said: str) -> list[str]:
    return [f"{word} | {at} | 2023-5-{at}" for at, word in enumerate(said, 1)]


def test_rows_that_stand_together_are_told_once_by_what_is_wrong() -> None:
    told = found(f"核对 | {HEADS}", *cases("待核对", "待核对", "没有了", "已核对", "废止", "废止"))
    assert told == ([4], ["A3", "A5", "A7"])


def test_a_merged_word_and_a_ditto_hold_for_every_row() -> None:
    merged = (((3, 0), (5, 0)),)
    assert found(f"核对 | {HEADS}", *cases("已核对", "不再有", "", "", "已核对"), came=5, merged=merged) == (
        [1, 5],
        [],
    )
    assert found(f"核对 | {HEADS}", *cases("已核对", "不再有", "同上", "〃", "已核对")) == ([1, 5], [])


@pytest.mark.parametrize(("heading", "count"), [("核对情况", 1), ("", 1), ("备注", 1), ("核对", 0)])
@pytest.mark.parametrize("word", ["不再有"])
def test_the_words_under_another_heading_are_an_error(heading: str, count: int, word: str) -> None:
    _, told = found(f"{heading} | {HEADS}", *cases("已核对", word))
    assert told == ["A4"] * count


def test_a_form_that_came_with_rows_and_has_no_column_for_them_is_an_error() -> None:
    assert found(f"序号 | {HEADS}", *cases("1", "2"), came=2) == ([1, 2], ["2"])
    assert found(f"序号 | {HEADS}", *cases("1", "2")) == ([1, 2], [])


def test_a_footer_below_the_rows_is_none_of_them() -> None:
    assert found(f"核对 | {HEADS}", *cases("已核对", "不再有"), "填表人：甲 | |") == ([1], [])
