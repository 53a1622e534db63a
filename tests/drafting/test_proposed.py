"""A finished report becomes a template: tags where value and words agree, each under a comment, and the rest is listed."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import docx
import pytest
from docx.document import Document

from reportgen.drafting.proposed import Proposal, proposed
from reportgen.model import Figure, Profile, Value
from reportgen.numerals import figure_text
from reportgen.stages.render import render
from reportgen.word.document import Template, text_lines
from tests.word.structure import faults
from tests.word.test_document import save

TEXTS = {
    "年度": "2023", "上年度": "2022", "下年度": "2024", "单位": "近海镇", "截止日期": "2023年12月31日",
    "署名": "近海镇人民政府", "成文日期": "2024年1月15日", "主送机关": "市人民政府", "文号": "",
}  # fmt: skip


def figures_of(
    profile: Profile,
    values: Mapping[str, float],
    previous: Mapping[str, float] | None = None,
    **lists: list[str],
) -> dict[str, Figure]:
    """The profile's figures with these values, the others without one; lists of one column by their short names."""
    found = {}
    for name, each in profile.figures.items():
        value = values.get(name)
        if each.rows:
            rows = tuple({each.rows[0]: text} for text in lists.get(name.replace(".", "_"), []))
            items: tuple[Mapping[str, Value], ...] = rows
            found[name] = Figure(each, None, None, items)
        else:
            text = None if value is None else figure_text(value, each)
            found[name] = Figure(each, value, text, previous=(previous or {}).get(name))
    return found


def proposal(
    profile: Profile, document: Document | str, values: Mapping[str, float] | None, **more: object
) -> Proposal:
    """The proposal that a report makes of which the ledger says these values."""
    if isinstance(document, str):
        text, document = document, docx.Document()
        for line in text.splitlines():
            document.add_paragraph(line)
    figures = None if values is None else figures_of(profile, values, **more)  # type: ignore[arg-type]
    return proposed(save(document), profile, figures, TEXTS, 2023)


def lines(found: Proposal) -> list[str]:
    """What the proposal says, without the parts that take no comment."""
    return [line.partition("\t")[2] for line in text_lines(found.template)]


@pytest.mark.parametrize(
    ("text", "values", "said"),
    [
        ("全年受理矛盾纠纷121起。", {"矛盾调解.总数": 121}, "全年受理矛盾纠纷{{矛盾调解.总数}}起。"),
        ("共受理矛盾纠纷一百二十一件。", {"矛盾调解.总数": 121}, "共受理矛盾纠纷{{矛盾调解.总数}}件。"),
        ("参加普法宣传活动8,889人次。", {"普法活动.参加人次": 8889}, "参加普法宣传活动{{普法活动.参加人次}}人次。"),
        ("普法宣传活动参加1.2万人次。", {"普法活动.参加人次": 12000}, "普法宣传活动参加{{普法活动.参加人次}}人次。"),
        ("调解成功率98.35％。", {"矛盾调解.成功率": 98.35}, "调解成功率{{矛盾调解.成功率}}。"),
        ("调解成功率百分之九十八。", {"矛盾调解.成功率": 98}, "调解成功率{{矛盾调解.成功率}}。"),
        ("调解成功率98.4%。", {"矛盾调解.成功率": 98.35}, "调解成功率{{矛盾调解.成功率}}。"),
        ("设有长约500米的反诈宣传街区。", {"工作举措.反诈街长度": 500}, "设有长约{{工作举措.反诈街长度}}米的反诈宣传街区。"),
        (
            "行政复议案件2件，其中维持1件，撤销1件。", {"行政复议.总数": 2, "行政复议.维持": 1, "行政复议.撤销": 1},
            "行政复议案件{{行政复议.总数}}件，其中维持{{行政复议.维持}}件，撤销{{行政复议.撤销}}件。",
        ),
        (
            "2023年，近海镇（数据截至2023年12月31日）。", {},
            "{{报告.年度}}年，{{报告.单位}}（数据截至{{报告.截止日期}}）。",
        ),
        ("12人参加执法考试，12人合格。", {"执法考试.参考人数": 12, "执法考试.合格人数": 12}, "{{执法考试.参考人数}}人参加执法考试，{{执法考试.合格人数}}人合格。"),
    ],
)  # fmt: skip
def test_a_number_becomes_a_tag_where_value_and_words_agree(
    rule_of_law: Profile, text: str, values: dict[str, float], said: str
) -> None:
    found = proposal(rule_of_law, text, values)
    assert lines(found) == [said]
    assert faults(found.template) == {}
    assert len(docx.Document(BytesIO(found.template)).comments) == 1 + said.count("{{")


