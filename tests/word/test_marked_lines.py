"""A paragraph with its marks and comments is one line, and is read again from it."""

from __future__ import annotations

import pytest

from reportgen.word.marked_lines import (
    PARAGRAPH,
    Writer,
    all_same,
    comments_of,
    marks_of,
    text_of,
    widened,
)
from reportgen.word.marks import Mark, named


def mark(place: int) -> Mark:
    return Mark(place, "0123abcd", place)


def lines(*written: str) -> list[str]:
    """Lines of texts in which <1 and 1> are where the mark 1 begins and ends, 1>> where it ends behind the paragraph, [1 and
    1] a comment, | another paragraph.
    """
    writer = Writer()
    for each in written:
        if each[0] == "<":
            writer.begin(each[1:], named(mark(int(each[1:]) % 10)))
        elif each[-1] == ">":
            writer.end(each.rstrip(">"), outside=each.endswith(">>"))
        elif "[" in each or "]" in each:
            writer.comment(each.strip("[]"), begins=each[0] == "[")
        else:
            writer.pieces.append(each.replace("|", PARAGRAPH))
    return "".join(writer.pieces).split(PARAGRAPH)


@pytest.mark.parametrize(
    ("written", "text", "marked"),
    [
        (["共12件"], "共12件", []),
        (["共", "<1", "12", "1>", "件"], "共12件", [(1, 1, 3)]),
        (["<1", "<2", "12", "2>", "件", "1>"], "12件", [(2, 0, 2), (1, 0, 3)]),
        (["<1", "<11", "12", "1>", "件", "11>"], "12件", [(1, 0, 2), (1, 0, 3)]),
        (["12", "1>", "<1"], "12", []),
        (["<1", "12", "1>>"], "12", []),
        (["[7", "12", "7]", "<1", "3", "1>"], "123", [(1, 2, 3)]),
    ],
)
def test_a_line_gives_back_its_text_and_its_marks(
    written: list[str], text: str, marked: list[tuple[int, int, int]]
) -> None:
    (line,) = lines(*written)
    assert text_of(line) == text
    assert [(each.mark.place, each.start, each.end) for each in marks_of(line)] == marked


def test_a_bookmark_of_others_is_no_mark() -> None:
    writer = Writer()
    writer.begin("1", "_Toc1")
    assert not writer.has_begun("1")
    writer.end("1", outside=False)
    assert writer.pieces == []


@pytest.mark.parametrize(
    ("written", "places"),
    [
        (["<1", "1", "|", "2", "1>"], [1]),
        (["<1", "1", "1>>", "|", "<2", "2", "2>"], [1]),
        (["<1", "1", "1>", "|", "<2", "2"], []),
    ],
)
def test_a_mark_that_does_not_stay_in_one_line_is_widened(written: list[str], places: list[int]) -> None:
    assert [each.place for each in widened(lines(*written))] == places


def test_comments_are_found_where_they_begin() -> None:
    told = comments_of(lines("[1", "甲", "1]", "[2", "乙", "|", "丙", "2]", "3]", "1]"))
    assert [[tuple(each) for each in line] for line in told] == [
        [("1", 0, 1), ("2", 1, 2)],
        [("3", 1, 1), ("1", 1, 1)],
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (["<1", "12", "1>"], ["<21", "12", "21>"], True),
        (["<1", "12", "1>"], ["<1", "1", "1>", "2"], False),
        (["<1", "12", "1>"], ["<2", "12", "2>"], False),
        (["<1", "12", "1>"], ["12"], False),
        (["— ", " —"], ["—    —"], True),
        (["12"], ["13"], False),
        (["12"], ["12", "|"], False),
    ],
)
def test_lines_are_the_same_by_what_they_say_and_mark(one: list[str], other: list[str], same: bool) -> None:
    assert all_same(lines(*one), lines(*other)) is same
