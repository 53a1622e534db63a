"""Words beside a tag that make another number of it, or name another figure, are an error."""

from __future__ import annotations

import docx
import pytest
from conftest import RULE_OF_LAW

from reportgen.model import Profile
from reportgen.proofreading.tag_words import wrong_words
from reportgen.word.document import Template
from tests.word.test_document import save, write


def said(profile: Profile, *paragraphs: str) -> list[str]:
    """The last quoted word of each message."""
    found = wrong_words(Template.load(write(*paragraphs)), profile, "x")
    assert {(each.code, each.severity) for each in found} <= {("TPL019", "error")}
    return [each.message.rsplit("“", 1)[1].split("”")[0] for each in found]


def test_the_shipped_template_says_nothing_wrong(rule_of_law: Profile) -> None:
    shipped = Template.load((RULE_OF_LAW / "report.docx").read_bytes())
    assert wrong_words(shipped, rule_of_law, "x") == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("受理近{{矛盾调解.总数}}起。", "近"), ("受理将近{{矛盾调解.总数}}起。", "将近"), ("受理{{矛盾调解.总数}}余起。", "余"), ("受理{{矛盾调解.总数}}多起。", "多"),
        ("受理{{矛盾调解.总数}}起多。", "多"), ("受理超过{{矛盾调解.总数}}起。", "超过"), ("受理不足{{矛盾调解.总数}}起。", "不足"), ("受理-{{矛盾调解.总数}}起。", "-"),
        ("参加逾{{普法活动.参加人次}}人次。", "逾"), ("受理近{{矛盾调解.总数 | 余}}起。", "近"), ("受理{{矛盾调解.总数 | 余}}余起。", "余"),
    ],
)  # fmt: skip
def test_about_so_many_is_not_said_of_an_exact_number(rule_of_law: Profile, text: str, word: str) -> None:
    assert said(rule_of_law, text) == [word]