@pytest.mark.parametrize(
    ("text", "values", "why"),
    [
        ("全年受理矛盾纠纷121起。", {"矛盾调解.总数": 120}, "底账里是120"),
        ("全年受理矛盾纠纷121起。", {}, "底账里没有它的数"),
        ("受理矛盾纠纷121起。", {"矛盾调解.总数": 120, "矛盾调解.成功": 121}, "底账里是120"),
        ("新修道路121处。", {"文化阵地.总数": 121}, "没有一个数据项"),
        ("120余起矛盾纠纷得到化解。", {"矛盾调解.总数": 121}, "约数"),
        ("普法宣传活动参加1.2万余人次。", {"普法活动.参加人次": 12000}, "约数"),
        ("上半年受理矛盾纠纷121起。", {"矛盾调解.总数": 121}, "部分时段"),
        ("力争受理矛盾纠纷121起。", {"矛盾调解.总数": 121}, "计划"),
        ("开庭审理行政诉讼案件3次。", {"行政诉讼.开庭": 3}, "单位却不同"),
        ("2023年5月12日召开会议。", {}, "写定的日期"),
        ("暂无败诉案件。", {"行政诉讼.败诉": 0}, "以后有了也不会变"),
        ("自2023年起实行。", {}, "从哪年起"),
    ],
)
def test_what_is_not_sure_stays_and_is_listed_with_the_reason(
    rule_of_law: Profile, text: str, values: dict[str, float], why: str
) -> None:
    found = proposal(rule_of_law, text, values)
    assert lines(found) == [text]
    assert not found.matched
    (listed,) = found.listed
    assert why in listed.why
    assert listed.place == "正文第1段"


def test_figures_of_one_value_and_no_words_between_them_stay_with_a_comment(rule_of_law: Profile) -> None:
    values = {"学法培训.集中学法": 4, "学法培训.学法考试": 4}
    found = proposal(rule_of_law, "组织学法培训登记4次。", values)
    assert lines(found) == ["组织学法培训登记4次。"]
    (listed,) = found.listed
    assert set(listed.candidates) == set(values)
    comments = [each.text for each in docx.Document(BytesIO(found.template)).comments]
    assert "有几个数据项的数相等" in comments[1]
    assert not any("{{" in each for each in comments)  # it would be filled


def test_what_changed_and_last_years_number_are_told_from_this_years(rule_of_law: Profile) -> None:
    text = "全年受理矛盾纠纷121起，同比增长23.5%，上年受理矛盾纠纷98起。"
    found = proposal(rule_of_law, text, {"矛盾调解.总数": 121}, previous={"矛盾调解.总数": 98})
    said = "全年受理矛盾纠纷{{矛盾调解.总数}}起，{{矛盾调解.总数 | 同比}}，上年受理矛盾纠纷{{矛盾调解.总数 | 上年}}起。"
    assert lines(found) == [said]
    other = proposal(rule_of_law, text, {"矛盾调解.总数": 121}, previous={"矛盾调解.总数": 100})
    assert "比上年增长21%" in other.listed[0].why


def test_the_rows_of_a_list_become_one_row_and_a_changed_list_stays(rule_of_law: Profile) -> None:
    rows = ["健全行政复议答复规程。", "对被纠错的案件逐件剖析。"]
    found = proposal(rule_of_law, "\n".join(["举措", *rows, "后面"]), {}, 工作举措_复议应诉=rows)
    assert lines(found) == [
        "举措",
        "{{#工作举措.复议应诉}}",
        "{{工作内容}}",
        "{{/工作举措.复议应诉}}",
        "后面",
    ]
    assert found.matched[0].tag == "#工作举措.复议应诉"
    other = proposal(rule_of_law, "\n".join(rows[:1]), {}, 工作举措_复议应诉=rows)
    assert lines(other) == rows[:1]
    assert [(each.text, each.candidates) for each in other.listed] == [
        (rows[0][:-1], ("#工作举措.复议应诉",))
    ]


def test_the_rows_of_a_table_become_one_row(rule_of_law: Profile) -> None:
    document = docx.Document()
    table = document.add_table(3, 2)
    texts = ("序号", "工作内容", "1", "健全行政复议答复规程。", "2", "对被纠错的案件逐件剖析。")
    for cell, text in zip(table._cells, texts, strict=True):
        cell.text = text
    found = proposal(rule_of_law, document, {}, 工作举措_复议应诉=[texts[3], texts[5]])
    assert lines(found) == [
        "序号",
        "工作内容",
        "{{#工作举措.复议应诉}}{{序号}}",
        "{{工作内容}}{{/工作举措.复议应诉}}",
    ]
    slots = figures_of(rule_of_law, {}, 工作举措_复议应诉=["甲。", "乙。"])
    report, wrong = render(Template.load(found.template), slots, TEXTS)
    assert report, wrong
    assert [line.partition("\t")[2] for line in text_lines(report.content)] == [
        "序号",
        "工作内容",
        "1",
        "甲。",
        "2",
        "乙。",
    ]


