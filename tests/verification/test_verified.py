"""What has become of the figures of a report that somebody has edited: a table of edits, and what is told of each."""

from __future__ import annotations

import pytest

from reportgen.verification.verified import Marks, Stretch, Text, verify

UNITS = ("件", "起", "人次", "人", "名", "次")


def text(marked: str) -> Text:
    """A paragraph in which figures stand as [name:text]; a number before the name is the place of the mark."""
    import re

    said, stretches, end = "", [], 0
    for number, match in enumerate(re.finditer(r"\[(?:(\d+)=)?(\w+):([^\]]*)\]", marked), 1):
        said += marked[end : match.start()]
        stretches.append(Stretch(match[2], len(said), len(said) + len(match[3]), int(match[1] or number)))
        said, end = said + match[3], match.end()
    return Text(said + marked[end:], stretches)


def told(expected: str, found: str) -> list[tuple[str, str, str, str]]:
    """The kind, figure, before and now of each difference; paragraphs are parted by a bar."""
    one, other = ([text(each) for each in whole.split("|")] for whole in (expected, found))
    return [(each.kind, each.figure, each.before, each.now) for each in verify(one, other, UNITS).differences]


REPORT = "全年受理案件[总数:123]件，办结[办结:100]件，办结率[率:81.3%]，[同比:比上年增长23.5%]。"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("全年受理案件123件，办结100件，办结率81.3%，比上年增长23.5%。", []),
        ("全年 受理案件１２３件，办结一百件，办结率81.3％，比上年增长23.5%。", []),
        ("今年以来共受理各类案件123件，已办结100件，办结率81.3%，比上年增长23.5%。", []),
        ("全年受理案件130件，办结100件，办结率81.3%，比上年增长23.5%。", [("changed", "总数", "123", "130")]),
        ("全年受理案件9123件，办结100件，办结率81.3%，比上年增长23.5%。", [("changed", "总数", "123", "9123")]),
        ("全年受理案件123万件，办结100件，办结率81.3%，比上年增长23.5%。", [("changed", "总数", "123", "123万")]),
        ("全年受理案件123余件，办结100件，办结率81.3%，比上年增长23.5%。", [("changed", "总数", "123", "123余")]),
        ("全年受理案件123人，办结100件，办结率81.3%，比上年增长23.5%。", [("changed", "总数", "123件", "123人")]),
        ("全年受理案件123件，办结100件，办结率81.3，比上年增长23.5%。", [("changed", "率", "81.3%", "81.3")]),
        ("全年受理案件123件，办结100件，办结率81.3%，比上年下降23.5%。", [("changed", "同比", "比上年增长23.5%", "比上年下降23.5%")]),
        ("全年受理案件件，办结100件，办结率81.3%，比上年增长23.5%。", [("deleted", "总数", "123", "")]),
        ("办结100件，办结率81.3%，比上年增长23.5%。", [("deleted", "总数", "123", "")]),
        # the mark stays on 123 while the line reads 9123, or goes around what was typed over it
        ("全年受理案件9[1=总数:123]件，办结100件，办结率81.3%，比上年增长23.5%。", [("changed", "总数", "123", "9123")]),
        ("全年受理案件[1=总数:1]30件，办结100件，办结率81.3%，比上年增长23.5%。", [("changed", "总数", "123", "130")]),
        ("全年受理案件[1=总数:]130件，办结100件，办结率81.3%，比上年增长23.5%。", [("changed", "总数", "123", "130")]),
        # the sentence is another one, and the mark tells the figure
        ("今年我们一共收到了[1=总数:123]份材料。办结100件，办结率81.3%，比上年增长23.5%。", []),
        ("办结100件，办结率81.3%，比上年增长23.5%。合计[1=总数:123]件。", [("moved", "总数", "123", "123")]),
    ],
)  # fmt: skip
def test_an_edited_sentence(found: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert told(REPORT, found) == expected


FIRST, SECOND = (
    "执法人员共有[人数:15]名，其中下沉到村的[下沉:3]名。",
    "全年开展各类普法宣传活动[活动:20]次，参加群众达到[人次:8889]人次。",
)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (SECOND + "|" + FIRST, [("moved", "人数", "15", "15"), ("moved", "下沉", "3", "3")]),
        (
            FIRST + "|" + SECOND + "|" + FIRST,
            [("doubled", "人数", "15", "15"), ("doubled", "下沉", "3", "3")],
        ),
        (
            FIRST + "|" + SECOND + "|" + FIRST.replace(":15", ":16"),
            [("contradicts", "人数", "15", "16"), ("doubled", "下沉", "3", "3")],
        ),
        (FIRST, [("deleted", "活动", "20", ""), ("deleted", "人次", "8889", "")]),
        (FIRST + "|" + SECOND + "|今年执法人员共有18名。", [("contradicts", "人数", "15", "18")]),
        (FIRST + "|" + SECOND + "|今年执法人员共有15名。", [("doubled", "人数", "15", "15")]),
        (FIRST + "|" + SECOND + "|另有志愿者7名。", [("typed", "", "", "7")]),
    ],
)
def test_an_edited_report(found: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert sorted(told(FIRST + "|" + SECOND, found)) == sorted(expected)


def test_the_file_has_the_values_of_the_day_on_which_it_was_written() -> None:
    one, other = [text("共[总数:125]件，[率:9%]")], [text("共[总数:123]件，[率:8%]")]
    verified = verify(
        one, other, UNITS, issued={"总数": "123", "率": "8%", "旧": "1"}, now={"总数": "125", "率": "8%"}
    )
    assert verified.unchanged == 2
    assert [(each.kind, each.figure, each.before, each.now) for each in verified.differences] == [
        ("ledger", "总数", "123", "125"),
        ("ledger", "旧", "1", ""),
    ]
    edited = [text("共125件，[率:8%]")]
    verified = verify(one, edited, UNITS, issued={"总数": "123", "率": "8%"}, now={"总数": "125", "率": "8%"})
    assert [(each.kind, each.now) for each in verified.differences] == [("changed", "125")]


def test_one_figure_with_two_values_says_so() -> None:
    expected = [text("共受理案件[总数:123]件。"), text("总计[2=总数:123]件。")]
    (one,) = verify(expected, [text("共受理案件130件。"), text("总计123件。")], UNITS).differences
    assert (one.kind, one.now, one.also) == ("changed", "130", "123")
    both = verify(expected, [text("共受理案件130件。"), text("总计130件。")], UNITS).differences
    assert [(each.now, each.also) for each in both] == [("130", ""), ("130", "")]


def test_what_is_gone_is_told_where_it_stood() -> None:
    (gone,) = verify([text("共受理案件[总数:123]件。")], [text("共受理案件件。")]).differences
    assert (gone.text, gone.start, gone.end, gone.context) == (0, 4, 5, "共受理案件[123]件。")
    (gone,) = verify([text("前言。"), text("[总数:123]件。")], [text("前言。")]).differences
    assert (gone.text, gone.expected) == (0, 1)
    (gone,) = verify([text("[总数:123]件。")], [text("件。")]).differences
    assert (gone.text, gone.expected) == (-1, 0)


def test_marks_are_counted_by_what_has_become_of_them() -> None:
    expected = text("[甲:1]件[乙:2]件[丙:3]件[丁:4]件[戊:5]件")
    found = Text(
        "1件22件件5件",
        [
            Stretch("甲", 0, 1, 1), Stretch("乙", 2, 3, 2), Stretch("丙", 5, 5, 3),
            Stretch("戊", 6, 7, 5), Stretch("戊", 6, 7, 5),
        ],
    )  # fmt: skip
    assert verify([expected], [found], UNITS).marks == Marks(3, 1, 1, 1, 1, 1)


def test_marks_are_whole_though_the_ledger_has_a_figure_more_before_them() -> None:
    written = text("复议[1=复议:3]件。开展活动[2=活动:20]次，参加[3=人次:600]人次。")
    now = text("复议[1=复议:4]件，撤销[2=撤销:1]件。开展活动[3=活动:20]次，参加[4=人次:600]人次。")
    issued = {"复议": "3", "活动": "20", "人次": "600"}
    found = verify([now], [written], UNITS, issued=issued, now={**issued, "复议": "4", "撤销": "1"})
    assert found.marks == Marks(sound=3)
    said = [(each.kind, each.figure, each.before, each.now) for each in found.differences]
    assert said == [("ledger", "复议", "3", "4"), ("ledger", "撤销", "", "1")], "and nobody has deleted it"


def test_what_is_quoted_shows_its_surroundings() -> None:
    (difference,) = verify(
        [text("全镇各部门各单位今年以来共受理案件[总数:123]件。")],
        [Text("全镇各部门各单位今年以来共受理案件130件。")],
    ).differences
    assert difference.context == "…各单位今年以来共受理案件[130]件。"
    assert difference.contradicts
