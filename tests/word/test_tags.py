"""What a tag is, which tags belong together, and what is said about a name that is not known."""

import pytest

from reportgen.model import Slot
from reportgen.word.tags import Mistake, Tag, check_name, open_behind, pair, scan


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        ("{{总数}}", "print", "总数"),
        ("{{ 行政复议.总数 }}", "print", "行政复议.总数"),
        ("{{　行政复议.总数　}}", "print", "行政复议.总数"),
        ("{{总数|同比}}", "print", "总数|同比"),
        ("{{ 总数 ｜ 同比 }}", "print", "总数|同比"),
        ("{{#败诉}}", "open", "败诉"),
        ("{{# 普法活动.法治夜市 | 上年}}", "open", "普法活动.法治夜市|上年"),
        ("{{^败诉}}", "inverted", "败诉"),
        ("{{/败诉}}", "close", "败诉"),
        ("{{! 这里写总数}}", "comment", ""),
        ("｛｛总数｝｝", "print", "总数"),
        ("｛{总数}｝", "print", "总数"),
        ("｛｛＃败诉｝｝", "open", "败诉"),
        ("｛｛＾败诉｝｝", "inverted", "败诉"),
        ("｛｛／败诉｝｝", "close", "败诉"),
        ("｛｛！说明｝｝", "comment", ""),
    ],
)
def test_a_tag_is_read(text: str, kind: str, key: str) -> None:
    (tag,) = scan(f"全年{text}件")
    assert (tag.kind, tag.key, tag.text) == (kind, key, text)
    assert (tag.start, tag.end) == (2, 2 + len(text))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("共{{总数件", "没有“}}”"),
        ("共{{总数}件", "没有“}}”"),
        ("共总数}}件", "前面没有“{{”"),
        ("共{{}}件", "没有写名称"),
        ("共{{ # }}件", "没有写名称"),
        ("共{{总数|}}件", "竖线后面"),
        ("共{{总数|同比|占比}}件", "竖线后面"),
        ("共{{{总数}}}件", "三个以上的大括号"),
        ("共{{&总数}}件", "以“&”开头"),
        ("{{>页脚}}", "以“>”开头"),
        ("{{=<% %>=}}", "以“=”开头"),
        *((f"{{{{{sign}甲}}}}", f"以“{sign}”开头") for sign in "&＆>＞=＝"),
        ("｛｛｛总数｝｝｝", "三个以上的大括号"),
        ("{{总数||}}", "竖线后面"),
    ],
)
def test_what_cannot_be_read_is_malformed(text: str, complaint: str) -> None:
    (tag,) = scan(text)
    assert tag.kind == "malformed"
    assert complaint in tag.complaint


@pytest.mark.parametrize("text", ["", "集合{1，2}", "a } b", "｛注｝", "“引号”和'撇号'"])
def test_single_braces_are_text(text: str) -> None:
    assert scan(text) == []


def test_an_unclosed_tag_does_not_swallow_the_next() -> None:
    assert [(tag.kind, tag.text) for tag in scan("{{甲 {{乙}}")] == [
        ("malformed", "{{甲 "),
        ("print", "{{乙}}"),
    ]


def test_a_brace_after_a_tag_is_text() -> None:
    (tag,) = scan("{{甲}}}")
    assert tag.text == "{{甲}}"


def pair_text(text: str) -> tuple[list[tuple[int, int]], list[Mistake]]:
    return pair(list(enumerate(scan(text))))


def test_pairs_are_returned_inner_first() -> None:
    assert pair_text("{{#甲}}{{^乙}}{{/乙}}{{/甲}}")[0] == [(1, 2), (0, 3)]


def test_a_closing_tag_may_leave_out_the_filter() -> None:
    assert pair_text("{{#甲|上年}}{{/甲}}") == ([(0, 1)], [])