def test_lines_of_their_own_are_the_settings_texts(rule_of_law: Profile) -> None:
    text = "市人民政府：\n近海镇人民政府\n2024年1月15日\n请近海镇人民政府同意。"
    assert lines(proposal(rule_of_law, text, {})) == [
        "{{报告.主送机关}}：", "{{报告.署名}}", "{{报告.成文日期}}", "请{{报告.单位}}人民政府同意。",
    ]  # fmt: skip


@pytest.mark.parametrize("title", ["关于2023年度法治政府建设情况的报告", "近海镇关于2023年工作的汇报"])
def test_the_year_of_a_title_is_the_reports(rule_of_law: Profile, title: str) -> None:
    """于 is 从 where it stands alone: 始于2023年."""
    assert "{{报告.年度}}年" in lines(proposal(rule_of_law, title, {}))[0]
    assert lines(proposal(rule_of_law, "始于2023年的做法。", {})) == ["始于2023年的做法。"]


def test_a_paragraph_that_begins_with_a_number_of_headings_is_no_heading(rule_of_law: Profile) -> None:
    text = "一、主要工作\n（一）化解矛盾纠纷。上半年受理矛盾纠纷5起。\n（二）普法宣传\n发放资料300份。"
    listed = proposal(rule_of_law, text, {}).listed
    assert [(each.text, each.place) for each in listed] == [
        ("5起", "“一、主要工作”下第1段"),
        ("300份", "“（二）普法宣传”下第1段"),
    ]


def test_tables_headers_and_text_of_other_parts(rule_of_law: Profile) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "近海镇2023年报告"
    document.core_properties.title = "2023年报告"
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ("项目", "件数", "行政复议维持", "7"), strict=True):
        cell.text = text
    found = proposal(rule_of_law, document, {"行政复议.维持": 7})
    assert "{{行政复议.维持}}" in lines(found)
    assert "近海镇2023年报告" in lines(found)
    assert [each.candidates for each in found.listed] == [("报告.单位",), ("报告.年度",), ("报告.年度",)]
    assert found.listed[2].place == "文档属性“标题”"
    remark = docx.Document(BytesIO(found.template)).comments.get(0)
    assert remark is not None
    assert "页眉加不了批注，没有改：“2023”可改成标签“报告.年度”" in remark.text


def test_without_a_ledger_the_words_alone_name_a_figure_and_say_so(rule_of_law: Profile) -> None:
    found = proposal(rule_of_law, "全年受理矛盾纠纷121起，会见三人。", None)
    assert lines(found) == ["全年受理矛盾纠纷{{矛盾调解.总数}}起，会见三人。"]
    assert "没有底账可对" in found.matched[0].why
    assert "行政复议.总数" in found.missing
    assert "矛盾调解.总数" not in found.missing


@pytest.mark.parametrize(
    "text",
    [
        "召开联席会议4次，召开座谈会8次。",
        "受理信访件12件，办结12件。",
        "开展夜间巡查20次，出动执法人员275人次。",
        "发放宣传资料8889份，举办专题讲座3场。",
        "党委会议研究其他事项3次。",
        "培训法律明白人15人，设立调解室21处。",
        "新建法治公园1个，法治长廊10个。",
        "其中邻里纠纷45起，婚姻家庭纠纷30起。",
        "开展“八五”普法中期评估1次，连续2年获评优秀。",
        "办理人大代表建议4件、政协提案2件，满意率100%。",
        "公职律师参与重大决策4次，法律顾问审查合同2份。",
    ],
)
def test_numbers_of_other_things_stay_though_a_figure_has_their_value(
    rule_of_law: Profile, text: str
) -> None:
    values = {
        "工作会议.总数": 8, "工作会议.党委会议": 3, "工作会议.专题会议": 3, "依申请公开.办理": 4, "法律顾问.法律顾问": 2,
        "行政复议.总数": 12, "普法活动.总数": 20, "普法活动.参加人次": 8889, "普法活动.法治夜市连续年数": 2, "普法活动.法治夜市": 1,
        "矛盾调解.总数": 12, "矛盾调解.成功": 45, "矛盾调解.不成功": 30, "矛盾调解.涉及人数": 275, "矛盾调解.成功率": 100,
        "文化阵地.总数": 21, "文化阵地.提档升级村数": 10, "执法人员.总数": 15, "规范性文件.本年印发": 1, "学法培训.学法考试": 4,
    }  # fmt: skip
    assert [each.tag for each in proposal(rule_of_law, text, values).matched] == []
    assert [each.tag for each in proposal(rule_of_law, text, None).matched] == []
