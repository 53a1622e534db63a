"""The texts that remind departments: what is missing, which cells are wrong, by when, and no longer than is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reportgen.model import Finding, Kind, Place
from reportgen.stages.reminders import LONGEST, Reminder, reminders
from reportgen.stages.status import Department, Submission, Submissions


def wrong(row: int, message: str = "结果没有填", code: str = "CEL002", **place: str) -> Finding:
    where = Place(place.get("file", "来件/2023/司法所/台账.xlsx"), "复议", row, 7)
    return Finding(code, "error", message, where, "司法所")


def texts(
    kinds: dict[str, Kind], findings: list[Finding], missing: tuple[str, ...] = (), remark: str = ""
) -> list[Reminder]:
    lacks = tuple(Submission(kinds[name], True, "missing", remark=remark) for name in missing)
    came = (Submission(kinds["行政诉讼"], True, "received"),)
    departments = (
        Department("党政办", came),
        Department("司法所", (*came, *lacks)),
        Department("", lacks),
    )
    return reminders(Submissions(2023, departments), findings, "某镇", "2024年1月10日")


def test_a_text_says_what_is_missing_which_cells_are_wrong_and_by_when(kinds: dict[str, Kind]) -> None:
    (one,) = texts(kinds, [wrong(5), wrong(6), wrong(9, "日期“5.12”没有写年")], ("行政复议",))
    assert (one.department, one.cut, one.astray) == ("司法所", False, ())
    assert one.text == (
        "司法所：您好！某镇2023年报告正在汇总各部门的数据，请于2024年1月10日前办理：\n"
        "1．补报《行政复议案件台账》。确实没有发生的，也请交一张只有表头、写“无”字的表。\n"
        "2．核实改正以下3处，改好后请重新报送整个文件：\n"
        "台账.xlsx\n“复议” H5、H6：结果没有填；\n“复议” H9：日期“5.12”没有写年。\n"
        "如有疑问请与我们联系，谢谢支持！"
    )


def test_a_sheet_that_nobody_knows_is_not_told_to_be_missing_and_wrong(kinds: dict[str, Kind]) -> None:
    """Who has sent it is told what keeps it out, and that what is missing may be it."""
    place = Place("来件/2023/司法所/材料.xlsx", "活动")
    unknown = Finding("TAB001", "error", "认不出这是哪一种表", place, "司法所")
    both = [unknown, replace(unknown, place=place._replace(sheet="阵地"))]
    (one,) = texts(kinds, [*both, wrong(5)], ("行政复议",))
    assert (
        "1．交来的材料.xlsx里“活动”“阵地”2张表，列名与表样不同，没有收进：请把列名改成表样的，或填进发去的表样；与报告无关的表请去掉。\n"
        "2．还没有收到《行政复议案件台账》：就是上面的表的，照上面改好就行；没有报过的请补报，" in one.text
    )
    assert "3．核实改正以下1处" in one.text
    assert "认不出" not in one.text
    (alone,) = texts(kinds, both)
    assert "没有收到" not in alone.text


@pytest.mark.parametrize(
    ("name", "what", "how"),
    [("情况.docx", "文字文件", "填成 Excel 表样交来"), ("表.pdf", "扫描件或图片", "填成 Excel 表样交来"), ("表.rar", "压缩包", "解压后再交来")],
)  # fmt: skip
def test_why_what_came_was_not_read_is_said_where_a_sheet_is_missing(
    kinds: dict[str, Kind], name: str, what: str, how: str
) -> None:
    other = Finding("FIL005", "warning", f"{what}，没有读", Place(f"来件/2023/司法所/{name}"), "司法所")
    (one,) = texts(kinds, [other], ("行政复议",))
    assert f"2．交来的{name}是{what}，没有读；要报的数据在里面的，请{how}。" in one.text
    assert texts(kinds, [other]) == []  # it may be an appendix


def test_a_blank_form_without_a_word_is_asked_about(kinds: dict[str, Kind]) -> None:
    silent = Submission(kinds["行政复议"], True, "zero", remark="表里没有写“无”，请问清")
    said, others = Submission(kinds["行政诉讼"], True, "zero"), replace(silent, owed=False)
    (one,) = reminders(Submissions(2023, (Department("司法所", (silent, said, others)),)), [], "")
    assert one.text.count("《") == 1
    assert "《行政复议案件台账》交来的是空表，没有写“无”：有要报的请补填，" in one.text
    assert reminders(Submissions(2023, (Department("司法所", (said, others)),)), [], "") == []


def test_without_a_day_it_is_soon_and_one_thing_has_no_number(kinds: dict[str, Kind]) -> None:
    found = Submissions(2023, (Department("司法所", (Submission(kinds["行政复议"], True, "missing"),)),))
    (one,) = reminders(found, [], "")
    assert one.text.startswith("司法所：您好！2023年报告正在汇总各部门的数据，请尽快办理：\n补报《")


def test_a_long_text_names_fewer_faults_and_counts_the_rest(kinds: dict[str, Kind]) -> None:
    (one,) = texts(kinds, [wrong(row, f"日期“{row}”不是日历上有的日期") for row in range(2, 42)])
    assert len(one.text) <= LONGEST
    named = one.text.count("不是日历上有的日期")
    assert one.cut
    assert named > 3
    assert f"其余{40 - named}处见所附清单。" in one.text
    assert "以下40处" in one.text


def test_one_fault_is_named_however_long_it_is(kinds: dict[str, Kind]) -> None:
    (one,) = texts(kinds, [wrong(2, "长" * 400), wrong(3, "短")])
    assert "长" * 400 in one.text
    assert "其余1处" in one.text


def test_who_owes_nothing_and_who_is_nobody_gets_none(kinds: dict[str, Kind]) -> None:
    ours = [wrong(2, code="TPL001"), wrong(3, code="PRO003"), wrong(4, code="OWE001")]
    warning = replace(wrong(5), severity="warning")
    nobodys = replace(wrong(6), department="")
    assert texts(kinds, [*ours, warning, nobodys]) == []


def test_a_sheet_that_may_lie_elsewhere_is_told_to_whoever_sends(kinds: dict[str, Kind]) -> None:
    (one,) = texts(kinds, [], ("行政复议",), "党政办的文件夹里有一张，是不是放错了")
    assert one.astray == ("行政复议案件台账",)