@pytest.mark.parametrize(
    ("text", "said", "fix"),
    [
        ("{{#甲}}", "“{{#甲}}”没有结束", "{{/甲}}"),
        ("{{/甲}}", "“{{/甲}}”前面没有对应的开始标签", "{{#甲}}"),
        ("{{#甲}}{{#乙}}{{/甲}}{{/乙}}", "“{{#乙}}”没有在“{{/甲}}”之前结束", "{{/乙}}"),
        ("{{#复议结果}}{{/复议结课}}", "“{{/复议结课}}”前面没有对应的开始标签", "是不是“{{/复议结果}}”"),
    ],
)
def test_sections_that_do_not_match_are_told(text: str, said: str, fix: str) -> None:
    mistake = pair_text(text)[1][0]
    assert mistake.code == "TPL002"
    assert said in mistake.message
    assert fix in mistake.fix


SLOTS = {name: Slot("1", True) for name in ("行政复议.总数", "行政复议.总数|同比", "行政诉讼.败诉", "年度")}


@pytest.mark.parametrize(
    ("text", "code", "fix"),
    [
        ("{{行政复议.总量}}", "TPL001", "是不是“行政复议.总数”"),
        ("{{行政复仪.总数|同比}}", "TPL001", "是不是“行政复议.总数”"),
        ("{{完全不同}}", "TPL001", "核对名称"),
        ("{{行政复议.总数|占比}}", "TPL007", "这个名称的显示方式是“同比”"),
        ("{{行政诉讼.败诉|占比}}", "TPL007", "已有的显示方式是“同比”"),
    ],
)
def test_an_unknown_name_or_filter_gets_a_suggestion(text: str, code: str, fix: str) -> None:
    mistake = check_name(0, scan(text)[0], [SLOTS], [])
    assert mistake is not None
    assert mistake.code == code
    assert fix in mistake.fix
    assert f"标签“{text}”" in mistake.message


def fix_of(text: str, *names: str) -> str:
    mistake = check_name(0, scan(text)[0], [{name: Slot("1", True) for name in names}], [])
    assert mistake
    return mistake.fix


def test_at_most_three_names_are_suggested_the_most_similar_first() -> None:
    names = ("普法活动.场次一", "普法活动.场次", "普法活动.场次二三", "普法活动.场次四五六")
    assert (
        fix_of("{{普法活动.场}}", *names) == "是不是“普法活动.场次”或“普法活动.场次一”或“普法活动.场次二三”？"
    )


def test_names_less_than_half_alike_are_not_suggested() -> None:
    assert fix_of("{{甲乙丙丁}}", "甲乙戊己") == "是不是“甲乙戊己”？"
    assert fix_of("{{甲乙丙丁}}", "甲戊己庚") == "核对名称，或先增加这个数据项"


def test_a_filter_is_suggested_from_those_of_the_name_or_else_from_all() -> None:
    names = ("甲", "甲|同比", "甲|上年", "乙", "乙|占比", "丙|丁")
    assert fix_of("{{甲|比}}", *names) == "这个名称的显示方式是“同比”、“上年”"
    assert fix_of("{{丙|比}}", "丙", *names) == "这个名称的显示方式是“丁”"
    assert fix_of("{{戊|比}}", "戊", *names) == "已有的显示方式是“丁”、“上年”、“占比”、“同比”"
    assert fix_of("{{戊|比}}", "戊") == "删去竖线和后面的字"


def test_a_known_name_is_no_mistake() -> None:
    assert check_name(0, scan("{{ 行政复议.总数 | 同比 }}")[0], [SLOTS], []) is None


@pytest.mark.parametrize("dot", [".", "．", "。"])
def test_the_dot_of_a_chinese_keyboard_counts_as_a_dot(dot: str) -> None:
    assert [tag.key for tag in scan(f"{{{{ 行政复议{dot}总数 }}}}")] == ["行政复议.总数"]


@pytest.mark.parametrize(
    ("text", "open_"),
    [
        ("{{#甲}}{{乙}}{{! 丙}}", ["甲"]),
        ("{{#甲}}{{^乙}}", ["甲", "乙"]),
        ("{{#甲}}{{^乙}}{{/乙}}", ["甲"]),
        ("{{#甲}}{{#甲}}{{/甲}}", ["甲"]),
        ("{{#甲}}{{#乙}}{{/甲}}", []),
        ("{{#甲}}{{/乙}}", ["甲"]),
    ],
)
def test_what_is_open_behind_a_tag(text: str, open_: list[str]) -> None:
    found: list[Tag] = []
    for tag in scan(text):
        found = open_behind(tag, found)
    assert [each.name for each in found] == open_