@pytest.mark.parametrize("between", ["", ".", "，", " ", "．"])
def test_two_tags_are_not_read_as_one_number(rule_of_law: Profile, between: str) -> None:
    found = said(rule_of_law, f"受理{{{{矛盾调解.总数}}}}{between}{{{{矛盾调解.成功}}}}起。")
    assert found == ([] if between == "，" else ["{{矛盾调解.成功}}"])


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("受理矛盾纠纷同比减少{{矛盾调解.总数 | 增减}}。", "减少"), ("矛盾纠纷增长{{矛盾调解.总数 | 同比}}。", "增长"), ("矛盾纠纷同比下降{{矛盾调解.总数 | 增幅}}。", "下降"),
        ("矛盾纠纷降低{{矛盾调解.总数 | 增幅数}}%。", "降低"), ("受理矛盾纠纷比上年增长{{矛盾调解.总数}}起。", "比上年增长"),
        ("上年受理矛盾纠纷{{矛盾调解.总数}}起。", "上年"), ("去年，受理矛盾纠纷{{矛盾调解.总数 | 余}}起。", "去年"), ("上半年受理矛盾纠纷{{矛盾调解.总数}}起。", "上半年"),
        ("前三季度受理矛盾纠纷{{矛盾调解.总数}}起。", "三季度"), ("全年受理矛盾纠纷{{矛盾调解.总数 | 上年}}起。", "全年"),
    ],
)  # fmt: skip
def test_another_time_or_way_is_an_error(rule_of_law: Profile, text: str, word: str) -> None:
    assert said(rule_of_law, text) == [word]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("东村全年受理矛盾纠纷{{矛盾调解.总数}}起。", ["东村"]), ("其中南湾社区受理矛盾纠纷{{矛盾调解.总数}}起。", ["南湾社区"]),
        ("全镇每月受理矛盾纠纷{{矛盾调解.总数}}起。", ["每月"]), ("平均每村受理矛盾纠纷{{矛盾调解.总数}}起。", ["平均每村"]),
        ("2024年计划开展普法活动{{普法活动.总数}}次。", ["计划"]), ("{{报告.下年度}}年拟开展普法活动{{普法活动.总数}}次。", ["拟"]),
        ("各村共受理矛盾纠纷{{矛盾调解.总数}}起。", []), ("村社区受理矛盾纠纷{{矛盾调解.总数}}起。", []), ("深入农村社区开展普法活动{{普法活动.总数}}次。", []),
        ("坚持每月例会制度，召开会议{{工作会议.总数}}次。", []), ("按每月一次的要求召开会议{{工作会议.总数}}次。", []),
        ("按照年度计划开展普法活动{{普法活动.总数}}次。", []), ("围绕全年计划组织普法活动{{普法活动.总数}}次。", []),
        ("东村受理矛盾纠纷{{矛盾调解.总数}}起。{{! 固定 }}", []), ("每月学法均不少于{{学时.机关人员最低}}学时。", []),
    ],
)  # fmt: skip
def test_a_part_an_average_and_a_plan_are_not_said_of_the_whole(
    rule_of_law: Profile, text: str, words: list[str]
) -> None:
    assert said(rule_of_law, text) == words


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("调解成功{{矛盾调解.不成功}}起。", "矛盾调解.成功"), ("矛盾纠纷调解成功率{{矛盾调解.成功}}。", "矛盾调解.成功率"), ("行政诉讼败诉{{行政诉讼.总数}}件。", "行政诉讼.败诉"),
        ("受理矛盾纠纷{{行政复议.总数}}起。", "矛盾调解.总数"), ("共有行政复议案件{{行政诉讼.总数}}件。", "行政复议.总数"), ("聘请法律顾问{{法律顾问.公职律师}}位。", "法律顾问.法律顾问"),
        ("行政复议案件{{行政复议.总数}}件，其中撤销{{行政复议.维持}}件。", "行政复议.撤销"), ("行政应诉案件{{行政复议.总数}}件。", "行政诉讼.总数"),
        ("全年被诉{{行政复议.总数}}件。", "行政诉讼.总数"), ("复议未审结{{行政诉讼.未审结}}件。", "行政复议.未审结"), ("应诉未审结{{行政复议.未审结}}件。", "行政诉讼.未审结"),
    ],
)  # fmt: skip
def test_the_name_of_another_figure_is_an_error(rule_of_law: Profile, text: str, figure: str) -> None:
    assert said(rule_of_law, text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "全镇受理各类矛盾纠纷{{矛盾调解.总数}}件，成功化解{{矛盾调解.成功}}件，化解率达{{矛盾调解.成功率}}。", "普法活动受众超过{{普法活动.参加人次 | 余}}人次。",
        "受理矛盾纠纷{{矛盾调解.总数}}起，{{矛盾调解.总数 | 同比}}，上年为{{矛盾调解.总数 | 上年}}起。", "由上年的{{矛盾调解.总数 | 上年}}起变为今年的{{矛盾调解.总数}}起。",
        "今年受理矛盾纠纷{{矛盾调解.总数}}起，去年同期{{矛盾调解.总数 | 上年}}起。", "与上年相比，受理矛盾纠纷{{矛盾调解.总数}}起，增幅{{矛盾调解.总数 | 增幅}}。",
        "行政复议和应诉案件分别为{{行政复议.总数}}件、{{行政诉讼.总数}}件。", "应诉案件{{行政诉讼.总数}}件，复议案件未审结{{行政复议.未审结}}件。",
        "负责人出庭应诉{{行政诉讼.负责人出庭}}件，出庭应诉率{{行政诉讼.出庭应诉率}}。", "诉讼案件审结{{行政诉讼.审结}}件，不服复议的未审结{{行政诉讼.未审结}}件。",
        "行政复议和行政诉讼案件分别为{{行政复议.总数}}件、{{行政诉讼.总数}}件。", "今年以来，全镇作为被告的案件{{行政诉讼.总数}}件，复议案件{{行政复议.总数}}件。",
        "收案{{行政诉讼.总数}}件，其中已审结{{行政诉讼.审结}}件，尚未审结{{行政诉讼.未审结}}件。", "成功{{矛盾调解.成功}}起、未成功{{矛盾调解.不成功}}起、正在调处{{矛盾调解.调解中}}起。",
        "参加考试{{执法考试.参考人数}}人，通过{{执法考试.合格人数}}人，未通过{{执法考试.未合格人数}}人。", "机关人员学法不低于{{学时.机关人员最低}}学时，重点人员至少{{学时.重点人员最低}}学时。",
        "上年制定、今年仍继续有效的规范性文件{{规范性文件.继续有效}}件。", "最近{{普法活动.总数}}次。", "矛盾纠纷同比增长{{矛盾调解.总数 | 增幅}}，增至{{矛盾调解.总数}}起。",
        "{{#矛盾调解.总数}}{{矛盾调解.总数}}{{/矛盾调解.总数}}{{^矛盾调解.总数}}{{行政复议.总数}}{{/矛盾调解.总数}}起", "上年和本年度连续{{普法活动.法治夜市连续年数}}年举办。",
        "上半年受理矛盾纠纷{{矛盾调解.总数}}起。{{! 固定 }}", "在法治宣传月等活动中开展普法活动{{普法活动.总数}}次。", "设有长约{{工作举措.反诈街长度}}米的街区。",
    ],
)  # fmt: skip
def test_what_is_said_rightly_is_no_error(rule_of_law: Profile, text: str) -> None:
    assert said(rule_of_law, text) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("指标", "上年", "本年"), ("矛盾纠纷", "{{矛盾调解.总数}}", "{{矛盾调解.总数}}")], ["上年"]),
        ([("指标", "上年", "本年"), ("矛盾纠纷", "{{矛盾调解.总数 | 上年}}", "{{矛盾调解.总数}}")], []),
        (
            [("指标", "成功", "不成功"), ("矛盾纠纷", "{{矛盾调解.不成功}}", "{{矛盾调解.不成功}}")],
            ["矛盾调解.成功"],
        ),
        ([("指标", "数量", "备注"), ("行政复议案件", "{{行政诉讼.总数}}", "")], ["行政复议.总数"]),
    ],
)
def test_the_headings_of_a_table_are_words_beside_a_tag(
    rule_of_law: Profile, rows: list[tuple[str, ...]], words: list[str]
) -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    for cell, text in zip(table._cells, (each for row in rows for each in row), strict=True):
        cell.text = text
    found = wrong_words(Template.load(save(document)), rule_of_law, "x")
    assert [each.message.rsplit("“", 1)[1].split("”")[0] for each in found] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("在行政诉讼中，维持{{行政复议.维持}}件。", ["行政诉讼"]), ("行政诉讼方面，维持{{行政复议.维持}}件。", ["行政诉讼"]), ("矛盾调解工作中，败诉{{行政诉讼.败诉}}件。", ["矛盾调解"]),
        ("执法考试中，本级{{执法人员.本级}}人。", ["执法考试"]), ("行政诉讼案件{{行政诉讼.总数}}件，其中维持{{行政复议.维持}}件。", ["行政诉讼"]),
        ("行政诉讼方面，维持{{行政复议.维持}}件{{! 固定 }}。", []), ("行政复议和行政诉讼方面，维持{{行政复议.维持}}件。", []), ("行政诉讼期间，复议维持{{行政复议.维持}}件。", []),
        ("行政诉讼案件{{行政诉讼.总数}}件，维持{{行政复议.维持}}件。", []), ("行政诉讼案件{{行政诉讼.总数}}件；其中维持{{行政复议.维持}}件。", []),
        ("行政应诉方面，维持{{行政复议.维持}}件。", ["行政诉讼"]), ("结合普法活动，主要负责人主持{{工作会议.主要负责人主持}}次。", []),
        ("围绕行政诉讼案件，复议维持{{行政复议.维持}}件。", []), ("复议应诉方面，维持{{行政复议.维持}}件。", []),
        ("执法人员方面，组织学法考试{{学法培训.学法考试}}次。", []), ("普法活动方面，维持{{行政复议.维持}}件。", []), ("行政诉讼方面，成功率{{矛盾调解.成功率}}。", []),
    ],
)  # fmt: skip
def test_a_number_of_one_sheet_is_not_said_of_what_another_counts(
    rule_of_law: Profile, text: str, words: list[str]
) -> None:
    assert said(rule_of_law, text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("调解失败率{{矛盾调解.成功率}}。", ["失败率"]), ("调解不成功率为{{矛盾调解.成功率}}。", ["不成功率"]), ("化解率{{矛盾调解.成功率}}。", []), ("未合格率{{执法考试.合格率}}。", ["未合格率"]),
        ("调解不力的少了，成功率{{矛盾调解.成功率}}。", []),
    ],
)  # fmt: skip
def test_a_rate_is_not_said_to_be_that_of_the_rest(rule_of_law: Profile, text: str, words: list[str]) -> None:
    assert [each.removeprefix("调解") for each in said(rule_of_law, text)] == words


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("机关人员学法{{学时.机关人员最低}}学时。", True), ("机关人员学法{{学时.机关人员最低 | 余}}学时。", True), ("机关人员学法均不少于{{学时.机关人员最低}}学时。", False),
        ("机关人员最少学法{{学时.机关人员最低}}学时。", False), ("机关人员学法{{学时.机关人员最低}}学时以上。", False), ("机关人员学法{{学时.机关人员最低}}学时{{! 固定 }}。", False),
    ],
)  # fmt: skip
def test_the_smallest_number_is_not_said_to_be_that_of_all(
    rule_of_law: Profile, text: str, *, wrong: bool
) -> None:
    found = wrong_words(Template.load(write(text)), rule_of_law, "x")
    assert ["印的是最小的一个数" in each.message for each in found] == [True] * wrong
