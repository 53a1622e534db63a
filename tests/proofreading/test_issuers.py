"""The offices in the title and under the report are the unit's, each said once, and the same."""

from __future__ import annotations

import pytest

from reportgen.proofreading.issuers import wrong_issuers
from reportgen.word.document import Template
from tests.word.test_document import write

PARTY, TOWN = "中共{{报告.单位}}委员会", "{{报告.单位}}人民政府"
REPORT = "{{报告.年度}}年法治政府建设情况报告"


def told(
    title: str, signature: str, unit: str = "清源镇", body: str = "全年受理{{复议.总数}}件。"
) -> list[tuple[str, str]]:
    template = Template.load(
        write(*title.split("|"), "某县委、县政府：", body, *signature.split("|"), "{{报告.成文日期}}")
    )
    texts = {"单位": unit, "年度": "2023", "成文日期": "2024年1月15日"}
    found = wrong_issuers(template, texts, "x")
    assert all(each.code == "TPL017" and each.fix for each in found)
    return [(each.severity, each.message) for each in found]


@pytest.mark.parametrize(
    ("title", "signature", "said"),
    [
        (f"{PARTY}|{TOWN}|{REPORT}", f"{PARTY}|{TOWN}", []),
        (f"{{{{报告.单位}}}}{REPORT}", TOWN, []),
        (REPORT, f"{PARTY}|{TOWN}", []),
        (f"{PARTY}|远山镇人民政府|{REPORT}", f"{PARTY}|远山镇人民政府", [("error", "写的是“远山镇”，这份报告是清源镇的")] * 2),
        (f"远山镇{REPORT}", TOWN, [("error", "写的是“远山镇”，这份报告是清源镇的")]),
        (f"{PARTY}|{TOWN}|{REPORT}", TOWN, [("error", "署名的是清源镇人民政府，标题里的是中共清源镇委员会、清源镇人民政府，不一样")]),
        (f"{TOWN}|{REPORT}", f"{PARTY}|{TOWN}", [("error", "署名的是中共清源镇委员会、清源镇人民政府，标题里的是清源镇人民政府，不一样")]),
        (f"{PARTY}|{TOWN}|{REPORT}", f"{TOWN}|{PARTY}", [("warning", "署名的是清源镇人民政府、中共清源镇委员会，标题里的是中共清源镇委员会、清源镇人民政府，先后不一样")]),
        (f"{PARTY}|{TOWN}|{REPORT}", f"{PARTY}|{TOWN}{{{{! 固定 }}}}", []),
    ],
)  # fmt: skip
def test_the_offices_of_title_and_signature(title: str, signature: str, said: list[tuple[str, str]]) -> None:
    assert told(title, signature) == said


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("清源镇人民政府", ["人民政府委员会", "人民政府人民政府"]),
        ("中共清源镇委员会", ["中共中共", "委员会人民政府"]),
        ("清源街道", []),
    ],
)
def test_what_the_unit_says_already_is_not_said_again(unit: str, said: list[str]) -> None:
    found = told(f"{PARTY}|{TOWN}|{REPORT}", f"{PARTY}|{TOWN}", unit)
    assert [message for _, message in found] == [f"印出来是“{each}”" for each in said] * 2


@pytest.mark.parametrize(
    ("address", "to_itself"),
    [
        ("清源镇人民政府：", "清源镇人民政府"), ("清源镇：", "清源镇"), ("某县人民政府、清源镇人民政府：", "清源镇人民政府"),
        ("某县人民政府：", ""), ("{{报告.主送机关}}：", "清源镇人民政府"), ("各村、社区：", ""), ("清源镇人民政府各办：", ""),
        ("清源镇人民政府：{{! 固定 }}", ""),
    ],
)  # fmt: skip
def test_a_report_does_not_go_to_whom_it_comes_from(address: str, to_itself: str) -> None:
    document = write(REPORT, address, "全年受理{{复议.总数}}件。", TOWN, "{{报告.成文日期}}")
    texts = {"单位": "清源镇", "年度": "2023", "成文日期": "2024年1月15日", "主送机关": "清源镇人民政府"}
    found = wrong_issuers(Template.load(document), texts, "x")
    said = [f"主送的“{to_itself}”就是出报告的单位"] if to_itself else []
    assert [(each.severity, each.message) for each in found] == [("error", each) for each in said]


@pytest.mark.parametrize(
    ("title", "sentence", "alike"),
    [
        ("政府信息公开工作年度报告", "现将清源镇2023年法治政府建设情况报告如下。", False),
        ("法治政府建设情况报告", "现将清源镇法治政府建设情况报告如下。", True),
        ("法治政府建设情况报告", "现将有关情况报告如下：", True),
        ("法治政府建设情况报告", "根据要求，编制2023年政府信息公开工作年度报告。", False),
        ("乡镇法治建设情况汇总报告", "现将各乡镇法治建设的有关数据汇总如下。", True),
        ("工作总结", "现将法治政府建设情况报告如下。", True),
    ],
)
def test_the_title_is_of_what_is_reported(title: str, sentence: str, alike: bool) -> None:
    found = told(f"{{{{报告.单位}}}}{{{{报告.年度}}}}年{title}", TOWN, body=sentence)
    assert [each for each, _ in found] == ([] if alike else ["warning"])
    assert all(f"年{title}”，正文说的是“" in message for _, message in found)


def test_another_town_may_be_named_in_a_sentence() -> None:
    assert told(REPORT, TOWN, body="与远山镇人民政府联合执法{{复议.总数}}次。") == []
