"""What becomes of a report that people have edited: [what is struck>what is inserted], a whole paragraph with - or + before it;
and what is left to them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

import pytest

from reportgen.verification.renewal import Renewal, Report, renewal
from reportgen.verification.untouched import Edited
from reportgen.verification.verified import Stretch, Text
from reportgen.word.stretches import BOX, PARAGRAPH, ROW, Tracked, Unit
from tests.verification.test_pairing import text


def report(drawn: Sequence[str], kinds: Sequence[str] = ()) -> Report:
    """A report whose figures are written as {name=value}; their marks count from 1."""
    places = count(1)
    texts = [
        Text(each.text, [one._replace(place=next(places)) for one in each.stretches])
        for each in map(text, drawn)
    ]
    return Report(texts, _units(len(drawn), kinds))


def _units(number: int, kinds: Sequence[str]) -> list[Unit]:
    return [
        Unit(kind, ((at,),), 0 if kind == ROW else -1)
        for at, kind in enumerate(kinds or [PARAGRAPH] * number)
    ]


def edited(drawn: Sequence[str], kinds: Sequence[str] = ()) -> Edited:
    """A report as people have it: {3=value} is what the third mark surrounds, <...> what they have inserted as a change."""
    texts, tracked = [], []
    for each in drawn:
        said = text(each.replace("<", "").replace(">", ""))
        plain = re.sub(r"\{\d+=([^}]*)\}", r"\1", each)
        inserted = [(found.start(), found.end() - 2) for found in re.finditer("<[^>]*>", plain)]
        marks = [Stretch("", one.start, one.end, int(one.name)) for one in said.stretches]
        texts.append(Text(said.text, marks))
        tracked.append(Tracked(tuple(inserted), bool(inserted)))
    return Edited(texts, _units(len(drawn), kinds), tracked)


def shown(found: Renewal, new: Report, theirs: Edited) -> list[str]:
    lines = []
    for number, (said, _) in enumerate(theirs.texts):
        changes = [
            each for each in found.replacements if each.place.passage == number and each.text is not None
        ]
        for each in sorted(changes, key=lambda one: one.place, reverse=True):
            now = each.text or ""
            if each.new:
                now = new.texts[each.new.passage].text[each.new.start : each.new.end]
            said = f"{said[: each.place.start]}[{said[each.place.start : each.place.end]}>{now}]{said[each.place.end :]}"
        sign = "-" if any(number in each.passages for each in found.removals) else ""
        lines.append(sign + said)
    for each in reversed(found.additions):
        at = next(n for n, line in enumerate(lines) if _number(theirs, each.anchor) in line)
        lines.insert(at + (not each.before), "+" + new.texts[each.passages[0]].text)
    return lines


def _number(theirs: Edited, passage: int) -> str:
    return theirs.texts[passage].text


def said_of(found: Renewal) -> list[tuple[str, str, str, str]]:
    return [(each.why, each.before, each.typed, each.now) for each in found.left]


OLD = ["头一段话", "收到{a=4}件，办结{b=3}件，暂无败诉。", "末一段话"]
NEW = ["头一段话", "收到{a=5}件，办结{b=3}件，败诉{c=1}件。", "末一段话"]


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        (["头一段话", "收到{1=4}件，办结{2=3}件，暂无败诉。", "末一段话"],
         ["头一段话", "收到[4>5]件，办结3件，[暂无败诉。>败诉1件。]", "末一段话"]),
        (["头一段话", "今年收到{1=4}件，已办结{2=3}件，暂无败诉。", "人写的", "末一段话"],
         ["头一段话", "今年收到[4>5]件，已办结3件，[暂无败诉。>败诉1件。]", "人写的", "末一段话"]),
        (["头一段话", "收到4件，办结3件，暂无败诉。", "末一段话"],
         ["头一段话", "收到[4>5]件，办结3件，[暂无败诉。>败诉1件。]", "末一段话"]),
        (["头一段话", "收到{1=4}件，办结{2=3}件，", "暂无败诉。", "末一段话"],
         ["头一段话", "收到[4>5]件，办结3件，", "[暂无败诉。>败诉1件。]", "末一段话"]),
        (["头一段话", "末一段话"], ["头一段话", "末一段话"]),
        (["头一段话", "收到{1=4}件，末一段话"], ["头一段话", "收到[4>5]件，末一段话"]),
    ],
)  # fmt: skip
def test_what_nobody_has_touched_becomes_as_it_is_now(theirs: list[str], expected: list[str]) -> None:
    new, have = report(NEW), edited(theirs)
    found = renewal(report(OLD), new, have)
    assert shown(found, new, have) == expected
    assert [each for each in found.left if each.figure] == []


@pytest.mark.parametrize(
    ("theirs", "expected", "left"),
    [
        ("收到{1=9}件，办结{2=3}件，暂无败诉。", "收到9件，办结3件，[暂无败诉。>败诉1件。]", [("typed", "4", "9", "5")]),
        ("收到{1=5}件，办结{2=3}件，暂无败诉。", "收到5件，办结3件，[暂无败诉。>败诉1件。]", []),
        ("收到{1=4}件，办结{2=8}件，暂无败诉。", "收到[4>5]件，办结8件，[暂无败诉。>败诉1件。]", [("typed", "3", "8", "3")]),
        ("收到{1=4}9件，办结{2=3}件，暂无败诉。", "收到49件，办结3件，[暂无败诉。>败诉1件。]", [("typed", "4", "49", "5")]),
        ("收到{1=4}件，办结{2=3}件，至今暂无败诉。", "收到[4>5]件，办结3件，至今[暂无败诉。>败诉1件。]", []),
        ("收到{1=4}件，办结{2=3}件，暂时没有败诉。", "收到[4>5]件，办结3件，暂时没有败诉。", [("reworded", "暂无败诉。", "暂时没有败诉。", "败诉1件。")]),
        ("收到<{1=4}>件，办结{2=3}件，暂无败诉。", "收到4件，办结3件，[暂无败诉。>败诉1件。]", [("tracked", "4", "4", "5")]),
        ("收到{1=4}件，办结{2=3}件，<暂无败诉。>", "收到[4>5]件，办结3件，暂无败诉。", [("tracked", "暂无败诉。", "暂无败诉。", "败诉1件。")]),
    ],
)  # fmt: skip
def test_what_people_have_changed_is_left_and_said(
    theirs: str, expected: str, left: list[tuple[str, str, str, str]]
) -> None:
    new, have = report(NEW), edited(["头一段话", theirs, "末一段话"])
    found = renewal(report(OLD), new, have)
    assert shown(found, new, have)[1] == expected
    assert said_of(found) == left


LONGER = ["工作如下", "组织学法进村入户", "召开调解工作例会", "总结"]
SHORTER = ["工作如下", "召开调解工作例会", "总结"]


@pytest.mark.parametrize(
    ("old", "new", "theirs", "expected", "left"),
    [
        (LONGER, SHORTER, LONGER, ["工作如下", "-组织学法进村入户", "召开调解工作例会", "总结"], []),
        (SHORTER, LONGER, SHORTER, ["工作如下", "+组织学法进村入户", "召开调解工作例会", "总结"], []),
        (SHORTER, LONGER, ["工作如下", "人写的一段话", "总结"], ["工作如下", "+组织学法进村入户", "人写的一段话", "总结"], []),
        (SHORTER, LONGER, ["工作如下文所示吧", "召开调解工作例会"], ["工作如下文所示吧", "+组织学法进村入户", "召开调解工作例会"], []),
        (SHORTER, LONGER, ["全是人写的"], ["全是人写的"], [("homeless", "", "", "组织学法进村入户")]),
        (LONGER, SHORTER, ["工作如下", "组织学法进村入户到船", "召开调解工作例会", "总结"],
         ["工作如下", "[组织学法进村入户>]到船", "召开调解工作例会", "总结"], []),
        (LONGER, SHORTER, ["工作如下", "组织学法又进村入户", "召开调解工作例会", "总结"],
         ["工作如下", "组织学法又进村入户", "召开调解工作例会", "总结"], [("kept", "组织学法进村入户", "组织学法又进村入户", "")]),
        (LONGER, SHORTER, ["工作如下", "<组织学法进村入户>", "召开调解工作例会", "总结"],
         ["工作如下", "组织学法进村入户", "召开调解工作例会", "总结"], [("kept", "组织学法进村入户", "组织学法进村入户", "")]),
        (LONGER, SHORTER, SHORTER, SHORTER, []),
    ],
)  # fmt: skip
def test_what_has_come_and_gone(
    old: list[str],
    new: list[str],
    theirs: list[str],
    expected: list[str],
    left: list[tuple[str, str, str, str]],
) -> None:
    now, have = report(new), edited(theirs)
    found = renewal(report(old), now, have)
    assert shown(found, now, have) == expected
    assert said_of(found) == left


def test_a_row_is_known_by_its_words_wherever_it_stands_now() -> None:
    kinds = [PARAGRAPH, ROW, ROW]
    old = report(["表", "司法所{清单#1.数量=7}件", "派出所{清单#2.数量=5}件"], kinds)
    new = report(["表", "派出所{清单#1.数量=9}件", "司法所{清单#2.数量=7}件"], kinds)
    untouched = edited(["表", "司法所{1=7}件", "派出所{2=5}件"], kinds)
    assert shown(renewal(old, new, untouched), new, untouched) == [
        "表", "+派出所9件", "司法所7件", "-派出所5件",
    ]  # fmt: skip
    theirs = edited(["表", "司法所{1=7}件", "派出所（含分所）{2=5}件"], kinds)
    assert shown(renewal(old, new, theirs), new, theirs) == ["表", "司法所7件", "派出所（含分所）[5>9]件"]


def test_equal_numbers_of_two_rows_are_told_apart_by_their_marks() -> None:
    kinds = [ROW, ROW, ROW]
    old = report(["甲{x#1.n=0}", "乙{x#2.n=0}", "丙{x#3.n=0}"], kinds)
    new = report(["甲{x#1.n=1}", "乙{x#2.n=2}", "丙{x#3.n=3}"], kinds)
    theirs = edited(["甲{1=0}", "丙{3=0}"], [ROW, ROW])
    assert shown(renewal(old, new, theirs), new, theirs) == ["甲[0>1]", "丙[0>3]"]


def test_a_copy_with_its_mark_says_the_same() -> None:
    theirs = edited(["头一段话", "收到{1=4}件，办结{2=3}件，暂无败诉。", "末一段话", "又：收到{1=4}件。"])
    new = report(NEW)
    found = renewal(report(OLD), new, theirs)
    assert shown(found, new, theirs)[3] == "又：收到[4>5]件。"
    assert [each.mark for each in found.replacements if each.place.passage == 3] == [0]


def test_a_figure_that_somebody_has_copied_over_another_one_is_not_said_there() -> None:
    old, new = report(["甲镇收到{a=3}件，乙镇收到{b=3}件。"]), report(["甲镇收到{a=5}件，乙镇收到{b=7}件。"])
    theirs = edited(["甲镇收到{1=3}件，乙镇收到{1=3}件。"])
    assert shown(renewal(old, new, theirs), new, theirs) == ["甲镇收到[3>5]件，乙镇收到[3>7]件。"]


def test_numbers_without_words_are_told_apart_by_their_marks() -> None:
    old, new = (
        report([f"{{x#{at}.n={value}}}" for at, value in enumerate(values, 1)], [ROW] * 3)
        for values in ("000", "123")
    )
    theirs = edited(["{2=0}", "{3=0}"], [ROW] * 2)
    assert shown(renewal(old, new, theirs), new, theirs) == ["[0>2]", "[0>3]"]


def test_one_number_that_two_marks_surround_is_marked_once() -> None:
    old, new = report(["甲{a=3}乙{b=4}丙"]), report(["甲{a=5}乙{b=6}丙"])
    theirs = edited(["甲9丙"])
    theirs = theirs._replace(texts=[Text("甲9丙", [Stretch("", 1, 2, 1), Stretch("", 1, 2, 2)])])
    found = renewal(old, new, theirs)
    assert [each.mark for each in found.replacements if each.mark] == [1]


def test_each_figure_has_one_mark() -> None:
    new = report(NEW)
    found = renewal(
        report(OLD), new, edited(["头一段话", "收到{1=9}件，办结{2=3}件，暂无败诉。", "末一段话"])
    )
    assert sorted(each.mark for each in found.replacements if each.mark) == [1, 2]


def test_what_stands_in_a_note_or_a_box_is_struck_there_but_not_inserted() -> None:
    old, new = report(["正文一段话", "注脚里的话"], [PARAGRAPH, "脚注"]), report(["正文一段话"])
    theirs = edited(["正文一段话", "注脚里的话"], [PARAGRAPH, "脚注"])
    assert shown(renewal(old, new, theirs), new, theirs) == ["正文一段话", "-注脚里的话"]
    come = report(["正文一段话", "框里的话"], [PARAGRAPH, BOX])
    found = renewal(new, come, edited(["正文一段话"]))
    assert said_of(found) == [("homeless", "", "", "框里的话")]


def test_a_paragraph_into_which_somebody_has_put_a_picture_is_left() -> None:
    new, theirs = report(SHORTER), edited(LONGER)
    theirs = theirs._replace(tracked=[Tracked(held=int(at == 1)) for at in range(4)])
    found = renewal(report(LONGER), new, theirs)
    assert shown(found, new, theirs) == LONGER
    assert said_of(found) == [("kept", LONGER[1], LONGER[1], "")]


def test_cells_of_a_row_may_have_more_paragraphs() -> None:
    old = Report([text("甲乙丙丁"), text("戊己庚辛")], [Unit(ROW, ((0,), (1,)), 0)])
    new = Report([text("甲乙丙丁"), text("戊己庚辛"), text("子丑寅卯")], [Unit(ROW, ((0,), (1, 2)), 0)])
    theirs = Edited(
        [text("甲乙丙丁"), text("戊己庚辛")], [Unit(ROW, ((0,), (1,)), 0)], [Tracked(), Tracked()]
    )
    found = renewal(old, new, theirs)
    assert [(each.passages, each.kind, each.anchor, each.beside) for each in found.additions] == [
        ((2,), PARAGRAPH, 1, "paragraph")
    ]


def test_a_new_table_stands_beside_what_stood_before_it() -> None:
    old = report(["表如下文", "末一段话"])
    new = report(["表如下文", "甲{x#1.n=1}", "乙{x#2.n=2}", "末一段话"], [PARAGRAPH, ROW, ROW, PARAGRAPH])
    found = renewal(old, new, edited(["表如下文", "末一段话"]))
    assert [(each.anchor, each.before, each.beside) for each in found.additions] == [
        (0, False, "paragraph")
    ] * 2
