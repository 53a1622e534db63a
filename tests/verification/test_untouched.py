"""Where a stretch of an issued report stands in what people have made of it, if they have left it alone."""

from __future__ import annotations

import pytest

from reportgen.verification.untouched import Standing
from reportgen.word.renewed import Range
from reportgen.word.stretches import PARAGRAPH, ROW, Tracked
from tests.verification.test_renewal import edited, report

OLD = ["全年召开会议{a=12}次，研究法治工作。", "办结{b=12}件，均无投诉。", "坚持领导带头学法，定期听取汇报。"]


def standing(*theirs: str, old: list[str] = OLD, kind: str = PARAGRAPH) -> Standing:
    issued = report(old, [kind] * len(old))
    return Standing(issued.texts, issued.units, edited(theirs, [kind] * len(theirs)))


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        (["全年召开会议{1=12}次，研究法治工作。"], Range(0, 6, 8)),
        (["我镇全年召开会议{1=12}次。"], Range(0, 8, 10)),
        (["共{1=12}次"], Range(0, 1, 3)),
        (["别的一段话", "全年召开会议12次，研究法治工作。"], Range(1, 6, 8)),
        (["全年召开会议{1=12}9次，研究法治工作。"], None),
        (["全年召开会议{1=13}次，研究法治工作。"], None),
        (["办结{2=12}件，均无投诉。"], None),
    ],
)  # fmt: skip
def test_where_a_figure_stands(theirs: list[str], expected: Range | None) -> None:
    assert standing(*theirs).place(0, 6, 8) == expected


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ("全年召开会议{1=13}次，研究法治工作。", "13"),
        ("全年召开会议{1=12}9次，研究法治工作。", "129"),
        ("全年召开会议十三次，研究法治工作。", "十三"),
        ("全年召开会议次，研究法治工作。", None),
    ],
)
def test_what_people_have_typed_over_a_figure(theirs: str, expected: str | None) -> None:
    found = standing(theirs)
    place = found.typed(0, 6, 8, 1)
    assert (place and found.said(place)) == expected


@pytest.mark.parametrize(
    ("theirs", "position", "expected"),
    [
        (["办结{2=12}件，均无投诉。"], 6, Range(0, 6, 6)),
        (["办结{2=12}件，至今均无投诉。"], 6, Range(0, 6, 6)),
        (["办结{2=12}件，均无投诉。"], 0, Range(0, 0, 0)),
        (["办结{2=12}件，均无投诉。"], 11, Range(0, 11, 11)),
        (["别的一段话"], 6, None),
    ],
)  # fmt: skip
def test_a_point_is_behind_the_word_before_it(
    theirs: list[str], position: int, expected: Range | None
) -> None:
    assert standing(*theirs).gap(1, position) == expected


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        (OLD[2:], [0]),
        (["甲乙丙丁。", *OLD[2:]], [1]),
        (["坚持领导带头", "学法，定期听取汇报。"], [0, 1]),
        ([OLD[2] + "加的"], None),
        (["坚持领导带头学法，又定期听取汇报。"], None),
        (["坚持领导<带头>学法，定期听取汇报。"], None),
    ],
)  # fmt: skip
def test_a_paragraph_that_nobody_has_touched(theirs: list[str], expected: list[int] | None) -> None:
    found = standing(*theirs, old=OLD[2:])
    assert found.whole(report(OLD[2:]).units[0]) == expected


def test_a_note_or_a_picture_that_people_have_put_in_is_a_change() -> None:
    issued, theirs = report(OLD[2:]), edited(OLD[2:])
    theirs = theirs._replace(tracked=[Tracked(held=1)])
    assert Standing(issued.texts, issued.units, theirs, [1]).whole(issued.units[0]) == [0]
    assert Standing(issued.texts, issued.units, theirs).whole(issued.units[0]) is None


def test_a_paragraph_that_has_moved_is_found_where_it_is() -> None:
    found = standing(OLD[2], "全年召开会议{1=12}次，研究法治工作。", "办结{2=12}件，均无投诉。")
    assert [found.place(number) and found.place(number).passage for number in range(3)] == [1, 2, 0]


def test_a_row_is_found_by_its_words() -> None:
    rows = ["司法所{x#1.n=3}件", "派出所{x#2.n=3}件"]
    found = standing("派出所3件", "司法所8件", old=rows, kind=ROW)
    assert found.place(1, 3, 4) == Range(0, 3, 4)
    typed = found.typed(0, 3, 4, 0)
    assert typed == Range(1, 3, 4)
    assert found.said(typed) == "8"


def test_a_paragraph_that_has_become_the_end_of_another_one_is_found_whole() -> None:
    old = ["办结各类案件，均无投诉。", "听取汇报。"]
    assert standing(old[1] + old[0], old=old).place(0) == Range(0, 5, 17)


def test_a_short_paragraph_that_has_moved_is_found_where_it_is() -> None:
    old = ["设有一处。", "长的一段话在中间把它们隔开。", "又有一段话在后面。"]
    assert standing(*old[1:], old[0], old=old).place(0) == Range(2, 0, len(old[0]))


@pytest.mark.parametrize(
    ("old", "theirs"),
    [("共{a=12}万件", "共１２万件"), ("共1{a=23}件", "共１２３件")],
)
def test_a_part_of_a_numeral_that_is_written_otherwise_now_has_no_place(old: str, theirs: str) -> None:
    figure = report([old]).texts[0].stretches[0]
    assert standing(theirs, old=[old]).place(0, figure.start, figure.end) is None


@pytest.mark.parametrize(
    ("old", "theirs"),
    [
        ("起，{a=比上年增长5%}。", ["起，比上年", "增长5%。"]),
        (
            "收到{a=1234}件",
            ["会上{1=大家一致认为要把法治工作摆在更加突出的位置，抓紧抓实，抓出成效，抓出水平}"],
        ),
    ],
)
def test_what_is_no_number_was_not_typed_over_one(old: str, theirs: list[str]) -> None:
    figure = report([old]).texts[0].stretches[0]
    assert standing(*theirs, old=[old]).typed(0, figure.start, figure.end, 1) is None


def test_a_few_signs_that_are_the_same_are_nothing_that_was_kept() -> None:
    found = standing("领导。")
    assert found.kept(found.own(2)) == []
    assert len(standing(OLD[2][:8]).kept(found.own(2))) == 8


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ("全年召开会议{1=13}次，研究法治工作。", "会议13"),
        ("全年召开会议次，研究法治工作。", "会议"),
        ("全年召开会议共{1=13}次，研究法治工作。", "会议共13"),
    ],
)
def test_what_stands_instead_of_a_clause_ends_with_the_number_typed_over_its_last_one(
    theirs: str, expected: str
) -> None:
    found = standing(theirs)
    assert found.instead(found.own(0, 4, 8)) == expected
    assert found.instead(found.own(0, 4, 8), whole=True) == found.edited.texts[0].text
